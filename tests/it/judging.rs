use chrono::NaiveDate;
use polars::prelude::*;
use thamdinh::judge::{Input, Judged, judge};
use thamdinh::lang::Lang;
use thamdinh::rule::{PackSource, RuleSet};
use thamdinh::table::facts::{FACTS, Scope};
use thamdinh::table::links::{LINK, Links};
use thamdinh::table::people::{
    CANDIDATE, CASE, COMPLAINT, Candidates, Cases, Complaints, INSPECTION, Inspections, ORGANISATION, Organisations, PERSON,
};
use thamdinh::table::run::CongressLevel;
use thamdinh::table::{Column as Declared, Type};

/// A table of the declared columns from rows of `(column, value)`; what is not named is empty.
fn table(columns: &[&[Declared]], rows: &[&[(&str, &str)]]) -> DataFrame {
    let columns = columns.iter().copied().flatten().map(|declared| {
        let default = match (declared.name, declared.kind) {
            (_, Type::Index) if !declared.nullable => Some("0"),
            (_, Type::Bool) if !declared.nullable => Some("false"),
            _ => None,
        };
        let said = |row: &[(&str, &str)]| row.iter().find(|(name, _)| *name == declared.name).map(|(_, value)| value.to_string());
        let cells: Vec<Option<String>> = rows.iter().map(|row| said(row).or(default.map(str::to_owned))).collect();
        let cells: Vec<Option<&str>> = cells.iter().map(Option::as_deref).collect();
        let name: PlSmallStr = declared.name.into();
        match declared.kind {
            Type::Text => Column::new(name, cells),
            Type::Int => Column::new(name, parsed::<i64>(&cells)),
            Type::Index => Column::new(name, parsed::<u32>(&cells)),
            Type::Set => Column::new(name, parsed::<u64>(&cells)),
            Type::Real => Column::new(name, parsed::<f64>(&cells)),
            Type::Bool => Column::new(name, parsed::<bool>(&cells)),
            Type::Date => {
                let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
                let days: Vec<Option<i32>> = parsed::<NaiveDate>(&cells)
                    .into_iter()
                    .map(|day| day.map(|day| i32::try_from((day - epoch).num_days()).unwrap()))
                    .collect();
                Int32Chunked::from_iter_options(name, days.into_iter()).into_date().into_column()
            }
        }
    });
    DataFrame::new(rows.len(), columns.collect()).unwrap()
}

fn parsed<T: std::str::FromStr>(cells: &[Option<&str>]) -> Vec<Option<T>> {
    cells.iter().map(|cell| cell.and_then(|cell| cell.parse().ok())).collect()
}

/// The tables of a small run.
#[derive(Default)]
struct Tables<'a> {
    candidates: Vec<&'a [(&'a str, &'a str)]>,
    cases: Vec<&'a [(&'a str, &'a str)]>,
    complaints: Vec<&'a [(&'a str, &'a str)]>,
    inspections: Vec<&'a [(&'a str, &'a str)]>,
    organisations: Vec<&'a [(&'a str, &'a str)]>,
    links: Vec<&'a [(&'a str, &'a str)]>,
    twins: Vec<(String, String)>,
}

impl Tables<'_> {
    fn judge(&self) -> Judged {
        self.judge_on("2025-09-15")
    }

    fn judge_on(&self, as_of: &str) -> Judged {
        let rules = RuleSet::load(&[PackSource::Shipped("congress-14".to_owned())], None, FACTS).unwrap();
        judge(Input {
            candidates: &Candidates::new(&table(&[PERSON, CANDIDATE], &self.candidates)).unwrap(),
            cases: &Cases::new(&table(&[PERSON, CASE], &self.cases)).unwrap(),
            complaints: &Complaints::new(&table(&[PERSON, COMPLAINT], &self.complaints)).unwrap(),
            inspections: &Inspections::new(&table(&[PERSON, INSPECTION], &self.inspections)).unwrap(),
            organisations: &Organisations::new(&table(&[ORGANISATION], &self.organisations)).unwrap(),
            links: &Links::new(&table(&[LINK], &self.links)).unwrap(),
            twins: &self.twins,
            rules: &rules,
            as_of: as_of.parse().unwrap(),
            opens_on: Some("2025-10-01".parse().unwrap()),
            level: Some(CongressLevel::Province),
            lang: Lang::Vi,
        })
        .unwrap_or_else(|error| panic!("{}", error.render(Lang::En)))
    }
}

