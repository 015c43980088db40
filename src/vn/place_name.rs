//! How can a province's name be written?
//!
//! The names of 2024, of July 2025 and of before; other spellings; abbreviations. An abbreviation that several provinces share stands
//! for all of them.

use rustc_hash::FxHashMap;

use super::embedded::rows;
use super::place_index::Reading;
use super::province::{self, ProvinceSet};
use super::words::key;

/// Names of before that are also current count only for territories of 1975 and later: nobody alive means the Vĩnh Phúc of 1950.
const OLDEST_HOMONYM: i32 = 1975;

/// Every way to write a province as a folded key, sorted, with what it can mean.
pub(crate) fn readings() -> Vec<(Box<str>, Reading)> {
    let mut readings: FxHashMap<Box<str>, Reading> = FxHashMap::default();
    for province in province::all() {
        let reading = readings.entry(key(province.name).into()).or_default();
        reading.current = reading.current.union(ProvinceSet::of_codes([province.code]));
        reading.name = Some((province.unit, province.name));
    }
    for province in province::all_2025() {
        let reading = readings.entry(key(province.name).into()).or_default();
        reading.merged = province.absorbed;
        reading.merged_code = Some(province.code);
        reading.name = reading.name.or(Some((province.unit, province.name)));
    }
    for row in rows(include_str!("data/provinces_historical.csv")) {
        let [name, _, _, to_year, successors, ..] = row[..] else { continue };
        let reading = readings.entry(key(name).into()).or_default();
        let is_current = !reading.current.is_empty();
        if is_current && to_year.parse().is_ok_and(|year: i32| year < OLDEST_HOMONYM) {
            continue;
        }
        reading.historical = reading.historical.union(ProvinceSet::of_codes(successors.split('|')));
        reading.name = reading.name.or(Some(("tỉnh", name)));
    }
    abbreviate(&mut readings);
    abbreviate_historical(&mut readings);
    let mut list: Vec<_> = readings.into_iter().collect();
    list.sort_by(|a, b| a.0.cmp(&b.0));
    list
}

fn abbreviate(readings: &mut FxHashMap<Box<str>, Reading>) {
    let mut aliases: Vec<(String, &'static str, bool)> = Vec::new();
    for row in rows(include_str!("data/place_aliases.csv")) {
        let [alias, code, kind] = row[..] else { continue };
        let name = province::index_of(code).and_then(|index| province::all().get(usize::from(index))).map_or("", |p| p.name);
        let alias_key = key(alias);
        // `Đà nẵng` and `Danang` are spellings even where the table calls their neighbours ambiguous.
        let is_spelling = alias_key.replace(' ', "") == key(name).replace(' ', "");
        aliases.push((alias_key, code, kind != "abbrev_ambiguous" || is_spelling));
    }
    for province in province::all() {
        let name = key(province.name);
        let words: Vec<&str> = name.split(' ').collect();
        aliases.push((words.concat(), province.code, true));
        aliases.push((words.iter().filter_map(|word| word.chars().next()).collect(), province.code, false));
        if let [first, rest] = words[..] {
            // `Q.Ngãi`, `H.Giang`
            aliases.push((format!("{} {rest}", &first[..1]), province.code, false));
        }
    }
    // What is certain first, so that `HN` stays Hà Nội although Hà Nam has the same initials.
    aliases.sort_by_key(|alias| !alias.2);
    for (alias, code, is_certain) in aliases {
        let set = ProvinceSet::of_codes([code]);
        let main = province::index_of(code)
            .and_then(|index| province::all().get(usize::from(index)))
            .and_then(|province| readings.get(key(province.name).as_str()))
            .copied()
            .unwrap_or_default();
        if without_unit(&alias).is_some_and(|name| readings.contains_key(name)) {
            // `T. Hà Giang`: the unit word is read apart.
            continue;
        }
        let is_initials = !alias.contains(' ') && alias != "hue" && (alias.len() <= 3 || alias == "hcmc" || alias == "brvt");
        let reading = readings.entry(alias.into()).or_default();
        let is_known = !reading.current.is_empty() || !reading.historical.is_empty() || !reading.merged.is_empty();
        match (is_certain, is_known) {
            (true, false) => *reading = Reading { is_initials, ..main },
            // `Sài Gòn`: a province of before, and today's name in people's mouths.
            (true, true) => reading.current = reading.current.union(set),
            (false, true) => {}
            (false, false) => {
                reading.abbreviated = reading.abbreviated.union(set);
                reading.is_initials = is_initials;
            }
        }
    }
}

/// `HNN`, `QN-ĐN`: initials of provinces of before with three words or more.
fn abbreviate_historical(readings: &mut FxHashMap<Box<str>, Reading>) {
    for row in rows(include_str!("data/provinces_historical.csv")) {
        let [name, _, _, _, successors, ..] = row[..] else { continue };
        let initials = |part: &str| key(part).split(' ').filter_map(|word| word.chars().next()).collect::<String>();
        let (whole, parts) = (initials(name), name.split(" - ").map(initials).collect::<Vec<_>>().join(" "));
        for alias in [whole, parts].into_iter().filter(|alias| alias.len() >= 3) {
            let reading = readings.entry(alias.into()).or_insert(Reading { is_initials: true, ..Reading::default() });
            if reading.current.is_empty() && reading.is_initials {
                reading.abbreviated = reading.abbreviated.union(ProvinceSet::of_codes(successors.split('|')));
            }
        }
    }
}

/// The alias behind its unit word. None: it begins with none.
fn without_unit(alias: &str) -> Option<&str> {
    ["thanh pho ", "tinh ", "t p ", "tp ", "t "].iter().find_map(|unit| alias.strip_prefix(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_province_stands_for_what_it_can_mean() {
        let readings: FxHashMap<_, _> = readings().into_iter().collect();
        let codes = |set: ProvinceSet| set.codes().collect::<Vec<_>>().join(" ");
        for (written, current, merged, historical, abbreviated) in [
            ("ha giang", "02", "", "", ""),
            ("tuyen quang", "08", "02 08", "", ""),
            ("ha nam ninh", "", "", "35 36 37", ""),
            ("dak lak", "66", "54 66", "66 67", ""),
            ("daklak", "66", "54 66", "66 67", ""),
            ("dac lac", "66", "54 66", "66 67", ""),
            ("can tho", "92", "92 93 94", "92 93", ""),
            ("hau giang", "93", "", "92 93 94", ""),
            ("vinh phuc", "26", "", "", ""),
            ("hue", "46", "46", "", ""),
            ("sai gon", "79", "", "79", ""),
            ("hn", "01", "01", "", ""),
            ("tp hcm", "79", "74 77 79", "", ""),
            ("q ngai", "", "", "", "51"),
            ("h giang", "", "", "", "02 93"),
            ("qn", "", "", "", "22 49 51"),
            ("bt", "", "", "", "60 83"),
            ("brvt", "77", "", "", ""),
            ("tt hue", "46", "", "46", ""),
            ("kontum", "62", "", "", ""),
        ] {
            let reading = readings[written];
            let found = [reading.current, reading.merged, reading.historical, reading.abbreviated].map(codes);
            assert_eq!(found, [current, merged, historical, abbreviated], "{written}");
        }
    }
}
