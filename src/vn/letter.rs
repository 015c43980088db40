//! Which Vietnamese letter is this character, with which tone, and how is it written back?
//!
//! A letter is one of the 29 of the alphabet, its mark included (`ă`, `đ`, `ơ`); the tone is apart. Characters outside the alphabet
//! (f, j, w, z, digits, combining marks) are no letters here.

/// A letter of the alphabet without its tone, in alphabetical order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the letters name themselves")]
pub enum Letter {
    A = 1,
    ABreve,
    ACircumflex,
    B,
    C,
    D,
    DBar,
    E,
    ECircumflex,
    G,
    H,
    I,
    K,
    L,
    M,
    N,
    O,
    OCircumflex,
    OHorn,
    P,
    Q,
    R,
    S,
    T,
    U,
    UHorn,
    V,
    X,
    Y,
}

use Letter as L;

/// All letters; the letter with code `n` stands at `n - 1`.
const LETTERS: [Letter; 29] = [
    L::A,
    L::ABreve,
    L::ACircumflex,
    L::B,
    L::C,
    L::D,
    L::DBar,
    L::E,
    L::ECircumflex,
    L::G,
    L::H,
    L::I,
    L::K,
    L::L,
    L::M,
    L::N,
    L::O,
    L::OCircumflex,
    L::OHorn,
    L::P,
    L::Q,
    L::R,
    L::S,
    L::T,
    L::U,
    L::UHorn,
    L::V,
    L::X,
    L::Y,
];

/// One of the six tones. `Level` is both the level tone and the absence of a tone mark: writing does not tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(u8)]
pub enum Tone {
    /// No mark (ngang).
    #[default]
    Level,
    /// `á` (sắc).
    Acute,
    /// `à` (huyền).
    Grave,
    /// `ả` (hỏi).
    Hook,
    /// `ã` (ngã).
    Tilde,
    /// `ạ` (nặng).
    Dot,
}

impl Tone {
    /// All six, in the order of their codes.
    pub const ALL: [Self; 6] = [Self::Level, Self::Acute, Self::Grave, Self::Hook, Self::Tilde, Self::Dot];

    /// The tone of a combining mark (U+0300, U+0301, U+0303, U+0309, U+0323). None: another character.
    pub const fn of_combining(c: char) -> Option<Self> {
        match c {
            '\u{301}' => Some(Self::Acute),
            '\u{300}' => Some(Self::Grave),
            '\u{309}' => Some(Self::Hook),
            '\u{303}' => Some(Self::Tilde),
            '\u{323}' => Some(Self::Dot),
            _ => None,
        }
    }
}

/// A mark that makes another letter, apart from the tones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `â ê ô`.
    Circumflex,
    /// `ă`.
    Breve,
    /// `ơ ư`.
    Horn,
    /// `đ`.
    Bar,
}

impl Letter {
    /// The letter with code `code`, 1..=29. None: no such code.
    pub(crate) const fn of_code(code: u8) -> Option<Self> {
        if code == 0 || code > 29 { None } else { Some(LETTERS[code as usize - 1]) }
    }

    /// Whether it is one of the twelve vowel letters.
    pub const fn is_vowel(self) -> bool {
        matches!(
            self,
            L::A | L::ABreve
                | L::ACircumflex
                | L::E
                | L::ECircumflex
                | L::I
                | L::O
                | L::OCircumflex
                | L::OHorn
                | L::U
                | L::UHorn
                | L::Y
        )
    }

    /// The letter without its mark: `ă` and `â` give `a`, `đ` gives `d`.
    #[must_use]
    pub const fn base(self) -> Self {
        match self {
            L::ABreve | L::ACircumflex => L::A,
            L::DBar => L::D,
            L::ECircumflex => L::E,
            L::OCircumflex | L::OHorn => L::O,
            L::UHorn => L::U,
            other => other,
        }
    }

