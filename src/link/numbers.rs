//! Are two identity numbers, or two card numbers, one number?
//!
//! Numbers of different kinds (9 and 12 digits) say nothing about each other. A wrong digit or two swapped ones are slips; a number
//! that is plainly another one speaks against one person, yet never alone decides.

use super::bits::Bits;
use super::model::{Comparison, Finding, Model, Rung, fixed, silent};
use crate::vn::id_number::mask;

/// The rungs of the comparison of identity numbers.
pub const NATIONAL_ID: &[Rung] = &[
    silent("unknown"),
    silent("other_kind"),
    fixed("cccd", "same"),
    fixed("cccd", "one_digit"),
    fixed("cccd", "swapped"),
    fixed("cccd", "differs"),
    fixed("cmnd", "cmnd_same"),
    fixed("cmnd", "cmnd_one_digit"),
    fixed("cmnd", "cmnd_swapped"),
    fixed("cmnd", "cmnd_differs"),
];

/// The rungs of the comparison of Party card numbers.
pub const PARTY_CARD: &[Rung] = &[
    silent("unknown"),
    silent("other_kind"),
    fixed("card", "same"),
    fixed("card", "one_digit"),
    fixed("card", "swapped"),
    fixed("card", "differs"),
];

/// A number with its count of digits; 0 digits: not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Number {
    /// Its value.
    pub value: u64,
    /// How many digits it has, leading zeros included.
    pub digits: u8,
}

impl Number {
    /// The number written in `text`. Empty or not digits: not known.
    pub fn parse(text: &str) -> Self {
        match text.parse() {
            Ok(value) if text.len() <= 18 => Self { value, digits: u8::try_from(text.len()).unwrap_or(0) },
            _ => Self::default(),
        }
    }

    /// The number as readers may see it.
    pub fn masked(self) -> String {
        mask(&format!("{:0width$}", self.value, width = usize::from(self.digits)))
    }
}

/// First rung of twelve digits, and of card numbers.
pub const CCCD: u8 = 2;
/// First rung of nine digits.
pub const CMND: u8 = 6;

/// Rungs of a ladder in the order same, one digit, swapped, differs.
fn rung_of(a: Number, b: Number) -> u8 {
    if a.value == b.value {
        return 0;
    }
    let (mut x, mut y) = (a.value, b.value);
    let (mut wrong, mut last, mut swapped) = (0, (0, 0), false);
    for _ in 0..a.digits {
        let (p, q) = (x % 10, y % 10);
        if p != q {
            wrong += 1;
            swapped = wrong == 2 && last == (q, p);
        }
        // Only neighbours count as swapped.
        last = if p == q { (10, 10) } else { (p, q) };
        (x, y) = (x / 10, y / 10);
    }
    match wrong {
        1 => 1,
        2 if swapped => 2,
        _ => 3,
    }
}

/// Compares two identity numbers.
pub fn national_id(model: &Model, a: Number, b: Number) -> Finding {
    compare(model, Comparison::NationalId, a, b, if a.digits == 9 { CMND } else { CCCD })
}

/// Compares two Party card numbers.
pub fn party_card(model: &Model, a: Number, b: Number) -> Finding {
    compare(model, Comparison::PartyCard, a, b, CCCD)
}

fn compare(model: &Model, comparison: Comparison, a: Number, b: Number, first: u8) -> Finding {
    if a.digits == 0 || b.digits == 0 {
        return Finding { rung: 0, u: Bits::ZERO };
    }
    if a.digits != b.digits {
        return Finding { rung: 1, u: Bits::ZERO };
    }
    model.found(comparison, first + rung_of(a, b))
}

/// Whether the finding says that both numbers are known and plainly different.
pub fn is_other(rung: &Rung) -> bool {
    matches!(rung.name, "differs" | "cmnd_differs")
}

/// Whether the finding says that both are one number.
pub fn is_same(rung: &Rung) -> bool {
    matches!(rung.name, "same" | "cmnd_same")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_told_from_other_numbers() {
        let cases = [
            ("001068378261", "001068378261", 0),
            ("001068378261", "001068378262", 1),
            ("001068378261", "001068378216", 2),
            ("001068378261", "001068318267", 3),
            ("001068378261", "100068378261", 3),
            ("001068378261", "079168111111", 3),
        ];
        for (a, b, rung) in cases {
            assert_eq!(rung_of(Number::parse(a), Number::parse(b)), rung, "{a} {b}");
        }
    }

    #[test]
    fn numbers_of_two_kinds_say_nothing() -> crate::error::Result<()> {
        let model = Model::shipped()?;
        let found = national_id(&model, Number::parse("001068378261"), Number::parse("271450001"));
        assert_eq!(model.weight(Comparison::NationalId, found), Bits::ZERO);
        Ok(())
    }
}
