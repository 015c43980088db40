//! Is this cell text that was read in the wrong encoding, and what was meant?
//!
//! A cell is judged by its words: one that is legal Vietnamese as it stands is never touched, since the same letters may mean another
//! name (VNI `Hoà` is Hồ, and Unicode `Hoà` is Hòa). Only where words are no Vietnamese, and become so under one encoding, is the cell
//! read again.

use std::borrow::Cow;

use super::charset::{self, Legacy, PAGES};
use super::letter;
use super::look_alike;
use super::minority;
use super::syllable::Word;
use super::vocabulary;

/// How many of the words with letters outside ASCII are Vietnamese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Score {
    /// Words with a character outside ASCII.
    pub words: u32,
    /// Those that are valid.
    pub valid: u32,
    /// Those that are known in names.
    pub known: u32,
}

impl Score {
    pub(crate) fn of(text: &str) -> Self {
        let mut score = Self::default();
        if text.is_ascii() {
            return score;
        }
        for word in odd_words(text) {
            score.words += 1;
            if is_vietnamese(word) {
                score.valid += 1;
                score.known += u32::from(vocabulary::is_known(word));
            }
        }
        score
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.words += other.words;
        self.valid += other.valid;
        self.known += other.known;
    }

    /// The share that is valid, 0..=1; 1 where there is nothing to judge.
    pub(crate) fn share(self) -> f64 {
        if self.words == 0 { 1.0 } else { f64::from(self.valid) / f64::from(self.words) }
    }

    pub(crate) const fn is_all_valid(self) -> bool {
        self.valid == self.words
    }

    /// Valid words first, then known ones; each against the words there are.
    fn is_better_than(self, other: Self) -> bool {
        let cross = |a: u32, b: u32| u64::from(a) * u64::from(b);
        let (mine, theirs) = (cross(self.valid, other.words.max(1)), cross(other.valid, self.words.max(1)));
        mine > theirs || mine == theirs && cross(self.known, other.words.max(1)) > cross(other.known, self.words.max(1))
    }
}

/// The words with a character outside ASCII. Only ASCII signs separate words: in an old encoding the other signs are letters. A sign
/// on its own is none.
fn odd_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_separator).filter(|word| !word.is_ascii() && word.chars().any(char::is_alphabetic))
}

#[inline]
fn is_separator(c: char) -> bool {
    c == ' ' || c.is_ascii_graphic() && !c.is_ascii_alphabetic() || matches!(c, '\t' | '\n' | '\r' | '\u{A0}')
}

/// Whether `word` is a legal Vietnamese word in a possible mixture of cases: `hÁn` is not.
fn is_vietnamese(word: &str) -> bool {
    if let Some(word) = Word::read(word)
        && word.syllable.is_legal()
    {
        return !word.has_inner_capital();
    }
    if is_abbreviation(word) || minority::is_token(word) {
        return true;
    }
    // Combining marks: the same word decomposed; letters that look like Vietnamese ones: Ðinh.
    word.chars().any(|c| unicode_normalization::char::is_combining_mark(c) || look_alike::of(c).is_some())
        && Word::read(&super::fold::tidy(word)).is_some_and(|word| word.syllable.is_legal() && !word.has_inner_capital())
}

/// Whether the letters are those of Vietnamese in Unicode, in a possible mixture of cases.
fn is_unicode(word: &str) -> bool {
    let mut is_after_small = false;
    word.chars().all(|c| {
        let is_inner_capital = is_after_small && c.is_uppercase();
        is_after_small |= c.is_lowercase();
        (c.is_ascii() || letter::read(c).is_some()) && !is_inner_capital
    })
}

/// Whether `text`, whose letters are all of Unicode, may be `legacy` all the same. A slip of the typist's is likelier than an encoding whose letters
/// happen to be others of Vietnamese: `Vă` is Văn, not the Vó of another encoding. Only where marks stand behind plain vowels they do: `Thuùy`.
fn may_be(text: &str, legacy: Legacy) -> bool {
    matches!(legacy, Legacy::Vni | Legacy::Windows1258)
        && PAGES.first().is_some_and(|page| text.chars().all(|c| page.contains_key(&c)))
}

