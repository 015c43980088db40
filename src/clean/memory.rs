//! Places, organisations and codes repeat from row to row: what a text was read as is remembered, within a task or by all of them.

use rustc_hash::FxHashMap;

use super::known::Known;
use super::remark::Remarks;
use super::texts::{Number, Texts};
use crate::vn::code::CodeList;
use crate::vn::measure::{self, Measure, Regime};
use crate::vn::organisation::is_organisation;
use crate::vn::place::{self, Around, Map, Place, ProvinceSet, ProvinceText, System, Within};
use crate::vn::{fold, vocabulary};

/// A text that stands where a place is expected.
#[derive(Debug, Clone, Copy)]
pub(super) struct Home {
    pub tidy: Number,
    pub codes: ProvinceSet,
    pub district: Option<u16>,
    pub commune: Option<u32>,
    pub commune_2025: Option<u32>,
    pub system: Option<System>,
    pub province_text_is: Option<ProvinceText>,
    pub has_typo: bool,
    /// It names an organisation.
    pub is_organisation: bool,
    /// It is no place that is known, and words with capitals such as a person's name may be.
    pub is_worded: bool,
    /// And begins with a surname.
    pub is_person: bool,
}

/// A text that stands where an organisation is expected.
#[derive(Debug, Clone, Copy)]
pub(super) struct Organisation {
    pub tidy: Number,
    pub within: Within,
    /// It reads like a person's name.
    pub is_person: bool,
}

/// A text that stands where a deciding body is expected.
#[derive(Debug, Clone, Copy)]
pub(super) struct Body {
    pub tidy: Number,
    /// Where it decides.
    pub around: Around,
    /// Under which discipline. None: it does not tell.
    pub regime: Option<Regime>,
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

/// What takes long to read or has many values, for all tasks of a table.
#[derive(Default)]
pub(super) struct Shared<'a> {
    texts: Texts,
    homes: Known<(&'a str, Map), Home>,
    organisations: Known<&'a str, Organisation>,
    /// By the number of the organisation's text.
    surrounded: Known<(Number, Around), Within>,
    bodies: Known<&'a str, Body>,
    tidied: Known<&'a str, Number>,
}

impl Shared<'_> {
    /// The texts that columns hold as numbers.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    fn read_home(&self, text: &str, map: Map) -> Home {
        let place = parse_home(text, map);
        // A place that was found whole is nothing else.
        let is_odd = place.codes.is_empty() || !place.unmatched.is_empty();
        let is_organisation = is_odd && is_organisation(text);
        let is_worded = place.codes.is_empty() && !is_organisation && is_worded(text);
        let is_person = is_worded && is_person(text);
        let tidy = self.texts.add(&place.tidy);
        let Place { codes, district, commune, commune_2025, system, province_text_is, has_typo, .. } = place;
        Home {
            tidy,
            codes,
            district,
            commune,
            commune_2025,
            system,
            province_text_is,
            has_typo,
            is_organisation,
            is_worded,
            is_person,
        }
    }

    fn read_organisation(&self, text: &str) -> Organisation {
        let within = place::within(text);
        let is_person = within == Within::default() && is_person(text) && !is_organisation(text);
        Organisation { tidy: self.texts.add(&fold::tidy_cow(text)), within, is_person }
    }
}

/// What texts were read as.
pub(super) struct Memory<'a> {
    shared: &'a Shared<'a>,
    units: FxHashMap<(&'a str, bool), Around>,
    codes: FxHashMap<(CodeList, &'a str), Option<&'static str>>,
    measures: FxHashMap<&'a str, Option<Measure>>,
    /// Posts are so few that all threads would wait for the same lock.
    tidied: FxHashMap<&'a str, Number>,
}

impl<'a> Memory<'a> {
    /// For one task: nothing but what the others know.
    pub fn new(shared: &'a Shared<'a>) -> Self {
        let (units, codes, measures) = (FxHashMap::default(), FxHashMap::default(), FxHashMap::default());
        Self { shared, units, codes, measures, tidied: FxHashMap::default() }
    }

    /// The text of a number.
    pub fn text(&self, number: Number) -> Box<str> {
        self.shared.texts.get(number)
    }

    pub fn home(&self, text: &'a str, map: Map) -> Home {
        self.shared.homes.get((text, map), || self.shared.read_home(text, map))
    }

    /// The native places of many rows at once.
    pub fn homes(&self, texts: impl Iterator<Item = Option<(&'a str, Map)>>) -> Vec<Option<Home>> {
        self.shared.homes.get_all(texts, |(text, map)| self.shared.read_home(text, map))
    }

    pub fn organisation(&self, text: &'a str) -> Organisation {
        self.shared.organisations.get(text, || self.shared.read_organisation(text))
    }

    /// The organisations of many rows at once.
    pub fn organisations(&self, texts: impl Iterator<Item = Option<&'a str>>) -> Vec<Option<Organisation>> {
        self.shared.organisations.get_all(texts, |text| self.shared.read_organisation(text))
    }

    /// The same, where `around` tells in which province or district it lies.
    pub fn organisation_around(&self, text: &'a str, found: Organisation, around: Around) -> Organisation {
        if !found.within.codes.is_empty() || around.codes.is_empty() {
            return found;
        }
        let find = || place::within_around(text, found.within, &around);
        Organisation { within: self.shared.surrounded.get((found.tidy, around), find), ..found }
    }

    /// Where a unit of work lies, by its code of two digits; `is_since_2025`: it may be a code of July 2025.
    pub fn unit(&mut self, code: &'a str, is_since_2025: bool) -> Around {
        *self.units.entry((code, is_since_2025)).or_insert_with(|| Around::of_unit(code, is_since_2025))
    }

    pub fn body(&self, text: &'a str) -> Body {
        self.shared.bodies.get(text, || {
            let tidy = self.shared.texts.add(&fold::tidy_cow(text));
            Body { tidy, around: Around::of_body(text), regime: measure::regime_of_body(text) }
        })
    }

    /// A text that many rows have, tidied: posts.
    pub fn tidy(&mut self, text: &'a str) -> Number {
        let shared = self.shared;
        let add = || shared.texts.add(&fold::tidy_cow(text));
        *self.tidied.entry(text).or_insert_with(|| shared.tidied.get(text, add))
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
