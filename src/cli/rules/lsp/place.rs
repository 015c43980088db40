//! Which byte of a text does an editor mean, and which file?
//!
//! Editors count lines from 0, and within a line the units of UTF-16: `ệ` is one, a character beyond the first plane is two.

use std::ops::Range;
use std::path::PathBuf;

use serde_json::{Value, json};

/// A place in a text, as the protocol has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line, from 0.
    pub line: u64,
    /// Units of UTF-16 before it in the line.
    pub character: u64,
}

impl Position {
    /// Where the byte `offset` of `text` stands; the end, where the text is shorter.
    pub fn of(text: &str, offset: usize) -> Self {
        let mut place = Self { line: 0, character: 0 };
        for (at, c) in text.char_indices().take_while(|(at, _)| *at < offset) {
            if ends_line(text, at, c) {
                place = Self { line: place.line + 1, character: 0 };
            } else if c != '\r' {
                place.character += c.len_utf16() as u64;
            }
        }
        place
    }

    /// The byte of `text` that is meant; the line's end where the line is shorter, the text's where the text is.
    pub fn offset(self, text: &str) -> usize {
        let mut place = Self { line: 0, character: 0 };
        for (at, c) in text.char_indices() {
            let is_end = matches!(c, '\r' | '\n');
            if place.line == self.line && (place.character >= self.character || is_end) {
                return at;
            }
            if ends_line(text, at, c) {
                place = Self { line: place.line + 1, character: 0 };
            } else if !is_end {
                place.character += c.len_utf16() as u64;
            }
        }
        text.len()
    }

    /// The place that a message of the protocol gives. None: it gives none.
    pub fn read(value: &Value) -> Option<Self> {
        Some(Self { line: value["line"].as_u64()?, character: value["character"].as_u64()? })
    }

    fn to_json(self) -> Value {
        json!({ "line": self.line, "character": self.character })
    }
}

/// Whether a line ends with the character `c` at `at`: `\r\n` ends one, not two.
fn ends_line(text: &str, at: usize, c: char) -> bool {
    c == '\n' || (c == '\r' && text.as_bytes().get(at + 1) != Some(&b'\n'))
}

/// The bytes `span` of `text`, as the protocol has them.
pub fn range(text: &str, span: &Range<usize>) -> Value {
    json!({ "start": Position::of(text, span.start).to_json(), "end": Position::of(text, span.end).to_json() })
}

/// The path that a `file:` address means. None: it means no file, as the address of a page not saved yet.
pub fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let mut bytes = Vec::with_capacity(path.len());
    let mut left = path.as_bytes();
    while let Some((&first, rest)) = left.split_first() {
        let escaped = rest.get(..2).filter(|_| first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                left = rest.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                left = rest;
            }
        }
    }
    let path = String::from_utf8(bytes).ok()?;
    let has_drive = path.as_bytes().get(2) == Some(&b':');
    Some(match host {
        // `/C:/x` is `C:/x`.
        "" | "localhost" if has_drive => PathBuf::from(path.trim_start_matches('/')),
        "" | "localhost" => PathBuf::from(path),
        host => PathBuf::from(format!("//{host}{path}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_units_of_utf_16() {
        let text = "độ = '𠀀x'\r\nhai\rba\n";
        for (needle, line, character) in
            [("độ", 0, 0), ("=", 0, 3), ("𠀀", 0, 6), ("x", 0, 8), ("hai", 1, 0), ("ai", 1, 1), ("ba", 2, 0)]
        {
            let offset = text.find(needle).unwrap();
            let place = Position { line, character };
            assert_eq!((Position::of(text, offset), place.offset(text)), (place, offset), "{needle}");
        }
        assert_eq!(Position::of(text, 999), Position { line: 3, character: 0 });
        for (line, character, offset) in [(0, 99, text.find('\r').unwrap()), (9, 0, text.len()), (u64::MAX, u64::MAX, text.len())]
        {
            assert_eq!(Position { line, character }.offset(text), offset);
        }
    }

    #[test]
    fn an_address_is_the_file_it_names() {
        for (uri, expected) in [
            ("file:///quy%20t%E1%BA%AFc/TD102.toml", Some("/quy tắc/TD102.toml")),
            ("file://localhost/a", Some("/a")),
            ("file:///c%3A/x", Some("c:/x")),
            ("file://office/x", Some("//office/x")),
            ("file:///100%", Some("/100%")),
            ("file:///%FF", None),
            ("untitled:Untitled-1", None),
            ("", None),
        ] {
            assert_eq!(path(uri), expected.map(PathBuf::from), "{uri}");
        }
    }
}
