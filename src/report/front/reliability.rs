//! Do pairs of a probability turn out to be one person that often, as far as people answered?

use crate::report::desk::Desk;
use crate::table::links::{Band, Interval};

/// One band of probability.
pub(in crate::report) struct ReliabilityRow {
    pub(in crate::report) band: String,
    pub(in crate::report) pairs: String,
    /// The share of one person that the model expects.
    pub(in crate::report) expected: String,
    pub(in crate::report) answered: String,
    /// The share that people found, with its interval; `–` where nobody answered.
    pub(in crate::report) found: String,
}

/// The bands with a pair in them, the likeliest first.
pub(super) fn reliability(desk: &Desk<'_>) -> Vec<ReliabilityRow> {
    let limit = |x: f64| desk.lang.decimal(x, 2);
    let row = |band: &Band| ReliabilityRow {
        band: format!("{} – {}", limit(band.from), limit(band.to)),
        pairs: desk.count(band.pairs),
        expected: desk.lang.share(expected(band)),
        answered: desk.count(band.answered),
        found: found(band).map_or_else(
            || "–".to_owned(),
            |found| {
                let share = |x: f64| desk.lang.share(x);
                format!("{} ({} – {})", share(found.value), share(found.low), share(found.high))
            },
        ),
    };
    desk.joined.input.link_counts.reliability.iter().rev().filter(|band| band.pairs > 0).map(row).collect()
}

/// The mean probability of the band's pairs, 0..=1.
pub(in crate::report) fn expected(band: &Band) -> f64 {
    if band.pairs == 0 { 0.0 } else { band.expected_same / band.pairs as f64 }
}

/// The share of the answered pairs that are one person. None: nobody answered.
pub(in crate::report) fn found(band: &Band) -> Option<Interval> {
    (band.answered > 0).then(|| Interval::of_share(band.answered_same as f64, band.answered as f64))
}
