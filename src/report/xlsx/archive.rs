//! How do the rows of data get into the workbook?
//!
//! The workbook comes as an archive whose sheets have, in the place of all rows of data, one row of patterns: a cell a format. All parts
//! but those sheets are taken over as they are.

use std::fmt::Display;
use std::fs::File;
use std::io::{BufWriter, Cursor, Read as _, Write as _};
use std::ops::Range;
use std::path::Path;
use std::sync::mpsc::sync_channel;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::rows::{Cell, Rows, Styles};
use crate::error::{Error, Result};
use crate::lang::Text;

/// Level of deflate: half the time of level 6 for a sixth more bytes.
const LEVEL: i64 = 3;
/// Rows that are made at once.
const BLOCK: usize = 256;

/// The rows of data of one sheet.
pub(super) struct Body<'a> {
    /// Where the first stands, from 0.
    pub(super) first: u32,
    /// How many there are.
    pub(super) rows: usize,
    /// Widths of the columns in characters.
    pub(super) widths: Vec<f64>,
    /// Whether a line below an empty row says what is left out.
    pub(super) has_more: bool,
    /// The cells of a row, by its number from 0.
    pub(super) cells: Box<dyn Fn(usize) -> Result<Vec<Cell<'a>>> + Sync + 'a>,
}

impl Body<'_> {
    /// The last row of the sheet, counted from 1.
    fn last(&self) -> u32 {
        self.first + u32::try_from(self.rows).unwrap_or(u32::MAX) + if self.has_more { 2 } else { 0 }
    }

    fn block(&self, rows: &Rows<'_>, block: Range<usize>) -> Result<String> {
        let mut out = String::with_capacity(block.len() * 2048);
        for (row, at) in (self.first + 1..).skip(block.start).zip(block) {
            rows.push(&mut out, row, &(self.cells)(at)?);
        }
        Ok(out)
    }
}

/// Writes `workbook` with `bodies` in its first sheets, one after the other, into `file`.
///
/// # Errors
/// It cannot be written.
pub(super) fn write(workbook: &[u8], bodies: &[Body<'_>], file: File) -> Result<()> {
    let failed = |cause: &dyn Display| Error::writing(Path::new("flagged.xlsx"), cause);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o600);
    let mut from = ZipArchive::new(Cursor::new(workbook)).map_err(|cause| failed(&cause))?;
    let mut to = ZipWriter::new(BufWriter::with_capacity(1 << 18, file));
    for i in 0..from.len() {
        let mut part = from.by_index(i).map_err(|cause| failed(&cause))?;
        let name = part.name().map_err(|cause| failed(&cause))?.into_owned();
        let body = (1..).zip(bodies).find(|(n, _)| name == format!("xl/worksheets/sheet{n}.xml"));
        let Some((_, body)) = body else {
            to.raw_copy_file(part).map_err(|cause| failed(&cause))?;
            continue;
        };
        let mut xml = String::new();
        part.read_to_string(&mut xml).map_err(|cause| failed(&cause))?;
        let [before, after, patterns] = frame(&xml, body).ok_or_else(|| Error::new(Text::new("E005-internal")).because(&name))?;
        let styles = styles(&patterns).ok_or_else(|| Error::new(Text::new("E005-internal")).because(&name))?;
        let rows = &Rows::new(styles, &body.widths);
        to.start_file(name, options).map_err(|cause| failed(&cause))?;
        to.write_all(before.as_bytes()).map_err(|cause| failed(&cause))?;
        // One thread makes the rows, this one deflates them, a few blocks behind.
        std::thread::scope(|scope| {
            let (give, take) = sync_channel(4);
            scope.spawn(move || {
                for start in (0..body.rows).step_by(BLOCK) {
                    let block = body.block(rows, start..body.rows.min(start + BLOCK));
                    // Nobody takes it: the other thread has failed and says why.
                    if give.send(block).is_err() {
                        break;
                    }
                }
            });
            for block in take {
                to.write_all(block?.as_bytes()).map_err(|cause| failed(&cause))?;
            }
            Ok::<_, Error>(())
        })?;
        to.write_all(after.as_bytes()).map_err(|cause| failed(&cause))?;
    }
    to.finish().map_err(|cause| failed(&cause))?.flush().map_err(|cause| failed(&cause))
}

/// The sheet before its rows of data and after them, and between the two the cells of patterns. None: it has no such row.
fn frame(xml: &str, body: &Body<'_>) -> Option<[String; 3]> {
    const AREA: &str = "<dimension ref=\"";
    let (head, rest) = xml.split_once(AREA)?;
    let (area, rest) = rest.split_once('"')?;
    let (middle, rest) = rest.split_once(&format!("<row r=\"{}\"", body.first + 1))?;
    let (patterns, after) = rest.split_once("</row>")?;
    // `A1:Q3`: the columns are right, the rows are those of the patterns.
    let columns = area.trim_end_matches(|c: char| c.is_ascii_digit());
    let before = format!("{head}{AREA}{columns}{}\"{middle}", body.last());
    Some([before, after.to_owned(), patterns.to_owned()])
}

/// The formats of the cells of patterns, in the order in which they were written.
fn styles(patterns: &str) -> Option<Styles<'_>> {
    let mut styles = patterns.split(" s=\"").skip(1).filter_map(|cell| Some(cell.split_once('"')?.0));
    Some(Styles { text: styles.next()?, quoted: styles.next()?, number: styles.next()?, answer: styles.next()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_data_take_the_place_of_the_patterns() {
        let body = Body { first: 1, rows: 3, widths: vec![9.0], has_more: true, cells: Box::new(|_| Ok(vec![Cell::Blank])) };
        let sheet = r#"<dimension ref="A1:D2"/><sheetData><row r="1"/><row r="2"><c r="A2" s="3"/><c r="B2" s="4"/><c r="C2" s="5"/><c r="D2" s="6"/></row><row r="6"/></sheetData>"#;
        let [before, after, patterns] = frame(sheet, &body).unwrap();
        assert_eq!(before, r#"<dimension ref="A1:D6"/><sheetData><row r="1"/>"#);
        assert_eq!(after, r#"<row r="6"/></sheetData>"#);
        let styles = styles(&patterns).unwrap();
        assert_eq!(styles, Styles { text: "3", quoted: "4", number: "5", answer: "6" });
        let rows = body.block(&Rows::new(styles, &body.widths), 1..3).unwrap();
        assert_eq!(
            rows.match_indices("<row r=").map(|(at, _)| &rows[at..at + 10]).collect::<Vec<_>>(),
            ["<row r=\"3\"", "<row r=\"4\""]
        );
    }
}
