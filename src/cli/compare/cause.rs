//! Why is a flag new, gone or changed?

use serde::Serialize;

use super::Question;
use super::run::{Facts, Kept};

/// Why a flag is new, gone or changed, as far as the two runs tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Cause {
    /// The roster says something else of the candidate, or lists them in one of the runs only.
    Roster,
    /// A register says something else of a record, or lists it in one of the runs only.
    Register,
    /// Another version of the rule, or other rule files.
    Rule,
    /// People answered about a link that it rests on.
    Answer,
    /// Another date of judgement.
    AsOf,
    /// Another linking model, or other thresholds.
    Model,
    /// The runs do not tell.
    Unknown,
}

impl Cause {
    /// The message that tells it.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Roster => "cause-roster",
            Self::Register => "cause-register",
            Self::Rule => "cause-rule",
            Self::Answer => "cause-answer",
            Self::AsOf => "cause-as-of",
            Self::Model => "cause-model",
            Self::Unknown => "cause-unknown",
        }
    }
}

/// Facts that follow from the day of the run.
const CLOCK: [&str; 10] = [
    "as_of",
    "age_months",
    "party_months",
    "months_since_official",
    "months_in_post",
    "months_since_decision",
    "months_since_announcement",
    "months_since_conclusion",
    "working_days_to_opening",
    "is_after_as_of",
];
/// Facts of a candidate that are counted from registers.
const COUNTED: [&str; 6] =
    ["case_count", "affair_count", "open_case_count", "conflict_count", "open_complaint_count", "open_inspection_count"];

/// The nearest cause, and the facts that differ where it is in them.
pub(super) fn of(question: &Question, before: &Kept, after: &Kept) -> (Cause, Vec<String>) {
    let (old, new) = (before.candidates.get(&question.candidate), after.candidates.get(&question.candidate));
    let (Some(old), Some(new)) = (old, new) else { return (Cause::Roster, Vec::new()) };
    let version = |kept: &Kept| kept.said.get(question).map(|said| said.version.clone());
    if matches!((version(before), version(after)), (Some(old), Some(new)) if old != new) {
        return (Cause::Rule, Vec::new());
    }
    let records: Vec<(String, String)> =
        question.records.split_whitespace().map(|record| (question.candidate.clone(), record.to_owned())).collect();
    if records.iter().any(|pair| before.answered.get(pair) != after.answered.get(pair)) {
        return (Cause::Answer, Vec::new());
    }
    if let Some(cause) = records.iter().find_map(|pair| linked(pair, before, after)) {
        return (cause, Vec::new());
    }
    let mut facts = Vec::new();
    for pair in &records {
        if let (Some(old), Some(new)) = (before.records.get(pair), after.records.get(pair)) {
            facts.extend(differing(old, new).into_iter().filter(|fact| !fact.starts_with("link_")));
        }
    }
    // What moved with the day says nothing of roster and registers.
    let has_moved = |fact: &String| before.as_of == after.as_of || !CLOCK.contains(&fact.as_str());
    facts.retain(has_moved);
    let own = differing(old, new);
    let (counted, told): (Vec<String>, Vec<String>) =
        own.iter().filter(|fact| has_moved(fact)).cloned().partition(|fact| COUNTED.contains(&fact.as_str()));
    let of_registers: Vec<String> = facts.into_iter().chain(counted).collect();
    if !of_registers.is_empty() && read_alike(before, after) && answers(question, before) != answers(question, after) {
        (Cause::Answer, of_registers)
    } else if !told.is_empty() {
        (Cause::Roster, told)
    } else if !of_registers.is_empty() {
        (Cause::Register, of_registers)
    } else if before.rules != after.rules {
        (Cause::Rule, Vec::new())
    } else if before.as_of != after.as_of {
        (Cause::AsOf, own.into_iter().filter(|fact| fact != "as_of").collect())
    } else if before.model != after.model {
        (Cause::Model, Vec::new())
    } else {
        (Cause::Unknown, Vec::new())
    }
}

/// What people settled of the candidate's pairs.
fn answers<'a>(question: &Question, kept: &'a Kept) -> Vec<(&'a String, &'a String)> {
    let of_candidate = kept.answered.iter().filter(|((candidate, _), _)| *candidate == question.candidate);
    of_candidate.map(|((_, record), said)| (record, said)).collect()
}

/// Whether both runs read the same registers.
fn read_alike(before: &Kept, after: &Kept) -> bool {
    let registers =
        |kept: &Kept| kept.inputs.iter().filter(|(kind, _)| *kind != "roster").map(|(_, sums)| sums.clone()).collect::<Vec<_>>();
    registers(before) == registers(after)
}

/// Why candidate and record hang together otherwise than they did. None: they do not.
fn linked(pair: &(String, String), before: &Kept, after: &Kept) -> Option<Cause> {
    let state = |kept: &Kept| kept.links.get(pair).map(|(state, _)| state.clone());
    let (old, new) = (state(before), state(after));
    if old == new {
        return None;
    }
    if let (Some((left, right)), Some((left_after, right_after))) = (before.sides.get(pair), after.sides.get(pair)) {
        if left != left_after {
            return Some(Cause::Roster);
        }
        if right != right_after {
            return Some(Cause::Register);
        }
    }
    let register = [after, before].into_iter().find_map(|kept| kept.links.get(pair).map(|(_, source)| source.clone()));
    let read = |kept: &Kept, kind: &str| kept.inputs.get(kind).cloned().unwrap_or_default();
    let moved = |kind: &str| read(before, kind) != read(after, kind);
    if register.as_deref().is_some_and(moved) {
        Some(Cause::Register)
    } else if moved("roster") {
        Some(Cause::Roster)
    } else if before.model != after.model {
        Some(Cause::Model)
    } else {
        None
    }
}

/// The facts that are not what they were, by name.
fn differing(before: &Facts, after: &Facts) -> Vec<String> {
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}