/// The flags as lines of the named columns.
fn lines(judged: &Judged, columns: &[&str]) -> Vec<String> {
    let frame = judged.flags.frame();
    let texts: Vec<&StringChunked> = columns.iter().map(|name| frame.column(name).unwrap().str().unwrap()).collect();
    (0..frame.height()).map(|row| texts.iter().map(|text| text.get(row).unwrap_or("–")).collect::<Vec<_>>().join(" | ")).collect()
}

/// A complete roster row in good order: no rule has anything to say of it.
const GOOD: &[(&str, &str)] = &[
    ("id", "c1"),
    ("full_name", "Lò Thị Mẫu"),
    ("name_key", "lo thi mau"),
    ("born_from", "1975-03-08"),
    ("born_to", "1975-03-08"),
    ("sex", "F"),
    ("home_place", "Đồng Văn, Hà Giang"),
    ("national_id_raw", "002175000111"),
    ("national_id", "002175000111"),
    ("party_card_raw", "12345678"),
    ("party_card", "12345678"),
    ("organisation", "Huyện ủy Đồng Văn"),
    ("position", "Bí thư Huyện ủy"),
    ("party_joined_from", "1999-05-19"),
    ("party_joined_to", "1999-05-19"),
    ("party_official_from", "2000-05-19"),
    ("party_official_to", "2000-05-19"),
    ("position_since_from", "2020-07-01"),
    ("position_since_to", "2020-07-01"),
    ("level", "district"),
    ("candidacy", "first_time"),
    ("standing_for", "Ủy viên Ban Thường vụ Tỉnh ủy"),
];

/// `base` with other values; an empty one takes the column out.
fn with<'a>(base: &[(&'a str, &'a str)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = base.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().filter(|(_, value)| !value.is_empty())).copied().collect()
}

const WARNING: &[(&str, &str)] = &[
    ("id", "k1"),
    ("full_name", "Lò Thị Mẫu"),
    ("position", "Bí thư Huyện ủy"),
    ("decision_no", "15-QĐ/UBKT"),
    ("decided_from", "2023-09-20"),
    ("decided_to", "2023-09-20"),
    ("announced_from", "2023-09-25"),
    ("announced_to", "2023-09-25"),
    ("measure", "warning"),
    ("regime", "party"),
];

fn link<'a>(record: &'a str, source: &'a str, state: &'a str, probability: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("candidate_id", "c1"),
        ("record_id", record),
        ("source", source),
        ("state", state),
        ("probability", probability),
        ("match_weight", "10"),
    ]
}

#[test]
fn a_complete_row_without_records_raises_nothing() {
    let judged = Tables { candidates: vec![GOOD], ..Tables::default() }.judge();
    assert_eq!(lines(&judged, &["rule_id", "outcome", "reason"]), Vec::<String>::new());
    assert_eq!(judged.frames.iter().map(|(scope, _)| *scope).collect::<Vec<_>>(), Scope::ALL);
}

#[test]
fn a_warning_within_thirty_months_bars_a_higher_post() {
    let link = link("k1", "discipline", "link", "0.998");
    let judged = Tables { candidates: vec![GOOD], cases: vec![WARNING], links: vec![&link], ..Tables::default() }.judge();
    assert_eq!(
        lines(&judged, &["rule_id", "rule_version", "outcome", "severity", "record_ids", "reason"]),
        ["TD102 | 2022-08-18 | review | stop | k1 | bị kỷ luật cảnh cáo được 23 tháng, chưa đủ 30 tháng; chức danh dự kiến \
             (Ủy viên Ban Thường vụ Tỉnh ủy) cao hơn chức vụ khi bị kỷ luật (Bí thư Huyện ủy)"]
    );
    let probability = judged.flags.frame().column("probability").unwrap().f64().unwrap().get(0);
    assert_eq!(probability, Some(0.998));
}

