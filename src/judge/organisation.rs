//! Which decisions on organisations concern a candidate, and is the candidate the one who was responsible?

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::candidate::Roster;
use super::case::decision_dates;
use super::pair::{Pair, State, indexes};
use super::sheet::{Sheet, date_bounds, texts};
use crate::error::Result;
use crate::table::facts::Scope;
use crate::table::people::{Candidates, Inspections, Organisations};
use crate::vn::organisation::fold as key;

/// How a candidate comes to be beside a decision on an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tie {
    /// Works in the organisation.
    is_member: bool,
    /// Is the head named in the decision; None: the name only, or none is named.
    is_head: Option<bool>,
}

/// Rows of candidates by the key of their organisation, read once for decisions and inspections of organisations.
pub(super) struct Places<'a> {
    by_key: FxHashMap<String, Vec<u32>>,
    by_code: FxHashMap<&'a str, Vec<u32>>,
}

impl<'a> Places<'a> {
    /// The candidates who work in one of the organisations with these keys or codes; others are not kept.
    ///
    /// # Errors
    /// A column is missing: a mistake of ours.
    pub fn read(candidates: &'a Candidates, keys: Vec<String>, codes: &[Option<&'a str>]) -> Result<Self> {
        let mut by_key: FxHashMap<String, Vec<u32>> = keys.into_iter().map(|key| (key, Vec::new())).collect();
        let mut by_code: FxHashMap<&str, Vec<u32>> = codes.iter().flatten().map(|code| (*code, Vec::new())).collect();
        let frame = candidates.frame();
        let row = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        if !by_key.is_empty() {
            // Organisations repeat: each distinct name is folded once.
            let mut known: FxHashMap<&str, Option<String>> = FxHashMap::default();
            for (at, name) in texts(frame, "organisation")?.into_iter().enumerate() {
                let Some(name) = name else { continue };
                let key = known.entry(name).or_insert_with(|| Some(key(name)).filter(|key| by_key.contains_key(key)));
                if let Some(rows) = key.as_ref().and_then(|key| by_key.get_mut(key)) {
                    rows.push(row(at));
                }
            }
        }
        if !by_code.is_empty() {
            for (at, code) in texts(frame, "organisation_code")?.into_iter().enumerate() {
                if let Some(rows) = code.and_then(|code| by_code.get_mut(code)) {
                    rows.push(row(at));
                }
            }
        }
        Ok(Self { by_key, by_code })
    }

    /// The candidates who work in the organisation, in the roster's order.
    pub fn members(&self, key: Option<&str>, code: Option<&str>) -> Vec<u32> {
        let by_key = key.and_then(|key| self.by_key.get(key)).into_iter().flatten();
        let mut rows: Vec<u32> =
            by_key.chain(code.and_then(|code| self.by_code.get(code)).into_iter().flatten()).copied().collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

/// Decisions on organisations as far as they concern a candidate.
pub(super) struct OrganisationFacts {
    /// The pairs, in the order of `own`'s rows.
    pub pairs: Vec<Pair>,
    /// The facts of the scope, without the candidate's.
    pub own: Sheet,
}

/// The facts of every candidate beside every decision on the organisation they work in, or that names them as its head: the [`ties`].
///
/// # Errors
/// A column is missing or of another type: a mistake of ours.
pub(super) fn facts(
    organisations: &Organisations,
    (pairs, ties): (Vec<Pair>, Vec<Tie>),
    roster: &Roster,
    as_of: NaiveDate,
) -> Result<OrganisationFacts> {
    let records = organisations.frame().take(&indexes(&pairs).1)?;
    let mut sheet = Sheet::new(Scope::Organisation, pairs.len());
    sheet.column("organisation_name", records.column("organisation")?);
    sheet.copy(&records, &["measure", "status", "decision_no"])?;
    let decided = date_bounds(&records, "decided")?;
    decision_dates(&mut sheet, &decided, &date_bounds(&records, "announced")?, as_of);
    sheet.bools("is_annulled", texts(&records, "status")?.iter().map(|status| Some(*status == Some("annulled"))));
    sheet.bools("is_member", ties.iter().map(|tie| Some(tie.is_member)));
    sheet.bools("is_head", ties.iter().map(|tie| tie.is_head));
    let since = pairs.iter().map(|pair| roster.position_since[pair.candidate as usize]);
    sheet.bools("was_in_post", since.zip(&decided).map(|(since, decided)| since.is_before(*decided)));
    Ok(OrganisationFacts { pairs, own: sheet })
}

/// Candidates and decisions, by candidate, then record.
///
/// # Errors
/// A column is missing: a mistake of ours.
pub(super) fn ties(organisations: &Organisations, candidates: &Candidates) -> Result<(Vec<Pair>, Vec<Tie>)> {
    let (frame, people) = (organisations.frame(), candidates.frame());
    if organisations.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let (keys, codes) = (texts(frame, "organisation_key")?, texts(frame, "organisation_code")?);
    let heads = texts(frame, "head_key")?;
    let names = texts(people, "name_key")?;
    let (places_then, places_now) =
        (frame.column("organisation_codes")?.u64()?.clone(), people.column("organisation_codes")?.u64()?.clone());
    let places = Places::read(candidates, keys.iter().flatten().map(|key| (*key).to_owned()).collect(), &codes)?;
    let namesakes = Namesakes::read(&names, &heads);
    let mut found: Vec<(u32, u32, Tie)> = Vec::new();
    for (at, head) in heads.iter().enumerate() {
        let record = u32::try_from(at).unwrap_or(u32::MAX);
        let members = places.members(keys[at], codes[at]);
        let is_named = |row: u32| head.map(|head| names[row as usize] == Some(head));
        found.extend(members.iter().map(|row| (*row, record, Tie { is_member: true, is_head: is_named(*row) })));
        // A name alone never says who: it makes a question only where no one else on the roster has it.
        if let Some(row) = head.and_then(|head| namesakes.only(head)).filter(|row| members.binary_search(row).is_err()) {
            let (then, now) = (places_then.get(at), places_now.get(row as usize));
            if then.zip(now).is_none_or(|(then, now)| then & now != 0) {
                found.push((row, record, Tie { is_member: false, is_head: None }));
            }
        }
    }
    found.sort_unstable_by_key(|(row, record, _)| (*row, *record));
    Ok(found
        .into_iter()
        .map(|(candidate, record, tie)| (Pair { candidate, record, probability: 1.0, state: State::Link, conflict: None }, tie))
        .unzip())
}

/// Who on the roster has the name of a head.
struct Namesakes<'a> {
    rows: FxHashMap<&'a str, (usize, u32)>,
}

