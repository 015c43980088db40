//! `rules facts`: what may a rule ask about?

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::terminal::Terminal;
use super::super::{Ended, Outcome};
use crate::rule::{Rule, RuleSet};
use crate::table::facts::{self, FACTS, Fact, FactType};

/// Prints the documented facts as the page `rules/FACTS.md`; with `set`, a line for each that its rules read.
pub fn print(set: Option<&RuleSet>, terminal: &Terminal) -> Ended {
    let read: Option<BTreeSet<&str>> = set.map(|set| set.rules.iter().flat_map(Rule::facts_read).collect());
    let wanted: Vec<&Fact> = FACTS.iter().filter(|fact| read.as_ref().is_none_or(|read| read.contains(fact.name))).collect();
    let text = || match set {
        Some(_) => wanted.iter().map(|fact| format!("{}\t{}\t{}", fact.name, fact.vi, fact.en)).collect::<Vec<_>>().join("\n"),
        None => facts::document(),
    };
    terminal.answer(Outcome::Done, text, || Value::Array(wanted.iter().map(|fact| to_json(fact)).collect()))
}

fn to_json(fact: &Fact) -> Value {
    let (kind, codes): (&str, &[&str]) = match fact.kind {
        FactType::Int => ("int", &[]),
        FactType::Real => ("real", &[]),
        FactType::Bool => ("bool", &[]),
        FactType::Date => ("date", &[]),
        FactType::Text => ("text", &[]),
        FactType::Code(codes) => ("code", codes),
    };
    json!({
        "name": fact.name, "scope": fact.scope, "type": kind, "codes": codes, "is_interval": fact.is_interval, "unit": fact.unit,
        "vi": fact.vi, "en": fact.en,
    })
}
