//! Identity numbers and Party cards: missing, of the old kind, mistyped, mangled by a spreadsheet.

use super::{Damage, Kind, Written};
use crate::sample::person::Person;
use crate::sample::random::Rng;

const PLACEHOLDERS: [&str; 6] = ["000000000", "123456789", "000000000000", "999999999999", "111111111", "0"];

/// The numbers of `person` as a row has them.
pub(super) fn write(damage: &mut Damage, person: &Person, row: &mut Written) {
    row.national_id = id(damage, person);
    row.party_card = card(damage, person);
}

fn id(damage: &mut Damage, person: &Person) -> String {
    if damage.strikes(Kind::IdMissing) {
        damage.kinds.add(Kind::IdMissing);
        return String::new();
    }
    if damage.strikes(Kind::IdPlaceholder) {
        damage.kinds.add(Kind::IdPlaceholder);
        return (*damage.rng.pick(&PLACEHOLDERS)).to_owned();
    }
    let mut number = person.national_id.clone();
    if damage.strikes(Kind::IdOld) {
        damage.change(Kind::IdOld, &mut number, person.old_id.clone());
    }
    if damage.strikes(Kind::IdDigit) {
        let new = other_digit(damage.rng, &number);
        damage.change(Kind::IdDigit, &mut number, new);
    }
    if damage.strikes(Kind::IdSwapped) {
        let new = swapped_digits(damage.rng, &number);
        damage.change(Kind::IdSwapped, &mut number, new);
    }
    if damage.strikes(Kind::IdZeroLost) {
        let new = number.trim_start_matches('0').to_owned();
        damage.change(Kind::IdZeroLost, &mut number, new);
    } else if damage.strikes(Kind::IdSpaced) {
        let mark = if damage.rng.chance(0.7) { " " } else { "." };
        let new = number.as_bytes().chunks(3).map(String::from_utf8_lossy).collect::<Vec<_>>().join(mark);
        damage.change(Kind::IdSpaced, &mut number, new);
    }
    number
}

fn card(damage: &mut Damage, person: &Person) -> String {
    if damage.strikes(Kind::CardMissing) {
        damage.kinds.add(Kind::CardMissing);
        return String::new();
    }
    let mut number = person.card.clone();
    if damage.strikes(Kind::CardDigit) {
        let new = other_digit(damage.rng, &number);
        damage.change(Kind::CardDigit, &mut number, new);
    }
    if damage.strikes(Kind::CardPoint) {
        let new = format!("{}.{}", number.get(..2).unwrap_or(""), number.get(2..).unwrap_or(""));
        damage.change(Kind::CardPoint, &mut number, new);
    } else if damage.strikes(Kind::CardZeroLost) {
        let new = number.trim_start_matches('0').to_owned();
        damage.change(Kind::CardZeroLost, &mut number, new);
    }
    number
}

/// `number` with one digit another.
fn other_digit(rng: &mut Rng, number: &str) -> String {
    let at = rng.below(number.len());
    let step = 1 + rng.below(9) as u8;
    let change = |(i, c): (usize, char)| match c.to_digit(10) {
        Some(digit) if i == at => char::from(b'0' + (digit as u8 + step) % 10),
        _ => c,
    };
    number.chars().enumerate().map(change).collect()
}

/// `number` with two unlike neighbours changed over; as it is where it has none.
fn swapped_digits(rng: &mut Rng, number: &str) -> String {
    let mut digits: Vec<char> = number.chars().collect();
    let places: Vec<usize> = (1..digits.len()).filter(|&i| digits[i] != digits[i - 1]).collect();
    if !places.is_empty() {
        let at = *rng.pick(&places);
        digits.swap(at - 1, at);
    }
    digits.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::random::Stream;

    #[test]
    fn one_digit_or_two_neighbours_change_and_nothing_else() {
        let mut rng = Rng::new(1, Stream::Plan, 0);
        for _ in 0..200 {
            let number = "038068001234";
            let wrong = other_digit(&mut rng, number);
            assert_eq!(number.bytes().zip(wrong.bytes()).filter(|(a, b)| a != b).count(), 1);
            let swapped = swapped_digits(&mut rng, number);
            assert_eq!(number.bytes().zip(swapped.bytes()).filter(|(a, b)| a != b).count(), 2);
        }
        assert_eq!(swapped_digits(&mut rng, "000"), "000");
    }
}
