//! Which run asked, and what became of the questions it asked?

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A run about to be recorded.
#[derive(Debug, Clone)]
pub struct NewRun {
    /// The batch's title.
    pub title: String,
    /// The date of judgement.
    pub as_of: NaiveDate,
    /// The run's folder.
    pub folder: PathBuf,
    /// The province it was limited to, two digits. None: the whole batch.
    pub province: Option<String>,
    /// SHA-256 of the linking model.
    pub model: String,
    /// The run's language: `vi` or `en`.
    pub lang: String,
    /// When it was recorded.
    pub at: DateTime<Utc>,
}

/// A run as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its number in the ledger.
    pub number: i64,
    /// The batch's title.
    pub title: String,
    /// The date of judgement.
    pub as_of: NaiveDate,
    /// The run's folder.
    pub folder: PathBuf,
    /// The province it was limited to. None: the whole batch.
    pub province: Option<String>,
    /// SHA-256 of the linking model.
    pub model: String,
    /// The run's language.
    pub lang: String,
    /// When it was recorded, UTC.
    pub at: String,
    /// How many questions it asked.
    pub items: usize,
}

/// What became of a run's questions when it was recorded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The run's number in the ledger.
    pub number: i64,
    /// Asked for the first time.
    pub new: usize,
    /// Asked before with the same evidence and not settled yet.
    pub waiting: usize,
    /// Settled before with the same evidence: not asked again.
    pub carried: usize,
    /// Answered before, their evidence changed: asked anew.
    pub reopened: usize,
    /// Asked by the run before and not by this one.
    pub gone: usize,
}

/// What became of one item between two runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The run before did not ask it.
    New,
    /// The run before asked it with other evidence.
    Changed,
    /// This run does not ask it.
    Gone,
}
