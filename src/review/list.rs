//! Which items wait, for whom, and how far is the batch?

use rusqlite::{Connection, OptionalExtension, ToSql};
use serde::Serialize;

use super::item::Line;
use super::ledger::Ledger;
use super::person;
use super::replay::verdict_of;
use super::state::State;
use crate::error::Result;
use crate::table::answers::Subject;
use crate::vn::fold::fold;

/// Which items to list. What is empty or None limits nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// In one of these states.
    pub states: Vec<State>,
    /// Links or flags only.
    pub subject: Option<Subject>,
    /// Of this severity: `stop`, `look`, `note`.
    pub severity: Option<String>,
    /// Of this outcome: `ask`, `conflict`; `review`, `undecided`.
    pub outcome: Option<String>,
    /// Of candidates who work here.
    pub unit: Option<String>,
    /// Of this province.
    pub province: Option<String>,
    /// Of this candidate.
    pub candidate: Option<String>,
    /// Of this rule.
    pub rule: Option<String>,
    /// Assigned to this person.
    pub assignee: Option<String>,
    /// Not answered by this person yet: what they may still read blindly.
    pub not_answered_by: Option<String>,
    /// Answered by this person, with the evidence as it is now.
    pub answered_by: Option<String>,
    /// Waiting since before this moment, UTC: `2025-09-15T08:30:00.000Z`.
    pub since_before: Option<String>,
    /// Whose candidate's name or identifiers hold this text, marks and case apart.
    pub text: Option<String>,
    /// Questions that are gone as well as those of the latest runs.
    pub with_gone: bool,
    /// In which order.
    pub sort: Sort,
    /// Leave out so many.
    pub offset: usize,
    /// At most so many; 0: all.
    pub limit: usize,
}

/// In which order items are listed; equals by identifier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// What waits for a third, then re-opened, then for a second, then open; the gravest and oldest first in each. Of these, what is
    /// about one candidate together: whether a record is theirs before the flags that rest on it.
    #[default]
    Urgency,
    /// What waits longest first.
    Age,
    /// By the candidate's unit, then name.
    Unit,
    /// The gravest first.
    Severity,
    /// The likeliest link first.
    Probability,
    /// By the candidate's name.
    Name,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// The lines of the page.
    pub lines: Vec<Line>,
    /// How many lines the whole list has.
    pub total: usize,
}

/// How far the review of the latest runs is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Items per state, in the order of [`State::ALL`].
    pub states: Vec<(State, usize)>,
    /// Links, and links settled.
    pub links: (usize, usize),
    /// Flags, and flags settled.
    pub flags: (usize, usize),
    /// Per unit: items, items settled; the unit with most items waiting first.
    pub units: Vec<(Option<String>, usize, usize)>,
    /// Per person: standing answers, by name.
    pub people: Vec<(String, usize)>,
}

