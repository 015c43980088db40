//! The ledger: one SQLite file in which nothing is ever overwritten.
//!
//! Everything that happens is an entry in one chain, each with the hash of the one before; the tables that lists are made from
//! follow from the entries and are rebuilt from them by `verify`. An answer is acknowledged when the disk has it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::answer::{NewAnswer, Receipt};
use super::entry::{self, Entry, Said};
use super::item::Line;
use super::known::known;
use super::list::{Filter, listed};
use super::state::State;
use super::{fault, person, replay};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::table::answers::{Subject, Verdict};

/// Characters that a note or an explanation holds at most.
pub(super) const LONGEST_NOTE: usize = 20_000;
/// What somebody took and did not answer is free again after so many minutes.
const LEASE_MINUTES: i64 = 60;

/// An open ledger. One connection: give each thread its own.
#[derive(Debug)]
pub struct Ledger {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
}

/// A moment as the ledger writes it: `2025-09-15T08:30:00.000Z`.
pub(super) fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

impl Ledger {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The connection, for looking: what is written past the ledger's own doors is found out by `verify`.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// What an error of SQLite means for this ledger.
    pub(super) fn failed(&self) -> impl Fn(rusqlite::Error) -> Error + use<> {
        let path = self.path.clone();
        move |cause| fault::told(&path, &cause)
    }

    /// The people who may answer, by name.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn people(&self) -> Result<Vec<String>> {
        let people = || -> rusqlite::Result<Vec<String>> {
            self.connection.prepare_cached("SELECT name FROM person ORDER BY name")?.query_map([], |row| row.get(0))?.collect()
        };
        people().map_err(self.failed())
    }

    /// Lets a person answer from now on; does nothing where they may already.
    ///
    /// Names are compared without regard to case and blanks, so that nobody is two people.
    ///
    /// # Errors
    /// It is no name; the ledger cannot be written.
    pub fn admit(&mut self, name: &str, by: &str, at: DateTime<Utc>) -> Result<()> {
        let failed = self.failed();
        self.write(&moment(at), |writer| writer.admit(name, by).map_err(|cause| cause.told(&failed)).map(|_| ()))
    }

    /// Gives an answer; a standing one of the same person to the same item is closed by it.
    ///
    /// # Errors
    /// The item or person is not known, the verdict does not fit the question, or the evidence is no longer what the reviewer saw.
    pub fn answer(&mut self, answer: &NewAnswer) -> Result<Receipt> {
        let at = moment(answer.at);
        let failed = self.failed();
        self.write(&at, |writer| {
            let by = writer.known_person(&answer.by).map_err(&failed)?.ok_or_else(|| unknown_person(&answer.by))?;
            let known = known(writer.connection, &answer.item).map_err(&failed)?.ok_or_else(|| unknown_item(&answer.item))?;
            if !answer.verdict.fits(known.subject) {
                return Err(unfit(answer.verdict, known.subject));
            }
            if answer.fingerprint.as_ref().is_some_and(|seen| *seen != known.fingerprint) {
                return Err(Error::new(Text::new("E613-evidence-changed")));
            }
            for text in [&answer.note, &answer.explanation].into_iter().flatten() {
                if text.chars().count() > LONGEST_NOTE {
                    return Err(Error::new(Text::new("E614-note-too-long").count("longest", LONGEST_NOTE)));
                }
            }
            let said = Said {
                item: answer.item.clone(),
                subject: known.subject,
                verdict: answer.verdict,
                note: written(answer.note.as_deref()),
                explanation: written(answer.explanation.as_deref()),
                attachments: answer.attachments.clone(),
                by,
                at: at.clone(),
                fingerprint: known.fingerprint,
                closed_at: None,
                closed_by: None,
            };
            let (number, hash) = writer.append(&Entry::Answer(Box::new(said))).map_err(&failed)?;
            writer.receipt(&answer.item, number, hash).map_err(&failed)
        })
    }

    /// Withdraws the standing answer that `by` gave to `item`: closes it.
    ///
    /// # Errors
    /// There is none.
    pub fn withdraw(&mut self, item: &str, by: &str, at: DateTime<Utc>) -> Result<Receipt> {
        let at = moment(at);
        let failed = self.failed();
        self.write(&at, |writer| {
            let by = writer.known_person(by).map_err(&failed)?.ok_or_else(|| unknown_person(by))?;
            let standing: Option<i64> = writer
                .connection
                .prepare_cached("SELECT number FROM answer WHERE item = ?1 AND by_key = ?2 AND closed_at IS NULL")
                .and_then(|mut found| found.query_row(params![item, person::key(&by)], |row| row.get(0)).optional())
                .map_err(&failed)?;
            let answer = standing.ok_or_else(|| Error::new(Text::new("E615-nothing-to-withdraw").with("by", by.clone())))?;
            let entry = Entry::Closing { item: item.to_owned(), answer, by, at: at.clone() };
            let (number, hash) = writer.append(&entry).map_err(&failed)?;
            writer.receipt(item, number, hash).map_err(&failed)
        })
    }

    /// Gives `item` to a person, or to nobody.
    ///
    /// # Errors
    /// The item or a person is not known.
    pub fn assign(&mut self, item: &str, to: Option<&str>, by: &str, at: DateTime<Utc>) -> Result<()> {
        let at = moment(at);
        let failed = self.failed();
        self.write(&at, |writer| {
            let known_as = |name: &str| writer.known_person(name).map_err(&failed)?.ok_or_else(|| unknown_person(name));
            let (to, by) = (to.map(known_as).transpose()?, known_as(by)?);
            known(writer.connection, item).map_err(&failed)?.ok_or_else(|| unknown_item(item))?;
            let entry = Entry::Assignment { item: item.to_owned(), to, by, at: at.clone(), is_taken: false };
            writer.append(&entry).map_err(&failed).map(|_| ())
        })
    }

    /// Takes the most urgent item that `filter` lets through, that waits, was not answered by `by` and is nobody else's, and gives it to
    /// `by`. What somebody took an hour ago and did not answer is free again; what was assigned to them is not. None: nothing is left.
    ///
    /// # Errors
    /// The person is not known; the ledger cannot be written.
    pub fn take_next(&mut self, by: &str, filter: &Filter, at: DateTime<Utc>) -> Result<Option<Line>> {
        let free_before = moment(at - chrono::Duration::minutes(LEASE_MINUTES));
        let at = moment(at);
        let failed = self.failed();
        self.write(&at, |writer| {
            let by = writer.known_person(by).map_err(&failed)?.ok_or_else(|| unknown_person(by))?;
            let states = if filter.states.is_empty() { State::ALL.to_vec() } else { filter.states.clone() };
            let filter = Filter {
                states: states.into_iter().filter(|state| state.is_waiting()).collect(),
                not_answered_by: Some(by.clone()),
                offset: 0,
                limit: 1,
                ..filter.clone()
            };
            if filter.states.is_empty() {
                return Ok(None);
            }
            let listed = listed(writer.connection, &filter, Some((&by, &free_before))).map_err(&failed)?;
            let Some(mut line) = listed.lines.into_iter().next() else { return Ok(None) };
            if line.assignee.as_deref() != Some(&by) {
                let entry = Entry::Assignment {
                    item: line.id.clone(),
                    to: Some(by.clone()),
                    by: by.clone(),
                    at: at.clone(),
                    is_taken: true,
                };
                writer.append(&entry).map_err(&failed)?;
                line.assignee = Some(by);
            }
            Ok(Some(line))
        })
    }

    /// Does `work` within one transaction: all of it is on disk when this returns, or none.
    pub(super) fn write<T>(&mut self, at: &str, work: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        let failed = self.failed();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&failed)?;
        let done = work(&Writer { connection: &transaction, at })?;
        (|| {
            let (number, hash) = entry::last(&transaction)?;
            transaction.execute("DELETE FROM head", [])?;
            transaction.execute("INSERT INTO head (number, hash) VALUES (?1, ?2)", params![number, hash])?;
            transaction.commit()
        })()
        .map_err(&failed)?;
        Ok(done)
    }
}

