use thamdinh::review::{Change, Filter, NewItem, Sort, State};
use thamdinh::table::answers::Subject;
use thamdinh::table::answers::Verdict::{Dismissed, Same};

use super::{Desk, flag, link};

#[test]
fn the_same_evidence_is_carried_and_changed_evidence_is_re_opened_with_the_difference() {
    let items = || vec![link(1, 0.6), link(2, 0.6), flag(3)];
    let ids: Vec<String> = items().iter().map(NewItem::id).collect();
    let mut desk = Desk::with(items());
    desk.says(0, &ids[0], Same);
    desk.says(0, &ids[1], Same);
    desk.says(0, &ids[2], Dismissed);
    // Next month: other probabilities and sentences, the same evidence; but the record of the second names another person.
    let mut next = items();
    next[0].probability = Some(0.7);
    next[0].evidence.comparisons[0].weight = 3.25;
    next[1].material.0.insert("record.full_name".to_owned(), "Nguyễn Văn Khác".to_owned());
    next.push(link(4, 0.5));
    let recorded = desk.run(next);
    assert_eq!((recorded.carried, recorded.reopened, recorded.new, recorded.waiting, recorded.gone), (2, 1, 1, 0, 0));
    assert_eq!(desk.line(&ids[0]).state, State::Carried);
    assert_eq!(desk.line(&ids[0]).probability, Some(0.7), "what is shown is this run's");
    assert_eq!(desk.line(&ids[2]).verdict, Some(Dismissed));
    let item = desk.ledger.item(&ids[1]).unwrap().unwrap();
    assert_eq!((item.line.state, item.line.verdict), (State::Reopened, None));
    let told: Vec<_> =
        item.differences.iter().map(|found| (found.name.as_str(), found.before.as_deref(), found.after.as_deref())).collect();
    assert_eq!(told, [("record.full_name", Some("Nguyễn Văn Thử 2"), Some("Nguyễn Văn Khác"))]);
    // Answered anew it is settled; the earlier answer stays in its history and counts no longer.
    assert_eq!(desk.says(0, &ids[1], Same).state, State::Settled);
    // Evidence that returns to what it was finds the answers that relied on it.
    desk.is_whole();
}

#[test]
fn a_new_version_of_the_rule_re_opens_its_flags() {
    let id = flag(1).id();
    let mut desk = Desk::with(vec![flag(1)]);
    desk.says(0, &id, Dismissed);
    let mut next = flag(1);
    next.flag_id = Some("ffffffffffffffff".to_owned());
    next.material.0.insert("rule.version".to_owned(), "2026-01-01".to_owned());
    assert_eq!(next.id(), id, "the question stays the same");
    desk.run(vec![next]);
    let item = desk.ledger.item(&id).unwrap().unwrap();
    assert_eq!(item.line.state, State::Reopened);
    assert_eq!(item.differences[0].name, "rule.version");
}

#[test]
fn a_run_of_a_province_leaves_the_others_alone() {
    let mut other = link(2, 0.5);
    other.province = "08".to_owned();
    let ids = [link(1, 0.5).id(), other.id()];
    let mut desk = Desk::with(vec![link(1, 0.5), other]);
    let run = desk.new_run(Some("02"));
    let recorded = desk.ledger.record(&run, Vec::new()).unwrap();
    assert_eq!(recorded.gone, 1);
    assert!(!desk.line(&ids[0]).is_current && desk.line(&ids[1]).is_current);
    desk.is_whole();
}

#[test]
fn what_is_asked_next_is_about_the_same_candidate_and_their_record_before_the_flags_on_it() {
    let mut items = Vec::new();
    for n in [2, 1] {
        let mut another = flag(n);
        another.rule_id = Some("TD101".to_owned());
        another.flag_id = Some(format!("a{n:015x}"));
        let mut link = link(n, 0.6);
        link.severity.clone_from(&another.severity);
        items.extend([flag(n), link, another]);
    }
    let desk = Desk::with(items);
    for sort in [Sort::Urgency, Sort::Severity, Sort::Age, Sort::Name] {
        let lines = desk.ledger.list(&Filter { sort, ..Filter::default() }).unwrap().lines;
        let order: Vec<_> = lines.iter().map(|line| (line.candidate_id.as_str(), line.subject)).collect();
        let of = |candidate| [(candidate, Subject::Link), (candidate, Subject::Flag), (candidate, Subject::Flag)];
        assert_eq!(order, [of("C1"), of("C2")].concat(), "{sort:?}");
    }
}

#[test]
fn the_same_run_again_writes_nothing_but_that_it_ran() {
    let items = || (1..50).map(|n| link(n, 0.5)).chain((50..60).map(flag)).collect::<Vec<_>>();
    let mut desk = Desk::with(items());
    let (before, _) = desk.ledger.head().unwrap();
    desk.run(items());
    assert_eq!(desk.ledger.head().unwrap().0, before + 1);
    assert_eq!(desk.ledger.changes().unwrap(), []);
}

#[test]
fn what_changed_between_two_runs_is_listed() {
    let mut desk = Desk::with(vec![link(1, 0.5), link(2, 0.5)]);
    let mut changed = link(2, 0.5);
    changed.material.0.insert("model".to_owned(), "m2".to_owned());
    desk.run(vec![changed, link(3, 0.5)]);
    let mut told: Vec<_> = desk.ledger.changes().unwrap().into_iter().map(|(change, line)| (line.candidate_id, change)).collect();
    told.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(told, [("C1".to_owned(), Change::Gone), ("C2".to_owned(), Change::Changed), ("C3".to_owned(), Change::New)]);
}

#[test]
fn a_run_that_fails_half_way_leaves_nothing_of_itself() {
    let mut desk = Desk::with(vec![link(1, 0.5)]);
    let (before, hash) = desk.ledger.head().unwrap();
    let pages: i64 = desk.ledger.connection().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    desk.ledger
        .connection()
        .query_row(&format!("PRAGMA max_page_count = {}", pages + 20), [], |row| row.get::<_, i64>(0))
        .unwrap();
    let run = desk.new_run(None);
    let error = desk.ledger.record(&run, (2..4_000).map(|n| link(n, 0.5))).unwrap_err();
    assert_eq!(error.id(), "E604-disk-full", "{error}");
    assert_eq!(desk.ledger.head().unwrap(), (before, hash));
    desk.is_whole();
}
