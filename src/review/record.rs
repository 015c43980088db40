//! How does a run put its questions into the ledger?

use rusqlite::Connection;

use super::entry::Entry;
use super::item::NewItem;
use super::known::{is_shown, known};
use super::ledger::{Ledger, moment};
use super::run::{NewRun, Recorded};
use crate::error::Result;

impl Ledger {
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
