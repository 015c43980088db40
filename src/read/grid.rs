//! Which cells does a sheet have?
//!
//! A sheet is kept as its filled cells only, in one text buffer: a lone cell at XFD1048576 costs one cell, not a billion.

use std::ops::Range;

/// Filled cells a sheet may have: a million rows of sixty columns.
pub const MAX_CELLS: usize = 60_000_000;
/// Bytes of text a sheet may have.
pub const MAX_TEXT_BYTES: usize = 1 << 30;

/// The sheet is larger than [`MAX_CELLS`] or [`MAX_TEXT_BYTES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

/// A rectangle of merged cells, rows and columns from 0, both ends included. Its value stands in the first cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

#[derive(Debug, Clone, Copy)]
struct Cell {
    row: u32,
    column: u32,
    start: u32,
    len: u32,
    is_bold: bool,
}

/// The filled cells of one sheet, by row and column.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    text: String,
    cells: Vec<Cell>,
    rows: Vec<Range<usize>>,
    merges: Vec<Merge>,
}

impl Grid {
    /// Adds a cell; row and column from 0. A blank cell is not kept.
    ///
    /// # Errors
    /// The sheet is too large.
    pub fn push(&mut self, row: u32, column: u32, text: &str, is_bold: bool) -> Result<(), TooLarge> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if self.cells.len() >= MAX_CELLS || self.text.len() + text.len() > MAX_TEXT_BYTES {
            return Err(TooLarge);
        }
        let (Ok(start), Ok(len)) = (u32::try_from(self.text.len()), u32::try_from(text.len())) else { return Err(TooLarge) };
        self.text.push_str(text);
        self.cells.push(Cell { row, column, start, len, is_bold });
        Ok(())
    }

    /// Adds a rectangle of merged cells.
    pub fn merge(&mut self, merge: Merge) {
        self.merges.push(merge);
    }

    /// Puts the cells in order; to be called once after the last [`Grid::push`].
    pub fn finish(&mut self) {
        if !self.cells.is_sorted_by_key(|cell| (cell.row, cell.column)) {
            self.cells.sort_by_key(|cell| (cell.row, cell.column));
        }
        self.rows.clear();
        let mut start = 0;
        for end in 1..=self.cells.len() {
            if end == self.cells.len() || self.cells[end].row != self.cells[start].row {
                self.rows.push(start..end);
                start = end;
            }
        }
    }

    /// How many rows have a filled cell.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The `i`-th row that has a filled cell.
    pub fn row(&self, i: usize) -> GridRow<'_> {
        let cells = self.rows.get(i).and_then(|range| self.cells.get(range.clone())).unwrap_or(&[]);
        GridRow { text: &self.text, cells }
    }

    /// The text at a row and column from 0, that of the whole rectangle where the cell is merged; empty where there is none.
    pub fn merged_text(&self, row: u32, column: u32) -> &str {
        let inside = |m: &&Merge| m.top <= row && row <= m.bottom && m.left <= column && column <= m.right;
        let (row, column) = self.merges.iter().find(inside).map_or((row, column), |m| (m.top, m.left));
        let Ok(i) = self.rows.binary_search_by_key(&row, |range| self.cells[range.start].row) else { return "" };
        self.row(i).get(column as usize)
    }

    /// Whether the cell is part of a merged rectangle but not its first.
    pub fn is_covered(&self, row: u32, column: u32) -> bool {
        let covers = |m: &Merge| {
            m.top <= row && row <= m.bottom && m.left <= column && column <= m.right && (m.top, m.left) != (row, column)
        };
        self.merges.iter().any(covers)
    }

    /// Copies the value of each vertical merge below row `after` in one of `columns` to the rows it covers, where these have
    /// other cells.
    ///
    /// # Errors
    /// The sheet becomes too large.
    pub fn fill_down(&mut self, after: u32, columns: &[usize]) -> Result<(), TooLarge> {
        let merges = std::mem::take(&mut self.merges);
        for merge in merges.iter().filter(|m| m.top > after && m.bottom > m.top && columns.contains(&(m.left as usize))) {
            let Ok(first) = self.rows.binary_search_by_key(&merge.top, |range| self.cells[range.start].row) else { continue };
            let value = self.row(first).get(merge.left as usize).to_owned();
            let covered = self.rows[first + 1..].iter().map(|range| self.cells[range.start].row);
            let covered: Vec<u32> = covered.take_while(|row| *row <= merge.bottom).collect();
            for row in covered {
                self.push(row, merge.left, &value, false)?;
            }
        }
        self.merges = merges;
        self.finish();
        Ok(())
    }
}

