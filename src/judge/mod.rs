//! Which rules fire for whom, and on what?
//!
//! The tables of the run become facts (one frame per scope, see [`crate::table::facts`]), the rules of the day are asked of them, and
//! each answer that is not *clear* becomes a flag: a question with rule, basis, facts and records, never a verdict.
//!
//! A record whose identity is open (a link below the `link` threshold, or a person with another number) raises flags of severity *look* at
//! most, and says so first. A record that most likely belongs to another person with the same number is asked the rules about identity
//! only.

mod candidate;
mod case;
mod flags;
mod organisation;
mod pair;
mod pending;
mod sheet;
mod statistics;
mod title;

use chrono::NaiveDate;
use polars::prelude::{Column, DataFrame};
use rayon::prelude::*;

pub use statistics::{Share, Statistics, statistics};

use crate::error::Result;
use crate::lang::Lang;
use crate::rule::{RuleSet, evaluate};
use crate::table::facts::Scope;
use crate::table::flags::Flags;
use crate::table::links::Links;
use crate::table::people::{Candidates, Cases, Complaints, Inspections, Organisations};
use crate::table::run::CongressLevel;
use candidate::{Counts, Roster};
use flags::{Ids, Raised};
use pair::{Pair, State};
use sheet::Sheet;

/// What is judged, by which rules, on which day.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The roster.
    pub candidates: &'a Candidates,
    /// Discipline records.
    pub cases: &'a Cases,
    /// Complaints and denunciations.
    pub complaints: &'a Complaints,
    /// Inspections.
    pub inspections: &'a Inspections,
    /// Decisions on organisations.
    pub organisations: &'a Organisations,
    /// Which candidate and record may be one person.
    pub links: &'a Links,
    /// Candidates who may be on the roster twice, by their identifiers.
    pub twins: &'a [(String, String)],
    /// The rules.
    pub rules: &'a RuleSet,
    /// The date of judgement.
    pub as_of: NaiveDate,
    /// The day the congress opens. None: not known.
    pub opens_on: Option<NaiveDate>,
    /// The level of the congress. None: not known.
    pub level: Option<CongressLevel>,
    /// The language of reasons.
    pub lang: Lang,
}

/// What judging gives.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Who is asked about, and what could not be decided.
    pub flags: Flags,
    /// The facts, one frame per scope: `candidate_id`, `record_id` (of candidates `province_code`), then the documented facts.
    pub frames: Vec<(Scope, DataFrame)>,
    /// Rules that were not asked, because no version applies on the day or they are retired: identifier and title.
    pub not_asked: Vec<(String, String)>,
}

/// The flags of a run, sorted by candidate, rule and record, and the facts they rest on.
///
/// # Errors
/// A table does not keep its contract: a mistake of ours.
pub fn judge(input: Input<'_>) -> Result<Judged> {
    let facts = facts(&input)?;
    let people = input.candidates.frame();
    let ids = Ids {
        candidates: crate::table::text(people, "id")?,
        records: vec![
            (Scope::Case, crate::table::text(input.cases.frame(), "id")?),
            (Scope::Complaint, crate::table::text(input.complaints.frame(), "id")?),
            (Scope::Inspection, crate::table::text(input.inspections.frame(), "id")?),
            (Scope::Organisation, crate::table::text(input.organisations.frame(), "id")?),
        ],
    };
    let mut raised = Raised::new(input.lang, ids);
    for Asking { scope, frame, pairs } in &facts {
        raised.take(&evaluate(input.rules, *scope, frame, input.as_of)?, *scope, frame, pairs.as_deref());
    }
    let not_asked = input.rules.not_asked(input.as_of);
    Ok(Judged {
        flags: Flags::new(&raised.finish()?)?,
        frames: facts.into_iter().map(|asking| (asking.scope, asking.frame)).collect(),
        not_asked: not_asked.into_iter().map(|rule| (rule.id.clone(), rule.title.get(input.lang).to_owned())).collect(),
    })
}

/// A fact frame and what its rows are.
struct Asking {
    scope: Scope,
    frame: DataFrame,
    /// Candidate and record of each row. None: the rows are the candidates.
    pairs: Option<Vec<Pair>>,
}

