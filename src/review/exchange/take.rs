//! What of a file's answers can be taken in, and what becomes of it?

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};

use super::desk::{Desk, Ready, printable, words};
use super::{Contradiction, Incoming, Refusal, Taken, read};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::review::Ledger;
use crate::review::entry::{Entry, Said};
use crate::review::item::hex;
use crate::review::ledger::{Writer, moment};
use crate::review::{NewItem, person, replay};
use crate::table::answers::Verdict;

/// How to take answers in.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Whether people that the ledger does not know may answer from now on.
    pub may_admit: bool,
    /// Who answered where the file does not say. None: the file must say.
    pub by: Option<&'a str>,
    /// When the import happens, and when answers were given that bear no day.
    pub at: DateTime<Utc>,
}

/// What comes in beside the answers when another ledger does.
#[derive(Default)]
pub(in crate::review) struct Beside {
    /// Questions that this ledger may not know: identifier, fingerprint, what is shown.
    pub items: Vec<(String, String, NewItem)>,
    /// Evidence that answers relied on, likewise.
    pub versions: Vec<(String, String, NewItem)>,
    /// Items that the other ledger lists as current.
    pub current: BTreeSet<String>,
}

impl Ledger {
    /// Takes in the answers in the file `path`: all of them, or none where one cannot be.
    ///
    /// # Errors
    /// The file is no answers file, or the ledger cannot be written. Rows that cannot be taken in are in [`Taken::refused`].
    pub fn import(&mut self, path: &Path, options: &Options<'_>) -> Result<Taken> {
        let (rows, bytes) = read::read(path)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.take(&rows, &Beside::default(), &name, &hex(&Sha256::digest(&bytes)), options)
    }

    /// Takes in what came from `from`, whose bytes or last entry have the hash `sha256`.
    pub(in crate::review) fn take(
        &mut self,
        rows: &[Incoming],
        beside: &Beside,
        from: &str,
        sha256: &str,
        options: &Options<'_>,
    ) -> Result<Taken> {
        let failed = self.failed();
        let at = moment(options.at);
        let mut taken = self.write(&at, |writer| {
            let mut taken = Taken::default();
            let others: BTreeMap<&str, &NewItem> = beside.items.iter().map(|(id, _, item)| (id.as_str(), item)).collect();
            let desk = Desk { connection: writer.connection, others: &others, options, words: words() };
            let mut ready = Vec::new();
            let mut strangers = Strangers::default();
            for row in rows {
                if row.cell("answer").is_none() {
                    taken.blank += 1;
                    continue;
                }
                match desk.ready(row).map_err(&failed)? {
                    Ok(answer) => ready.push((row, answer)),
                    Err(text) if text.id() == "E611-unknown-person" => strangers.meet(&desk, row, text, &mut taken.refused),
                    Err(text) => taken.refused.push(Refusal { place: row.place.clone(), text, rows: 1 }),
                }
            }
            strangers.tell(&mut taken.refused);
            refuse_doubles(&ready, &mut taken.refused);
            if !taken.refused.is_empty() {
                return Ok(taken);
            }
            let mut ready: Vec<Ready> = ready.into_iter().map(|(_, answer)| answer).collect();
            ready.sort_by(|a, b| (&a.said.at, &a.said.item).cmp(&(&b.said.at, &b.said.item)));
            let asked = bring(writer, beside, &mut taken).map_err(&failed)?;
            for answer in ready {
                put(writer, answer, &mut taken).map_err(|cause| cause.told(&failed))?;
            }
            taken.people.sort_unstable();
            if taken.answers + taken.closed + taken.items > 0 {
                let (from, sha256) = (from.to_owned(), sha256.to_owned());
                writer.append(&Entry::Import { from, sha256, answers: taken.answers, asked }).map_err(&failed)?;
            }
            Ok(taken)
        })?;
        (_, taken.hash) = self.head()?;
        Ok(taken)
    }
}

/// People whom the ledger does not know, each told once for all their rows.
#[derive(Default)]
struct Strangers(BTreeMap<String, Stranger>);

