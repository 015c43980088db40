use std::path::PathBuf;

use chrono::NaiveDate;
use polars::prelude::{Column, DataFrame, DataType};

use super::*;
use crate::lang::Lang;
use crate::table::raw::{HeaderMatch, HeaderMeaning, Source};

fn options() -> Options {
    Options { as_of: NaiveDate::from_ymd_opt(2025, 9, 15).unwrap() }
}

/// A sheet of canonical columns; an empty cell is one that was left empty.
pub(super) fn raw(kind: InputKind, file: &str, columns: &[&str], rows: &[&[&str]]) -> Raw {
    let mut series: Vec<Column> = columns
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let cells: Vec<Option<&str>> = rows.iter().map(|row| row.get(at).copied().filter(|cell| !cell.is_empty())).collect();
            Column::new((*name).into(), cells)
        })
        .collect();
    let numbers: Vec<u32> = (2..).take(rows.len()).collect();
    series.push(Column::new("row".into(), numbers));
    series.push(Column::full_null("section".into(), rows.len(), &DataType::String));
    let headers = columns.iter().enumerate().map(|(index, name)| HeaderMatch {
        header: format!("Cột {name}"),
        index,
        meaning: HeaderMeaning::Column((*name).to_owned()),
    });
    let source = Source {
        kind,
        file: file.to_owned(),
        path: PathBuf::from(file),
        sheet: None,
        sha256: String::new(),
        format: "csv".to_owned(),
        header_row: 1,
        headers: headers.collect(),
        rows: rows.len(),
        rows_skipped: 0,
    };
    Raw { source, frame: DataFrame::new(rows.len(), series).unwrap() }
}

fn cleaned(raws: &[Raw]) -> Cleaned {
    clean(raws, options()).unwrap()
}

/// The cells of one column as text.
fn shown(frame: &DataFrame, name: &str) -> Vec<String> {
    let column = frame.column(name).unwrap().cast(&DataType::String).unwrap();
    column.str().unwrap().iter().map(|cell| cell.unwrap_or("-").to_owned()).collect()
}

fn row(frame: &DataFrame, at: usize, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| shown(frame, name)[at].clone()).collect()
}

fn codes(cleaned: &Cleaned) -> Vec<String> {
    cleaned.notices.iter().map(|notice| notice.text.code().to_owned()).collect()
}

#[test]
fn a_roster_row_is_cleaned_and_its_raw_cells_stay() {
    let raws = [raw(
        InputKind::Roster,
        "a.csv",
        &[
            "candidate_id",
            "full_name",
            "date_of_birth",
            "sex",
            "home_place",
            "national_id",
            "party_card",
            "organisation",
            "level",
            "candidacy",
            "party_joined_on",
        ],
        &[&[
            "C1",
            "ĐẶNG THUÝ HOÀ",
            "9/1965",
            "Nữ",
            "x.Song An, H. Vũ Thư, T.Bình",
            "34165012345",
            "3.028041",
            "UBND xã Song An, huyện Vũ Thư",
            "xa",
            "tai_cu",
            "03/02/1990",
        ]],
    )];
    let out = cleaned(&raws);
    let frame = out.candidates.frame();
    for (column, expected) in [
        ("id", "C1"),
        ("row", "2"),
        ("full_name_raw", "ĐẶNG THUÝ HOÀ"),
        ("full_name", "Đặng Thúy Hòa"),
        ("name_key", "dang thuy hoa"),
        ("born_from", "1965-09-01"),
        ("born_to", "1965-09-30"),
        ("sex", "F"),
        ("home_place_raw", "x.Song An, H. Vũ Thư, T.Bình"),
        ("home_place", "xã Song An, huyện Vũ Thư, tỉnh Thái Bình"),
        ("home_district", "344"),
        ("home_system", "63"),
        ("national_id_raw", "34165012345"),
        ("national_id", "034165012345"),
        ("party_card", "03028041"),
        ("organisation_district", "344"),
        ("level", "commune"),
        ("candidacy", "re_election"),
        ("party_joined_from", "1990-02-03"),
        ("id_findings", "-"),
    ] {
        assert_eq!(shown(frame, column), [expected], "{column}");
    }
    let set = crate::vn::province::ProvinceSet::from_bits(frame.column("home_codes").unwrap().u64().unwrap().get(0).unwrap());
    assert_eq!(set.codes().collect::<Vec<_>>(), ["34"]);
    assert_eq!(codes(&out), ["D044", "D053"]);
    assert_eq!(out.rows, [RowCount { kind: InputKind::Roster, read: 1, used: 1, rejected: 0 }]);
}

