//! Is this word a Vietnamese syllable, and what are its parts?
//!
//! A syllable is onset + nucleus + coda + tone. The parts are small `Copy` values, so that two syllables are compared part by part
//! without string work. Parsing is done in two grades: [`Syllable::parse`] takes any word with the *shape* of a syllable, marks
//! missing or not (`Duc`, `Đuc`, `Đức`); [`Syllable::is_legal`] holds for a spelling that follows the rules of writing.

use std::fmt::{self, Write as _};
use std::sync::LazyLock;

pub use super::letter::Tone;
use super::letter::{self, Letter};
use super::minority;

use Letter as L;

/// The consonants a syllable begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the onsets name themselves; DBar is đ")]
pub enum Onset {
    None,
    B,
    C,
    Ch,
    D,
    DBar,
    G,
    Gh,
    Gi,
    H,
    K,
    Kh,
    L,
    M,
    N,
    Ng,
    Ngh,
    Nh,
    P,
    Ph,
    Qu,
    R,
    S,
    T,
    Th,
    Tr,
    V,
    X,
}

impl Onset {
    /// Lower-case spelling; empty for none.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "",
            Self::B => "b",
            Self::C => "c",
            Self::Ch => "ch",
            Self::D => "d",
            Self::DBar => "đ",
            Self::G => "g",
            Self::Gh => "gh",
            Self::Gi => "gi",
            Self::H => "h",
            Self::K => "k",
            Self::Kh => "kh",
            Self::L => "l",
            Self::M => "m",
            Self::N => "n",
            Self::Ng => "ng",
            Self::Ngh => "ngh",
            Self::Nh => "nh",
            Self::P => "p",
            Self::Ph => "ph",
            Self::Qu => "qu",
            Self::R => "r",
            Self::S => "s",
            Self::T => "t",
            Self::Th => "th",
            Self::Tr => "tr",
            Self::V => "v",
            Self::X => "x",
        }
    }

    /// The onset at the start of `letters` and how many letters it takes.
    fn read(letters: &[Letter]) -> (Self, usize) {
        let vowel_at = |i: usize| letters.get(i).is_some_and(|l| l.is_vowel());
        match letters {
            // The u of qu and the i of gi belong to the onset where a vowel follows: quá, giá; but gì, gìn.
            [L::Q, L::U, ..] if vowel_at(2) => (Self::Qu, 2),
            [L::G, L::I, ..] if vowel_at(2) => (Self::Gi, 2),
            [L::N, L::G, L::H, ..] => (Self::Ngh, 3),
            [L::N, L::G, ..] => (Self::Ng, 2),
            [L::N, L::H, ..] => (Self::Nh, 2),
            [L::C, L::H, ..] => (Self::Ch, 2),
            [L::G, L::H, ..] => (Self::Gh, 2),
            [L::K, L::H, ..] => (Self::Kh, 2),
            [L::P, L::H, ..] => (Self::Ph, 2),
            [L::T, L::H, ..] => (Self::Th, 2),
            [L::T, L::R, ..] => (Self::Tr, 2),
            [L::B, ..] => (Self::B, 1),
            [L::C, ..] => (Self::C, 1),
            [L::D, ..] => (Self::D, 1),
            [L::DBar, ..] => (Self::DBar, 1),
            [L::G, ..] => (Self::G, 1),
            [L::H, ..] => (Self::H, 1),
            [L::K, ..] => (Self::K, 1),
            [L::L, ..] => (Self::L, 1),
            [L::M, ..] => (Self::M, 1),
            [L::N, ..] => (Self::N, 1),
            [L::P, ..] => (Self::P, 1),
            [L::R, ..] => (Self::R, 1),
            [L::S, ..] => (Self::S, 1),
            [L::T, ..] => (Self::T, 1),
            [L::V, ..] => (Self::V, 1),
            [L::X, ..] => (Self::X, 1),
            _ => (Self::None, 0),
        }
    }
}

