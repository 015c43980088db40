//! Which form of discipline does a text name, if any?
//!
//! Forms: regulation 69-QĐ/TW article 7 (Party), decrees 112/2020 and 172/2025 and the law on public employees (state). What is not a
//! form of discipline (lesson drawn, criticism, suspension, removal from the list, relief, resignation) is read as `none`: the same
//! regulation says so. The forms are rows of `data/discipline_forms.csv`, wordings rows of `data/discipline_synonyms.csv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::embedded::rows;
use super::words::{Gap, Words, key};

/// Under which discipline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Regime {
    /// The Party's.
    Party,
    /// The state's.
    State,
}

impl Regime {
    /// The word in tables: `party`, `state`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::State => "state",
        }
    }
}

/// A form of discipline, or that there was none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// `reprimand`, `warning`, `removal`, `expulsion`, `salary_step`, `demotion`, `rank_lowering`, `dismissal`, `recall`,
    /// `dissolution`, or `none`.
    pub code: &'static str,
    /// Under which discipline. None: the text does not tell.
    pub regime: Option<Regime>,
    /// How severe, 0 for none; comparable over both regimes.
    pub rank: u8,
    /// Several forms are named; the most severe was taken.
    pub is_one_of_several: bool,
}

/// A text that names no form of discipline and does not say there was none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownMeasure;

/// Suffix in `discipline_forms.csv`, code in tables, rank over both regimes, the only regime that has it.
const FORMS: [(&str, &str, u8, Option<Regime>); 10] = [
    ("KT", "reprimand", 1, None),
    ("CC", "warning", 2, None),
    ("HBL", "salary_step", 3, Some(Regime::State)),
    ("HN", "rank_lowering", 3, Some(Regime::State)),
    ("GC", "demotion", 4, Some(Regime::State)),
    ("CCH", "removal", 5, None),
    ("BN", "recall", 6, Some(Regime::State)),
    ("BTV", "dismissal", 7, Some(Regime::State)),
    ("GT", "dissolution", 7, Some(Regime::Party)),
    ("KTR", "expulsion", 7, Some(Regime::Party)),
];

/// English names and codes as other systems write them, and wordings too plain for the table of practice.
const MORE: [(&str, &str); 41] = [
    ("reprimand", "KT"),
    ("reprimanded", "KT"),
    ("warning", "CC"),
    ("warned", "CC"),
    ("removal", "CCH"),
    ("removed from office", "CCH"),
    ("removal from office", "CCH"),
    ("expulsion", "KTR"),
    ("expelled", "KTR"),
    ("dissolution", "GT"),
    ("dissolved", "GT"),
    ("salary step", "HBL"),
    ("salary step reduction", "HBL"),
    ("hạ lương", "HBL"),
    ("rank lowering", "HN"),
    ("demotion", "GC"),
    ("dismissal", "BTV"),
    ("dismissed", "BTV"),
    ("recall", "BN"),
    ("recalled", "BN"),
    ("sa thải", "BTV"),
    ("cách các chức vụ", "CCH"),
    ("cách hết chức vụ", "CCH"),
    ("cách tất cả chức vụ", "CCH"),
    ("none", "NONE"),
    ("no", "NONE"),
    ("không có kỷ luật", "NONE"),
    ("chưa", "NONE"),
    ("chưa có", "NONE"),
    ("nhắc nhở", "N-PB"),
    ("kiểm điểm", "N-KDRKN"),
    ("rút kinh nghiệm", "N-KDRKN"),
    ("đình chỉ", "N-DCSH"),
    ("đình chỉ công tác", "N-TDC"),
    ("đình chỉ chức vụ", "N-TDC"),
    ("đình chỉ sinh hoạt", "N-DCSH"),
    ("cho thôi giữ chức vụ", "N-TGC"),
    ("cho thôi", "N-TGC"),
    ("thôi giữ chức", "N-TGC"),
    ("cho ra khỏi đảng", "N-XT"),
    ("xin ra khỏi đảng", "N-XT"),
];

struct Phrases {
    /// Form, or None for what is no form, by folded wording.
    by_key: FxHashMap<String, Option<&'static Form>>,
    longest: usize,
}

struct Form {
    code: &'static str,
    rank: u8,
    regime: Option<Regime>,
}

