//! Do the rules say what their examples expect, and do the examples pin the rules down?

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use serde::Serialize;

use super::condition::{Expr, Kind, Node};
use super::file::{Example, Outcome, Rule, Status, Version};
use super::interpret::{Trace, decide};
use super::mutate::{Mutant, mutants};
use super::set::RuleSet;
use crate::lang::{Lang, Text};

/// What the examples of a set showed.
#[derive(Debug, Clone, Default)]
pub struct TestReport {
    /// Every example, in the order of rules and files.
    pub cases: Vec<Case>,
    /// Every rule, in the order of identifiers.
    pub coverage: Vec<Coverage>,
    /// How many mutants were tried.
    pub mutant_count: usize,
    /// The mutants that no example noticed.
    pub survivors: Vec<Survivor>,
}

/// One example and what came of it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The rule's identifier.
    pub rule: String,
    /// The example's name.
    pub example: String,
    /// File and line.
    pub place: String,
    /// What was not as expected. Empty: it passed.
    pub failures: Vec<Text>,
}

/// What the examples of a rule reach.
#[derive(Debug, Clone, Serialize)]
pub struct Coverage {
    /// The rule's identifier.
    pub rule: String,
    /// Versions that no example chooses, by first day.
    pub versions_missed: Vec<String>,
    /// Versions in all.
    pub versions: usize,
    /// Sides of questions that the examples reached, of two for each question.
    pub sides_reached: usize,
    /// Sides in all.
    pub sides: usize,
    /// Questions that no example answers with yes, or with no.
    pub questions_missed: Vec<Missed>,
}

/// A side of a question that no example reaches.
#[derive(Debug, Clone, Serialize)]
pub struct Missed {
    /// The question as it stands in the file.
    pub question: String,
    /// The answer that no example gets.
    pub answer: bool,
    /// File and line.
    pub place: String,
}

/// A small mistake that no example would notice.
#[derive(Debug, Clone, Serialize)]
pub struct Survivor {
    /// The rule's identifier.
    pub rule: String,
    /// The version, by first day; several share a condition, and all are named.
    pub versions: Vec<String>,
    /// File and line.
    pub place: String,
    /// What stands there.
    pub before: String,
    /// What it was changed to; empty, it was dropped.
    pub after: String,
}

impl TestReport {
    /// Whether every example passed.
    pub fn is_passed(&self) -> bool {
        self.cases.iter().all(|case| case.failures.is_empty())
    }

    /// The report as a test runner prints it.
    pub fn render(&self, lang: Lang) -> String {
        let mut out = String::new();
        let mut line = |text: String| {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "{text}");
        };
        let failures = |case: &Case, line: &mut dyn FnMut(String)| {
            for failure in &case.failures {
                line(format!("    {}", failure.render(lang)));
            }
            line(format!("    {}", case.place));
        };
        let failed: Vec<&Case> = self.cases.iter().filter(|case| !case.failures.is_empty()).collect();
        for case in &self.cases {
            let mark = if case.failures.is_empty() { "test-passed" } else { "test-failed" };
            line(format!("{} {} ... {}", case.rule, case.example, lang.say(mark)));
            if !case.failures.is_empty() {
                failures(case, &mut line);
            }
        }
        line(String::new());
        line(lang.say("test-coverage"));
        for rule in &self.coverage {
            let text = Text::new("test-rule-coverage").with("rule", rule.rule.clone());
            let text = text.with("versions", rule.versions - rule.versions_missed.len()).with("of", rule.versions);
            line(format!("  {}", text.with("sides", rule.sides_reached).with("all", rule.sides).render(lang)));
            for version in &rule.versions_missed {
                line(format!("    {}", Text::new("test-version-missed").with("version", version.clone()).render(lang)));
            }
            for missed in &rule.questions_missed {
                let id = if missed.answer { "test-never-true" } else { "test-never-false" };
                line(format!("    {} {}", missed.place, Text::new(id).with("question", missed.question.clone()).render(lang)));
            }
        }
        line(String::new());
        let found = self.mutant_count - self.survivors.len();
        line(Text::new("test-mutants").count("found", found).count("all", self.mutant_count).render(lang));
        for survivor in &self.survivors {
            let id = if survivor.after.is_empty() { "test-survivor-dropped" } else { "test-survivor" };
            let text = Text::new(id).with("before", survivor.before.clone()).with("after", survivor.after.clone());
            line(format!("  {} {}: {}", survivor.place, survivor.rule, text.render(lang)));
        }
        // Hundreds of lines above, nobody finds the few that matter.
        if !failed.is_empty() {
            line(String::new());
            line(lang.say("test-failures"));
        }
        for case in &failed {
            line(format!("  {} {}", case.rule, case.example));
            failures(case, &mut line);
        }
        line(String::new());
        let text = Text::new("test-summary").count("passed", self.cases.len() - failed.len()).count("failed", failed.len());
        line(text.count("survivors", self.survivors.len()).render(lang));
        out
    }

    /// The report for other programs.
    pub fn to_json(&self, lang: Lang) -> serde_json::Value {
        let case = |case: &Case| {
            let failures: Vec<_> = case.failures.iter().map(|text| text.render(lang)).collect();
            serde_json::json!({ "rule": case.rule, "example": case.example, "place": case.place, "failures": failures })
        };
        serde_json::json!({
            "cases": self.cases.iter().map(case).collect::<Vec<_>>(),
            "coverage": self.coverage,
            "mutants": self.mutant_count,
            "survivors": self.survivors,
        })
    }
}

