//! `compare`: what changed between two runs, and why.

mod cause;
mod run;

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::json;

use super::terminal::Terminal;
use super::{Ended, Outcome};
use crate::error::Result;
use crate::lang::{Lang, Text};
use crate::table::facts::FACTS;
use cause::Cause;
use run::Kept;

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
    let (mut before, mut after) = (Kept::load(&args.before)?, Kept::load(&args.after)?);
    let changes = changes(&mut before, &mut after)?;
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
    /// The facts that differ, where the cause is in them.
    facts: Vec<String>,
    reason: String,
}

/// Every question that the two runs answer differently, by candidate, then rule.
fn changes(before: &mut Kept, after: &mut Kept) -> Result<Vec<Change>> {
    let all: BTreeSet<Question> = before.said.keys().chain(after.said.keys()).cloned().collect();
    let differs = |question: &Question| {
        let outcome = |kept: &Kept| kept.said.get(question).map(|said| said.outcome.clone());
        outcome(before) != outcome(after)
    };
    let questions: Vec<Question> = all.into_iter().filter(differs).collect();
    // The facts of whoever is concerned, and of nobody else: a run may hold millions.
    let concerned: BTreeSet<&str> = questions.iter().map(|question| question.candidate.as_str()).collect();
    before.load_facts(&concerned)?;
    after.load_facts(&concerned)?;
    let change = |question: &Question| {
        let (old, new) = (before.said.get(question), after.said.get(question));
        let (cause, facts) = cause::of(question, before, after);
        Change {
            candidate_id: question.candidate.clone(),
            rule_id: question.rule.clone(),
            record_ids: question.records.clone(),
            before: old.map(|old| old.outcome.clone()),
            after: new.map(|new| new.outcome.clone()),
            cause,
            facts,
            reason: new.or(old).map(|said| said.reason.clone()).unwrap_or_default(),
        }
    };
    Ok(questions.iter().map(change).collect())
}

fn render(changes: &[Change], lang: Lang) -> String {
    if changes.is_empty() {
        return lang.say("compare-same");
    }
    let mut lines = vec![Text::new("compare-changes").count("count", changes.len()).render(lang)];
    for change in changes {
        let outcome = |said: &Option<String>| lang.say_code(&format!("cli-outcome-{}", said.as_deref().unwrap_or("clear")));
        let cause = lang.say(change.cause.sentence());
        let text = Text::new("compare-change")
            .with("candidate", &change.candidate_id)
            .with("rule", &change.rule_id)
            .with("before", outcome(&change.before))
            .with("after", outcome(&change.after))
            .with("cause", cause);
        lines.push(format!("  {}", text.render(lang)));
        lines.push(format!("    {}", change.reason));
        if !change.facts.is_empty() {
            let facts = change.facts.iter().map(|fact| meaning(fact, lang)).collect::<Vec<_>>().join("; ");
            lines.push(format!("    {}", Text::new("compare-facts").with("facts", facts).render(lang)));
        }
    }
    lines.join("\n")
}

/// What a fact means, as far as the first aside; its name where it is not documented any longer.
fn meaning(name: &str, lang: Lang) -> String {
    let Some(fact) = FACTS.iter().find(|fact| fact.name == name) else { return name.to_owned() };
    let text = if lang == Lang::Vi { fact.vi } else { fact.en };
    text.split([':', ';', '(']).next().unwrap_or(text).trim_end().to_owned()
}