struct Stranger {
    /// Their place among the refusals: that of their first row.
    at: usize,
    name: String,
    /// The rows, by sheet in the order of the file.
    rows: Vec<(Option<String>, Option<u32>)>,
}

impl Strangers {
    fn meet(&mut self, desk: &Desk<'_>, row: &Incoming, text: Text, refused: &mut Vec<Refusal>) {
        let name = desk.giver(row).unwrap_or_default();
        let stranger = self.0.entry(person::key(name)).or_insert_with(|| {
            refused.push(Refusal { place: row.place.clone(), text, rows: 0 });
            Stranger { at: refused.len() - 1, name: printable(name), rows: Vec::new() }
        });
        stranger.rows.push((row.place.sheet.clone(), row.place.row));
    }

    /// Whoever has several rows is told with their number and the places of the first.
    fn tell(self, refused: &mut [Refusal]) {
        for Stranger { at, name, rows } in self.0.into_values() {
            let Some(refusal) = refused.get_mut(at) else { continue };
            refusal.rows = rows.len();
            if rows.len() > 1 {
                let text = Text::new("E643-unknown-person-of-rows").with("name", name).count("count", rows.len());
                refusal.text = text.with("rows", places(&rows));
            }
        }
    }
}

/// How many rows of one person are named.
const ROWS_NAMED: usize = 10;

/// `3, 4, 9`; where the file has sheets, `Cảnh báo 3, 4; Lưu ý 9`; `…` where there are more.
fn places(rows: &[(Option<String>, Option<u32>)]) -> String {
    let mut out = String::new();
    let mut before: Option<&Option<String>> = None;
    for (sheet, row) in rows.iter().take(ROWS_NAMED) {
        match (before, sheet) {
            (Some(before), sheet) if before == sheet => out.push_str(", "),
            (before, sheet) => {
                out.push_str(if before.is_some() { "; " } else { "" });
                out.extend(sheet.as_deref().into_iter().flat_map(|sheet| [sheet, " "]));
            }
        }
        before = Some(sheet);
        out.push_str(&row.map_or_else(|| "?".to_owned(), |row| row.to_string()));
    }
    if rows.len() > ROWS_NAMED {
        out.push_str(", …");
    }
    out
}

/// The questions and the evidence of another ledger that this one lacks; gives the questions that are current from now on.
fn bring(writer: &Writer<'_>, beside: &Beside, taken: &mut Taken) -> rusqlite::Result<Vec<String>> {
    let mut asked = Vec::new();
    for (id, fingerprint, item) in &beside.items {
        if crate::review::known::known(writer.connection, id)?.is_some() {
            continue;
        }
        writer.append(&Entry::Item { id: id.clone(), fingerprint: fingerprint.clone(), item: Box::new(item.clone()) })?;
        taken.items += 1;
        if beside.current.contains(id) {
            asked.push(id.clone());
        }
    }
    for (id, fingerprint, item) in &beside.versions {
        if !has_version(writer.connection, id, fingerprint)? {
            writer.append(&Entry::Version { id: id.clone(), fingerprint: fingerprint.clone(), item: Box::new(item.clone()) })?;
        }
    }
    Ok(asked)
}

fn has_version(connection: &Connection, id: &str, fingerprint: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM version WHERE item = ?1 AND fingerprint = ?2)")?
        .query_row([id, fingerprint], |row| row.get(0))
}

/// One person says one thing of one item in one file.
fn refuse_doubles(ready: &[(&Incoming, Ready)], refused: &mut Vec<Refusal>) {
    let mut seen: BTreeMap<(&str, String, &str), Verdict> = BTreeMap::new();
    for (row, Ready { said, .. }) in ready {
        if said.closed_at.is_some() {
            continue;
        }
        let key = (said.item.as_str(), person::key(&said.by), said.at.as_str());
        if seen.insert(key, said.verdict).is_some_and(|before| before != said.verdict) {
            refused.push(Refusal {
                place: row.place.clone(),
                text: Text::new("E635-answered-twice").with("by", said.by.clone()),
                rows: 1,
            });
        }
    }
}

