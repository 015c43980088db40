//! `rules list` and `rules explain`: which rules are there, and what does one say in full?

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::super::summary::padded;
use super::super::terminal::Terminal;
use super::super::{Ended, Failure, Outcome};
use crate::error::Error;
use crate::lang::{Lang, Text};
use crate::rule::{Rule, RuleSet, Version};

/// Prints a line for each rule, with the version of the day.
pub fn list(set: &RuleSet, as_of: NaiveDate, terminal: &Terminal) -> Ended {
    let lang = terminal.lang;
    let text = || {
        let mut lines = vec![terminal.paint.bold(&Text::new("rules-as-of").with("date", as_of).render(lang))];
        for rule in &set.rules {
            let version = rule.version(as_of).map_or_else(|| lang.say("rules-no-version"), |version| lang.date(version.from));
            lines.push(format!(
                "  {}  {}  {}  {}  {}",
                padded(&rule.id, 6),
                padded(rule.severity.name(), 5),
                padded(rule.status.name(), 8),
                padded(&version, 12),
                rule.title.get(lang)
            ));
        }
        lines.join("\n")
    };
    let json = || Value::Array(set.rules.iter().map(|rule| to_json(rule, as_of)).collect());
    terminal.answer(Outcome::Done, text, json)
}

/// Whether every one of `ids` is a rule of the set.
///
/// # Errors
/// One is not.
pub fn known(set: &RuleSet, ids: &[String]) -> Result<(), Failure> {
    let Some(id) = ids.iter().find(|id| set.rule(id).is_none()) else { return Ok(()) };
    let known: Vec<&str> = set.rules.iter().map(|rule| rule.id.as_str()).collect();
    Err(Failure::Told(Error::new(Text::new("E460-no-such-rule").with("id", id).with("known", known.join(", ")))))
}

/// Prints the rules called `ids` in full; none named: all of them.
pub fn explain(set: &RuleSet, ids: &[String], as_of: NaiveDate, terminal: &Terminal) -> Ended {
    known(set, ids)?;
    let wanted: Vec<&Rule> = set.rules.iter().filter(|rule| ids.is_empty() || ids.contains(&rule.id)).collect();
    let text = || wanted.iter().map(|rule| in_full(rule, as_of, terminal)).collect::<Vec<_>>().join("\n\n");
    terminal.answer(Outcome::Done, text, || Value::Array(wanted.iter().map(|rule| to_json(rule, as_of)).collect()))
}

fn in_full(rule: &Rule, as_of: NaiveDate, terminal: &Terminal) -> String {
    let lang = terminal.lang;
    let mut lines = vec![terminal.paint.bold(&format!("{}-{}  {}", rule.id, rule.name, rule.title.get(lang)))];
    let about = Text::new("explain-rule")
        .with("scope", lang.say_code(&format!("cli-scope-{}", rule.scope.name())))
        .with("severity", lang.say_code(&format!("cli-severity-{}", rule.severity.name())))
        .with("status", rule.status.name());
    lines.push(format!("  {}", about.render(lang)));
    for version in &rule.versions {
        lines.push(format!("  {}", period(version, as_of, lang)));
        lines.push(format!("    {}", version.condition.sql()));
        let confidence = lang.say_code(&format!("cli-confidence-{}", version.confidence.name()));
        lines.push(format!("    {} ({confidence})", version.basis_text()));
        lines.extend(approval(version, lang).map(|text| format!("    {text}")));
        if let Some(note) = &version.note {
            lines.push(format!("    {note}"));
        }
    }
    if let Some(noise) = &rule.noise {
        lines.push(format!("  {}", Text::new("explain-noise").with("noise", noise).render(lang)));
    }
    if let Some(owner) = &rule.owner {
        lines.push(format!("  {}", Text::new("explain-owner").with("owner", owner).render(lang)));
    }
    for example in &rule.examples {
        let outcome = lang.say_code(&format!("cli-outcome-{}", example.expect.name()));
        lines.push(format!(
            "  {}",
            Text::new("explain-example").with("name", &example.name).with("outcome", outcome).render(lang)
        ));
    }
    lines.join("\n")
}

fn period(version: &Version, as_of: NaiveDate, lang: Lang) -> String {
    let text = match version.to {
        Some(to) => Text::new("explain-from-to").with("to", to),
        None => Text::new("explain-from"),
    };
    let text = text.with("from", version.from).render(lang);
    if version.covers(as_of) { format!("▸ {text}") } else { format!("  {text}") }
}

/// Who approved a version, and whether it is still what they approved. None: nobody.
fn approval(version: &Version, lang: Lang) -> Option<String> {
    let approval = version.approval.as_ref()?;
    let id = if version.is_approved() { "explain-approved" } else { "explain-approval-broken" };
    Some(Text::new(id).with("by", &approval.by).with("on", approval.on).render(lang))
}

fn to_json(rule: &Rule, as_of: NaiveDate) -> Value {
    let version = |version: &Version| {
        json!({
            "from": version.from, "to": version.to, "when": version.condition.sql(), "basis": version.basis,
            "overlaid": version.overlaid, "confidence": version.confidence, "note": version.note,
            "drafted_by": version.drafted_by, "approval": version.approval, "is_approved": version.is_approved(),
        })
    };
    json!({
        "id": rule.id, "name": rule.name, "title": rule.title, "status": rule.status, "scope": rule.scope, "severity": rule.severity,
        "pack": rule.pack, "file": &*rule.source.name, "noise": rule.noise, "owner": rule.owner, "facts": rule.facts_read(),
        "version": rule.version(as_of).map(|version| version.from), "versions": rule.versions.iter().map(version).collect::<Vec<_>>(),
    })
}