#[test]
fn cells_in_each_others_columns_are_put_right() {
    let columns = [
        "record_id",
        "full_name",
        "other_names",
        "date_of_birth",
        "home_place",
        "national_id",
        "party_card",
        "organisation",
        "decided_on",
    ];
    let looked_at = ["full_name", "born_from", "home_place", "national_id", "party_card", "organisation", "decided_from"];
    for (cells, expected, notices) in [
        (
            ["1", "", "Vũ Văn Tùng", "11/12/1977", "", "", "", "", ""],
            ["Vũ Văn Tùng", "1977-12-11", "-", "-", "-", "-", "-"],
            vec!["D011"],
        ),
        (
            ["2", "Thái Học, Hải Phòng", "", "01/02/1973", "Nguyễn Thị Thanh Hằng", "", "", "UBND thành phố Chí Linh", ""],
            [
                "Nguyễn Thị Thanh Hằng",
                "1973-02-01",
                "phường Thái Học, thành phố Hải Phòng",
                "-",
                "-",
                "UBND thành phố Chí Linh",
                "-",
            ],
            vec!["D012"],
        ),
        (
            ["3", "Vũ Văn An", "", "26/10/2017", "", "", "", "", "02/1973"],
            ["Vũ Văn An", "1973-02-01", "-", "-", "-", "-", "2017-10-26"],
            vec!["D012"],
        ),
        (
            ["4", "Vũ Văn An", "", "17/02/2023", "", "", "", "", ""],
            ["Vũ Văn An", "-", "-", "-", "-", "-", "2023-02-17"],
            vec!["D012"],
        ),
        (
            ["5", "Vũ Văn Quang", "", "30/7/1966", "", "28494774", "221822551", "", ""],
            ["Vũ Văn Quang", "1966-07-30", "-", "221822551", "28494774", "-", "-"],
            vec!["D012"],
        ),
        (
            ["6", "Vũ Văn Quang", "", "30/7/1966", "", "", "221822551", "", ""],
            ["Vũ Văn Quang", "1966-07-30", "-", "221822551", "-", "-", "-"],
            vec!["D012"],
        ),
        (
            ["7", "Vũ Văn Quang", "", "30/7/1966", "", "", "034066012345", "", ""],
            ["Vũ Văn Quang", "1966-07-30", "-", "034066012345", "-", "-", "-"],
            vec!["D012"],
        ),
        (
            ["8", "Vũ Văn Quang", "", "30/7/1966", "Đảng bộ xã Tân Thạnh", "", "", "huyện Vũ Thư, Thái Bình", ""],
            ["Vũ Văn Quang", "1966-07-30", "huyện Vũ Thư, tỉnh Thái Bình", "-", "-", "Đảng bộ xã Tân Thạnh", "-"],
            vec!["D012"],
        ),
        (
            ["11", "Phường Tân Long, tỉnh Đồng Tháp", "", "30/7/1966", "Trang Văn Tuấn", "", "", "", ""],
            ["Trang Văn Tuấn", "1966-07-30", "phường Tân Long, tỉnh Đồng Tháp", "-", "-", "-", "-"],
            vec!["D012"],
        ),
        // Nothing to put right: a date of decision before the birth is no birth date.
        (
            ["9", "Vũ Văn Quang", "", "30/7/1966", "", "", "", "", "01/01/1965"],
            ["Vũ Văn Quang", "-", "-", "-", "-", "-", "1965-01-01"],
            vec!["D030"],
        ),
        (
            ["10", "Hà Giang", "", "30/7/1966", "Hà Giang", "", "", "", ""],
            ["Hà Giang", "1966-07-30", "tỉnh Hà Giang", "-", "-", "-", "-"],
            vec![],
        ),
    ] {
        let out = cleaned(&[raw(InputKind::Discipline, "d.csv", &columns, &[&cells])]);
        assert_eq!(row(out.cases.frame(), 0, &looked_at), expected, "{cells:?}");
        assert_eq!(codes(&out), notices, "{cells:?}");
    }
}

