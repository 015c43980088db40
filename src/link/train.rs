//! How often is each finding met among true pairs of *this* run?
//!
//! EM without labels: the model's posterior says how far each pair is a true one, and the true pairs so weighted say how often each rung is met. The
//! shipped model counts as a number of true pairs seen elsewhere, so that a small or damaged batch changes little.

use rayon::prelude::*;

use super::bits::Bits;
use super::choose::{Answered, Chosen, Contest, pieces};
use super::model::{COMPARISONS, Comparison, Model, Rung, RungWeights};
use super::namesakes;
use super::numbers;
use super::score::{Pair, Priors};

/// True pairs that the shipped model counts for, per group.
const SHIPPED: f64 = 40.0;
/// Likewise pairs of namesakes.
const SHIPPED_NAMESAKES: f64 = 40.0;
/// Expected true pairs below which the shipped model is used as it is.
const LEAST: f64 = 60.0;
const ROUNDS: usize = 12;
/// Pairs that a number proves from which the rest is learnt from them alone.
const ANCHORS: f64 = 20.0;

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
    /// By comparison, then rung.
    all: Table,
    /// Likewise, of the pairs that another comparison, of a number, proves.
    anchored: Table,
    /// By rung of each of [`Comparison::OF_NAMESAKES`], in expected pairs of namesakes that are *not* one person.
    namesakes: [Vec<f64>; Comparison::OF_NAMESAKES.len()],
}

/// Both rows bear one number: so the pair is a true one whatever the rest says, and the rest learns from such pairs, where there are enough,
/// because among the others namesakes from one village look much like true pairs. A number does not prove itself.
const PROVING: [Comparison; 2] = [Comparison::NationalId, Comparison::PartyCard];

/// A number by comparison, then rung.
type Table = [Vec<f64>; COMPARISONS];

impl Counts {
    fn new() -> Self {
        let table = || Comparison::ALL.map(|comparison| vec![0.0; comparison.rungs().len()]);
        let namesakes = Comparison::OF_NAMESAKES.map(|comparison| vec![0.0; comparison.rungs().len()]);
        Self { all: table(), anchored: table(), namesakes, ..Self::default() }
    }

    fn add(&mut self, contest: &Contest<'_>, chosen: &Chosen) {
        let (p, findings) = (chosen.probability, &chosen.pair.findings);
        self.expected += p;
        let proves =
            PROVING.map(|comparison| numbers::is_same(&comparison.rungs()[usize::from(findings[comparison as usize].rung)]));
        for (at, (finding, comparison)) in findings.iter().zip(Comparison::ALL).enumerate() {
            self.all[at][usize::from(finding.rung)] += p;
            if PROVING.iter().zip(proves).any(|(&other, proves)| proves && other != comparison) {
                self.anchored[at][usize::from(finding.rung)] += p;
            }
        }
        let share = namesakes::share_of_odds(contest.model, findings, &chosen.weights, contest.priors.namesake);
        for (seen, comparison) in self.namesakes.iter_mut().zip(Comparison::OF_NAMESAKES) {
            seen[usize::from(findings[comparison as usize].rung)] += (1.0 - p) * share;
        }
    }

    /// What a comparison learns from.
    fn seen(&self, comparison: Comparison) -> &[f64] {
        let anchored = &self.anchored[comparison as usize];
        let is_told = |rung: &Rung| !PROVING.contains(&comparison) || !rung.group.is_empty();
        let witnesses: f64 =
            comparison.rungs().iter().zip(anchored).filter(|(rung, _)| is_told(rung)).map(|(_, seen)| seen).sum();
        if witnesses < ANCHORS { &self.all[comparison as usize] } else { anchored }
    }

    fn merge(mut self, other: &Self) -> Self {
        self.expected += other.expected;
        let tables = [(&mut self.all, &other.all), (&mut self.anchored, &other.anchored)];
        let tables = tables.into_iter().flat_map(|(to, from)| to.iter_mut().zip(from));
        for (to, from) in tables.chain(self.namesakes.iter_mut().zip(&other.namesakes)) {
            to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        }
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
            let seen = counts.seen(comparison);
            model.set_m(comparison, &blend(comparison, &shipped, seen, SHIPPED, |weights| weights.m));
        }
        fit_namesakes(model, &shipped, &counts.namesakes, records);
        if (expected - last).abs() < 0.01 {
            return Trained::Fitted { rounds: round + 1, pairs: expected };
        }
        last = expected;
    }
    Trained::Fitted { rounds: ROUNDS, pairs: last }
}

/// How many namesakes from one village there are, and how they differ: learnt from the pairs that are not one person.
fn fit_namesakes(model: &mut Model, shipped: &Model, seen: &[Vec<f64>; Comparison::OF_NAMESAKES.len()], records: usize) {
    // Each of them is counted once in either comparison.
    let total: f64 = seen[0].iter().sum();
    model.namesakes = ((total + 5.0 * shipped.namesakes) / (records as f64 + 5.0)).clamp(1e-6, 0.5);
    for (comparison, seen) in Comparison::OF_NAMESAKES.into_iter().zip(seen) {
        let chances = blend(comparison, shipped, seen, SHIPPED_NAMESAKES, |weights| weights.namesake);
        model.set_namesakes(comparison, &chances);
    }
}

/// New chances of a comparison's rungs, group by group: as often as `seen`, and as often as the shipped model says in `worth` pairs. One pair on
/// each rung does not count: what is rare would else be learnt from the very pair that it is asked about.
fn blend(comparison: Comparison, shipped: &Model, seen: &[f64], worth: f64, chance: impl Fn(&RungWeights) -> f64) -> Vec<f64> {
    let rungs = comparison.rungs();
    let others: Vec<f64> = seen.iter().map(|seen| (seen - 1.0).max(0.0)).collect();
    let in_group = |group: &str| -> f64 {
        rungs.iter().zip(&others).filter(|(rung, _)| rung.group == group).map(|(_, others)| others).sum()
    };
    let blended = |((rung, others), weights): ((&Rung, &f64), &RungWeights)| match rung.group {
        "" => chance(weights),
        group => (others + worth * chance(weights)) / (in_group(group) + worth),
    };
    rungs.iter().zip(&others).zip(shipped.weights(comparison)).map(blended).collect()
}

/// The weight below which a pair is not worth keeping: less than one in some ten thousand, whatever training changes.
pub fn floor(prior: Bits) -> Bits {
    Bits::whole(-11) - prior
}
