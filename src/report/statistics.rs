//! What does the run say as a whole, in the numbers of a commission's half-year report?

use std::collections::BTreeSet;

use chrono::NaiveDate;
use polars::prelude::StringChunked;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::joined::{Joined, REGISTERS};
use super::show;
use crate::error::Result;
use crate::table;
use crate::table::raw::InputKind;
use crate::vn::calendar::{WorkingDays, working_days_between};

/// Forms of discipline, lightest first; a candidate with several decisions is counted under the gravest.
const FORMS: [&str; 9] =
    ["reprimand", "warning", "salary_step", "rank_lowering", "demotion", "removal", "recall", "dismissal", "expulsion"];

/// Forms of discipline for organisations, lightest first.
const ORGANISATION_FORMS: [&str; 3] = ["reprimand", "warning", "dissolution"];

/// Lower bounds of the bands of probability that are counted.
pub const BANDS: [f64; 6] = [0.0, 0.05, 0.5, 0.8, 0.95, 0.99];

/// The counts of a run, all of them over the candidates that were used.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Statistics {
    /// All candidates.
    pub candidates: Group,
    /// Organisations named in the roster.
    pub organisations: usize,
    /// Of those, the ones with a decision on the organisation in the register, matched by code or by name.
    pub organisations_disciplined: usize,
    /// Candidates by the gravest form of discipline among the records linked to them, annulled ones apart; lightest first.
    pub by_form: Vec<Tally>,
    /// Those organisations by the gravest form of discipline; lightest first.
    pub by_organisation_form: Vec<Tally>,
    /// By level of the present post.
    pub by_level: Vec<Group>,
    /// By province where the roster holds several, else by organisation; the largest first.
    pub by_unit: Vec<Group>,
    /// Whether those units are provinces, named by their codes.
    pub units_are_provinces: bool,
    /// Complaints and inspections still open against candidates, oldest first.
    pub open: Vec<OpenMatter>,
    /// Working days after `as_of` up to the opening of the congress. None: no opening day was given, or it has passed.
    pub working_days_left: Option<WorkingDays>,
    /// Facts that were missing, by how many candidates; the most frequent first.
    pub missing: Vec<Missing>,
    /// Flags by rule.
    pub by_rule: Vec<RuleTally>,
    /// Pairs by probability, `apart` ones included as far as they were kept.
    pub bands: Vec<Band>,
    /// Records of each register that are linked, to be settled or in conflict.
    pub records: Vec<RecordTally>,
    /// Candidates by what was found in the registers (linked, to settle, none) and by outcome (review, undecided, clear).
    pub paths: [[usize; 3]; 3],
}

/// Candidates of one level or unit.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Group {
    /// The level's code or the unit's name. None: the roster does not say.
    pub name: Option<String>,
    /// Candidates.
    pub checked: usize,
    /// Linked to a record with a form of discipline that is not annulled.
    pub violations: usize,
    /// At least one rule fired.
    pub review: usize,
    /// No rule fired and at least one could not be decided.
    pub undecided: usize,
}

impl Group {
    /// Candidates about whom no rule asks anything.
    pub fn clear(&self) -> usize {
        self.checked.saturating_sub(self.review + self.undecided)
    }
}

/// How many of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct Tally {
    /// The code.
    pub code: String,
    /// How many.
    pub count: usize,
}

/// A complaint or an inspection that is not closed.
#[derive(Debug, Clone, Serialize)]
pub struct OpenMatter {
    /// The candidate.
    pub candidate_id: String,
    /// The roster row.
    #[serde(skip)]
    pub candidate: usize,
    /// The complaint or inspection.
    pub record_id: String,
    /// `denunciation`, `complaint`, `inspection` or `unknown`.
    pub kind: String,
    /// First and last day on which it can have been received or begun. None: not known.
    pub since: Option<(NaiveDate, NaiveDate)>,
    /// Days from that first day to `as_of`. None: not known.
    pub days_open: Option<i64>,
    /// Working days after receipt or beginning up to the opening of the congress. None: one of the two is not known.
    pub working_days_to_opening: Option<WorkingDays>,
    /// Days from `as_of` to the opening of the congress; negative: it has opened. None: no opening day was given.
    pub days_left: Option<i64>,
    /// `link` or `ask`: whether it surely concerns the candidate.
    pub state: String,
}

/// A fact that was missing.
#[derive(Debug, Clone, Serialize)]
pub struct Missing {
    /// Its name.
    pub fact: String,
    /// Candidates with a question left open by it.
    pub candidates: usize,
    /// Questions left open by it.
    pub flags: usize,
    /// The rules that asked.
    pub rules: Vec<String>,
}

