//! Can two birth dates be one person's?
//!
//! Dates are partial, day and month may be swapped, 1 January often means that only the year was known, and the year inside an
//! identity number stands in for a date that is missing.

use super::bits::Bits;
use super::frequency::Shares;
use super::model::{Comparison, Finding, Model, Rung, by_value, fixed, silent};

/// The rungs of the comparison of birth dates.
pub const RUNGS: &[Rung] = &[
    silent("unknown"),
    by_value("day", "same_day"),
    by_value("day", "swapped"),
    by_value("day", "one_digit"),
    by_value("day", "day_or_month"),
    by_value("day", "next_year"),
    by_value("day", "near_year"),
    fixed("day", "other_year"),
    fixed("day", "two_slips"),
    by_value("day", "year_only_agrees"),
    fixed("day", "differs"),
    by_value("month", "same_month"),
    by_value("month", "month_differs"),
    by_value("month", "month_next_year"),
    fixed("month", "month_other_year"),
    fixed("month", "month_all_differs"),
    by_value("year", "same_year"),
    by_value("year", "year_off"),
    fixed("year", "year_differs"),
    by_value("number", "number_same_year"),
    fixed("number", "number_differs"),
];

const UNKNOWN: u8 = 0;
const SAME_DAY: u8 = 1;
const SWAPPED: u8 = 2;
const ONE_DIGIT: u8 = 3;
const DAY_OR_MONTH: u8 = 4;
const NEXT_YEAR: u8 = 5;
const NEAR_YEAR: u8 = 6;
const OTHER_YEAR: u8 = 7;
const TWO_SLIPS: u8 = 8;
const YEAR_ONLY_AGREES: u8 = 9;
/// Rung of whole dates that have nothing in common.
pub const DIFFERS: u8 = 10;
const SAME_MONTH: u8 = 11;
const MONTH_DIFFERS: u8 = 12;
const MONTH_NEXT_YEAR: u8 = 13;
const MONTH_OTHER_YEAR: u8 = 14;
const MONTH_ALL_DIFFERS: u8 = 15;
const SAME_YEAR: u8 = 16;
const YEAR_OFF: u8 = 17;
const YEAR_DIFFERS: u8 = 18;
const NUMBER_SAME_YEAR: u8 = 19;
const NUMBER_DIFFERS: u8 = 20;

/// A birth date as far as it is known: a part that is not known is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Birth {
    /// The year; 0: nothing is known.
    pub year: u16,
    /// 1–12, or 0.
    pub month: u8,
    /// 1–31, or 0.
    pub day: u8,
    /// The year inside the identity number, or 0: it counts only where `year` is not known.
    pub number_year: u16,
}

impl Birth {
    /// Clerks write 1 January for a date they do not know: as evidence it is a year.
    fn is_placeholder(self) -> bool {
        self.month == 1 && self.day == 1
    }

    /// The birth date with the year inside the number, where the two contradict each other.
    fn by_number(self) -> Option<Self> {
        let is_doubtful = self.year > 0 && self.number_year > 0 && self.year != self.number_year;
        is_doubtful.then_some(Self { year: self.number_year, ..self })
    }

    fn without_day(self) -> Self {
        Self { month: 0, day: 0, ..self }
    }
}

/// Compares two birth dates; `years` says how common each year is among the people of the run. Where a row contradicts itself, what agrees
/// better counts, at half its worth.
pub fn compare(model: &Model, years: &Shares, a: Birth, b: Birth) -> Finding {
    let mut best = compare_dates(model, years, a, b);
    let doubtful = [a.by_number().map(|a| (a, b)), b.by_number().map(|b| (a, b))];
    for (a, b) in doubtful.into_iter().flatten() {
        let mut found = compare_dates(model, years, a, b);
        found.u += Bits::whole(1);
        if model.weight(Comparison::Birth, found) > model.weight(Comparison::Birth, best) {
            best = found;
        }
    }
    best
}

/// Compares two birth dates, whatever the numbers say.
pub fn compare_dates(model: &Model, years: &Shares, mut a: Birth, mut b: Birth) -> Finding {
    let found = |rung| model.found(Comparison::Birth, rung);
    if a.year == 0 || b.year == 0 {
        let (x, y) = (if a.year > 0 { a.year } else { a.number_year }, if b.year > 0 { b.year } else { b.number_year });
        return match (x, y) {
            (0, _) | (_, 0) => Finding { rung: UNKNOWN, u: Bits::ZERO },
            (x, y) if x == y => Finding { rung: NUMBER_SAME_YEAR, u: years.log(u32::from(x)) },
            _ => found(NUMBER_DIFFERS),
        };
    }
    for birth in [&mut a, &mut b] {
        if birth.is_placeholder() {
            *birth = birth.without_day();
        }
    }
    let year = || years.log(u32::from(b.year));
    if a.month == 0 || b.month == 0 {
        return match a.year.abs_diff(b.year) {
            0 => Finding { rung: SAME_YEAR, u: year() },
            1 => Finding { rung: YEAR_OFF, u: year() + Bits::whole(1) },
            _ => found(YEAR_DIFFERS),
        };
    }
    if a.day == 0 || b.day == 0 {
        return match (a.year == b.year, a.month == b.month) {
            (true, true) => Finding { rung: SAME_MONTH, u: year() + TWELFTH },
            (true, false) => Finding { rung: MONTH_DIFFERS, u: year() },
            (false, true) if a.year.abs_diff(b.year) == 1 => {
                Finding { rung: MONTH_NEXT_YEAR, u: year() + TWELFTH + Bits::whole(1) }
            }
            (false, true) => found(MONTH_OTHER_YEAR),
            (false, false) => found(MONTH_ALL_DIFFERS),
        };
    }
    let day_in_year = year() + DAY_OF_YEAR;
    match (a.year == b.year, a.month == b.month, a.day == b.day) {
        (true, true, true) => Finding { rung: SAME_DAY, u: day_in_year },
        (true, _, _) if a.day == b.month && a.month == b.day => Finding { rung: SWAPPED, u: day_in_year },
        // Of 365 days, a dozen or so are one digit away.
        (true, true, false) | (true, false, true) if is_slip(two(a.day, a.month), two(b.day, b.month)) => {
            Finding { rung: ONE_DIGIT, u: day_in_year + FOURTEEN }
        }
        // Some forty days share the day of the month or the month.
        (true, true, false) | (true, false, true) => Finding { rung: DAY_OR_MONTH, u: day_in_year + THIRTY },
        // One year off is by far the commonest: age counted in the old way, a date read off another calendar.
        (false, true, true) if a.year.abs_diff(b.year) == 1 => Finding { rung: NEXT_YEAR, u: day_in_year + Bits::whole(1) },
        // So are some fourteen years.
        (false, true, true) if a.year.abs_diff(b.year) <= 3 || is_slip(a.year, b.year) => {
            Finding { rung: NEAR_YEAR, u: day_in_year + FOURTEEN }
        }
        (false, true, true) => found(OTHER_YEAR),
        (false, true, false) | (false, false, true)
            if is_slip(two(a.day, a.month), two(b.day, b.month)) && is_year_slip(a.year, b.year) =>
        {
            found(TWO_SLIPS)
        }
        (true, false, false) => Finding { rung: YEAR_ONLY_AGREES, u: year() },
        _ => found(DIFFERS),
    }
}

