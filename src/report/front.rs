//! The words of the first page: letterhead and the numbers of the half-year report, for the page and for the letter.

mod letterhead;
mod open;
pub(super) mod reliability;
mod rules;

use super::desk::{Desk, ROWS};
use super::show;
use super::statistics::{Group, Missing, Tally};
use crate::lang::Text;
use crate::table::links::{Expected, LinkCounts};
use crate::table::rejects::RowCount;
use letterhead::{DateLine, committee, date_line};
use open::{OpenRow, open_row, open_sentence};
use reliability::{ReliabilityRow, reliability};
use rules::{OverlayRow, RuleRow, overlay_row, rules};

/// Units on the first page; the rest is one row.
const UNITS: usize = 15;

/// The words of the first page, ready to be set.
pub(super) struct Front {
    pub(super) superior: String,
    pub(super) commission: String,
    pub(super) date: DateLine,
    pub(super) on_behalf: String,
    pub(super) signer: String,
    pub(super) title: String,
    /// Empty: the run is not limited to a province.
    pub(super) province: String,
    pub(super) as_of: String,
    pub(super) figures: Vec<Figure>,
    pub(super) sentences: Vec<String>,
    pub(super) forms: Vec<FormRow>,
    pub(super) organisation_forms: Vec<FormRow>,
    pub(super) groups: Vec<GroupTable>,
    pub(super) open_sentence: String,
    pub(super) open: Vec<OpenRow>,
    pub(super) open_more: String,
    pub(super) undecided_sentence: String,
    pub(super) missing: Vec<MissingRow>,
    pub(super) link_sentence: String,
    pub(super) is_calibrated: bool,
    pub(super) calibration: String,
    pub(super) blocking: String,
    pub(super) expected: Vec<ExpectedRow>,
    /// Empty: nobody has answered yet.
    pub(super) reliability: Vec<ReliabilityRow>,
    pub(super) link_remarks: Vec<String>,
    pub(super) rules_caption: String,
    pub(super) rules: Vec<RuleRow>,
    pub(super) overlay_sentence: String,
    pub(super) overlays: Vec<OverlayRow>,
    pub(super) rows_caption: String,
    pub(super) rows: Vec<InputRow>,
    pub(super) balance: String,
}

pub(super) struct Figure {
    pub(super) class: &'static str,
    pub(super) number: String,
    pub(super) label: String,
    pub(super) share: String,
}

pub(super) struct FormRow {
    pub(super) label: String,
    pub(super) count: String,
    pub(super) share: String,
}

pub(super) struct GroupTable {
    pub(super) caption: String,
    pub(super) head: String,
    pub(super) rows: Vec<GroupRow>,
}

pub(super) struct GroupRow {
    pub(super) label: String,
    pub(super) checked: String,
    pub(super) violations: String,
    pub(super) share: String,
    pub(super) review: String,
    pub(super) undecided: String,
}

pub(super) struct MissingRow {
    pub(super) label: String,
    pub(super) fact: String,
    pub(super) people: String,
    pub(super) flags: String,
    pub(super) rules: String,
}

pub(super) struct ExpectedRow {
    pub(super) threshold: String,
    pub(super) declared: String,
    pub(super) false_links: String,
    pub(super) missed_links: String,
    pub(super) is_chosen: bool,
}

pub(super) struct InputRow {
    pub(super) label: String,
    pub(super) read: String,
    pub(super) used: String,
    pub(super) rejected: String,
    pub(super) linked: String,
    pub(super) asked: String,
    pub(super) conflict: String,
}

impl Front {
    /// The first page of the run on `desk`.
    pub(super) fn of(desk: &Desk<'_>) -> Self {
        let input = desk.joined.input;
        let options = &input.manifest.options;
        let counts = input.link_counts;
        let dotted = &desk.t.dotted;
        let commission = input.letter.commission.clone().unwrap_or_else(|| desk.lang.say("report-letter-commission"));
        let superior = input.letter.superior.clone().or_else(|| committee(&options.title, options.level));
        let open = desk.statistics.open.len();
        Self {
            on_behalf: desk.say(&Text::new("report-letter-on-behalf").with("commission", commission.clone())),
            superior: superior.unwrap_or_else(|| dotted.clone()),
            commission,
            date: date_line(desk),
            signer: input.letter.signer.clone().unwrap_or_else(|| dotted.clone()),
            title: show::visible(&options.title).into_owned(),
            province: options.province.as_deref().map_or_else(String::new, |code| show::province(code, desk.lang)),
            as_of: desk.say(&Text::new("report-as-of").with("date", options.as_of)),
            figures: figures(desk),
            sentences: sentences(desk),
            forms: forms(desk, &desk.statistics.by_form, desk.statistics.candidates.checked),
            organisation_forms: forms(desk, &desk.statistics.by_organisation_form, desk.statistics.organisations),
            groups: groups(desk),
            open_sentence: open_sentence(desk),
            open: desk.statistics.open.iter().take(ROWS).map(|matter| open_row(desk, matter)).collect(),
            open_more: desk.more(open, ROWS, "summary.json"),
            undecided_sentence: undecided_sentence(desk),
            missing: desk.statistics.missing.iter().map(|missing| missing_row(desk, missing)).collect(),
            link_sentence: link_sentence(desk),
            is_calibrated: counts.is_calibrated,
            calibration: desk.say(
                &Text::new(if counts.is_calibrated { "report-calibrated" } else { "report-uncalibrated" })
                    .count("answered", counts.answered),
            ),
            blocking: blocking(desk),
            expected: counts.expected.iter().map(|row| expected_row(desk, row)).collect(),
            reliability: if counts.answered > 0 { reliability(desk) } else { Vec::new() },
            link_remarks: link_remarks(desk),
            rules_caption: desk.say(
                &Text::new("report-rules-caption")
                    .count("asked", input.rules.iter().filter(|rule| rule.not_asked.is_none()).count())
                    .count("all", input.rules.len())
                    .with("date", options.as_of),
            ),
            rules: rules(desk),
            overlay_sentence: desk.say(&Text::new("report-overlay-sentence").count("values", input.overlays.len())),
            overlays: input.overlays.iter().map(|overlay| overlay_row(desk, overlay)).collect(),
            rows_caption: desk.lang.say("report-rows-caption"),
            rows: input.manifest.rows.iter().map(|rows| input_row(desk, rows)).collect(),
            balance: balance(desk),
        }
    }
}

