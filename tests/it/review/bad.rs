use std::fs;
use std::time::Instant;

use rusqlite::Connection;
use thamdinh::review::Ledger;
use thamdinh::table::answers::Verdict::Same;

use super::{Desk, PEOPLE, answer, link};

/// Makes a file that is no ledger of ours.
type Make = fn(&std::path::Path);

#[test]
fn a_file_that_is_no_ledger_of_ours_stays_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.sqlite");
    let newer = |path: &std::path::Path| {
        drop(Ledger::open(path).unwrap());
        Connection::open(path).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    };
    let somebodys = |path: &std::path::Path| {
        Connection::open(path).unwrap().execute_batch("CREATE TABLE accounts (x); INSERT INTO accounts VALUES (1)").unwrap();
    };
    let garbage = |path: &std::path::Path| fs::write(path, "đây không phải là sổ lưu".repeat(100)).unwrap();
    let cases: [(&str, Make); 3] =
        [("E601-ledger-newer", newer), ("E617-not-a-ledger", somebodys), ("E603-ledger-damaged", garbage)];
    for (code, make) in cases {
        let _ = fs::remove_file(&path);
        make(&path);
        let before = fs::read(&path).unwrap();
        let error = Ledger::open(&path).unwrap_err();
        assert_eq!(error.id(), code, "{error}");
        assert_eq!(fs::read(&path).unwrap(), before, "{code}");
    }
}

#[test]
fn a_ledger_that_is_not_there_is_made_or_missed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("ledger.sqlite");
    assert_eq!(Ledger::open_existing(&path).unwrap_err().id(), "E600-no-ledger");
    assert!(!path.exists());
    assert_eq!(Ledger::open(&dir.path().join("no/such/folder.sqlite")).unwrap_err().id(), "E606-ledger-not-opened");
    assert_eq!(Ledger::open(dir.path()).unwrap_err().id(), "E606-ledger-not-opened");
    Ledger::open(&path).unwrap();
    Ledger::open_existing(&path).unwrap();
}

#[test]
fn a_damaged_page_is_told_as_damage() {
    let desk = Desk::with((1..200).map(|n| link(n, 0.5)).collect());
    let path = desk.path();
    desk.ledger.connection().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let dir = desk.dir;
    drop(desk.ledger);
    let mut bytes = fs::read(&path).unwrap();
    // Everything but the header and the schema.
    let from = 4096 * 8;
    bytes[from..].iter_mut().for_each(|byte| *byte = 0x5a);
    fs::write(&path, bytes).unwrap();
    let told = match Ledger::open_existing(&path) {
        Err(error) => error.id().to_owned(),
        Ok(ledger) => match ledger.verify(None) {
            Err(error) => error.id().to_owned(),
            Ok(verified) => {
                assert!(!verified.faults.is_empty());
                "E603-ledger-damaged".to_owned()
            }
        },
    };
    assert_eq!(told, "E603-ledger-damaged");
    drop(dir);
}

#[test]
fn another_programs_lock_is_waited_for_and_then_told() {
    let mut desk = Desk::with(vec![link(1, 0.6)]);
    let id = link(1, 0.6).id();
    let other = Connection::open(desk.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let began = Instant::now();
    let now = desk.now();
    let error = desk.ledger.answer(&answer(&id, PEOPLE[0], Same, now)).unwrap_err();
    assert_eq!(error.id(), "E602-ledger-locked", "{error}");
    assert!(began.elapsed().as_secs_f64() > 4.0, "it gave up at once");
    // Reading is not held up, and once the other is done it works.
    assert_eq!(desk.line(&id).answers, 0);
    other.execute_batch("COMMIT").unwrap();
    desk.says(0, &id, Same);
}

#[test]
fn a_full_disk_loses_this_answer_and_no_other() {
    let ids: Vec<String> = (1..400).map(|n| link(n, 0.5).id()).collect();
    let mut desk = Desk::with((1..400).map(|n| link(n, 0.5)).collect());
    let pages: i64 = desk.ledger.connection().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let limit = format!("PRAGMA max_page_count = {}", pages + 4);
    desk.ledger.connection().query_row(&limit, [], |row| row.get::<_, i64>(0)).unwrap();
    let mut acknowledged = Vec::new();
    let mut refused = None;
    for id in &ids {
        let now = desk.now();
        match desk.ledger.answer(&answer(id, PEOPLE[0], Same, now)) {
            Ok(receipt) => acknowledged.push(receipt),
            Err(error) => {
                refused = Some(error);
                break;
            }
        }
    }
    assert_eq!(refused.unwrap().id(), "E604-disk-full");
    assert!(!acknowledged.is_empty());
    let given = desk.ledger.answers(None).unwrap();
    assert_eq!(given.len(), acknowledged.len());
    desk.is_whole();
}
