//! Which rows are worth comparing?
//!
//! Every record is filed under several keys (see `keys`). A key that too many records share is split: its records are filed under finer
//! keys in its stead, and it is named. Only what is too common even then is passed over, and named, too.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::bits::Bits;
use super::glance::{Glance, Looker};
use super::keys::{Key, Kind, finer, keys};
use super::people::{Person, World};

/// Records under one key beyond which it is split.
const MOST_UNDER_KEY: usize = 500;

/// Two tables of at most this many pairs are compared in full.
pub const EXHAUSTIVE_PAIRS: u64 = 4_000_000;

/// The index is made of so many parts, each built by one thread: the part of a key is in its first bits.
const PARTS: usize = 64;
/// Records whose keys one thread works out at a time.
const CHUNK: usize = 8_192;

/// The records of a register by key.
#[derive(Debug)]
pub struct Index {
    parts: Vec<Part>,
    common: FxHashMap<Key, Crowd>,
}

/// The records of a key that is too common.
#[derive(Debug, Clone, Copy)]
struct Crowd {
    records: u32,
    first: u32,
    /// They are under finer keys. False: the key is such a finer one, and is passed over.
    is_split: bool,
}

impl Crowd {
    fn of(entries: &[(Key, u32)], is_split: bool) -> Self {
        Self { records: super::row(entries.len()), first: entries[0].1, is_split }
    }
}

/// A hash table that never grows: the entries of bucket `b` are `entries[starts[b]..starts[b + 1]]`.
#[derive(Debug, Default)]
struct Part {
    starts: Vec<u32>,
    entries: Vec<Entry>,
    shift: u32,
}

/// A record under a key.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    print: u32,
    record: u32,
    glance: Glance,
}

/// A key that was split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runaway {
    /// What it is made of.
    pub kind: Kind,
    /// Records under it.
    pub records: usize,
    /// One of them.
    pub example: u32,
}

impl Index {
    /// Files every record under its keys.
    pub fn build(world: &World, records: &[Person]) -> Self {
        let filed = |(chunk, people): (usize, &[Person])| {
            let mut parts: Vec<Vec<(Key, u32)>> = vec![Vec::new(); PARTS];
            let mut own = Vec::new();
            for (i, person) in people.iter().enumerate() {
                keys(world, person, true, &mut own);
                for &key in &own {
                    parts[part(key)].push((key, super::row(chunk * CHUNK + i)));
                }
            }
            parts
        };
        let mut by_part = gather(records.par_chunks(CHUNK).enumerate().map(filed).collect());
        let common = split(world, records, &mut by_part);
        let glances: Vec<Glance> = records.par_iter().map(|record| Glance::of(world, record)).collect();
        Self { parts: by_part.into_par_iter().map(|entries| Part::build(&entries, &glances)).collect(), common }
    }

    /// The pairs (candidate, record) that share a key and, seen at a glance, may weigh `floor` at least: sorted, each once; and how many
    /// were seen, those under several keys several times. Candidates are counted from `first`.
    pub fn pairs(&self, world: &World, candidates: &[Person], first: usize, floor: Bits) -> (Vec<(u32, u32)>, u64) {
        let lookers: Vec<Looker> = candidates.par_iter().map(|candidate| Looker::of(world, candidate)).collect();
        let filed = |(chunk, people): (usize, &[Person])| {
            let mut parts: Vec<Vec<(Key, u32)>> = vec![Vec::new(); PARTS];
            let mut own = Vec::new();
            for (i, person) in people.iter().enumerate() {
                keys(world, person, false, &mut own);
                if !self.common.is_empty() {
                    self.put_finer(world, person, &mut own);
                }
                for &key in &own {
                    parts[part(key)].push((key, super::row(chunk * CHUNK + i)));
                }
            }
            parts
        };
        // Part by part, so that the part of the index that is looked into stays in the processor's own memory.
        let by_part = gather(candidates.par_chunks(CHUNK).enumerate().map(filed).collect());
        let look = |(part, asked): (&Part, &Vec<(Key, u32)>)| {
            let (mut found, mut seen) = (Vec::new(), 0_u64);
            for &(key, candidate) in asked {
                let (looker, kind) = (&lookers[candidate as usize], Kind::of(key));
                let is_number = matches!(kind, Kind::NationalId | Kind::PartyCard);
                for entry in part.under(key) {
                    seen += 1;
                    if is_number || looker.most(entry.glance, kind == Kind::Name) >= floor {
                        found.push((super::row(first + candidate as usize), entry.record));
                    }
                }
            }
            (found, seen)
        };
        let found: Vec<(Vec<(u32, u32)>, u64)> = self.parts.par_iter().zip(&by_part).map(look).collect();
        let seen = found.iter().map(|part| part.1).sum();
        let mut pairs: Vec<(u32, u32)> = found.into_iter().flat_map(|part| part.0).collect();
        pairs.par_sort_unstable();
        pairs.dedup();
        (pairs, seen)
    }

    /// The records that share a key with a candidate, in order, each once. `own` is scratch space.
    pub fn find(&self, world: &World, candidate: &Person, own: &mut Vec<Key>, out: &mut Vec<u32>) {
        out.clear();
        keys(world, candidate, false, own);
        if !self.common.is_empty() {
            self.put_finer(world, candidate, own);
        }
        for &key in own.iter() {
            out.extend(self.parts[part(key)].under(key).map(|entry| entry.record));
        }
        out.sort_unstable();
        out.dedup();
    }