#[test]
fn rows_that_cannot_be_used_are_rejected_with_place_and_reason() {
    let columns = ["record_id", "full_name", "home_place"];
    let raws = [
        raw(
            InputKind::Discipline,
            "a.csv",
            &columns,
            &[&["R1", "Vũ Văn An", ""], &["R2", "", "Thái Bình"], &["R1", "Vũ Thị Bé", ""]],
        ),
        raw(InputKind::Discipline, "b.csv", &columns, &[&["R2", "Vũ Văn Ba", ""], &["R1", "Vũ Văn An", ""]]),
    ];
    let out = cleaned(&raws);
    assert_eq!(shown(out.cases.frame(), "id"), ["R1", "R2"]);
    assert_eq!(shown(out.cases.frame(), "full_name"), ["Vũ Văn An", "Vũ Văn Ba"]);
    assert_eq!(shown(out.cases.frame(), "source"), ["0", "1"]);
    let rejects: Vec<_> =
        out.rejects.iter().map(|reject| format!("{}: {}", reject.place.render(Lang::En), reject.text.render(Lang::En))).collect();
    assert_eq!(
        rejects,
        [
            "a.csv, row 3, column `Cột full_name`: the row has no name",
            "a.csv, row 4, column `Cột record_id`: the identifier `R1` was used in row 2 of a.csv",
            "b.csv, row 3, column `Cột record_id`: the identifier `R1` was used in row 2 of a.csv",
        ]
    );
    assert!(out.rejects.iter().all(|reject| reject.text.help(Lang::Vi).is_some()));
    assert_eq!(out.rows, [RowCount { kind: InputKind::Discipline, read: 5, used: 2, rejected: 3 }]);
}

#[test]
fn rows_without_identifier_get_one_from_their_content() {
    let rows: &[&[&str]] = &[&["Vũ Văn An", "1968"], &["Vũ Văn Ba", "1968"], &["Vũ Văn An", "1968"], &["Vũ Văn An", "1969"]];
    let all = |rows: &[&[&str]]| {
        shown(cleaned(&[raw(InputKind::Roster, "a.csv", &["full_name", "date_of_birth"], rows)]).candidates.frame(), "id")
    };
    let ids = all(rows);
    assert!(ids[0].starts_with("C-") && ids[0].len() == 18, "{ids:?}");
    assert_eq!(ids[2], format!("{}-2", ids[0]));
    assert!(ids[0] != ids[1] && ids[0] != ids[3]);
    let turned: Vec<&[&str]> = rows.iter().rev().copied().collect();
    assert_eq!(all(&turned)[0], ids[3], "the place in the file does not count");
}

#[test]
fn what_does_not_fit_inside_a_row_is_told() {
    for (cells, expected) in [
        (["1971", "Nữ", "Tây Ninh", "072171270873"], "-"),
        (["1972", "Nữ", "Tây Ninh", "072171270873"], "birth_year"),
        (["1972", "Nam", "Hà Nội", "072171270873"], "birth_year,sex,province"),
        (["1972", "Nam", "", "000000000000"], "placeholder"),
        (["1972", "Nam", "", "12345"], "length"),
        (["", "", "", ""], "-"),
    ] {
        let columns = ["full_name", "date_of_birth", "sex", "home_place", "national_id"];
        let rows: Vec<&str> = std::iter::once("Vũ Văn An").chain(cells).collect();
        let out = cleaned(&[raw(InputKind::Roster, "a.csv", &columns, &[&rows])]);
        assert_eq!(shown(out.candidates.frame(), "id_findings"), [expected], "{cells:?}");
    }
}

