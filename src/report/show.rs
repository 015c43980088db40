//! How is a cell of a table shown to a person?

use crate::lang::{Lang, Text};
pub(super) use crate::table::show::{
    day, escape, escape_into, int, masked, period, probability, real, signed, span, text, visible, within,
};
use crate::table::standing::Stand;
use crate::vn::province;

/// The province with this two-digit code as people call it: `tỉnh Hà Giang (02)`. A code that named another province before the
/// mergers of July 2025 gives both names, as rosters do not say which list they follow; an unknown one gives the code.
pub(super) fn province(code: &str, lang: Lang) -> String {
    let before = province::index_of(code).and_then(|index| province::all().get(usize::from(index)));
    let since = province::of_2025(code);
    let text = match (before.map(|p| (p.unit, p.name)), since.map(|p| (p.unit, p.name))) {
        (Some(before), Some(since)) if before.1 != since.1 => {
            let [before, since] = [before, since].map(|(unit, name)| format!("{unit} {name}"));
            Text::new("report-province-two").with("before", before).with("since", since)
        }
        (Some((unit, name)), _) | (None, Some((unit, name))) => {
            Text::new("report-province-one").with("unit", unit).with("name", name)
        }
        (None, None) => Text::new("report-province-unknown"),
    };
    text.with("code", visible(code).into_owned()).render(lang)
}

/// What earlier answers say of a question, in a few words. Empty: nobody answered it, or it was withdrawn.
pub(super) fn answered(stand: Option<&Stand>, lang: Lang) -> String {
    let Some(stand) = stand else { return String::new() };
    let text = match (stand.verdict, stand.state) {
        (Some(verdict), _) => {
            let day = stand.at.get(..10).and_then(|day| day.parse::<chrono::NaiveDate>().ok()).map(|day| lang.date(day));
            Text::new("report-answered-carried")
                .with("answer", lang.say_code(&format!("report-answer-{}", verdict.name())))
                .with("by", visible(&stand.by).into_owned())
                .with("day", day.unwrap_or_default())
        }
        (None, Some("second")) => Text::new("report-answered-second"),
        (None, Some("third")) => Text::new("report-answered-third"),
        (None, Some("reopened")) => Text::new("report-answered-reopened"),
        (None, _) => return String::new(),
    };
    text.render(lang)
}

/// A sentence as it begins a line: with a capital. Reasons are written to stand inside other sentences, too.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_two_provinces_gives_both_names() {
        for (code, name) in [
            ("02", "tỉnh Hà Giang (mã 02)"),
            ("01", "thành phố Hà Nội (mã 01)"),
            ("91", "tỉnh An Giang (mã 91 từ 7/2025; trước đó là mã của tỉnh Kiên Giang)"),
            ("03", "tỉnh có mã 03"),
        ] {
            assert_eq!(province(code, Lang::Vi), name);
        }
    }
}
