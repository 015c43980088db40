//! What did somebody answer, and how is it withdrawn?
//!
//! An answer is closed and replaced, never edited: whoever answers the same item again closes what they said before.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::item::{subject, verdict};
use super::state::State;
use crate::table::answers::{Subject, Verdict};

/// An answer about to be given.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAnswer {
    /// The item's identifier.
    pub item: String,
    /// What is answered.
    pub verdict: Verdict,
    /// What the reviewer writes beside it. None: nothing.
    pub note: Option<String>,
    /// The candidate's own explanation. None: not asked for, or not given.
    pub explanation: Option<String>,
    /// Papers it rests on.
    pub attachments: Vec<Attachment>,
    /// Who answers: a person the ledger knows.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The fingerprint of the evidence that the reviewer saw. None: the present one, as for a filled-in workbook.
    pub fingerprint: Option<String>,
}

/// A paper, by its hash: the ledger says which one it was, the office keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The file's name.
    pub name: String,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
}

/// An answer as the ledger has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Given {
    /// Its number in the ledger.
    pub number: i64,
    /// The item's identifier.
    pub item: String,
    /// Link or flag.
    #[serde(serialize_with = "subject::serialize")]
    pub subject: Subject,
    /// What was answered.
    #[serde(serialize_with = "verdict::serialize")]
    pub verdict: Verdict,
    /// What the reviewer wrote beside it.
    pub note: Option<String>,
    /// The candidate's own explanation.
    pub explanation: Option<String>,
    /// Papers it rests on.
    pub attachments: Vec<Attachment>,
    /// Who answered.
    pub by: String,
    /// When, UTC: `2025-09-15T08:30:00.000Z`, or the day alone where a workbook gave no more.
    pub at: String,
    /// When it was withdrawn or replaced. None: it stands.
    pub closed_at: Option<String>,
    /// Who closed it. None: it stands.
    pub closed_by: Option<String>,
    /// The fingerprint of the evidence it relied on.
    pub fingerprint: String,
    /// Whether it stands and relied on the item's present evidence.
    pub counts: bool,
}

/// The ledger has it on disk: nothing that happens to the machine afterwards loses it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Receipt {
    /// The entry's number in the ledger.
    pub number: i64,
    /// The entry's hash.
    pub hash: String,
    /// Where the item stands now.
    pub state: State,
    /// What its answers come to. None: not settled.
    #[serde(serialize_with = "verdict::maybe")]
    pub verdict: Option<Verdict>,
}
