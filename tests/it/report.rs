//! The run's folder from outside: whole or not at all, the same bytes again, and nothing in it that runs.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::format_collect,
    clippy::print_stderr,
    reason = "a test that cannot go on fails"
)]

mod invented;
mod letter;
mod office;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx};
use sha2::{Digest as _, Sha256};
use thamdinh::lang::Lang;
use thamdinh::table::run::{ShowIds, Timings};

use invented::{World, world};

/// Twenty-five candidates in every state, some with names that would like to be code.
fn written(lang: Lang, ids: ShowIds) -> BTreeMap<String, Vec<u8>> {
    write(&world(25, false, lang, ids))
}

fn write(world: &World) -> BTreeMap<String, Vec<u8>> {
    let home = tempfile::tempdir().unwrap();
    world.write(&home.path().join("out")).unwrap();
    files(&home.path().join("out"))
}

fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            out.extend(files(&entry.path()).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            out.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    out
}

fn page(files: &BTreeMap<String, Vec<u8>>) -> String {
    String::from_utf8(files["report.html"].clone()).unwrap()
}

/// What a reader sees of HTML: its text, a line for each block, cells apart.
fn words(html: &str) -> String {
    let mut html = html.replace("</td>", " | ").replace("</th>", " | ").replace("<br>", " ");
    for end in ["</tr>", "</li>", "</p>", "</text>", "</title>", "</dd>", "</caption>", "</span>", "</b>", "</h3>", "</h4>"] {
        html = html.replace(end, "\n");
    }
    let mut out = String::new();
    let mut is_tag = false;
    for c in html.chars() {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            c if !is_tag => out.push(c),
            _ => {}
        }
    }
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'")
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start}"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end}")).0
}

#[test]
fn a_run_folder_holds_the_files_of_the_contract() {
    let names: Vec<_> = written(Lang::Vi, ShowIds::Masked).into_keys().collect();
    let expected = [
        "evidence.parquet",
        "facts/candidate.parquet",
        "flagged.xlsx",
        "flags.csv",
        "flags.parquet",
        "links.csv",
        "links.parquet",
        "manifest.json",
        "rejects.csv",
        "report.docx",
        "report.html",
        "summary.json",
    ];
    assert_eq!(names, expected);
}

#[test]
fn the_same_inputs_give_the_same_bytes_but_for_timings() {
    let mut other = world(25, false, Lang::Vi, ShowIds::Masked);
    other.timings = Timings(vec![("read", 9.9)]);
    let (first, second) = (written(Lang::Vi, ShowIds::Masked), write(&other));
    let differing: Vec<_> = first.keys().filter(|name| first[*name] != second[*name]).collect();
    assert_eq!(differing, ["summary.json"]);
}

#[test]
fn the_manifest_holds_the_digest_of_every_output() {
    let files = written(Lang::Vi, ShowIds::Masked);
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let listed: BTreeMap<_, _> = manifest["outputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|output| (output["name"].as_str().unwrap().to_owned(), output["sha256"].as_str().unwrap().to_owned()))
        .collect();
    let expected: BTreeMap<_, _> = files
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "manifest.json" | "summary.json"))
        .map(|(name, bytes)| (name.clone(), Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
        .collect();
    assert_eq!(listed, expected);
    assert_eq!(manifest["options"]["as_of"], "2025-09-15");
}

#[test]
fn an_existing_folder_is_refused_in_both_languages() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("kept"), "x").unwrap();
    let error = world(3, false, Lang::Vi, ShowIds::Masked).write(home.path()).unwrap_err();
    let shown = |lang| error.render(lang).replace(&home.path().display().to_string(), "OUT");
    insta::assert_snapshot!(format!("{}\n\n{}", shown(Lang::Vi), shown(Lang::En)), @r"
    thư mục kết quả đã tồn tại và không trống
      OUT
      cách xử lý: chọn thư mục khác bằng `--out`, hoặc xóa thư mục này rồi chạy lại

    the results folder exists and is not empty
      OUT
      help: name another folder with `--out`, or remove this one and run again
    ");
    assert_eq!(files(home.path()).len(), 1, "nothing was written");
}