#[test]
fn the_day_of_judgement_chooses_the_version() {
    let link = link("k1", "discipline", "link", "0.998");
    let tables = Tables { candidates: vec![GOOD], cases: vec![WARNING], links: vec![&link], ..Tables::default() };
    let versions = |day| lines(&tables.judge_on(day), &["rule_id", "rule_version"]);
    assert_eq!(versions("2025-10-07"), ["TD102 | 2022-08-18"]);
    assert_eq!(versions("2026-03-26"), ["TD102 | 2025-10-08"]);
    assert_eq!(versions("2026-09-25"), Vec::<String>::new());
}

#[test]
fn an_open_identity_is_said_first_and_never_stops_anybody() {
    let link = link("k1", "discipline", "ask", "0.4");
    let judged = Tables { candidates: vec![GOOD], cases: vec![WARNING], links: vec![&link], ..Tables::default() }.judge();
    let found = lines(&judged, &["rule_id", "severity", "reason"]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(
        found[0].starts_with("TD102 | look | Chưa xác định chắc chắn hồ sơ này là của ứng viên (xác suất 40,00%)"),
        "{found:#?}"
    );
    assert!(found[1].starts_with("TD203 | look | "), "{found:#?}");
}

#[test]
fn a_record_of_another_person_with_the_same_number_is_asked_about_identity_only() {
    let link = with(&link("k1", "discipline", "conflict", "0.03"), &[("conflict", "same_number_other_person")]);
    let judged = Tables { candidates: vec![GOOD], cases: vec![WARNING], links: vec![&link], ..Tables::default() }.judge();
    assert_eq!(lines(&judged, &["rule_id", "severity"]), ["TD201 | look"]);
}

#[test]
fn an_annulled_decision_counts_for_nothing_but_is_shown() {
    let (case, link) = (with(WARNING, &[("status", "annulled")]), link("k1", "discipline", "link", "1"));
    let judged = Tables { candidates: vec![GOOD], cases: vec![&case], links: vec![&link], ..Tables::default() }.judge();
    assert_eq!(lines(&judged, &["rule_id", "severity"]), ["TD108 | note"]);
}

#[test]
fn a_party_and_a_state_decision_a_few_days_apart_count_once() {
    let state = with(
        WARNING,
        &[
            ("id", "k2"),
            ("regime", "state"),
            ("decided_from", "2023-10-10"),
            ("decided_to", "2023-10-10"),
            ("announced_from", ""),
            ("announced_to", ""),
        ],
    );
    let (one, two) = (link("k1", "discipline", "link", "1"), link("k2", "discipline", "link", "1"));
    let judged =
        Tables { candidates: vec![GOOD], cases: vec![WARNING, &state], links: vec![&one, &two], ..Tables::default() }.judge();
    assert_eq!(lines(&judged, &["rule_id", "record_ids"]), ["TD102 | k1", "TD110 | k2"]);
    let frame = &judged.frames[0].1;
    let count = |name: &str| frame.column(name).unwrap().i32().unwrap().get(0);
    assert_eq!((count("case_count"), count("affair_count")), (Some(2), Some(1)));
}

#[test]
fn missing_facts_are_named_and_never_clear() {
    let case = with(WARNING, &[("position", ""), ("decided_from", "2019-01-01"), ("announced_from", ""), ("announced_to", "")]);
    let candidate = with(GOOD, &[("position_since_from", "2023-12-01"), ("position_since_to", "2023-12-01")]);
    let link = link("k1", "discipline", "link", "1");
    let judged = Tables { candidates: vec![&candidate], cases: vec![&case], links: vec![&link], ..Tables::default() }.judge();
    assert_eq!(
        lines(&judged, &["rule_id", "outcome", "missing_facts"]),
        [
            "TD102 | undecided | months_since_announcement seeks_higher_post",
            "TD111 | undecided | months_since_announcement",
            "TD321 | review | –",
        ]
    );
}

#[test]
fn a_denunciation_just_before_the_opening_is_handed_over() {
    let complaint: &[(&str, &str)] = &[
        ("id", "t1"),
        ("kind", "denunciation"),
        ("status", "open"),
        ("received_from", "2025-08-18"),
        ("received_to", "2025-08-18"),
    ];
    let link = link("t1", "complaints", "link", "1");
    let judged = Tables { candidates: vec![GOOD], complaints: vec![complaint], links: vec![&link], ..Tables::default() }.judge();
    assert_eq!(
        lines(&judged, &["rule_id", "record_ids", "basis"]),
        [
            "TD401 | t1 | Hướng dẫn 08-HD/UBKTTW (18/11/2024) (cần xác nhận)",
            "TD403 | t1 | Hướng dẫn 08-HD/UBKTTW (18/11/2024) (cần xác nhận)",
        ]
    );
}

#[test]
fn the_head_named_in_a_decision_is_asked_about_and_a_namesake_only_as_a_question() {
    let decision: &[(&str, &str)] = &[
        ("id", "o1"),
        ("organisation", "Huyện ủy Đồng Văn"),
        ("organisation_key", "huyen uy dong van"),
        ("measure", "warning"),
        ("decided_from", "2025-03-01"),
        ("decided_to", "2025-03-01"),
        ("head", "Lò Thị Mẫu"),
        ("head_key", "lo thi mau"),
    ];
    let judged = Tables { candidates: vec![GOOD], organisations: vec![decision], ..Tables::default() }.judge();
    assert_eq!(lines(&judged, &["rule_id", "outcome", "record_ids"]), ["TD501 | review | o1"]);
    let elsewhere = with(GOOD, &[("organisation", "Sở Xây dựng tỉnh Hà Giang")]);
    let judged = Tables { candidates: vec![&elsewhere], organisations: vec![decision], ..Tables::default() }.judge();
    assert_eq!(lines(&judged, &["rule_id", "outcome", "missing_facts"]), ["TD501 | undecided | is_head"]);
    let other = with(GOOD, &[("name_key", "lo thi mai")]);
    let judged = Tables { candidates: vec![&other], organisations: vec![decision], ..Tables::default() }.judge();
    assert_eq!(lines(&judged, &["rule_id", "outcome"]), ["TD503 | review"]);
}

#[test]
fn service_left_is_counted_by_the_month() {
    for (born, candidacy, expected) in [
        ("1972-05-01", "first_time", vec![]),
        ("1972-04-30", "first_time", vec!["TD311 | review"]),
        ("1971-09-15", "re_election", vec![]),
        ("1971-08-15", "re_election", vec!["TD312 | review"]),
    ] {
        let candidate = with(GOOD, &[("born_from", born), ("born_to", born), ("candidacy", candidacy)]);
        let judged = Tables { candidates: vec![&candidate], ..Tables::default() }.judge();
        assert_eq!(lines(&judged, &["rule_id", "outcome"]), expected, "{born} {candidacy}");
    }
}

#[test]
fn flags_are_sorted_and_keep_their_identifiers_whatever_the_order_of_rows() {
    let mut last: Option<Vec<String>> = None;
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
        let rows: Vec<Vec<(&str, &str)>> =
            ["c3", "c1", "c2"].iter().map(|id| with(GOOD, &[("id", id), ("sex", ""), ("national_id", "")])).collect();
        let candidates = order.iter().map(|at| rows[*at].as_slice()).collect();
        let found = lines(&Tables { candidates, ..Tables::default() }.judge(), &["candidate_id", "rule_id", "flag_id", "facts"]);
        assert!(found.is_sorted() && found.len() >= 6, "{found:#?}");
        assert!(last.replace(found.clone()).is_none_or(|last| last == found));
    }
}

