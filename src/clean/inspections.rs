//! Registers of inspections, of persons and of organisations.

use super::candidates::PersonColumns;
use super::cells::{Cell, Cells, cell};
use super::person::{Event, Numbers, Person};
use super::read_cell;
use super::remark::Remark;
use super::writer::Writer;
use super::{Context, Register};
use crate::table::Column;
use crate::table::people::{INSPECTION, PERSON};
use crate::vn::code::CodeList;
use crate::vn::organisation::is_organisation;

/// The columns of a register of inspections.
pub(super) struct Inspections<'a> {
    person: PersonColumns<'a>,
    started_on: Cell<'a>,
    concluded_on: Cell<'a>,
    conclusion: Cell<'a>,
    proposed_form: Cell<'a>,
}

impl<'a> Register<'a> for Inspections<'a> {
    const TABLE: &'static [&'static [Column]] = &[PERSON, INSPECTION];
    const KEY: &'static str = "subject";
    const PREFIX: &'static str = "T-";

    fn of(cells: &Cells<'a>) -> Self {
        Self {
            person: PersonColumns::of(cells, "subject"),
            started_on: cells.column("started_on"),
            concluded_on: cells.column("concluded_on"),
            conclusion: cells.column("conclusion"),
            proposed_form: cells.column("proposed_form"),
        }
    }

    fn person(&self) -> Option<&PersonColumns<'a>> {
        Some(&self.person)
    }

    fn read(&self, at: usize, context: &mut Context<'a>, writer: &mut Writer) -> Result<Numbers, Remark> {
        let as_of = context.as_of;
        let cells = self.person.row(at);
        let subject = cells.name.ok_or(Remark::NoName)?;
        let started = read_cell::event(cell(self.started_on, at), "started_on", as_of, &mut context.remarks);
        let concluded = read_cell::event(cell(self.concluded_on, at), "concluded_on", as_of, &mut context.remarks);
        if let (Some(started), Some(concluded)) = (started, concluded)
            && concluded.to < started.from
        {
            let written = cell(self.concluded_on, at).unwrap_or("");
            context.remarks.note(Remark::DatesOutOfOrder, "concluded_on", written);
        }
        let is_office = is_organisation(subject);
        let person = if is_office { None } else { Some(Person::read(cells, &mut Event { column: "", date: None }, context)?) };
        let conclusion =
            context.memory.code(CodeList::InspectionConclusion, cell(self.conclusion, at), "conclusion", &mut context.remarks);
        let proposed = context.memory.measure(cell(self.proposed_form, at), "proposed_form", &mut context.remarks);
        let numbers = match person {
            Some(person) => person.write(&mut context.memory, writer),
            None => Person::write_organisation(context.memory.organisation(subject), &mut context.memory, writer),
        };
        writer.flag("is_organisation", is_office);
        writer.span("started_from", "started_to", started);
        writer.span("concluded_from", "concluded_to", concluded);
        writer.text("conclusion", conclusion);
        writer.text("proposed_form", proposed.map(|measure| measure.code));
        Ok(numbers)
    }
}
