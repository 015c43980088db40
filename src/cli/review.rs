//! `review`: the answers that people give, and the ledger that keeps them.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::Ended;
use super::terminal::Terminal;
use crate::error::Error;
use crate::lang::Text;

/// What was typed after `review`.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Serve(super::serve::Args),
    #[command(subcommand)]
    Account(super::account::Command),
    List(Batch),
    Export(Exchange),
    Import(Exchange),
    Verify(Ledger),
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

/// A ledger.
#[derive(Debug, clap::Args)]
pub struct Ledger {
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
}

/// A ledger and a day.
#[derive(Debug, clap::Args)]
pub struct Purge {
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    #[arg(long, value_name = "DATE", value_parser = super::arguments::date)]
    before: NaiveDate,
}

/// The ledger is not built yet: says so.
pub fn run(command: &Command, terminal: &Terminal) -> Ended {
    let name = match command {
        Command::Serve(args) => return super::serve::run(args, terminal),
        Command::Account(command) => return super::account::run(command, terminal),
        Command::List(_) => "review list",
        Command::Export(_) => "review export",
        Command::Import(_) => "review import",
        Command::Verify(_) => "review verify",
        Command::Purge(_) => "review purge",
    };
    Err(Error::new(Text::new("E440-not-built-yet").with("command", name)).into())
}
