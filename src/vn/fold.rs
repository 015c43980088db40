//! How is a text made comparable without losing what tells people apart ([`tidy`]), and how is it reduced to a key ([`fold`])?

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::letter::{self, Glyph, Mark, Tone};
use super::look_alike;
use super::syllable::{self, Word};

/// What [`tidy_noting`] had to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tidied {
    /// Blanks added, doubled, at the ends, or of a kind that is no blank; trailing dots and commas.
    pub spaces: bool,
    /// Letters of another alphabet or code that look like Vietnamese ones, and other apostrophes.
    pub look_alike: bool,
    /// Tone marks moved to where the old style puts them.
    pub tone_placement: bool,
}

/// `text` in one spelling: NFC, look-alike letters and apostrophes replaced, single blanks, no trailing dot or comma, the tone placed
/// the old way (hòa, thúy) and where it belongs (`Hòang`, `Nguỹên`). i and y stay: `Vi` and `Vy` are different names. Idempotent.
///
/// ```
/// use thamdinh::vn::fold::tidy;
/// assert_eq!(tidy("Nguỹên  Thị  Hoà "), "Nguyễn Thị Hòa");
/// assert_eq!(tidy("Ðinh Công Hòang."), "Đinh Công Hoàng");
/// ```
pub fn tidy(text: &str) -> String {
    tidy_cow(text).into_owned()
}

/// As [`tidy`], borrowed where `text` is tidy already.
pub fn tidy_cow(text: &str) -> Cow<'_, str> {
    tidy_noting(text).0
}

/// As [`tidy`], and what was changed.
pub fn tidy_noting(text: &str) -> (Cow<'_, str>, Tidied) {
    let mut noted = Tidied::default();
    if is_tidy(text) {
        return (Cow::Borrowed(text), noted);
    }
    let text = if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) };
    let mut out = respell(&text, &mut noted);
    while let Some(last) = out.chars().next_back() {
        // Not a dot alone: `Ng.` at the end of a text is cut too, the abbreviation reads the same without it.
        if !matches!(last, ' ' | '.' | ',' | ';' | ':') {
            break;
        }
        out.pop();
        noted.spaces = true;
    }
    if let Some(placed) = place_tones(&out) {
        noted.tone_placement = true;
        out = placed;
    }
    (Cow::Owned(out), noted)
}

/// Whether tidying would change nothing; may say no to a tidy text with rare characters.
fn is_tidy(text: &str) -> bool {
    let mut before = ' ';
    let mut word_start = 0;
    // A tone in a word of one vowel stands where it must: only words with a tone and more vowels are parsed.
    let (mut vowels, mut has_tone) = (0, false);
    for (at, c) in text.char_indices() {
        if let Some(glyph) = letter::read(c) {
            vowels += usize::from(glyph.letter.is_vowel());
            has_tone |= glyph.tone != Tone::Level;
        } else {
            if !(' '..='~').contains(&c) || c == '`' || (c == ' ' && matches!(before, ' ' | '\'')) {
                return false;
            }
            if c.is_ascii_alphabetic() {
                // f, j, w, z: no Vietnamese word, and its tones stay where they are.
            } else {
                if has_tone && vowels > 1 && misplacement(&text[word_start..at]).is_some() {
                    return false;
                }
                word_start = at + 1;
                (vowels, has_tone) = (0, false);
            }
        }
        before = c;
    }
    let is_cut_short = matches!(before, ' ' | '.' | ',' | ';' | ':');
    let is_misplaced = || has_tone && vowels > 1 && misplacement(&text[word_start..]).is_some();
    text.is_empty() || (!is_cut_short && !is_misplaced())
}

/// Letter by letter: NFC, look-alikes, blanks.
fn respell(text: &str, noted: &mut Tidied) -> String {
    let mut out = String::with_capacity(text.len());
    let mut needs_nfc = false;
    for c in text.chars() {
        if letter::read(c).is_some() || c.is_ascii_graphic() && c != '`' {
            out.push(c);
        } else if is_blank(c) {
            noted.spaces |= c != ' ' || out.is_empty() || out.ends_with(' ');
            // `H' Hen` and `K` KRáh`: the marker and the name are one word.
            if out.ends_with('\'') && ends_with_marker(&out) {
                noted.spaces = true;
            } else if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if is_invisible(c) {
            noted.spaces = true;
        } else if let Some(like) = look_alike::of(c) {
            noted.look_alike = true;
            out.push(like);
        } else if let Some(marked) = attach(&out, c) {
            out.pop();
            out.push(marked);
        } else {
            needs_nfc |= !c.is_ascii();
            out.push(c);
        }
    }
    if needs_nfc && !is_nfc(&out) { out.nfc().collect() } else { out }
}

/// The last letter of `out` with the combining character `c` on it, whatever the order the marks come in.
fn attach(out: &str, c: char) -> Option<char> {
    let Glyph { letter, tone, is_upper } = letter::read(out.chars().next_back()?)?;
    if let Some(new) = Tone::of_combining(c) {
        return (tone == Tone::Level && letter.is_vowel()).then(|| letter::write(letter, new, is_upper));
    }
    let mark = match c {
        '\u{302}' => Mark::Circumflex,
        '\u{306}' | '\u{30C}' => Mark::Breve,
        '\u{31B}' => Mark::Horn,
        _ => return None,
    };
    (!letter.is_marked()).then(|| letter.with(mark))?.map(|letter| letter::write(letter, tone, is_upper))
}

/// Whether `out` ends with H' or K' as a word of its own.
fn ends_with_marker(out: &str) -> bool {
    let mut back = out.chars().rev().skip(1);
    matches!(back.next(), Some('H' | 'K' | 'h' | 'k')) && !back.next().is_some_and(char::is_alphanumeric)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_ascii_control()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}')
}

