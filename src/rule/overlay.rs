//! What may a province change in a pack?
//!
//! One file names rule, parameter, value and its own basis, nothing more:
//!
//! ```toml
//! [[change]]
//! rule      = "TD102"
//! parameter = "bar_months"
//! value     = { warning = 42 }          # of a table, only the codes that are named change
//! basis     = "Quy chế của Tỉnh ủy, Điều 5"
//! ```

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeTable;

use super::file::Parameter;
use super::text::nearest;
use super::toml::{File, Table, complaints};
use super::value::Value;
use crate::diag::{Diagnostic, SourceText};
use crate::lang::Text;

/// One value that a province puts in the place of a pack's.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub rule: String,
    pub rule_span: Range<usize>,
    pub parameter: String,
    pub parameter_span: Range<usize>,
    pub value: Parameter,
    pub value_span: Range<usize>,
    pub basis: String,
}

impl Change {
    /// Puts the value in the place of the version's, where it fits; [`check`] reports where it does not.
    pub fn apply(&self, parameters: &mut BTreeMap<String, Parameter>, overlaid: &mut Vec<String>) {
        let Some(found) = parameters.get_mut(&self.parameter) else { return };
        if self.misfit(found).is_some() {
            return;
        }
        match (found, &self.value) {
            (Parameter::Table(table), Parameter::Table(new)) => {
                for (code, value) in new {
                    table.insert(code.clone(), value.clone());
                }
            }
            (found, new) => *found = new.clone(),
        }
        if !overlaid.contains(&self.basis) {
            overlaid.push(self.basis.clone());
        }
    }

    /// Why the value cannot stand in the place of `found`. None: it can.
    fn misfit(&self, found: &Parameter) -> Option<Text> {
        let wrong = || Some(Text::new("R093-overlay-value").with("name", self.parameter.clone()));
        let same = |a: &Value, b: &Value| std::mem::discriminant(a) == std::mem::discriminant(b);
        match (found, &self.value) {
            (Parameter::One(a), Parameter::One(b)) => {
                if same(a, b) {
                    None
                } else {
                    wrong()
                }
            }
            (Parameter::List(a), Parameter::List(b)) => {
                if a.iter().zip(b.iter().cycle()).all(|(a, b)| same(a, b)) {
                    None
                } else {
                    wrong()
                }
            }
            (Parameter::Table(table), Parameter::Table(new)) => {
                for (code, value) in new {
                    match table.get(code) {
                        Some(old) if same(old, value) => {}
                        Some(_) => return wrong(),
                        None => {
                            let known = table.keys().map(|key| &**key).collect::<Vec<_>>().join(", ");
                            let text = Text::new("R094-overlay-code").with("name", self.parameter.clone());
                            return Some(text.with("code", code.to_string()).with("known", known));
                        }
                    }
                }
                None
            }
            _ => wrong(),
        }
    }

    /// Reports a change that fits no version of its rule: `None`, there is no such rule.
    pub fn check(&self, file: &mut File, versions: Option<&[&BTreeMap<String, Parameter>]>, rules: &[&str]) {
        let Some(versions) = versions else {
            let text = match nearest(&self.rule, rules.iter().copied()) {
                Some(near) => Text::new("R091-overlay-rule-near").with("near", near.to_owned()),
                None => Text::new("R090-overlay-rule"),
            };
            file.refuse(text.with("rule", self.rule.clone()), self.rule_span.clone());
            return;
        };
        let found: Vec<_> = versions.iter().filter_map(|version| version.get(&self.parameter)).collect();
        if found.is_empty() {
            let known: std::collections::BTreeSet<&str> =
                versions.iter().flat_map(|version| version.keys()).map(String::as_str).collect();
            let known = known.into_iter().collect::<Vec<_>>().join(", ");
            let text = Text::new("R092-overlay-parameter").with("name", self.parameter.clone()).with("rule", self.rule.clone());
            file.refuse(text.with("known", known), self.parameter_span.clone());
        }
        if let Some(text) = found.iter().find_map(|parameter| self.misfit(parameter)) {
            file.refuse(text, self.value_span.clone());
        }
    }
}

/// The changes in `source`, and what is wrong with them by themselves.
pub(super) fn read(source: &SourceText) -> (Vec<Change>, Vec<Diagnostic>) {
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    if !errors.is_empty() {
        return (Vec::new(), complaints(&errors, source));
    }
    let mut file = File::new(source);
    let root = Table { entries: document.get_ref(), label: "top", at: (0, 0) };
    file.only(root, &["change"]);
    let mut out = Vec::new();
    for table in file.tables(root, "change", "[[change]]", true) {
        file.only(table, &["rule", "parameter", "value", "basis"]);
        let rule = file.text(table, "rule", true);
        let parameter = file.text(table, "parameter", true);
        let basis = file.text(table, "basis", true);
        let value = file.get(table, "value", true);
        let name = parameter.as_ref().map_or("", |parameter| parameter.text.as_str()).to_owned();
        let parsed = value.and_then(|value| file.parameter(&name, value).map(|parsed| (parsed, value.span())));
        if let (Some(rule), Some(parameter), Some(basis), Some((value, value_span))) = (rule, parameter, basis, parsed) {
            out.push(Change {
                rule: rule.text,
                rule_span: rule.span,
                parameter: parameter.text,
                parameter_span: parameter.span,
                value,
                value_span,
                basis: basis.text,
            });
        }
    }
    (out, file.problems)
}
