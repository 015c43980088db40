//! Is this a personal identity number, and what does it say of its holder?
//!
//! Two kinds are in use: 12 digits (căn cước công dân, số định danh cá nhân) whose first six digits have a meaning, and the older 9
//! digits (chứng minh nhân dân), whose prefix tells the issuing province only, and changed when the holder moved.
//! Structure of the 12 digits: decree 137/2015/NĐ-CP article 13, circular 07/2016/TT-BCA article 7, circular 59/2021/TT-BCA article 4.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use super::embedded::rows;
use super::province::{ProvinceSet, index_of_number};
use super::sex::Sex;

/// Which of the two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    /// 12 digits: province of registration, century and sex, year of birth, six more.
    Cccd12,
    /// 9 digits.
    Cmnd9,
}

/// A number that can be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdNumber {
    digits: Digits,
    /// Which of the two numbers.
    pub kind: IdKind,
    /// How many leading zeros were put back: spreadsheets drop them.
    pub lost_zeros: u8,
    /// The province of registration, as its place in the 63. None: 9 digits, or registered abroad.
    pub province: Option<u8>,
    /// The sex in the fourth digit. None: 9 digits.
    pub sex: Option<Sex>,
    /// The year of birth in the fourth to sixth digits. None: 9 digits.
    pub birth_year: Option<i32>,
}

/// Why a text is no identity number. The text itself is never kept: it may be most of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberFault {
    /// `000000000000`, `123456789`: written where no number was known.
    Placeholder,
    /// `3.8E+10`: the last digits are lost for good.
    Scientific,
    /// It has this many digits.
    Length(u8),
    /// It has letters or other signs.
    Letters,
}

/// At most 12 digits, as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digits {
    bytes: [u8; 12],
    len: u8,
}

impl Digits {
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.bytes.get(..usize::from(self.len)).unwrap_or(&[])).unwrap_or("")
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or(&[])
    }

    /// The digits as a number; leading zeros count for nothing.
    fn number(&self, from: usize, to: usize) -> u32 {
        self.bytes().get(from..to).unwrap_or(&[]).iter().fold(0, |n, digit| n * 10 + u32::from(digit - b'0'))
    }

    /// The same digits with zeros put in front up to `len`.
    pub fn padded(mut self, len: u8) -> Self {
        let zeros = usize::from(len.saturating_sub(self.len)).min(12 - usize::from(self.len));
        self.bytes.rotate_right(zeros);
        if let Some(front) = self.bytes.get_mut(..zeros) {
            front.fill(b'0');
        }
        self.len = len.min(12);
        self
    }

    pub fn len(&self) -> u8 {
        self.len
    }

    /// The digits of a cell without the signs that group them. None: nothing is written, or only that there is no number.
    pub fn of(text: &str) -> Result<Option<Self>, NumberFault> {
        let mut digits = Self { bytes: [b'0'; 12], len: 0 };
        let (mut count, mut letters, mut exponent) = (0_u8, 0_u32, false);
        let mut tail = Tail::Other;
        for c in text.chars() {
            match c {
                '0'..='9' => {
                    if let Some(slot) = digits.bytes.get_mut(usize::from(count)) {
                        *slot = u8::try_from(c).unwrap_or(b'0');
                    }
                    count = count.saturating_add(1);
                    tail = if tail == Tail::Mark && c == '0' { Tail::MarkZero } else { Tail::Other };
                }
                '.' | ',' => tail = Tail::Mark,
                'e' | 'E' if count > 0 && letters == 0 => (exponent, letters) = (true, 1),
                c if c.is_alphabetic() => letters += 1,
                // Apostrophes keep spreadsheets from reading a number; blanks, dots and hyphens group digits.
                _ => tail = Tail::Other,
            }
        }
        if exponent && letters == 1 {
            return Err(NumberFault::Scientific);
        }
        if count == 0 {
            let says_nothing = letters == 0
                || matches!(
                    super::words::key(text).as_str(),
                    "khong"
                        | "khong co"
                        | "chua co"
                        | "chua"
                        | "ko"
                        | "x"
                        | "n a"
                        | "na"
                        | "null"
                        | "none"
                        | "nan"
                        | "khong ro"
                        | "mat"
                );
            return if says_nothing { Ok(None) } else { Err(NumberFault::Letters) };
        }
        if letters > 0 {
            return Err(NumberFault::Letters);
        }
        // `38000012345.0`: a number's decimals.
        if tail == Tail::MarkZero && text.matches(['.', ',']).count() == 1 && count > 8 {
            count -= 1;
        }
        if count > 12 {
            return Err(NumberFault::Length(count));
        }
        digits.len = count;
        if digits.is_placeholder() { Err(NumberFault::Placeholder) } else { Ok(Some(digits)) }
    }

    /// All one digit, one short group repeated, or counting up or down.
    fn is_placeholder(&self) -> bool {
        let bytes = self.bytes();
        let repeats =
            |period: usize| bytes.len() >= 2 * period && bytes.iter().zip(bytes.iter().skip(period)).all(|(a, b)| a == b);
        let steps = |step: u8| bytes.windows(2).all(|pair| matches!(pair, [a, b] if (a - b'0' + step) % 10 == b - b'0'));
        if bytes.len() < 6 {
            return bytes.iter().all(|&digit| digit == b'0');
        }
        let zeros = bytes.iter().rev().skip(1).all(|&digit| digit == b'0');
        zeros || repeats(1) || repeats(2) || repeats(3) || steps(1) || steps(9)
    }
}

