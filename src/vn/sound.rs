//! What are the parts of a syllable: onset, nucleus, coda?

use super::letter::Letter;

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
    pub(super) fn read(letters: &[Letter]) -> (Self, usize) {
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

    pub(super) const fn read(letters: &[Letter]) -> Option<Self> {
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
pub struct Nucleus(pub(super) u16);

impl Nucleus {
    pub(super) fn of(letters: &[Letter]) -> Self {
        Self(letters.iter().fold(0, |packed, letter| packed << 5 | *letter as u16))
    }

    /// The letter at `i`, counted from 0. None: there are not so many.
    #[inline]
    pub const fn letter(self, i: usize) -> Option<Letter> {
        let len = self.len();
        if i < len { Letter::of_code((self.0 >> (5 * (len - 1 - i)) & 0x1F) as u8) } else { None }
    }

    /// Its letters in order.
    pub fn letters(self) -> impl ExactSizeIterator<Item = Letter> {
        (0..self.len()).map(move |i| self.letter(i).unwrap_or(L::A))
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
    pub(super) fn tone_at(self, coda: Coda) -> usize {
        let len = self.len();
        if coda != Coda::None {
            return len - 1;
        }
        match len {
            1 => 0,
            2 => usize::from(self.letter(1).is_some_and(Letter::is_marked)),
            _ => 1,
        }
    }
}
