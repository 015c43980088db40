//! Which other names stand in a name cell: after `tức` or `bí danh`, in brackets, behind a stroke?
//!
//! Rows of `data/alias_markers.csv`. A bracket may also hold what is no name at all (`(nữ)`, `(Bí thư)`, `(1)`); that is dropped.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::rows::rows;
use super::syllable::Syllable;
use super::token::{Expression, Match, Token, tokens};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// An alias follows, wherever it stands.
    Anywhere,
    /// An alias follows where a name stands on each side.
    TwoSides,
    /// An alias follows where the word is in small letters and the name is not.
    Small,
    /// Small letters, and between two aliases.
    Between,
    /// No name where it is the whole.
    NotWhole,
    /// No name where it stands anywhere in it.
    NotAnywhere,
    /// No name where it begins so, with its marks.
    NotFirst,
}

/// By the folded first word, the longest first.
static MARKERS: LazyLock<FxHashMap<String, Vec<(Expression, When)>>> = LazyLock::new(|| {
    let mut markers: FxHashMap<String, Vec<(Expression, When)>> = FxHashMap::default();
    for row in rows(include_str!("data/alias_markers.csv")) {
        let Some(written) = row.get(0) else { continue };
        let when = match (row.get(1), row.get(2)) {
            (Some("alias"), Some("two_sides")) => When::TwoSides,
            (Some("alias"), Some("small")) => When::Small,
            (Some("alias"), Some("between")) => When::Between,
            (Some("alias"), _) => When::Anywhere,
            (_, Some("whole")) => When::NotWhole,
            (_, Some("first")) => When::NotFirst,
            _ => When::NotAnywhere,
        };
        let expression = Expression::new(written);
        markers.entry(expression.first_key().to_owned()).or_default().push((expression, when));
    }
    markers.values_mut().for_each(|list| list.sort_by_key(|(expression, _)| std::cmp::Reverse(expression.len())));
    markers
});

/// A cell taken apart; nothing in it is cleaned yet.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Taken<'a> {
    /// What stands outside of brackets and before every marker; empty: the cell begins with a marker.
    pub main: String,
    /// What looks like other names.
    pub aliases: Vec<&'a str>,
}

/// The main name and the aliases in a name cell.
pub(crate) fn take(text: &str) -> Taken<'_> {
    let mut taken = Taken::default();
    let (outside, inside) = brackets(text);
    for (i, piece) in outside.iter().enumerate() {
        let mut is_first = true;
        for (sign, chunk) in chunks(piece) {
            let mut parts = parts(chunk, false).into_iter();
            // A piece after a bracket continues the name: `Nguyễn Văn (Ba) An` is rare, but nothing of it is lost.
            if is_first {
                let main = parts.next().unwrap_or_default().trim();
                if !main.is_empty() && (i == 0 || taken.main.is_empty() || looks_like_name(main)) {
                    taken.main.push_str(if taken.main.is_empty() { "" } else { " " });
                    taken.main.push_str(main);
                }
                is_first = false;
            } else {
                let before = parts.next().unwrap_or_default();
                if matches!(sign, '/' | ';' | '|') {
                    push(before, &mut taken.aliases);
                }
            }
            parts.for_each(|alias| push(alias, &mut taken.aliases));
        }
    }
    for piece in inside {
        other_names(piece, &mut taken.aliases);
    }
    taken
}

/// The names in a cell for other names.
pub(crate) fn take_other(text: &str) -> Vec<&str> {
    let mut aliases = Vec::new();
    let (outside, inside) = brackets(text);
    for piece in outside.into_iter().chain(inside) {
        other_names(piece, &mut aliases);
    }
    aliases
}

fn other_names<'a>(text: &'a str, aliases: &mut Vec<&'a str>) {
    for (_, chunk) in chunks(text) {
        parts(chunk, true).into_iter().for_each(|alias| push(alias, aliases));
    }
}

fn push<'a>(alias: &'a str, aliases: &mut Vec<&'a str>) {
    let alias = alias.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'');
    if looks_like_name(alias) {
        aliases.push(alias);
    }
}

/// What stands outside and inside of brackets and quotation marks. A bracket left open holds the rest.
fn brackets(text: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut outside, mut inside) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some(at) = rest.find(['(', '[', '{', '"']) {
        outside.push(&rest[..at]);
        let close = match rest.as_bytes()[at] {
            b'(' => ')',
            b'[' => ']',
            b'{' => '}',
            _ => '"',
        };
        let tail = &rest[at + 1..];
        let end = tail.find(close).unwrap_or(tail.len());
        inside.push(&tail[..end]);
        rest = tail.get(end + 1..).unwrap_or_default();
    }
    outside.push(rest);
    (outside, inside)
}

