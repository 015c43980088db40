//! What follows from an entry: the tables that lists are made from.
//!
//! [`apply`] is all there is between an entry and those tables, so that rebuilding them from the entries gives the same again.

use rusqlite::{Connection, OptionalExtension, params};

use super::entry::{Entry, Said};
use super::item::NewItem;
use super::person::key;
use super::state::{Come, State, come};
use crate::table::answers::{Subject, Verdict};
use crate::vn::fold::fold;

/// Brings the tables to where they stand after the entry `number`.
pub(super) fn apply(connection: &Connection, number: i64, written_at: &str, entry: &Entry) -> rusqlite::Result<()> {
    match entry {
        Entry::Person { name, .. } => {
            connection
                .prepare_cached("INSERT OR IGNORE INTO person (key, name, number) VALUES (?1, ?2, ?3)")?
                .execute(params![key(name), name, number])?;
        }
        Entry::Item { id, fingerprint, item } => show(connection, number, written_at, id, fingerprint, item)?,
        Entry::Run { title, as_of, folder, province, model, lang, at, asked } => {
            connection
                .prepare_cached(
                    "INSERT INTO run (number, title, as_of, folder, province, model, lang, at, items) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                )?
                .execute(params![number, title, as_of, folder, province, model, lang, at, asked.len()])?;
            ask(connection, number, written_at, province.as_deref(), asked)?;
        }
        Entry::Answer(said) => {
            take(connection, number, said)?;
            restate(connection, &said.item)?;
        }
        Entry::Closing { item, answer, by, at } => {
            connection
                .prepare_cached("UPDATE answer SET closed_at = ?2, closed_by = ?3 WHERE number = ?1 AND closed_at IS NULL")?
                .execute(params![answer, at, by])?;
            restate(connection, item)?;
        }
        Entry::Assignment { item, to, at, is_taken, .. } => {
            connection
                .prepare_cached("UPDATE item SET assignee = ?2, assigned_at = ?3, is_taken = ?4 WHERE id = ?1")?
                .execute(params![item, to, to.as_ref().map(|_| at), is_taken])?;
        }
        Entry::Version { id, fingerprint, .. } => remember(connection, number, id, fingerprint)?,
        Entry::Import { asked, .. } => {
            let mut update = connection.prepare_cached("UPDATE item SET run = ?2, is_current = 1 WHERE id = ?1")?;
            for id in asked {
                update.execute(params![id, number])?;
                restate(connection, id)?;
            }
        }
        Entry::Purge { .. } => {}
    }
    Ok(())
}

/// An item as it looks now. Evidence that is new to it starts its waiting anew.
fn show(
    connection: &Connection,
    number: i64,
    written_at: &str,
    id: &str,
    fingerprint: &str,
    item: &NewItem,
) -> rusqlite::Result<()> {
    let gravity = match item.severity.as_str() {
        "stop" => 0,
        "look" => 1,
        _ => 2,
    };
    let name_key = fold(
        &[item.name.as_deref(), Some(&item.candidate_id), item.record_ids.as_deref()].map(Option::unwrap_or_default).join(" "),
    );
    connection
        .prepare_cached(
            "INSERT INTO item (id, subject, candidate_id, record_ids, source, flag_id, rule_id, title, outcome, severity, gravity,
               probability, name, name_key, unit, province, fingerprint, entry, since, run, is_current, state, urgency, answers, is_taken)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, 0, 0, 'open', 3, 0, 0)
             ON CONFLICT (id) DO UPDATE SET flag_id = ?6, title = ?8, outcome = ?9, severity = ?10, gravity = ?11, probability = ?12,
               name = ?13, name_key = ?14, unit = ?15, province = ?16, entry = ?18,
               since = CASE WHEN fingerprint = ?17 THEN since ELSE ?19 END, fingerprint = ?17",
        )?
        .execute(params![
            id,
            item.subject.name(),
            item.candidate_id,
            item.record_ids,
            item.source,
            item.flag_id,
            item.rule_id,
            item.evidence.rule.as_ref().map(|rule| &rule.title),
            item.outcome,
            item.severity,
            gravity,
            item.probability,
            item.name,
            name_key,
            item.unit,
            item.province,
            fingerprint,
            number,
            written_at,
        ])?;
    remember(connection, number, id, fingerprint)?;
    if let Some(flag) = &item.flag_id {
        connection.prepare_cached("INSERT OR IGNORE INTO flag (flag_id, item) VALUES (?1, ?2)")?.execute(params![flag, id])?;
    }
    restate(connection, id)
}

/// Which entry holds this evidence of an item.
fn remember(connection: &Connection, number: i64, id: &str, fingerprint: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO version (item, fingerprint, entry) VALUES (?1, ?2, ?3)")?
        .execute(params![id, fingerprint, number])?;
    Ok(())
}

