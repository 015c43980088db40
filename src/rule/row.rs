//! What is known of one row?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use polars::prelude::{AnyValue, Column, DataFrame};

use super::value::{Known, Value};

/// The day that polars counts from.
pub(super) const EPOCH: NaiveDate = match NaiveDate::from_ymd_opt(1970, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// A row of facts.
pub trait FactRow {
    /// What is known of the fact called `name`; [`Known::UNKNOWN`] where the row says nothing of it.
    fn fact(&self, name: &str) -> Known;
}

/// A row of a fact frame: a fact is the column of its name, or the two columns `name_min` and `name_max`.
#[derive(Debug, Clone, Copy)]
pub struct FrameRow<'a> {
    /// The frame.
    pub frame: &'a DataFrame,
    /// The row, from 0.
    pub row: usize,
}

impl FrameRow<'_> {
    fn cell(&self, column: &str) -> Option<Value> {
        cell(&self.frame.column(column).ok()?.get(self.row).ok()?)
    }
}

/// A cell's value. None: it is empty, or no number.
pub(super) fn cell(cell: &AnyValue) -> Option<Value> {
    Some(match *cell {
        AnyValue::Boolean(b) => Value::Bool(b),
        AnyValue::Int64(n) => Value::Int(n),
        AnyValue::Int32(n) => Value::Int(n.into()),
        AnyValue::UInt32(n) => Value::Int(n.into()),
        AnyValue::Float64(x) if x.is_finite() => Value::Real(x),
        AnyValue::Date(days) => Value::Date(day(days)?),
        AnyValue::String(text) => Value::text(text),
        AnyValue::StringOwned(ref text) => Value::text(text.as_str()),
        _ => return None,
    })
}

impl FactRow for FrameRow<'_> {
    fn fact(&self, name: &str) -> Known {
        if self.frame.get_column_index(name).is_some() {
            let value = self.cell(name);
            return Known { min: value.clone(), max: value };
        }
        Known { min: self.cell(&format!("{name}_min")), max: self.cell(&format!("{name}_max")) }
    }
}

impl FactRow for BTreeMap<String, Known> {
    fn fact(&self, name: &str) -> Known {
        self.get(name).cloned().unwrap_or_default()
    }
}

/// The columns that some facts stand in, to tell which rows agree in all of them.
#[derive(Debug, Clone)]
pub struct RowKeys(Vec<Column>);

impl RowKeys {
    /// The columns of the facts called `names`; what the frame does not have tells nothing apart.
    pub fn read<'a>(frame: &DataFrame, names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: BTreeSet<&str> = names.into_iter().collect();
        let columns = names.into_iter().flat_map(|name| [name.to_owned(), format!("{name}_min"), format!("{name}_max")]);
        Self(columns.filter_map(|name| frame.column(&name).ok().cloned()).collect())
    }

    /// The row's values as bytes, each with its length: equal exactly for rows that agree in all of them.
    pub fn key(&self, row: usize) -> Vec<u8> {
        let mut key = Vec::with_capacity(self.0.len() * 5);
        for column in &self.0 {
            let start = key.len();
            key.push(0);
            match column.get(row) {
                Ok(AnyValue::String(text)) => {
                    key.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
                    key.extend(text.as_bytes());
                }
                Ok(AnyValue::Float64(x)) => key.extend(x.to_bits().to_le_bytes()),
                Ok(AnyValue::Int32(n) | AnyValue::Date(n)) => key.extend(n.to_le_bytes()),
                Ok(AnyValue::Boolean(b)) => key.push(b.into()),
                _ => key[start] = 1,
            }
        }
        key
    }
}

/// The day `days` after 1 January 1970.
pub(super) fn day(days: i32) -> Option<NaiveDate> {
    if days >= 0 {
        EPOCH.checked_add_days(Days::new(days.unsigned_abs().into()))
    } else {
        EPOCH.checked_sub_days(Days::new(days.unsigned_abs().into()))
    }
}
