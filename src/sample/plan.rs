//! Whose records are they, and in what order do they stand?

use rustc_hash::FxHashMap;

use super::Options;
use super::mix::Register;
use super::random::{Rng, Stream};

/// The plan of a batch: made once, by one thread, from the seed.
#[derive(Debug)]
pub struct Plan {
    /// By place in the register: whose it is.
    pub records: Vec<Owner>,
    /// Candidates who are on the roster a second time: the later row, and the earlier one of the same person.
    pub twins: FxHashMap<u32, u32>,
    /// The same by the earlier row.
    again: FxHashMap<u32, Vec<u32>>,
}

/// Whose a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The candidate in this row, and the number of the record among theirs.
    Candidate(u32, u8),
    /// A stranger.
    Stranger(u32),
}

impl Plan {
    /// The plan for `options`.
    pub fn new(options: &Options, register: &Register) -> Self {
        let mut twins = FxHashMap::default();
        let mut again: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut records = Vec::with_capacity(options.records);
        let with_records = options.with_records.unwrap_or(register.with_records);
        for candidate in 0..options.candidates as u32 {
            let mut rng = Rng::new(options.seed, Stream::Plan, candidate as usize + 1);
            if candidate > 0 && rng.chance(register.twice_on_roster) {
                let earlier = rng.below(candidate as usize) as u32;
                if !twins.contains_key(&earlier) {
                    twins.insert(candidate, earlier);
                    again.entry(earlier).or_default().push(candidate);
                    continue;
                }
            }
            if rng.chance(with_records) {
                let count = match rng.unit() {
                    x if x < 0.75 => 1,
                    x if x < 0.94 => 2,
                    _ => 3,
                };
                records.extend((0..count).map(|number| Owner::Candidate(candidate, number)));
            }
        }
        let mut rng = Rng::new(options.seed, Stream::Plan, 0);
        // More owners than records were asked for: which are kept must not depend on where they stand on the roster.
        shuffle(&mut rng, &mut records);
        records.truncate(options.records);
        let strangers = (options.records - records.len()) as u32;
        records.extend((0..strangers).map(Owner::Stranger));
        shuffle(&mut rng, &mut records);
        Self { records, twins, again }
    }

    /// All rows of the roster on which the person of row `candidate` stands.
    pub fn rows_of(&self, candidate: u32) -> impl Iterator<Item = u32> {
        std::iter::once(candidate).chain(self.again.get(&candidate).into_iter().flatten().copied())
    }
}

fn shuffle<T>(rng: &mut Rng, items: &mut [T]) {
    for i in (1..items.len()).rev() {
        items.swap(i, rng.below(i + 1));
    }
}
