//! Places, organisations and codes repeat from row to row: what a text was read as is remembered, within a task or by all of them.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::known::Known;
use super::remark::Remarks;
use crate::vn::code::CodeList;
use crate::vn::measure::{self, Measure, Regime};
use crate::vn::organisation::is_organisation;
use crate::vn::place::{self, Around, Map, Place, System, Within};
use crate::vn::{fold, vocabulary};

/// A text that stands where a place is expected.
pub(super) struct Home {
    pub place: Place,
    /// It names an organisation.
    pub is_organisation: bool,
    /// It is no place that is known, and words with capitals such as a person's name may be.
    pub is_worded: bool,
    /// And begins with a surname.
    pub is_person: bool,
}

/// A text that stands where an organisation is expected.
pub(super) struct Organisation {
    pub tidy: String,
    pub within: Within,
    /// It reads like a person's name.
    pub is_person: bool,
}

/// What else in a row tells where its organisation lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Beside<'a> {
    /// Nothing.
    #[default]
    Nothing,
    /// The code of the unit of work.
    Unit {
        /// Two digits, as written.
        code: &'a str,
        /// It may be a code of July 2025.
        is_since_2025: bool,
    },
    /// The body that decided.
    Body(&'a str),
}

/// A native place. Registers are copied and re-typed: a place that the map of the decision's day lacks may be written on the map of since.
fn parse_home(text: &str, map: Map) -> Place {
    let place = Place::parse(text, map);
    if map == Map::Any || place.unmatched.is_empty() {
        return place;
    }
    let newer = Place::parse(text, Map::Any);
    if newer.unmatched.is_empty() && newer.system == Some(System::Since2025) { newer } else { place }
}

/// What takes long to read and has many values, for all tasks of a table.
#[derive(Default)]
pub(super) struct Shared<'a> {
    homes: Known<(&'a str, Map), Home>,
    organisations: Known<&'a str, Organisation>,
    surrounded: Known<(&'a str, Around), Organisation>,
    bodies: Known<&'a str, Around>,
}

/// What texts were read as.
pub(super) struct Memory<'a> {
    shared: &'a Shared<'a>,
    arounds: FxHashMap<Beside<'a>, Around>,
    codes: FxHashMap<(CodeList, &'a str), Option<&'static str>>,
    measures: FxHashMap<&'a str, Option<Measure>>,
    bodies: FxHashMap<&'a str, Option<Regime>>,
    tidied: FxHashMap<&'a str, Option<Box<str>>>,
}

impl<'a> Memory<'a> {
    /// For one task: nothing but what the others know.
    pub fn new(shared: &'a Shared<'a>) -> Self {
        Self {
            shared,
            arounds: FxHashMap::default(),
            codes: FxHashMap::default(),
            measures: FxHashMap::default(),
            bodies: FxHashMap::default(),
            tidied: FxHashMap::default(),
        }
    }

    pub fn home(&self, text: &'a str, map: Map) -> Arc<Home> {
        self.shared.homes.get((text, map), || {
            let place = parse_home(text, map);
            // A place that was found whole is nothing else.
            let is_odd = place.codes.is_empty() || !place.unmatched.is_empty();
            let is_organisation = is_odd && is_organisation(text);
            let is_worded = place.codes.is_empty() && !is_organisation && is_worded(text);
            let is_person = is_worded && is_person(text);
            Home { place, is_organisation, is_worded, is_person }
        })
    }

    pub fn organisation(&self, text: &'a str) -> Arc<Organisation> {
        self.shared.organisations.get(text, || {
            let within = place::within(text);
            let is_person = within == Within::default() && is_person(text) && !is_organisation(text);
            Organisation { tidy: fold::tidy(text), within, is_person }
        })
    }

    /// The same, where `beside` tells in which province or district it lies.
    pub fn organisation_beside(&mut self, text: &'a str, found: Arc<Organisation>, beside: Beside<'a>) -> Arc<Organisation> {
        if !found.within.codes.is_empty() || beside == Beside::Nothing {
            return found;
        }
        let bodies = &self.shared.bodies;
        let around = *self.arounds.entry(beside).or_insert_with(|| match beside {
            Beside::Nothing => Around::default(),
            Beside::Unit { code, is_since_2025 } => Around::of_unit(code, is_since_2025),
            Beside::Body(body) => *bodies.get(body, || Around::of_body(body)),
        });
        if around.codes.is_empty() {
            return found;
        }
        self.shared.surrounded.get((text, around), || {
            let within = place::within_around(text, found.within, &around);
            Organisation { tidy: found.tidy.clone(), within, is_person: found.is_person }
        })
    }

    /// A text that many rows have, tidied: posts, deciding bodies.
    pub fn tidy(&mut self, text: &'a str) -> &str {
        let tidied = self.tidied.entry(text).or_insert_with(|| match fold::tidy_cow(text) {
            Cow::Borrowed(_) => None,
            Cow::Owned(tidied) => Some(tidied.into()),
        });
        tidied.as_deref().unwrap_or(text)
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

/// Whether the text is two to six words of letters with capitals, as a name is.
fn is_worded(text: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\'');
    let is_name_word = |word: &str| word.starts_with(char::is_uppercase) && word.chars().all(is_letter);
    (2..=6).contains(&text.split_whitespace().count()) && text.split_whitespace().all(is_name_word)
}

/// Whether the text reads like a Vietnamese person's name: as [`is_worded`], and a surname first.
pub(super) fn is_person(text: &str) -> bool {
    let is_surname = |word: &str| vocabulary::is_surname(&fold::name_case(word));
    is_worded(text) && text.split_whitespace().next().is_some_and(is_surname)
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