/// The consonants a syllable ends with. Final i, y, o, u are part of the nucleus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the codas name themselves")]
pub enum Coda {
    None,
    C,
    Ch,
    M,
    N,
    Ng,
    Nh,
    P,
    T,
}

impl Coda {
    /// Lower-case spelling; empty for none.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "",
            Self::C => "c",
            Self::Ch => "ch",
            Self::M => "m",
            Self::N => "n",
            Self::Ng => "ng",
            Self::Nh => "nh",
            Self::P => "p",
            Self::T => "t",
        }
    }

    /// Whether it is c, ch, p or t: such a syllable has the acute or the dot tone only.
    pub const fn is_stop(self) -> bool {
        matches!(self, Self::C | Self::Ch | Self::P | Self::T)
    }

    const fn read(letters: &[Letter]) -> Option<Self> {
        Some(match letters {
            [] => Self::None,
            [L::C] => Self::C,
            [L::C, L::H] => Self::Ch,
            [L::M] => Self::M,
            [L::N] => Self::N,
            [L::N, L::G] => Self::Ng,
            [L::N, L::H] => Self::Nh,
            [L::P] => Self::P,
            [L::T] => Self::T,
            _ => return None,
        })
    }
}

/// One to three vowel letters with their marks, packed five bits each, the first in the highest used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nucleus(u16);

impl Nucleus {
    fn of(letters: &[Letter]) -> Self {
        Self(letters.iter().fold(0, |packed, letter| packed << 5 | *letter as u16))
    }

    /// Its letters in order.
    pub fn letters(self) -> impl ExactSizeIterator<Item = Letter> {
        let packed = self.0;
        (0..self.len()).rev().map(move |i| Letter::of_code((packed >> (5 * i) & 0x1F) as u8).unwrap_or(L::A))
    }

    /// How many letters: 1..=3.
    #[expect(clippy::len_without_is_empty, reason = "a nucleus is never empty")]
    pub const fn len(self) -> usize {
        match self.0 {
            0..0x20 => 1,
            0x20..0x400 => 2,
            _ => 3,
        }
    }

    /// The same letters without marks: `uyê` gives `uye`.
    #[must_use]
    pub fn base(self) -> Self {
        Self(self.letters().fold(0, |packed, letter| packed << 5 | letter.base() as u16))
    }

    /// Whether a letter has a mark.
    pub fn is_marked(self) -> bool {
        self.base() != self
    }

    /// Which letter carries the tone (old style), counted from 0.
    ///
    /// Before a coda the last: `hoàn`, `tiến`. Open with two letters: the marked one, else the first: `thuở`, `mía`, `hòa`. Open
    /// with three: the middle one: `khuỷu`, `tuổi`, `ngoài`.
    fn tone_at(self, coda: Coda) -> usize {
        let len = self.len();
        if coda != Coda::None {
            return len - 1;
        }
        match len {
            1 => 0,
            2 => usize::from(self.letters().nth(1).is_some_and(Letter::is_marked)),
            _ => 1,
        }
    }
}

/// A syllable in parts; equality is equality of spelling, case apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Syllable {
    /// Consonants before.
    pub onset: Onset,
    /// Vowel letters, glides included.
    pub nucleus: Nucleus,
    /// Consonants after.
    pub coda: Coda,
    /// The tone.
    pub tone: Tone,
}

/// The longest syllable, `nghiêng`.
pub(crate) const MAX_LETTERS: usize = 7;

/// Rimes by the letters of their nucleus, one bit a coda.
struct Rimes {
    legal: Vec<u16>,
    bare: Vec<u16>,
}

