//! The first page: letterhead and the numbers of the half-year report.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::{Desk, ROWS};
use crate::lang::{Lang, Text};
use crate::report::RuleLine;
use crate::report::statistics::{BANDS, Group, Missing, OpenMatter, Tally};
use crate::report::svg::{self, Node, Ribbon, Slice};
use crate::table::show;
use crate::table::links::Expected;
use crate::table::raw::InputKind;
use crate::table::rejects::RowCount;
use crate::table::run::CongressLevel;

/// Units on the first page; the rest is one row.
const UNITS: usize = 15;

/// The words of the first page, ready to be set.
pub(super) struct Front {
    pub(super) superior: String,
    pub(super) commission: String,
    pub(super) dateline: String,
    pub(super) on_behalf: String,
    pub(super) signer: String,
    pub(super) title: String,
    pub(super) as_of: String,
    pub(super) figures: Vec<Figure>,
    pub(super) sentences: Vec<String>,
    pub(super) flow: String,
    pub(super) forms: Vec<FormRow>,
    pub(super) form_chart: String,
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
    pub(super) bands: String,
    pub(super) expected_chart: String,
    pub(super) expected: Vec<ExpectedRow>,
    pub(super) link_remarks: Vec<String>,
    pub(super) rules_caption: String,
    pub(super) rules: Vec<RuleRow>,
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

pub(super) struct OpenRow {
    pub(super) anchor: usize,
    pub(super) name: String,
    pub(super) matter: String,
    pub(super) since: String,
    pub(super) days_open: String,
    pub(super) days_left: String,
    pub(super) state: String,
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

pub(super) struct RuleRow {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) version: String,
    pub(super) basis: String,
    pub(super) confirm: String,
    pub(super) not_asked: String,
    pub(super) review: String,
    pub(super) undecided: String,
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
            dateline: dateline(desk),
            signer: input.letter.signer.clone().unwrap_or_else(|| dotted.clone()),
            title: show::visible(&options.title).into_owned(),
            as_of: desk.say(&Text::new("report-as-of").with("date", options.as_of)),
            figures: figures(desk),
            sentences: sentences(desk),
            flow: flow(desk),
            forms: forms(desk),
            form_chart: form_chart(desk),
            groups: groups(desk),
            open_sentence: desk.say(&match options.opens_on {
                Some(opens) => Text::new("report-open-sentence").count("open", open).with("opens", opens),
                None => Text::new("report-open-sentence-no-day").count("open", open),
            }),
            open: desk.statistics.open.iter().take(ROWS).map(|matter| open_row(desk, matter)).collect(),
            open_more: desk.more(open, ROWS, "summary.json"),
            undecided_sentence: undecided_sentence(desk),
            missing: desk.statistics.missing.iter().map(|missing| missing_row(desk, missing)).collect(),
            link_sentence: link_sentence(desk),
            is_calibrated: counts.is_calibrated,
            calibration: desk.lang.say(if counts.is_calibrated { "report-calibrated" } else { "report-uncalibrated" }),
            blocking: counts.blocking_recall.map_or_else(String::new, |recall| {
                let share = |x: f64| desk.lang.share(x);
                let text = Text::new("report-blocking").with("value", share(recall.value));
                desk.say(&text.with("low", share(recall.low)).with("high", share(recall.high)))
            }),
            bands: bands(desk),
            expected_chart: expected_chart(desk),
            expected: counts.expected.iter().map(|row| expected_row(desk, row)).collect(),
            link_remarks: link_remarks(desk),
            rules_caption: desk.say(
                &Text::new("report-rules-caption")
                    .count("asked", input.rules.iter().filter(|rule| rule.not_asked.is_none()).count())
                    .count("all", input.rules.len())
                    .with("date", options.as_of),
            ),
            rules: rules(desk),
            rows_caption: desk.lang.say("report-rows-caption"),
            rows: input.manifest.rows.iter().map(|rows| input_row(desk, rows)).collect(),
            balance: balance(desk),
        }
    }
}

