//! Can two rows be one person at all, seen at a glance?
//!
//! Keys bring together millions of rows that only share a common name and a year. A few bits of each row, kept beside its keys, say at
//! most how much a comparison could find: where that is too little, the rows themselves are never touched. Bits of different values may
//! be the same, so that a glance lets more through than it must, and never less.

use super::bits::Bits;
use super::people::{Person, World};

/// What a glance sees of a row, packed; a part that is 0 is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Glance(u64);

/// Width and place of a part.
#[derive(Clone, Copy)]
struct Part(u32, u32);

const FAMILY: Part = Part(8, 0);
const SECOND: Part = Part(8, 8);
const GIVEN: Part = Part(10, 16);
const YEAR: Part = Part(7, 26);
/// Month and day.
const DAY: Part = Part(9, 33);
const PROVINCE: Part = Part(6, 42);
const DISTRICT: Part = Part(10, 48);
const WORK: Part = Part(5, 58);
/// Aliases, initials, slips: the name is not to be judged at a glance.
const ODD: Part = Part(1, 63);

impl Part {
    fn put(self, value: u64) -> u64 {
        (value & ((1 << self.0) - 1)) << self.1
    }

    fn get(self, glance: Glance) -> u64 {
        glance.0 >> self.1 & ((1 << self.0) - 1)
    }

    /// A value that is not 0 as a number that fits and is not 0 either.
    fn hashed(self, value: u64) -> u64 {
        if value == 0 { 0 } else { self.put((value.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) % ((1 << self.0) - 1) + 1) }
    }

    fn is_same(self, a: Glance, b: Glance) -> bool {
        let part = self.get(a);
        part != 0 && part == self.get(b)
    }

    fn is_known(self, a: Glance, b: Glance) -> bool {
        self.get(a) != 0 && self.get(b) != 0
    }
}

impl Glance {
    /// Of a row.
    pub fn of(world: &World, person: &Person) -> Self {
        let mut spelt = person.names().iter().flat_map(|&name| world.names.sounds(name));
        let sounds = spelt.next().unwrap_or(&[]);
        let is_plain = |&name: &u32| {
            let name = world.names.get(name);
            !name.has_initial && !name.is_nickname && !name.is_foreign && name.len > 1
        };
        let is_odd = spelt.next().is_some() || !person.names().iter().all(is_plain) || sounds.is_empty();
        let part = |part: Part, sound: Option<&u32>| part.hashed(sound.map_or(0, |&sound| u64::from(sound) + 1));
        let birth = person.birth;
        let year = if birth.year > 0 { birth.year } else { birth.number_year };
        // Where a row contradicts itself the year may be either.
        let is_doubtful = birth.year > 0 && birth.number_year > 0 && birth.year != birth.number_year;
        let year = if is_doubtful { 0 } else { u64::from(year.saturating_sub(1890).min(127)) };
        let day = if birth.day == 1 && birth.month == 1 { 0 } else { u64::from(birth.month) * 32 + u64::from(birth.day) };
        let home = person.home.provinces;
        let province = if home.is_power_of_two() { u64::from(home.trailing_zeros()) + 1 } else { 0 };
        let work = match (person.work.commune_name, person.work.place.district) {
            (0, 0) => 0,
            (0, district) => u64::from(district),
            (commune, _) => u64::from(commune) << 20,
        };
        Self(
            part(FAMILY, sounds.first())
                | part(SECOND, sounds.get(1))
                | part(GIVEN, sounds.last())
                | YEAR.put(year)
                | DAY.put(day)
                | PROVINCE.put(province)
                | DISTRICT.hashed(u64::from(person.home.district))
                | WORK.hashed(work)
                | ODD.put(u64::from(is_odd)),
        )
    }
}

/// A candidate who looks at records: the glance, and how much each agreement is worth at most.
#[derive(Debug, Clone, Copy)]
pub struct Looker {
    glance: Glance,
    family: Bits,
    second: Bits,
    given: Bits,
    whole: Bits,
    year: Bits,
    province: Bits,
}

