//! Registers of discipline decisions on organisations.

use super::candidates::PersonColumns;
use super::cells::{Cell, Cells, cell};
use super::person::Numbers;
use super::read_cell;
use super::remark::Remark;
use super::writer::Writer;
use super::{Context, Register};
use crate::table::Column;
use crate::table::people::ORGANISATION;
use crate::vn::code::CodeList;
use crate::vn::name::clean_name;
use crate::vn::organisation;

/// The columns of a register of decisions on organisations.
pub(super) struct Organisations<'a> {
    organisation: Cell<'a>,
    form: Cell<'a>,
    decision_no: Cell<'a>,
    decided_on: Cell<'a>,
    announced_on: Cell<'a>,
    head: Cell<'a>,
    status: Cell<'a>,
}

impl<'a> Register<'a> for Organisations<'a> {
    const TABLE: &'static [&'static [Column]] = &[ORGANISATION];
    const KEY: &'static str = "organisation";
    const PREFIX: &'static str = "O-";

    fn of(cells: &Cells<'a>) -> Self {
        Self {
            organisation: cells.column("organisation"),
            form: cells.column("form"),
            decision_no: cells.column("decision_no"),
            decided_on: cells.column("decided_on"),
            announced_on: cells.column("announced_on"),
            head: cells.column("head"),
            status: cells.column("status"),
        }
    }

    fn person(&self) -> Option<&PersonColumns<'a>> {
        None
    }

    fn read(&self, at: usize, context: &mut Context<'a>, writer: &mut Writer) -> Result<Numbers, Remark> {
        let as_of = context.as_of;
        let name = cell(self.organisation, at).ok_or(Remark::NoOrganisation)?;
        let organisation = context.memory.organisation(name);
        let remarks = &mut context.remarks;
        let decided = read_cell::event(cell(self.decided_on, at), "decided_on", as_of, remarks);
        let announced = read_cell::event(cell(self.announced_on, at), "announced_on", as_of, remarks);
        if let (Some(decided), Some(announced)) = (decided, announced)
            && announced.to < decided.from
        {
            remarks.note(Remark::DatesOutOfOrder, "announced_on", cell(self.announced_on, at).unwrap_or(""));
        }
        let measure = context.memory.measure(cell(self.form, at), "form", remarks);
        let status = context.memory.code(CodeList::Status, cell(self.status, at), "status", remarks);
        let head = cell(self.head, at).map(|head| clean_name(head, None)).filter(|head| !head.full_name.is_empty());
        let codes = organisation.within.codes;
        writer.number("organisation", Some(organisation.tidy));
        writer.text("organisation_key", Some(&organisation::fold(name)));
        writer.set("organisation_codes", (!codes.is_empty()).then(|| codes.bits()));
        writer.text("measure", measure.map(|measure| measure.code));
        writer.text("decision_no", read_cell::tidy(cell(self.decision_no, at)).as_deref());
        writer.span("decided_from", "decided_to", decided);
        writer.span("announced_from", "announced_to", announced);
        writer.text("head", head.as_ref().map(|head| head.full_name.as_str()));
        writer.text("head_key", head.as_ref().map(|head| head.key.as_str()));
        writer.text("status", status);
        Ok(Numbers::default())
    }
}
