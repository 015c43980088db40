//! Can two rows be one person at all, seen at a glance?
//!
//! Keys bring together millions of rows that only share a common name and a year. A few bits of each row, kept beside its keys, say at
//! most how much a comparison could find: where that is too little, the rows themselves are never touched. Bits of different values may
//! be the same, so that a glance lets more through than it must; a test holds that it never lets less.

use std::sync::LazyLock;

use super::births::Birth;
use super::bits::Bits;
use super::levels;
use super::model::{Comparison, Model};
use super::people::{Person, World};
use super::sexes;
use super::sexes::RowSex;
use crate::vn::province;

/// What a glance sees of a row, packed; a part that is 0 is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Glance {
    /// Name, birth, sex and where the number was issued.
    who: u64,
    /// Numbers and places.
    rest: u64,
}

/// Word, width and place of a part.
#[derive(Clone, Copy)]
pub(super) struct Part(Word, u32, u32);

#[derive(Clone, Copy)]
pub(super) enum Word {
    Who,
    Rest,
}

pub(super) const FAMILY: Part = Part(Word::Who, 7, 0);
pub(super) const SECOND: Part = Part(Word::Who, 7, 7);
pub(super) const GIVEN: Part = Part(Word::Who, 9, 14);
/// Which of the three is not to be judged at a glance: initials, slips perhaps. All: an alias, a nickname, a name in no dictionary.
pub(super) const OPEN: Part = Part(Word::Who, 3, 23);
/// Syllables less one; 0: more than four.
pub(super) const LENGTH: Part = Part(Word::Who, 2, 26);
pub(super) const YEAR: Part = Part(Word::Who, 7, 28);
/// Month and day.
pub(super) const DAY: Part = Part(Word::Who, 9, 35);
pub(super) const SEX: Part = Part(Word::Who, 2, 44);
/// What another sex takes away, going by the row's name, in steps of [`OTHER_SEX_STEP`].
pub(super) const OTHER_SEX: Part = Part(Word::Who, 2, 46);
pub(super) const OTHER_SEX_STEP: Bits = Bits::whole(2);
/// At which level the row's office is: see [`levels::at_a_glance`].
pub(super) const LEVEL: Part = Part(Word::Who, 2, 48);
/// The province where the number was issued.
pub(super) const ISSUED: Part = Part(Word::Who, 6, 50);
pub(super) const COMMUNE: Part = Part(Word::Who, 6, 56);
/// 1: eight digits, 2: another count.
pub(super) const CARD_KIND: Part = Part(Word::Who, 2, 62);

/// 1: nine digits, 2: twelve, 3: any other count.
pub(super) const ID_KIND: Part = Part(Word::Rest, 2, 0);
/// The last six digits, in two groups: one slip leaves one of them as it was.
pub(super) const ID_HIGH: Part = Part(Word::Rest, 10, 2);
pub(super) const ID_LOW: Part = Part(Word::Rest, 10, 12);
pub(super) const CARD_HIGH: Part = Part(Word::Rest, 7, 22);
pub(super) const CARD_LOW: Part = Part(Word::Rest, 7, 29);
/// Native provinces: see [`area`].
pub(super) const HOME: Part = Part(Word::Rest, 7, 36);
/// Provinces of work.
pub(super) const WORK: Part = Part(Word::Rest, 7, 43);
pub(super) const DISTRICT: Part = Part(Word::Rest, 9, 50);
pub(super) const OFFICE: Part = Part(Word::Rest, 5, 59);

/// [`YEAR`] of a row that contradicts itself: its year may be either.
pub(super) const DOUBTFUL: u64 = 127;
/// [`YEAR`] counts from here.
const FIRST_YEAR: u16 = 1890;

impl Part {
    fn put(self, glance: &mut Glance, value: u64) {
        let word = match self.0 {
            Word::Who => &mut glance.who,
            Word::Rest => &mut glance.rest,
        };
        *word |= (value & ((1 << self.1) - 1)) << self.2;
    }

    /// Puts a value that is not 0 as a number that fits and is not 0 either.
    fn put_hashed(self, glance: &mut Glance, value: u64) {
        if value > 0 {
            self.put(glance, (value.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) % ((1 << self.1) - 1) + 1);
        }
    }

