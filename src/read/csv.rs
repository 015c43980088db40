//! What do the lines of a csv file say?
//!
//! The file is read once, in windows that are cut between two records, so that workers on all cores take chunks of it while another
//! computes its digest. Rows that do not fit are rejected one by one.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::assemble::{Part, Recipe};
use super::grid::Grid;
use super::layout::{self, Guess, Header, RowKind};
use super::record::{self, Fields, Record, Step};
use super::sheet::{Job, Sheets};
use super::text::{self, SEPARATORS, separator_name};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::table::rejects::Notice;

/// Bytes that are in memory at a time, beside the table that is made from them.
const WINDOW_BYTES: usize = 16 << 20;
/// Bytes that one worker takes.
const CHUNK_BYTES: usize = 2 << 20;
/// Bytes from the beginning in which header and separator are looked for.
const HEAD_BYTES: usize = 256 << 10;
/// Records from the beginning that may decide what a column is.
const HEAD_RECORDS: usize = 400;
/// Line ends that are tried as a place to cut.
const CUT_TRIES: usize = 200;

/// How the file is laid out.
struct Shape {
    separator: u8,
    width: usize,
    header: Header,
    head: Grid,
}

/// What one chunk gave.
struct Chunk {
    part: Part,
    /// Records in it, of any kind.
    records: u32,
    /// Rejected rows, counted from the chunk's beginning.
    rejects: Vec<(u32, Text)>,
    mixed_rows: u32,
}

/// The one sheet of a csv file.
///
/// # Errors
/// The file cannot be read, is empty, or has no header that names the required column.
pub fn read(path: &Path, job: &Job<'_>) -> Result<Sheets> {
    let mut file = File::open(path).map_err(|cause| Error::reading(path, &cause))?;
    let fail = |cause: std::io::Error| Error::reading(path, &cause);
    let mut hash = Sha256::new();
    let mut window = Vec::with_capacity(WINDOW_BYTES + 1);
    let mut is_last = fill(&mut file, &mut window, WINDOW_BYTES, job).map_err(fail)?;
    let mut legacy = None;
    let mut notices = Vec::new();
    if !is_utf8_so_far(&window) {
        // An old encoding is known by the whole file, and UTF-16 cannot be cut at bytes.
        file.read_to_end(&mut window).map_err(fail)?;
        is_last = true;
        hash.update(&window);
        let decoded = text::decode(&window);
        if decoded.is_legacy {
            notices.push(encoding_notice(job, &decoded));
        }
        legacy = Some(decoded.encoding);
        window = decoded.text.into_owned().into_bytes();
    }
    let encoding = legacy.unwrap_or(if window.starts_with(b"\xEF\xBB\xBF") { "UTF-8 (BOM)" } else { "UTF-8" });
    if window.starts_with(b"\xEF\xBB\xBF") {
        if legacy.is_none() {
            hash.update(b"\xEF\xBB\xBF");
        }
        window.drain(..3);
    }
    if window.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::new(Text::new("E103-empty-file")).at(job.place()));
    }
    if memchr::memchr(b'\n', &window).is_none() {
        // The ends of lines of old Macintosh programs.
        window.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
    }
    let shape = shape(&window, job)?;
    let mut sheet = job.prepare(&shape.head, &shape.header, None)?;
    let mut parts = Vec::new();
    let mut offsets = Vec::new();
    let mut records = 0_u32;
    let mut mixed_rows = 0;
    loop {
        let cut = if is_last { window.len() } else { safe_cut(&window, window.len(), &shape) };
        let skip = |start: usize| if records == 0 && start == 0 { shape.header.last + 1 } else { 0 };
        let chunks = split(&window[..cut], &shape);
        let work = || -> Vec<Chunk> {
            let recipe = &sheet.recipe;
            chunks.into_par_iter().map(|(start, bytes)| chunk(bytes, recipe, &shape, skip(start))).collect()
        };
        let done = if legacy.is_some() { work() } else { rayon::join(|| hash.update(&window[..cut]), work).1 };
        for chunk in done {
            for (row, text) in chunk.rejects {
                sheet.reject(job, records + row, text);
            }
            offsets.push(records);
            records += chunk.records;
            mixed_rows += chunk.mixed_rows;
            sheet.rows_skipped += chunk.part.skipped;
            parts.push(chunk.part);
        }
        if is_last {
            break;
        }
        window.drain(..cut);
        is_last = fill(&mut file, &mut window, WINDOW_BYTES, job).map_err(fail)?;
    }
    sheet.format = format!("csv, {encoding}, {}", separator_name(shape.separator));
    sheet.rows_skipped += shape.header.last as usize + 1;
    sheet.fill(parts, &offsets)?;
    if mixed_rows > 0 {
        notices.push(Notice { place: job.place(), text: Text::new("H108-mixed-encoding").count("rows", mixed_rows as usize) });
    }
    Ok(Sheets { sha256: hex(&hash.finalize()), sheets: vec![sheet], notices })
}

