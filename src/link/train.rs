//! How often is each finding met among true pairs of *this* run?
//!
//! EM without labels: the model's posterior says how far each pair is a true one, and the true pairs so weighted say how often each rung is met. The
//! shipped model counts as a number of true pairs seen elsewhere, so that a small or damaged batch changes little.

use super::bits::Bits;
use super::choose::{Chosen, compete};
use super::model::{Comparison, Model};
use super::namesakes;
use super::numbers;
use super::score::{Pair, Priors};

/// True pairs that the shipped model counts for, per group.
const SHIPPED: f64 = 120.0;
/// Expected true pairs below which the shipped model is used as it is.
const LEAST: f64 = 60.0;
const ROUNDS: usize = 12;
/// Pairs under one number from which names and dates are learnt from them alone.
const ANCHORS: f64 = 100.0;

/// What training did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trained {
    /// The chances are this batch's, blended with the shipped ones.
    Fitted {
        /// Rounds until nothing moved.
        rounds: usize,
        /// Expected number of true pairs.
        pairs: f64,
    },
    /// Too few true pairs to learn from.
    TooFew {
        /// Expected number of true pairs.
        pairs: f64,
    },
}

/// Fits the chances of the rungs and the share of records on the roster to `pairs` (sorted by record, then candidate).
pub fn fit(model: &mut Model, pairs: &[Pair], candidates: usize, records: usize, twin_of: &[u32]) -> Trained {
    let shipped = model.clone();
    let mut last = 0.0;
    for round in 0..ROUNDS {
        let priors = Priors::of(model, candidates);
        let chosen = compete(model, priors, pairs, twin_of);
        let expected: f64 = chosen.iter().map(|chosen| chosen.probability).sum();
        let share = (expected + 2.0 * shipped.share) / (records as f64 + 2.0);
        model.share = share.clamp(1e-6, 0.9);
        if expected < LEAST {
            let share = model.share;
            if round + 1 == ROUNDS {
                *model = shipped;
                // The share of the roster is this batch's own whatever the size: it is one number, and the prior hangs on it.
                model.share = share.max(0.5 / records.max(1) as f64).min(0.9);
                return Trained::TooFew { pairs: expected };
            }
            continue;
        }
        let anchors = chosen.iter().filter(|chosen| is_anchor(&chosen.pair)).count() as f64;
        for comparison in Comparison::ALL.into_iter().filter(|&comparison| comparison != Comparison::Namesake) {
            let is_number = matches!(comparison, Comparison::NationalId | Comparison::PartyCard);
            let found = chosen
                .iter()
                .filter(|chosen| is_number || anchors < ANCHORS || is_anchor(&chosen.pair))
                .map(|chosen| (chosen.pair.findings[comparison as usize].rung, chosen.probability));
            model.set_m(comparison, &m_step(comparison, &shipped, found));
        }
        fit_namesakes(model, &shipped, &chosen, records, priors.namesake);
        if (expected - last).abs() < 0.01 {
            return Trained::Fitted { rounds: round + 1, pairs: expected };
        }
        last = expected;
    }
    Trained::Fitted { rounds: ROUNDS, pairs: last }
}

/// How many namesakes from one village there are, and how their birth dates differ: learnt from the pairs that are not one person.
fn fit_namesakes(model: &mut Model, shipped: &Model, chosen: &[Chosen], records: usize, prior: Bits) {
    let rungs = Comparison::Birth.rungs();
    let mut seen = vec![0.0; rungs.len()];
    for chosen in chosen {
        let share = namesakes::share_of_odds(model, &chosen.pair.findings, &chosen.weights, prior);
        seen[usize::from(chosen.pair.findings[Comparison::Birth as usize].rung)] += (1.0 - chosen.probability) * share;
    }
    let total: f64 = seen.iter().sum();
    model.namesakes = ((total + 5.0 * shipped.namesakes) / (records as f64 + 5.0)).clamp(1e-6, 0.5);
    model.namesake_births = rungs
        .iter()
        .enumerate()
        .map(|(i, rung)| {
            let group: f64 = rungs.iter().zip(&seen).filter(|(other, _)| other.group == rung.group).map(|(_, seen)| seen).sum();
            (seen[i] + 40.0 * shipped.namesake_births[i]) / (group + 40.0)
        })
        .collect();
}

/// Both rows bear one number, so that the pair is a true one whatever the rest says: names and dates learn from such pairs, where
/// there are enough, because among the others namesakes from one village look much like true pairs.
fn is_anchor(pair: &Pair) -> bool {
    [Comparison::NationalId, Comparison::PartyCard]
        .iter()
        .any(|&comparison| numbers::is_same(&comparison.rungs()[usize::from(pair.findings[comparison as usize].rung)]))
}

/// New chances of a comparison's rungs, group by group.
fn m_step(comparison: Comparison, shipped: &Model, found: impl Iterator<Item = (u8, f64)>) -> Vec<f64> {
    let rungs = comparison.rungs();
    let mut seen = vec![0.0; rungs.len()];
    for (rung, probability) in found {
        seen[usize::from(rung)] += probability;
    }
    let shipped = shipped.weights(comparison);
    let group_seen =
        |group: &str| -> f64 { rungs.iter().zip(&seen).filter(|(rung, _)| rung.group == group).map(|(_, seen)| seen).sum() };
    rungs
        .iter()
        .zip(&seen)
        .zip(shipped)
        .map(
            |((rung, seen), weights)| {
                if rung.group.is_empty() { weights.m } else { (seen + SHIPPED * weights.m) / (group_seen(rung.group) + SHIPPED) }
            },
        )
        .collect()
}

/// The weight below which a pair is not worth keeping: less than one in some ten thousand, whatever training changes.
pub fn floor(prior: Bits) -> Bits {
    Bits::whole(-11) - prior
}
