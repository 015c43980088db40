//! `compare`: what changed between two runs, and why.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::json;

use super::terminal::Terminal;
use super::{Ended, Outcome, kept};
use crate::error::Result;
use crate::lang::{Lang, Text};
use crate::table;

/// What was typed after `compare`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "RUN_A")]
    before: PathBuf,
    #[arg(value_name = "RUN_B")]
    after: PathBuf,
}

/// Prints every flag that is new, gone or changed; any of them is a finding.
pub fn run(args: &Args, terminal: &Terminal) -> Ended {
    let (before, after) = (Kept::load(&args.before)?, Kept::load(&args.after)?);
    let changes = changes(&before, &after);
    let outcome = if changes.is_empty() { Outcome::Done } else { Outcome::Found };
    terminal.answer(outcome, || render(&changes, terminal.lang), || json!({ "changes": changes }))
}

/// What a run says of one question: who, which rule, on which records.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Question {
    candidate: String,
    rule: String,
    records: String,
}

/// What it said.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    outcome: String,
    version: String,
    reason: String,
}

/// The parts of a run that a comparison needs.
struct Kept {
    said: BTreeMap<Question, Said>,
    /// Links that count, as candidate and record.
    links: BTreeSet<(String, String)>,
    /// What the run was made from, by the manifest's digests.
    inputs: BTreeSet<String>,
    rules: BTreeSet<String>,
    model: String,
    as_of: String,
}

/// Why a flag is new, gone or changed, as far as the two runs tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Cause {
    /// Another version of the rule, or other rule files.
    Rule,
    /// A link appeared or went.
    Link,
    /// Another date of judgement.
    AsOf,
    /// Other files were read.
    Inputs,
    /// Another linking model.
    Model,
    /// The runs do not tell.
    Unknown,
}

/// One difference.
#[derive(Debug, Serialize)]
struct Change {
    candidate_id: String,
    rule_id: String,
    record_ids: String,
    /// The outcome in the first run; None: no flag.
    before: Option<String>,
    /// The outcome in the second run; None: no flag.
    after: Option<String>,
    cause: Cause,
    reason: String,
}

impl Kept {
    fn load(run: &Path) -> Result<Self> {
        let flags = kept::table(run, "flags")?;
        let text = |name| table::text(&flags, name);
        let (candidate, rule, records) = (text("candidate_id")?, text("rule_id")?, text("record_ids")?);
        let (outcome, version, reason) = (text("outcome")?, text("rule_version")?, text("reason")?);
        let owned = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let said = (0..flags.height())
            .map(|i| {
                let question =
                    Question { candidate: owned(candidate.get(i)), rule: owned(rule.get(i)), records: owned(records.get(i)) };
                let said = Said { outcome: owned(outcome.get(i)), version: owned(version.get(i)), reason: owned(reason.get(i)) };
                (question, said)
            })
            .collect();
        let frame = kept::table(run, "links")?;
        let (candidate, record, state) =
            (table::text(&frame, "candidate_id")?, table::text(&frame, "record_id")?, table::text(&frame, "state")?);
        let links = (0..frame.height())
            .filter(|i| state.get(*i) == Some("link"))
            .map(|i| (owned(candidate.get(i)), owned(record.get(i))))
            .collect();
        let manifest = kept::document(run, "manifest")?;
        let digests = |list: &str| -> BTreeSet<String> {
            let items = manifest[list].as_array().map(Vec::as_slice).unwrap_or_default();
            items.iter().filter_map(|item| item["sha256"].as_str().map(str::to_owned)).collect()
        };
        let as_text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        Ok(Self {
            said,
            links,
            inputs: digests("sources"),
            rules: digests("rules"),
            model: as_text(&manifest["model"]["sha256"]),
            as_of: as_text(&manifest["options"]["as_of"]),
        })
    }
}

/// Every question that the two runs answer differently, by candidate, then rule.
fn changes(before: &Kept, after: &Kept) -> Vec<Change> {
    let questions: BTreeSet<&Question> = before.said.keys().chain(after.said.keys()).collect();
    let mut out = Vec::new();
    for question in questions {
        let (old, new) = (before.said.get(question), after.said.get(question));
        if old.map(|old| &old.outcome) == new.map(|new| &new.outcome) {
            continue;
        }
        out.push(Change {
            candidate_id: question.candidate.clone(),
            rule_id: question.rule.clone(),
            record_ids: question.records.clone(),
            before: old.map(|old| old.outcome.clone()),
            after: new.map(|new| new.outcome.clone()),
            cause: cause(question, old, new, before, after),
            reason: new.or(old).map(|said| said.reason.clone()).unwrap_or_default(),
        });
    }
    out
}

/// The nearest cause first: the link the flag rests on, the rule's version, the day, and only then whole files.
fn cause(question: &Question, old: Option<&Said>, new: Option<&Said>, before: &Kept, after: &Kept) -> Cause {
    let has_moved = question.records.split_whitespace().any(|record| {
        let pair = (question.candidate.clone(), record.to_owned());
        before.links.contains(&pair) != after.links.contains(&pair)
    });
    let version = |said: Option<&Said>| said.map(|said| said.version.clone());
    if has_moved && before.inputs == after.inputs {
        Cause::Link
    } else if matches!((version(old), version(new)), (Some(old), Some(new)) if old != new) || before.rules != after.rules {
        Cause::Rule
    } else if before.as_of != after.as_of {
        Cause::AsOf
    } else if before.inputs != after.inputs {
        Cause::Inputs
    } else if before.model != after.model {
        Cause::Model
    } else {
        Cause::Unknown
    }
}

fn render(changes: &[Change], lang: Lang) -> String {
    if changes.is_empty() {
        return lang.say("compare-same");
    }
    let mut lines = vec![Text::new("compare-changes").count("count", changes.len()).render(lang)];
    for change in changes {
        let outcome = |said: &Option<String>| lang.say_code(&format!("cli-outcome-{}", said.as_deref().unwrap_or("clear")));
        let cause = lang.say(match change.cause {
            Cause::Rule => "cause-rule",
            Cause::Link => "cause-link",
            Cause::AsOf => "cause-as-of",
            Cause::Inputs => "cause-inputs",
            Cause::Model => "cause-model",
            Cause::Unknown => "cause-unknown",
        });
        let text = Text::new("compare-change")
            .with("candidate", &change.candidate_id)
            .with("rule", &change.rule_id)
            .with("before", outcome(&change.before))
            .with("after", outcome(&change.after))
            .with("cause", cause);
        lines.push(format!("  {}", text.render(lang)));
        lines.push(format!("    {}", change.reason));
    }
    lines.join("\n")
}
