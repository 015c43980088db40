//! Which provinces, districts and communes bear a name?
//!
//! One hash look-up of a folded name gives everything in the country that is called so, on the map of 2024, on that of July 2025, and
//! among the provinces of before. Built once, from the tables in `data/`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::embedded::rows;
use super::province::{self, ProvinceSet};
use super::words::key;

/// The kind of a unit, as its unit word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Xa,
    Phuong,
    ThiTran,
    DacKhu,
    Huyen,
    Quan,
    ThiXa,
    /// A city: of a province, or a province of its own.
    ThanhPho,
    Tinh,
}

impl Unit {
    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "xã" => Self::Xa,
            "phường" => Self::Phuong,
            "thị trấn" => Self::ThiTran,
            "đặc khu" => Self::DacKhu,
            "huyện" => Self::Huyen,
            "quận" => Self::Quan,
            "thị xã" => Self::ThiXa,
            "thành phố" => Self::ThanhPho,
            "tỉnh" => Self::Tinh,
            _ => return None,
        })
    }

    /// The unit word in full.
    pub fn word(self) -> &'static str {
        match self {
            Self::Xa => "xã",
            Self::Phuong => "phường",
            Self::ThiTran => "thị trấn",
            Self::DacKhu => "đặc khu",
            Self::Huyen => "huyện",
            Self::Quan => "quận",
            Self::ThiXa => "thị xã",
            Self::ThanhPho => "thành phố",
            Self::Tinh => "tỉnh",
        }
    }

    pub fn is_commune(self) -> bool {
        matches!(self, Self::Xa | Self::Phuong | Self::ThiTran | Self::DacKhu)
    }

    /// A district for certain; a city may also be a province.
    pub fn is_district(self) -> bool {
        matches!(self, Self::Huyen | Self::Quan | Self::ThiXa)
    }
}

/// A district of before July 2025.
#[derive(Debug)]
pub(crate) struct District {
    pub code: u16,
    pub name: &'static str,
    pub key: Box<str>,
    pub unit: Unit,
    pub province: u8,
}

/// A commune of before July 2025.
#[derive(Debug)]
pub(crate) struct Commune {
    pub code: u32,
    pub name: &'static str,
    pub key: Box<str>,
    pub unit: Unit,
    /// Place in [`Index::districts`].
    pub district: u16,
    pub province: u8,
    /// The commune of July 2025 that took it in, where it is one only.
    pub only_successor: Option<u32>,
}

/// A commune of since July 2025.
#[derive(Debug)]
pub(crate) struct Commune2025 {
    pub code: u32,
    pub name: &'static str,
    pub key: Box<str>,
    pub unit: Unit,
    /// The unit of July 2025 it lies in, as its two-digit code.
    pub province: &'static str,
    /// The provinces of 2024 its ground came from.
    pub sources: ProvinceSet,
    /// The commune of before it was made of, where it is one only.
    pub only_predecessor: Option<u32>,
}

/// What a name says when it is taken for a province's.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reading {
    /// A province of 2024.
    pub current: ProvinceSet,
    /// A unit of July 2025, as the provinces it absorbed.
    pub merged: ProvinceSet,
    /// The code of that unit.
    pub merged_code: Option<&'static str>,
    /// Provinces of before, as what became of them.
    pub historical: ProvinceSet,
    /// What an abbreviation can stand for.
    pub abbreviated: ProvinceSet,
    /// The province's name with its unit word; None: it was only abbreviated, or several have it.
    pub name: Option<(&'static str, &'static str)>,
    /// Initials, so believed only when written in capitals.
    pub is_initials: bool,
}

/// Everything that bears one name: a reading as a province, and ranges of the lists below.
#[derive(Debug, Clone, Default)]
pub(crate) struct Named {
    reading: Option<u16>,
    districts: (u32, u32),
    communes: (u32, u32),
    communes_2025: (u32, u32),
}

/// All names.
pub(crate) struct Index {
    names: FxHashMap<Box<str>, Named>,
    readings: Vec<Reading>,
    pub districts: Vec<District>,
    pub communes: Vec<Commune>,
    pub communes_2025: Vec<Commune2025>,
    /// Names of provinces as keys, for names with a slip.
    pub province_keys: Vec<(Box<str>, u16)>,
    /// Places in `districts` by province.
    pub districts_of: Vec<Vec<u16>>,
    /// Places in `communes` by district.
    pub communes_of: Vec<Vec<u32>>,
    commune_at: FxHashMap<u32, u32>,
    commune_2025_at: FxHashMap<u32, u32>,
    district_at: FxHashMap<u16, u16>,
}

static INDEX: LazyLock<Index> = LazyLock::new(Index::build);

