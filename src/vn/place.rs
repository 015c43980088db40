//! Where is this place, whatever map it was written on?
//!
//! A native place may name a commune, a district and a province; on the map of before July 2025 (63 provinces, three levels), of since
//! (34 provinces, two levels), or of provinces long gone; with unit words, without, or abbreviated; with marks or without. What comes
//! out is a *set* of the 63 provinces of 2024, and the district and commune where they are certain. A commune is never looked for
//! outside its province: Châu Thành, Tân Phú and Hòa Bình are everywhere.

use std::borrow::Cow;

pub use super::province::ProvinceSet;

use super::place_chunk::Setting;
use super::place_index::Index;
use super::place_parse::Parser;
use super::province;
use super::words::Words;

/// Which maps the writer can have known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Map {
    /// Any: `Tây Ninh` may be the province of before or of since July 2025.
    Any,
    /// None later than 30 June 2025.
    Before2025,
}

/// What the province's name was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProvinceText {
    /// A province of 2024.
    Current,
    /// A unit of July 2025.
    Merged,
    /// A province of before.
    Historical,
    /// An abbreviation, perhaps of several provinces.
    Abbreviated,
}

/// The map a place was written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// The 63 provinces of before July 2025.
    Before2025,
    /// The 34 units of since.
    Since2025,
    /// Provinces that were gone by 2024.
    Historical,
}

impl System {
    /// The word in tables: `63`, `34`, `historical`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Before2025 => "63",
            Self::Since2025 => "34",
            Self::Historical => "historical",
        }
    }
}

/// A place that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// In the order commune, district, province, with unit words where they are known: `xã Song An, huyện Vũ Thư, tỉnh Thái Bình`.
    /// Names that were found are written as the tables do, the others as in the text.
    pub tidy: String,
    /// The provinces of 2024 it can lie in. Empty: not known.
    pub codes: ProvinceSet,
    /// What the province's name was taken for. None: none was found.
    pub province_text_is: Option<ProvinceText>,
    /// Code of the district of before July 2025, where it is certain.
    pub district: Option<u16>,
    /// Code of the commune of before July 2025, where it is certain.
    pub commune: Option<u32>,
    /// Code of the commune of since July 2025: named so, or the only successor of `commune`.
    pub commune_2025: Option<u32>,
    /// The map it was written on. None: nothing was found.
    pub system: Option<System>,
    /// The district's name folded, found in the tables or not. Empty: none was written.
    pub district_key: Cow<'static, str>,
    /// The commune's name folded, likewise.
    pub commune_key: Cow<'static, str>,
    /// A name was found only by allowing one slip of the pen.
    pub has_typo: bool,
    /// Parts that were not found, as written.
    pub unmatched: Vec<String>,
}

/// The places named inside an organisation's name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Within {
    /// The provinces of 2024, where the name leaves no doubt. Empty: none is named, or a name that several have.
    pub codes: ProvinceSet,
    /// Code of the district of before July 2025, where it is certain.
    pub district: Option<u16>,
    /// Code of the commune of before July 2025, where it is certain.
    pub commune: Option<u32>,
    /// Code of the commune of since July 2025, likewise.
    pub commune_2025: Option<u32>,
}

impl Place {
    /// What `text` says. Text that says nothing gives a place without codes.
    ///
    /// ```
    /// use thamdinh::vn::place::{Map, Place};
    /// let place = Place::parse("x.Song An, H. Vũ Thư, T.Bình", Map::Any);
    /// assert_eq!(place.codes.codes().collect::<Vec<_>>(), ["34"]);
    /// assert_eq!(place.tidy, "xã Song An, huyện Vũ Thư, tỉnh Thái Bình");
    /// ```
    pub fn parse(text: &str, map: Map) -> Self {
        let whole = Words::of(text);
        let Some((main, aside)) = split_aside(&whole.raw) else { return Self::of(&whole, map) };
        // `Hưng Yên (nay là …)`: what stands aside narrows the rest, or stands in for it.
        let main = Self::of(&Words::of(main), map);
        let aside = Self::of(&Words::of(aside), map);
        if main.codes.is_empty() {
            return if aside.codes.is_empty() { Self::of(&whole, map) } else { aside };
        }
        let common = main.codes.intersection(aside.codes);
        if common.is_empty() { main } else { Self { codes: common, ..main } }
    }

