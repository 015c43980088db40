//! The words of a name as they stand in it, and how they match an expression of a data file.

use super::fold::fold;
use super::syllable::Syllable;

/// A run of letters and digits.
#[derive(Debug, Clone)]
pub(crate) struct Token<'a> {
    /// The byte it starts at.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// As written.
    pub text: &'a str,
    /// In small letters, marks kept.
    pub small: String,
    /// Folded.
    pub key: String,
}

impl Token<'_> {
    /// Whether it is written in small letters throughout.
    pub fn is_small(&self) -> bool {
        self.small == self.text
    }
}

/// The words of `text`, in order.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|tail| tail.find(char::is_alphanumeric)) {
        let start = at + offset;
        let tail = &text[start..];
        let len = tail.find(|c: char| !c.is_alphanumeric()).unwrap_or(tail.len());
        let word = &tail[..len];
        out.push(Token { start, end: start + len, text: word, small: word.to_lowercase(), key: fold(word) });
        at = start + len;
    }
    out
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
        let words = tokens(written).into_iter().map(|token| (token.small, token.key)).collect();
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
        if here.iter().zip(&self.words).all(|(token, (small, _))| token.small == *small) {
            return Some(Match::Exact);
        }
        here.iter().all(|token| token.text.is_ascii()).then_some(Match::Bare)
    }
}
