//! What do the rules say of a row, and is a rule what its author meant?
//!
//! [`file`] is the format that officers write; [`set::RuleSet`] loads whole packs and checks them; [`evaluate`] asks all rules of a
//! scope of a whole fact frame; [`interpret`] asks one rule of one row.

pub mod condition;
pub mod file;
pub mod row;
pub mod set;
pub mod value;

use chrono::NaiveDate;
use polars::prelude::{BooleanChunked, DataFrame};

use crate::error::Result;
use crate::lang::Lang;
use crate::table::facts::Scope;

pub use file::{Confidence, Example, Outcome, Rule, Severity, Status, Version};
pub use row::{FactRow, FrameRow};
pub use set::{PackSource, RuleSet};
pub use value::{Known, Value};

/// What one rule says of every row of a frame.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// The version that `as_of` chose.
    pub version: &'a Version,
    /// Per row: true, the rule fires; false, it does not; null, facts are missing.
    pub outcome: BooleanChunked,
    /// The date of judgement.
    pub as_of: NaiveDate,
}

impl Asked<'_> {
    /// The facts that were missing, or known too widely, where this row is undecided; sorted. Empty: it is decided.
    pub fn missing(&self, row: &dyn FactRow) -> Vec<&'static str> {
        let _ = row;
        Vec::new()
    }

    /// The reason with its holes filled from this row.
    pub fn reason(&self, lang: Lang, row: &dyn FactRow) -> String {
        let _ = row;
        self.rule.reason.get(lang).to_owned()
    }
}

/// What every rule of `scope` says of every row of `frame`, in the order of the rules' identifiers.
///
/// The frame has the documented facts as columns; see [`crate::table::facts::Fact`].
///
/// # Errors
/// A column that a rule reads is missing or of another type: a mistake of ours.
pub fn evaluate<'a>(set: &'a RuleSet, scope: Scope, frame: &DataFrame, as_of: NaiveDate) -> Result<Vec<Asked<'a>>> {
    let _ = (set, scope, frame, as_of);
    Ok(Vec::new())
}
