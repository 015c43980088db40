//! Which rows are worth comparing?
//!
//! Every record is filed under several keys (see `keys`). A key that many records share is split: its records are filed under finer keys in
//! its stead. One that far too many share is named; only what is too common even when split is passed over.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::bits::Bits;
use super::glance::Glance;
use super::keys::{Key, Kind, finer, keys};
use super::looker::{Looker, Worth};
use super::model::Model;
use super::people::{Person, World};

/// Records under one key beyond which it is split: finer keys bring together as many true pairs, and far fewer others.
const CROWD: usize = 64;
/// Records under one key beyond which it is named, and passed over where it cannot be split any further.
const MOST_UNDER_KEY: usize = 500;

/// Two tables of at most this many pairs are compared in full.
pub const EXHAUSTIVE_PAIRS: u64 = 4_000_000;

/// The index is made of so many parts, each built by one thread: the part of a key is in its first bits.
const PARTS: usize = 64;
/// Keys that are looked up together.
const NEAR: usize = 32;
/// Records whose keys one thread works out at a time.
const CHUNK: usize = 8_192;

/// The records of a register by key.
#[derive(Debug)]
pub struct Index {
    parts: Vec<Part>,
    common: FxHashMap<Key, Crowd>,
    /// How many there are.
    records: usize,
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

/// A key that far too many records share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runaway {
    /// What it is made of.
    pub kind: Kind,
    /// Records under it.
    pub records: usize,
    /// One of them.
    pub example: u32,
}

/// The keys of some candidates, by part of the index: the same for every register.
#[derive(Debug)]
pub struct Asked<'a> {
    candidates: &'a [Person],
    by_part: Vec<Vec<(Key, u32)>>,
}

impl<'a> Asked<'a> {
    /// Of candidates.
    pub fn of(world: &World, candidates: &'a [Person]) -> Self {
        Self { candidates, by_part: file(world, candidates, false) }
    }
}

/// Rows by key, by part of the index.
fn file(world: &World, people: &[Person], are_records: bool) -> Vec<Vec<(Key, u32)>> {
    let filed = |(chunk, people): (usize, &[Person])| {
        let mut parts: Vec<Vec<(Key, u32)>> = vec![Vec::new(); PARTS];
        let mut own = Vec::new();
        for (i, person) in people.iter().enumerate() {
            keys(world, person, are_records, &mut own);
            for &key in &own {
                parts[part(key)].push((key, super::row(chunk * CHUNK + i)));
            }
        }
        parts
    };
    gather(people.par_chunks(CHUNK).enumerate().map(filed).collect())
}

/// Pairs that were found worth comparing, (candidate, record), and how many were seen.
#[derive(Debug, Default)]
struct Found {
    pairs: Vec<(u32, u32)>,
    seen: u64,
}

impl Found {
    fn look<'a>(&mut self, entries: impl Iterator<Item = &'a Entry>, candidate: u32, is_worth_it: impl Fn(&Entry) -> bool) {
        for entry in entries {
            self.seen += 1;
            if is_worth_it(entry) {
                self.pairs.push((candidate, entry.record));
            }
        }
    }
}

impl Index {
    /// Files every record under its keys.
    pub fn build(world: &World, model: &Model, records: &[Person]) -> Self {
        let mut by_part = file(world, records, true);
        let common = split(world, records, &mut by_part);
        let glances: Vec<Glance> = records.par_iter().map(|record| Glance::of(world, model, record)).collect();
        let records = records.len();
        Self { parts: by_part.into_par_iter().map(|entries| Part::build(&entries, &glances)).collect(), common, records }
    }

    /// The pairs (candidate, record) that share a key and, seen at a glance, may weigh `floor` at least: sorted, each once; and how many
    /// were seen, those under several keys several times. Candidates count from the first of `asked`.
    pub fn pairs(&self, worth: &Worth<'_>, asked: &Asked<'_>, floor: Bits) -> (Vec<(u32, u32)>, u64) {
        let of_candidate = |candidate: &Person| Looker::of(worth, candidate);
        // Most candidates find nothing in a small register: no need to prepare all of them for looking.
        let is_small = self.records * 8 < asked.candidates.len();
        let lookers: Option<Vec<Looker>> = (!is_small).then(|| asked.candidates.par_iter().map(of_candidate).collect());
        let look = |(part, by_key): (&Part, &Vec<(Key, u32)>)| {
            let (mut found, mut buckets, mut fine) = (Found::default(), Vec::with_capacity(NEAR), Vec::new());
            for near in by_key.chunks(NEAR) {
                // Buckets lie far apart in memory: asked for together, they are waited for once.
                buckets.clear();
                buckets.extend(near.iter().map(|&(key, _)| part.bucket(key)));
                buckets.iter().for_each(|bucket| part.touch(bucket));
                for (&(key, candidate), bucket) in near.iter().zip(&buckets) {
                    let is_split = !self.common.is_empty() && self.common.contains_key(&key);
                    let mut entries = part.under(key, bucket).peekable();
                    if entries.peek().is_none() && !is_split {
                        continue;
                    }
                    let kind = Kind::of(key);
                    let (is_number, has_all_syllables) = (matches!(kind, Kind::NationalId | Kind::PartyCard), kind == Kind::Name);
                    let person = &asked.candidates[candidate as usize];
                    let looker = lookers.as_ref().map_or_else(|| of_candidate(person), |lookers| lookers[candidate as usize]);
                    let is_worth_it =
                        |entry: &Entry| is_number || looker.may_reach(worth, floor, entry.glance, has_all_syllables);
                    found.look(entries, candidate, is_worth_it);
                    if is_split {
                        fine.clear();
                        finer(worth.world, person, key, &mut fine);
                        for &key in fine.iter().filter(|key| !self.common.contains_key(key)) {
                            found.look(self.under(key), candidate, is_worth_it);
                        }
                    }
                }
            }
            found
        };
        // Part by part, so that the part of the index that is looked into stays in the processor's own memory.
        let found: Vec<Found> = self.parts.par_iter().zip(&asked.by_part).map(look).collect();
        let seen = found.iter().map(|found| found.seen).sum();
        let mut pairs: Vec<(u32, u32)> = found.into_iter().flat_map(|found| found.pairs).collect();
        pairs.par_sort_unstable();
        pairs.dedup();
        (pairs, seen)
    }