/// The reply of Thái Nguyên province of 27 February 2020 on directive 35 of 2019, and what follows from directive 45 of 2025: who is born
/// in this month just qualifies, who is born a month before does not.
#[test]
fn the_published_months_of_birth_just_qualify() {
    for (as_of, candidacy, position, rule, sex, born) in [
        ("2020-02-27", "first_time", "Bí thư Huyện ủy", "TD311", "M", "1965-09"),
        ("2020-02-27", "first_time", "Bí thư Huyện ủy", "TD311", "F", "1970-09"),
        ("2020-02-27", "re_election", "Bí thư Huyện ủy", "TD312", "M", "1963-03"),
        ("2020-02-27", "re_election", "Bí thư Huyện ủy", "TD312", "F", "1968-03"),
        ("2025-09-15", "first_time", "Bí thư Huyện ủy", "TD311", "M", "1968-09"),
        ("2025-09-15", "first_time", "Bí thư Huyện ủy", "TD311", "F", "1972-05"),
        ("2025-09-15", "re_election", "Giám đốc Sở Nội vụ", "TD312", "M", "1967-09"),
        ("2025-09-15", "re_election", "Giám đốc Sở Nội vụ", "TD312", "F", "1971-09"),
        ("2025-09-15", "re_election", "Phó Bí thư Tỉnh ủy", "TD313", "M", "1967-03"),
        ("2025-09-15", "re_election", "Phó Bí thư Tỉnh ủy", "TD313", "F", "1971-05"),
    ] {
        let month: NaiveDate = format!("{born}-15").parse().unwrap();
        for (born, fires) in [(month, false), (month.checked_sub_months(chrono::Months::new(1)).unwrap(), true)] {
            let born = born.to_string();
            let changes = [
                ("born_from", born.as_str()),
                ("born_to", &born),
                ("sex", sex),
                ("candidacy", candidacy),
                ("position", position),
            ];
            let candidate = with(GOOD, &changes);
            let judged = Tables { candidates: vec![&candidate], ..Tables::default() }.judge_on(as_of);
            let found = lines(&judged, &["rule_id", "outcome"]);
            let of_service: Vec<&String> = found.iter().filter(|line| line.starts_with("TD31")).collect();
            let expected = if fires { vec![format!("{rule} | review")] } else { Vec::new() };
            assert_eq!(of_service, expected.iter().collect::<Vec<_>>(), "{as_of} {candidacy} {sex} {born}: {found:#?}");
        }
    }
}

#[test]
fn a_suspension_is_asked_about_by_its_days_and_is_no_discipline() {
    let entry = |form: &'static str, decided: &'static str| {
        with(
            WARNING,
            &[("measure", "none"), ("form_raw", form), ("decided_from", decided), ("decided_to", decided), ("regime", "")],
        )
    };
    let link = link("k1", "discipline", "link", "1");
    for (form, decided, expected) in [
        ("Đình chỉ sinh hoạt Đảng", "2025-07-01", "TD114 | stop"),
        ("Đình chỉ sinh hoạt cấp ủy", "2025-01-01", "TD115 | look"),
        ("Tạm đình chỉ công tác", "2025-01-01", "TD116 | look"),
        ("Kiểm điểm rút kinh nghiệm", "2025-07-01", "TD112 | note"),
    ] {
        let case = entry(form, decided);
        let judged = Tables { candidates: vec![GOOD], cases: vec![&case], links: vec![&link], ..Tables::default() }.judge();
        assert_eq!(lines(&judged, &["rule_id", "severity"]), [expected], "{form}");
        let count = judged.frames[0].1.column("affair_count").unwrap().i32().unwrap().get(0);
        assert_eq!(count, Some(0), "{form}");
    }
}
