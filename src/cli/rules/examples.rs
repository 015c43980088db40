//! `rules test`: do the rules say of their examples what their authors expect?

use serde::Serialize;
use serde_json::json;

use super::super::terminal::Terminal;
use super::super::{Ended, Outcome};
use crate::lang::{Lang, Text};
use crate::rule::{self, Example, Rule, RuleSet};

/// What came of one example.
#[derive(Debug, Serialize)]
struct Tried<'a> {
    rule_id: &'a str,
    example: &'a str,
    line: usize,
    /// What differs from what was expected. Empty: nothing.
    differences: Vec<String>,
}

/// Runs every example and prints a line for each; a difference is a finding.
pub fn test(set: &RuleSet, terminal: &Terminal) -> Ended {
    let lang = terminal.lang;
    let tried: Vec<Tried> =
        set.rules.iter().flat_map(|rule| rule.examples.iter().map(|example| try_one(rule, example, lang))).collect();
    let failed = tried.iter().filter(|tried| !tried.differences.is_empty()).count();
    let outcome = if failed == 0 { Outcome::Done } else { Outcome::Found };
    let text = || {
        let mut lines = Vec::new();
        for one in &tried {
            let is_passed = one.differences.is_empty();
            let word = lang.say(if is_passed { "test-passed" } else { "test-failed" });
            let word = if is_passed { word } else { terminal.paint.red(&word) };
            lines.push(format!("{word}  {}  {}", one.rule_id, one.example));
            lines.extend(one.differences.iter().map(|difference| format!("      {difference}")));
        }
        let sum =
            Text::new("test-sum").count("rules", set.rules.len()).count("passed", tried.len() - failed).count("failed", failed);
        lines.push(sum.render(lang));
        lines.join("\n")
    };
    terminal.answer(outcome, text, || json!({ "passed": tried.len() - failed, "failed": failed, "examples": tried }))
}

fn try_one<'a>(rule: &'a Rule, example: &'a Example, lang: Lang) -> Tried<'a> {
    let mut differences = Vec::new();
    let mut differs = |what: &'static str, expected: String, found: String| {
        if expected != found {
            differences.push(Text::new(what).with("expected", expected).with("found", found).render(lang));
        }
    };
    if let Some(version) = rule.version(example.as_of) {
        let found = rule::Outcome::of(version.decide(&example.facts, example.as_of));
        let outcome = |outcome: rule::Outcome| lang.say_code(&format!("cli-outcome-{}", outcome.name()));
        differs("test-outcome", outcome(example.expect), outcome(found));
        if let Some(from) = example.expect_version {
            differs("test-version", lang.date(from), lang.date(version.from));
        }
        if let Some(expected) = &example.expect_missing {
            let mut expected = expected.clone();
            expected.sort();
            differs("test-missing", expected.join(", "), version.missing(&example.facts, example.as_of).join(", "));
        }
        if let Some(part) = &example.expect_reason {
            let reasons = [Lang::Vi, Lang::En].map(|lang| rule.reason.fill(lang, version, &example.facts, example.as_of));
            if !reasons.iter().any(|reason| reason.contains(part)) {
                differs("test-reason", part.clone(), reasons.join(" / "));
            }
        }
    } else {
        differs("test-no-version", lang.date(example.as_of), String::new());
    }
    let (line, _) = rule.source.line_column(example.span.start);
    Tried { rule_id: &rule.id, example: &example.name, line, differences }
}