    /// The records under a key.
    fn under(&self, key: Key) -> impl Iterator<Item = &Entry> {
        let part = &self.parts[part(key)];
        part.under(key, &part.bucket(key))
    }

    /// The records that share a key with a candidate, in order, each once. `own` is scratch space.
    pub fn find(&self, world: &World, candidate: &Person, own: &mut Vec<Key>, out: &mut Vec<u32>) {
        out.clear();
        keys(world, candidate, false, own);
        if !self.common.is_empty() {
            self.put_finer(world, candidate, own);
        }
        for &key in own.iter() {
            out.extend(self.under(key).map(|entry| entry.record));
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

    /// The keys that far too many records share, the commonest of each kind.
    pub fn runaway(&self) -> Vec<Runaway> {
        let mut most: [Option<(u32, Key, u32)>; Kind::ALL.len()] = [None; Kind::ALL.len()];
        // A maximum per kind, with the key as tie break, does not depend on the order of the map.
        for (&key, crowd) in self.common.iter().filter(|(_, crowd)| crowd.is_split && crowd.records as usize > MOST_UNDER_KEY) {
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
    let crowded: Vec<Vec<(Key, u32)>> = by_part.par_iter_mut().map(|entries| take_crowded(entries, CROWD)).collect();
    let crowds = crowded.iter().flat_map(|entries| entries.chunk_by(|a, b| a.0 == b.0));
    let mut common: FxHashMap<Key, Crowd> = crowds.map(|same| (same[0].0, Crowd::of(same, true))).collect();
    let file_finer = |entries: &Vec<(Key, u32)>| {
        let mut parts: Vec<Vec<(Key, u32)>> = vec![Vec::new(); PARTS];
        let mut own = Vec::new();
        for &(key, record) in entries {
            own.clear();
            finer(world, &records[record as usize], key, &mut own);
            for &key in &own {
                parts[part(key)].push((key, record));
            }
        }
        parts
    };
    let fine = gather(crowded.par_iter().map(file_finer).collect());
    for (entries, mut fine) in by_part.iter_mut().zip(fine) {
        for same in take_crowded(&mut fine, MOST_UNDER_KEY).chunk_by(|a, b| a.0 == b.0) {
            common.insert(same[0].0, Crowd::of(same, false));
        }
        entries.append(&mut fine);
    }
    common
}

/// Takes out the entries of keys that more than `most` entries have, sorted.
fn take_crowded(entries: &mut Vec<(Key, u32)>, most: usize) -> Vec<(Key, u32)> {
    // Few keys are crowded: first the buckets that can hold one, then the keys in them.
    let bits = bits_for(entries.len());
    let shift = u64::BITS - bits;
    let mut counts = vec![0_u32; 1 << bits];
    for &(key, _) in entries.iter() {
        counts[bucket(key, shift)] += 1;
    }
    if !counts.iter().any(|&count| count as usize > most) {
        return Vec::new();
    }
    let mut by_key: FxHashMap<Key, u32> = FxHashMap::default();
    for &(key, _) in entries.iter().filter(|entry| counts[bucket(entry.0, shift)] as usize > most) {
        *by_key.entry(key).or_insert(0) += 1;
    }
    let is_crowded = |key: Key| by_key.get(&key).is_some_and(|&count| count as usize > most);
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

    /// Where the entries of a key's bucket are.
    fn bucket(&self, key: Key) -> Range<usize> {
        let bucket = bucket(key, self.shift);
        self.starts[bucket] as usize..self.starts[bucket + 1] as usize
    }

    /// Asks memory for the first entry of a bucket.
    fn touch(&self, bucket: &Range<usize>) {
        std::hint::black_box(self.entries.get(bucket.start).map(|entry| entry.print));
    }

    /// The records under a key, given its bucket.
    fn under(&self, key: Key, bucket: &Range<usize>) -> impl Iterator<Item = &Entry> + use<'_> {
        let print = fingerprint(key);
        self.entries[bucket.clone()].iter().filter(move |entry| entry.print == print)
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
