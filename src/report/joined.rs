//! Which rows of the tables belong together?

use std::ops::Range;

use polars::prelude::{DataFrame, StringChunked};
use rustc_hash::FxHashMap;

use super::{Input, show};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::table;
use crate::table::raw::InputKind;
use crate::table::standing::Stand;

/// The registers whose records a link can name; `links.source` holds their names.
pub(super) const REGISTERS: [InputKind; 3] = [InputKind::Discipline, InputKind::Complaints, InputKind::Inspections];

/// Rows of evidence by candidate and record; a pair has more than one stretch where two registers use one identifier.
type Pairs<'a> = FxHashMap<(&'a str, &'a str), Vec<Range<usize>>>;

/// The input tables with the ways from one to another. Maps are only looked into, never iterated.
pub(super) struct Joined<'a> {
    pub(super) input: &'a Input<'a>,
    candidates: Rows<'a>,
    records: [Rows<'a>; 4],
    flags: Vec<Range<usize>>,
    links: Vec<Range<usize>>,
    evidence: Pairs<'a>,
}

impl<'a> Joined<'a> {
    /// The ways between the tables of `input`.
    ///
    /// # Errors
    /// A flag or link names a candidate that is not in the roster, or is not sorted by candidate: a mistake of ours.
    pub(super) fn new(input: &'a Input<'a>) -> Result<Self> {
        let candidates = Rows::of(input.candidates.frame())?;
        let records = [
            Rows::of(input.cases.frame())?,
            Rows::of(input.complaints.frame())?,
            Rows::of(input.inspections.frame())?,
            Rows::of(input.organisations.frame())?,
        ];
        let roster = table::text(input.candidates.frame(), "id")?;
        let flags = runs("flags", input.flags.frame(), roster, &candidates)?;
        let links = runs("links", input.links.frame(), roster, &candidates)?;
        let evidence = pairs(input.evidence.frame())?;
        Ok(Self { input, candidates, records, flags, links, evidence })
    }

    /// The roster row of a candidate.
    pub(super) fn candidate(&self, id: &str) -> Option<usize> {
        self.candidates.get(id)
    }

    /// The flags of the candidate in roster row `row`, rows of the table of flags.
    pub(super) fn flags_of(&self, row: usize) -> Range<usize> {
        self.flags.get(row).cloned().unwrap_or_default()
    }

    /// The same flags as people should read them: what fired before what could not be decided, the gravest first.
    pub(super) fn flags_to_read(&self, row: usize) -> Vec<usize> {
        let frame = self.input.flags.frame();
        let mut rows: Vec<usize> = self.flags_of(row).collect();
        let is_undecided = |row: usize| show::text(frame, "outcome", row) == Some("undecided");
        rows.sort_by_key(|row| (is_undecided(*row), show::int(frame, "order", *row).unwrap_or(i64::MAX), *row));
        rows
    }

    /// The links of the candidate in roster row `row`, rows of the table of links.
    pub(super) fn links_of(&self, row: usize) -> Range<usize> {
        self.links.get(row).cloned().unwrap_or_default()
    }

    /// How the flag in row `row` stands after earlier answers. None: the batch keeps no ledger.
    pub(super) fn stand_of_flag(&self, row: usize) -> Option<&'a Stand> {
        self.input.standing?.flags.get(show::text(self.input.flags.frame(), "flag_id", row)?)
    }

    /// How the link in row `row` stands after earlier answers. None: nobody was asked, or the batch keeps no ledger.
    pub(super) fn stand_of_link(&self, row: usize) -> Option<&'a Stand> {
        let cell = |column| show::text(self.input.links.frame(), column, row).map(str::to_owned);
        self.input.standing?.links.get(&(cell("candidate_id")?, cell("record_id")?, cell("source")?))
    }

    /// The register called `source` and the row of record `id` in it.
    pub(super) fn record(&self, source: &str, id: &str) -> Option<(&'a DataFrame, usize)> {
        let kind = REGISTERS.iter().position(|kind| kind.name() == source)?;
        Some((self.register(kind), self.records[kind].get(id)?))
    }

    /// The record `id` wherever it is registered, decisions on organisations included: for the records a flag names.
    pub(super) fn any_record(&self, id: &str) -> Option<(&'static str, &'a DataFrame, usize)> {
        let names = ["discipline", "complaints", "inspections", "organisations"];
        (0..4).find_map(|kind| Some((names[kind], self.register(kind), self.records[kind].get(id)?)))
    }

    fn register(&self, kind: usize) -> &'a DataFrame {
        match kind {
            0 => self.input.cases.frame(),
            1 => self.input.complaints.frame(),
            2 => self.input.inspections.frame(),
            _ => self.input.organisations.frame(),
        }
    }

    /// The findings about the link in row `link`: rows of the table of evidence. Empty: none were kept.
    ///
    /// Two registers may use one identifier; their pairs then follow each other in both tables, in the same order.
    pub(super) fn evidence_of(&self, link: usize) -> Result<Range<usize>> {
        let frame = self.input.links.frame();
        let (candidates, records) = (table::text(frame, "candidate_id")?, table::text(frame, "record_id")?);
        let key = |row| Some((candidates.get(row)?, records.get(row)?));
        let here = key(link);
        let nth = (0..link).rev().take_while(|row| key(*row) == here).count();
        Ok(here.and_then(|key| self.evidence.get(&key)?.get(nth).cloned()).unwrap_or_default())
    }

    /// The sentences that speak most for and most against one person, among the findings about the link in row `link`.
    pub(super) fn strongest(&self, link: usize) -> Result<[Option<&'a str>; 2]> {
        let frame = self.input.evidence.frame();
        let (mut most, mut least) = ((0.0, None), (0.0, None));
        for row in self.evidence_of(link)? {
            if show::text(frame, "comparison", row) == Some("prior") {
                continue;
            }
            let here = (show::real(frame, "weight", row).unwrap_or(0.0), show::text(frame, "sentence", row));
            if here.0 > most.0 {
                most = here;
            }
            if here.0 < least.0 {
                least = here;
            }
        }
        Ok([most.1, least.1])
    }
}