#[derive(PartialEq)]
enum Tail {
    Mark,
    MarkZero,
    Other,
}

impl IdNumber {
    /// The number in `text`; None: nothing is written, or only that there is none.
    ///
    /// Blanks, dots and hyphens between digits are passed over. Leading zeros that a spreadsheet dropped are put back where that
    /// makes a number that can be: 10 or 11 digits to 12 when province and year of birth fit, 8 digits to 9.
    ///
    /// # Errors
    /// The text is no number of either kind.
    pub fn parse(text: &str) -> Result<Option<Self>, NumberFault> {
        let Some(digits) = Digits::of(text)? else { return Ok(None) };
        let number = match digits.len() {
            12 => Self::cccd(digits, 0),
            lost @ (10 | 11) => {
                let number = Self::cccd(digits.padded(12), 12 - lost);
                // The first digit is 0 only for the 63 provinces, and nobody on a roster was born before 1900 or after 2019.
                if number.province.is_none() || !number.birth_year.is_some_and(|year| (1900..2020).contains(&year)) {
                    return Err(NumberFault::Length(lost));
                }
                number
            }
            9 => Self::cmnd(digits, 0),
            // Prefixes 01 to 09 are all in use, 00 is not.
            8 if digits.bytes().first() != Some(&b'0') => Self::cmnd(digits.padded(9), 1),
            length => return Err(NumberFault::Length(length)),
        };
        Ok(Some(number))
    }

    fn cccd(digits: Digits, lost_zeros: u8) -> Self {
        let province = digits.number(0, 3);
        let century = digits.number(3, 4);
        let (first_year, sex) = CENTURIES.get(century as usize).copied().unwrap_or((1900, Sex::Male));
        Self {
            digits,
            kind: IdKind::Cccd12,
            lost_zeros,
            province: (province < 100).then(|| index_of_number(province)).flatten(),
            sex: Some(sex),
            birth_year: Some(first_year + i32::try_from(digits.number(4, 6)).unwrap_or(0)),
        }
    }

    fn cmnd(digits: Digits, lost_zeros: u8) -> Self {
        Self { digits, kind: IdKind::Cmnd9, lost_zeros, province: None, sex: None, birth_year: None }
    }

    /// Its digits, lost zeros put back.
    pub fn as_str(&self) -> &str {
        self.digits.as_str()
    }

