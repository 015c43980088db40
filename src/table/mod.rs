//! The tables that stages hand to each other: what does a column hold, and may it be empty?
//!
//! Each hand-over type is a newtype over a `DataFrame` whose columns are declared once, here and in the files beside this one.
//! The constructor checks them; past that point nobody checks again.

pub mod answers;
pub mod facts;
pub mod flags;
pub mod links;
pub mod people;
pub mod raw;
pub mod rejects;
pub mod run;
pub mod show;
pub mod standing;

use polars::prelude::*;

use crate::error::{Error, Result};
use crate::lang::Text;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Text, UTF-8, NFC.
    Text,
    /// A whole number.
    Int,
    /// A non-negative whole number of 32 bits (rows, indexes).
    Index,
    /// A set of the 63 provinces, one bit each (`vn::place::ProvinceSet`).
    Set,
    /// A real number.
    Real,
    /// A day.
    Date,
    /// True or false.
    Bool,
}

impl Type {
    /// The polars type.
    pub fn dtype(self) -> DataType {
        match self {
            Self::Text => DataType::String,
            Self::Int => DataType::Int64,
            Self::Index => DataType::UInt32,
            Self::Set => DataType::UInt64,
            Self::Real => DataType::Float64,
            Self::Date => DataType::Date,
            Self::Bool => DataType::Boolean,
        }
    }
}

/// One declared column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in tables, files and rules.
    pub name: &'static str,
    /// What it holds.
    pub kind: Type,
    /// Whether a cell may be empty; an empty cell means not known.
    pub nullable: bool,
    /// What it means, with unit and range, in English (the Vietnamese wording is the message `column-NAME` where users see it).
    pub meaning: &'static str,
}

/// A column that may be empty.
pub const fn maybe(name: &'static str, kind: Type, meaning: &'static str) -> Column {
    Column { name, kind, nullable: true, meaning }
}

/// A column that is never empty.
pub const fn always(name: &'static str, kind: Type, meaning: &'static str) -> Column {
    Column { name, kind, nullable: false, meaning }
}

/// The frame with exactly the declared columns, in the declared order.
///
/// # Errors
/// A column is missing, of another type, or empty where it may not be: a mistake of ours, never of a user.
pub fn check(table: &'static str, frame: &DataFrame, columns: &[&[Column]]) -> Result<DataFrame> {
    let wrong = |column: &Column, found: String| {
        Error::new(Text::new("E006-table-contract").with("table", table).with("column", column.name).with("found", found))
    };
    let mut out = Vec::new();
    for column in columns.iter().copied().flatten() {
        let found = frame.column(column.name).map_err(|_| wrong(column, "missing".to_owned()))?;
        if *found.dtype() != column.kind.dtype() {
            return Err(wrong(column, found.dtype().to_string()));
        }
        if !column.nullable && found.null_count() > 0 {
            return Err(wrong(column, format!("{} empty cells", found.null_count())));
        }
        out.push(found.clone());
    }
    Ok(DataFrame::new(frame.height(), out)?)
}

/// The text column `name`.
///
/// # Errors
/// There is none: a mistake of ours.
pub fn text<'a>(frame: &'a DataFrame, name: &str) -> Result<&'a StringChunked> {
    Ok(frame.column(name)?.str()?)
}