impl Ledger {
    /// The items that `filter` lets through.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn list(&self, filter: &Filter) -> Result<Listed> {
        listed(&self.connection, filter, None).map_err(self.failed())
    }

    /// How many items `filter` lets through.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn count(&self, filter: &Filter) -> Result<usize> {
        let condition = Where::of(filter);
        let parameters: Vec<&dyn ToSql> = condition.parameters.iter().map(AsRef::as_ref).collect();
        let sql = format!("SELECT count(*) FROM item WHERE {}", condition.sql());
        let count = || self.connection.prepare_cached(&sql)?.query_row(&*parameters, |row| row.get(0));
        count().map_err(self.failed())
    }

    /// The units that current items name, sorted: for a filter's choices.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn units(&self) -> Result<Vec<String>> {
        let units = || -> rusqlite::Result<Vec<String>> {
            self.connection
                .prepare_cached("SELECT DISTINCT unit FROM item WHERE is_current = 1 AND unit IS NOT NULL ORDER BY unit")?
                .query_map([], |row| row.get(0))?
                .collect()
        };
        units().map_err(self.failed())
    }

    /// The line of one item. None: there is no such item.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn line(&self, id: &str) -> Result<Option<Line>> {
        let line = || -> rusqlite::Result<Option<Line>> {
            self.connection
                .prepare_cached(&format!("SELECT {LINE} FROM item WHERE id = ?1"))?
                .query_row([id], read_line)
                .optional()
        };
        line().map_err(self.failed())
    }

    /// How far the review of the latest runs is.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn progress(&self) -> Result<Progress> {
        let progress = || -> rusqlite::Result<Progress> {
            let mut progress = Progress { states: State::ALL.map(|state| (state, 0)).to_vec(), ..Progress::default() };
            let mut counts = self
                .connection
                .prepare_cached("SELECT state, subject, count(*) FROM item WHERE is_current = 1 GROUP BY state, subject")?;
            let mut rows = counts.query([])?;
            while let Some(row) = rows.next()? {
                let state = State::of(row.get_ref(0)?.as_str()?).unwrap_or(State::Open);
                let count: usize = row.get(2)?;
                if let Some((_, sum)) = progress.states.iter_mut().find(|(of, _)| *of == state) {
                    *sum += count;
                }
                let is_flag = row.get_ref(1)?.as_str()? == Subject::Flag.name();
                let (all, settled) = if is_flag { &mut progress.flags } else { &mut progress.links };
                *all += count;
                *settled += if state.is_waiting() { 0 } else { count };
            }
            progress.units = self
                .connection
                .prepare_cached(
                    "SELECT unit, count(*), sum(state IN ('settled', 'carried')) FROM item WHERE is_current = 1
                     GROUP BY unit ORDER BY count(*) - sum(state IN ('settled', 'carried')) DESC, unit",
                )?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<rusqlite::Result<_>>()?;
            progress.people = self
                .connection
                .prepare_cached(
                    "SELECT name, (SELECT count(*) FROM answer WHERE by_key = key AND closed_at IS NULL) FROM person ORDER BY name",
                )?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(progress)
        };
        progress().map_err(self.failed())
    }
}

/// The columns of a [`Line`], as [`read_line`] takes them.
const LINE: &str =
    "id, subject, state, verdict, answers, candidate_id, record_ids, source, flag_id, rule_id, title, outcome, severity,
   probability, name, unit, province, since, assignee, fingerprint, is_current";

fn read_line(row: &rusqlite::Row<'_>) -> rusqlite::Result<Line> {
    Ok(Line {
        id: row.get(0)?,
        subject: subject_of(&row.get::<_, String>(1)?),
        state: State::of(&row.get::<_, String>(2)?).unwrap_or(State::Open),
        verdict: row.get::<_, Option<String>>(3)?.map(|verdict| verdict_of(&verdict)),
        answers: row.get(4)?,
        candidate_id: row.get(5)?,
        record_ids: row.get(6)?,
        source: row.get(7)?,
        flag_id: row.get(8)?,
        rule_id: row.get(9)?,
        title: row.get(10)?,
        outcome: row.get(11)?,
        severity: row.get(12)?,
        probability: row.get(13)?,
        name: row.get(14)?,
        unit: row.get(15)?,
        province: row.get(16)?,
        since: row.get(17)?,
        assignee: row.get(18)?,
        fingerprint: row.get(19)?,
        is_current: row.get(20)?,
    })
}

pub(super) fn subject_of(name: &str) -> Subject {
    if name == Subject::Flag.name() { Subject::Flag } else { Subject::Link }
}

/// Conditions with their parameters, one `?` each.
#[derive(Default)]
struct Where {
    conditions: Vec<String>,
    parameters: Vec<Box<dyn ToSql>>,
}

impl Where {
    fn add(&mut self, condition: &str) {
        self.conditions.push(condition.to_owned());
    }

    fn with(&mut self, condition: &str, parameter: impl ToSql + 'static) {
        self.conditions.push(condition.to_owned());
        self.parameters.push(Box::new(parameter));
    }

