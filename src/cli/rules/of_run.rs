//! `rules explain RUN CANDIDATE`: why does each rule say what it says of this candidate?

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use polars::prelude::DataFrame;
use serde_json::json;

use super::super::terminal::Terminal;
use super::super::{Ended, Outcome, kept};
use crate::error::{Error, Place, Result};
use crate::lang::{Lang, Text};
use crate::rule::explain::{Explanation, explain};
use crate::rule::{FrameRow, PackSource, RuleSet, Status};
use crate::table;
use crate::table::facts::Scope;

/// One rule on one row of facts.
struct Asked {
    /// The record the row is about. None: the candidate.
    record: Option<String>,
    explanation: Explanation,
}

/// Prints, for the candidate called `candidate`, every rule with the version of the run's day, its condition with the values
/// filled in, and which part decided.
///
/// The rules are those of `packs`; where none is named, those the run was judged by.
pub fn run(run: &Path, candidate: &str, packs: &[PathBuf], ids: &[String], terminal: &Terminal) -> Ended {
    let lang = terminal.lang;
    let manifest = kept::document(run, "manifest")?;
    let as_of = manifest["options"]["as_of"].as_str().and_then(|day| day.parse::<NaiveDate>().ok()).unwrap_or_default();
    let set = rules_of(&manifest, packs, terminal)?;
    let is_wanted = |id: &String| ids.is_empty() || ids.contains(id);
    let mut asked = Vec::new();
    let mut silent = Vec::new();
    let mut is_known = false;
    for scope in Scope::ALL {
        let frame = kept::table(run, &format!("facts/{}", scope.name()))?;
        let has_row = table::text(&frame, "candidate_id")?.iter().any(|id| id == Some(candidate));
        is_known |= has_row && scope == Scope::Candidate;
        if has_row {
            asked.extend(of_scope(&set, scope, &frame, candidate, as_of, lang)?);
            continue;
        }
        let rules = set.rules.iter().filter(|rule| rule.scope == scope && rule.status != Status::Retired);
        let unasked: Vec<&str> = rules.map(|rule| &rule.id).filter(|id| is_wanted(id)).map(String::as_str).collect();
        if !unasked.is_empty() {
            let scope = lang.say_code(&format!("cli-scope-{}", scope.name()));
            silent.push(Text::new("explain-no-record").with("scope", scope).with("rules", unasked.join(", ")).render(lang));
        }
    }
    asked.retain(|asked| is_wanted(&asked.explanation.rule));
    if !is_known {
        return Err(Error::new(Text::new("E461-no-such-candidate").with("candidate", candidate.to_owned()))
            .at(Place::file(run))
            .into());
    }
    let text = || {
        let block = |asked: &Asked| match &asked.record {
            Some(record) => {
                let about = Text::new("explain-record").with("record", record).render(lang);
                format!("{}\n{}", terminal.paint.bold(&about), asked.explanation.render(lang))
            }
            None => asked.explanation.render(lang),
        };
        asked.iter().map(block).chain(silent).collect::<Vec<_>>().join("\n")
    };
    let json = || asked.iter().map(|asked| json!({ "record_id": asked.record, "explanation": asked.explanation })).collect();
    terminal.answer(Outcome::Done, text, json)
}

/// The rules that the run was judged by, as far as they are still the same.
///
/// # Errors
/// A pack of the run is neither here nor inside the program, or is broken.
fn rules_of(manifest: &serde_json::Value, packs: &[PathBuf], terminal: &Terminal) -> Result<RuleSet> {
    let digests = manifest["rules"].as_array().map(Vec::as_slice).unwrap_or_default();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let names: Vec<String> = digests.iter().map(|digest| text(&digest["name"])).collect();
    // A digest's name is a pack's, or the path of the overlay.
    let is_there = |name: &&String| Path::new(name.as_str()).is_file() || PackSource::find(name, Path::new(".")).is_ok();
    let of_run = || names.iter().filter(is_there).map(PathBuf::from).collect::<Vec<_>>();
    let set = super::load(&if packs.is_empty() { of_run() } else { packs.to_vec() })?;
    let is_same = digests.iter().all(|digest| set.digests.iter().any(|other| other.sha256 == text(&digest["sha256"])));
    if !is_same {
        terminal.remark(&terminal.lang.say("explain-other-rules"));
    }
    Ok(set)
}

fn of_scope(set: &RuleSet, scope: Scope, frame: &DataFrame, candidate: &str, as_of: NaiveDate, lang: Lang) -> Result<Vec<Asked>> {
    let ids = table::text(frame, "candidate_id")?;
    let records = if scope == Scope::Candidate { None } else { Some(table::text(frame, "record_id")?) };
    let mut out = Vec::new();
    for row in (0..frame.height()).filter(|row| ids.get(*row) == Some(candidate)) {
        let record = records.and_then(|records| records.get(row)).map(str::to_owned);
        for rule in set.rules.iter().filter(|rule| rule.scope == scope && rule.status != Status::Retired) {
            let explanation = explain(rule, &FrameRow { frame, row }, as_of, lang);
            out.push(Asked { record: record.clone(), explanation });
        }
    }
    Ok(out)
}
