//! Can both rows be about one person's working life?
//!
//! The organisation of a record is that of the time of the decision, the candidate's that of today: people change their office more
//! often than their district, and seldom their province. Those who share a native province mostly work in it, too, so agreeing on
//! the place of work says less once the native places agree.

use super::bits::Bits;
use super::frequency::Shares;
use super::homes::{Place, PlaceShares};
use super::model::{Comparison, Finding, Model, Rung, by_value, fixed, silent};

/// The rungs of the comparison of places of work.
pub const RUNGS: &[Rung] = &[
    silent("unknown"),
    by_value("commune", "same_office_commune"),
    by_value("commune", "same_commune"),
    by_value("commune", "commune_same_district"),
    by_value("commune", "commune_same_province"),
    fixed("commune", "commune_differs"),
    by_value("district", "same_office_district"),
    by_value("district", "same_district"),
    by_value("district", "district_same_province"),
    fixed("district", "district_differs"),
    by_value("province", "same_office_province"),
    by_value("province", "same_province"),
    fixed("province", "province_differs"),
    by_value("unplaced", "same_commune_name"),
    fixed("unplaced", "other_commune_name"),
    by_value("named", "named_in_province"),
    fixed("named", "named_differs"),
    by_value("central", "same_body"),
    fixed("central", "other_body"),
];

const SAME_OFFICE_COMMUNE: u8 = 1;
const SAME_COMMUNE: u8 = 2;
const SAME_OFFICE_DISTRICT: u8 = 6;
const SAME_OFFICE_PROVINCE: u8 = 10;
const SAME_COMMUNE_NAME: u8 = 13;
const NAMED_IN_PROVINCE: u8 = 15;
const SAME_BODY: u8 = 17;
/// log2 of one in a dozen.
const ONE_OFFICE: Bits = Bits(-3671);

/// Where somebody works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Workplace {
    /// The place named in the organisation, as codes.
    pub place: Place,
    /// Index of the commune's name as written, whether or not its district is known; 0: none is named.
    pub commune_name: u32,
    /// The provinces of 2024 that hold a commune of this name, one bit each.
    pub named_in: u64,
    /// Index of the whole text, folded; 0: none.
    pub text: u32,
    /// The office is one that communes have, whether or not it is named.
    pub is_of_commune: bool,
}

/// Provinces of which a name may be and still say where it is.
const MOST_PROVINCES: u32 = 4;

impl Workplace {
    /// The provinces it can lie in, one bit each: as the row has it, or else as the commune's name has it; 0: not known.
    pub fn provinces(&self) -> u64 {
        match self.place.provinces {
            0 if self.named_in.count_ones() <= MOST_PROVINCES => self.named_in,
            placed => placed,
        }
    }
}

/// How common places of work are, and how far they follow native places.
#[derive(Debug)]
pub struct WorkShares {
    places: PlaceShares,
    commune_names: Shares,
    texts: Shares,
    /// People whose places of work and of birth are known to the province; of those at home in it, to the district; of those at home in
    /// this, to the commune.
    known: [f64; 3],
    /// How many of them work where they come from.
    stayed: [f64; 3],
    /// log2 of the chance of staying in the province, the district within it, the commune within this.
    stays: [Bits; 3],
    /// log2 of the chance of not staying.
    leaves: [Bits; 3],
}

impl Default for WorkShares {
    fn default() -> Self {
        Self {
            places: PlaceShares::default(),
            commune_names: Shares::new(8_000.0),
            texts: Shares::new(5_000.0),
            known: [0.0; 3],
            stayed: [0.0; 3],
            stays: [Bits::ZERO; 3],
            leaves: [Bits::ZERO; 3],
        }
    }
}

impl WorkShares {
    /// One more person who works here and comes from there.
    pub fn add(&mut self, work: &Workplace, home: &Place) {
        self.places.add(&work.place);
        if work.commune_name > 0 {
            self.commune_names.add(work.commune_name);
        }
        if work.text > 0 {
            self.texts.add(work.text);
        }
        let (place, has_commune) = (&work.place, |place: &Place| place.commune > 0 || place.commune_2025 > 0);
        let steps = [
            (place.provinces.is_power_of_two() && home.provinces.is_power_of_two(), place.provinces == home.provinces),
            (place.district > 0 && home.district > 0, place.is_same_district(home)),
            (has_commune(place) && has_commune(home), place.is_same_commune(home)),
        ];
        for (level, (is_known, is_same)) in steps.into_iter().enumerate() {
            if is_known {
                self.known[level] += 1.0;
                self.stayed[level] += f64::from(u8::from(is_same));
            }
            if !is_known || !is_same {
                break;
            }
        }
    }

    /// And those that were counted elsewhere.
    pub fn merge(&mut self, other: &Self) {
        self.places.merge(&other.places);
        self.commune_names.merge(&other.commune_names);
        self.texts.merge(&other.texts);
        for level in 0..3 {
            self.known[level] += other.known[level];
            self.stayed[level] += other.stayed[level];
        }
    }

    /// Counting is over.
    pub fn close(&mut self) {
        self.places.close();
        self.commune_names.close();
        self.texts.close();
        // Twenty people met elsewhere: fourteen work in their province, eight of twenty such in their district, six of twenty in their commune.
        for (level, met) in [14.0, 8.0, 6.0].into_iter().enumerate() {
            let stays = (self.stayed[level] + met) / (self.known[level] + 20.0);
            (self.stays[level], self.leaves[level]) = (Bits::log2(stays), Bits::log2(1.0 - stays));
        }
    }

