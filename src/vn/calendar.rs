//! How many working days, and how many whole months, lie between two days?
//!
//! Saturdays, Sundays and the public holidays of `data/public_holidays.csv` are not working days; a Saturday worked in exchange for
//! a bridge day is one. Some rows of that table are still to be confirmed, and some years are not in it at all, so a count comes
//! with bounds: a rule decides only where both bounds agree.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, Weekday};

use super::embedded::rows;

/// At most so many holidays of a year fall on weekdays (Bộ luật Lao động 2019 Điều 112: 11 days; 12 with 24 November; a bridge day on top).
const HOLIDAYS_A_YEAR: i32 = 13;

/// A number of working days: known within bounds, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct WorkingDays {
    /// Not fewer than.
    pub min: i32,
    /// Not more than.
    pub max: i32,
}

impl WorkingDays {
    /// No working day.
    pub const NONE: Self = Self { min: 0, max: 0 };
}

/// The working days after `after`, up to and including `through`.
///
/// The day that a time limit is counted from does not count itself (Bộ luật Dân sự 2015 Điều 147): from Monday to the Friday of that week
/// it is four. `through` is not later than `after`: zero.
pub fn working_days_between(after: NaiveDate, through: NaiveDate) -> WorkingDays {
    let (Some(first), Some(end)) = (after.succ_opt(), through.succ_opt()) else { return WorkingDays::NONE };
    if first >= end {
        return WorkingDays::NONE;
    }
    let weekdays = weekdays_before(end) - weekdays_before(first);
    let table = &*TABLE;
    let within = |days: &[NaiveDate]| -> i32 {
        let count = days.partition_point(|day| *day < end) - days.partition_point(|day| *day < first);
        i32::try_from(count).unwrap_or(i32::MAX)
    };
    let sure = weekdays - within(&table.off) + within(&table.worked);
    let unlisted = unlisted_years(first, end, &table.years) * HOLIDAYS_A_YEAR;
    WorkingDays { min: (sure - within(&table.perhaps_off) - unlisted).max(0), max: (sure + within(&table.perhaps_worked)).max(0) }
}

/// Whole months from `from` to `to`, rounded down: a day before `from` is -1.
///
/// A month is complete on the same day of a later month, or on that month's last day where it has no such day: from 31 January one month is
/// complete on 28 February.
pub fn months_between(from: NaiveDate, to: NaiveDate) -> i32 {
    let months = (to.year() - from.year()) * 12 + to.month().cast_signed() - from.month().cast_signed();
    let is_last_day = to.succ_opt().is_none_or(|next| next.month() != to.month());
    if to.day() < from.day() && !is_last_day { months - 1 } else { months }
}

/// The years whose holidays are in the table. Outside them only weekends are certain.
pub fn years() -> RangeInclusive<i32> {
    TABLE.years.clone()
}

/// Years that the days from `first` up to `end` touch and the table does not cover.
fn unlisted_years(first: NaiveDate, end: NaiveDate, years: &RangeInclusive<i32>) -> i32 {
    let touched = end.year() - first.year() + 1;
    let covered = (end.year().min(*years.end()) - first.year().max(*years.start()) + 1).max(0);
    touched - covered
}

/// Mondays to Fridays from a fixed Monday up to `day`, which does not count; negative before that Monday.
fn weekdays_before(day: NaiveDate) -> i32 {
    // 1 January of the year 1 was a Monday, and day 1 of the common era.
    let days = day.num_days_from_ce() - 1;
    days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
}

