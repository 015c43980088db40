//! Which characters do the bytes of an old Vietnamese font mean, and the other way round?
//!
//! Tables: `data/legacy_*.csv`. TCVN3 (ABC, fonts `.VnTime`) has no accented capitals: a capital is the small letter's byte shown in
//! a capital font, so reading restores the case from the letters beside it.

use std::sync::LazyLock;

use encoding_rs::{Encoding, ISO_8859_2, WINDOWS_1250, WINDOWS_1252, WINDOWS_1258};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::letter::{self, Tone};
use super::rows::rows;

/// A way of writing Vietnamese in one or two bytes a letter, from before Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Legacy {
    /// TCVN3, the encoding of the ABC fonts (`.VnTime`); read with the capitals of TCVN 5712-1.
    Tcvn3,
    /// VNI for Windows: a base letter followed by a mark's byte.
    Vni,
    /// VISCII (RFC 1456).
    Viscii,
    /// VPS.
    Vps,
    /// Windows-1258: letters with combining tones.
    Windows1258,
    /// UTF-8 that was read one byte a letter and written as UTF-8 again (`Nguyá»…n`).
    Utf8Twice,
}

impl Legacy {
    /// All of them, the commonest first.
    pub const ALL: [Self; 6] = [Self::Tcvn3, Self::Vni, Self::Utf8Twice, Self::Windows1258, Self::Viscii, Self::Vps];

    /// The name people know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3",
            Self::Vni => "VNI",
            Self::Viscii => "VISCII",
            Self::Vps => "VPS",
            Self::Windows1258 => "Windows-1258",
            Self::Utf8Twice => "UTF-8 × 2",
        }
    }
}

/// A table of one or two bytes a letter.
pub(crate) struct Charset {
    single: [char; 256],
    pairs: FxHashMap<[u8; 2], char>,
    bytes: FxHashMap<char, [u8; 2]>,
}

/// The 256 characters of a one-byte encoding; what it leaves undefined is taken for the control character of the same number, so
/// that no byte is lost.
fn page(encoding: &'static Encoding) -> [char; 256] {
    let mut table = ['\0'; 256];
    for byte in 0..=u8::MAX {
        let bytes = [byte];
        let text = encoding.decode_without_bom_handling(&bytes).0;
        let c = text.chars().next().filter(|c| *c != char::REPLACEMENT_CHARACTER);
        table[usize::from(byte)] = c.unwrap_or(char::from(byte));
    }
    table
}

fn bytes_of(hex: &str) -> Option<[u8; 2]> {
    let byte = |at| hex.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    Some([byte(0)?, if hex.len() > 2 { byte(2)? } else { 0 }])
}

impl Charset {
    fn new(entries: impl Iterator<Item = (String, char)>) -> Self {
        let mut set = Self { single: page(WINDOWS_1252), pairs: FxHashMap::default(), bytes: FxHashMap::default() };
        for (hex, c) in entries {
            let Some(bytes) = bytes_of(&hex) else { continue };
            // The capitals of TCVN 5712-1 come after the letters TCVN3 shares; the first writing of a letter is the one written.
            set.bytes.entry(c).or_insert(bytes);
            if bytes[1] == 0 {
                set.single[usize::from(bytes[0])] = c;
            } else {
                set.pairs.insert(bytes, c);
                // `E` and a small letter's mark: a capital typed with the lock off half-way.
                let other = [bytes[0], flip_case(bytes[1])];
                set.pairs.entry(other).or_insert(c);
            }
        }
        set
    }

    /// The characters of `bytes`, longest match first, left to right.
    pub(crate) fn decode(&self, bytes: &[u8], out: &mut String) {
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            if !self.pairs.is_empty()
                && let Some(&second) = bytes.get(at + 1)
                && second >= 0x80
                && let Some(&c) = self.pairs.get(&[first, second])
            {
                out.push(c);
                at += 2;
            } else {
                out.push(self.single[usize::from(first)]);
                at += 1;
            }
        }
    }

    fn encode(&self, c: char, out: &mut Vec<u8>) -> bool {
        let Some(&[first, second]) = self.bytes.get(&c) else { return false };
        out.push(first);
        if second != 0 {
            out.push(second);
        }
        true
    }
}

/// Latin-1 letters differ in one bit from their capitals.
fn flip_case(byte: u8) -> u8 {
    if byte >= 0xC0 { byte ^ 0x20 } else { byte }
}

fn other(charset: &'static str) -> impl Iterator<Item = (String, char)> {
    rows(include_str!("data/legacy_other.csv"))
        .filter(move |row| row.get(0) == Some(charset))
        .filter_map(|row| Some((row.get(1)?.to_owned(), char_of(row.get(4)?)?)))
}

/// `U+0301` as a character: the cell itself may hold a blank or a combining mark.
fn char_of(codepoint: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(codepoint.strip_prefix("U+")?, 16).ok()?)
}

