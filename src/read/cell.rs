//! What would a person read in this cell?

use calamine::{DataRef, ExcelDateTime};
use chrono::{Datelike, NaiveDate, Timelike};

/// The text of a cell, and whether it is an error value (`#REF!`).
///
/// A whole number is written in full, never `3.8E+10`, and with the zeros that its format adds; a date is `dd/mm/yyyy`;
/// a ticked box is `x`.
pub fn shown(value: &DataRef<'_>, format: Option<&str>, out: &mut String) -> bool {
    out.clear();
    match value {
        DataRef::Empty => {}
        DataRef::String(text) => out.push_str(text),
        DataRef::SharedString(text) => out.push_str(text),
        DataRef::Int(n) => out.push_str(&n.to_string()),
        DataRef::Float(x) => number(*x, format, out),
        DataRef::Bool(is_true) => out.push_str(if *is_true { "x" } else { "" }),
        DataRef::DateTime(at) => date_time(*at, out),
        DataRef::DateTimeIso(text) => iso_date(text, out),
        DataRef::DurationIso(text) => out.push_str(text),
        DataRef::Error(_) => return true,
    }
    false
}

/// A number as it is displayed, with the digits that it has.
pub fn number(x: f64, format: Option<&str>, out: &mut String) {
    use std::fmt::Write as _;
    let zeros = format.filter(|format| format.len() > 1 && format.bytes().all(|b| b == b'0')).map_or(0, str::len);
    // Rust writes an f64 in full, without an exponent.
    let _ = write!(out, "{x:0zeros$}");
}

fn date_time(at: ExcelDateTime, out: &mut String) {
    match at.as_datetime() {
        // A time of day or a duration is no date.
        Some(date) if at.is_datetime() && at.as_f64() >= 1.0 => day(date.date(), out),
        Some(date) if at.is_datetime() => out.push_str(&format!("{:02}:{:02}", date.hour(), date.minute())),
        _ => number(at.as_f64(), None, out),
    }
}

/// `1968-12-31` or `1968-12-31T00:00:00` as `31/12/1968`; anything else as it is.
pub fn iso_date(text: &str, out: &mut String) {
    let head = text.get(..10).unwrap_or(text);
    match NaiveDate::parse_from_str(head, "%Y-%m-%d") {
        Ok(date) => day(date, out),
        Err(_) => out.push_str(text),
    }
}

/// `dd/mm/yyyy`.
pub fn day(date: NaiveDate, out: &mut String) {
    use std::fmt::Write as _;
    let _ = write!(out, "{:02}/{:02}/{:04}", date.day(), date.month(), date.year());
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType::DateTime;

    use super::*;

    fn text(value: &DataRef<'_>, format: Option<&str>) -> String {
        let mut out = String::new();
        shown(value, format, &mut out);
        out
    }

    #[test]
    fn numbers_are_written_in_full() {
        for (x, format, expected) in [
            (38_000_012_345.0, None, "38000012345"),
            (38_000_012_345.0, Some("000000000000"), "038000012345"),
            (1968.0, Some("General"), "1968"),
            (8.8, None, "8.8"),
            (3.8e10, Some("0"), "38000000000"),
        ] {
            assert_eq!(text(&DataRef::Float(x), format), expected);
        }
    }

    #[test]
    fn both_epochs_give_the_same_day() {
        let serial = |value, is_1904| text(&DataRef::DateTime(ExcelDateTime::new(value, DateTime, is_1904)), None);
        assert_eq!(serial(24_837.0, false), "31/12/1967");
        assert_eq!(serial(24_837.0 - 1_462.0, true), "31/12/1967");
        assert_eq!(serial(24_837.5, false), "31/12/1967");
        assert_eq!(serial(0.5, false), "12:00");
        assert_eq!(text(&DataRef::DateTimeIso("1968-02-29T00:00:00".to_owned()), None), "29/02/1968");
    }
}