/// Runs every example of every rule, retired ones included, and counts what they reach.
pub fn run(set: &RuleSet) -> TestReport {
    let mut report = TestReport::default();
    for rule in &set.rules {
        report.cases.extend(rule.examples.iter().map(|example| case(rule, example)));
        report.coverage.push(coverage(rule));
        // A retired rule is kept as it was.
        if rule.status != Status::Retired {
            survivors(rule, &mut report);
        }
    }
    report
}

fn place(rule: &Rule, span: &Range<usize>) -> String {
    format!("{}:{}", rule.source.name, rule.source.line_column(span.start).0)
}

fn case(rule: &Rule, example: &Example) -> Case {
    let mut failures = Vec::new();
    match rule.version(example.as_of) {
        None => failures.push(Text::new("test-no-version").with("day", example.as_of)),
        Some(version) => check(rule, version, example, &mut failures),
    }
    Case { rule: rule.id.clone(), example: example.name.clone(), place: place(rule, &example.span), failures }
}

fn check(rule: &Rule, version: &Version, example: &Example, failures: &mut Vec<Text>) {
    let names = |names: &[&str]| if names.is_empty() { "–".to_owned() } else { names.join(", ") };
    let missing = version.missing(&example.facts, example.as_of);
    let found = Outcome::of(version.decide(&example.facts, example.as_of));
    if found != example.expect {
        let id = if missing.is_empty() { "test-wrong-outcome" } else { "test-wrong-outcome-missing" };
        let text = Text::new(id).with("expected", example.expect.name()).with("found", found.name());
        failures.push(text.with("missing", names(&missing)));
    }
    if let Some(expected) = example.expect_version
        && expected != version.from
    {
        failures.push(Text::new("test-wrong-version").with("expected", expected.to_string()).with("found", version.name()));
    }
    if let Some(expected) = &example.expect_missing {
        let expected: BTreeSet<&str> = expected.iter().map(String::as_str).collect();
        if expected != missing.iter().copied().collect() {
            let expected: Vec<&str> = expected.into_iter().collect();
            failures.push(Text::new("test-wrong-missing").with("expected", names(&expected)).with("found", names(&missing)));
        }
    }
    if let Some(expected) = &example.expect_reason {
        let reasons = [Lang::Vi, Lang::En].map(|lang| rule.reason.fill(lang, version, &example.facts, example.as_of));
        if !reasons.iter().any(|reason| reason.contains(expected)) {
            let [found, _] = reasons;
            failures.push(Text::new("test-wrong-reason").with("expected", expected.clone()).with("found", found));
        }
    }
}

