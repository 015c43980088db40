//! What is different in a rule itself?

use std::collections::{BTreeMap, BTreeSet};

use super::super::file::{Parameter, Rule, Version};
use super::Side;
use crate::lang::{Lang, Text};

/// A rule that is not the same on both sides.
#[derive(Debug, Clone)]
pub struct Difference<'a> {
    /// Its identifier.
    pub id: &'a str,
    /// As the old rules have it. None: they do not ask it.
    pub old: Option<(&'a Rule, &'a Version)>,
    /// As the new rules have it. None: they do not ask it.
    pub new: Option<(&'a Rule, &'a Version)>,
    /// Whether the side that does not ask it knows it, retired or without a version of its day.
    is_known: bool,
}

/// The rules that are not the same, by identifier.
pub fn differences<'a>(old: Side<'a>, new: Side<'a>) -> Vec<Difference<'a>> {
    let ids: BTreeSet<&str> = old.set.rules.iter().chain(&new.set.rules).map(|rule| rule.id.as_str()).collect();
    let difference = |id: &'a str| {
        let (before, after) = (old.asked(id), new.asked(id));
        let is_known = old.set.rule(id).is_some() && new.set.rule(id).is_some();
        Difference { id, old: before, new: after, is_known }
    };
    ids.into_iter().map(difference).filter(|difference| !difference.what(Lang::En).is_empty()).collect()
}

impl<'a> Difference<'a> {
    /// The rule: the new one, or the old where there is no new.
    pub fn rule(&self) -> Option<&'a Rule> {
        self.new.or(self.old).map(|(rule, _)| rule)
    }

    /// Whether the rule may answer differently, and not only say it in other words.
    pub fn is_other_question(&self) -> bool {
        match (self.old, self.new) {
            (Some((old_rule, old)), Some((new_rule, new))) => {
                old_rule.scope != new_rule.scope || old.condition.sql() != new.condition.sql()
            }
            (old, new) => old.is_some() || new.is_some(),
        }
    }

    /// What is different, a sentence each, titles and reasons in `lang`. Empty: nothing.
    pub fn what(&self, lang: Lang) -> Vec<Text> {
        match (self.old, self.new) {
            (Some(old), Some(new)) => changes(old, new, lang),
            (None, Some(_)) => vec![Text::new(if self.is_known { "diff-asked-now" } else { "diff-rule-new" })],
            (Some(_), None) => vec![Text::new(if self.is_known { "diff-not-asked" } else { "diff-rule-gone" })],
            (None, None) => Vec::new(),
        }
    }
}

fn changes((old_rule, old): (&Rule, &Version), (new_rule, new): (&Rule, &Version), lang: Lang) -> Vec<Text> {
    let mut out = Vec::new();
    let mut push = |id: &'static str, before: String, after: String| {
        if before != after {
            out.push(Text::new(id).with("before", before).with("after", after));
        }
    };
    push("diff-version", lang.date(old.from), lang.date(new.from));
    push("diff-status", old_rule.status.name().to_owned(), new_rule.status.name().to_owned());
    push("diff-severity", old_rule.severity.name().to_owned(), new_rule.severity.name().to_owned());
    push("diff-scope", old_rule.scope.name().to_owned(), new_rule.scope.name().to_owned());
    push("diff-basis", old.basis_text(), new.basis_text());
    push("diff-title", old_rule.title.get(lang).to_owned(), new_rule.title.get(lang).to_owned());
    let on_one_line = |version: &Version| version.condition.text.split_whitespace().collect::<Vec<_>>().join(" ");
    push("diff-condition", on_one_line(old), on_one_line(new));
    if old_rule.reason != new_rule.reason {
        out.push(Text::new("diff-reason"));
    }
    out.extend(parameters(&old.parameters, &new.parameters));
    out
}

fn parameters(old: &BTreeMap<String, Parameter>, new: &BTreeMap<String, Parameter>) -> Vec<Text> {
    let (before, after) = (values(old), values(new));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let shown = |value: Option<&String>| value.cloned().unwrap_or_else(|| "–".to_owned());
    names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| {
            let text = Text::new("diff-parameter").with("name", name.clone());
            text.with("before", shown(before.get(name))).with("after", shown(after.get(name)))
        })
        .collect()
}

/// Each value by the name that shows where it stands: `months`, `bar_months[warning]`.
fn values(parameters: &BTreeMap<String, Parameter>) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (name, parameter) in parameters {
        match parameter {
            Parameter::One(value) => {
                out.insert(name.clone(), value.to_string());
            }
            Parameter::List(values) => {
                out.insert(name.clone(), values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
            }
            Parameter::Table(table) => {
                out.extend(table.iter().map(|(code, value)| (format!("{name}[{code}]"), value.to_string())));
            }
        }
    }
    out
}
