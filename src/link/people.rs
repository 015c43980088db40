//! The people of a run as the comparisons want them: small numbers, one struct a row.

use polars::prelude::*;
use rustc_hash::FxHashMap;

use super::births::Birth;
use super::frequency::{self, FamilyLifts, Shares};
use super::homes::{Place, PlaceShares};
use super::names::Names;
use super::numbers::Number;
use super::organisations::{WorkShares, Workplace};
use super::service::UNKNOWN_DAY;
use super::sexes::{RowSex, SexShares};
use super::syllables::Syllables;
use crate::error::Result;
use crate::table;
use crate::vn::fold::fold;

/// The most names of one person that are compared: the registered one and two aliases.
pub const MOST_NAMES: usize = 3;

/// A number borne by more rows than this is no number: a placeholder, or a column filled down.
const MOST_BEARERS: u32 = 12;

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// Indexes of the names; only the first `name_count` count.
    pub names: [u32; MOST_NAMES],
    /// 0: the row has no name, so it can be found by number only.
    pub name_count: u8,
    /// As the row says.
    pub sex: RowSex,
    /// As far as it is known.
    pub birth: Birth,
    /// Identity number.
    pub national_id: Number,
    /// Party card number.
    pub party_card: Number,
    /// Native place.
    pub home: Place,
    /// Place of work.
    pub work: Workplace,
    /// Candidates: first day of membership. Records: last day the decision can have been signed. Days since 1970.
    pub day: i32,
}

impl Person {
    /// The names to compare.
    pub fn names(&self) -> &[u32] {
        &self.names[..usize::from(self.name_count)]
    }
}

/// One table of people.
#[derive(Debug)]
pub struct People {
    /// The rows.
    pub list: Vec<Person>,
    /// Their identifiers.
    pub ids: StringChunked,
}

/// What the tables of a run share: vocabularies, and how common each value is.
#[derive(Debug, Default)]
pub struct World {
    /// All syllables.
    pub syllables: Syllables,
    /// All names.
    pub names: Names,
    /// What each name tells of its bearer's sex, by name index.
    pub name_sexes: Vec<SexShares>,
    /// Years of birth.
    pub years: Shares,
    /// Native places.
    pub homes: PlaceShares,
    /// Places of work.
    pub works: WorkShares,
    /// Family names that are at home in a province.
    pub families: FamilyLifts,
    /// Numbers that were set aside as placeholders: how many rows bore each, the most first.
    pub placeholders: Vec<u32>,
    /// Names with a syllable that is in no dictionary.
    pub unknown_names: usize,
    name_texts: FxHashMap<Box<str>, u32>,
    work_texts: FxHashMap<Box<str>, Workplace>,
    commune_names: FxHashMap<Box<str>, u32>,
    full_names: Vec<Box<str>>,
}

impl World {
    /// The world of candidates and of the registers, and the tables in the same order.
    ///
    /// # Errors
    /// A table lacks a declared column: a mistake of ours.
    pub fn load(frames: &[&DataFrame]) -> Result<(Self, Vec<People>)> {
        let mut world = Self { years: Shares::new(70.0), ..Self::default() };
        let mut tables = frames.iter().map(|frame| world.load_table(frame)).collect::<Result<Vec<_>>>()?;
        world.drop_placeholders(&mut tables);
        world.count(&tables);
        Ok((world, tables))
    }

