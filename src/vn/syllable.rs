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
pub use super::sound::{Coda, Nucleus, Onset};

use Letter as L;

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
    /// With the marks they are written with.
    legal: Vec<u16>,
    /// With any of their marks missing or others there.
    shape: Vec<u16>,
}

impl Rimes {
    fn new(list: &str) -> Self {
        let mut legal = vec![0_u16; 1 << 15];
        let mut bare = vec![0_u16; 1 << 15];
        for word in list.split_whitespace() {
            let letters: Vec<Letter> = word.chars().filter_map(|c| letter::read(c).map(|g| g.letter)).collect();
            let vowels = letters.iter().take_while(|l| l.is_vowel()).count();
            let nucleus = Nucleus::of(&letters[..vowels]);
            if let Some(coda) = Coda::read(&letters[vowels..]) {
                legal[usize::from(nucleus.0)] |= 1 << coda as u16;
                bare[usize::from(nucleus.base().0)] |= 1 << coda as u16;
            }
        }
        let shape = (0..1 << 15).map(|packed| bare[usize::from(Nucleus(packed).base().0)]).collect();
        Self { legal, shape }
    }

    #[inline]
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
        Word::read(word).map(|word| word.syllable)
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
        (Rimes::has(&syllable.rimes().shape, nucleus, coda) && syllable.is_double_o_word()).then_some(syllable)
    }

    /// A number of its own for every syllable, below 2^27: onset, nucleus, coda and tone side by side.
    #[inline]
    pub const fn code(self) -> u32 {
        (self.onset as u32) << 22 | (self.nucleus.0 as u32) << 7 | (self.coda as u32) << 3 | self.tone as u32
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
        let (first, second) = (self.nucleus.letter(0).unwrap_or(L::A), self.nucleus.letter(1));
        let is_front = matches!(first, L::E | L::ECircumflex | L::I | L::Y);
        match self.onset {
            Onset::C => !is_front,
            Onset::K | Onset::Gh | Onset::Ngh => is_front && !(first == L::Y && self.onset != Onset::K),
            Onset::G => !matches!(first, L::E | L::ECircumflex | L::Y),
            Onset::Ng => !is_front,
            Onset::Gi => !matches!(first, L::I | L::Y),
            // yê is written without an onset and after qu alone; iê never at the start.
            Onset::None => !(first == L::I && second == Some(L::ECircumflex)),
            Onset::Qu => true,
            _ => !(first == L::Y && second.is_some()),
        }
    }

    /// oo stands in a few words only (Moong, boong, xoong, goòng, soóc); elsewhere it is Telex for ô.
    fn is_double_o_word(self) -> bool {
        !(self.nucleus.letter(0).map(Letter::base) == Some(L::O) && self.nucleus.letter(1).map(Letter::base) == Some(L::O))
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
        let onset = if self.onset == Onset::DBar { 1 } else { self.onset.as_str().len() };
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

/// A word with the shape of a syllable, and how it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// The syllable.
    pub syllable: Syllable,
    /// Which letter has the tone mark, counted from 0; None: no mark.
    pub tone_at: Option<usize>,
    /// How many letters.
    pub len: usize,
    /// How many capitals.
    pub uppers: usize,
    /// How many capitals stand at the beginning.
    pub leading: usize,
}

impl Word {
    /// None: the word has another shape.
    #[inline]
    pub fn read(word: &str) -> Option<Self> {
        let mut letters = [L::A; MAX_LETTERS];
        let (mut len, mut uppers, mut leading) = (0, 0, 0);
        let (mut tone, mut tone_at) = (Tone::Level, None);
        for c in word.chars() {
            let glyph = letter::read(c)?;
            *letters.get_mut(len)? = glyph.letter;
            if glyph.is_upper {
                leading += usize::from(uppers == len);
                uppers += 1;
            }
            if glyph.tone != Tone::Level {
                if tone_at.is_some() {
                    return None;
                }
                (tone, tone_at) = (glyph.tone, Some(len));
            }
            len += 1;
        }
        let syllable = Syllable::of_letters(letters.get(..len)?, tone)?;
        Some(Self { syllable, tone_at, len, uppers, leading })
    }

    /// Where the tone belongs if it stands elsewhere and the word is legal.
    pub fn misplaced(&self) -> Option<(usize, usize)> {
        let at = self.tone_at?;
        let to = self.syllable.tone_at();
        (at != to && self.syllable.is_legal()).then_some((at, to))
    }

    /// Whether a capital stands behind a small letter: so nobody writes.
    pub const fn has_inner_capital(&self) -> bool {
        self.uppers != self.leading
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