/// The SHA-256 of `bytes`, in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A digest in hexadecimal.
pub fn hex(digest: &[u8]) -> String {
    use std::fmt::Write as _;
    digest.iter().fold(String::with_capacity(digest.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Adds bytes of the file until `window` has `size`, or the file is over: then true.
fn fill(file: &mut File, window: &mut Vec<u8>, size: usize, job: &Job<'_>) -> std::io::Result<bool> {
    // A window that held no place to cut grows.
    let wanted = if window.len() < size { size - window.len() } else { size };
    let read = file.take(wanted as u64).read_to_end(window)?;
    (job.progress)(read as u64);
    Ok(read < wanted)
}

/// Whether the bytes are UTF-8, an unfinished character at the end apart.
fn is_utf8_so_far(bytes: &[u8]) -> bool {
    memchr::memchr(0, bytes).is_none() && simdutf8::compat::from_utf8(bytes).map_or_else(|e| e.error_len().is_none(), |_| true)
}

fn encoding_notice(job: &Job<'_>, decoded: &text::Decoded<'_>) -> Notice {
    let text = if decoded.margin < 0.1 {
        Text::new("H107-encoding-unsure").with("encoding", decoded.encoding)
    } else {
        Text::new("H106-legacy-encoding").with("encoding", decoded.encoding)
    };
    Notice { place: job.place(), text: text.count("rows", decoded.mixed_rows as usize) }
}

/// The separator under which most of the header is understood, and the header.
fn shape(window: &[u8], job: &Job<'_>) -> Result<Shape> {
    let end = window.len().min(HEAD_BYTES);
    let end = if end < window.len() { memchr::memrchr(b'\n', &window[..end]).map_or(end, |at| at + 1) } else { end };
    let decoded = text::decode(&window[..end]);
    let text = decoded.text.as_ref();
    // What Excel writes so that another Excel knows.
    let announced = text.strip_prefix("sep=").and_then(|rest| rest.bytes().next()).filter(|byte| SEPARATORS.contains(byte));
    let mut best: Option<(usize, Shape)> = None;
    let mut guess: Option<Guess> = None;
    for separator in SEPARATORS.into_iter().filter(|separator| announced.is_none_or(|only| only == *separator)) {
        let head = head(text, separator);
        match layout::find(&head, job.kind, job.reader) {
            Ok(header) => {
                let known = header.known;
                if best.as_ref().is_none_or(|(score, _)| known > *score) {
                    let width = width(text, separator, &header);
                    best = Some((known, Shape { separator, width, header, head }));
                }
            }
            Err(other) => {
                let better = guess.as_ref().is_none_or(|guess| {
                    (other.understood.len(), other.texts.len()) > (guess.understood.len(), guess.texts.len())
                });
                if better {
                    guess = Some(other);
                }
            }
        }
    }
    best.map(|(_, shape)| shape).ok_or_else(|| job.no_header(&guess.unwrap_or_default(), None))
}

/// The first records as a grid.
fn head(text: &str, separator: u8) -> Grid {
    let mut grid = Grid::default();
    let mut fields = Fields::default();
    let mut at = 0;
    for row in 0.. {
        match record::read(text, at, separator, &mut fields) {
            Step::Record { next, .. } if row < HEAD_RECORDS => {
                let record = Record { text, fields: &fields };
                let mut is_full = false;
                super::grid::Row::each(&record, &mut |column, text| {
                    let (row, column) = (u32::try_from(row).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX));
                    is_full = is_full || grid.push(row, column, text, false).is_err();
                });
                at = next;
            }
            Step::Stray { next } if row < HEAD_RECORDS => at = next,
            _ => break,
        }
    }
    grid.finish();
    grid
}

/// The fields of the header's widest row.
fn width(text: &str, separator: u8, header: &Header) -> usize {
    let mut fields = Fields::default();
    let mut at = 0;
    let mut width = 0;
    for row in 0..=header.last {
        match record::read(text, at, separator, &mut fields) {
            Step::Record { next, .. } => {
                if row >= header.first {
                    width = width.max(fields.count());
                }
                at = next;
            }
            Step::Stray { next } => at = next,
            Step::End => break,
        }
    }
    width
}

/// `bytes` in chunks that end between two records, with their places.
fn split<'a>(bytes: &'a [u8], shape: &Shape) -> Vec<(usize, &'a [u8])> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let rest = &bytes[start..];
        let target = rest.len().min(CHUNK_BYTES);
        let cut = if target == rest.len() { target } else { safe_cut(rest, target, shape) };
        out.push((start, &rest[..cut]));
        start += cut;
    }
    out
}