    fn load_table(&mut self, frame: &DataFrame) -> Result<People> {
        let text = |name| table::text(frame, name);
        let index = |name: &str| -> Result<&UInt32Chunked> { Ok(frame.column(name)?.u32()?) };
        let set = |name: &str| -> Result<&UInt64Chunked> { Ok(frame.column(name)?.u64()?) };
        let day = |name: &str| -> Result<Option<&Int32Chunked>> {
            frame.column(name).ok().map(|column| Ok(column.date()?.physical())).transpose()
        };
        let ids = text("id")?.clone();
        let mut list = Vec::with_capacity(frame.height());
        let (mut full_name, mut other_names) = (text("full_name")?.iter(), text("other_names")?.iter());
        let (mut sex, mut national_id, mut party_card) =
            (text("sex")?.iter(), text("national_id")?.iter(), text("party_card")?.iter());
        let born = (frame.column("born_from")?.date()?.physical(), frame.column("born_to")?.date()?.physical());
        let (mut born_from, mut born_to) = (born.0.iter(), born.1.iter());
        let mut home = (
            set("home_codes")?.iter(),
            index("home_district")?.iter(),
            index("home_commune")?.iter(),
            index("home_commune_2025")?.iter(),
        );
        let mut work = (
            set("organisation_codes")?.iter(),
            index("organisation_district")?.iter(),
            index("organisation_commune")?.iter(),
            index("organisation_commune_2025")?.iter(),
        );
        let mut organisation = text("organisation")?.iter();
        // Candidates have a date of joining, records a date of decision; whoever has neither is silent about service.
        let joined = (day("party_joined_from")?, day("party_official_from")?);
        let decided = day("decided_to")?;
        for row in 0..frame.height() {
            let (names, name_count) = self.names_of(full_name.next().flatten(), other_names.next().flatten());
            let number = Number::parse(national_id.next().flatten().unwrap_or(""));
            let place = |provinces: Option<u64>, district: Option<u32>, commune: Option<u32>, commune_2025: Option<u32>| Place {
                provinces: provinces.unwrap_or(0),
                district: district.unwrap_or(0),
                commune: commune.unwrap_or(0),
                commune_2025: commune_2025.unwrap_or(0),
            };
            let home = place(home.0.next().flatten(), home.1.next().flatten(), home.2.next().flatten(), home.3.next().flatten());
            let mut workplace = self.workplace(organisation.next().flatten().unwrap_or(""));
            workplace.place =
                place(work.0.next().flatten(), work.1.next().flatten(), work.2.next().flatten(), work.3.next().flatten());
            let birth = birth_of(born_from.next().flatten(), born_to.next().flatten(), number);
            let day = match decided {
                Some(decided) => decided.get(row),
                None => joined.0.and_then(|days| days.get(row)).or_else(|| joined.1.and_then(|days| days.get(row))),
            };
            list.push(Person {
                names,
                name_count,
                sex: match sex.next().flatten() {
                    Some("M") => RowSex::Male,
                    Some("F") => RowSex::Female,
                    _ => RowSex::Unknown,
                },
                birth,
                national_id: number,
                party_card: Number::parse(party_card.next().flatten().unwrap_or("")),
                home,
                work: workplace,
                day: day.unwrap_or(UNKNOWN_DAY),
            });
        }
        Ok(People { list, ids })
    }

    fn names_of(&mut self, full_name: Option<&str>, other_names: Option<&str>) -> ([u32; MOST_NAMES], u8) {
        let (mut names, mut count) = ([0; MOST_NAMES], 0u8);
        let others = other_names.unwrap_or("").split("; ");
        for text in full_name.into_iter().chain(others).filter(|text| !text.is_empty()) {
            let Some(slot) = names.get_mut(usize::from(count)) else { break };
            *slot = self.name(text);
            count += 1;
        }
        (names, count)
    }

    fn name(&mut self, text: &str) -> u32 {
        if let Some(&id) = self.name_texts.get(text) {
            return id;
        }
        let id = self.names.intern(text, &mut self.syllables);
        self.name_texts.insert(text.into(), id);
        if id as usize == self.full_names.len() {
            self.full_names.push(text.into());
        }
        id
    }

    fn workplace(&mut self, organisation: &str) -> Workplace {
        if organisation.is_empty() {
            return Workplace::default();
        }
        if let Some(&known) = self.work_texts.get(organisation) {
            return known;
        }
        let next = u32::try_from(self.work_texts.len() + 1).unwrap_or(u32::MAX);
        let commune_name = commune_named(&fold(organisation)).map_or(0, |name| {
            let next = u32::try_from(self.commune_names.len() + 1).unwrap_or(u32::MAX);
            *self.commune_names.entry(name.into()).or_insert(next)
        });
        let workplace = Workplace { place: Place::default(), commune_name, text: next };
        self.work_texts.insert(organisation.into(), workplace);
        workplace
    }

    /// The letters of a person's family name. None: the row has no name.
    pub fn family(&self, person: &Person) -> Option<u32> {
        let name = self.names.get(*person.names().first()?);
        Some(self.syllables.get(*name.parts().first()?).base)
    }

    /// A number that a dozen rows bear says nothing of who they are.
    fn drop_placeholders(&mut self, tables: &mut [People]) {
        type Field = fn(&mut Person) -> &mut Number;
        let fields: [Field; 2] = [|person| &mut person.national_id, |person| &mut person.party_card];
        for field in fields {
            let mut bearers: FxHashMap<Number, u32> = FxHashMap::default();
            for person in tables.iter_mut().flat_map(|table| &mut table.list) {
                let number = *field(person);
                if number.digits > 0 {
                    *bearers.entry(number).or_insert(0) += 1;
                }
            }
            bearers.retain(|_, count| *count > MOST_BEARERS);
            if bearers.is_empty() {
                continue;
            }
            self.placeholders.extend(bearers.values());
            for person in tables.iter_mut().flat_map(|table| &mut table.list) {
                if bearers.contains_key(field(person)) {
                    *field(person) = Number::default();
                }
            }
        }
        self.placeholders.sort_unstable_by_key(|&count| std::cmp::Reverse(count));
    }

