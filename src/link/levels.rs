//! How high are the offices of both rows?
//!
//! Whoever is on the list today was at the same level at the time of the decision, or below: people rise a step in some years, seldom fall, and
//! whoever works in a village is not often the one who was disciplined in a ministry. Where two offices lie is another comparison; this
//! one asks at which level.

use super::bits::Bits;
use super::model::{Comparison, Finding, Model, Rung, fixed, silent};
use super::organisations::Workplace;
use crate::vn::post::Level;

/// The rungs, by the candidate's level today.
pub const RUNGS: &[Rung] = &[
    silent("unknown"),
    fixed("commune", "commune_stayed"),
    fixed("commune", "commune_fallen"),
    fixed("district", "district_risen"),
    fixed("district", "district_stayed"),
    fixed("district", "district_fallen"),
    fixed("province", "province_risen_far"),
    fixed("province", "province_risen"),
    fixed("province", "province_stayed"),
    fixed("province", "province_fallen"),
    fixed("central", "central_risen_far"),
    fixed("central", "central_risen"),
    fixed("central", "central_stayed"),
];

/// How offices begin that a commune has, whether or not it is named.
const OF_COMMUNES: &[&str] =
    &["htx ", "hop tac xa ", "tram y te ", "truong mam non ", "truong tieu hoc ", "truong thcs ", "chi bo thon ", "chi bo ap "];

/// Whether an office with this folded name is a commune's.
pub fn is_of_commune(folded: &str) -> bool {
    OF_COMMUNES.iter().any(|start| folded.starts_with(start))
}

/// The level of an office. None: no office is named.
fn level(work: &Workplace) -> Option<Level> {
    let place = &work.place;
    if work.text == 0 {
        None
    } else if work.is_of_commune || work.commune_name > 0 || place.commune > 0 || place.commune_2025 > 0 {
        Some(Level::Commune)
    } else if place.district > 0 {
        Some(Level::District)
    } else if place.provinces != 0 {
        Some(Level::Province)
    } else {
        Some(Level::Central)
    }
}

/// Compares the office of a candidate with the one of a record.
pub fn compare(model: &Model, candidate: &Workplace, record: &Workplace) -> Finding {
    match (level(candidate), level(record)) {
        (Some(today), Some(then)) => model.found(Comparison::Level, rung(today, then)),
        _ => Finding::default(),
    }
}

fn rung(today: Level, then: Level) -> u8 {
    use Level::{Central, Commune, District, Grassroots, Province};
    match (today, then) {
        (Commune | Grassroots, Commune | Grassroots) => 1,
        (Commune | Grassroots, _) => 2,
        (District, Commune | Grassroots) => 3,
        (District, District) => 4,
        (District, _) => 5,
        (Province, Commune | Grassroots) => 6,
        (Province, District) => 7,
        (Province, Province) => 8,
        (Province, Central) => 9,
        (Central, Commune | Grassroots | District) => 10,
        (Central, Province) => 11,
        (Central, Central) => 12,
    }
}

/// The step in which a glance counts.
pub const EIGHTH: Bits = Bits(128);

/// The level of an office as a number below four: 0 none, 1 the commune, 2 the district, 3 above.
pub fn at_a_glance(work: &Workplace) -> u64 {
    match level(work) {
        None => 0,
        Some(Level::Commune | Level::Grassroots) => 1,
        Some(Level::District) => 2,
        Some(Level::Province | Level::Central) => 3,
    }
}

/// What the comparison of an office with one at each of the levels that a glance sees weighs at most, in eighths of a bit, whichever of them is
/// the candidate's.
pub fn most(model: &Model, work: &Workplace) -> [i8; 4] {
    let mut out = [0; 4];
    let Some(own) = level(work) else { return out };
    let weight = |rung: u8| model.weight(Comparison::Level, model.found(Comparison::Level, rung));
    let seen: [&[Level]; 3] = [&[Level::Commune], &[Level::District], &[Level::Province, Level::Central]];
    for (out, others) in out.iter_mut().skip(1).zip(seen) {
        let most =
            others.iter().flat_map(|&other| [rung(own, other), rung(other, own)]).map(weight).fold(Bits::whole(-30), Bits::max);
        *out = i8::try_from(most.0.div_euclid(EIGHTH.0) + 1).unwrap_or(if most < Bits::ZERO { i8::MIN } else { i8::MAX });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Result;
    use crate::link::homes::Place;

    #[test]
    fn offices_are_compared_by_level() -> Result<()> {
        let model = Model::shipped()?;
        let office = |provinces: u64, district: u32, commune_name: u32| Workplace {
            place: Place { provinces, district, ..Place::default() },
            commune_name,
            text: 1,
            ..Workplace::default()
        };
        let (central, province, district, commune) = (office(0, 0, 0), office(1, 0, 0), office(1, 7, 0), office(0, 0, 3));
        for (today, then, expected) in [
            (Workplace::default(), commune, "unknown"),
            (commune, commune, "commune_stayed"),
            (commune, central, "commune_fallen"),
            (district, commune, "district_risen"),
            (province, commune, "province_risen_far"),
            (province, district, "province_risen"),
            (central, district, "central_risen_far"),
            (central, central, "central_stayed"),
        ] {
            assert_eq!(RUNGS[usize::from(compare(&model, &today, &then).rung)].name, expected);
        }
        assert!(is_of_commune("truong mam non hoa sen") && !is_of_commune("so y te"));
        Ok(())
    }
}
