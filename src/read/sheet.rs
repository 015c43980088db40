//! What has been made of one sheet, and what was remarked on the way?

use std::collections::BTreeMap;
use std::path::Path;

use polars::prelude::DataFrame;

use super::assemble::{self, Part, Recipe};
use super::grid::Grid;
use super::headings::{self, Plan, Reader};
use super::layout::{Body, Guess, Header, MAX_COLUMNS};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::table::raw::{HeaderMatch, InputKind};
use crate::table::rejects::{Notice, Reject};

/// Headings that a sheet without the required column must have for the error to say which column is missing.
const HEADINGS_OF_A_LIST: usize = 3;

/// One file to read, with what the batch file says of it.
pub struct Job<'a> {
    /// What it lists.
    pub kind: InputKind,
    /// The file on this machine.
    pub path: &'a Path,
    /// The file as users know it.
    pub shown: &'a str,
    /// The sheet that was asked for.
    pub sheet: Option<&'a str>,
    /// Header → canonical column, as in the batch file.
    pub columns: &'a BTreeMap<String, String>,
    /// Reads its headings.
    pub reader: &'a Reader,
    /// Told the number of bytes just read.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// A sheet, or a file that has none.
pub struct Sheet {
    /// The sheet's name. None: not a workbook.
    pub name: Option<String>,
    /// The format, and for text the encoding and the separator.
    pub format: String,
    /// The header's (lower) row, from 1.
    pub header_row: u32,
    /// How its cells were understood.
    pub headers: Vec<HeaderMatch>,
    /// How the columns are made.
    pub recipe: Recipe,
    /// The records.
    pub frame: DataFrame,
    /// Rows that hold no record.
    pub rows_skipped: usize,
    /// Rows that could not be used.
    pub rejects: Vec<Reject>,
    /// Remarks.
    pub notices: Vec<Notice>,
}

/// All that one file gave.
pub struct Sheets {
    /// The file's SHA-256, in hexadecimal.
    pub sha256: String,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// Remarks about the file.
    pub notices: Vec<Notice>,
}

impl Sheet {
    /// Adds a row that could not be used.
    pub fn reject(&mut self, job: &Job<'_>, row: u32, text: Text) {
        self.rejects.push(Reject { kind: job.kind, place: job.place_in(self.name.as_deref()).row(row), text });
    }

    /// Takes the records.
    ///
    /// # Errors
    /// A table operation failed: a mistake of ours.
    pub fn fill(&mut self, parts: Vec<Part>, offsets: &[u32]) -> Result<()> {
        self.frame = assemble::join(&self.recipe, parts, offsets)?;
        Ok(())
    }
}

