//! What do the rules read of complaints, denunciations and inspections that may concern a candidate?

use chrono::NaiveDate;

use super::case::link_facts;
use super::pair::{Pair, State, indexes};
use super::sheet::{Bounds, Sheet, date_bounds, day, days, texts};
use crate::error::Result;
use crate::table::facts::Scope;
use crate::table::people::{Complaints, Inspections};
use crate::vn::calendar::working_days_between;

/// Complaints and denunciations as far as they hang together with a candidate.
pub(super) struct ComplaintFacts {
    /// The pairs, in the order of `own`'s rows.
    pub pairs: Vec<Pair>,
    /// The facts of the scope, without the candidate's.
    pub own: Sheet,
    /// Not known to be resolved.
    pub is_open: Vec<bool>,
    /// An open complaint of the candidate's own, which may be against a discipline decision.
    is_complaint: Vec<bool>,
}

impl ComplaintFacts {
    /// Per candidate, whether a complaint (not a denunciation) is open, be it that identity is.
    pub fn has_open_complaint(&self, candidates: usize) -> Vec<bool> {
        let mut has = vec![false; candidates];
        for (at, pair) in self.pairs.iter().enumerate() {
            if self.is_open[at]
                && self.is_complaint[at]
                && !pair.is_other_person()
                && let Some(has) = has.get_mut(pair.candidate as usize)
            {
                *has = true;
            }
        }
        has
    }

    /// Whether the pair counts as an open complaint of the candidate.
    pub fn counts(&self, at: usize, pair: &Pair) -> bool {
        pair.state == State::Link && self.is_open[at]
    }
}

/// The facts of every pair.
///
/// # Errors
/// A column is missing or of another type: a mistake of ours.
pub(super) fn complaints(
    complaints: &Complaints,
    pairs: Vec<Pair>,
    as_of: NaiveDate,
    opens_on: Option<NaiveDate>,
) -> Result<ComplaintFacts> {
    let records = complaints.frame().take(&indexes(&pairs).1)?;
    let mut sheet = Sheet::new(Scope::Complaint, pairs.len());
    link_facts(&mut sheet, &pairs);
    sheet.copy(&records, &["kind", "status", "conclusion"])?;
    let received = date_bounds(&records, "received")?;
    sheet.date_bounds("received_on", &received);
    let to_opening: Vec<Bounds> = received.iter().map(|received| to_opening(*received, opens_on)).collect();
    sheet.int_bounds("working_days_to_opening", &to_opening);
    let as_of = Bounds::exactly(days(as_of));
    sheet.bools("is_after_as_of", received.iter().map(|received| as_of.is_before(*received)));
    let is_open = texts(&records, "status")?.iter().map(|status| matches!(status, None | Some("open"))).collect();
    let is_complaint = texts(&records, "kind")?.iter().map(|kind| *kind == Some("complaint")).collect();
    Ok(ComplaintFacts { pairs, own: sheet, is_open, is_complaint })
}

/// Working days from receipt to the opening; the later it was received, the fewer.
fn to_opening(received: Bounds, opens_on: Option<NaiveDate>) -> Bounds {
    let count = |from: Option<i32>| Some(working_days_between(day(from?)?, opens_on?));
    Bounds { min: count(received.max).map(|days| days.min), max: count(received.min).map(|days| days.max) }
}

/// Inspections as far as they hang together with a candidate.
pub(super) struct InspectionFacts {
    /// The pairs, in the order of `own`'s rows.
    pub pairs: Vec<Pair>,
    /// The facts of the scope, without the candidate's.
    pub own: Sheet,
    /// Concluded by the date of judgement.
    pub is_concluded: Vec<bool>,
}

impl InspectionFacts {
    /// Whether the pair counts as an open inspection of the candidate.
    pub fn counts(&self, at: usize, pair: &Pair) -> bool {
        pair.state == State::Link && !self.is_concluded[at]
    }
}

/// The facts of every pair.
///
/// # Errors
/// A column is missing or of another type: a mistake of ours.
pub(super) fn inspections(inspections: &Inspections, pairs: Vec<Pair>, as_of: NaiveDate) -> Result<InspectionFacts> {
    let records = inspections.frame().take(&indexes(&pairs).1)?;
    let mut sheet = Sheet::new(Scope::Inspection, pairs.len());
    link_facts(&mut sheet, &pairs);
    sheet.copy(&records, &["is_organisation", "conclusion"])?;
    sheet.column("proposed_measure", records.column("proposed_form")?);
    let (started, concluded) = (date_bounds(&records, "started")?, date_bounds(&records, "concluded")?);
    sheet.date_bounds("started_on", &started);
    sheet.date_bounds("concluded_on", &concluded);
    let months: Vec<Bounds> = concluded.iter().map(|day| day.months_to(as_of)).collect();
    sheet.int_bounds("months_since_conclusion", &months);
    let is_concluded: Vec<bool> = texts(&records, "conclusion")?
        .iter()
        .zip(&concluded)
        .map(|(conclusion, on)| match conclusion {
            Some("pending") => false,
            Some(_) => true,
            None => on.min.is_some_and(|first| first <= days(as_of)),
        })
        .collect();
    sheet.bools("is_concluded", is_concluded.iter().map(|is| Some(*is)));
    Ok(InspectionFacts { pairs, own: sheet, is_concluded })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_of_receipt_gives_an_interval_of_working_days() {
        let at = |text: &str| Some(days(text.parse().expect("a day")));
        let opens_on = Some("2025-10-01".parse().expect("a day"));
        let august = Bounds { min: at("2025-08-01"), max: at("2025-08-31") };
        assert_eq!(to_opening(august, opens_on), Bounds { min: Some(21), max: Some(41) });
        assert_eq!(to_opening(august, None), Bounds::UNKNOWN);
        assert_eq!(to_opening(Bounds::UNKNOWN, opens_on), Bounds::UNKNOWN);
    }
}