    #[inline]
    pub(super) fn get(self, glance: Glance) -> u64 {
        let word = match self.0 {
            Word::Who => glance.who,
            Word::Rest => glance.rest,
        };
        word >> self.2 & ((1 << self.1) - 1)
    }

    #[inline]
    pub(super) fn is_same(self, a: Glance, b: Glance) -> bool {
        let part = self.get(a);
        part != 0 && part == self.get(b)
    }

    #[inline]
    pub(super) fn is_known(self, a: Glance, b: Glance) -> bool {
        self.get(a) != 0 && self.get(b) != 0
    }
}

/// A set of provinces as a number below 128: 0 none, 1–63 that one, 65–98 several of which one province of since July 2025 was made, 64
/// any other set.
pub(super) fn area(provinces: u64) -> u64 {
    if provinces.count_ones() < 2 {
        return if provinces == 0 { 0 } else { u64::from(provinces.trailing_zeros()) + 1 };
    }
    let merged = province::all_2025().iter().position(|merged| provinces & !merged.absorbed.bits() == 0);
    SEVERAL + merged.map_or(0, |at| at as u64 + 1)
}

/// The area of a set that no province of since July 2025 holds.
pub(super) const SEVERAL: u64 = 64;

/// For each area those that may have a province in common with it, one bit each.
pub(super) static MEETS: LazyLock<[u128; 128]> = LazyLock::new(|| {
    let provinces = |area: u64| match area {
        0 => 0,
        SEVERAL => u64::MAX,
        one if one < SEVERAL => 1 << (one - 1),
        merged => province::all_2025()
            .get(usize::try_from(merged - SEVERAL - 1).unwrap_or(0))
            .map_or(0, |merged| merged.absorbed.bits()),
    };
    let mut meets = [0; 128];
    for (area, meets) in (0..128).zip(&mut meets) {
        let met = (0..128_u64).filter(|&other| provinces(area) & provinces(other) != 0);
        *meets = met.fold(0, |all, other| all | 1_u128 << other);
    }
    meets
});

pub(super) fn area_at(area: u64) -> usize {
    usize::try_from(area & 127).unwrap_or(0)
}

/// Whether an area is among those that `meets` has.
#[inline]
pub(super) fn is_met(meets: u128, area: u64) -> bool {
    meets >> area & 1 == 1
}

impl Glance {
    /// Of a row.
    pub fn of(world: &World, model: &Model, person: &Person) -> Self {
        let mut glance = Self::default();
        glance.put_name(world, person);
        glance.put_birth(person.birth);
        let other_sex = match person.sex {
            RowSex::Unknown => None,
            RowSex::Male => Some((1, RowSex::Female)),
            RowSex::Female => Some((2, RowSex::Male)),
        };
        if let (Some((sex, other)), Some(&name)) = (other_sex, person.names().first()) {
            SEX.put(&mut glance, sex);
            let weight = model.weight(Comparison::Sex, sexes::compare(other, person.sex, world.name_sexes[name as usize]));
            OTHER_SEX.put(&mut glance, u64::try_from((-weight.0).max(0) / OTHER_SEX_STEP.0).unwrap_or(0).min(3));
        }
        glance.put_numbers(person);
        LEVEL.put(&mut glance, levels::at_a_glance(&person.work));
        HOME.put(&mut glance, area(person.home.provinces));
        WORK.put(&mut glance, area(person.work.provinces()));
        DISTRICT.put_hashed(&mut glance, u64::from(person.home.district));
        COMMUNE.put_hashed(&mut glance, u64::from(person.home.commune_2025));
        OFFICE.put_hashed(
            &mut glance,
            match (person.work.commune_name, person.work.place.district) {
                (0, 0) => 0,
                (0, district) => u64::from(district),
                (commune, _) => u64::from(commune) << 20,
            },
        );
        glance
    }

