//! How often is each finding met among true pairs of *this* run?
//!
//! EM without labels: the model's posterior says how far each pair is a true one, and the true pairs so weighted say how often each rung is met. The
//! shipped model counts as a number of true pairs seen elsewhere, so that a small or damaged batch changes little.

use rayon::prelude::*;

use super::bits::Bits;
use super::choose::{Answered, Chosen, Contest, pieces};
use super::model::{COMPARISONS, Comparison, Model};
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

/// What one round counts, in expected true pairs.
#[derive(Default)]
struct Counts {
    expected: f64,
    anchors: f64,
    /// By comparison, then rung.
    all: Table,
    /// Likewise, of the pairs under one number alone.
    anchored: Table,
    /// Rungs of birth dates among namesakes of one village, in expected pairs that are *not* one person.
    namesakes: Vec<f64>,
}

/// A number by comparison, then rung.
type Table = [Vec<f64>; COMPARISONS];

impl Counts {
    fn new() -> Self {
        let table = || Comparison::ALL.map(|comparison| vec![0.0; comparison.rungs().len()]);
        let namesakes = vec![0.0; Comparison::Birth.rungs().len()];
        Self { all: table(), anchored: table(), namesakes, ..Self::default() }
    }

    fn add(&mut self, contest: &Contest<'_>, chosen: &Chosen) {
        let (p, findings) = (chosen.probability, &chosen.pair.findings);
        self.expected += p;
        let is_anchor = is_anchor(&chosen.pair);
        self.anchors += f64::from(u8::from(is_anchor));
        for (at, finding) in findings.iter().enumerate() {
            self.all[at][usize::from(finding.rung)] += p;
            if is_anchor {
                self.anchored[at][usize::from(finding.rung)] += p;
            }
        }
        let share = namesakes::share_of_odds(contest.model, findings, &chosen.weights, contest.priors.namesake);
        self.namesakes[usize::from(findings[Comparison::Birth as usize].rung)] += (1.0 - p) * share;
    }

    fn merge(mut self, other: &Self) -> Self {
        self.expected += other.expected;
        self.anchors += other.anchors;
        let tables = [(&mut self.all, &other.all), (&mut self.anchored, &other.anchored)];
        for (to, from) in tables.into_iter().flat_map(|(to, from)| to.iter_mut().zip(from)) {
            to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        }
        self.namesakes.iter_mut().zip(&other.namesakes).for_each(|(to, from)| *to += from);
        self
    }
}

/// Fits the chances of the rungs and the share of records on the roster to `pairs` (sorted by record, then candidate).
///
/// What people answered about a pair is certain here, too.
pub fn fit(
    model: &mut Model,
    pairs: &[Pair],
    candidates: usize,
    records: usize,
    twin_of: &[u32],
    answered: &Answered,
) -> Trained {
    let shipped = model.clone();
    let pieces = pieces(pairs);
    let mut last = 0.0;
    for round in 0..ROUNDS {
        let contest = Contest { model, priors: Priors::of(model, candidates), twin_of, answered };
        let count = |piece: &&[Pair]| {
            let mut counts = Counts::new();
            contest.each_record(piece, |chosen| chosen.iter().for_each(|chosen| counts.add(&contest, chosen)));
            counts
        };
        // Summed in the order of the pieces: real numbers do not forgive another one.
        let counted: Vec<Counts> = pieces.par_iter().map(count).collect();
        let counts = counted.iter().fold(Counts::new(), Counts::merge);
        let expected = counts.expected;
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
        for comparison in Comparison::ALL.into_iter().filter(|&comparison| comparison != Comparison::Namesake) {
            let is_number = matches!(comparison, Comparison::NationalId | Comparison::PartyCard);
            let seen = if is_number || counts.anchors < ANCHORS { &counts.all } else { &counts.anchored };
            model.set_m(comparison, &m_step(comparison, &shipped, &seen[comparison as usize]));
        }
        fit_namesakes(model, &shipped, &counts.namesakes, records);
        if (expected - last).abs() < 0.01 {
            return Trained::Fitted { rounds: round + 1, pairs: expected };
        }
        last = expected;
    }
    Trained::Fitted { rounds: ROUNDS, pairs: last }
}

/// How many namesakes from one village there are, and how their birth dates differ: learnt from the pairs that are not one person.
fn fit_namesakes(model: &mut Model, shipped: &Model, seen: &[f64], records: usize) {
    let rungs = Comparison::Birth.rungs();
    let total: f64 = seen.iter().sum();
    model.namesakes = ((total + 5.0 * shipped.namesakes) / (records as f64 + 5.0)).clamp(1e-6, 0.5);
    model.namesake_births = rungs
        .iter()
        .enumerate()
        .map(|(i, rung)| {
            let group: f64 = rungs.iter().zip(seen).filter(|(other, _)| other.group == rung.group).map(|(_, seen)| seen).sum();
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
fn m_step(comparison: Comparison, shipped: &Model, seen: &[f64]) -> Vec<f64> {
    let rungs = comparison.rungs();
    let shipped = shipped.weights(comparison);
    let group_seen =
        |group: &str| -> f64 { rungs.iter().zip(seen).filter(|(rung, _)| rung.group == group).map(|(_, seen)| seen).sum() };
    rungs
        .iter()
        .zip(seen)
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
