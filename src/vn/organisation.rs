//! When are two spellings of an organisation the same, and is this an organisation at all?
//!
//! Offices abbreviate their own names in many ways: `UBND`, `HĐND`, `HU`, `TX.`. The abbreviations are rows of
//! `data/organisation_words.csv`. The places named inside are found by [`super::place::within`].

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::embedded::rows;
use super::words::{Gap, Words, key};

struct Abbreviation {
    spelled: String,
    /// Meant only as the first word, only later, or anywhere.
    place: Position,
}

#[derive(PartialEq)]
enum Position {
    First,
    Later,
    Any,
}

static ABBREVIATIONS: LazyLock<FxHashMap<String, Vec<Abbreviation>>> = LazyLock::new(|| {
    let mut table: FxHashMap<String, Vec<Abbreviation>> = FxHashMap::default();
    for row in rows(include_str!("data/organisation_words.csv")) {
        let [abbreviation, spelled, place, _] = row[..] else { continue };
        let place = match place {
            "first" => Position::First,
            "later" => Position::Later,
            _ => Position::Any,
        };
        table.entry(key(abbreviation)).or_default().push(Abbreviation { spelled: key(spelled), place });
    }
    table
});

/// The longest abbreviation in words: `NN & PTNT`.
const LONGEST: usize = 3;

/// The organisation's name folded, its abbreviations spelled out: the key by which two spellings are the same.
///
/// ```
/// use thamdinh::vn::organisation::fold;
/// assert_eq!(fold("UBND TX. Cai Lậy"), fold("Ủy ban nhân dân thị xã Cai Lậy"));
/// ```
pub fn fold(name: &str) -> String {
    let words = Words::of(name);
    let mut out = String::with_capacity(words.text.len() + 24);
    let mut at = 0;
    while at < words.len() {
        if !out.is_empty() {
            out.push(' ');
        }
        let spelled = (1..=LONGEST.min(words.len() - at)).rev().find_map(|count| Some((spelled(&words, at, count)?, count)));
        let count = match spelled {
            Some((spelled, count)) => {
                out.push_str(spelled);
                count
            }
            None => {
                out.push_str(words.word(at));
                1
            }
        };
        at += count;
    }
    out
}

fn spelled(words: &Words, at: usize, count: usize) -> Option<&'static str> {
    let list = ABBREVIATIONS.get(words.slice(at, at + count))?;
    // A word of one or two letters is an abbreviation only in capitals, before a dot, or before a number: `Sơn La` has none.
    let last = words.list.get(at + count - 1)?;
    let is_upper = words.list.get(at..at + count).is_some_and(|part| part.iter().all(|word| word.is_upper));
    let next = words.list.get(at + count);
    let has_dot = next.is_some_and(|next| next.gap == Gap::Dot);
    let is_number = words.word(at + count).starts_with(|c: char| c.is_ascii_digit());
    let is_short = last.end - words.list.get(at)?.start <= 3;
    if is_short && !is_upper && !has_dot && !is_number {
        return None;
    }
    // A dot or blank alone stands inside an abbreviation: `T.P`; a comma does not.
    if words.list.get(at + 1..at + count).is_some_and(|inner| inner.iter().any(|word| word.gap > Gap::Hyphen)) {
        return None;
    }
    // `Phường X`: a single letter at the very end abbreviates nothing.
    if is_short && next.is_none() && count == 1 && words.word(at).len() == 1 {
        return None;
    }
    let fits = |a: &&Abbreviation| match a.place {
        Position::First => at == 0,
        Position::Later => at > 0,
        Position::Any => true,
    };
    list.iter().find(fits).map(|abbreviation| abbreviation.spelled.as_str())
}

/// How the name of an organisation begins, folded. Two words at least: one may also begin a person's name (`Bàn`, `Công`, `Trương`).
const HEADS: [&str; 88] = [
    "uy ban",
    "hoi dong",
    "dang uy",
    "dang bo",
    "chi bo",
    "chi uy",
    "dang doan",
    "ban can su",
    "tinh uy",
    "thanh uy",
    "huyen uy",
    "quan uy",
    "thi uy",
    "thi xa uy",
    "thanh pho uy",
    "ban thuong vu",
    "ban chap hanh",
    "ban to chuc",
    "ban tuyen giao",
    "ban dan van",
    "ban noi chinh",
    "ban quan ly",
    "ban chi huy",
    "ban kinh te",
    "ban quan su",
    "ban giam doc",
    "ban giam hieu",
    "ban chi dao",
    "ban cong tac",
    "ban thanh tra",
    "ban kiem tra",
    "van phong",
    "cong an",
    "cong ty",
    "cong doan",
    "tram y te",
    "tram thu y",
    "trung tam",
    "benh vien",
    "chi cuc",
    "hat kiem lam",
    "hop tac xa",
    "hoi nong dan",
    "hoi lien hiep",
    "hoi cuu",
    "hoi phu nu",
    "hoi chu",
    "mat tran",
    "doan thanh nien",
    "lien doan",
    "toa an",
    "vien kiem sat",
    "tong cong ty",
    "tong cuc",
    "kho bac",
    "ngan hang",
    "bao hiem",
    "truong trung hoc",
    "truong tieu hoc",
    "truong mam non",
    "truong dai hoc",
    "truong cao dang",
    "truong chinh tri",
    "so tai",
    "so noi vu",
    "so y te",
    "so giao",
    "so nong nghiep",
    "so xay dung",
    "so tu phap",
    "so ke hoach",
    "so van hoa",
    "so lao dong",
    "phong noi vu",
    "phong tai",
    "phong giao duc",
    "phong y te",
    "phong tu phap",
    "phong kinh te",
    "phong lao dong",
    "phong van hoa",
    "cuc thue",
    "cuc thong ke",
    "bo noi vu",
    "bo tai",
    "bo quoc phong",
    "bo cong an",
    "bo y te",
];

