//! Which situations must the example have, and what do its files say of each?

use std::collections::BTreeMap;

use serde::Deserialize;

use super::province::Line;
use crate::error::{Error, Result};
use crate::lang::Text;

const SITUATIONS: &str = include_str!("situations.toml");

/// What the file says of a row: its own short keys.
type Said = BTreeMap<String, toml::Value>;

/// One situation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Situation {
    /// `removal-within-12-months`.
    pub name: String,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
    candidate: Said,
    #[serde(rename = "as")]
    again: Option<Said>,
    #[serde(default)]
    record: Vec<Said>,
    #[serde(default)]
    complaint: Vec<Said>,
    #[serde(default)]
    inspection: Vec<Said>,
    #[serde(default)]
    organisation: Vec<Said>,
}

#[derive(Deserialize)]
struct File {
    situation: Vec<Situation>,
}

/// A row of a register: its cells, and whether it is about the candidate.
pub struct Entry {
    /// By canonical column.
    pub cells: Line,
    /// Whether it is the candidate's.
    pub is_own: bool,
}

/// All situations.
///
/// # Errors
/// The file is not sound: a mistake of ours.
pub fn situations() -> Result<Vec<Situation>> {
    let file: File =
        toml::from_str(SITUATIONS).map_err(|cause| Error::new(Text::new("E005-internal")).because(cause.message()))?;
    Ok(file.situation)
}

/// A short key of the file, and the column it stands for.
const KEYS: [(&str, &str); 26] = [
    ("name", "full_name"),
    ("other_names", "other_names"),
    ("born", "date_of_birth"),
    ("sex", "sex"),
    ("home", "home_place"),
    ("id", "national_id"),
    ("card", "party_card"),
    ("joined", "party_joined_on"),
    ("work", "organisation"),
    ("post", "position"),
    ("since", "position_since"),
    ("level", "level"),
    ("candidacy", "candidacy"),
    ("standing_for", "standing_for"),
    ("number", "decision_no"),
    ("decided", "decided_on"),
    ("announced", "announced_on"),
    ("form", "form"),
    ("violation", "violation"),
    ("authority", "authority"),
    ("status", "status"),
    ("kind", "kind"),
    ("received", "received_on"),
    ("conclusion", "conclusion"),
    ("started", "started_on"),
    ("concluded", "concluded_on"),
];

fn cells(said: &Said) -> impl Iterator<Item = (&'static str, String)> {
    KEYS.iter().filter_map(|(key, column)| Some((*column, said.get(*key)?.as_str()?.to_owned())))
}

fn flag(said: &Said, key: &str) -> bool {
    said.get(key).and_then(toml::Value::as_bool).unwrap_or(false)
}

impl Situation {
    /// The candidate's rows of the roster, mostly one. `index` is the situation's place in the file.
    pub fn roster(&self, index: usize) -> Vec<Line> {
        let mut line: Line = cells(&self.candidate).collect();
        let year: i32 =
            line.get("date_of_birth").and_then(|born| born.get(born.len().saturating_sub(4)..)?.parse().ok()).unwrap_or(1980);
        let digit = u8::from(line.get("sex").is_some_and(|sex| sex == "Nữ"));
        let made = [
            ("national_id", format!("002{digit}{:02}{:06}", year % 100, (index * 7_919 + 40_117) % 1_000_000)),
            ("party_card", format!("14{:06}", (index * 6_113 + 20_903) % 1_000_000)),
            ("party_joined_on", format!("19/05/{}", year + 24)),
            ("party_official_on", format!("19/05/{}", year + 25)),
            ("position_since", format!("01/{:02}/{}", index % 12 + 1, 2018 + index % 5)),
        ];
        for (column, text) in made {
            line.entry(column).or_insert(text);
        }
        let mut lines = vec![line];
        if let Some(again) = &self.again {
            let mut line = lines[0].clone();
            line.extend(cells(again));
            lines.push(line);
        }
        lines
    }

    /// Rows of the discipline register.
    pub fn records(&self, index: usize) -> Vec<Entry> {
        self.entries(&self.record, index, |line, number| {
            line.entry("decision_no").or_insert_with(|| format!("{}-QĐ/UBKTTU", index * 7 + number + 31));
            line.entry("authority").or_insert_with(|| "Ủy ban Kiểm tra Tỉnh ủy Hà Giang".to_owned());
        })
    }

    /// Rows of the register of complaints.
    pub fn complaints(&self, index: usize) -> Vec<Entry> {
        let mut entries = self.entries(&self.complaint, index, |line, _| {
            if let Some(name) = line.get("full_name").cloned() {
                line.insert("respondent", name);
            }
            line.remove("national_id");
        });
        for (entry, said) in entries.iter_mut().zip(&self.complaint) {
            if !flag(said, "card") {
                entry.cells.remove("party_card");
            }
        }
        entries
    }

    /// Rows of the register of inspections.
    pub fn inspections(&self, index: usize) -> Vec<Entry> {
        let mut entries = self.entries(&self.inspection, index, |line, _| {
            if let Some(name) = line.get("full_name").cloned() {
                line.insert("subject", name);
            }
        });
        for (entry, said) in entries.iter_mut().zip(&self.inspection) {
            if let Some(form) = said.get("proposed").and_then(toml::Value::as_str) {
                entry.cells.insert("proposed_form", form.to_owned());
            }
        }
        entries
    }

    /// Rows of the register of organisations.
    pub fn organisations(&self, index: usize) -> Vec<Entry> {
        let mut entries = self.entries(&self.organisation, index, |line, number| {
            line.entry("decision_no").or_insert_with(|| format!("{}-QĐ/UBKTTU", index * 7 + number + 31));
            if let Some(name) = line.get("full_name").cloned() {
                line.insert("head", name);
            }
        });
        for (entry, said) in entries.iter_mut().zip(&self.organisation) {
            if let Some(head) = said.get("head").and_then(toml::Value::as_str) {
                entry.cells.insert("head", head.to_owned());
            }
        }
        entries
    }

    /// Rows that take from the candidate what they do not say themselves; `finish` adds what belongs to their register.
    fn entries(&self, rows: &[Said], index: usize, finish: impl Fn(&mut Line, usize)) -> Vec<Entry> {
        let person = self.roster(index).swap_remove(0);
        let entry = |(number, said): (usize, &Said)| {
            let mut line = person.clone();
            line.extend(cells(said));
            finish(&mut line, number);
            Entry { cells: line, is_own: !flag(said, "other") }
        };
        rows.iter().enumerate().map(entry).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_situations_has_no_unknown_keys_and_no_name_twice() {
        let situations = situations().expect("sound");
        let known: Vec<&str> = KEYS.iter().map(|key| key.0).chain(["other", "proposed", "head"]).collect();
        let mut names = std::collections::BTreeSet::new();
        for situation in &situations {
            assert!(names.insert(&situation.name), "{} twice", situation.name);
            let rows = [&situation.record, &situation.complaint, &situation.inspection, &situation.organisation];
            for said in rows.into_iter().flatten().chain([&situation.candidate]).chain(&situation.again) {
                for key in said.keys() {
                    assert!(known.contains(&key.as_str()), "{}: {key}", situation.name);
                }
            }
        }
    }
}