    fn put_name(&mut self, world: &World, person: &Person) {
        let mut spelt = person.names().iter().flat_map(|&name| world.names.sounds(name));
        let sounds = spelt.next().unwrap_or(&[]);
        let (mut family, mut second, mut given) = (false, false, false);
        // The same name without a slip it may hold: what differs is what the slip may be in.
        let mut is_open = sounds.is_empty() || person.name_count > 1;
        for other in spelt {
            let (last, at) = (sounds.len().saturating_sub(1), |place: usize| other.get(place) != sounds.get(place));
            is_open |= other.len() != sounds.len() || (2..last).any(at);
            (family, second, given) = (family || at(0), second || at(1), given || at(last));
        }
        for &name in person.names() {
            let name = world.names.get(name);
            is_open |= name.is_nickname || name.is_foreign || name.len < 2 || name.has_initial || name.is_garbled;
        }
        for (part, sound) in [(FAMILY, sounds.first()), (SECOND, sounds.get(1)), (GIVEN, sounds.last())] {
            part.put_hashed(self, sound.map_or(0, |&sound| u64::from(sound) + 1));
        }
        LENGTH.put(self, if (2..=4).contains(&sounds.len()) { sounds.len() as u64 - 1 } else { 0 });
        let open = |is_part_open: bool| u64::from(is_open || is_part_open);
        OPEN.put(self, open(family) | open(second) << 1 | open(given) << 2);
    }

    fn put_birth(&mut self, birth: Birth) {
        let known = if birth.year > 0 { birth.year } else { birth.number_year };
        let is_doubtful = birth.year > 0 && birth.number_year > 0 && birth.year != birth.number_year;
        let year = u64::from(known.saturating_sub(FIRST_YEAR)).min(DOUBTFUL - 1);
        YEAR.put(self, if is_doubtful { DOUBTFUL } else { year });
        if !(birth.day == 1 && birth.month == 1) {
            DAY.put(self, u64::from(birth.month) * 32 + u64::from(birth.day));
        }
    }

    fn put_numbers(&mut self, person: &Person) {
        let (id, card) = (person.national_id, person.party_card);
        if id.digits > 0 {
            ID_KIND.put(self, if id.digits == 9 { 1 } else { 3 - u64::from(id.digits == 12) });
            ID_HIGH.put(self, id.value / 1_000 % 1_000);
            ID_LOW.put(self, id.value % 1_000);
            if person.issued_in.is_power_of_two() {
                ISSUED.put(self, u64::from(person.issued_in.trailing_zeros()) + 1);
            }
        }
        if card.digits > 0 {
            CARD_KIND.put(self, if card.digits == 8 { 1 } else { 2 });
            CARD_HIGH.put_hashed(self, card.value / 10_000 + 1);
            CARD_LOW.put_hashed(self, card.value % 10_000 + 1);
        }
    }

    /// The birth date as far as it is seen, of a row that does not contradict itself.
    #[inline]
    pub(super) fn birth(self) -> Birth {
        let year = YEAR.get(self);
        let (day, narrow) = (DAY.get(self), |x: u64| u8::try_from(x).unwrap_or(0));
        let year = if year == 0 { 0 } else { FIRST_YEAR + u16::try_from(year).unwrap_or(0) };
        Birth { year, month: narrow(day >> 5), day: narrow(day & 31), number_year: 0 }
    }

    /// The three names, as far as they are the same: one bit each, as in [`OPEN`].
    #[inline]
    pub(super) fn same_names(self, row: Self) -> u64 {
        let differs = self.who ^ row.who;
        let is_same = |part: Part| u64::from(differs >> part.2 & ((1 << part.1) - 1) == 0);
        OPEN.get(self) | OPEN.get(row) | is_same(FAMILY) | is_same(SECOND) << 1 | is_same(GIVEN) << 2
    }

    #[inline]
    pub(super) fn is_number_shared_across_groups(a: Self, b: Self) -> bool {
        let [(high, low), (other_high, other_low)] = [a, b].map(|glance| (ID_HIGH.get(glance), ID_LOW.get(glance)));
        let is_rest_same = high / 10 == other_high / 10 && low % 100 == other_low % 100;
        is_rest_same && high % 10 == other_low / 100 && low / 100 == other_high % 10
    }
}
