//! Is the ledger what was written?
//!
//! Every entry is hashed again, the chain is followed from the first to the last, the tables that lists are made from are rebuilt
//! beside it and compared row by row, and the guards against changes are looked for. Whatever was changed, removed or inserted is
//! named. A ledger that was forged from end to end is found out by the hash that an earlier export was signed off with.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::entry::{self, Entry, GENESIS, Row};
use super::ledger::Ledger;
use super::{replay, schema};
use crate::error::Result;
use crate::lang::Text;

/// What was found.
#[derive(Debug, Clone)]
pub struct Verified {
    /// How many entries there are.
    pub entries: usize,
    /// How many of them hold no persons' data any longer.
    pub purged: usize,
    /// How many answers were ever given.
    pub answers: usize,
    /// The hash of the last entry: with it an export is signed off.
    pub hash: String,
    /// Everything that is not as it was written, each with the row it is in. Empty: nothing.
    pub faults: Vec<Text>,
}

impl Ledger {
    /// The number and hash of the last entry: what an export is signed off with.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn head(&self) -> Result<(i64, String)> {
        entry::last(&self.connection).map_err(self.failed())
    }

    /// Looks at every row. `signed`: the hash that an earlier export was signed off with, which must be among the entries.
    ///
    /// # Errors
    /// The ledger cannot be read at all.
    pub fn verify(&self, signed: Option<&str>) -> Result<Verified> {
        let mut faults = Vec::new();
        // One snapshot: what others append in the meantime is not looked at.
        let snapshot = self.connection.unchecked_transaction().map_err(self.failed())?;
        check_file(&snapshot, &mut faults).map_err(self.failed())?;
        let mut verified = follow(&snapshot, signed, faults).map_err(self.failed())?;
        check_guards(&snapshot, &mut verified.faults).map_err(self.failed())?;
        Ok(verified)
    }
}

/// SQLite's own look at pages and indexes.
fn check_file(connection: &Connection, faults: &mut Vec<Text>) -> rusqlite::Result<()> {
    let mut check = connection.prepare("PRAGMA integrity_check(20)")?;
    let mut rows = check.query([])?;
    while let Some(row) = rows.next()? {
        let said: String = row.get(0)?;
        if said != "ok" {
            faults.push(Text::new("verify-file").with("said", said));
        }
    }
    Ok(())
}

/// Hashes and follows the entries, and compares the tables with what they say.
fn follow(connection: &Connection, signed: Option<&str>, mut faults: Vec<Text>) -> rusqlite::Result<Verified> {
    let rebuilt = Connection::open_in_memory()?;
    rebuilt.execute_batch(schema::DERIVED)?;
    rebuilt.execute_batch("BEGIN")?;
    let mut expected = (1, GENESIS.to_owned());
    let (mut entries, mut answers) = (0, 0);
    let mut is_signed = signed.is_none_or(|signed| signed == GENESIS);
    let mut missing = BTreeSet::new();
    let mut purges: Vec<(i64, i64)> = Vec::new();
    let mut all = connection.prepare(&format!("SELECT {} FROM entry ORDER BY number", Row::COLUMNS))?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let row = Row::read(row)?;
        entries += 1;
        answers += usize::from(row.kind == "answer");
        is_signed |= signed == Some(&row.hash);
        check_row(&row, &expected, &mut faults);
        expected = (row.number + 1, row.hash.clone());
        match row.payload.as_deref().map(entry::unseal) {
            None => {
                missing.insert(row.number);
            }
            Some(Err(_)) => faults.push(Text::new("verify-not-understood").with("number", row.number)),
            Some(Ok(entry)) => {
                if entry.kind() != row.kind || entry.item() != row.item.as_deref() {
                    faults.push(Text::new("verify-changed").with("number", row.number).with("kind", row.kind.clone()));
                }
                if let Entry::Purge { stretches, .. } = &entry {
                    purges.extend(stretches);
                }
                if let Err(cause) = replay::apply(&rebuilt, row.number, &row.written_at, &entry) {
                    faults.push(Text::new("verify-not-possible").with("number", row.number).with("cause", cause.to_string()));
                }
            }
        }
    }
    let purged = missing.len();
    for number in missing {
        if !purges.iter().any(|(first, last)| (*first..=*last).contains(&number)) {
            faults.push(Text::new("verify-emptied").with("number", number));
        }
    }
    check_head(connection, &expected, &mut faults)?;
    for table in schema::DERIVED_TABLES {
        compare(connection, &rebuilt, table, &mut faults)?;
    }
    if !is_signed {
        faults.push(Text::new("verify-not-signed").with("hash", signed.unwrap_or_default().to_owned()));
    }
    Ok(Verified { entries, purged, answers, hash: expected.1, faults })
}

