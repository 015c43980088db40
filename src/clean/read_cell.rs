//! What does one cell say? Dates, codes and texts, with a remark where it says something odd.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use super::remark::{Remark, Remarks};
use crate::vn::code::CodeList;
use crate::vn::date::{Fault, LooseDate, Notes, Precision};
use crate::vn::fold;
use crate::vn::measure::Measure;

/// Somebody on a roster or in a register is at least this old.
const YOUNGEST: i32 = 14;
/// And at most this.
const OLDEST: i32 = 110;

/// The text tidied.
pub(super) fn tidy(text: Option<&str>) -> Option<Cow<'_, str>> {
    text.map(fold::tidy_cow)
}

/// The date of something that happened by `as_of`.
pub(super) fn event(text: Option<&str>, column: &'static str, as_of: NaiveDate, remarks: &mut Remarks) -> Option<LooseDate> {
    let date = date(text?, column, as_of.year(), remarks)?;
    if date.from > as_of {
        remarks.note(Remark::FutureDate, column, text?);
    }
    Some(date)
}

/// The same date without a remark.
pub(super) fn silent(text: &str, latest_year: i32) -> Option<LooseDate> {
    LooseDate::parse(text, Some(latest_year)).unwrap_or_else(|error| error.year)
}

/// A birth date; its plausibility is judged later, for it may have changed places with another date.
pub(super) fn birth(text: Option<&str>, as_of: NaiveDate, remarks: &mut Remarks) -> Option<LooseDate> {
    date(text?, "date_of_birth", as_of.year() - YOUNGEST, remarks)
}

/// Whether somebody born then can be on a roster or in a register.
pub(super) fn is_plausible_birth(born: &LooseDate, as_of: NaiveDate) -> bool {
    born.from.year() <= as_of.year() - YOUNGEST && born.to.year() >= as_of.year() - OLDEST
}

fn date(text: &str, column: &'static str, latest_year: i32, remarks: &mut Remarks) -> Option<LooseDate> {
    match LooseDate::parse(text, Some(latest_year)) {
        Ok(date) => {
            let date = date?;
            for (note, remark) in [
                (Notes::SHORT_YEAR, Remark::ShortYear),
                (Notes::SERIAL, Remark::DaySerial),
                (Notes::SWAPPED, Remark::MonthFirst),
                (Notes::LUNAR, Remark::LunarDate),
            ] {
                if date.notes.has(note) {
                    remarks.note(remark, column, text);
                }
            }
            if column == "date_of_birth" && date.notes.has(Notes::FIRST_OF_JANUARY) && date.precision == Precision::Day {
                remarks.note(Remark::FirstOfJanuary, column, text);
            }
            Some(date)
        }
        Err(error) => {
            let remark = match error.fault {
                Fault::Day => Remark::NoSuchDay,
                Fault::Month => Remark::NoSuchMonth,
                Fault::Year => Remark::YearOutOfRange,
                Fault::NoYear => Remark::NoYear,
                Fault::ShortYear | Fault::Unreadable => Remark::DateUnreadable,
            };
            // Digits run together may be an identity number in the wrong column: not to be repeated.
            let digits = text.chars().filter(char::is_ascii_digit).count();
            remarks.note(remark, column, if digits > 8 { "…" } else { text });
            error.year
        }
    }
}

/// The code of a list.
pub(super) fn code(list: CodeList, text: Option<&str>, column: &'static str, remarks: &mut Remarks) -> Option<&'static str> {
    let text = text?;
    list.read(text).unwrap_or_else(|_| {
        remarks.note(Remark::CodeUnknown, column, text);
        None
    })
}

/// The measure of a free text.
pub(super) fn measure(text: Option<&str>, column: &'static str, remarks: &mut Remarks) -> Option<Measure> {
    let text = text?;
    match Measure::parse(text) {
        Ok(measure) => {
            if measure.is_some_and(|measure| measure.is_one_of_several) {
                remarks.note(Remark::MeasureSeveral, column, text);
            }
            measure
        }
        Err(_) => {
            remarks.note(Remark::MeasureUnknown, column, text);
            None
        }
    }
}
