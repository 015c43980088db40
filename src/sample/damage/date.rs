//! Dates of birth: less than the whole date, another date, another form.

use chrono::{Datelike, NaiveDate};

use super::{Damage, Kind};
use crate::sample::random::Rng;

const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

/// `born` as a row has it.
pub(super) fn write(damage: &mut Damage, born: NaiveDate) -> String {
    if damage.strikes(Kind::BornMissing) {
        damage.kinds.add(Kind::BornMissing);
        return String::new();
    }
    let [mut day, mut month] = [born.day(), born.month()];
    let mut year = born.year();
    if damage.strikes(Kind::BornYearOff) {
        year += if damage.rng.chance(0.5) { 1 } else { -1 };
        damage.kinds.add(Kind::BornYearOff);
    }
    if damage.strikes(Kind::BornDigit) {
        (day, month, year) = one_digit(damage.rng, day, month, year);
        damage.kinds.add(Kind::BornDigit);
    }
    if damage.strikes(Kind::BornYear) {
        damage.kinds.add(Kind::BornYear);
        return if damage.rng.chance(0.1) { format!("00/00/{year}") } else { year.to_string() };
    }
    if damage.strikes(Kind::BornMonthYear) {
        damage.kinds.add(Kind::BornMonthYear);
        return match damage.rng.below(4) {
            0 => format!("tháng {month} năm {year}"),
            1 => format!("{month}-{year}"),
            2 => format!("{month:02}/{year}"),
            _ => format!("{month}/{year}"),
        };
    }
    if damage.strikes(Kind::BornFirstJanuary) && (day, month) != (1, 1) {
        (day, month) = (1, 1);
        damage.kinds.add(Kind::BornFirstJanuary);
    } else if damage.strikes(Kind::BornSwapped) && day <= 12 && day != month {
        (day, month) = (month, day);
        damage.kinds.add(Kind::BornSwapped);
    }
    if damage.strikes(Kind::BornTwoDigits) {
        damage.kinds.add(Kind::BornTwoDigits);
        return format!("{day:02}/{month:02}/{:02}", year % 100);
    }
    if damage.strikes(Kind::BornForm) {
        damage.kinds.add(Kind::BornForm);
        return match damage.rng.below(20) {
            0..5 => format!("{day:02}-{month:02}-{year}"),
            5..10 => format!("{day:02}.{month:02}.{year}"),
            10..14 => format!("{year}-{month:02}-{day:02}"),
            14..17 => format!("ngày {day:02} tháng {month:02} năm {year}"),
            17..19 => format!("{day}-{month}-{year}"),
            _ => format!("{day:02}/{}/{year}", ROMAN[(month as usize - 1) % 12]),
        };
    }
    // Without leading zeros is as usual as with them, and no fault.
    if damage.rng.chance(0.2) { format!("{day}/{month}/{year}") } else { format!("{day:02}/{month:02}/{year}") }
}

/// The date with one digit changed, still a date.
fn one_digit(rng: &mut Rng, day: u32, month: u32, year: i32) -> (u32, u32, i32) {
    for _ in 0..20 {
        let digits = format!("{day:02}{month:02}{year}");
        let at = rng.below(digits.len());
        let new = char::from(b'0' + rng.below(10) as u8);
        let changed: String = digits.chars().enumerate().map(|(i, c)| if i == at { new } else { c }).collect();
        let part = |range: std::ops::Range<usize>| changed.get(range).and_then(|text| text.parse().ok()).unwrap_or(0);
        let (d, m, y) = (part(0..2), part(2..4), part(4..8) as i32);
        if changed != digits && (1920..=2010).contains(&y) && NaiveDate::from_ymd_opt(y, m, d).is_some() {
            return (d, m, y);
        }
    }
    (day, month, year - 1)
}
