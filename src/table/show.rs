//! How is a cell of a table shown to a person?
//!
//! What the report and the review page have in common: dates and numbers in words, hidden characters made visible, identity numbers
//! masked, differences marked within words, weights drawn as a waterfall.

pub mod waterfall;
pub mod words;

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::{Datelike, Days, NaiveDate};
use polars::prelude::DataFrame;

use super::run::ShowIds;
use crate::lang::{Lang, Text};

/// The text in a cell. None: empty.
pub fn text<'a>(frame: &'a DataFrame, column: &str, row: usize) -> Option<&'a str> {
    frame.column(column).ok()?.str().ok()?.get(row)
}

/// The day in a cell. None: empty.
pub fn day(frame: &DataFrame, column: &str, row: usize) -> Option<NaiveDate> {
    let days = frame.column(column).ok()?.date().ok()?.physical().get(row)?;
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1)?;
    match u64::try_from(days) {
        Ok(after) => epoch.checked_add_days(Days::new(after)),
        Err(_) => epoch.checked_sub_days(Days::new(u64::from(days.unsigned_abs()))),
    }
}

/// The real number in a cell. None: empty.
pub fn real(frame: &DataFrame, column: &str, row: usize) -> Option<f64> {
    frame.column(column).ok()?.f64().ok()?.get(row)
}

/// The whole number in a cell. None: empty.
pub fn int(frame: &DataFrame, column: &str, row: usize) -> Option<i64> {
    frame.column(column).ok()?.i64().ok()?.get(row)
}

/// The days between `{column}_from` and `{column}_to` in the shortest words: `15/03/1968`, `3/1968`, `1968`, or both ends.
pub fn period(frame: &DataFrame, column: &str, row: usize, lang: Lang) -> Option<String> {
    let from = day(frame, &format!("{column}_from"), row)?;
    let to = day(frame, &format!("{column}_to"), row).unwrap_or(from);
    Some(span(from, to, lang))
}

/// A span of days in the shortest words.
pub fn span(from: NaiveDate, to: NaiveDate, lang: Lang) -> String {
    let is_last_of_month = to.succ_opt().is_none_or(|next| next.month() != to.month());
    if from == to {
        lang.date(from)
    } else if from.day() == 1 && is_last_of_month && from.year() == to.year() && from.month() == to.month() {
        format!("{}/{}", from.month(), from.year())
    } else if (from.month(), from.day(), to.month(), to.day()) == (1, 1, 12, 31) && from.year() == to.year() {
        from.year().to_string()
    } else {
        format!("{} – {}", lang.date(from), lang.date(to))
    }
}

