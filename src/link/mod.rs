//! Which rows are the same person, how sure is that, and why?
//!
//! The field's standard model, Fellegi–Sunter: each comparison is a ladder of rungs, each rung weighs log2 of its chance among true
//! pairs over its chance among different people, and prior plus weights is the posterior. Read `model`, then `names`, then `choose`.

pub mod births;
pub mod bits;
pub mod block;
pub mod calibrate;
pub mod choose;
pub mod eval;
pub mod evidence;
pub mod frequency;
pub mod glance;
pub mod homes;
pub mod intern;
pub mod keys;
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
pub mod service;
pub mod sexes;
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
use block::{Index, Runaway};
use calibrate::Calibration;
use choose::{Answered, Chosen, Contest, State};
use model::Model;
use names::SlipBits;
use people::{People, Person, World};
use score::{Pair, Priors, Scorer};
use service::Membership;

/// Pairs below are not kept: nobody is asked about them, and measuring does not need them.
pub const KEPT: f64 = 0.001;

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
    let twins = twins::find(&world, input.model, &candidates);
    let mut counts = LinkCounts { unknown_names: world.unknown_names, is_exhaustive: true, ..LinkCounts::default() };
    counts.runaway.extend(world.placeholders.iter().map(|(number, rows)| (number.clone(), *rows as usize)));
    counts.twins = twins.pairs.iter().map(|&(a, b)| (id_of(&candidates, a), id_of(&candidates, b))).collect();
    let settled = Settlements::of(input.answers, &candidates);
    let mut matched = Vec::with_capacity(registers.len());
    for (register, table) in input.registers.iter().zip(&registers) {
        let answered = settled.rows(table);
        let found = match_register(&world, input, &candidates, table, &twins.first, &answered, &mut counts);
        counts.runaway.extend(found.runaway.iter().map(|key| (runaway::name(register.frame, key), key.records)));
        matched.push(found);
    }
    correct(&mut matched, &twins.first, &mut counts);
    let mut writer = evidence::Writer::new(input);
    let mut fitted = input.model.clone();
    let mut all: Vec<f64> = Vec::new();
    for ((register, table), mut matched) in input.registers.iter().zip(&registers).zip(matched) {
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
        writer.add(register, &matched.model, &candidates, table, &matched.chosen)?;
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
    /// Keys that were too common.
    runaway: Vec<Runaway>,
}

fn match_register(
    world: &World,
    input: &Input<'_>,
    candidates: &People,
    records: &People,
    twin_of: &[u32],
    answered: &Answered,
    counts: &mut LinkCounts,
) -> Matched {
    let mut decided: Vec<i32> = records.list.iter().map(|record| record.day).filter(|&day| day != service::UNKNOWN_DAY).collect();
    decided.par_sort_unstable();
    let memberships: Vec<Membership> = if decided.is_empty() {
        Vec::new()
    } else {
        candidates.list.par_iter().map(|candidate| Membership::new(candidate.day, &decided)).collect()
    };
    let model = input.model;
    let of_shipped = Scorer { world, model, slips: SlipBits::of(model), memberships: &memberships };
    let mut model = model.clone();
    strangers::fit(&mut model, &of_shipped, &candidates.list, &records.list);
    let model = &model;
    let scorer = Scorer { world, model, slips: SlipBits::of(model), memberships: &memberships };
    let priors = Priors::of(model, candidates.list.len());
    let total = candidates.list.len() as u64 * records.list.len() as u64;
    let mut runaway = Vec::new();
    let (mut pairs, compared) = if total <= input.exhaustive_pairs {
        (compare_all(&scorer, &candidates.list, &records.list, train::floor(priors.same)), total)
    } else {
        let index = Index::build(world, &records.list);
        counts.is_exhaustive = false;
        runaway = index.runaway();
        let found = compare_blocked(&scorer, &index, &candidates.list, &records.list, train::floor(priors.same));
        let recall = recall::estimate(&scorer, &index, &candidates.list, &records.list, priors);
        counts.blocking_recall = counts.blocking_recall.or(recall);
        found
    };
    counts.pairs_compared += compared;
    pairs.par_sort_unstable_by_key(|pair| (pair.record, pair.candidate));
    add_answered(&scorer, &mut pairs, &candidates.list, &records.list, answered);
    let mut fitted = model.clone();
    let trained = train::fit(&mut fitted, &pairs, candidates.list.len(), records.list.len(), twin_of, answered);
    tracing::info!(?trained, share = fitted.share, pairs = pairs.len(), "model fitted");
    let contest = Contest { model: &fitted, priors: Priors::of(&fitted, candidates.list.len()), twin_of, answered };
    // A correction may raise a probability, but hardly fivefold.
    let chosen = contest.decide(&pairs, |chosen| chosen.modelled >= KEPT / 5.0 || is_kept_anyway(chosen));
    Matched { chosen, is_fitted: matches!(trained, train::Trained::Fitted { .. }), model: fitted, runaway }
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

fn compare_all(scorer: &Scorer<'_>, candidates: &[Person], records: &[Person], floor: bits::Bits) -> Vec<Pair> {
    candidates
        .par_iter()
        .enumerate()
        .flat_map_iter(|(i, candidate)| {
            let i = row(i);
            records
                .iter()
                .enumerate()
                .map(move |(j, record)| scorer.compare((i, candidate), (row(j), record)))
                .filter(move |pair| is_kept(scorer, pair, floor))
        })
        .collect()
}

fn compare_blocked(
    scorer: &Scorer<'_>,
    index: &Index,
    candidates: &[Person],
    records: &[Person],
    floor: bits::Bits,
) -> (Vec<Pair>, u64) {
    // So many candidates at a time look into the index together: the lists they find stay small beside the tables.
    const BATCH: usize = 1 << 18;
    const CHUNK: usize = 4_096;
    let (mut kept, mut seen) = (Vec::new(), 0);
    for (batch, people) in candidates.chunks(BATCH).enumerate() {
        let (pairs, seen_here) = index.pairs(scorer.world, people, batch * BATCH, floor);
        seen += seen_here;
        let compare = |&(i, j): &(u32, u32)| {
            let pair = scorer.compare((i, &candidates[i as usize]), (j, &records[j as usize]));
            is_kept(scorer, &pair, floor).then_some(pair)
        };
        let found: Vec<Vec<Pair>> = pairs.par_chunks(CHUNK).map(|pairs| pairs.iter().filter_map(compare).collect()).collect();
        kept.extend(found.into_iter().flatten());
    }
    (kept, seen)
}

/// A pair that people settled, or whose number contradicts the persons: kept whatever its probability.
fn is_kept_anyway(chosen: &Chosen) -> bool {
    chosen.settled.is_some() || matches!(choose::state(chosen, 1.0, 1.0), State::Conflict(_))
}

/// A pair that may be one person, or that bears one number: two people under one number are a finding, too.
fn is_kept(scorer: &Scorer<'_>, pair: &Pair, floor: bits::Bits) -> bool {
    let rung = |comparison: model::Comparison| &comparison.rungs()[usize::from(pair.findings[comparison as usize].rung)];
    pair.bound(scorer.model) >= floor
        || numbers::is_same(rung(model::Comparison::NationalId))
        || numbers::is_same(rung(model::Comparison::PartyCard))
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
