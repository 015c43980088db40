//! How are the parts of a place looked up?
//!
//! From the end: the province, then the district inside it, then the commune inside the district. The longest run of words that
//! is a name wins, so that places written without any sign between them come apart too.

use std::borrow::Cow;

use super::place::{Around, Map, Place, ProvinceText, System, Within};
use super::place_chunk::{Chunk, Setting, chunks, unit_at};
use super::place_index::{Commune, Commune2025, District, Index, Named, Reading, Unit};
use super::province::{self, ProvinceSet};
use super::words::{Gap, Words};

/// What the names of local organisations begin with, where no unit word tells that they are.
const LOCAL: [&str; 10] =
    ["htx", "hop tac", "truong", "tram", "chi bo", "hoi", "cong an", "nong truong", "lam truong", "quy tin"];

/// The longest province name has six words.
const LONGEST_PROVINCE: usize = 6;

pub(crate) struct Parser<'a> {
    words: &'a Words<'a>,
    index: &'static Index,
    map: Map,
    setting: Setting,
    place: Place,
    /// The provinces in which district and commune are looked for, the likeliest first.
    scopes: [ProvinceSet; 5],
    /// The code of the unit of July 2025 that was named.
    merged_code: Option<&'static str>,
    /// The three levels as they go into the tidy text, unit word apart.
    province_tidy: Option<(Option<Unit>, Cow<'a, str>)>,
    district_tidy: Option<(Option<Unit>, Cow<'a, str>)>,
    commune_tidy: Option<(Option<Unit>, Cow<'a, str>)>,
}

/// Where a province's name was found.
struct Found {
    /// Its first word, unit word not included.
    start: usize,
    reading: Reading,
}

impl<'a> Parser<'a> {
    pub fn new(words: &'a Words<'a>, map: Map, setting: Setting) -> Self {
        Self {
            words,
            index: Index::get(),
            map,
            setting,
            place: Place::default(),
            scopes: [ProvinceSet::EMPTY; 5],
            merged_code: None,
            province_tidy: None,
            district_tidy: None,
            commune_tidy: None,
        }
    }

    /// The place that the whole text is.
    pub fn place(mut self) -> Place {
        let mut parts = chunks(self.words, 0, self.words.len(), self.setting);
        self.drop_country(&mut parts);
        if !self.find_all(&mut parts) && parts.len() > 1 {
            // `Tỉnh Thái Bình, huyện Vũ Thư`: the other way round.
            let mut turned: Vec<Chunk> = parts.iter().rev().copied().collect();
            if turned.last().is_some_and(|last| self.province_at(std::slice::from_ref(last)).is_some())
                && self.find_all(&mut turned)
            {
                parts = turned;
            }
        }
        if self.place.codes.is_empty() {
            self.find_without_province(&mut parts);
        }
        if self.place.codes.is_empty() && parts.len() > 1 {
            // `huyện Ứng Hòa, t. H`: the last part says nothing, the one before may.
            let last = parts.pop();
            self.find_without_province(&mut parts);
            parts.extend(last);
        }
        self.finish(&parts)
    }

    /// The places inside an organisation's name.
    pub fn within(mut self) -> Within {
        let count = self.words.len();
        let first = (0..count).find(|&at| unit_at(self.words, at, self.setting).is_some());
        let mut parts = match first {
            Some(first) => chunks(self.words, first, count, self.setting),
            None => {
                // `Sở Y tế Thái Bình`: a province at the end, in full.
                let last = Chunk { unit: None, unit_start: 0, start: 0, end: count, gap: Gap::Strong };
                let found = self.province_at(&[last]).filter(|found| found.start > 0 && count - found.start > 1);
                let codes = found.map_or(ProvinceSet::EMPTY, |found| found.reading.current.union(found.reading.merged));
                return Within { codes, ..Within::default() };
            }
        };
        if !self.find_all(&mut parts) {
            self.find_without_province(&mut parts);
        }
        let is_certain = self.place.province_text_is.is_some() || self.place.district.is_some();
        let Place { codes, district, commune, commune_2025, .. } = self.place;
        Within { codes: if is_certain { codes } else { ProvinceSet::EMPTY }, district, commune, commune_2025 }
    }

    /// The places inside the name of an organisation that lies `around`.
    pub fn within_around(mut self, around: &Around) -> Within {
        let count = self.words.len();
        let Some(first) = (0..count).find(|&at| unit_at(self.words, at, self.setting).is_some()) else {
            // `Trường THCS Hữu Hòa` lies in the province of its row, `Bộ Tài chính` in none.
            let is_local = LOCAL.contains(&self.words.slice(0, 1)) || LOCAL.contains(&self.words.slice(0, 2));
            return Within { codes: if is_local { around.codes } else { ProvinceSet::EMPTY }, ..Within::default() };
        };
        let mut parts = chunks(self.words, first, count, self.setting);
        self.scopes[0] = around.codes;
        self.merged_code = around.unit;
        self.place.codes = around.codes;
        let district = around.district.and_then(|code| self.index.districts.iter().position(|district| district.code == code));
        match (parts.last().copied(), district.and_then(|at| u16::try_from(at).ok())) {
            (Some(last), Some(at)) if last.unit.is_some_and(Unit::is_commune) => {
                self.take_district(last, last.start, &[at], &mut parts);
            }
            _ => self.find_below(&mut parts),
        }
        let Place { codes, district, commune, commune_2025, .. } = self.place;
        Within { codes, district, commune, commune_2025 }
    }

    fn named(&self, from: usize, to: usize) -> Option<&'static Named> {
        self.index.named(self.words.slice(from, to))
    }

    fn drop_country(&self, parts: &mut Vec<Chunk>) {
        while let Some(last) = parts.last_mut() {
            let tail = self.words.slice(last.end.saturating_sub(2).max(last.start), last.end);
            if tail == "viet nam" || self.words.slice(last.start, last.end) == "vn" {
                last.end -= if tail == "viet nam" { 2 } else { 1 };
            } else if self.words.raw(last.end - 1, last.end).eq_ignore_ascii_case("cũ") {
                // `Hà Tây cũ`
                last.end -= 1;
            } else {
                return;
            }
            if last.end <= last.start {
                parts.pop();
            }
        }
    }

    /// Finds province, district and commune; takes from `parts` what was found. False: no province was, and nothing is set.
    fn find_all(&mut self, parts: &mut Vec<Chunk>) -> bool {
        let Some(found) = self.province_at(parts).or_else(|| self.province_with_slip(parts)) else { return false };
        self.set_province(&found, parts);
        let city = parts.last().filter(|last| last.start == found.start && last.unit == Some(Unit::ThanhPho)).copied();
        cut(parts, found.start);
        if parts.is_empty() {
            // `TP. Hòa Bình`: the city in the province of that name.
            if let Some(city) = city {
                self.set_city(city);
            }
        } else {
            self.find_below(parts);
        }
        true
    }

    /// The province at the end of the last part.
    fn province_at(&self, parts: &[Chunk]) -> Option<Found> {
        let last = parts.last()?;
        // A hyphen may part two places or stand inside one name: `Bà Rịa - Vũng Tàu`.
        let mut first = last.unit_start;
        let mut at = parts.len() - 1;
        while let (Some(Chunk { gap: Gap::Hyphen, unit: None, .. }), Some(before)) = (parts.get(at), at.checked_sub(1)) {
            first = parts.get(before).map_or(first, |chunk| chunk.start);
            at = before;
        }
        (first.max(last.end.saturating_sub(LONGEST_PROVINCE))..last.end).find_map(|start| {
            let named = self.named(start, last.end)?;
            let reading = self.index.reading(named)?;
            let holder = parts.iter().rev().find(|chunk| chunk.unit_start <= start)?;
            let is_whole = start <= holder.start;
            let fits = if reading.is_initials {
                // `H. Kiến Xương TB`: initials behind a district; `CHIỀNG LA` ends in none.
                let is_behind_district = || {
                    let before = self.named(holder.start, start);
                    before.is_some_and(|named| self.index.districts_named(named).next().is_some())
                };
                self.are_initials(start) && (is_whole || is_behind_district())
            } else if start < holder.start {
                // The unit word is part of the name: `TT Huế`.
                true
            } else if is_whole {
                self.may_be_province(holder.unit, reading, named)
            } else {
                !self.is_one_name(holder)
            };
            fits.then_some(Found { start, reading: *reading })
        })
    }

    /// Where a name can begin that ends with the part, the longest first. Without its mark a unit word may be the name's first word:
    /// `Quan Sơn`, `Phuong Lien`.
    fn starts(&self, part: Chunk) -> impl Iterator<Item = usize> + use<> {
        let is_one_plain_word = part.unit.is_some()
            && part.start == part.unit_start + 1
            && self.words.list.get(part.unit_start).is_some_and(|word| word.is_plain);
        is_one_plain_word.then_some(part.unit_start).into_iter().chain(part.start..part.end)
    }

    /// Whether word `at` is written in capitals without marks; Đ has none.
    fn are_initials(&self, at: usize) -> bool {
        let raw = self.words.raw(at, at + 1);
        !raw.is_empty() && raw.chars().all(|c| c.is_ascii_uppercase() || c == 'Đ')
    }

    fn may_be_province(&self, unit: Option<Unit>, reading: &Reading, named: &Named) -> bool {
        match unit {
            None | Some(Unit::Tinh) => true,
            // `Q.Ngãi`: the province's initial looks like a unit word; but then the name alone is no province's.
            Some(Unit::ThanhPho) => {
                let is_province = !reading.current.is_empty() || !reading.merged.is_empty();
                is_province || self.index.districts_named(named).next().is_none()
            }
            Some(_) => false,
        }
    }

    /// Whether a part that ends in a province's name is one name as a whole: `xã Tân Hòa Bình`.
    fn is_one_name(&self, chunk: &Chunk) -> bool {
        let Some(named) = self.named(chunk.start, chunk.end) else { return false };
        match chunk.unit {
            Some(unit) if unit.is_commune() => {
                !self.index.communes_named(named).is_empty() || !self.index.communes_2025_named(named).is_empty()
            }
            _ => self.index.districts_named(named).next().is_some(),
        }
    }

    /// The province in the last part, one slip allowed. Only whole parts, and only when one name alone is that near.
    fn province_with_slip(&self, parts: &[Chunk]) -> Option<Found> {
        let last = parts.last()?;
        // `Q.Ngãii`: a single letter may be the province's initial, a longer unit word is what it says.
        let is_lower = last.unit.is_some_and(|unit| unit.is_commune() || unit.is_district());
        let is_initial = self.words.word(last.unit_start).len() == 1;
        let is_name = self.named(last.start, last.end).is_some_and(|named| self.index.districts_named(named).next().is_some());
        if self.setting == Setting::Organisation || (is_lower && !is_initial) || is_name {
            return None;
        }
        // The unit word may be an initial: `T.Bìnhh`.
        [last.start, last.unit_start].into_iter().find_map(|start| {
            let written = self.words.slice(start, last.end);
            let near = self.index.province_keys.iter().filter(|(key, _)| is_one_slip(written, key));
            let near: Vec<&Reading> = near.filter_map(|(_, at)| self.index.reading_at(*at)).collect();
            // Of a province of 2024 and one long gone the first is meant; of two of a kind neither is sure.
            let only = |list: &[&Reading]| {
                let first = *list.first()?;
                list.iter().all(|other| is_same(first, other)).then_some(*first)
            };
            let current: Vec<_> = near.iter().copied().filter(|reading| !reading.current.is_empty()).collect();
            let reading = if current.is_empty() { only(&near) } else { only(&current) }?;
            Some(Found { start, reading })
        })
    }

    fn set_province(&mut self, found: &Found, parts: &[Chunk]) {
        let reading = &found.reading;
        let merged = if self.map == Map::Any { reading.merged } else { ProvinceSet::EMPTY };
        self.scopes = [reading.current, reading.historical, merged, reading.abbreviated, ProvinceSet::EMPTY];
        self.merged_code = reading.merged_code.filter(|_| self.map == Map::Any);
        self.place.codes = self.scopes.into_iter().fold(ProvinceSet::EMPTY, ProvinceSet::union);
        let (text, system) = if !reading.current.is_empty() {
            (ProvinceText::Current, System::Before2025)
        } else if !reading.historical.is_empty() {
            (ProvinceText::Historical, System::Historical)
        } else if !merged.is_empty() {
            (ProvinceText::Merged, System::Since2025)
        } else {
            (ProvinceText::Abbreviated, System::Before2025)
        };
        if text == ProvinceText::Abbreviated {
            // An abbreviation may be of another unit, or misspelt: a district that only one province has outweighs it.
            self.scopes[4] = everywhere();
        }
        self.place.province_text_is = Some(text);
        self.place.system = Some(system);
        let end = parts.last().map_or(found.start, |last| last.end);
        self.place.has_typo = self.named(found.start, end).is_none_or(|named| self.index.reading(named).is_none());
        self.province_tidy = Some(match (reading.name, reading.abbreviated.single()) {
            (Some((unit, name)), _) => (Unit::of(unit), Cow::Borrowed(name)),
            (None, Some(only)) => {
                let province = province::all().get(usize::from(only));
                (province.and_then(|p| Unit::of(p.unit)), Cow::Borrowed(province.map_or("", |province| province.name)))
            }
            (None, None) => (None, Cow::Owned(self.words.raw(found.start, end).to_owned())),
        });
    }

    fn set_city(&mut self, city: Chunk) {
        let Some(named) = self.named(city.start, city.end) else { return };
        let mut cities = self.index.districts_named(named).filter(|(_, district)| {
            matches!(district.unit, Unit::ThanhPho | Unit::ThiXa) && self.scopes[0].has(district.province)
        });
        if let (Some((_, district)), None) = (cities.next(), cities.next()) {
            self.set_district(district);
        }
    }

    fn set_district(&mut self, district: &'static District) {
        self.place.district = Some(district.code);
        self.place.district_key = Cow::Borrowed(&district.key);
        self.place.codes = ProvinceSet::one(district.province);
        self.district_tidy = Some((Some(district.unit), Cow::Borrowed(district.name)));
    }

    fn set_commune(&mut self, commune: &'static Commune) {
        self.place.commune = Some(commune.code);
        self.place.commune_2025 = commune.only_successor;
        self.place.commune_key = Cow::Borrowed(&commune.key);
        self.commune_tidy = Some((Some(commune.unit), Cow::Borrowed(commune.name)));
    }

    /// District and commune below a province that was found.
    fn find_below(&mut self, parts: &mut Vec<Chunk>) {
        let Some(last) = parts.last().copied() else { return };
        if !last.unit.is_some_and(Unit::is_commune) {
            let districts = self.districts_in(last);
            if let Some((start, districts)) = districts {
                cut(parts, start);
                self.take_district(last, start, &districts, parts);
                return;
            }
            let is_alone = parts.len() == 1;
            if last.unit.is_some() || (!is_alone && !self.has_commune(last)) {
                if let Some(district) = self.district_with_slip(last) {
                    cut(parts, last.start);
                    self.place.has_typo = true;
                    self.take_district(last, last.start, &[district], parts);
                    return;
                }
                // A district that the tables do not have: gone before 2024, or misspelt.
                self.place.district_key = Cow::Owned(self.words.slice(last.start, last.end).to_owned());
                self.place.unmatched.push(self.words.raw(last.unit_start, last.end).to_owned());
                self.district_tidy = Some((last.unit, Cow::Owned(self.words.raw(last.start, last.end).to_owned())));
                parts.pop();
                if parts.is_empty() {
                    return;
                }
            }
        }
        self.find_commune_of_province(parts);
    }

    /// The districts at the end of a part, in the likeliest provinces that have any: where the name begins, and the list.
    fn districts_in(&self, part: Chunk) -> Option<(usize, Vec<u16>)> {
        self.starts(part).find_map(|start| {
            let named = self.named(start, part.end)?;
            let list = self.scopes.into_iter().enumerate().find_map(|(at, scope)| {
                let all: Vec<_> =
                    self.index.districts_named(named).filter(|(_, district)| scope.has(district.province)).collect();
                let is_enough = if at == 4 { all.len() == 1 } else { !all.is_empty() };
                is_enough.then_some(all)
            })?;
            let unit = if start == part.start { part.unit } else { None };
            let of_unit: Vec<u16> =
                list.iter().filter(|(_, d)| unit.is_none_or(|unit| unit == d.unit)).map(|(at, _)| *at).collect();
            // A district became a town, a town a city: the unit word picks among namesakes, it never rules one out.
            let list = if of_unit.is_empty() { list.into_iter().map(|(at, _)| at).collect() } else { of_unit };
            Some((start, list))
        })
    }

    fn take_district(&mut self, part: Chunk, start: usize, districts: &[u16], parts: &mut Vec<Chunk>) {
        let list: Vec<&'static District> = districts.iter().filter_map(|&at| self.index.districts.get(usize::from(at))).collect();
        self.place.codes = list.iter().fold(ProvinceSet::EMPTY, |set, district| set.union(ProvinceSet::one(district.province)));
        self.place.district_key = Cow::Owned(self.words.slice(start, part.end).to_owned());
        self.district_tidy = Some((part.unit, Cow::Owned(self.words.raw(start, part.end).to_owned())));
        if self.place.system == Some(System::Since2025) {
            // Three levels: the new province's name on the old map.
            self.place.system = Some(System::Before2025);
        }
        if let [one] = list[..] {
            self.set_district(one);
        }
        let Some(part) = parts.last().copied() else { return };
        if part.unit.is_some_and(|unit| !unit.is_commune()) {
            return;
        }
        let inside = |commune: &Commune| districts.contains(&commune.district);
        let province = self.place.codes;
        let found = self.communes_in(part, inside).or_else(|| {
            // Moved to a neighbouring district since.
            let found = self.communes_in(part, |commune| province.len() == 1 && province.has(commune.province));
            found.filter(|(start, communes)| *start <= part.start && communes.len() == 1)
        });
        if let Some((start, communes)) = found {
            cut(parts, start);
            self.take_communes(&communes);
        } else if let Some(commune) = self.commune_with_slip(part, districts) {
            cut(parts, part.start);
            self.place.has_typo = true;
            self.take_communes(&[commune]);
        } else {
            self.leave_commune(part, parts);
        }
    }

    /// The communes at the end of a part that `inside` accepts: where the name begins, and the list.
    fn communes_in(&self, part: Chunk, inside: impl Fn(&Commune) -> bool) -> Option<(usize, Vec<&'static Commune>)> {
        self.starts(part).find_map(|start| {
            let list: Vec<_> = self.index.communes_named(self.named(start, part.end)?).iter().filter(|c| inside(c)).collect();
            if list.is_empty() {
                return None;
            }
            let unit = part.unit.filter(|_| start == part.start);
            let of_unit: Vec<_> = list.iter().copied().filter(|c| unit.is_none_or(|unit| unit == c.unit)).collect();
            let list = if of_unit.is_empty() { list } else { of_unit };
            Some((start, self.as_written(list, start, part.end)))
        })
    }

    /// Among namesakes those whose marks are as written, if any are.
    fn as_written(&self, list: Vec<&'static Commune>, start: usize, end: usize) -> Vec<&'static Commune> {
        if list.len() < 2 {
            return list;
        }
        let written = super::fold::tidy(&self.words.raw(start, end).to_lowercase());
        let same: Vec<_> = list.iter().copied().filter(|commune| commune.name.to_lowercase() == written).collect();
        if same.is_empty() { list } else { same }
    }

    fn take_communes(&mut self, communes: &[&'static Commune]) {
        let codes = communes.iter().fold(ProvinceSet::EMPTY, |set, commune| set.union(ProvinceSet::one(commune.province)));
        self.place.codes = codes;
        match communes {
            [one] => {
                self.set_commune(one);
                if self.place.district.is_none()
                    && self.place.district_key.is_empty() == self.district_tidy.is_none()
                    && let Some(district) = self.index.districts.get(usize::from(one.district))
                    && (self.place.district_key.is_empty() || *self.place.district_key == *district.key)
                {
                    let tidy = self.district_tidy.take();
                    self.set_district(district);
                    if tidy.is_none() {
                        // On two levels the district was not written, so the tidy text does not add it.
                        self.district_tidy = None;
                    }
                }
            }
            [first, ..] => {
                self.place.commune_key = Cow::Borrowed(&first.key);
                self.commune_tidy = Some((None, Cow::Borrowed(first.name)));
            }
            [] => {}
        }
    }

    fn leave_commune(&mut self, part: Chunk, parts: &mut Vec<Chunk>) {
        self.place.commune_key = Cow::Owned(self.words.slice(part.start, part.end).to_owned());
        self.place.unmatched.push(self.words.raw(part.unit_start, part.end).to_owned());
        self.commune_tidy = Some((part.unit, Cow::Owned(self.words.raw(part.start, part.end).to_owned())));
        parts.pop();
    }

    fn has_commune(&self, part: Chunk) -> bool {
        let codes = self.place.codes;
        self.communes_in(part, |commune| codes.has(commune.province)).is_some() || self.new_communes_in(part).is_some()
    }

    /// The communes of since July 2025 at the end of a part, in the unit that was named: where the name begins, and the list.
    fn new_communes_in(&self, part: Chunk) -> Option<(usize, Vec<&'static Commune2025>)> {
        let merged = self.merged_code?;
        self.starts(part).find_map(|start| {
            let named = self.index.communes_2025_named(self.named(start, part.end)?);
            let list: Vec<_> = named.iter().filter(|commune| commune.province == merged).collect();
            (!list.is_empty()).then_some((start, list))
        })
    }

    /// A commune right below the province: written on the map of July 2025, or on the old one with the district left out.
    fn find_commune_of_province(&mut self, parts: &mut Vec<Chunk>) {
        let Some(part) = parts.last().copied() else { return };
        let [current, historical, merged, abbreviated, _] = self.scopes;
        let old_map = current.union(historical).union(abbreviated);
        let old = self.communes_in(part, |commune| old_map.union(merged).has(commune.province));
        let new = self.new_communes_in(part);
        let longest = [old.as_ref().map(|found| found.0), new.as_ref().map(|found| found.0)].into_iter().flatten().min();
        let Some(start) = longest else {
            let district = self.district_with_slip(part).filter(|_| part.unit.is_none());
            if let Some(district) = district {
                cut(parts, part.start);
                self.place.has_typo = true;
                self.take_district(part, part.start, &[district], parts);
            } else {
                self.leave_commune(part, parts);
            }
            return;
        };
        let mut old = old.filter(|found| found.0 == start).map_or(Vec::new(), |found| found.1);
        let mut new = new.filter(|found| found.0 == start).map_or(Vec::new(), |found| found.1);
        cut(parts, start);
        // Among namesakes of both maps the unit word picks, then the marks: `phường Mỹ Tho` is not `xã Mỹ Thọ`.
        let unit = part.unit.filter(|_| start == part.start);
        narrow(&mut old, &mut new, |known, _| unit == Some(known));
        let written = super::fold::tidy(&self.words.raw(start, part.end).to_lowercase());
        narrow(&mut old, &mut new, |_, name| name.to_lowercase() == written);
        if new.is_empty() {
            self.take_communes(&old);
            if !old.iter().any(|commune| old_map.has(commune.province)) {
                self.place.system = Some(System::Since2025);
                self.place.province_text_is = Some(ProvinceText::Merged);
            }
            return;
        }
        let sources = new.iter().fold(ProvinceSet::EMPTY, |set, commune| set.union(commune.sources));
        self.place.codes = old.iter().fold(sources, |set, commune| set.union(ProvinceSet::one(commune.province)));
        self.place.system = Some(System::Since2025);
        self.place.province_text_is = Some(ProvinceText::Merged);
        if let [one] = new[..] {
            self.place.commune_2025 = Some(one.code);
            self.place.commune_key = Cow::Borrowed(&one.key);
            self.commune_tidy = Some((Some(one.unit), Cow::Borrowed(one.name)));
            // The commune of before only where no other one can be meant.
            let is_same = old.iter().all(|commune| one.only_predecessor == Some(commune.code));
            let before = one.only_predecessor.filter(|_| is_same).and_then(|code| self.index.commune(code));
            if let Some(before) = before {
                self.place.commune = Some(before.code);
                self.place.district = self.index.districts.get(usize::from(before.district)).map(|district| district.code);
            }
        } else if let Some(first) = new.first() {
            self.place.commune_key = Cow::Borrowed(&first.key);
            self.commune_tidy = Some((None, Cow::Borrowed(first.name)));
        }
    }

    /// No province was written: a district, alone or with a commune in it, may still tell it.
    fn find_without_province(&mut self, parts: &mut Vec<Chunk>) {
        let Some(last) = parts.last().copied() else { return };
        if last.unit.is_some_and(|unit| unit.is_commune() || unit == Unit::Tinh) {
            return;
        }
        let everywhere = province::all().len();
        self.scopes[0] =
            (0..u8::try_from(everywhere).unwrap_or(0)).fold(ProvinceSet::EMPTY, |set, at| set.union(ProvinceSet::one(at)));
        let Some((start, districts)) = self.districts_in(last) else { return };
        if start > last.start && parts.len() == 1 && last.unit.is_none() && self.setting == Setting::Organisation {
            return;
        }
        cut(parts, start);
        self.place.system = Some(System::Before2025);
        self.take_district(last, start, &districts, parts);
    }

    /// Whether every word of the part is one that names have. Then no slip is assumed: Nghĩa Mỹ is not Nghĩa Kỳ misspelt, but a commune
    /// that is gone.
    fn is_known_word(&self, part: Chunk) -> bool {
        (part.start..part.end).all(|at| super::vocabulary::is_known(self.words.raw(at, at + 1)))
    }

    fn district_with_slip(&self, part: Chunk) -> Option<u16> {
        if self.setting == Setting::Organisation {
            return None;
        }
        let written = self.words.slice(part.start, part.end);
        let all = self
            .place
            .codes
            .indexes()
            .flat_map(|province| self.index.districts_of.get(usize::from(province)).into_iter().flatten());
        let mut near =
            all.copied().filter(|&at| self.index.districts.get(usize::from(at)).is_some_and(|d| is_one_slip(written, &d.key)));
        near.next().filter(|_| near.next().is_none())
    }

    fn commune_with_slip(&self, part: Chunk, districts: &[u16]) -> Option<&'static Commune> {
        if self.setting == Setting::Organisation {
            return None;
        }
        if self.is_known_word(part) {
            return None;
        }
        let written = self.words.slice(part.start, part.end);
        let all = districts.iter().flat_map(|&district| self.index.communes_of.get(usize::from(district)).into_iter().flatten());
        let mut near = all.filter_map(|&at| self.index.communes.get(at as usize)).filter(|c| is_one_slip(written, &c.key));
        near.next().filter(|_| near.next().is_none())
    }

    fn finish(mut self, rest: &[Chunk]) -> Place {
        let words = self.words;
        self.place.unmatched.extend(rest.iter().map(|part| words.raw(part.unit_start, part.end).to_owned()));
        let mut tidy = String::with_capacity(64);
        let mut push = |unit: Option<Unit>, name: &str| {
            if !tidy.is_empty() {
                tidy.push_str(", ");
            }
            if let Some(unit) = unit {
                tidy.push_str(unit.word());
                tidy.push(' ');
            }
            tidy.extend(name.split_whitespace().flat_map(|word| [" ", word]).skip(1));
        };
        for part in rest {
            push(part.unit, words.raw(part.start, part.end));
        }
        for (unit, name) in [&self.commune_tidy, &self.district_tidy, &self.province_tidy].into_iter().flatten() {
            push(*unit, name);
        }
        self.place.tidy = tidy;
        self.place
    }
}

/// Takes the words from `start` on out of the last part; out of those before it too, where a name reaches over a hyphen.
fn cut(parts: &mut Vec<Chunk>, start: usize) {
    while let Some(last) = parts.last_mut() {
        if last.start < start {
            last.end = last.end.min(start);
            return;
        }
        let (begins, is_all) = (last.unit_start, last.start == start);
        parts.pop();
        if is_all || parts.last().is_none_or(|before| before.end != begins) {
            return;
        }
    }
}

/// All provinces.
fn everywhere() -> ProvinceSet {
    ProvinceSet::from_bits(u64::MAX)
}

/// Keeps of both lists what `fits`, unless nothing in either does.
fn narrow(old: &mut Vec<&'static Commune>, new: &mut Vec<&'static Commune2025>, fits: impl Fn(Unit, &str) -> bool) {
    if old.len() + new.len() > 1
        && (old.iter().any(|commune| fits(commune.unit, commune.name))
            || new.iter().any(|commune| fits(commune.unit, commune.name)))
    {
        old.retain(|commune| fits(commune.unit, commune.name));
        new.retain(|commune| fits(commune.unit, commune.name));
    }
}

/// Whether two spellings name the same provinces.
fn is_same(a: &Reading, b: &Reading) -> bool {
    (a.current, a.historical, a.abbreviated) == (b.current, b.historical, b.abbreviated)
}

/// Whether two keys differ by one edit. Short names are too near each other to tell.
fn is_one_slip(written: &str, key: &str) -> bool {
    let ends = |text: &str| (text.as_bytes().first().copied(), text.as_bytes().last().copied());
    let ((first, last), (key_first, key_last)) = (ends(written), ends(key));
    written.len() >= 5
        && key.len() >= 6
        && written.len().abs_diff(key.len()) <= 1
        && (first == key_first || last == key_last)
        && strsim::osa_distance(written, key) == 1
}
