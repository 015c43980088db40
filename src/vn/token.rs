//! The words of a name as they stand in it, and how they match an expression of a data file.

use super::fold::fold;
use super::syllable::Syllable;
use super::words::is_letter_or_digit;

/// A run of letters and digits.
#[derive(Debug, Clone)]
pub(crate) struct Token<'a> {
    /// The byte it starts at.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// As written.
    pub text: &'a str,
    /// Folded.
    pub key: String,
}

impl Token<'_> {
    /// In small letters, marks kept. Few words are asked for it, so it is not kept.
    pub fn small(&self) -> String {
        self.text.to_lowercase()
    }

    /// Whether it is written in small letters throughout.
    pub fn is_small(&self) -> bool {
        self.small() == self.text
    }
}

/// The words of `text`, in order.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    each(text).collect()
}

/// The first of them.
pub(crate) fn first(text: &str) -> Option<Token<'_>> {
    each(text).next()
}

fn each(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find(is_letter_or_digit)?;
        let tail = &text[start..];
        let len = tail.find(|c: char| !is_letter_or_digit(c)).unwrap_or(tail.len());
        let word = &tail[..len];
        at = start + len;
        Some(Token { start, end: at, text: word, key: fold(word) })
    })
}

/// How an expression stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Match {
    /// With its marks; an expression that has none is always this.
    Exact,
    /// Typed without marks.
    Bare,
}

/// An expression of one or more words, `tên thường gọi`, `Đ/c`.
#[derive(Debug)]
pub(crate) struct Expression {
    words: Vec<(String, String)>,
    /// Whether its words stand apart, as in a phrase, and not joined by signs, as in `b.d`.
    has_blanks: bool,
}

impl Expression {
    pub fn new(written: &str) -> Self {
        let words = tokens(written).into_iter().map(|token| (token.small(), token.key)).collect();
        Self { words, has_blanks: written.contains(' ') }
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The folded first word, to look it up by.
    pub fn first_key(&self) -> &str {
        self.words.first().map_or("", |(_, key)| key)
    }

    /// The first word as written with its marks, and as typed without, where that is a syllable.
    pub fn first_syllables(&self) -> impl Iterator<Item = Syllable> {
        let syllable = self.words.first().and_then(|(small, _)| Syllable::parse(small));
        syllable.into_iter().flat_map(|syllable| [syllable, syllable.base()])
    }

    /// Whether `tokens` begin with it. `text` is what the tokens were cut from.
    pub fn begins(&self, text: &str, tokens: &[Token<'_>]) -> Option<Match> {
        let here = tokens.get(..self.words.len()).filter(|here| !here.is_empty())?;
        if !here.iter().zip(&self.words).all(|(token, (_, key))| token.key == *key) {
            return None;
        }
        let between = |pair: &[Token<'_>]| text.get(pair[0].end..pair[1].start).is_some_and(|gap| gap.contains([' ', '_']));
        if here.windows(2).any(|pair| between(pair) != self.has_blanks) {
            return None;
        }
        if here.iter().zip(&self.words).all(|(token, (small, _))| token.small() == *small) {
            return Some(Match::Exact);
        }
        here.iter().all(|token| token.text.is_ascii()).then_some(Match::Bare)
    }
}
