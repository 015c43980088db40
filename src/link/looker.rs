//! How much can a comparison of two rows find at most, seen at a glance?
//!
//! Whoever looks for records has what each agreement is worth at most at hand: a sum of a few numbers, which no comparison exceeds, says
//! whether a pair is worth comparing. What is decided here is decided some hundred million times in a run.

use super::births;
use super::bits::Bits;
use super::glance::{
    CARD_HIGH, CARD_KIND, CARD_LOW, COMMUNE, DAY, DISTRICT, DOUBTFUL, Glance, HOME, ID_HIGH, ID_KIND, ID_LOW, ISSUED, LENGTH,
    LEVEL, MEETS, OFFICE, OTHER_SEX, OTHER_SEX_STEP, SEX, WORK, YEAR, area_at, is_met,
};
use super::model::{Comparison, Model, Rung};
use super::people::{Person, World};
use super::{homes, levels, numbers, origins};

/// What a model lets each comparison weigh at most, worked out once.
#[derive(Debug, Clone, Copy)]
pub struct Worth<'a> {
    /// Vocabularies and shares.
    pub world: &'a World,
    model: &'a Model,
    /// By kind of number: the same number, one slip, another number.
    pub(super) id: [Ladder; 4],
    pub(super) card: Ladder,
    /// Birth dates of two years that have something in common.
    pub(super) birth_slips: Bits,
    /// Birth dates that have nothing in common.
    pub(super) birth_differs: Bits,
    /// Places that are two places.
    pub(super) home_differs: Bits,
    pub(super) work_differs: Bits,
    /// Areas that may have a province in common.
    meets: &'static [u128; 128],
    replaced: Bits,
    typing: Bits,
    other_name: Bits,
}

/// Weights of two numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ladder {
    pub(super) same: Bits,
    pub(super) slip: Bits,
    pub(super) differs: Bits,
}

/// Where two rows tell no native place, numbers and offices may.
pub(super) const ORIGIN: Bits = Bits::whole(6);
/// What one office in one place may weigh.
pub(super) const SAME_OFFICE: Bits = Bits::whole(10);
/// What one province of work may weigh: most who come from elsewhere do not work there.
const SAME_WORK_PROVINCE: Bits = Bits::whole(8);
/// What it may weigh of somebody who comes from there.
const SAME_HOME_AND_WORK: Bits = Bits::whole(5);
/// What one central body may weigh.
const SAME_BODY: Bits = Bits::whole(7);
/// What a commune weighs whose share only the other row tells.
const SAME_COMMUNE: Bits = Bits::whole(13);
/// More than places and offices together ever weigh.
const PLACES: Bits = Bits::whole(26);
/// What the comparisons that a glance does not see may add.
pub(super) const REST: Bits = Bits::whole(2);
/// A syllable that is one letter off may be rarer than the one it stands for.
const RARER: Bits = Bits::whole(2);

impl<'a> Worth<'a> {
    /// Of a model.
    pub fn of(world: &'a World, model: &'a Model) -> Self {
        let weight = |comparison: Comparison, rung: u8| model.weight(comparison, model.found(comparison, rung));
        let ladder = |comparison: Comparison, first: u8| Ladder {
            same: weight(comparison, first),
            slip: weight(comparison, first + 1).max(weight(comparison, first + 2)),
            differs: weight(comparison, first + 3),
        };
        let (short, long) = (numbers::CMND, numbers::CCCD);
        let id = [long, short, long, long].map(|first| ladder(Comparison::NationalId, first));
        let most = |comparison: Comparison, is_meant: fn(&Rung) -> bool| {
            let rungs = (0..).zip(comparison.rungs()).filter(|(_, rung)| is_meant(rung));
            rungs.map(|(rung, _)| weight(comparison, rung)).max().unwrap_or(Bits::ZERO)
        };
        let differs = |comparison: Comparison| most(comparison, |rung| rung.name.ends_with("_differs"));
        Self {
            world,
            model,
            id,
            card: ladder(Comparison::PartyCard, numbers::CCCD),
            birth_slips: most(Comparison::Birth, |rung| !rung.by_value && !rung.group.is_empty()),
            birth_differs: weight(Comparison::Birth, births::DIFFERS),
            home_differs: differs(Comparison::Home),
            work_differs: differs(Comparison::Organisation),
            meets: &MEETS,
            replaced: Bits::log2(model.slips.replaced),
            typing: Bits::log2(model.slips.typing),
            other_name: Bits::log2(model.slips.other),
        }
    }
}

