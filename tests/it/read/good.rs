//! Every oddity that is read all the same: one fixture each, its rows in a snapshot.

use thamdinh::read::{Output, read};
use thamdinh::table::raw::InputKind::{self, Complaints, Discipline, Inspections, Organisations, Roster};

use super::{read_one, request, request_of, show};

/// The fixture's rows are as in its snapshot, and none is lost.
fn check(kind: InputKind, name: &str) {
    let out = read_one(&request(kind, name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    for raw in &out.raws {
        let rejected = out.rejects.iter().filter(|reject| reject.place.sheet == raw.source.sheet).count();
        assert_eq!(raw.source.rows, raw.frame.height() + rejected, "{name}: rows in = rows kept + rows rejected");
        assert_eq!(raw.source.sha256, thamdinh::read::sha256(&raw.source.path).unwrap(), "{name}");
    }
    insta::assert_snapshot!(name.replace(['/', '.'], "-"), show(&out));
}

#[test]
fn text_files_are_read_in_any_encoding_and_with_any_separator() {
    for name in [
        "utf8-bom.csv",
        "semicolon.csv",
        "separator-announced.csv",
        "pipe.csv",
        "utf16.tsv",
        "nfd.csv",
        "old-macintosh.csv",
        "tcvn3.csv",
        "vni.csv",
        "viscii.csv",
        "vps.csv",
        "windows-1258.csv",
        "mixed-rows.csv",
        "line-break-in-cell.csv",
    ] {
        check(Roster, &format!("rosters/{name}"));
    }
}

#[test]
fn titles_sections_totals_and_signatures_are_no_records() {
    for name in [
        "list-with-furniture.csv",
        "two-row-header.xlsx",
        "header-on-each-page.xlsx",
        "far-cell-beside-a-list.xlsx",
        "short-list.csv",
    ] {
        check(Roster, &format!("rosters/{name}"));
    }
}

#[test]
fn names_and_sexes_in_several_columns_are_put_together() {
    for name in [
        "surname-apart.csv",
        "name-over-two-columns.xlsx",
        "given-name-only-heading.csv",
        "birth-name.csv",
        "birth-name-and-name.csv",
        "sex-marks.csv",
        "female-mark-only.csv",
        "name-only-rows.csv",
    ] {
        check(Roster, &format!("rosters/{name}"));
    }
}

#[test]
fn unclear_headings_are_reported_with_the_line_that_settles_them() {
    for name in ["ambiguous-date.csv", "unknown-header.csv", "two-columns-for-one.csv", "english.csv"] {
        check(Roster, &format!("rosters/{name}"));
    }
}

#[test]
fn workbooks_are_read_as_a_person_sees_them() {
    for name in [
        "several-sheets.xlsx",
        "numbers.xlsx",
        "epoch-1904.xlsx",
        "formulas.xlsx",
        "merged-organisation.xlsx",
        "vntime-font.xlsx",
        "excel97.xls",
        "legacy-text.xls",
        "two-kinds-of-sheets.xlsx",
        "xlsx-inside.xls",
        "open-document.ods",
    ] {
        check(Roster, &format!("rosters/{name}"));
    }
}

#[test]
fn all_five_kinds_of_input_have_their_headings() {
    for (kind, name) in [
        (Discipline, "discipline/decisions.csv"),
        (Organisations, "others/organisations.csv"),
        (Complaints, "others/complaints.csv"),
        (Inspections, "others/inspections.csv"),
    ] {
        check(kind, name);
    }
}

#[test]
fn a_bad_row_is_rejected_and_reading_goes_on() {
    for name in ["ragged.csv", "stray-quote.csv"] {
        check(Roster, &format!("bad/{name}"));
    }
}

fn names(out: &Output) -> Vec<String> {
    let column = |raw: &thamdinh::table::raw::Raw| -> Vec<String> {
        let names = raw.frame.column("full_name").unwrap().str().unwrap().clone();
        names.iter().map(|name| name.unwrap_or_default().to_owned()).collect()
    };
    out.raws.iter().flat_map(column).collect()
}

#[test]
fn a_hidden_sheet_is_read_when_it_is_named() {
    let mut request = request(Roster, "rosters/several-sheets.xlsx");
    request.sheet = Some("Bản cũ".to_owned());
    assert_eq!(names(&read_one(&request).unwrap()), ["Nguyễn Đức Thuỵ"]);
}

#[test]
fn the_batch_file_has_the_last_word_on_columns() {
    let mut request = request(Roster, "rosters/unknown-header.csv");
    for (header, column) in [("CỠ  GIÀY", "position"), ("Ghi \"riêng\"", "unused"), ("Số điện thoại nhà", "unused")] {
        request.columns.insert(header.to_owned(), column.to_owned());
    }
    let out = read_one(&request).unwrap();
    let positions = out.raws[0].frame.column("position").unwrap().str().unwrap().clone();
    assert_eq!(positions.get(0), Some("37"));
    let ids: Vec<_> = out.notices.iter().map(|notice| notice.text.id()).collect();
    assert_eq!(ids, ["H109-mapped-header-absent"]);
}

#[test]
fn parquet_columns_become_text() {
    use polars::prelude::*;
    use thamdinh::table::raw::HeaderMeaning;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("roster.parquet");
    let born = Int32Chunked::new("date_of_birth".into(), [Some(435), None]).into_series().cast(&DataType::Date).unwrap();
    let mut frame = DataFrame::new(
        2,
        vec![
            Column::new("full_name".into(), ["Lò Thị Thêu", "Vàng Mí Sử"]),
            born.into_column(),
            Column::new("Số CCCD".into(), [2_171_000_123_i64, 2_068_000_456]),
            Column::new("shoe".into(), [37.0, 40.5]),
        ],
    )
    .unwrap();
    polars_io::parquet::write::ParquetWriter::new(std::fs::File::create(&path).unwrap()).finish(&mut frame).unwrap();
    let out = read_one(&request_of(Roster, &path)).unwrap();
    let raw = &out.raws[0];
    let cell = |column: &str, row: usize| raw.frame.column(column).unwrap().str().unwrap().get(row).map(str::to_owned);
    assert_eq!(cell("date_of_birth", 0).as_deref(), Some("12/03/1971"));
    assert_eq!(cell("date_of_birth", 1), None);
    assert_eq!(cell("national_id", 1).as_deref(), Some("2068000456"));
    assert_eq!(raw.source.headers[3].meaning, HeaderMeaning::Unknown);
    assert_eq!((raw.source.header_row, raw.source.rows), (0, 2));
}

/// Long enough for several windows and chunks, with line breaks in cells, a stray quote and a ragged row far inside.
#[test]
fn a_large_file_is_cut_between_records_only() {
    use std::fmt::Write as _;
    let mut text = "TT,Họ và tên,Ngày sinh,Quê quán,Chức vụ\n".to_owned();
    let count = 240_000;
    for i in 1..=count {
        let _ = match i {
            100_000 => writeln!(text, "{i},\"Lò Thị Thêu,1971,Hà Giang,Bí thư"),
            200_000 => writeln!(text, "{i},Lò Thị Thêu,1971"),
            200_001 => writeln!(text, "I. Khối Đảng,,,,"),
            _ => writeln!(
                text,
                "{i},Lò Thị Thêu {i},12/03/1971,\"Quang Bình,\nHà Giang\",\"Bí thư, \"\"x\"\" Đảng ủy xã Tân Trịnh\""
            ),
        };
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("large.csv");
    std::fs::write(&path, &text).unwrap();
    let bytes = std::sync::atomic::AtomicU64::new(0);
    let counted = |n| {
        bytes.fetch_add(n, std::sync::atomic::Ordering::Relaxed);
    };
    let out = read(&[request_of(Roster, &path)], &counted).unwrap();
    assert_eq!(bytes.into_inner(), text.len() as u64);
    let raw = &out.raws[0];
    let rejected: Vec<_> = out.rejects.iter().map(|reject| (reject.place.row, reject.text.code())).collect();
    assert_eq!(rejected, [(Some(100_001), "D102"), (Some(200_001), "D101")]);
    assert_eq!(raw.frame.height(), count - 3);
    let rows = raw.frame.column("row").unwrap().u32().unwrap().clone();
    let sections = raw.frame.column("section").unwrap().str().unwrap().clone();
    let name = raw.frame.column("full_name").unwrap().str().unwrap().clone();
    for i in 0..raw.frame.height() {
        let row = rows.get(i).unwrap();
        assert_eq!(name.get(i).unwrap(), format!("Lò Thị Thêu {}", row - 1));
        assert_eq!(sections.get(i), (row > 200_002).then_some("I. Khối Đảng"));
    }
    assert_eq!(raw.source.sha256, thamdinh::read::sha256(&path).unwrap());
}
