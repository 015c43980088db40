//! What do the rules say of a row, and is a rule what its author meant?
//!
//! [`mod@file`] is the format that officers write; [`set::RuleSet`] loads whole packs and checks them; [`evaluate`] asks all rules of a
//! scope of a whole fact frame; [`interpret`] asks one rule of one row.

pub mod approval;
mod check;
mod compile;
pub mod condition;
mod days;
pub mod diff;
pub mod explain;
pub mod file;
pub mod format;
pub mod interpret;
pub mod mutate;
pub mod overlay;
mod print;
mod reading;
pub mod reason;
pub mod row;
pub mod schema;
pub mod set;
mod sql;
pub mod test;
mod text;
mod toml;
pub mod value;

use chrono::NaiveDate;
use polars::prelude::*;

use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::table::facts::Scope;

pub use file::{Confidence, Example, Outcome, Rule, Severity, Status, Version};
pub use row::{FactRow, FrameRow, RowGroups, RowKeys};
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
        self.version.missing(row, self.as_of)
    }

    /// The reason with its holes filled from this row.
    pub fn reason(&self, lang: Lang, row: &dyn FactRow) -> String {
        self.rule.reason.fill(lang, self.version, row, self.as_of)
    }
}

impl Version {
    /// What this version says of one row. None: facts are missing.
    pub fn decide(&self, row: &dyn FactRow, as_of: NaiveDate) -> Option<bool> {
        interpret::decide(&self.condition.root, row, as_of)
    }

    /// The facts that were missing, or known too widely, where this row is undecided; sorted. Empty: it is decided.
    pub fn missing(&self, row: &dyn FactRow, as_of: NaiveDate) -> Vec<&'static str> {
        interpret::Trace::new(&self.condition.root, row, as_of).missing(&self.condition.root)
    }
}

/// What every rule of `scope` says of every row of `frame`, in the order of the rules' identifiers.
///
/// The frame has the documented facts as columns; see [`crate::table::facts::Fact`]. All conditions are evaluated in one pass.
///
/// # Errors
/// A column that a rule reads is missing or of another type: a mistake of ours.
pub fn evaluate<'a>(set: &'a RuleSet, scope: Scope, frame: &DataFrame, as_of: NaiveDate) -> Result<Vec<Asked<'a>>> {
    ask(set.asked(scope, as_of), scope, frame, as_of)
}

/// What these versions say of every row of `frame`, in their order.
///
/// # Errors
/// As [`evaluate`].
fn ask<'a>(asked: Vec<(&'a Rule, &'a Version)>, scope: Scope, frame: &DataFrame, as_of: NaiveDate) -> Result<Vec<Asked<'a>>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    for fact in asked.iter().flat_map(|(_, version)| version.condition.facts()) {
        for name in fact.columns() {
            let found = frame.column(&name).map_or_else(|_| "missing".to_owned(), |column| column.dtype().to_string());
            if found != fact.kind.dtype().to_string() {
                let text = Text::new("E006-table-contract").with("table", scope.name()).with("column", name);
                return Err(Error::new(text.with("found", found)));
            }
        }
    }
    let conditions: Vec<Expr> =
        asked.iter().map(|(rule, version)| compile::compile(&version.condition.root, as_of).alias(rule.id.as_str())).collect();
    // Only the columns that are read: cloning a frame copies no data.
    let out = frame.clone().lazy().select(conditions).collect()?;
    asked
        .into_iter()
        .map(|(rule, version)| {
            let outcome = out.column(&rule.id)?.bool()?.clone();
            // A condition over constants alone comes as a single row.
            let is_single = outcome.len() == 1 && frame.height() != 1;
            let outcome = if is_single { outcome.new_from_index(0, frame.height()) } else { outcome };
            Ok(Asked { rule, version, outcome, as_of })
        })
        .collect()
}