/// What one rule found.
#[derive(Debug, Clone, Serialize)]
pub struct RuleTally {
    /// Its identifier.
    pub rule_id: String,
    /// How often it fired.
    pub review: usize,
    /// How often it could not be decided.
    pub undecided: usize,
}

/// Pairs within bounds of probability.
#[derive(Debug, Clone, Serialize)]
pub struct Band {
    /// Lower bound, included.
    pub from: f64,
    /// Upper bound, not included but for 1.
    pub to: f64,
    /// Pairs.
    pub pairs: usize,
}

/// Records of one register, each counted once under the first that applies.
#[derive(Debug, Clone, Serialize)]
pub struct RecordTally {
    /// The register.
    pub kind: InputKind,
    /// Contradicting a candidate's number.
    pub conflict: usize,
    /// Taken as a candidate's.
    pub linked: usize,
    /// Perhaps a candidate's.
    pub asked: usize,
}

impl Statistics {
    pub(super) fn of(joined: &Joined<'_>) -> Result<Self> {
        let mut out = Self::default();
        let people = people(joined)?;
        out.count_groups(joined, &people)?;
        out.count_forms(&people);
        out.count_organisations(joined)?;
        out.count_links(joined)?;
        out.find_open(joined)?;
        out.count_flags(joined)?;
        Ok(out)
    }

    fn count_groups(&mut self, joined: &Joined<'_>, people: &[Person]) -> Result<()> {
        let frame = joined.input.candidates.frame();
        let (provinces, levels) = (table::text(frame, "province_code")?, table::text(frame, "level")?);
        let mut known = provinces.iter().flatten();
        let first = known.next();
        self.units_are_provinces = known.any(|province| Some(province) != first);
        let units = if self.units_are_provinces { provinces } else { table::text(frame, "organisation")? };
        for person in people {
            person.add_to(&mut self.candidates);
            self.paths[person.found][person.outcome] += 1;
        }
        let order = ["central", "province", "district", "commune", "grassroots"];
        self.by_level = groups(people, levels);
        self.by_level.sort_by(|a, b| {
            let place = |group: &Group| {
                let known =
                    group.name.as_deref().map(|name| order.iter().position(|level| *level == name).unwrap_or(order.len()));
                known.unwrap_or(usize::MAX)
            };
            place(a).cmp(&place(b)).then_with(|| a.name.cmp(&b.name))
        });
        self.by_unit = groups(people, units);
        self.by_unit.sort_by(|a, b| b.checked.cmp(&a.checked).then_with(|| a.name.cmp(&b.name)));
        Ok(())
    }

    fn count_forms(&mut self, people: &[Person]) {
        let mut counts = [0; FORMS.len()];
        for form in people.iter().filter_map(|person| person.form) {
            counts[form] += 1;
        }
        self.by_form = FORMS
            .iter()
            .zip(counts)
            .filter(|(_, count)| *count > 0)
            .map(|(code, count)| Tally { code: (*code).to_owned(), count })
            .collect();
    }

    fn count_organisations(&mut self, joined: &Joined<'_>) -> Result<()> {
        let (roster, register) = (joined.input.candidates.frame(), joined.input.organisations.frame());
        let key = |name: &str| name.to_lowercase();
        let mut disciplined: FxHashMap<String, usize> = FxHashMap::default();
        let (names, codes) = (table::text(register, "organisation")?, table::text(register, "organisation_code")?);
        for row in 0..register.height() {
            let (measure, status) = (show::text(register, "measure", row), show::text(register, "status", row));
            let form = measure.and_then(|measure| ORGANISATION_FORMS.iter().position(|form| *form == measure));
            let Some(form) = form.filter(|_| status != Some("annulled")) else { continue };
            for key in [names.get(row), codes.get(row)].into_iter().flatten().map(key) {
                let gravest = disciplined.entry(key).or_insert(form);
                *gravest = form.max(*gravest);
            }
        }
        let mut organisations: FxHashMap<&str, Option<usize>> = FxHashMap::default();
        let (names, codes) = (table::text(roster, "organisation")?, table::text(roster, "organisation_code")?);
        // Names and codes repeat: the form of each is looked up once.
        let form = |name: &str| disciplined.get(&key(name)).copied();
        let mut of_code: FxHashMap<&str, Option<usize>> = FxHashMap::default();
        for (name, code) in names.iter().zip(codes.iter()) {
            let Some(name) = name else { continue };
            let gravest = organisations.entry(name).or_insert_with(|| form(name));
            let of_code = code.and_then(|code| *of_code.entry(code).or_insert_with(|| form(code)));
            *gravest = of_code.max(*gravest);
        }
        self.organisations = organisations.len();
        self.organisations_disciplined = organisations.values().flatten().count();
        self.by_organisation_form = ORGANISATION_FORMS
            .iter()
            .enumerate()
            .map(|(at, code)| (code, organisations.values().flatten().filter(|form| **form == at).count()))
            .filter(|(_, count)| *count > 0)
            .map(|(code, count)| Tally { code: (*code).to_owned(), count })
            .collect();
        Ok(())
    }