/// HĐND, QĐ, and đ of `đ/c`: capitals, or one letter, with letters that only Unicode text has.
fn is_abbreviation(word: &str) -> bool {
    let is_single = word.chars().nth(1).is_none();
    word.chars().all(|c| c.is_ascii_uppercase() || matches!(c, 'Đ' | 'Ư') || is_single && matches!(c, 'đ' | 'ư'))
}

/// `text` as it was meant, and the encoding it had been written in; None: it is Vietnamese as it stands, or no encoding makes it so.
///
/// The text must have words that are not Vietnamese; under the encoding all its words become so (or, in a long text, nine of ten; or all but
/// one, where none was before). Where
/// words with letters of Unicode stand beside words of an old encoding, only the latter are read again.
///
/// ```
/// use thamdinh::vn::encoding::{Legacy, repair_text};
/// assert_eq!(repair_text("NguyÔn V¨n An"), Some(("Nguyễn Văn An".to_owned(), Legacy::Tcvn3)));
/// assert_eq!(repair_text("Nguyễn Thị Hoà"), None);
/// ```
pub fn repair_text(text: &str) -> Option<(String, Legacy)> {
    if text.is_ascii() {
        return None;
    }
    if odd_words(text).all(is_vietnamese) {
        return None;
    }
    let before = Score::of(text);
    if let Some(repaired) = repair_utf8(text, before) {
        return Some((repaired, Legacy::Utf8Twice));
    }
    whole(text, before).or_else(|| by_word(text))
}

/// All words under one encoding.
fn whole(text: &str, before: Score) -> Option<(String, Legacy)> {
    let bytes = bytes_of(text)?;
    let mut best: Option<(Score, String, Legacy)> = None;
    let is_unicode_likelier = odd_words(text).all(is_unicode) && (before.valid > 0 || before.words < 2);
    for legacy in Legacy::ALL {
        if legacy == Legacy::Utf8Twice || is_unicode_likelier && !may_be(text, legacy) {
            continue;
        }
        let decoded = rejoin(charset::decode_pasted(&bytes, legacy), legacy);
        let score = Score::of(&decoded);
        if best.as_ref().is_none_or(|(best, ..)| score.is_better_than(*best)) {
            best = Some((score, decoded, legacy));
        }
    }
    let (score, decoded, legacy) = best?;
    let is_most = score.valid * 10 >= score.words * 9 && before.valid * 2 <= before.words && score.valid >= before.valid + 2;
    // A slip of the typist's in one word does not make the others Vietnamese: `§ç ThÞ hHiÖp`.
    let has_one_slip = score.valid + 1 == score.words && score.valid >= 2 && before.valid == 0;
    (decoded != text && score.words > 0 && (score.is_all_valid() || is_most || has_one_slip)).then_some((decoded, legacy))
}

/// The words that are not Vietnamese, one by one, all under the same encoding.
fn by_word(text: &str) -> Option<(String, Legacy)> {
    let mut best: Option<(u32, String, Legacy)> = None;
    for legacy in Legacy::ALL {
        if legacy == Legacy::Utf8Twice {
            continue;
        }
        let (mut out, mut mended, mut left, mut known) = (String::with_capacity(text.len()), 0, 0, 0);
        for piece in text.split_inclusive(is_separator) {
            let word = piece.trim_end_matches(is_separator);
            let is_open = |word: &str| !is_unicode(word) || may_be(word, legacy);
            let is_odd = |word: &str| odd_words(word).next().is_some() && !is_vietnamese(word);
            let read = Some(word).filter(|word| is_odd(word) && is_open(word)).map(|word| {
                bytes_of(word)
                    .map(|bytes| rejoin(charset::decode_pasted(&bytes, legacy), legacy))
                    .filter(|word| is_vietnamese(word))
            });
            match read {
                Some(Some(read)) => {
                    mended += 1;
                    known += u32::from(vocabulary::is_known(&read));
                    out.push_str(&read);
                    out.push_str(&piece[word.len()..]);
                }
                other => {
                    left += u32::from(other.is_some());
                    out.push_str(piece);
                }
            }
        }
        let worth = mended * 2 + known;
        if mended > 0 && left == 0 && best.as_ref().is_none_or(|(best, ..)| worth > *best) {
            best = Some((worth, out, legacy));
        }
    }
    best.map(|(_, out, legacy)| (out, legacy))
}

