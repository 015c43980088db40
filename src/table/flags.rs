//! Which rule fired for whom, or could not be decided, and on what.

use polars::prelude::DataFrame;

use super::Type::{Int, Real, Text};
use super::{Column, always, check, maybe};
use crate::error::Result;

/// `flags.parquet` and `flags.csv`: sorted by candidate, rule, record.
pub const FLAG: &[Column] = &[
    always("flag_id", Text, "digest of rule, version, candidate and records: the same question next run has the same identifier"),
    always("candidate_id", Text, "the candidate"),
    always("rule_id", Text, "the rule, as TD102"),
    always("rule_version", Text, "first day of the version that `as_of` chose, as 2025-04-14"),
    always("outcome", Text, "review or undecided"),
    always("severity", Text, "stop, look or note"),
    maybe("probability", Real, "of the weakest link the flag relies on, 0..=1; null: it relies on none"),
    always("reason", Text, "why, in the run's language"),
    always("basis", Text, "the legal basis, with `to be confirmed` where it is"),
    maybe("record_ids", Text, "the records it relies on, separated by blanks"),
    maybe("missing_facts", Text, "the facts that were missing, separated by blanks"),
];

/// Not in the files: what the report needs beside a flag.
pub const FLAG_EXTRA: &[Column] = &[
    always("facts", Text, "the facts the condition read, as JSON {name: value}"),
    always("confidence", Text, "verified, partly or unverified: how sure the legal basis is"),
    always("title", Text, "the rule's title in the run's language"),
    always("order", Int, "severity as a number, gravest first, for sorting"),
];

/// The flags and the undecided of a run.
#[derive(Debug, Clone)]
pub struct Flags(DataFrame);

impl Flags {
    /// The frame, its columns checked.
    ///
    /// # Errors
    /// A declared column is missing or of another type: a mistake of ours.
    pub fn new(frame: &DataFrame) -> Result<Self> {
        check("flags", frame, &[FLAG, FLAG_EXTRA]).map(Self)
    }

    /// The rows.
    pub fn frame(&self) -> &DataFrame {
        &self.0
    }
}