/// The text with every character that would not show, or would reorder what stands beside it, in words: `[U+202E]`.
///
/// A right-to-left override can make one name look like another on the page; control characters break tables.
pub fn visible(text: &str) -> Cow<'_, str> {
    // Most texts hold no byte with which a hidden character can begin, and need no look at their characters.
    // Looked at in stretches, without leaving at the first such byte, they are compared many at once.
    let may_hide = text.as_bytes().chunks(64).any(|bytes| bytes.iter().fold(false, |found, byte| found | begins_hidden(*byte)))
        || text.contains('\u{180e}');
    if !may_hide || !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' => out.push(' '),
            c if is_hidden(c) => {
                let _ = write!(out, "[U+{:04X}]", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether a hidden character begins with this byte. U+180E alone begins with 0xE1, as many Vietnamese letters do.
fn begins_hidden(byte: u8) -> bool {
    matches!(byte, 0..0x20 | 0x7f | 0xc2 | 0xd8 | 0xe2 | 0xef | 0xf3)
}

/// Whether a character does not show, or turns the direction of writing.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A value that is known within bounds only, in words: `từ 01/01/2030 đến 01/12/2030`. None: no bound on that side.
pub fn within(lang: Lang, min: Option<String>, max: Option<String>) -> String {
    let text = match (min, max) {
        (Some(min), Some(max)) => Text::new("value-between").with("min", min).with("max", max),
        (Some(min), None) => Text::new("value-from").with("min", min),
        (None, Some(max)) => Text::new("value-to").with("max", max),
        (None, None) => Text::new("value-unknown"),
    };
    text.render(lang)
}

/// Which characters of an identity number may be shown: all, or the last three digits.
pub fn mask(shown: ShowIds, length: usize, index: usize) -> bool {
    shown == ShowIds::Masked && index + 3 < length
}

/// An identity number as the run's option allows: `•••••••••123`.
pub fn masked(number: &str, shown: ShowIds) -> String {
    let length = number.chars().count();
    number.chars().enumerate().map(|(i, c)| if mask(shown, length, i) { '•' } else { c }).collect()
}

/// The days between `{column}_from` and `{column}_to` as a program writes them: `1968-03-15`, `1968-01-01/1968-12-31`. None: empty.
pub fn bounds(frame: &DataFrame, column: &str, row: usize) -> Option<String> {
    let from = day(frame, &format!("{column}_from"), row)?;
    let to = day(frame, &format!("{column}_to"), row).unwrap_or(from);
    Some(if from == to { from.to_string() } else { format!("{from}/{to}") })
}

/// Appends `text` with the characters that mean something to HTML written out.
pub fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// `text` safe inside HTML and its attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape_into(&mut out, text);
    out
}

/// A probability as text: `0,973`. Beyond three decimals `> 0,999` and `< 0,001`: it is never a certainty.
pub fn probability(lang: Lang, p: f64) -> String {
    if p > 0.999 {
        format!("> {}", lang.decimal(0.999, 3))
    } else if p < 0.001 {
        format!("< {}", lang.decimal(0.001, 3))
    } else {
        lang.decimal(p, 3)
    }
}

/// A weight with its sign: `+4,2`, `−1,0`, `0,0`.
pub fn signed(lang: Lang, weight: f64) -> String {
    let shown = lang.decimal(weight.abs(), 1);
    if weight <= -0.05 {
        format!("−{shown}")
    } else if weight >= 0.05 {
        format!("+{shown}")
    } else {
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown_by_number() {
        assert_eq!(visible("an\u{202e}gnuH"), "an[U+202E]gnuH");
        assert!(matches!(visible("Nguyễn Văn Hùng"), Cow::Borrowed(_)));
        assert_eq!(visible("a\u{1e}b\nc"), "a[U+001E]b c");
        for hidden in (0..=u32::from(char::MAX)).filter_map(char::from_u32).filter(|c| is_hidden(*c)) {
            assert!(matches!(visible(&format!("ễ{hidden}")), Cow::Owned(_)), "U+{:04X}", u32::from(hidden));
        }
    }

    #[test]
    fn identity_numbers_show_three_digits() {
        for (number, shown) in [("002068001234", "•••••••••234"), ("123", "123"), ("", "")] {
            assert_eq!(masked(number, ShowIds::Masked), shown);
            assert_eq!(masked(number, ShowIds::Full), number);
        }
    }

    #[test]
    fn spans_are_told_in_the_shortest_words() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        for (from, to, words) in [
            (day(1968, 3, 15), day(1968, 3, 15), "15/03/1968"),
            (day(1968, 2, 1), day(1968, 2, 29), "2/1968"),
            (day(1968, 1, 1), day(1968, 12, 31), "1968"),
            (day(1968, 1, 1), day(1969, 12, 31), "01/01/1968 – 31/12/1969"),
        ] {
            assert_eq!(span(from, to, Lang::Vi), words);
        }
    }

    #[test]
    fn a_probability_is_never_rounded_to_certainty() {
        for (p, shown) in [
            (0.999_96, "> 0,999"),
            (1.0, "> 0,999"),
            (0.999, "0,999"),
            (0.5, "0,500"),
            (0.001, "0,001"),
            (0.000_01, "< 0,001"),
            (0.0, "< 0,001"),
        ] {
            assert_eq!(probability(Lang::Vi, p), shown);
        }
    }
}
