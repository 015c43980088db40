//! Can two native places be one place?
//!
//! Places are written on any year's map, to the commune or to the province only. What both sides say is compared at the finest
//! level that both reach; provinces are sets of the 63 of 2024, and sets that overlap are compatible.

use super::bits::Bits;
use super::frequency::Shares;
use super::model::{Comparison, Finding, Model, Rung, by_value, fixed, silent};

/// The rungs of the comparison of native places.
pub const RUNGS: &[Rung] = &[
    silent("unknown"),
    by_value("commune", "same_commune"),
    by_value("commune", "commune_same_district"),
    by_value("commune", "commune_same_province"),
    fixed("commune", "commune_differs"),
    by_value("district", "same_district"),
    by_value("district", "district_same_province"),
    fixed("district", "district_differs"),
    by_value("province", "same_province"),
    fixed("province", "province_differs"),
];

/// First rung of the comparison of communes.
pub const COMMUNE: u8 = 1;
/// First rung of the comparison of districts.
pub const DISTRICT: u8 = 5;
/// First rung of the comparison of provinces.
pub const PROVINCE: u8 = 8;

/// A place as codes; 0 or an empty set: not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The provinces of 2024 it can lie in, one bit each.
    pub provinces: u64,
    /// District of before July 2025.
    pub district: u32,
    /// Commune of before July 2025.
    pub commune: u32,
    /// Commune of since July 2025.
    pub commune_2025: u32,
}

impl Place {
    /// The finest level that is known: 0 nothing, 1 province, 2 district, 3 commune.
    pub fn level(&self) -> u8 {
        if self.commune > 0 || self.commune_2025 > 0 {
            3
        } else if self.district > 0 {
            2
        } else {
            u8::from(self.provinces != 0)
        }
    }

    /// Both name one commune, on whichever map they share.
    pub fn is_same_commune(&self, other: &Self) -> bool {
        if self.commune > 0 && other.commune > 0 {
            return self.commune == other.commune;
        }
        self.commune_2025 > 0 && self.commune_2025 == other.commune_2025
    }

    /// Whether one district holds both, as far as the districts are known.
    pub fn is_same_district(&self, other: &Self) -> bool {
        self.district > 0 && self.district == other.district
    }

    /// The provinces of one can be those of the other.
    pub fn is_province_shared(&self, other: &Self) -> bool {
        self.provinces & other.provinces != 0
    }
}

/// How common each place is among the people of the run.
#[derive(Debug)]
pub struct PlaceShares {
    /// Provinces, by bit.
    pub provinces: Shares,
    /// Districts, by code.
    pub districts: Shares,
    /// Communes of since July 2025, by code: the coarser map, so that shares are never too small.
    pub communes: Shares,
}

impl Default for PlaceShares {
    fn default() -> Self {
        Self { provinces: Shares::new(63.0), districts: Shares::new(700.0), communes: Shares::new(3_300.0) }
    }
}

impl PlaceShares {
    /// One more person from this place.
    pub fn add(&mut self, place: &Place) {
        if place.provinces.is_power_of_two() {
            self.provinces.add(place.provinces.trailing_zeros());
        }
        if place.district > 0 {
            self.districts.add(place.district);
        }
        if place.commune_2025 > 0 {
            self.communes.add(place.commune_2025);
        }
    }

    /// And those that were counted elsewhere.
    pub fn merge(&mut self, other: &Self) {
        self.provinces.merge(&other.provinces);
        self.districts.merge(&other.districts);
        self.communes.merge(&other.communes);
    }

    /// Counting is over.
    pub fn close(&mut self) {
        self.provinces.close();
        self.districts.close();
        self.communes.close();
    }

    /// The share of people from any of the provinces.
    pub fn province(&self, provinces: u64) -> Bits {
        if provinces.is_power_of_two() {
            return self.provinces.log(provinces.trailing_zeros());
        }
        let mut share = 0.0;
        let mut rest = provinces;
        while rest != 0 {
            share += self.provinces.share(rest.trailing_zeros());
            rest &= rest - 1;
        }
        Bits::log2(share.min(1.0))
    }

    /// The share of people from the commune, as well as it is known.
    pub fn commune(&self, place: &Place) -> Bits {
        if place.commune_2025 > 0 {
            self.communes.log(place.commune_2025)
        } else {
            self.districts.log(place.district) + Bits::whole(-3)
        }
    }
}

/// Compares two native places.
pub fn compare(model: &Model, shares: &PlaceShares, a: &Place, b: &Place) -> Finding {
    let level = a.level().min(b.level());
    if level == 0 {
        return Finding { rung: 0, u: Bits::ZERO };
    }
    let by_value = |rung, u| Finding { rung, u };
    let shared = a.provinces & b.provinces;
    // `Tây Ninh` is one province or, since July 2025, two: agreeing on two says less than agreeing on one.
    let either = a.provinces | b.provinces;
    let is_commune = level == 3;
    // A commune of the new map has no district: the district of the other side cannot be held against it.
    let is_district_known = a.district > 0 && b.district > 0;
    if is_commune && a.is_same_commune(b) {
        return by_value(COMMUNE, shares.commune(if a.commune_2025 > 0 { a } else { b }));
    }
    if is_commune {
        return if a.is_same_district(b) {
            by_value(COMMUNE + 1, shares.districts.log(a.district))
        } else if shared != 0 {
            by_value(COMMUNE + 2, shares.province(either))
        } else {
            model.found(Comparison::Home, COMMUNE + 3)
        };
    }
    if level == 2 && is_district_known {
        return if a.is_same_district(b) {
            by_value(DISTRICT, shares.districts.log(a.district))
        } else if shared != 0 {
            by_value(DISTRICT + 1, shares.province(either))
        } else {
            model.found(Comparison::Home, DISTRICT + 2)
        };
    }
    if shared != 0 { by_value(PROVINCE, shares.province(either)) } else { model.found(Comparison::Home, PROVINCE + 1) }
}

/// Whether the finding says that the native places are two places, in one province or not.
pub fn is_elsewhere(rung: u8) -> bool {
    matches!(rung, 3 | 4 | 6 | 7 | 9)
}

/// Whether the finding says that both come from one province or finer.
pub fn agrees(rung: u8) -> bool {
    !matches!(rung, 0 | 4 | 7 | 9)
}