/// What the ledger has of somebody's answers to an item.
struct Had {
    number: i64,
    verdict: String,
    at: String,
    note: Option<String>,
    is_closed: bool,
}

/// Appends an answer unless the ledger has it.
fn put(writer: &Writer<'_>, answer: Ready, taken: &mut Taken) -> std::result::Result<(), crate::review::ledger::Refusal> {
    use crate::review::ledger::Refusal::Sqlite;
    let Ready { mut said, is_known, candidate_id, about, is_elsewhere } = answer;
    let before = taken.people.len();
    if !is_known {
        let known = writer.known_person(&said.by).map_err(Sqlite)?;
        if known.is_none() {
            taken.people.push(writer.admit(&said.by, "import")?);
        }
    }
    if let Some(name) = writer.known_person(&said.by).map_err(Sqlite)? {
        said.by = name;
    }
    debug_assert!(taken.people.len() <= before + 1);
    let had = had(writer.connection, &said.item, &person::key(&said.by)).map_err(Sqlite)?;
    let same = |had: &&Had| had.verdict == said.verdict.name() && had.at == said.at && had.note == said.note;
    if let Some(had) = had.iter().find(same) {
        match (&said.closed_at, had.is_closed) {
            // It was withdrawn where it came from.
            (Some(closed_at), false) => {
                let by = said.closed_by.clone().unwrap_or_else(|| said.by.clone());
                let entry = Entry::Closing { item: said.item.clone(), answer: had.number, by, at: closed_at.clone() };
                writer.append(&entry).map_err(Sqlite)?;
                taken.closed += 1;
            }
            _ => taken.known += 1,
        }
        return Ok(());
    }
    if said.closed_at.is_none() {
        contradict(writer.connection, &said, &candidate_id, &about, taken).map_err(Sqlite)?;
        // What the same person said later stands; this one comes in as replaced by it.
        if let Some(later) = had.iter().find(|had| !had.is_closed && had.at > said.at) {
            said.closed_at = Some(later.at.clone());
            said.closed_by = Some(said.by.clone());
        }
    }
    taken.elsewhere += usize::from(is_elsewhere && said.closed_at.is_none());
    writer.append(&Entry::Answer(Box::new(said))).map_err(Sqlite)?;
    taken.answers += 1;
    Ok(())
}

fn had(connection: &Connection, item: &str, by_key: &str) -> rusqlite::Result<Vec<Had>> {
    connection
        .prepare_cached("SELECT number, verdict, at, note, closed_at IS NOT NULL FROM answer WHERE item = ?1 AND by_key = ?2")?
        .query_map(params![item, by_key], |row| {
            Ok(Had { number: row.get(0)?, verdict: row.get(1)?, at: row.get(2)?, note: row.get(3)?, is_closed: row.get(4)? })
        })?
        .collect()
}

/// Lists the standing answers that say the contrary of `said`.
fn contradict(connection: &Connection, said: &Said, candidate_id: &str, about: &str, taken: &mut Taken) -> rusqlite::Result<()> {
    let standing: Vec<(String, String)> = connection
        .prepare_cached("SELECT by, verdict FROM answer WHERE item = ?1 AND closed_at IS NULL ORDER BY number")?
        .query_map([&said.item], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (by, verdict) in standing {
        let verdict = replay::verdict_of(&verdict);
        if verdict != said.verdict && verdict != Verdict::Unsure && said.verdict != Verdict::Unsure {
            taken.contradictions.push(Contradiction {
                item: said.item.clone(),
                candidate_id: candidate_id.to_owned(),
                about: about.to_owned(),
                here: (by, verdict.name()),
                there: (said.by.clone(), said.verdict.name()),
            });
        }
    }
    Ok(())
}

/// Why nothing was taken in, in one sentence.
pub fn refused(taken: &Taken) -> Option<Error> {
    let first = taken.refused.first()?;
    let text = Text::new("E640-answers-refused").count("count", taken.refused_rows());
    Some(Error::new(text).at(first.place.clone()))
}
