//! The tables of a run as parquet for programs and as csv for offices.
//!
//! A csv begins with a byte-order mark, without which Excel shows Vietnamese as garbage. In its text columns a cell that begins
//! with `=`, `+`, `-`, `@`, a tab or a carriage return gets a `'` in front, so that no spreadsheet runs it; parquet holds the text as
//! it is. Numbers have a decimal point in either language.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write};

use polars::prelude::*;
use polars_io::parquet::write::ParquetWriter;

use super::Input;
use super::folder::Folder;
use crate::error::Result;
use crate::table::flags::FLAG;
use crate::table::links::{EVIDENCE, LINK};
use crate::table::{Column as Declared, check};

/// The byte-order mark of UTF-8.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// Writes flags, links and facts as parquet, flags, links and rejects as csv, and the evidence as parquet.
pub(super) fn write(input: &Input<'_>, folder: &Folder) -> Result<()> {
    let flags = check("flags", input.flags.frame(), &[FLAG])?;
    let links = check("links", input.links.frame(), &[LINK])?;
    let evidence = check("evidence", input.evidence.frame(), &[EVIDENCE])?;
    parquet(&flags, folder, "flags.parquet")?;
    parquet(&links, folder, "links.parquet")?;
    parquet(&evidence, folder, "evidence.parquet")?;
    for (name, frame) in input.facts {
        parquet(frame, folder, &format!("facts/{name}.parquet"))?;
    }
    csv(&flags, FLAG, folder, "flags.csv")?;
    csv(&links, LINK, folder, "links.csv")?;
    rejects(input, folder)
}

fn parquet(frame: &DataFrame, folder: &Folder, name: &str) -> Result<()> {
    // One chunk a column: how a frame came to be, and by how many threads, must not show in the file.
    let mut frame = frame.clone();
    frame.rechunk_mut();
    folder.write(name, |out| ParquetWriter::new(out).finish(&mut frame).map(|_| ()))
}

fn csv(frame: &DataFrame, columns: &[Declared], folder: &Folder, name: &str) -> Result<()> {
    folder.write(name, |out| -> std::result::Result<(), Box<dyn std::error::Error>> {
        let mut csv = writer(out)?;
        csv.write_record(columns.iter().map(|column| column.name))?;
        let cells = columns.iter().map(|column| Cells::of(frame, column.name)).collect::<PolarsResult<Vec<_>>>()?;
        for row in 0..frame.height() {
            for cell in &cells {
                csv.write_field(cell.get(row).as_bytes())?;
            }
            csv.write_record(None::<&[u8]>)?;
        }
        Ok(csv.flush()?)
    })
}

fn writer(out: &mut BufWriter<File>) -> std::io::Result<csv::Writer<&mut BufWriter<File>>> {
    out.write_all(BOM)?;
    Ok(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out))
}

/// A column whose cells are asked for as csv text.
enum Cells<'a> {
    Text(&'a StringChunked),
    Real(&'a Float64Chunked),
}

impl<'a> Cells<'a> {
    /// Declared columns of flags and links are text or real numbers.
    fn of(frame: &'a DataFrame, name: &str) -> PolarsResult<Self> {
        let column = frame.column(name)?;
        Ok(if *column.dtype() == DataType::Float64 { Self::Real(column.f64()?) } else { Self::Text(column.str()?) })
    }

    fn get(&self, row: usize) -> Cow<'a, str> {
        match self {
            Self::Text(cells) => guarded(cells.get(row).unwrap_or_default()),
            Self::Real(cells) => cells.get(row).map_or(Cow::Borrowed(""), |x| Cow::Owned(format!("{x}"))),
        }
    }
}

/// The text, with a `'` in front where a spreadsheet would take it for a formula.
fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// `rejects.csv`: file, sheet, row, column, code, reason, help.
fn rejects(input: &Input<'_>, folder: &Folder) -> Result<()> {
    folder.write("rejects.csv", |out| -> std::result::Result<(), Box<dyn std::error::Error>> {
        let mut csv = writer(out)?;
        csv.write_record(["file", "sheet", "row", "column", "code", "reason", "help"])?;
        for reject in input.rejects {
            let (place, text) = (&reject.place, &reject.text);
            let row = place.row.map(|row| row.to_string()).unwrap_or_default();
            let (reason, help) = (text.render(input.lang), text.help(input.lang).unwrap_or_default());
            let part = |part: &'_ Option<String>| guarded(part.as_deref().unwrap_or_default()).into_owned();
            csv.write_record([
                part(&place.file).as_str(),
                &part(&place.sheet),
                &row,
                &part(&place.column),
                text.code(),
                &guarded(&reason),
                &guarded(&help),
            ])?;
        }
        Ok(csv.flush()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_csv_cell_starts_a_formula() {
        for (text, cell) in [("=1+1", "'=1+1"), ("+84", "'+84"), ("-", "'-"), ("@x", "'@x"), ("Lò A", "Lò A"), ("", "")] {
            assert_eq!(guarded(text), cell);
        }
    }
}
