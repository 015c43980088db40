//! The tables of a run as parquet for programs and as csv for offices.
//!
//! A csv begins with a byte-order mark, without which Excel shows Vietnamese as garbage. In its text columns a cell that begins
//! with `=`, `+`, `-`, `@`, a tab or a carriage return gets a `'` in front, so that no spreadsheet runs it; parquet holds the text as
//! it is. Numbers have a decimal point in either language.

use std::borrow::Cow;
use std::io::Write;

use polars::prelude::*;
use polars_io::parquet::write::ParquetWriter;

use super::folder::{Folder, Out};
use super::{Input, join};
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
    std::thread::scope(|scope| {
        let texts = scope.spawn(|| {
            csv(&flags, FLAG, folder, "flags.csv")?;
            csv(&links, LINK, folder, "links.csv")?;
            rejects(input, folder)?;
            folder.flush()
        });
        parquet(&flags, folder, "flags.parquet")?;
        parquet(&links, folder, "links.parquet")?;
        parquet(&evidence, folder, "evidence.parquet")?;
        for (name, frame) in input.facts {
            parquet(frame, folder, &format!("facts/{name}.parquet"))?;
        }
        join(texts)
    })
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
        let mut cells = columns.iter().map(|column| Cells::of(frame, column.name)).collect::<PolarsResult<Vec<_>>>()?;
        for _ in 0..frame.height() {
            for cell in &mut cells {
                csv.write_field(cell.next().as_bytes())?;
            }
            csv.write_record(None::<&[u8]>)?;
        }
        Ok(csv.flush()?)
    })
}

fn writer(out: &mut Out) -> std::io::Result<csv::Writer<&mut Out>> {
    out.write_all(BOM)?;
    Ok(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out))
}

/// The cells of a column as csv text, from the top.
enum Cells<'a> {
    Text(Box<dyn Iterator<Item = Option<&'a str>> + 'a>),
    Real(Box<dyn Iterator<Item = Option<f64>> + 'a>),
}

impl<'a> Cells<'a> {
    /// Declared columns of flags and links are text or real numbers.
    fn of(frame: &'a DataFrame, name: &str) -> PolarsResult<Self> {
        let column = frame.column(name)?;
        Ok(if *column.dtype() == DataType::Float64 {
            Self::Real(Box::new(column.f64()?.iter()))
        } else {
            Self::Text(Box::new(column.str()?.iter()))
        })
    }

    /// The next cell; empty where it is empty, or beyond the last.
    fn next(&mut self) -> Cow<'a, str> {
        match self {
            Self::Text(cells) => guarded(cells.next().flatten().unwrap_or_default()),
            Self::Real(cells) => cells.next().flatten().map_or(Cow::Borrowed(""), |x| Cow::Owned(format!("{x}"))),
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