    /// Puts finer keys in the place of those that are too common.
    fn put_finer(&self, world: &World, candidate: &Person, own: &mut Vec<Key>) {
        let is_common = |key: &Key| self.common.contains_key(key);
        if !own.iter().any(is_common) {
            return;
        }
        let mut fine = Vec::new();
        for &key in own.iter().filter(|key| is_common(key)) {
            finer(world, candidate, key, &mut fine);
        }
        own.append(&mut fine);
        own.retain(|key| !is_common(key));
    }

    /// The keys that were split, the commonest of each kind.
    pub fn runaway(&self) -> Vec<Runaway> {
        let mut most: [Option<(u32, Key, u32)>; Kind::ALL.len()] = [None; Kind::ALL.len()];
        // A maximum per kind, with the key as tie break, does not depend on the order of the map.
        for (&key, crowd) in self.common.iter().filter(|(_, crowd)| crowd.is_split) {
            let slot = &mut most[Kind::of(key) as usize];
            *slot = (*slot).max(Some((crowd.records, key, crowd.first)));
        }
        let runaway = |(kind, found): (Kind, Option<(u32, Key, u32)>)| {
            found.map(|(records, _, example)| Runaway { kind, records: records as usize, example })
        };
        Kind::ALL.into_iter().zip(most).filter_map(runaway).collect()
    }
}

/// Entries by part, out of chunks that have them by part.
fn gather(chunks: Vec<Vec<Vec<(Key, u32)>>>) -> Vec<Vec<(Key, u32)>> {
    let mut by_part: Vec<Vec<Vec<(Key, u32)>>> = (0..PARTS).map(|_| Vec::with_capacity(chunks.len())).collect();
    for chunk in chunks {
        for (to, from) in by_part.iter_mut().zip(chunk) {
            to.push(from);
        }
    }
    by_part.into_par_iter().map(|pieces| pieces.concat()).collect()
}

/// Takes the entries of keys that are too common out of the parts and files their records under finer keys. What comes back are those keys.
fn split(world: &World, records: &[Person], by_part: &mut [Vec<(Key, u32)>]) -> FxHashMap<Key, Crowd> {
    let mut common: FxHashMap<Key, Crowd> = FxHashMap::default();
    let crowded: Vec<Vec<(Key, u32)>> = by_part.par_iter_mut().map(take_crowded).collect();
    let mut fine: Vec<Vec<(Key, u32)>> = vec![Vec::new(); PARTS];
    let mut own = Vec::new();
    for entries in crowded {
        for same in entries.chunk_by(|a, b| a.0 == b.0) {
            common.insert(same[0].0, Crowd::of(same, true));
            for &(key, record) in same {
                own.clear();
                finer(world, &records[record as usize], key, &mut own);
                for &key in &own {
                    fine[part(key)].push((key, record));
                }
            }
        }
    }
    for (entries, mut fine) in by_part.iter_mut().zip(fine) {
        for same in take_crowded(&mut fine).chunk_by(|a, b| a.0 == b.0) {
            common.insert(same[0].0, Crowd::of(same, false));
        }
        entries.append(&mut fine);
    }
    common
}

/// Takes out the entries of keys that more than [`MOST_UNDER_KEY`] entries have, sorted.
fn take_crowded(entries: &mut Vec<(Key, u32)>) -> Vec<(Key, u32)> {
    // Few keys are crowded: first the buckets that can hold one, then the keys in them.
    let bits = bits_for(entries.len());
    let shift = u64::BITS - bits;
    let mut counts = vec![0_u32; 1 << bits];
    for &(key, _) in entries.iter() {
        counts[bucket(key, shift)] += 1;
    }
    if !counts.iter().any(|&count| count as usize > MOST_UNDER_KEY) {
        return Vec::new();
    }
    let mut by_key: FxHashMap<Key, u32> = FxHashMap::default();
    for &(key, _) in entries.iter().filter(|entry| counts[bucket(entry.0, shift)] as usize > MOST_UNDER_KEY) {
        *by_key.entry(key).or_insert(0) += 1;
    }
    let is_crowded = |key: Key| by_key.get(&key).is_some_and(|&count| count as usize > MOST_UNDER_KEY);
    let mut out: Vec<(Key, u32)> = entries.extract_if(.., |entry| is_crowded(entry.0)).collect();
    out.sort_unstable();
    out
}

impl Part {
    fn build(all: &[(Key, u32)], glances: &[Glance]) -> Self {
        let bits = bits_for(all.len());
        let shift = u64::BITS - bits;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for &(key, _) in all {
            starts[bucket(key, shift) + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![Entry::default(); all.len()];
        for &(key, record) in all {
            let bucket = bucket(key, shift);
            entries[next[bucket] as usize] = Entry { print: fingerprint(key), record, glance: glances[record as usize] };
            next[bucket] += 1;
        }
        Self { starts, entries, shift }
    }

    /// The records under a key.
    fn under(&self, key: Key) -> impl Iterator<Item = &Entry> {
        let bucket = bucket(key, self.shift);
        let print = fingerprint(key);
        let range = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
        self.entries[range].iter().filter(move |entry| entry.print == print)
    }
}

/// Bits of a table with about a bucket for each entry.
fn bits_for(entries: usize) -> u32 {
    (usize::BITS - entries.leading_zeros()).clamp(8, 26)
}

fn part(key: Key) -> usize {
    (key.wrapping_mul(0xa24b_aed4_963e_e407) >> 58) as usize
}

#[expect(clippy::cast_possible_truncation, reason = "the shift leaves at most 26 bits")]
fn bucket(key: Key, shift: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> shift) as usize
}

fn fingerprint(key: Key) -> u32 {
    (key.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32) as u32
}
