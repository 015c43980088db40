//! How often is each finding met among *different* people of this run?
//!
//! Two rows drawn at random are hardly ever one person. What they have in common says what strangers have in common here: in a roster of one
//! province most people come from it. Only findings that are frequent among strangers can be counted so; the rare ones keep the model's
//! number, and where a value decides, its frequency does.

use rayon::prelude::*;

use super::bits::Bits;
use super::model::{Comparison, Model};
use super::people::Person;
use super::score::Scorer;

/// Pairs that are drawn.
const DRAWN: u64 = 100_000;
/// Tables of fewer pairs than this are too small: their true pairs are too large a share of all.
const LEAST: u64 = 1_000_000;
/// Chance among strangers below which a finding cannot be counted in a draw.
const RAREST: f64 = 0.01;
/// Pairs that the model's own number counts for.
const SHIPPED: f64 = 500.0;
const CHUNK: u64 = 4_096;

/// Puts the chances counted among strangers into `model`. `scorer` compares with the model as it was.
pub fn fit(model: &mut Model, scorer: &Scorer<'_>, candidates: &[Person], records: &[Person]) {
    if candidates.len() as u64 * (records.len() as u64) < LEAST {
        return;
    }
    let count = |chunk: u64| {
        let mut seen = Comparison::ALL.map(|comparison| vec![0_u32; comparison.rungs().len()]);
        for n in chunk * CHUNK..((chunk + 1) * CHUNK).min(DRAWN) {
            let (i, j) = (draw(2 * n, candidates.len()), draw(2 * n + 1, records.len()));
            let pair = scorer.compare((super::row(i), &candidates[i]), (super::row(j), &records[j]));
            for (seen, finding) in seen.iter_mut().zip(pair.findings) {
                seen[usize::from(finding.rung)] += 1;
            }
        }
        seen
    };
    let counted: Vec<_> = (0..DRAWN.div_ceil(CHUNK)).into_par_iter().map(count).collect();
    for comparison in Comparison::ALL {
        let rungs = comparison.rungs();
        let seen: Vec<f64> =
            (0..rungs.len()).map(|rung| counted.iter().map(|chunk| f64::from(chunk[comparison as usize][rung])).sum()).collect();
        for (at, rung) in rungs.iter().enumerate() {
            let shipped = model.weights(comparison)[at].log_u;
            if rung.group.is_empty() || rung.by_value || shipped < Bits::log2(RAREST) {
                continue;
            }
            let group: f64 = rungs.iter().zip(&seen).filter(|(other, _)| other.group == rung.group).map(|(_, seen)| seen).sum();
            model.set_u(comparison, at, (seen[at] + SHIPPED * shipped.ratio()) / (group + SHIPPED));
        }
    }
}

/// The `n`-th of numbers that look random and are the same on every machine, below `size`.
fn draw(n: u64, size: usize) -> usize {
    let mut x = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let wide = u128::from(x ^ (x >> 31)) * size as u128;
    usize::try_from(wide >> 64).unwrap_or(0)
}
