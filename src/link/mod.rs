//! Which rows are the same person, how sure is that, and why?
//!
//! The field's standard model, Fellegi–Sunter: each comparison is a ladder of rungs, each rung weighs log2 of its chance among true
//! pairs over its chance among different people, and prior plus weights is the posterior. Read `model`, then `names`, then `choose`.

pub mod births;
pub mod bits;
pub mod block;
pub mod choose;
pub mod eval;
pub mod evidence;
pub mod frequency;
pub mod homes;
pub mod model;
pub mod names;
pub mod namesakes;
pub mod numbers;
pub mod organisations;
pub mod people;
pub mod recall;
pub mod score;
pub mod service;
pub mod sexes;
pub mod syllables;
pub mod train;
pub mod twins;

use polars::prelude::*;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::error::Result;
use crate::lang::Lang;
use crate::table::links::{Evidence, Expected, LinkCounts, Links};
use crate::table::people::Candidates;
use block::{EXHAUSTIVE_PAIRS, Index};
use choose::{Chosen, State};
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
    let mut counts = LinkCounts { unknown_names: world.unknown_names, ..LinkCounts::default() };
    counts.runaway.extend(world.placeholders.iter().map(|&rows| ("number".to_owned(), rows as usize)));
    counts.twins = twins.pairs.iter().map(|&(a, b)| (id_of(&candidates, a), id_of(&candidates, b))).collect();
    let mut writer = evidence::Writer::new(input);
    let mut fitted = input.model.clone();
    let mut all: Vec<f64> = Vec::new();
    for (register, table) in input.registers.iter().zip(&registers) {
        let matched = match_register(&world, input.model, &candidates, table, &twins.first, &mut counts);
        all.extend(matched.chosen.iter().map(|chosen| chosen.probability));
        for chosen in &matched.chosen {
            let state = choose::state(chosen, input.ask, input.link);
            match state {
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

fn match_register(
    world: &World,
    model: &Model,
    candidates: &People,
    records: &People,
    twin_of: &[u32],
    counts: &mut LinkCounts,
) -> Matched {
    let mut decided: Vec<i32> = records.list.iter().map(|record| record.day).filter(|&day| day != service::UNKNOWN_DAY).collect();
    decided.sort_unstable();
    let memberships: Vec<Membership> = if decided.is_empty() {
        Vec::new()
    } else {
        candidates.list.iter().map(|candidate| Membership::new(candidate.day, &decided)).collect()
    };
    let scorer = Scorer { world, model, slips: SlipBits::of(model), memberships: &memberships };
    let priors = Priors::of(model, candidates.list.len());
    let total = candidates.list.len() as u64 * records.list.len() as u64;
    let (mut pairs, compared) = if total <= EXHAUSTIVE_PAIRS {
        (compare_all(&scorer, &candidates.list, &records.list, train::floor(priors.same)), total)
    } else {
        let index = Index::build(world, &records.list);
        counts.runaway.extend(index.runaway());
        let found = compare_blocked(&scorer, &index, &candidates.list, &records.list, train::floor(priors.same));
        counts.blocking_recall = recall::estimate(&scorer, &index, &candidates.list, &records.list, priors);
        found
    };
    counts.pairs_compared += compared;
    pairs.sort_unstable_by_key(|pair| (pair.record, pair.candidate));
    let mut fitted = model.clone();
    let trained = train::fit(&mut fitted, &pairs, candidates.list.len(), records.list.len(), twin_of);
    tracing::info!(?trained, share = fitted.share, pairs = pairs.len(), "model fitted");
    let mut chosen = choose::compete(&fitted, Priors::of(&fitted, candidates.list.len()), &pairs, twin_of);
    chosen.retain(|chosen| chosen.probability >= KEPT || matches!(choose::state(chosen, 1.0, 1.0), State::Conflict(_)));
    Matched { chosen, is_fitted: matches!(trained, train::Trained::Fitted { .. }), model: fitted }
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
    const CHUNK: usize = 1024;
    let chunks: Vec<(Vec<Pair>, u64)> = candidates
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, people)| {
            let (mut kept, mut compared) = (Vec::new(), 0);
            let (mut keys, mut found) = (Vec::new(), Vec::new());
            for (i, candidate) in people.iter().enumerate() {
                index.find(scorer.world, candidate, &mut keys, &mut found);
                compared += found.len() as u64;
                for &j in &found {
                    let pair = scorer.compare((row(chunk * CHUNK + i), candidate), (j, &records[j as usize]));
                    if is_kept(scorer, &pair, floor) {
                        kept.push(pair);
                    }
                }
            }
            (kept, compared)
        })
        .collect();
    let compared = chunks.iter().map(|chunk| chunk.1).sum();
    (chunks.into_iter().flat_map(|chunk| chunk.0).collect(), compared)
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
