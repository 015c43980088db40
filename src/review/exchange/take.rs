//! What of a file's answers can be taken in, and what becomes of it?

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest as _, Sha256};

use super::{Contradiction, Incoming, Refusal, Taken, read};
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::review::Ledger;
use crate::review::answer::Attachment;
use crate::review::entry::{Entry, Said};
use crate::review::item::hex;
use crate::review::ledger::{LONGEST_NOTE, Writer, moment, written};
use crate::review::{NewItem, person, replay};
use crate::table::answers::{Subject, Verdict};
use crate::table::show::is_hidden;

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

/// An answer that can be taken in.
struct Ready {
    said: Said,
    /// Whether its giver is known.
    is_known: bool,
    candidate_id: String,
    about: String,
    is_elsewhere: bool,
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
            for row in rows {
                if row.cell("answer").is_none() {
                    taken.blank += 1;
                    continue;
                }
                match desk.ready(row).map_err(&failed)? {
                    Ok(answer) => ready.push((row, answer)),
                    Err(text) => taken.refused.push(Refusal { place: row.place.clone(), text }),
                }
            }
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

/// The questions and the evidence of another ledger that this one lacks; gives the questions that are current from now on.
fn bring(writer: &Writer<'_>, beside: &Beside, taken: &mut Taken) -> rusqlite::Result<Vec<String>> {
    let mut asked = Vec::new();
    for (id, fingerprint, item) in &beside.items {
        if crate::review::ledger::known(writer.connection, id)?.is_some() {
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
            refused
                .push(Refusal { place: row.place.clone(), text: Text::new("E635-answered-twice").with("by", said.by.clone()) });
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

/// What is needed to look at a row.
struct Desk<'a> {
    connection: &'a Connection,
    /// Questions that come in beside the answers.
    others: &'a BTreeMap<&'a str, &'a NewItem>,
    options: &'a Options<'a>,
    words: BTreeMap<String, Verdict>,
}

/// An item as an answer finds it.
struct Found {
    id: String,
    subject: Subject,
    candidate_id: String,
    record_ids: Option<String>,
    rule_id: Option<String>,
    fingerprint: String,
}

type Looked<T> = rusqlite::Result<std::result::Result<T, Text>>;

impl Desk<'_> {
    /// The answer in a row, or why it cannot be taken in.
    fn ready(&self, row: &Incoming) -> Looked<Ready> {
        macro_rules! or_refuse {
            ($looked:expr) => {
                match $looked {
                    Ok(found) => found,
                    Err(text) => return Ok(Err(text)),
                }
            };
        }
        let subject = or_refuse!(subject(row));
        let found = or_refuse!(self.find(row, subject)?);
        let verdict = or_refuse!(self.verdict(row, subject));
        let by = or_refuse!(row.cell("by").or(self.options.by).ok_or_else(|| Text::new("E631-nobody-answered")));
        let known: Option<String> = self
            .connection
            .prepare_cached("SELECT name FROM person WHERE key = ?1")?
            .query_row([person::key(by)], |row| row.get(0))
            .optional()?;
        let by = match &known {
            Some(name) => name.clone(),
            None if self.options.may_admit => or_refuse!(person::tidy(by).map_err(|_| Text::new("E610-no-name"))),
            None => return Ok(Err(Text::new("E611-unknown-person").with("name", printable(by)))),
        };
        let at = match row.cell("at") {
            Some(written) => or_refuse!(self.time(written)),
            None => moment(self.options.at),
        };
        let closed_at = match row.cell("closed_at") {
            Some(written) => Some(or_refuse!(self.time(written))),
            None => None,
        };
        for column in ["note", "explanation"] {
            if row.cell(column).is_some_and(|text| text.chars().count() > LONGEST_NOTE) {
                return Ok(Err(Text::new("E614-note-too-long").count("longest", LONGEST_NOTE)));
            }
        }
        let attachments: Vec<Attachment> = match row.cell("attachments").map(serde_json::from_str) {
            None => Vec::new(),
            Some(Ok(attachments)) => attachments,
            Some(Err(_)) => return Ok(Err(Text::new("E636-attachments-not-understood"))),
        };
        let fingerprint = row.cell("fingerprint").unwrap_or(&found.fingerprint).to_owned();
        let is_hash = fingerprint.len() == 64 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hash {
            return Ok(Err(Text::new("E637-no-fingerprint")));
        }
        let closed_by = closed_at.as_ref().map(|_| row.cell("closed_by").unwrap_or(&by).to_owned());
        Ok(Ok(Ready {
            is_known: known.is_some(),
            is_elsewhere: fingerprint != found.fingerprint,
            candidate_id: found.candidate_id,
            about: found.rule_id.or(found.record_ids).unwrap_or_default(),
            said: Said {
                item: found.id,
                subject,
                verdict,
                note: written(row.cell("note")),
                explanation: written(row.cell("explanation")),
                attachments,
                by,
                at,
                fingerprint,
                closed_at,
                closed_by,
            },
        }))
    }

    /// The item that a row is about.
    fn find(&self, row: &Incoming, subject: Subject) -> Looked<Found> {
        let found = match (row.cell("item"), subject) {
            (Some(id), _) => self.by_id(id)?,
            (None, Subject::Flag) => {
                let Some(flag) = row.cell("flag_id") else {
                    return Ok(Err(Text::new("E632-names-no-question").with("column", "flag_id")));
                };
                let id: Option<String> = self
                    .connection
                    .prepare_cached("SELECT item FROM flag WHERE flag_id = ?1")?
                    .query_row([flag], |row| row.get(0))
                    .optional()?;
                match id {
                    Some(id) => self.by_id(&id)?,
                    None => None,
                }
            }
            (None, Subject::Link) => {
                let (Some(candidate), Some(record)) = (row.cell("candidate_id"), row.cell("record_id")) else {
                    return Ok(Err(Text::new("E632-names-no-question").with("column", "record_id")));
                };
                let mut found: Vec<(String, Option<String>)> = self
                    .connection
                    .prepare_cached(
                        "SELECT id, source FROM item WHERE candidate_id = ?1 AND record_ids = ?2 AND subject = 'link'",
                    )?
                    .query_map([candidate, record], |row| Ok((row.get(0)?, row.get(1)?)))?
                    .collect::<rusqlite::Result<_>>()?;
                if found.len() > 1
                    && let Some(source) = row.cell("source")
                {
                    let said = [Lang::Vi, Lang::En].map(|lang| (lang, source.to_lowercase()));
                    found.retain(|(_, register)| {
                        let register = register.as_deref().unwrap_or_default();
                        let label = |lang: Lang| lang.say_code(&format!("report-register-{register}")).to_lowercase();
                        said.iter().any(|(lang, said)| said == register || *said == label(*lang))
                    });
                }
                match found.as_slice() {
                    [(id, _)] => self.by_id(id)?,
                    [] => None,
                    _ => return Ok(Err(Text::new("E633-two-registers").with("record", printable(record)))),
                }
            }
        };
        let is_meant = |found: &Found| {
            found.subject == subject
                && row.cell("candidate_id").is_none_or(|candidate| candidate == found.candidate_id)
                && (subject == Subject::Flag
                    || row.cell("record_id").is_none_or(|record| Some(record) == found.record_ids.as_deref()))
        };
        Ok(found.filter(is_meant).ok_or_else(|| {
            let about = ["flag_id", "record_id", "item"].into_iter().find_map(|column| row.cell(column)).unwrap_or_default();
            let candidate = printable(row.cell("candidate_id").unwrap_or_default());
            Text::new("E630-unknown-question").with("candidate", candidate).with("about", printable(about))
        }))
    }

    fn by_id(&self, id: &str) -> rusqlite::Result<Option<Found>> {
        let found = self
            .connection
            .prepare_cached("SELECT subject, candidate_id, record_ids, rule_id, fingerprint FROM item WHERE id = ?1")?
            .query_row([id], |row| {
                let subject: String = row.get(0)?;
                Ok(Found {
                    id: id.to_owned(),
                    subject: if subject == Subject::Flag.name() { Subject::Flag } else { Subject::Link },
                    candidate_id: row.get(1)?,
                    record_ids: row.get(2)?,
                    rule_id: row.get(3)?,
                    fingerprint: row.get(4)?,
                })
            })
            .optional()?;
        Ok(found.or_else(|| {
            self.others.get(id).map(|item| Found {
                id: id.to_owned(),
                subject: item.subject,
                candidate_id: item.candidate_id.clone(),
                record_ids: item.record_ids.clone(),
                rule_id: item.rule_id.clone(),
                fingerprint: item.material.fingerprint(),
            })
        }))
    }

    fn verdict(&self, row: &Incoming, subject: Subject) -> std::result::Result<Verdict, Text> {
        let written = row.cell("answer").unwrap_or_default();
        let fitting =
            || Verdict::ALL.into_iter().filter(|verdict| verdict.fits(subject)).map(Verdict::name).collect::<Vec<_>>().join(", ");
        match self.words.get(&written.to_lowercase()) {
            Some(verdict) if verdict.fits(subject) => Ok(*verdict),
            Some(verdict) => Err(Text::new("E616-answer-does-not-fit").with("answer", verdict.name()).with("fitting", fitting())),
            None => Err(Text::new("E634-no-answer").with("answer", printable(written)).with("fitting", fitting())),
        }
    }

    /// A moment or a day, in a form that sorts.
    fn time(&self, written: &str) -> std::result::Result<String, Text> {
        let day = |format| NaiveDate::parse_from_str(written, format).ok();
        let found = if let Ok(moment) = DateTime::parse_from_rfc3339(written) {
            Some(moment.with_timezone(&Utc))
        } else {
            let forms = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"];
            forms.iter().find_map(|form| NaiveDateTime::parse_from_str(written, form).ok()).map(|moment| moment.and_utc())
        };
        let (day, text) = match (found, ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"].into_iter().find_map(day)) {
            (Some(found), _) => (found.date_naive(), moment(found)),
            (None, Some(day)) => (day, day.to_string()),
            (None, None) => return Err(Text::new("E638-no-day").with("written", printable(written))),
        };
        let tomorrow = self.options.at.date_naive().succ_opt().unwrap_or(day);
        let century = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or(day);
        if day > tomorrow || day < century {
            return Err(Text::new("E639-day-not-possible").with("day", day));
        }
        Ok(text)
    }
}

fn subject(row: &Incoming) -> std::result::Result<Subject, Text> {
    let written = row.cell("subject").unwrap_or_default();
    Subject::ALL
        .into_iter()
        .find(|subject| subject.name() == written)
        .ok_or_else(|| Text::new("E632-names-no-question").with("column", "subject"))
}

/// The words for each verdict in files, drop-downs and both languages.
fn words() -> BTreeMap<String, Verdict> {
    let mut out = BTreeMap::new();
    for verdict in Verdict::ALL {
        out.insert(verdict.name().to_owned(), verdict);
        for lang in [Lang::Vi, Lang::En] {
            out.insert(lang.say_code(&format!("report-answer-{}", verdict.name())).to_lowercase(), verdict);
        }
    }
    out
}

/// A cell for an error's sentence: short, and nothing in it that does not show. Never called on an identity number.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !is_hidden(*c)).take(60).collect()
}

/// Why nothing was taken in, in one sentence.
pub fn refused(taken: &Taken) -> Option<Error> {
    let first = taken.refused.first()?;
    let text = Text::new("E640-answers-refused").count("count", taken.refused.len());
    Some(Error::new(text).at(first.place.clone()))
}
