//! For which facts, of nobody in particular, do two versions of a rule answer differently?
//!
//! Where no run is at hand a single invented row says more than two conditions side by side. Rows are tried around the thresholds of both
//! conditions; that none is found is no proof that there is none.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months, NaiveDate};

use super::super::condition::{Expr, Item, Node, Pattern};
use super::super::file::{Outcome, Version};
use super::super::value::{Known, Value};
use super::Difference;
use crate::table::facts::{Fact, FactType};

/// Rows that are tried.
const TRIES: u64 = 20_000;

/// An invented row on which the two sides differ.
#[derive(Debug, Clone)]
pub struct Witness {
    /// The facts, sorted by name; what is not here is not known.
    pub facts: BTreeMap<String, Known>,
    /// What the old rules say.
    pub before: Outcome,
    /// What the new rules say.
    pub after: Outcome,
}

impl Difference<'_> {
    /// An invented row on which the two sides differ on the day `as_of`; one that both decide, where there is one. None: none was found.
    pub fn witness(&self, as_of: NaiveDate) -> Option<Witness> {
        if !self.is_other_question() {
            return None;
        }
        let versions: Vec<&Version> = [self.old, self.new].into_iter().flatten().map(|(_, version)| version).collect();
        let domains = domains(&versions, as_of);
        let answer = |side: Option<(&_, &Version)>, facts: &BTreeMap<String, Known>| {
            side.map_or(Outcome::Clear, |(_, version): (&super::super::file::Rule, _)| Outcome::of(version.decide(facts, as_of)))
        };
        let mut found: Option<Witness> = None;
        let mut random = 0_u64;
        for _ in 0..TRIES {
            let mut facts = BTreeMap::new();
            for (name, values) in &domains {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = usize::try_from(random >> 33).unwrap_or(0) % (values.len() + 1);
                // One place past the end: not known.
                if let Some(value) = values.get(at) {
                    facts.insert((*name).to_owned(), Known::exactly(value.clone()));
                }
            }
            let (before, after) = (answer(self.old, &facts), answer(self.new, &facts));
            if before == after {
                continue;
            }
            let is_decided = before != Outcome::Undecided && after != Outcome::Undecided;
            if is_decided {
                return Some(Witness { facts, before, after });
            }
            found.get_or_insert(Witness { facts, before, after });
        }
        found
    }
}

/// The values worth trying of each fact that a version reads.
fn domains(versions: &[&Version], as_of: NaiveDate) -> BTreeMap<&'static str, Vec<Value>> {
    let parts: Vec<&Expr> = versions.iter().flat_map(|version| version.condition.root.walk()).collect();
    let constants: Vec<Value> = parts.iter().flat_map(|part| constants(part)).collect();
    let facts = versions.iter().flat_map(|version| version.condition.facts());
    facts.map(|fact| (fact.name, domain(&fact, &constants, as_of))).collect()
}

/// The constants that a part compares with.
fn constants(part: &Expr) -> Vec<Value> {
    match &part.node {
        Node::Literal(value) | Node::Parameter { value, .. } => vec![value.clone()],
        Node::Lookup { table, .. } => table.values().cloned().collect(),
        Node::Among { items, .. } => items.iter().map(|Item { value, .. }| value.clone()).collect(),
        Node::Shift { months, days, .. } => vec![Value::Int((*months).into()), Value::Int((*days).into())],
        Node::Like { pattern, .. } => {
            let (Pattern::Is(part) | Pattern::Starts(part) | Pattern::Ends(part) | Pattern::Contains(part) | Pattern::Any(part)) =
                pattern;
            vec![Value::text(part.replace(['%', '_'], "x"))]
        }
        _ => Vec::new(),
    }
}

fn domain(fact: &Fact, constants: &[Value], as_of: NaiveDate) -> Vec<Value> {
    let numbers: BTreeSet<i64> =
        constants.iter().filter_map(|value| if let Value::Int(n) = value { Some(*n) } else { None }).collect();
    match fact.kind {
        FactType::Bool => vec![Value::Bool(true), Value::Bool(false)],
        FactType::Code(codes) => codes.iter().map(|code| Value::text(*code)).collect(),
        FactType::Int => {
            let near: BTreeSet<i64> = numbers.iter().chain([&0]).flat_map(|n| [n - 1, *n, n + 1]).collect();
            near.into_iter().map(Value::Int).collect()
        }
        FactType::Real => {
            let near = constants.iter().filter_map(Value::as_real).chain([0.0, 1.0]).flat_map(|x| [x - 0.01, x, x + 0.01]);
            near.map(Value::Real).collect()
        }
        FactType::Date => {
            let given = constants.iter().filter_map(|value| if let Value::Date(day) = value { Some(*day) } else { None });
            let mut near = BTreeSet::new();
            for day in given.chain([as_of]) {
                for months in
                    numbers.iter().filter_map(|n| u32::try_from(n.unsigned_abs()).ok()).filter(|n| *n < 2_400).chain([0])
                {
                    let shifted = [day.checked_add_months(Months::new(months)), day.checked_sub_months(Months::new(months))];
                    for day in shifted.into_iter().flatten() {
                        near.extend(
                            [Some(day), day.checked_sub_days(Days::new(1)), day.checked_add_days(Days::new(1))]
                                .into_iter()
                                .flatten(),
                        );
                    }
                }
            }
            near.into_iter().map(Value::Date).collect()
        }
        FactType::Text => {
            let given = constants.iter().filter(|value| matches!(value, Value::Text(_))).cloned();
            given.chain([Value::text("x")]).collect()
        }
    }
}
