//! Is this a Party membership card number?
//!
//! Cards carry 8 digits, often printed `NN.NNNNNN`. Whether the cards issued in 2025 follow the personal number is not known, so 12
//! digits are taken too (to be confirmed).

use super::id_number::{Digits, IdNumber, NumberFault};

/// A card number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartyCard {
    digits: Digits,
    /// How many leading zeros were put back.
    pub lost_zeros: u8,
}

impl PartyCard {
    /// The card number in `text`; None: nothing is written, or only that there is none.
    ///
    /// # Errors
    /// The text is no card number: 8 digits, 12, or 7 and 11 with a lost zero in front.
    pub fn parse(text: &str) -> Result<Option<Self>, NumberFault> {
        let Some(digits) = Digits::of(text)? else { return Ok(None) };
        match digits.len() {
            8 | 12 => Ok(Some(Self { digits, lost_zeros: 0 })),
            7 => Ok(Some(Self { digits: digits.padded(8), lost_zeros: 1 })),
            // Eleven digits are a personal number without its zero, or nothing.
            11 if IdNumber::parse(text).is_ok() => Ok(Some(Self { digits: digits.padded(12), lost_zeros: 1 })),
            length => Err(NumberFault::Length(length)),
        }
    }

    /// Its digits, lost zeros put back.
    pub fn as_str(&self) -> &str {
        self.digits.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_are_read_with_or_without_their_dot() {
        for (text, expected) in [
            ("86700235", "86700235"),
            ("86.700235", "86700235"),
            ("86 700 235", "86700235"),
            ("3028041", "03028041+"),
            ("072171270873", "072171270873"),
            ("72171270873", "072171270873+"),
            ("", "-"),
            ("chưa có", "-"),
            ("00000000", "Placeholder"),
            ("12345678", "Placeholder"),
            ("212370420", "Length(9)"),
            ("123", "Length(3)"),
            ("8.67E+07", "Scientific"),
            ("số cũ", "Letters"),
        ] {
            let read = match PartyCard::parse(text) {
                Ok(None) => "-".to_owned(),
                Ok(Some(card)) => format!("{}{}", card.as_str(), "+".repeat(usize::from(card.lost_zeros))),
                Err(fault) => format!("{fault:?}"),
            };
            assert_eq!(read, expected, "{text}");
        }
    }
}
