//! In which encoding is this file, line by line?
//!
//! UTF-8 is kept as it is. Anything else is decided by the share of words that become Vietnamese; lines that were pasted from another
//! source are decoded on their own.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE};

pub use super::charset::{Legacy, decode, encode, garble, of_font};
pub use super::repair::repair_text;
use super::repair::{Score, best_reading};

/// What a file was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Found {
    /// UTF-8, plain ASCII included.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// An old Vietnamese encoding.
    Legacy(Legacy),
    /// None of these: read as Windows-1252, so that nothing is lost.
    Unknown,
}

impl Found {
    /// The name people know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 (BOM)",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::Legacy(legacy) => legacy.name(),
            Self::Unknown => "?",
        }
    }
}

/// A file as text.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded<'a> {
    /// The text, without byte order mark; borrowed where the bytes were borrowed and are UTF-8.
    pub text: Cow<'a, str>,
    /// What most lines were written in.
    pub encoding: Found,
    /// How far the encoding is ahead of the next best, as a share of the words that tell them apart, 0..=1; 1 for Unicode.
    pub margin: f64,
    /// Lines in another encoding than the file's.
    pub mixed_rows: u32,
}

/// The text of a file. UTF-8 is checked in one pass and neither copied nor changed (cells in it may still be garbled: see
/// [`repair_text`]); pass a `Vec<u8>` to keep its memory, a slice to borrow.
///
/// UTF-16 is known by its mark or by its NUL bytes. Otherwise each line that is no UTF-8 is read in the old encoding that makes most of
/// the file's words Vietnamese, or in another one where that fits this line better.
pub fn decode_file<'a>(bytes: impl Into<Cow<'a, [u8]>>) -> Decoded<'a> {
    let bytes = bytes.into();
    let unicode = |text, encoding| Decoded { text, encoding, margin: 1.0, mixed_rows: 0 };
    if let Some((encoding, found)) = utf16(&bytes) {
        let (text, _) = encoding.decode_with_bom_removal(&bytes);
        return unicode(Cow::Owned(text.into_owned()), found);
    }
    let has_mark = bytes.starts_with(b"\xEF\xBB\xBF");
    let found = if has_mark { Found::Utf8Bom } else { Found::Utf8 };
    let start = if has_mark { 3 } else { 0 };
    match bytes {
        Cow::Borrowed(bytes) => match std::str::from_utf8(&bytes[start..]) {
            Ok(text) => unicode(Cow::Borrowed(text), found),
            Err(_) => by_line(&bytes[start..], has_mark),
        },
        Cow::Owned(bytes) => match String::from_utf8(bytes) {
            Ok(mut text) => {
                text.drain(..start);
                unicode(Cow::Owned(text), found)
            }
            Err(error) => by_line(&error.as_bytes()[start..], has_mark),
        },
    }
}

/// UTF-16 by its mark, or by NUL bytes at every other place of the beginning.
fn utf16(bytes: &[u8]) -> Option<(&'static encoding_rs::Encoding, Found)> {
    const LE: (&encoding_rs::Encoding, Found) = (UTF_16LE, Found::Utf16Le);
    const BE: (&encoding_rs::Encoding, Found) = (UTF_16BE, Found::Utf16Be);
    match bytes {
        [0xFF, 0xFE, ..] => return Some(LE),
        [0xFE, 0xFF, ..] => return Some(BE),
        _ => {}
    }
    let head = &bytes[..bytes.len().min(4096)];
    let nul = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nul(0), nul(1));
    // Half of the letters of Vietnamese text, and all digits and separators, have a high byte of zero.
    let enough = head.len() / 8;
    match () {
        () if head.len() < 4 => None,
        () if odd > enough && even * 8 < odd => Some(LE),
        () if even > enough && odd * 8 < even => Some(BE),
        () => None,
    }
}

/// Lines enough to know the encoding of a file by.
const SAMPLE: usize = 4_000;

fn by_line(bytes: &[u8], has_mark: bool) -> Decoded<'static> {
    let lines = || bytes.split_inclusive(|byte| *byte == b'\n');
    let (mut utf8, mut other) = (0_u32, 0_u32);
    let mut totals = [Score::default(); Legacy::ALL.len()];
    let mut sampled = 0;
    for line in lines().filter(|line| !line.is_ascii()) {
        if std::str::from_utf8(line).is_ok() {
            utf8 += 1;
            continue;
        }
        other += 1;
        if sampled < SAMPLE {
            sampled += 1;
            for (total, legacy) in totals.iter_mut().zip(Legacy::ALL) {
                if legacy != Legacy::Utf8Twice {
                    total.add(Score::of(&decode(line, legacy)));
                }
            }
        }
    }
    let mut ranking: Vec<(f64, u32, usize)> = totals
        .iter()
        .enumerate()
        .filter(|(_, total)| total.words > 0)
        .map(|(i, total)| (total.share(), total.known, i))
        .collect();
    ranking.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    let main = ranking.first().filter(|(share, ..)| *share >= 0.5).and_then(|(.., i)| Legacy::ALL.get(*i).copied());
    let margin = match ranking.as_slice() {
        [first, second, ..] => first.0 - second.0,
        [first] => first.0,
        [] => 0.0,
    };
    let is_utf8 = utf8 > other;
    let encoding = match main {
        _ if is_utf8 && has_mark => Found::Utf8Bom,
        _ if is_utf8 => Found::Utf8,
        Some(legacy) => Found::Legacy(legacy),
        None => Found::Unknown,
    };
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2);
    let mut mixed_rows = 0;
    for line in lines() {
        let read = std::str::from_utf8(line);
        if line.is_ascii() {
            text.push_str(read.unwrap_or_default());
            continue;
        }
        // Letters of an old encoding can look like UTF-8 by chance: in a file that is not, they must be Vietnamese too.
        if let Ok(read) = read
            && (is_utf8 || Score::of(read).is_all_valid() || best_reading(line, main).2.share() <= Score::of(read).share())
        {
            text.push_str(read);
            mixed_rows += u32::from(!is_utf8);
            continue;
        }
        let (read, legacy, _) = best_reading(line, main);
        text.push_str(&read);
        mixed_rows += u32::from(is_utf8 || legacy != main);
    }
    let margin = if is_utf8 { 1.0 } else { margin };
    Decoded { text: Cow::Owned(text), encoding, margin, mixed_rows }
}

#[cfg(test)]
#[path = "encoding_tests.rs"]
mod tests;
