//! The people of a run as the comparisons want them: small numbers, one struct a row.

use polars::prelude::*;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::births::Birth;
use super::frequency::{self, FamilyCounts, FamilyLifts, Shares};
use super::homes::{Place, PlaceShares};
use super::intern::{CHUNK, Interned, intern};
use super::levels;
use super::names::Names;
use super::numbers::Number;
use super::organisations::{WorkShares, Workplace};
use super::origins;
use super::rows::{self, Rows};
use super::sexes::{RowSex, SexShares};
use super::syllables::Syllables;
use crate::error::Result;
use crate::table;
use crate::vn::fold::fold;
use crate::vn::place;

/// The most names of one person that are compared: the registered one and two aliases.
pub const MOST_NAMES: usize = 3;

/// A number borne by more rows than this is no number: a placeholder, or a column filled down.
const MOST_BEARERS: u32 = 12;

/// One row.
#[derive(Debug, Clone, Copy, Default)]
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
    /// The provinces of 2024 in which the identity number was issued, one bit each; 0: it does not tell.
    pub issued_in: u64,
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
    /// Numbers that were set aside as placeholders, masked, and how many rows bore each; the most first.
    pub placeholders: Vec<(String, u32)>,
    /// Names with a syllable that is in no dictionary.
    pub unknown_names: usize,
}

impl World {
    /// The world of candidates and of the registers, and the tables in the same order.
    ///
    /// # Errors
    /// A table lacks a declared column: a mistake of ours.
    pub fn load(frames: &[&DataFrame]) -> Result<(Self, Vec<People>)> {
        let slices: Vec<DataFrame> = frames.iter().flat_map(|frame| slices(frame)).collect();
        let mut parts = slices.par_iter().map(rows::read).collect::<Result<Vec<_>>>()?;
        let mut world = Self::default();
        number_offices(&mut parts);
        let texts = world.number_names(&mut parts);
        let mut people = parts.into_iter().map(|part| part.people);
        let mut tables = Vec::with_capacity(frames.len());
        for frame in frames {
            let own: Vec<Vec<Person>> = people.by_ref().take(frame.height().div_ceil(CHUNK)).collect();
            tables.push(People { list: own.concat(), ids: table::text(frame, "id")?.clone() });
        }
        world.drop_placeholders(&mut tables);
        world.count(&tables, &texts);
        Ok((world, tables))
    }

    /// Gives each row the numbers of its names. What comes back is the spelling of each name.
    fn number_names<'a>(&mut self, parts: &mut [Rows<'a>]) -> Vec<&'a str> {
        let texts: Vec<&str> = parts.iter().flat_map(|part| part.names.iter().copied()).collect();
        let Interned { ids, firsts } = intern(&texts);
        let distinct: Vec<&str> = firsts.iter().map(|&row| texts[row as usize]).collect();
        let (names, of_text) = Names::build(&distinct, &mut self.syllables);
        let mut spelling = vec![""; names.list.len()];
        for (&text, &name) in distinct.iter().zip(&of_text).rev() {
            spelling[name as usize] = text;
        }
        self.names = names;
        let mut ids = ids.iter();
        for person in parts.iter_mut().flat_map(|part| &mut part.people) {
            for (slot, &id) in person.names.iter_mut().take(usize::from(person.name_count)).zip(&mut ids) {
                *slot = of_text[id as usize];
            }
        }
        spelling
    }

    /// The letters of a person's family name. None: the row has no name.
    pub fn family(&self, person: &Person) -> Option<u32> {
        let name = self.names.get(*person.names().first()?);
        Some(self.syllables.get(*name.parts().first()?).base)
    }

    /// Asks memory for the names of a person.
    pub fn touch(&self, person: &Person) {
        for &name in person.names() {
            let name = self.names.get(name);
            std::hint::black_box((name.len, name.sounds[0], name.part_share[0]));
        }
    }

    /// A number that a dozen rows bear says nothing of who they are.
    fn drop_placeholders(&mut self, tables: &mut [People]) {
        type Value = fn(&Person) -> Number;
        type Field = fn(&mut Person) -> &mut Number;
        let fields: [(Value, Field); 2] = [
            (|person| person.national_id, |person| &mut person.national_id),
            (|person| person.party_card, |person| &mut person.party_card),
        ];
        for (value, field) in fields {
            let numbers: Vec<Number> = tables.iter().flat_map(|table| table.list.iter().map(value)).collect();
            let Interned { ids, firsts } = intern(&numbers);
            let mut bearers = vec![0_u32; firsts.len()];
            for &id in &ids {
                bearers[id as usize] += 1;
            }
            let is_placeholder =
                |id: u32| bearers[id as usize] > MOST_BEARERS && numbers[firsts[id as usize] as usize].digits > 0;
            let found = (0..super::row(firsts.len())).filter(|&id| is_placeholder(id));
            let before = self.placeholders.len();
            self.placeholders.extend(found.map(|id| (numbers[firsts[id as usize] as usize].masked(), bearers[id as usize])));
            if self.placeholders.len() == before {
                continue;
            }
            for (person, &id) in tables.iter_mut().flat_map(|table| &mut table.list).zip(&ids) {
                if is_placeholder(id) {
                    *field(person) = Number::default();
                    person.issued_in = origins::issued_in(person.national_id);
                }
            }
        }
        self.placeholders.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }

    fn count(&mut self, tables: &[People], spelling: &[&str]) {
        let mut name_counts = vec![0u32; self.names.list.len()];
        for &name in tables.iter().flat_map(|table| &table.list).flat_map(Person::names) {
            name_counts[name as usize] += 1;
        }
        let counted = tables
            .par_iter()
            .flat_map(|table| table.list.par_chunks(CHUNK))
            .map(|people| Counted::of(self, people))
            .collect::<Vec<_>>();
        let counted = counted.iter().fold(Counted::default(), Counted::merge);
        let Counted { mut years, mut homes, mut works, families } = counted;
        years.close();
        homes.close();
        works.close();
        (self.years, self.homes, self.works) = (years, homes, works);
        self.families = families.lifts();
        let mut base_counts = vec![0u32; self.syllables.bases_len()];
        for (name, &count) in self.names.list.iter().zip(&name_counts) {
            for &id in name.parts() {
                base_counts[self.syllables.get(id).base as usize] += count;
            }
            self.unknown_names += usize::from(name.is_foreign) * count as usize;
        }
        self.syllables.relate(&base_counts);
        self.names.set_sounds(&self.syllables);
        frequency::set_shares(&mut self.names, &self.syllables, &name_counts);
        self.name_sexes = spelling.par_iter().map(|name| SexShares::of(name)).collect();
    }
}