/// What a whole birth date weighs beyond its year.
const DAY_AND_MONTH: Bits = Bits::whole(9);
/// What a month weighs beyond its year.
const MONTH: Bits = Bits::whole(4);
/// What a year weighs with another day or another month in it.
const ONE_SLIP: Bits = Bits::whole(5);
/// What day and month weigh in another year.
const OTHER_YEAR: Bits = Bits::whole(4);
/// What a district weighs at most, the commune included.
const SAME_DISTRICT: Bits = Bits::whole(13);
/// What numbers and offices may tell of a native place that is missing.
const NO_PROVINCE: Bits = Bits::whole(7);
const SAME_WORK: Bits = Bits::whole(10);
/// What the comparisons that a glance does not see may add.
const REST: Bits = Bits::whole(2);

impl Looker {
    /// Of a candidate.
    pub fn of(world: &World, person: &Person) -> Self {
        let glance = Glance::of(world, person);
        let names = || person.names().iter().map(|&name| world.names.get(name));
        let most = |of: &dyn Fn(&super::names::Name) -> Bits| names().map(of).max().unwrap_or(Bits::ZERO);
        let at = |place: usize| most(&move |name| -name.part_share[place.min(usize::from(name.len).saturating_sub(1))]);
        let birth = person.birth;
        let year = if birth.year > 0 { birth.year } else { birth.number_year };
        Self {
            glance,
            family: at(0),
            second: at(1),
            given: at(usize::MAX),
            whole: most(&|name| (-name.share).max(-name.letters_share)),
            year: -world.years.log(u32::from(year)),
            province: -world.homes.province(person.home.provinces),
        }
    }

    /// At most so much can a comparison with the row find. `has_all_syllables`: both names have the same ones.
    pub fn most(&self, row: Glance, has_all_syllables: bool) -> Bits {
        let own = self.glance;
        let is_odd = ODD.get(own) | ODD.get(row) > 0;
        let [family, second, given] = [FAMILY, SECOND, GIVEN].map(|part| part.is_same(own, row));
        let part = |is_same: bool, bits: Bits| if is_same { bits } else { Bits::ZERO };
        let mut most = part(family, self.family) + part(second, self.second) + part(given, self.given) + REST;
        if is_odd || has_all_syllables || (family && second && given) {
            most = most.max(self.whole + REST);
        }
        most += self.birth(row);
        most += if DISTRICT.is_same(own, row) {
            SAME_DISTRICT
        } else if PROVINCE.is_same(own, row) {
            // The map of 2025 has no districts.
            if DISTRICT.is_known(own, row) { self.province } else { SAME_DISTRICT }
        } else if PROVINCE.is_known(own, row) {
            Bits::ZERO
        } else {
            NO_PROVINCE
        };
        most + part(WORK.is_same(own, row), SAME_WORK)
    }

    /// What the birth dates weigh at most.
    fn birth(&self, row: Glance) -> Bits {
        let own = self.glance;
        let (a, b) = (DAY.get(own), DAY.get(row));
        let ([month, day], [other_month, other_day]) = ([a >> 5, a & 31], [b >> 5, b & 31]);
        if !YEAR.is_same(own, row) {
            return match (a == b && day > 0, YEAR.is_known(own, row)) {
                (true, true) => OTHER_YEAR,
                (true, false) => self.year.max(Bits::whole(5)) + DAY_AND_MONTH,
                (false, _) => Bits::ZERO,
            };
        }
        if a == 0 || b == 0 {
            return self.year;
        }
        let is_turned = month == other_day && day == other_month;
        if a == b || is_turned {
            return self.year + DAY_AND_MONTH;
        }
        match (day > 0 && other_day > 0, month == other_month, day == other_day) {
            (false, true, _) => self.year + MONTH,
            // A slip in the day or in the month takes back what the year is worth.
            (true, true, _) | (true, _, true) => ONE_SLIP,
            _ => Bits::ZERO,
        }
    }
}
