//! Which cells stand in each other's columns?
//!
//! Typists shift columns: a name under the native place, an office under the home, a decision's date under the birth. A pair is put
//! right only when each cell fits the other column and does not fit its own; the raw cells stay as they were.

use chrono::{Datelike, NaiveDate};

use super::Context;
use super::memory::{Home, Organisation, is_person};
use super::person::PersonCells;
use super::read_cell::is_plausible_birth;
use super::remark::Remark;
use crate::vn::date::LooseDate;
use crate::vn::id_number::{IdKind, IdNumber};
use crate::vn::organisation::is_organisation;
use crate::vn::place::{Map, ProvinceSet};

/// Years between a birth and the earliest thing a register says of a person.
const YEARS_BETWEEN: i32 = 14;

/// Identity number and card number: 9 to 12 digits against 7 or 8.
pub(super) fn numbers<'a>(cells: &mut PersonCells<'a>, context: &mut Context<'a>) {
    let digits = |text: Option<&str>| text.map_or(0, |text| text.bytes().filter(u8::is_ascii_digit).count());
    let (id, card) = (digits(cells.id), digits(cells.card));
    let is_swapped = matches!((id, card), (7 | 8, 9..=12) | (0, 9..=11)) && (id > 0 || cells.id.is_none());
    if is_swapped {
        std::mem::swap(&mut cells.id, &mut cells.card);
        context.remarks.note_two(Remark::Swapped, "national_id", "national_id", "party_card");
    }
}

/// Twelve digits in the card's column, none in the number's, whose year is the year of birth: a personal number. Takes it from `cells`.
pub(super) fn twelve_digits<'a>(
    cells: &mut PersonCells<'a>,
    born: Option<LooseDate>,
    context: &mut Context<'a>,
) -> Option<&'a str> {
    if cells.id.is_some() {
        return None;
    }
    let text = cells.card?;
    let number = IdNumber::parse(text).ok()?.filter(|number| number.kind == IdKind::Cccd12 && number.province.is_some())?;
    let is_year =
        born.is_some_and(|born| number.birth_year.is_some_and(|year| (born.from.year()..=born.to.year()).contains(&year)));
    if !is_year {
        return None;
    }
    context.remarks.note_two(Remark::Swapped, "national_id", "national_id", "party_card");
    cells.card = None;
    Some(text)
}

/// Whether nine digits with a zero put in front are rather a card of eight: no province of the home ever issued such a number.
pub(super) fn is_card(id: &IdNumber, home: ProvinceSet) -> bool {
    !home.is_empty() && !home.is_overlapping(id.issued_in())
}

/// Name, native place and organisation; what stands in the last two in the end.
pub(super) fn texts<'a>(
    cells: &mut PersonCells<'a>,
    map: Map,
    context: &mut Context<'a>,
) -> (Option<Home>, Option<Organisation>) {
    let (home, organisation) = (context.home, context.organisation);
    let odd_home = home.as_ref().is_some_and(|home| home.is_organisation || home.is_worded);
    let odd_organisation = organisation.as_ref().is_some_and(|organisation| organisation.is_person);
    if !odd_home && !odd_organisation {
        return (home, organisation);
    }
    let memory = &context.memory;
    let is_place = |text: Option<&'a str>| {
        text.is_none_or(|text| {
            let home = memory.home(text, map);
            !home.codes.is_empty() && !home.is_organisation
        })
    };
    let is_named_elsewhere = cells.name.is_none() && cells.other.is_some();
    let swapped = match home {
        // `Hà Giang` may be a person: then the home must be one for certain.
        Some(home)
            if home.is_worded
                && !is_named_elsewhere
                && is_place(cells.name)
                && (home.is_person || !cells.name.is_some_and(is_person)) =>
        {
            std::mem::swap(&mut cells.name, &mut cells.home);
            Some([cells.name_column, "home_place"])
        }
        Some(home) if home.is_organisation && is_place(cells.organisation) => {
            std::mem::swap(&mut cells.home, &mut cells.organisation);
            Some(["home_place", "organisation"])
        }
        _ if odd_organisation && cells.name.is_some_and(is_organisation) => {
            std::mem::swap(&mut cells.name, &mut cells.organisation);
            Some([cells.name_column, "organisation"])
        }
        _ => None,
    };
    if let Some([first, second]) = swapped {
        context.remarks.note_two(Remark::Swapped, first, first, second);
    }
    let home = cells.home.map(|text| context.memory.home(text, map));
    (home, cells.organisation.map(|text| context.memory.organisation(text)))
}

/// Whether a birth date and the date of an event stand in each other's columns: born years after the event, and the other way round
/// all is well.
pub(super) fn are_dates_swapped(born: &LooseDate, event: &LooseDate, as_of: NaiveDate) -> bool {
    born.from > event.to && born.from.year() - event.to.year() >= YEARS_BETWEEN && is_plausible_birth(event, as_of)
}
