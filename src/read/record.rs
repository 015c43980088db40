//! Where does one csv record end and the next begin?
//!
//! A stray quote must not swallow the rest of a file, so a quoted field that does not close properly within [`MAX_QUOTED_BYTES`]
//! condemns its own line only.

use memchr::{memchr, memchr2};

use super::grid::Row;

/// Bytes that one quoted field may have.
pub const MAX_QUOTED_BYTES: usize = 32 << 10;

/// The cells of one record, reused from record to record.
#[derive(Debug, Default)]
pub struct Fields {
    spans: Vec<Span>,
    /// Fields with doubled quotes, undoubled.
    unquoted: String,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
    is_unquoted: bool,
}

impl Fields {
    /// How many fields the record has.
    pub fn count(&self) -> usize {
        self.spans.len()
    }
}

/// What stands at a place of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The text is over.
    End,
    /// A record; the next begins at `next`.
    Record {
        /// Where the next record begins.
        next: usize,
        /// It has a line break inside a quoted field.
        is_long: bool,
    },
    /// A line with a quote that does not close.
    Stray {
        /// Where the next line begins.
        next: usize,
    },
}

/// Where the line after the one at `start` begins.
pub fn next_line(bytes: &[u8], start: usize) -> usize {
    bytes.get(start..).and_then(|rest| memchr(b'\n', rest)).map_or(bytes.len(), |len| start + len + 1)
}

/// Splits the record at `start` of `text` into `fields`.
pub fn read(text: &str, start: usize, separator: u8, fields: &mut Fields) -> Step {
    let bytes = text.as_bytes();
    fields.spans.clear();
    fields.unquoted.clear();
    if start >= bytes.len() {
        return Step::End;
    }
    let mut at = start;
    let mut is_long = false;
    loop {
        let end = if bytes.get(at) == Some(&b'"') {
            let Some((span, end)) = quoted(text, at, separator, &mut fields.unquoted) else {
                return Step::Stray { next: next_line(bytes, start) };
            };
            is_long = is_long || memchr(b'\n', &bytes[at..end]).is_some();
            fields.spans.push(span);
            end
        } else {
            let rest = &bytes[at..];
            let end = at + memchr2(separator, b'\n', rest).unwrap_or(rest.len());
            let is_last = bytes.get(end) != Some(&separator);
            let trimmed = if is_last && end > at && bytes[end - 1] == b'\r' { end - 1 } else { end };
            fields.spans.push(Span { start: at, end: trimmed, is_unquoted: false });
            end
        };
        match bytes.get(end) {
            Some(byte) if *byte == separator => at = end + 1,
            Some(_) => return Step::Record { next: next_line(bytes, end), is_long },
            None => return Step::Record { next: bytes.len(), is_long },
        }
    }
}

/// The quoted field that opens at `open`, and the place of what follows it: a separator, a line's end, or the end of the text.
fn quoted(text: &str, open: usize, separator: u8, unquoted: &mut String) -> Option<(Span, usize)> {
    let bytes = text.as_bytes();
    let limit = bytes.len().min(open + MAX_QUOTED_BYTES);
    let mut at = open + 1;
    let mut is_doubled = false;
    let close = loop {
        let quote = at + memchr(b'"', bytes.get(at..limit)?)?;
        if bytes.get(quote + 1) != Some(&b'"') {
            break quote;
        }
        is_doubled = true;
        at = quote + 2;
    };
    let follows = match (bytes.get(close + 1), bytes.get(close + 2)) {
        (None, _) => close + 1,
        (Some(byte), _) if *byte == separator || *byte == b'\n' => close + 1,
        (Some(b'\r'), Some(b'\n') | None) => close + 1,
        _ => return None,
    };
    if !is_doubled {
        return Some((Span { start: open + 1, end: close, is_unquoted: false }, follows));
    }
    let start = unquoted.len();
    let mut pieces = text.get(open + 1..close)?.split("\"\"");
    unquoted.push_str(pieces.next().unwrap_or(""));
    for piece in pieces {
        unquoted.push('"');
        unquoted.push_str(piece);
    }
    Some((Span { start, end: unquoted.len(), is_unquoted: true }, follows))
}

/// A record of a csv file.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// The text that was read.
    pub text: &'a str,
    /// The cells found in it.
    pub fields: &'a Fields,
}

impl Row for Record<'_> {
    fn get(&self, column: usize) -> &str {
        let Some(span) = self.fields.spans.get(column) else { return "" };
        let text = if span.is_unquoted { self.fields.unquoted.as_str() } else { self.text };
        text.get(span.start..span.end).unwrap_or("")
    }

    fn each(&self, visit: &mut dyn FnMut(usize, &str)) {
        for column in 0..self.fields.count() {
            let text = Row::get(self, column);
            if !text.is_empty() {
                visit(column, text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Result<Vec<String>, usize>> {
        let mut out = Vec::new();
        let mut fields = Fields::default();
        let mut at = 0;
        loop {
            match read(text, at, b',', &mut fields) {
                Step::End => return out,
                Step::Record { next, .. } => {
                    let record = Record { text, fields: &fields };
                    out.push(Ok((0..fields.count()).map(|i| Row::get(&record, i).to_owned()).collect()));
                    at = next;
                }
                Step::Stray { next } => {
                    out.push(Err(next));
                    at = next;
                }
            }
        }
    }

    fn row(cells: &[&str]) -> Result<Vec<String>, usize> {
        Ok(cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn quotes_line_breaks_and_ends_of_lines() {
        assert_eq!(all("a,b\r\nc,\n"), [row(&["a", "b"]), row(&["c", ""])]);
        assert_eq!(all("\"a,b\",\"c \"\"d\"\"\"\n"), [row(&["a,b", "c \"d\""])]);
        assert_eq!(all("\"a\nb\",c\r\nd,e"), [row(&["a\nb", "c"]), row(&["d", "e"])]);
        assert_eq!(all("a \"b\" c,d"), [row(&["a \"b\" c", "d"])]);
        assert_eq!(all("\n\n"), [row(&[""]), row(&[""])]);
        assert_eq!(all("a,\"\""), [row(&["a", ""])]);
    }

    #[test]
    fn a_stray_quote_costs_its_own_line_only() {
        assert_eq!(all("a,\"b,1\nc,\"d\",2\ne,f,3\n"), [Err(7), row(&["c", "d", "2"]), row(&["e", "f", "3"])]);
        assert_eq!(all("\"a\"b,c\nd,e"), [Err(7), row(&["d", "e"])]);
        assert_eq!(all("\"a"), [Err(2)]);
    }
}
