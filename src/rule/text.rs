//! Where does a piece of a condition stand in its file?

use std::ops::Range;

use sqlparser::tokenizer::{Location, Span};

use crate::diag::SourceText;

/// A text value of a TOML file, with its place.
#[derive(Debug, Clone)]
pub(super) struct Located {
    /// The value.
    pub text: String,
    /// Where it stands in the file, quotes included.
    pub span: Range<usize>,
    /// The file's offset of the value's first byte. None: the value has escapes, so its bytes are not the file's.
    start: Option<usize>,
}

impl Located {
    /// The value `text` that the file spells at `span`.
    pub fn new(text: &str, span: Range<usize>, source: &SourceText) -> Self {
        let raw = source.text.get(span.clone()).unwrap_or("");
        let quote = ["'''", "\"\"\"", "'", "\""].into_iter().find(|quote| raw.starts_with(quote)).map_or(0, str::len);
        let start = raw.get(quote..).and_then(|rest| {
            let newline = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
            let skip = if quote == 3 { newline } else { 0 };
            rest.get(skip..)?.starts_with(text).then_some(span.start + quote + skip)
        });
        Self { text: text.to_owned(), span, start }
    }

    /// The file's bytes that hold `part` of the value; the whole value where that cannot be told.
    pub fn part(&self, part: Range<usize>) -> Range<usize> {
        match self.start {
            Some(start) => start + part.start..start + part.end,
            None => self.span.clone(),
        }
    }
}

/// Byte offsets of lines and columns: the SQL parser counts characters.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The byte offset of a line and column, both from 1.
    pub fn offset(&self, at: Location) -> usize {
        let line = usize::try_from(at.line).unwrap_or(0).saturating_sub(1);
        let column = usize::try_from(at.column).unwrap_or(0).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let rest = &self.text[start..];
        start + rest.char_indices().nth(column).map_or(rest.len(), |(offset, _)| offset)
    }

    /// The bytes of a span. None: the parser knows no place.
    pub fn range(&self, span: Span) -> Option<Range<usize>> {
        (span.start.line > 0 && span.end.line > 0).then(|| self.offset(span.start)..self.offset(span.end))
    }
}

/// The known name that is nearest to `name`, if one is at most two edits away.
pub(super) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(name, candidate), candidate))
        .filter(|&(distance, candidate)| distance <= 2 && distance < candidate.chars().count())
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_condition_is_found_in_its_file() {
        for (file, value) in [
            ("when = '''\na = 'đã' AND b\n'''", "a = 'đã' AND b\n"),
            ("when = '''\r\na = 'đã' AND b'''", "a = 'đã' AND b"),
            ("when = \"a = 'đã' AND b\"", "a = 'đã' AND b"),
        ] {
            let source = SourceText::new("x.toml", file);
            let located = Located::new(value, 7..file.len(), &source);
            let b = Lines::new(value).offset(Location { line: 1, column: 14 });
            assert_eq!(&file[located.part(b..b + 1)], "b", "{file}");
        }
    }

    #[test]
    fn only_near_names_are_offered() {
        assert_eq!(nearest("month_since", ["months_since", "measure"]), Some("months_since"));
        assert_eq!(nearest("ab", ["cd", "x"]), None);
    }
}