/// The rows of a table by identifier. A table in the order of its identifiers, as most are, needs no map beside it.
struct Rows<'a> {
    ids: &'a StringChunked,
    unsorted: Option<FxHashMap<&'a str, usize>>,
}

impl<'a> Rows<'a> {
    fn of(frame: &'a DataFrame) -> Result<Self> {
        let ids = table::text(frame, "id")?;
        let is_sorted = ids.iter().zip(ids.iter().skip(1)).all(|(id, next)| id < next);
        let unsorted = (!is_sorted).then(|| ids.iter().enumerate().filter_map(|(row, id)| Some((id?, row))).collect());
        Ok(Self { ids, unsorted })
    }

    fn get(&self, id: &str) -> Option<usize> {
        if let Some(rows) = &self.unsorted {
            return rows.get(id).copied();
        }
        let (mut low, mut high) = (0, self.ids.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.ids.get(middle).cmp(&Some(id)) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// For each roster row the rows of `frame` that are about it: tables are sorted by candidate, so they follow each other.
fn runs(name: &'static str, frame: &DataFrame, roster: &StringChunked, candidates: &Rows<'_>) -> Result<Vec<Range<usize>>> {
    let ids = table::text(frame, "candidate_id")?;
    let broken = |found: &str| {
        let text = Text::new("E006-table-contract").with("table", name).with("column", "candidate_id");
        Error::new(text.with("found", found.to_owned()))
    };
    let mut out = vec![0..0; roster.len()];
    let mut next = 0;
    for run in consecutive(ids) {
        let id = ids.get(run.start).unwrap_or_default();
        // Many a roster is in the order of its identifiers: then the next one is the next row, and need not be looked up.
        let is_next = next < roster.len() && roster.get(next) == Some(id);
        let row = if is_next { Some(next) } else { candidates.get(id) };
        let row = row.filter(|row| *row < out.len()).ok_or_else(|| broken("not in the roster"))?;
        next = row + 1;
        if !out[row].is_empty() {
            return Err(broken("not sorted"));
        }
        out[row] = run;
    }
    Ok(out)
}

/// The stretches of equal values.
fn consecutive(values: &StringChunked) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for (row, value) in values.iter().enumerate() {
        match out.last_mut() {
            Some(run) if last == Some(value) => run.end = row + 1,
            _ => out.push(row..row + 1),
        }
        last = Some(value);
    }
    out
}

/// The findings of each pair; `prior` begins a pair.
fn pairs(frame: &DataFrame) -> Result<Pairs<'_>> {
    let mut out = Pairs::default();
    let candidates = table::text(frame, "candidate_id")?.iter();
    let records = table::text(frame, "record_id")?.iter();
    let comparisons = table::text(frame, "comparison")?.iter();
    let mut open: Option<((&str, &str), usize)> = None;
    for (row, ((candidate, record), comparison)) in candidates.zip(records).zip(comparisons).enumerate() {
        let key = (candidate.unwrap_or_default(), record.unwrap_or_default());
        match open {
            Some((last, _)) if last == key && comparison != Some("prior") => {}
            _ => {
                if let Some((last, first)) = open {
                    out.entry(last).or_default().push(first..row);
                }
                open = Some((key, row));
            }
        }
    }
    if let Some((last, first)) = open {
        out.entry(last).or_default().push(first..frame.height());
    }
    Ok(out)
}
