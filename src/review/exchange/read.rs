//! What does an answers file say?

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};

use super::{Incoming, MORE};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::table::answers::{ANSWER, Subject};

/// An answers file is not larger.
const LARGEST: u64 = 256 << 20;
/// Rows from the top among which the row of column names is looked for.
const NAMES_WITHIN: usize = 5;

/// How an answers file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Comma-separated, UTF-8.
    Csv,
    /// A workbook.
    Xlsx,
    /// One JSON document.
    Json,
}

impl Form {
    /// The form that the file's name asks for.
    ///
    /// # Errors
    /// It asks for none of the three.
    pub fn of(path: &Path) -> Result<Self> {
        match path.extension().map(|end| end.to_string_lossy().to_lowercase()).as_deref() {
            Some("csv") => Ok(Self::Csv),
            Some("xlsx") => Ok(Self::Xlsx),
            Some("json") => Ok(Self::Json),
            _ => Err(Error::new(Text::new("E620-answers-form")).at(Place::file(path))),
        }
    }
}

/// The rows of an answers file, and the file's bytes.
///
/// # Errors
/// It cannot be read, is none, or lacks the columns.
pub(in crate::review) fn read(path: &Path) -> Result<(Vec<Incoming>, Vec<u8>)> {
    let form = Form::of(path)?;
    let length = std::fs::metadata(path).map_err(|cause| Error::reading(path, &cause))?.len();
    if length > LARGEST {
        return Err(Error::new(Text::new("E621-answers-too-large").with("megabytes", i64::try_from(LARGEST >> 20).unwrap_or(0)))
            .at(Place::file(path)));
    }
    let bytes = std::fs::read(path).map_err(|cause| Error::reading(path, &cause))?;
    let rows = match form {
        Form::Csv => csv(path, &bytes)?,
        Form::Xlsx => xlsx(path, &bytes)?,
        Form::Json => json(path, &bytes)?,
    };
    Ok((rows, bytes))
}

fn not_understood(path: &Path, cause: impl std::fmt::Display) -> Error {
    Error::new(Text::new("E622-answers-not-understood")).at(Place::file(path)).because(cause)
}

fn is_column(name: &str) -> bool {
    ANSWER.iter().any(|column| column.name == name) || MORE.contains(&name)
}

/// The columns of a row of names: position and name. None: it is no such row.
fn columns<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Vec<(usize, String)>> {
    let columns: Vec<(usize, String)> =
        cells.map(str::trim).enumerate().filter(|(_, name)| is_column(name)).map(|(i, name)| (i, name.to_owned())).collect();
    let has = |wanted: &str| columns.iter().any(|(_, name)| name == wanted);
    (has("subject") && has("answer") && has("candidate_id")).then_some(columns)
}

/// A row with the cells that are not blank.
fn incoming<'a>(place: Place, cells: impl Iterator<Item = (&'a str, String)>) -> Incoming {
    let cells: BTreeMap<String, String> =
        cells.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).filter(|(_, value)| !value.is_empty()).collect();
    Incoming { place, cells }
}

fn csv(path: &Path, bytes: &[u8]) -> Result<Vec<Incoming>> {
    let text = std::str::from_utf8(bytes).map_err(|cause| not_understood(path, cause))?;
    let text = text.trim_start_matches('\u{feff}');
    // Vietnamese Excel writes semicolons.
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut out = Vec::new();
    let mut names = None;
    for record in reader.records() {
        let record = record.map_err(|cause| not_understood(path, cause.to_string().lines().next().unwrap_or_default()))?;
        let Some(names) = &names else {
            names = Some(columns(record.iter()).ok_or_else(|| no_columns(path))?);
            continue;
        };
        let row = record.position().map_or(0, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
        let cells = names.iter().map(|(i, name)| (name.as_str(), unguarded(record.get(*i).unwrap_or_default()).to_owned()));
        out.push(incoming(Place::file(path).row(row), cells));
    }
    if names.is_none() { Err(no_columns(path)) } else { Ok(out) }
}

fn no_columns(path: &Path) -> Error {
    Error::new(Text::new("E623-no-answer-columns")).at(Place::file(path))
}

/// The text without the `'` that an export puts before what a spreadsheet would take for a formula.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) => rest,
        _ => cell,
    }
}

fn xlsx(path: &Path, bytes: &[u8]) -> Result<Vec<Incoming>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|cause| not_understood(path, cause))?;
    let mut out = Vec::new();
    let mut is_any = false;
    for sheet in workbook.sheet_names() {
        let range = workbook.worksheet_range(&sheet).map_err(|cause| not_understood(path, cause))?;
        let first = range.start().map_or(0, |(row, _)| row);
        let texts = |row: &[Data]| row.iter().map(text).collect::<Vec<_>>();
        let found = range
            .rows()
            .take(NAMES_WITHIN)
            .enumerate()
            .find_map(|(i, row)| Some((i, columns(texts(row).iter().map(String::as_str))?)));
        let Some((names_at, names)) = found else { continue };
        is_any = true;
        for (i, row) in range.rows().enumerate().skip(names_at + 1) {
            let number = first.saturating_add(u32::try_from(i).unwrap_or(u32::MAX)).saturating_add(1);
            let cells = names.iter().map(|(at, name)| (name.as_str(), row.get(*at).map(text).unwrap_or_default()));
            let row = incoming(Place::file(path).sheet(sheet.clone()).row(number), cells);
            // Under the names that programs read stand those that people read.
            let is_heading = i == names_at + 1
                && row.cell("subject").is_none_or(|word| Subject::ALL.iter().all(|subject| subject.name() != word));
            if !is_heading && !row.cells.is_empty() {
                out.push(row);
            }
        }
    }
    if is_any { Ok(out) } else { Err(no_columns(path)) }
}

/// What a cell says; a day as `2025-09-15`.
fn text(cell: &Data) -> String {
    match cell {
        Data::String(text) | Data::DateTimeIso(text) => text.clone(),
        Data::DateTime(moment) => moment.as_datetime().map_or_else(String::new, |moment| {
            let is_day = moment.time() == chrono::NaiveTime::MIN;
            moment.format(if is_day { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" }).to_string()
        }),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        _ => String::new(),
    }
}

fn json(path: &Path, bytes: &[u8]) -> Result<Vec<Incoming>> {
    let document: serde_json::Value = serde_json::from_slice(bytes).map_err(|cause| not_understood(path, cause))?;
    let rows = document.get("answers").unwrap_or(&document).as_array().ok_or_else(|| no_columns(path))?;
    let mut out = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let row = row.as_object().ok_or_else(|| no_columns(path))?;
        let value = |value: &serde_json::Value| match value {
            serde_json::Value::Null => String::new(),
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let cells = row.iter().filter(|(name, _)| is_column(name)).map(|(name, cell)| (name.as_str(), value(cell)));
        out.push(incoming(Place::file(path).row(u32::try_from(i + 1).unwrap_or(u32::MAX)), cells));
    }
    Ok(out)
}
