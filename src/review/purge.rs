//! How do persons' data leave a ledger whose chain must still hold?
//!
//! A purge empties the payloads of the entries about items that no run and no answer has touched since a day; their hashes stay, and the
//! purge itself is an entry that names them. The tables of lists are then made anew from what is left, and the file is written anew
//! so that nothing of it can be read from free pages. Beside the ledger nothing names the person: the accounts are the reviewers', and the
//! access log knows questions by their identifiers alone.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::entry::{self, Entry, Row};
use super::ledger::{Ledger, moment};
use super::{replay, schema};
use crate::error::{Error, Place, Result};
use crate::lang::Text;

/// What a purge removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Purged {
    /// Items, with their evidence, answers and notes.
    pub items: usize,
    /// Entries that hold nothing any longer.
    pub entries: usize,
    /// Runs all of whose items are gone.
    pub runs: usize,
    /// Items that stay although they are older, because a later run asked them or somebody answered them since.
    pub kept: usize,
}

impl Ledger {
    /// Removes the data of persons whose items no run and nobody has touched since `before`.
    ///
    /// # Errors
    /// The ledger cannot be written; then nothing is removed. Or the file cannot be written anew after it: another program has it open.
    pub fn purge(&mut self, before: NaiveDate, at: DateTime<Utc>) -> Result<Purged> {
        let failed = self.failed();
        let day = before.to_string();
        self.connection.pragma_update(None, "secure_delete", true).map_err(&failed)?;
        let purged = self.write(&moment(at), |writer| {
            let found = find(writer.connection, &day).map_err(&failed)?;
            if found.entries.is_empty() {
                return Ok(found.purged);
            }
            let entry = Entry::Purge { before: day.clone(), stretches: stretches(&found.entries) };
            writer.append(&entry).map_err(&failed)?;
            empty(writer.connection, &found.entries).and_then(|()| rebuild(writer.connection)).map_err(&failed)?;
            Ok(found.purged)
        })?;
        // What was removed must not be readable from the file either.
        self.connection
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")
            .map_err(|cause| Error::new(Text::new("E618-purged-not-rewritten")).at(Place::file(&self.path)).because(cause))?;
        Ok(purged)
    }
}

struct Found {
    entries: BTreeSet<i64>,
    purged: Purged,
}

/// The entries to empty.
fn find(connection: &rusqlite::Connection, day: &str) -> rusqlite::Result<Found> {
    let old: BTreeSet<String> = connection
        .prepare(
            "SELECT id FROM item WHERE coalesce((SELECT max(written_at) FROM entry WHERE entry.item = item.id), '') < ?1
               AND coalesce((SELECT written_at FROM entry WHERE entry.number = item.run), '') < ?1",
        )?
        .query_map([day], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let begun: usize = connection.query_row(
        "SELECT count(DISTINCT item) FROM entry WHERE item IS NOT NULL AND payload IS NOT NULL AND written_at < ?1",
        [day],
        |row| row.get(0),
    )?;
    let mut entries = BTreeSet::new();
    let mut of_item = connection.prepare("SELECT number FROM entry WHERE item = ?1 AND payload IS NOT NULL")?;
    for id in &old {
        for number in of_item.query_map([id], |row| row.get(0))? {
            entries.insert(number?);
        }
    }
    let living: BTreeSet<String> = connection
        .prepare("SELECT id FROM item")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<BTreeSet<String>>>()?
        .difference(&old)
        .cloned()
        .collect();
    let mut runs = 0;
    let mut asking = connection.prepare(
        "SELECT number, payload FROM entry WHERE kind IN ('run', 'import') AND payload IS NOT NULL AND written_at < ?1",
    )?;
    let mut rows = asking.query([day])?;
    while let Some(row) = rows.next()? {
        let asked: Vec<String> = match entry::unseal(row.get_ref(1)?.as_str()?) {
            Ok(Entry::Run { asked, .. }) => asked.into_iter().map(|(id, _)| id).collect(),
            Ok(Entry::Import { asked, .. }) => asked,
            _ => continue,
        };
        if asked.iter().all(|id| !living.contains(id)) {
            entries.insert(row.get(0)?);
            runs += 1;
        }
    }
    let purged = Purged { items: old.len(), entries: entries.len(), runs, kept: begun.saturating_sub(old.len()) };
    Ok(Found { entries, purged })
}

/// First and last of each stretch of numbers without a gap.
fn stretches(numbers: &BTreeSet<i64>) -> Vec<(i64, i64)> {
    let mut out: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match out.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => out.push((*number, *number)),
        }
    }
    out
}

/// Empties the payloads, through the gate that the guards leave for it.
fn empty(connection: &rusqlite::Connection, entries: &BTreeSet<i64>) -> rusqlite::Result<()> {
    connection.execute("INSERT INTO gate (is_open) VALUES (1)", [])?;
    let mut update = connection.prepare("UPDATE entry SET payload = NULL WHERE number = ?1")?;
    for number in entries {
        update.execute([number])?;
    }
    connection.execute("DELETE FROM gate", [])?;
    Ok(())
}

/// Makes the tables of lists anew from the entries.
fn rebuild(connection: &rusqlite::Connection) -> rusqlite::Result<()> {
    for table in schema::DERIVED_TABLES {
        connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    let mut all = connection.prepare(&format!("SELECT {} FROM entry WHERE payload IS NOT NULL ORDER BY number", Row::COLUMNS))?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let row = Row::read(row)?;
        if let Some(Ok(entry)) = row.payload.as_deref().map(entry::unseal) {
            replay::apply(connection, row.number, &row.written_at, &entry)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_hold_every_number_and_no_other() {
        assert_eq!(stretches(&BTreeSet::from([1, 2, 3, 7, 9, 10])), [(1, 3), (7, 7), (9, 10)]);
        assert_eq!(stretches(&BTreeSet::new()), []);
    }
}
