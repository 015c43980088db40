//! Which rows are the same person, how sure is that, and why?
//!
//! The field's standard model, Fellegi–Sunter: each comparison is a ladder of rungs, each rung weighs log2 of its chance among true
//! pairs over its chance among different people, and prior plus weights is the posterior. Read `model`, then `spellings`, then `choose`.

pub mod births;
pub mod bits;
pub mod block;
pub mod calibrate;
pub mod choose;
mod confusions;
pub mod eval;
pub mod evidence;
pub mod frequency;
pub mod glance;
pub mod homes;
pub mod intern;
pub mod keys;
pub mod levels;
pub mod looker;
pub mod model;
pub mod names;
pub mod namesakes;
pub mod numbers;
pub mod organisations;
pub mod origins;
pub mod people;
pub mod recall;
pub mod rows;
pub mod runaway;
pub mod score;
pub mod search;
pub mod service;
pub mod sexes;
pub mod sieve;
pub mod spellings;
pub mod strangers;
pub mod syllables;
pub mod train;
pub mod twins;

use polars::prelude::*;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest as _, Sha256};

use crate::error::Result;
use crate::lang::Lang;
use crate::table::answers::{Answers, Settled};
use crate::table::links::{Evidence, Expected, LinkCounts, Links};
use crate::table::people::Candidates;
use calibrate::Calibration;
use choose::{Answered, Chosen, Contest, State};
use model::Model;
use people::{People, Person, World};
use score::{Pair, Priors, Scorer};
use search::Search;

/// Pairs below are not kept: nobody is asked about them, and measuring does not need them.
pub const KEPT: f64 = 0.0005;

/// A register to link the roster with.
#[derive(Debug, Clone, Copy)]
pub struct Register<'a> {
    /// `discipline`, `complaints` or `inspections`.
    pub name: &'static str,
    /// Its rows, with the columns of `table::people::PERSON`.
    pub frame: &'a DataFrame,
}

/// What the linker needs.
#[derive(Debug)]
pub struct Input<'a> {
    /// The roster.
    pub candidates: &'a Candidates,
    /// The registers.
    pub registers: &'a [Register<'a>],
    /// Pairs at or above are shown to a reviewer.
    pub ask: f64,
    /// Pairs at or above count as one person.
    pub link: f64,
    /// The model to start from.
    pub model: &'a Model,
    /// What people answered to earlier runs.
    pub answers: &'a Answers,
    /// Two tables of at most this many pairs are compared in full; [`block::EXHAUSTIVE_PAIRS`] where nothing speaks for another number.
    pub exhaustive_pairs: u64,
    /// The language of the sentences in the evidence.
    pub lang: Lang,
    /// Whether evidence shows identity numbers whole.
    pub show_ids: bool,
}

/// What the linker found.
#[derive(Debug)]
pub struct Linked {
    /// Pairs.
    pub links: Links,
    /// The findings under them.
    pub evidence: Evidence,
    /// Counts and estimates, over all registers together.
    pub counts: LinkCounts,
    /// The model as it was fitted to the discipline register; the shipped one where there was too little.
    pub model: Model,
}