#[test]
fn no_remark_ever_holds_an_identity_number() {
    let columns = ["candidate_id", "full_name", "date_of_birth", "sex", "national_id", "party_card"];
    let raws = [raw(
        InputKind::Roster,
        "a.csv",
        &columns,
        &[
            &["072171270873", "Vũ Văn An", "072171270873", "Nam", "0721712708731", "072171270873x"],
            &["072171270873", "Vũ Văn An", "1980", "Nam", "072171270873", "3.8E+10"],
        ],
    )];
    let out = cleaned(&raws);
    assert!(out.notices.len() >= 4 && out.rejects.len() == 1);
    for lang in [Lang::Vi, Lang::En] {
        for text in out.notices.iter().map(|notice| &notice.text).chain(out.rejects.iter().map(|reject| &reject.text)) {
            assert!(!text.render(lang).contains("07217127"), "{}", text.render(lang));
        }
    }
}

#[test]
fn a_number_that_many_rows_share_is_nobodys() {
    let names: Vec<String> = (0..40).map(|at| format!("R{at}")).collect();
    let rows: Vec<Vec<&str>> = names
        .iter()
        .enumerate()
        .map(|(at, id)| vec![id.as_str(), "Vũ Văn An", if at < 35 { "034066012345" } else { "034066054321" }])
        .collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let out = cleaned(&[raw(InputKind::Discipline, "a.csv", &["record_id", "full_name", "national_id"], &rows)]);
    let ids = shown(out.cases.frame(), "national_id");
    assert!(ids[..35].iter().all(|id| id == "-") && ids[35..].iter().all(|id| id == "034066054321"));
    let notice = out.notices.iter().find(|notice| notice.text.code() == "D047").unwrap();
    assert_eq!(notice.text.render(Lang::Vi), "số `•••••••••345` lặp lại ở 35 dòng; coi như các dòng đó chưa có số");
}

