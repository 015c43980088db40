//! What share of the true pairs do the keys find?
//!
//! A random sample of records is compared with the whole roster, keys or no keys. The share of the probability found that way
//! which the keys find, too, estimates the share of true pairs they keep. Of most pairs a sieve, then a glance, say that they cannot be true
//! ones: these are not compared any further.

use rayon::prelude::*;

use super::bits::Bits;
use super::block::Index;
use super::glance::Glance;
use super::looker::{Looker, Worth};
use super::people::Person;
use super::score::{Priors, Scorer};
use super::sieve::{self, Sieve, Sought};
use crate::table::links::Interval;

/// Pairs that the estimate sees: so many, or so many a row of both tables.
const PAIRS: usize = 12_000_000;
const PAIRS_PER_ROW: usize = 100;

/// The estimated share with its interval. None: the sample holds no true pair.
pub fn estimate(scorer: &Scorer<'_>, index: &Index, candidates: &[Person], records: &[Person]) -> Option<Interval> {
    let priors = Priors::of(scorer.model, candidates.len());
    let pairs = PAIRS.max(PAIRS_PER_ROW * (candidates.len() + records.len()));
    let size = (pairs / candidates.len().max(1)).clamp(1, records.len());
    let step = records.len() / size;
    let worth = Worth::of(scorer.world, scorer.model);
    // Spread evenly over the register from a start that the size decides: no clock, no chance, the same sample every time.
    let sample = (0..size).map(|i| i * step + (i.wrapping_mul(2_654_435_761) % step.max(1)));
    // Less than one in sixteen is none of the true pairs that count here.
    let floor = Bits::whole(-4) - priors.same;
    let looking = |j: usize| {
        let looker = Looker::of(&worth, &records[j]);
        (j, looker, Sought::of(&worth, &looker, floor))
    };
    let sample: Vec<(usize, Looker, Sought)> = sample.map(looking).collect();
    let of_chunk = |(chunk, people): (usize, &[Person])| {
        let (mut kept, mut all) = (0.0, 0.0);
        let (mut keys, mut found, mut left) = (Vec::new(), Vec::new(), Vec::new());
        let glances: Vec<Glance> = people.iter().map(|person| Glance::of(scorer.world, scorer.model, person)).collect();
        let sieve = Sieve::of(&glances);
        for (j, looker, sought) in &sample {
            let record = &records[*j];
            sieve.sift(sought, &mut left);
            for &i in &left {
                if !looker.may_reach(&worth, floor, glances[i], false) {
                    continue;
                }
                let candidate = &people[i];
                let pair = scorer.compare((super::row(chunk * sieve::ROWS + i), candidate), (super::row(*j), record));
                if pair.bound(scorer.model) < floor {
                    continue;
                }
                let weight = pair.weights(scorer.model, priors.namesake).iter().copied().sum::<Bits>() + priors.same;
                let odds = weight.ratio();
                let probability = odds / (1.0 + odds);
                index.find(scorer.world, candidate, &mut keys, &mut found);
                all += probability;
                if found.binary_search(&super::row(*j)).is_ok() {
                    kept += probability;
                }
            }
        }
        (kept, all)
    };
    let parts: Vec<(f64, f64)> = candidates.par_chunks(sieve::ROWS).enumerate().map(of_chunk).collect();
    let (kept, all) = parts.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    (all >= 1.0).then(|| Interval::of_share(kept, all))
}
