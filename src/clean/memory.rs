//! Places, organisations and codes repeat from row to row: what a text was read as is remembered within a task.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::remark::Remarks;
use crate::vn::code::CodeList;
use crate::vn::measure::{self, Measure, Regime};
use crate::vn::organisation::is_organisation;
use crate::vn::place::{self, Map, Place, Within};
use crate::vn::{fold, vocabulary};

/// A text that stands where a place is expected.
pub(super) struct Home {
    pub place: Place,
    /// It names an organisation.
    pub is_organisation: bool,
    /// It reads like a person's name.
    pub is_person: bool,
}

/// A text that stands where an organisation is expected.
pub(super) struct Organisation {
    pub tidy: String,
    pub within: Within,
    /// It reads like a person's name.
    pub is_person: bool,
}

/// What texts were read as.
#[derive(Default)]
pub(super) struct Memory<'a> {
    homes: FxHashMap<(&'a str, Map), Rc<Home>>,
    organisations: FxHashMap<&'a str, Rc<Organisation>>,
    codes: FxHashMap<(CodeList, &'a str), Option<&'static str>>,
    measures: FxHashMap<&'a str, Option<Measure>>,
    bodies: FxHashMap<&'a str, Option<Regime>>,
}

impl<'a> Memory<'a> {
    pub fn home(&mut self, text: &'a str, map: Map) -> Rc<Home> {
        let home = self.homes.entry((text, map)).or_insert_with(|| {
            let place = Place::parse(text, map);
            // A place that was found whole is nothing else.
            let is_odd = place.codes.is_empty() || !place.unmatched.is_empty();
            let is_organisation = is_odd && is_organisation(text);
            let is_person = place.codes.is_empty() && !is_organisation && is_person(text);
            Rc::new(Home { place, is_organisation, is_person })
        });
        Rc::clone(home)
    }

    pub fn organisation(&mut self, text: &'a str) -> Rc<Organisation> {
        let organisation = self.organisations.entry(text).or_insert_with(|| {
            let within = place::within(text);
            let is_person = within == Within::default() && is_person(text) && !is_organisation(text);
            Rc::new(Organisation { tidy: fold::tidy(text), within, is_person })
        });
        Rc::clone(organisation)
    }

    /// The discipline that the deciding body tells, or else the decision's number.
    pub fn regime(&mut self, number: Option<&str>, authority: Option<&'a str>) -> Option<Regime> {
        let of_body = authority.and_then(|body| *self.bodies.entry(body).or_insert_with(|| measure::regime_of_body(body)));
        of_body.or_else(|| number.and_then(measure::regime_of_number))
    }

    /// The code of a list; an unknown one is remarked on every row that has it.
    pub fn code(
        &mut self,
        list: CodeList,
        text: Option<&'a str>,
        column: &'static str,
        remarks: &mut Remarks,
    ) -> Option<&'static str> {
        let text = text?;
        let found = *self.codes.entry((list, text)).or_insert_with(|| list.read(text).ok().flatten());
        if found.is_none() { super::read_cell::code(list, Some(text), column, remarks) } else { found }
    }

    /// The measure of a free text, likewise.
    pub fn measure(&mut self, text: Option<&'a str>, column: &'static str, remarks: &mut Remarks) -> Option<Measure> {
        let text = text?;
        let found = *self.measures.entry(text).or_insert_with(|| Measure::parse(text).ok().flatten());
        if found.is_none_or(|measure| measure.is_one_of_several) {
            super::read_cell::measure(Some(text), column, remarks)
        } else {
            found
        }
    }
}

/// Whether the text reads like a Vietnamese person's name: two to six words of letters, a surname first, no place or office.
pub(super) fn is_person(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let count = words.clone().count();
    let is_worded =
        words.clone().all(|word| word.chars().all(|c| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\'')));
    let starts_upper = words.clone().all(|word| word.starts_with(char::is_uppercase));
    (2..=6).contains(&count)
        && is_worded
        && starts_upper
        && words.next().is_some_and(|first| vocabulary::is_surname(&fold::name_case(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_told_from_a_place() {
        for text in ["Nguyễn Văn Hoàng", "TRẦN THỊ BÉ", "Võ Thanh Hải"] {
            assert!(is_person(text), "{text}");
        }
        for text in ["Thái Học, Hải Phòng", "xã Song An", "Phường 9", "An", "nguyễn văn an", ""] {
            assert!(!is_person(text), "{text}");
        }
    }
}
