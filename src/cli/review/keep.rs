//! `review verify` and `review purge`: is the ledger whole, and what of it may go?

use std::path::Path;

use chrono::{NaiveDate, Utc};
use serde_json::json;

use super::open;
use crate::cli::terminal::Terminal;
use crate::cli::{Ended, Outcome};
use crate::lang::{Lang, Text};
use crate::review::{Purged, Verified};

/// Looks at every row; whatever is not as it was written is a finding.
pub fn verify(ledger: &Path, signed: Option<&str>, terminal: &Terminal) -> Ended {
    let verified = open(ledger)?.verify(signed)?;
    let outcome = if verified.faults.is_empty() { Outcome::Done } else { Outcome::Found };
    let faults = || verified.faults.iter().map(|fault| fault.render(terminal.lang)).collect::<Vec<_>>();
    terminal.answer(
        outcome,
        || render(&verified, &faults(), terminal.lang),
        || {
            json!({
                "entries": verified.entries,
                "purged": verified.purged,
                "answers": verified.answers,
                "hash": verified.hash,
                "faults": faults(),
            })
        },
    )
}

fn render(verified: &Verified, faults: &[String], lang: Lang) -> String {
    let mut out = Vec::new();
    if faults.is_empty() {
        let text = Text::new("review-verified").count("entries", verified.entries).count("answers", verified.answers);
        out.push(text.render(lang));
        if verified.purged > 0 {
            out.push(Text::new("review-verified-purged").count("purged", verified.purged).render(lang));
        }
    } else {
        out.push(Text::new("review-not-verified").count("count", faults.len()).render(lang));
        out.extend(faults.iter().map(|fault| format!("  {fault}")));
    }
    out.push(Text::new("review-last-hash").with("hash", verified.hash.clone()).render(lang));
    out.join("\n")
}

/// Removes the data of persons whom no run and nobody has asked about since a day.
pub fn purge(ledger: &Path, before: NaiveDate, terminal: &Terminal) -> Ended {
    let purged = open(ledger)?.purge(before, Utc::now())?;
    terminal.answer(Outcome::Done, || told(&purged, before, terminal.lang), || json!({ "purged": purged }))
}

fn told(purged: &Purged, before: NaiveDate, lang: Lang) -> String {
    let text = Text::new("review-purged").count("items", purged.items).count("entries", purged.entries).with("day", before);
    let mut out = vec![text.render(lang)];
    if purged.kept > 0 {
        out.push(Text::new("review-purge-kept").count("kept", purged.kept).render(lang));
    }
    out.join("\n")
}
