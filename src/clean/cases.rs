//! Registers of discipline decisions on persons.

use chrono::{Datelike, NaiveDate};

use super::candidates::PersonColumns;
use super::cells::{Cell, Cells, cell};
use super::person::{Event, Numbers, Person, PersonCells, map_of};
use super::read_cell;
use super::remark::Remark;
use super::writer::Writer;
use super::{Context, Register};
use crate::table::Column;
use crate::table::people::{CASE, PERSON};
use crate::vn::code::CodeList;
use crate::vn::measure::{Measure, Regime, regime_of_number};
use crate::vn::place::Map;

/// The columns of a discipline register.
pub(super) struct Discipline<'a> {
    person: PersonColumns<'a>,
    decision_no: Cell<'a>,
    decided_on: Cell<'a>,
    announced_on: Cell<'a>,
    form: Cell<'a>,
    authority: Cell<'a>,
    status: Cell<'a>,
}

impl<'a> Register<'a> for Discipline<'a> {
    const TABLE: &'static [&'static [Column]] = &[PERSON, CASE];
    const KEY: &'static str = "full_name";
    const PREFIX: &'static str = "R-";

    fn of(cells: &Cells<'a>) -> Self {
        Self {
            person: PersonColumns::of(cells, "full_name"),
            decision_no: cells.column("decision_no"),
            decided_on: cells.column("decided_on"),
            announced_on: cells.column("announced_on"),
            form: cells.column("form"),
            authority: cells.column("authority"),
            status: cells.column("status"),
        }
    }

    fn person(&self) -> Option<&PersonColumns<'a>> {
        Some(&self.person)
    }

    fn map(&self, at: usize, as_of: NaiveDate) -> Map {
        map_of(cell(self.decided_on, at).and_then(|text| read_cell::silent(text, as_of.year())), as_of)
    }

    fn read(&self, at: usize, context: &mut Context<'a>, writer: &mut Writer) -> Result<Numbers, Remark> {
        let as_of = context.as_of;
        let decided = read_cell::event(cell(self.decided_on, at), "decided_on", as_of, &mut context.remarks);
        let mut event = Event { column: if self.decided_on.is_some() { "decided_on" } else { "" }, date: decided };
        let body = cell(self.authority, at).map(|text| context.memory.body(text));
        let cells = PersonCells { around: body.map(|body| body.around).unwrap_or_default(), ..self.person.row(at) };
        let person = Person::read(cells, &mut event, context)?;
        let announced = read_cell::event(cell(self.announced_on, at), "announced_on", as_of, &mut context.remarks);
        if let (Some(decided), Some(announced)) = (event.date, announced)
            && announced.to < decided.from
        {
            let written = cell(self.announced_on, at).unwrap_or("");
            context.remarks.note(Remark::DatesOutOfOrder, "announced_on", written);
        }
        let number = cell(self.decision_no, at);
        let measure = context.memory.measure(cell(self.form, at), "form", &mut context.remarks);
        let regime = || body.and_then(|body| body.regime).or_else(|| number.and_then(regime_of_number));
        let measure = measure.map(|measure| if measure.regime.is_some() { measure } else { measure.under(regime()) });
        let status = context.memory.code(CodeList::Status, cell(self.status, at), "status", &mut context.remarks);
        let numbers = person.write(&mut context.memory, writer);
        writer.text("decision_no", read_cell::tidy(number).as_deref());
        writer.span("decided_from", "decided_to", event.date);
        writer.span("announced_from", "announced_to", announced);
        writer.text("measure", measure.map(|measure| measure.code));
        writer.text("measure_code", measure.as_ref().and_then(Measure::form));
        writer.text("regime", measure.and_then(|measure| measure.regime).map(Regime::name));
        writer.number("authority", body.map(|body| body.tidy));
        writer.text("status", status);
        Ok(numbers)
    }
}