impl Index {
    /// The index, built on first use.
    pub fn get() -> &'static Self {
        &INDEX
    }

    /// Everything called `key`. None: nothing is.
    pub fn named(&self, key: &str) -> Option<&Named> {
        self.names.get(key)
    }

    /// Whether a district or commune is called `key`.
    pub fn has_place(&self, key: &str) -> bool {
        self.named(key).is_some_and(|named| named.districts.1 + named.communes.1 + named.communes_2025.1 > 0)
    }

    pub fn reading(&self, named: &Named) -> Option<&Reading> {
        self.readings.get(usize::from(named.reading?))
    }

    pub fn reading_at(&self, at: u16) -> Option<&Reading> {
        self.readings.get(usize::from(at))
    }

    /// The districts called so, as places in the list.
    pub fn districts_named(&self, named: &Named) -> impl Iterator<Item = (u16, &District)> {
        let (from, to) = named.districts;
        let list = self.districts.get(from as usize..to as usize).unwrap_or(&[]);
        (from..to).map(|at| u16::try_from(at).unwrap_or(u16::MAX)).zip(list)
    }

    pub fn communes_named(&self, named: &Named) -> &[Commune] {
        self.communes.get(named.communes.0 as usize..named.communes.1 as usize).unwrap_or(&[])
    }

    pub fn communes_2025_named(&self, named: &Named) -> &[Commune2025] {
        self.communes_2025.get(named.communes_2025.0 as usize..named.communes_2025.1 as usize).unwrap_or(&[])
    }

    /// The commune of before July 2025 with this code.
    pub fn commune(&self, code: u32) -> Option<&Commune> {
        self.communes.get(*self.commune_at.get(&code)? as usize)
    }

    /// The commune of since July 2025 with this code.
    pub fn commune_2025(&self, code: u32) -> Option<&Commune2025> {
        self.communes_2025.get(*self.commune_2025_at.get(&code)? as usize)
    }

    /// The district with this code.
    pub fn district(&self, code: u16) -> Option<&District> {
        self.districts.get(usize::from(*self.district_at.get(&code)?))
    }

    fn build() -> Self {
        let mut districts = districts();
        districts.sort_by(|a, b| (&a.key, a.code).cmp(&(&b.key, b.code)));
        let district_at: FxHashMap<u16, u16> = (0..).zip(&districts).map(|(at, district)| (district.code, at)).collect();
        let (mut communes, successors) = communes(&districts, &district_at);
        let mut communes_2025 = communes_2025();
        merge(&mut communes_2025, &communes, &successors, &districts);
        communes.sort_by(|a, b| (&a.key, a.code).cmp(&(&b.key, b.code)));
        communes_2025.sort_by(|a, b| (&a.key, a.code).cmp(&(&b.key, b.code)));

        let mut names: FxHashMap<Box<str>, Named> = FxHashMap::default();
        fill(&mut names, districts.iter().map(|district| &district.key), |named| &mut named.districts);
        fill(&mut names, communes.iter().map(|commune| &commune.key), |named| &mut named.communes);
        fill(&mut names, communes_2025.iter().map(|commune| &commune.key), |named| &mut named.communes_2025);
        let mut readings = Vec::new();
        let mut province_keys = Vec::new();
        for (key, reading) in super::place_name::readings() {
            let at = u16::try_from(readings.len()).unwrap_or(u16::MAX);
            if !reading.is_initials && key.len() >= 6 {
                province_keys.push((key.clone(), at));
            }
            names.entry(key).or_default().reading = Some(at);
            readings.push(reading);
        }

        let mut districts_of = vec![Vec::new(); 63];
        for (at, district) in (0..).zip(&districts) {
            if let Some(list) = districts_of.get_mut(usize::from(district.province)) {
                list.push(at);
            }
        }
        let mut communes_of = vec![Vec::new(); districts.len()];
        for (at, commune) in (0..).zip(&communes) {
            if let Some(list) = communes_of.get_mut(usize::from(commune.district)) {
                list.push(at);
            }
        }
        let commune_at = (0..).zip(&communes).map(|(at, commune)| (commune.code, at)).collect();
        let commune_2025_at = (0..).zip(&communes_2025).map(|(at, commune)| (commune.code, at)).collect();
        Self {
            names,
            readings,
            districts,
            communes,
            communes_2025,
            province_keys,
            districts_of,
            communes_of,
            commune_at,
            commune_2025_at,
            district_at,
        }
    }
}

/// Notes for every name the range of its entries in a list sorted by name.
fn fill<'a>(
    names: &mut FxHashMap<Box<str>, Named>,
    keys: impl Iterator<Item = &'a Box<str>>,
    range: impl Fn(&mut Named) -> &mut (u32, u32),
) {
    for (at, key) in (0..).zip(keys) {
        if !names.contains_key(key) {
            names.insert(key.clone(), Named::default());
        }
        if let Some(named) = names.get_mut(key) {
            let range = range(named);
            *range = if range.1 == 0 { (at, at + 1) } else { (range.0, at + 1) };
        }
    }
}

