use std::fs;
use std::path::Path;

use rust_xlsxwriter::Workbook;
use thamdinh::lang::Lang;
use thamdinh::review::exchange::{Options, Taken};
use thamdinh::review::{Attachment, Given, NewItem, State};
use thamdinh::table::answers::Verdict::{Confirmed, Different, Dismissed, Same, Unsure};

use super::{Desk, PEOPLE, answer, at, flag, link};

fn options<'a>() -> Options<'a> {
    Options { may_admit: false, by: None, at: at(10_000) }
}

/// The questions of these tests.
fn items() -> Vec<NewItem> {
    vec![link(1, 0.6), link(2, 0.95), flag(3), flag(4)]
}

/// Imports, and fails where a row is refused.
#[track_caller]
fn import(desk: &mut Desk, file: &Path) -> Taken {
    let taken = desk.ledger.import(file, &options()).unwrap();
    assert!(taken.refused.is_empty(), "{:?}", taken.refused);
    taken
}

/// What an answer says, without its number in the ledger.
fn told(given: &Given) -> impl PartialEq + std::fmt::Debug + use<> {
    (
        given.item.clone(),
        given.verdict,
        given.note.clone(),
        given.explanation.clone(),
        given.attachments.clone(),
        (given.by.clone(), given.at.clone(), given.closed_at.clone(), given.closed_by.clone()),
        given.fingerprint.clone(),
        given.counts,
    )
}

#[test]
fn every_answer_survives_the_way_out_and_back_a_withdrawn_one_withdrawn() {
    for end in ["csv", "xlsx", "json"] {
        let ids: Vec<String> = items().iter().map(NewItem::id).collect();
        let mut desk = Desk::with(items());
        let full = thamdinh::review::NewAnswer {
            note: Some("=HYPERLINK(\"http://x\") dòng một\r\n'dòng hai; \"ba\"".to_owned()),
            explanation: Some("-1 đã giải trình".to_owned()),
            attachments: vec![Attachment { name: "đơn, 1.pdf".to_owned(), sha256: "ab".repeat(32), bytes: 12 }],
            ..answer(&ids[0], PEOPLE[0], Same, desk.now())
        };
        desk.ledger.answer(&full).unwrap();
        desk.says(1, &ids[1], Different);
        desk.says(1, &ids[1], Unsure);
        desk.says(2, &ids[2], Confirmed);
        let now = desk.now();
        desk.ledger.withdraw(&ids[2], PEOPLE[2], now).unwrap();
        let file = desk.dir.path().join(format!("answers.{end}"));
        let exported = desk.ledger.export(&file, Lang::Vi).unwrap();
        assert_eq!((exported.answers, &exported.hash), (4, &desk.ledger.head().unwrap().1));

        let mut other = Desk::with(items());
        let taken = import(&mut other, &file);
        assert_eq!((taken.answers, taken.closed, taken.elsewhere), (4, 0, 0), "{end}");
        let mut ours: Vec<_> = desk.ledger.answers(None).unwrap().iter().map(|given| format!("{:?}", told(given))).collect();
        let mut theirs: Vec<_> = other.ledger.answers(None).unwrap().iter().map(|given| format!("{:?}", told(given))).collect();
        ours.sort();
        theirs.sort();
        assert_eq!(ours, theirs, "{end}");
        for id in &ids {
            assert_eq!(desk.line(id).state, other.line(id).state, "{end}");
        }
        other.is_whole();
        // Taken in twice it is there once.
        let (before, _) = other.ledger.head().unwrap();
        assert_eq!(import(&mut other, &file).known, 4);
        assert_eq!(other.ledger.head().unwrap().0, before, "{end}");
    }
}

#[test]
fn an_answer_withdrawn_elsewhere_is_closed_here() {
    let id = link(1, 0.6).id();
    let mut desk = Desk::with(items());
    let mut other = Desk::with(items());
    desk.says(0, &id, Same);
    let file = desk.dir.path().join("answers.json");
    desk.ledger.export(&file, Lang::En).unwrap();
    import(&mut other, &file);
    assert_eq!(other.line(&id).state, State::Settled);
    let now = desk.now();
    desk.ledger.withdraw(&id, PEOPLE[0], now).unwrap();
    desk.ledger.export(&file, Lang::En).unwrap();
    let taken = import(&mut other, &file);
    assert_eq!((taken.answers, taken.closed), (0, 1));
    assert_eq!(other.line(&id).state, State::Open);
}

#[test]
fn no_cell_of_an_export_starts_a_formula() {
    let id = link(1, 0.6).id();
    let mut desk = Desk::with(items());
    let now = desk.now();
    let note = Some("=1+1".to_owned());
    desk.ledger.answer(&thamdinh::review::NewAnswer { note, ..answer(&id, PEOPLE[0], Same, now) }).unwrap();
    let file = desk.dir.path().join("answers.csv");
    desk.ledger.export(&file, Lang::Vi).unwrap();
    assert!(fs::read_to_string(&file).unwrap().contains(",'=1+1,"));
    let file = desk.dir.path().join("answers.xlsx");
    desk.ledger.export(&file, Lang::Vi).unwrap();
    let mut zip = zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap();
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).unwrap();
        let mut text = String::new();
        if std::io::Read::read_to_string(&mut part, &mut text).is_ok() {
            assert!(!text.contains("<f>"), "part {i}");
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0);
        assert_eq!(fs::metadata(desk.path()).unwrap().permissions().mode() & 0o077, 0);
    }
}

