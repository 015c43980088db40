//! Which words stand in a cell, without marks, and what stands between them?
//!
//! Places, organisations, measures and codes are all matched on these words, so that `Hưng Hà`, `HUNG HA` and `hưng  hà.` meet.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// What stands between a word and the one before it. Later is stronger: `, - ` is a comma.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing, or blanks: also between a letter and a digit, `P9`.
    Blank,
    /// A full stop, as after an abbreviation.
    Dot,
    /// A hyphen or dash, with or without blanks: it parts two places, or is inside one name (`Bà Rịa - Vũng Tàu`).
    Hyphen,
    /// Anything that parts two things for certain: comma, semicolon, slash, bracket, line end; or the start of the text.
    Strong,
}

/// One word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Where it begins in [`Words::text`], in bytes.
    pub start: u32,
    /// Where it ends there.
    pub end: u32,
    /// Where it begins in [`Words::raw`], in bytes.
    pub raw_start: u32,
    /// Where it ends there.
    pub raw_end: u32,
    /// What stands in front of it.
    pub gap: Gap,
    /// All its letters are capitals.
    pub is_upper: bool,
    /// It is written in plain ASCII.
    pub is_plain: bool,
}

/// The words of a cell: folded (lower case, no marks, `d` for `đ`), joined by one blank, so that any run of words is one slice.
#[derive(Debug, Clone)]
pub(crate) struct Words<'a> {
    /// The cell in NFC.
    pub raw: Cow<'a, str>,
    /// The folded words, one blank between them.
    pub text: String,
    /// The words in order.
    pub list: Vec<Word>,
}

/// The letter without its marks, in lower case; None for a combining mark.
pub(crate) fn base(c: char) -> Option<char> {
    Some(match c {
        'a'..='z' | '0'..='9' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        '\u{C0}'..='\u{C5}' | '\u{E0}'..='\u{E5}' | '\u{102}' | '\u{103}' | '\u{1EA0}'..='\u{1EB7}' => 'a',
        '\u{C8}'..='\u{CB}' | '\u{E8}'..='\u{EB}' | '\u{1EB8}'..='\u{1EC7}' => 'e',
        '\u{CC}'..='\u{CF}' | '\u{EC}'..='\u{EF}' | '\u{128}' | '\u{129}' | '\u{1EC8}'..='\u{1ECB}' => 'i',
        '\u{D2}'..='\u{D6}' | '\u{F2}'..='\u{F6}' | '\u{1A0}' | '\u{1A1}' | '\u{1ECC}'..='\u{1EE3}' => 'o',
        '\u{D9}'..='\u{DC}' | '\u{F9}'..='\u{FC}' | '\u{168}' | '\u{169}' | '\u{1AF}' | '\u{1B0}' | '\u{1EE4}'..='\u{1EF1}' => {
            'u'
        }
        '\u{DD}' | '\u{FD}' | '\u{1EF2}'..='\u{1EF9}' => 'y',
        // U+00D0 and U+0189 look like Đ and stand for it in newspapers and old fonts.
        '\u{D0}' | '\u{F0}' | '\u{110}' | '\u{111}' | '\u{189}' | '\u{256}' => 'd',
        '\u{300}'..='\u{36F}' => return None,
        _ => c.to_lowercase().next().unwrap_or(c),
    })
}

/// The text in NFC; borrowed where no combining mark occurs.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_mark) { Cow::Owned(text.nfc().collect()) } else { Cow::Borrowed(text) }
}

/// A mark that combines with the letter before it. Vietnamese needs no others, and they are dropped as any sign.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// As [`char::is_alphanumeric`], without a look into tables for the letters of Vietnamese.
pub(crate) fn is_letter_or_digit(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphanumeric(),
        '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{1BF}' | '\u{1EA0}'..='\u{1EF9}' => true,
        _ => c.is_alphanumeric(),
    }
}

fn gap_of(c: char) -> Gap {
    match c {
        '.' => Gap::Dot,
        '-' | '–' | '—' | '−' | '_' | '‐' | '‑' => Gap::Hyphen,
        ',' | ';' | '/' | '(' | ')' | '[' | ']' | '|' | '\n' | '\r' | ':' | '\\' | '"' | '“' | '”' => Gap::Strong,
        _ => Gap::Blank,
    }
}