fn misplacement(word: &str) -> Option<(usize, usize)> {
    Word::read(word)?.misplaced()
}

/// `text` with every tone in its place. None: nothing to move.
fn place_tones(text: &str) -> Option<String> {
    let mut out: Option<String> = None;
    let mut done = 0;
    for (start, word) in words(text) {
        let Some((at, to)) = misplacement(word) else { continue };
        let out = out.get_or_insert_with(|| String::with_capacity(text.len()));
        out.push_str(&text[done..start]);
        let tone = word.chars().nth(at).and_then(letter::read).map_or(Tone::Level, |glyph| glyph.tone);
        for (i, c) in word.chars().enumerate() {
            out.push(match letter::read(c) {
                Some(Glyph { letter, is_upper, .. }) if i == at => letter::write(letter, Tone::Level, is_upper),
                Some(Glyph { letter, is_upper, .. }) if i == to => letter::write(letter, tone, is_upper),
                _ => c,
            });
        }
        done = start + word.len();
    }
    let mut out = out?;
    out.push_str(&text[done..]);
    Some(out)
}

/// The runs of letters in `text`, each with the byte it starts at.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let tail = text.get(rest..)?;
        let start = rest + tail.find(char::is_alphabetic)?;
        let tail = &text[start..];
        let end = start
            + tail.find(|c: char| !c.is_alphabetic() && !unicode_normalization::char::is_combining_mark(c)).unwrap_or(tail.len());
        rest = end;
        Some((start, &text[start..end]))
    })
}

/// The key of `text`: lower-case letters without marks and digits, words separated by one blank. d for đ; an apostrophe joins
/// (`H'Hen` is `hhen`), any other sign separates. Letters of other scripts stay, in lower case. Idempotent.
///
/// ```
/// use thamdinh::vn::fold::fold;
/// assert_eq!(fold("  Đặng Thị  Hoà."), "dang thi hoa");
/// assert_eq!(fold("H’Hen Niê"), "hhen nie");
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if let Some(glyph) = letter::read(c) {
            out.push(glyph.letter.ascii());
        } else if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if matches!(c, '\'' | '`') || is_invisible(c) || unicode_normalization::char::is_combining_mark(c) {
        } else if let Some(like) = look_alike::of(c) {
            fold_plain(like, &mut out);
        } else if c.is_alphanumeric() {
            for part in std::iter::once(c).nfkd().flat_map(char::to_lowercase) {
                fold_plain(look_alike::of(part).unwrap_or(part), &mut out);
            }
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

fn fold_plain(c: char, out: &mut String) {
    if let Some(glyph) = letter::read(c) {
        out.push(glyph.letter.ascii());
    } else if c.is_alphanumeric() {
        out.extend(c.to_lowercase().filter(|c| c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(*c)));
    }
}

/// `text` as typed without marks: `Nguyễn Đức` gives `Nguyen Duc`. Everything else stays.
pub fn strip_marks(text: &str) -> String {
    text.chars()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| match letter::read(c) {
            Some(glyph) => letter::write(glyph.letter.base(), Tone::Level, glyph.is_upper),
            None => match look_alike::of(c).and_then(letter::read) {
                Some(glyph) => letter::write(glyph.letter.base(), Tone::Level, glyph.is_upper),
                None => c,
            },
        })
        .collect()
}

/// `name` with capitals as written in names: `NGUYỄN VĂN AN` and `nguyễn văn an` give `Nguyễn Văn An`, `H'HEN NIÊ` gives `H'Hen Niê`.
///
/// In a name of mixed case a word without capitals gets one (`Nguyễn thị Hoa`), and a word in capitals or with two at its start loses
/// them if it is a syllable (`NGuyễn`, `Trần THỊ`); other spellings stay (`KPă`, `KSor`).
pub fn name_case(name: &str) -> String {
    let has_lower = name.chars().any(char::is_lowercase);
    let mut out = String::with_capacity(name.len());
    let mut done = 0;
    for (start, word) in words(name) {
        out.push_str(&name[done..start]);
        done = start + word.len();
        let uppers = word.chars().filter(|c| c.is_uppercase()).count();
        let is_plain = !has_lower || uppers == 0 || word.chars().nth(1).is_none() || syllable::is_valid_word(word);
        // The K and H of `K'Sor` before an apostrophe are words here, so each side is capitalised on its own.
        if is_plain {
            let mut chars = word.chars();
            out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            out.extend(chars.flat_map(char::to_lowercase));
        } else {
            out.push_str(word);
        }
    }
    out.push_str(&name[done..]);
    out
}

#[cfg(test)]
#[path = "fold_tests.rs"]
mod tests;
