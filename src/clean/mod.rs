//! What do the rows say? Raw cells become the tables of [`crate::table::people`].
//!
//! Nothing is lost: the raw cells stay beside what was made of them, a row that cannot be used is rejected with its reason, and what was
//! put right or could not be read is a notice. A cell that says nothing usable is not known; its row stays.

mod assemble;
mod candidates;
mod cases;
mod cells;
mod complaints;
mod identify;
mod inspections;
mod known;
mod memory;
mod organisations;
mod person;
mod read_cell;
mod remark;
mod swap;
mod texts;
mod writer;

use std::borrow::Cow;

use chrono::NaiveDate;
use polars::prelude::DataFrame;
use rayon::prelude::*;

use self::candidates::PersonColumns;
use self::cells::{Cells, Sheets, Task, cell};
use self::memory::{Home, Memory, Organisation, Shared};
use self::person::Numbers;
use self::remark::{Found, Remark, Remarks};
use self::writer::Writer;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::table::Column;
use crate::table::people::{Candidates, Cases, Complaints, Inspections, Organisations};
use crate::table::raw::{InputKind, Raw};
use crate::table::rejects::{Notice, Reject, RowCount};
use crate::vn::place::Map;

/// What cleaning depends on besides the rows.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The date of judgement: years of two digits, births and events are read as of then, and places on the maps known then.
    pub as_of: NaiveDate,
}

/// The tables, and what happened to the rows on the way.
#[derive(Debug, Clone)]
pub struct Cleaned {
    /// The roster.
    pub candidates: Candidates,
    /// Discipline decisions on persons.
    pub cases: Cases,
    /// Complaints and denunciations.
    pub complaints: Complaints,
    /// Inspections.
    pub inspections: Inspections,
    /// Discipline decisions on organisations.
    pub organisations: Organisations,
    /// Rows that could not be used, by kind, source and row.
    pub rejects: Vec<Reject>,
    /// Remarks about rows that were used: at most a thousand of a code, and how many more there were.
    pub notices: Vec<Notice>,
    /// Rows in and out per kind, in the order of the contract; kinds without any file have none.
    pub rows: Vec<RowCount>,
}

/// The tables made of `raws`, whose order is the run's list of sources.
///
/// # Errors
/// A column is not what it is declared to be, or rows were lost on the way: mistakes of ours, never of a user.
pub fn clean(raws: &[Raw], options: Options) -> Result<Cleaned> {
    let mut log = Log::default();
    let mut table = |kind, declared, part: &Reader| table(kind, declared, raws, part, &mut log);
    let candidates = table(InputKind::Roster, candidates::Roster::TABLE, &|task, cells, shared| {
        part::<candidates::Roster>(task, cells, shared, options)
    })?;
    let cases = table(InputKind::Discipline, cases::Discipline::TABLE, &|task, cells, shared| {
        part::<cases::Discipline>(task, cells, shared, options)
    })?;
    let organisations = table(InputKind::Organisations, organisations::Organisations::TABLE, &|task, cells, shared| {
        part::<organisations::Organisations>(task, cells, shared, options)
    })?;
    let complaints = table(InputKind::Complaints, complaints::Complaints::TABLE, &|task, cells, shared| {
        part::<complaints::Complaints>(task, cells, shared, options)
    })?;
    let inspections = table(InputKind::Inspections, inspections::Inspections::TABLE, &|task, cells, shared| {
        part::<inspections::Inspections>(task, cells, shared, options)
    })?;
    Ok(Cleaned {
        candidates: Candidates::new(&candidates)?,
        cases: Cases::new(&cases)?,
        complaints: Complaints::new(&complaints)?,
        inspections: Inspections::new(&inspections)?,
        organisations: Organisations::new(&organisations)?,
        rejects: log.rejects,
        notices: log.notices,
        rows: log.rows,
    })
}

/// Reads the rows of one task.
type Reader<'r> = dyn for<'a> Fn(Task, &Cells<'a>, &'a Shared<'a>) -> Part<'a> + Sync + 'r;

#[derive(Default)]
struct Log {
    rejects: Vec<Reject>,
    notices: Vec<Notice>,
    rows: Vec<RowCount>,
}

/// What every row of a task is read with.
struct Context<'a> {
    memory: Memory<'a>,
    remarks: Remarks,
    as_of: NaiveDate,
    /// What stands in the row's column of native places.
    home: Option<Home>,
    /// What stands in its column of organisations.
    organisation: Option<Organisation>,
}

