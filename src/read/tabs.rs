//! Which sheets of a workbook are read?

use super::assemble::Part;
use super::fonts::LegacyFont;
use super::grid::{Grid, MAX_CELLS};
use super::layout;
use super::sheet::{Job, Sheet};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::table::rejects::Notice;

/// Columns whose value, merged over several rows, holds for each of them. Never names, numbers or dates of birth.
const REPEATING: [&str; 13] = [
    "organisation",
    "organisation_code",
    "decision_no",
    "decided_on",
    "announced_on",
    "form",
    "violation",
    "authority",
    "status",
    "level",
    "candidacy",
    "standing_for",
    "province_code",
];

/// One sheet's tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// The sheet's name.
    pub name: String,
    /// Whether the office program hides it.
    pub is_hidden: bool,
}

/// Goes through the sheets of one workbook: every visible one that has a header, or the one that was asked for.
pub struct Visit<'a> {
    job: &'a Job<'a>,
    /// The sheets read so far.
    pub sheets: Vec<Sheet>,
    /// Remarks about sheets that were not read.
    pub notices: Vec<Notice>,
    /// The first error of a sheet, for a workbook in which no sheet can be read.
    failed: Option<Error>,
}

impl<'a> Visit<'a> {
    /// For one file.
    pub fn new(job: &'a Job<'a>) -> Self {
        Self { job, sheets: Vec::new(), notices: Vec::new(), failed: None }
    }

    /// The file.
    pub fn place(&self) -> Place {
        self.job.place()
    }

    /// The names of the sheets to read. Hidden ones only by name, with a notice.
    ///
    /// # Errors
    /// The sheet that was asked for is not there, or all are hidden.
    pub fn wanted(&mut self, tabs: Vec<Tab>) -> Result<Vec<String>> {
        if let Some(asked) = self.job.sheet {
            if let Some(tab) =
                tabs.iter().find(|tab| tab.name == asked).or(tabs.iter().find(|tab| tab.name.trim() == asked.trim()))
            {
                return Ok(vec![tab.name.clone()]);
            }
            let names: Vec<_> = tabs.iter().map(|tab| format!("`{}`", tab.name)).collect();
            let what = Text::new("E117-sheet-not-found").with("sheet", asked.to_owned()).with("sheets", names.join(", "));
            return Err(Error::new(what).at(self.job.place()));
        }
        let mut out = Vec::new();
        for tab in tabs {
            if tab.is_hidden {
                let text = Text::new("H105-hidden-sheet").with("sheet", tab.name.clone());
                self.notices.push(Notice { place: self.job.place().sheet(&tab.name), text });
            } else {
                out.push(tab.name);
            }
        }
        if out.is_empty() { Err(Error::new(Text::new("E121-all-sheets-hidden")).at(self.job.place())) } else { Ok(out) }
    }

    /// The error for a sheet with too many cells.
    pub fn too_large(&self, sheet: &str) -> Error {
        Error::new(Text::new("E111-sheet-too-large").count("limit", MAX_CELLS)).at(self.job.place().sheet(sheet))
    }

    /// Reads one sheet; `errors` are the places of cells that hold an error value, from 0, and `font` one of the legacy fonts met.
    ///
    /// # Errors
    /// The sheet is too large, or has a header that shows it to be of another kind.
    pub fn sheet(
        &mut self,
        name: &str,
        format: &str,
        mut grid: Grid,
        errors: &[(u32, u32)],
        font: Option<LegacyFont>,
    ) -> Result<()> {
        let job = self.job;
        let header = match layout::find(&grid, job.kind, job.reader) {
            Ok(header) => header,
            Err(guess) => {
                let error = job.no_header(&guess, Some(name));
                if self.job.sheet.is_some() {
                    return Err(error);
                }
                // An empty sheet is what a new workbook has three of.
                if guess.row.is_some() {
                    self.failed.get_or_insert(error);
                    self.notices.push(Notice { place: job.place().sheet(name), text: Text::new("H104-sheet-without-header") });
                }
                return Ok(());
            }
        };
        let mut sheet = job.prepare(&grid, &header, Some(name))?;
        format.clone_into(&mut sheet.format);
        let repeating = sheet.recipe.targets.iter().filter(|(name, _)| REPEATING.contains(name));
        let columns: Vec<usize> = repeating.flat_map(|(_, origin)| origin.columns()).collect();
        grid.fill_down(header.last, &columns).map_err(|_| self.too_large(name))?;
        let mut part = Part::new(&sheet.recipe, grid.len());
        for i in 0..grid.len() {
            let row = grid.row(i);
            if row.number() > header.last + 1 {
                part.push(&sheet.recipe, row.number(), &row);
            } else {
                part.skipped += 1;
            }
        }
        sheet.rows_skipped = part.skipped;
        self.note_errors(&mut sheet, errors, header.last);
        if let Some(font) = font {
            let text = Text::new("H110-legacy-fonts").with("encoding", font.encoding());
            sheet.notices.push(Notice { place: job.place().sheet(name), text });
        }
        sheet.fill(vec![part], &[0])?;
        self.sheets.push(sheet);
        Ok(())
    }

    fn note_errors(&self, sheet: &mut Sheet, errors: &[(u32, u32)], header: u32) {
        let used: Vec<usize> = sheet.recipe.targets.iter().flat_map(|(_, origin)| origin.columns()).collect();
        for (row, column) in errors.iter().filter(|(row, column)| *row > header && used.contains(&(*column as usize))) {
            let heading = sheet.headers.iter().find(|header| header.index == *column as usize);
            let place = self.job.place_in(sheet.name.as_deref()).row(row + 1);
            let place = place.column(heading.map_or("", |heading| heading.header.as_str()));
            sheet.notices.push(Notice { place, text: Text::new("H111-cell-error") });
        }
    }

    /// The sheets and remarks.
    ///
    /// # Errors
    /// No sheet has a header: what is wrong with the first that has anything.
    pub fn finish(self) -> Result<(Vec<Sheet>, Vec<Notice>)> {
        if self.sheets.is_empty() {
            return Err(self.failed.unwrap_or_else(|| Error::new(Text::new("E103-empty-file")).at(self.job.place())));
        }
        Ok((self.sheets, self.notices))
    }
}
