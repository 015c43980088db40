//! The cells that describe a person, in whatever register: name, birth, home, numbers, office.

use chrono::{Datelike, NaiveDate};

use super::Context;
use super::memory::{Home, Memory, Organisation};
use super::read_cell;
use super::remark::Remark;
use super::swap;
use super::writer::Writer;
use crate::vn::code::CodeList;
use crate::vn::date::LooseDate;
use crate::vn::id_number::{IdKind, IdNumber, NumberFault};
use crate::vn::name::{PersonName, clean_name};
use crate::vn::party_card::PartyCard;
use crate::vn::place::{Around, Map, ProvinceSet, ProvinceText, System};
use crate::vn::sex::Sex;

/// Words of a name beyond which it is remarked on.
const LONGEST_NAME: usize = 8;

/// What stands in the columns of a person. None: no such column, or nothing in it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PersonCells<'a> {
    pub name: Option<&'a str>,
    /// The canonical name of the column that holds the name.
    pub name_column: &'static str,
    pub other: Option<&'a str>,
    pub born: Option<&'a str>,
    pub sex: Option<&'a str>,
    pub home: Option<&'a str>,
    pub id: Option<&'a str>,
    pub card: Option<&'a str>,
    pub organisation: Option<&'a str>,
    /// Where the organisation lies, as the unit of work or the deciding body tells it.
    pub around: Around,
    pub position: Option<&'a str>,
}

/// The date on record that a birth date may have changed places with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event {
    pub column: &'static str,
    pub date: Option<LooseDate>,
}

/// What does not fit inside a row, for the column `id_findings`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct IdFindings {
    birth_year: bool,
    sex: bool,
    province: bool,
    length: bool,
    placeholder: bool,
}

/// A person as the tables hold one.
pub(super) struct Person<'a> {
    name: PersonName,
    pub born: Option<LooseDate>,
    sex: Option<&'static str>,
    home: Option<Home>,
    id: Option<IdNumber>,
    card: Option<PartyCard>,
    organisation: Option<Organisation>,
    position: Option<&'a str>,
    pub findings: IdFindings,
}

/// The numbers of a row, for finding those that too many rows share; 0: none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Numbers {
    pub id: u64,
    pub card: u64,
}

impl<'a> Person<'a> {
    /// The person in `cells`; `event` is put right with the birth date.
    ///
    /// # Errors
    /// There is no name: the row is rejected.
    pub fn read(mut cells: PersonCells<'a>, event: &mut Event, context: &mut Context<'a>) -> Result<Self, Remark> {
        let map = map_of(event.date.filter(|_| event.column == "decided_on"), context.as_of);
        swap::numbers(&mut cells, context);
        let (home, organisation) = swap::texts(&mut cells, map, context);
        let organisation = match (organisation, cells.organisation) {
            (Some(found), Some(text)) => Some(context.memory.organisation_around(text, found, cells.around)),
            (organisation, _) => organisation,
        };
        let name = read_name(&cells, context)?;
        let born = read_birth(cells.born, event, context);
        if let Some(moved) = swap::twelve_digits(&mut cells, born, context) {
            cells.id = Some(moved);
        }
        let sex = context.memory.code(CodeList::Sex, cells.sex, "sex", &mut context.remarks);
        if let (Some(home), Some(text)) = (&home, cells.home) {
            remark_home(home, text, context);
        }
        let codes = home.map_or(ProvinceSet::EMPTY, |home| home.codes);
        let mut findings = IdFindings::default();
        let mut id = read_id(cells.id, &mut findings, context);
        let is_card = id.is_some_and(|id| id.kind == IdKind::Cmnd9 && id.lost_zeros > 0 && swap::is_card(&id, codes));
        if is_card && cells.card.is_none() {
            // Eight digits: a card, for the province that would have issued such a number is another one.
            context.remarks.note_two(Remark::Swapped, "national_id", "national_id", "party_card");
            (cells.card, id) = (cells.id, None);
        } else if id.is_some_and(|id| id.lost_zeros > 0) {
            context.remarks.note(Remark::NumberZerosLost, "national_id", "");
        }
        if let Some(id) = &id {
            check_id(id, born, sex, codes, &mut findings, context);
        }
        let card = read_card(cells.card, context);
        Ok(Self { name, born, sex, home, id, card, organisation, position: cells.position, findings })
    }

