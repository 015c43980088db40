//! What can happen to a ledger, and how does each entry hold the one before?
//!
//! An entry's hash covers its number, kind, item, time, the hash of its payload and the hash of the entry before. The payload itself can
//! be purged without breaking the chain; it holds a salt, so that its hash tells nobody what it was.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::answer::Attachment;
use super::item::{NewItem, hex, subject, verdict};
use crate::table::answers::{Subject, Verdict};

/// What the first entry names as the one before.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Entry {
    /// Somebody may answer from now on.
    Person { name: String, by: String },
    /// A question was asked for the first time, or something that is shown of it has changed.
    Item { id: String, fingerprint: String, item: Box<NewItem> },
    /// Evidence that an answer from another ledger relied on; what is shown of the item stays.
    Version { id: String, fingerprint: String, item: Box<NewItem> },
    /// A run asked these questions: identifier and fingerprint of each, sorted.
    Run {
        title: String,
        as_of: String,
        folder: String,
        province: Option<String>,
        model: String,
        lang: String,
        at: String,
        asked: Vec<(String, String)>,
    },
    /// Somebody answered.
    Answer(Box<Said>),
    /// An answer was withdrawn.
    Closing { item: String, answer: i64, by: String, at: String },
    /// An item was given to somebody, or to nobody.
    Assignment { item: String, to: Option<String>, by: String, at: String, is_taken: bool },
    /// Answers were taken in from a file or another ledger, and from a ledger the questions that this one did not know.
    Import { from: String, sha256: String, answers: usize, asked: Vec<String> },
    /// The payloads of these entries were removed: first and last number of each stretch.
    Purge { before: String, stretches: Vec<(i64, i64)> },
}

/// An answer as an entry has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Said {
    pub item: String,
    #[serde(with = "subject")]
    pub subject: Subject,
    #[serde(with = "verdict")]
    pub verdict: Verdict,
    pub note: Option<String>,
    pub explanation: Option<String>,
    pub attachments: Vec<Attachment>,
    pub by: String,
    pub at: String,
    pub fingerprint: String,
    /// An answer that was closed already where it came from.
    pub closed_at: Option<String>,
    pub closed_by: Option<String>,
}

impl Entry {
    /// The word in the column `kind`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Person { .. } => "person",
            Self::Item { .. } => "item",
            Self::Version { .. } => "version",
            Self::Run { .. } => "run",
            Self::Answer(_) => "answer",
            Self::Closing { .. } => "closing",
            Self::Assignment { .. } => "assignment",
            Self::Import { .. } => "import",
            Self::Purge { .. } => "purge",
        }
    }

    /// The item it is about. None: it is about none, or many.
    pub fn item(&self) -> Option<&str> {
        match self {
            Self::Item { id, .. } | Self::Version { id, .. } => Some(id),
            Self::Answer(said) => Some(&said.item),
            Self::Closing { item, .. } | Self::Assignment { item, .. } => Some(item),
            Self::Person { .. } | Self::Run { .. } | Self::Import { .. } | Self::Purge { .. } => None,
        }
    }
}

/// An entry's payload with what keeps its hash from being guessed.
#[derive(Debug, Serialize, Deserialize)]
struct Sealed<E> {
    salt: String,
    entry: E,
}

/// The entry in a payload.
pub(super) fn unseal(payload: &str) -> serde_json::Result<Entry> {
    serde_json::from_str::<Sealed<Entry>>(payload).map(|sealed| sealed.entry)
}

/// One row of `entry`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub number: i64,
    pub kind: String,
    pub item: Option<String>,
    pub written_at: String,
    /// None: purged.
    pub payload: Option<String>,
    pub payload_hash: String,
    pub previous: String,
    pub hash: String,
}

impl Row {
    /// The columns in the order that [`Self::read`] takes them.
    pub const COLUMNS: &str = "number, kind, item, written_at, payload, payload_hash, previous, hash";

    /// The row that a statement over [`Self::COLUMNS`] stands on.
    pub fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            kind: row.get(1)?,
            item: row.get(2)?,
            written_at: row.get(3)?,
            payload: row.get(4)?,
            payload_hash: row.get(5)?,
            previous: row.get(6)?,
            hash: row.get(7)?,
        })
    }

    /// The hash that a row with this content must have.
    pub fn sealed(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(b"thamdinh ledger 1\0");
        digest.update(self.number.to_le_bytes());
        let item = self.item.as_deref().unwrap_or_default();
        for part in [&self.kind, item, &self.written_at, &self.payload_hash, &self.previous] {
            digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            digest.update(part.as_bytes());
        }
        hex(&digest.finalize())
    }
}

/// SHA-256 of a payload, hexadecimal.
pub(super) fn payload_hash(payload: &str) -> String {
    hex(&Sha256::digest(payload.as_bytes()))
}

/// The last entry's number and hash; 0 and [`GENESIS`] where there is none.
pub(super) fn last(connection: &Connection) -> rusqlite::Result<(i64, String)> {
    let found = connection
        .prepare_cached("SELECT number, hash FROM entry ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.unwrap_or_else(|| (0, GENESIS.to_owned())))
}

/// Appends `entry` at `written_at` and gives its number and hash. To be called within a transaction.
pub(super) fn append(connection: &Connection, entry: &Entry, written_at: &str) -> rusqlite::Result<(i64, String)> {
    let (number, previous) = last(connection)?;
    let salt: String = connection.prepare_cached("SELECT lower(hex(randomblob(16)))")?.query_row([], |row| row.get(0))?;
    let payload = serde_json::to_string(&Sealed { salt, entry })
        .map_err(|cause| rusqlite::Error::ToSqlConversionFailure(Box::new(cause)))?;
    let mut row = Row {
        number: number + 1,
        kind: entry.kind().to_owned(),
        item: entry.item().map(str::to_owned),
        written_at: written_at.to_owned(),
        payload_hash: payload_hash(&payload),
        payload: Some(payload),
        previous,
        hash: String::new(),
    };
    row.hash = row.sealed();
    connection
        .prepare_cached(&format!("INSERT INTO entry ({}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", Row::COLUMNS))?
        .execute(params![
            row.number,
            row.kind,
            row.item,
            row.written_at,
            row.payload,
            row.payload_hash,
            row.previous,
            row.hash
        ])?;
    Ok((row.number, row.hash))
}
