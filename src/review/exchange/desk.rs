//! Which question does a row answer, and can it be taken in?

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use rusqlite::{Connection, OptionalExtension};

use super::Incoming;
use super::take::Options;
use crate::lang::{Lang, Text};
use crate::review::answer::Attachment;
use crate::review::entry::Said;
use crate::review::ledger::{LONGEST_NOTE, moment, written};
use crate::review::{NewItem, person};
use crate::table::answers::{Subject, Verdict};
use crate::table::show::is_hidden;

/// An answer that can be taken in.
pub(super) struct Ready {
    pub said: Said,
    /// Whether its giver is known.
    pub is_known: bool,
    pub candidate_id: String,
    pub about: String,
    pub is_elsewhere: bool,
}

/// What is needed to look at a row.
pub(super) struct Desk<'a> {
    pub connection: &'a Connection,
    /// Questions that come in beside the answers.
    pub others: &'a BTreeMap<&'a str, &'a NewItem>,
    pub options: &'a Options<'a>,
    pub words: BTreeMap<String, Verdict>,
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

pub(super) type Looked<T> = rusqlite::Result<std::result::Result<T, Text>>;

impl Desk<'_> {
    /// The answer in a row, or why it cannot be taken in.
    pub fn ready(&self, row: &Incoming) -> Looked<Ready> {
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
        let by = or_refuse!(self.giver(row).ok_or_else(|| Text::new("E631-nobody-answered")));
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

    /// Who answered. None: neither the row nor whoever imports says.
    pub fn giver<'r>(&'r self, row: &'r Incoming) -> Option<&'r str> {
        row.cell("by").or(self.options.by)
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
pub(super) fn words() -> BTreeMap<String, Verdict> {
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
pub(super) fn printable(text: &str) -> String {
    text.chars().filter(|c| !is_hidden(*c)).take(60).collect()
}