/// Gives each row the numbers of its office and of the commune in the office's name.
fn number_offices(parts: &mut [Rows<'_>]) {
    let texts: Vec<&str> = parts.iter().flat_map(|part| part.offices.iter().copied()).collect();
    let Interned { ids, firsts } = intern(&texts);
    let read = |&row: &u32| {
        let folded = fold(texts[row as usize]);
        let commune = commune_named(&folded);
        let named_in = commune.as_deref().map_or(0, |name| place::provinces_of_communes(name).bits());
        (commune, Workplace { named_in, is_of_commune: levels::is_of_commune(&folded), ..Workplace::default() })
    };
    let read: Vec<(Option<String>, Workplace)> = firsts.par_iter().map(read).collect();
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let offices: Vec<Workplace> = (0..)
        .zip(&read)
        .map(|(id, (commune, office)): (u32, _)| {
            if texts[firsts[id as usize] as usize].is_empty() {
                return Workplace::default();
            }
            let next = super::row(numbers.len() + 1);
            let commune_name = commune.as_deref().map_or(0, |name| *numbers.entry(name).or_insert(next));
            Workplace { commune_name, text: id + 1, ..*office }
        })
        .collect();
    let mut ids = ids.iter();
    for (person, &id) in parts.iter_mut().flat_map(|part| &mut part.people).zip(&mut ids) {
        person.work = Workplace { place: person.work.place, ..offices[id as usize] };
    }
}

/// A table in slices that one thread reads.
fn slices(frame: &DataFrame) -> impl Iterator<Item = DataFrame> + use<'_> {
    (0..frame.height()).step_by(CHUNK).map(|from| frame.slice(i64::try_from(from).unwrap_or(i64::MAX), CHUNK))
}

/// How common values are.
struct Counted {
    years: Shares,
    homes: PlaceShares,
    works: WorkShares,
    families: FamilyCounts,
}

impl Default for Counted {
    fn default() -> Self {
        Self {
            years: Shares::new(70.0),
            homes: PlaceShares::default(),
            works: WorkShares::default(),
            families: FamilyCounts::default(),
        }
    }
}

impl Counted {
    fn of(world: &World, people: &[Person]) -> Self {
        let mut out = Self::default();
        for person in people {
            if person.birth.year > 0 {
                out.years.add(u32::from(person.birth.year));
            }
            out.homes.add(&person.home);
            out.works.add(&person.work, &person.home);
            if let Some(family) = world.family(person)
                && person.home.provinces.is_power_of_two()
            {
                out.families.add(family, person.home.provinces.trailing_zeros());
            }
        }
        out
    }

    fn merge(mut self, other: &Self) -> Self {
        self.years.merge(&other.years);
        self.homes.merge(&other.homes);
        self.works.merge(&other.works);
        self.families.merge(&other.families);
        self
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
}