    fn count(&mut self, tables: &[People]) {
        let mut name_counts = vec![0u32; self.names.list.len()];
        for person in tables.iter().flat_map(|table| &table.list) {
            for &name in person.names() {
                name_counts[name as usize] += 1;
            }
            if person.birth.year > 0 {
                self.years.add(u32::from(person.birth.year));
            }
            self.homes.add(&person.home);
            self.works.add(&person.work, &person.home);
        }
        let mut base_counts = vec![0u32; self.syllables.bases_len()];
        for (name, &count) in self.names.list.iter().zip(&name_counts) {
            for &id in name.parts() {
                base_counts[self.syllables.get(id).base as usize] += count;
            }
            self.unknown_names += usize::from(name.is_foreign) * count as usize;
        }
        let at_home = tables.iter().flat_map(|table| &table.list).filter_map(|person| {
            let family = self.family(person)?;
            person.home.provinces.is_power_of_two().then(|| (family, person.home.provinces.trailing_zeros()))
        });
        self.families = FamilyLifts::count(at_home);
        self.syllables.relate(&base_counts);
        self.names.set_sounds(&self.syllables);
        frequency::set_shares(&mut self.names, &self.syllables, &name_counts);
        self.name_sexes = self.full_names.iter().map(|name| SexShares::of(name)).collect();
    }
}

/// A birth date from the interval it is known to lie in: a day, a month or a year; anything else says nothing here.
fn birth_of(from: Option<i32>, to: Option<i32>, number: Number) -> Birth {
    use chrono::Datelike;
    let number_year = match (number.digits, number.value / 100_000_000 % 10, number.value / 1_000_000 % 100) {
        (12, century, year) => u16::try_from(1900 + century / 2 * 100 + year).unwrap_or(0),
        _ => 0,
    };
    let unknown = Birth { number_year, ..Birth::default() };
    let (Some(from), Some(to)) = (from, to) else { return unknown };
    let epoch = chrono::NaiveDate::default();
    let Some(first) = epoch.checked_add_signed(chrono::TimeDelta::days(i64::from(from))) else { return unknown };
    let year = u16::try_from(first.year()).unwrap_or(0);
    let (month, day) = (u8::try_from(first.month()).unwrap_or(0), u8::try_from(first.day()).unwrap_or(0));
    match to - from {
        0 => Birth { year, month, day, number_year },
        1..=31 => Birth { year, month, day: 0, number_year },
        32..=366 => Birth { year, month: 0, day: 0, number_year },
        _ => unknown,
    }
}

/// The commune's name in an organisation's folded name: what follows `xa`, `phuong`, `thi tran` or `dac khu`, up to the next unit word.
fn commune_named(folded: &str) -> Option<String> {
    let words: Vec<&str> = folded.split(' ').collect();
    let is_unit = |i: usize| match words[i] {
        "phuong" => true,
        "xa" => i == 0 || words[i - 1] != "thi",
        "tran" => i > 0 && words[i - 1] == "thi",
        "khu" => i > 0 && words[i - 1] == "dac",
        _ => false,
    };
    let start = (0..words.len()).rev().find(|&i| is_unit(i))? + 1;
    let ends = ["huyen", "quan", "thi", "thanh", "tinh", "tp", "tx"];
    let name: Vec<&str> = words[start..]
        .iter()
        .copied()
        .enumerate()
        .take_while(|(i, word)| *i == 0 || !ends.contains(word))
        .map(|(_, word)| word)
        .collect();
    (!name.is_empty()).then(|| name.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commune_of_an_organisation_is_what_follows_its_unit_word() {
        let cases = [
            ("ubnd xa song an huyen vu thu", Some("song an")),
            ("dang uy phuong ha tu thanh pho ha long", Some("ha tu")),
            ("dang bo thi tran binh phu", Some("binh phu")),
            ("van phong cap uy thi xa dong trieu", None),
            ("dang bo xa dao ly", Some("dao ly")),
            ("bo quoc phong", None),
            ("ubnd phuong 6 thanh pho tuy hoa", Some("6")),
        ];
        for (organisation, expected) in cases {
            assert_eq!(commune_named(organisation).as_deref(), expected, "{organisation}");
        }
    }

    #[test]
    fn a_number_carries_the_year_of_birth() {
        for (number, year) in [("001068378261", 1968), ("079301000001", 2001), ("271450001", 0)] {
            assert_eq!(birth_of(None, None, Number::parse(number)).number_year, year);
        }
    }
}