impl Job<'_> {
    /// The file.
    pub fn place(&self) -> Place {
        Place { file: Some(self.shown.to_owned()), ..Place::default() }
    }

    /// The file, and the sheet where there is one.
    pub fn place_in(&self, sheet: Option<&str>) -> Place {
        match sheet {
            Some(sheet) => self.place().sheet(sheet),
            None => self.place(),
        }
    }

    /// A sheet with its header understood and no records yet.
    ///
    /// # Errors
    /// The file is of another kind, or its required column is not there.
    pub fn prepare(&self, grid: &Grid, header: &Header, sheet: Option<&str>) -> Result<Sheet> {
        let plan = headings::plan(grid, header, self.kind, self.reader);
        let place = self.place_in(sheet).row(header.last + 1);
        if let Some(what) = wrong_kind(self.kind, &plan) {
            return Err(Error::new(what).at(place));
        }
        let required = self.kind.columns()[0];
        let Some((_, origin)) = plan.targets.iter().find(|(name, _)| *name == required) else {
            let understood = plan.headers.iter().map(|header| header.header.clone()).collect::<Vec<_>>();
            return Err(self.required_missing(&understood).at(place));
        };
        let mut useful: Vec<usize> = plan.targets.iter().flat_map(|(_, origin)| origin.columns()).collect();
        useful.sort_unstable();
        useful.dedup();
        let body = Body::new(header, origin.columns(), useful);
        let mut notices: Vec<Notice> = plan
            .remarks
            .iter()
            .map(|(text, column)| Notice { place: place.clone().column(column), text: text.clone() })
            .collect();
        for absent in self.reader.absent(&header.cells, self.columns) {
            let text = Text::new("H109-mapped-header-absent").with("header", absent);
            notices.push(Notice { place: place.clone(), text });
        }
        Ok(Sheet {
            name: sheet.map(str::to_owned),
            format: String::new(),
            header_row: header.last + 1,
            headers: plan.headers,
            recipe: Recipe { targets: plan.targets, body },
            frame: DataFrame::empty(),
            rows_skipped: 0,
            rejects: Vec::new(),
            notices,
        })
    }

    /// The error for a sheet without a header.
    pub fn no_header(&self, guess: &Guess, sheet: Option<&str>) -> Error {
        let place = self.place_in(sheet);
        let place = match guess.row {
            Some(row) => place.row(row + 1),
            None => place,
        };
        if let Some(columns) = guess.too_wide {
            let what = Text::new("E112-too-many-columns").count("columns", columns).count("limit", MAX_COLUMNS);
            return Error::new(what).at(place);
        }
        if guess.understood.len() >= HEADINGS_OF_A_LIST {
            return self.required_missing(&guess.texts).at(place);
        }
        let first = |texts: &[String]| {
            let texts: Vec<_> = texts.iter().take(8).map(|text| format!("`{}`", shorten(text))).collect();
            if texts.is_empty() { "–".to_owned() } else { texts.join(", ") }
        };
        let what = Text::new("E113-no-header")
            .with("kind", Text::new(kind_name(self.kind)))
            .with("required", self.kind.columns()[0])
            .with("found", first(&guess.texts))
            .with("understood", first(&guess.understood));
        Error::new(what).at(place)
    }

    fn required_missing(&self, found: &[String]) -> Error {
        let found: Vec<_> = found.iter().map(|text| format!("`{}`", shorten(text))).collect();
        Error::new(
            Text::new("E114-required-column-missing")
                .with("required", self.kind.columns()[0])
                .with("kind", Text::new(kind_name(self.kind)))
                .with("found", found.join(", ")),
        )
    }
}

/// Cells of a row that is no header may hold anything, numbers of identity too: digits are not shown.
fn shorten(text: &str) -> String {
    let mut out: String = text.chars().take(40).map(|c| if c.is_ascii_digit() { '#' } else { c }).collect();
    if text.chars().nth(40).is_some() {
        out.push('…');
    }
    out
}

/// The message that names a kind of input.
pub fn kind_name(kind: InputKind) -> &'static str {
    match kind {
        InputKind::Roster => "read-kind-roster",
        InputKind::Discipline => "read-kind-discipline",
        InputKind::Organisations => "read-kind-organisations",
        InputKind::Complaints => "read-kind-complaints",
        InputKind::Inspections => "read-kind-inspections",
    }
}

/// What shows that a roster was given as discipline records, or the reverse.
fn wrong_kind(kind: InputKind, plan: &Plan) -> Option<Text> {
    const ROSTER: [&str; 4] = ["candidate_type", "planned_position", "party_join_date", "party_official_date"];
    const DISCIPLINE: [&str; 5] = ["decision_no", "decision_date", "discipline_form", "issuing_body", "violation"];
    let fields_of = |list: &[&'static str]| plan.fields.iter().filter(|field| list.contains(field)).count();
    let columns_of = |list: &[&str]| plan.headers.iter().filter(|header| list.contains(&header.header.as_str())).count();
    let roster = fields_of(&ROSTER) + columns_of(&["candidacy", "standing_for", "party_joined_on", "party_official_on"]);
    let discipline = fields_of(&DISCIPLINE) + columns_of(&["decision_no", "decided_on", "form", "authority", "violation"]);
    match kind {
        InputKind::Discipline if roster >= 1 && discipline == 0 => Some(Text::new("E115-roster-as-discipline")),
        InputKind::Roster if discipline >= 2 && roster == 0 => Some(Text::new("E116-discipline-as-roster")),
        _ => None,
    }
}