static FORM_LIST: LazyLock<Vec<(&'static str, Form)>> =
    LazyLock::new(|| FORMS.iter().map(|&(suffix, code, rank, regime)| (suffix, Form { code, rank, regime })).collect());

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let table = rows(include_str!("data/discipline_synonyms.csv")).filter_map(|row| match row[..] {
        [text, suffix] => Some((text, suffix)),
        _ => None,
    });
    let mut by_key = FxHashMap::default();
    for (text, suffix) in table.chain(MORE) {
        let form = FORM_LIST.iter().find(|(known, _)| *known == suffix.trim_end_matches("_ambiguous")).map(|(_, form)| form);
        let key = key(text);
        if !key.is_empty() {
            by_key.entry(key).or_insert(form);
        }
    }
    let longest = by_key.keys().map(|key| key.split(' ').count()).max().unwrap_or(1);
    Phrases { by_key, longest }
});

/// A wording that means something only as the whole cell.
fn is_whole_cell_only(key: &str) -> bool {
    matches!(key, "kt" | "cc" | "khong" | "khong co" | "chua" | "chua co" | "no" | "0")
}

impl Measure {
    const NONE: Self = Self { code: "none", regime: None, rank: 0, is_one_of_several: false };

    /// The measure `text` names; None: nothing is written.
    ///
    /// The longest wording wins; of several forms the most severe, except after `từ … xuống …`, where the last one holds. Words before
    /// that deny it (`không`, `chưa`) make it none. `KT` and `CC` count only as a whole cell: elsewhere they stand for other things.
    ///
    /// # Errors
    /// The text names no form and does not say that there was none.
    ///
    /// ```
    /// use thamdinh::vn::measure::Measure;
    /// let measure = Measure::parse("Cách hết các chức vụ trong Đảng").unwrap().unwrap();
    /// assert_eq!((measure.code, measure.regime.map(|regime| regime.name())), ("removal", Some("party")));
    /// ```
    pub fn parse(text: &str) -> Result<Option<Self>, UnknownMeasure> {
        let words = Words::of(text);
        if words.len() == 0 {
            return Ok(if text.trim().is_empty() { None } else { Some(Self::NONE) });
        }
        if let Some(form) = PHRASES.by_key.get(words.text.as_str()) {
            return Ok(Some(form.map_or(Self::NONE, |form| Self::of(form, regime_around(&words)))));
        }
        let mut found: Vec<(usize, Option<&'static Form>)> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let end = (at + PHRASES.longest).min(words.len());
            let phrase = (at + 1..=end).rev().find_map(|end| {
                let key = words.slice(at, end);
                if is_whole_cell_only(key) { None } else { PHRASES.by_key.get(key).map(|form| (end, *form)) }
            });
            match phrase {
                Some((end, form)) => {
                    found.push((at, form.filter(|_| !is_denied(&words, at))));
                    at = end;
                }
                None => at += 1,
            }
        }
        let regime = regime_around(&words);
        if let Some(last) = last_after_reduction(&words, &found) {
            return Ok(Some(Self::of(last, regime)));
        }
        let forms = || found.iter().filter_map(|(_, form)| *form);
        match forms().max_by_key(|form| form.rank) {
            Some(form) => {
                let is_one_of_several = forms().any(|other| other.code != form.code);
                Ok(Some(Self { is_one_of_several, ..Self::of(form, regime) }))
            }
            None if !found.is_empty() => Ok(Some(Self::NONE)),
            None if says_none(&words) => Ok(Some(Self::NONE)),
            None => Self::with_slip(&words).map(|form| Some(Self::of(form, regime))).ok_or(UnknownMeasure),
        }
    }

    fn of(form: &'static Form, regime: Option<Regime>) -> Self {
        Self { code: form.code, regime: form.regime.or(regime), rank: form.rank, is_one_of_several: false }
    }

    /// The form whose wording is one slip away from the whole cell, if only one is.
    fn with_slip(words: &Words) -> Option<&'static Form> {
        let written = words.text.as_str();
        if written.len() < 7 {
            return None;
        }
        let near = FORM_LIST.iter().filter_map(|(suffix, form)| {
            let is_near = PHRASES.by_key.iter().any(|(key, known)| {
                known.is_some_and(|known| known.code == form.code)
                    && key.len().abs_diff(written.len()) <= 1
                    && strsim::osa_distance(key, written) == 1
            });
            is_near.then_some((suffix, form))
        });
        let mut near = near.map(|(_, form)| form);
        near.next().filter(|_| near.next().is_none())
    }

    /// The row of `data/discipline_forms.csv` for a person; None: the regime is not known, or the measure is none.
    pub fn form(&self) -> Option<&'static str> {
        let suffix = FORMS.iter().find(|form| form.1 == self.code)?.0;
        let prefix = match (self.regime?, self.code) {
            (_, "dissolution") => "O",
            (Regime::Party, _) => "P",
            (Regime::State, _) => "S",
        };
        let wanted = [prefix, suffix];
        CODES.iter().copied().find(|code| code.split('-').eq(wanted))
    }

    /// The same measure under `regime` where the text did not tell it.
    #[must_use]
    pub fn under(self, regime: Option<Regime>) -> Self {
        Self { regime: if self.rank == 0 { None } else { self.regime.or(regime) }, ..self }
    }
}