/// Links a roster with registers.
///
/// # Errors
/// A table lacks a declared column: a mistake of ours.
pub fn link(input: &Input<'_>) -> Result<Linked> {
    let mut frames = vec![input.candidates.frame()];
    frames.extend(input.registers.iter().map(|register| register.frame));
    let (world, mut tables) = World::load(&frames)?;
    let registers = tables.split_off(1);
    let candidates = tables.swap_remove(0);
    tracing::debug!("rows numbered");
    let twins = twins::find(&world, input.model, &candidates);
    let mut counts = LinkCounts { unknown_names: world.unknown_names, is_exhaustive: true, ..LinkCounts::default() };
    counts.runaway.extend(world.placeholders.iter().map(|(number, rows)| (number.clone(), *rows as usize)));
    counts.twins = twins.pairs.iter().map(|&(a, b)| (id_of(&candidates, a), id_of(&candidates, b))).collect();
    let settled = Settlements::of(input.answers, &candidates);
    let mut matched = Vec::with_capacity(registers.len());
    tracing::debug!("twins found");
    let mut searches: Vec<Search<'_>> =
        registers.iter().map(|table| Search::prepare(&world, input, &candidates.list, &table.list)).collect();
    tracing::debug!("records filed");
    search::run(&world, &candidates.list, &mut searches);
    tracing::debug!("pairs compared");
    for ((register, table), search) in input.registers.iter().zip(&registers).zip(searches) {
        if let Some(index) = &search.index {
            counts.is_exhaustive = false;
            counts.runaway.extend(index.runaway().iter().map(|key| (runaway::name(register.frame, key), key.records)));
            // The keys are the same for all registers: the first one tells what they keep.
            if counts.blocking_recall.is_none() {
                counts.blocking_recall = recall::estimate(&search.field.scorer(), index, &candidates.list, &table.list);
            }
        }
        matched.push(conclude(search, &candidates, &twins.first, &settled.rows(table), &mut counts));
    }
    tracing::debug!("candidates competed");
    correct(&mut matched, &twins.first, &mut counts);
    // To write down what was found takes the rows' identifiers: names and rows are let go before.
    drop(world);
    let candidates = candidates.ids;
    let registers = registers.into_iter().map(|table| table.ids);
    let mut writer = evidence::Writer::new(input, candidates);
    let mut fitted = input.model.clone();
    let mut all: Vec<f64> = Vec::new();
    for ((register, records), mut matched) in input.registers.iter().zip(registers).zip(matched) {
        matched.chosen.retain(|chosen| chosen.probability >= KEPT || is_kept_anyway(chosen));
        all.extend(matched.chosen.iter().map(|chosen| chosen.probability));
        for chosen in &matched.chosen {
            match choose::state(chosen, input.ask, input.link) {
                State::Link => counts.linked += 1,
                State::Ask => counts.asked += 1,
                State::Conflict(_) => counts.conflicts += 1,
                State::Apart => {}
            }
        }
        writer.add(register, &matched.model, &records, &matched.chosen)?;
        if register.name == "discipline" {
            fitted = matched.model;
            if matched.is_fitted { "fitted" } else { "shipped" }.clone_into(&mut counts.model);
        }
    }
    counts.expected = [0.5, 0.9, 0.99].map(|threshold| expected_at(threshold, &all)).to_vec();
    let (links, evidence) = writer.finish()?;
    Ok(Linked { links, evidence, counts, model: fitted })
}

/// What people settled, by the row of the candidate and the record's identifier.
struct Settlements<'a> {
    pairs: Vec<(u32, &'a str, Settled)>,
}

impl<'a> Settlements<'a> {
    fn of(answers: &'a Answers, candidates: &People) -> Self {
        let settled = answers.settled();
        if settled.is_empty() {
            return Self { pairs: Vec::new() };
        }
        let rows = rows_of(candidates, &settled.keys().map(|pair| pair.0).collect());
        let pairs = settled
            .into_iter()
            .filter_map(|((candidate, record), settled)| Some((*rows.get(candidate)?, record, settled)))
            .collect();
        Self { pairs }
    }

    /// The pairs whose record is in `table`.
    fn rows(&self, table: &People) -> Answered {
        if self.pairs.is_empty() {
            return Answered::default();
        }
        let rows = rows_of(table, &self.pairs.iter().map(|pair| pair.1).collect());
        let in_table = |&(candidate, record, settled): &(u32, &str, Settled)| Some(((*rows.get(record)?, candidate), settled));
        self.pairs.iter().filter_map(in_table).collect()
    }
}

/// The rows of the identifiers asked for.
fn rows_of<'a>(table: &People, wanted: &FxHashSet<&'a str>) -> FxHashMap<&'a str, u32> {
    let found = |(i, id): (usize, Option<&str>)| Some((*wanted.get(id?)?, row(i)));
    table.ids.iter().enumerate().filter_map(found).collect()
}