impl Rimes {
    fn new(list: &str) -> Self {
        let mut rimes = Self { legal: vec![0; 1 << 15], bare: vec![0; 1 << 15] };
        for word in list.split_whitespace() {
            let letters: Vec<Letter> = word.chars().filter_map(|c| letter::read(c).map(|g| g.letter)).collect();
            let vowels = letters.iter().take_while(|l| l.is_vowel()).count();
            let nucleus = Nucleus::of(&letters[..vowels]);
            if let Some(coda) = Coda::read(&letters[vowels..]) {
                rimes.legal[usize::from(nucleus.0)] |= 1 << coda as u16;
                rimes.bare[usize::from(nucleus.base().0)] |= 1 << coda as u16;
            }
        }
        rimes
    }

    fn has(table: &[u16], nucleus: Nucleus, coda: Coda) -> bool {
        table.get(usize::from(nucleus.0)).is_some_and(|codas| codas >> (coda as u16) & 1 == 1)
    }
}

/// The rimes of writing (no onset qu). Rare ones that stand in names or places are in: oong (Moong), uyu, oao.
static RIMES: LazyLock<Rimes> = LazyLock::new(|| {
    Rimes::new(
        "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
         e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
         i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
         o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
         ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
         u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut
         uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
         y yêm yên yêng yêt yêu",
    )
});

/// The rimes after qu, whose u is the glide.
static QU_RIMES: LazyLock<Rimes> = LazyLock::new(|| {
    Rimes::new(
        "a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et ê ên ênh êch êt i in inh it
         ơ ơi ôc y ych yên yêt yn ynh yp yt yu",
    )
});

impl Syllable {
    /// The syllable `word` has the shape of; marks or tone may be missing. None: another shape, two tones, a character that is
    /// no letter of the alphabet. Case does not matter; the tone may stand on any vowel (`Hoà`, `Hòa` and `Nguỹên` are read).
    ///
    /// ```
    /// use thamdinh::vn::syllable::{Coda, Onset, Syllable, Tone};
    /// let syllable = Syllable::parse("Nguyễn").unwrap();
    /// assert_eq!((syllable.onset, syllable.coda, syllable.tone), (Onset::Ng, Coda::N, Tone::Tilde));
    /// assert_eq!(Syllable::parse("Hoàng").unwrap().to_string(), "hoàng");
    /// assert!(Syllable::parse("Nguyeenx").is_none());
    /// ```
    pub fn parse(word: &str) -> Option<Self> {
        let mut letters = [L::A; MAX_LETTERS];
        let mut len = 0;
        let mut tone = Tone::Level;
        for c in word.chars() {
            let glyph = letter::read(c)?;
            *letters.get_mut(len)? = glyph.letter;
            len += 1;
            if glyph.tone != Tone::Level {
                if tone != Tone::Level {
                    return None;
                }
                tone = glyph.tone;
            }
        }
        Self::of_letters(letters.get(..len)?, tone)
    }

    /// The syllable these letters have the shape of.
    pub fn of_letters(letters: &[Letter], tone: Tone) -> Option<Self> {
        let (onset, start) = Onset::read(letters);
        let rest = letters.get(start..)?;
        let vowels = rest.iter().take_while(|l| l.is_vowel()).count();
        if vowels == 0 || vowels > 3 {
            return None;
        }
        let nucleus = Nucleus::of(rest.get(..vowels)?);
        let coda = Coda::read(rest.get(vowels..)?)?;
        let syllable = Self { onset, nucleus, coda, tone };
        Rimes::has(&syllable.rimes().bare, nucleus.base(), coda).then_some(syllable)
    }