#[test]
fn cases_complaints_inspections_and_organisations_are_read() {
    let raws = [
        raw(
            InputKind::Discipline,
            "d.csv",
            &["record_id", "full_name", "decision_no", "decided_on", "announced_on", "form", "authority", "status"],
            &[
                &[
                    "R1",
                    "Vũ Văn An",
                    "120-QĐ/HU",
                    "15/01/2023",
                    "20/01/2023",
                    "khien_trach",
                    "Ban Thường vụ Huyện ủy Vũ Thư",
                    "hieu_luc",
                ],
                &["R2", "Vũ Văn An", "15/QĐ-UBND", "15/01/2023", "10/01/2023", "Cảnh cáo", "", "het_hieu_luc"],
                &["R3", "Vũ Văn An", "", "", "", "Kiểm điểm rút kinh nghiệm", "", "bừa"],
            ],
        ),
        raw(
            InputKind::Complaints,
            "k.csv",
            &["respondent", "kind", "received_on", "status", "conclusion"],
            &[&["Đ/c Vũ Văn An", "Tố cáo", "tháng 8/2025", "Đang giải quyết", ""]],
        ),
        raw(
            InputKind::Inspections,
            "t.csv",
            &["subject", "started_on", "concluded_on", "conclusion", "proposed_form"],
            &[
                &["Vũ Văn An", "01/03/2025", "", "chưa kết luận", ""],
                &["Đảng ủy xã Song An, huyện Vũ Thư", "2025", "", "Có vi phạm", "cảnh cáo"],
            ],
        ),
        raw(
            InputKind::Organisations,
            "o.csv",
            &["organisation", "form", "decided_on", "head", "status"],
            &[&["ĐU xã Song An, H. Vũ Thư", "Cảnh cáo", "2024", "VŨ VĂN BA", "Còn hiệu lực"], &["", "", "", "", ""]],
        ),
    ];
    let out = cleaned(&raws);
    let cases = out.cases.frame();
    assert_eq!(row(cases, 0, &["measure", "measure_code", "regime", "status"]), ["reprimand", "P-KT", "party", "in_force"]);
    assert_eq!(row(cases, 1, &["measure", "measure_code", "regime", "status"]), ["warning", "S-CC", "state", "lapsed"]);
    assert_eq!(row(cases, 2, &["measure", "measure_code", "regime", "status"]), ["none", "-", "-", "-"]);
    assert_eq!(row(cases, 0, &["form_raw", "decided_from", "announced_to"]), ["khien_trach", "2023-01-15", "2023-01-20"]);
    let complaints = out.complaints.frame();
    assert_eq!(
        row(complaints, 0, &["full_name_raw", "full_name", "kind", "received_from", "received_to", "status"]),
        ["Đ/c Vũ Văn An", "Vũ Văn An", "denunciation", "2025-08-01", "2025-08-31", "open"]
    );
    let inspections = out.inspections.frame();
    assert_eq!(
        row(inspections, 0, &["full_name", "organisation", "is_organisation", "conclusion"]),
        ["Vũ Văn An", "-", "false", "pending"]
    );
    assert_eq!(
        row(
            inspections,
            1,
            &["full_name", "organisation", "is_organisation", "conclusion", "proposed_form", "organisation_district"]
        ),
        ["-", "Đảng ủy xã Song An, huyện Vũ Thư", "true", "violation", "warning", "344"]
    );
    let organisations = out.organisations.frame();
    assert_eq!(
        row(organisations, 0, &["organisation_key", "measure", "head", "head_key", "status"]),
        ["dang uy xa song an huyen vu thu", "warning", "Vũ Văn Ba", "vu van ba", "in_force"]
    );
    assert_eq!(codes(&out), ["D031", "D070"]);
    assert_eq!(out.rejects[0].text.code(), "D003");
}

#[test]
fn no_input_gives_empty_tables() {
    let out = cleaned(&[]);
    assert!(out.candidates.is_empty() && out.cases.is_empty() && out.rows.is_empty());
    let out = cleaned(&[raw(InputKind::Roster, "a.csv", &["full_name"], &[])]);
    assert_eq!(out.rows, [RowCount { kind: InputKind::Roster, read: 0, used: 0, rejected: 0 }]);
}

#[test]
fn at_most_a_thousand_notices_of_a_code_are_kept() {
    let names: Vec<String> = (0..1_500).map(|at| format!("R{at:05}")).collect();
    let rows: Vec<[&str; 3]> = names.iter().map(|id| [id.as_str(), "Vũ Văn An", "31/02/1970"]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 3]>::as_slice).collect();
    let out = cleaned(&[raw(InputKind::Discipline, "a.csv", &["record_id", "full_name", "date_of_birth"], &rows)]);
    assert_eq!(out.notices.len(), 1_001);
    assert_eq!(out.notices[1_000].text.render(Lang::Vi), "còn 500 nhắc nhở mã D020 nữa trong hồ sơ kỷ luật đảng viên");
    assert_eq!(shown(out.cases.frame(), "born_to")[0], "1970-12-31", "the year alone is sound");
}

#[test]
fn every_remark_has_its_sentence_and_its_help_in_both_languages() {
    for remark in Remark::ALL {
        for lang in [Lang::Vi, Lang::En] {
            assert!(lang.has(remark.id()), "{} {lang}", remark.id());
            assert!(Text::new(remark.id()).help(lang).is_some(), "{} {lang}", remark.id());
        }
    }
}
