//! The rows of a table as the comparisons want them: everything but the numbers of names and offices.

use polars::prelude::*;

use super::births::Birth;
use super::homes::Place;
use super::numbers::Number;
use super::organisations::Workplace;
use super::origins;
use super::people::{MOST_NAMES, Person};
use super::service::UNKNOWN_DAY;
use super::sexes::RowSex;
use crate::error::Result;
use crate::table;

/// Some rows.
#[derive(Debug, Default)]
pub struct Rows<'a> {
    /// The rows; `names` and the office of `work` are still to be filled in.
    pub people: Vec<Person>,
    /// The names of all rows, one after the other: as many a row as its `name_count` says.
    pub names: Vec<&'a str>,
    /// The office of each row; empty: none is named.
    pub offices: Vec<&'a str>,
}

/// Reads the rows of a table of persons.
///
/// # Errors
/// It lacks a declared column: a mistake of ours.
pub fn read(frame: &DataFrame) -> Result<Rows<'_>> {
    let text = |name| table::text(frame, name);
    let index = |name: &str| -> Result<&UInt32Chunked> { Ok(frame.column(name)?.u32()?) };
    let set = |name: &str| -> Result<&UInt64Chunked> { Ok(frame.column(name)?.u64()?) };
    let day = |name: &str| -> Result<Option<&Int32Chunked>> {
        frame.column(name).ok().map(|column| Ok(column.date()?.physical())).transpose()
    };
    let (mut full_name, mut other_names) = (text("full_name")?.iter(), text("other_names")?.iter());
    let (mut sex, mut national_id, mut party_card) =
        (text("sex")?.iter(), text("national_id")?.iter(), text("party_card")?.iter());
    let born = (frame.column("born_from")?.date()?.physical(), frame.column("born_to")?.date()?.physical());
    let (mut born_from, mut born_to) = (born.0.iter(), born.1.iter());
    let mut home = (
        set("home_codes")?.iter(),
        index("home_district")?.iter(),
        index("home_commune")?.iter(),
        index("home_commune_2025")?.iter(),
    );
    let mut work = (
        set("organisation_codes")?.iter(),
        index("organisation_district")?.iter(),
        index("organisation_commune")?.iter(),
        index("organisation_commune_2025")?.iter(),
    );
    let mut organisation = text("organisation")?.iter();
    // Candidates have a date of joining, records a date of decision; whoever has neither is silent about service.
    let joined = (day("party_joined_from")?, day("party_official_from")?);
    let decided = day("decided_to")?;
    let place = |provinces: Option<u64>, district: Option<u32>, commune: Option<u32>, commune_2025: Option<u32>| Place {
        provinces: provinces.unwrap_or(0),
        district: district.unwrap_or(0),
        commune: commune.unwrap_or(0),
        commune_2025: commune_2025.unwrap_or(0),
    };
    let height = frame.height();
    let mut out =
        Rows { people: Vec::with_capacity(height), names: Vec::with_capacity(height), offices: Vec::with_capacity(height) };
    for row in 0..height {
        let before = out.names.len();
        let others = other_names.next().flatten().unwrap_or("").split("; ");
        let all = full_name.next().flatten().into_iter().chain(others).filter(|name| !name.is_empty());
        out.names.extend(all.take(MOST_NAMES));
        let number = Number::parse(national_id.next().flatten().unwrap_or(""));
        let home = place(home.0.next().flatten(), home.1.next().flatten(), home.2.next().flatten(), home.3.next().flatten());
        let at = place(work.0.next().flatten(), work.1.next().flatten(), work.2.next().flatten(), work.3.next().flatten());
        out.offices.push(organisation.next().flatten().unwrap_or(""));
        let day = match decided {
            Some(decided) => decided.get(row),
            None => joined.0.and_then(|days| days.get(row)).or_else(|| joined.1.and_then(|days| days.get(row))),
        };
        out.people.push(Person {
            names: [0; MOST_NAMES],
            name_count: u8::try_from(out.names.len() - before).unwrap_or(0),
            sex: match sex.next().flatten() {
                Some("M") => RowSex::Male,
                Some("F") => RowSex::Female,
                _ => RowSex::Unknown,
            },
            birth: birth_of(born_from.next().flatten(), born_to.next().flatten(), number),
            national_id: number,
            issued_in: origins::issued_in(number),
            party_card: Number::parse(party_card.next().flatten().unwrap_or("")),
            home,
            work: Workplace { place: at, ..Workplace::default() },
            day: day.unwrap_or(UNKNOWN_DAY),
        });
    }
    Ok(out)
}

/// A birth date from the interval it is known to lie in: a day, a month or a year; anything else says nothing here.
fn birth_of(from: Option<i32>, to: Option<i32>, number: Number) -> Birth {
    use chrono::Datelike;
    let number_year = match (number.digits, number.value / 100_000_000 % 10, number.value / 1_000_000 % 100) {
        (12, century, year) => u16::try_from(1900 + century / 2 * 100 + year).unwrap_or(0),
        _ => 0,
    };
    let unknown = Birth { number_year, ..Birth::default() };
    let (Some(from), Some(to)) = (from, to) else { return unknown };
    let epoch = chrono::NaiveDate::default();
    let Some(first) = epoch.checked_add_signed(chrono::TimeDelta::days(i64::from(from))) else { return unknown };
    let year = u16::try_from(first.year()).unwrap_or(0);
    let (month, day) = (u8::try_from(first.month()).unwrap_or(0), u8::try_from(first.day()).unwrap_or(0));
    match to - from {
        0 => Birth { year, month, day, number_year },
        1..=31 => Birth { year, month, day: 0, number_year },
        32..=366 => Birth { year, month: 0, day: 0, number_year },
        _ => unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_carries_the_year_of_birth() {
        for (number, year) in [("001068378261", 1968), ("079301000001", 2001), ("271450001", 0)] {
            assert_eq!(birth_of(None, None, Number::parse(number)).number_year, year);
        }
    }
}
