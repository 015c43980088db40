//! Which rows of the roster and of a register hang together?

use polars::prelude::*;
use rustc_hash::FxHashMap;

use super::sheet::texts;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::table::links::Links;

/// How a candidate and a record hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Taken as one person.
    Link,
    /// A reviewer decides.
    Ask,
    /// Number and person contradict each other.
    Conflict,
}

impl State {
    fn of(name: &str) -> Option<Self> {
        match name {
            "link" => Some(Self::Link),
            "ask" => Some(Self::Ask),
            "conflict" => Some(Self::Conflict),
            _ => None,
        }
    }

    /// The word in facts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Ask => "ask",
            Self::Conflict => "conflict",
        }
    }
}

/// One candidate and one record, by their rows.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    /// Row of the candidate.
    pub candidate: u32,
    /// Row of the record.
    pub record: u32,
    /// That both are one person, 0..=1.
    pub probability: f64,
    /// How they hang together.
    pub state: State,
    /// How number and person contradict each other.
    pub conflict: Option<&'static str>,
}

impl Pair {
    /// Whether it is open that both are one person.
    pub fn is_open(&self) -> bool {
        self.state != State::Link
    }

    /// Whether the record is most likely another person's who has the same number: only rules about identity are asked of it.
    pub fn is_other_person(&self) -> bool {
        self.conflict == Some("same_number_other_person")
    }
}

/// The roster row of each link; `u32::MAX` where there is none.
///
/// # Errors
/// A column is missing: a mistake of ours.
pub(super) fn candidate_rows(links: &Links, candidates: &DataFrame) -> Result<Vec<u32>> {
    let ids = crate::table::text(links.frame(), "candidate_id")?;
    let rows = rows(candidates, ids.iter().flatten())?;
    Ok(ids.iter().map(|id| id.and_then(|id| rows.get(id).copied()).unwrap_or(u32::MAX)).collect())
}

/// The pairs of one register in the order of the links: by candidate, then record. Pairs below `ask` are left out. `of_links` are
/// [`candidate_rows`].
///
/// # Errors
/// A link names a row that is not there: a mistake of ours.
pub(super) fn pairs(links: &Links, of_links: &[u32], source: &str, records: &DataFrame) -> Result<Vec<Pair>> {
    let frame = links.frame();
    let record = texts(frame, "record_id")?;
    let (sources, states, conflicts) = (texts(frame, "source")?, texts(frame, "state")?, texts(frame, "conflict")?);
    let probability = frame.column("probability")?.f64()?;
    let kept: Vec<(usize, State)> = sources
        .iter()
        .zip(&states)
        .enumerate()
        .filter(|(_, (from, _))| **from == Some(source))
        .filter_map(|(at, (_, state))| Some((at, State::of((*state)?)?)))
        .collect();
    let record_rows = rows(records, kept.iter().filter_map(|(at, _)| record[*at]))?;
    let found = |row: Option<u32>| {
        row.filter(|row| *row != u32::MAX).ok_or_else(|| {
            let found = format!("a link to a row that is not there ({source})");
            Error::new(Text::new("E006-table-contract").with("table", "links").with("column", "record_id").with("found", found))
        })
    };
    kept.into_iter()
        .map(|(at, state)| {
            Ok(Pair {
                candidate: found(of_links.get(at).copied())?,
                record: found(record[at].and_then(|id| record_rows.get(id).copied()))?,
                probability: probability.get(at).unwrap_or(0.0),
                state,
                conflict: match conflicts[at] {
                    Some("same_number_other_person") => Some("same_number_other_person"),
                    Some("same_person_other_number") => Some("same_person_other_number"),
                    _ => None,
                },
            })
        })
        .collect()
}

/// The rows of the identifiers `wanted`; `u32::MAX` where there is none. Only those are kept: a roster may have millions.
fn rows<'a>(frame: &DataFrame, wanted: impl Iterator<Item = &'a str>) -> Result<FxHashMap<&'a str, u32>> {
    let mut rows: FxHashMap<&str, u32> = wanted.map(|id| (id, u32::MAX)).collect();
    if rows.is_empty() {
        return Ok(rows);
    }
    for (at, id) in crate::table::text(frame, "id")?.iter().enumerate() {
        if let Some(row) = id.and_then(|id| rows.get_mut(id)) {
            *row = u32::try_from(at).unwrap_or(u32::MAX);
        }
    }
    Ok(rows)
}

/// Index columns to gather rows with: the candidates' and the records'.
pub(super) fn indexes(pairs: &[Pair]) -> (IdxCa, IdxCa) {
    let of = |row: fn(&Pair) -> u32| IdxCa::from_iter_values("row".into(), pairs.iter().map(|pair| IdxSize::from(row(pair))));
    (of(|pair| pair.candidate), of(|pair| pair.record))
}

/// How many pairs that pass there are per candidate.
pub(super) fn count(pairs: &[Pair], candidates: usize, passes: impl Fn(usize, &Pair) -> bool) -> Vec<i32> {
    let mut counts = vec![0; candidates];
    for (at, pair) in pairs.iter().enumerate() {
        if passes(at, pair)
            && let Some(count) = counts.get_mut(pair.candidate as usize)
        {
            *count += 1;
        }
    }
    counts
}
