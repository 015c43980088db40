//! Which days can a written date mean?
//!
//! Files hold `14/6/2024`, `9-1965`, `tháng 5 năm 1968`, `00/00/1968`, spreadsheet serials and lunar dates. Each is read as an
//! interval of days, so that a rule can ask whether something holds on all of it. Forms seen: notes of the domain, section B3.

use chrono::{Datelike, Days, NaiveDate};

/// How much of the date was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// The day.
    Day,
    /// The month and the year; or the few weeks in which a lunar date can fall.
    Month,
    /// The year only.
    Year,
}

/// What a reader of the date should know about how it was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Notes(u8);

impl Notes {
    /// The year had two digits.
    pub const SHORT_YEAR: Self = Self(1);
    /// It was a spreadsheet's count of days.
    pub const SERIAL: Self = Self(2);
    /// 1 January: often written when only the year was known.
    pub const FIRST_OF_JANUARY: Self = Self(4);
    /// Month before day, because the other way round there is no such month.
    pub const SWAPPED: Self = Self(8);
    /// A date of the lunar calendar.
    pub const LUNAR: Self = Self(16);

    /// Whether all of `other` apply.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// A date as an interval of days, `from` and `to` included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LooseDate {
    /// The first day it can be.
    pub from: NaiveDate,
    /// The last day it can be.
    pub to: NaiveDate,
    /// How much was written.
    pub precision: Precision,
    /// How it was read.
    pub notes: Notes,
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The month does not have that day: `31/02/1970`.
    Day,
    /// There is no such month: `13/13/1970`.
    Month,
    /// The year is before 1900 or after 2099.
    Year,
    /// Day and month without a year.
    NoYear,
    /// A year of two digits where none can be assumed.
    ShortYear,
    /// Not a date at all.
    Unreadable,
}

/// Why a text is no date, and what of it can still be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong.
    pub fault: Fault,
    /// The year, where it alone is sound: `31/02/1970` still says 1970.
    pub year: Option<LooseDate>,
}

/// The years a date may lie in.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2099;
/// A spreadsheet's day count is believed between 10000 (18/05/1927) and 60000 (08/04/2064); a year or a day never has five digits.
const SERIALS: std::ops::RangeInclusive<u32> = 10_000..=60_000;

/// A number of the text.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    value: u32,
    digits: u8,
    /// Written as a word or in Roman numerals, so it can only be a month.
    is_month: bool,
}

#[derive(Default)]
struct Scan {
    parts: [Part; 3],
    count: usize,
    is_lunar: bool,
    /// `nhuận`: in the leap month.
    is_leap: bool,
    /// `năm 68`: the number is a year, however short.
    says_year: bool,
    /// A word or sign that belongs to no date.
    has_other: bool,
    /// A number beyond the third.
    is_full: bool,
    /// Slashes since the last number.
    slashes: u8,
}

