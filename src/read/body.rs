//! Which rows below the header are records?
//!
//! Between and below them stand column numbers, section rows ("I. Khối Đảng"), the header again on each printed page, totals, and
//! signatures at the end.

use super::grid::Row;
use super::headings::HeaderCell;
use super::layout::{Header, MAX_COLUMNS};
use crate::vn::fold::fold;
use crate::vn::heading;

/// A row with a name and this many other useful cells is a record without a closer look.
const SURE_CELLS: usize = 4;

/// What a row below the header is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    /// Nothing in it.
    Blank,
    /// A record.
    Record,
    /// The heading of the records below.
    Section(String),
    /// The header once more.
    HeaderAgain,
    /// Column numbers, remarks.
    Furniture,
    /// A total, below a section or the whole list.
    Total,
    /// The beginning of the signatures.
    Signature,
}

/// Tells records from the other rows below the header.
#[derive(Debug, Clone)]
pub struct Body {
    /// The columns that say who the row is about.
    names: Vec<usize>,
    /// The column of the running number.
    number: Option<usize>,
    /// The columns that are used.
    useful: Vec<usize>,
    /// The cells of the header's rows.
    header: Vec<(usize, String)>,
}

impl Body {
    /// From the header and the columns in use; `names` are those of the required column.
    pub fn new(header: &Header, names: Vec<usize>, useful: Vec<usize>) -> Self {
        let is_running = |cell: &&HeaderCell| cell.chain.iter().any(|text| heading::fields(text).first() == Some(&"row_no"));
        let number = header.cells.iter().find(is_running).map(|cell| cell.index);
        let texts = header.cells.iter().flat_map(|cell| cell.chain.iter().map(|text| (cell.index, text.clone())));
        Self { names, number, useful, header: texts.collect() }
    }

    /// What the row is.
    pub fn kind(&self, row: &impl Row) -> RowKind {
        let name = self.name(row);
        let filled = self.useful.iter().filter(|column| !is_blank(row.get(**column))).take(SURE_CELLS).count();
        let begins_with_letter = !name.starts_with(|c: char| c == '(' || c.is_ascii_digit());
        let is_sure = !name.is_empty() && filled == SURE_CELLS && begins_with_letter;
        if is_sure && !self.is_header_cell(row) && !is_total(name) {
            return RowKind::Record;
        }
        self.look_closer(row, name, filled)
    }

    /// Who the row is about, as it says; empty: it does not.
    pub fn name<'a>(&self, row: &'a impl Row) -> &'a str {
        self.names.iter().map(|column| row.get(*column).trim()).find(|text| !text.is_empty()).unwrap_or("")
    }

    /// Whether one of the cells of the required column repeats its heading.
    fn is_header_cell(&self, row: &impl Row) -> bool {
        self.names.iter().any(|column| {
            let text = row.get(*column).trim();
            self.header.iter().any(|(at, heading)| at == column && heading.trim() == text)
        })
    }

    fn look_closer(&self, row: &impl Row, name: &str, filled: usize) -> RowKind {
        let mut cells: Vec<(usize, String)> = Vec::new();
        row.each(&mut |column, text| {
            if !is_blank(text) && cells.len() <= MAX_COLUMNS {
                cells.push((column, text.trim().to_owned()));
            }
        });
        let Some((first, first_text)) = cells.first() else { return RowKind::Blank };
        let repeats = |(column, text): &(usize, String)| {
            self.header.iter().any(|(at, heading)| at == column && fold(heading) == fold(text))
        };
        if cells.iter().filter(|cell| repeats(cell)).count() * 2 > cells.len() {
            return RowKind::HeaderAgain;
        }
        if cells.len() > 1 && cells.iter().all(|(_, text)| is_number(text) || is_letter(text)) && is_counting(&cells) {
            return RowKind::Furniture;
        }
        if cells.iter().take(3).any(|(_, text)| is_total(text)) {
            return RowKind::Total;
        }
        // A person's post may be "Bí thư": whoever has a name is nobody's signature.
        let may_sign = name.is_empty() || is_signature(name);
        if may_sign && filled < SURE_CELLS && cells.iter().any(|(_, text)| is_signature(text)) {
            return RowKind::Signature;
        }
        let words: Vec<&(usize, String)> = cells.iter().filter(|(_, text)| !is_number(text)).collect();
        // A form with numbered lines that nobody filled in.
        let Some((_, text)) = words.first() else { return RowKind::Furniture };
        if cells.len() > 3 {
            return RowKind::Record;
        }
        let is_named = !name.is_empty();
        let has_number = self.number.is_some_and(|column| is_number(row.get(column)));
        if has_number && is_named {
            return RowKind::Record;
        }
        let counted = is_enumerator(first_text) && Some(*first) == self.number.or(Some(0)) && !is_number(first_text);
        let alone = words.len() == 1 && !self.useful.iter().any(|column| column == first && !self.names.contains(column));
        if counted || begins_section(text) || (!is_named && alone) {
            return section(&words);
        }
        if is_named && words.len() == 1 && (row.is_bold() || self.number.is_some()) {
            return section(&words);
        }
        if !is_named && filled == 0 { RowKind::Furniture } else { RowKind::Record }
    }
}