/// The facts of every scope.
fn facts(input: &Input<'_>) -> Result<Vec<Asking>> {
    let people = input.candidates.frame();
    let height = people.height();
    // What does not need each other is worked out beside each other: each walks millions of rows.
    let (roster, (linked, (inspected, ties))) = rayon::join(
        || Roster::read(input.candidates, input.level),
        || {
            rayon::join(
                || linked(input),
                || {
                    rayon::join(
                        || organisation::inspected(input.inspections, input.candidates),
                        || organisation::ties(input.organisations, input.candidates),
                    )
                },
            )
        },
    );
    let (roster, [case_pairs, complaint_pairs, mut inspection_pairs], ties) = (roster?, linked?, ties?);
    inspection_pairs.extend(inspected?);
    inspection_pairs.par_sort_by_key(|pair| (pair.candidate, pair.record));
    let complaints = pending::complaints(input.complaints, complaint_pairs, input.as_of, input.opens_on)?;
    let has_open_complaint = complaints.has_open_complaint(height);
    let (cases, (inspections, organisations)) = rayon::join(
        || case::facts(input.cases, case_pairs, people, &roster, &has_open_complaint, input.as_of, input.level),
        || {
            rayon::join(
                || pending::inspections(input.inspections, inspection_pairs, input.as_of),
                || organisation::facts(input.organisations, ties, &roster, input.as_of),
            )
        },
    );
    let (cases, inspections, organisations) = (cases?, inspections?, organisations?);

    let [case_count, affairs, open_cases] = cases.per_candidate(height);
    let mut conflicts = vec![0; height];
    for pairs in [&cases.pairs, &complaints.pairs, &inspections.pairs] {
        let found = pair::count(pairs, height, |_, pair| pair.state == State::Conflict);
        conflicts.iter_mut().zip(found).for_each(|(sum, found)| *sum += found);
    }
    let counts = Counts {
        cases: case_count,
        affairs,
        open_cases,
        conflicts,
        open_complaints: pair::count(&complaints.pairs, height, |at, pair| complaints.counts(at, pair)),
        open_inspections: pair::count(&inspections.pairs, height, |at, pair| inspections.counts(at, pair)),
    };
    let of_candidates =
        candidate::facts(input.candidates, &roster, input.twins, &counts, input.as_of, input.opens_on, input.level)?;
    drop(roster);
    let shared = of_candidates.drop("candidate_id")?.drop("province_code")?;
    let mut out = vec![];
    for (scope, own, pairs, records) in [
        (Scope::Case, cases.own, cases.pairs, input.cases.frame()),
        (Scope::Complaint, complaints.own, complaints.pairs, input.complaints.frame()),
        (Scope::Inspection, inspections.own, inspections.pairs, input.inspections.frame()),
        (Scope::Organisation, organisations.own, organisations.pairs, input.organisations.frame()),
    ] {
        let frame = with_shared(own, &pairs, people, records, &shared)?;
        out.push(Asking { scope, frame, pairs: Some(pairs) });
    }
    out.insert(0, Asking { scope: Scope::Candidate, frame: of_candidates, pairs: None });
    Ok(out)
}

/// The pairs of discipline records, complaints and inspections; those of discipline by candidate, then record.
fn linked(input: &Input<'_>) -> Result<[Vec<Pair>; 3]> {
    let of_links = pair::candidate_rows(input.links, input.candidates.frame())?;
    let pairs = |source, records| pair::pairs(input.links, &of_links, source, records);
    let mut cases = pairs("discipline", input.cases.frame())?;
    cases.sort_by_key(|pair| (pair.candidate, pair.record));
    Ok([cases, pairs("complaints", input.complaints.frame())?, pairs("inspections", input.inspections.frame())?])
}

/// A scope's frame: identifiers, the candidate's facts beside each row, its own facts.
fn with_shared(own: Sheet, pairs: &[Pair], people: &DataFrame, records: &DataFrame, shared: &DataFrame) -> Result<DataFrame> {
    let (of_candidate, of_record) = pair::indexes(pairs);
    let key = |name: &str, column: &Column, rows| -> Result<Column> { Ok(column.take(rows)?.with_name(name.into())) };
    let keys =
        vec![key("candidate_id", people.column("id")?, &of_candidate)?, key("record_id", records.column("id")?, &of_record)?];
    own.finish(keys, Some(&shared.take(&of_candidate)?))
}
