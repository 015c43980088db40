//! What is a key that too many rows share called, so that a person can look for it?

use polars::prelude::*;

use super::block::Runaway;
use super::evidence::interval;
use super::keys::Kind;
use crate::table;

/// What the rows under the key have in common, in their own words: `Nguyễn Văn Hùng`, `… Hùng, 14/03/1968`. Empty words are left out.
pub fn name(frame: &DataFrame, key: &Runaway) -> String {
    let row = key.example as usize;
    let text = |column: &str| table::text(frame, column).ok().and_then(|column| column.get(row)).unwrap_or("").to_owned();
    let whole = text("full_name");
    let words: Vec<&str> = whole.split(' ').collect();
    let (family, given) = (words.first().copied().unwrap_or(""), words.last().copied().unwrap_or(""));
    let ends = format!("{family} … {given}");
    let given = format!("… {given}");
    let born = || {
        let day = |column: &str| frame.column(column).ok()?.date().ok()?.physical().get(row);
        day("born_from").zip(day("born_to")).and_then(|(from, to)| interval(from, to)).unwrap_or_default()
    };
    let last = |written: String, separator: char| written.rsplit(separator).next().unwrap_or("").trim().to_owned();
    let year = || last(born(), '/');
    let province = || last(text("home_place"), ',');
    let parts = match key.kind {
        Kind::NationalId | Kind::PartyCard => Vec::new(),
        Kind::Name => vec![whole.clone()],
        Kind::GivenBirth => vec![given, born()],
        Kind::FamilyBirth => vec![format!("{family} …"), born()],
        Kind::EndsYear => vec![ends, year()],
        Kind::GivenMonthProvince => vec![given, born(), province()],
        Kind::GivenYearWork => vec![given, year(), text("organisation")],
        Kind::GivenCommune => vec![given, text("home_place")],
        Kind::EndsDistrict => vec![ends, text("home_place")],
        Kind::FrontYearProvince => vec![whole.clone(), year(), province()],
        Kind::BirthProvince => vec![born(), province()],
        Kind::InitialsYearProvince => {
            let initials: Vec<String> = words.iter().filter_map(|word| word.chars().next()).map(|c| format!("{c}.")).collect();
            vec![initials.join(" "), year(), province()]
        }
        Kind::EndsWork => vec![ends, text("organisation")],
        Kind::EndsDay => vec![ends, born()],
    };
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
