//! The ledger: one SQLite file in which nothing is ever overwritten.
//!
//! Everything that happens is an entry in one chain, each with the hash of the one before; the tables that lists are made from
//! follow from the entries and are rebuilt from them by `verify`. An answer is acknowledged when the disk has it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};

use super::answer::{NewAnswer, Receipt};
use super::entry::{self, Entry, Said};
use super::list::Filter;
use super::run::{NewRun, Recorded};
use super::state::State;
use super::{Line, NewItem, fault, person, replay, schema};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::table::answers::{Subject, Verdict};

/// How long another program's lock is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// Characters that a note or an explanation holds at most.
pub(super) const LONGEST_NOTE: usize = 20_000;
/// What somebody took and did not answer is free again after so many minutes.
const LEASE_MINUTES: i64 = 60;

/// Tables of another room in the same file, such as the page's accounts and its log of accesses.
#[derive(Debug, Clone, Copy)]
pub struct Extension {
    /// Its name: the version of its tables is kept under it. Its tables must begin with `NAME_`.
    pub name: &'static str,
    /// The steps that make its tables, in order; step n brings version n-1 to n. Never changed once shipped, only added to.
    pub steps: &'static [&'static str],
    /// Statements that a purge runs over them; `?1` is the day, as `2025-09-15`, before which everything goes.
    pub purge: &'static [&'static str],
}

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
    /// The ledger in the file `path`, made where there is none; readable by its owner alone.
    ///
    /// # Errors
    /// It is of a newer version, damaged, no ledger, or locked by another program for longer than five seconds.
    pub fn open(path: &Path, extensions: &[Extension]) -> Result<Self> {
        match make_private(path) {
            Ok(()) => {}
            Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(cause) => return Err(Error::new(Text::new("E606-ledger-not-opened")).at(Place::file(path)).because(cause)),
        }
        Self::open_existing(path, extensions)
    }

    /// The ledger in the file `path`, which must be there.
    ///
    /// # Errors
    /// As [`Self::open`]; or there is no such file.
    pub fn open_existing(path: &Path, extensions: &[Extension]) -> Result<Self> {
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
        let lacks = |extension: &Extension| version_of(&connection, extension).map(|version| version < extension.steps.len());
        if kind == Kind::Empty
            || extensions.iter().map(lacks).collect::<rusqlite::Result<Vec<_>>>().map_err(failed)?.contains(&true)
        {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
            if identify(&transaction, path)? == Kind::Empty {
                schema::create(&transaction).map_err(failed)?;
            }
            for extension in extensions {
                extend(&transaction, extension).map_err(failed)?;
            }
            transaction.commit().map_err(failed)?;
        }
        Ok(Self { connection, path: path.to_owned() })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The connection, for the tables of an [`Extension`] only: the ledger's own refuse to be written past it.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// What an error of SQLite means for this ledger.
    pub(super) fn failed(&self) -> impl Fn(rusqlite::Error) -> Error + use<> {
        let path = self.path.clone();
        move |cause| fault::told(&path, &cause)
    }

    /// Records a run and its questions, all or nothing: what the run does not ask any longer is gone from lists, and stays.
    ///
    /// # Errors
    /// The ledger cannot be written; then nothing of the run is in it.
    pub fn record(&mut self, run: &NewRun, items: impl IntoIterator<Item = NewItem>) -> Result<Recorded> {
        let at = moment(run.at);
        let failed = self.failed();
        self.write(&at, |writer| {
            let mut recorded = Recorded::default();
            let mut asked = Vec::new();
            for item in items {
                let (id, fingerprint) = (item.id(), item.material.fingerprint());
                let before = known(writer.connection, &id).map_err(&failed)?;
                match &before {
                    None => recorded.new += 1,
                    Some(before) if before.fingerprint != fingerprint && before.is_answered => recorded.reopened += 1,
                    Some(before) if before.fingerprint == fingerprint && before.is_settled => recorded.carried += 1,
                    Some(_) => recorded.waiting += 1,
                }
                let is_shown = match &before {
                    Some(before) => is_shown(writer.connection, before.entry, &item).map_err(&failed)?,
                    None => false,
                };
                if !is_shown {
                    let entry = Entry::Item { id: id.clone(), fingerprint: fingerprint.clone(), item: Box::new(item) };
                    writer.append(&entry).map_err(&failed)?;
                }
                asked.push((id, fingerprint));
            }
            asked.sort_unstable();
            asked.dedup_by(|a, b| a.0 == b.0);
            recorded.gone = gone(writer.connection, run.province.as_deref(), &asked).map_err(&failed)?;
            let entry = Entry::Run {
                title: run.title.clone(),
                as_of: run.as_of.to_string(),
                folder: run.folder.display().to_string(),
                province: run.province.clone(),
                model: run.model.clone(),
                lang: run.lang.clone(),
                at: at.clone(),
                asked,
            };
            (recorded.number, _) = writer.append(&entry).map_err(&failed)?;
            Ok(recorded)
        })
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
            let listed = super::list::listed(writer.connection, &filter, Some((&by, &free_before))).map_err(&failed)?;
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

/// What the ledger knows of an item.
pub(super) struct Known {
    pub subject: Subject,
    pub fingerprint: String,
    /// The entry that shows it.
    pub entry: i64,
    /// Whether an answer to it stands.
    pub is_answered: bool,
    pub is_settled: bool,
}

pub(super) fn known(connection: &Connection, id: &str) -> rusqlite::Result<Option<Known>> {
    connection
        .prepare_cached(
            "SELECT subject, fingerprint, entry, state,
               EXISTS (SELECT 1 FROM answer WHERE answer.item = item.id AND closed_at IS NULL) FROM item WHERE id = ?1",
        )?
        .query_row([id], |row| {
            let subject: String = row.get(0)?;
            let state: String = row.get(3)?;
            Ok(Known {
                subject: if subject == Subject::Flag.name() { Subject::Flag } else { Subject::Link },
                fingerprint: row.get(1)?,
                entry: row.get(2)?,
                is_settled: State::of(&state).is_some_and(|state| !state.is_waiting()),
                is_answered: row.get(4)?,
            })
        })
        .optional()
}

/// The item that the entry `number` shows, now or as it was. None: it was purged.
pub(super) fn shown(connection: &Connection, number: i64) -> rusqlite::Result<Option<NewItem>> {
    let payload: Option<String> =
        connection.prepare_cached("SELECT payload FROM entry WHERE number = ?1")?.query_row([number], |row| row.get(0))?;
    Ok(payload.and_then(|payload| entry::unseal(&payload).ok()).and_then(|entry| match entry {
        Entry::Item { item, .. } | Entry::Version { item, .. } => Some(*item),
        _ => None,
    }))
}

/// Whether the entry `number` shows exactly this item.
///
/// Compared as text: numbers read back from JSON may differ in the last bit.
fn is_shown(connection: &Connection, number: i64, item: &NewItem) -> rusqlite::Result<bool> {
    let json = serde_json::to_string(item).map_err(|cause| rusqlite::Error::ToSqlConversionFailure(Box::new(cause)))?;
    connection.prepare_cached("SELECT payload FROM entry WHERE number = ?1")?.query_row([number], |row| {
        let payload = row.get_ref(0)?.as_str_or_null()?;
        Ok(payload.and_then(|payload| payload.strip_suffix("}}")).is_some_and(|payload| payload.ends_with(&json)))
    })
}

/// How many current items of the province, or of all, are not among `asked`, which is sorted.
fn gone(connection: &Connection, province: Option<&str>, asked: &[(String, String)]) -> rusqlite::Result<usize> {
    let mut current = connection.prepare_cached("SELECT id FROM item WHERE is_current = 1 AND (?1 IS NULL OR province = ?1)")?;
    let mut rows = current.query([province])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let id = row.get_ref(0)?.as_str()?;
        if asked.binary_search_by(|(asked, _)| asked.as_str().cmp(id)).is_err() {
            count += 1;
        }
    }
    Ok(count)
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

/// The version of another room's tables in the file; 0: it has none yet.
fn version_of(connection: &Connection, extension: &Extension) -> rusqlite::Result<usize> {
    let found: Option<usize> =
        connection.query_row("SELECT version FROM extension WHERE name = ?1", [extension.name], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or(0))
}

/// Brings the tables of another room to their latest version.
fn extend(connection: &Connection, extension: &Extension) -> rusqlite::Result<()> {
    let done = version_of(connection, extension)?;
    if done >= extension.steps.len() {
        return Ok(());
    }
    for step in &extension.steps[done..] {
        connection.execute_batch(step)?;
    }
    connection.execute(
        "INSERT INTO extension (name, version) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET version = ?2",
        params![extension.name, extension.steps.len()],
    )?;
    Ok(())
}
