//! What every request needs: the ledger, the accounts, the log, the address, the clock.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use tokio::task::spawn_blocking;

use super::access_log::AccessLog;
use super::accounts::Accounts;
use super::address::Address;
use super::problem::Problem;
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::review::Ledger;

/// Reading connections that are kept for the next request.
const KEPT: usize = 8;

/// Tells the time; tests pass their own.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Everything the page is made of.
pub struct App {
    ledger: Ledgers,
    /// Who may open it.
    pub accounts: Accounts,
    /// Who did.
    pub log: AccessLog,
    /// Under which address.
    pub address: Address,
    /// The language of whoever has not chosen one.
    pub lang: Lang,
    /// The batch's title.
    pub title: String,
    /// The name and the secret of the address by which the only user enters. None: people log in.
    pub single: Option<Single>,
    /// Tells the time.
    pub clock: Clock,
}

/// The only user of a page without log-in.
#[derive(Debug, Clone)]
pub struct Single {
    /// Who answers.
    pub name: String,
    /// What the address that the terminal shows ends in: without it, other people on the same machine do not come in.
    pub secret: String,
}

impl App {
    /// A page over the ledger in the file `ledger`, which must be there.
    ///
    /// # Errors
    /// The ledger cannot be opened.
    pub fn new(ledger: &Path, accounts: Accounts, log: AccessLog, address: Address, lang: Lang, clock: Clock) -> Result<Self> {
        let ledger = Ledgers::open(ledger)?;
        Ok(Self { ledger, accounts, log, address, lang, title: String::new(), single: None, clock })
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// What `read` finds in the ledger, off the async threads.
    ///
    /// # Errors
    /// What `read` gives.
    pub async fn read<T, F>(self: &Arc<Self>, read: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&App, &Ledger) -> Result<T, Problem> + Send + 'static,
    {
        let app = Arc::clone(self);
        blocking(move || {
            let ledger = app.ledger.reader()?;
            let out = read(&app, &ledger);
            app.ledger.keep(ledger);
            out
        })
        .await
    }

    /// What `write` does to the ledger, one at a time: writers in a line wait for each other less than for SQLite's lock.
    ///
    /// # Errors
    /// What `write` gives.
    pub async fn write<T, F>(self: &Arc<Self>, write: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&App, &mut Ledger) -> Result<T, Problem> + Send + 'static,
    {
        let app = Arc::clone(self);
        // The ledger's changes are transactions: a thread that panicked has left nothing half-done behind.
        blocking(move || write(&app, &mut app.ledger.writer.lock().unwrap_or_else(PoisonError::into_inner))).await
    }

    /// What `work` gives that needs no ledger but may take long: passwords, accounts.
    ///
    /// # Errors
    /// What `work` gives.
    pub async fn aside<T, F>(self: &Arc<Self>, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&App) -> Result<T, Problem> + Send + 'static,
    {
        let app = Arc::clone(self);
        blocking(move || work(&app)).await
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
    match spawn_blocking(work).await {
        Ok(out) => out,
        // A panic has been printed already; the page says that something of ours is wrong.
        Err(cause) => Err(Error::new(Text::new("E005-internal")).because(cause).into()),
    }
}

/// Connections to one ledger.
struct Ledgers {
    path: PathBuf,
    idle: Mutex<Vec<Ledger>>,
    writer: Mutex<Ledger>,
}

impl Ledgers {
    fn open(path: &Path) -> Result<Self> {
        let writer = Mutex::new(Ledger::open_existing(path)?);
        Ok(Self { path: path.to_owned(), idle: Mutex::default(), writer })
    }

    fn reader(&self) -> Result<Ledger> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| Ledger::open_existing(&self.path), Ok)
    }

    fn keep(&self, ledger: Ledger) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(ledger);
        }
    }
}