/// A place at or before `target` where a record ends: after a line that, like the next one, is a whole record by itself. A line inside a
/// quoted field is not. Where there is none, the end of the last line; where there is not even a line, everything.
fn safe_cut(bytes: &[u8], target: usize, shape: &Shape) -> usize {
    let mut fields = Fields::default();
    let mut is_whole = |line: &[u8]| {
        let text = String::from_utf8_lossy(line);
        let step = record::read(&text, 0, shape.separator, &mut fields);
        matches!(step, Step::Record { next, .. } if next == text.len()) && fields.count() == shape.width
    };
    let Some(last) = memchr::memrchr(b'\n', &bytes[..target]) else {
        return memchr::memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
    };
    let mut end = last;
    for _ in 0..CUT_TRIES {
        let Some(before) = memchr::memrchr(b'\n', &bytes[..end]) else { break };
        if is_whole(&bytes[before + 1..=end]) {
            let next = memchr::memchr(b'\n', &bytes[end + 1..]).map(|len| &bytes[end + 1..=end + 1 + len]);
            if next.is_some_and(&mut is_whole) {
                return end + 1;
            }
        }
        end = before;
    }
    last + 1
}

/// The records of one chunk; the first `skip` are the header and what stands above it.
fn chunk(bytes: &[u8], recipe: &Recipe, shape: &Shape, skip: u32) -> Chunk {
    let decoded = text::decode(bytes);
    let text = decoded.text.as_ref();
    let mut fields = Fields::default();
    // A record is rarely shorter than this; too small an estimate only costs a copy.
    let part = Part::new(recipe, text.len() / 160);
    let mut out =
        Chunk { part, records: 0, rejects: Vec::new(), mixed_rows: if decoded.is_legacy { 0 } else { decoded.mixed_rows } };
    let mut at = 0;
    loop {
        let step = record::read(text, at, shape.separator, &mut fields);
        let next = match step {
            Step::End => return out,
            Step::Record { next, .. } | Step::Stray { next } => next,
        };
        out.records += 1;
        let is_above = out.records <= skip;
        let record = Record { text, fields: &fields };
        let is_ragged = fields.count() < shape.width
            || (fields.count() > shape.width
                && (shape.width..fields.count()).any(|i| !super::grid::Row::get(&record, i).trim().is_empty()));
        match step {
            Step::Stray { .. } => {
                if !is_above {
                    out.rejects.push((out.records, Text::new("D102-stray-quote")));
                }
                at = next;
            }
            Step::Record { is_long: true, .. } if is_ragged => {
                // Two stray quotes have met: what stands between them are rows of their own.
                if !is_above {
                    out.rejects.push((out.records, Text::new("D102-stray-quote")));
                }
                at = record::next_line(text.as_bytes(), at);
            }
            _ => {
                at = next;
                if is_above {
                    continue;
                }
                if is_ragged {
                    match out.part.kind(recipe, &record) {
                        RowKind::Record => {
                            let text = Text::new("D101-ragged-row").with("found", fields.count()).with("expected", shape.width);
                            out.rejects.push((out.records, text));
                        }
                        other => out.part.skip(other),
                    }
                } else {
                    out.part.push(recipe, out.records, &record);
                }
            }
        }
    }
}
