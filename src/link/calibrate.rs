//! Do pairs at a probability turn out to be one person that often?
//!
//! Where reviewers have settled enough pairs, their answers correct the probabilities: an isotonic regression, which only assumes that
//! a likelier pair is not a rarer one. Below that number the probabilities stand as modelled, are called uncalibrated, and are read as bands.

use super::choose::Chosen;
use crate::table::answers::Settled;
use crate::table::links::Band;

/// Settled pairs from which the probabilities are corrected.
pub const LEAST_LABELLED: usize = 300;
/// Settled pairs that are looked at together: fewer are chance.
const GROUP: usize = 15;
/// How far a probability is told apart from 0 and from 1.
const EDGE: f64 = 1e-6;

/// The bands of the reliability table.
const BANDS: [f64; 6] = [0.01, 0.05, 0.5, 0.9, 0.99, 1.0];

/// A pair that people settled: the probability as modelled, and whether it is one person.
type Labelled = (f64, bool);

/// The settled pairs among the chosen ones.
pub fn labelled<'a>(chosen: impl Iterator<Item = &'a Chosen>) -> Vec<Labelled> {
    chosen
        .filter_map(|chosen| match chosen.settled {
            Some(Settled::Same) => Some((chosen.modelled, true)),
            Some(Settled::Different) => Some((chosen.modelled, false)),
            Some(Settled::Disputed) | None => None,
        })
        .collect()
}

/// A rising curve from the probability as modelled to the probability as answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Log odds as modelled and as answered, both rising: the knots of the curve.
    knots: Vec<(f64, f64)>,
}

impl Calibration {
    /// The curve that the labelled pairs give. None: they are fewer than [`LEAST_LABELLED`].
    pub fn fit(labelled: &[Labelled]) -> Option<Self> {
        if labelled.len() < LEAST_LABELLED {
            return None;
        }
        let mut sorted = labelled.to_vec();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let blocks = pool(groups(&sorted));
        let mut knots: Vec<(f64, f64)> = Vec::with_capacity(blocks.len());
        for block in blocks {
            let (x, mut y) = (log_odds(block.predicted / block.pairs), log_odds(block.rate()));
            if let Some(before) = knots.last() {
                // Never quite level, so that no two pairs change places or become equal.
                y = y.max(before.1 + 1e-3 * (x - before.0));
            }
            knots.push((x, y));
        }
        Some(Self { knots })
    }

    /// The corrected probability, 0..=1. Between knots the log odds run straight, beyond the last one they keep its distance: the order
    /// of pairs stays.
    pub fn apply(&self, probability: f64) -> f64 {
        let x = log_odds(probability);
        let at = self.knots.partition_point(|knot| knot.0 <= x);
        let y = match (at.checked_sub(1).and_then(|before| self.knots.get(before)), self.knots.get(at)) {
            (Some(a), Some(b)) => a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0),
            (Some(end), None) | (None, Some(end)) => x + end.1 - end.0,
            (None, None) => x,
        };
        1.0 / (1.0 + (-y).exp())
    }
}

fn log_odds(probability: f64) -> f64 {
    let p = probability.clamp(EDGE, 1.0 - EDGE);
    (p / (1.0 - p)).ln()
}

/// Pairs of neighbouring probabilities, taken together.
#[derive(Debug, Clone, Copy)]
struct Block {
    pairs: f64,
    predicted: f64,
    same: f64,
}

impl Block {
    fn with(self, other: Self) -> Self {
        Self { pairs: self.pairs + other.pairs, predicted: self.predicted + other.predicted, same: self.same + other.same }
    }

    /// The share of one person: two pairs that went as modelled are added, and a block without an exception claims no more than the model
    /// does, or than so many pairs can show.
    fn rate(&self) -> f64 {
        let modelled = self.predicted / self.pairs;
        let (least, most) = (1.0 / (self.pairs + 2.0), (self.pairs + 1.0) / (self.pairs + 2.0));
        ((self.same + 2.0 * modelled) / (self.pairs + 2.0)).clamp(least.min(modelled), most.max(modelled))
    }
}