impl Front {
    /// The rules that found something, or could not be decided for somebody.
    pub(super) fn rules_found(&self) -> impl Iterator<Item = &RuleRow> {
        self.rules.iter().filter(|rule| rule.has_found)
    }

    /// The expected numbers at the threshold nearest to the run's. None: the linker gave none.
    pub(super) fn nearest_threshold(&self, counts: &LinkCounts, link: f64) -> Option<&ExpectedRow> {
        let away = |row: &Expected| (row.threshold - link).abs();
        let nearest = counts.expected.iter().enumerate().min_by(|a, b| away(a.1).total_cmp(&away(b.1)));
        nearest.and_then(|(at, _)| self.expected.get(at))
    }
}

fn figures(desk: &Desk<'_>) -> Vec<Figure> {
    let all = &desk.statistics.candidates;
    let figure = |class, n, label: &str| Figure {
        class,
        number: desk.count(n),
        label: label.to_owned(),
        share: if class == "all" { String::new() } else { desk.share(n, all.checked) },
    };
    vec![
        figure("all", all.checked, &desk.t.checked),
        figure("violations", all.violations, &desk.t.with_violations),
        figure("review", all.review, &desk.t.outcome_review),
        figure("undecided", all.undecided, &desk.t.outcome_undecided),
        figure("clear", all.clear(), &desk.t.outcome_clear),
    ]
}

fn sentences(desk: &Desk<'_>) -> Vec<String> {
    let statistics = desk.statistics;
    let all = &statistics.candidates;
    let checked = Text::new("report-s-checked")
        .count("people", all.checked)
        .count("organisations", statistics.organisations)
        .with("date", desk.joined.input.manifest.options.as_of);
    let found = Text::new("report-s-found")
        .count("people", all.violations)
        .with("share", desk.share(all.violations, all.checked))
        .count("organisations", statistics.organisations_disciplined)
        .with("organisation_share", desk.share(statistics.organisations_disciplined, statistics.organisations));
    let outcomes = Text::new("report-s-outcomes")
        .count("review", all.review)
        .with("review_share", desk.share(all.review, all.checked))
        .count("undecided", all.undecided)
        .with("undecided_share", desk.share(all.undecided, all.checked))
        .count("clear", all.clear())
        .with("clear_share", desk.share(all.clear(), all.checked));
    [checked, found, outcomes].iter().map(|text| desk.say(text)).collect()
}

fn forms(desk: &Desk<'_>, tallies: &[Tally], all: usize) -> Vec<FormRow> {
    let row = |tally: &Tally| FormRow {
        label: desk.t.of("measure", &tally.code).to_owned(),
        count: desk.count(tally.count),
        share: desk.share(tally.count, all),
    };
    tallies.iter().map(row).collect()
}

fn groups(desk: &Desk<'_>) -> Vec<GroupTable> {
    let row = |group: &Group, label: String| GroupRow {
        label,
        checked: desk.count(group.checked),
        violations: desk.count(group.violations),
        share: desk.share(group.violations, group.checked),
        review: desk.count(group.review),
        undecided: desk.count(group.undecided),
    };
    let unknown = || desk.t.unknown.clone();
    let level = |group: &Group| group.name.as_deref().map_or_else(unknown, |name| desk.t.of("level", name).to_owned());
    let unit = |group: &Group| match group.name.as_deref() {
        None => unknown(),
        Some(code) if desk.statistics.units_are_provinces => show::province(code, desk.lang),
        Some(name) => show::visible(name).into_owned(),
    };
    let (levels, units) = (&desk.statistics.by_level, &desk.statistics.by_unit);
    let mut unit_rows: Vec<_> = units.iter().take(UNITS).map(|group| row(group, unit(group))).collect();
    if let Some(others) = units.get(UNITS..).filter(|others| !others.is_empty()) {
        let sum = others.iter().fold(Group::default(), |sum, group| sum.and(group));
        unit_rows.push(row(&sum, desk.say(&Text::new("report-other-units").count("units", others.len()))));
    }
    let table = |caption: &str, head: &str, rows| GroupTable { caption: caption.to_owned(), head: head.to_owned(), rows };
    vec![
        table(&desk.t.by_level, &desk.t.level, levels.iter().map(|group| row(group, level(group))).collect()),
        table(&desk.t.by_unit, &desk.t.unit, unit_rows),
    ]
}