impl LooseDate {
    /// The interval that `text` means; None: nothing is written, or only that the date is not known.
    ///
    /// A year of two digits is the last such year not after `latest_year`; None: such years are refused.
    ///
    /// # Errors
    /// The text is no date; where its year alone is sound, the error holds it.
    ///
    /// ```
    /// use thamdinh::vn::date::LooseDate;
    /// let date = LooseDate::parse("tháng 5 năm 1968", None).unwrap().unwrap();
    /// assert_eq!((date.from.to_string(), date.to.to_string()), ("1968-05-01".into(), "1968-05-31".into()));
    /// ```
    pub fn parse(text: &str, latest_year: Option<i32>) -> Result<Option<Self>, DateError> {
        let scan = Scan::of(text);
        let unreadable = Err(DateError { fault: Fault::Unreadable, year: None });
        if scan.is_full {
            return unreadable;
        }
        let parts = &scan.parts[..scan.count];
        if parts.iter().all(|part| part.value == 0) {
            return if scan.has_other || parts.iter().any(|part| part.is_month) { unreadable } else { Ok(None) };
        }
        if scan.has_other || parts.iter().filter(|part| part.is_month).count() > 1 {
            return unreadable;
        }
        let mut notes = Notes::default();
        let (day, month, year) = match *parts {
            [one] if one.is_month => return Err(DateError { fault: Fault::NoYear, year: None }),
            [one] => match one.digits {
                5 if SERIALS.contains(&one.value) => return Self::of_serial(one.value, false).map(Some).ok_or(UNREADABLE),
                5..=8 => return Self::of_digits(one, latest_year).map(Some),
                _ => (Part::default(), Part::default(), one),
            },
            // `24837,0`: a spreadsheet's number with its decimals.
            [one, two] if one.digits == 5 && two.value == 0 && SERIALS.contains(&one.value) => {
                return Self::of_serial(one.value, false).map(Some).ok_or(UNREADABLE);
            }
            [one, two] if one.digits == 4 => (Part::default(), two, one),
            [one, two] => {
                // `15/8` is a day and a month; `9-65` can only be a month and a year.
                if two.is_month || (two.digits < 3 && two.value <= 31 && !scan.says_year) {
                    return Err(DateError { fault: Fault::NoYear, year: None });
                }
                (Part::default(), one, two)
            }
            [one, two, three] if one.digits == 4 || (one.digits == 2 && one.value > 31 && three.value <= 31) => (three, two, one),
            // `Jun 14, 2024`.
            [one, two, three] if one.is_month => (two, one, three),
            [one, two, three] => (one, two, three),
            _ => return unreadable,
        };
        let year = full_year(year, latest_year, scan.says_year, &mut notes)?;
        if scan.is_lunar {
            return Self::of_lunar(day.value, month.value, year, scan.is_leap).map(Some);
        }
        Self::of(day.value, month.value, year, notes).map(Some)
    }

    /// The date of a spreadsheet's day count, in its 1900 system or its 1904 system. None: not a day between 1927 and 2064.
    pub fn of_serial(serial: u32, is_1904: bool) -> Option<Self> {
        if !SERIALS.contains(&serial) {
            return None;
        }
        let epoch = if is_1904 { NaiveDate::from_ymd_opt(1904, 1, 1) } else { NaiveDate::from_ymd_opt(1899, 12, 30) }?;
        let day = epoch.checked_add_days(Days::new(u64::from(serial)))?;
        Some(Self { from: day, to: day, precision: Precision::Day, notes: Notes::SERIAL })
    }

    /// The whole of `year`. None: the year is out of range.
    pub fn of_year(year: u32) -> Option<Self> {
        let year = i32::try_from(year).ok().filter(|_| YEARS.contains(&year))?;
        let (from, to) = (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?);
        Some(Self { from, to, precision: Precision::Year, notes: Notes::default() })
    }

