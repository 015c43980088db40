//! Which rows are worth comparing?
//!
//! Every record is filed under several keys, made so that any one damaged field, and most pairs of them, still leave a key that both
//! rows share. Keys use sound classes of syllables, so that slips of ear and region do not matter. A key that too many records share is
//! left to the finer keys, and named.

use rustc_hash::FxHashMap;

use super::people::{Person, World};

/// Records under one key beyond which the key is too common to be of use.
const MOST_UNDER_KEY: usize = 2_000;

/// Two tables of at most this many pairs are compared in full.
pub const EXHAUSTIVE_PAIRS: u64 = 4_000_000;

/// What a key is made of; the order is that of the salt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
enum Kind {
    NationalId,
    PartyCard,
    Name,
    GivenBirth,
    FamilyBirth,
    EndsYear,
    GivenMonthDistrict,
    GivenYearWork,
    GivenCommune,
    EndsDistrict,
    FrontYearProvince,
    BirthProvince,
    InitialsBirthYear,
    EndsWork,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::NationalId => "national_id",
            Self::PartyCard => "party_card",
            Self::Name => "name",
            Self::GivenBirth => "given+birth",
            Self::FamilyBirth => "family+birth",
            Self::EndsYear => "family+given+year",
            Self::GivenMonthDistrict => "given+month+province",
            Self::GivenYearWork => "given+year+work",
            Self::GivenCommune => "given+commune",
            Self::EndsDistrict => "family+given+district",
            Self::FrontYearProvince => "family+middle+year+province",
            Self::BirthProvince => "birth+province",
            Self::InitialsBirthYear => "initials+year+province",
            Self::EndsWork => "family+given+work",
        }
    }
}

/// A key, its kind in the low bits.
type Key = u64;

