//! How high are the offices of both rows?
//!
//! Whoever is on the list today was at the same level at the time of the decision, or below: people rise a step in some years, seldom fall, and
//! whoever works in a village is not often the one who was disciplined in a ministry. Where two offices lie is another comparison; this
//! one asks at which level.

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
    use Level::{Central, Commune, District, Grassroots, Province};
    let rung = match (level(candidate), level(record)) {
        (None, _) | (_, None) => return Finding::default(),
        (Some(Commune | Grassroots), Some(Commune | Grassroots)) => 1,
        (Some(Commune | Grassroots), Some(_)) => 2,
        (Some(District), Some(Commune | Grassroots)) => 3,
        (Some(District), Some(District)) => 4,
        (Some(District), Some(_)) => 5,
        (Some(Province), Some(Commune | Grassroots)) => 6,
        (Some(Province), Some(District)) => 7,
        (Some(Province), Some(Province)) => 8,
        (Some(Province), Some(Central)) => 9,
        (Some(Central), Some(Commune | Grassroots | District)) => 10,
        (Some(Central), Some(Province)) => 11,
        (Some(Central), Some(Central)) => 12,
    };
    model.found(Comparison::Level, rung)
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
