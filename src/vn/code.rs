//! Which word of a code list does a cell mean?
//!
//! Codes are recognised in English and in Vietnamese, with marks or without, with blanks or underscores: `in_force`, `Còn hiệu lực`,
//! `hieu_luc`. The wordings are rows of `data/code_lists.csv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::embedded::rows;
use super::words::Words;

/// A list of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeList {
    /// `M`, `F`.
    Sex,
    /// Whether a decision has effect: `in_force`, `lapsed`, `annulled`, `under_complaint`.
    Status,
    /// `central`, `province`, `district`, `commune`, `grassroots`.
    Level,
    /// `first_time`, `re_election`.
    Candidacy,
    /// `denunciation`, `complaint`.
    ComplaintKind,
    /// `open`, `resolved`, `handed_over`.
    ComplaintStatus,
    /// `founded`, `partly_founded`, `unfounded`.
    ComplaintConclusion,
    /// `violation`, `no_violation`, `pending`.
    InspectionConclusion,
}

/// A cell that is none of a list's codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownCode;

type Wordings = FxHashMap<(CodeList, String), &'static str>;

static WORDINGS: LazyLock<Wordings> = LazyLock::new(|| {
    rows(include_str!("data/code_lists.csv"))
        .filter_map(|row| match row[..] {
            [list, code, text] => Some(((CodeList::named(list)?, glued(text)), code)),
            _ => None,
        })
        .collect()
});

impl CodeList {
    /// All lists.
    pub const ALL: [Self; 8] = [
        Self::Sex,
        Self::Status,
        Self::Level,
        Self::Candidacy,
        Self::ComplaintKind,
        Self::ComplaintStatus,
        Self::ComplaintConclusion,
        Self::InspectionConclusion,
    ];

    /// The list's name in `data/code_lists.csv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sex => "sex",
            Self::Status => "status",
            Self::Level => "level",
            Self::Candidacy => "candidacy",
            Self::ComplaintKind => "complaint_kind",
            Self::ComplaintStatus => "complaint_status",
            Self::ComplaintConclusion => "complaint_conclusion",
            Self::InspectionConclusion => "inspection_conclusion",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.name() == name)
    }

    /// The code `text` means; None: nothing is written.
    ///
    /// # Errors
    /// The text is none of the list's wordings.
    ///
    /// ```
    /// use thamdinh::vn::code::CodeList;
    /// assert_eq!(CodeList::Status.read("het_hieu_luc"), Ok(Some("lapsed")));
    /// ```
    pub fn read(self, text: &str) -> Result<Option<&'static str>, UnknownCode> {
        let key = glued(text);
        if key.is_empty() {
            return Ok(None);
        }
        WORDINGS.get(&(self, key)).copied().map(Some).ok_or(UnknownCode)
    }
}

/// The folded words without anything between them, so that `re_election`, `re-election` and `Re election` are one.
fn glued(text: &str) -> String {
    let mut key = Words::of(text).text;
    key.retain(|c| c != ' ');
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_known_in_both_languages_however_they_are_joined() {
        use CodeList::{
            Candidacy, ComplaintConclusion, ComplaintKind, ComplaintStatus, InspectionConclusion, Level, Sex, Status,
        };
        for (list, text, code) in [
            (Sex, "Nam", "M"),
            (Sex, "NỮ", "F"),
            (Sex, "Nu", "F"),
            (Sex, "F", "F"),
            (Status, "in_force", "in_force"),
            (Status, "Còn hiệu lực", "in_force"),
            (Status, "hieu_luc", "in_force"),
            (Status, "het_hieu_luc", "lapsed"),
            (Status, "Đã hết hiệu lực.", "lapsed"),
            (Status, "da_huy", "annulled"),
            (Status, "Đã huỷ", "annulled"),
            (Status, "khieu_nai", "under_complaint"),
            (Status, "Đang khiếu nại", "under_complaint"),
            (Level, "xa", "commune"),
            (Level, "huyen", "district"),
            (Level, "tinh", "province"),
            (Level, "trung_uong", "central"),
            (Level, "Cấp cơ sở", "grassroots"),
            (Level, "TW", "central"),
            (Candidacy, "lan_dau", "first_time"),
            (Candidacy, "tai_cu", "re_election"),
            (Candidacy, "re-election", "re_election"),
            (Candidacy, "Tái cử", "re_election"),
            (ComplaintKind, "Tố cáo", "denunciation"),
            (ComplaintKind, "Đơn khiếu nại", "complaint"),
            (ComplaintStatus, "Đang giải quyết", "open"),
            (ComplaintStatus, "da_giai_quyet", "resolved"),
            (ComplaintStatus, "Đã chuyển đơn", "handed_over"),
            (ComplaintConclusion, "Tố cáo đúng một phần", "partly_founded"),
            (ComplaintConclusion, "sai", "unfounded"),
            (ComplaintConclusion, "Đúng", "founded"),
            (InspectionConclusion, "Chưa kết luận", "pending"),
            (InspectionConclusion, "khong_vi_pham", "no_violation"),
            (InspectionConclusion, "Có vi phạm", "violation"),
        ] {
            assert_eq!(list.read(text), Ok(Some(code)), "{text}");
        }
        assert_eq!(Status.read(" - "), Ok(None));
        assert_eq!(Status.read("chẳng rõ"), Err(UnknownCode));
        assert_eq!(Sex.read("Nam/Nữ"), Err(UnknownCode));
    }

    #[test]
    fn no_wording_means_two_codes_and_every_code_names_itself() {
        let mut seen = FxHashMap::default();
        for row in rows(include_str!("data/code_lists.csv")) {
            let list = CodeList::named(row[0]).expect("a known list");
            let before = seen.insert((list, glued(row[2])), row[1]);
            assert!(before.is_none_or(|code| code == row[1]), "{row:?}");
            assert_eq!(list.read(row[1]), Ok(Some(row[1])), "{row:?}");
        }
    }
}
