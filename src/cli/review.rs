//! `review`: the answers that people give, and the ledger that keeps them.

mod exchange;
mod keep;
mod list;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::Ended;
use super::terminal::Terminal;
use crate::config::{Batch as Loaded, Overrides};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::review::Ledger as Opened;

/// What was typed after `review`.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Serve(super::serve::Args),
    #[command(subcommand)]
    Account(super::account::Command),
    List(list::Args),
    Export(Exchange),
    Import(exchange::Args),
    Verify(Verify),
    Purge(Purge),
}

/// A batch whose ledger is meant.
#[derive(Debug, clap::Args)]
pub struct Batch {
    #[arg(value_name = "BATCH.toml")]
    batch: PathBuf,
}

/// A ledger and a file of answers.
#[derive(Debug, clap::Args)]
pub struct Exchange {
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// A ledger, and what an earlier export of it was signed off with.
#[derive(Debug, clap::Args)]
pub struct Verify {
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    #[arg(long, value_name = "HASH")]
    signed: Option<String>,
}

/// A ledger and a day.
#[derive(Debug, clap::Args)]
pub struct Purge {
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    #[arg(long, value_name = "DATE", value_parser = super::arguments::date)]
    before: NaiveDate,
}

/// Carries out a command on a ledger.
pub fn run(command: &Command, terminal: &Terminal) -> Ended {
    match command {
        Command::Serve(args) => super::serve::run(args, terminal),
        Command::Account(command) => super::account::run(command, terminal),
        Command::List(args) => list::run(args, terminal),
        Command::Export(args) => exchange::export(&args.ledger, &args.file, terminal),
        Command::Import(args) => exchange::import(args, terminal),
        Command::Verify(args) => keep::verify(&args.ledger, args.signed.as_deref(), terminal),
        Command::Purge(args) => keep::purge(&args.ledger, args.before, terminal),
    }
}

/// The ledger in a file, which must be there.
fn open(path: &Path) -> Result<Opened> {
    Opened::open_existing(path)
}

/// The ledger that a batch names.
///
/// # Errors
/// The batch names none, or no run has made it yet.
fn of_batch(batch: &Path) -> Result<Opened> {
    let loaded = Loaded::load(batch, &Overrides::default())?;
    let ledger = loaded.ledger.ok_or_else(|| Error::new(Text::new("E650-batch-names-no-ledger")).at(Place::file(batch)))?;
    open(&ledger)
}