    /// log2 of the chance that somebody from `home` works in the provinces.
    fn province(&self, provinces: u64, home: &Place) -> Bits {
        let share = self.places.province(provinces);
        if home.provinces == 0 {
            return share;
        }
        if home.provinces & provinces != 0 { self.stays[0].max(share) } else { share + self.leaves[0] }
    }

    /// log2 of the chance that somebody from `home` works in the district of `place`.
    fn district(&self, place: &Place, home: &Place) -> Bits {
        let within = (self.places.districts.log(place.district) - self.places.province(place.provinces)).min(Bits::ZERO);
        self.province(place.provinces, home)
            + match (place.is_same_district(home), home.district > 0 && home.is_province_shared(place)) {
                (true, _) => self.stays[1].max(within),
                (false, true) => self.leaves[1] + within,
                (false, false) => within,
            }
    }

    /// log2 of the chance that somebody from `home` works in the commune of `work`.
    fn commune(&self, work: &Workplace, home: &Place) -> Bits {
        let place = &work.place;
        let by_code = if place.commune_2025 > 0 { self.places.commune(place) } else { Bits::whole(-13) };
        let by_name = if work.commune_name > 0 { self.commune_names.log(work.commune_name) } else { Bits::whole(-13) };
        let share = by_code.max(by_name);
        if place.provinces == 0 {
            return share;
        }
        let (around, share_around, stays) = if place.district > 0 {
            (self.district(place, home), self.places.districts.log(place.district), self.stays[2])
        } else {
            (self.province(place.provinces, home), self.places.province(place.provinces), self.stays[1] + self.stays[2])
        };
        let within = (share - share_around).min(Bits::ZERO);
        let has_commune = home.commune > 0 || home.commune_2025 > 0;
        around
            + match (home.is_same_commune(place), has_commune && home.is_same_district(place)) {
                (true, _) => stays.max(within),
                (false, true) => self.leaves[2] + within,
                (false, false) => within,
            }
    }
}

/// Whether both places of work were known to the province at least, be it by a commune's name.
pub fn is_placed(rung: u8) -> bool {
    (SAME_OFFICE_COMMUNE..SAME_COMMUNE_NAME).contains(&rung) || (NAMED_IN_PROVINCE..SAME_BODY).contains(&rung)
}

/// Compares two places of work; `home` is where the person of the row that tells less of it comes from: people mostly work there.
pub fn compare(model: &Model, shares: &WorkShares, a: &Workplace, b: &Workplace, home: &Place) -> Finding {
    let found = |rung| model.found(Comparison::Organisation, rung);
    let by_value = |rung, u| Finding { rung, u };
    let (p, q) = (&a.place, &b.place);
    let is_placed = p.provinces != 0 && q.provinces != 0;
    let (shared, either) = (a.provinces() & b.provinces(), a.provinces() | b.provinces());
    let is_named = !is_placed && a.provinces() != 0 && b.provinces() != 0;
    let by_name =
        || if shared == 0 { found(NAMED_IN_PROVINCE + 1) } else { by_value(NAMED_IN_PROVINCE, shares.province(either, home)) };
    // One office among the dozen or so of its place.
    let is_same_office = a.text > 0 && a.text == b.text;
    if a.commune_name > 0 && b.commune_name > 0 {
        let is_same_name = a.commune_name == b.commune_name && (!is_placed || shared != 0);
        let is_same = p.is_same_commune(q) || (is_same_name && (p.commune == 0 || q.commune == 0 || p.commune == q.commune));
        return match (is_same, is_placed) {
            (true, true) if is_same_office => by_value(SAME_OFFICE_COMMUNE, shares.commune(a, home) + ONE_OFFICE),
            (true, true) => by_value(SAME_COMMUNE, shares.commune(if p.commune_2025 > 0 { a } else { b }, home)),
            (true, false) => by_value(SAME_COMMUNE_NAME, shares.commune(if p.provinces != 0 { a } else { b }, home)),
            (false, true) if p.is_same_district(q) => by_value(SAME_COMMUNE + 1, shares.district(p, home)),
            (false, true) if shared != 0 => by_value(SAME_COMMUNE + 2, shares.province(either, home)),
            (false, true) => found(SAME_COMMUNE + 3),
            (false, false) if is_named => by_name(),
            (false, false) => found(SAME_COMMUNE_NAME + 1),
        };
    }
    if is_named {
        return by_name();
    }
    if is_placed {
        if p.district > 0 && q.district > 0 {
            return match (p.district == q.district, shared != 0) {
                (true, _) if is_same_office => by_value(SAME_OFFICE_DISTRICT, shares.district(p, home) + ONE_OFFICE),
                (true, _) => by_value(SAME_OFFICE_DISTRICT + 1, shares.district(p, home)),
                (false, true) => by_value(SAME_OFFICE_DISTRICT + 2, shares.province(either, home)),
                (false, false) => found(SAME_OFFICE_DISTRICT + 3),
            };
        }
        return match shared != 0 {
            true if is_same_office => by_value(SAME_OFFICE_PROVINCE, shares.province(either, home) + ONE_OFFICE),
            true => by_value(SAME_OFFICE_PROVINCE + 1, shares.province(either, home)),
            false => found(SAME_OFFICE_PROVINCE + 2),
        };
    }
    let is_central = |work: &Workplace| work.text > 0 && work.place.provinces == 0 && work.commune_name == 0;
    if is_central(a) && is_central(b) {
        return if a.text == b.text { by_value(SAME_BODY, shares.texts.log(a.text)) } else { found(SAME_BODY + 1) };
    }
    Finding { rung: 0, u: Bits::ZERO }
}
