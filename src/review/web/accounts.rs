//! Who may open the page, and who has?
//!
//! Accounts, sessions and failed log-ins stand in a file of their own beside the ledger: a ledger is handed to other offices and
//! merged with theirs, and hashes of passwords must not travel with it. The file is readable by its owner alone; it holds the digest of
//! a session's token, never the token.

mod lockout;
mod session;

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, params};

pub use lockout::{Login, TRIES};
pub use session::{IDLE_MINUTES, LONGEST_HOURS, Session};

use super::password;
use super::role::Role;
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::review::person::{key, tidy};

/// The version of the tables below, kept as SQLite's `user_version`.
const VERSION: i64 = 1;
const TABLES: &str = "
    CREATE TABLE account(
        key TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, password TEXT, is_disabled INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL, password_at INTEGER) STRICT;
    CREATE TABLE session(
        digest TEXT PRIMARY KEY, key TEXT NOT NULL REFERENCES account(key), started_at INTEGER NOT NULL, seen_at INTEGER NOT NULL)
        STRICT;
    CREATE TABLE failure(key TEXT NOT NULL, address TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
    CREATE INDEX failure_at ON failure(at);
    PRAGMA user_version = 1;";

/// The accounts of a ledger.
#[derive(Debug)]
pub struct Accounts {
    connection: Mutex<Connection>,
    path: PathBuf,
}

/// One account, without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The name, as answers bear it.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whether it may no longer log in.
    pub is_disabled: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl Accounts {
    /// The file of accounts that belongs to the ledger in the file `ledger`: `ledger.accounts.sqlite` beside `ledger.sqlite`.
    pub fn path_for(ledger: &Path) -> PathBuf {
        ledger.with_extension("accounts.sqlite")
    }

    /// The accounts in the file `path`, made where there is none.
    ///
    /// # Errors
    /// The file cannot be made or read, is damaged, of a newer version, or locked for longer than five seconds.
    pub fn open(path: &Path) -> Result<Self> {
        if !path.exists() {
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(false);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            options.open(path).map_err(|cause| Error::writing(path, cause))?;
        }
        let broken = |cause: rusqlite::Error| broken(path, &cause);
        let connection = Connection::open(path).map_err(broken)?;
        connection.busy_timeout(Duration::from_secs(5)).map_err(broken)?;
        // A session or a count of failures lost with the power is no harm; answers are in the ledger, which waits for the disk.
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;").map_err(broken)?;
        Self::prepared(connection, path)
    }

    /// Accounts that are gone with the program: for one person on their own machine, and for tests.
    ///
    /// # Errors
    /// There is no memory.
    pub fn in_memory() -> Result<Self> {
        let path = Path::new(":memory:");
        Self::prepared(Connection::open_in_memory().map_err(|cause| broken(path, &cause))?, path)
    }

    fn prepared(mut connection: Connection, path: &Path) -> Result<Self> {
        let broken = |cause: rusqlite::Error| broken(path, &cause);
        connection.pragma_update(None, "foreign_keys", true).map_err(broken)?;
        let step = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(broken)?;
        let version: i64 = step.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(broken)?;
        match version {
            0 => step.execute_batch(TABLES).map_err(broken)?,
            VERSION => {}
            _ => return Err(Error::new(Text::new("E704-accounts-newer")).at(Place::file(path))),
        }
        step.commit().map_err(broken)?;
        Ok(Self { connection: Mutex::new(connection), path: path.to_owned() })
    }

    /// Makes an account.
    ///
    /// # Errors
    /// The name is taken or is no name, or the password is too easy.
    pub fn add(&self, name: &str, role: Role, password: &str, at: DateTime<Utc>) -> Result<Account> {
        let name = tidy(name)?;
        password::check(&name, password)?;
        let hash = password::hash(password)?;
        self.insert(&name, role, Some(&hash), at)?;
        Ok(Account { name, role, is_disabled: false, created_at: at })
    }

    /// Makes an account that nobody can log in to: for one person on their own machine.
    ///
    /// # Errors
    /// The name is taken or is no name.
    pub fn add_without_password(&self, name: &str, role: Role, at: DateTime<Utc>) -> Result<Account> {
        let name = tidy(name)?;
        self.insert(&name, role, None, at)?;
        Ok(Account { name, role, is_disabled: false, created_at: at })
    }

    /// Whether an account could be called `name`.
    ///
    /// # Errors
    /// The name is taken or is no name.
    pub fn check_new(&self, name: &str) -> Result<()> {
        let name = tidy(name)?;
        if self.list()?.iter().any(|account| key(&account.name) == key(&name)) {
            return Err(Error::new(Text::new("E705-account-exists").with("name", name)).at(Place::file(&self.path)));
        }
        Ok(())
    }

    fn insert(&self, name: &str, role: Role, hash: Option<&str>, at: DateTime<Utc>) -> Result<()> {
        let made = self.lock().execute(
            "INSERT INTO account(key, name, role, password, created_at, password_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
             ON CONFLICT(key) DO NOTHING",
            params![key(name), name, role.name(), hash, at.timestamp()],
        );
        match made.map_err(|cause| self.broken(&cause))? {
            0 => Err(Error::new(Text::new("E705-account-exists").with("name", name.to_owned())).at(Place::file(&self.path))),
            _ => Ok(()),
        }
    }

    /// Gives an account another password, lets it log in again where it was disabled, and ends its sessions.
    ///
    /// # Errors
    /// There is no such account, or the password is too easy.
    pub fn set_password(&self, name: &str, password: &str, at: DateTime<Utc>) -> Result<()> {
        password::check(name.trim(), password)?;
        let hash = password::hash(password)?;
        let changed = self.lock().execute(
            "UPDATE account SET password = ?2, password_at = ?3, is_disabled = 0 WHERE key = ?1",
            params![key(name), hash, at.timestamp()],
        );
        self.found(name, changed)?;
        self.end_sessions(name)?;
        self.forget_failures(name)
    }

    /// Whether `password` is the account's.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn has_password(&self, name: &str, password: &str) -> Result<bool> {
        let kept = self.password_of(name)?;
        Ok(password::is_right(password, kept.as_deref()))
    }

    /// Lets nobody log in to the account any more, and ends its sessions. Its answers stay.
    ///
    /// # Errors
    /// There is no such account.
    pub fn disable(&self, name: &str) -> Result<()> {
        let changed = self.lock().execute("UPDATE account SET is_disabled = 1 WHERE key = ?1", [key(name)]);
        self.found(name, changed)?;
        self.end_sessions(name)
    }

    /// All accounts, by name.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn list(&self) -> Result<Vec<Account>> {
        let connection = self.lock();
        let read = || -> rusqlite::Result<Vec<Account>> {
            let mut query = connection.prepare_cached("SELECT name, role, is_disabled, created_at FROM account ORDER BY key")?;
            let rows = query.query_map([], |row| {
                let role: String = row.get(1)?;
                let created_at = DateTime::from_timestamp(row.get(3)?, 0).unwrap_or_default();
                // A role that this version does not know may do the least.
                let role = Role::parse(&role).unwrap_or(Role::Reader);
                Ok(Account { name: row.get(0)?, role, is_disabled: row.get(2)?, created_at })
            })?;
            rows.collect()
        };
        read().map_err(|cause| self.broken(&cause))
    }

    /// The hash of the password of an account that may log in.
    fn password_of(&self, name: &str) -> Result<Option<String>> {
        let connection = self.lock();
        let read = || -> rusqlite::Result<Option<Option<String>>> {
            let mut query = connection.prepare_cached("SELECT password FROM account WHERE key = ?1 AND is_disabled = 0")?;
            query.query_row([key(name)], |row| row.get(0)).optional()
        };
        Ok(read().map_err(|cause| self.broken(&cause))?.flatten())
    }

    fn found(&self, name: &str, changed: rusqlite::Result<usize>) -> Result<()> {
        match changed.map_err(|cause| self.broken(&cause))? {
            0 => {
                Err(Error::new(Text::new("E706-no-such-account").with("name", name.trim().to_owned()))
                    .at(Place::file(&self.path)))
            }
            _ => Ok(()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // Every change is one statement or one transaction: a thread that panicked has left nothing half-done behind.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn broken(&self, cause: &rusqlite::Error) -> Error {
        broken(&self.path, cause)
    }
}

fn broken(path: &Path, cause: &rusqlite::Error) -> Error {
    Error::new(Text::new("E707-accounts-not-read")).at(Place::file(path)).because(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWORD: &str = "sông Lô chảy mãi";

    #[test]
    fn a_file_of_accounts_is_private_and_keeps_what_it_was_told() {
        let home = tempfile::tempdir().unwrap();
        let path = Accounts::path_for(&home.path().join("ledger.sqlite"));
        assert_eq!(path.file_name().unwrap(), "ledger.accounts.sqlite");
        let now = Utc::now();
        Accounts::open(&path).unwrap().add(" Lò  Thị Mai ", Role::Reviewer, PASSWORD, now).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let accounts = Accounts::open(&path).unwrap();
        let listed = accounts.list().unwrap();
        assert_eq!((listed.len(), listed[0].name.as_str(), listed[0].role), (1, "Lò Thị Mai", Role::Reviewer));
        assert_eq!(accounts.add("LÒ THỊ MAI", Role::Reader, PASSWORD, now).err().unwrap().id(), "E705-account-exists");
        assert!(!String::from_utf8_lossy(&std::fs::read(&path).unwrap()).contains(PASSWORD));
        accounts.disable("lò thị mai").unwrap();
        assert!(accounts.list().unwrap()[0].is_disabled);
        for unknown in [accounts.disable("Ai"), accounts.set_password("Ai", PASSWORD, now)] {
            assert_eq!(unknown.err().unwrap().id(), "E706-no-such-account");
        }
    }

    #[test]
    fn a_newer_file_and_one_that_is_none_are_refused() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.sqlite");
        drop(Accounts::open(&path).unwrap());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 9).unwrap();
        assert_eq!(Accounts::open(&path).err().unwrap().id(), "E704-accounts-newer");
        std::fs::write(&path, "x".repeat(5000)).unwrap();
        assert_eq!(Accounts::open(&path).err().unwrap().id(), "E707-accounts-not-read");
    }
}