    /// Whether it has a mark: ă â đ ê ô ơ ư.
    pub const fn is_marked(self) -> bool {
        self as u8 != self.base() as u8
    }

    /// This letter's base with the mark. None: there is no such letter (`e` with a horn).
    pub const fn with(self, mark: Mark) -> Option<Self> {
        match (self.base(), mark) {
            (L::A, Mark::Circumflex) => Some(L::ACircumflex),
            (L::A, Mark::Breve) => Some(L::ABreve),
            (L::E, Mark::Circumflex) => Some(L::ECircumflex),
            (L::O, Mark::Circumflex) => Some(L::OCircumflex),
            (L::O, Mark::Horn) => Some(L::OHorn),
            (L::U, Mark::Horn) => Some(L::UHorn),
            (L::D, Mark::Bar) => Some(L::DBar),
            _ => None,
        }
    }

    /// The lower-case ASCII character of the base letter.
    pub const fn ascii(self) -> char {
        write(self.base(), Tone::Level, false)
    }
}

/// What one character says: letter, tone and case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// The letter.
    pub letter: Letter,
    /// The tone mark on it.
    pub tone: Tone,
    /// Whether it is a capital.
    pub is_upper: bool,
}

const VOWELS: [(Letter, [char; 6], [char; 6]); 12] = [
    (Letter::A, ['a', 'á', 'à', 'ả', 'ã', 'ạ'], ['A', 'Á', 'À', 'Ả', 'Ã', 'Ạ']),
    (Letter::ABreve, ['ă', 'ắ', 'ằ', 'ẳ', 'ẵ', 'ặ'], ['Ă', 'Ắ', 'Ằ', 'Ẳ', 'Ẵ', 'Ặ']),
    (Letter::ACircumflex, ['â', 'ấ', 'ầ', 'ẩ', 'ẫ', 'ậ'], ['Â', 'Ấ', 'Ầ', 'Ẩ', 'Ẫ', 'Ậ']),
    (Letter::E, ['e', 'é', 'è', 'ẻ', 'ẽ', 'ẹ'], ['E', 'É', 'È', 'Ẻ', 'Ẽ', 'Ẹ']),
    (Letter::ECircumflex, ['ê', 'ế', 'ề', 'ể', 'ễ', 'ệ'], ['Ê', 'Ế', 'Ề', 'Ể', 'Ễ', 'Ệ']),
    (Letter::I, ['i', 'í', 'ì', 'ỉ', 'ĩ', 'ị'], ['I', 'Í', 'Ì', 'Ỉ', 'Ĩ', 'Ị']),
    (Letter::O, ['o', 'ó', 'ò', 'ỏ', 'õ', 'ọ'], ['O', 'Ó', 'Ò', 'Ỏ', 'Õ', 'Ọ']),
    (Letter::OCircumflex, ['ô', 'ố', 'ồ', 'ổ', 'ỗ', 'ộ'], ['Ô', 'Ố', 'Ồ', 'Ổ', 'Ỗ', 'Ộ']),
    (Letter::OHorn, ['ơ', 'ớ', 'ờ', 'ở', 'ỡ', 'ợ'], ['Ơ', 'Ớ', 'Ờ', 'Ở', 'Ỡ', 'Ợ']),
    (Letter::U, ['u', 'ú', 'ù', 'ủ', 'ũ', 'ụ'], ['U', 'Ú', 'Ù', 'Ủ', 'Ũ', 'Ụ']),
    (Letter::UHorn, ['ư', 'ứ', 'ừ', 'ử', 'ữ', 'ự'], ['Ư', 'Ứ', 'Ừ', 'Ử', 'Ữ', 'Ự']),
    (Letter::Y, ['y', 'ý', 'ỳ', 'ỷ', 'ỹ', 'ỵ'], ['Y', 'Ý', 'Ỳ', 'Ỷ', 'Ỹ', 'Ỵ']),
];