    fn count_links(&mut self, joined: &Joined<'_>) -> Result<()> {
        let frame = joined.input.links.frame();
        let probabilities = frame.column("probability")?.f64()?;
        let (states, sources, records) =
            (table::text(frame, "state")?, table::text(frame, "source")?, table::text(frame, "record_id")?);
        let mut pairs = [0; BANDS.len()];
        let mut seen: [FxHashMap<&str, u8>; 3] = Default::default();
        for row in 0..frame.height() {
            let p = probabilities.get(row).unwrap_or(0.0);
            let band = BANDS.iter().rposition(|from| p >= *from).unwrap_or(0);
            pairs[band] += 1;
            let rank = match states.get(row) {
                Some("conflict") => 0,
                Some("link") => 1,
                Some("ask") => 2,
                _ => continue,
            };
            let kind = REGISTERS.iter().position(|kind| Some(kind.name()) == sources.get(row));
            if let (Some(kind), Some(record)) = (kind, records.get(row)) {
                let best = seen[kind].entry(record).or_insert(rank);
                *best = rank.min(*best);
            }
        }
        let bounds = BANDS.iter().copied().zip(BANDS.iter().copied().skip(1).chain([1.0]));
        self.bands = bounds.zip(pairs).map(|((from, to), pairs)| Band { from, to, pairs }).collect();
        self.records = REGISTERS
            .iter()
            .zip(&seen)
            .map(|(kind, seen)| {
                let count = |rank| seen.values().filter(|found| **found == rank).count();
                RecordTally { kind: *kind, conflict: count(0), linked: count(1), asked: count(2) }
            })
            .collect();
        Ok(())
    }

    fn find_open(&mut self, joined: &Joined<'_>) -> Result<()> {
        let options = &joined.input.manifest.options;
        let frame = joined.input.links.frame();
        let (candidates, records) = (table::text(frame, "candidate_id")?, table::text(frame, "record_id")?);
        let (sources, states) = (table::text(frame, "source")?, table::text(frame, "state")?);
        for row in 0..frame.height() {
            let (Some(candidate_id), Some(record_id), Some(source), Some(state)) =
                (candidates.get(row), records.get(row), sources.get(row), states.get(row))
            else {
                continue;
            };
            if !matches!(state, "link" | "ask") || source == "discipline" {
                continue;
            }
            let Some((register, record)) = joined.record(source, record_id) else { continue };
            let Some((kind, day)) = open_matter(register, record, source) else { continue };
            let from = show::day(register, &format!("{day}_from"), record);
            let since = from.map(|from| (from, show::day(register, &format!("{day}_to"), record).unwrap_or(from)));
            self.open.push(OpenMatter {
                candidate_id: candidate_id.to_owned(),
                candidate: joined.candidate(candidate_id).unwrap_or_default(),
                record_id: record_id.to_owned(),
                kind: kind.to_owned(),
                since,
                days_open: from.map(|from| (options.as_of - from).num_days()),
                working_days_to_opening: since.zip(options.opens_on).map(|((from, to), opens)| WorkingDays {
                    min: working_days_between(to, opens).min,
                    max: working_days_between(from, opens).max,
                }),
                days_left: options.opens_on.map(|opens| (opens - options.as_of).num_days()),
                state: state.to_owned(),
            });
        }
        self.working_days_left =
            options.opens_on.filter(|opens| *opens >= options.as_of).map(|opens| working_days_between(options.as_of, opens));
        let age = |matter: &OpenMatter| matter.since.map_or(NaiveDate::MAX, |since| since.0);
        self.open.sort_by(|a, b| (age(a), &a.candidate_id, &a.record_id).cmp(&(age(b), &b.candidate_id, &b.record_id)));
        Ok(())
    }