const TWELFTH: Bits = Bits(-3671);
const DAY_OF_YEAR: Bits = Bits(-8716);
const FOURTEEN: Bits = Bits(3899);
const THIRTY: Bits = Bits(5025);

fn two(day: u8, month: u8) -> u16 {
    u16::from(day) * 100 + u16::from(month)
}

/// One digit of four is wrong, or two neighbours changed places.
fn is_slip(a: u16, b: u16) -> bool {
    let digits = |x: u16| [x / 1000, x / 100 % 10, x / 10 % 10, x % 10];
    let (x, y) = (digits(a), digits(b));
    let mut wrong = (0..4).filter(|&i| x[i] != y[i]);
    match (wrong.next(), wrong.next(), wrong.next()) {
        (Some(_), None, _) => true,
        (Some(i), Some(j), None) => j == i + 1 && x[i] == y[j] && x[j] == y[i],
        _ => false,
    }
}

/// One year apart, or one digit wrong.
fn is_year_slip(a: u16, b: u16) -> bool {
    a.abs_diff(b) == 1 || is_slip(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Result;

    fn birth(year: u16, month: u8, day: u8) -> Birth {
        Birth { year, month, day, number_year: 0 }
    }

    #[test]
    fn each_kind_of_difference_has_its_rung() -> Result<()> {
        let model = Model::shipped()?;
        let years = Shares::new(60.0);
        let cases = [
            (birth(1968, 3, 14), birth(1968, 3, 14), SAME_DAY),
            (birth(1968, 3, 4), birth(1968, 4, 3), SWAPPED),
            (birth(1968, 3, 14), birth(1968, 3, 15), ONE_DIGIT),
            (birth(1968, 3, 14), birth(1968, 3, 29), DAY_OR_MONTH),
            (birth(1968, 3, 14), birth(1969, 3, 14), NEXT_YEAR),
            (birth(1968, 3, 14), birth(1978, 3, 14), NEAR_YEAR),
            (birth(1968, 3, 14), birth(1971, 3, 14), NEAR_YEAR),
            (birth(1968, 3, 14), birth(1975, 3, 14), OTHER_YEAR),
            (birth(1968, 3, 14), birth(1969, 3, 0), MONTH_NEXT_YEAR),
            (birth(1968, 3, 14), birth(1978, 3, 0), MONTH_OTHER_YEAR),
            (birth(1968, 3, 14), birth(1969, 3, 15), TWO_SLIPS),
            (birth(1968, 3, 14), birth(1968, 7, 29), YEAR_ONLY_AGREES),
            (birth(1968, 3, 14), birth(1971, 7, 29), DIFFERS),
            (birth(1968, 3, 14), birth(1968, 3, 0), SAME_MONTH),
            (birth(1968, 3, 14), birth(1968, 0, 0), SAME_YEAR),
            (birth(1968, 3, 14), birth(1968, 1, 1), SAME_YEAR),
            (birth(1968, 1, 1), birth(1968, 1, 1), SAME_YEAR),
            (birth(1968, 0, 0), birth(1969, 0, 0), YEAR_OFF),
            (birth(0, 0, 0), birth(1969, 0, 0), UNKNOWN),
            (Birth { number_year: 1969, ..Birth::default() }, birth(1969, 5, 5), NUMBER_SAME_YEAR),
            (Birth { number_year: 1970, ..Birth::default() }, birth(1969, 5, 5), NUMBER_DIFFERS),
            (Birth { number_year: 1965, ..birth(1964, 9, 22) }, birth(1965, 9, 22), SAME_DAY),
            (Birth { number_year: 1965, ..birth(1964, 9, 22) }, birth(1964, 9, 22), SAME_DAY),
        ];
        for (a, b, rung) in cases {
            assert_eq!(compare(&model, &years, a, b).rung, rung, "{a:?} {b:?}");
            assert_eq!(compare(&model, &years, b, a).rung, rung, "{b:?} {a:?}");
        }
        Ok(())
    }
}
