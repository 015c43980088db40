//! Who reports, where and when: the head of a Party document.

use chrono::Datelike;

use crate::lang::Text;
use crate::report::desk::Desk;
use crate::report::show;
use crate::table::run::CongressLevel;

/// Place and date as documents write them.
pub(in crate::report) struct DateLine {
    pub(in crate::report) place: String,
    pub(in crate::report) day: String,
    pub(in crate::report) month: String,
    pub(in crate::report) year: String,
    pub(in crate::report) whole: String,
}

/// The committee that a Party organisation of the title elects, as letterheads write it: `Đảng bộ tỉnh X` → `TỈNH ỦY X`.
pub(super) fn committee(title: &str, level: Option<CongressLevel>) -> Option<String> {
    if level == Some(CongressLevel::Central) {
        return Some("BAN CHẤP HÀNH TRUNG ƯƠNG".to_owned());
    }
    let after = title.split_once("Đảng bộ ")?.1;
    let unit = after.split([',', '–', '(', ';', '\n']).next()?.split(" nhiệm kỳ").next()?.trim();
    let named = |prefix: &str, committee: &str| Some(format!("{committee} {}", unit.strip_prefix(prefix)?.trim()));
    let committee = named("tỉnh ", "Tỉnh ủy").or_else(|| named("thành phố ", "Thành ủy")).or_else(|| {
        // Below the province the kind of unit stays in the name: "Đảng ủy xã …".
        (!unit.is_empty()).then(|| format!("Đảng ủy {unit}"))
    });
    committee.map(|name| show::visible(&name.to_uppercase()).into_owned())
}

pub(super) fn date_line(desk: &Desk<'_>) -> DateLine {
    let as_of = desk.joined.input.manifest.options.as_of;
    let place = desk.joined.input.letter.place.clone().unwrap_or_else(|| desk.t.dotted.clone());
    let day = format!("{:02}", as_of.day());
    // Documents write a zero before days below 10 and months below 3, so that nothing can be put in front.
    let month = if as_of.month() < 3 { format!("{:02}", as_of.month()) } else { as_of.month().to_string() };
    let year = as_of.year().to_string();
    let text = Text::new("report-letter-date").with("place", place.clone()).with("day", day.clone());
    let whole = desk.say(&text.with("month", month.clone()).with("year", year.clone()));
    DateLine { place, day, month, year, whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letterhead_names_the_committee_of_the_titles_party_organisation() {
        for (title, head) in [
            ("Đại hội Đảng bộ tỉnh Hà Giang, nhiệm kỳ 2025–2030", Some("TỈNH ỦY HÀ GIANG")),
            ("Đại hội đại biểu Đảng bộ thành phố Huế nhiệm kỳ 2025–2030", Some("THÀNH ỦY HUẾ")),
            ("Đảng bộ xã Đồng Văn", Some("ĐẢNG ỦY XÃ ĐỒNG VĂN")),
            ("Đợt thẩm định thử", None),
        ] {
            assert_eq!(committee(title, None).as_deref(), head, "{title}");
        }
        assert_eq!(committee("", Some(CongressLevel::Central)).as_deref(), Some("BAN CHẤP HÀNH TRUNG ƯƠNG"));
    }
}