    fn of(filter: &Filter) -> Self {
        let mut out = Self::default();
        if !filter.with_gone {
            out.add("is_current = 1");
        }
        if !filter.states.is_empty() {
            // Names of ours, no text of anybody's.
            let names: Vec<String> = filter.states.iter().map(|state| format!("'{}'", state.name())).collect();
            out.add(&format!("state IN ({})", names.join(", ")));
        }
        if let Some(subject) = filter.subject {
            out.with("subject = ?", subject.name());
        }
        let equal = [
            ("severity = ?", &filter.severity),
            ("outcome = ?", &filter.outcome),
            ("unit = ?", &filter.unit),
            ("province = ?", &filter.province),
            ("candidate_id = ?", &filter.candidate),
            ("rule_id = ?", &filter.rule),
            ("assignee = ?", &filter.assignee),
        ];
        for (condition, value) in equal {
            if let Some(value) = value {
                out.with(condition, value.clone());
            }
        }
        let answered = "EXISTS (SELECT 1 FROM answer WHERE answer.item = item.id AND by_key = ? AND closed_at IS NULL
                   AND answer.fingerprint = item.fingerprint)";
        if let Some(name) = &filter.not_answered_by {
            out.with(&format!("NOT {answered}"), person::key(name));
        }
        if let Some(name) = &filter.answered_by {
            out.with(answered, person::key(name));
        }
        if let Some(before) = &filter.since_before {
            out.with("since < ?", before.clone());
        }
        if let Some(text) = &filter.text {
            for word in fold(text).split_whitespace() {
                out.with("instr(name_key, ?) > 0", word.to_owned());
            }
        }
        out
    }

    /// Only what is nobody else's: not assigned, assigned to `name`, or taken by another before the moment `before`.
    fn free_for(&mut self, name: &str, before: &str) {
        self.with("(assignee IS NULL OR assignee = ? OR is_taken = 1 AND assigned_at < ?)", name.to_owned());
        self.parameters.push(Box::new(before.to_owned()));
    }

    fn sql(&self) -> String {
        if self.conditions.is_empty() { "1".to_owned() } else { self.conditions.join(" AND ") }
    }
}

/// The items that `filter` lets through; `free_for`: only those that are nobody else's than this person's, or were taken before this
/// moment.
pub(super) fn listed(connection: &Connection, filter: &Filter, free_for: Option<(&str, &str)>) -> rusqlite::Result<Listed> {
    let mut condition = Where::of(filter);
    if let Some((name, before)) = free_for {
        condition.free_for(name, before);
    }
    let parameters: Vec<&dyn ToSql> = condition.parameters.iter().map(AsRef::as_ref).collect();
    let sql = condition.sql();
    let total = connection
        .prepare_cached(&format!("SELECT count(*) FROM item WHERE {sql}"))?
        .query_row(&*parameters, |row| row.get(0))?;
    let order = match filter.sort {
        Sort::Urgency => "urgency, gravity, since, candidate_id, subject DESC, id",
        Sort::Age => "since, candidate_id, subject DESC, id",
        Sort::Unit => "unit IS NULL, unit, name_key, candidate_id, subject DESC, id",
        Sort::Severity => "gravity, since, candidate_id, subject DESC, id",
        Sort::Probability => "probability IS NULL, probability DESC, id",
        Sort::Name => "name_key, candidate_id, subject DESC, id",
    };
    let limit = if filter.limit == 0 { i64::MAX } else { i64::try_from(filter.limit).unwrap_or(i64::MAX) };
    let offset = i64::try_from(filter.offset).unwrap_or(i64::MAX);
    let lines = connection
        .prepare_cached(&format!("SELECT {LINE} FROM item WHERE {sql} ORDER BY {order} LIMIT {limit} OFFSET {offset}"))?
        .query_map(&*parameters, read_line)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Listed { lines, total })
}
