//! How do the same facts come to be written differently?
//!
//! Each kind of damage is drawn by its rate in `damage.toml` and changes one cell; what was in fact changed is kept for the truth.

mod date;
mod name;
mod number;
mod place;

pub(crate) use name::nickname;

use serde::Deserialize;

use super::person::Person;
use super::random::Rng;

macro_rules! kinds {
    ($($kind:ident $name:literal),* $(,)?) => {
        /// A kind of damage; `damage.toml` says what each is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]

        pub enum Kind { $($kind),* }

        impl Kind {
            /// All kinds, in the order in which the truth lists them.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$kind),*];

            /// The word in `damage.toml`, mixtures and truth files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => $name),* }
            }
        }
    };
}

kinds! {
    NameNoMarks "name_no_marks", NameCapitals "name_capitals", NameLower "name_lower", NameSpaces "name_spaces",
    NameDecomposed "name_decomposed", NameEth "name_eth", NameKey "name_key", NameMarkLost "name_mark_lost",
    NameTelex "name_telex", NameVniKeys "name_vni_keys", NameTcvn3 "name_tcvn3", NameVniFont "name_vni_font",
    NameOcr "name_ocr", NameTonePlace "name_tone_place", NameToneSlip "name_tone_slip", NameIy "name_iy",
    NameHoiNga "name_hoi_nga", NameRegional "name_regional", NameInitial "name_initial", NameFinal "name_final",
    NameMiddleLost "name_middle_lost", NameAbbreviated "name_abbreviated", NameGivenFirst "name_given_first",
    NameAliasMain "name_alias_main", NameTitle "name_title", NameNickname "name_nickname", AliasLeftOut "alias_left_out",
    BornMissing "born_missing", BornYear "born_year", BornMonthYear "born_month_year", BornFirstJanuary "born_first_january",
    BornSwapped "born_swapped", BornDigit "born_digit", BornYearOff "born_year_off", BornForm "born_form",
    BornTwoDigits "born_two_digits", IdMissing "id_missing", IdOld "id_old", IdDigit "id_digit", IdSwapped "id_swapped",
    IdZeroLost "id_zero_lost", IdSpaced "id_spaced", IdPlaceholder "id_placeholder", CardMissing "card_missing",
    CardDigit "card_digit", CardZeroLost "card_zero_lost", CardPoint "card_point", PlaceMissing "place_missing",
    PlaceNoCommune "place_no_commune", PlaceProvinceOnly "place_province_only", PlaceNoProvince "place_no_province",
    PlaceHistorical "place_historical", Place2025 "place_2025", PlaceAbbreviated "place_abbreviated",
    PlaceNoMarks "place_no_marks", PlaceOther "place_other", PlaceTypo "place_typo", SexMissing "sex_missing",
    SexWrong "sex_wrong", ColumnsSwapped "columns_swapped",
}

impl Kind {
    /// The kind called `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A set of kinds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds(u64);

impl Kinds {
    /// Adds `kind`.
    pub fn add(&mut self, kind: Kind) {
        self.0 |= 1 << kind as u32;
    }

    /// Whether `kind` is in it.
    pub fn has(self, kind: Kind) -> bool {
        self.0 >> (kind as u32) & 1 == 1
    }

    /// The kinds in it, in their order.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |&kind| self.has(kind))
    }
}

/// Where and when a row was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// On the roster.
    Roster,
    /// In the register, in this year.
    Register(i32),
}

/// How often one kind befalls a row, 0..=1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Of roster rows.
    pub roster: f64,
    /// Of records from 2005 on.
    pub register: f64,
    /// Of records before 2005.
    pub old: f64,
}

/// The rates of all kinds.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates([Rate; Kind::ALL.len()]);

impl Default for Rates {
    /// No damage at all.
    fn default() -> Self {
        Self([Rate::default(); Kind::ALL.len()])
    }
}

impl Rates {
    /// The rates of `kind`.
    pub fn of(&self, kind: Kind) -> Rate {
        self.0[kind as usize]
    }