/// Corrects the probabilities by what people answered, where there are enough answers, and counts them either way.
fn correct(matched: &mut [Matched], twin_of: &[u32], counts: &mut LinkCounts) {
    let all = || matched.iter().flat_map(|matched| &matched.chosen);
    let labelled = calibrate::labelled(all());
    counts.answered = labelled.len();
    counts.disputed = all().filter(|chosen| chosen.settled == Some(Settled::Disputed)).count();
    counts.reliability = calibrate::reliability(all);
    let Some(calibration) = Calibration::fit(&labelled) else { return };
    counts.is_calibrated = true;
    for matched in matched {
        for chosen in matched.chosen.chunk_by_mut(|a, b| a.pair.record == b.pair.record) {
            choose::correct(chosen, &calibration, twin_of);
        }
    }
}

fn id_of(table: &People, row: u32) -> String {
    table.ids.get(row as usize).unwrap_or("").to_owned()
}

/// What the probabilities themselves say of a threshold.
fn expected_at(threshold: f64, probabilities: &[f64]) -> Expected {
    let (above, below): (Vec<f64>, Vec<f64>) = probabilities.iter().partition(|&&p| p >= threshold);
    Expected {
        threshold,
        declared: above.len(),
        false_links: above.iter().map(|p| 1.0 - p).sum(),
        missed_links: below.iter().sum(),
    }
}

struct Matched {
    chosen: Vec<Chosen>,
    model: Model,
    is_fitted: bool,
}

/// Fits the model to the pairs of one register and has its candidates compete.
fn conclude(search: Search<'_>, candidates: &People, twin_of: &[u32], answered: &Answered, counts: &mut LinkCounts) -> Matched {
    let records = search.records;
    let mut pairs = search.pairs;
    pairs.par_sort_unstable_by_key(|pair| (pair.record, pair.candidate));
    add_answered(&search.field.scorer(), &mut pairs, &candidates.list, records, answered);
    counts.pairs_compared += search.seen;
    let mut fitted = search.field.model;
    let trained = train::fit(&mut fitted, &pairs, candidates.list.len(), records.len(), twin_of, answered);
    tracing::info!(?trained, share = fitted.share, pairs = pairs.len(), "model fitted");
    let contest = Contest { model: &fitted, priors: Priors::of(&fitted, candidates.list.len()), twin_of, answered };
    // A correction may raise a probability, but hardly fivefold.
    let chosen = contest.decide(&pairs, |chosen| chosen.modelled >= KEPT / 5.0 || is_kept_anyway(chosen));
    Matched { chosen, is_fitted: matches!(trained, train::Trained::Fitted { .. }), model: fitted }
}

/// Compares the pairs that people answered about and that were not found worth comparing.
fn add_answered(scorer: &Scorer<'_>, pairs: &mut Vec<Pair>, candidates: &[Person], records: &[Person], answered: &Answered) {
    if answered.is_empty() {
        return;
    }
    let found = pairs.len();
    let mut missing: Vec<(u32, u32)> = answered.keys().copied().collect();
    missing.sort_unstable();
    missing.retain(|&(j, i)| pairs[..found].binary_search_by_key(&(j, i), |pair| (pair.record, pair.candidate)).is_err());
    let compare = |&(j, i): &(u32, u32)| scorer.compare((i, &candidates[i as usize]), (j, &records[j as usize]));
    pairs.extend(missing.iter().map(compare));
    pairs.sort_unstable_by_key(|pair| (pair.record, pair.candidate));
}

/// A pair that people settled, or whose number contradicts the persons: kept whatever its probability.
fn is_kept_anyway(chosen: &Chosen) -> bool {
    chosen.settled.is_some() || matches!(choose::state(chosen, 1.0, 1.0), State::Conflict(_))
}

fn row(i: usize) -> u32 {
    u32::try_from(i).unwrap_or(u32::MAX)
}

/// SHA-256 in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut out, byte| {
        use std::fmt::Write as _;
        let _ = write!(out, "{byte:02x}");
        out
    })
}
