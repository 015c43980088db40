//! What is in a Word document, a zip archive, and how is one written so that the same content gives the same bytes?

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::error::{Error, Result};
use crate::lang::Text;

/// Parts that a letterhead may have; Word makes some twenty.
const MAX_PARTS: usize = 2_000;
/// Bytes that all parts together may unpack to: pictures of a coat of arms are megabytes, not hundreds.
const MAX_BYTES: u64 = 128 << 20;
/// How an encrypted document begins, and one of Word before 2007.
const OLD: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// The main part.
pub(super) const DOCUMENT: &str = "word/document.xml";

/// Names and bytes of the parts, in the order of the archive.
///
/// # Errors
/// It is no Word document, one that cannot be opened without a password or runs programs, or too large.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    if bytes.starts_with(OLD) {
        return Err(Error::new(Text::new("E204-template-old-or-locked")));
    }
    let damaged = |cause: &dyn std::fmt::Display| Error::new(Text::new("E203-template-not-docx")).because(cause);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|cause| damaged(&cause))?;
    if archive.len() > MAX_PARTS {
        return Err(Error::new(Text::new("E205-template-too-large")));
    }
    let mut out: Vec<(String, Vec<u8>)> = Vec::with_capacity(archive.len());
    let mut left = MAX_BYTES;
    for i in 0..archive.len() {
        let part = archive.by_index(i).map_err(|cause| damaged(&cause))?;
        if part.is_dir() {
            continue;
        }
        let name = part.name().map_err(|cause| damaged(&cause))?.replace('\\', "/");
        let mut content = Vec::new();
        let read = part.take(left + 1).read_to_end(&mut content).map_err(|cause| damaged(&cause))?;
        left = left.checked_sub(read as u64).ok_or_else(|| Error::new(Text::new("E205-template-too-large")))?;
        if out.iter().all(|(known, _)| *known != name) {
            out.push((name, content));
        }
    }
    if out.iter().any(|(name, _)| name.ends_with("vbaProject.bin")) {
        return Err(Error::new(Text::new("E206-template-has-macros")));
    }
    if out.iter().all(|(name, _)| name != DOCUMENT) {
        return Err(Error::new(Text::new("E203-template-not-docx")));
    }
    Ok(out)
}

/// The archive of `parts`, in their order, all of one date.
///
/// # Errors
/// A part's name cannot be one: a mistake of ours, as names come from an archive.
pub(super) fn write<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>> {
    let failed = |cause: &dyn std::fmt::Display| Error::new(Text::new("E005-internal")).because(cause);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o600);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, options).map_err(|cause| failed(&cause))?;
        zip.write_all(bytes).map_err(|cause| failed(&cause))?;
    }
    Ok(zip.finish().map_err(|cause| failed(&cause))?.into_inner())
}