    /// Whether some day is in both.
    pub fn is_overlapping(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    fn of(day: u32, month: u32, year: u32, mut notes: Notes) -> Result<Self, DateError> {
        if !YEARS.contains(&year) {
            return Err(DateError { fault: Fault::Year, year: None });
        }
        // Four dates a row, and nearly all are days: the year's ends are worked out for the others only.
        let written = notes;
        let whole_year = move || Self::of_year(year).map(|whole_year| Self { notes: written, ..whole_year });
        let fault = move |fault| DateError { fault, year: whole_year() };
        if month == 0 {
            // `15/00/1968`: a day of no month says no more than the year.
            return whole_year().ok_or(UNREADABLE);
        }
        let is_swapped = month > 12 && (1..=12).contains(&day);
        let (day, month) = if is_swapped { (month, day) } else { (day, month) };
        if is_swapped {
            notes.add(Notes::SWAPPED);
        }
        if month > 12 {
            return Err(fault(Fault::Month));
        }
        let year = i32::try_from(year).unwrap_or(0);
        if day == 0 {
            let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else { return Err(fault(Fault::Month)) };
            let to = first.checked_add_months(chrono::Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first);
            return Ok(Self { from: first, to, precision: Precision::Month, notes });
        }
        let Some(date) = NaiveDate::from_ymd_opt(year, month, day) else { return Err(fault(Fault::Day)) };
        if (day, month) == (1, 1) {
            notes.add(Notes::FIRST_OF_JANUARY);
        }
        Ok(Self { from: date, to: date, precision: Precision::Day, notes })
    }

    /// A lunar date as the days it can fall on. A lunar month holds its own principal solar term, so it begins at most 29 days before
    /// that; a leap month follows the month whose number it repeats. The two Vietnamese calendars before 1975 differ at times, so no
    /// exact day is claimed.
    fn of_lunar(day: u32, month: u32, year: u32, is_leap: bool) -> Result<Self, DateError> {
        let whole_year = Self::of_year(year).ok_or(DateError { fault: Fault::Year, year: None })?;
        let fault = |fault| DateError { fault, year: Some(Self { notes: Notes::LUNAR, ..whole_year }) };
        if month > 12 {
            return Err(fault(Fault::Month));
        }
        if day > 30 {
            return Err(fault(Fault::Day));
        }
        let (first, last) = if month == 0 { (1, 12) } else { (month, month) };
        let (first_day, last_day) = if day == 0 || month == 0 { (1, 30) } else { (day, day) };
        let year = whole_year.from.year();
        let span = || {
            let (earliest, latest) = (solar_term(year, first)?, solar_term(year, last)?);
            let (before, after) = if is_leap { (0, 31) } else { (30, 1) };
            let from = earliest.checked_add_days(Days::new(u64::from(first_day) - 1))?.checked_sub_days(Days::new(before))?;
            Some((from, latest.checked_add_days(Days::new(u64::from(last_day) - 1 + after))?))
        };
        let (from, to) = span().ok_or(fault(Fault::Day))?;
        let precision = if month == 0 { Precision::Year } else { Precision::Month };
        Ok(Self { from, to, precision, notes: Notes::LUNAR })
    }

    /// Digits without separators: `14061968`, `19680614`, `5061968` (lost zero), `140668`, `051968`.
    fn of_digits(part: Part, latest_year: Option<i32>) -> Result<Self, DateError> {
        let n = part.value;
        let mut notes = Notes::default();
        match part.digits {
            8 if YEARS.contains(&(n / 10_000)) && (1..=12).contains(&(n / 100 % 100)) => {
                Self::of(n % 100, n / 100 % 100, n / 10_000, notes)
            }
            7 | 8 => Self::of(n / 1_000_000, n / 10_000 % 100, n % 10_000, notes),
            // The middle of `ddmmyy` would be month 19 or 20 in every `mmyyyy`, so the two never collide.
            6 if YEARS.contains(&(n % 10_000)) => Self::of(0, n / 10_000, n % 10_000, notes),
            6 => {
                let year = Part { value: n % 100, digits: 2, is_month: false };
                let year = full_year(year, latest_year, false, &mut notes)?;
                Self::of(n / 10_000, n / 100 % 100, year, notes)
            }
            _ => Err(UNREADABLE),
        }
    }
}

/// The principal solar term that lies in a lunar month of the year, to a day: 19 February in the first, 20 January in the twelfth.
fn solar_term(year: i32, month: u32) -> Option<NaiveDate> {
    const DAYS: [u32; 12] = [19, 20, 20, 21, 21, 23, 23, 23, 23, 22, 22, 20];
    let day = *DAYS.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
    if month == 12 { NaiveDate::from_ymd_opt(year + 1, 1, day) } else { NaiveDate::from_ymd_opt(year, month + 1, day) }
}

const UNREADABLE: DateError = DateError { fault: Fault::Unreadable, year: None };

fn full_year(part: Part, latest: Option<i32>, says_year: bool, notes: &mut Notes) -> Result<u32, DateError> {
    match part.digits {
        4 => Ok(part.value),
        2 => {
            let latest = latest.and_then(|year| u32::try_from(year).ok());
            let latest = latest.ok_or(DateError { fault: Fault::ShortYear, year: None })?;
            notes.add(Notes::SHORT_YEAR);
            let this_century = latest / 100 * 100 + part.value;
            Ok(if this_century > latest { this_century - 100 } else { this_century })
        }
        1 | 3 if !says_year => Err(DateError { fault: Fault::NoYear, year: None }),
        _ => Err(DateError { fault: Fault::Year, year: None }),
    }
}

impl Scan {
    fn of(text: &str) -> Self {
        let mut scan = Self::default();
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'0'..=b'9' => {
                    // `15//1968`, `15/ /1968`: the month was left blank.
                    if scan.slashes > 1 && scan.count > 0 {
                        scan.push(Part::default());
                    }
                    let mut part = Part::default();
                    while let Some(&digit @ b'0'..=b'9') = bytes.get(at) {
                        part.value = part.value.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
                        part.digits = part.digits.saturating_add(1);
                        at += 1;
                    }
                    if bytes.get(at) == Some(&b':') {
                        // The time of day begins here: `2024-06-14T00:00:00`.
                        return scan;
                    }
                    scan.push(part);
                    continue;
                }
                b'/' => scan.slashes = scan.slashes.saturating_add(1),
                b'?' | b'*' => {
                    while matches!(bytes.get(at + 1), Some(b'?' | b'*')) {
                        at += 1;
                    }
                    scan.push(Part::default());
                }
                b' ' | b'.' | b'-' | b',' | b'\'' | b'(' | b')' | b'\t' | b'_' | b'~' | b'\n' | b'\r' | b';' => {}
                _ => {
                    let rest = text.get(at..).unwrap_or("");
                    let length =
                        rest.find(|c: char| !c.is_alphabetic() && !('\u{300}'..='\u{36f}').contains(&c)).unwrap_or(rest.len());
                    if length == 0 {
                        // NBSP, dashes and dots of other alphabets part as blanks do.
                        at += rest.chars().next().map_or(1, char::len_utf8);
                        continue;
                    }
                    scan.word(rest.get(..length).unwrap_or(""));
                    at += length;
                    continue;
                }
            }
            at += 1;
        }
        scan
    }

    fn push(&mut self, part: Part) {
        self.slashes = 0;
        match self.parts.get_mut(self.count) {
            Some(slot) => {
                *slot = part;
                self.count += 1;
            }
            None => self.is_full = true,
        }
    }

    fn word(&mut self, raw: &str) {
        let mut folded = [0_u8; 12];
        let mut length = 0;
        for letter in raw.chars().filter_map(super::words::base) {
            match (u8::try_from(letter), folded.get_mut(length)) {
                (Ok(letter), Some(slot)) => (*slot, length) = (letter, length + 1),
                _ => return self.has_other = true,
            }
        }
        match folded.get(..length).unwrap_or(&[]) {
            b"ngay" | b"thang" | b"th" | b"sinh" | b"mung" | b"mong" | b"khoang" | b"t" | b"z" | b"h" => {}
            b"nam" => self.says_year = true,
            b"nhuan" => self.is_leap = true,
            b"al" | b"am" | b"lich" => self.is_lunar = true,
            // What stands for "not known".
            b"khong" | b"ro" | b"nho" | b"chua" | b"co" | b"ko" | b"k" | b"na" | b"n" | b"a" | b"null" | b"none" | b"nan" => {}
            // `xx/xx/1968`: not known. The Roman ten is written in capitals.
            b"x" if raw == "x" => self.push(Part::default()),
            b"xx" | b"xxx" | b"xxxx" => self.push(Part::default()),
            word => match month_word(word) {
                Some(month) => self.push(Part { value: month, digits: 0, is_month: true }),
                None => self.has_other = true,
            },
        }
    }
}