/// Appends entries within a transaction.
pub(super) struct Writer<'a> {
    pub connection: &'a Connection,
    at: &'a str,
}

/// Why somebody could not be admitted.
pub(super) enum Refusal {
    Told(Error),
    Sqlite(rusqlite::Error),
}

impl Refusal {
    pub fn told(self, failed: impl Fn(rusqlite::Error) -> Error) -> Error {
        match self {
            Self::Told(error) => error,
            Self::Sqlite(cause) => failed(cause),
        }
    }
}

impl Writer<'_> {
    /// Appends an entry and brings the tables after it.
    pub fn append(&self, entry: &Entry) -> rusqlite::Result<(i64, String)> {
        let (number, hash) = entry::append(self.connection, entry, self.at)?;
        replay::apply(self.connection, number, self.at, entry)?;
        Ok((number, hash))
    }

    /// The name under which the ledger knows a person. None: it does not.
    pub fn known_person(&self, name: &str) -> rusqlite::Result<Option<String>> {
        self.connection
            .prepare_cached("SELECT name FROM person WHERE key = ?1")?
            .query_row([person::key(name)], |row| row.get(0))
            .optional()
    }

    /// Lets a person answer; gives the name under which the ledger knows them.
    pub fn admit(&self, name: &str, by: &str) -> std::result::Result<String, Refusal> {
        let name = person::tidy(name).map_err(Refusal::Told)?;
        if let Some(known) = self.known_person(&name).map_err(Refusal::Sqlite)? {
            return Ok(known);
        }
        self.append(&Entry::Person { name: name.clone(), by: by.to_owned() }).map_err(Refusal::Sqlite)?;
        Ok(name)
    }

    fn receipt(&self, item: &str, number: i64, hash: String) -> rusqlite::Result<Receipt> {
        let (state, verdict): (String, Option<String>) = self
            .connection
            .prepare_cached("SELECT state, verdict FROM item WHERE id = ?1")?
            .query_row([item], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let verdict = verdict.map(|verdict| replay::verdict_of(&verdict));
        Ok(Receipt { number, hash, state: State::of(&state).unwrap_or(State::Open), verdict })
    }
}

/// The text as it is kept, unless it is blank: one kind of line end, and nothing that a workbook cannot hold.
pub(super) fn written(text: Option<&str>) -> Option<String> {
    let text = text?.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    Some(kept.trim().to_owned()).filter(|text| !text.is_empty())
}

pub(super) fn unknown_person(name: &str) -> Error {
    Error::new(Text::new("E611-unknown-person").with("name", name.to_owned()))
}

pub(super) fn unknown_item(id: &str) -> Error {
    Error::new(Text::new("E612-unknown-item").with("item", id.to_owned()))
}

pub(super) fn unfit(verdict: Verdict, subject: Subject) -> Error {
    let fitting =
        Verdict::ALL.into_iter().filter(|verdict| verdict.fits(subject)).map(Verdict::name).collect::<Vec<_>>().join(", ");
    Error::new(Text::new("E616-answer-does-not-fit").with("answer", verdict.name()).with("fitting", fitting))
}
