//! The rule language, from the file to the answer.

use std::collections::BTreeMap;

use thamdinh::lang::Lang;
use thamdinh::rule::{Known, PackSource, RuleSet};
use thamdinh::table::facts::{Fact, FactType, Scope};

/// Random conditions: columns, single rows and SQLite agree.
mod agreement;
/// What a row of facts gets: outcome, missing facts, reason.
mod answers;
/// Broken rule files: what is said of each.
mod bad;
/// The shipped pack, asked of a database that knows nothing of us.
mod oracle;
/// The schema that editors check rule files with.
mod schema;

const COLOURS: &[&str] = &["red", "green", "blue"];

const fn fact(name: &'static str, kind: FactType, is_interval: bool) -> Fact {
    Fact { name, scope: Scope::Candidate, kind, is_interval, unit: "", vi: "-", en: "-" }
}

/// Invented facts of every kind.
pub const FACTS: &[Fact] = &[
    fact("a", FactType::Int, false),
    fact("b", FactType::Int, false),
    fact("x", FactType::Real, false),
    fact("c", FactType::Code(COLOURS), false),
    fact("t", FactType::Text, false),
    fact("f", FactType::Bool, false),
    fact("g", FactType::Bool, false),
    fact("d", FactType::Date, false),
    fact("e", FactType::Date, false),
    fact("i", FactType::Int, true),
    fact("j", FactType::Int, true),
    fact("p", FactType::Date, true),
    fact("q", FactType::Date, true),
];

/// A rule file around a condition.
pub fn file(when: &str, parameters: &str) -> String {
    format!(
        r#"id = "XX001"
name = "x"
title.vi = "x"
title.en = "x"
status = "draft"
scope = "candidate"
severity = "look"
when = '''
{when}
'''
reason.vi = "a là {{a}}"
reason.en = "a is {{a}}"

[[version]]
from = 2020-01-01
basis = ["X"]
confidence = "verified"
parameters = {{ {parameters} }}
"#
    )
}

/// The rules in `files` over the invented facts.
pub fn set(files: &[(&str, String)]) -> thamdinh::error::Result<RuleSet> {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.clone().into_bytes())).collect();
    RuleSet::load(&[PackSource::Files { name: "test".to_owned(), files }], None, FACTS)
}

/// The one rule around a condition.
pub fn rule(when: &str, parameters: &str) -> RuleSet {
    match set(&[("XX001-x.toml", file(when, parameters))]) {
        Ok(set) => set,
        Err(error) => panic!("{when}\n{}", error.render(Lang::En)),
    }
}

/// A row of facts.
pub fn row<const N: usize>(facts: [(&str, Known); N]) -> BTreeMap<String, Known> {
    facts.into_iter().map(|(name, known)| (name.to_owned(), known)).collect()
}
