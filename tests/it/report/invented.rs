//! Tables of invented people in every state a report can meet: nobody here exists.

#![allow(clippy::unwrap_used, clippy::wildcard_imports, reason = "a test that cannot go on fails; the tables of persons")]

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use polars::prelude::*;
use thamdinh::error::Place;
use thamdinh::lang::{Lang, Text};
use thamdinh::report::{Input, Letter, OverlayLine, RuleLine, RuleValue, Template};
use thamdinh::table::facts::{Fact, FactType, Scope};
use thamdinh::table::flags::{FLAG, FLAG_EXTRA, Flags};
use thamdinh::table::links::{Band, EVIDENCE, Evidence, Expected, Interval, LINK, LinkCounts, Links};
use thamdinh::table::people::*;
use thamdinh::table::raw::{InputKind, Source};
use thamdinh::table::rejects::{Notice, Reject, RowCount};
use thamdinh::table::run::{CongressLevel, Digest, Manifest, RunOptions, ShowIds, Timings};
use thamdinh::table::{Column as Declared, Type};

/// A cell of a table to be.
#[derive(Clone)]
enum Cell {
    Text(String),
    Day(NaiveDate),
    Number(f64),
}

type Row = BTreeMap<&'static str, Cell>;

fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

fn row(cells: impl IntoIterator<Item = (&'static str, Cell)>) -> Row {
    cells.into_iter().collect()
}

/// A frame with the declared columns; what a row does not say is null.
fn frame(columns: &[&[Declared]], rows: &[Row]) -> DataFrame {
    let column = |declared: &Declared| -> Column {
        let cells = rows.iter().map(|row| row.get(declared.name));
        let string = |cell: Option<&Cell>| match cell {
            Some(Cell::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let number = |cell: Option<&Cell>| match cell {
            Some(Cell::Number(x)) => Some(*x),
            _ => None,
        };
        let day = |cell: Option<&Cell>| match cell {
            Some(Cell::Day(day)) => Some(i32::try_from((*day - NaiveDate::default()).num_days()).unwrap()),
            _ => None,
        };
        let name = declared.name.into();
        match declared.kind {
            Type::Text => Column::new(name, cells.map(string).collect::<Vec<_>>()),
            Type::Real => Column::new(name, cells.map(number).collect::<Vec<_>>()),
            Type::Date => Column::new(name, cells.map(day).collect::<Vec<_>>()).cast(&DataType::Date).unwrap(),
            Type::Bool => Column::new(name, cells.map(|cell| number(cell).map(|x| x > 0.0)).collect::<Vec<_>>()),
            kind => Column::new(name, cells.map(number).collect::<Vec<_>>()).cast(&kind.dtype()).unwrap(),
        }
    };
    DataFrame::new(rows.len(), columns.iter().copied().flatten().map(column).collect()).unwrap()
}

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

/// Everything a report is made from, owned.
pub struct World {
    lang: Lang,
    pub manifest: Manifest,
    candidates: Candidates,
    cases: Cases,
    complaints: Complaints,
    inspections: Inspections,
    organisations: Organisations,
    links: Links,
    evidence: Evidence,
    link_counts: LinkCounts,
    flags: Flags,
    rejects: Vec<Reject>,
    notices: Vec<Notice>,
    rules: Vec<RuleLine>,
    overlays: Vec<OverlayLine>,
    facts: DataFrame,
    letter: Letter,
    pub template: Template,
    pub timings: Timings,
}

impl World {
    pub fn input<'a>(&'a self, facts: &'a [(&'a str, &'a DataFrame)]) -> Input<'a> {
        Input {
            lang: self.lang,
            manifest: &self.manifest,
            candidates: &self.candidates,
            cases: &self.cases,
            complaints: &self.complaints,
            inspections: &self.inspections,
            organisations: &self.organisations,
            links: &self.links,
            evidence: &self.evidence,
            link_counts: &self.link_counts,
            flags: &self.flags,
            standing: None,
            rejects: &self.rejects,
            notices: &self.notices,
            rules: &self.rules,
            overlays: &self.overlays,
            documented: DOCUMENTED,
            facts,
            letter: &self.letter,
            template: &self.template,
            timings: &self.timings,
        }
    }

    pub fn write(&self, dir: &std::path::Path) -> thamdinh::error::Result<Vec<Digest>> {
        thamdinh::report::write(&self.input(&[("candidate", &self.facts)]), dir).map(|(outputs, _)| outputs)
    }
}

const DOCUMENTED: &[Fact] = &[
    Fact {
        name: "months_since_last_case",
        scope: Scope::Candidate,
        kind: FactType::Int,
        is_interval: true,
        unit: "months",
        vi: "số tháng kể từ khi công bố quyết định kỷ luật gần nhất",
        en: "months since the last decision was announced",
    },
    Fact {
        name: "last_measure",
        scope: Scope::Candidate,
        kind: FactType::Code(&["reprimand", "warning"]),
        is_interval: false,
        unit: "",
        vi: "hình thức kỷ luật gần nhất",
        en: "the latest form of discipline",
    },
    Fact {
        name: "position_since",
        scope: Scope::Candidate,
        kind: FactType::Date,
        is_interval: true,
        unit: "",
        vi: "ngày giữ chức vụ hiện tại",
        en: "first day in the present post",
    },
];

const FAMILY: [&str; 9] = ["Nguyễn", "Trần", "Lò", "Hoàng", "Vàng", "Đặng", "Lý", "Giàng", "Phạm"];
const MIDDLE: [&str; 7] = ["Văn", "Thị", "Đức", "Minh", "Quang", "Thị Thu", "Seo"];
const GIVEN: [&str; 11] = ["Tuấn", "Hùng", "Hoà", "Lan", "Páo", "Dũng", "Hạnh", "Sơn", "Thủy", "Khánh", "Nga"];
const UNITS: [&str; 6] = [
    "Đảng bộ huyện Đồng Văn",
    "Đảng bộ huyện Mèo Vạc",
    "Sở Nông nghiệp và Môi trường tỉnh Hà Giang",
    "Đảng bộ Quân sự tỉnh",
    "Ban Tổ chức Tỉnh ủy",
    "Đảng bộ xã Lũng Cú",
];
const LEVELS: [&str; 4] = ["province", "district", "commune", "grassroots"];
const MEASURES: [&str; 4] = ["reprimand", "warning", "warning", "removal"];

fn name(i: usize) -> String {
    match i {
        3 => "<script>alert(1)</script> Nguyễn Văn An".to_owned(),
        4 => r#"=HYPERLINK("http://x","Lê Bình")"#.to_owned(),
        5 => "Trần \u{202e}gnùH năV".to_owned(),
        6 => "Tôn Nữ Hoàng Ngọc Phương Quỳnh Trang Thùy Dương Công Tằng".to_owned(),
        i => format!("{} {} {}", FAMILY[i % 9], MIDDLE[i / 2 % 7], GIVEN[i * 7 % 11]),
    }
}

fn person(i: usize, id: String, name: &str, source: f64) -> Row {
    let born = day(
        1962 + i32::try_from(i * 5 % 30).unwrap(),
        1 + u32::try_from(i * 7 % 12).unwrap(),
        1 + u32::try_from(i * 11 % 28).unwrap(),
    );
    let mut out = row([
        ("id", text(id)),
        ("source", Cell::Number(source)),
        ("row", Cell::Number(i as f64 + 4.0)),
        ("full_name_raw", text(name.to_uppercase())),
        ("full_name", text(name)),
        ("name_key", text(name.to_lowercase())),
        ("date_of_birth_raw", text(born.format("%d/%m/%Y").to_string())),
        ("born_from", Cell::Day(born)),
        ("born_to", Cell::Day(born)),
        ("home_place_raw", text("Xã Lũng Cú, huyện Đồng Văn, Hà Giang")),
        ("home_place", text("Lũng Cú, Đồng Văn, Hà Giang")),
        ("national_id", text(format!("0020{:02}{:06}", 62 + i * 5 % 30, i * 7919 % 1_000_000))),
        ("party_card", text(format!("41{:06}", i * 104_729 % 1_000_000))),
        ("organisation", text(UNITS[i % 6])),
        ("position", text(["Trưởng phòng", "Bí thư Đảng ủy xã", "Phó Giám đốc sở"][i % 3])),
    ]);
    if i % 9 == 8 {
        out.insert("born_from", Cell::Day(day(1970, 1, 1)));
        out.insert("born_to", Cell::Day(day(1970, 12, 31)));
        out.insert("date_of_birth_raw", text("1970"));
    }
    out
}

/// What links a candidate to a record, and what rules say: by the candidate's place in the list, so that every state is met.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Linked,
    Asked,
    SameNumber,
    SamePerson,
    Complaint,
    Inspection,
    Organisation,
    Undecided,
    Clear,
}

fn state(i: usize) -> State {
    use State::*;
    [
        Linked,
        Asked,
        Linked,
        Linked,
        Linked,
        Linked,
        SameNumber,
        Complaint,
        SamePerson,
        Clear,
        Undecided,
        Organisation,
        Inspection,
        Clear,
        Linked,
        Asked,
        Undecided,
        Clear,
    ][i % 18]
}

/// A run over `n` invented candidates; `all_flagged`: every one of them is linked to a record and flagged.
pub fn world(n: usize, all_flagged: bool, lang: Lang, ids: ShowIds) -> World {
    let mut tables: [Vec<Row>; 5] = Default::default();
    let (mut links, mut evidence, mut flags) = (Vec::new(), Vec::new(), Vec::new());
    let mut candidates = Vec::new();
    for i in 0..n {
        let id = format!("UV{i:06}");
        let name = name(i);
        let mut candidate = person(i, id.clone(), &name, 0.0);
        if i % 7 != 6 {
            candidate.insert("level", text(LEVELS[i % 4]));
        }
        candidate.insert("standing_for", text("Ủy viên Ban Chấp hành Đảng bộ tỉnh"));
        candidates.push(candidate);
        let state = if all_flagged { State::Linked } else { state(i) };
        let (source, link_state, p) = match state {
            State::Linked => ("discipline", "link", 0.998 - (i % 5) as f64 * 0.004),
            State::Asked => ("discipline", "ask", 0.42 + (i % 3) as f64 * 0.11),
            State::SameNumber | State::SamePerson => ("discipline", "conflict", 0.71),
            State::Complaint => ("complaints", "link", 0.981),
            State::Inspection => ("inspections", "ask", 0.66),
            _ => ("", "", 0.0),
        };
        let record_id = format!(
            "{}{i:06}",
            ["KL", "DT", "KT"][["discipline", "complaints", "inspections"].iter().position(|s| *s == source).unwrap_or(0)]
        );
        if !source.is_empty() {
            let table = ["discipline", "complaints", "inspections"].iter().position(|s| *s == source).unwrap();
            tables[table].push(record(i, &record_id, &name, state));
            let conflict = match state {
                State::SameNumber => Some("same_number_other_person"),
                State::SamePerson => Some("same_person_other_number"),
                _ => None,
            };
            let weights = weights(state, i);
            let total: f64 = weights.iter().map(|(_, _, weight, _)| weight).sum();
            links.push(row([
                ("candidate_id", text(&id)),
                ("record_id", text(&record_id)),
                ("source", text(source)),
                ("probability", Cell::Number(p)),
                ("match_weight", Cell::Number(total)),
                ("state", text(link_state)),
            ]
            .into_iter()
            .chain(conflict.map(|code| ("conflict", text(code))))));
            for (comparison, rung, weight, sentence) in weights {
                evidence.push(row([
                    ("candidate_id", text(&id)),
                    ("record_id", text(&record_id)),
                    ("comparison", text(comparison)),
                    ("rung", text(rung)),
                    ("weight", Cell::Number(weight)),
                    ("sentence", text(sentence)),
                ]));
            }
        }
        flags.extend(flags_of(i, &id, &record_id, state, p));
        if state == State::Organisation {
            tables[3].push(row([
                ("id", text(format!("org:{i:04}"))),
                ("source", Cell::Number(3.0)),
                ("row", Cell::Number(i as f64)),
                ("organisation", text(UNITS[i % 6])),
                ("organisation_key", text(UNITS[i % 6].to_lowercase())),
                ("form_raw", text("Cảnh cáo")),
                ("measure", text("warning")),
                ("decision_no", text("12-QĐ/UBKTTU")),
                ("decided_from", Cell::Day(day(2024, 5, 6))),
                ("decided_to", Cell::Day(day(2024, 5, 6))),
                ("status", text("in_force")),
            ]));
        }
    }
    let [cases, complaints, inspections, organisations, _] = &tables;
    let manifest = manifest(n, [cases.len(), complaints.len(), inspections.len(), organisations.len()], ids);
    let count =
        |state: &str| links.iter().filter(|row| matches!(row.get("state"), Some(Cell::Text(text)) if text == state)).count();
    let link_counts = LinkCounts {
        pairs_compared: n as u64 * 37,
        linked: count("link"),
        asked: count("ask"),
        conflicts: count("conflict"),
        is_exhaustive: false,
        answered: if n == 25 { 240 } else { 0 },
        disputed: 2,
        reliability: [
            (0.01, 0.05, 120, 3.1, 80, 2),
            (0.05, 0.5, 60, 12.4, 55, 14),
            (0.5, 0.9, 48, 34.0, 48, 31),
            (0.99, 1.0, 400, 398.1, 57, 57),
        ]
        .map(|(from, to, pairs, expected_same, answered, answered_same)| Band {
            from,
            to,
            pairs,
            expected_same,
            answered,
            answered_same,
        })
        .into(),
        blocking_recall: Some(Interval { value: 0.9963, low: 0.9912, high: 0.9989 }),
        expected: [(0.5, 61, 3.2, 1.1), (0.8, 55, 1.4, 2.3), (0.9, 52, 0.9, 2.9), (0.95, 50, 0.6, 3.5), (0.99, 43, 0.1, 7.9)]
            .map(|(threshold, declared, false_links, missed_links)| Expected { threshold, declared, false_links, missed_links })
            .into(),
        runaway: vec![("Nguyễn Văn Hùng 1968".to_owned(), 412)],
        twins: vec![("UV000002".to_owned(), "UV000019".to_owned())],
        unknown_names: 3,
        model: "default".to_owned(),
        is_calibrated: false,
    };
    let place = |row| Place::file("danh-sach/ds.xlsx").sheet("DS1").row(row).column("Ngày sinh");
    let facts = df!("candidate_id" => (0..n).map(|i| format!("UV{i:06}")).collect::<Vec<_>>()).unwrap();
    World {
        lang,
        manifest,
        candidates: Candidates::new(&frame(&[PERSON, CANDIDATE], &candidates)).unwrap(),
        cases: Cases::new(&frame(&[PERSON, CASE], cases)).unwrap(),
        complaints: Complaints::new(&frame(&[PERSON, COMPLAINT], complaints)).unwrap(),
        inspections: Inspections::new(&frame(&[PERSON, INSPECTION], inspections)).unwrap(),
        organisations: Organisations::new(&frame(&[ORGANISATION], organisations)).unwrap(),
        links: Links::new(&frame(&[LINK], &links)).unwrap(),
        evidence: Evidence::new(&frame(&[EVIDENCE], &evidence)).unwrap(),
        link_counts,
        flags: Flags::new(&frame(&[FLAG, FLAG_EXTRA], &flags)).unwrap(),
        rejects: vec![
            Reject { kind: InputKind::Roster, place: place(17), text: Text::new("E003-file-not-read") },
            Reject { kind: InputKind::Roster, place: place(18).sheet("=DS1"), text: Text::new("E002-file-not-readable") },
        ],
        notices: vec![Notice { place: place(21), text: Text::new("E001-file-not-found") }],
        rules: rules(),
        overlays: overlays(),
        facts,
        letter: Letter::default(),
        template: Template::shipped(lang).unwrap(),
        timings: Timings(vec![("read", 0.12), ("link", 0.61)]),
    }
}

fn record(i: usize, id: &str, name: &str, state: State) -> Row {
    let name = match (state, i % 3) {
        (State::SameNumber, _) => "Giàng Thị Mỷ".to_owned(),
        (_, 0) => name.replace("ấ", "â").replace("ùng", "ung"),
        (_, 1) => name.replace("Văn ", "Van ").replace("oà", "òa"),
        _ => name.to_owned(),
    };
    let mut out = person(
        i,
        id.to_owned(),
        &name,
        match state {
            State::Complaint => 2.0,
            State::Inspection => 4.0,
            _ => 1.0,
        },
    );
    if i % 4 == 1 {
        out.insert("national_id", text("022075001234"));
    }
    if state == State::SamePerson {
        out.insert("national_id", text("002175009999"));
    }
    out.remove("party_card");
    if i.is_multiple_of(5) {
        out.insert("home_place", text("Lũng Táo, Đồng Văn, Hà Giang"));
    }
    let received = day(2025, 3, 3) + Days::new(i as u64 * 3 % 120);
    let decided = day(2021, 2, 1) + Days::new(i as u64 * 13 % 1400);
    match state {
        State::Complaint => out.extend(row([
            ("kind", text(if i % 2 == 1 { "denunciation" } else { "complaint" })),
            ("received_from", Cell::Day(received)),
            ("received_to", Cell::Day(received)),
            ("status", text("open")),
        ])),
        State::Inspection => out.extend(row([
            ("is_organisation", Cell::Number(0.0)),
            ("started_from", Cell::Day(day(2025, 6, 1))),
            ("started_to", Cell::Day(day(2025, 6, 30))),
            ("conclusion", text("pending")),
        ])),
        _ => out.extend(row([
            ("decision_no", text(format!("{}-QĐ/UBKTTU", 10 + i % 300))),
            ("decided_from", Cell::Day(decided)),
            ("decided_to", Cell::Day(decided)),
            ("form_raw", text("kỷ luật bằng hình thức cảnh cáo")),
            ("measure", text(MEASURES[i % 4])),
            ("regime", text("party")),
            ("violation", text("thiếu trách nhiệm trong lãnh đạo, chỉ đạo quản lý đất đai")),
            ("authority", text("Ủy ban Kiểm tra Tỉnh ủy")),
            ("status", text("in_force")),
        ])),
    }
    out
}

fn weights(state: State, i: usize) -> Vec<(&'static str, &'static str, f64, String)> {
    let name = if state == State::SameNumber {
        ("different", -7.5, "Họ tên khác nhau")
    } else {
        ("same-but-marks", 9.4, "Họ tên giống nhau, khác một dấu; tên này hiếm (3 trên 100.000 người)")
    };
    let id = match state {
        State::SamePerson => ("conflict", -9.0, "Số định danh đầy đủ nhưng khác nhau"),
        State::SameNumber => ("equal", 15.0, "Số định danh trùng khớp từng chữ số"),
        State::Asked => ("missing", 0.0, "Một bên không có số định danh"),
        _ => ("one-digit", 8.2, "Số định danh lệch một chữ số"),
    };
    let out = [
        ("prior", "prior", -14.3, "Mức xuất phát: cứ khoảng 20.000 cặp có một cặp đúng"),
        ("name", name.0, name.1, name.2),
        ("birth", "equal", 6.1 - (i % 3) as f64, "Ngày sinh trùng khớp"),
        ("home", "overlap", 2.2, "Quê quán cùng tỉnh, khác xã"),
        ("national_id", id.0, id.1, id.2),
        ("party_card", "missing", 0.0, "Hồ sơ không ghi số thẻ đảng viên"),
        ("organisation", "near", 1.4, "Đơn vị công tác cùng huyện"),
    ];
    out.into_iter().map(|(comparison, rung, weight, sentence)| (comparison, rung, weight, sentence.to_owned())).collect()
}

fn flags_of(i: usize, id: &str, record_id: &str, state: State, p: f64) -> Vec<Row> {
    let flag = |rule: &str, outcome: &str, severity: &str, title: &str, reason: String| {
        row([
            ("flag_id", text(format!("{rule}-{i:06}"))),
            ("candidate_id", text(id)),
            ("rule_id", text(rule)),
            ("rule_version", text("2022-08-18")),
            ("outcome", text(outcome)),
            ("severity", text(severity)),
            ("reason", text(reason)),
            ("basis", text("Quy định 80-QĐ/TW, Điều 18 khoản 7")),
            ("facts", text("{}")),
            ("confidence", text(if rule == "TD120" { "unverified" } else { "verified" })),
            ("title", text(title)),
            ("order", Cell::Number(["stop", "look", "note"].iter().position(|s| *s == severity).unwrap() as f64)),
        ])
    };
    match state {
        State::Linked => {
            let months = 4 + i % 20;
            let severity = if i.is_multiple_of(3) { "stop" } else { "look" };
            let reason = format!(
                "Bị kỷ luật cảnh cáo, mới {months} tháng kể từ khi công bố, chưa đủ 30 tháng để được giới thiệu vào chức vụ cao hơn."
            );
            let mut recent = flag("TD102", "review", severity, "Kỷ luật gần đây, ứng cử chức vụ cao hơn", reason);
            recent.insert("record_ids", text(record_id));
            recent.insert("probability", Cell::Number(p));
            recent.insert(
                "facts",
                text(format!(
                    r#"{{"last_measure":"warning","months_since_last_case_min":{months},"months_since_last_case_max":{}}}"#,
                    months + i % 2
                )),
            );
            let mut out = vec![recent];
            if i.is_multiple_of(4) {
                let mut undecided = flag(
                    "TD120",
                    "undecided",
                    "look",
                    "Thời gian giữ chức vụ hiện tại",
                    "Chưa rõ ngày giữ chức vụ hiện tại.".to_owned(),
                );
                undecided.insert("missing_facts", text("position_since"));
                out.push(undecided);
            }
            out
        }
        State::Complaint => {
            let mut open = flag(
                "TD301",
                "review",
                "look",
                "Đơn tố cáo đang giải quyết",
                "Có đơn tố cáo nhận trước đại hội, chưa kết luận.".to_owned(),
            );
            open.insert("record_ids", text(record_id));
            vec![open]
        }
        State::Organisation => {
            let mut head = flag(
                "TD150",
                "review",
                "note",
                "Đứng đầu tổ chức bị kỷ luật",
                "Tổ chức do ứng viên đứng đầu bị kỷ luật cảnh cáo trong nhiệm kỳ.".to_owned(),
            );
            head.insert("record_ids", text(format!("org:{i:04}")));
            vec![head]
        }
        State::Undecided => {
            let mut undecided = flag(
                "TD120",
                "undecided",
                "look",
                "Thời gian giữ chức vụ hiện tại",
                "Chưa rõ ngày giữ chức vụ hiện tại.".to_owned(),
            );
            undecided.insert("missing_facts", text("position_since months_since_last_case"));
            vec![undecided]
        }
        _ => Vec::new(),
    }
}

fn rules() -> Vec<RuleLine> {
    let rule = |id: &str, title: &str, confidence: &str, severity: &str, not_asked: Option<&str>| RuleLine {
        id: id.to_owned(),
        title: title.to_owned(),
        version: "2022-08-18".to_owned(),
        basis: "Quy định 80-QĐ/TW, Điều 18 khoản 7".to_owned(),
        confidence: confidence.to_owned(),
        severity: severity.to_owned(),
        not_asked: not_asked.map(str::to_owned),
        values: if id == "TD102" { bar_months() } else { Vec::new() },
        note: (id == "TD102").then(|| "Tính từ ngày công bố. Mốc tính cần xác nhận.".to_owned()),
    };
    vec![
        rule("TD102", "Kỷ luật gần đây, ứng cử chức vụ cao hơn", "verified", "stop", None),
        rule("TD120", "Thời gian giữ chức vụ hiện tại", "unverified", "look", None),
        rule("TD150", "Đứng đầu tổ chức bị kỷ luật", "partly", "note", None),
        rule("TD301", "Đơn tố cáo đang giải quyết", "verified", "look", None),
        rule("TD302", "Đơn nhận sát ngày đại hội", "unverified", "look", Some("không nêu ngày khai mạc")),
    ]
}

fn bar_months() -> Vec<RuleValue> {
    let value = |code: &str, months: i64| RuleValue {
        name: "bar_months".to_owned(),
        key: Some(code.to_owned()),
        value: serde_json::json!(months),
    };
    vec![value("reprimand", 12), value("removal", 60), value("warning", 36)]
}

/// The province asks for 36 months after a warning where the pack asks for 30.
fn overlays() -> Vec<OverlayLine> {
    vec![OverlayLine {
        rule: "TD102".to_owned(),
        value: bar_months().remove(2),
        before: serde_json::json!(30),
        basis: "Quy chế 05-QC/TU của Tỉnh ủy, Điều 7".to_owned(),
    }]
}

fn manifest(n: usize, [cases, complaints, inspections, organisations]: [usize; 4], ids: ShowIds) -> Manifest {
    let source = |kind, file: &str, rows| Source {
        kind,
        file: file.to_owned(),
        path: file.into(),
        sheet: file.ends_with("xlsx").then(|| "DS chính thức".to_owned()),
        sha256: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef".to_owned(),
        format: "xlsx".to_owned(),
        header_row: 3,
        headers: Vec::new(),
        rows,
        rows_skipped: 2,
    };
    let count = |kind, used, rejected| RowCount { kind, read: used + rejected, used, rejected };
    let digest = |name: &str| Digest {
        name: name.to_owned(),
        sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned(),
    };
    Manifest {
        version: "0.1.0".to_owned(),
        options: RunOptions {
            title: "Đại hội Đảng bộ tỉnh Hà Giang, nhiệm kỳ 2025–2030".to_owned(),
            as_of: day(2025, 9, 15),
            opens_on: Some(day(2025, 10, 1)),
            level: Some(CongressLevel::Province),
            province: None,
            ask: 0.05,
            link: 0.95,
            ids,
        },
        sources: vec![
            source(InputKind::Roster, "danh-sach/ds.xlsx", n + 1),
            source(InputKind::Discipline, "ky-luat.csv", cases + 300),
            source(InputKind::Complaints, "don-thu.xlsx", complaints),
            source(InputKind::Organisations, "to-chuc.xlsx", organisations),
            source(InputKind::Inspections, "kiem-tra.xlsx", inspections),
        ],
        rules: vec![digest("congress-14"), digest("local/02.toml")],
        overlays: Vec::new(),
        model: digest("default.toml"),
        template: digest("shipped"),
        ledger: None,
        answers: None,
        rows: vec![
            count(InputKind::Roster, n, 1),
            count(InputKind::Discipline, cases + 300, 0),
            count(InputKind::Organisations, organisations, 0),
            count(InputKind::Complaints, complaints, 0),
            count(InputKind::Inspections, inspections, 0),
        ],
        outputs: Vec::new(),
    }
}