/// One kind of input: where its columns are, and how a row is read.
trait Register<'a>: Sized {
    /// The columns of its table.
    const TABLE: &'static [&'static [Column]];
    /// What an identifier made from content begins with.
    const PREFIX: &'static str;
    /// The column without which a row is nothing.
    const KEY: &'static str;

    /// The columns of one sheet.
    fn of(cells: &Cells<'a>) -> Self;

    /// Those of the row's person. None: the register is not of persons.
    fn person(&self) -> Option<&PersonColumns<'a>>;

    /// The map on which the native place of row `at` was written.
    fn map(&self, _at: usize, as_of: NaiveDate) -> Map {
        person::map_of(None, as_of)
    }

    /// Reads row `at` into `writer`.
    ///
    /// # Errors
    /// Why the row is rejected; nothing was written then.
    fn read(&self, at: usize, context: &mut Context<'a>, writer: &mut Writer) -> std::result::Result<Numbers, Remark>;
}

/// A row's identifier.
struct Id<'a> {
    text: Cow<'a, str>,
    /// Made from the row's content, not given.
    is_made: bool,
}

/// What became of a task's rows, rejected ones included.
struct Part<'a> {
    task: Task,
    /// The rows' numbers in the file.
    rows: &'a [u32],
    ids: Vec<Id<'a>>,
    is_rejected: Vec<bool>,
    numbers: Vec<Numbers>,
    writer: Writer,
    remarks: Remarks,
    rejects: Vec<Found>,
}

fn table(kind: InputKind, declared: &[&[Column]], raws: &[Raw], read: &Reader, log: &mut Log) -> Result<DataFrame> {
    let sheets = Sheets::of(kind, raws)?;
    let cells = sheets.cells()?;
    let shared = Shared::default();
    let tasks = sheets.tasks().into_par_iter();
    let mut parts: Vec<Part> = tasks.filter_map(|task| cells.get(task.sheet).map(|cells| read(task, cells, &shared))).collect();
    if let Some(column) = parts.iter().find_map(|part| part.writer.wrong) {
        let text = Text::new("E006-table-contract").with("table", kind.name());
        return Err(Error::new(text.with("column", column).with("found", "another order")));
    }
    let doubles = identify::settle(&mut parts, &sheets);
    assemble::assemble(declared, &sheets, parts, shared.texts(), doubles, log)
}

fn part<'a, R: Register<'a>>(task: Task, cells: &Cells<'a>, shared: &'a Shared<'a>, options: Options) -> Part<'a> {
    let register = R::of(cells);
    let count = task.to - task.from;
    let memory = Memory::new(shared);
    let (homes, organisations) = match register.person() {
        Some(person) => {
            let rows = || task.from..task.to;
            let home = |at| cell(person.home, at).map(|text| (text, register.map(at, options.as_of)));
            (memory.homes(rows().map(home)), memory.organisations(rows().map(|at| cell(person.organisation, at))))
        }
        None => (Vec::new(), Vec::new()),
    };
    let mut context = Context { memory, remarks: Remarks::new(task.sheet), as_of: options.as_of, home: None, organisation: None };
    let mut writer = Writer::new(R::TABLE, count);
    let given = cells.id_column();
    let mut part = Part {
        task,
        rows: cells.rows.get(task.from..task.to).unwrap_or(&[]),
        ids: Vec::with_capacity(count),
        is_rejected: vec![false; count],
        numbers: Vec::with_capacity(count),
        rejects: Vec::new(),
        writer: Writer::new(&[], 0),
        remarks: Remarks::new(task.sheet),
    };
    for at in task.from..task.to {
        let row = cells.rows.get(at).copied().unwrap_or(0);
        context.remarks.at_row(row);
        context.home = homes.get(at - task.from).copied().flatten();
        context.organisation = organisations.get(at - task.from).copied().flatten();
        part.ids.push(match cell(given, at) {
            Some(id) => Id { text: Cow::Borrowed(id), is_made: false },
            None => Id { text: Cow::Owned(identify::digest(R::PREFIX, cells.row(at))), is_made: true },
        });
        match register.read(at, &mut context, &mut writer) {
            Ok(numbers) => {
                writer.end_row();
                part.numbers.push(numbers);
            }
            Err(remark) => {
                writer.skip_row();
                part.numbers.push(Numbers::default());
                if let Some(is_rejected) = part.is_rejected.get_mut(at - task.from) {
                    *is_rejected = true;
                }
                part.rejects.push(Found::reason(remark, task.sheet, row, R::KEY));
            }
        }
    }
    (part.writer, part.remarks) = (writer, context.remarks);
    part
}

#[cfg(test)]
mod tests;