/// A working list as an office fills it in: the hidden row of names, the header, the rows.
fn working_list(file: &Path, rows: &[[&str; 8]]) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let names = ["name", "subject", "candidate_id", "flag_id", "answer", "note", "by", "at"];
    let heads = ["Họ tên", "Loại", "Mã nhân sự", "Mã cảnh báo", "Kết luận", "Ghi chú", "Người kết luận", "Ngày"];
    for (i, (name, head)) in (0..).zip(names.into_iter().zip(heads)) {
        sheet.write_string(0, i, name).unwrap().write_string(1, i, head).unwrap();
    }
    for (r, row) in (2..).zip(rows) {
        for (i, cell) in (0..).zip(row) {
            if !cell.is_empty() {
                sheet.write_string(r, i, *cell).unwrap();
            }
        }
    }
    let other = workbook.add_worksheet();
    other.set_name("Ghi chú").unwrap().write_string(0, 0, "không có cột nào").unwrap();
    workbook.save(file).unwrap();
}

#[test]
fn a_filled_in_working_list_is_taken_in_in_the_offices_own_words() {
    let mut desk = Desk::with(items());
    let [three, four] = [flag(3), flag(4)];
    let file = desk.dir.path().join("flagged.xlsx");
    let (flag3, flag4) = (three.flag_id.clone().unwrap(), four.flag_id.clone().unwrap());
    working_list(
        &file,
        &[
            ["Nguyễn Văn Thử 3", "flag", "C3", &flag3, "Bác bỏ", "nhầm người", "lê an", "15/09/2025"],
            ["Nguyễn Văn Thử 4", "flag", "C4", &flag4, "", "", "", ""],
        ],
    );
    let taken = desk.ledger.import(&file, &Options { at: at(60 * 24 * 20), ..options() }).unwrap();
    assert!(taken.refused.is_empty(), "{:?}", taken.refused);
    assert_eq!((taken.answers, taken.blank), (1, 1));
    let given = &desk.ledger.history(&three.id()).unwrap()[0];
    assert_eq!((given.verdict, given.by.as_str(), given.at.as_str()), (Dismissed, "Lê An", "2025-09-15"));
    assert_eq!(given.note.as_deref(), Some("nhầm người"));
    assert_eq!(desk.line(&three.id()).state, State::Settled);
}

#[test]
fn everything_that_cannot_be_taken_in_is_told_at_once_and_nothing_is() {
    let mut desk = Desk::with(items());
    let file = desk.dir.path().join("flagged.xlsx");
    let flag3 = flag(3).flag_id.unwrap();
    let row = |flag_id: &'static str, answer: &'static str, by: &'static str, day: &'static str| {
        ["", "flag", "C3", flag_id, answer, "", by, day]
    };
    let good = ["", "flag", "C3", flag3.as_str(), "dismissed", "", "Lê An", ""];
    let mut rows = vec![good];
    rows.extend([
        row("00000000000000ff", "dismissed", "Lê An", ""),
        ["", "flag", "C4", &flag3, "dismissed", "", "Lê An", ""],
        ["", "flag", "C3", &flag3, "dismissed", "", "Kẻ Lạ", ""],
        ["", "flag", "C3", &flag3, "dismissed", "", "", ""],
        ["", "flag", "C3", &flag3, "same", "", "Lê An", ""],
        ["", "flag", "C3", &flag3, "có lẽ", "", "Lê An", ""],
        ["", "flag", "C3", &flag3, "dismissed", "", "Lê An", "hôm qua"],
        ["", "flag", "C3", &flag3, "dismissed", "", "Lê An", "2031-01-01"],
        ["", "link", "C3", "", "same", "", "Lê An", ""],
        ["", "hồ sơ", "C3", &flag3, "dismissed", "", "Lê An", ""],
        ["", "flag", "C3", &flag3, "confirmed", "", "Lê An", ""],
    ]);
    working_list(&file, &rows);
    let (before, _) = desk.ledger.head().unwrap();
    let taken = desk.ledger.import(&file, &options()).unwrap();
    let told: Vec<(Option<u32>, &str)> = taken.refused.iter().map(|refusal| (refusal.place.row, refusal.text.id())).collect();
    assert_eq!(
        told,
        [
            (Some(4), "E630-unknown-question"),
            (Some(5), "E630-unknown-question"),
            (Some(6), "E611-unknown-person"),
            (Some(7), "E631-nobody-answered"),
            (Some(8), "E616-answer-does-not-fit"),
            (Some(9), "E634-no-answer"),
            (Some(10), "E638-no-day"),
            (Some(11), "E639-day-not-possible"),
            (Some(12), "E632-names-no-question"),
            (Some(13), "E632-names-no-question"),
            (Some(14), "E635-answered-twice"),
        ]
    );
    assert!(taken.refused.iter().all(|refusal| refusal.text.help(Lang::Vi).is_some()));
    assert_eq!(desk.ledger.head().unwrap().0, before, "the good row did not come in either");
}