impl<'a> Namesakes<'a> {
    fn read(names: &[Option<&str>], heads: &[Option<&'a str>]) -> Self {
        let mut rows: FxHashMap<&str, (usize, u32)> = heads.iter().flatten().map(|head| (*head, (0, 0))).collect();
        if !rows.is_empty() {
            for (at, name) in names.iter().enumerate() {
                if let Some((count, row)) = name.and_then(|name| rows.get_mut(name)) {
                    *count += 1;
                    *row = u32::try_from(at).unwrap_or(u32::MAX);
                }
            }
        }
        Self { rows }
    }

    /// The only candidate of that name. None: there is none, or more than one.
    fn only(&self, name: &str) -> Option<u32> {
        self.rows.get(name).and_then(|(count, row)| (*count == 1).then_some(*row))
    }
}

/// Candidates and the inspections of the organisation they work in.
///
/// # Errors
/// A column is missing: a mistake of ours.
pub(super) fn inspected(inspections: &Inspections, candidates: &Candidates) -> Result<Vec<Pair>> {
    let frame = inspections.frame();
    let is_organisation = frame.column("is_organisation")?.bool()?;
    let keys: Vec<Option<String>> = texts(frame, "organisation")?
        .into_iter()
        .zip(is_organisation.iter())
        .map(|(name, is)| name.filter(|_| is == Some(true)).map(key))
        .collect();
    if keys.iter().all(Option::is_none) {
        return Ok(Vec::new());
    }
    let places = Places::read(candidates, keys.iter().flatten().cloned().collect(), &[])?;
    let mut out = Vec::new();
    for (key, record) in keys.iter().zip(0_u32..) {
        for candidate in places.members(key.as_deref(), None) {
            out.push(Pair { candidate, record, probability: 1.0, state: State::Link, conflict: None });
        }
    }
    Ok(out)
}