/// Whether the text names an organisation, not a person or a place: by the words it begins with, or an office word anywhere.
pub fn is_organisation(text: &str) -> bool {
    // One word decides only when its marks are there: without them `Phong`, `So`, `Truong` are persons' names too.
    let first = super::words::composed(text).split_whitespace().next().unwrap_or("").to_lowercase();
    if matches!(first.as_str(), "sở" | "phòng" | "trường" | "trạm" | "cục" | "bộ" | "tr.") {
        return true;
    }
    let folded = fold(text);
    let begins = |head: &&str| folded.strip_prefix(head).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    HEADS.iter().any(begins)
        || [" uy ban nhan dan ", " dang uy ", " dang bo "].iter().any(|word| format!(" {folded} ").contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_organisation_fold_to_one_key() {
        for (a, b) in [
            ("UBND TX. Cai Lậy", "Ủy ban nhân dân thị xã Cai Lậy"),
            ("UBND xã Song An", "Uỷ ban nhân dân X. Song An"),
            ("HĐND H. Vũ Thư", "Hội đồng nhân dân huyện Vũ Thư"),
            ("VP HU Tiền Hải", "Văn phòng Huyện ủy Tiền Hải"),
            ("ĐU P.9", "Đảng ủy phường 9"),
            ("BTV TU Thái Bình", "Ban Thường vụ Tỉnh ủy Thái Bình"),
            ("UBKT Thành ủy Hà Nội", "Ủy ban Kiểm tra Thành ủy Hà Nội"),
            ("Sở NN&PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
            ("Sở Nông nghiệp và PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
            ("Phòng GD&ĐT TP. Mỹ Tho", "Phòng Giáo dục và Đào tạo thành phố Mỹ Tho"),
            ("P. Nội vụ H. Hưng Hà", "Phòng Nội vụ huyện Hưng Hà"),
            ("TT Y tế TT. Vũ Thư", "Trung tâm Y tế thị trấn Vũ Thư"),
            ("THCS Đông Trà", "Trung học cơ sở Đông Trà"),
            ("CA tỉnh Phú Yên", "Công an tỉnh Phú Yên"),
            ("T.P Mỹ Tho", "thành phố Mỹ Tho"),
            ("Q.12", "quận 12"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} / {b}");
        }
    }

    #[test]
    fn names_of_places_are_no_abbreviations() {
        for (name, expected) in [
            ("Công an tỉnh Sơn La", "cong an tinh son la"),
            ("UBND xã Tu Vũ", "uy ban nhan dan xa tu vu"),
            ("UBND xã Hu Bo", "uy ban nhan dan xa hu bo"),
            ("Chi bộ thôn T", "chi bo thon t"),
            ("", ""),
        ] {
            assert_eq!(fold(name), expected);
        }
    }

    #[test]
    fn an_organisation_is_told_from_a_person() {
        for text in [
            "UBND xã Song An",
            "Đảng bộ phường Long Hoa",
            "Phòng Nội vụ huyện Châu Thành",
            "Trường THCS Đông Trà",
            "Sở Y tế",
            "Ban Tổ chức Huyện ủy",
            "Công ty TNHH MTV An Phú",
            "Bộ Công an",
            "Hạt Kiểm lâm",
            "HTX nông nghiệp Bạch Đằng",
            "Cục Thuế",
            "Huyện ủy Tiền Hải",
            "dang uy xa an my",
        ] {
            assert!(is_organisation(text), "{text}");
        }
        for text in [
            "Bàn Văn Ngọc",
            "Trương Văn An",
            "Phong Văn Cúc",
            "Bế Văn Đàn",
            "Nguyễn Công An",
            "Ban Thị Mai",
            "Cúc Thị Hoa",
            "Hồ Đức Huy",
            "xã Song An, huyện Vũ Thư",
            "",
            "Sơ Văn Ba",
        ] {
            assert!(!is_organisation(text), "{text}");
        }
    }
}
