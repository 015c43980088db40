//! Native places: fewer levels, other maps, other words.

use super::name::{key_slip, no_marks};
use super::{Damage, Kind};
use crate::sample::person::Person;
use crate::sample::place::{self, Style, Unit};

/// The native place of `person` as a row has it.
pub(super) fn write(damage: &mut Damage, person: &Person) -> String {
    if damage.strikes(Kind::PlaceMissing) {
        damage.kinds.add(Kind::PlaceMissing);
        return String::new();
    }
    let mut commune = person.home;
    if damage.strikes(Kind::PlaceOther) && person.work != commune {
        commune = person.work;
        damage.kinds.add(Kind::PlaceOther);
    }
    let mut style = Style::any(damage.rng);
    if damage.strikes(Kind::PlaceAbbreviated) {
        style = Style::Short;
        damage.kinds.add(Kind::PlaceAbbreviated);
    }

    let mut levels: Vec<Unit> = commune.levels().to_vec();
    if damage.strikes(Kind::Place2025) {
        levels = commune.new_levels().to_vec();
        damage.kinds.add(Kind::Place2025);
    } else if damage.strikes(Kind::PlaceHistorical)
        && let Some(earlier) = commune.earlier_province(chrono::Datelike::year(&person.born), damage.rng)
    {
        levels[2] = earlier;
        damage.kinds.add(Kind::PlaceHistorical);
    } else if style == Style::Short
        && damage.rng.chance(0.5)
        && let short @ [_, ..] = commune.province().short.as_slice()
    {
        levels[2] = ("", *damage.rng.pick(short));
    }

    if damage.strikes(Kind::PlaceProvinceOnly) {
        levels.drain(..levels.len() - 1);
        damage.kinds.add(Kind::PlaceProvinceOnly);
    } else if damage.strikes(Kind::PlaceNoCommune) && levels.len() > 2 {
        levels.remove(0);
        damage.kinds.add(Kind::PlaceNoCommune);
    } else if damage.strikes(Kind::PlaceNoProvince) {
        levels.pop();
        damage.kinds.add(Kind::PlaceNoProvince);
    }

    let mut text = place::write(&levels, style);
    if damage.strikes(Kind::PlaceTypo) {
        let new = key_slip(damage.rng, &text);
        damage.change(Kind::PlaceTypo, &mut text, new);
    }
    if damage.strikes(Kind::PlaceNoMarks) {
        let new = no_marks(&text);
        damage.change(Kind::PlaceNoMarks, &mut text, new);
    }
    text
}
