use rusqlite::Connection;
use thamdinh::lang::Lang;
use thamdinh::table::answers::Verdict::{Confirmed, Different, Same};

use super::{Desk, PEOPLE, flag, link};

/// A ledger with a run, answers, a withdrawal and an assignment.
fn lived_in() -> Desk {
    let items = vec![link(1, 0.6), link(2, 0.95), flag(3), flag(4)];
    let ids: Vec<String> = items.iter().map(thamdinh::review::NewItem::id).collect();
    let mut desk = Desk::with(items);
    desk.says(0, &ids[0], Same);
    desk.says(1, &ids[1], Different);
    desk.says(2, &ids[2], Confirmed);
    let now = desk.now();
    desk.ledger.withdraw(&ids[1], PEOPLE[1], now).unwrap();
    let now = desk.now();
    desk.ledger.assign(&ids[3], Some(PEOPLE[3]), PEOPLE[0], now).unwrap();
    desk
}

#[test]
fn a_ledger_that_was_lived_in_is_whole() {
    let desk = lived_in();
    let verified = desk.ledger.verify(None).unwrap();
    assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    // Four people, four items, a run, three answers, a withdrawal, an assignment.
    assert_eq!((verified.entries, verified.answers), (14, 3));
    assert_eq!(desk.ledger.head().unwrap().1, verified.hash);
}

#[test]
fn the_file_itself_refuses_every_change_but_an_append() {
    let desk = lived_in();
    let raw = Connection::open(desk.path()).unwrap();
    for sql in [
        "UPDATE entry SET payload = '{}' WHERE number = 3",
        "UPDATE entry SET payload = NULL WHERE number = 3",
        "UPDATE entry SET hash = 'x' WHERE number = 3",
        "DELETE FROM entry WHERE number = 14",
        "DELETE FROM entry",
        "INSERT INTO entry SELECT 99, kind, item, written_at, payload, payload_hash, previous, hash FROM entry WHERE number = 3",
        "INSERT INTO entry SELECT 15, kind, item, written_at, payload, payload_hash, 'x', hash FROM entry WHERE number = 3",
        "INSERT OR REPLACE INTO entry SELECT number, 'x', item, written_at, payload, payload_hash, previous, hash FROM entry WHERE number = 3",
    ] {
        let refused = raw.execute(sql, []).unwrap_err();
        assert!(refused.to_string().contains("only appended"), "{sql}: {refused}");
    }
    desk.is_whole();
}

#[test]
fn whatever_somebody_does_to_the_file_is_named() {
    let no_guards = "DROP TRIGGER entry_appended; DROP TRIGGER entry_not_changed; DROP TRIGGER entry_not_removed;";
    let guards_back = |raw: &Connection, guards: &[String]| guards.iter().for_each(|sql| raw.execute_batch(sql).unwrap());
    let cases: &[(&str, &[&str])] = &[
        // Entry 11 is the second answer, 10 the first, 14 the last.
        (
            "UPDATE entry SET payload = replace(payload, '\"different\"', '\"same\"') WHERE number = 11",
            &["entry 11 (answer) was changed", "table answer, row 11: differs"],
        ),
        ("UPDATE entry SET written_at = '2020-01-01' WHERE number = 10", &["entry 10 (answer) was changed"]),
        ("UPDATE entry SET item = 'x' WHERE number = 10", &["entry 10 (answer) was changed"]),
        ("UPDATE entry SET payload = NULL WHERE number = 10", &["entry 10 was emptied, and no purge names it"]),
        ("DELETE FROM entry WHERE number = 11", &["entries 11 to 11 were removed"]),
        ("DELETE FROM entry WHERE number > 12", &["entries 13 to 14 were removed"]),
        ("DELETE FROM entry WHERE number = 1", &["entries 1 to 1 were removed"]),
        (
            "INSERT INTO entry SELECT 15, kind, item, written_at, payload, payload_hash, previous, hash FROM entry WHERE number = 10",
            &["entry 15 was inserted", "entry 15 (answer) was changed"],
        ),
        (
            "INSERT INTO entry SELECT 0, kind, item, written_at, payload, payload_hash, previous, hash FROM entry WHERE number = 10",
            &["entry 0 was inserted"],
        ),
        // Two entries change places.
        (
            "UPDATE entry SET number = 100 WHERE number = 10; UPDATE entry SET number = 10 WHERE number = 12; UPDATE entry SET number = 12 WHERE number = 100",
            &["entry 10 (answer) was changed", "entry 12 (answer) was changed"],
        ),
        ("UPDATE answer SET verdict = 'same', note = 'x' WHERE number = 11", &["table answer, row 11: differs"]),
        ("DELETE FROM answer WHERE number = 11", &["table answer, row 11: removed"]),
        (
            "UPDATE item SET state = 'settled', verdict = 'dismissed' WHERE candidate_id = 'C3'",
            &["table item, row", "differs from what the entries say"],
        ),
        ("INSERT INTO person (key, name, number) VALUES ('kẻ lạ', 'Kẻ Lạ', 1)", &["table person, row kẻ lạ: inserted"]),
        ("DELETE FROM head", &["the last entry is not the one"]),
    ];
    for (tampering, told) in cases {
        let desk = lived_in();
        let raw = Connection::open(desk.path()).unwrap();
        let guards: Vec<String> = raw
            .prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        raw.execute_batch(no_guards).unwrap();
        raw.execute_batch(tampering).unwrap();
        guards_back(&raw, &guards);
        drop(raw);
        let verified = desk.ledger.verify(None).unwrap();
        let found: Vec<String> = verified.faults.iter().map(|fault| fault.render(Lang::En)).collect();
        for part in *told {
            assert!(found.iter().any(|fault| fault.contains(part)), "{tampering}\nlacks `{part}`:\n{found:#?}");
        }
    }
}

#[test]
fn a_guard_that_is_gone_is_missed() {
    let desk = lived_in();
    let raw = Connection::open(desk.path()).unwrap();
    raw.execute_batch("DROP TRIGGER entry_not_changed; CREATE TRIGGER quiet AFTER INSERT ON answer BEGIN SELECT 1; END;")
        .unwrap();
    let found: Vec<String> = desk.ledger.verify(None).unwrap().faults.iter().map(|fault| fault.render(Lang::En)).collect();
    assert_eq!(found, ["the guard entry_not_changed was removed or changed", "the guard quiet was removed or changed"]);
}

#[test]
fn a_ledger_forged_from_end_to_end_is_found_out_by_the_hash_that_was_signed() {
    let (first, second) = (lived_in(), lived_in());
    let signed = first.ledger.head().unwrap().1;
    assert!(first.ledger.verify(Some(&signed)).unwrap().faults.is_empty());
    // Both are whole and tell the same, and yet are two ledgers.
    assert!(second.ledger.verify(None).unwrap().faults.is_empty());
    let found: Vec<String> =
        second.ledger.verify(Some(&signed)).unwrap().faults.iter().map(|fault| fault.render(Lang::En)).collect();
    assert!(found.len() == 1 && found[0].contains(&signed), "{found:?}");
}