/// A row that looks at others: its glance, and how much each agreement is worth at most, in steps of 1/1024 of a bit. One line of the
/// processor's memory.
#[derive(Debug, Clone, Copy, Default)]
pub struct Looker {
    pub(super) glance: Glance,
    /// By which of family name, second syllable and given name are the same, one bit each; from the eighth on: of names of two lengths.
    pub(super) names: [i16; 16],
    /// The year of birth alone.
    pub(super) year: i16,
    pub(super) commune: i16,
    pub(super) district: i16,
    pub(super) province: i16,
    pub(super) residence: i16,
    /// The level of the office, by the other's, in steps of [`levels::EIGHTH`].
    pub(super) levels: [i8; 4],
}

/// What a whole birth date weighs beyond its year.
pub(super) const DAY_AND_MONTH: Bits = Bits::whole(9);
/// What a year weighs with another day or another month in it.
pub(super) const ONE_SLIP: Bits = Bits::whole(5);

/// Bits in the width of a looker; what is more than that counts as the most there is.
fn narrow(bits: Bits) -> i16 {
    i16::try_from(bits.0).unwrap_or(if bits.0 < 0 { i16::MIN } else { i16::MAX })
}

pub(super) fn wide(bits: i16) -> Bits {
    Bits(i32::from(bits))
}

impl Looker {
    /// Of a row.
    pub fn of(worth: &Worth<'_>, person: &Person) -> Self {
        let (world, model) = (worth.world, worth.model);
        let year = if person.birth.year > 0 { person.birth.year } else { person.birth.number_year };
        let by_value = |comparison: Comparison, rung: u8, u: Bits| model.weights(comparison)[usize::from(rung)].log_m - u;
        let (home, work) = (&person.home, &person.work.place);
        let district = |code: u32| world.homes.districts.log(code);
        let origin = |rung: u8, u: Bits| by_value(Comparison::Origin, rung, u);
        let districts = [home.district, work.district].into_iter().filter(|&code| code > 0);
        let provinces = [home.provinces, work.provinces].into_iter().filter(|&set| set != 0);
        let residence = districts
            .map(|code| origin(origins::RESIDENCE, district(code)))
            .chain(provinces.map(|set| origin(origins::REGION, world.homes.province(set))))
            .fold(Bits::ZERO, Bits::max);
        let province = world.homes.province(home.provinces);
        let place = |rung: u8, u: Bits| by_value(Comparison::Home, rung, u);
        let commune = if home.commune_2025 > 0 { place(homes::COMMUNE, world.homes.commune(home)) } else { SAME_COMMUNE };
        let of_district = district(home.district);
        Self {
            glance: Glance::of(world, model, person),
            names: names(worth, person),
            year: narrow(-world.years.log(u32::from(year))),
            commune: narrow(commune),
            district: narrow(place(homes::COMMUNE + 1, of_district).max(place(homes::DISTRICT, of_district))),
            province: narrow(
                [homes::COMMUNE + 2, homes::DISTRICT + 1, homes::PROVINCE]
                    .into_iter()
                    .fold(Bits::whole(-30), |most, rung| most.max(place(rung, province))),
            ),
            residence: narrow(residence),
            levels: levels::most(model, &person.work),
        }
    }

    /// Whether a comparison with the row may find `floor`. `has_all_syllables`: both names have the same ones.
    #[inline]
    pub fn may_reach(&self, worth: &Worth<'_>, floor: Bits, row: Glance, has_all_syllables: bool) -> bool {
        // What decides most often comes first, what takes longest last.
        let mut most = REST + self.level(row) + self.name(row, has_all_syllables) + self.numbers(worth, row) + self.sex(row);
        if most + wide(self.year).max(ONE_SLIP) + DAY_AND_MONTH + PLACES < floor {
            return false;
        }
        most += self.birth(worth, row);
        most + PLACES >= floor && most + self.places(worth, row) >= floor
    }

