//! The cleaned cells of a run of rows, column by column, until the table is put together.

use chrono::{Datelike, NaiveDate};
use polars::prelude::*;

use super::texts::Number;
use crate::table::{Column as Declared, Type};
use crate::vn::date::LooseDate;

/// Days from 1 January of the year 1 to 1 January 1970.
const EPOCH: i32 = 719_163;

/// Columns that are handed on as they stand in the file.
pub(super) fn is_handed_on(name: &str) -> bool {
    name.ends_with("_raw") || matches!(name, "id" | "source" | "row" | "organisation_code" | "province_code" | "violation")
}

/// Columns whose texts repeat from row to row: written as numbers, spelled when the table is put together.
pub(super) fn is_numbered(name: &str) -> bool {
    matches!(name, "home_place" | "organisation" | "position" | "standing_for" | "authority")
}

enum Values {
    Text(StringChunkedBuilder),
    Date(Vec<Option<i32>>),
    Set(Vec<Option<u64>>),
    Index(Vec<Option<u32>>),
    Flag(Vec<Option<bool>>),
}

struct Built {
    name: &'static str,
    values: Values,
}

/// Takes the cells of each row in the order in which the table declares its columns.
pub(super) struct Writer {
    columns: Vec<Built>,
    at: usize,
    /// Each cell of the first row is checked against the declaration: the order of the code and of the table must be one.
    is_first: bool,
    /// The first column written out of turn: a mistake of ours.
    pub wrong: Option<&'static str>,
}

impl Writer {
    pub fn new(declared: &[&[Declared]], rows: usize) -> Self {
        let columns = declared.iter().copied().flatten().filter(|column| !is_handed_on(column.name)).map(|column| {
            let values = match column.kind {
                Type::Date => Values::Date(Vec::with_capacity(rows)),
                Type::Set => Values::Set(Vec::with_capacity(rows)),
                Type::Text if is_numbered(column.name) => Values::Index(Vec::with_capacity(rows)),
                Type::Index => Values::Index(Vec::with_capacity(rows)),
                Type::Bool => Values::Flag(Vec::with_capacity(rows)),
                Type::Text | Type::Int | Type::Real => Values::Text(StringChunkedBuilder::new(column.name.into(), rows)),
            };
            Built { name: column.name, values }
        });
        Self { columns: columns.collect(), at: 0, is_first: true, wrong: None }
    }

    fn next(&mut self, name: &'static str) -> Option<&mut Values> {
        let column = self.columns.get_mut(self.at);
        self.at += 1;
        if self.is_first && column.as_ref().is_none_or(|column| column.name != name) {
            self.wrong = self.wrong.or(Some(name));
        }
        column.map(|column| &mut column.values)
    }

    pub fn text(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(Values::Text(list)) = self.next(name) {
            list.append_option(value);
        }
    }

    pub fn date(&mut self, name: &'static str, value: Option<NaiveDate>) {
        if let Some(Values::Date(list)) = self.next(name) {
            list.push(value.map(|date| date.num_days_from_ce() - EPOCH));
        }
    }

    /// Both ends of a date.
    pub fn span(&mut self, from: &'static str, to: &'static str, value: Option<LooseDate>) {
        self.date(from, value.map(|date| date.from));
        self.date(to, value.map(|date| date.to));
    }

    pub fn set(&mut self, name: &'static str, value: Option<u64>) {
        if let Some(Values::Set(list)) = self.next(name) {
            list.push(value);
        }
    }

    pub fn index(&mut self, name: &'static str, value: Option<u32>) {
        if let Some(Values::Index(list)) = self.next(name) {
            list.push(value);
        }
    }

    /// A text by its number.
    pub fn number(&mut self, name: &'static str, value: Option<Number>) {
        self.index(name, value.map(|number| number.0));
    }

    pub fn flag(&mut self, name: &'static str, value: bool) {
        if let Some(Values::Flag(list)) = self.next(name) {
            list.push(Some(value));
        }
    }

    pub fn end_row(&mut self) {
        if self.is_first && self.at != self.columns.len() {
            self.wrong = self.wrong.or(self.columns.get(self.at).map(|column| column.name));
        }
        (self.at, self.is_first) = (0, false);
    }

    /// An empty row, in the place of one that is rejected.
    pub fn skip_row(&mut self) {
        for column in &mut self.columns {
            match &mut column.values {
                Values::Text(list) => list.append_null(),
                Values::Date(list) => list.push(None),
                Values::Set(list) => list.push(None),
                Values::Index(list) => list.push(None),
                Values::Flag(list) => list.push(None),
            }
        }
    }

    /// The columns, in the declared order.
    pub fn finish(self) -> Vec<Column> {
        let column = |built: Built| {
            let name: PlSmallStr = built.name.into();
            match built.values {
                Values::Text(list) => list.finish().into_column(),
                Values::Date(list) => Int32Chunked::from_iter_options(name, list.into_iter()).into_date().into_column(),
                Values::Set(list) => UInt64Chunked::from_iter_options(name, list.into_iter()).into_column(),
                Values::Index(list) => UInt32Chunked::from_iter_options(name, list.into_iter()).into_column(),
                Values::Flag(list) => BooleanChunked::from_iter_options(name, list.into_iter()).into_column(),
            }
        };
        self.columns.into_iter().map(column).collect()
    }
}