/// The letter ư of TCVN3 is the soft hyphen's byte, which programs drop: `D­¬ng` has become `D¬ng`. A word with ơ that is legal only
/// with ươ gets it back.
fn rejoin(text: String, legacy: Legacy) -> String {
    if legacy != Legacy::Tcvn3 || !text.contains(['ơ', 'Ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ']) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 4);
    for piece in text.split_inclusive(is_separator) {
        let word = piece.trim_end_matches(is_separator);
        let at = word.find(['ơ', 'Ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ']).filter(|_| !is_vietnamese(word));
        match at {
            Some(at) => {
                let with = format!("{}ư{}", &word[..at], &word[at..]);
                out.push_str(if is_vietnamese(&with) { &with } else { word });
                out.push_str(&piece[word.len()..]);
            }
            None => out.push_str(piece),
        }
    }
    out
}

/// The bytes behind the text: what a program took for Windows-1252, or for Windows-1258.
fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let page = PAGES.first()?;
    let plain: Option<Vec<u8>> = text.chars().map(|c| page.get(&c).copied()).collect();
    plain.or_else(|| charset::encode(text, Legacy::Windows1258))
}

fn repair_utf8(text: &str, before: Score) -> Option<String> {
    let first = once_less(text)?;
    let repaired = once_less(&first).unwrap_or(first);
    let after = Score::of(&repaired);
    (after.words - after.valid < before.words - before.valid).then_some(repaired)
}

/// `text` with every run of characters that are UTF-8 bytes taken for letters read as UTF-8. None: there is no such run.
pub(crate) fn once_less(text: &str) -> Option<String> {
    for page in PAGES.iter() {
        let mut out = String::with_capacity(text.len());
        let mut run: Vec<u8> = Vec::new();
        let mut run_start = 0;
        let mut has_changed = false;
        let mut flush = |run: &mut Vec<u8>, raw: &str, out: &mut String| {
            match std::str::from_utf8(run) {
                Ok(read) if !run.is_empty() => {
                    has_changed = true;
                    out.push_str(read);
                }
                _ => out.push_str(raw),
            }
            run.clear();
        };
        for (at, c) in text.char_indices() {
            match page.get(&c) {
                Some(byte) if !c.is_ascii() => run.push(*byte),
                _ => {
                    // The no-break space that ends `Ã ` (à) has often become a blank.
                    if c == ' ' && run.last() == Some(&0xC3) {
                        run.push(0xA0);
                    }
                    flush(&mut run, &text[run_start..at], &mut out);
                    out.push(c);
                    run_start = at + c.len_utf8();
                }
            }
        }
        flush(&mut run, &text[run_start..], &mut out);
        if has_changed {
            return Some(out);
        }
    }
    None
}

/// The best reading of a line of bytes; the encoding `likely` is kept unless another makes more of the words Vietnamese.
pub(crate) fn best_reading(line: &[u8], likely: Option<Legacy>) -> (Cow<'_, str>, Option<Legacy>, Score) {
    let read = |legacy| {
        let text = charset::decode(line, legacy);
        let score = Score::of(&text);
        (text, score)
    };
    let mut best = likely.map(|legacy| (read(legacy), legacy));
    if let Some(((text, score), legacy)) = &mut best
        && score.is_all_valid()
    {
        return (Cow::Owned(std::mem::take(text)), Some(*legacy), *score);
    }
    for legacy in Legacy::ALL.into_iter().filter(|legacy| *legacy != Legacy::Utf8Twice && Some(*legacy) != likely) {
        let (text, score) = read(legacy);
        if best.as_ref().is_none_or(|((_, best), _)| score.share() > best.share()) {
            best = Some(((text, score), legacy));
        }
    }
    match best {
        Some(((text, score), legacy)) if score.valid * 2 >= score.words => (Cow::Owned(text), Some(legacy), score),
        _ => {
            let text = charset::view(line);
            let score = Score::of(&text);
            (Cow::Owned(text), None, score)
        }
    }
}

#[cfg(test)]
#[path = "repair_tests.rs"]
mod tests;