fn key(kind: Kind, parts: &[u64]) -> Key {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ (kind as u64);
    for &part in parts {
        hash = (hash ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 29;
    }
    hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (hash ^ (hash >> 32)) << 4 | kind as u64
}

/// The keys of one row. `is_record` adds the variants that need be tried on one side only.
fn keys(world: &World, person: &Person, is_record: bool, out: &mut Vec<Key>) {
    out.clear();
    if person.national_id.digits > 0 {
        out.push(key(Kind::NationalId, &[person.national_id.value, u64::from(person.national_id.digits)]));
    }
    if person.party_card.digits > 0 {
        out.push(key(Kind::PartyCard, &[person.party_card.value]));
    }
    let birth = person.birth;
    let year = if birth.year > 0 { birth.year } else { birth.number_year };
    let is_day_known = birth.day > 0 && !(birth.day == 1 && birth.month == 1);
    if is_day_known {
        for province in bits(person.home.provinces) {
            out.push(key(Kind::BirthProvince, &[day_of(birth.year, birth.month, birth.day), province]));
        }
    }
    for &name in person.names() {
        let name = world.names.get(name);
        let sounds: Vec<u64> = name.sounds[..usize::from(name.len)].iter().map(|&sound| u64::from(sound)).collect();
        let (Some(&family), Some(&given)) = (sounds.first(), sounds.last()) else { continue };
        let mut sorted = sounds.clone();
        sorted.sort_unstable();
        out.push(key(Kind::Name, &sorted));
        if is_day_known {
            let mut days = vec![day_of(birth.year, birth.month, birth.day)];
            if is_record && birth.day <= 12 && birth.day != birth.month {
                days.push(day_of(birth.year, birth.day, birth.month));
            }
            for day in days {
                out.push(key(Kind::GivenBirth, &[given, day]));
                out.push(key(Kind::FamilyBirth, &[family, day]));
            }
        }
        if year > 0 {
            let year = u64::from(year);
            out.push(key(Kind::EndsYear, &[family, given, year]));
            for province in bits(person.home.provinces) {
                out.push(key(Kind::FrontYearProvince, &[family, sounds.get(1).copied().unwrap_or(0), year, province]));
                if birth.month > 0 {
                    out.push(key(Kind::GivenMonthDistrict, &[given, year, u64::from(birth.month), province]));
                }
                let initials = name.parts().iter().fold(0, |all, &id| {
                    all * 32 + u64::from(world.syllables.letters(world.syllables.get(id).base).bytes().next().unwrap_or(0) & 31)
                });
                out.push(key(Kind::InitialsBirthYear, &[initials, year, province, u64::from(birth.month)]));
            }
            for province in bits(person.work.place.provinces) {
                out.push(key(Kind::GivenYearWork, &[given, year, province, u64::from(person.work.place.district)]));
            }
        }
        if person.home.commune_2025 > 0 {
            out.push(key(Kind::GivenCommune, &[given, u64::from(person.home.commune_2025)]));
        }
        if person.home.district > 0 {
            out.push(key(Kind::EndsDistrict, &[family, given, u64::from(person.home.district)]));
        }
        if person.work.place.district > 0 {
            out.push(key(Kind::EndsWork, &[family, given, u64::from(person.work.place.district)]));
        }
        if person.work.commune_name > 0 {
            out.push(key(Kind::EndsWork, &[family, given, u64::from(person.work.commune_name) << 20]));
        }
    }
    out.sort_unstable();
    out.dedup();
}

fn day_of(year: u16, month: u8, day: u8) -> u64 {
    u64::from(year) * 400 + u64::from(month) * 32 + u64::from(day)
}

/// The provinces of a set that is small enough to mean something.
fn bits(set: u64) -> impl Iterator<Item = u64> {
    let mut rest = if set.count_ones() <= 4 { set } else { 0 };
    std::iter::from_fn(move || {
        (rest != 0).then(|| {
            let bit = u64::from(rest.trailing_zeros());
            rest &= rest - 1;
            bit
        })
    })
}

/// The records of a register by key.
#[derive(Debug)]
pub struct Index {
    starts: Vec<u32>,
    entries: Vec<(u32, u32)>,
    shift: u32,
    too_common: FxHashMap<Key, u32>,
}

impl Index {
    /// Files every record under its keys.
    pub fn build(world: &World, records: &[Person]) -> Self {
        let mut all: Vec<(Key, u32)> = Vec::with_capacity(records.len() * 12);
        let mut own = Vec::new();
        for (i, person) in records.iter().enumerate() {
            keys(world, person, true, &mut own);
            all.extend(own.iter().map(|&key| (key, u32::try_from(i).unwrap_or(u32::MAX))));
        }
        let bits = (usize::BITS - all.len().leading_zeros()).clamp(8, 28);
        let shift = u64::BITS - bits;
        let mut starts = vec![0u32; (1 << bits) + 1];
        for &(key, _) in &all {
            starts[bucket(key, shift) + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0); all.len()];
        for &(key, record) in &all {
            let bucket = bucket(key, shift);
            entries[next[bucket] as usize] = (fingerprint(key), record);
            next[bucket] += 1;
        }
        let mut index = Self { starts, entries, shift, too_common: FxHashMap::default() };
        index.find_too_common(&all);
        index
    }

    fn find_too_common(&mut self, all: &[(Key, u32)]) {
        let crowded: Vec<usize> =
            (0..self.starts.len() - 1).filter(|&i| (self.starts[i + 1] - self.starts[i]) as usize > MOST_UNDER_KEY).collect();
        if crowded.is_empty() {
            return;
        }
        let mut counts: FxHashMap<Key, u32> = FxHashMap::default();
        for &(key, _) in all {
            let bucket = bucket(key, self.shift);
            if crowded.binary_search(&bucket).is_ok() {
                *counts.entry(key).or_insert(0) += 1;
            }
        }
        counts.retain(|_, count| *count as usize > MOST_UNDER_KEY);
        self.too_common = counts;
    }

    /// The records that share a key with a candidate, in order, each once. `own` is scratch space.
    pub fn find(&self, world: &World, candidate: &Person, own: &mut Vec<Key>, out: &mut Vec<u32>) {
        out.clear();
        keys(world, candidate, false, own);
        for &key in own.iter() {
            if !self.too_common.is_empty() && self.too_common.contains_key(&key) {
                continue;
            }
            let bucket = bucket(key, self.shift);
            let print = fingerprint(key);
            let range = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
            out.extend(self.entries[range].iter().filter(|entry| entry.0 == print).map(|entry| entry.1));
        }
        out.sort_unstable();
        out.dedup();
    }

    /// Kinds of keys with values too common to be used, and how many records hold the commonest of each.
    pub fn runaway(&self) -> Vec<(String, usize)> {
        let mut most: std::collections::BTreeMap<u64, u32> = std::collections::BTreeMap::new();
        #[expect(clippy::iter_over_hash_type, reason = "a maximum per kind does not depend on the order")]
        for (key, &count) in &self.too_common {
            let entry = most.entry(key & 15).or_insert(0);
            *entry = (*entry).max(count);
        }
        most.into_iter().map(|(kind, count)| (kind_named(kind).to_owned(), count as usize)).collect()
    }
}

fn kind_named(kind: u64) -> &'static str {
    use Kind::{
        BirthProvince, EndsDistrict, EndsWork, EndsYear, FamilyBirth, FrontYearProvince, GivenBirth, GivenCommune,
        GivenMonthDistrict, GivenYearWork, InitialsBirthYear, Name, NationalId, PartyCard,
    };
    let all = [
        NationalId,
        PartyCard,
        Name,
        GivenBirth,
        FamilyBirth,
        EndsYear,
        GivenMonthDistrict,
        GivenYearWork,
        GivenCommune,
        EndsDistrict,
        FrontYearProvince,
        BirthProvince,
        InitialsBirthYear,
        EndsWork,
    ];
    usize::try_from(kind).ok().and_then(|kind| all.get(kind)).map_or("", |kind| kind.name())
}

#[expect(clippy::cast_possible_truncation, reason = "the shift leaves at most 28 bits")]
fn bucket(key: Key, shift: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> shift) as usize
}

fn fingerprint(key: Key) -> u32 {
    (key.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32) as u32
}
