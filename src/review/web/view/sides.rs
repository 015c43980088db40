//! The candidate and each record side by side, differences marked within the words.

use crate::review::item::{Evidence, Field, Material, Record};
use crate::review::web::shell::Shell;
use crate::table::show;
use crate::table::show::words::{Piece, difference};

/// A field of one side alone.
pub struct Pair {
    /// Which.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// A field of both.
pub struct Row {
    /// Which.
    pub label: String,
    /// What the roster says.
    pub left: Vec<Piece>,
    /// What the record says.
    pub right: Vec<Piece>,
}

/// One record beside the candidate.
pub struct RecordView {
    /// Its register and identifier.
    pub heading: String,
    /// What both can say.
    pub rows: Vec<Row>,
    /// What only the record says.
    pub only: Vec<Pair>,
    /// What the reader has answered to the question whether it is the candidate's. Empty: nothing, or it is no question.
    pub said_before: String,
}

/// The fields by which a person is known, in the order in which one compares.
const PERSON: [&str; 9] =
    ["full_name", "other_names", "born", "date_of_birth", "sex", "home_place", "national_id", "party_card", "organisation"];

/// What only the roster says, and every record beside it.
pub fn compare(s: &Shell, evidence: &Evidence, material: &Material) -> (Vec<Pair>, Vec<RecordView>) {
    // The material of several records is one heap: it does not say whose number it holds.
    let hashes = Some(material).filter(|_| evidence.records.len() == 1);
    let records: Vec<RecordView> = evidence.records.iter().map(|record| beside(s, &evidence.candidate, record, hashes)).collect();
    // With no record beside it, all of the roster's row stands alone.
    let is_compared = |name: &str| !records.is_empty() && is_of_person(name);
    let alone = evidence.candidate.iter().filter(|field| !is_compared(&field.name)).filter_map(|field| pair(s, field)).collect();
    (alone, records)
}

fn is_of_person(name: &str) -> bool {
    PERSON.contains(&name) || name == "position"
}

fn beside(s: &Shell, candidate: &[Field], record: &Record, hashes: Option<&Material>) -> RecordView {
    let value = |fields: &[Field], name: &str| {
        let found = fields.iter().find(|field| field.name == name)?;
        Some(said(s, name, found.value.as_deref()?))
    };
    let rows = PERSON.iter().copied().chain(["position"]).filter_map(|name| {
        let (left, right) = (value(candidate, name), value(&record.fields, name));
        let label = s.of_code("field", name);
        let alone = |text: String| vec![Piece { text, differs: false }];
        let (left, right) = match (left, right) {
            (None, None) => return None,
            (Some(left), Some(right)) if left == right && hashes.is_some_and(|hashes| differs_unseen(hashes, name)) => {
                (hidden(&left), hidden(&right))
            }
            (Some(left), Some(right)) => difference(&left, &right),
            (left, right) => (left.map(alone).unwrap_or_default(), right.map(alone).unwrap_or_default()),
        };
        Some(Row { label, left, right })
    });
    RecordView {
        heading: format!("{} {}", s.of_code("register", &record.source), show::visible(&record.id)),
        rows: rows.collect(),
        only: record.fields.iter().filter(|field| !is_of_person(&field.name)).filter_map(|field| pair(s, field)).collect(),
        said_before: String::new(),
    }
}

/// Whether the numbers called `name` differ, by the digits of their hashes: two that end alike look the same while they are masked.
fn differs_unseen(hashes: &Material, name: &str) -> bool {
    let of = |side: &str| hashes.0.get(&format!("{side}.{name}")).and_then(|number| number.split_once('#'));
    matches!((of("candidate"), of("record")), (Some((_, left)), Some((_, right))) if left != right)
}

/// A masked number that differs in its hidden digits.
fn hidden(number: &str) -> Vec<Piece> {
    let seen = number.trim_start_matches('•');
    let dots = number.strip_suffix(seen).unwrap_or_default();
    [(dots, true), (seen, false)].map(|(text, differs)| Piece { text: text.to_owned(), differs }).into()
}

/// A field in words. None: it is empty.
pub fn pair(s: &Shell, field: &Field) -> Option<Pair> {
    let value = field.value.as_deref().filter(|value| !value.is_empty())?;
    Some(Pair { label: s.of_code("field", &field.name), value: said(s, &field.name, value) })
}

/// What the field `name` says: a code in words, a text as it is.
fn said(s: &Shell, name: &str, value: &str) -> String {
    match name {
        "measure" | "status" | "conclusion" | "kind" | "level" | "candidacy" | "proposed_form" | "regime" | "sex" => {
            s.of_code("value", value)
        }
        _ => show::visible(value).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_that_end_alike_are_told_apart_while_they_are_masked() {
        let material = |left: &str, right: &str| {
            let number = |digits: &str| format!("•••••••••061#{digits}");
            let pairs = [("candidate.national_id", number(left)), ("record.national_id", number(right))];
            Material(pairs.map(|(name, value)| (name.to_owned(), value)).into())
        };
        assert!(differs_unseen(&material("7029edb6", "84ccd734"), "national_id"));
        assert!(!differs_unseen(&material("7029edb6", "7029edb6"), "national_id"));
        assert!(!differs_unseen(&material("7029edb6", "84ccd734"), "party_card"));
        let [dots, seen] = &hidden("•••••••••061")[..] else { panic!("two pieces") };
        assert_eq!(
            ((dots.text.as_str(), dots.differs), (seen.text.as_str(), seen.differs)),
            (("•••••••••", true), ("061", false))
        );
    }
}
