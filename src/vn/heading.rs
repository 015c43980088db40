//! What does a column's heading mean?
//!
//! Headings as offices write them (`data/header_synonyms.csv`) name a *field*; what a field is good for in each kind of input is a
//! row of `data/heading_fields.csv`. Case, marks, punctuation and line breaks do not matter, but where a heading has its marks,
//! they decide (`Năm` is a year, `Nam` a man).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fold::fold;
use super::rows::rows;

const SYNONYMS: &str = include_str!("data/header_synonyms.csv");
const FIELDS: &str = include_str!("data/heading_fields.csv");

/// What a field is good for in one kind of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// The canonical column of this name.
    Column(&'static str),
    /// A part of a canonical column: its name, and which part.
    Part(&'static str, &'static str),
    /// One of these canonical columns, joined by `|`: the content has to decide.
    Ambiguous(&'static str),
    /// Known, and of no use.
    Unused,
    /// Left out on purpose.
    LeftOut,
}

struct FieldRow {
    field: &'static str,
    inputs: &'static str,
    meaning: Use,
}

struct Headings {
    /// Heading with its marks → fields.
    marked: BTreeMap<String, Vec<&'static str>>,
    /// Heading without marks → fields.
    folded: BTreeMap<String, Vec<&'static str>>,
    /// In the file's order, which is the order of preference between two headings of one column.
    rows: Vec<FieldRow>,
}

static HEADINGS: LazyLock<Headings> = LazyLock::new(load);

fn load() -> Headings {
    let mut out = Headings { marked: BTreeMap::new(), folded: BTreeMap::new(), rows: Vec::new() };
    for row in rows(FIELDS) {
        let [field, inputs, kind, column, part] = [0, 1, 2, 3, 4].map(|i| row.get(i).unwrap_or_default());
        let meaning = match kind {
            "column" => Use::Column(leak(column)),
            "part" => Use::Part(leak(column), leak(part)),
            "ambiguous" => Use::Ambiguous(leak(column)),
            "left_out" => Use::LeftOut,
            _ => Use::Unused,
        };
        out.rows.push(FieldRow { field: leak(field), inputs: leak(inputs), meaning });
    }
    for row in rows(SYNONYMS) {
        let [field, heading] = [0, 1].map(|i| row.get(i).unwrap_or_default());
        let Some(field) = out.rows.iter().find(|row| row.field == field).map(|row| row.field) else { continue };
        add(&mut out.marked, words(heading), field);
        add(&mut out.folded, fold(heading), field);
    }
    for row in &out.rows {
        add(&mut out.folded, fold(row.field), row.field);
    }
    out
}

fn add(map: &mut BTreeMap<String, Vec<&'static str>>, key: String, field: &'static str) {
    let fields = map.entry(key).or_default();
    if !fields.contains(&field) {
        fields.push(field);
    }
}

/// The data files are embedded, so each text is made once and kept for good.
fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

/// The heading in lower case with single spaces for everything that is neither letter nor digit; marks kept.
pub fn words(text: &str) -> String {
    let lower = text.nfc().flat_map(char::to_lowercase).map(|c| if c == 'ð' { 'đ' } else { c });
    squeeze(lower.filter(|c| !is_combining_mark(*c)))
}

fn squeeze(chars: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in chars {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    }
    out
}

/// The fields that a heading may name, the likeliest first; none: not known.
///
/// ```
/// assert_eq!(thamdinh::vn::heading::fields("HỌ VÀ TÊN:"), ["full_name"]);
/// assert_eq!(thamdinh::vn::heading::fields("Số CCCD (12 chữ số)"), ["national_id"]);
/// assert!(thamdinh::vn::heading::fields("Cỡ giày").is_empty());
/// ```
pub fn fields(heading: &str) -> &'static [&'static str] {
    let found = whole(heading);
    if !found.is_empty() {
        return found;
    }
    // "(nếu có)", "(viết in hoa)", "(dd/mm/yyyy)": remarks to the person who fills in the form.
    match heading.split_once(['(', '[', '*']) {
        Some((before, _)) if !before.trim().is_empty() => whole(before),
        _ => &[],
    }
}

fn whole(heading: &str) -> &'static [&'static str] {
    let headings = &*HEADINGS;
    if let Some(fields) = headings.marked.get(&words(heading)) {
        return fields;
    }
    headings.folded.get(&fold(heading)).map_or(&[], Vec::as_slice)
}

/// What `field` is good for in an input of the kind called `input`, and its rank among headings of the same column (lower is better).
pub fn meaning(field: &str, input: &str) -> (Use, usize) {
    let rows = HEADINGS.rows.iter().enumerate().filter(|(_, row)| row.field == field);
    let mut fit = rows.filter(|(_, row)| row.inputs == "*" || row.inputs.split('|').any(|name| name == input));
    fit.next().map_or((Use::Unused, usize::MAX), |(rank, row)| (row.meaning, rank))
}

/// The known heading most like `heading` that names a canonical column of `input`, and that column. None: nothing is near.
pub fn nearest(heading: &str, input: &str) -> Option<&'static str> {
    let key = fold(heading);
    let known = HEADINGS.folded.iter().flat_map(|(text, fields)| fields.iter().map(move |field| (text, *field)));
    let columns = known.filter_map(|(text, field)| match meaning(field, input).0 {
        Use::Column(column) | Use::Part(column, _) => Some((strsim::normalized_levenshtein(&key, text), column)),
        _ => None,
    });
    let best = columns.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))?;
    (best.0 >= 0.7).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_marks_punctuation_and_line_breaks_do_not_matter() {
        for (heading, field) in [
            ("Họ và tên", "full_name"),
            ("HỌ VÀ TÊN", "full_name"),
            ("Ho va\nten :", "full_name"),
            ("Họ và tên\r\n(viết in hoa)", "full_name"),
            ("NGÀY, THÁNG,\nNĂM SINH", "birth_date"),
            ("Số thẻ Ðảng viên", "party_card_no"),
            ("date_of_birth", "birth_date"),
            ("Người bị tố cáo", "respondent"),
            ("Dân tộc", "ethnicity"),
            ("Năm", "date"),
            ("Nam", "birth_date_male"),
            ("Nữ", "is_female_mark"),
        ] {
            assert_eq!(fields(heading).first().copied(), Some(field), "{heading}");
        }
    }

    #[test]
    fn a_field_serves_another_column_in_another_kind_of_input() {
        assert_eq!(meaning("full_name", "roster").0, Use::Column("full_name"));
        assert_eq!(meaning("full_name", "complaints").0, Use::Column("respondent"));
        assert_eq!(meaning("religion", "roster").0, Use::LeftOut);
        assert_eq!(meaning("decision_no", "roster").0, Use::Unused);
    }

    #[test]
    fn every_field_of_a_heading_is_in_the_table_and_no_row_is_lost() {
        let synonyms: Vec<_> = rows(SYNONYMS).collect();
        assert_eq!(synonyms.len(), SYNONYMS.lines().count() - 1);
        assert_eq!(HEADINGS.rows.len(), FIELDS.lines().count() - 1);
        for row in &synonyms {
            assert!(HEADINGS.rows.iter().any(|field| *field.field == row[0]), "{row:?}");
            assert!(!row[2].is_empty(), "{row:?} has no origin");
        }
    }

    #[test]
    fn a_slip_in_a_heading_finds_its_neighbour() {
        assert_eq!(nearest("Họ và tênn ứng viên", "roster"), Some("full_name"));
        assert_eq!(nearest("Cỡ giày", "roster"), None);
    }
}