    fn rimes(self) -> &'static Rimes {
        if self.onset == Onset::Qu { &QU_RIMES } else { &RIMES }
    }

    /// Whether the spelling follows the rules of writing, marks and tone included: `Đức` does, `Đuc` (no tone before a stop) and
    /// `Ngễ` (ng before ê) do not.
    pub fn is_legal(self) -> bool {
        if self.coda.is_stop() && !matches!(self.tone, Tone::Acute | Tone::Dot) {
            return false;
        }
        if !Rimes::has(&self.rimes().legal, self.nucleus, self.coda) {
            return false;
        }
        let mut letters = self.nucleus.letters();
        let (first, second) = (letters.next().unwrap_or(L::A), letters.next());
        let is_front = matches!(first, L::E | L::ECircumflex | L::I | L::Y);
        let is_spelled = match self.onset {
            Onset::C => !is_front,
            Onset::K | Onset::Gh | Onset::Ngh => is_front && !(first == L::Y && self.onset != Onset::K),
            Onset::G => !matches!(first, L::E | L::ECircumflex | L::Y),
            Onset::Ng => !is_front,
            Onset::Gi => !matches!(first, L::I | L::Y),
            // yê is written without an onset and after qu alone; iê never at the start.
            Onset::None => !(first == L::I && second == Some(L::ECircumflex)),
            Onset::Qu => true,
            _ => !(first == L::Y && second.is_some()),
        };
        is_spelled && self.is_double_o_word()
    }

    /// oo stands in a few words only (Moong, boong, xoong, goòng, soóc); elsewhere it is Telex for ô.
    fn is_double_o_word(self) -> bool {
        let mut letters = self.nucleus.letters();
        !(letters.next() == Some(L::O) && letters.next() == Some(L::O))
            || matches!(self.onset, Onset::B | Onset::G | Onset::M | Onset::S | Onset::X)
    }

    /// The tone.
    pub const fn tone(self) -> Tone {
        self.tone
    }

    /// Whether it has a tone mark or a marked letter, đ included. False: typed without marks, or a syllable that has none.
    pub fn is_marked(self) -> bool {
        self.tone != Tone::Level || self.onset == Onset::DBar || self.nucleus.is_marked()
    }

    /// The same syllable without the tone: `nguyễn` gives `nguyên`.
    #[must_use]
    pub const fn without_tone(self) -> Self {
        Self { tone: Tone::Level, ..self }
    }

    /// The same syllable as typed without marks: `đức` gives `duc`.
    #[must_use]
    pub fn base(self) -> Self {
        let onset = if self.onset == Onset::DBar { Onset::D } else { self.onset };
        Self { onset, nucleus: self.nucleus.base(), coda: self.coda, tone: Tone::Level }
    }

    /// The same syllable with y for a final i that carries a tone after h k l m s t qu: Lí is Lý, Quí is Quý. Untoned `Vi` and `Vy`
    /// are different names and stay.
    #[must_use]
    pub fn i_y_canonical(self) -> Self {
        let takes_both = matches!(self.onset, Onset::H | Onset::K | Onset::L | Onset::M | Onset::S | Onset::T | Onset::Qu);
        if takes_both && self.tone != Tone::Level && self.coda == Coda::None && self.nucleus == Nucleus(L::I as u16) {
            return Self { nucleus: Nucleus(L::Y as u16), ..self };
        }
        self
    }

    /// Which letter of the whole word carries the tone, counted from 0, by the old placement.
    pub(crate) fn tone_at(self) -> usize {
        let onset = self.onset.as_str().chars().count();
        onset + self.nucleus.tone_at(self.coda)
    }
}

impl fmt::Display for Syllable {
    /// Lower case, the tone placed the old way: hòa, thúy, hoàn.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.onset.as_str())?;
        let at = self.nucleus.tone_at(self.coda);
        for (i, letter) in self.nucleus.letters().enumerate() {
            f.write_char(letter::write(letter, if i == at { self.tone } else { Tone::Level }, false))?;
        }
        f.write_str(self.coda.as_str())
    }
}

/// Whether `word` can stand in a name as it is: a legal syllable, a syllable typed without any mark, or a word of a minority
/// language in `data/ethnic_names.csv`.
pub fn is_valid_word(word: &str) -> bool {
    match Syllable::parse(word) {
        Some(syllable) if syllable.is_legal() || !syllable.is_marked() => true,
        _ => minority::is_token(word),
    }
}

#[cfg(test)]
#[path = "syllable_tests.rs"]
mod tests;