fn month_word(word: &[u8]) -> Option<u32> {
    const ROMAN: [&[u8]; 12] = [b"i", b"ii", b"iii", b"iv", b"v", b"vi", b"vii", b"viii", b"ix", b"x", b"xi", b"xii"];
    const ENGLISH: [&[u8]; 12] = [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
    let place = |list: &[&[u8]; 12], key: &[u8]| list.iter().position(|month| *month == key);
    let found = place(&ROMAN, word).or_else(|| word.get(..3).and_then(|start| place(&ENGLISH, start)))?;
    u32::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match LooseDate::parse(text, Some(2007)) {
            Ok(None) => "-".to_owned(),
            Ok(Some(date)) => {
                let mut out = match date.precision {
                    Precision::Day => date.from.to_string(),
                    _ => format!("{}..{}", date.from, date.to),
                };
                for (note, sign) in [
                    (Notes::SHORT_YEAR, " short"),
                    (Notes::SERIAL, " serial"),
                    (Notes::FIRST_OF_JANUARY, " 1jan"),
                    (Notes::SWAPPED, " swapped"),
                    (Notes::LUNAR, " lunar"),
                ] {
                    if date.notes.has(note) {
                        out.push_str(sign);
                    }
                }
                out
            }
            Err(error) => {
                format!("{:?}{}", error.fault, error.year.map_or(String::new(), |year| format!(" {}", year.from.year())))
            }
        }
    }

    #[test]
    fn every_form_in_use_is_read() {
        for (text, expected) in [
            ("14/6/2024", "2024-06-14"),
            ("05.09.2022", "2022-09-05"),
            ("24-3-2008", "2008-03-24"),
            (" 24 / 3 / 2008. ", "2008-03-24"),
            ("9-1965", "1965-09-01..1965-09-30"),
            ("9/1965", "1965-09-01..1965-09-30"),
            ("tháng 9/2025", "2025-09-01..2025-09-30"),
            ("1965-09", "1965-09-01..1965-09-30"),
            ("2/1964", "1964-02-01..1964-02-29"),
            ("12/1968", "1968-12-01..1968-12-31"),
            ("1968", "1968-01-01..1968-12-31"),
            ("1968.", "1968-01-01..1968-12-31"),
            ("năm 1968", "1968-01-01..1968-12-31"),
            ("Sinh năm 1968", "1968-01-01..1968-12-31"),
            ("00/00/1968", "1968-01-01..1968-12-31"),
            ("0/5/1968", "1968-05-01..1968-05-31"),
            ("?/?/1968", "1968-01-01..1968-12-31"),
            ("??/??/1968", "1968-01-01..1968-12-31"),
            ("?/5/1968", "1968-05-01..1968-05-31"),
            ("15/?/1968", "1968-01-01..1968-12-31"),
            ("15//1968", "1968-01-01..1968-12-31"),
            ("xx/xx/1968", "1968-01-01..1968-12-31"),
            ("…/…/1968", "1968-01-01..1968-12-31"),
            ("…/5/1968", "1968-05-01..1968-05-31"),
            ("01/01/1968", "1968-01-01 1jan"),
            ("ngày 15 tháng 02 năm 2022", "2022-02-15"),
            ("Nga\u{300}y 15 tha\u{301}ng 02 năm 2022", "2022-02-15"),
            ("NGÀY 08 THÁNG 10 NĂM 2025", "2025-10-08"),
            ("tháng 5 năm 1968", "1968-05-01..1968-05-31"),
            ("năm 1968 tháng 5 ngày 15", "1968-05-15"),
            ("2024-06-14", "2024-06-14"),
            ("2024-06-14T00:00:00", "2024-06-14"),
            ("2024-06-14 00:00:00.000", "2024-06-14"),
            ("14/06/2024 7:30", "2024-06-14"),
            ("6/14/2024 12:00:00 AM", "2024-06-14 swapped"),
            ("24837", "1967-12-31 serial"),
            ("24837.0", "1967-12-31 serial"),
            ("15/8/68", "1968-08-15 short"),
            ("15/8/05", "2005-08-15 short"),
            ("15/8/08", "1908-08-15 short"),
            ("9-65", "1965-09-01..1965-09-30 short"),
            ("năm 68", "1968-01-01..1968-12-31 short"),
            ("15/VIII/1968", "1968-08-15"),
            ("15-x-1968", "1968-01-01..1968-12-31"),
            ("15-X-1968", "1968-10-15"),
            ("15-Feb-68", "1968-02-15 short"),
            ("June 14, 2024", "2024-06-14"),
            ("06/14/2024", "2024-06-14 swapped"),
            ("1968/15/08", "1968-08-15 swapped"),
            ("14061968", "1968-06-14"),
            ("19680614", "1968-06-14"),
            ("20121968", "1968-12-20"),
            ("5061968", "1968-06-05"),
            ("051968", "1968-05-01..1968-05-31"),
            ("140668", "1968-06-14 short"),
            ("29/02/1968", "1968-02-29"),
            ("15\u{a0}/\u{a0}8/1968", "1968-08-15"),
            ("15/8/1968 ÂL", "1968-09-07..1968-10-08 lunar"),
            ("15/8/1968 (âm lịch)", "1968-09-07..1968-10-08 lunar"),
            ("15/7 nhuận/1968 ÂL", "1968-09-06..1968-10-07 lunar"),
            ("1968 ÂL", "1968-01-20..1969-02-19 lunar"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_says_nothing_is_missing() {
        for text in ["", "  ", "-", "0", "00/00/0000", "/  /", "không rõ", "N/A", "?", "Không nhớ", "chưa rõ", "...", "x"]
        {
            assert_eq!(read(text), "-", "{text}");
        }
    }

    #[test]
    fn what_is_no_date_says_why_and_keeps_a_sound_year() {
        for (text, expected) in [
            ("31/02/1970", "Day 1970"),
            ("29/02/1970", "Day 1970"),
            ("13/13/1970", "Month 1970"),
            ("32/1/1970", "Day 1970"),
            ("45/45/1970", "Month 1970"),
            ("14/6/2190", "Year"),
            ("1868", "Year"),
            ("14/6/196", "NoYear"),
            ("14/6/19688", "Year"),
            ("15/8", "NoYear"),
            ("8.8", "NoYear"),
            ("15/8 ÂL", "NoYear"),
            ("tháng 5", "NoYear"),
            ("Nguyễn Văn An", "Unreadable"),
            ("14/6/2024 và 15/6/2024", "Unreadable"),
            ("123456789012", "Year"),
            ("1968 hoặc 1970", "Unreadable"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(LooseDate::parse("15/8/68", None).unwrap_err().fault, Fault::ShortYear);
    }

    #[test]
    fn both_day_counts_of_spreadsheets_are_known() {
        assert_eq!(LooseDate::of_serial(24837, false).unwrap().from, NaiveDate::from_ymd_opt(1967, 12, 31).unwrap());
        assert_eq!(LooseDate::of_serial(24837 - 1462, true).unwrap().from, NaiveDate::from_ymd_opt(1967, 12, 31).unwrap());
        assert_eq!(LooseDate::of_serial(5, false), None);
    }

    #[test]
    fn a_lunar_date_holds_the_true_day() {
        // Mid-autumn: 06/10/1968; the seventh leap month of 1968 had been. New year of 1968: 29/01 (north), of 1985: 20/02 (south).
        for (text, day) in [("15/8/1968 ÂL", (1968, 10, 6)), ("1/1/1968 ÂL", (1968, 1, 30)), ("1/1/1985 ÂL", (1985, 2, 20))] {
            let date = LooseDate::parse(text, None).unwrap().unwrap();
            let day = NaiveDate::from_ymd_opt(day.0, day.1, day.2).unwrap();
            assert!(date.from <= day && day <= date.to, "{text}: {date:?}");
        }
    }
}
