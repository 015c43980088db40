//! What does a cell say whose font belongs to an old encoding?
//!
//! In `.VnTime` or `VNI-Times` the characters are bytes that the font draws as other letters, so the same text means one thing in
//! that font and another in any other.

use std::borrow::Cow;

use crate::vn::encoding::{self, Legacy};

/// The encoding that a font draws, and whether it draws small letters as capitals. None: an ordinary font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LegacyFont {
    encoding: Legacy,
    is_capital: bool,
}

impl LegacyFont {
    /// The old encoding that a font of this name draws. None: an ordinary font.
    pub fn of(name: &str) -> Option<Self> {
        encoding::of_font(name).map(|(encoding, is_capital)| Self { encoding, is_capital })
    }

    /// The encoding's name, as people know it.
    pub fn encoding(self) -> &'static str {
        self.encoding.name()
    }

    /// What the font shows for `text`. Text that has letters outside Windows-1252 was typed in Unicode and stays.
    pub fn shown(self, text: &str) -> Cow<'_, str> {
        if text.is_ascii() {
            return if self.is_capital { Cow::Owned(text.to_ascii_uppercase()) } else { Cow::Borrowed(text) };
        }
        let (bytes, _, has_other_letters) = encoding_rs::WINDOWS_1252.encode(text);
        if has_other_letters {
            return Cow::Borrowed(text);
        }
        let decoded = encoding::decode(&bytes, self.encoding);
        Cow::Owned(if self.is_capital { decoded.to_uppercase() } else { decoded })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_decides_what_the_bytes_mean() {
        for (font, text, expected) in [
            (".VnTime", "NguyÔn V¨n §øc", "Nguyễn Văn Đức"),
            (".VnTimeH", "NguyÔn V¨n §øc", "NGUYỄN VĂN ĐỨC"),
            ("VNI-Times", "Ñoã Quoác Khaùnh", "Đỗ Quốc Khánh"),
            (".VnTime", "Nguyễn Văn Đức", "Nguyễn Văn Đức"),
            (".VnArial", "12/03/1968", "12/03/1968"),
        ] {
            assert_eq!(LegacyFont::of(font).unwrap().shown(text), expected);
        }
        assert_eq!(LegacyFont::of("Times New Roman"), None);
    }
}
