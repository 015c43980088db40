//! Who looked at what, and when?
//!
//! One line an access in `ledger.access.log` beside the ledger: when, who, what, how it ended, how long it took, from where. Written
//! before the answer goes out, in one call each, so that a killed program has lost no line. Paths hold identifiers of questions only;
//! what was searched for, names and numbers stay out, and a path that is no page is kept as `/…`.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, SecondsFormat, Utc};

use crate::error::{Error, Result};

/// An open log.
#[derive(Debug)]
pub struct AccessLog {
    /// None: a log that keeps nothing.
    file: Option<Mutex<File>>,
}

/// One access.
#[derive(Debug, Clone, Copy)]
pub struct Access<'a> {
    /// When it began.
    pub at: DateTime<Utc>,
    /// The account. None: nobody was logged in.
    pub by: Option<&'a str>,
    /// `GET`, `POST`.
    pub method: &'a str,
    /// The path without its query.
    pub path: &'a str,
    /// The status of the answer.
    pub status: u16,
    /// How long it took.
    pub milliseconds: u128,
    /// Where it came from.
    pub address: &'a str,
}

impl AccessLog {
    /// The log that belongs to the ledger in the file `ledger`.
    pub fn path_for(ledger: &Path) -> PathBuf {
        ledger.with_extension("access.log")
    }

    /// The log in the file `path`, which goes on where it ended; readable by its owner alone.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn open(path: &Path) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|cause| Error::writing(path, cause))?;
        Ok(Self { file: Some(Mutex::new(file)) })
    }

    /// A log that keeps nothing, for tests of other things.
    pub fn none() -> Self {
        Self { file: None }
    }

    /// Writes one access.
    ///
    /// # Errors
    /// The disk is full, or gone. The page then answers nothing: an access that cannot be logged does not happen.
    pub fn write(&self, access: &Access<'_>) -> std::io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let line = format!(
            "{}\t{}\t{} {}\t{}\t{} ms\t{}\n",
            access.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            plain(access.by.unwrap_or("-")),
            access.method,
            plain(access.path),
            access.status,
            access.milliseconds,
            plain(access.address),
        );
        file.lock().unwrap_or_else(PoisonError::into_inner).write_all(line.as_bytes())
    }
}

/// The text without what could end a line or a column, at most 200 characters.
fn plain(text: &str) -> String {
    text.chars().take(200).map(|c| if c.is_control() { '?' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_one_access_whatever_was_asked_for() {
        let home = tempfile::tempdir().unwrap();
        let path = AccessLog::path_for(&home.path().join("ledger.sqlite"));
        let at = DateTime::from_timestamp(1_757_900_000, 0).unwrap();
        let access =
            Access { at, by: Some("An"), method: "GET", path: "/item/1\n2", status: 200, milliseconds: 3, address: "127.0.0.1" };
        for _ in 0..2 {
            AccessLog::open(&path).unwrap().write(&access).unwrap();
        }
        let line = "2025-09-15T01:33:20.000Z\tAn\tGET /item/1?2\t200\t3 ms\t127.0.0.1\n";
        assert_eq!(std::fs::read_to_string(&path).unwrap(), line.repeat(2));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
