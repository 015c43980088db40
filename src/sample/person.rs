//! Who is an invented person?
//!
//! Everything that stays true of one: sex, name, birth, native place, numbers and dates of joining that fit each other. What a row
//! says of them is the business of `damage`.

use std::sync::LazyLock;

use chrono::{Datelike, Days, Months, NaiveDate};
use rustc_hash::FxHashMap;

use super::damage::nickname;
use super::mix::Mix;
use super::names::{Name, Names, middle_and_given, region_of};
use super::place::{self, Commune};
use super::random::Rng;
use crate::vn::embedded;
use crate::vn::sex::Sex;

const CMND: &str = include_str!("../vn/data/cmnd_prefixes.csv");

/// An invented person.
#[derive(Debug, Clone)]
pub struct Person {
    /// Man or woman.
    pub sex: Sex,
    /// The registered name.
    pub name: Name,
    /// Another name in use.
    pub alias: Option<String>,
    /// The true date of birth.
    pub born: NaiveDate,
    /// The native commune.
    pub home: Commune,
    /// The commune of the place of work.
    pub work: Commune,
    /// 12 digits: province of registration, century and sex, year, six more.
    pub national_id: String,
    /// 9 digits, of the card before.
    pub old_id: String,
    /// 8 digits.
    pub card: String,
    /// Admitted to the Party.
    pub joined: NaiveDate,
    /// Full member, a year later or a little more.
    pub official: NaiveDate,
}

/// The prefixes of nine-digit numbers by province.
static PREFIXES: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut prefixes: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for row in embedded::rows(CMND) {
        if let [prefix, code, ..] = row[..] {
            prefixes.entry(code).or_default().push(prefix);
        }
    }
    prefixes
});

/// Who is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Chance of a woman.
    pub women: f64,
    /// Earliest, most usual and latest year of birth.
    pub born: [i32; 3],
    /// No number of another person with another serial is the same, below a million.
    pub serial: usize,
}

impl Person {
    /// A person as `mix` has them.
    pub fn invent(rng: &mut Rng, mix: &Mix, names: &Names, wanted: Wanted) -> Self {
        let sex = if rng.chance(wanted.women) { Sex::Female } else { Sex::Male };
        let home = *mix.communes.draw(rng);
        let name = names.invent(rng, home.province(), sex);
        let born = some_day(rng, wanted.born);
        let work = match rng.unit() {
            x if x < mix.people.moved => *mix.communes.draw(rng),
            x if x < mix.people.moved + 0.3 => home.in_same_province(rng),
            _ => home.in_same_district(rng),
        };
        let alias = rng.chance(mix.people.alias).then(|| alias(rng, &name, sex, home));
        let mut person = Self {
            sex,
            name,
            alias,
            born,
            home,
            work,
            national_id: String::new(),
            old_id: String::new(),
            card: String::new(),
            joined: born,
            official: born,
        };
        person.join(rng);
        person.number(rng, wanted.serial);
        person
    }

    /// Gives the person a date of birth and what follows from it.
    pub fn rebirth(&mut self, rng: &mut Rng, born: NaiveDate, serial: usize) {
        self.born = born;
        self.join(rng);
        self.number(rng, serial);
    }

    fn join(&mut self, rng: &mut Rng) {
        let age = rng.triangle(18, 25, 42) as u32;
        let after = self.born.checked_add_months(Months::new(12 * age)).unwrap_or(self.born);
        let joined = after.checked_add_days(Days::new(rng.below(360) as u64 + 5)).unwrap_or(after);
        // Everybody here is a full member by now.
        self.joined = joined.min(super::as_of() - Months::new(14 + rng.below(30) as u32));
        let year_later = self.joined.checked_add_months(Months::new(12)).unwrap_or(self.joined);
        self.official = year_later.checked_add_days(Days::new(rng.below(45) as u64)).unwrap_or(year_later);
    }

    fn number(&mut self, rng: &mut Rng, serial: usize) {
        // Births are registered where the family lives, which need not be the native place.
        let province =
            if rng.chance(0.86) { self.home.province() } else { place::province_at(rng.below(place::province_count())) };
        let century = match self.born.year() {
            ..2000 => 0,
            _ => 2,
        };
        let sex = century + u8::from(self.sex == Sex::Female);
        let year = self.born.year().rem_euclid(100);
        // The multiplier shares no factor with a million: serials below a million give as many different endings.
        let ending = |factor: usize, add: usize| (serial % 1_000_000 * factor + add) % 1_000_000;
        self.national_id = format!("0{}{sex}{year:02}{:06}", province.code, ending(387_419, 27_183));
        let prefix = match PREFIXES.get(self.home.province().code) {
            Some(prefixes) => *rng.pick(prefixes),
            None => ["17", "20", "33"][region_of(self.home.province().code)],
        };
        self.old_id = format!("{prefix}{:07}", rng.below(10_000_000));
        self.old_id.truncate(9);
        self.card = format!("{:02}{:06}", rng.below(98) + 1, ending(617_363, 314_159));
    }
}

/// A day of a year drawn from the earliest, the most usual and the latest.
pub(super) fn some_day(rng: &mut Rng, [low, most, high]: [i32; 3]) -> NaiveDate {
    let first = day(rng.triangle(low, most, high), 1, 1);
    first.checked_add_days(Days::new(rng.below(365) as u64)).unwrap_or(first)
}

/// A day that is known to be one; the first day of the epoch otherwise.
pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// A day between two, both included.
pub(super) fn day_between(rng: &mut Rng, from: NaiveDate, to: NaiveDate) -> NaiveDate {
    let span = (to - from).num_days().max(0) as usize + 1;
    from.checked_add_days(Days::new(rng.below(span) as u64)).unwrap_or(from)
}

/// Another name in use: by birth order (mostly in the south), a name of one's own choice, another registered name.
fn alias(rng: &mut Rng, name: &Name, sex: Sex, home: Commune) -> String {
    let is_south = region_of(home.province().code) == 2;
    let ticket = rng.unit();
    if ticket < if is_south { 0.6 } else { 0.15 } {
        return nickname(rng, &name.given);
    }
    let (middle, given) = middle_and_given(rng, sex);
    if ticket < 0.75 {
        let (_, first) = middle_and_given(rng, sex);
        return format!("{first} {given}");
    }
    Name { family: name.family.clone(), middle: middle.to_owned(), given: given.to_owned(), family_last: false }.full()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::sample::random::Stream;

    #[test]
    fn numbers_and_dates_fit_the_person() {
        let mix = Mix::load("ordinary").expect("shipped");
        let names = Names::new(&BTreeMap::new(), 1.0, 0.2);
        let mut numbers = std::collections::BTreeSet::new();
        for serial in 0..3_000 {
            let mut rng = Rng::new(1, Stream::Candidate, serial);
            let person = Person::invent(&mut rng, &mix, &names, Wanted { women: 0.3, born: [1956, 1974, 2003], serial });
            assert_eq!((person.national_id.len(), person.old_id.len(), person.card.len()), (12, 9, 8));
            let sex = person.national_id[3..4].parse::<i32>().expect("a digit");
            assert_eq!(sex % 2 == 1, person.sex == Sex::Female);
            assert_eq!(sex >= 2, person.born.year() >= 2000);
            assert_eq!(person.national_id[4..6], format!("{:02}", person.born.year() % 100));
            assert!(person.official < crate::sample::as_of());
            assert!(person.joined.years_since(person.born).expect("after") >= 18 && person.official > person.joined);
            assert!(numbers.insert(person.national_id));
        }
    }
}
