//! Under which keys is a row filed?
//!
//! Keys are made so that any one damaged field, and most pairs of them, still leave a key that both rows share. They use sound classes of
//! syllables, so that slips of ear and region do not matter.

use super::names::MOST_SYLLABLES;
use super::people::{Person, World};

/// What a key is made of; the order is that of the salt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// The identity number.
    NationalId,
    /// The Party card number.
    PartyCard,
    /// All syllables, in any order.
    Name,
    /// Given name and birth date.
    GivenBirth,
    /// Family name and birth date.
    FamilyBirth,
    /// Family name, given name, year of birth.
    EndsYear,
    /// Given name, month of birth, native province.
    GivenMonthProvince,
    /// Given name, year of birth, district of work.
    GivenYearWork,
    /// Given name and native commune.
    GivenCommune,
    /// Family name, given name, native district.
    EndsDistrict,
    /// Family name, first middle name, year of birth, native province.
    FrontYearProvince,
    /// Birth date and native province.
    BirthProvince,
    /// Initials, year of birth, native province.
    InitialsYearProvince,
    /// Family name, given name, place of work.
    EndsWork,
    /// Family name, given name, day and month of birth.
    EndsDay,
}

impl Kind {
    /// All of them, in the order of the salt.
    pub const ALL: [Self; 15] = [
        Self::NationalId,
        Self::PartyCard,
        Self::Name,
        Self::GivenBirth,
        Self::FamilyBirth,
        Self::EndsYear,
        Self::GivenMonthProvince,
        Self::GivenYearWork,
        Self::GivenCommune,
        Self::EndsDistrict,
        Self::FrontYearProvince,
        Self::BirthProvince,
        Self::InitialsYearProvince,
        Self::EndsWork,
        Self::EndsDay,
    ];

    /// The kind of a key.
    pub fn of(key: Key) -> Self {
        let salt = usize::try_from(key & 15).unwrap_or(0);
        Self::ALL.get(salt).copied().unwrap_or(Self::NationalId)
    }
}

/// Provinces of which a set is still worth a key each.
const MOST_PROVINCES: u32 = 4;

/// A key, its kind in the low bits.
pub type Key = u64;

