//! The candidate and each record side by side, differences marked within the words.

use crate::review::item::{Evidence, Field, Record};
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
}

/// The fields by which a person is known, in the order in which one compares.
const PERSON: [&str; 9] =
    ["full_name", "other_names", "born", "date_of_birth", "sex", "home_place", "national_id", "party_card", "organisation"];

/// What only the roster says, and every record beside it.
pub fn compare(s: &Shell, evidence: &Evidence) -> (Vec<Pair>, Vec<RecordView>) {
    let records: Vec<RecordView> = evidence.records.iter().map(|record| beside(s, &evidence.candidate, record)).collect();
    // With no record beside it, all of the roster's row stands alone.
    let is_compared = |name: &str| !records.is_empty() && is_of_person(name);
    let alone = evidence.candidate.iter().filter(|field| !is_compared(&field.name)).filter_map(|field| pair(s, field)).collect();
    (alone, records)
}

fn is_of_person(name: &str) -> bool {
    PERSON.contains(&name) || name == "position"
}

fn beside(s: &Shell, candidate: &[Field], record: &Record) -> RecordView {
    let value = |fields: &[Field], name: &str| {
        let found = fields.iter().find(|field| field.name == name)?;
        Some(show::visible(found.value.as_deref()?).into_owned())
    };
    let rows = PERSON.iter().copied().chain(["position"]).filter_map(|name| {
        let (left, right) = (value(candidate, name), value(&record.fields, name));
        let label = s.of_code("field", name);
        let alone = |text: String| vec![Piece { text, differs: false }];
        let (left, right) = match (left, right) {
            (None, None) => return None,
            (Some(left), Some(right)) => difference(&left, &right),
            (left, right) => (left.map(alone).unwrap_or_default(), right.map(alone).unwrap_or_default()),
        };
        Some(Row { label, left, right })
    });
    RecordView {
        heading: format!("{} {}", s.of_code("register", &record.source), show::visible(&record.id)),
        rows: rows.collect(),
        only: record.fields.iter().filter(|field| !is_of_person(&field.name)).filter_map(|field| pair(s, field)).collect(),
    }
}

/// A field in words. None: it is empty.
pub fn pair(s: &Shell, field: &Field) -> Option<Pair> {
    let value = field.value.as_deref().filter(|value| !value.is_empty())?;
    let shown = match field.name.as_str() {
        "measure" | "status" | "conclusion" | "kind" | "level" | "candidacy" | "proposed_form" | "regime" => {
            s.of_code("value", value)
        }
        _ => show::visible(value).into_owned(),
    };
    Some(Pair { label: s.of_code("field", &field.name), value: shown })
}
