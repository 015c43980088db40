//! Which rows of a sheet are its header?
//!
//! Office lists carry titles above the header, and a header takes up to three rows whose cells are merged, or were before the list became
//! a csv file.

use super::body::is_number;
use super::grid::Grid;
use super::headings::{HeaderCell, Reader, Reading};
use crate::table::raw::InputKind;

/// Rows from the top among which the header is looked for.
const SEARCH_ROWS: usize = 60;
/// Rows that a header may take.
const MAX_DEPTH: usize = 3;
/// Columns that a header may have.
pub const MAX_COLUMNS: usize = 1_000;
/// The header that was found.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its first row, from 0.
    pub first: u32,
    /// Its last row, from 0.
    pub last: u32,
    /// Index in the grid of the first row below it.
    pub body: usize,
    /// Its cells, left to right.
    pub cells: Vec<HeaderCell>,
    /// How many of them are understood.
    pub known: usize,
}

/// Why there is no header, and the row that comes nearest.
#[derive(Debug, Clone, Default)]
pub struct Guess {
    /// The row, from 0. None: the sheet is empty.
    pub row: Option<u32>,
    /// The texts in it that were understood.
    pub understood: Vec<String>,
    /// All the texts in it.
    pub texts: Vec<String>,
    /// More columns than [`MAX_COLUMNS`]: how many.
    pub too_wide: Option<usize>,
}

/// The header of `grid`, or the best guess.
pub fn find(grid: &Grid, kind: InputKind, reader: &Reader) -> Result<Header, Guess> {
    let mut best: Option<Header> = None;
    let mut guess = Guess::default();
    for i in 0..grid.len().min(SEARCH_ROWS) {
        for depth in 1..=MAX_DEPTH {
            let Some(mut header) = block(grid, i, depth) else { break };
            if header.cells.len() > MAX_COLUMNS {
                guess.too_wide = Some(header.cells.len());
                break;
            }
            if depth > 1 && !(1..depth).all(|k| is_sub_row(grid, i + k, &header, kind, reader)) {
                break;
            }
            let mut known: Vec<_> = header.cells.iter().filter(|cell| reader.read(cell) != Reading::Nothing).collect();
            known.dedup_by(|a, b| a.chain == b.chain);
            if depth == 1 && (guess.row.is_none() || known.len() > guess.understood.len()) {
                guess.row = Some(header.first);
                guess.understood = known.iter().map(|cell| cell.shown()).collect();
                guess.texts = header.cells.iter().map(HeaderCell::shown).collect();
            }
            let has_required = header.cells.iter().any(|cell| reader.gives(cell, kind.columns()[0]));
            let enough = known.len() >= 2 || header.cells.len() == 1;
            let known = known.len();
            header.known = known;
            // A row above the header, such as a title, must add something to it.
            let rows = |header: &Header| header.last - header.first;
            let is_better = |best: &Header| {
                known > best.known || (known == best.known && rows(&header) < rows(best) && header.last == best.last)
            };
            if has_required && enough && best.as_ref().is_none_or(is_better) {
                best = Some(header);
            }
        }
    }
    best.ok_or(guess)
}

/// The `i`-th row of `grid` as the header, where it cannot be another.
pub fn find_in_row(grid: &Grid, i: usize, kind: InputKind, reader: &Reader) -> Result<Header, Guess> {
    let Some(mut header) = block(grid, i, 1) else { return Err(Guess::default()) };
    let known: Vec<String> =
        header.cells.iter().filter(|cell| reader.read(cell) != Reading::Nothing).map(HeaderCell::shown).collect();
    if header.cells.len() <= MAX_COLUMNS && header.cells.iter().any(|cell| reader.gives(cell, kind.columns()[0])) {
        header.known = known.len();
        return Ok(header);
    }
    let too_wide = (header.cells.len() > MAX_COLUMNS).then_some(header.cells.len());
    Err(Guess {
        row: Some(header.first),
        understood: known,
        texts: header.cells.iter().map(HeaderCell::shown).collect(),
        too_wide,
    })
}

/// The `depth` rows from the `i`-th as a header. None: there are not so many rows, or a gap between them.
fn block(grid: &Grid, i: usize, depth: usize) -> Option<Header> {
    if i + depth > grid.len() {
        return None;
    }
    let first = grid.row(i).number().checked_sub(1)?;
    let last = grid.row(i + depth - 1).number().checked_sub(1)?;
    if usize::try_from(last - first).ok()? != depth - 1 {
        return None;
    }
    let mut columns: Vec<usize> = (i..i + depth).flat_map(|row| grid.row(row).filled().map(|(column, _)| column)).collect();
    // Under "Họ và tên" merged over two columns, the second has no cell of its own.
    let widest = columns.iter().copied().max()?;
    columns.extend((0..widest.min(MAX_COLUMNS)).filter(|c| u32::try_from(*c).is_ok_and(|c| grid.is_covered(last, c))));
    columns.sort_unstable();
    columns.dedup();
    let mut cells = Vec::with_capacity(columns.len());
    for column in columns {
        let at = u32::try_from(column).ok()?;
        let mut chain: Vec<String> = Vec::new();
        for row in first..=last {
            let own = grid.merged_text(row, at).trim();
            let text = if own.is_empty() && row < last && !grid.merged_text(row + 1, at).is_empty() {
                left_neighbour(grid, i + usize::try_from(row - first).ok()?, column)
            } else {
                own
            };
            if !text.is_empty() && chain.last().is_none_or(|above| above != text) {
                chain.push(text.to_owned());
            }
        }
        if !chain.is_empty() {
            let is_covered = grid.is_covered(last, at) && cells.last().is_some_and(|left: &HeaderCell| left.chain == chain);
            cells.push(HeaderCell { index: column, chain, is_covered });
        }
    }
    (!cells.is_empty()).then_some(Header { first, last, body: i + depth, cells, known: 0 })
}

/// The group heading that reaches over `column` from the left, where the file has lost its merges (csv).
fn left_neighbour(grid: &Grid, i: usize, column: usize) -> &str {
    grid.row(i).filled().take_while(|(c, _)| *c < column).last().map_or("", |(_, text)| text.trim())
}

/// Whether a row continues a header: texts and no numbers, nothing but headings under the required column.
fn is_sub_row(grid: &Grid, i: usize, header: &Header, kind: InputKind, reader: &Reader) -> bool {
    let row = grid.row(i);
    let mut known = 0;
    let mut all = 0;
    for (column, text) in row.filled() {
        if text.bytes().filter(u8::is_ascii_digit).count() >= 4 || is_number(text) {
            return false;
        }
        let Some(cell) = header.cells.iter().find(|cell| cell.index == column) else { continue };
        let alone = HeaderCell { index: column, chain: vec![text.trim().to_owned()], is_covered: false };
        let is_known = reader.read(&alone) != Reading::Nothing || cell.is_whole();
        if reader.gives(cell, kind.columns()[0]) && !is_known {
            return false;
        }
        all += 1;
        known += usize::from(is_known || text.starts_with('('));
    }
    all > 0 && known * 2 >= all
}