    /// Replaces the rates of `kind`.
    pub fn set(&mut self, kind: Kind, rate: Rate) {
        self.0[kind as usize] = rate;
    }

    /// Multiplies every rate, up to certainty.
    pub fn multiply(&mut self, factor: f64) {
        for rate in self.0.iter_mut().flat_map(|rate| [&mut rate.roster, &mut rate.register, &mut rate.old]) {
            *rate = (*rate * factor).min(1.0);
        }
    }

    /// Whether all lie within 0..=1.
    pub fn are_probabilities(&self) -> bool {
        self.0.iter().flat_map(|rate| [rate.roster, rate.register, rate.old]).all(|rate| (0.0..=1.0).contains(&rate))
    }
}

/// What one row says of a person.
#[derive(Debug, Clone, Default)]

pub struct Written {
    pub full_name: String,
    pub other_names: String,
    pub date_of_birth: String,
    pub sex: String,
    pub home_place: String,
    pub national_id: String,
    pub party_card: String,
    pub organisation: String,
}

/// The draws for one row.
pub struct Damage<'a> {
    rates: &'a Rates,
    hand: Hand,
    rng: &'a mut Rng,
    kinds: Kinds,
}

impl<'a> Damage<'a> {
    /// Damage as it befalls a row written by `hand`.
    pub fn new(rates: &'a Rates, hand: Hand, rng: &'a mut Rng) -> Self {
        Self { rates, hand, rng, kinds: Kinds::default() }
    }

    /// Whether `kind` strikes this time.
    fn strikes(&mut self, kind: Kind) -> bool {
        let rate = self.rates.of(kind);
        // Before 2016 there was no other number than the old one.
        let new_from = if kind == Kind::IdOld { 2016 } else { 2005 };
        self.rng.chance(match self.hand {
            Hand::Roster => rate.roster,
            Hand::Register(year) if year >= new_from => rate.register,
            Hand::Register(_) => rate.old,
        })
    }

    /// Puts `new` into `cell`, and notes `kind` where that changes it.
    fn change(&mut self, kind: Kind, cell: &mut String, new: String) {
        if *cell != new {
            *cell = new;
            self.kinds.add(kind);
        }
    }

    /// What the row says of `person`, who works at `organisation`, and what is damaged in it.
    pub fn write(mut self, person: &Person, organisation: &str) -> (Written, Kinds) {
        let mut row = Written { organisation: organisation.to_owned(), ..Written::default() };
        name::write(&mut self, person, &mut row);
        row.date_of_birth = date::write(&mut self, person.born);
        number::write(&mut self, person, &mut row);
        row.home_place = place::write(&mut self, person);
        if self.strikes(Kind::SexMissing) {
            self.kinds.add(Kind::SexMissing);
        } else {
            let wrong = self.strikes(Kind::SexWrong);
            if (person.sex == crate::vn::sex::Sex::Male) == wrong { "Nữ" } else { "Nam" }.clone_into(&mut row.sex);
            if wrong {
                self.kinds.add(Kind::SexWrong);
            }
        }
        if self.strikes(Kind::ColumnsSwapped) {
            let (left, right) = if self.rng.chance(0.7) {
                (&mut row.national_id, &mut row.party_card)
            } else {
                (&mut row.home_place, &mut row.organisation)
            };
            if left != right {
                std::mem::swap(left, right);
                self.kinds.add(Kind::ColumnsSwapped);
            }
        }
        (row, self.kinds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_kinds_lists_what_was_added() {
        let mut kinds = Kinds::default();
        for kind in [Kind::ColumnsSwapped, Kind::NameNoMarks, Kind::BornYear] {
            kinds.add(kind);
        }
        let names: Vec<_> = kinds.iter().map(Kind::name).collect();
        assert_eq!(names, ["name_no_marks", "born_year", "columns_swapped"]);
        assert_eq!(Kind::named("born_year"), Some(Kind::BornYear));
        assert!(Kind::ALL.len() <= 64);
    }
}