#[test]
fn people_are_admitted_only_when_asked_and_only_under_a_name() {
    let id = link(1, 0.6).id();
    let file = |desk: &Desk, by: &str| {
        let file = desk.dir.path().join("answers.csv");
        fs::write(&file, format!("subject,candidate_id,record_id,answer,by\nlink,C1,R1,same,\"{by}\"\n")).unwrap();
        file
    };
    for (by, code) in
        [("Người Mới", None), ("<script>alert(1)</script>", Some("E610-no-name")), ("An\u{202e}hnìB", Some("E610-no-name"))]
    {
        let mut desk = Desk::with(items());
        let path = file(&desk, by);
        assert_eq!(desk.ledger.import(&path, &options()).unwrap().refused[0].text.id(), "E611-unknown-person");
        let taken = desk.ledger.import(&path, &Options { may_admit: true, ..options() }).unwrap();
        assert_eq!(taken.refused.first().map(|refusal| refusal.text.id()), code, "{by}");
        let is_known = desk.ledger.people().unwrap().iter().any(|name| name == by);
        assert_eq!(is_known, code.is_none());
        assert_eq!(desk.line(&id).state == State::Settled, code.is_none());
    }
}

#[test]
fn somebody_unknown_is_told_once_with_the_number_of_rows_and_the_first_of_them() {
    let mut desk = Desk::with(items());
    let file = desk.dir.path().join("flagged.xlsx");
    let [flag3, flag4] = [flag(3), flag(4)].map(|item| item.flag_id.unwrap());
    let row = |flag_id: &'static str, by: &'static str| ["", "flag", "C3", flag_id, "dismissed", "", by, ""];
    let (flag3, flag4): (&'static str, &'static str) = (flag3.leak(), flag4.leak());
    let mut rows = vec![row(flag3, "Kẻ Lạ"), ["", "flag", "C4", flag4, "có lẽ", "", "Kẻ Lạ", ""], row(flag3, "Một Lần")];
    rows.extend(std::iter::repeat_n(row(flag3, "  KẺ LẠ "), 11));
    working_list(&file, &rows);
    let taken = desk.ledger.import(&file, &options()).unwrap();
    let told: Vec<_> = taken.refused.iter().map(|refusal| (refusal.place.row, refusal.text.code(), refusal.rows)).collect();
    assert_eq!(told, [(Some(3), "E643", 12), (Some(4), "E634", 1), (Some(5), "E611", 1)]);
    assert_eq!(taken.refused_rows(), 14);
    for (lang, sentence) in [
        (Lang::Vi, "sổ lưu không biết người tên `Kẻ Lạ`, ghi ở 12 dòng: Sheet1 3, 6, 7, 8, 9, 10, 11, 12, 13, 14, …"),
        (Lang::En, "the ledger does not know `Kẻ Lạ`, who answers in 12 rows: Sheet1 3, 6, 7, 8, 9, 10, 11, 12, 13, 14, …"),
    ] {
        assert_eq!(taken.refused[0].text.render(lang), sentence);
        assert!(taken.refused[0].text.help(lang).is_some());
    }
}

#[test]
fn what_the_same_person_said_later_stands() {
    let id = link(1, 0.6).id();
    let mut desk = Desk::with(items());
    desk.says(0, &id, Same);
    let file = desk.dir.path().join("answers.csv");
    fs::write(&file, "subject;candidate_id;record_id;answer;by;at\r\nlink;C1;R1;different;Lê An;2025-08-01\r\n").unwrap();
    let taken = import(&mut desk, &file);
    assert_eq!((taken.answers, taken.contradictions.len()), (1, 1));
    assert_eq!(desk.line(&id).verdict, Some(Same));
    assert_eq!(desk.ledger.history(&id).unwrap().len(), 2);
    desk.is_whole();
}

#[test]
fn a_file_that_is_no_answers_file_is_refused_with_a_word() {
    let mut desk = Desk::with(items());
    for (name, content, code) in [
        ("a.csv", "who,what\n1,2\n".as_bytes(), "E623-no-answer-columns"),
        ("a.csv", b"", "E623-no-answer-columns"),
        ("a.csv", b"\xff\xfe\x00", "E622-answers-not-understood"),
        ("a.xlsx", b"PK\x03\x04 not a workbook", "E622-answers-not-understood"),
        ("a.json", b"{\"answers\": [1]}", "E623-no-answer-columns"),
        ("a.json", b"{", "E622-answers-not-understood"),
        ("a.txt", b"x", "E620-answers-form"),
    ] {
        let file = desk.dir.path().join(name);
        fs::write(&file, content).unwrap();
        let error = desk.ledger.import(&file, &options()).unwrap_err();
        assert_eq!(error.id(), code, "{name}: {error}");
    }
}
