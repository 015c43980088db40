//! Which candidate and which record are taken as one person, how sure that is, and why.

use polars::prelude::DataFrame;

use super::Type::{Real, Text};
use super::{Column, always, check, maybe};
use crate::error::Result;

/// `links.parquet`: pairs of a candidate and a record, sorted by candidate, then record.
pub const LINK: &[Column] = &[
    always("candidate_id", Text, "the candidate"),
    always("record_id", Text, "the record in its register"),
    always("source", Text, "discipline, complaints or inspections"),
    always("probability", Real, "that both are one person, 0..=1"),
    always("match_weight", Real, "log2 of the odds, prior included"),
    always(
        "state",
        Text,
        "link: taken as one person; ask: a reviewer decides; conflict: numbers and person contradict; apart: below `ask`, kept for measuring",
    ),
    maybe("conflict", Text, "same_number_other_person or same_person_other_number"),
];

/// `evidence.parquet`: one row per pair and comparison, sorted likewise, comparisons in the model's order, `prior` first; then
/// `name_alone` where a pair is asked about because nothing but the name agrees, and `answer` where people answered about it.
pub const EVIDENCE: &[Column] = &[
    always("candidate_id", Text, "the candidate"),
    always("record_id", Text, "the record"),
    always("comparison", Text, "the comparison, or `prior`, `name_alone`, `answer`"),
    always("rung", Text, "the rung of its ladder"),
    always("weight", Real, "log2; the sum over a pair is its match weight exactly"),
    maybe("left", Text, "what the candidate's row says; identity numbers masked"),
    maybe("right", Text, "what the record says; identity numbers masked"),
    always("sentence", Text, "the rung in words, in the run's language"),
];

/// The links of a run.
#[derive(Debug, Clone)]
pub struct Links(DataFrame);

impl Links {
    /// The frame, its columns checked.
    ///
    /// # Errors
    /// A declared column is missing or of another type: a mistake of ours.
    pub fn new(frame: &DataFrame) -> Result<Self> {
        check("links", frame, &[LINK]).map(Self)
    }

    /// The rows.
    pub fn frame(&self) -> &DataFrame {
        &self.0
    }
}

/// The findings under the links of a run.
#[derive(Debug, Clone)]
pub struct Evidence(DataFrame);

impl Evidence {
    /// The frame, its columns checked.
    ///
    /// # Errors
    /// A declared column is missing or of another type: a mistake of ours.
    pub fn new(frame: &DataFrame) -> Result<Self> {
        check("evidence", frame, &[EVIDENCE]).map(Self)
    }

    /// The rows.
    pub fn frame(&self) -> &DataFrame {
        &self.0
    }
}

/// What the linker counted, for the summary.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct LinkCounts {
    /// Pairs that any key or the exhaustive pass produced.
    pub pairs_compared: u64,
    /// Whether every candidate was compared with every record.
    pub is_exhaustive: bool,
    /// Pairs per state.
    pub linked: usize,
    /// To be asked of a reviewer.
    pub asked: usize,
    /// Contradictions between number and person.
    pub conflicts: usize,
    /// Share of true pairs that blocking keeps, estimated; None: every pair was compared, or there is too little to estimate from.
    pub blocking_recall: Option<Interval>,
    /// Expected numbers at thresholds, from the probabilities themselves.
    pub expected: Vec<Expected>,
    /// Keys or values so common that they were split or set aside, with how many rows they hold.
    pub runaway: Vec<(String, usize)>,
    /// Candidates that look like one person entered twice: pairs of candidate identifiers.
    pub twins: Vec<(String, String)>,
    /// Names whose syllables are in no dictionary.
    pub unknown_names: usize,
    /// `fitted` to this batch, or `shipped`: there were too few true pairs to learn from.
    pub model: String,
    /// Whether an isotonic correction from reviewers' answers was applied.
    pub is_calibrated: bool,
    /// Pairs that people settled, one person or two.
    pub answered: usize,
    /// Pairs that people answered against each other.
    pub disputed: usize,
    /// How often pairs of each band of probability turned out to be one person, as far as people answered.
    pub reliability: Vec<Band>,
}

/// Pairs within bounds of the modelled probability.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Band {
    /// Lower bound, included.
    pub from: f64,
    /// Upper bound, not included but for 1.
    pub to: f64,
    /// Pairs.
    pub pairs: usize,
    /// Expected number of them that are one person, by the model.
    pub expected_same: f64,
    /// How many of them people settled.
    pub answered: usize,
    /// How many of these as one person.
    pub answered_same: usize,
}

/// An estimate with a 95 % interval.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct Interval {
    /// The estimate, 0..=1.
    pub value: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

impl Interval {
    /// `part` of `whole` (not zero) with its 95 % interval, after Wilson, which holds for few and for extreme shares, too.
    pub fn of_share(part: f64, whole: f64) -> Self {
        const Z: f64 = 1.959_964;
        let value = part / whole;
        let middle = (value + Z * Z / (2.0 * whole)) / (1.0 + Z * Z / whole);
        let half = Z * (value * (1.0 - value) / whole + Z * Z / (4.0 * whole * whole)).sqrt() / (1.0 + Z * Z / whole);
        Self { value, low: (middle - half).max(0.0), high: (middle + half).min(1.0) }
    }
}

/// What the probabilities themselves say of a threshold.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct Expected {
    /// Pairs at or above are taken as one person.
    pub threshold: f64,
    /// Pairs at or above it.
    pub declared: usize,
    /// Expected number of them that are not one person.
    pub false_links: f64,
    /// Expected number of true pairs below it.
    pub missed_links: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_few_is_told_with_a_wide_interval() {
        // After Newcombe (1998), Statistics in Medicine 17, table I, method 3.
        for (part, whole, low, high) in
            [(81.0, 263.0, 0.2553, 0.3662), (15.0, 148.0, 0.0624, 0.1605), (0.0, 20.0, 0.0, 0.1611), (1.0, 29.0, 0.0061, 0.1718)]
        {
            let found = Interval::of_share(part, whole);
            assert!((found.low - low).abs() < 6e-5 && (found.high - high).abs() < 6e-5, "{part}/{whole}: {found:?}");
        }
    }
}
