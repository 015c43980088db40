//! Which titles and forms of address stand before a name?
//!
//! Rows of `data/titles.csv`. A word that may be a name (`Bà`, `Ông`, `Sư` are surnames too) is taken for a title only before a
//! surname, or in small letters.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::rows::rows;
use super::syllable::Syllable;
use super::token::{Expression, Match, Token, first, tokens};
use super::vocabulary;

/// What sort of title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TitleKind {
    /// Đồng chí, ông, bà.
    Address,
    /// Giáo sư, tiến sĩ.
    Academic,
    /// Bác sĩ, kỹ sư.
    Profession,
    /// Nhà giáo nhân dân, anh hùng lao động.
    Honour,
    /// Of the army and the police.
    Rank,
    /// Linh mục, thượng tọa.
    Religious,
    /// The field's own label, typed into it.
    Label,
}

/// A title, in its full form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Title {
    /// In small letters: `đồng chí`, `tiến sĩ`.
    pub text: &'static str,
    /// What sort.
    pub kind: TitleKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    BeforeSurname,
    BeforeSurnameMarked,
}

struct Row {
    expression: Expression,
    title: String,
    kind: TitleKind,
    when: When,
}

/// By the folded first word, the longest first.
static TITLES: LazyLock<FxHashMap<String, Vec<Row>>> = LazyLock::new(|| {
    let mut titles: FxHashMap<String, Vec<Row>> = FxHashMap::default();
    for row in rows(include_str!("data/titles.csv")) {
        let (Some(written), Some(title)) = (row.get(0), row.get(1)) else { continue };
        let kind = match row.get(2) {
            Some("academic") => TitleKind::Academic,
            Some("profession") => TitleKind::Profession,
            Some("honour") => TitleKind::Honour,
            Some("rank") => TitleKind::Rank,
            Some("religious") => TitleKind::Religious,
            Some("label") => TitleKind::Label,
            _ => TitleKind::Address,
        };
        let when = match row.get(3) {
            Some("before_surname") => When::BeforeSurname,
            Some("before_surname_marked") => When::BeforeSurnameMarked,
            _ => When::Always,
        };
        let expression = Expression::new(written);
        let row = Row { title: title.to_owned(), kind, when, expression };
        titles.entry(row.expression.first_key().to_owned()).or_default().push(row);
    }
    titles.values_mut().for_each(|list| list.sort_by_key(|row| std::cmp::Reverse(row.expression.len())));
    titles
});

/// The title `text` begins with, and what comes after it. None: it begins with a name.
///
/// ```
/// use thamdinh::vn::title::strip;
/// let (title, rest) = strip("Đ/c Nguyễn Văn An").unwrap();
/// assert_eq!((title.text, rest), ("đồng chí", "Nguyễn Văn An"));
/// assert_eq!(strip("Ông Văn Huyên"), None);
/// ```
pub fn strip(text: &str) -> Option<(Title, &str)> {
    let list = TITLES.get(first(text)?.key.as_str())?;
    let words = tokens(text);
    for row in list {
        let Some(found) = row.expression.begins(text, &words) else { continue };
        let (title, rest) = words.split_at(row.expression.len());
        let Some(next) = rest.first() else { continue };
        if next.text.starts_with(|c: char| c.is_ascii_digit()) || !is_title(row, found, title, rest) {
            continue;
        }
        return Some((Title { text: &row.title, kind: row.kind }, &text[next.start..]));
    }
    None
}

fn is_title(row: &Row, found: Match, title: &[Token<'_>], rest: &[Token<'_>]) -> bool {
    let is_before_surname = rest.len() >= 2 && rest.first().is_some_and(|next| vocabulary::is_surname(next.text));
    // `Đại tá Hùng`, `ông Dũng`: a phrase that is not written like a name.
    let has_small = title.last().is_some_and(Token::is_small) && rest.first().is_some_and(|next| !next.is_small());
    match (row.when, found) {
        (When::Always, Match::Exact) => rest.len() >= 2 || has_small,
        (When::Always | When::BeforeSurname, Match::Bare) => is_before_surname,
        (When::BeforeSurnameMarked, Match::Bare) => false,
        (When::BeforeSurname | When::BeforeSurnameMarked, Match::Exact) => is_before_surname || has_small,
    }
}

/// The syllables titles begin with.
pub(crate) fn first_syllables() -> impl Iterator<Item = Syllable> {
    TITLES.values().flatten().flat_map(|row| row.expression.first_syllables())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_told_from_names() {
        for (text, title, rest) in [
            ("Đ/c Nguyễn Văn An", "đồng chí", "Nguyễn Văn An"),
            ("Đ/c. Nguyễn Văn An", "đồng chí", "Nguyễn Văn An"),
            ("D/c Nguyen Van An", "đồng chí", "Nguyen Van An"),
            ("ĐỒNG CHÍ: LÊ VĂN BA", "đồng chí", "LÊ VĂN BA"),
            ("DONG CHI LE VAN BA", "đồng chí", "LE VAN BA"),
            ("ông Nguyễn Văn An", "ông", "Nguyễn Văn An"),
            ("ông Dũng", "ông", "Dũng"),
            ("Bà Trần Thị Bưởi", "bà", "Trần Thị Bưởi"),
            ("TS. Lê Minh Hà", "tiến sĩ", "Lê Minh Hà"),
            ("Ths Lê Minh Hà", "thạc sĩ", "Lê Minh Hà"),
            ("ThS.Lê Minh Hà", "thạc sĩ", "Lê Minh Hà"),
            ("Linh mục Trần Mạnh Cường", "linh mục", "Trần Mạnh Cường"),
            ("Thượng tọa Thích Thanh Quyết", "thượng tọa", "Thích Thanh Quyết"),
            ("THUONG TOA THICH THANH QUYET", "thượng tọa", "THICH THANH QUYET"),
            ("Đại tá Hùng", "đại tá", "Hùng"),
            ("THƯỢNG TƯỚNG PHAN VĂN X", "thượng tướng", "PHAN VĂN X"),
            ("Bác sĩ chuyên khoa II Đỗ Văn Tám", "bác sĩ chuyên khoa", "Đỗ Văn Tám"),
            ("Họ và tên: Nguyễn Văn An", "họ và tên", "Nguyễn Văn An"),
        ] {
            let found = strip(text).map(|(title, rest)| (title.text, rest));
            assert_eq!(found, Some((title, rest)), "{text}");
        }
    }

    #[test]
    fn names_that_begin_like_titles_stay() {
        for text in [
            "Ông Văn Huyên",
            "Bà Văn Lợi",
            "Ông",
            "Thiều Tường Vân",
            "THIEU TUONG VAN",
            "Anh Dũng",
            "Hồng Y Vân",
            "Cù Hoàng Nam",
            "CU HOANG NAM",
            "Ba Dũng",
            "Đại Đức",
            "Trung Tá",
            "Sư Văn Bảy",
            "Cô Giang",
            "Nguyễn Văn An",
            "Chu Văn An",
            "Thầy Hai",
            "T. S. Minh Anh",
        ] {
            assert_eq!(strip(text), None, "{text}");
        }
    }
}
