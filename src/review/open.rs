//! How is a ledger opened, and what is not one?

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::ledger::Ledger;
use super::{fault, schema};
use crate::error::{Error, Place, Result};
use crate::lang::Text;

/// How long another program's lock is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

impl Ledger {
    /// The ledger in the file `path`, made where there is none; readable by its owner alone.
    ///
    /// # Errors
    /// It is of a newer version, damaged, no ledger, or locked by another program for longer than five seconds.
    pub fn open(path: &Path) -> Result<Self> {
        match make_private(path) {
            Ok(()) => {}
            Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(cause) => return Err(Error::new(Text::new("E606-ledger-not-opened")).at(Place::file(path)).because(cause)),
        }
        Self::open_existing(path)
    }

    /// The ledger in the file `path`, which must be there.
    ///
    /// # Errors
    /// As [`Self::open`]; or there is no such file.
    pub fn open_existing(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Err(Error::new(Text::new("E600-no-ledger")).at(Place::file(path)));
        }
        let failed = |cause: rusqlite::Error| fault::told(path, &cause);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(failed)?;
        connection.busy_timeout(PATIENCE).map_err(failed)?;
        // Asked before anything is written: a file of somebody else's stays as it is.
        let kind = identify(&connection, path)?;
        let pragmas =
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;";
        connection.execute_batch(pragmas).map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(64);
        // Whoever only reads is not held up by another program's writing.
        if kind == Kind::Empty {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
            if identify(&transaction, path)? == Kind::Empty {
                schema::create(&transaction).map_err(failed)?;
            }
            transaction.commit().map_err(failed)?;
        }
        Ok(Self { connection, path: path.to_owned() })
    }
}

/// Makes the file, readable by its owner alone; fails where there is one.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
}

#[derive(PartialEq, Eq)]
enum Kind {
    Empty,
    Ledger,
}

/// Whether the file is a ledger that this program understands, or nothing yet.
fn identify(connection: &Connection, path: &Path) -> Result<Kind> {
    let failed = |cause: rusqlite::Error| fault::told(path, &cause);
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0)).map_err(failed);
    let objects: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(failed)?;
    let (application, version) = (number("application_id")?, number("user_version")?);
    match (application, objects) {
        (0, 0) => Ok(Kind::Empty),
        (schema::APPLICATION, _) if version > schema::VERSION => {
            let text = Text::new("E601-ledger-newer").with("found", i64::from(version)).with("known", i64::from(schema::VERSION));
            Err(Error::new(text).at(Place::file(path)))
        }
        (schema::APPLICATION, _) => Ok(Kind::Ledger),
        _ => Err(Error::new(Text::new("E617-not-a-ledger")).at(Place::file(path))),
    }
}
