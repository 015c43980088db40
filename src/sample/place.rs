//! Where do invented people come from, and in how many ways is that written?
//!
//! The units are the real ones: the three levels of 2024, the two levels since July 2025, and the provinces that were merged, split
//! or renamed before.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::random::Rng;

const COMMUNES: &str = include_str!("../vn/data/communes_pre2025.csv");
const DISTRICTS: &str = include_str!("../vn/data/districts_pre2025.csv");
const PROVINCES: &str = include_str!("../vn/data/provinces.csv");
const NEW_COMMUNES: &str = include_str!("../vn/data/communes_2025.csv");
const NEW_PROVINCES: &str = include_str!("../vn/data/provinces_2025.csv");
const HISTORICAL: &str = include_str!("../vn/data/provinces_historical.csv");
const ALIASES: &str = include_str!("../vn/data/place_aliases.csv");

/// A unit's kind as written (`xã`) and its name (`Yên Phú`).
pub type Unit = (&'static str, &'static str);

/// A commune of 2024.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commune(u32);

/// A province of 2024.
#[derive(Debug)]
pub struct Province {
    /// Its two-digit code; `0` before it makes the first three digits of a citizen's number.
    pub code: &'static str,
    /// Kind and name.
    pub unit: Unit,
    /// Its successor since July 2025: code, kind and name.
    pub successor: (&'static str, Unit),
    /// Its communes.
    pub communes: Vec<Commune>,
    /// Earlier provinces that covered it: name, first and last year.
    pub earlier: Vec<(&'static str, i32, i32)>,
    /// Short forms in use: `TP HCM`.
    pub short: Vec<&'static str>,
}

struct CommuneRow {
    unit: Unit,
    district: u32,
    successors: Vec<u32>,
}

struct District {
    unit: Unit,
    province: u32,
    communes: Vec<Commune>,
}

struct Map {
    communes: Vec<CommuneRow>,
    districts: Vec<District>,
    provinces: Vec<Province>,
    /// Units of 2025 with the place of a province that went into theirs.
    new_communes: Vec<(Unit, &'static str)>,
}

static MAP: LazyLock<Map> = LazyLock::new(load);

/// How a place is put into words: none of these is a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `xã Yên Phú, huyện Bắc Mê, tỉnh Hà Giang`
    Words,
    /// `Xã Yên Phú, Huyện Bắc Mê, Tỉnh Hà Giang`
    Capitals,
    /// `Yên Phú, Bắc Mê, Hà Giang`
    Commas,
    /// `Yên Phú - Bắc Mê - Hà Giang`
    Dashes,
    /// `x. Yên Phú, h. Bắc Mê, T. Hà Giang`
    Short,
}

impl Style {
    /// One of the faultless styles, the fuller ones more often.
    pub fn any(rng: &mut Rng) -> Self {
        match rng.below(20) {
            0..8 => Self::Words,
            8..11 => Self::Capitals,
            11..17 => Self::Commas,
            _ => Self::Dashes,
        }
    }
}

/// All communes.
pub fn communes() -> impl Iterator<Item = Commune> {
    (0..MAP.communes.len() as u32).map(Commune)
}

/// The province of 2024 with this two-digit code.
pub fn province(code: &str) -> Option<&'static Province> {
    MAP.provinces.iter().find(|province| province.code == code)
}

/// The province at this place in the order of the codes.
pub fn province_at(index: usize) -> &'static Province {
    &MAP.provinces[index]
}

/// How many provinces there were in 2024.
pub fn province_count() -> usize {
    MAP.provinces.len()
}

impl Commune {
    /// The commune called `name` in the district called `district`.
    pub fn named(name: &str, district: &str) -> Option<Self> {
        communes().find(|commune| commune.unit().1 == name && commune.district().1 == district)
    }

    fn row(self) -> &'static CommuneRow {
        &MAP.communes[self.0 as usize]
    }

    fn district_row(self) -> &'static District {
        &MAP.districts[self.row().district as usize]
    }

    /// Its kind and name.
    pub fn unit(self) -> Unit {
        self.row().unit
    }

    /// Its district's kind and name.
    pub fn district(self) -> Unit {
        self.district_row().unit
    }

    /// Its province.
    pub fn province(self) -> &'static Province {
        &MAP.provinces[self.province_index()]
    }

    /// The place of its province in the order of the codes.
    pub fn province_index(self) -> usize {
        self.district_row().province as usize
    }

    /// The commune since July 2025 that took most of it, or all.
    pub fn successor(self) -> Unit {
        self.row().successors.first().map_or(self.unit(), |&new| MAP.new_communes[new as usize].0)
    }

    /// Another commune of the same district, mostly.
    pub fn in_same_district(self, rng: &mut Rng) -> Self {
        *rng.pick(&self.district_row().communes)
    }

    /// Another commune of the same province, mostly.
    pub fn in_same_province(self, rng: &mut Rng) -> Self {
        *rng.pick(&self.province().communes)
    }

    /// Its three levels of 2024.
    pub fn levels(self) -> [Unit; 3] {
        [self.unit(), self.district(), self.province().unit]
    }

    /// Its two levels since July 2025.
    pub fn new_levels(self) -> [Unit; 2] {
        [self.successor(), self.province().successor.1]
    }

    /// Its province at some time in the 25 years after `born`, where that was another than in 2024.
    pub fn earlier_province(self, born: i32, rng: &mut Rng) -> Option<Unit> {
        let fitting: Vec<_> = self.province().earlier.iter().filter(|&&(_, from, to)| from <= born + 25 && to >= born).collect();
        (!fitting.is_empty()).then(|| {
            let name = rng.pick(&fitting).0;
            // Zones and Sài Gòn were no provinces.
            (if name.starts_with("Khu ") || name.starts_with("Sài Gòn") { "" } else { "tỉnh" }, name)
        })
    }
}

