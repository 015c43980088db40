//! Who would have another outcome under other rules, and what did it?
//!
//! Two sets of rules are asked of the facts that a run kept. Rules that say the same on both sides are asked once; where the
//! others answer differently, the row is a [`Flip`] with its [`Cause`]: the parts of the condition that made the difference. What
//! counts is what each rule says: whether a flag is then shown or folded into another is the report's business.

mod cause;
mod difference;
mod witness;

use chrono::NaiveDate;
use polars::prelude::*;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::file::{Outcome, Rule, Version};
use super::row::{FrameRow, RowGroups, RowKeys};
use super::set::RuleSet;
use super::{Asked, ask};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::table;
use crate::table::facts::Scope;

pub use cause::Cause;
pub use difference::{Difference, differences};
pub use witness::Witness;

/// One side of a comparison: its rules, and the day that chooses their versions.
///
/// The day may be another than that of the run: the facts stay as they were on the run's day, only the versions change.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The rules.
    pub set: &'a RuleSet,
    /// The day whose versions are asked.
    pub day: NaiveDate,
}

impl<'a> Side<'a> {
    /// The rule called `id` and its version, where it is asked on the side's day.
    fn asked(self, id: &str) -> Option<(&'a Rule, &'a Version)> {
        let rule = self.set.rule(id)?;
        self.set.asked(rule.scope, self.day).into_iter().find(|(rule, _)| rule.id == id)
    }
}

/// The facts that a run kept: a frame per scope, with `candidate_id` in each.
#[derive(Debug)]
pub struct Population {
    /// The date of judgement of the run.
    pub as_of: NaiveDate,
    frames: Vec<Facts>,
    candidates: usize,
}

/// The facts of one scope.
#[derive(Debug)]
struct Facts {
    scope: Scope,
    frame: DataFrame,
    /// The candidate's row in the frame of candidates, for each row. None: the rows are the candidates.
    candidate: Option<Vec<u32>>,
    /// The rows of records that most likely belong to another person: only rules about identity are asked of them.
    is_other_person: Vec<bool>,
}

impl Facts {
    fn candidate(&self, row: u32) -> u32 {
        self.candidate.as_ref().map_or(row, |rows| rows[row as usize])
    }
}

impl Population {
    /// The facts of a run that was judged on `as_of`; the first frame is that of the candidates.
    ///
    /// # Errors
    /// The frame of candidates is missing, or a row names a candidate that is not in it.
    pub fn new(frames: Vec<(Scope, DataFrame)>, as_of: NaiveDate) -> Result<Self> {
        let missing = || {
            let text = Text::new("E006-table-contract").with("table", Scope::Candidate.name()).with("column", "candidate_id");
            Error::new(text.with("found", "missing"))
        };
        let (_, people) = frames.iter().find(|(scope, _)| *scope == Scope::Candidate).ok_or_else(missing)?;
        let candidates = people.height();
        let mut rows: FxHashMap<String, u32> = FxHashMap::default();
        for (_, frame) in frames.iter().filter(|(scope, _)| *scope != Scope::Candidate) {
            let wanted = table::text(frame, "candidate_id")?;
            rows.extend(wanted.iter().flatten().map(|id| (id.to_owned(), u32::MAX)));
        }
        if !rows.is_empty() {
            for (id, at) in table::text(people, "candidate_id")?.iter().zip(0_u32..) {
                if let Some(row) = id.and_then(|id| rows.get_mut(id)) {
                    *row = at;
                }
            }
        }
        let mut out = Vec::new();
        for (scope, frame) in frames {
            let candidate = if scope == Scope::Candidate {
                None
            } else {
                let ids = table::text(&frame, "candidate_id")?;
                let row = |id: Option<&str>| id.and_then(|id| rows.get(id).copied()).filter(|row| *row != u32::MAX);
                Some(ids.iter().map(row).collect::<Option<Vec<u32>>>().ok_or_else(missing)?)
            };
            let is_other_person = match frame.column("link_conflict") {
                Ok(column) => column.str()?.iter().map(|conflict| conflict == Some("same_number_other_person")).collect(),
                Err(_) => vec![false; frame.height()],
            };
            out.push(Facts { scope, frame, candidate, is_other_person });
        }
        Ok(Self { as_of, frames: out, candidates })
    }

    /// How many candidates there are.
    pub fn candidates(&self) -> usize {
        self.candidates
    }

    /// The frame of a scope. None: the run kept none.
    pub fn frame(&self, scope: Scope) -> Option<&DataFrame> {
        self.facts(scope).map(|facts| &facts.frame)
    }

    fn facts(&self, scope: Scope) -> Option<&Facts> {
        self.frames.iter().find(|facts| facts.scope == scope)
    }

