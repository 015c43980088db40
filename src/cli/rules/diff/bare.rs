//! Two sides without a run: what is different in the rules, and an invented row that shows it.

use serde_json::{Map, Value, json};

use super::super::super::terminal::Terminal;
use super::super::super::{Ended, Outcome};
use crate::lang::{Lang, Text};
use crate::rule::diff::{Difference, Side, Witness, differences};
use crate::rule::reason::shown;
use crate::table::facts::Scope;

/// Prints every rule that is different; one that is, is a finding. `names` are the sides in words.
pub fn compare([old, new]: [Side; 2], names: &[String; 2], terminal: &Terminal) -> Ended {
    let lang = terminal.lang;
    let found: Vec<(Difference, Option<Witness>)> = differences(old, new)
        .into_iter()
        .map(|difference| {
            let witness = difference.witness(new.day);
            (difference, witness)
        })
        .collect();
    let outcome = if found.is_empty() { Outcome::Done } else { Outcome::Found };
    let [before, after] = names.clone();
    let text = || {
        let mut lines = vec![Text::new("diff-sides").with("before", before).with("after", after).render(lang)];
        if found.is_empty() {
            lines.push(lang.say("diff-same-rules"));
        }
        for (difference, witness) in &found {
            let title = difference.rule().map_or("", |rule| rule.title.get(lang));
            lines.push(format!("  {}  {title}", difference.id));
            lines.extend(difference.what(lang).into_iter().map(|text| format!("    {}", text.render(lang))));
            lines.extend(witness.iter().map(|witness| format!("    {}", said(difference, witness, lang))));
        }
        lines.join("\n")
    };
    let json = || {
        let rule = |(difference, witness): &(Difference, Option<Witness>)| {
            let what: Vec<String> = difference.what(lang).iter().map(|text| text.render(lang)).collect();
            json!({ "rule_id": difference.id, "what": what, "example": witness.as_ref().map(to_json) })
        };
        json!({ "before": names[0], "after": names[1], "rules": found.iter().map(rule).collect::<Vec<_>>() })
    };
    terminal.answer(outcome, text, json)
}

fn said(difference: &Difference, witness: &Witness, lang: Lang) -> String {
    let scope = difference.rule().map_or(Scope::Candidate, |rule| rule.scope);
    let facts = witness.facts.iter().map(|(name, known)| format!("{name} = {}", shown(lang, scope.fact(name), known)));
    let outcome = |outcome: crate::rule::Outcome| lang.say_code(&format!("cli-outcome-{}", outcome.name()));
    Text::new("diff-witness")
        .with("facts", facts.collect::<Vec<_>>().join(", "))
        .with("before", outcome(witness.before))
        .with("after", outcome(witness.after))
        .render(lang)
}

fn to_json(witness: &Witness) -> Value {
    let facts: Map<_, _> = witness.facts.iter().map(|(name, known)| (name.clone(), known.to_json())).collect();
    json!({ "facts": facts, "before": witness.before.name(), "after": witness.after.name() })
}
