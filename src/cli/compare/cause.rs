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
    if !facts.is_empty() && before.as_of == after.as_of {
        return (Cause::Register, facts);
    }
    let is_clock = |fact: &String| CLOCK.contains(&fact.as_str());
    let own = differing(old, new);
    if own.iter().chain(&facts).any(|fact| !is_clock(fact) && !COUNTED.contains(&fact.as_str())) {
        let (of_record, of_candidate) = (facts.iter().any(|fact| !is_clock(fact)), own.iter().any(|fact| !is_clock(fact)));
        let cause = if of_record || !of_candidate { Cause::Register } else { Cause::Roster };
        return (cause, facts.into_iter().chain(own).filter(|fact| !is_clock(fact)).collect());
    }
    let counted: Vec<String> = own.iter().filter(|fact| COUNTED.contains(&fact.as_str())).cloned().collect();
    if !counted.is_empty() {
        let of_candidate = |kept: &Kept| -> Vec<_> {
            kept.answered
                .iter()
                .filter(|((candidate, _), _)| *candidate == question.candidate)
                .map(|(pair, said)| (pair.clone(), said.clone()))
                .collect()
        };
        let cause = if of_candidate(before) == of_candidate(after) { Cause::Register } else { Cause::Answer };
        return (cause, counted);
    }
    if before.rules != after.rules {
        (Cause::Rule, Vec::new())
    } else if before.as_of != after.as_of {
        (Cause::AsOf, own.into_iter().chain(facts).filter(|fact| fact != "as_of").collect())
    } else if own.iter().any(is_clock) {
        // The clock stood still: a day in the roster moved.
        (Cause::Roster, own)
    } else if before.model != after.model {
        (Cause::Model, Vec::new())
    } else {
        (Cause::Unknown, Vec::new())
    }
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
