//! In which month does a person reach the retirement age?
//!
//! Nghị định 135/2020/NĐ-CP (in force from 1 January 2021) raises the age year by year, and the age belongs to the year of retirement,
//! so the month is solved for: the first in which the age of its own year has been reached. Before it the age was 60 for men and 55
//! for women (Bộ luật Lao động 2012 Điều 187). Later retirement of some senior posts (Nghị định 83/2022/NĐ-CP) is a decision on the
//! person, not part of the schedule.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use super::embedded::rows;
use super::sex::Sex;

/// The schedule that was law on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// 60 and 55 for everybody: before 1 January 2021.
    Flat,
    /// Rising by year: Nghị định 135/2020/NĐ-CP.
    Decree135,
}

impl Schedule {
    /// The schedule in force on `day`.
    pub fn on(day: NaiveDate) -> Self {
        if day.year() < FIRST_YEAR { Self::Flat } else { Self::Decree135 }
    }

    /// The month in which a person born in the month of `born` reaches the retirement age, as its first day.
    ///
    /// The person retires at the end of that month (Nghị định 135/2020/NĐ-CP Điều 3). None: beyond the calendar.
    pub fn month(self, born: NaiveDate, sex: Sex) -> Option<NaiveDate> {
        let born = Month::of(born);
        let flat = Month(born.0 + flat_age(sex));
        match self {
            // Who had reached the age while 60 and 55 were law retired under it.
            Self::Decree135 if flat.year() >= FIRST_YEAR => AGES.month(born, sex).first_day(),
            Self::Flat | Self::Decree135 => flat.first_day(),
        }
    }
}

/// The first year of Nghị định 135/2020/NĐ-CP.
const FIRST_YEAR: i32 = 2021;

/// The age in months before [`FIRST_YEAR`].
fn flat_age(sex: Sex) -> i32 {
    match sex {
        Sex::Male => 60 * 12,
        Sex::Female => 55 * 12,
    }
}

/// Months since January of the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Month(i32);

impl Month {
    fn of(day: NaiveDate) -> Self {
        Self(day.year() * 12 + day.month0().cast_signed())
    }

    fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    fn first_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year(), self.0.rem_euclid(12).cast_unsigned() + 1, 1)
    }
}

/// The age in months by year of retirement, from [`FIRST_YEAR`]; the last row holds for all years after it.
struct Ages {
    men: Vec<i32>,
    women: Vec<i32>,
}

impl Ages {
    fn month(&self, born: Month, sex: Sex) -> Month {
        let ages = if sex == Sex::Male { &self.men } else { &self.women };
        let mut reached = born;
        for (year, age) in (FIRST_YEAR..).zip(ages) {
            reached = Month(born.0 + age);
            if reached.year() <= year {
                break;
            }
        }
        reached
    }
}

static AGES: LazyLock<Ages> = LazyLock::new(|| {
    let (mut men, mut women) = (vec![], vec![]);
    for row in rows(include_str!("data/retirement_age.csv")) {
        let [_, man, woman, ..] = row[..] else { continue };
        men.extend(man.parse::<i32>());
        women.extend(woman.parse::<i32>());
    }
    Ages { men, women }
});

#[cfg(test)]
mod tests {
    use super::*;

    fn first(month: &str) -> NaiveDate {
        format!("{month}-01").parse().expect("a month")
    }

    #[test]
    fn every_birth_month_of_the_golden_table_agrees() {
        let mut count = 0;
        for row in rows(include_str!("data/retirement_by_birth_month.csv")) {
            let sex = if row[0] == "M" { Sex::Male } else { Sex::Female };
            let month = Schedule::Decree135.month(first(row[1]), sex).expect("a month");
            if row[2] == "before-2021" {
                assert!(month < first("2021-01"), "{row:?}: {month}");
            } else {
                assert_eq!(month, first(row[2]), "{row:?}");
            }
            count += 1;
        }
        assert_eq!(count, 864);
    }

    /// The reply of Thái Nguyên province of 27 February 2020 on directive 35 of 2019: who is born in this month just qualifies.
    #[test]
    fn the_published_examples_of_2020_hold() {
        for (reference, months, sex, born) in [
            ("2020-09", 60, Sex::Male, "1965-09"),
            ("2020-09", 60, Sex::Female, "1970-09"),
            ("2020-09", 30, Sex::Male, "1963-03"),
            ("2020-09", 30, Sex::Female, "1968-03"),
            ("2020-06", 30, Sex::Male, "1962-12"),
            ("2020-06", 30, Sex::Female, "1967-12"),
        ] {
            let month = Schedule::on(first("2020-02")).month(first(born), sex).expect("a month");
            assert_eq!(Month::of(month).0 - Month::of(first(reference)).0, months, "{born} {sex:?} against {reference}");
        }
    }

    /// Derived for directive 45 of 2025, committees directly under the Centre (reference month 9/2025).
    #[test]
    fn the_last_month_that_qualifies_in_2025_is_found() {
        for (months, sex, born) in [
            (60, Sex::Male, "1968-09"),
            (60, Sex::Female, "1972-05"),
            (48, Sex::Male, "1967-09"),
            (48, Sex::Female, "1971-09"),
            (42, Sex::Male, "1967-03"),
            (42, Sex::Female, "1971-05"),
        ] {
            let remaining = |born: NaiveDate| {
                let month = Schedule::Decree135.month(born, sex).expect("a month");
                Month::of(month).0 - Month::of(first("2025-09")).0
            };
            let born = first(born);
            let before = born.checked_sub_months(chrono::Months::new(1)).expect("a month");
            assert!(remaining(born) >= months && remaining(before) < months, "{born} {sex:?}");
        }
    }

    #[test]
    fn a_later_birth_never_retires_earlier() {
        for sex in [Sex::Male, Sex::Female] {
            let mut last = None;
            for month in 0..(60 * 12) {
                let born = Month(1940 * 12 + month).first_day().expect("a month");
                let retires = Schedule::Decree135.month(born, sex);
                assert!(retires >= last, "{born} {sex:?}");
                last = retires;
            }
        }
    }
}
