//! Is this word what a keyboard program left behind, and what was being typed?
//!
//! Telex (`Nguyeenx`), VNI (`Nguye6n4`) and VIQR (`Nguye^~n`) write marks and tones as keys after the letters, the tone key right
//! behind the vowel or at the end of the syllable. A word is touched only if it is no syllable as it stands and becomes one.

use super::letter::{self, Letter, Mark, Tone};
use super::minority::{self, Role};
use super::syllable::{self, MAX_LETTERS, Syllable};
use super::{fold, vocabulary};

use Letter as L;

/// A way of typing Vietnamese with plain keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Letters for marks and tones.
    Telex,
    /// Digits for marks and tones.
    Vni,
    /// Signs for marks and tones (RFC 1456).
    Viqr,
}

/// What one key does after a vowel.
#[derive(Clone, Copy)]
enum Key {
    Tone(Tone),
    Mark(Mark),
    /// Horn or breve, whichever fits: w of Telex.
    HornOrBreve,
}

/// `text` with the residue of typing turned into letters, and the method of the first word turned. None: nothing to turn.
///
/// A word that has a tone already loses the stray key (`Hoàngs`); one whose marks are lost gets the only syllable known in names with
/// that tone (`HONGF` is Hồng); where nothing known comes out the word stays.
///
/// ```
/// use thamdinh::vn::typing::{Method, repair};
/// assert_eq!(repair("Nguyeenx DDuwcs An"), Some(("Nguyễn Đức An".to_owned(), Method::Telex)));
/// assert_eq!(repair("Nguye6n4 D9u71c"), Some(("Nguyễn Đức".to_owned(), Method::Vni)));
/// assert_eq!(repair("Nguye^~n Va(n"), Some(("Nguyễn Văn".to_owned(), Method::Viqr)));
/// assert_eq!(repair("Nguyễn Văn An"), None);
/// ```
pub fn repair(text: &str) -> Option<(String, Method)> {
    let mut out = String::new();
    let mut done = 0;
    let mut first = None;
    let mut is_minority = None;
    let has_signs = text.contains(['^', '+', '~', '('])
        && tokens(text).any(|(_, token)| matches!(repair_word(token, false, false), Some((_, Method::Viqr))));
    for (start, token) in tokens(text) {
        if token.chars().all(char::is_alphabetic) && syllable::is_valid_word(token) {
            continue;
        }
        let is_minority = *is_minority.get_or_insert_with(|| has_minority_words(text));
        let Some((word, method)) = repair_word(token, is_minority, has_signs) else { continue };
        first = first.or(Some(method));
        out.push_str(&text[done..start]);
        out.push_str(&word);
        done = start + token.len();
    }
    let method = first?;
    out.push_str(&text[done..]);
    Some((out, method))
}

/// Words that may be typed: without brackets and signs around them.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '-' | ':' | '"' | ')' | '[' | ']');
    let mut at = 0;
    text.split(is_end).map(move |piece| {
        let start = at + piece.len() - piece.trim_start_matches('(').len();
        // The end of a piece is one character: that of a blank may be longer than a byte.
        at += piece.len() + text[at + piece.len()..].chars().next().map_or(0, char::len_utf8);
        (start, piece.trim_start_matches('('))
    })
}

/// Names of the highlands end in r, s and j on their own account: `Y Thar`, `H'Lus`.
fn has_minority_words(text: &str) -> bool {
    fold::words(text).any(|(_, word)| {
        let is_single = word.chars().nth(1).is_none();
        is_single && matches!(word, "Y" | "A" | "H" | "K" | "y" | "a" | "h" | "k")
            || minority::role(&fold::fold(word)) == Some(Role::SurnameLast)
    })
}

fn repair_word(word: &str, is_minority: bool, has_signs: bool) -> Option<(String, Method)> {
    let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
    let is_plain = word.chars().all(char::is_alphanumeric);
    let method = match (is_plain, has_digit) {
        (true, false) => Method::Telex,
        (true, true) => Method::Vni,
        (false, false) => Method::Viqr,
        (false, true) => return None,
    };
    // A full stop after a word ends it, unless this word or another is typed with signs.
    let body = if has_signs || word.contains(['^', '(', '+', '~', '*']) { word } else { word.trim_end_matches('.') };
    let method = if method == Method::Viqr && body.chars().all(char::is_alphabetic) { Method::Telex } else { method };
    if body.len() < word.len() && syllable::is_valid_word(body) {
        return None;
    }
    let typed = Typed::read(body, method)?;
    let mut turned = typed.turn(is_minority)?;
    turned.push_str(&word[body.len()..]);
    Some((turned, method))
}