/// The rows of `public_holidays.csv` that change a count, each list sorted.
struct Table {
    /// Weekdays off.
    off: Vec<NaiveDate>,
    /// Weekdays that may be off: to be confirmed.
    perhaps_off: Vec<NaiveDate>,
    /// Weekend days worked.
    worked: Vec<NaiveDate>,
    /// Weekend days that may be worked: to be confirmed.
    perhaps_worked: Vec<NaiveDate>,
    /// First and last year listed.
    years: RangeInclusive<i32>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { off: vec![], perhaps_off: vec![], worked: vec![], perhaps_worked: vec![], years: 0..=0 };
    let mut years: Option<(i32, i32)> = None;
    for row in rows(include_str!("data/public_holidays.csv")) {
        let [date, kind, _, _, confidence] = row[..] else { continue };
        let Ok(date) = date.parse::<NaiveDate>() else { continue };
        years = Some(years.map_or((date.year(), date.year()), |(low, high)| (low.min(date.year()), high.max(date.year()))));
        let is_weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        match (kind, is_weekend, confidence == "verified") {
            ("off", false, true) => table.off.push(date),
            ("off", false, false) => table.perhaps_off.push(date),
            ("working", true, true) => table.worked.push(date),
            ("working", true, false) => table.perhaps_worked.push(date),
            // A holiday on a weekend takes nothing away: its day in lieu has a row of its own.
            _ => {}
        }
    }
    for days in [&mut table.off, &mut table.perhaps_off, &mut table.worked, &mut table.perhaps_worked] {
        days.sort_unstable();
        days.dedup();
    }
    table.years = years.map_or(0..=0, |(low, high)| low..=high);
    table
});

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn weekends_and_holidays_are_not_worked() {
        for (after, through, expected, why) in [
            ("2025-09-15", "2025-09-16", 1, "neighbours"),
            ("2025-09-15", "2025-09-19", 4, "Monday to Friday"),
            ("2025-09-15", "2025-09-15", 0, "the same day"),
            ("2025-09-16", "2025-09-15", 0, "the wrong way round"),
            ("2025-09-12", "2025-09-16", 2, "Friday to Tuesday over a weekend"),
            ("2025-08-29", "2025-09-03", 1, "National Day takes Monday and Tuesday"),
            ("2025-01-24", "2025-02-03", 1, "Tết takes a whole week"),
            ("2024-04-26", "2024-05-04", 3, "a Saturday worked for the Monday off"),
            ("2025-08-20", "2025-10-01", 28, "six weeks with National Day"),
        ] {
            assert_eq!(
                working_days_between(day(after), day(through)),
                WorkingDays { min: expected, max: expected },
                "{after} to {through}: {why}"
            );
        }
    }

    #[test]
    fn a_month_is_complete_on_the_same_day_or_the_months_last() {
        for (from, to, expected) in [
            ("2023-01-15", "2024-01-15", 12),
            ("2023-01-15", "2024-01-14", 11),
            ("2023-01-31", "2023-02-28", 1),
            ("2023-01-31", "2023-02-27", 0),
            ("2020-02-29", "2021-02-28", 12),
            ("2024-03-15", "2024-03-10", -1),
            ("2024-03-15", "2024-03-15", 0),
            ("2023-01-15", "2025-11-01", 33),
        ] {
            assert_eq!(months_between(day(from), day(to)), expected, "{from} to {to}");
        }
    }

    #[test]
    fn a_day_to_be_confirmed_leaves_the_count_open() {
        assert_eq!(working_days_between(day("2025-12-31"), day("2026-01-05")), WorkingDays { min: 1, max: 2 });
        assert_eq!(working_days_between(day("2026-01-08"), day("2026-01-12")), WorkingDays { min: 2, max: 3 });
    }

    #[test]
    fn a_year_outside_the_table_leaves_the_count_open() {
        let count = working_days_between(day("2010-01-04"), day("2010-03-01"));
        assert_eq!(count.max, 40);
        assert!(count.min < count.max);
    }

    #[test]
    fn counting_agrees_with_walking_day_by_day() {
        let (mut at, end, start) = (day("2024-01-01"), day("2025-12-31"), day("2023-12-31"));
        let mut walked = 0;
        while at < end {
            let is_weekend = matches!(at.weekday(), Weekday::Sat | Weekday::Sun);
            let is_worked = TABLE.worked.contains(&at) || (!is_weekend && !TABLE.off.contains(&at));
            walked += i32::from(is_worked);
            assert_eq!(working_days_between(start, at).max, walked, "{at}");
            at = at.succ_opt().expect("a day");
        }
    }

    #[test]
    fn every_row_is_a_day_with_a_source() {
        for row in rows(include_str!("data/public_holidays.csv")) {
            assert!(row.len() == 5 && row[0].parse::<NaiveDate>().is_ok() && !row[3].is_empty(), "{row:?}");
            assert!(matches!(row[1], "off" | "working") && matches!(row[4], "verified" | "partly" | "unverified"), "{row:?}");
        }
        assert_eq!(years(), 2019..=2026);
    }
}