impl<'a> Words<'a> {
    /// The words of `text`.
    pub fn of(text: &'a str) -> Self {
        let raw = composed(text);
        let mut out = Self { raw: Cow::Borrowed(""), text: String::with_capacity(text.len()), list: Vec::with_capacity(12) };
        let mut gap = Gap::Strong;
        let mut open: Option<Word> = None;
        let mut was_digit = false;
        for (at, c) in raw.char_indices() {
            if is_apostrophe(c) && open.is_some() {
                // `N'Drót` and `N’Drót` are one word, however the mark is written.
                continue;
            }
            if !is_letter_or_digit(c) && !is_mark(c) {
                out.close(&mut open, at);
                gap = gap.max(gap_of(c));
                continue;
            }
            let is_digit = c.is_ascii_digit();
            if open.is_some() && is_digit != was_digit {
                out.close(&mut open, at);
                gap = Gap::Blank;
            }
            was_digit = is_digit;
            let word = match &mut open {
                Some(word) => word,
                None => {
                    if !out.text.is_empty() {
                        out.text.push(' ');
                    }
                    let (start, raw_start) = (position(out.text.len()), position(at));
                    let word = Word { start, end: start, raw_start, raw_end: raw_start, gap, is_upper: true, is_plain: true };
                    gap = Gap::Blank;
                    open.insert(word)
                }
            };
            word.is_upper = word.is_upper && c.is_uppercase();
            word.is_plain &= c.is_ascii();
            // `phường 04` and `phường 4` are one.
            if c == '0' && word.start == position(out.text.len()) && raw[at + 1..].starts_with(|next: char| next.is_ascii_digit())
            {
                continue;
            }
            if let Some(letter) = base(c) {
                out.text.push(letter);
            }
        }
        out.close(&mut open, raw.len());
        out.raw = raw;
        out
    }

    fn close(&mut self, open: &mut Option<Word>, at: usize) {
        if let Some(mut word) = open.take() {
            word.end = position(self.text.len());
            word.raw_end = position(at);
            self.list.push(word);
        }
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Words `from..to` folded, one blank between them. Empty when the range is.
    pub fn slice(&self, from: usize, to: usize) -> &str {
        match (self.list.get(from), to.checked_sub(1).and_then(|last| self.list.get(last))) {
            (Some(first), Some(last)) if from < to => self.text.get(first.start as usize..last.end as usize).unwrap_or(""),
            _ => "",
        }
    }

    /// Word `at` folded. Empty past the end.
    pub fn word(&self, at: usize) -> &str {
        self.slice(at, at + 1)
    }

    /// Words `from..to` as written, with whatever stands between them.
    pub fn raw(&self, from: usize, to: usize) -> &str {
        match (self.list.get(from), to.checked_sub(1).and_then(|last| self.list.get(last))) {
            (Some(first), Some(last)) if from < to => self.raw.get(first.raw_start as usize..last.raw_end as usize).unwrap_or(""),
            _ => "",
        }
    }
}

fn position(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ')
}

/// The folded words of `text`, one blank between them: the key that codes, measures and place names are looked up by.
pub(crate) fn key(text: &str) -> String {
    Words::of(text).text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_place_fold_to_one_key() {
        for (raw, expected) in [
            ("Hưng Hà", "hung ha"),
            ("  HƯNG   HÀ. ", "hung ha"),
            ("Hu\u{31b}ng Ha\u{300}", "hung ha"),
            ("\u{D0}ống Đa", "dong da"),
            ("Đắk N’Drót", "dak ndrot"),
            ("P09", "p 9"),
            ("quận 10", "quan 10"),
            ("Phường 0", "phuong 0"),
            ("Bà Rịa-Vũng Tàu", "ba ria vung tau"),
            ("", ""),
            (" , - ", ""),
        ] {
            assert_eq!(key(raw), expected, "{raw}");
        }
    }

    #[test]
    fn what_stands_between_words_is_kept() {
        use Gap::{Blank, Dot, Hyphen, Strong};
        let words = Words::of("x.An Hòa; Q Ba-Đình, HN");
        let gaps: Vec<_> = words.list.iter().map(|word| word.gap).collect();
        assert_eq!(gaps, [Strong, Dot, Blank, Strong, Blank, Hyphen, Strong]);
        assert_eq!(words.raw(1, 3), "An Hòa");
        assert!(words.list[6].is_upper && !words.list[1].is_upper);
    }
}
