//! Files that cannot be read: what is said, where, and how to mend it, in both languages.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use thamdinh::lang::Lang;
use thamdinh::read::find;
use thamdinh::table::raw::InputKind::{self, Discipline, Roster};
use zip::write::SimpleFileOptions;

use super::{read_one, request, request_of};

fn both(error: &thamdinh::error::Error) -> String {
    format!("{}\n\n{}\n", error.render(Lang::En), error.render(Lang::Vi))
}

#[test]
fn each_bad_file_has_its_message_place_and_help() {
    let cases: [(InputKind, &str); 19] = [
        (Roster, "empty.csv"),
        (Roster, "blank.csv"),
        (Roster, "no-header.csv"),
        (Roster, "no-name-column.csv"),
        (Roster, "password.xlsx"),
        (Roster, "password.ods"),
        (Roster, "truncated.xlsx"),
        (Roster, "web-page.xls"),
        (Roster, "text.xlsx"),
        (Roster, "picture.csv"),
        (Roster, "damaged.parquet"),
        (Roster, "far-cell.xlsx"),
        (Roster, "all-sheets-hidden.xlsx"),
        (Roster, "strings-announced.xlsx"),
        (Roster, "repeated-a-million-times.ods"),
        (Discipline, "roster-as-discipline.csv"),
        (Roster, "discipline-as-roster.csv"),
        (Roster, "missing.csv"),
        (Roster, "../bad"),
    ];
    for (kind, name) in cases {
        let error = read_one(&request(kind, &format!("bad/{name}"))).expect_err(name);
        insta::assert_snapshot!(format!("bad-{}", name.replace(['/', '.'], "-")), both(&error));
    }
}

#[test]
fn paths_are_checked_before_anything_is_opened() {
    let base = Path::new("fixtures");
    for (name, path) in [
        ("address", "https://example.org/ds.csv"),
        ("nothing-there", "rosters/*.docx"),
        ("missing", "rosters/khong-co.csv"),
        ("folder", "rosters"),
        ("pattern", "rosters/***.csv"),
    ] {
        let error = find(base, path).expect_err(name);
        insta::assert_snapshot!(format!("path-{name}"), both(&error));
    }
}

#[test]
fn files_are_found_in_the_order_of_their_names() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["b.csv", "a.csv", "~$a.csv", "c.txt"] {
        fs::write(dir.path().join(name), "x").unwrap();
    }
    let shown = |pattern: &str| find(dir.path(), pattern).unwrap().into_iter().map(|(_, shown)| shown).collect::<Vec<_>>();
    assert_eq!(shown("*.csv"), ["a.csv", "b.csv"]);
    assert_eq!(shown("c.txt"), ["c.txt"]);
}

#[test]
fn what_the_batch_file_asks_for_must_be_there() {
    let mut sheet = request(Roster, "rosters/several-sheets.xlsx");
    sheet.sheet = Some("DS chinh thuc".to_owned());
    insta::assert_snapshot!("asked-sheet", both(&read_one(&sheet).expect_err("sheet")));
    let mut column = request(Roster, "rosters/semicolon.csv");
    column.columns.insert("Họ và tên".to_owned(), "fullname".to_owned());
    insta::assert_snapshot!("asked-column", both(&read_one(&column).expect_err("column")));
}

#[test]
fn a_header_has_its_limit_of_columns() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("wide.csv");
    let header: Vec<String> = (0..1_200).map(|i| format!("Cột {i}")).collect();
    fs::write(&path, format!("Họ và tên,{}\n", header.join(","))).unwrap();
    insta::assert_snapshot!("too-wide", both(&read_one(&request_of(Roster, &path)).expect_err("wide")));
}

/// A workbook whose shared strings are `megabytes` of blanks.
fn bomb(path: &Path, part: &str, megabytes: usize) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    let options = SimpleFileOptions::default().large_file(false);
    for (name, text) in [("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>")] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file(part, options).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..megabytes {
        zip.write_all(&block).unwrap();
    }
    zip.finish().unwrap();
}

/// The archive with every size `from` in its directory and headers replaced by `to`.
fn resize(path: &Path, from: u32, to: u32) {
    let mut bytes = fs::read(path).unwrap();
    let real = from.to_le_bytes();
    let places: Vec<usize> = bytes.windows(4).enumerate().filter(|(_, four)| *four == real).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&to.to_le_bytes());
    }
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_workbook_that_unpacks_to_gigabytes_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let strings = dir.path().join("strings.xlsx");
    bomb(&strings, "xl/sharedStrings.xml", 300);
    insta::assert_snapshot!("bomb-strings", both(&read_one(&request_of(Roster, &strings)).expect_err("strings")));
    let sheet = dir.path().join("sheet.xlsx");
    bomb(&sheet, "xl/worksheets/sheet1.xml", 3);
    resize(&sheet, 3 << 20, 3 << 30);
    insta::assert_snapshot!("bomb-sheet", both(&read_one(&request_of(Roster, &sheet)).expect_err("sheet")));
}

#[test]
fn a_directory_that_lies_about_sizes_gains_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("lies.xlsx");
    bomb(&path, "xl/sharedStrings.xml", 300);
    resize(&path, 300 << 20, 1_000);
    let error = read_one(&request_of(Roster, &path)).expect_err("lies");
    insta::assert_snapshot!("lying-directory", both(&error));
}