fn key(kind: Kind, parts: &[u64]) -> Key {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ (kind as u64);
    for &part in parts {
        hash = (hash ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 29;
    }
    hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (hash ^ (hash >> 32)) << 4 | kind as u64
}

/// The keys of one row, each once. `is_record` adds the variants that need be tried on one side only.
pub fn keys(world: &World, person: &Person, is_record: bool, out: &mut Vec<Key>) {
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
        for province in bits(origins(person)) {
            out.push(key(Kind::BirthProvince, &[day_of(birth.year, birth.month, birth.day), province]));
        }
    }
    let origins = origins(person);
    for &id in person.names() {
        for sounds in world.names.sounds(id) {
            let (Some(&family), Some(&given)) = (sounds.first(), sounds.last()) else { continue };
            let (family, given) = (u64::from(family), u64::from(given));
            out.push(key(Kind::Name, &[sound_set(sounds)]));
            if is_day_known {
                let mut put = |day| {
                    out.push(key(Kind::GivenBirth, &[given, day]));
                    out.push(key(Kind::FamilyBirth, &[family, day]));
                };
                put(day_of(birth.year, birth.month, birth.day));
                if is_record && birth.day <= 12 && birth.day != birth.month {
                    put(day_of(birth.year, birth.day, birth.month));
                }
                out.push(key(Kind::EndsDay, &[family, given, day_of(0, birth.month, birth.day)]));
            }
            if year > 0 {
                let year = u64::from(year);
                out.push(key(Kind::EndsYear, &[family, given, year]));
                let second = sounds.get(1).copied().map_or(0, u64::from);
                for province in bits(origins) {
                    out.push(key(Kind::FrontYearProvince, &[family, second, year, province]));
                    if birth.month > 0 {
                        out.push(key(Kind::GivenMonthProvince, &[given, year, u64::from(birth.month), province]));
                    }
                    out.push(key(Kind::InitialsYearProvince, &[world.names.get(id).initials, year, province]));
                }
                for province in bits(person.work.provinces()) {
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
    }
    out.sort_unstable();
    out.dedup();
}

/// What a finer key adds to one that is too common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Added {
    Year,
    Day,
    Province,
    WorkProvince,
    Family,
    Second,
    Given,
}

impl Kind {
    /// What its keys hold already: added once more, it would part nobody.
    fn holds(self) -> &'static [Added] {
        use Added::{Day, Family, Given, Province, Second, Year};
        match self {
            Self::NationalId | Self::PartyCard => &[],
            Self::Name => &[Family, Second, Given],
            Self::GivenBirth => &[Given, Year, Day],
            Self::FamilyBirth => &[Family, Year, Day],
            Self::EndsYear => &[Family, Given, Year],
            Self::GivenMonthProvince => &[Given, Year, Province],
            Self::GivenYearWork => &[Given, Year],
            Self::GivenCommune => &[Given, Province],
            Self::EndsDistrict => &[Family, Given, Province],
            Self::FrontYearProvince => &[Family, Second, Year, Province],
            Self::BirthProvince => &[Year, Day, Province],
            Self::InitialsYearProvince => &[Year, Province],
            Self::EndsWork => &[Family, Given],
            Self::EndsDay => &[Family, Given, Day],
        }
    }
}

/// The finer keys that stand in for one that is too common: the same with one more part of the name, of the birth date or of the places
/// added, so that any one of them that both rows know alike still brings them together.
pub fn finer(world: &World, person: &Person, common: Key, out: &mut Vec<Key>) {
    let kind = Kind::of(common);
    let mut put = |added: Added, value: u64| {
        if !kind.holds().contains(&added) {
            out.push(key(kind, &[common, added as u64, value]));
        }
    };
    let birth = person.birth;
    let year = if birth.year > 0 { birth.year } else { birth.number_year };
    if year > 0 {
        put(Added::Year, u64::from(year));
    }
    if birth.day > 0 && !(birth.day == 1 && birth.month == 1) {
        put(Added::Day, day_of(0, birth.month, birth.day));
    }
    for province in bits(origins(person)) {
        put(Added::Province, province);
    }
    for province in bits(person.work.provinces()) {
        put(Added::WorkProvince, province);
    }
    for &name in person.names() {
        let sounds = world.names.get(name).sound_parts();
        for (added, sound) in [(Added::Family, sounds.first()), (Added::Second, sounds.get(1)), (Added::Given, sounds.last())] {
            if let Some(&sound) = sound {
                put(added, u64::from(sound));
            }
        }
    }
}

/// The provinces that the native place or else the number and the office tell; what the number tells of a native place that is known is
/// another chance.
fn origins(person: &Person) -> u64 {
    match (person.home.provinces, person.issued_in) {
        (0, 0) => person.work.provinces(),
        (0, issued_in) => issued_in,
        (home, issued_in) if (home | issued_in).count_ones() <= MOST_PROVINCES => home | issued_in,
        (home, _) => home,
    }
}

/// The sound classes in whatever order, as one number.
fn sound_set(sounds: &[u32]) -> u64 {
    let mut sorted = [0; MOST_SYLLABLES];
    sorted[..sounds.len()].copy_from_slice(sounds);
    sorted[..sounds.len()].sort_unstable();
    let mix = |all: u64, &sound: &u32| (all ^ u64::from(sound)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    sorted[..sounds.len()].iter().fold(0, mix)
}

fn day_of(year: u16, month: u8, day: u8) -> u64 {
    u64::from(year) * 400 + u64::from(month) * 32 + u64::from(day)
}

/// The provinces of a set that is small enough to mean something.
fn bits(set: u64) -> impl Iterator<Item = u64> {
    let mut rest = if set.count_ones() <= MOST_PROVINCES { set } else { 0 };
    std::iter::from_fn(move || {
        (rest != 0).then(|| {
            let bit = u64::from(rest.trailing_zeros());
            rest &= rest - 1;
            bit
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_tells_its_kind() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of(key(kind, &[1, 2, 3])), kind);
        }
    }
}
