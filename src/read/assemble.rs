//! How do the rows of a source become a table of canonical text columns?

use polars::prelude::*;
use rayon::prelude::*;

use super::body::{Body, RowKind, begins_section, is_blank};
use super::grid::Row;
use super::plan::Origin;
use crate::error::Result;

/// How the canonical columns are made, shared by all workers.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// Canonical column → where it comes from.
    pub targets: Vec<(&'static str, Origin)>,
    /// Tells records from other rows.
    pub body: Body,
}

/// A stretch of rows turned into columns.
pub struct Part {
    columns: Vec<StringChunkedBuilder>,
    rows: Vec<u32>,
    /// Index of a record, and the section that begins with it.
    sections: Vec<(usize, String)>,
    /// Rows that hold no record.
    pub skipped: usize,
    has_ended: bool,
    has_total: bool,
    scratch: String,
}

/// Filled cells that a row below the signatures must have to count as a record after all.
const SURE_AFTER_END: usize = 4;

impl Part {
    /// With room for `capacity` records.
    pub fn new(recipe: &Recipe, capacity: usize) -> Self {
        let column = |(name, _): &(&'static str, Origin)| StringChunkedBuilder::new((*name).into(), capacity);
        Self {
            columns: recipe.targets.iter().map(column).collect(),
            rows: Vec::with_capacity(capacity),
            sections: Vec::new(),
            skipped: 0,
            has_ended: false,
            has_total: false,
            scratch: String::new(),
        }
    }

    /// Records so far.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Takes one row, numbered from 1. False: it holds no record.
    pub fn push(&mut self, recipe: &Recipe, number: u32, row: &impl Row) -> bool {
        let kind = self.kind(recipe, row);
        let is_record = kind == RowKind::Record;
        if is_record {
            (self.has_ended, self.has_total) = (false, false);
            self.record(recipe, number, row);
        } else {
            self.skip(kind);
        }
        is_record
    }

    /// What the row is, at this place: below the signatures, a few cells are the names of those who sign; below a total, a few cells
    /// without a name are their posts.
    pub fn kind(&self, recipe: &Recipe, row: &impl Row) -> RowKind {
        let kind = recipe.body.kind(row);
        let may_sign = || self.has_ended || (self.has_total && recipe.body.name(row).is_empty());
        let signs = kind == RowKind::Record && may_sign() && filled(recipe, row) < SURE_AFTER_END;
        if signs { RowKind::Furniture } else { kind }
    }

    /// Takes note of a row that holds no record.
    pub fn skip(&mut self, kind: RowKind) {
        self.skipped += 1;
        match kind {
            RowKind::Section(title) if !self.has_ended => {
                // Several headings on top of each other: the last one is nearest to the records.
                self.sections.retain(|(start, _)| *start != self.rows.len());
                self.sections.push((self.rows.len(), title));
            }
            // A page's title, read as a section, stood above the repeated header; a numbered one is a section.
            RowKind::HeaderAgain => {
                (self.has_ended, self.has_total) = (false, false);
                self.sections.retain(|(start, title)| *start != self.rows.len() || begins_section(title));
            }
            RowKind::Total => self.has_total = true,
            RowKind::Signature => self.has_ended = true,
            _ => {}
        }
    }

    fn record(&mut self, recipe: &Recipe, number: u32, row: &impl Row) {
        self.rows.push(number);
        for (builder, (_, origin)) in self.columns.iter_mut().zip(&recipe.targets) {
            let text = match origin {
                Origin::One(column) => row.get(*column),
                Origin::Either(columns) => {
                    columns.iter().map(|column| row.get(*column)).find(|text| !is_blank(text)).unwrap_or("")
                }
                Origin::Join(columns, between) => {
                    self.scratch.clear();
                    for text in columns.iter().map(|column| row.get(*column).trim()).filter(|text| !text.is_empty()) {
                        if !self.scratch.is_empty() {
                            self.scratch.push_str(between);
                        }
                        self.scratch.push_str(text);
                    }
                    &self.scratch
                }
                Origin::Sex { male, female, blank } => {
                    let is_filled = |column: &Option<usize>| column.is_some_and(|column| is_mark_of_sex(row.get(column)));
                    match (is_filled(male), is_filled(female)) {
                        (true, false) => "Nam",
                        (false, true) => "Nữ",
                        (false, false) => blank.unwrap_or(""),
                        // Both: a contradiction; not known is the honest answer.
                        (true, true) => "",
                    }
                }
            };
            if is_blank(text) { builder.append_null() } else { builder.append_value(text) }
        }
    }
}

/// `0`, `-` and `không` are what some write for "no mark".
fn is_mark_of_sex(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && !matches!(text, "0" | "-" | "–" | "không" | "Không")
}

fn filled(recipe: &Recipe, row: &impl Row) -> usize {
    recipe.targets.iter().filter(|(_, origin)| origin.columns().iter().any(|column| !row.get(*column).trim().is_empty())).count()
}

/// The table of all parts in order: the canonical columns, `row`, `section`. The rows of each part are counted on from `offsets`.
///
/// # Errors
/// A table operation failed: a mistake of ours.
pub fn join(recipe: &Recipe, parts: Vec<Part>, offsets: &[u32]) -> Result<DataFrame> {
    let height: usize = parts.iter().map(Part::len).sum();
    let mut rows: Vec<u32> = Vec::with_capacity(height);
    let mut sections: Vec<(usize, String)> = Vec::new();
    let mut columns: Vec<Vec<StringChunked>> = recipe.targets.iter().map(|_| Vec::new()).collect();
    for (part, offset) in parts.into_iter().zip(offsets) {
        sections.extend(part.sections.into_iter().map(|(start, title)| (rows.len() + start, title)));
        rows.extend(part.rows.iter().map(|row| row + offset));
        for (chunks, builder) in columns.iter_mut().zip(part.columns) {
            chunks.push(builder.finish());
        }
    }
    let whole = |(name, chunks): (&'static str, Vec<StringChunked>)| -> PolarsResult<Column> {
        let mut chunks = chunks.into_iter();
        let mut all = chunks.next().unwrap_or_else(|| StringChunked::full_null(name.into(), 0));
        for chunk in chunks {
            all.append(&chunk)?;
        }
        Ok(all.rechunk().into_owned().into_column())
    };
    let named = recipe.targets.par_iter().map(|(name, _)| *name).zip(columns);
    let mut out = named.map(whole).collect::<PolarsResult<Vec<_>>>()?;
    out.push(UInt32Chunked::from_vec("row".into(), rows).into_column());
    out.push(section_column(&sections, height).into_column());
    Ok(DataFrame::new(height, out)?)
}

fn section_column(sections: &[(usize, String)], height: usize) -> StringChunked {
    if sections.is_empty() {
        return StringChunked::full_null("section".into(), height);
    }
    let mut builder = StringChunkedBuilder::new("section".into(), height);
    let mut next = sections.iter().peekable();
    let mut current: Option<&str> = None;
    for row in 0..height {
        while let Some((_, title)) = next.next_if(|(start, _)| *start <= row) {
            current = Some(title);
        }
        builder.append_option(current);
    }
    builder.finish()
}