/// The pieces between strokes, commas and dashes, each with the sign before it.
fn chunks(text: &str) -> Vec<(char, &str)> {
    let mut out = Vec::new();
    let (mut start, mut sign) = (0, ' ');
    for (at, c) in text.char_indices() {
        // A dash joins names (`Võ-Nguyễn`) unless blanks stand around it; the stroke of b/d joins letters.
        let is_joined = |step: usize| {
            let letters = |piece: &str| piece.chars().take_while(|c| c.is_alphabetic()).count();
            let before = text[..at].rsplit([' ', '/']).next().map_or(0, letters);
            c == '/' && before == 1 && letters(&text[at + step..]) == 1
        };
        let splits = match c {
            '-' => text[..at].ends_with(' ') && text[at + 1..].starts_with(' '),
            '/' => !is_joined(1),
            ',' | ';' | '|' => true,
            _ => false,
        };
        if splits {
            out.push((sign, &text[start..at]));
            (start, sign) = (at + 1, c);
        }
    }
    out.push((sign, &text[start..]));
    out
}

/// What stands before the first marker, and after each.
fn parts(text: &str, is_alias: bool) -> Vec<&str> {
    let words = tokens(text);
    let has_capital = text.chars().any(char::is_uppercase);
    let mut out = Vec::new();
    let (mut start, mut i) = (0, 0);
    while i < words.len() {
        let found = marker(text, &words, i, is_alias, has_capital);
        let Some(len) = found else {
            i += 1;
            continue;
        };
        out.push(&text[start..words[i].start]);
        i += len;
        // `tên thường gọi là`, `bí danh là`.
        if words.get(i).is_some_and(|word| word.small() == "là") {
            i += 1;
        }
        start = words.get(i).map_or(text.len(), |word| word.start);
    }
    out.push(&text[start..]);
    out
}