/// The items of a run are the current ones of its province, or of all.
fn ask(
    connection: &Connection,
    run: i64,
    written_at: &str,
    province: Option<&str>,
    asked: &[(String, String)],
) -> rusqlite::Result<()> {
    let mut update = connection.prepare_cached(
        "UPDATE item SET run = ?2, is_current = 2, since = CASE WHEN is_current = 0 AND run > 0 THEN ?3 ELSE since END WHERE id = ?1",
    )?;
    for (id, _) in asked {
        update.execute(params![id, run, written_at])?;
    }
    // 2 marks what this run asked, until the others are told apart.
    connection
        .prepare_cached("UPDATE item SET is_current = 0 WHERE is_current = 1 AND (?1 IS NULL OR province = ?1)")?
        .execute(params![province])?;
    connection.prepare_cached("UPDATE item SET is_current = 1 WHERE is_current = 2")?.execute([])?;
    let answered: Vec<String> = connection
        .prepare_cached("SELECT id FROM item WHERE run = ?1 AND EXISTS (SELECT 1 FROM answer WHERE answer.item = item.id)")?
        .query_map([run], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    answered.iter().try_for_each(|id| restate(connection, id))
}

/// An answer; the same person's standing one to the item is closed by it.
fn take(connection: &Connection, number: i64, said: &Said) -> rusqlite::Result<()> {
    let by_key = key(&said.by);
    if said.closed_at.is_none() {
        connection
            .prepare_cached(
                "UPDATE answer SET closed_at = ?3, closed_by = ?4 WHERE item = ?1 AND by_key = ?2 AND closed_at IS NULL",
            )?
            .execute(params![said.item, by_key, said.at, said.by])?;
        // Whoever answered need not hold it any longer.
        connection
            .prepare_cached("UPDATE item SET assignee = NULL, assigned_at = NULL, is_taken = 0 WHERE id = ?1")?
            .execute(params![said.item])?;
    }
    let attachments =
        serde_json::to_string(&said.attachments).map_err(|cause| rusqlite::Error::ToSqlConversionFailure(Box::new(cause)))?;
    connection
        .prepare_cached(
            "INSERT INTO answer (number, item, subject, verdict, note, explanation, attachments, by, by_key, at, closed_at, closed_by, fingerprint)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            number,
            said.item,
            said.subject.name(),
            said.verdict.name(),
            said.note,
            said.explanation,
            attachments,
            said.by,
            by_key,
            said.at,
            said.closed_at,
            said.closed_by,
            said.fingerprint,
        ])?;
    Ok(())
}

/// Where an item stands after its answers or its evidence have changed.
fn restate(connection: &Connection, id: &str) -> rusqlite::Result<()> {
    let item = connection
        .prepare_cached("SELECT subject, probability, fingerprint, run FROM item WHERE id = ?1")?
        .query_row([id], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<f64>>(1)?, row.get::<_, String>(2)?, row.get::<_, i64>(3)?))
        })
        .optional()?;
    let Some((subject, probability, fingerprint, run)) = item else { return Ok(()) };
    let subject = if subject == Subject::Flag.name() { Subject::Flag } else { Subject::Link };
    let mut verdicts = Vec::new();
    let mut latest = 0;
    let mut is_answered_otherwise = false;
    let mut standing =
        connection.prepare_cached("SELECT number, verdict, fingerprint FROM answer WHERE item = ?1 AND closed_at IS NULL")?;
    let mut rows = standing.query([id])?;
    while let Some(row) = rows.next()? {
        if row.get_ref(2)?.as_str()? != fingerprint {
            is_answered_otherwise = true;
            continue;
        }
        latest = latest.max(row.get::<_, i64>(0)?);
        verdicts.push(verdict_of(row.get_ref(1)?.as_str()?));
    }
    drop(rows);
    let (state, verdict) = match come(&verdicts, subject, probability) {
        Come::Nothing if is_answered_otherwise => (State::Reopened, None),
        Come::Nothing => (State::Open, None),
        Come::Second => (State::Second, None),
        Come::Third => (State::Third, None),
        Come::Settled(verdict) => (if latest < run { State::Carried } else { State::Settled }, Some(verdict)),
    };
    let answers = i64::try_from(verdicts.len()).unwrap_or(i64::MAX);
    connection
        .prepare_cached("UPDATE item SET state = ?2, urgency = ?3, verdict = ?4, answers = ?5 WHERE id = ?1")?
        .execute(params![id, state.name(), urgency(state), verdict.map(Verdict::name), answers])?;
    Ok(())
}

/// What waits for a third comes first, what is carried last.
fn urgency(state: State) -> i64 {
    match state {
        State::Third => 0,
        State::Reopened => 1,
        State::Second => 2,
        State::Open => 3,
        State::Settled => 4,
        State::Carried => 5,
    }
}

/// The verdict called `name`; what cannot be there counts as unsure.
pub(super) fn verdict_of(name: &str) -> Verdict {
    Verdict::ALL.into_iter().find(|verdict| verdict.name() == name).unwrap_or(Verdict::Unsure)
}