    fn of(words: &Words, map: Map) -> Self {
        Parser::new(words, map, Setting::Place).place()
    }
}

/// The text before a bracket or `nay là`, and the text behind.
fn split_aside(text: &str) -> Option<(&str, &str)> {
    let split = |sign: &str| text.split_once(sign).filter(|(main, aside)| !main.trim().is_empty() && !aside.trim().is_empty());
    split("(").or_else(|| split(" nay là ")).or_else(|| split(" nay thuộc ")).or_else(|| split(", nay "))
}

/// The places named inside an organisation's name: `UBND xã Song An, huyện Vũ Thư`, `Thành ủy Mỹ Tho`, `Sở Y tế Thái Bình`.
///
/// Only what is certain: a district that several provinces have says nothing.
pub fn within(organisation: &str) -> Within {
    Parser::new(&Words::of(organisation), Map::Any, Setting::Organisation).within()
}

/// Where an organisation lies, as another cell of its row tells it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Around {
    /// The provinces of 2024. Empty: nothing is told.
    pub codes: ProvinceSet,
    /// The unit of July 2025, as its two-digit code.
    pub unit: Option<&'static str>,
    /// Code of the district of before July 2025.
    pub district: Option<u16>,
}

impl Around {
    /// Of a two-digit code of a unit: of July 2025 or, where `is_since_2025` is false or there is none with it, of one of the 63.
    /// `91` is An Giang since and was Kiên Giang before.
    pub fn of_unit(code: &str, is_since_2025: bool) -> Self {
        let padded = if code.len() == 1 { format!("0{code}") } else { code.to_owned() };
        match province::of_2025(&padded).filter(|_| is_since_2025) {
            Some(unit) => Self { codes: unit.absorbed, unit: Some(unit.code), district: None },
            None => Self { codes: ProvinceSet::of_codes([padded.as_str()]), unit: None, district: None },
        }
    }

    /// Of the body that decided: `Ban Thường vụ Huyện ủy Hàm Thuận Nam` decides about its own district.
    pub fn of_body(body: &str) -> Self {
        let Within { codes, district, .. } = within(body);
        Self { codes, unit: None, district }
    }
}

/// The places inside an organisation's name as [`within`] gave them, or else looked for where the organisation lies: `UBND xã Phú Mỡ`
/// says nothing by itself, and one place within its province. A body of the Centre lies nowhere.
pub fn within_around(organisation: &str, found: Within, around: &Around) -> Within {
    if !found.codes.is_empty() || around.codes.is_empty() {
        return found;
    }
    Parser::new(&Words::of(organisation), Map::Any, Setting::Organisation).within_around(around)
}

/// The folded name of the commune of before July 2025 with this code. None: there is no such code.
pub fn commune_key(code: u32) -> Option<&'static str> {
    Index::get().commune(code).map(|commune| &*commune.key)
}

/// The folded name of the commune of since July 2025 with this code. None: there is no such code.
pub fn commune_2025_key(code: u32) -> Option<&'static str> {
    Index::get().commune_2025(code).map(|commune| &*commune.key)
}

/// The provinces of 2024 that hold a commune, of either map, with this folded name; empty: none does.
pub fn provinces_of_communes(name: &str) -> ProvinceSet {
    let index = Index::get();
    let Some(named) = index.named(name) else { return ProvinceSet::EMPTY };
    let before = index.communes_named(named).iter().map(|commune| ProvinceSet::one(commune.province));
    let since = index.communes_2025_named(named).iter().map(|commune| commune.sources);
    before.chain(since).fold(ProvinceSet::EMPTY, ProvinceSet::union)
}

/// The folded name of the district with this code. None: there is no such code.
pub fn district_key(code: u16) -> Option<&'static str> {
    Index::get().district(code).map(|district| &*district.key)
}

#[cfg(test)]
#[path = "place_tests.rs"]
mod tests;