/// How many words the marker at word `i` has. None: no marker there.
fn marker(text: &str, words: &[Token<'_>], i: usize, is_alias: bool, has_capital: bool) -> Option<usize> {
    let here = &words[i..];
    for (expression, when) in MARKERS.get(here.first()?.key.as_str())? {
        let len = expression.len();
        let Some(found) = expression.begins(text, here) else { continue };
        let after = here.len() - len;
        let is_start = i == 0 && is_alias;
        let is_small = here.first().is_some_and(Token::is_small) && has_capital && found == Match::Exact;
        let is_marker = match when {
            When::Anywhere => true,
            // Initials: `N. B. D. An`.
            When::TwoSides if len > 1 => after >= 1 && (is_start || i >= 1 && words[i - 1].text.chars().nth(1).is_some()),
            When::TwoSides if found == Match::Exact => after >= 1,
            When::TwoSides => is_start && after >= 1 || i >= 2 && after >= 2,
            When::Small => after >= 1 && (is_start && found == Match::Exact || i >= 2 && is_small),
            When::Between => after >= 1 && is_alias && i >= 1 && is_small,
            When::NotWhole | When::NotAnywhere | When::NotFirst => false,
        };
        if is_marker {
            return Some(len);
        }
    }
    None
}

/// Whether `text` can be a name: one to six words of letters, none of them of what else stands in brackets.
fn looks_like_name(text: &str) -> bool {
    if text.chars().any(|c| !(c.is_alphabetic() || matches!(c, ' ' | '\'' | '.' | '-'))) {
        return false;
    }
    let words = tokens(text);
    let is_single_letter = words.len() == 1 && words[0].text.chars().nth(1).is_none();
    if !(1..=6).contains(&words.len()) || is_single_letter {
        return false;
    }
    (0..words.len()).all(|i| {
        let here = &words[i..];
        let Some(list) = MARKERS.get(here[0].key.as_str()) else { return true };
        !list.iter().any(|(expression, when)| {
            let Some(found) = expression.begins(text, here) else { return false };
            match when {
                When::NotWhole => i == 0 && expression.len() == words.len(),
                When::NotAnywhere => true,
                When::NotFirst => i == 0 && found == Match::Exact && (here[0].is_small() || words.len() > 1),
                _ => false,
            }
        })
    })
}

/// The syllables that markers of aliases begin with, those apart that are markers in small letters alone.
pub(crate) fn first_syllables() -> impl Iterator<Item = Syllable> {
    let is_alias = |when: When| matches!(when, When::Anywhere | When::TwoSides);
    MARKERS.values().flatten().filter(move |(_, when)| is_alias(*when)).flat_map(|(expression, _)| expression.first_syllables())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_aliases_are_told_apart() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("Nguyễn Văn An", "Nguyễn Văn An", &[]),
            ("VÕ ĐĂNG GIA (TỨC HAI GIA)", "VÕ ĐĂNG GIA", &["HAI GIA"]),
            ("LÊ VĂN HIỆP TỨC ÚT HIỆP", "LÊ VĂN HIỆP", &["ÚT HIỆP"]),
            ("LE VAN HIEP TUC UT HIEP", "LE VAN HIEP", &["UT HIEP"]),
            ("NGUYEN VAN TUC", "NGUYEN VAN TUC", &[]),
            ("Nguyễn Văn Túc", "Nguyễn Văn Túc", &[]),
            ("Nguyễn Tấn Dũng (Ba Dũng)", "Nguyễn Tấn Dũng", &["Ba Dũng"]),
            ("Nguyễn Văn An, bí danh Ba An", "Nguyễn Văn An", &["Ba An"]),
            ("Nguyễn Văn An - bí danh: Ba An", "Nguyễn Văn An", &["Ba An"]),
            ("Nguyễn Văn An b.d Ba An", "Nguyễn Văn An", &["Ba An"]),
            ("Nguyễn Văn An b/d Ba An", "Nguyễn Văn An", &["Ba An"]),
            ("Nguyễn Văn An bd Ba An", "Nguyễn Văn An", &["Ba An"]),
            ("NGUYEN VAN AN BI DANH BA AN", "NGUYEN VAN AN", &["BA AN"]),
            ("Trần Văn Tự", "Trần Văn Tự", &[]),
            ("Trần Văn Bê tự Bê Đen", "Trần Văn Bê", &["Bê Đen"]),
            ("Trần Tự Lập", "Trần Tự Lập", &[]),
            ("Nguyễn Văn An (tên thường gọi là Ba An)", "Nguyễn Văn An", &["Ba An"]),
            ("Nguyễn Văn An (tên khai sinh: Lê An; bí danh: Tư)", "Nguyễn Văn An", &["Lê An", "Tư"]),
            ("Nguyễn Văn An/Nguyễn An", "Nguyễn Văn An", &["Nguyễn An"]),
            ("Nguyễn Văn An (tên cũ Nguyễn Ăn)", "Nguyễn Văn An", &["Nguyễn Ăn"]),
            ("Nguyễn Văn An (tức Hai An", "Nguyễn Văn An", &["Hai An"]),
            ("Nguyễn Văn An \"Ba Đen\"", "Nguyễn Văn An", &["Ba Đen"]),
            ("Nguyễn Văn An (Hai An và Tư An)", "Nguyễn Văn An", &["Hai An", "Tư An"]),
            ("Nguyễn Thị Hoa (nữ)", "Nguyễn Thị Hoa", &[]),
            ("Nguyễn Văn An (1)", "Nguyễn Văn An", &[]),
            ("Nguyễn Văn An (B)", "Nguyễn Văn An", &[]),
            ("Nguyễn Văn An (Phó Bí thư)", "Nguyễn Văn An", &[]),
            ("Nguyễn Văn An (SN 1960)", "Nguyễn Văn An", &[]),
            ("Nguyễn Văn An (xã Tân Phú)", "Nguyễn Văn An", &[]),
            ("Nguyễn Văn An, Bí thư Huyện ủy", "Nguyễn Văn An", &[]),
            ("A Đe (Đinh Hồng Đe)", "A Đe", &["Đinh Hồng Đe"]),
            ("(tức Nguyễn Văn An)", "", &["Nguyễn Văn An"]),
            ("N. B. D. An", "N. B. D. An", &[]),
        ];
        for (text, main, aliases) in cases {
            assert_eq!(take(text), Taken { main: (*main).to_owned(), aliases: aliases.to_vec() }, "{text}");
        }
    }

    #[test]
    fn a_cell_of_other_names_is_split() {
        for (text, expected) in [
            ("Ba An; Tư Bình", &["Ba An", "Tư Bình"][..]),
            ("Bí danh: Hai Gia, Tư Râu", &["Hai Gia", "Tư Râu"]),
            ("không", &[]),
            ("Không có", &[]),
            ("-", &[]),
            ("tức Lê Nam hay Ba Nam", &["Lê Nam", "Ba Nam"]),
        ] {
            assert_eq!(take_other(text), expected, "{text}");
        }
    }
}
