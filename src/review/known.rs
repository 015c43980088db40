//! What does the ledger know of an item by its identifier?

use rusqlite::{Connection, OptionalExtension};

use super::entry::{self, Entry};
use super::item::NewItem;
use super::state::State;
use crate::table::answers::Subject;

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
pub(super) fn is_shown(connection: &Connection, number: i64, item: &NewItem) -> rusqlite::Result<bool> {
    let json = serde_json::to_string(item).map_err(|cause| rusqlite::Error::ToSqlConversionFailure(Box::new(cause)))?;
    connection.prepare_cached("SELECT payload FROM entry WHERE number = ?1")?.query_row([number], |row| {
        let payload = row.get_ref(0)?.as_str_or_null()?;
        Ok(payload.and_then(|payload| payload.strip_suffix("}}")).is_some_and(|payload| payload.ends_with(&json)))
    })
}