    #[inline]
    fn level(&self, row: Glance) -> Bits {
        Bits(levels::EIGHTH.0 * i32::from(self.levels[usize::try_from(LEVEL.get(row)).unwrap_or(0) & 3]))
    }

    #[inline]
    fn name(&self, row: Glance, has_all_syllables: bool) -> Bits {
        let same = if has_all_syllables { 7 } else { self.glance.same_names(row) };
        let other_length = u64::from(!LENGTH.is_same(self.glance, row)) << 3;
        wide(self.names[usize::try_from(same | other_length).unwrap_or(7) & 15])
    }

    #[inline]
    fn numbers(&self, worth: &Worth<'_>, row: Glance) -> Bits {
        let own = self.glance;
        let mut most = Bits::ZERO;
        let kind = ID_KIND.get(own);
        if kind > 0 && kind == ID_KIND.get(row) {
            let ladder = &worth.id[usize::try_from(kind).unwrap_or(0) & 3];
            most += match (ID_HIGH.get(own) == ID_HIGH.get(row), ID_LOW.get(own) == ID_LOW.get(row)) {
                (true, true) => ladder.same,
                (true, false) | (false, true) => ladder.slip,
                (false, false) if Glance::is_number_shared_across_groups(own, row) => ladder.slip,
                // Ten digits and eleven do not contradict each other.
                (false, false) if kind == 3 => Bits::ZERO,
                (false, false) => ladder.differs,
            };
        }
        let (kind, other_kind) = (CARD_KIND.get(own), CARD_KIND.get(row));
        if kind > 0 && other_kind > 0 {
            most += match (CARD_HIGH.is_same(own, row), CARD_LOW.is_same(own, row)) {
                (true, true) => worth.card.same,
                (true, false) | (false, true) => worth.card.slip,
                (false, false) if kind == 1 && other_kind == 1 => worth.card.differs,
                (false, false) => Bits::ZERO,
            };
        }
        most
    }

    #[inline]
    fn places(&self, worth: &Worth<'_>, row: Glance) -> Bits {
        let own = self.glance;
        let meets = |area: u64| worth.meets[area_at(area)];
        let (home, work) = (HOME.get(row), WORK.get(row));
        let (meets_home, meets_work) = (meets(HOME.get(own)), meets(WORK.get(own)));
        let lives_there = is_met(meets_home, work) || is_met(meets_work, home);
        let residence = if lives_there { wide(self.residence) } else { Bits::ZERO };
        let of_home = if is_met(meets_home, home) {
            match (COMMUNE.is_same(own, row), DISTRICT.is_same(own, row)) {
                (true, _) => wide(self.commune),
                (false, true) if COMMUNE.is_known(own, row) => wide(self.district),
                (false, true) => wide(self.commune.max(self.district)),
                (false, false) => wide(self.province) + residence,
            }
        } else if HOME.is_known(own, row) {
            worth.home_differs + residence.max(self.numbers_fit(row))
        } else {
            let is_issued_there = |meets: u128, row: Glance| is_issue_open(row) || is_met(meets, ISSUED.get(row));
            if lives_there || is_issued_there(meets_home, row) || is_issued_there(meets(home), own) {
                ORIGIN
            } else {
                self.numbers_fit(row)
            }
        };
        let of_work = match (is_met(meets_work, work), WORK.is_known(own, row)) {
            (false, true) => worth.work_differs,
            _ if OFFICE.is_same(own, row) => SAME_OFFICE,
            (true, _) if is_met(meets(home), work) => SAME_HOME_AND_WORK,
            (true, _) => SAME_WORK_PROVINCE,
            (false, false) if OFFICE.get(own) == 0 && OFFICE.get(row) == 0 => SAME_BODY,
            (false, false) => Bits::ZERO,
        };
        of_home + of_work
    }

