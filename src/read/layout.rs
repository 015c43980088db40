//! Which rows are the header, and which rows below it are records?
//!
//! Office lists carry titles above the header, a header over up to three merged rows, column numbers under it, section rows
//! ("I. Khối Đảng"), the header again on each printed page, totals, and signatures at the end.

use super::grid::{Grid, Row};
use super::headings::{HeaderCell, Reader, Reading};
use crate::table::raw::InputKind;
use crate::vn::fold::fold;
use crate::vn::heading;

/// Rows from the top among which the header is looked for.
const SEARCH_ROWS: usize = 60;
/// Rows that a header may take.
const MAX_DEPTH: usize = 3;
/// Columns that a header may have.
pub const MAX_COLUMNS: usize = 1_000;
/// A row with a name and this many other useful cells is a record without a closer look.
const SURE_CELLS: usize = 4;

/// The header that was found.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its first row, from 0.
    pub first: u32,
    /// Its last row, from 0.
    pub last: u32,
    /// Index in the grid of the first row below it.
    pub body: usize,
    /// Its cells, left to right.
    pub cells: Vec<HeaderCell>,
    /// How many of them are understood.
    pub known: usize,
}

/// Why there is no header, and the row that comes nearest.
#[derive(Debug, Clone, Default)]
pub struct Guess {
    /// The row, from 0. None: the sheet is empty.
    pub row: Option<u32>,
    /// The texts in it that were understood.
    pub understood: Vec<String>,
    /// All the texts in it.
    pub texts: Vec<String>,
    /// More columns than [`MAX_COLUMNS`]: how many.
    pub too_wide: Option<usize>,
}

/// The header of `grid`, or the best guess.
pub fn find(grid: &Grid, kind: InputKind, reader: &Reader) -> Result<Header, Guess> {
    let mut best: Option<Header> = None;
    let mut guess = Guess::default();
    for i in 0..grid.len().min(SEARCH_ROWS) {
        for depth in 1..=MAX_DEPTH {
            let Some(mut header) = block(grid, i, depth) else { break };
            if header.cells.len() > MAX_COLUMNS {
                guess.too_wide = Some(header.cells.len());
                break;
            }
            if depth > 1 && !(1..depth).all(|k| is_sub_row(grid, i + k, &header, kind, reader)) {
                break;
            }
            let mut known: Vec<_> = header.cells.iter().filter(|cell| reader.read(cell) != Reading::Nothing).collect();
            known.dedup_by(|a, b| a.chain == b.chain);
            if depth == 1 && (guess.row.is_none() || known.len() > guess.understood.len()) {
                guess.row = Some(header.first);
                guess.understood = known.iter().map(|cell| cell.shown()).collect();
                guess.texts = header.cells.iter().map(HeaderCell::shown).collect();
            }
            let has_required = header.cells.iter().any(|cell| reader.gives(cell, kind.columns()[0]));
            let enough = known.len() >= 2 || header.cells.len() == 1;
            let known = known.len();
            header.known = known;
            if has_required && enough && best.as_ref().is_none_or(|best| header.known > best.known) {
                best = Some(header);
            }
        }
    }
    best.ok_or(guess)
}

/// The `i`-th row of `grid` as the header, where it cannot be another.
pub fn find_in_row(grid: &Grid, i: usize, kind: InputKind, reader: &Reader) -> Result<Header, Guess> {
    let Some(mut header) = block(grid, i, 1) else { return Err(Guess::default()) };
    let known: Vec<String> =
        header.cells.iter().filter(|cell| reader.read(cell) != Reading::Nothing).map(HeaderCell::shown).collect();
    if header.cells.len() <= MAX_COLUMNS && header.cells.iter().any(|cell| reader.gives(cell, kind.columns()[0])) {
        header.known = known.len();
        return Ok(header);
    }
    let too_wide = (header.cells.len() > MAX_COLUMNS).then_some(header.cells.len());
    Err(Guess {
        row: Some(header.first),
        understood: known,
        texts: header.cells.iter().map(HeaderCell::shown).collect(),
        too_wide,
    })
}

