//! The parts of a kind of input, put together as one table, and its rows accounted for.

use polars::prelude::*;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::cells::{Sheets, Task};
use super::person::{Numbers, tagged};
use super::remark::{Found, Remark, Remarks, notices};
use super::texts::{Texts, spell};
use super::writer::{is_handed_on, is_numbered};
use super::{Log, Part, identify};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::table::Column as Declared;
use crate::table::raw::InputKind;
use crate::table::rejects::{Notice, Reject, RowCount};
use crate::vn::id_number;

/// The table with the declared columns; rejects, notices and counts go to `log`.
pub(super) fn assemble(
    declared: &[&[Declared]],
    sheets: &Sheets,
    parts: Vec<Part>,
    texts: &Texts,
    doubles: Vec<Reject>,
    log: &mut Log,
) -> Result<DataFrame> {
    let read = sheets.rows();
    let shared = [
        identify::shared(all_numbers(&parts, |numbers| numbers.id)),
        identify::shared(all_numbers(&parts, |numbers| numbers.card)),
    ];
    let mut remarks = Vec::with_capacity(parts.len());
    let mut rejects = doubles;
    let mut columns: Vec<Column> = Vec::new();
    let mut keep: Vec<bool> = Vec::with_capacity(read);
    let mut ids: Option<Column> = None;
    let mut sources: Vec<u32> = Vec::with_capacity(read);
    let mut rows: Vec<u32> = Vec::with_capacity(read);
    let finished: Vec<Finished> = parts.into_par_iter().map(Finished::of).collect();
    for part in finished {
        keep.extend(part.is_rejected.iter().map(|is_rejected| !is_rejected));
        let source = sheets.sheets.get(part.task.sheet).map_or(0, |sheet| sheet.source);
        sources.extend(std::iter::repeat_n(source, part.rows.len()));
        rows.extend(part.rows);
        rejects.extend(part.rejects.into_iter().map(|found| found.reject(sheets)));
        remarks.push(part.remarks);
        match &mut ids {
            Some(whole) => drop(whole.append_owned(part.ids)?),
            None => ids = Some(part.ids),
        }
        for (at, column) in part.columns.into_iter().enumerate() {
            match columns.get_mut(at) {
                Some(whole) => drop(whole.append_owned(column)?),
                None => columns.push(column),
            }
        }
    }
    let mut built = columns.into_iter();
    let height = keep.len();
    let mut out: Vec<Column> = Vec::new();
    for column in declared.iter().copied().flatten() {
        let whole = match column.name {
            "id" => ids.take().unwrap_or_else(|| Column::full_null("id".into(), height, &DataType::String)),
            "source" => Column::new("source".into(), std::mem::take(&mut sources)),
            "row" => Column::new("row".into(), std::mem::take(&mut rows)),
            name if is_handed_on(name) => handed_on(sheets, name)?,
            "national_id" => without(next(&mut built, column, height), &shared[0])?,
            "party_card" => without(next(&mut built, column, height), &shared[1])?,
            _ => next(&mut built, column, height),
        };
        out.push(whole);
    }
    let texts = texts.column();
    let spelled = out.into_par_iter().map(|column| if is_numbered(column.name()) { spell(column, &texts) } else { Ok(column) });
    let mut frame = DataFrame::new(height, spelled.collect::<Result<_>>()?)?;
    if keep.contains(&false) {
        frame = frame.filter(&BooleanChunked::from_slice("keep".into(), &keep))?;
    }
    frame.rechunk_mut_par();
    account(sheets, &frame, read, rejects, log)?;
    log.notices.extend(notices(remarks, sheets));
    for (column, list) in ["national_id", "party_card"].into_iter().zip(&shared) {
        log.notices.extend(list.iter().map(|&(number, count)| shared_notice(sheets, column, number, count)));
    }
    Ok(frame)
}

fn all_numbers(parts: &[Part], of: impl Fn(&Numbers) -> u64) -> impl Iterator<Item = u64> {
    parts.iter().flat_map(|part| part.numbers.iter()).map(of)
}

/// A part with its columns made.
struct Finished<'a> {
    task: Task,
    rows: &'a [u32],
    ids: Column,
    is_rejected: Vec<bool>,
    columns: Vec<Column>,
    remarks: Remarks,
    rejects: Vec<Found>,
}

impl<'a> Finished<'a> {
    fn of(part: Part<'a>) -> Self {
        let Part { task, rows, ids, is_rejected, writer, remarks, rejects, .. } = part;
        let ids = StringChunked::from_iter_values("id".into(), ids.iter().map(|id| &*id.text)).into_column();
        Self { task, rows, ids, is_rejected, columns: writer.finish(), remarks, rejects }
    }
}

/// The next column that was written; empty where there were no rows to write.
fn next(built: &mut impl Iterator<Item = Column>, declared: &Declared, height: usize) -> Column {
    built
        .next()
        .filter(|column| column.name().as_str() == declared.name)
        .unwrap_or_else(|| Column::full_null(declared.name.into(), height, &declared.kind.dtype()))
}

/// The cells as they stood in the files, `X_raw` from column `X`.
fn handed_on(sheets: &Sheets, name: &str) -> Result<Column> {
    let from = match (name.strip_suffix("_raw").unwrap_or(name), sheets.kind) {
        ("full_name", InputKind::Complaints) => "respondent",
        ("full_name", InputKind::Inspections) => "subject",
        (name, _) => name,
    };
    let mut whole = Column::new_empty(name.into(), &DataType::String);
    for sheet in &sheets.sheets {
        let column = match sheet.frame.column(from) {
            Ok(column) => column.clone().with_name(name.into()),
            Err(_) => Column::full_null(name.into(), sheet.frame.height(), &DataType::String),
        };
        whole.append(&column)?;
    }
    Ok(whole)
}

/// The column without the numbers that too many rows share.
fn without(column: Column, shared: &[(u64, usize)]) -> Result<Column> {
    if shared.is_empty() {
        return Ok(column);
    }
    let set: FxHashSet<u64> = identify::set(shared);
    let kept = column.str()?.iter().map(|number| number.filter(|number| !set.contains(&tagged(number))));
    Ok(StringChunked::from_iter_options(column.name().clone(), kept).into_column())
}

fn shared_notice(sheets: &Sheets, column: &'static str, number: u64, count: usize) -> Notice {
    // The leading 1 only keeps the zeros behind it.
    let digits = number.to_string().split_off(1);
    let header = sheets.place(0, 0, column).column.unwrap_or_default();
    let text = Text::new(Remark::NumberShared.id()).with("value", id_number::mask(&digits)).count("count", count);
    Notice { place: Place::default().column(header), text }
}

/// Rows in = rows used + rows rejected.
fn account(sheets: &Sheets, frame: &DataFrame, read: usize, mut rejects: Vec<Reject>, log: &mut Log) -> Result<()> {
    if sheets.sheets.is_empty() {
        return Ok(());
    }
    let count = RowCount { kind: sheets.kind, read, used: frame.height(), rejected: rejects.len() };
    if count.read != count.used + count.rejected {
        let text =
            Text::new("E008-rows-lost").count("read", count.read).count("used", count.used).count("rejected", count.rejected);
        return Err(Error::new(text));
    }
    rejects.sort_by(|a, b| (&a.place.file, &a.place.sheet, a.place.row).cmp(&(&b.place.file, &b.place.sheet, b.place.row)));
    log.rejects.extend(rejects);
    log.rows.push(count);
    Ok(())
}