fn section(words: &[&(usize, String)]) -> RowKind {
    let mut out = String::new();
    for word in words.iter().flat_map(|(_, text)| text.split_whitespace()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if fold(&out).starts_with("danh sach") { RowKind::Furniture } else { RowKind::Section(out) }
}

/// Whether there is nothing but white space.
pub fn is_blank(text: &str) -> bool {
    match text.as_bytes().first() {
        None => true,
        Some(b'!'..=b'~') => false,
        Some(_) => text.trim_start().is_empty(),
    }
}

/// `3`, `(3)`, `3.`: nothing but a number.
pub fn is_number(text: &str) -> bool {
    let mut digits = 0;
    text.trim().chars().all(|c| {
        digits += usize::from(c.is_ascii_digit());
        c.is_ascii_digit() || matches!(c, '(' | ')' | '.' | ' ')
    }) && digits > 0
}

fn is_letter(text: &str) -> bool {
    text.trim_matches(['(', ')', '.']).chars().count() == 1
}

/// `1 2 3 …` or `A B 1 2`: each numeral one more than the one before it.
fn is_counting(cells: &[(usize, String)]) -> bool {
    let numbers: Vec<u32> = cells.iter().filter_map(|(_, text)| text.trim_matches(['(', ')', '.', ' ']).parse().ok()).collect();
    numbers.len() > 1 && numbers.len() * 2 >= cells.len() && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// `I`, `II.`, `A)`, `B.1`: a section's number.
fn is_enumerator(text: &str) -> bool {
    let head = text.trim_end_matches(['.', ')', ':', '-', ' ', '/']);
    let roman = !head.is_empty() && head.len() <= 6 && head.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    let letter = head.len() == 1 && head.bytes().all(|b| b.is_ascii_uppercase());
    let nested = head.contains('.') && head.split('.').all(|part| is_enumerator(part) || part.parse::<u8>().is_ok());
    roman || letter || nested
}

/// `I. Khối Đảng`, `A- Các huyện`, `Khối chính quyền`.
pub fn begins_section(text: &str) -> bool {
    let (head, rest) = text.split_once([' ', '.', ')', '-', ':']).unwrap_or(("", text));
    if is_enumerator(head) && (text[head.len()..].starts_with(['.', ')', '-', ':']) || head.len() > 1) && !rest.trim().is_empty()
    {
        return true;
    }
    let folded = fold(text);
    ["khoi ", "nhan su ", "cac ", "nhom ", "phan "].iter().any(|head| folded.starts_with(head)) && text.split(' ').count() > 1
}

/// `Tổng cộng: 25 đồng chí`. With its marks the word decides; without, `Tống Công Minh` is a person.
fn is_total(text: &str) -> bool {
    if !may_be_total(text) {
        return false;
    }
    let words = heading::words(text);
    if ["tổng cộng", "tổng số", "danh sách này", "danh sách gồm", "danh sách có", "ấn định danh sách"]
        .iter()
        .any(|start| words.starts_with(start))
    {
        return true;
    }
    let folded = fold(text);
    let rest = ["tong cong", "tong so", "tong", "cong", "danh sach nay co", "an dinh danh sach"]
        .iter()
        .find_map(|start| folded.strip_prefix(start));
    rest.is_some_and(|rest| rest.is_empty() || rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// The first two letters tell most names apart from totals, without folding them.
fn may_be_total(text: &str) -> bool {
    let mut chars = text.chars().filter(|c| c.is_alphabetic());
    let first = chars.next().unwrap_or(' ');
    let second = chars.next().unwrap_or(' ');
    match first {
        'T' | 't' | 'C' | 'c' => "oôổộOÔỔỘ".contains(second),
        'D' | 'd' => matches!(second, 'a' | 'A'),
        'A' | 'a' | 'Â' | 'â' | 'Ấ' | 'ấ' => matches!(second, 'n' | 'N'),
        _ => false,
    }
}

/// `TM. BAN THƯỜNG VỤ`, `Người lập biểu`, `Hà Giang, ngày 12 tháng 9 năm 2025`.
fn is_signature(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "tm ban",
        "tm dang uy",
        "tm cap uy",
        "tm uy ban",
        "tm chi uy",
        "tm tinh uy",
        "t m ",
        "kt ",
        "tl ",
        "tuq ",
        "nguoi lap",
        "nguoi tong hop",
        "noi nhan",
        "xac nhan cua",
        "thu truong don vi",
        "ky ten",
        "ky va ghi ro",
        "ky ghi ro",
        "nguoi kiem tra bieu",
        "can bo lap bieu",
        "tm ",
    ];
    const WHOLE: &[&str] = &[
        "bi thu",
        "pho bi thu",
        "truong ban",
        "chu nhiem",
        "chu tich",
        "da ky",
        "thu truong",
        "ban thuong vu",
        "chanh van phong",
        "pho chanh van phong",
        "truong phong",
        "van thu",
    ];
    let folded = fold(text);
    let dated = folded.contains(" ngay") && folded.contains(" thang") && folded.contains(" nam");
    STARTS.iter().any(|start| folded.starts_with(start)) || WHOLE.contains(&folded.as_str()) || (dated && text.contains(','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_told_from_a_person_of_that_name() {
        for (text, is) in [
            ("Tổng cộng: 25 đồng chí", true),
            ("TỔNG SỐ", true),
            ("Tong cong: 25", true),
            ("Cộng", true),
            ("Cộng: 25", true),
            ("Tống Công Minh", false),
            ("TONG CONG MINH", false),
            ("Công Tằng Tôn Nữ Bích Hà", false),
            ("Trần Văn Tổng", false),
            ("Danh sách này có 12 đồng chí", true),
        ] {
            assert_eq!(is_total(text), is, "{text}");
        }
    }

    #[test]
    fn sections_are_numbered_with_letters_or_romans() {
        for (text, is) in [
            ("I. Khối Đảng", true),
            ("A- Các huyện", true),
            ("II Khối chính quyền", true),
            ("Khối đoàn thể", true),
            ("A Đe", false),
        ] {
            assert_eq!(begins_section(text), is, "{text}");
        }
    }

    #[test]
    fn signatures_are_known_by_their_first_words() {
        for (text, is) in [
            ("TM. BAN THƯỜNG VỤ", true),
            ("T/M BAN CHẤP HÀNH", true),
            ("Người lập biểu", true),
            ("Hà Giang, ngày 12 tháng 9 năm 2025", true),
            ("Hà Giang, ngày … tháng … năm 2025", true),
            ("Kiều Thị Tâm", false),
            ("Tô Minh", false),
        ] {
            assert_eq!(is_signature(text), is, "{text}");
        }
    }
}