/// The `depth` rows from the `i`-th as a header. None: there are not so many rows, or a gap between them.
fn block(grid: &Grid, i: usize, depth: usize) -> Option<Header> {
    if i + depth > grid.len() {
        return None;
    }
    let first = grid.row(i).number().checked_sub(1)?;
    let last = grid.row(i + depth - 1).number().checked_sub(1)?;
    if usize::try_from(last - first).ok()? != depth - 1 {
        return None;
    }
    let mut columns: Vec<usize> = (i..i + depth).flat_map(|row| grid.row(row).filled().map(|(column, _)| column)).collect();
    // Under "Họ và tên" merged over two columns, the second has no cell of its own.
    let widest = columns.iter().copied().max()?;
    columns.extend((0..widest.min(MAX_COLUMNS)).filter(|c| u32::try_from(*c).is_ok_and(|c| grid.is_covered(last, c))));
    columns.sort_unstable();
    columns.dedup();
    let mut cells = Vec::with_capacity(columns.len());
    for column in columns {
        let at = u32::try_from(column).ok()?;
        let mut chain: Vec<String> = Vec::new();
        for row in first..=last {
            let own = grid.merged_text(row, at).trim();
            let text = if own.is_empty() && row < last && !grid.merged_text(row + 1, at).is_empty() {
                left_neighbour(grid, i + usize::try_from(row - first).ok()?, column)
            } else {
                own
            };
            if !text.is_empty() && chain.last().is_none_or(|above| above != text) {
                chain.push(text.to_owned());
            }
        }
        if !chain.is_empty() {
            let is_covered = grid.is_covered(last, at) && cells.last().is_some_and(|left: &HeaderCell| left.chain == chain);
            cells.push(HeaderCell { index: column, chain, is_covered });
        }
    }
    (!cells.is_empty()).then_some(Header { first, last, body: i + depth, cells, known: 0 })
}

/// The group heading that reaches over `column` from the left, where the file has lost its merges (csv).
fn left_neighbour(grid: &Grid, i: usize, column: usize) -> &str {
    grid.row(i).filled().take_while(|(c, _)| *c < column).last().map_or("", |(_, text)| text.trim())
}

/// Whether a row continues a header: texts and no numbers, nothing but headings under the required column.
fn is_sub_row(grid: &Grid, i: usize, header: &Header, kind: InputKind, reader: &Reader) -> bool {
    let row = grid.row(i);
    let mut known = 0;
    let mut all = 0;
    for (column, text) in row.filled() {
        if text.bytes().filter(u8::is_ascii_digit).count() >= 4 || is_number(text) {
            return false;
        }
        let Some(cell) = header.cells.iter().find(|cell| cell.index == column) else { continue };
        let alone = HeaderCell { index: column, chain: vec![text.trim().to_owned()], is_covered: false };
        let is_known = reader.read(&alone) != Reading::Nothing || reader.is_whole(cell);
        if reader.gives(cell, kind.columns()[0]) && !is_known {
            return false;
        }
        all += 1;
        known += usize::from(is_known || text.starts_with('('));
    }
    all > 0 && known * 2 >= all
}

/// `3`, `(3)`, `3.`: nothing but a number.
fn is_number(text: &str) -> bool {
    let mut digits = 0;
    text.trim().chars().all(|c| {
        digits += usize::from(c.is_ascii_digit());
        c.is_ascii_digit() || matches!(c, '(' | ')' | '.' | ' ')
    }) && digits > 0
}

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
    /// Column numbers, totals, remarks.
    Furniture,
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
        if !name.is_empty() && filled == SURE_CELLS && !self.is_header_cell(row) && !is_total(name) {
            return RowKind::Record;
        }
        self.look_closer(row, name, filled)
    }

    fn name<'a>(&self, row: &'a impl Row) -> &'a str {
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
            return RowKind::Furniture;
        }
        if filled < SURE_CELLS && cells.iter().any(|(_, text)| is_signature(text)) {
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
    let folded = fold(text);
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
    const WHOLE: &[&str] =
        &["bi thu", "pho bi thu", "truong ban", "chu nhiem", "chu tich", "da ky", "thu truong", "ban thuong vu"];
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
