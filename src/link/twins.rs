//! Which rows of the roster are one person entered twice?

use std::hash::BuildHasher;

use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

use super::bits::Bits;
use super::model::{Comparison, Model};
use super::people::{People, Person, World};
use super::score::Scorer;
use super::spellings::SlipBits;

/// Rows under one key beyond which each is compared with the next one only: a list filled down a thousand times.
const MOST_UNDER_KEY: usize = 64;

/// Rows that one thread takes at a time.
const CHUNK: usize = 8_192;

/// Rows of the roster that are one person.
#[derive(Debug, Default)]
pub struct Twins {
    /// Pairs of rows, the earlier first, sorted.
    pub pairs: Vec<(u32, u32)>,
    /// For each row the first row that is the same person: itself in most cases.
    pub first: Vec<u32>,
}

/// The rows that share a number, or name and whole birth date, and that nothing tells apart.
pub fn find(world: &World, model: &Model, candidates: &People) -> Twins {
    let filed = |(chunk, people): (usize, &[Person])| -> Vec<(u64, u32)> {
        let of_row = |(i, person)| keys(world, person).map(move |key| (hash(key), super::row(chunk * CHUNK + i)));
        people.iter().enumerate().flat_map(of_row).collect()
    };
    let mut filed = candidates.list.par_chunks(CHUNK).enumerate().map(filed).collect::<Vec<_>>().concat();
    filed.par_sort_unstable();
    let mut pairs = Vec::new();
    for rows in filed.chunk_by(|a, b| a.0 == b.0).filter(|rows| rows.len() > 1) {
        if rows.len() > MOST_UNDER_KEY {
            pairs.extend(rows.windows(2).map(|next| (next[0].1, next[1].1)));
            continue;
        }
        for (i, &(_, a)) in rows.iter().enumerate() {
            pairs.extend(rows[i + 1..].iter().map(|&(_, b)| (a, b)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let scorer = Scorer { world, model, slips: SlipBits::of(model), memberships: &[] };
    // One row in some hundred is entered twice: a prior of its own.
    let prior = Bits::log2(0.01) - Bits::log2(candidates.list.len().max(1) as f64);
    pairs.retain(|&(a, b)| {
        let pair = scorer.compare((a, &candidates.list[a as usize]), (b, &candidates.list[b as usize]));
        let is_contradicted = [Comparison::NationalId, Comparison::PartyCard, Comparison::Birth]
            .iter()
            .any(|&comparison| pair.weight_of(model, comparison) < Bits::whole(-4));
        !is_contradicted && pair.weight_of(model, Comparison::Name) > Bits::ZERO && pair.bound(model) + prior > Bits::whole(4)
    });
    let mut first: Vec<u32> = (0..candidates.list.len()).map(|i| u32::try_from(i).unwrap_or(u32::MAX)).collect();
    for &(a, b) in &pairs {
        first[b as usize] = first[a as usize];
    }
    Twins { pairs, first }
}

/// Keys of different kinds and values may meet here: whether two rows are one person is for the comparison to say.
fn hash(key: (u8, u64, u64)) -> u64 {
    FxBuildHasher.hash_one(key)
}

fn keys(world: &World, person: &Person) -> impl Iterator<Item = (u8, u64, u64)> {
    let national_id = (person.national_id.digits > 0).then_some((0, person.national_id.value, 0));
    let party_card = (person.party_card.digits > 0).then_some((1, person.party_card.value, 0));
    let birth = person.birth;
    let name = (birth.day > 0).then(|| person.names().first().copied()).flatten().map(|name| {
        let day = u64::from(birth.year) * 400 + u64::from(birth.month) * 32 + u64::from(birth.day);
        (2, u64::from(world.names.get(name).letters), day)
    });
    national_id.into_iter().chain(party_card).chain(name)
}
