//! Where else does a row say that the person comes from?
//!
//! A native place is missing more often than a number. The first digits of a number tell where the birth was registered (12 digits) or
//! where it was issued (9 digits), and most people work in the province they come from. What one side says so is held against what the
//! other says of the native place, where that is missing on one side. And where the native places differ, one of them may be the place
//! where the person lives and works: clerks take one for the other.

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
    by_value("residence", "residence_fits"),
    fixed("residence", "residence_elsewhere"),
    by_value("region", "region_fits"),
    fixed("region", "region_elsewhere"),
];

const UNKNOWN: Finding = Finding { rung: 0, u: Bits::ZERO };
const NUMBER: u8 = 1;
const NUMBERS: u8 = 3;
const WORK: u8 = 5;
/// Rung of a native district where the other lives.
pub const RESIDENCE: u8 = 7;
/// Rung of a native province where the other lives.
pub const REGION: u8 = 9;

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
    let is_elsewhere = homes::is_elsewhere(found.home.rung);
    if homes::agrees(found.home.rung) && !is_elsewhere {
        return UNKNOWN;
    }
    let fitting = if is_elsewhere { residence(homes, a, b) } else { None };
    if let Some(fits) = fitting.filter(|fits| matches!(fits.rung, RESIDENCE | REGION)) {
        return fits;
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
    if number_rung.name == "other_kind" && !homes::agrees(found.home.rung) && usable(a.issued_in) && usable(b.issued_in) {
        return verdict(NUMBERS, a.issued_in, b.issued_in);
    }
    if found.home.rung == 0 && !organisations::is_placed(found.work.rung) {
        for (home, work) in [(a.home.provinces, b.work.place.provinces), (b.home.provinces, a.work.place.provinces)] {
            if usable(home) && usable(work) {
                return verdict(WORK, home, work);
            }
        }
    }
    fitting.map_or(UNKNOWN, |elsewhere| model.found(Comparison::Origin, elsewhere.rung))
}

/// Whether one side's native place is where the other works. None: that cannot be told.
fn residence(homes: &PlaceShares, a: &Person, b: &Person) -> Option<Finding> {
    // Who works where the other works comes no nearer by it: that is said of the places of work already.
    if a.work.place.is_same_district(&b.work.place) {
        return None;
    }
    let sides = [(&a.home, &b.work.place), (&b.home, &a.work.place)];
    let districts = || sides.into_iter().filter(|(home, work)| home.district > 0 && work.district > 0);
    if let Some((home, _)) = districts().find(|(home, work)| home.district == work.district) {
        return Some(Finding { rung: RESIDENCE, u: homes.districts.log(home.district) });
    }
    if districts().next().is_some() {
        return Some(Finding { rung: RESIDENCE + 1, u: Bits::ZERO });
    }
    // Provinces tell only those apart whose native provinces differ.
    if a.home.is_province_shared(&b.home) || a.work.place.is_province_shared(&b.work.place) {
        return None;
    }
    let regions = || sides.into_iter().filter(|(home, work)| home.provinces != 0 && work.provinces != 0);
    if let Some((home, work)) = regions().find(|(home, work)| home.is_province_shared(work)) {
        return Some(Finding { rung: REGION, u: homes.province(home.provinces | work.provinces) });
    }
    regions().next().map(|_| Finding { rung: REGION + 1, u: Bits::ZERO })
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
    use crate::link::organisations::Workplace;

    fn person(home: u64, issued_in: u64, work: u64) -> Person {
        let place = |provinces: u64| Place { provinces, ..Place::default() };
        let work = Workplace { place: place(work), ..Workplace::default() };
        Person { home: place(home), issued_in, work, ..Person::default() }
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
            (person(1, 4, 0), person(1, 4, 0), ("same_province", "other_kind", "unknown"), "unknown"),
            (person(1, 0, 2), person(2, 0, 8), ("province_differs", "unknown", "province_differs"), "region_fits"),
            (person(1, 0, 2), person(2, 0, 2), ("province_differs", "unknown", "same_province"), "unknown"),
            (person(1, 0, 4), person(2, 0, 8), ("province_differs", "unknown", "province_differs"), "region_elsewhere"),
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
