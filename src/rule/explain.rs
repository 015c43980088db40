//! Why does a rule say what it says of one row, part by part?

use std::fmt::Write as _;

use chrono::NaiveDate;
use serde::Serialize;

use super::condition::{Expr, Kind, Node};
use super::file::{Outcome, Rule, Status};
use super::interpret::Trace;
use super::print;
use super::reason::shown;
use super::row::FactRow;
use super::value::Value;
use crate::lang::{Lang, Text};

/// A rule's answer on one row, with everything that led to it.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// The rule's identifier.
    pub rule: String,
    /// Its title in the language asked for.
    pub title: String,
    /// Whether it counts.
    pub status: Status,
    /// The version that `as_of` chose, by first day. None: no version applies on that day.
    pub version: Option<String>,
    /// The version's last day. None: open-ended, or there is no version.
    pub until: Option<String>,
    /// The legal basis.
    pub basis: String,
    /// How sure the basis is: verified, partly, unverified.
    pub confidence: &'static str,
    /// The answer. None: the rule is not asked on that day.
    pub outcome: Option<Outcome>,
    /// The reason, where it fires.
    pub reason: Option<String>,
    /// The facts that are missing, where it is undecided.
    pub missing: Vec<&'static str>,
    /// The condition, part by part. None: there is no version.
    pub root: Option<Step>,
}

/// One part of a condition.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// The part as an author would write it, on one line.
    pub text: String,
    /// The part with the values of this row in the place of names; empty for parts put together from others.
    pub filled: String,
    /// Whether it holds. None: unknown.
    pub answer: Option<bool>,
    /// Whether the whole answer rests on it.
    pub is_decisive: bool,
    /// Its parts.
    pub steps: Vec<Step>,
}

/// Why `rule` says what it says of `row` on `as_of`.
pub fn explain(rule: &Rule, row: &dyn FactRow, as_of: NaiveDate, lang: Lang) -> Explanation {
    let version = rule.version(as_of);
    let mut out = Explanation {
        rule: rule.id.clone(),
        title: rule.title.get(lang).to_owned(),
        status: rule.status,
        version: version.map(super::Version::name),
        until: version.and_then(|version| version.to).map(|to| to.to_string()),
        basis: version.map(super::Version::basis_text).unwrap_or_default(),
        confidence: version.map_or("", |version| version.confidence.name()),
        outcome: None,
        reason: None,
        missing: Vec::new(),
        root: None,
    };
    let Some(version) = version else { return out };
    let root = &version.condition.root;
    let trace = Trace::new(root, row, as_of);
    let outcome = Outcome::of(trace.answer(root));
    out.outcome = Some(outcome);
    out.reason = (outcome == Outcome::Review).then(|| rule.reason.fill(lang, version, row, as_of));
    out.missing = trace.missing(root);
    out.root = Some(step(root, &trace, true, lang));
    out
}

fn step(part: &Expr, trace: &Trace, is_decisive: bool, lang: Lang) -> Step {
    let answer = trace.answer(part);
    let is_joined = matches!(part.node, Node::And(_) | Node::Or(_) | Node::Not(_) | Node::Case { .. });
    let steps = if is_joined {
        let decides = |child: &Expr| is_decisive && (child.kind != Kind::Bool || decides(part, answer, trace.answer(child)));
        part.children().into_iter().map(|child| step(child, trace, decides(child), lang)).collect()
    } else {
        Vec::new()
    };
    Step {
        text: print::written(part),
        filled: if is_joined { String::new() } else { filled(part, trace, lang) },
        answer,
        is_decisive,
        steps,
    }
}

/// Whether a part's answer is one that its parent's rests on: a false part of an AND that is false, and so on.
pub(super) fn decides(parent: &Expr, answer: Option<bool>, part: Option<bool>) -> bool {
    match parent.node {
        Node::And(_) | Node::Or(_) => part == answer,
        _ => true,
    }
}

/// The part with values in the place of names.
fn filled(part: &Expr, trace: &Trace, lang: Lang) -> String {
    let filled = print::with(part, &|inner: &Expr| match &inner.node {
        // A code as the condition has it, so that both sides of a comparison look alike.
        Node::Fact(fact) => Some(match trace.value(inner).exact() {
            Some(text @ Value::Text(_)) => print::literal(text),
            _ => shown(lang, Some(fact), trace.value(inner)),
        }),
        Node::Parameter { .. } | Node::AsOf | Node::Lookup { .. } | Node::Call { .. } => {
            Some(shown(lang, None, trace.value(inner)))
        }
        _ => None,
    });
    print::bare(&filled).to_owned()
}

impl Explanation {
    /// The explanation as a terminal shows it: one line a part, `>` before those that the answer rests on.
    pub fn render(&self, lang: Lang) -> String {
        let mut out = String::new();
        let mut line = |text: String| {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "{text}");
        };
        let outcome = self.outcome.map_or("explain-not-asked", |outcome| match outcome {
            Outcome::Review => "explain-review",
            Outcome::Clear => "explain-clear",
            Outcome::Undecided => "explain-undecided",
        });
        line(format!("{} {}: {}", self.rule, self.title, lang.say(outcome)));
        if let Some(version) = &self.version {
            let until = self.until.clone().unwrap_or_else(|| "…".to_owned());
            let text = Text::new("explain-version").with("from", version.clone()).with("to", until);
            line(format!("  {}", text.with("basis", self.basis.clone()).render(lang)));
        }
        if let Some(reason) = &self.reason {
            line(format!("  {reason}"));
        }
        if !self.missing.is_empty() {
            line(format!("  {}", Text::new("explain-missing").with("facts", self.missing.join(", ")).render(lang)));
        }
        if let Some(root) = &self.root {
            tree(root, 1, &mut line);
        }
        out
    }
}

fn tree(step: &Step, depth: usize, line: &mut impl FnMut(String)) {
    let mark = match step.answer {
        Some(true) => '✓',
        Some(false) => '✗',
        None => '?',
    };
    let arrow = if step.is_decisive { '>' } else { ' ' };
    let filled = if step.filled.is_empty() || step.filled == step.text { String::new() } else { format!("   {}", step.filled) };
    line(format!("{arrow}{:indent$}{mark} {}{filled}", "", step.text, indent = depth * 2 - 1));
    for inner in &step.steps {
        tree(inner, depth + 1, line);
    }
}