static TCVN3: LazyLock<Charset> = LazyLock::new(|| {
    let table = include_str!("data/legacy_tcvn3.csv");
    let mut set = Charset::new(rows(table).filter_map(|row| Some((row.get(0)?.to_owned(), char_of(row.get(3)?)?))));
    // In ABC fonts an accented capital is the small letter's byte.
    for row in rows(table).filter(|row| row.get(4) == Some("VN1_only")) {
        if let Some(c) = row.get(3).and_then(char_of)
            && let Some(&bytes) = c.to_lowercase().next().and_then(|small| set.bytes.get(&small))
        {
            set.bytes.insert(c, bytes);
        }
    }
    set
});

/// TCVN3 without the capitals of TCVN 5712-1: what `.VnTime` shows, and what stands in cells pasted from it.
static ABC: LazyLock<Charset> = LazyLock::new(|| {
    let letters = rows(include_str!("data/legacy_tcvn3.csv")).filter(|row| row.get(4) == Some("TCVN3"));
    Charset::new(letters.filter_map(|row| Some((row.get(0)?.to_owned(), char_of(row.get(3)?)?))))
});

static VNI: LazyLock<Charset> = LazyLock::new(|| {
    let table = include_str!("data/legacy_vni.csv");
    Charset::new(rows(table).filter_map(|row| Some((row.get(0)?.to_owned(), row.get(2)?.chars().next()?))))
});

static VISCII: LazyLock<Charset> = LazyLock::new(|| Charset::new(other("VISCII")));
static VPS: LazyLock<Charset> = LazyLock::new(|| Charset::new(other("VPS")));
static CP1258: LazyLock<Charset> = LazyLock::new(|| {
    let mut set = Charset::new(other("WINDOWS-1258"));
    set.single = page(WINDOWS_1258);
    for byte in 0x80..=u8::MAX {
        set.bytes.insert(set.single[usize::from(byte)], [byte, 0]);
    }
    set
});

/// The one-byte encodings a program may have taken for the right one, the likeliest first.
pub(crate) static PAGES: LazyLock<Vec<FxHashMap<char, u8>>> = LazyLock::new(|| {
    let inverse = |encoding| (0..=u8::MAX).map(|byte| (page(encoding)[usize::from(byte)], byte)).collect();
    [WINDOWS_1252, WINDOWS_1258, ISO_8859_2, WINDOWS_1250].into_iter().map(inverse).collect()
});

fn charset(legacy: Legacy) -> Option<&'static Charset> {
    Some(match legacy {
        Legacy::Tcvn3 => &TCVN3,
        Legacy::Vni => &VNI,
        Legacy::Viscii => &VISCII,
        Legacy::Vps => &VPS,
        Legacy::Windows1258 => &CP1258,
        Legacy::Utf8Twice => return None,
    })
}

/// The text of `bytes` in an old encoding, NFC. Bytes without a meaning there keep the one they have in Windows-1252.
pub fn decode(bytes: &[u8], legacy: Legacy) -> String {
    let mut out = String::with_capacity(bytes.len() + bytes.len() / 2);
    let Some(set) = charset(legacy) else {
        let text = String::from_utf8_lossy(bytes);
        return super::repair::once_less(&text).unwrap_or_else(|| text.into_owned());
    };
    set.decode(bytes, &mut out);
    match legacy {
        Legacy::Tcvn3 => restore_capitals(&out),
        Legacy::Windows1258 => out.nfc().collect(),
        _ => out,
    }
}

/// As [`decode`], for a cell that was pasted: bytes that no font of ABC had are what they look like.
pub(crate) fn decode_pasted(bytes: &[u8], legacy: Legacy) -> String {
    if legacy != Legacy::Tcvn3 {
        return decode(bytes, legacy);
    }
    let mut out = String::with_capacity(bytes.len() * 2);
    ABC.decode(bytes, &mut out);
    restore_capitals(&out)
}

/// The bytes of `text` in an old encoding. None: it has a character that cannot be written there. TCVN3 writes an accented capital as
/// the small letter.
pub fn encode(text: &str, legacy: Legacy) -> Option<Vec<u8>> {
    let Some(set) = charset(legacy) else {
        return Some(view(text.as_bytes()).into_bytes());
    };
    let mut out = Vec::with_capacity(text.len());
    for c in text.nfc() {
        if c.is_ascii() || set.encode(c, &mut out) {
            if c.is_ascii() {
                out.push(c as u8);
            }
            continue;
        }
        let glyph = letter::read(c).filter(|_| legacy == Legacy::Windows1258)?;
        let tone = Tone::ALL.iter().position(|tone| *tone == glyph.tone)?;
        let mark = *['\0', '\u{301}', '\u{300}', '\u{309}', '\u{303}', '\u{323}'].get(tone)?;
        if !write_1258(set, letter::write(glyph.letter, Tone::Level, glyph.is_upper), &mut out) || !set.encode(mark, &mut out) {
            return None;
        }
    }
    Some(out)
}