fn districts() -> Vec<District> {
    rows(include_str!("data/districts_pre2025.csv"))
        .filter_map(|row| match row[..] {
            [code, name, unit, province] => Some(District {
                code: code.parse().ok()?,
                name,
                key: key(name).into(),
                unit: Unit::of(unit)?,
                province: province::index_of(province)?,
            }),
            _ => None,
        })
        .collect()
}

/// The communes, and of each the communes of 2025 that took it in.
fn communes(districts: &[District], district_at: &FxHashMap<u16, u16>) -> (Vec<Commune>, Vec<Vec<u32>>) {
    rows(include_str!("data/communes_pre2025.csv"))
        .filter_map(|row| match row[..] {
            [code, name, unit, district, successors] => {
                let district = *district_at.get(&district.parse().ok()?)?;
                let successors: Vec<u32> = successors.split('|').filter_map(|code| code.parse().ok()).collect();
                let commune = Commune {
                    code: code.parse().ok()?,
                    name,
                    key: key(name).into(),
                    unit: Unit::of(unit)?,
                    district,
                    province: districts.get(usize::from(district))?.province,
                    only_successor: if let [one] = successors[..] { Some(one) } else { None },
                };
                Some((commune, successors))
            }
            _ => None,
        })
        .unzip()
}

fn communes_2025() -> Vec<Commune2025> {
    rows(include_str!("data/communes_2025.csv"))
        .filter_map(|row| match row[..] {
            [code, name, unit, province] => Some(Commune2025 {
                code: code.parse().ok()?,
                name,
                key: key(name).into(),
                unit: Unit::of(unit)?,
                province,
                sources: ProvinceSet::EMPTY,
                only_predecessor: None,
            }),
            _ => None,
        })
        .collect()
}

/// Tells each new commune where its ground came from.
fn merge(communes_2025: &mut [Commune2025], communes: &[Commune], successors: &[Vec<u32>], districts: &[District]) {
    let at: FxHashMap<u32, usize> = communes_2025.iter().enumerate().map(|(at, commune)| (commune.code, at)).collect();
    let mut counts = vec![0_u32; communes_2025.len()];
    for (commune, codes) in communes.iter().zip(successors) {
        for code in codes {
            let Some((count, new)) = at.get(code).and_then(|&at| Some((counts.get_mut(at)?, communes_2025.get_mut(at)?))) else {
                continue;
            };
            *count += 1;
            new.sources = new.sources.union(ProvinceSet::one(commune.province));
            new.only_predecessor = (*count == 1).then_some(commune.code);
        }
    }
    // Island districts that had no communes became special zones as they were: Côn Đảo, Hoàng Sa.
    for new in communes_2025.iter_mut().filter(|new| new.sources.is_empty()) {
        let absorbed = province::of_2025(new.province).map_or(ProvinceSet::EMPTY, |province| province.absorbed);
        let district = districts.iter().find(|district| district.key == new.key && absorbed.has(district.province));
        new.sources = district.map_or(absorbed, |district| ProvinceSet::one(district.province));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_in_the_index() {
        let index = Index::get();
        assert_eq!((index.districts.len(), index.communes.len(), index.communes_2025.len()), (696, 10_035, 3_321));
        assert!(index.communes_2025.iter().all(|commune| province::of_2025(commune.province).is_some()));
        let orphans: Vec<_> = index.communes_2025.iter().filter(|commune| commune.sources.is_empty()).map(|c| c.code).collect();
        assert!(orphans.is_empty(), "made of nothing: {orphans:?}");
        // A new commune lies in the unit that absorbed the provinces it came from.
        for commune in &index.communes_2025 {
            let province = province::of_2025(commune.province).unwrap();
            assert!(commune.sources.without(province.absorbed).is_empty(), "{} {}", commune.code, commune.name);
        }
    }

    #[test]
    fn a_name_gives_everything_that_bears_it() {
        let index = Index::get();
        let named = index.named("hoa binh").unwrap();
        assert_eq!(index.reading(named).unwrap().current, ProvinceSet::of_codes(["17"]));
        let districts: Vec<_> = index.districts_named(named).map(|(_, district)| (district.unit, district.province)).collect();
        assert_eq!(districts.len(), 2, "the city in Hòa Bình and the district in Bạc Liêu: {districts:?}");
        assert!(index.communes_named(named).len() > 10);
        assert!(index.named("khong co noi nay").is_none());
    }
}
