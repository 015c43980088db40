//! Has somebody else looked at a version, and is it still what they looked at?
//!
//! Who approves seals what they have read: the seal is made from everything that decides, and from its basis. A number that is changed
//! afterwards breaks it, and `rules check` says so.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use chrono::NaiveDate;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::file::{Parameter, Severity};
use super::value::Value;
use crate::table::facts::Scope;

/// Who approved a version, and what it said then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Approval {
    /// The person.
    pub by: String,
    /// The day.
    pub on: NaiveDate,
    /// The seal of what was approved.
    pub seal: String,
}

/// What a seal is made from.
pub(super) struct Sealed<'a> {
    pub id: &'a str,
    pub scope: Scope,
    pub severity: Severity,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    pub when: &'a str,
    pub parameters: &'a BTreeMap<String, Parameter>,
    pub basis: &'a [String],
}

impl Sealed<'_> {
    /// The first 16 hexadecimal digits of SHA-256 over it. Spacing and the order of keys do not count.
    pub fn seal(&self) -> String {
        let mut digest = Sha256::new();
        let mut add = |part: &str| {
            digest.update(part.as_bytes());
            digest.update([0x1f]);
        };
        let when = self.when.split_whitespace().collect::<Vec<_>>().join(" ");
        let to = self.to.map(|to| to.to_string()).unwrap_or_default();
        for part in [self.id, self.scope.name(), self.severity.name(), &self.from.to_string(), &to, &when] {
            add(part);
        }
        for (name, parameter) in self.parameters {
            add(name);
            match parameter {
                Parameter::One(value) => add(&value.to_string()),
                Parameter::List(values) => add(&values.iter().map(Value::to_string).collect::<Vec<_>>().join("\u{1e}")),
                Parameter::Table(table) => {
                    for (code, value) in table {
                        add(&format!("{code}\u{1e}{value}"));
                    }
                }
            }
        }
        for basis in self.basis {
            add(basis);
        }
        digest.finalize().iter().take(8).fold(String::with_capacity(16), |mut out, byte| {
            // Writing to a String cannot fail.
            let _ = write!(out, "{byte:02x}");
            out
        })
    }
}

/// The file with an approval in each version named by its place: the old line is replaced, or a new one stands behind `confidence`.
pub fn written(text: &str, approvals: &[(Range<usize>, Approval)]) -> String {
    let mut out = String::with_capacity(text.len() + approvals.len() * 80);
    let mut at = 0;
    let mut approval: Option<&Approval> = None;
    for line in text.split_inclusive('\n') {
        let place = at..at + line.len();
        at = place.end;
        if line.trim_start().starts_with('[') {
            approval = approvals.iter().find(|(span, _)| place.contains(&span.start)).map(|(_, approval)| approval);
        }
        let key = line.split('=').next().unwrap_or_default().trim();
        if approval.is_some() && key == "approved" {
            continue;
        }
        out.push_str(line);
        if let Some(Approval { by, on, seal }) = approval.filter(|_| key == "confidence") {
            let by = by.replace('\\', "\\\\").replace('"', "\\\"");
            // Writing to a String cannot fail.
            let _ = writeln!(out, "approved   = {{ by = \"{by}\", on = {on}, seal = \"{seal}\" }}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_approval_takes_the_place_of_the_one_before() {
        let approval = |seal: &str| Approval { by: "Vàng Văn \"Thử\"".to_owned(), on: NaiveDate::MIN, seal: seal.to_owned() };
        let text = "[[version]]\nfrom = 2020-01-01\nconfidence = \"partly\"\n\n[[version]]\nconfidence = \"verified\"\napproved = { by = \"x\" }\n";
        let second = text.rfind("[[version]]").unwrap();
        let once = written(text, &[(second..second, approval("aa"))]);
        assert!(once.starts_with(&text[..second]) && once.contains("seal = \"aa\"") && !once.contains("by = \"x\""), "{once}");
        let twice = written(&once, &[(0..0, approval("bb")), (second..second, approval("cc"))]);
        assert!(twice.contains("seal = \"bb\"") && twice.contains("seal = \"cc\"") && !twice.contains("\"aa\""), "{twice}");
    }
}