fn write_1258(set: &Charset, c: char, out: &mut Vec<u8>) -> bool {
    if c.is_ascii() {
        out.push(c as u8);
        return true;
    }
    set.encode(c, out)
}

/// `text` in an old encoding as a program shows it that takes the bytes for Windows-1252: `Nguyễn` in TCVN3 gives `NguyÔn`. None: it
/// cannot be written there.
pub fn garble(text: &str, legacy: Legacy) -> Option<String> {
    match legacy {
        Legacy::Utf8Twice => Some(view(text.as_bytes())),
        _ => encode(text, legacy).map(|bytes| view(&bytes)),
    }
}

/// `bytes` taken for Windows-1252.
pub(crate) fn view(bytes: &[u8]) -> String {
    static PAGE: LazyLock<[char; 256]> = LazyLock::new(|| page(WINDOWS_1252));
    bytes.iter().map(|byte| PAGE[usize::from(*byte)]).collect()
}

/// The encoding a font was made for, and whether it shows small letters as capitals. None: a Unicode font, as far as is known.
///
/// `.VnTime` is TCVN3 and `.VnTimeH` its capitals; `VNI-Times` is VNI.
pub fn of_font(font: &str) -> Option<(Legacy, bool)> {
    let name = font.trim().to_ascii_lowercase();
    if let Some(rest) = name.strip_prefix(".vn") {
        return Some((Legacy::Tcvn3, rest.ends_with('h') && !rest.ends_with("tech") || rest.ends_with("h bold")));
    }
    if name.starts_with("vni-") || name.starts_with("vni ") {
        return Some((Legacy::Vni, false));
    }
    if name.starts_with("vps ") || name.starts_with("vps-") {
        return Some((Legacy::Vps, false));
    }
    (name.starts_with("vi times") || name.starts_with("vi arial") || name.contains("viscii")).then_some((Legacy::Viscii, false))
}

/// `text` out of TCVN3 with the capitals a capital font showed: in a word of capitals, or in a cell without small letters, the accented
/// letters are capitals too. A cell ends at a separator of columns.
pub(crate) fn restore_capitals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for cell in text.split_inclusive(['\t', ',', ';', '"', '|', '\n']) {
        let has_small = cell.bytes().any(|byte| byte.is_ascii_lowercase());
        let capitals = |word: &str| word.bytes().filter(u8::is_ascii_uppercase).count();
        let is_all = !has_small && cell.split(' ').any(|word| capitals(word) >= 2);
        for word in cell.split_inclusive(' ') {
            let is_capital = is_all || capitals(word) >= 2 && !word.bytes().any(|byte| byte.is_ascii_lowercase());
            if is_capital {
                out.extend(word.chars().flat_map(char::to_uppercase));
            } else {
                out.push_str(word);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        for (legacy, letters) in [(Legacy::Tcvn3, 134), (Legacy::Vni, 134), (Legacy::Viscii, 134), (Legacy::Vps, 120)] {
            assert_eq!(charset(legacy).unwrap().bytes.len(), letters, "{legacy:?}");
        }
    }

    #[test]
    fn known_bytes_are_read() {
        for (legacy, seen, meant) in [
            (Legacy::Tcvn3, "NguyÔn V¨n §øc", "Nguyễn Văn Đức"),
            (Legacy::Tcvn3, "NGUYÔN V¡N §øC", "NGUYỄN VĂN ĐỨC"),
            (Legacy::Tcvn3, "Hå Hµ", "Hồ Hà"),
            (Legacy::Vni, "Ñoã Quoác Khaùnh", "Đỗ Quốc Khánh"),
            (Legacy::Vni, "Döông Tuyeát Duy", "Dương Tuyết Duy"),
            (Legacy::Vni, "Hoà", "Hồ"),
            (Legacy::Utf8Twice, "Nguyá»…n", "Nguyễn"),
        ] {
            assert_eq!(garble(meant, legacy).as_deref(), Some(seen), "{legacy:?}");
            let bytes = if legacy == Legacy::Utf8Twice { seen.as_bytes().to_vec() } else { encode(meant, legacy).unwrap() };
            assert_eq!(decode(&bytes, legacy), meant, "{legacy:?}");
        }
    }

    #[test]
    fn fonts_tell_their_encoding() {
        for (font, expected) in [
            (".VnTime", Some((Legacy::Tcvn3, false))),
            (".VnTimeH", Some((Legacy::Tcvn3, true))),
            (".VnArial NarrowH", Some((Legacy::Tcvn3, true))),
            ("VNI-Times", Some((Legacy::Vni, false))),
            ("Times New Roman", None),
            ("Verdana", None),
        ] {
            assert_eq!(of_font(font), expected, "{font}");
        }
    }
}