    fn count_flags(&mut self, joined: &Joined<'_>) -> Result<()> {
        let frame = joined.input.flags.frame();
        let (candidates, rules) = (table::text(frame, "candidate_id")?, table::text(frame, "rule_id")?);
        let (outcomes, missing) = (table::text(frame, "outcome")?, table::text(frame, "missing_facts")?);
        let mut by_rule: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
        let mut by_fact: FxHashMap<&str, Lack<'_>> = FxHashMap::default();
        for row in 0..frame.height() {
            let rule = rules.get(row).unwrap_or_default();
            let counts = by_rule.entry(rule).or_default();
            if outcomes.get(row) != Some("undecided") {
                counts.0 += 1;
                continue;
            }
            counts.1 += 1;
            for fact in missing.get(row).unwrap_or_default().split_whitespace() {
                let lack = by_fact.entry(fact).or_default();
                lack.flags += 1;
                lack.rules.insert(rule);
                // The table is sorted by candidate: a new name is a new candidate.
                if lack.last != candidates.get(row) {
                    lack.candidates += 1;
                    lack.last = candidates.get(row);
                }
            }
        }
        self.by_rule = by_rule
            .into_iter()
            .map(|(rule, (review, undecided))| RuleTally { rule_id: rule.to_owned(), review, undecided })
            .collect();
        self.by_rule.sort_by(|a, b| a.rule_id.cmp(&b.rule_id));
        self.missing = by_fact
            .into_iter()
            .map(|(fact, lack)| {
                let rules = lack.rules.into_iter().map(str::to_owned).collect();
                Missing { fact: fact.to_owned(), candidates: lack.candidates, flags: lack.flags, rules }
            })
            .collect();
        self.missing.sort_by(|a, b| b.candidates.cmp(&a.candidates).then_with(|| a.fact.cmp(&b.fact)));
        Ok(())
    }
}

impl Group {
    /// Both groups as one without a name.
    pub(super) fn and(&self, other: &Self) -> Self {
        Self {
            name: None,
            checked: self.checked + other.checked,
            violations: self.violations + other.violations,
            review: self.review + other.review,
            undecided: self.undecided + other.undecided,
        }
    }

    fn named(name: Option<&str>) -> Self {
        Self { name: name.map(str::to_owned), ..Self::default() }
    }
}

/// What is counted of one missing fact.
#[derive(Default)]
struct Lack<'a> {
    candidates: usize,
    flags: usize,
    rules: BTreeSet<&'a str>,
    /// The candidate counted last.
    last: Option<&'a str>,
}

/// What is counted of one candidate.
struct Person {
    /// Index into [`FORMS`] of the gravest.
    form: Option<usize>,
    /// 0 linked, 1 to settle, 2 nothing.
    found: usize,
    /// 0 review, 1 undecided, 2 clear.
    outcome: usize,
}

impl Person {
    fn add_to(&self, group: &mut Group) {
        group.checked += 1;
        group.violations += usize::from(self.form.is_some());
        group.review += usize::from(self.outcome == 0);
        group.undecided += usize::from(self.outcome == 1);
    }
}

/// The candidates by what `names` says of each, in no order.
fn groups(people: &[Person], names: &StringChunked) -> Vec<Group> {
    let mut groups: FxHashMap<Option<&str>, Group> = FxHashMap::default();
    for (person, name) in people.iter().zip(names.iter()) {
        person.add_to(groups.entry(name).or_insert_with(|| Group::named(name)));
    }
    groups.into_values().collect()
}

fn people(joined: &Joined<'_>) -> Result<Vec<Person>> {
    let (flags, links) = (joined.input.flags.frame(), joined.input.links.frame());
    let outcomes = table::text(flags, "outcome")?;
    let (sources, states, records) =
        (table::text(links, "source")?, table::text(links, "state")?, table::text(links, "record_id")?);
    let person = |candidate| {
        let outcome = joined.flags_of(candidate).map(|row| usize::from(outcomes.get(row) == Some("undecided"))).min();
        let mut person = Person { form: None, found: 2, outcome: outcome.unwrap_or(2) };
        for row in joined.links_of(candidate) {
            match states.get(row) {
                Some("link") => person.found = 0,
                Some("ask" | "conflict") => person.found = person.found.min(1),
                _ => {}
            }
            if (states.get(row), sources.get(row)) == (Some("link"), Some("discipline")) {
                let form = records.get(row).and_then(|id| joined.record("discipline", id)).and_then(form_of);
                person.form = person.form.max(form);
            }
        }
        person
    };
    Ok((0..joined.input.candidates.len()).map(person).collect())
}

/// The form of a discipline record, an annulled one apart.
fn form_of((frame, row): (&polars::prelude::DataFrame, usize)) -> Option<usize> {
    let measure = show::text(frame, "measure", row)?;
    let is_annulled = show::text(frame, "status", row) == Some("annulled");
    FORMS.iter().position(|form| *form == measure).filter(|_| !is_annulled)
}

/// The kind of an open complaint or inspection and the column of the day it began. None: it is closed.
fn open_matter<'a>(frame: &'a polars::prelude::DataFrame, row: usize, source: &str) -> Option<(&'a str, &'static str)> {
    if source == "complaints" {
        let is_open =
            !matches!(show::text(frame, "status", row), Some("resolved")) && show::text(frame, "conclusion", row).is_none();
        return is_open.then(|| (show::text(frame, "kind", row).unwrap_or("unknown"), "received"));
    }
    let is_open = show::day(frame, "concluded_from", row).is_none()
        && matches!(show::text(frame, "conclusion", row), None | Some("pending"));
    is_open.then_some(("inspection", "started"))
}