/// A word as typed: its letters, and what its keys said.
#[derive(Default)]
struct Typed {
    letters: Vec<(Letter, bool)>,
    /// The tone on a letter of the word itself.
    written: Tone,
    /// The tone of a key; None: no tone key.
    key: Option<Tone>,
    /// Keys that made a mark.
    marks: usize,
    /// Doubled vowels among them: foreign names have these too.
    doubled: usize,
}

impl Typed {
    fn read(word: &str, method: Method) -> Option<Self> {
        let mut typed = Self::default();
        for c in word.chars() {
            match typed.key_of(c, method) {
                Some(Key::Tone(tone)) => {
                    if typed.key.is_some_and(|before| before != tone) {
                        return None;
                    }
                    typed.key = Some(tone);
                }
                Some(Key::Mark(Mark::Bar)) => {
                    let (first, _) = typed.letters.first_mut()?;
                    *first = first.with(Mark::Bar)?;
                    typed.marks += 1;
                }
                Some(Key::Mark(mark)) => typed.mark(mark).then_some(())?,
                Some(Key::HornOrBreve) => {
                    // w on its own is ư: `Nhw`.
                    if !(typed.has_vowel() && (typed.mark(Mark::Horn) || typed.mark(Mark::Breve))) {
                        typed.letters.push((L::UHorn, c.is_uppercase()));
                        typed.marks += 1;
                    }
                }
                None => {
                    let glyph = letter::read(c)?;
                    if glyph.tone != Tone::Level {
                        if typed.written != Tone::Level {
                            return None;
                        }
                        typed.written = glyph.tone;
                    }
                    typed.letters.push((glyph.letter, glyph.is_upper));
                }
            }
            if typed.letters.len() > MAX_LETTERS {
                return None;
            }
        }
        (typed.key.is_some() || typed.marks > 0).then_some(typed)
    }

    fn has_vowel(&self) -> bool {
        self.letters.iter().any(|(letter, _)| letter.is_vowel())
    }

    /// What `c` does here as a key. None: it is a letter.
    fn key_of(&self, c: char, method: Method) -> Option<Key> {
        let has_vowel = self.has_vowel();
        match (method, c.to_ascii_lowercase()) {
            // No syllable ends in s, f, r, x, j: behind a vowel these are tone keys.
            (Method::Telex, 's') if has_vowel => Some(Key::Tone(Tone::Acute)),
            (Method::Telex, 'f') if has_vowel => Some(Key::Tone(Tone::Grave)),
            (Method::Telex, 'r') if has_vowel => Some(Key::Tone(Tone::Hook)),
            (Method::Telex, 'x') if has_vowel => Some(Key::Tone(Tone::Tilde)),
            (Method::Telex, 'j') if has_vowel => Some(Key::Tone(Tone::Dot)),
            (Method::Telex, 'w') => Some(Key::HornOrBreve),
            (Method::Telex | Method::Viqr, 'd') if self.letters.first().is_some_and(|(l, _)| *l == L::D) => {
                (has_vowel || self.letters.len() == 1).then_some(Key::Mark(Mark::Bar))
            }
            (Method::Telex, vowel @ ('a' | 'e' | 'o'))
                if self.letters.iter().any(|(l, _)| !l.is_marked() && l.ascii() == vowel) =>
            {
                Some(Key::Mark(Mark::Circumflex))
            }
            (Method::Vni, '1') | (Method::Viqr, '\'') if has_vowel => Some(Key::Tone(Tone::Acute)),
            (Method::Vni, '2') | (Method::Viqr, '`') if has_vowel => Some(Key::Tone(Tone::Grave)),
            (Method::Vni, '3') | (Method::Viqr, '?') if has_vowel => Some(Key::Tone(Tone::Hook)),
            (Method::Vni, '4') | (Method::Viqr, '~') if has_vowel => Some(Key::Tone(Tone::Tilde)),
            (Method::Vni, '5') | (Method::Viqr, '.') if has_vowel => Some(Key::Tone(Tone::Dot)),
            (Method::Vni, '6') | (Method::Viqr, '^') if has_vowel => Some(Key::Mark(Mark::Circumflex)),
            (Method::Vni, '7') | (Method::Viqr, '+' | '*') if has_vowel => Some(Key::Mark(Mark::Horn)),
            (Method::Vni, '8') | (Method::Viqr, '(') if has_vowel => Some(Key::Mark(Mark::Breve)),
            (Method::Vni, '9') => Some(Key::Mark(Mark::Bar)),
            _ => None,
        }
    }

