//! How does a row of data stand in a sheet?

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::report::show;

/// UTF-16 units that a cell is filled with (Excel: 32,767).
const LONGEST: usize = 32_000;
/// Height of a line, in points, at the type size of the workbook's formats.
const LINE: f64 = 16.0;
/// The greatest height of a row, in points (Excel: 409).
const HIGHEST: f64 = 400.0;

/// What goes into a cell.
pub(super) enum Cell<'a> {
    Text(Cow<'a, str>),
    Number(f64),
    Blank,
}

impl<'a> Cell<'a> {
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn some(text: Option<&'a str>) -> Self {
        text.map_or(Self::Blank, |text| Self::Text(show::visible(text)))
    }

    /// How many lines the text takes in a column so many characters wide, about.
    fn lines(&self, width: f64) -> f64 {
        match self {
            // Letters with marks take the room of letters without; words break early, hence the tenth.
            Self::Text(text) => (text.chars().count() as f64 * 1.1 / width).ceil().max(1.0),
            Self::Number(_) | Self::Blank => 1.0,
        }
    }
}

/// The text as far as a cell holds it.
pub(super) fn cut(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST
    });
    end.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// The numbers of the formats in the workbook's table of styles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Styles<'a> {
    pub(super) text: &'a str,
    /// Text that begins like a formula.
    pub(super) quoted: &'a str,
    pub(super) number: &'a str,
    /// Cells for people to fill in.
    pub(super) answer: &'a str,
}

/// How the rows of one sheet are written.
pub(super) struct Rows<'a> {
    styles: Styles<'a>,
    /// Letter and width in characters of each column.
    columns: Vec<(String, f64)>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(styles: Styles<'a>, widths: &[f64]) -> Self {
        Self { styles, columns: (0..).map(letters).zip(widths.iter().copied()).collect() }
    }

    /// Appends row `row`, counted from 1: `cells`, and after them the cells for people to fill in.
    pub(super) fn push(&self, out: &mut String, row: u32, cells: &[Cell<'_>]) {
        // Excel would fit the height itself; LibreOffice does not, and lets the lines overlap.
        let lines = cells.iter().zip(&self.columns).map(|(cell, (_, width))| cell.lines(*width)).fold(1.0, f64::max);
        // A height is a whole number of pixels, of which there are four to three points.
        let height = ((lines * LINE).min(HIGHEST) * 4.0 / 3.0).round() * 0.75;
        let number = row.to_string();
        let _ = write!(out, r#"<row r="{number}" ht="{height}" customHeight="1">"#);
        let begin = |out: &mut String, column: &str, style: &str| {
            for piece in [r#"<c r=""#, column, &number, r#"" s=""#, style] {
                out.push_str(piece);
            }
        };
        for (cell, (column, _)) in cells.iter().zip(&self.columns) {
            match cell {
                Cell::Text(text) if !text.is_empty() => {
                    let text = cut(text);
                    let is_formula = text.starts_with(['=', '+', '-', '@']);
                    begin(out, column, if is_formula { self.styles.quoted } else { self.styles.text });
                    let blank = ['\t', '\n', ' '];
                    let has_blank = text.starts_with(blank) || text.ends_with(blank);
                    out.push_str(r#"" t="inlineStr"><is><t"#);
                    out.push_str(if has_blank { r#" xml:space="preserve">"# } else { ">" });
                    escape_into(out, text);
                    out.push_str("</t></is></c>");
                }
                Cell::Number(x) if x.is_finite() => {
                    begin(out, column, self.styles.number);
                    let _ = write!(out, r#""><v>{x}</v></c>"#);
                }
                Cell::Text(_) | Cell::Number(_) | Cell::Blank => {
                    begin(out, column, self.styles.text);
                    out.push_str(r#""/>"#);
                }
            }
        }
        for (column, _) in self.columns.iter().skip(cells.len()) {
            begin(out, column, self.styles.answer);
            out.push_str(r#""/>"#);
        }
        out.push_str("</row>");
    }
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
fn letters(mut column: u32) -> String {
    let mut out = Vec::new();
    loop {
        out.push(char::from_digit(column % 26 + 10, 36).unwrap_or('a').to_ascii_uppercase());
        column /= 26;
        if column == 0 {
            return out.into_iter().rev().collect();
        }
        column -= 1;
    }
}

/// Appends `text` as it stands in XML; what XML cannot hold as Excel writes it: `_x001F_`.
fn escape_into(out: &mut String, text: &str) {
    let is_special = |byte: u8| matches!(byte, 0..0x20 | b'&' | b'<' | b'>' | b'_' | 0xef);
    // Looked at in stretches, without leaving at the first such byte, they are compared many at once.
    if !text.as_bytes().chunks(64).any(|bytes| bytes.iter().fold(false, |found, byte| found | is_special(*byte))) {
        out.push_str(text);
        return;
    }
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' if is_escape(&text.as_bytes()[at..]) => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(c),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(out, "_x{:04X}_", u32::from(c));
            }
            c => out.push(c),
        }
    }
}

/// Whether the text begins as Excel writes a character that XML cannot hold.
fn is_escape(text: &[u8]) -> bool {
    matches!(text, [b'_', b'x', digits @ .., ] if digits.get(4) == Some(&b'_') && digits[..4].iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn text_is_escaped_as_excel_does() {
        for (text, xml) in [
            ("Nguyễn Văn A", "Nguyễn Văn A"),
            ("A & B <c>", "A &amp; B &lt;c&gt;"),
            ("a\u{1f}b\nc", "a_x001F_b\nc"),
            ("_x0041_ _x00zz_ _x", "_x005F_x0041_ _x00zz_ _x"),
            ("ﬀ\u{ffff}", "ﬀ_xFFFF_"),
        ] {
            let mut out = String::new();
            escape_into(&mut out, text);
            assert_eq!(out, xml);
        }
    }

    #[test]
    fn a_row_has_its_cells_and_room_for_answers() {
        let styles = Styles { text: "3", quoted: "4", number: "5", answer: "6" };
        let rows = Rows::new(styles, &[10.0, 9.0, 9.0, 9.0, 9.0]);
        let mut out = String::new();
        rows.push(&mut out, 7, &[Cell::text("=1+1"), Cell::text(" một hai ba bốn"), Cell::Number(0.25), Cell::Blank]);
        let cells = r#"<c r="A7" s="4" t="inlineStr"><is><t>=1+1</t></is></c><c r="B7" s="3" t="inlineStr"><is><t xml:space="preserve"> một hai ba bốn</t></is></c><c r="C7" s="5"><v>0.25</v></c><c r="D7" s="3"/><c r="E7" s="6"/>"#;
        assert_eq!(out, format!(r#"<row r="7" ht="32.25" customHeight="1">{cells}</row>"#));
    }

    #[test]
    fn a_long_text_is_cut_by_utf16_units() {
        assert_eq!(cut(&"x".repeat(LONGEST + 5)).len(), LONGEST);
        assert_eq!(cut(&"𝒳".repeat(LONGEST)).chars().count(), LONGEST / 2);
        assert_eq!(cut("ngắn"), "ngắn");
    }
}