const CONSONANTS: [(Letter, char, char); 17] = [
    (L::B, 'b', 'B'),
    (L::C, 'c', 'C'),
    (L::D, 'd', 'D'),
    (L::DBar, 'đ', 'Đ'),
    (L::G, 'g', 'G'),
    (L::H, 'h', 'H'),
    (L::K, 'k', 'K'),
    (L::L, 'l', 'L'),
    (L::M, 'm', 'M'),
    (L::N, 'n', 'N'),
    (L::P, 'p', 'P'),
    (L::Q, 'q', 'Q'),
    (L::R, 'r', 'R'),
    (L::S, 's', 'S'),
    (L::T, 't', 'T'),
    (L::V, 'v', 'V'),
    (L::X, 'x', 'X'),
];

/// Past the last Vietnamese letter, `ỹ` U+1EF9.
const END: usize = 0x1F00;

/// A letter's code in the low five bits, the tone in the next three, the case in the ninth; 0: no letter.
static GLYPHS: [u16; END] = glyphs();

/// The characters, by code, tone and case.
static CHARS: [[[char; 2]; 6]; 30] = chars();

const fn glyphs() -> [u16; END] {
    let mut table = [0; END];
    let mut i = 0;
    while i < VOWELS.len() {
        let (letter, lower, upper) = VOWELS[i];
        let mut tone: u16 = 0;
        while tone < 6 {
            let code = letter as u16 | (tone << 5);
            table[lower[tone as usize] as usize] = code;
            table[upper[tone as usize] as usize] = code | 0x100;
            tone += 1;
        }
        i += 1;
    }
    i = 0;
    while i < CONSONANTS.len() {
        let (letter, lower, upper) = CONSONANTS[i];
        table[lower as usize] = letter as u16;
        table[upper as usize] = letter as u16 | 0x100;
        i += 1;
    }
    table
}

const fn chars() -> [[[char; 2]; 6]; 30] {
    let mut table = [[['?'; 2]; 6]; 30];
    let mut i = 0;
    while i < VOWELS.len() {
        let (letter, lower, upper) = VOWELS[i];
        let mut tone = 0;
        while tone < 6 {
            table[letter as usize][tone] = [lower[tone], upper[tone]];
            tone += 1;
        }
        i += 1;
    }
    i = 0;
    while i < CONSONANTS.len() {
        let (letter, lower, upper) = CONSONANTS[i];
        let mut tone = 0;
        while tone < 6 {
            // A consonant takes no tone: it is written without.
            table[letter as usize][tone] = [lower, upper];
            tone += 1;
        }
        i += 1;
    }
    table
}

/// What `c` says. None: not a letter of the alphabet, precomposed.
#[inline]
pub fn read(c: char) -> Option<Glyph> {
    let code = *GLYPHS.get(c as usize)?;
    let letter = Letter::of_code((code & 0x1F) as u8)?;
    Some(Glyph { letter, tone: Tone::ALL[usize::from(code >> 5 & 7)], is_upper: code & 0x100 != 0 })
}

/// The character for a letter, tone and case. A consonant is written without the tone.
#[inline]
pub const fn write(letter: Letter, tone: Tone, is_upper: bool) -> char {
    CHARS[letter as usize][tone as usize][is_upper as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_reads_back_as_written() {
        let mut seen = 0;
        for letter in LETTERS {
            for tone in Tone::ALL {
                for is_upper in [false, true] {
                    let c = write(letter, tone, is_upper);
                    let tone = if letter.is_vowel() { tone } else { Tone::Level };
                    assert_eq!(read(c), Some(Glyph { letter, tone, is_upper }), "{c}");
                    seen += 1;
                }
            }
        }
        assert_eq!(seen, 29 * 12);
        for c in ['f', 'j', 'W', 'z', '1', ' ', '\u{301}', '你', 'ñ', 'ǎ'] {
            assert_eq!(read(c), None, "{c}");
        }
    }
}
