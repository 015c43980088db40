//! Rosters.

use chrono::Datelike;

use super::cells::{Cell, Cells, cell};
use super::person::{Event, Numbers, Person, PersonCells};
use super::read_cell;
use super::remark::Remark;
use super::writer::Writer;
use super::{Context, Register};
use crate::table::Column;
use crate::table::people::{CANDIDATE, PERSON};
use crate::vn::code::CodeList;
use crate::vn::place::Around;

/// The columns of a roster.
pub(super) struct Roster<'a> {
    person: PersonColumns<'a>,
    party_joined_on: Cell<'a>,
    party_official_on: Cell<'a>,
    position_since: Cell<'a>,
    level: Cell<'a>,
    candidacy: Cell<'a>,
    standing_for: Cell<'a>,
    province_code: Cell<'a>,
}

/// The columns that describe a person, in any register.
pub(super) struct PersonColumns<'a> {
    name_column: &'static str,
    name: Cell<'a>,
    other: Cell<'a>,
    born: Cell<'a>,
    sex: Cell<'a>,
    pub home: Cell<'a>,
    id: Cell<'a>,
    card: Cell<'a>,
    pub organisation: Cell<'a>,
    position: Cell<'a>,
}

impl<'a> PersonColumns<'a> {
    pub fn of(cells: &Cells<'a>, name_column: &'static str) -> Self {
        Self {
            name_column,
            name: cells.column(name_column),
            other: cells.column("other_names"),
            born: cells.column("date_of_birth"),
            sex: cells.column("sex"),
            home: cells.column("home_place"),
            id: cells.column("national_id"),
            card: cells.column("party_card"),
            organisation: cells.column("organisation"),
            position: cells.column("position"),
        }
    }

    pub fn row(&self, at: usize) -> PersonCells<'a> {
        PersonCells {
            name: cell(self.name, at),
            name_column: self.name_column,
            other: cell(self.other, at),
            born: cell(self.born, at),
            sex: cell(self.sex, at),
            home: cell(self.home, at),
            id: cell(self.id, at),
            card: cell(self.card, at),
            organisation: cell(self.organisation, at),
            around: Around::default(),
            position: cell(self.position, at),
        }
    }
}

impl<'a> Register<'a> for Roster<'a> {
    const TABLE: &'static [&'static [Column]] = &[PERSON, CANDIDATE];
    const KEY: &'static str = "full_name";
    const PREFIX: &'static str = "C-";

    fn of(cells: &Cells<'a>) -> Self {
        Self {
            person: PersonColumns::of(cells, "full_name"),
            party_joined_on: cells.column("party_joined_on"),
            party_official_on: cells.column("party_official_on"),
            position_since: cells.column("position_since"),
            level: cells.column("level"),
            candidacy: cells.column("candidacy"),
            standing_for: cells.column("standing_for"),
            province_code: cells.column("province_code"),
        }
    }

    fn person(&self) -> Option<&PersonColumns<'a>> {
        Some(&self.person)
    }

    fn read(&self, at: usize, context: &mut Context<'a>, writer: &mut Writer) -> Result<Numbers, Remark> {
        let as_of = context.as_of;
        // The units of July 2025 have codes that were other provinces' before.
        let is_since_2025 = (as_of.year(), as_of.month()) >= (2025, 7);
        let unit = cell(self.province_code, at).map(|code| context.memory.unit(code, is_since_2025));
        let cells = PersonCells { around: unit.unwrap_or_default(), ..self.person.row(at) };
        let joined = read_cell::event(cell(self.party_joined_on, at), "party_joined_on", as_of, &mut context.remarks);
        let mut event = Event { column: if self.party_joined_on.is_some() { "party_joined_on" } else { "" }, date: joined };
        let person = Person::read(cells, &mut event, context)?;
        let remarks = &mut context.remarks;
        let official = read_cell::event(cell(self.party_official_on, at), "party_official_on", as_of, remarks);
        if let (Some(joined), Some(official)) = (event.date, official)
            && official.to < joined.from
        {
            remarks.note(Remark::DatesOutOfOrder, "party_official_on", cell(self.party_official_on, at).unwrap_or(""));
        }
        let since = read_cell::event(cell(self.position_since, at), "position_since", as_of, remarks);
        let level = context.memory.code(CodeList::Level, cell(self.level, at), "level", &mut context.remarks);
        let candidacy = context.memory.code(CodeList::Candidacy, cell(self.candidacy, at), "candidacy", &mut context.remarks);
        let numbers = person.write(&mut context.memory, writer);
        writer.span("party_joined_from", "party_joined_to", event.date);
        writer.span("party_official_from", "party_official_to", official);
        writer.span("position_since_from", "position_since_to", since);
        writer.text("level", level);
        writer.text("candidacy", candidacy);
        writer.number("standing_for", cell(self.standing_for, at).map(|post| context.memory.tidy(post)));
        writer.text("id_findings", person.findings.text().as_deref());
        Ok(numbers)
    }
}