/// `levels`, lowest first, in words.
pub fn write(levels: &[Unit], style: Style) -> String {
    let mut out = String::with_capacity(64);
    for (i, &(kind, name)) in levels.iter().enumerate() {
        if i > 0 {
            out.push_str(if style == Style::Dashes { " - " } else { ", " });
        }
        // A ward that is only a number keeps its word: `phường 5`.
        let is_number = name.starts_with(|c: char| c.is_ascii_digit());
        match style {
            _ if kind.is_empty() => {}
            Style::Commas | Style::Dashes if !is_number || kind == "xã" => {}
            Style::Short => out.push_str(short_word(kind)),
            Style::Capitals => {
                let mut letters = kind.chars();
                out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                let _ = write!(out, "{} ", letters.as_str());
            }
            Style::Words | Style::Commas | Style::Dashes => {
                let _ = write!(out, "{kind} ");
            }
        }
        out.push_str(name);
    }
    out
}

fn short_word(kind: &str) -> &'static str {
    match kind {
        "xã" => "x. ",
        "phường" => "P. ",
        "thị trấn" => "TT. ",
        "huyện" => "h. ",
        "quận" => "Q. ",
        "thị xã" => "TX. ",
        "thành phố" => "TP. ",
        "tỉnh" => "T. ",
        _ => "",
    }
}

/// The first `N` cells of each row after the header.
fn rows<const N: usize>(csv: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    crate::vn::embedded::rows(csv).filter_map(|cells| cells.first_chunk().copied())
}

fn load() -> Map {
    let new_provinces: Vec<[&str; 4]> = rows::<4>(NEW_PROVINCES).collect();
    let new_province = |code: &str| new_provinces.iter().find(|row| row[0] == code);
    let mut provinces: Vec<Province> = rows::<6>(PROVINCES)
        .filter_map(|[code, _, name, _, kind, successor]| {
            let new = new_province(successor)?;
            Some(Province {
                code,
                unit: (kind, name),
                successor: (new[0], (new[3], new[1])),
                communes: Vec::new(),
                earlier: Vec::new(),
                short: Vec::new(),
            })
        })
        .collect();
    for [name, _, from, to, codes] in rows::<5>(HISTORICAL) {
        let (Ok(from), Ok(to)) = (from.parse(), to.parse()) else { continue };
        for province in provinces.iter_mut().filter(|p| codes.split('|').any(|code| code == p.code) && p.unit.1 != name) {
            province.earlier.push((name, from, to));
        }
    }
    for [alias, code, kind] in rows::<3>(ALIASES) {
        if kind == "abbrev" && !alias.starts_with("T. ") && !alias.starts_with("t. ") {
            provinces.iter_mut().filter(|p| p.code == code).for_each(|p| p.short.push(alias));
        }
    }
    let new_codes: Vec<[&str; 4]> = rows::<4>(NEW_COMMUNES).collect();
    let new_communes = new_codes.iter().map(|[_, name, kind, province]| ((*kind, *name), *province)).collect();
    let new_index: rustc_hash::FxHashMap<&str, u32> = new_codes.iter().enumerate().map(|(i, row)| (row[0], i as u32)).collect();

    let district_codes: Vec<[&str; 4]> = rows::<4>(DISTRICTS).collect();
    let mut districts: Vec<District> = district_codes
        .iter()
        .map(|[_, name, kind, province]| District {
            unit: (kind, name),
            province: provinces.iter().position(|p| p.code == *province).unwrap_or(0) as u32,
            communes: Vec::new(),
        })
        .collect();
    let mut communes = Vec::new();
    for [_, name, kind, district, successors] in rows::<5>(COMMUNES) {
        let Some(d) = district_codes.iter().position(|row| row[0] == district) else { continue };
        let commune = Commune(communes.len() as u32);
        districts[d].communes.push(commune);
        provinces[districts[d].province as usize].communes.push(commune);
        let successors = successors.split('|').filter_map(|code| new_index.get(code).copied()).collect();
        communes.push(CommuneRow { unit: (kind, name), district: d as u32, successors });
    }
    Map { communes, districts, provinces, new_communes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::random::Stream;

    #[test]
    fn a_commune_is_written_on_both_maps_and_in_every_style() {
        let commune = Commune::named("Yên Phú", "Bắc Mê").expect("a commune of Hà Giang");
        for (style, expected) in [
            (Style::Words, "thị trấn Yên Phú, huyện Bắc Mê, tỉnh Hà Giang"),
            (Style::Capitals, "Thị trấn Yên Phú, Huyện Bắc Mê, Tỉnh Hà Giang"),
            (Style::Commas, "Yên Phú, Bắc Mê, Hà Giang"),
            (Style::Dashes, "Yên Phú - Bắc Mê - Hà Giang"),
            (Style::Short, "TT. Yên Phú, h. Bắc Mê, T. Hà Giang"),
        ] {
            assert_eq!(write(&commune.levels(), style), expected);
        }
        assert_eq!(write(&commune.new_levels(), Style::Words), "xã Bắc Mê, tỉnh Tuyên Quang");
        assert_eq!(commune.earlier_province(1968, &mut Rng::new(1, Stream::Plan, 0)), Some(("tỉnh", "Hà Tuyên")));
    }

    #[test]
    fn every_unit_resolves() {
        assert_eq!((communes().count(), MAP.districts.len(), province_count()), (10_035, 696, 63));
        assert!(communes().all(|commune| !commune.row().successors.is_empty()));
        assert!(communes().all(|commune| commune.district_row().communes.contains(&commune)));
    }
}