/// Blocks of at least [`GROUP`] pairs; equal probabilities stay together.
fn groups(sorted: &[Labelled]) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    for ties in sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let same = ties.iter().filter(|pair| pair.1).count() as f64;
        let block = Block { pairs: ties.len() as f64, predicted: ties.iter().map(|pair| pair.0).sum(), same };
        let whole = open.map_or(block, |open| open.with(block));
        open = if whole.pairs < GROUP as f64 {
            Some(whole)
        } else {
            out.push(whole);
            None
        };
    }
    match (open, out.last_mut()) {
        (Some(rest), Some(last)) => *last = last.with(rest),
        (Some(rest), None) => out.push(rest),
        (None, _) => {}
    }
    out
}

/// Pool adjacent violators: blocks are joined until their rates rise.
fn pool(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for mut block in blocks {
        while let Some(before) = out.pop_if(|before| before.same / before.pairs > block.same / block.pairs) {
            block = before.with(block);
        }
        out.push(block);
    }
    out
}

/// The reliability table: how many pairs lie in each band, how many of them the model expects to be one person, and what people answered.
pub fn reliability<'a, I: Iterator<Item = &'a Chosen>>(chosen: impl Fn() -> I) -> Vec<Band> {
    BANDS
        .windows(2)
        .map(|bounds| {
            let (from, to) = (bounds[0], bounds[1]);
            let is_in = move |p: f64| p >= from && (p < to || to >= 1.0);
            let mut band = Band { from, to, pairs: 0, expected_same: 0.0, answered: 0, answered_same: 0 };
            for chosen in chosen().filter(|chosen| is_in(chosen.modelled)) {
                band.pairs += 1;
                band.expected_same += chosen.modelled;
                match chosen.settled {
                    Some(Settled::Same) => (band.answered, band.answered_same) = (band.answered + 1, band.answered_same + 1),
                    Some(Settled::Different) => band.answered += 1,
                    Some(Settled::Disputed) | None => {}
                }
            }
            band
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs at each probability of which so many in a hundred are one person.
    fn hundreds(rates: &[(f64, usize)]) -> Vec<Labelled> {
        rates.iter().flat_map(|&(p, same)| (0..100).map(move |i| (p, i < same))).collect()
    }

    #[test]
    fn too_few_answers_correct_nothing() {
        let few = hundreds(&[(0.2, 50), (0.8, 50)]);
        assert_eq!(Calibration::fit(&few), None);
        assert_eq!(Calibration::fit(&[few, vec![(0.9, true); 99]].concat()), None);
    }

    #[test]
    fn probabilities_move_to_what_was_answered_and_keep_their_order() {
        let curve = Calibration::fit(&hundreds(&[(0.2, 40), (0.5, 70), (0.8, 90), (0.95, 99)])).expect("enough");
        for (p, answered) in [(0.2, 0.4), (0.5, 0.7), (0.8, 0.9), (0.95, 0.99)] {
            assert!((curve.apply(p) - answered).abs() < 0.01, "{p}: {}", curve.apply(p));
        }
        let steps: Vec<f64> = (0..=1_000).map(|i| curve.apply(f64::from(i) / 1_000.0)).collect();
        assert!(steps.is_sorted() && steps.windows(2).filter(|pair| pair[0] < pair[1]).count() > 990);
        assert!(steps.iter().all(|p| (0.0..=1.0).contains(p)));
    }

    #[test]
    fn violators_are_pooled() {
        let curve = Calibration::fit(&hundreds(&[(0.2, 60), (0.5, 40), (0.8, 90)])).expect("enough");
        assert!((curve.apply(0.35) - 0.5).abs() < 0.05, "{}", curve.apply(0.35));
    }

    #[test]
    fn answers_without_an_exception_claim_no_certainty() {
        let curve = Calibration::fit(&hundreds(&[(0.01, 0), (0.9, 100), (0.999, 100)])).expect("enough");
        // A hundred of a hundred: no more is shown than that some 99 of 100 are.
        assert!(curve.apply(0.9) < 0.996 && curve.apply(0.999) <= 0.9991, "{} {}", curve.apply(0.9), curve.apply(0.999));
        assert!(curve.apply(0.01) > 0.004, "{}", curve.apply(0.01));
    }
}