    /// What these versions say of the rows of their scope.
    fn ask<'a>(&self, asked: Vec<(&'a Rule, &'a Version)>, scope: Scope) -> Result<Vec<Answers<'a>>> {
        let Some(facts) = self.facts(scope) else { return Ok(Vec::new()) };
        let asked = ask(asked, scope, &facts.frame, self.as_of)?;
        Ok(asked.iter().map(|asked| Answers::new(asked, facts)).collect())
    }
}

/// What one rule says of every row of its scope: an [`Outcome`] as a number, see [`outcome`].
#[derive(Debug)]
struct Answers<'a> {
    rule: &'a Rule,
    version: &'a Version,
    outcomes: Vec<u8>,
}

const CLEAR: u8 = 0;
const UNDECIDED: u8 = 1;
const REVIEW: u8 = 2;

/// The outcome that a number stands for.
fn outcome(number: u8) -> Outcome {
    match number {
        REVIEW => Outcome::Review,
        UNDECIDED => Outcome::Undecided,
        _ => Outcome::Clear,
    }
}

impl<'a> Answers<'a> {
    fn new(asked: &Asked<'a>, facts: &Facts) -> Self {
        let number = |answer: Option<bool>| match answer {
            Some(true) => REVIEW,
            Some(false) => CLEAR,
            None => UNDECIDED,
        };
        let mut outcomes: Vec<u8> = asked.outcome.iter().map(number).collect();
        if !asked.version.is_about_identity() {
            outcomes.iter_mut().zip(&facts.is_other_person).filter(|(_, is)| **is).for_each(|(outcome, _)| *outcome = CLEAR);
        }
        Self { rule: asked.rule, version: asked.version, outcomes }
    }
}

/// What the rules of one side say of everybody: asked once, and compared with as many other sides as one likes.
#[derive(Debug)]
pub struct Standing<'a> {
    side: Side<'a>,
    answers: Vec<(Scope, Vec<Answers<'a>>)>,
    /// How many rules, or pairs of rule and record, ask about each candidate; and how many cannot decide.
    tallies: Vec<[u16; 2]>,
}

impl<'a> Standing<'a> {
    /// What `side` says of the whole population.
    ///
    /// # Errors
    /// A fact that a rule reads is not among those the run kept.
    pub fn of(side: Side<'a>, population: &Population) -> Result<Self> {
        let mut answers = Vec::new();
        let mut tallies = vec![[0_u16; 2]; population.candidates];
        for facts in &population.frames {
            let of_scope = population.ask(side.set.asked(facts.scope, side.day), facts.scope)?;
            for answers in &of_scope {
                for (outcome, row) in answers.outcomes.iter().zip(0_u32..).filter(|(outcome, _)| **outcome != CLEAR) {
                    let tally = &mut tallies[facts.candidate(row) as usize][usize::from(*outcome == UNDECIDED)];
                    *tally = tally.saturating_add(1);
                }
            }
            answers.push((facts.scope, of_scope));
        }
        Ok(Self { side, answers, tallies })
    }

    fn answers(&self, scope: Scope, id: &str) -> Option<&Answers<'a>> {
        let (_, of_scope) = self.answers.iter().find(|(of, _)| *of == scope)?;
        of_scope.iter().find(|answers| answers.rule.id == id)
    }
}

/// One row that a rule answers differently.
#[derive(Debug, Clone, Copy)]
pub struct Flip {
    /// The rule, as a place in [`Diff::rules`].
    pub rule: u32,
    /// The frame of the row.
    pub scope: Scope,
    /// The row in it.
    pub row: u32,
    /// The candidate's row in the frame of candidates.
    pub candidate: u32,
    /// What the old rules say; a rule that is not asked says nothing, which is clear.
    pub before: Outcome,
    /// What the new rules say.
    pub after: Outcome,
    /// Why, as a place in [`Diff::causes`]; rows that agree in all facts that matter share it.
    pub cause: u32,
}

/// How many had an outcome before (first place) and after (second), in the order of [`Outcome`]: clear, review, undecided.
pub type Moves = [[usize; 3]; 3];

/// What changes between two sides.
#[derive(Debug)]
pub struct Diff<'a> {
    /// The rules that are not the same on both sides, by identifier, with the moves of their rows.
    pub rules: Vec<(Difference<'a>, Moves)>,
    /// Every row with another outcome: by candidate in the roster's order, then rule, then row.
    pub flips: Vec<Flip>,
    /// The causes that flips point to.
    pub causes: Vec<Cause>,
    /// The candidates by their gravest outcome over all rules, before and after; review is graver than undecided.
    pub candidates: Moves,
}

