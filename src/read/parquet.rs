//! What do the columns of a parquet file say?

use std::io::Cursor;

use chrono::{DateTime, Days, NaiveDate};
use polars::prelude::*;
use polars_io::parquet::read::ParquetReader;

use super::assemble::Part;
use super::cell;
use super::grid::{Grid, Row};
use super::layout;
use super::sheet::{Job, Sheet};
use crate::error::{Error, Result};
use crate::lang::Text;

/// Records that may decide what a column is.
const HEAD_RECORDS: usize = 400;

/// One record: the cells of all columns at one place.
struct Record<'a> {
    columns: &'a [StringChunked],
    at: usize,
}

impl Row for Record<'_> {
    fn get(&self, column: usize) -> &str {
        self.columns.get(column).and_then(|column| column.get(self.at)).unwrap_or("")
    }

    fn each(&self, visit: &mut dyn FnMut(usize, &str)) {
        for (i, column) in self.columns.iter().enumerate() {
            if let Some(text) = column.get(self.at) {
                visit(i, text);
            }
        }
    }
}

/// The one sheet of a parquet file; its rows are counted from 1, without a header row.
///
/// # Errors
/// The file is damaged or has no column for the required one.
pub fn read(bytes: &[u8], job: &Job<'_>) -> Result<Sheet> {
    let damaged = |cause: PolarsError| Error::new(Text::new("E119-parquet-damaged")).at(job.place()).because(cause);
    let frame = ParquetReader::new(Cursor::new(bytes)).finish().map_err(damaged)?;
    let columns = frame.columns().iter().map(text_of).collect::<PolarsResult<Vec<_>>>().map_err(damaged)?;
    let mut head = Grid::default();
    let mut is_full = false;
    let mut push = |row: usize, column: usize, text: &str| {
        if let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column)) {
            is_full = is_full || head.push(row, column, text, false).is_err();
        }
    };
    for (i, column) in columns.iter().enumerate() {
        push(0, i, column.name());
    }
    for at in 0..frame.height().min(HEAD_RECORDS) {
        Record { columns: &columns, at }.each(&mut |column, text| push(at + 1, column, text));
    }
    head.finish();
    // Cells never continue a header here.
    let names_only = |grid: &Grid| layout::find_in_row(grid, 0, job.kind, job.reader);
    let header = names_only(&head).map_err(|guess| job.no_header(&guess, None))?;
    let mut sheet = job.prepare(&head, &header, None)?;
    "parquet".clone_into(&mut sheet.format);
    sheet.header_row = 0;
    let mut part = Part::new(&sheet.recipe, frame.height());
    for at in 0..frame.height() {
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        part.push(&sheet.recipe, number, &Record { columns: &columns, at });
    }
    sheet.rows_skipped = part.skipped;
    sheet.fill(vec![part], &[0])?;
    Ok(sheet)
}

/// A column as text; dates as `dd/mm/yyyy`, whole numbers in full.
fn text_of(column: &Column) -> PolarsResult<StringChunked> {
    let series = column.as_materialized_series().rechunk();
    let mut text = String::new();
    let mut dates = |days: &Int32Chunked| -> StringChunked {
        let epoch = NaiveDate::default();
        let mut out = StringChunkedBuilder::new(series.name().clone(), days.len());
        for day in days.iter() {
            let date = day.and_then(|day| {
                let distance = Days::new(u64::from(day.unsigned_abs()));
                if day < 0 { epoch.checked_sub_days(distance) } else { epoch.checked_add_days(distance) }
            });
            text.clear();
            match date {
                Some(date) => {
                    cell::day(date, &mut text);
                    out.append_value(&text);
                }
                None => out.append_null(),
            }
        }
        out.finish()
    };
    match series.dtype() {
        DataType::String => Ok(series.str()?.clone()),
        DataType::Date => Ok(dates(series.cast(&DataType::Int32)?.i32()?)),
        DataType::Datetime(unit, _) => {
            let per_second = match unit {
                TimeUnit::Nanoseconds => 1_000_000_000,
                TimeUnit::Microseconds => 1_000_000,
                TimeUnit::Milliseconds => 1_000,
            };
            let instants = series.cast(&DataType::Int64)?;
            let days = instants.i64()?.iter().map(|instant| {
                let date = DateTime::from_timestamp(instant?.div_euclid(per_second), 0)?.date_naive();
                i32::try_from(date.signed_duration_since(NaiveDate::default()).num_days()).ok()
            });
            Ok(dates(&Int32Chunked::from_iter_options(series.name().clone(), days)))
        }
        DataType::Float32 | DataType::Float64 => {
            let numbers = series.cast(&DataType::Float64)?;
            let mut out = StringChunkedBuilder::new(series.name().clone(), series.len());
            for number in numbers.f64()?.iter() {
                text.clear();
                match number {
                    Some(x) => {
                        cell::number(x, None, &mut text);
                        out.append_value(&text);
                    }
                    None => out.append_null(),
                }
            }
            Ok(out.finish())
        }
        _ => Ok(series.cast(&DataType::String)?.str()?.clone()),
    }
}
