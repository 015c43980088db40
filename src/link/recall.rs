//! What share of the true pairs do the keys find?
//!
//! A random sample of records is compared with the whole roster, keys or no keys. The share of the probability found that way
//! which the keys find, too, estimates the share of true pairs they keep.

use rayon::prelude::*;

use super::bits::Bits;
use super::block::Index;
use super::people::Person;
use super::score::{Priors, Scorer};
use crate::table::links::Interval;

/// Comparisons that the estimate may cost.
const BUDGET: usize = 1_500_000;

/// The estimated share with its interval. None: the sample holds hardly any true pair.
pub fn estimate(
    scorer: &Scorer<'_>,
    index: &Index,
    candidates: &[Person],
    records: &[Person],
    priors: Priors,
) -> Option<Interval> {
    let size = (BUDGET / candidates.len().max(1)).clamp(1, records.len());
    let step = records.len() / size;
    // Spread evenly over the register from a start that the size decides: no clock, no chance, the same sample every time.
    let sample: Vec<usize> = (0..size).map(|i| i * step + (i.wrapping_mul(2_654_435_761) % step.max(1))).collect();
    let is_sampled: rustc_hash::FxHashSet<u32> = sample.iter().map(|&j| super::row(j)).collect();
    let parts: Vec<(f64, f64)> = candidates
        .par_chunks(512)
        .enumerate()
        .map(|(chunk, people)| {
            let (mut kept, mut all) = (0.0, 0.0);
            let (mut keys, mut found) = (Vec::new(), Vec::new());
            for (i, candidate) in people.iter().enumerate() {
                let mut is_looked_up = false;
                for &j in &sample {
                    let pair = scorer.compare((super::row(chunk * 512 + i), candidate), (super::row(j), &records[j]));
                    if pair.bound(scorer.model) + priors.same < Bits::whole(-4) {
                        continue;
                    }
                    let weight = pair.weights(scorer.model, priors.namesake).iter().copied().sum::<Bits>() + priors.same;
                    let odds = weight.ratio();
                    let probability = odds / (1.0 + odds);
                    if !is_looked_up {
                        index.find(scorer.world, candidate, &mut keys, &mut found);
                        found.retain(|j| is_sampled.contains(j));
                        is_looked_up = true;
                    }
                    all += probability;
                    if found.binary_search(&super::row(j)).is_ok() {
                        kept += probability;
                    }
                }
            }
            (kept, all)
        })
        .collect();
    let (kept, all) = parts.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    (all >= 3.0).then(|| wilson(kept, all))
}

/// The Wilson score interval at 95 %.
fn wilson(hits: f64, total: f64) -> Interval {
    let (z, p) = (1.96_f64, hits / total);
    let centre = (p + z * z / (2.0 * total)) / (1.0 + z * z / total);
    let half = z / (1.0 + z * z / total) * (p * (1.0 - p) / total + z * z / (4.0 * total * total)).sqrt();
    Interval { value: p, low: (centre - half).max(0.0), high: (centre + half).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_wilsons() {
        // 81 of 263, a published example: 0.255 to 0.366.
        let interval = wilson(81.0, 263.0);
        assert!((interval.low - 0.2553).abs() < 1e-3 && (interval.high - 0.3662).abs() < 1e-3, "{interval:?}");
    }
}
