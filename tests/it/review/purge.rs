use std::fs;

use chrono::NaiveDate;
use thamdinh::review::{NewAnswer, State};
use thamdinh::table::answers::Verdict::Same;

use super::{Desk, PEOPLE, answer, link};

/// Whether a text stands anywhere in the files of the ledger.
fn is_written(desk: &Desk, text: &str) -> bool {
    fs::read_dir(desk.dir.path()).unwrap().any(|entry| {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        bytes.windows(text.len()).any(|part| part == text.as_bytes())
    })
}

#[test]
fn what_nobody_asks_any_longer_leaves_the_file_and_the_chain_holds() {
    let (old, kept) = (link(1, 0.6), link(2, 0.6));
    let ids = [old.id(), kept.id()];
    let mut desk = Desk::with(vec![old, kept.clone()]);
    let now = desk.now();
    let note = Some("ghi chú riêng tư".to_owned());
    desk.ledger.answer(&NewAnswer { note, ..answer(&ids[0], PEOPLE[0], Same, now) }).unwrap();
    desk.says(1, &ids[1], Same);
    let signed = desk.ledger.head().unwrap().1;
    // Two months later the second is still asked.
    desk.minutes += 60 * 24 * 60;
    desk.run(vec![kept]);
    assert!(is_written(&desk, "Nguyễn Văn Thử 1") && is_written(&desk, "ghi chú riêng tư"));
    let day = NaiveDate::from_ymd_opt(2025, 10, 1).unwrap();
    let now = desk.now();
    let purged = desk.ledger.purge(day, now).unwrap();
    // The item and its answer; the first run asked the second item too, and stays.
    assert_eq!((purged.items, purged.entries, purged.runs, purged.kept), (1, 2, 0, 1));
    assert!(!is_written(&desk, "Nguyễn Văn Thử 1"), "the name can still be read from the file");
    assert!(!is_written(&desk, "ghi chú riêng tư"));
    assert!(is_written(&desk, "Nguyễn Văn Thử 2"));
    assert_eq!(desk.ledger.item(&ids[0]).unwrap(), None);
    assert_eq!(desk.line(&ids[1]).state, State::Carried);
    let verified = desk.ledger.verify(Some(&signed)).unwrap();
    assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    assert_eq!(verified.purged, 2);
    // The same question may be asked again: it is a new one.
    let recorded = desk.run(vec![link(1, 0.6), link(2, 0.6)]);
    assert_eq!((recorded.new, recorded.carried), (1, 1));
    desk.is_whole();
}

#[test]
fn a_purge_with_nothing_to_purge_writes_nothing() {
    let mut desk = Desk::with(vec![link(1, 0.6)]);
    let before = desk.ledger.head().unwrap();
    let now = desk.now();
    let purged = desk.ledger.purge(NaiveDate::from_ymd_opt(2025, 1, 1).unwrap(), now).unwrap();
    assert_eq!(purged.items, 0);
    assert_eq!(desk.ledger.head().unwrap(), before);
}

#[test]
fn when_all_of_a_run_is_old_the_run_goes_too() {
    let mut desk = Desk::with(vec![link(1, 0.6), link(2, 0.6)]);
    desk.minutes += 60 * 24 * 60;
    let now = desk.now();
    let purged = desk.ledger.purge(NaiveDate::from_ymd_opt(2025, 10, 1).unwrap(), now).unwrap();
    assert_eq!((purged.items, purged.runs), (2, 1));
    assert_eq!(desk.ledger.latest_run().unwrap(), None);
    assert!(!is_written(&desk, "Đại hội thử"));
    desk.is_whole();
}
