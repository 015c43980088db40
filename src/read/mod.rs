//! What do the files of the batch say?
//!
//! Text cells under canonical column names, with file, sheet and row: nothing is understood here but the layout of lists and the
//! headings of their columns. Dates, numbers and names are cleaning's.

mod answers;
mod archive;
mod assemble;
mod body;
mod cell;
mod csv;
mod files;
mod fonts;
mod grid;
mod headings;
mod layout;
mod ods;
mod parquet;
mod plan;
mod record;
mod sheet;
mod tabs;
mod text;
mod workbook;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use answers::answers;
pub use archive::{MAX_ENTRIES, MAX_PART_BYTES, MAX_RESIDENT_BYTES, MAX_TOTAL_BYTES};
pub use files::{Format, find, format as kind_of, sha256};
pub use grid::{MAX_CELLS, MAX_TEXT_BYTES};
pub use headings::UNUSED;
pub use layout::MAX_COLUMNS;
pub use record::MAX_QUOTED_BYTES;

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::table::raw::{InputKind, Raw, Source};
use crate::table::rejects::{Notice, Reject};
use sheet::{Job, Sheets};

/// One `[[input]]` of a batch: the files of one kind.
#[derive(Debug, Clone)]
pub struct Request {
    /// What the files list.
    pub kind: InputKind,
    /// The files, each with the path to show (see [`find`]).
    pub files: Vec<(PathBuf, String)>,
    /// The sheet to read. None: every visible sheet that has a header.
    pub sheet: Option<String>,
    /// Header → canonical column, for what the headings do not say; [`UNUSED`] for columns that are not wanted.
    pub columns: BTreeMap<String, String>,
}

/// What the files said.
#[derive(Debug, Default)]
pub struct Output {
    /// One table a file or sheet, in the order of the requests, files and sheets.
    pub raws: Vec<Raw>,
    /// Rows that could not be read.
    pub rejects: Vec<Reject>,
    /// Remarks about files, sheets and headings.
    pub notices: Vec<Notice>,
}

/// The tables of all files. `progress` is told the number of bytes just read, from any thread.
///
/// # Errors
/// A file cannot be read at all, has no header, lacks the required column, or is of another kind than the request says.
pub fn read(requests: &[Request], progress: &(dyn Fn(u64) + Sync)) -> Result<Output> {
    let mut out = Output::default();
    for request in requests {
        let reader =
            headings::Reader::new(request.kind, &request.columns).map_err(|column| unknown_column(request.kind, &column))?;
        for (path, shown) in &request.files {
            let job = Job {
                kind: request.kind,
                path,
                shown,
                sheet: request.sheet.as_deref(),
                columns: &request.columns,
                reader: &reader,
                progress,
            };
            let sheets = read_file(&job)?;
            take(&mut out, &job, sheets);
        }
    }
    Ok(out)
}

fn read_file(job: &Job<'_>) -> Result<Sheets> {
    let format = files::format(job.path, job.shown)?;
    if format == Format::Csv {
        return csv::read(job.path, job);
    }
    let bytes = std::fs::read(job.path).map_err(|cause| Error::reading(job.path, &cause).at(job.place()))?;
    (job.progress)(bytes.len() as u64);
    let (read, sha256) = rayon::join(|| read_bytes(format, &bytes, job), || csv::digest(&bytes));
    let (sheets, notices) = read?;
    Ok(Sheets { sha256, read: sheets, notices })
}

fn read_bytes(format: Format, bytes: &[u8], job: &Job<'_>) -> Result<(Vec<sheet::Sheet>, Vec<Notice>)> {
    let mut visit = tabs::Visit::new(job);
    match format {
        Format::Parquet => return Ok((vec![parquet::read(bytes, job)?], Vec::new())),
        Format::Xls | Format::Csv => workbook::xls(bytes, &mut visit)?,
        Format::Archive => match files::package(bytes).map_err(|error| error.at(job.place()))? {
            archive::Package::Ods => ods::ods(bytes, &mut visit)?,
            _ => workbook::xlsx(bytes, &mut visit)?,
        },
    }
    visit.finish()
}

fn take(out: &mut Output, job: &Job<'_>, sheets: Sheets) {
    out.notices.extend(sheets.notices);
    for sheet in sheets.read {
        let rows = sheet.frame.height() + sheet.rejects.len();
        if rows == 0 {
            let text = Text::new("H112-no-records");
            out.notices.push(Notice { place: job.place_in(sheet.name.as_deref()), text });
        }
        out.rejects.extend(sheet.rejects);
        out.notices.extend(sheet.notices);
        let source = Source {
            kind: job.kind,
            file: job.shown.to_owned(),
            path: job.path.to_owned(),
            sheet: sheet.name,
            sha256: sheets.sha256.clone(),
            format: sheet.format,
            header_row: sheet.header_row,
            headers: sheet.headers,
            rows,
            rows_skipped: sheet.rows_skipped,
        };
        out.raws.push(Raw { source, frame: sheet.frame });
    }
}

fn unknown_column(kind: InputKind, column: &str) -> Error {
    let near = kind.columns().iter().max_by(|a, b| {
        let likeness = |name: &str| strsim::jaro_winkler(name, column);
        likeness(a).total_cmp(&likeness(b)).then_with(|| b.cmp(a))
    });
    Error::new(
        Text::new("E118-unknown-column")
            .with("column", column.to_owned())
            .with("kind", Text::new(sheet::kind_name(kind)))
            .with("near", near.copied().unwrap_or(UNUSED))
            .with("columns", kind.columns().join(", ")),
    )
}

/// The bytes of all files of the requests, for a progress bar; what cannot be measured counts nothing.
pub fn size(requests: &[Request]) -> u64 {
    let bytes = |path: &Path| std::fs::metadata(path).map_or(0, |meta| meta.len());
    requests.iter().flat_map(|request| &request.files).map(|(path, _)| bytes(path)).sum()
}
