//! The ledger: one SQLite file in which nothing is ever overwritten.
//!
//! Everything that happens is an entry in one chain, each with the hash of the one before; the tables that lists are made from
//! follow from the entries and are rebuilt from them by `verify`. An answer is acknowledged when the disk has it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::answer::{Given, NewAnswer, Receipt};
use super::item::{Item, Line};
use super::list::{Filter, Listed, Progress};
use super::run::{Change, NewRun, Recorded, Run};
use crate::error::{Error, Result};
use crate::lang::Text;

/// Tables of another room in the same file, such as the page's accounts and its log of accesses.
#[derive(Debug, Clone, Copy)]
pub struct Extension {
    /// Its name: the version of its tables is kept under it. Its tables must begin with `NAME_`.
    pub name: &'static str,
    /// The steps that make its tables, in order; step n brings version n-1 to n. Never changed once shipped, only added to.
    pub steps: &'static [&'static str],
}

/// An open ledger. One connection: give each thread its own.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
    path: PathBuf,
}

impl Ledger {
    /// The ledger in the file `path`, made where there is none; readable by its owner alone.
    ///
    /// # Errors
    /// It is of a newer version, damaged, no ledger, or locked by another program for longer than five seconds.
    pub fn open(_path: &Path, _extensions: &[Extension]) -> Result<Self> {
        Err(thin())
    }

    /// The ledger in the file `path`, which must be there.
    ///
    /// # Errors
    /// As [`Self::open`]; or there is no such file.
    pub fn open_existing(_path: &Path, _extensions: &[Extension]) -> Result<Self> {
        Err(thin())
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The connection, for the tables of an [`Extension`] only: the ledger's own refuse to be written past it.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Every run, the latest first.
    pub fn runs(&self) -> Result<Vec<Run>> {
        Err(thin())
    }

    /// The latest run. None: none was recorded yet.
    pub fn latest_run(&self) -> Result<Option<Run>> {
        Err(thin())
    }

    /// What changed between the latest run and the one before it over the same province.
    pub fn changes(&self) -> Result<Vec<(Change, Line)>> {
        Err(thin())
    }

    /// Records a run and its questions, all or nothing.
    pub fn record(&mut self, _run: &NewRun) -> Result<Recorded> {
        Err(thin())
    }

    /// The items that `filter` lets through.
    pub fn list(&self, _filter: &Filter) -> Result<Listed> {
        Err(thin())
    }

    /// The units that items name, sorted: for a filter's choices.
    pub fn units(&self) -> Result<Vec<String>> {
        Err(thin())
    }

    /// One item with its evidence, history and differences. None: there is no such item.
    pub fn item(&self, _id: &str) -> Result<Option<Item>> {
        Err(thin())
    }

    /// How far the review is.
    pub fn progress(&self) -> Result<Progress> {
        Err(thin())
    }

    /// The people who may answer, by name.
    pub fn people(&self) -> Result<Vec<String>> {
        Err(thin())
    }

    /// Lets a person answer from now on; does nothing where they may already.
    ///
    /// Names are compared without regard to case and blanks at the ends, so that nobody is two people.
    pub fn admit(&mut self, _name: &str, _by: &str, _at: DateTime<Utc>) -> Result<()> {
        Err(thin())
    }

    /// Gives an answer; a standing one of the same person to the same item is closed by it.
    ///
    /// # Errors
    /// The item or person is not known, the verdict does not fit the question, or the evidence is no longer what the reviewer saw.
    pub fn answer(&mut self, _answer: &NewAnswer) -> Result<Receipt> {
        Err(thin())
    }

    /// Withdraws the standing answer that `by` gave to `item`: closes it.
    ///
    /// # Errors
    /// There is none.
    pub fn withdraw(&mut self, _item: &str, _by: &str, _at: DateTime<Utc>) -> Result<Receipt> {
        Err(thin())
    }

    /// Gives `item` to a person, or to nobody.
    pub fn assign(&mut self, _item: &str, _to: Option<&str>, _by: &str, _at: DateTime<Utc>) -> Result<()> {
        Err(thin())
    }

    /// Takes the most urgent item that lets `filter` through, waits, was not answered by `by` and is nobody else's, and gives it to `by`.
    /// What somebody took an hour ago and did not answer is free again; what was assigned to them is not. None: nothing is left.
    pub fn take_next(&mut self, _by: &str, _filter: &Filter, _at: DateTime<Utc>) -> Result<Option<Line>> {
        Err(thin())
    }

    /// Every answer to the items of a candidate, or of everybody, in the order they were given.
    pub fn answers(&self, _candidate: Option<&str>) -> Result<Vec<Given>> {
        Err(thin())
    }
}

fn thin() -> Error {
    Error::new(Text::new("E440-not-built-yet").with("command", "review"))
}
