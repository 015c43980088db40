//! Which files does a path of the batch file mean, and of which format are they?

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::archive::{self, Package};
use super::text;
use crate::error::{Error, Place, Result};
use crate::lang::Text;

/// Bytes by which a format is known.
const HEAD_BYTES: u64 = 8 << 10;

/// A file's format, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with separators.
    Csv,
    /// A zip archive: `.xlsx`, `.ods`.
    Archive,
    /// Excel 97–2003, or an encrypted workbook.
    Xls,
    /// Parquet.
    Parquet,
}

/// The files that `pattern` means, in order of their names, each with the path to show; relative to `base`. Files that an office program
/// keeps while a workbook is open (`~$…`) are passed over.
///
/// # Errors
/// The path is an address, no pattern, or no file is there.
pub fn find(base: &Path, pattern: &str) -> Result<Vec<(PathBuf, String)>> {
    let place = || Place { file: Some(pattern.to_owned()), ..Place::default() };
    if pattern.contains("://") {
        return Err(Error::new(Text::new("E102-remote-path")).at(place()));
    }
    let whole = base.join(pattern);
    let is_glob = pattern.contains(['*', '?', '[']);
    if whole.exists() || !is_glob {
        return if whole.is_dir() {
            Err(Error::new(Text::new("E122-folder-as-file")).at(place()))
        } else if whole.exists() {
            Ok(vec![(whole, pattern.to_owned())])
        } else {
            Err(Error::new(Text::new("E001-file-not-found")).at(place()))
        };
    }
    // A folder's own name may hold characters that mean something in a pattern.
    let escaped = Path::new(&glob::Pattern::escape(&base.display().to_string())).join(pattern);
    let found = glob::glob(&escaped.display().to_string());
    let found = found.map_err(|cause| Error::new(Text::new("E123-bad-pattern")).at(place()).because(cause.msg))?;
    let mut out: Vec<(PathBuf, String)> = Vec::new();
    for path in found {
        let path = path.map_err(|cause| Error::reading(cause.path(), cause.error()))?;
        let is_open_mark = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"));
        if path.is_file() && !is_open_mark {
            let shown = path.strip_prefix(base).unwrap_or(&path).display().to_string();
            out.push((path, shown));
        }
    }
    out.sort();
    if out.is_empty() { Err(Error::new(Text::new("E101-no-file-for-pattern")).at(place())) } else { Ok(out) }
}

/// The format of a file, by its first bytes; the name only says what the user thinks it is.
///
/// # Errors
/// The file cannot be read, is empty, or is of no known format: a web page or plain text named like a workbook.
pub fn format(path: &Path, shown: &str) -> Result<Format> {
    let place = || Place { file: Some(shown.to_owned()), ..Place::default() };
    let mut file = File::open(path).map_err(|cause| Error::reading(path, &cause).at(place()))?;
    if path.is_dir() {
        return Err(Error::new(Text::new("E122-folder-as-file")).at(place()));
    }
    let mut head = Vec::new();
    file.by_ref().take(HEAD_BYTES).read_to_end(&mut head).map_err(|cause| Error::reading(path, &cause).at(place()))?;
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    let is_workbook_name = matches!(extension.as_str(), "xlsx" | "xlsm" | "xls" | "ods" | "xlsb");
    match head.as_slice() {
        [] => Err(Error::new(Text::new("E103-empty-file")).at(place())),
        [b'P', b'K', 3, 4, ..] => Ok(Format::Archive),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Ok(Format::Xls),
        [b'P', b'A', b'R', b'1', ..] => Ok(Format::Parquet),
        _ if text::is_markup(&head) => Err(Error::new(Text::new("E105-web-page-as-workbook")).at(place())),
        _ if extension == "parquet" => Err(Error::new(Text::new("E119-parquet-damaged")).at(place())),
        _ if is_workbook_name && text::is_text(&head) => Err(Error::new(Text::new("E106-text-as-workbook")).at(place())),
        _ if is_workbook_name => Err(Error::new(Text::new("E108-workbook-damaged")).at(place())),
        _ if text::is_text(&head) => Ok(Format::Csv),
        _ => Err(Error::new(Text::new("E104-unknown-format")).at(place())),
    }
}

/// The kind of an archive, its sizes checked.
///
/// # Errors
/// It is damaged, too large, or no workbook that can be read.
pub fn package(bytes: &[u8]) -> Result<Package> {
    match archive::check(bytes)? {
        Package::Xlsb | Package::Other => Err(Error::new(Text::new("E104-unknown-format"))),
        package => Ok(package),
    }
}

/// The SHA-256 of a file, in hexadecimal.
///
/// # Errors
/// The file cannot be read.
pub fn sha256(path: &Path) -> Result<String> {
    let fail = |cause: std::io::Error| Error::reading(path, &cause);
    let mut file = File::open(path).map_err(fail)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer).map_err(fail)? {
            0 => return Ok(super::csv::hex(&hash.finalize())),
            n => hash.update(&buffer[..n]),
        }
    }
}
