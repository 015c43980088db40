//! Registers of complaints and denunciations.

use super::candidates::PersonColumns;
use super::cells::{Cell, Cells, cell};
use super::person::{Event, Numbers, Person};
use super::read_cell;
use super::remark::Remark;
use super::writer::Writer;
use super::{Context, Register};
use crate::table::Column;
use crate::table::people::{COMPLAINT, PERSON};
use crate::vn::code::CodeList;

/// The columns of a register of complaints.
pub(super) struct Complaints<'a> {
    person: PersonColumns<'a>,
    kind: Cell<'a>,
    received_on: Cell<'a>,
    status: Cell<'a>,
    conclusion: Cell<'a>,
}

impl<'a> Register<'a> for Complaints<'a> {
    const TABLE: &'static [&'static [Column]] = &[PERSON, COMPLAINT];
    const KEY: &'static str = "respondent";
    const PREFIX: &'static str = "K-";

    fn of(cells: &Cells<'a>) -> Self {
        Self {
            person: PersonColumns::of(cells, "respondent"),
            kind: cells.column("kind"),
            received_on: cells.column("received_on"),
            status: cells.column("status"),
            conclusion: cells.column("conclusion"),
        }
    }

    fn person(&self) -> Option<&PersonColumns<'a>> {
        Some(&self.person)
    }

    fn read(&self, at: usize, context: &mut Context<'a>, writer: &mut Writer) -> Result<Numbers, Remark> {
        let received = read_cell::event(cell(self.received_on, at), "received_on", context.as_of, &mut context.remarks);
        let mut event = Event { column: if self.received_on.is_some() { "received_on" } else { "" }, date: received };
        let person = Person::read(self.person.row(at), &mut event, context)?;
        let mut code = |list, column, name| context.memory.code(list, cell(column, at), name, &mut context.remarks);
        let kind = code(CodeList::ComplaintKind, self.kind, "kind");
        let status = code(CodeList::ComplaintStatus, self.status, "status");
        let conclusion = code(CodeList::ComplaintConclusion, self.conclusion, "conclusion");
        let numbers = person.write(&mut context.memory, writer);
        writer.text("kind", kind);
        writer.span("received_from", "received_to", event.date);
        writer.text("status", status);
        writer.text("conclusion", conclusion);
        Ok(numbers)
    }
}