    /// The person's cells, in the order of the declaration.
    pub fn write(&self, memory: &mut Memory<'a>, writer: &mut Writer) -> Numbers {
        writer.text("full_name", Some(&self.name.full_name));
        writer.text("name_key", Some(&self.name.key));
        match self.name.aliases.as_slice() {
            [] => writer.text("other_names", None),
            [one] => writer.text("other_names", Some(one)),
            several => writer.text("other_names", Some(&several.join("; "))),
        }
        self.write_rest(memory, writer)
    }

    /// An organisation in the columns of a person: only its own are filled.
    pub fn write_organisation(organisation: Organisation, memory: &mut Memory<'a>, writer: &mut Writer) -> Numbers {
        for column in ["full_name", "name_key", "other_names"] {
            writer.text(column, None);
        }
        let nobody = Person {
            name: PersonName::default(),
            born: None,
            sex: None,
            home: None,
            id: None,
            card: None,
            organisation: Some(organisation),
            position: None,
            findings: IdFindings::default(),
        };
        nobody.write_rest(memory, writer)
    }

    fn write_rest(&self, memory: &mut Memory<'a>, writer: &mut Writer) -> Numbers {
        writer.span("born_from", "born_to", self.born);
        writer.text("sex", self.sex);
        let home = self.home.as_ref();
        writer.number("home_place", home.map(|home| home.tidy));
        writer.set("home_codes", home.filter(|home| !home.codes.is_empty()).map(|home| home.codes.bits()));
        writer.index("home_district", home.and_then(|home| home.district).map(u32::from));
        writer.index("home_commune", home.and_then(|home| home.commune));
        writer.index("home_commune_2025", home.and_then(|home| home.commune_2025));
        writer.text("home_system", home.and_then(|home| home.system).map(System::name));
        writer.text("national_id", self.id.as_ref().map(IdNumber::as_str));
        writer.text("party_card", self.card.as_ref().map(PartyCard::as_str));
        let organisation = self.organisation.as_ref();
        let within = organisation.map(|organisation| organisation.within).unwrap_or_default();
        writer.number("organisation", organisation.map(|organisation| organisation.tidy));
        writer.set("organisation_codes", (!within.codes.is_empty()).then(|| within.codes.bits()));
        writer.index("organisation_district", within.district.map(u32::from));
        writer.index("organisation_commune", within.commune);
        writer.index("organisation_commune_2025", within.commune_2025);
        writer.number("position", self.position.map(|position| memory.tidy(position)));
        Numbers {
            id: self.id.as_ref().map_or(0, |id| tagged(id.as_str())),
            card: self.card.as_ref().map_or(0, |card| tagged(card.as_str())),
        }
    }
}

/// The digits as a number that keeps how many there were.
pub(super) fn tagged(digits: &str) -> u64 {
    digits.bytes().fold(1, |n, digit| n * 10 + u64::from(digit.wrapping_sub(b'0')))
}

impl IdFindings {
    /// Their names, comma-separated. None: everything fits.
    pub fn text(self) -> Option<String> {
        let all = [
            (self.birth_year, "birth_year"),
            (self.sex, "sex"),
            (self.province, "province"),
            (self.length, "length"),
            (self.placeholder, "placeholder"),
        ];
        let names: Vec<&str> = all.into_iter().filter(|(is_found, _)| *is_found).map(|(_, name)| name).collect();
        (!names.is_empty()).then(|| names.join(","))
    }
}

/// The map on which a native place was written: that of `decided`, the day of the decision, if there is one.
pub(super) fn map_of(decided: Option<LooseDate>, as_of: NaiveDate) -> Map {
    let is_before = |date: NaiveDate| (date.year(), date.month()) < (2025, 7);
    if decided.is_some_and(|date| is_before(date.to)) || is_before(as_of) { Map::Before2025 } else { Map::Any }
}

fn read_name(cells: &PersonCells, context: &mut Context) -> Result<PersonName, Remark> {
    let name = clean_name(cells.name.unwrap_or(""), cells.other);
    if name.full_name.is_empty() {
        return Err(Remark::NoName);
    }
    let remarks = &mut context.remarks;
    if cells.name.is_none() {
        remarks.note(Remark::NameFromOther, cells.name_column, &name.full_name);
    } else if name.repairs.changed_letters() {
        remarks.note_two(Remark::NameRepaired, cells.name_column, cells.name.unwrap_or(""), &name.full_name);
    }
    let words = name.full_name.split(' ').count();
    if (words == 1 && !name.full_name.contains('\'')) || words > LONGEST_NAME {
        remarks.note(Remark::NameOdd, cells.name_column, &name.full_name);
    }
    Ok(name)
}

