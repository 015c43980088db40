//! What share of the true pairs do the keys find?
//!
//! A random sample of records is compared with the whole roster, keys or no keys. The share of the probability found that way
//! which the keys find, too, estimates the share of true pairs they keep. Of most pairs a glance says that they cannot be true ones: these are not
//! compared any further.

use rayon::prelude::*;

use super::bits::Bits;
use super::block::Index;
use super::glance::Glance;
use super::looker::{Looker, Worth};
use super::people::Person;
use super::score::{Priors, Scorer};
use crate::table::links::Interval;

/// Glances that the estimate may cost: so many, or so many a row of both tables.
const GLANCES: usize = 8_000_000;
const GLANCES_PER_ROW: usize = 60;
/// Candidates that one thread takes at a time.
const CHUNK: usize = 2_048;

/// The estimated share with its interval. None: the sample holds no true pair.
pub fn estimate(scorer: &Scorer<'_>, index: &Index, candidates: &[Person], records: &[Person]) -> Option<Interval> {
    let priors = Priors::of(scorer.model, candidates.len());
    let glances = GLANCES.max(GLANCES_PER_ROW * (candidates.len() + records.len()));
    let size = (glances / candidates.len().max(1)).clamp(1, records.len());
    let step = records.len() / size;
    let worth = Worth::of(scorer.world, scorer.model);
    // Spread evenly over the register from a start that the size decides: no clock, no chance, the same sample every time.
    let sample = (0..size).map(|i| i * step + (i.wrapping_mul(2_654_435_761) % step.max(1)));
    let sample: Vec<(usize, Looker)> = sample.map(|j| (j, Looker::of(&worth, &records[j]))).collect();
    // Less than one in sixteen is none of the true pairs that count here.
    let floor = Bits::whole(-4) - priors.same;
    let of_chunk = |(chunk, people): (usize, &[Person])| {
        let (mut kept, mut all) = (0.0, 0.0);
        let (mut keys, mut found) = (Vec::new(), Vec::new());
        let glances: Vec<Glance> = people.iter().map(|person| Glance::of(scorer.world, scorer.model, person)).collect();
        for (j, looker) in &sample {
            let record = &records[*j];
            for (i, candidate) in people.iter().enumerate() {
                if !looker.may_reach(&worth, floor, glances[i], false) {
                    continue;
                }
                let pair = scorer.compare((super::row(chunk * CHUNK + i), candidate), (super::row(*j), record));
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
    let parts: Vec<(f64, f64)> = candidates.par_chunks(CHUNK).enumerate().map(of_chunk).collect();
    let (kept, all) = parts.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    (all >= 1.0).then(|| Interval::of_share(kept, all))
}