/// One row of a [`Grid`].
#[derive(Debug, Clone, Copy)]
pub struct GridRow<'a> {
    text: &'a str,
    cells: &'a [Cell],
}

impl<'a> GridRow<'a> {
    /// The row as the office program counts it, from 1.
    pub fn number(&self) -> u32 {
        self.cells.first().map_or(0, |cell| cell.row + 1)
    }

    /// The filled cells with their columns, left to right.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
        let text = self.text;
        self.cells.iter().map(move |cell| (cell.column as usize, slice(text, cell)))
    }

    /// Whether every filled cell is bold.
    pub fn is_bold(&self) -> bool {
        self.cells.iter().all(|cell| cell.is_bold)
    }
}

fn slice<'a>(text: &'a str, cell: &Cell) -> &'a str {
    text.get(cell.start as usize..(cell.start + cell.len) as usize).unwrap_or("")
}

/// A row of any source: its cells by column.
pub trait Row {
    /// The text at `column`, from 0; empty where there is none.
    fn get(&self, column: usize) -> &str;
    /// The filled cells, left to right.
    fn each(&self, visit: &mut dyn FnMut(usize, &str));
    /// Whether the row stands out in bold.
    fn is_bold(&self) -> bool {
        false
    }
}

impl<'a> GridRow<'a> {
    /// The text at `column`, from 0; empty where there is none.
    pub fn get(&self, column: usize) -> &'a str {
        // Rows are a few dozen cells at most; the cell usually stands at its own index.
        let found = match self.cells.get(column) {
            Some(cell) if cell.column as usize == column => Some(cell),
            _ => self.cells.binary_search_by_key(&column, |cell| cell.column as usize).ok().map(|i| &self.cells[i]),
        };
        found.map_or("", |cell| slice(self.text, cell))
    }
}

impl Row for GridRow<'_> {
    fn get(&self, column: usize) -> &str {
        GridRow::get(self, column)
    }

    fn each(&self, visit: &mut dyn FnMut(usize, &str)) {
        for (column, text) in self.filled() {
            visit(column, text);
        }
    }

    fn is_bold(&self) -> bool {
        GridRow::is_bold(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_far_cell_costs_one_cell() {
        let mut grid = Grid::default();
        grid.push(1_048_575, 16_383, "x", false).unwrap();
        grid.push(0, 1, "a", false).unwrap();
        grid.push(0, 2, "  ", false).unwrap();
        grid.finish();
        assert_eq!(grid.len(), 2);
        assert_eq!((grid.row(0).number(), grid.row(1).number()), (1, 1_048_576));
        assert_eq!((grid.row(0).get(1), grid.row(0).get(2), grid.row(1).get(16_383)), ("a", "", "x"));
    }

    #[test]
    fn a_vertical_merge_reaches_the_rows_below_that_hold_something() {
        let mut grid = Grid::default();
        for (row, column, text) in [(0, 0, "head"), (1, 0, "Sở Y tế"), (1, 1, "A"), (2, 1, "B"), (4, 1, "C")] {
            grid.push(row, column, text, false).unwrap();
        }
        grid.merge(Merge { top: 1, left: 0, bottom: 3, right: 0 });
        grid.finish();
        grid.fill_down(0, &[0]).unwrap();
        let column: Vec<_> = (0..grid.len()).map(|i| (grid.row(i).number(), grid.row(i).get(0))).collect();
        assert_eq!(column, [(1, "head"), (2, "Sở Y tế"), (3, "Sở Y tế"), (5, "")]);
    }
}
