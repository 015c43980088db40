//! Rows that could not be used: which, why, and how to mend them. Nothing is lost.

use crate::error::Place;
use crate::lang::Text;
use crate::table::raw::InputKind;

/// One row that could not be used.
#[derive(Debug, Clone)]
pub struct Reject {
    /// What the file lists.
    pub kind: InputKind,
    /// File, sheet, row and column.
    pub place: Place,
    /// The reason; its `.help` says how to mend it. Never holds an identity number.
    pub text: Text,
}

/// A remark about a row or a file that *was* used: a repaired name, a date that cannot be, a number of a wrong length.
///
/// The cell is treated as not known where it says nothing usable; the row stays.
#[derive(Debug, Clone)]
pub struct Notice {
    /// File, sheet, row and column, as far as they apply.
    pub place: Place,
    /// The remark; its `.help` says what to do.
    pub text: Text,
}

/// Rows in = rows used + rows rejected, per kind of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct RowCount {
    /// What the files list.
    pub kind: InputKind,
    /// Rows that hold a record.
    pub read: usize,
    /// Rows that went on.
    pub used: usize,
    /// Rows in `rejects.csv`.
    pub rejected: usize,
}
