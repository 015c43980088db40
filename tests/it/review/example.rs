use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use calamine::{Reader as _, Xlsx};
use thamdinh::review::{Filter, Item, Ledger};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::support::{Workspace, fixture};

/// The example province with a ledger, run once into the folder `a`.
fn example() -> Workspace {
    let workspace = Workspace::new();
    workspace.copy(&fixture("ha-giang"), "s");
    let text = workspace.read("s/batch.toml");
    workspace.write("s/batch.toml", format!("{text}\n[review]\nledger = \"ledger.sqlite\"\n"));
    workspace.run(&["run", "s/batch.toml", "--out", "a", "--lang", "vi"]).exits(0);
    workspace
}

/// What an office writes into one row: sheet and row by the numbers that a spreadsheet shows, then answer, note, name and day.
type Filled<'a> = (usize, u32, [&'a str; 4]);

/// Writes into the empty cells of a workbook as a spreadsheet does; everything else stays as it is.
fn fill_in(book: &Path, filled: &[Filled<'_>]) {
    let mut from = ZipArchive::new(File::open(book).unwrap()).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..from.len() {
        let mut part = from.by_index(i).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        for (sheet, row, cells) in filled.iter().filter(|(sheet, ..)| name == format!("xl/worksheets/sheet{sheet}.xml")) {
            let mut xml = String::from_utf8(bytes).unwrap();
            for (column, said) in ["answer", "note", "by", "at"].into_iter().zip(cells) {
                // The hidden first row names the columns.
                let head = xml.find(&format!("<t>{column}</t>")).unwrap();
                let start = xml[..head].rfind("<c r=\"").unwrap() + "<c r=\"".len();
                let letters: String = xml[start..].chars().take_while(char::is_ascii_uppercase).collect();
                let cell = format!("<c r=\"{letters}{row}\"");
                let at = xml.find(&cell).unwrap_or_else(|| panic!("sheet {sheet} has no cell {letters}{row}"));
                let end = at + xml[at..].find("/>").unwrap();
                assert!(!xml[at..end].contains('>'), "{letters}{row} is not empty");
                xml.replace_range(end..end + 2, &format!(" t=\"inlineStr\"><is><t>{said}</t></is></c>"));
            }
            bytes = xml.into_bytes();
        }
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    fs::write(book, to.finish().unwrap().into_inner()).unwrap();
}

/// A sheet's row as it is shown, by the names in the hidden first row.
fn row(book: &Path, sheet: usize, number: u32) -> BTreeMap<String, String> {
    let mut book: Xlsx<_> = calamine::open_workbook(book).unwrap();
    let name = book.sheet_names()[sheet - 1].clone();
    let range = book.worksheet_range(&name).unwrap();
    let text = |row: u32, column: u32| range.get_value((row - 1, column)).map(ToString::to_string).unwrap_or_default();
    (0..u32::try_from(range.width()).unwrap()).map(|column| (text(1, column), text(number, column))).collect()
}

#[test]
fn a_working_list_that_an_office_has_filled_in_comes_back_and_is_carried_into_the_next_run() {
    let workspace = example();
    let (ledger, list) = ("s/ledger.sqlite", "back.xlsx");
    workspace.copy(&workspace.path("a/flagged.xlsx"), list);
    let path = workspace.path(list);
    let filled: [Filled<'_>; 4] = [
        (1, 3, ["bác bỏ", "đã xem hồ sơ gốc", "Lê An", "15/09/2025"]),
        (1, 5, ["Xác nhận", "", "Lê An", "16/09/2025"]),
        (2, 3, ["khác người", "khác quê &amp; đơn vị", "Trần Bình", "16/09/2025"]),
        (3, 3, ["chưa rõ", "", "lê an", "16/09/2025"]),
    ];
    fill_in(&path, &filled);
    let [dismissed, _, apart, _] = filled.map(|(sheet, number, _)| row(&path, sheet, number));
    assert_eq!((dismissed["answer"].as_str(), apart["note"].as_str()), ("bác bỏ", "khác quê & đơn vị"));

    // Nobody in it is known yet: nothing comes in, and each of the two is told once.
    let refused = workspace.run(&["review", "import", ledger, list, "--lang", "vi"]).exits(2).complains(&[
        "sổ lưu không biết người tên `Lê An`, ghi ở 3 dòng: Cảnh báo 3, 5; Chưa đủ dữ kiện 3",
        "sổ lưu không biết người tên `Trần Bình`",
        "có 4 dòng không nhập được",
    ]);
    drop(refused);
    workspace
        .run(&["review", "import", ledger, list, "--admit"])
        .exits(0)
        .says(&["4 answers taken in", "may answer from now on: Lê An, Trần Bình"]);
    workspace.run(&["review", "import", ledger, list]).exits(0).says(&["4 answers were in the ledger already"]);

    let summary = workspace.run(&["run", "s/batch.toml", "--out", "b", "--lang", "vi", "--format", "json"]).exits(0).json();
    let review = &summary["review"];
    assert_eq!((review["links_different"].as_u64(), review["flags_dismissed"].as_u64()), (Some(1), Some(1)), "{summary}");
    assert_eq!(summary["recorded"]["carried"].as_u64(), Some(2), "{summary}");
    // The next list says so in the row, and the pair is asked no longer.
    let next = workspace.path("b/flagged.xlsx");
    let shown = (3..200).map(|number| row(&next, 1, number)).find(|row| row["flag_id"] == dismissed["flag_id"]).unwrap();
    assert_eq!(shown["answered"], "bác bỏ (Lê An, 15/09/2025), giữ từ lần chạy trước");
    let pair = |row: &BTreeMap<String, String>| (row["candidate_id"].clone(), row["record_id"].clone());
    assert!((3..30).all(|number| pair(&row(&next, 2, number)) != pair(&apart)), "still asked");
    workspace.run(&["review", "verify", ledger]).exits(0);
}

/// The only question of `rule` about `candidate`.
fn item(ledger: &Ledger, rule: &str, candidate: &str) -> Item {
    let filter = Filter { rule: Some(rule.to_owned()), candidate: Some(candidate.to_owned()), ..Filter::default() };
    let found = ledger.list(&filter).unwrap().lines;
    assert_eq!(found.len(), 1, "{rule} {candidate}");
    ledger.item(&found[0].id).unwrap().unwrap()
}

#[test]
fn what_a_question_of_the_example_turns_on_is_shown_with_it() {
    let workspace = example();
    let ledger = Ledger::open_existing(&workspace.path("s/ledger.sqlite")).unwrap();
    let of = |item: &Item, name: &str| {
        item.evidence.candidate.iter().find(|field| field.name == name).and_then(|field| field.value.clone())
    };

    // Sex decides on the month of retirement, and is what the digit of the number contradicts.
    assert_eq!(of(&item(&ledger, "TD212", "HG153"), "sex").as_deref(), Some("F"));
    // The other row of somebody who is on the roster twice stands beside theirs, and an answer relies on it.
    for (one, other) in [("HG003", "HG055"), ("HG055", "HG003")] {
        let twice = item(&ledger, "TD215", one);
        let beside: Vec<_> = twice.evidence.records.iter().map(|record| (record.source.as_str(), record.id.as_str())).collect();
        assert_eq!(beside, [("roster", other)]);
        assert_eq!(twice.material.0["record.id"], other);
    }
    // A date that cannot be is seen as it was written.
    assert_eq!(of(&item(&ledger, "TD301", "HG034"), "born").as_deref(), Some("1975 (“31/02/1975”)"));
    // What could not be decided says what the rule asks for, its number of months among it.
    let reason = item(&ledger, "TD314", "HG116").evidence.rule.unwrap().reason;
    assert!(reason.contains("Có cảnh báo nếu:") && reason.contains("ít hơn 36 tháng"), "{reason}");

    // Who stands again for the post they hold is not asked whether that is a higher one; nor who holds a commune's post whether they are a
    // district's secretary.
    let all = ledger.list(&Filter::default()).unwrap().lines;
    for line in all.iter().filter(|line| matches!(line.rule_id.as_deref(), Some("TD321" | "TD322"))) {
        let item = ledger.item(&line.id).unwrap().unwrap();
        let is_same_seat =
            of(&item, "candidacy").as_deref() == Some("re_election") && of(&item, "position") == of(&item, "standing_for");
        assert!(line.rule_id.as_deref() != Some("TD321") || !is_same_seat, "{}", line.candidate_id);
        assert!(
            line.rule_id.as_deref() != Some("TD322") || of(&item, "level").as_deref() == Some("province"),
            "{}",
            line.candidate_id
        );
    }
}
