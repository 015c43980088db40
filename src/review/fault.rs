//! What does the user read when SQLite cannot do what was asked?

use std::path::Path;

use rusqlite::ErrorCode;

use crate::error::{Error, Place};
use crate::lang::Text;

/// The error for what SQLite said of the ledger in `path`. Never holds a value of a row.
pub(super) fn told(path: &Path, cause: &rusqlite::Error) -> Error {
    let what = match cause.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "E602-ledger-locked",
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => "E603-ledger-damaged",
        Some(ErrorCode::DiskFull) => "E604-disk-full",
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => "E605-ledger-read-only",
        Some(ErrorCode::CannotOpen) => "E606-ledger-not-opened",
        Some(ErrorCode::SystemIoFailure) => "E607-ledger-disk-failed",
        Some(ErrorCode::ConstraintViolation) => "E608-ledger-refused",
        _ => match cause {
            // A column that holds what it cannot hold was not written by this program.
            rusqlite::Error::InvalidColumnType(..) | rusqlite::Error::FromSqlConversionFailure(..) => "E603-ledger-damaged",
            _ => "E609-ledger-failed",
        },
    };
    Error::new(Text::new(what)).at(Place::file(path)).because(message(cause))
}

/// What SQLite itself says, without the statement.
fn message(cause: &rusqlite::Error) -> String {
    match cause {
        rusqlite::Error::SqliteFailure(_, Some(said)) => said.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}
