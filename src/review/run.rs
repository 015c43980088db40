//! Which run asked, and what became of the questions it asked?

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::entry::{self, Entry};
use super::item::Line;
use super::ledger::Ledger;
use crate::error::Result;

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

impl Ledger {
    /// Every run, the latest first.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn runs(&self) -> Result<Vec<Run>> {
        self.some_runs(i64::MAX)
    }

    /// The latest run. None: none was recorded yet.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn latest_run(&self) -> Result<Option<Run>> {
        Ok(self.some_runs(1)?.pop())
    }

    fn some_runs(&self, limit: i64) -> Result<Vec<Run>> {
        let runs = || -> rusqlite::Result<Vec<Run>> {
            self.connection
                .prepare_cached(
                    "SELECT number, title, as_of, folder, province, model, lang, at, items FROM run ORDER BY number DESC LIMIT ?1",
                )?
                .query_map([limit], |row| {
                    Ok(Run {
                        number: row.get(0)?,
                        title: row.get(1)?,
                        as_of: row.get::<_, String>(2)?.parse().unwrap_or_default(),
                        folder: row.get::<_, String>(3)?.into(),
                        province: row.get(4)?,
                        model: row.get(5)?,
                        lang: row.get(6)?,
                        at: row.get(7)?,
                        items: row.get(8)?,
                    })
                })?
                .collect()
        };
        runs().map_err(self.failed())
    }

    /// What changed between the latest run and the one before it over the same province, by item; nothing where there is only one.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn changes(&self) -> Result<Vec<(Change, Line)>> {
        let runs = self.runs()?;
        let Some((latest, earlier)) = runs.split_first() else { return Ok(Vec::new()) };
        let Some(before) = earlier.iter().find(|run| run.province == latest.province) else { return Ok(Vec::new()) };
        let (after, before) = (self.asked(latest.number)?, self.asked(before.number)?);
        let mut out = Vec::new();
        let ids: BTreeSet<&String> = after.keys().chain(before.keys()).collect();
        for id in ids {
            let change = match (before.get(id), after.get(id)) {
                (None, Some(_)) => Change::New,
                (Some(_), None) => Change::Gone,
                (Some(before), Some(after)) if before != after => Change::Changed,
                _ => continue,
            };
            if let Some(line) = self.line(id)? {
                out.push((change, line));
            }
        }
        Ok(out)
    }

    /// What a run asked: fingerprint by item. Empty: it was purged.
    fn asked(&self, run: i64) -> Result<BTreeMap<String, String>> {
        let payload: Option<String> = self
            .connection
            .query_row("SELECT payload FROM entry WHERE number = ?1", [run], |row| row.get(0))
            .map_err(self.failed())?;
        Ok(match payload.map(|payload| entry::unseal(&payload)) {
            Some(Ok(Entry::Run { asked, .. })) => asked.into_iter().collect(),
            _ => BTreeMap::new(),
        })
    }
}
