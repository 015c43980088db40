//! Do two rules of a set share an identifier, or ask the same?

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::file::{Rule, Status};
use crate::diag::{Diagnostic, SourceText};
use crate::lang::Text;

/// Reports every identifier that more than one file claims: a number is never used again, not even for a retired rule.
pub(in crate::rule) fn ids(claims: &[(String, SourceText, Range<usize>)]) -> Vec<Diagnostic> {
    let mut first: BTreeMap<&str, &SourceText> = BTreeMap::new();
    let mut out = Vec::new();
    for (id, source, span) in claims {
        match first.get(id.as_str()) {
            Some(other) => {
                let text = Text::new("R085-id-twice").with("id", id.clone()).with("other", other.name.to_string());
                out.push(Diagnostic::error(text, source, span.clone()));
            }
            None => {
                first.insert(id, source);
            }
        }
    }
    out
}

/// Warns of two rules that ask the same of the same rows on some day.
pub(in crate::rule) fn conditions(rules: &[Rule]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let asked: Vec<&Rule> = rules.iter().filter(|rule| rule.status != Status::Retired).collect();
    for (i, rule) in asked.iter().enumerate() {
        for other in &asked[..i] {
            if other.scope != rule.scope {
                continue;
            }
            let same = rule.versions.iter().find(|version| {
                other.versions.iter().any(|before| {
                    let overlap = version.covers(before.from) || before.covers(version.from);
                    overlap && before.condition.sql() == version.condition.sql()
                })
            });
            if let Some(version) = same {
                let text = Text::new("R086-same-condition").with("other", other.id.clone()).with("id", rule.id.clone());
                out.push(Diagnostic::warning(text, &rule.source, version.condition.root.span.clone()));
            }
        }
    }
    out
}