fn read_birth(text: Option<&str>, event: &mut Event, context: &mut Context) -> Option<LooseDate> {
    let as_of = context.as_of;
    let born = read_cell::birth(text, as_of, &mut context.remarks)?;
    if let Some(date) = event.date
        && swap::are_dates_swapped(&born, &date, as_of)
    {
        context.remarks.note_two(Remark::Swapped, "date_of_birth", "date_of_birth", event.column);
        event.date = Some(born);
        return Some(date);
    }
    if event.date.is_none() && !event.column.is_empty() && !read_cell::is_plausible_birth(&born, as_of) && born.from <= as_of {
        context.remarks.note_two(Remark::Swapped, "date_of_birth", "date_of_birth", event.column);
        event.date = Some(born);
        return None;
    }
    let is_after_event = event.date.is_some_and(|date| born.from > date.to);
    if is_after_event || !read_cell::is_plausible_birth(&born, as_of) {
        context.remarks.note(Remark::BirthImplausible, "date_of_birth", text.unwrap_or(""));
        return None;
    }
    Some(born)
}

fn remark_home(home: &Home, text: &str, context: &mut Context) {
    let remark = if home.codes.is_empty() {
        Remark::PlaceUnknown
    } else if home.has_typo {
        Remark::PlaceSlip
    } else if home.province_text_is == Some(ProvinceText::Abbreviated) && home.codes.len() > 1 {
        Remark::PlaceAmbiguous
    } else {
        return;
    };
    context.remarks.note_two(remark, "home_place", text, &context.memory.text(home.tidy));
}

fn read_id(text: Option<&str>, findings: &mut IdFindings, context: &mut Context) -> Option<IdNumber> {
    let remarks = &mut context.remarks;
    match IdNumber::parse(text?) {
        Ok(id) => id,
        Err(fault) => {
            match fault {
                NumberFault::Placeholder => {
                    findings.placeholder = true;
                    remarks.note(Remark::NumberPlaceholder, "national_id", "");
                }
                NumberFault::Length(digits) => {
                    findings.length = true;
                    remarks.note(Remark::NumberLength, "national_id", &digits.to_string());
                }
                NumberFault::Scientific => remarks.note(Remark::NumberScientific, "national_id", ""),
                NumberFault::Letters => remarks.note(Remark::NumberLetters, "national_id", ""),
            }
            None
        }
    }
}

fn check_id(
    id: &IdNumber,
    born: Option<LooseDate>,
    sex: Option<&'static str>,
    home: ProvinceSet,
    findings: &mut IdFindings,
    context: &mut Context,
) {
    let sex = sex.map(|sex| if sex == "M" { Sex::Male } else { Sex::Female });
    let found = id.findings(born.map(|born| (born.from, born.to)), sex, home);
    (findings.birth_year, findings.sex, findings.province) = (found.birth_year, found.sex, found.province);
    if found.birth_year {
        let born = born.map_or(String::new(), |born| born.from.year().to_string());
        let said = id.birth_year.map_or(String::new(), |year| year.to_string());
        context.remarks.note_two(Remark::NumberBirthYear, "national_id", &said, &born);
    }
    if found.sex {
        context.remarks.note(Remark::NumberSex, "national_id", "");
    }
}

fn read_card(text: Option<&str>, context: &mut Context) -> Option<PartyCard> {
    let remarks = &mut context.remarks;
    match PartyCard::parse(text?) {
        Ok(card) => {
            if card.is_some_and(|card| card.lost_zeros > 0) {
                remarks.note(Remark::CardZeroLost, "party_card", "");
            }
            card
        }
        Err(fault) => {
            match fault {
                NumberFault::Placeholder => remarks.note(Remark::CardPlaceholder, "party_card", ""),
                NumberFault::Length(digits) => remarks.note(Remark::CardLength, "party_card", &digits.to_string()),
                NumberFault::Scientific | NumberFault::Letters => remarks.note(Remark::CardUnreadable, "party_card", ""),
            }
            None
        }
    }
}
