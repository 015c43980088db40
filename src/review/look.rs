//! What is there to see of one item: its evidence, its answers, what has changed?

use rusqlite::{OptionalExtension, ToSql};

use super::answer::Given;
use super::item::Item;
use super::known::shown;
use super::ledger::Ledger;
use super::list::subject_of;
use super::replay::verdict_of;
use crate::error::Result;

impl Ledger {
    /// One item with its evidence, history and differences. None: there is no such item.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn item(&self, id: &str) -> Result<Option<Item>> {
        let Some(line) = self.line(id)? else { return Ok(None) };
        let failed = self.failed();
        let seen = self
            .connection
            .query_row("SELECT entry FROM item WHERE id = ?1", [id], |row| row.get(0))
            .and_then(|entry| shown(&self.connection, entry))
            .map_err(&failed)?;
        let (evidence, material) = seen.map(|seen| (seen.evidence, seen.material)).unwrap_or_default();
        let history = self.history(id)?;
        let other = history.iter().rev().find(|given| given.closed_at.is_none() && given.fingerprint != line.fingerprint);
        let differences = match other {
            Some(given) => {
                let before = self
                    .connection
                    .query_row(
                        "SELECT entry FROM version WHERE item = ?1 AND fingerprint = ?2",
                        [id, &given.fingerprint],
                        |row| row.get(0),
                    )
                    .optional()
                    .and_then(|entry| entry.map_or(Ok(None), |entry| shown(&self.connection, entry)))
                    .map_err(&failed)?;
                before.map(|before| material.differences(&before.material)).unwrap_or_default()
            }
            None => Vec::new(),
        };
        Ok(Some(Item { line, evidence, material, history, differences }))
    }

    /// Every answer ever given to an item, the earliest first.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn history(&self, id: &str) -> Result<Vec<Given>> {
        self.given("answer.item = ?1", &[&id])
    }

    /// Every answer to the items of a candidate, or of everybody, in the order in which they were given.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn answers(&self, candidate: Option<&str>) -> Result<Vec<Given>> {
        match candidate {
            Some(candidate) => self.given("item.candidate_id = ?1", &[&candidate]),
            None => self.given("1", &[]),
        }
    }

    fn given(&self, condition: &str, parameters: &[&dyn ToSql]) -> Result<Vec<Given>> {
        let given = || -> rusqlite::Result<Vec<Given>> {
            self.connection
                .prepare_cached(&format!(
                    "SELECT answer.number, answer.item, answer.subject, answer.verdict, note, explanation, attachments, by, at, closed_at,
                       closed_by, answer.fingerprint, closed_at IS NULL AND answer.fingerprint = item.fingerprint
                     FROM answer JOIN item ON item.id = answer.item WHERE {condition} ORDER BY answer.number"
                ))?
                .query_map(parameters, |row| {
                    Ok(Given {
                        number: row.get(0)?,
                        item: row.get(1)?,
                        subject: subject_of(&row.get::<_, String>(2)?),
                        verdict: verdict_of(&row.get::<_, String>(3)?),
                        note: row.get(4)?,
                        explanation: row.get(5)?,
                        attachments: serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default(),
                        by: row.get(7)?,
                        at: row.get(8)?,
                        closed_at: row.get(9)?,
                        closed_by: row.get(10)?,
                        fingerprint: row.get(11)?,
                        counts: row.get(12)?,
                    })
                })?
                .collect()
        };
        given().map_err(self.failed())
    }
}
