//! The charts of the first page.

use crate::lang::Text;
use crate::report::desk::Desk;
use crate::report::front::reliability::{expected as expected_share, found};
use crate::report::statistics::{BANDS, Band, Tally};
use crate::report::svg::{self, Node, Point, Ribbon, Slice};
use crate::table::links::{self, Expected};
use crate::table::raw::InputKind;

/// SVG, ready to be set.
pub(super) struct Charts {
    pub(super) flow: String,
    pub(super) forms: String,
    pub(super) bands: String,
    pub(super) expected: String,
    /// Empty: nobody has answered yet.
    pub(super) reliability: String,
}

impl Charts {
    /// The charts of the run on `desk`.
    pub(super) fn of(desk: &Desk<'_>) -> Self {
        Self {
            flow: flow(desk),
            forms: forms(desk),
            bands: bands(desk),
            expected: expected(desk),
            reliability: reliability(desk),
        }
    }
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

fn forms(desk: &Desk<'_>) -> String {
    let slice = |tally: &Tally| Slice {
        label: desk.t.of("measure", &tally.code).to_owned(),
        value: tally.count as f64,
        shown: desk.count(tally.count),
    };
    svg::bars(&desk.t.by_form, &desk.statistics.by_form.iter().map(slice).collect::<Vec<_>>(), 0)
}

fn bands(desk: &Desk<'_>) -> String {
    let limit = |x: f64| desk.lang.decimal(x, 2);
    // The lowest band is kept only as far as measuring needs it: shown where there is something in it.
    let bands = desk.statistics.bands.iter().rev().filter(|band| band.from >= BANDS[1] || band.pairs > 0);
    let slice = |band: &Band| Slice {
        label: format!("{} – {}", limit(band.from), limit(band.to)),
        value: band.pairs as f64,
        shown: desk.count(band.pairs),
    };
    svg::bars(&desk.t.bands_caption, &bands.map(slice).collect::<Vec<_>>(), 0)
}

fn expected(desk: &Desk<'_>) -> String {
    let slice = |label: &str, value: f64| Slice { label: label.to_owned(), value, shown: desk.lang.decimal(value, 1) };
    let row = |row: &Expected| {
        let pair = [slice(&desk.t.false_links, row.false_links), slice(&desk.t.missed_links, row.missed_links)];
        (format!("≥ {}", desk.lang.decimal(row.threshold, 2)), pair)
    };
    let rows: Vec<_> = desk.joined.input.link_counts.expected.iter().map(row).collect();
    svg::paired(&desk.t.expected_caption, [&desk.t.false_links, &desk.t.missed_links], &rows)
}

/// Each band that people answered about: what was expected against what they found.
fn reliability(desk: &Desk<'_>) -> String {
    let point = |band: &links::Band| {
        let found = found(band)?;
        Some(Point { x: expected_share(band), y: found.value, low: found.low, high: found.high })
    };
    let points: Vec<_> = desk.joined.input.link_counts.reliability.iter().filter_map(point).collect();
    if points.is_empty() {
        return String::new();
    }
    svg::against(&desk.t.reliability_caption, [&desk.t.reliability_expected, &desk.t.reliability_found], &points, &|x| {
        desk.lang.decimal(x, 2)
    })
}
