//! Where else does a row say that the person comes from?
//!
//! A native place is missing more often than a number. The first digits of a number tell where the birth was registered (12 digits) or
//! where it was issued (9 digits), and most people work in the province they come from. What one side says so is held against what the
//! other says of the native place, where the native places themselves say nothing or contradict each other; where they agree, all this
//! is said already.

use super::bits::Bits;
use super::homes::{self, PlaceShares};
use super::model::{Comparison, Finding, Model, Rung, by_value, fixed, silent};
use super::numbers::Number;
use super::people::Person;
use super::{numbers, organisations};

/// The rungs of the comparison of origins.
pub const RUNGS: &[Rung] = &[
    silent("unknown"),
    by_value("number", "number_fits"),
    fixed("number", "number_differs"),
    by_value("numbers", "numbers_fit"),
    fixed("numbers", "numbers_differ"),
    by_value("work", "work_fits"),
    fixed("work", "work_differs"),
];

const UNKNOWN: Finding = Finding { rung: 0, u: Bits::ZERO };
const NUMBER: u8 = 1;
const NUMBERS: u8 = 3;
const WORK: u8 = 5;

/// Provinces of which a set is still worth something.
const MOST: u32 = 8;

/// What the other comparisons found.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// The comparison of native places.
    pub home: Finding,
    /// The comparison of identity numbers.
    pub number: Finding,
    /// The comparison of places of work.
    pub work: Finding,
}

/// Compares what two rows say of their persons' origin beside the native place.
pub fn compare(model: &Model, homes: &PlaceShares, a: &Person, b: &Person, found: Found) -> Finding {
    if homes::agrees(found.home.rung) {
        return UNKNOWN;
    }
    let verdict = |first: u8, x: u64, y: u64| {
        if x & y != 0 { Finding { rung: first, u: homes.province(x | y) } } else { model.found(Comparison::Origin, first + 1) }
    };
    let usable = |set: u64| set != 0 && set.count_ones() <= MOST;
    let number_rung = &Comparison::NationalId.rungs()[usize::from(found.number.rung)];
    // Two numbers of one kind say all they can in their own comparison.
    let is_number_open = number_rung.group.is_empty() || numbers::is_other(number_rung);
    if found.home.rung == 0 && is_number_open {
        let (a_home, b_home) = (a.home.provinces, b.home.provinces);
        for (home, number) in [(a_home, b.issued_in), (b_home, a.issued_in)] {
            if usable(home) && usable(number) {
                return verdict(NUMBER, home, number);
            }
        }
    }
    if number_rung.name == "other_kind" && usable(a.issued_in) && usable(b.issued_in) {
        return verdict(NUMBERS, a.issued_in, b.issued_in);
    }
    if found.home.rung == 0 && !organisations::is_placed(found.work.rung) {
        for (home, work) in [(a.home.provinces, b.work.place.provinces), (b.home.provinces, a.work.place.provinces)] {
            if usable(home) && usable(work) {
                return verdict(WORK, home, work);
            }
        }
    }
    UNKNOWN
}

/// The provinces that a number tells, one bit each; 0: none.
pub fn issued_in(number: Number) -> u64 {
    crate::vn::id_number::provinces(number.value, number.digits).bits()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Result;
    use crate::link::homes::Place;

    fn person(home: u64, issued_in: u64, work: u64) -> Person {
        let mut person = Person::default();
        person.home = Place { provinces: home, ..Place::default() };
        person.issued_in = issued_in;
        person.work.place.provinces = work;
        person
    }

    #[test]
    fn a_number_and_an_office_stand_in_for_a_native_place_that_is_missing() -> Result<()> {
        let model = Model::shipped()?;
        let shares = PlaceShares::default();
        let named = |comparison: Comparison, name: &str| {
            let at = comparison.rungs().iter().position(|rung| rung.name == name).unwrap_or(0);
            Finding { rung: u8::try_from(at).unwrap_or(0), u: Bits::ZERO }
        };
        let (home, number, work) = (Comparison::Home, Comparison::NationalId, Comparison::Organisation);
        for (a, b, found, expected) in [
            (person(1, 0, 0), person(0, 1, 0), ("unknown", "unknown", "unknown"), "number_fits"),
            (person(1, 0, 0), person(0, 2, 0), ("unknown", "unknown", "unknown"), "number_differs"),
            (person(1, 0, 0), person(0, 2, 0), ("unknown", "same", "unknown"), "unknown"),
            (person(1, 4, 0), person(2, 4, 0), ("province_differs", "other_kind", "unknown"), "numbers_fit"),
            (person(1, 4, 0), person(2, 4, 0), ("same_province", "other_kind", "unknown"), "unknown"),
            (person(1, 0, 0), person(0, 0, 1), ("unknown", "unknown", "other_commune_name"), "work_fits"),
            (person(1, 0, 2), person(0, 0, 2), ("unknown", "unknown", "same_province"), "unknown"),
        ] {
            let found = Found { home: named(home, found.0), number: named(number, found.1), work: named(work, found.2) };
            assert_eq!(RUNGS[usize::from(compare(&model, &shares, &a, &b, found).rung)].name, expected);
            assert_eq!(RUNGS[usize::from(compare(&model, &shares, &b, &a, found).rung)].name, expected);
        }
        Ok(())
    }
}
