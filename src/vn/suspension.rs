//! Does an entry of a register say that a person is suspended, and from what?
//!
//! Suspension is no form of discipline (Quy định 69-QĐ/TW Điều 7), so [`super::measure`] reads it as `none`; but while it lasts the
//! person takes no part, which is asked about. Wordings are rows of `data/suspensions.csv`.

use std::sync::LazyLock;

use super::embedded::rows;
use super::words::key;

/// What a person can be suspended from.
pub const KINDS: [&str; 3] = ["party_activities", "committee", "work"];

/// Folded wordings with their kinds, the longest first: `đình chỉ sinh hoạt cấp ủy` before `đình chỉ sinh hoạt`.
static WORDINGS: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let table = rows(include_str!("data/suspensions.csv"));
    let mut out: Vec<(String, &'static str)> =
        table.filter_map(|row| Some((key(row.first()?), KINDS.into_iter().find(|kind| row.get(1) == Some(kind))?))).collect();
    out.sort_by_key(|(wording, _)| (std::cmp::Reverse(wording.len()), wording.clone()));
    out
});

/// From what `text` says the person is suspended. None: it does not say so, or it denies or ends it.
///
/// ```
/// use thamdinh::vn::suspension::suspension;
/// assert_eq!(suspension("Đình chỉ sinh hoạt Đảng 90 ngày"), Some("party_activities"));
/// assert_eq!(suspension("Hủy bỏ quyết định đình chỉ sinh hoạt Đảng"), None);
/// ```
pub fn suspension(text: &str) -> Option<&'static str> {
    let folded = format!(" {} ", key(text));
    let (at, kind) = WORDINGS.iter().find_map(|(wording, kind)| folded.find(&format!(" {wording} ")).map(|at| (at, *kind)))?;
    // Words in front that take it back; `đình chỉ giải quyết` is said of complaints.
    let before = &folded[..=at];
    let is_ended = ["khong", "chua", "huy bo", "huy quyet dinh", "thoi", "het", "bai bo", "cham dut", "lifted", "not", "no"]
        .into_iter()
        .any(|word| before.contains(&format!(" {word} ")));
    let is_of_complaint = folded.contains(" dinh chi giai quyet ");
    (!is_ended && !is_of_complaint).then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suspension_is_told_from_discipline_and_from_its_end() {
        for (text, expected) in [
            ("đình chỉ sinh hoạt Đảng", Some("party_activities")),
            ("DINH CHI SINH HOAT DANG", Some("party_activities")),
            ("Đình chỉ sinh hoạt cấp ủy (khởi tố bị can)", Some("committee")),
            ("tạm đình chỉ công tác 15 ngày", Some("work")),
            ("Đình chỉ", Some("party_activities")),
            ("hết thời hạn đình chỉ sinh hoạt Đảng", None),
            ("chưa đình chỉ sinh hoạt", None),
            ("đình chỉ giải quyết tố cáo", None),
            ("cảnh cáo", None),
            ("", None),
        ] {
            assert_eq!(suspension(text), expected, "{text}");
        }
    }

    #[test]
    fn every_wording_has_a_kind_and_a_source() {
        for row in rows(include_str!("data/suspensions.csv")) {
            assert!(row.len() == 3 && KINDS.contains(&row[1]) && !row[2].is_empty(), "{row:?}");
            assert_eq!(suspension(row[0]), Some(row[1]), "{row:?}");
        }
    }
}