static CODES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| rows(include_str!("data/discipline_forms.csv")).filter_map(|row| row.first().copied()).collect());

/// `không bị kỷ luật cảnh cáo`: a word of denial in the same clause, at most four words in front.
fn is_denied(words: &Words, at: usize) -> bool {
    let mut back = at;
    while back > 0 && at - back < 4 {
        if words.list.get(back).is_some_and(|word| word.gap == Gap::Strong) {
            return false;
        }
        back -= 1;
        if matches!(words.word(back), "khong" | "chua" | "chang" | "not") {
            return true;
        }
    }
    false
}

/// `giảm từ cảnh cáo xuống khiển trách`: the form that holds now.
fn last_after_reduction(words: &Words, found: &[(usize, Option<&'static Form>)]) -> Option<&'static Form> {
    let (at, form) = found.last()?;
    let is_reduced = (at.saturating_sub(5)..*at).any(|before| matches!(words.word(before), "xuong" | "thanh" | "sang"));
    if found.len() > 1 && is_reduced { *form } else { None }
}

/// A negative clause without any form: `Không có hình thức kỷ luật nào`.
fn says_none(words: &Words) -> bool {
    matches!(words.word(0), "khong" | "chua") || words.text.contains("khong bi ky luat") || words.text.contains("khong ky luat")
}

fn regime_around(words: &Words) -> Option<Regime> {
    let has = |phrase: &str| format!(" {} ", words.text).contains(&format!(" {phrase} "));
    let is_party = ["dang", "cap uy", "party"].into_iter().any(has);
    let is_state = ["chinh quyen", "nha nuoc", "cong chuc", "vien chuc", "hanh chinh", "state"].into_iter().any(has);
    one_of(is_party, is_state)
}

/// The discipline that a decision's number tells: `120-QĐ/HU` is the Party's, `15/QĐ-UBND` the state's. None: it does not tell, or
/// tells both.
pub fn regime_of_number(number: &str) -> Option<Regime> {
    const PARTY: [&str; 13] = ["tw", "tu", "hu", "qu", "du", "thu", "ubkt", "ubkttw", "qdi", "qdns", "cb", "db", "btv"];
    const STATE: [&str; 10] = ["ubnd", "ttg", "btp", "bnv", "snv", "hdnd", "pnv", "sgddt", "sgd", "syt"];
    let key = key(number);
    let has = |list: &[&str]| key.split(' ').any(|word| list.contains(&word));
    one_of(has(&PARTY), has(&STATE))
}

/// The discipline that the deciding body tells: `Ban Thường vụ Huyện ủy`, `UBND huyện`. None: it does not tell, or tells both.
pub fn regime_of_body(body: &str) -> Option<Regime> {
    const PARTY: [&str; 15] = [
        "dang uy",
        "chi bo",
        "dang bo",
        "tinh uy",
        "thanh uy",
        "huyen uy",
        "quan uy",
        "thi uy",
        "xa uy",
        "chi uy",
        "uy ban kiem tra",
        "bo chinh tri",
        "ban bi thu",
        "ban chap hanh trung uong",
        "ban thuong vu",
    ];
    const STATE: [&str; 7] = ["uy ban nhan dan", "hoi dong nhan dan", "so", "bo truong", "thu tuong", "hieu truong", "giam doc"];
    let key = format!(" {} ", super::organisation::fold(body));
    let has = |list: &[&str]| list.iter().any(|phrase| key.contains(&format!(" {phrase} ")));
    one_of(has(&PARTY), has(&STATE))
}

fn one_of(is_party: bool, is_state: bool) -> Option<Regime> {
    match (is_party, is_state) {
        (true, false) => Some(Regime::Party),
        (false, true) => Some(Regime::State),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match Measure::parse(text) {
            Ok(None) => "-".to_owned(),
            Ok(Some(measure)) => {
                let several = if measure.is_one_of_several { " +" } else { "" };
                format!("{} {}{several}", measure.code, measure.form().unwrap_or("?"))
            }
            Err(UnknownMeasure) => "unknown".to_owned(),
        }
    }

    #[test]
    fn forms_are_found_in_free_text() {
        for (text, expected) in [
            ("khien_trach", "reprimand ?"),
            ("canh_cao", "warning ?"),
            ("cach_chuc", "removal ?"),
            ("khai_tru", "expulsion P-KTR"),
            ("Khiển trách", "reprimand ?"),
            ("KHIỂN TRÁCH", "reprimand ?"),
            ("Kỷ luật khiển trách về Đảng", "reprimand P-KT"),
            ("Bị kỷ luật bằng hình thức cảnh cáo về mặt Đảng", "warning P-CC"),
            ("Cảnh cáo về chính quyền", "warning S-CC"),
            ("Cách hết các chức vụ trong Đảng", "removal P-CCH"),
            ("cách chức Bí thư Đảng ủy nhiệm kỳ 2015-2020", "removal P-CCH"),
            ("cách chức Chủ tịch UBND xã", "removal ?"),
            ("Khai trừ ra khỏi Đảng", "expulsion P-KTR"),
            ("khai trừ đảng tịch", "expulsion P-KTR"),
            ("Giải tán", "dissolution O-GT"),
            ("Hạ bậc lương", "salary_step S-HBL"),
            ("giáng chức", "demotion S-GC"),
            ("Buộc thôi việc", "dismissal S-BTV"),
            ("hạ ngạch công chức", "rank_lowering S-HN"),
            ("bãi nhiệm", "recall S-BN"),
            ("KT", "reprimand ?"),
            ("CC", "warning ?"),
            ("Kh.trách", "reprimand ?"),
            ("C.cáo", "warning ?"),
            ("reprimand", "reprimand ?"),
            ("warning (party)", "warning P-CC"),
            ("expelled", "expulsion P-KTR"),
            ("Kiển trách", "reprimand ?"),
            ("cảnh cáoo", "warning ?"),
            ("Cảnh cáo, cách chức", "removal ? +"),
            ("Khiển trách; miễn nhiệm", "reprimand ?"),
            ("Giảm từ cảnh cáo xuống khiển trách", "reprimand ?"),
            ("Thay đổi hình thức kỷ luật từ cách chức xuống còn cảnh cáo", "warning ?"),
            ("Không hoàn thành nhiệm vụ, khiển trách", "reprimand ?"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_form_of_discipline_is_none() {
        for text in [
            "không",
            "Không có",
            "Chưa bị kỷ luật",
            "Không bị kỷ luật khiển trách",
            "Không có hình thức kỷ luật nào",
            "-",
            "0",
            "Kiểm điểm rút kinh nghiệm",
            "kiểm điểm, rút kinh nghiệm sâu sắc",
            "Phê bình",
            "Phê bình nghiêm khắc",
            "Đình chỉ sinh hoạt Đảng",
            "Tạm đình chỉ công tác",
            "Xóa tên trong danh sách đảng viên",
            "Xoá tên",
            "Miễn nhiệm",
            "Từ chức",
            "Cho thôi giữ chức vụ",
            "none",
        ] {
            assert_eq!(read(text), "none ?", "{text}");
        }
    }

    #[test]
    fn what_names_nothing_is_unknown_and_nothing_is_missing() {
        for (text, expected) in [
            ("", "-"),
            ("  ", "-"),
            ("vi phạm đất đai", "unknown"),
            ("Đ/c KT phòng", "unknown"),
            ("theo CC 2", "unknown"),
            ("xyz", "unknown"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn number_and_body_tell_the_regime() {
        for (number, regime) in [
            ("840-QĐ-ĐU", Some(Regime::Party)),
            ("120-QĐ/HU", Some(Regime::Party)),
            ("206-QĐNS/TW", Some(Regime::Party)),
            ("1234/QĐ-UBND", Some(Regime::State)),
            ("15/QĐ", None),
            ("", None),
        ] {
            assert_eq!(regime_of_number(number), regime, "{number}");
        }
        for (body, regime) in [
            ("Ban Thường vụ Thành ủy Rạch Giá", Some(Regime::Party)),
            ("UBKT Tỉnh ủy Thái Bình", Some(Regime::Party)),
            ("Chủ tịch UBND huyện Vũ Thư", Some(Regime::State)),
            ("Bộ Công an", None),
            ("", None),
        ] {
            assert_eq!(regime_of_body(body), regime, "{body}");
        }
    }

    #[test]
    fn every_form_has_its_row() {
        for (suffix, ..) in FORMS {
            assert!(CODES.iter().any(|code| code.ends_with(&format!("-{suffix}"))), "{suffix}");
        }
    }
}
