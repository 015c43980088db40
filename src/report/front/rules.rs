//! The rules that judged, with their bases and values, and what a province put in their place.

use std::collections::BTreeMap;

use crate::lang::Lang;
use crate::report::desk::Desk;
use crate::report::{OverlayLine, RuleLine, RuleValue, show};

/// One rule.
pub(in crate::report) struct RuleRow {
    pub(in crate::report) id: String,
    pub(in crate::report) title: String,
    pub(in crate::report) version: String,
    pub(in crate::report) basis: String,
    pub(in crate::report) confirm: String,
    pub(in crate::report) not_asked: String,
    /// Its parameters with their values; an overlaid one says so.
    pub(in crate::report) values: String,
    pub(in crate::report) note: String,
    /// Whether it fired or could not be decided for anybody.
    pub(in crate::report) has_found: bool,
    pub(in crate::report) review: String,
    pub(in crate::report) undecided: String,
}

/// A value that the province put in the place of the pack's.
pub(in crate::report) struct OverlayRow {
    pub(in crate::report) rule: String,
    pub(in crate::report) parameter: String,
    pub(in crate::report) before: String,
    pub(in crate::report) after: String,
    pub(in crate::report) basis: String,
}

pub(super) fn rules(desk: &Desk<'_>) -> Vec<RuleRow> {
    let tallies: BTreeMap<_, _> = desk.statistics.by_rule.iter().map(|tally| (tally.rule_id.as_str(), tally)).collect();
    let row = |rule: &RuleLine| {
        let tally = tallies.get(rule.id.as_str());
        let number = |n: Option<usize>| if rule.not_asked.is_some() { "–".to_owned() } else { desk.count(n.unwrap_or(0)) };
        RuleRow {
            id: rule.id.clone(),
            title: rule.title.clone(),
            version: version(&rule.version, desk.lang),
            basis: rule.basis.clone(),
            confirm: desk.confirm(&rule.confidence),
            not_asked: rule.not_asked.clone().unwrap_or_default(),
            values: values(desk, rule),
            note: rule.note.clone().unwrap_or_default(),
            has_found: tally.is_some(),
            review: number(tally.map(|tally| tally.review)),
            undecided: number(tally.map(|tally| tally.undecided)),
        }
    };
    desk.joined.input.rules.iter().map(row).collect()
}

/// `bar_months: Khiển trách 12, Cảnh cáo 30`; a value that the province put there is marked.
fn values(desk: &Desk<'_>, rule: &RuleLine) -> String {
    let is_overlaid = |value: &RuleValue| {
        let is_it = |overlay: &OverlayLine| overlay.value.name == value.name && overlay.value.key == value.key;
        desk.joined.input.overlays.iter().any(|overlay| overlay.rule == rule.id && is_it(overlay))
    };
    let mut out: Vec<String> = Vec::new();
    let mut last = None;
    for value in &rule.values {
        let mut words = match &value.key {
            Some(key) => format!("{} {}", show::visible(desk.t.code(key)), desk.value(&value.value)),
            None => desk.value(&value.value),
        };
        if is_overlaid(value) {
            words = format!("{words} ({})", desk.t.overlaid);
        }
        match out.last_mut().filter(|_| last == Some(&value.name)) {
            Some(line) => line.extend([", ", &words]),
            None => out.push(format!("{}: {words}", value.name)),
        }
        last = Some(&value.name);
    }
    out.join("; ")
}

pub(super) fn overlay_row(desk: &Desk<'_>, overlay: &OverlayLine) -> OverlayRow {
    let RuleValue { name, key, value } = &overlay.value;
    OverlayRow {
        rule: overlay.rule.clone(),
        parameter: key.as_ref().map_or_else(|| name.clone(), |key| format!("{name}: {}", show::visible(desk.t.code(key)))),
        before: desk.value(&overlay.before),
        after: desk.value(value),
        basis: show::visible(&overlay.basis).into_owned(),
    }
}

/// The first day of a version as a date of the language; as it is where it is no date.
fn version(version: &str, lang: Lang) -> String {
    chrono::NaiveDate::parse_from_str(version, "%Y-%m-%d").map_or_else(|_| version.to_owned(), |day| lang.date(day))
}