    /// What in it does not fit the rest of the row: the birth date as an interval, the sex, the native place. None and an empty set:
    /// not known, so nothing to compare.
    pub fn findings(&self, born: Option<(NaiveDate, NaiveDate)>, sex: Option<Sex>, home: ProvinceSet) -> Findings {
        Findings {
            birth_year: matches!((self.birth_year, born), (Some(year), Some((from, to))) if year < from.year() || year > to.year()),
            sex: matches!((self.sex, sex), (Some(a), Some(b)) if a != b),
            province: self.province.is_some_and(|province| !home.is_empty() && !home.has(province)),
        }
    }

    /// The provinces that issued 9-digit numbers with its prefix; empty where the prefix is not listed, and for 12 digits. A weak
    /// hint: the number changed when its holder moved.
    pub fn issued_in(&self) -> ProvinceSet {
        match self.kind {
            IdKind::Cccd12 => ProvinceSet::EMPTY,
            IdKind::Cmnd9 => self.as_str().parse().map_or(ProvinceSet::EMPTY, |number| provinces(number, 9)),
        }
    }
}

/// The provinces of 2024 in which a number of 12 or 9 digits was issued, by its first digits. Empty: they do not tell.
///
/// ```
/// use thamdinh::vn::id_number::provinces;
/// assert_eq!(provinces(79_168_111_111, 12).codes().collect::<Vec<_>>(), ["79"]);
/// assert!(provinces(999_999_999, 9).is_empty());
/// ```
pub fn provinces(number: u64, digits: u8) -> ProvinceSet {
    let first = |unit: u64| usize::try_from(number / unit).unwrap_or(usize::MAX);
    match digits {
        12 => u32::try_from(first(1_000_000_000)).ok().and_then(index_of_number).map_or(ProvinceSet::EMPTY, ProvinceSet::one),
        9 => ISSUERS.get(first(1_000_000)).copied().unwrap_or_default(),
        _ => ProvinceSet::EMPTY,
    }
}

/// The issuers of 9-digit numbers by their first three digits.
static ISSUERS: LazyLock<Vec<ProvinceSet>> = LazyLock::new(|| {
    let issuers = |first: u32| {
        let first = format!("{first:03}");
        let codes = rows(include_str!("data/cmnd_prefixes.csv")).filter_map(|row| match row[..] {
            [prefix, code, ..] if first.starts_with(prefix) => Some(code),
            _ => None,
        });
        ProvinceSet::of_codes(codes)
    };
    (0..1_000).map(issuers).collect()
});

/// First year of the century and sex by the fourth digit (`data/cccd_sex_century.csv`, held equal by a test).
const CENTURIES: [(i32, Sex); 10] = [
    (1900, Sex::Male),
    (1900, Sex::Female),
    (2000, Sex::Male),
    (2000, Sex::Female),
    (2100, Sex::Male),
    (2100, Sex::Female),
    (2200, Sex::Male),
    (2200, Sex::Female),
    (2300, Sex::Male),
    (2300, Sex::Female),
];

/// What in a number does not fit the rest of its row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Findings {
    /// Another year of birth.
    pub birth_year: bool,
    /// Another sex.
    pub sex: bool,
    /// Another province than the native place. Weak: the number tells where the birth was registered.
    pub province: bool,
}