/// What changes for the population when the rules of `new` take the place of `old`'s.
///
/// # Errors
/// A fact that a rule reads is not among those the run kept.
pub fn diff<'a>(old: &Standing<'a>, new: Side<'a>, population: &Population) -> Result<Diff<'a>> {
    let mut out = Diff { rules: Vec::new(), flips: Vec::new(), causes: Vec::new(), candidates: Moves::default() };
    let differences = difference::differences(old.side, new);
    let mut tallies = old.tallies.clone();
    for scope in Scope::ALL {
        let Some(facts) = population.facts(scope) else { continue };
        let of_scope = |asked: Option<(&Rule, &Version)>| asked.is_some_and(|(rule, _)| rule.scope == scope);
        let mine: Vec<&Difference> =
            differences.iter().filter(|difference| of_scope(difference.old) || of_scope(difference.new)).collect();
        // The new side first in one pass over the columns.
        let asked = mine.iter().filter(|difference| difference.is_other_question()).filter_map(|difference| difference.new);
        let now = population.ask(asked.filter(|(rule, _)| rule.scope == scope).collect(), scope)?;
        for difference in mine {
            let before = old.answers(scope, difference.id);
            let after =
                if difference.is_other_question() { now.iter().find(|answers| answers.rule.id == difference.id) } else { before };
            let rule = u32::try_from(out.rules.len()).unwrap_or(u32::MAX);
            let mut moves = Moves::default();
            let changed = compared(before, after, facts, &mut moves);
            out.rules.push((difference.clone(), moves));
            let first = out.causes.len();
            let (places, causes) = causes(before, after, facts, &changed, population.as_of);
            out.causes.extend(causes);
            for (&(row, was, is), place) in changed.iter().zip(places) {
                let candidate = facts.candidate(row);
                let tally = &mut tallies[candidate as usize];
                for (number, step) in [(was, -1_i16), (is, 1)] {
                    if number != CLEAR {
                        let count = &mut tally[usize::from(number == UNDECIDED)];
                        *count = count.saturating_add_signed(step);
                    }
                }
                let cause = u32::try_from(first + place).unwrap_or(u32::MAX);
                out.flips.push(Flip { rule, scope, row, candidate, before: outcome(was), after: outcome(is), cause });
            }
        }
    }
    for (before, after) in old.tallies.iter().zip(&tallies) {
        out.candidates[overall(*before) as usize][overall(*after) as usize] += 1;
    }
    order(&mut out);
    Ok(out)
}

/// The gravest outcome of a candidate.
fn overall([reviews, undecided]: [u16; 2]) -> Outcome {
    if reviews > 0 {
        Outcome::Review
    } else if undecided > 0 {
        Outcome::Undecided
    } else {
        Outcome::Clear
    }
}

/// The rows whose outcome changes, with both as numbers; all rows are counted in `moves`.
fn compared(before: Option<&Answers>, after: Option<&Answers>, facts: &Facts, moves: &mut Moves) -> Vec<(u32, u8, u8)> {
    let height = facts.frame.height();
    let nothing = vec![CLEAR; if before.is_some() && after.is_some() { 0 } else { height }];
    let before = before.map_or(nothing.as_slice(), |answers| answers.outcomes.as_slice());
    let after = after.map_or(nothing.as_slice(), |answers| answers.outcomes.as_slice());
    let mut changed = Vec::new();
    for ((was, is), row) in before.iter().zip(after).zip(0_u32..) {
        moves[outcome(*was) as usize][outcome(*is) as usize] += 1;
        if was != is {
            changed.push((row, *was, *is));
        }
    }
    changed
}

/// For each changed row the place of its cause, and the causes: one for all rows that agree in every fact that either side reads.
fn causes(
    before: Option<&Answers>,
    after: Option<&Answers>,
    facts: &Facts,
    changed: &[(u32, u8, u8)],
    as_of: NaiveDate,
) -> (Vec<usize>, Vec<Cause>) {
    let versions = [before, after].map(|answers| answers.map(|answers| answers.version));
    let read = versions.iter().flatten().flat_map(|version| version.condition.facts_read());
    let keys = RowKeys::read(&facts.frame, read);
    let rows: Vec<u32> = changed.iter().map(|(row, _, _)| *row).collect();
    let RowGroups { places, firsts } = keys.groups(&rows, vec![0; rows.len()]);
    let cause = |first: &usize| {
        let row = FrameRow { frame: &facts.frame, row: rows[*first] as usize };
        Cause::of(versions[0], versions[1], &row, as_of)
    };
    (places.into_iter().map(|place| place as usize).collect(), firsts.par_iter().map(cause).collect())
}

/// Sorts rules by identifier, and flips by candidate, rule and row.
fn order(diff: &mut Diff<'_>) {
    let mut places: Vec<usize> = (0..diff.rules.len()).collect();
    places.sort_by_key(|at| (diff.rules[*at].0.id, diff.rules[*at].0.new.map(|(rule, _)| rule.scope)));
    let mut of_rule = vec![0_u32; places.len()];
    for (place, at) in (0_u32..).zip(&places) {
        of_rule[*at] = place;
    }
    let sorted = places.iter().map(|at| diff.rules[*at].clone()).collect();
    diff.rules = sorted;
    diff.flips.par_iter_mut().for_each(|flip| flip.rule = of_rule[flip.rule as usize]);
    diff.flips.par_sort_unstable_by_key(|flip| (flip.candidate, flip.rule, flip.scope, flip.row));
}