    /// Two numbers of two kinds, issued in one province perhaps.
    #[inline]
    fn numbers_fit(&self, row: Glance) -> Bits {
        let own = self.glance;
        let is_open = ID_KIND.get(own) != ID_KIND.get(row) && ID_KIND.is_known(own, row);
        let is_one_issuer = ISSUED.get(own) == ISSUED.get(row) || is_issue_open(own) || is_issue_open(row);
        if is_open && is_one_issuer { ORIGIN } else { Bits::ZERO }
    }

    #[inline]
    fn sex(&self, row: Glance) -> Bits {
        let (own, other) = (SEX.get(self.glance), SEX.get(row));
        let taken = if own != other && own > 0 && other > 0 { OTHER_SEX.get(row) } else { 0 };
        Bits(-OTHER_SEX_STEP.0 * i32::try_from(taken).unwrap_or(0))
    }

    #[inline]
    fn birth(&self, worth: &Worth<'_>, row: Glance) -> Bits {
        let own = self.glance;
        let (year, other_year) = (YEAR.get(own), YEAR.get(row));
        let (a, b) = (DAY.get(own), DAY.get(row));
        let ([month, day], [other_month, other_day]) = ([a >> 5, a & 31], [b >> 5, b & 31]);
        if year == DOUBTFUL || other_year == DOUBTFUL {
            let year = wide(self.year).max(ONE_SLIP);
            return match (a == b, month == other_day && day == other_month, month == other_month || day == other_day) {
                _ if a == 0 || b == 0 => year,
                (true, ..) | (_, true, _) => year + DAY_AND_MONTH,
                (.., true) => ONE_SLIP + ONE_SLIP,
                _ => year,
            };
        }
        let are_days_known = day > 0 && other_day > 0 && year > 0 && other_year > 0;
        if are_days_known && year != other_year && month != other_month && day != other_day {
            return worth.birth_differs;
        }
        let found = births::compare_dates(worth.model, &worth.world.years, own.birth(), row.birth());
        worth.model.weight(Comparison::Birth, found)
    }
}

/// Whether the number does not tell one province where it was issued.
#[inline]
fn is_issue_open(glance: Glance) -> bool {
    ID_KIND.get(glance) > 0 && ISSUED.get(glance) == 0
}

/// What the names weigh at most, by which of their syllables are the same.
fn names(worth: &Worth<'_>, person: &Person) -> [i16; 16] {
    let [mut family, mut second, mut third, mut given, mut whole] = [Bits::ZERO; 5];
    let mut has_middle = false;
    for name in person.names().iter().map(|&name| worth.world.names.get(name)) {
        let Some(last) = usize::from(name.len).checked_sub(1) else { continue };
        let part = |place: usize| -name.part_share[place.min(last)];
        family = family.max(part(0));
        second = second.max(part(1));
        given = given.max(part(last));
        // A third syllable of four is not seen.
        third = if last > 2 { third.max(part(2)) } else { third };
        // Of two syllables the second is the given name.
        has_middle |= last > 1;
        whole = whole.max(-name.share).max(-name.letters_share);
    }
    let mut out = [0; 16];
    for (same, out) in (0_u64..).zip(&mut out) {
        let is_other_length = same & 8 > 0;
        if same & 7 == 7 {
            *out = narrow(whole);
            continue;
        }
        let part = |bit: u64, bits: Bits| if same & bit > 0 { bits } else { Bits::ZERO };
        // A syllable left out moves those behind it: the second may be the other's third.
        let (middle, is_middle_slip) = match (is_other_length, has_middle) {
            (true, _) => (second, false),
            (false, true) => (part(2, second), same & 2 == 0),
            (false, false) => (Bits::ZERO, false),
        };
        let kept = part(1, family) + middle + part(4, given) + third;
        let slips = u8::from(same & 1 == 0) + u8::from(same & 4 == 0) + u8::from(is_middle_slip);
        let replaced = |slips: u8| Bits(worth.replaced.0 * i32::from(slips));
        // One syllable may be a letter off, and the rest of the name then counts whole.
        let typed = if slips > 0 { whole + RARER + worth.typing + replaced(slips - 1) } else { whole };
        *out = narrow((kept + replaced(slips)).max(typed).max(worth.other_name));
    }
    out
}