/// The committee that a Party organisation of the title elects, as letterheads write it: `Đảng bộ tỉnh X` → `TỈNH ỦY X`.
fn committee(title: &str, level: Option<CongressLevel>) -> Option<String> {
    if level == Some(CongressLevel::Central) {
        return Some("BAN CHẤP HÀNH TRUNG ƯƠNG".to_owned());
    }
    let after = title.split_once("Đảng bộ ")?.1;
    let unit = after.split([',', '–', '(', ';', '\n']).next()?.split(" nhiệm kỳ").next()?.trim();
    let named = |prefix: &str, committee: &str| Some(format!("{committee} {}", unit.strip_prefix(prefix)?.trim()));
    let committee = named("tỉnh ", "Tỉnh ủy").or_else(|| named("thành phố ", "Thành ủy")).or_else(|| {
        // Below the province the kind of unit stays in the name: "Đảng ủy xã …".
        (!unit.is_empty()).then(|| format!("Đảng ủy {unit}"))
    });
    committee.map(|name| show::visible(&name.to_uppercase()).into_owned())
}

fn dateline(desk: &Desk<'_>) -> String {
    let as_of = desk.joined.input.manifest.options.as_of;
    let place = desk.joined.input.letter.place.clone().unwrap_or_else(|| desk.t.dotted.clone());
    // Documents write a zero before days below 10 and months below 3, so that nothing can be put in front.
    let month = if as_of.month() < 3 { format!("{:02}", as_of.month()) } else { as_of.month().to_string() };
    let text = Text::new("report-letter-date").with("place", place).with("day", format!("{:02}", as_of.day()));
    desk.say(&text.with("month", month).with("year", i64::from(as_of.year())))
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

fn flow(desk: &Desk<'_>) -> String {
    let statistics = desk.statistics;
    let roster = desk.joined.input.manifest.rows.iter().find(|rows| rows.kind == InputKind::Roster);
    let used = statistics.candidates.checked;
    let rejected = roster.map_or(0, |rows| rows.rejected);
    let paths = statistics.paths;
    let found = |i: usize| paths[i].iter().sum::<usize>();
    let outcome = |i: usize| paths.iter().map(|row| row[i]).sum::<usize>();
    let t = desk.t;
    let node = |column, label: &str, n: usize, series| Node {
        column,
        slice: Slice { label: label.to_owned(), value: n as f64, shown: desk.count(n) },
        series,
    };
    let nodes = [
        node(0, &t.flow_read, used + rejected, 0),
        node(1, &t.flow_used, used, 0),
        node(1, &t.flow_rejected, rejected, 4),
        node(2, &t.flow_linked, found(0), 0),
        node(2, &t.flow_asked, found(1), 2),
        node(2, &t.flow_none, found(2), 4),
        node(3, &t.outcome_review, outcome(0), 1),
        node(3, &t.outcome_undecided, outcome(1), 2),
        node(3, &t.outcome_clear, outcome(2), 4),
    ];
    let mut ribbons = vec![Ribbon { from: 0, to: 1, value: used as f64 }, Ribbon { from: 0, to: 2, value: rejected as f64 }];
    ribbons.extend((0..3).map(|i| Ribbon { from: 1, to: 3 + i, value: found(i) as f64 }));
    for (i, row) in paths.iter().enumerate() {
        ribbons.extend(row.iter().enumerate().map(|(j, n)| Ribbon { from: 3 + i, to: 6 + j, value: *n as f64 }));
    }
    let title = Text::new("report-flow-title")
        .count("read", used + rejected)
        .count("rejected", rejected)
        .count("linked", found(0))
        .count("review", outcome(0))
        .count("undecided", outcome(1))
        .count("clear", outcome(2));
    svg::flow(&desk.say(&title), &nodes, &ribbons)
}

fn forms(desk: &Desk<'_>) -> Vec<FormRow> {
    let row = |tally: &Tally| FormRow {
        label: desk.t.of("measure", &tally.code).to_owned(),
        count: desk.count(tally.count),
        share: desk.share(tally.count, desk.statistics.candidates.checked),
    };
    desk.statistics.by_form.iter().map(row).collect()
}

fn form_chart(desk: &Desk<'_>) -> String {
    let slice = |tally: &Tally| Slice {
        label: desk.t.of("measure", &tally.code).to_owned(),
        value: tally.count as f64,
        shown: desk.count(tally.count),
    };
    svg::bars(&desk.t.by_form, &desk.statistics.by_form.iter().map(slice).collect::<Vec<_>>(), 0)
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
    let unit = |group: &Group| group.name.as_deref().map_or_else(unknown, |name| show::visible(name).into_owned());
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

fn open_row(desk: &Desk<'_>, matter: &OpenMatter) -> OpenRow {
    let days = |days: Option<i64>| days.map_or_else(|| "–".to_owned(), |days| desk.lang.count(days));
    OpenRow {
        anchor: matter.candidate,
        name: desk.name(matter.candidate),
        matter: format!("{} {}", desk.t.of("matter", &matter.kind), show::visible(&matter.record_id)),
        since: matter.since.map_or_else(|| desk.t.unknown.clone(), |(from, to)| show::span(from, to, desk.lang)),
        days_open: days(matter.days_open),
        days_left: days(matter.days_left),
        state: desk.t.of("state", &matter.state).to_owned(),
    }
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

fn bands(desk: &Desk<'_>) -> String {
    let limit = |x: f64| desk.lang.decimal(x, 2);
    // The lowest band is kept only as far as measuring needs it: shown where there is something in it.
    let bands = desk.statistics.bands.iter().rev().filter(|band| band.from >= BANDS[1] || band.pairs > 0);
    let slice = |band: &crate::report::statistics::Band| Slice {
        label: format!("{} – {}", limit(band.from), limit(band.to)),
        value: band.pairs as f64,
        shown: desk.count(band.pairs),
    };
    svg::bars(&desk.t.bands_caption, &bands.map(slice).collect::<Vec<_>>(), 0)
}

fn expected_chart(desk: &Desk<'_>) -> String {
    let slice = |label: &str, value: f64| Slice { label: label.to_owned(), value, shown: desk.lang.decimal(value, 1) };
    let row = |row: &Expected| {
        let pair = [slice(&desk.t.false_links, row.false_links), slice(&desk.t.missed_links, row.missed_links)];
        (format!("≥ {}", desk.lang.decimal(row.threshold, 2)), pair)
    };
    let rows: Vec<_> = desk.joined.input.link_counts.expected.iter().map(row).collect();
    svg::paired(&desk.t.expected_caption, [&desk.t.false_links, &desk.t.missed_links], &rows)
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

fn link_remarks(desk: &Desk<'_>) -> Vec<String> {
    let counts = desk.joined.input.link_counts;
    let list = |items: Vec<String>| show::visible(&items.join("; ")).into_owned();
    let mut out = Vec::new();
    if !counts.twins.is_empty() {
        let pairs = list(counts.twins.iter().take(20).map(|(a, b)| format!("{a} – {b}")).collect());
        out.push(desk.say(&Text::new("report-twins").count("twins", counts.twins.len()).with("pairs", pairs)));
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

fn rules(desk: &Desk<'_>) -> Vec<RuleRow> {
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
            review: number(tally.map(|tally| tally.review)),
            undecided: number(tally.map(|tally| tally.undecided)),
        }
    };
    desk.joined.input.rules.iter().map(row).collect()
}

/// The first day of a version as a date of the language; as it is where it is no date.
fn version(version: &str, lang: Lang) -> String {
    chrono::NaiveDate::parse_from_str(version, "%Y-%m-%d").map_or_else(|_| version.to_owned(), |day| lang.date(day))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letterhead_names_the_committee_of_the_titles_party_organisation() {
        for (title, head) in [
            ("Đại hội Đảng bộ tỉnh Hà Giang, nhiệm kỳ 2025–2030", Some("TỈNH ỦY HÀ GIANG")),
            ("Đại hội đại biểu Đảng bộ thành phố Huế nhiệm kỳ 2025–2030", Some("THÀNH ỦY HUẾ")),
            ("Đảng bộ xã Đồng Văn", Some("ĐẢNG ỦY XÃ ĐỒNG VĂN")),
            ("Đợt thẩm định thử", None),
        ] {
            assert_eq!(committee(title, None).as_deref(), head, "{title}");
        }
        assert_eq!(committee("", Some(CongressLevel::Central)).as_deref(), Some("BAN CHẤP HÀNH TRUNG ƯƠNG"));
    }
}
