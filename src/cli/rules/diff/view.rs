//! What is shown of a comparison, whatever the form?

use std::collections::BTreeMap;

use chrono::NaiveDate;
use polars::prelude::StringChunked;
use serde::Serialize;

use super::facts::Kept;
use crate::error::Result;
use crate::lang::Lang;
use crate::pipeline::province;
use crate::rule::diff::{Cause, Diff, Flip, Moves};
use crate::rule::reason::shown;
use crate::rule::{Outcome, Rule};
use crate::table;
use crate::table::facts::Scope;

/// Counts of rows with another outcome.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Tally {
    /// Candidates with at least one.
    pub candidates: usize,
    /// Answers that become review.
    pub to_review: usize,
    /// Answers that become undecided.
    pub to_undecided: usize,
    /// Answers that become clear.
    pub to_clear: usize,
    #[serde(skip)]
    last: Option<u32>,
}

impl Tally {
    /// Counts one more; flips come in the order of candidates.
    fn add(&mut self, flip: &Flip) {
        if self.last != Some(flip.candidate) {
            self.candidates += 1;
            self.last = Some(flip.candidate);
        }
        match flip.after {
            Outcome::Review => self.to_review += 1,
            Outcome::Undecided => self.to_undecided += 1,
            Outcome::Clear => self.to_clear += 1,
        }
    }

    /// The counts in the order of the columns.
    pub fn counts(&self) -> [usize; 4] {
        [self.candidates, self.to_review, self.to_undecided, self.to_clear]
    }
}

/// A comparison, and the tables to name its rows from.
pub struct View<'a> {
    /// The language of words in it.
    pub lang: Lang,
    /// The run's folder.
    pub run: &'a str,
    /// The day of judgement of the run.
    pub as_of: NaiveDate,
    /// How many candidates it has.
    pub population: usize,
    /// The two sides in words.
    pub sides: [String; 2],
    /// What changes.
    pub diff: &'a Diff<'a>,
    /// All that changes.
    pub total: Tally,
    /// By rule, in the order of the diff's.
    pub rules: Vec<Tally>,
    /// By province code; `–` where the roster names none.
    pub provinces: BTreeMap<String, Tally>,
    /// By level of the present post, the highest first; `–` where it is not known.
    pub levels: Vec<(String, Tally)>,
    candidates: &'a StringChunked,
    province: &'a StringChunked,
    level: &'a StringChunked,
    records: Vec<(Scope, &'a StringChunked)>,
}

/// Nothing is known.
pub const NONE: &str = "–";

impl<'a> View<'a> {
    /// The comparison `diff` of the run `kept`.
    ///
    /// # Errors
    /// A column is missing: a mistake of ours.
    pub fn new(diff: &'a Diff<'a>, kept: &'a Kept, sides: [String; 2], lang: Lang) -> Result<Self> {
        let mut people = None;
        let mut records = Vec::new();
        for scope in Scope::ALL {
            match kept.population.frame(scope) {
                Some(frame) if scope == Scope::Candidate => people = Some(frame),
                Some(frame) => records.push((scope, table::text(frame, "record_id")?)),
                None => {}
            }
        }
        // A population always has its candidates; an empty frame would only show that it does not.
        let empty = || crate::error::Error::new(crate::lang::Text::new("E005-internal"));
        let people = people.ok_or_else(empty)?;
        let mut view = Self {
            lang,
            run: &kept.run,
            as_of: kept.population.as_of,
            population: kept.population.candidates(),
            sides,
            diff,
            total: Tally::default(),
            rules: vec![Tally::default(); diff.rules.len()],
            provinces: BTreeMap::new(),
            levels: Vec::new(),
            candidates: table::text(people, "candidate_id")?,
            province: table::text(people, "province_code")?,
            level: table::text(people, "level")?,
            records,
        };
        view.count();
        Ok(view)
    }

    fn count(&mut self) {
        let Self { diff, province, level, .. } = *self;
        let all = table::facts::LEVELS;
        let mut levels: BTreeMap<usize, Tally> = BTreeMap::new();
        let mut codes: BTreeMap<Option<&str>, String> = BTreeMap::new();
        for flip in &diff.flips {
            self.total.add(flip);
            self.rules[flip.rule as usize].add(flip);
            let written = province.get(flip.candidate as usize);
            let code = codes.entry(written).or_insert_with(|| written.map_or_else(|| NONE.to_owned(), province::code));
            match self.provinces.get_mut(code.as_str()) {
                Some(tally) => tally.add(flip),
                None => self.provinces.entry(code.clone()).or_default().add(flip),
            }
            let level = level.get(flip.candidate as usize);
            let place = level.and_then(|level| all.iter().position(|one| *one == level)).unwrap_or(all.len());
            levels.entry(place).or_default().add(flip);
        }
        let name = |place: usize| all.get(place).map_or_else(|| NONE.to_owned(), |level| (*level).to_owned());
        self.levels = levels.into_iter().map(|(place, tally)| (name(place), tally)).collect();
    }

    /// The moves of all candidates by their gravest outcome.
    pub fn people(&self) -> &Moves {
        &self.diff.candidates
    }

    /// The rule of a flip.
    pub fn rule(&self, flip: &Flip) -> Option<&'a Rule> {
        self.diff.rules[flip.rule as usize].0.rule()
    }

    /// Why a flip.
    pub fn cause(&self, flip: &Flip) -> &'a Cause {
        &self.diff.causes[flip.cause as usize]
    }

    /// The candidate's identifier.
    pub fn candidate(&self, flip: &Flip) -> &'a str {
        self.candidates.get(flip.candidate as usize).unwrap_or(NONE)
    }

    /// The record's identifier. None: the rule is about the candidate alone.
    pub fn record(&self, flip: &Flip) -> Option<&'a str> {
        let (_, ids) = self.records.iter().find(|(scope, _)| *scope == flip.scope)?;
        ids.get(flip.row as usize)
    }

    /// The candidate's province code. None: the roster names none.
    pub fn province(&self, flip: &Flip) -> Option<String> {
        self.province.get(flip.candidate as usize).map(province::code)
    }

    /// The level of the candidate's present post. None: not known.
    pub fn level(&self, flip: &Flip) -> Option<&'a str> {
        self.level.get(flip.candidate as usize)
    }

    /// The level as a person would say it.
    pub fn level_name(&self, level: &str) -> String {
        if level == NONE { level.to_owned() } else { self.lang.say_code(&format!("code-{level}")) }
    }

    /// The facts that made the difference: `months_since_announcement = 33`.
    pub fn facts(&self, flip: &Flip) -> String {
        let scope = self.rule(flip).map_or(Scope::Candidate, |rule| rule.scope);
        let fact = |(name, known): &(&'static str, _)| format!("{name} = {}", shown(self.lang, scope.fact(name), known));
        self.cause(flip).facts.iter().map(fact).collect::<Vec<_>>().join(", ")
    }

    /// What was asked of them and is asked now: `months < 30 → months < 36`.
    pub fn parts(&self, flip: &Flip) -> String {
        let cause = self.cause(flip);
        let side = |parts: &[String]| if parts.is_empty() { NONE.to_owned() } else { parts.join("; ") };
        format!("{} → {}", side(&cause.before), side(&cause.after))
    }

    /// An outcome as a person would say it.
    pub fn outcome(&self, outcome: Outcome) -> String {
        self.lang.say_code(&format!("cli-outcome-{}", outcome.name()))
    }
}