fn undecided_sentence(desk: &Desk<'_>) -> String {
    let all = &desk.statistics.candidates;
    let questions = desk.statistics.by_rule.iter().map(|rule| rule.undecided).sum();
    let text = Text::new("report-undecided-sentence").count("people", all.undecided).count("questions", questions);
    desk.say(&text.with("share", desk.share(all.undecided, all.checked)))
}

fn missing_row(desk: &Desk<'_>, missing: &Missing) -> MissingRow {
    MissingRow {
        label: desk.fact(&missing.fact),
        fact: missing.fact.clone(),
        people: desk.count(missing.candidates),
        flags: desk.count(missing.flags),
        rules: missing.rules.join(", "),
    }
}

fn link_sentence(desk: &Desk<'_>) -> String {
    let (counts, options) = (desk.joined.input.link_counts, &desk.joined.input.manifest.options);
    let text = Text::new("report-link-sentence")
        .count("pairs", usize::try_from(counts.pairs_compared).unwrap_or(usize::MAX))
        .count("linked", counts.linked)
        .count("asked", counts.asked)
        .count("conflicts", counts.conflicts);
    desk.say(&text.with("ask", desk.lang.decimal(options.ask, 2)).with("link", desk.lang.decimal(options.link, 2)))
}

fn expected_row(desk: &Desk<'_>, row: &Expected) -> ExpectedRow {
    ExpectedRow {
        threshold: format!("≥ {}", desk.lang.decimal(row.threshold, 2)),
        declared: desk.count(row.declared),
        false_links: desk.lang.decimal(row.false_links, 1),
        missed_links: desk.lang.decimal(row.missed_links, 1),
        is_chosen: (row.threshold - desk.joined.input.manifest.options.link).abs() < 1e-9,
    }
}

/// How many true pairs finding pairs may have missed; empty: there is too little to estimate it from.
fn blocking(desk: &Desk<'_>) -> String {
    let counts = desk.joined.input.link_counts;
    if counts.is_exhaustive {
        return desk.lang.say("report-exhaustive");
    }
    counts.blocking_recall.map_or_else(String::new, |recall| {
        let share = |x: f64| desk.lang.share(x);
        let text = Text::new("report-blocking").with("value", share(recall.value));
        desk.say(&text.with("low", share(recall.low)).with("high", share(recall.high)))
    })
}

fn link_remarks(desk: &Desk<'_>) -> Vec<String> {
    let counts = desk.joined.input.link_counts;
    let list = |items: Vec<String>| show::visible(&items.join("; ")).into_owned();
    let mut out = Vec::new();
    if !counts.twins.is_empty() {
        let pairs = list(counts.twins.iter().take(20).map(|(a, b)| format!("{a} – {b}")).collect());
        out.push(desk.say(&Text::new("report-twins").count("twins", counts.twins.len()).with("pairs", pairs)));
    }
    if counts.disputed > 0 {
        out.push(desk.say(&Text::new("report-disputed").count("pairs", counts.disputed)));
    }
    if counts.unknown_names > 0 {
        out.push(desk.say(&Text::new("report-unknown-names").count("names", counts.unknown_names)));
    }
    if !counts.runaway.is_empty() {
        let keys = list(counts.runaway.iter().take(10).map(|(key, rows)| format!("{key} ({})", desk.count(*rows))).collect());
        out.push(desk.say(&Text::new("report-runaway").count("keys", counts.runaway.len()).with("list", keys)));
    }
    out
}

fn input_row(desk: &Desk<'_>, rows: &RowCount) -> InputRow {
    let tally = desk.statistics.records.iter().find(|tally| tally.kind == rows.kind);
    let number = |n: Option<usize>| n.map_or_else(String::new, |n| desk.count(n));
    InputRow {
        label: desk.t.of("kind", rows.kind.name()).to_owned(),
        read: desk.count(rows.read),
        used: desk.count(rows.used),
        rejected: desk.count(rows.rejected),
        linked: number(tally.map(|tally| tally.linked)),
        asked: number(tally.map(|tally| tally.asked)),
        conflict: number(tally.map(|tally| tally.conflict)),
    }
}

/// A warning where rows in are not rows used and rejected; empty where they are, as they must be.
fn balance(desk: &Desk<'_>) -> String {
    let is_off = |rows: &RowCount| rows.read != rows.used + rows.rejected;
    if desk.joined.input.manifest.rows.iter().any(is_off) { desk.lang.say("report-rows-do-not-add-up") } else { String::new() }
}