#[test]
fn an_unwritable_place_is_told_with_its_cause() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("file"), "x").unwrap();
    let error = world(3, false, Lang::Vi, ShowIds::Masked).write(&home.path().join("file/out")).unwrap_err();
    assert_eq!(error.id(), "E202-folder-not-made");
}

#[test]
fn the_first_page_reads_as_a_half_year_report() {
    for lang in [Lang::Vi, Lang::En] {
        let files = written(lang, ShowIds::Masked);
        let page = page(&files);
        insta::assert_snapshot!(
            format!("front_{lang}"),
            words(between(&page, "<article", "</article>").split_once('>').unwrap().1)
        );
    }
}

#[test]
fn a_candidates_file_shows_evidence_rules_and_both_readings() {
    let page = page(&written(Lang::Vi, ShowIds::Masked));
    let file = |row: usize| words(&format!("<{}", between(&page, &format!(r#"id="c-{row}""#), "</section>")));
    insta::assert_snapshot!("dossier_flagged", file(0));
    insta::assert_snapshot!("dossier_conflict", file(8));
}

#[test]
fn nothing_in_the_page_runs_or_loads_but_its_own() {
    let page = page(&written(Lang::Vi, ShowIds::Masked));
    assert!(!page.contains("<script>alert") && page.contains("&#60;script&#62;alert") || page.contains("&lt;script&gt;alert"));
    let policy = between(&page, r#"http-equiv="Content-Security-Policy" content=""#, r#"">"#);
    for (element, name) in [("style", "style-src"), ("script", "script-src")] {
        let text = page.split(&format!("<{element}>")).last().unwrap().split(&format!("</{element}>")).next().unwrap();
        let digest = base64(&Sha256::digest(text.as_bytes()));
        let policy = policy.replace("&#39;", "'").replace("&#x27;", "'");
        assert!(policy.contains(&format!("{name} 'sha256-{digest}'")), "{policy}");
    }
    assert!(policy.starts_with("default-src"));
    for forbidden in [" src=", "href=\"http", "url(http", "@import", "onclick", "javascript:", " style="] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(!page.contains('\u{202e}') && page.contains("[U+202E]"), "a reordering mark is shown by its number");
}

#[test]
fn identity_numbers_are_hidden_unless_asked_for() {
    let number = "002062000000";
    for (ids, is_shown) in [(ShowIds::Masked, false), (ShowIds::Full, true)] {
        let files = written(Lang::Vi, ids);
        assert_eq!(page(&files).contains(number), is_shown);
        let links = sheet(&files, 1);
        let has_digits = links.iter().flatten().any(|cell| cell.len() == 12 && cell.bytes().all(|b| b.is_ascii_digit()));
        assert_eq!(has_digits, is_shown);
    }
}

/// The cells of a sheet as text.
fn sheet(files: &BTreeMap<String, Vec<u8>>, index: usize) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(std::io::Cursor::new(files["flagged.xlsx"].clone())).unwrap();
    let name = book.sheet_names()[index].clone();
    let range = book.worksheet_range(&name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn no_cell_of_the_workbook_is_a_formula_and_names_stay_whole() {
    let files = written(Lang::Vi, ShowIds::Masked);
    let mut book = Xlsx::new(std::io::Cursor::new(files["flagged.xlsx"].clone())).unwrap();
    assert_eq!(book.sheet_names(), ["Cảnh báo", "Cần xác minh", "Chưa đủ dữ kiện", "Dòng bị loại", "Lưu ý", "Ghi chú"]);
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).unwrap().is_empty(), "{name}");
    }
    let flags = book.worksheet_range("Cảnh báo").unwrap();
    let names: Vec<_> = flags.rows().map(|row| row[1].clone()).collect();
    assert!(names.contains(&Data::String(r#"=HYPERLINK("http://x","Lê Bình")"#.to_owned())), "{names:?}");
    assert!(names.contains(&Data::String("Nguyễn Văn Tuấn".to_owned())));
}

#[test]
fn the_workbook_can_be_read_back_as_an_answers_file() {
    let files = written(Lang::Vi, ShowIds::Masked);
    for (index, subject, wanted) in [
        (0, "flag", ["subject", "candidate_id", "flag_id", "answer", "note", "by", "at"].as_slice()),
        (1, "link", ["subject", "candidate_id", "record_id", "answer", "note", "by", "at"].as_slice()),
        (2, "flag", ["subject", "candidate_id", "flag_id", "answer", "note", "by", "at"].as_slice()),
    ] {
        let rows = sheet(&files, index);
        for name in wanted {
            assert!(rows[0].iter().any(|cell| cell == name), "{name} in sheet {index}");
        }
        let at = rows[0].iter().position(|cell| cell == "subject").unwrap();
        assert!(rows.len() > 2 && rows[2..].iter().all(|row| row[at] == subject));
    }
}

#[test]
fn csv_files_begin_with_a_mark_and_hold_no_formula() {
    let files = written(Lang::Vi, ShowIds::Masked);
    for name in ["flags.csv", "links.csv", "rejects.csv"] {
        let text = String::from_utf8(files[name].clone()).unwrap();
        let body = text.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("{name} has no byte-order mark"));
        for record in csv::Reader::from_reader(body.as_bytes()).records().map(Result::unwrap) {
            assert!(record.iter().all(|cell| !cell.starts_with(['=', '+', '@'])), "{record:?}");
        }
    }
    let rejects = String::from_utf8(files["rejects.csv"].clone()).unwrap();
    assert!(rejects.contains("'=DS1"), "{rejects}");
}

#[test]
fn files_beyond_the_first_are_deflated_in_order() {
    let files = write(&world(330, true, Lang::Vi, ShowIds::Masked));
    let page = page(&files);
    assert_eq!(page.matches(r#"<section class="dossier""#).count(), 100);
    let mut anchors = Vec::new();
    for chunk in 0..5 {
        let packed = from_base64(between(&page, &format!(r#"id="chunk{chunk}">"#), "</script>"));
        let mut text = String::new();
        flate2::read::DeflateDecoder::new(packed.as_slice()).read_to_string(&mut text).unwrap();
        anchors.extend(text.split('\u{1e}').map(|file| between(file, r#"id="c-"#, "\"").parse::<usize>().unwrap()));
    }
    let index: serde_json::Value = serde_json::from_str(between(&page, r#"id="index">"#, "</script>")).unwrap();
    let listed: Vec<_> = index["rows"].as_array().unwrap()[100..].iter().map(|row| row[1].as_u64().unwrap() as usize).collect();
    assert_eq!(anchors, listed);
    assert!(!page.contains(r#"id="chunk5""#));
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8]) -> String {
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |i| byte >> i & 1)).collect();
    let digit = |bits: &[u8]| DIGITS[bits.iter().chain([0; 6].iter()).take(6).fold(0, |n, bit| n << 1 | usize::from(*bit))];
    let mut out: String = bits.chunks(6).map(|bits| char::from(digit(bits))).collect();
    while !out.len().is_multiple_of(4) {
        out.push('=');
    }
    out
}

fn from_base64(text: &str) -> Vec<u8> {
    let value = |c: u8| DIGITS.iter().position(|digit| *digit == c).unwrap() as u8;
    let bits: Vec<u8> =
        text.trim_end_matches('=').bytes().map(value).flat_map(|v| (0..6).rev().map(move |i| v >> i & 1)).collect();
    bits.chunks_exact(8).map(|bits| bits.iter().fold(0, |n, bit| n << 1 | bit)).collect()
}

/// Writes a report to look at: `THAMDINH_LOOK=dir cargo test report_to_look_at -- --ignored`; with `THAMDINH_FLAGS=n` one of n
/// flagged candidates.
#[test]
#[ignore = "writes a folder for the eye"]
fn report_to_look_at() {
    let Some(dir) = std::env::var_os("THAMDINH_LOOK") else { return };
    let flagged: Option<usize> = std::env::var("THAMDINH_FLAGS").ok().and_then(|n| n.parse().ok());
    let lang = if std::env::var("THAMDINH_LANG").is_ok_and(|lang| lang == "en") { Lang::En } else { Lang::Vi };
    let world = world(flagged.unwrap_or(25), flagged.is_some(), lang, ShowIds::Masked);
    let start = std::time::Instant::now();
    world.write(Path::new(&dir)).unwrap();
    eprintln!("written in {:?}", start.elapsed());
}
