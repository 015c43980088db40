//! How do days, months and numbers go together in a condition?
//!
//! One definition for both backends. A result that is out of bounds is unknown, never wrapped round.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::sql::MAX_INT;

/// The day `months` and then `days` later; a day that the month does not have becomes its last.
///
/// None: outside the years 1 to 9999.
pub(super) fn shifted(date: NaiveDate, months: i32, days: i32) -> Option<NaiveDate> {
    let by = Months::new(months.unsigned_abs());
    let date = if months >= 0 { date.checked_add_months(by) } else { date.checked_sub_months(by) }?;
    let by = Days::new(days.unsigned_abs().into());
    let date = if days >= 0 { date.checked_add_days(by) } else { date.checked_sub_days(by) }?;
    (1..=9999).contains(&date.year()).then_some(date)
}

/// The whole months from `from` to `to`: the greatest number of months that, added to `from`, does not go past `to`.
///
/// Negative where `to` is earlier: from 2 March to 1 March it is -1.
pub(super) fn months_between(from: NaiveDate, to: NaiveDate) -> i64 {
    let months = i64::from(to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month());
    // A day that the month does not have counts as its last, as in `shifted`.
    let day = from.day().min(last_day(to));
    if day <= to.day() { months } else { months - 1 }
}

/// The days from `from` to `to`, negative where `to` is earlier.
pub(super) fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

fn last_day(date: NaiveDate) -> u32 {
    match date.month() {
        4 | 6 | 9 | 11 => 30,
        2 if date.leap_year() => 29,
        2 => 28,
        _ => 31,
    }
}

/// A whole number that every backend holds exactly. None: it is too large.
pub(super) fn exact(n: i64) -> Option<i64> {
    (-MAX_INT..=MAX_INT).contains(&n).then_some(n)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn months_are_clamped_to_the_end_of_the_month() {
        for (from, to, months) in [
            ("2023-01-15", "2024-01-15", 12),
            ("2023-01-15", "2024-01-14", 11),
            ("2024-01-31", "2024-02-29", 1),
            ("2024-01-31", "2024-02-28", 0),
            ("2020-02-29", "2021-02-28", 12),
            ("2024-03-02", "2024-03-01", -1),
            ("2024-03-02", "2024-02-02", -1),
            ("2024-03-02", "2024-02-01", -2),
        ] {
            assert_eq!(months_between(day(from), day(to)), months, "{from} to {to}");
        }
        assert_eq!(shifted(day("2020-02-29"), 12, 0), Some(day("2021-02-28")));
        assert_eq!(shifted(day("9999-12-31"), 0, 1), None);
    }

    proptest! {
        #[test]
        fn months_between_undoes_shifting(from in 0i32..40_000, to in 0i32..40_000) {
            let (from, to) = (super::super::row::day(from).expect("a day"), super::super::row::day(to).expect("a day"));
            let months = i32::try_from(months_between(from, to)).expect("few");
            prop_assert!(shifted(from, months, 0).expect("in range") <= to);
            prop_assert!(shifted(from, months + 1, 0).expect("in range") > to);
        }
    }
}
