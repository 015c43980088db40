//! Does a workbook unpack to a size that can be read?
//!
//! Workbook files are zip archives, and a few kilobytes can unpack to gigabytes. calamine keeps all shared strings in memory, so the
//! directory is checked before it sees the file; and where the directory could lie, the bytes are counted.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::error::Error;
use crate::lang::Text;

/// Entries that a workbook may have.
pub const MAX_ENTRIES: usize = 10_000;
/// Bytes that one part may unpack to: the largest sheet there can be, 1,048,576 rows, with twenty columns.
pub const MAX_PART_BYTES: u64 = 1 << 30;
/// Bytes that the parts kept in memory (shared strings, styles, the list of sheets) may unpack to.
pub const MAX_RESIDENT_BYTES: u64 = 256 << 20;
/// Bytes that all parts together may unpack to.
pub const MAX_TOTAL_BYTES: u64 = 4 << 30;
/// The most that deflate can unpack from one byte (zlib, technical details: 1032:1).
const MAX_RATIO: u64 = 1_032;
/// Bytes at the beginning of the shared strings in which their number is announced.
const HEAD_BYTES: u64 = 4_096;

/// What kind of workbook an archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Package {
    /// Office Open XML.
    Xlsx,
    /// The binary kind of Excel, `.xlsb`.
    Xlsb,
    /// OpenDocument.
    Ods,
    /// Another archive.
    Other,
}

/// The kind of the archive, its sizes checked.
///
/// # Errors
/// The archive is damaged, or would unpack to more than the limits above, by its own account or by count.
pub fn check(bytes: &[u8]) -> Result<Package, Error> {
    let damaged = |cause: &dyn std::fmt::Display| Error::new(Text::new("E108-workbook-damaged")).because(cause);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|cause| damaged(&cause))?;
    if archive.len() > MAX_ENTRIES {
        return Err(Error::new(Text::new("E110-too-many-parts").count("parts", archive.len()).count("limit", MAX_ENTRIES)));
    }
    let mut package = Package::Other;
    let mut total = 0_u64;
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).map_err(|cause| damaged(&cause))?;
        let name = part.name().unwrap_or_default().replace('\\', "/").to_lowercase();
        match name.as_str() {
            "xl/workbook.bin" => package = Package::Xlsb,
            "content.xml" => package = Package::Ods,
            "xl/workbook.xml" => package = Package::Xlsx,
            _ if package == Package::Other && name.ends_with("workbook.xml") => package = Package::Xlsx,
            _ => {}
        }
        if !has_extension(&name, &["xml", "rels", "bin", "vml"]) {
            continue;
        }
        let is_sheet = name.contains("worksheets/") || name == "content.xml";
        let limit = if is_sheet { MAX_PART_BYTES } else { MAX_RESIDENT_BYTES };
        // What is packed in n bytes cannot be more than 1032 n: the directory need not be believed.
        let certain = part.compressed_size().saturating_mul(MAX_RATIO);
        let is_shared_strings = name.ends_with("sharedstrings.xml");
        let size = part.size();
        if size > limit {
            return Err(too_large(&name, size, limit));
        }
        let size = if is_shared_strings { check_count(&mut part, limit)? } else { size };
        let size = if certain <= limit { size } else { count(&mut part, limit).map_err(|cause| damaged(&cause))?.max(size) };
        if size > limit {
            return Err(too_large(&name, size, limit));
        }
        total = total.saturating_add(size);
        if total > MAX_TOTAL_BYTES {
            return Err(too_large(&name, total, MAX_TOTAL_BYTES));
        }
    }
    Ok(package)
}

fn has_extension(name: &str, known: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| known.contains(&extension))
}

fn too_large(part: &str, bytes: u64, limit: u64) -> Error {
    let megabytes = |bytes: u64| usize::try_from(bytes >> 20).unwrap_or(usize::MAX);
    let what = Text::new("E109-archive-too-large").with("part", part.to_owned());
    Error::new(what.count("megabytes", megabytes(bytes)).count("limit", megabytes(limit)))
}

/// Bytes that a part really unpacks to, counted no further than one past `limit`.
fn count(part: &mut impl Read, limit: u64) -> std::io::Result<u64> {
    std::io::copy(&mut part.take(limit + 1), &mut std::io::sink())
}

/// calamine reserves room for as many strings as the part announces, so the number has to be possible.
fn check_count(part: &mut impl Read, limit: u64) -> Result<u64, Error> {
    let mut head = Vec::new();
    let read = part.take(HEAD_BYTES).read_to_end(&mut head);
    read.map_err(|cause| Error::new(Text::new("E108-workbook-damaged")).because(cause))?;
    let head = String::from_utf8_lossy(&head);
    let announced = head.split_once("uniqueCount").and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    let announced: u64 = announced.and_then(|digits| digits.trim().parse().ok()).unwrap_or(0);
    // `<si><t/></si>` is the shortest a string can be.
    if announced.saturating_mul(13) > limit {
        return Err(too_large("sharedStrings.xml", announced.saturating_mul(13), limit));
    }
    Ok(head.len() as u64)
}