/// One entry against itself and the one before.
fn check_row(row: &Row, expected: &(i64, String), faults: &mut Vec<Text>) {
    let number = row.number;
    if number > expected.0 {
        faults.push(Text::new("verify-removed").with("first", expected.0).with("last", number - 1));
    } else if number < expected.0 {
        faults.push(Text::new("verify-inserted").with("number", number));
    }
    let is_whole = row.payload.as_deref().is_none_or(|payload| entry::payload_hash(payload) == row.payload_hash);
    if !is_whole || row.sealed() != row.hash {
        faults.push(Text::new("verify-changed").with("number", number).with("kind", row.kind.clone()));
    } else if number == expected.0 && row.previous != expected.1 {
        faults.push(Text::new("verify-chain").with("number", number).with("before", number - 1));
    }
}

/// What was last written is the last there is.
fn check_head(connection: &Connection, expected: &(i64, String), faults: &mut Vec<Text>) -> rusqlite::Result<()> {
    let heads: Vec<(i64, String)> = connection
        .prepare("SELECT number, hash FROM head")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let last = expected.0 - 1;
    match heads.as_slice() {
        [] if last == 0 => {}
        [(number, _)] if *number > last => {
            faults.push(Text::new("verify-removed").with("first", last + 1).with("last", *number));
        }
        [(number, _)] if *number < last => faults.push(Text::new("verify-inserted").with("number", number + 1)),
        [(_, hash)] if *hash == expected.1 => {}
        _ => faults.push(Text::new("verify-head")),
    }
    Ok(())
}

/// Rows of a table of lists that are not what the entries say.
fn compare(found: &Connection, rebuilt: &Connection, table: &'static str, faults: &mut Vec<Text>) -> rusqlite::Result<()> {
    let width = if table == "version" { 2 } else { 1 };
    let sql = format!("SELECT * FROM {table} ORDER BY 1, 2");
    let (mut ours, mut theirs) = (rebuilt.prepare(&sql)?, found.prepare(&sql)?);
    let (mut ours, mut theirs) = (ours.query([])?, theirs.query([])?);
    let (mut our, mut their) = (values(&mut ours)?, values(&mut theirs)?);
    loop {
        let order = match (&our, &their) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(our), Some(their)) => {
                our[..width].iter().zip(their).map(|(a, b)| rank(a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
            }
        };
        let name = |row: &Option<Vec<Value>>| match row.as_ref().and_then(|row| row.first()) {
            Some(Value::Text(text)) => text.clone(),
            Some(Value::Integer(number)) => number.to_string(),
            _ => "?".to_owned(),
        };
        let fault = |id, row: &Option<Vec<Value>>| Text::new(id).with("table", table).with("row", name(row));
        match order {
            Ordering::Less => {
                faults.push(fault("verify-row-removed", &our));
                our = values(&mut ours)?;
            }
            Ordering::Greater => {
                faults.push(fault("verify-row-inserted", &their));
                their = values(&mut theirs)?;
            }
            Ordering::Equal => {
                if our != their {
                    faults.push(fault("verify-row-changed", &our));
                }
                (our, their) = (values(&mut ours)?, values(&mut theirs)?);
            }
        }
    }
}

fn values(rows: &mut rusqlite::Rows<'_>) -> rusqlite::Result<Option<Vec<Value>>> {
    let Some(row) = rows.next()? else { return Ok(None) };
    let width = row.as_ref().column_count();
    (0..width).map(|column| row.get(column)).collect::<rusqlite::Result<_>>().map(Some)
}

/// As SQLite sorts keys: numbers, then texts by their bytes.
fn rank(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Integer(_), _) => Ordering::Less,
        (_, Value::Integer(_)) => Ordering::Greater,
        _ => Ordering::Equal,
    }
}

/// Tables, indexes and triggers are the ones that a new ledger has.
fn check_guards(connection: &Connection, faults: &mut Vec<Text>) -> rusqlite::Result<()> {
    let fresh = Connection::open_in_memory()?;
    schema::create(&fresh)?;
    let all = "SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name";
    let read = |connection: &Connection| -> rusqlite::Result<Vec<(String, String)>> {
        connection.prepare(all)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    };
    let found: std::collections::BTreeMap<String, String> = read(connection)?.into_iter().collect();
    for (name, sql) in read(&fresh)? {
        if found.get(&name) != Some(&sql) {
            faults.push(Text::new("verify-guard").with("name", name));
        }
    }
    let is_open: bool = connection.query_row("SELECT EXISTS (SELECT 1 FROM gate)", [], |row| row.get(0))?;
    if is_open {
        faults.push(Text::new("verify-guard").with("name", "gate"));
    }
    // A trigger of somebody else's on our tables could write past the chain.
    let strange: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name NOT LIKE 'entry\\_%' ESCAPE '\\' AND tbl_name IN ('entry', 'item', 'answer', 'run', 'person', 'version', 'flag', 'head', 'gate') ORDER BY name")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    faults.extend(strange.into_iter().map(|name| Text::new("verify-guard").with("name", name)));
    Ok(())
}
