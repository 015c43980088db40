//! Where are the cells of one kind of input? Rows of several files, under one numbering.

use polars::prelude::*;

use crate::error::{Place, Result};
use crate::table::raw::{HeaderMeaning, InputKind, Raw};
use crate::vn::words::is_letter_or_digit;

type TextArray = <StringType as PolarsDataType>::Array;

/// How many rows a task takes at once: enough for its caches to pay, few enough to keep all threads busy.
const ROWS_PER_TASK: usize = 32_768;

/// One file or sheet.
pub(super) struct Sheet {
    /// Its place in the run's list of sources.
    pub source: u32,
    /// Its rows, every column in one chunk.
    pub frame: DataFrame,
}

/// All files of one kind.
pub(super) struct Sheets<'a> {
    pub kind: InputKind,
    pub raws: &'a [Raw],
    pub sheets: Vec<Sheet>,
}

/// A run of rows of one sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task {
    pub sheet: usize,
    pub from: usize,
    pub to: usize,
}

/// The cells of one sheet, ready to be read from any thread.
pub(super) struct Cells<'a> {
    kind: InputKind,
    columns: Vec<Option<&'a TextArray>>,
    /// The row in the file by place in the sheet.
    pub rows: &'a [u32],
}

impl<'a> Sheets<'a> {
    pub fn of(kind: InputKind, raws: &'a [Raw]) -> Result<Self> {
        let mut sheets = Vec::new();
        for (source, raw) in (0..).zip(raws) {
            if raw.source.kind != kind {
                continue;
            }
            let mut frame = raw.frame.clone();
            frame.rechunk_mut();
            let rows = frame.column("row")?.cast(&DataType::UInt32)?;
            frame.with_column(rows)?;
            sheets.push(Sheet { source, frame });
        }
        Ok(Self { kind, raws, sheets })
    }

    /// How many rows were read.
    pub fn rows(&self) -> usize {
        self.sheets.iter().map(|sheet| sheet.frame.height()).sum()
    }

    pub fn tasks(&self) -> Vec<Task> {
        let cut = |(sheet, height): (usize, usize)| {
            (0..height).step_by(ROWS_PER_TASK).map(move |from| Task { sheet, from, to: height.min(from + ROWS_PER_TASK) })
        };
        self.sheets.iter().map(|sheet| sheet.frame.height()).enumerate().flat_map(cut).collect()
    }

    pub fn cells(&self) -> Result<Vec<Cells<'_>>> {
        self.sheets.iter().map(|sheet| Cells::of(self.kind, &sheet.frame)).collect()
    }

    /// File, sheet, row and the column's own header, for a remark about `column`.
    pub fn place(&self, sheet: usize, row: u32, column: &str) -> Place {
        let Some(source) = self.sheets.get(sheet).and_then(|sheet| self.raws.get(sheet.source as usize)).map(|raw| &raw.source)
        else {
            return Place::default();
        };
        let is_it = |meaning: &HeaderMeaning| match meaning {
            HeaderMeaning::Column(name) | HeaderMeaning::Part(name, _) => name == column,
            _ => false,
        };
        let header = source.headers.iter().find(|found| is_it(&found.meaning)).map_or(column, |found| &found.header);
        let place = Place { file: Some(source.file.clone()), sheet: source.sheet.clone(), ..Place::default() };
        let place = if row == 0 { place } else { place.row(row) };
        if column.is_empty() { place } else { place.column(header) }
    }
}

impl<'a> Cells<'a> {
    fn of(kind: InputKind, frame: &'a DataFrame) -> Result<Self> {
        let mut columns = Vec::with_capacity(kind.columns().len());
        for name in kind.columns() {
            let column = frame.column(name).ok().map(|column| column.str()).transpose()?;
            columns.push(column.and_then(|column| column.downcast_iter().next()));
        }
        let rows = frame.column("row")?.u32()?.downcast_iter().next().map_or(&[][..], |array| array.values().as_slice());
        Ok(Self { kind, columns, rows })
    }

    /// The place of a column in this kind of input, to be asked once a sheet.
    pub fn column(&self, name: &str) -> Option<&'a TextArray> {
        self.kind.columns().iter().position(|column| *column == name).and_then(|at| self.columns.get(at).copied().flatten())
    }

    /// The column that names a row. None: the file has none.
    pub fn id_column(&self) -> Option<&'a TextArray> {
        self.kind.id_column().and_then(|name| self.column(name))
    }

    /// Every cell of a row in the order of the contract, absent ones too.
    pub fn row(&self, at: usize) -> impl Iterator<Item = Option<&'a str>> {
        self.columns.iter().map(move |column| cell(*column, at))
    }
}

/// A cell without blanks around it. None: the column is not in the file, or nothing but signs stands there.
pub(super) fn cell(column: Option<&TextArray>, at: usize) -> Option<&str> {
    let text = column?.get(at)?;
    // Nearly all cells begin with a letter or digit and end in one, or in a sign: no need to look closer.
    if begins_with_word(text) && ends_in_print(text) {
        return Some(text);
    }
    let text = text.trim();
    text.chars().any(char::is_alphanumeric).then_some(text)
}

fn begins_with_word(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(first) if first.is_ascii() => first.is_ascii_alphanumeric(),
        _ => text.chars().next().is_some_and(is_letter_or_digit),
    }
}

fn ends_in_print(text: &str) -> bool {
    match text.as_bytes().last() {
        Some(last) if last.is_ascii() => last.is_ascii_graphic(),
        _ => text.chars().next_back().is_some_and(is_letter_or_digit),
    }
}

/// A column's cells, for the structs that name them.
pub(super) type Cell<'a> = Option<&'a TextArray>;
