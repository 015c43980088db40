//! `review export` and `review import`: answers to a file and back, and two ledgers into one.

use std::path::{Path, PathBuf};

use chrono::Utc;
use serde_json::{Value, json};

use super::open;
use crate::cli::terminal::Terminal;
use crate::cli::{Ended, Outcome};
use crate::lang::{Lang, Text};
use crate::review::exchange::{Contradiction, Options, Taken, refused};
use crate::review::{Ledger, merge};

/// Refused rows that are told one by one.
const TOLD: usize = 50;

/// What was typed after `review import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long)]
    admit: bool,
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Writes every answer to a file and prints the hash that it is signed off with.
pub fn export(ledger: &Path, file: &Path, terminal: &Terminal) -> Ended {
    let exported = open(ledger)?.export(file, terminal.lang)?;
    let text = || {
        let text = Text::new("review-exported").count("answers", exported.answers).with("path", file.display().to_string());
        format!(
            "{}\n{}",
            text.render(terminal.lang),
            Text::new("review-signed-off").with("hash", exported.hash.clone()).render(terminal.lang)
        )
    };
    terminal.answer(Outcome::Done, text, || json!({ "exported": exported }))
}

/// Takes in the answers of a file, or everything that another ledger knows; contradictions are a finding.
pub fn import(args: &Args, terminal: &Terminal) -> Ended {
    let mut ledger: Ledger = Ledger::open_existing(&args.ledger)?;
    let options = Options { may_admit: args.admit, by: args.by.as_deref(), at: Utc::now() };
    let taken =
        if merge::is_ledger(&args.file)? { ledger.merge(&args.file, &options)? } else { ledger.import(&args.file, &options)? };
    if let Some(error) = refused(&taken) {
        tell(&taken, terminal);
        return Err(error.into());
    }
    let outcome = if taken.contradictions.is_empty() { Outcome::Done } else { Outcome::Found };
    terminal.answer(outcome, || render(&taken, terminal.lang), || document(&taken))
}

/// Every row that cannot be taken in, on stderr.
fn tell(taken: &Taken, terminal: &Terminal) {
    let lang = terminal.lang;
    for refusal in taken.refused.iter().take(TOLD) {
        let help = refusal.text.help(lang).map(|help| format!("\n  {}", Text::new("error-help").with("help", help).render(lang)));
        terminal.remark(&format!("{}: {}{}", refusal.place.render(lang), refusal.text.render(lang), help.unwrap_or_default()));
    }
    if taken.refused.len() > TOLD {
        terminal.remark(&Text::new("review-more").count("more", taken.refused.len() - TOLD).render(lang));
    }
}

fn render(taken: &Taken, lang: Lang) -> String {
    let mut out = vec![Text::new("review-imported").count("answers", taken.answers).render(lang)];
    let counts = [
        ("review-imported-closed", taken.closed),
        ("review-imported-known", taken.known),
        ("review-imported-blank", taken.blank),
        ("review-imported-elsewhere", taken.elsewhere),
        ("review-imported-items", taken.items),
    ];
    for (id, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        out.push(format!("  {}", Text::new(id).count("count", count).render(lang)));
    }
    if !taken.people.is_empty() {
        out.push(format!("  {}", Text::new("review-imported-people").with("names", taken.people.join(", ")).render(lang)));
    }
    if !taken.contradictions.is_empty() {
        out.push(Text::new("review-contradictions").count("count", taken.contradictions.len()).render(lang));
        out.extend(taken.contradictions.iter().map(|found| format!("  {}", contradiction(found, lang))));
    }
    out.push(Text::new("review-last-hash").with("hash", taken.hash.clone()).render(lang));
    out.join("\n")
}

fn contradiction(found: &Contradiction, lang: Lang) -> String {
    let word = |verdict: &str| lang.say_code(&format!("report-answer-{verdict}"));
    Text::new("review-contradiction")
        .with("candidate", found.candidate_id.clone())
        .with("about", found.about.clone())
        .with("here", found.here.0.clone())
        .with("here-said", word(found.here.1))
        .with("there", found.there.0.clone())
        .with("there-said", word(found.there.1))
        .render(lang)
}

fn document(taken: &Taken) -> Value {
    json!({
        "answers": taken.answers,
        "closed": taken.closed,
        "known": taken.known,
        "blank": taken.blank,
        "elsewhere": taken.elsewhere,
        "items": taken.items,
        "people": taken.people,
        "contradictions": taken.contradictions,
        "hash": taken.hash,
    })
}