    /// Puts `mark` on the last letter that takes it; uo takes the horn on both. False: no letter takes it.
    fn mark(&mut self, mark: Mark) -> bool {
        let letters: Vec<Letter> = self.letters.iter().map(|(letter, _)| *letter).collect();
        let at = letters.iter().rposition(|letter| letter.is_vowel() && !letter.is_marked() && letter.with(mark).is_some());
        // The u of qu takes no horn, nor that of oa + u; ua is ưa.
        let Some(at) = at else { return false };
        if mark == Mark::Circumflex && letters.get(at + 1).is_none() {
            self.doubled += 1;
        }
        for (i, (letter, _)) in self.letters.iter_mut().enumerate() {
            let is_pair =
                mark == Mark::Horn && *letter == L::U && i + 1 == at && letters[at] == L::O && (i == 0 || letters[i - 1] != L::Q);
            if (i == at || is_pair)
                && let Some(marked) = letter.with(mark)
            {
                *letter = marked;
            }
        }
        self.marks += 1;
        true
    }

    fn syllable(&self, tone: Tone) -> Option<Syllable> {
        let letters: Vec<Letter> = self.letters.iter().map(|(letter, _)| *letter).collect();
        let plain = Syllable::of_letters(&letters, tone);
        if plain.is_some_and(Syllable::is_legal) {
            return plain;
        }
        // thuở is typed like thươ, and uwo often stands for ươ.
        let at = letters.windows(2).position(|pair| matches!(pair, [L::UHorn, L::OHorn | L::O]));
        let other = at.and_then(|at| {
            let mut letters = letters.clone();
            let pair = if letters[at + 1] == L::OHorn { [L::U, L::OHorn] } else { [L::UHorn, L::OHorn] };
            letters[at..at + 2].copy_from_slice(&pair);
            Syllable::of_letters(&letters, tone).filter(|syllable| syllable.is_legal())
        });
        other.or(plain)
    }

    /// The word meant. None: no syllable known comes out.
    fn turn(&self, is_minority: bool) -> Option<String> {
        let is_strong = self.marks > self.doubled || self.marks > 0 && self.key.is_some();
        if is_minority && !(self.marks > 0 && self.key.is_some()) {
            return None;
        }
        if self.written != Tone::Level {
            // The key came on top of a tone that is there: a stray.
            let syllable = self.syllable(self.written)?;
            return syllable.is_legal().then(|| self.spell(syllable));
        }
        let toned = self.syllable(self.key.unwrap_or_default())?;
        if toned.is_legal() && (is_strong || vocabulary::count(toned) > 0) {
            return Some(self.spell(toned));
        }
        if let Some(known) = Self::only_known(toned) {
            return Some(self.spell(known));
        }
        // A key that gives no known name was typed by accident: `PHƯƠNGR`.
        let plain = toned.without_tone();
        (self.key.is_some() && vocabulary::count(plain) > 0).then(|| self.spell(plain))
    }

    /// The only syllable in names that has this tone and is typed so without marks; by far the commonest if there are more.
    fn only_known(toned: Syllable) -> Option<Syllable> {
        if toned.without_tone().is_marked() {
            return None;
        }
        let mut known: Vec<(Syllable, u32)> =
            vocabulary::typed_like(toned.base()).iter().copied().filter(|(syllable, _)| syllable.tone == toned.tone).collect();
        known.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        match known.as_slice() {
            [(only, _)] => Some(*only),
            [(first, count), (_, next), ..] if *count >= next * 10 => Some(*first),
            _ => None,
        }
    }

    /// `syllable` in the case of the letters typed.
    fn spell(&self, syllable: Syllable) -> String {
        let text = syllable.to_string();
        text.chars()
            .enumerate()
            .map(|(i, c)| match (letter::read(c), self.letters.get(i)) {
                (Some(glyph), Some((_, is_upper))) => letter::write(glyph.letter, glyph.tone, *is_upper),
                _ => c,
            })
            .collect()
    }
}

#[cfg(test)]
#[path = "typing_tests.rs"]
mod tests;