/// The questions of a condition that are not put together from others: `x IS NULL` is one, the x in it is none.
fn questions(part: &Expr) -> Vec<&Expr> {
    match part.node {
        Node::And(_) | Node::Or(_) | Node::Not(_) | Node::Case { .. } => {
            part.children().into_iter().flat_map(questions).collect()
        }
        Node::Literal(_) | Node::Null => Vec::new(),
        _ if part.kind == Kind::Bool => vec![part],
        _ => Vec::new(),
    }
}

fn coverage(rule: &Rule) -> Coverage {
    let mut reached: BTreeSet<(usize, usize, bool)> = BTreeSet::new();
    let mut asked: Vec<Range<usize>> = Vec::new();
    let mut versions_missed = Vec::new();
    for version in &rule.versions {
        let root = &version.condition.root;
        let parts = questions(root);
        for part in &parts {
            // Versions that share a condition share its questions.
            if !asked.contains(&part.span) {
                asked.push(part.span.clone());
            }
        }
        let mut is_reached = false;
        for example in rule.examples.iter().filter(|example| chooses(rule, version, example)) {
            is_reached = true;
            let trace = Trace::new(root, &example.facts, example.as_of);
            for part in &parts {
                if let Some(answer) = trace.answer(part) {
                    reached.insert((part.span.start, part.span.end, answer));
                }
            }
        }
        if !is_reached {
            versions_missed.push(version.name());
        }
    }
    let mut questions_missed = Vec::new();
    for span in &asked {
        for answer in [true, false] {
            if !reached.contains(&(span.start, span.end, answer)) {
                let question = rule.source.text.get(span.clone()).unwrap_or_default();
                let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
                questions_missed.push(Missed { question, answer, place: place(rule, span) });
            }
        }
    }
    let sides = asked.len() * 2;
    Coverage {
        rule: rule.id.clone(),
        versions_missed,
        versions: rule.versions.len(),
        sides_reached: sides - questions_missed.len(),
        sides,
        questions_missed,
    }
}

fn chooses(rule: &Rule, version: &Version, example: &Example) -> bool {
    rule.version(example.as_of).is_some_and(|chosen| chosen.from == version.from)
}

/// Tries every mutant of every version. Versions that share a text share its mutants, parameters apart: one example for one of them is
/// enough to pin the text down, a threshold needs one in its own version.
fn survivors(rule: &Rule, report: &mut TestReport) {
    let mut seen: Vec<(Survivor, Range<usize>, bool)> = Vec::new();
    for version in &rule.versions {
        for mutant in mutants(&version.condition.root) {
            let is_noticed = rule
                .examples
                .iter()
                .filter(|example| chooses(rule, version, example))
                .any(|example| notices(version, &mutant, example));
            let same = seen.iter_mut().find(|(one, span, _)| {
                one.before == mutant.before
                    && one.after == mutant.after
                    && *span == mutant.span
                    && !mutant.before.starts_with(':')
            });
            if let Some((survivor, _, was_noticed)) = same {
                *was_noticed |= is_noticed;
                if !survivor.versions.contains(&version.name()) {
                    survivor.versions.push(version.name());
                }
                continue;
            }
            let survivor = Survivor {
                rule: rule.id.clone(),
                versions: vec![version.name()],
                place: place(rule, if mutant.before.starts_with(':') { &version.span } else { &mutant.span }),
                before: mutant.before,
                after: mutant.after,
            };
            seen.push((survivor, mutant.span, is_noticed));
        }
    }
    report.mutant_count += seen.len();
    report.survivors.extend(seen.into_iter().filter(|(_, _, is_noticed)| !is_noticed).map(|(survivor, _, _)| survivor));
}

/// Whether the example that the condition passes would fail on the mutant.
fn notices(version: &Version, mutant: &Mutant, example: &Example) -> bool {
    let root = &version.condition.root;
    let before = decide(root, &example.facts, example.as_of);
    let after = decide(&mutant.root, &example.facts, example.as_of);
    if Outcome::of(before) != example.expect {
        return false;
    }
    let is_other_missing = || {
        example.expect_missing.is_some()
            && Trace::new(&mutant.root, &example.facts, example.as_of).missing(&mutant.root)
                != Trace::new(root, &example.facts, example.as_of).missing(root)
    };
    before != after || is_other_missing()
}