/// The number with all but its last three digits hidden: `•••••••••234`. Signs between digits are dropped; a text of three digits or
/// fewer is hidden whole.
///
/// ```
/// assert_eq!(thamdinh::vn::id_number::mask("001 068 378 261"), "•••••••••261");
/// ```
pub fn mask(number: &str) -> String {
    let count = number.chars().filter(|c| c.is_alphanumeric()).count();
    let shown = if count > 3 { 3 } else { 0 };
    number.chars().filter(|c| c.is_alphanumeric()).enumerate().map(|(at, c)| if at + shown < count { '•' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vn::province::index_of;

    fn read(text: &str) -> String {
        match IdNumber::parse(text) {
            Ok(None) => "-".to_owned(),
            Ok(Some(number)) => format!("{}{}", number.as_str(), "+".repeat(usize::from(number.lost_zeros))),
            Err(fault) => format!("{fault:?}"),
        }
    }

    #[test]
    fn numbers_are_read_however_they_are_grouped() {
        for (text, expected) in [
            ("001068378261", "001068378261"),
            (" 001 068 378 261 ", "001068378261"),
            ("001.068.378.261", "001068378261"),
            ("'001068378261", "001068378261"),
            ("001-068-378-261", "001068378261"),
            ("1068378261", "001068378261++"),
            ("1068378261.0", "001068378261++"),
            ("38068012345", "038068012345+"),
            ("38068012345,0", "038068012345+"),
            ("212370420", "212370420"),
            ("18682732", "018682732+"),
            ("", "-"),
            ("-", "-"),
            ("không có", "-"),
            ("chưa có", "-"),
            ("000000000000", "Placeholder"),
            ("0", "Placeholder"),
            ("000000001", "Placeholder"),
            ("123456789", "Placeholder"),
            ("012345678912", "012345678912"),
            ("123456789012", "Placeholder"),
            ("987654321", "Placeholder"),
            ("111111111", "Placeholder"),
            ("121212121212", "Placeholder"),
            ("123123123", "Placeholder"),
            ("3.8E+10", "Scientific"),
            ("3,80680123E+10", "Scientific"),
            ("99999012345", "Length(11)"),
            ("38968012345", "Length(11)"),
            ("7382910", "Length(7)"),
            ("0010683782611", "Length(13)"),
            ("B1234567", "Letters"),
            ("xem hồ sơ", "Letters"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn twelve_digits_tell_place_sex_and_year() {
        let number = IdNumber::parse("072171270873").unwrap().unwrap();
        assert_eq!((number.province, number.sex, number.birth_year), (index_of("72"), Some(Sex::Female), Some(1971)));
        let abroad = IdNumber::parse("201203123458").unwrap().unwrap();
        assert_eq!((abroad.province, abroad.sex, abroad.birth_year), (None, Some(Sex::Male), Some(2003)));
    }

    #[test]
    fn what_does_not_fit_the_row_is_found() {
        let number = IdNumber::parse("072171270873").unwrap().unwrap();
        let year = |year| Some((NaiveDate::from_ymd_opt(year, 1, 1).unwrap(), NaiveDate::from_ymd_opt(year, 12, 31).unwrap()));
        let home = |code| ProvinceSet::of_codes([code]);
        for (born, sex, home, expected) in [
            (year(1971), Some(Sex::Female), home("72"), (false, false, false)),
            (year(1972), Some(Sex::Female), home("72"), (true, false, false)),
            (year(1971), Some(Sex::Male), home("72"), (false, true, false)),
            (year(1971), Some(Sex::Female), home("01"), (false, false, true)),
            (None, None, ProvinceSet::EMPTY, (false, false, false)),
        ] {
            let found = number.findings(born, sex, home);
            assert_eq!((found.birth_year, found.sex, found.province), expected);
        }
    }

    #[test]
    fn the_fourth_digit_agrees_with_its_table() {
        for (digit, row) in rows(include_str!("data/cccd_sex_century.csv")).enumerate() {
            let (first, sex) = CENTURIES[digit];
            assert_eq!(row[2], first.to_string());
            assert_eq!(row[4], if sex == Sex::Male { "M" } else { "F" });
        }
    }

    #[test]
    fn a_prefix_of_nine_digits_names_every_province_that_used_it() {
        let number = IdNumber::parse("212370420").unwrap().unwrap();
        assert_eq!(number.issued_in().codes().collect::<Vec<_>>(), ["51", "52"]);
    }

    #[test]
    fn only_the_last_three_digits_are_shown() {
        for (number, shown) in [("072171270873", "•••••••••873"), ("212 370 420", "••••••420"), ("12", "••"), ("", "")]
        {
            assert_eq!(mask(number), shown);
        }
    }
}
