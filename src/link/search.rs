//! Which pairs of a candidate and a record are worth keeping?
//!
//! Small tables are compared in full. Of large ones the pairs that share a key are compared, a slice of the roster at a time with all
//! registers, so that keys are worked out once and what is found stays small beside the tables.

use rayon::prelude::*;

use super::bits::Bits;
use super::block::{Asked, Index};
use super::looker::Worth;
use super::model::{Comparison, Model};
use super::people::{Person, World};
use super::score::{Pair, Priors, Scorer};
use super::service::{self, Membership};
use super::spellings::SlipBits;
use super::{Input, numbers, strangers, train};

/// Candidates that look into the registers together.
const SLICE: usize = 1 << 18;
/// Pairs that one thread compares at a time.
const CHUNK: usize = 4_096;
/// Records that are fetched from memory together.
const NEAR: usize = 16;

/// What a register's records are compared by.
#[derive(Debug)]
pub struct Field<'a> {
    world: &'a World,
    /// The chances among strangers are this register's.
    pub model: Model,
    /// Membership per candidate; empty where the register has no dates of decision.
    memberships: Vec<Membership>,
}

impl Field<'_> {
    /// What compares two rows.
    pub fn scorer(&self) -> Scorer<'_> {
        Scorer { world: self.world, model: &self.model, slips: SlipBits::of(&self.model), memberships: &self.memberships }
    }
}

/// A register that is searched, and what was found.
#[derive(Debug)]
pub struct Search<'a> {
    /// What compares.
    pub field: Field<'a>,
    /// The records.
    pub records: &'a [Person],
    /// The records by key. None: few enough to compare all.
    pub index: Option<Index>,
    /// What pairs must weigh to be kept.
    floor: Bits,
    /// Pairs that were kept.
    pub pairs: Vec<Pair>,
    /// Pairs that were seen, kept or not.
    pub seen: u64,
}

impl<'a> Search<'a> {
    /// Learns what strangers have in common, and files the records.
    pub fn prepare(world: &'a World, input: &Input<'_>, candidates: &[Person], records: &'a [Person]) -> Self {
        let mut decided: Vec<i32> = records.iter().map(|record| record.day).filter(|&day| day != service::UNKNOWN_DAY).collect();
        decided.par_sort_unstable();
        let memberships: Vec<Membership> = if decided.is_empty() {
            Vec::new()
        } else {
            candidates.par_iter().map(|candidate| Membership::new(candidate.day, &decided)).collect()
        };
        let mut field = Field { world, model: input.model.clone(), memberships };
        let mut model = input.model.clone();
        strangers::fit(&mut model, &field.scorer(), candidates, records);
        field.model = model;
        let total = candidates.len() as u64 * records.len() as u64;
        let index = (total > input.exhaustive_pairs).then(|| Index::build(world, &field.model, records));
        let floor = train::floor(Priors::of(&field.model, candidates.len()).same);
        Self { field, records, index, floor, pairs: Vec::new(), seen: 0 }
    }

    fn compare_all(&mut self, candidates: &[Person]) {
        let (scorer, floor, records) = (&self.field.scorer(), self.floor, self.records);
        let of_candidate = |(i, candidate): (u32, &'_ Person)| -> Vec<Pair> {
            let pairs = (0..).zip(records).map(|(j, record)| scorer.compare((i, candidate), (j, record)));
            pairs.filter(|pair| is_kept(scorer, pair, floor)).collect()
        };
        let numbered = candidates.par_iter().enumerate().map(|(i, candidate)| (super::row(i), candidate));
        self.pairs = numbered.map(of_candidate).collect::<Vec<_>>().concat();
        self.seen = candidates.len() as u64 * records.len() as u64;
    }

    /// Looks for a slice of the candidates, the first of which has the number `first`.
    fn look(&mut self, candidates: &[Person], first: usize, asked: &Asked<'_>) {
        let Some(index) = &self.index else { return };
        let (scorer, floor, records) = (&self.field.scorer(), self.floor, self.records);
        let (pairs, seen) = index.pairs(&Worth::of(self.field.world, &self.field.model), asked, floor);
        let first = super::row(first);
        let compare = |pairs: &[(u32, u32)]| -> Vec<Pair> {
            let (mut kept, mut near) = (Vec::new(), Vec::with_capacity(NEAR));
            for pairs in pairs.chunks(NEAR) {
                // Records and their names lie far apart in memory: fetched together, they are waited for once.
                near.clear();
                near.extend(pairs.iter().map(|&(_, j)| records[j as usize]));
                near.iter().for_each(|record| scorer.world.touch(record));
                for (&(i, j), record) in pairs.iter().zip(&near) {
                    let compared = scorer.compare_if((first + i, &candidates[i as usize]), (j, record), floor);
                    kept.extend(compared.filter(|pair| is_kept(scorer, pair, floor)));
                }
            }
            kept
        };
        let found: Vec<Vec<Pair>> = pairs.par_chunks(CHUNK).map(compare).collect();
        self.pairs.extend(found.into_iter().flatten());
        self.seen += seen;
    }
}

/// Searches all registers for the candidates.
pub fn run(world: &World, candidates: &[Person], searches: &mut [Search<'_>]) {
    let (mut large, small): (Vec<_>, Vec<_>) = searches.iter_mut().partition(|search| search.index.is_some());
    small.into_iter().for_each(|search| search.compare_all(candidates));
    if large.is_empty() {
        return;
    }
    for (slice, people) in candidates.chunks(SLICE).enumerate() {
        let asked = Asked::of(world, people);
        for search in &mut large {
            search.look(people, slice * SLICE, &asked);
        }
    }
}

/// A pair that may be one person, or that bears one number: two people under one number are a finding, too.
fn is_kept(scorer: &Scorer<'_>, pair: &Pair, floor: Bits) -> bool {
    let rung = |comparison: Comparison| &comparison.rungs()[usize::from(pair.findings[comparison as usize].rung)];
    pair.bound(scorer.model) >= floor
        || numbers::is_same(rung(Comparison::NationalId))
        || numbers::is_same(rung(Comparison::PartyCard))
}
