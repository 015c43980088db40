//! What is known of one row?

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;

use chrono::{Days, NaiveDate};
use polars::prelude::{AnyValue, Column, DataFrame, DataType};
use rustc_hash::FxHashMap;

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

    /// `rows` in groups of those that agree in all columns; `apart` begins with a number a row, and rows that differ in it stay apart.
    pub fn groups(&self, rows: &[u32], mut apart: Vec<u32>) -> RowGroups {
        // Column by column, the groups so far are split by the values in it: numbers stand for all that went before.
        for column in &self.0 {
            let column = column.as_materialized_series();
            match column.dtype() {
                DataType::String => column.str().into_iter().for_each(|cells| split(&mut apart, rows, |row| cells.get(row))),
                DataType::Float64 => {
                    column.f64().into_iter().for_each(|cells| split(&mut apart, rows, |row| cells.get(row).map(f64::to_bits)));
                }
                DataType::Int32 => column.i32().into_iter().for_each(|cells| split(&mut apart, rows, |row| cells.get(row))),
                DataType::Date => {
                    column.date().into_iter().for_each(|cells| split(&mut apart, rows, |row| cells.physical().get(row)));
                }
                DataType::Boolean => column.bool().into_iter().for_each(|cells| split(&mut apart, rows, |row| cells.get(row))),
                // No fact is of another type.
                _ => {}
            }
        }
        let mut places: FxHashMap<u32, u32> = FxHashMap::default();
        let mut firsts = Vec::new();
        for (at, group) in apart.iter_mut().enumerate() {
            *group = *places.entry(*group).or_insert_with(|| {
                firsts.push(at);
                number(firsts.len() - 1)
            });
        }
        RowGroups { places: apart, firsts }
    }
}

/// Splits groups of rows by a value of each.
fn split<V: Hash + Eq>(groups: &mut [u32], rows: &[u32], value: impl Fn(usize) -> V) {
    let mut known: FxHashMap<(u32, V), u32> = FxHashMap::default();
    for (group, row) in groups.iter_mut().zip(rows) {
        let next = number(known.len());
        *group = *known.entry((*group, value(*row as usize))).or_insert(next);
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Rows in groups, numbered in the order in which they are met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowGroups {
    /// The number of each row's group.
    pub places: Vec<u32>,
    /// Of each group the first row, by its place among the rows.
    pub firsts: Vec<usize>,
}

/// The day `days` after 1 January 1970.
pub(super) fn day(days: i32) -> Option<NaiveDate> {
    if days >= 0 {
        EPOCH.checked_add_days(Days::new(days.unsigned_abs().into()))
    } else {
        EPOCH.checked_sub_days(Days::new(days.unsigned_abs().into()))
    }
}

#[cfg(test)]
mod tests {
    use polars::prelude::df;

    use super::*;

    #[test]
    fn rows_that_agree_in_every_fact_are_one_group() {
        let frame = df!(
            "form" => [Some("warning"), Some("removal"), None, Some("warning"), None],
            "months_min" => [Some(3), Some(3), Some(3), Some(3), None],
            "is_known" => [Some(true), Some(true), Some(true), None, Some(true)],
        )
        .expect("a frame");
        let groups = |names: &[&str], rows: &[u32], apart: &[u32]| {
            RowKeys::read(&frame, names.iter().copied()).groups(rows, apart.to_vec())
        };
        let all = groups(&["form", "months", "is_known"], &[0, 1, 2, 3, 4, 0], &[0; 6]);
        assert_eq!(all, RowGroups { places: vec![0, 1, 2, 3, 4, 0], firsts: vec![0, 1, 2, 3, 4] });
        assert_eq!(groups(&["form"], &[4, 3, 2, 0], &[0; 4]), RowGroups { places: vec![0, 1, 0, 1], firsts: vec![0, 1] });
        let apart = groups(&["form"], &[0, 3, 2], &[1, 0, 0]);
        assert_eq!(apart.places, [0, 1, 2], "kept apart from the start");
        assert_eq!(groups(&[], &[1, 2], &[0, 0]), RowGroups { places: vec![0, 0], firsts: vec![0] });
    }
}
