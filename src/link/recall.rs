//! What share of the true pairs do the keys find?
//!
//! A random sample of records is compared with the whole roster, keys or no keys. The share of the probability found that way
//! which the keys find, too, estimates the share of true pairs they keep. Of most pairs a glance at names, birth and numbers says that
//! nothing but chance agrees: these are not compared any further.

use rayon::prelude::*;

use super::bits::Bits;
use super::block::Index;
use super::people::{Person, World};
use super::score::{Priors, Scorer};
use crate::table::links::Interval;

/// Glances that the estimate may cost: so many, or so many a row of both tables.
const GLANCES: usize = 25_000_000;
const GLANCES_PER_ROW: usize = 150;
/// Candidates that one thread takes at a time.
const CHUNK: usize = 2_048;

/// What a glance sees of a row; 0: not known.
#[derive(Debug, Clone, Copy)]
struct Glance {
    family: u32,
    given: u32,
    year: u16,
    /// Day and month.
    day: u16,
    district: u32,
    number: u64,
    card: u64,
    /// Aliases, initials and slips: not to be judged at a glance.
    is_odd: bool,
}

impl Glance {
    fn of(world: &World, person: &Person) -> Self {
        let mut spelt = person.names().iter().flat_map(|&name| world.names.sounds(name));
        let sounds = spelt.next().unwrap_or(&[]);
        let has_initial = person.names().iter().any(|&name| world.names.get(name).has_initial);
        let birth = person.birth;
        Self {
            family: sounds.first().copied().unwrap_or(0),
            given: sounds.last().copied().unwrap_or(0),
            year: if birth.year > 0 { birth.year } else { birth.number_year },
            day: u16::from(birth.month) * 32 + u16::from(birth.day),
            district: person.home.district,
            number: person.national_id.value,
            card: person.party_card.value,
            is_odd: sounds.is_empty() || has_initial || spelt.next().is_some(),
        }
    }

    /// Whether the two rows may be one person.
    fn may_match(&self, other: &Self) -> bool {
        let (is_family, is_given) = (self.family == other.family, self.given == other.given);
        let is_year = self.year == other.year || self.year == 0 || other.year == 0;
        let is_day = self.day == other.day && self.day > 0;
        let is_district = self.district == other.district && self.district > 0;
        (is_given && (is_family || is_year || is_day || is_district))
            || (is_family && ((is_year && self.year > 0) || is_day || is_district))
            || (is_day && is_year)
            || (self.number == other.number && self.number > 0)
            || (self.card == other.card && self.card > 0)
            || ((self.is_odd || other.is_odd) && (is_day || is_year || is_district))
    }
}

/// The estimated share with its interval. None: the sample holds no true pair.
pub fn estimate(
    scorer: &Scorer<'_>,
    index: &Index,
    candidates: &[Person],
    records: &[Person],
    priors: Priors,
) -> Option<Interval> {
    let glances = GLANCES.max(GLANCES_PER_ROW * (candidates.len() + records.len()));
    let size = (glances / candidates.len().max(1)).clamp(1, records.len());
    let step = records.len() / size;
    // Spread evenly over the register from a start that the size decides: no clock, no chance, the same sample every time.
    let sample: Vec<usize> = (0..size).map(|i| i * step + (i.wrapping_mul(2_654_435_761) % step.max(1))).collect();
    let seen: Vec<Glance> = sample.iter().map(|&j| Glance::of(scorer.world, &records[j])).collect();
    let parts: Vec<(f64, f64)> = candidates
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, people)| {
            let (mut kept, mut all) = (0.0, 0.0);
            let (mut keys, mut found) = (Vec::new(), Vec::new());
            for (i, candidate) in people.iter().enumerate() {
                let glance = Glance::of(scorer.world, candidate);
                let mut is_looked_up = false;
                for (&j, _) in sample.iter().zip(&seen).filter(|(_, record)| glance.may_match(record)) {
                    let pair = scorer.compare((super::row(chunk * CHUNK + i), candidate), (super::row(j), &records[j]));
                    if pair.bound(scorer.model) + priors.same < Bits::whole(-4) {
                        continue;
                    }
                    let weight = pair.weights(scorer.model, priors.namesake).iter().copied().sum::<Bits>() + priors.same;
                    let odds = weight.ratio();
                    let probability = odds / (1.0 + odds);
                    if !is_looked_up {
                        index.find(scorer.world, candidate, &mut keys, &mut found);
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
    (all >= 1.0).then(|| wilson(kept, all))
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
