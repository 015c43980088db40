//! Which letter is meant by a character that only looks like it?
//!
//! Text that went through other programs holds letters of other alphabets in place of Vietnamese ones: Icelandic Ð for Đ (old
//! Windows fonts), Cyrillic and Greek capitals (keyboards and text recognition), full-width forms, and U+01A3 for ư (text taken out
//! of PDF files made with certain fonts: `trƣờng`).

/// The character meant by `c`. None: `c` is itself, or unknown.
pub fn of(c: char) -> Option<char> {
    Some(match c {
        'Ð' | 'Ɖ' => 'Đ',
        'ð' | 'ɖ' | 'ƌ' => 'đ',
        'ƣ' => 'ư',
        'Ƣ' => 'Ư',
        'ǎ' => 'ă',
        'Ǎ' => 'Ă',
        'ı' => 'i',
        'ʼ' | 'ʻ' | 'ˈ' | '’' | '‘' | '‛' | '′' | '`' | '´' | 'ˊ' | '＇' => '\'',
        '“' | '”' | '„' | '″' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        '，' => ',',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Ѵ' => 'V',
        'Х' | 'Χ' => 'X',
        'У' | 'Υ' => 'Y',
        'а' | 'α' => 'a',
        'с' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'һ' => 'h',
        'і' | 'ι' => 'i',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'υ' => 'u',
        'ν' | 'ѵ' => 'v',
        'х' => 'x',
        'у' => 'y',
        // Full-width forms of ASCII.
        '｀' => '\'',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0)?,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn look_alikes_are_outside_the_alphabet_and_their_meaning_inside() {
        for c in ('\u{80}'..='\u{FFFF}').filter(|c| of(*c).is_some()) {
            assert!(crate::vn::letter::read(c).is_none(), "{c}");
            assert!(of(c).is_some_and(|meant| of(meant).is_none()), "{c}");
        }
        assert_eq!(of('Ð'), Some('Đ'));
        assert_eq!(of('Ａ'), Some('A'));
        assert_eq!(of('a'), None);
    }
}
