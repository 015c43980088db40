use thamdinh::review::exchange::Options;
use thamdinh::review::{Filter, NewItem, State};
use thamdinh::table::answers::Verdict::{Confirmed, Different, Same};

use super::{Desk, PEOPLE, at, flag, link};

fn options<'a>() -> Options<'a> {
    Options { may_admit: false, by: None, at: at(10_000) }
}

#[test]
fn two_offices_become_one_and_contradictions_are_listed() {
    let shared = || vec![link(1, 0.6), link(2, 0.6), flag(3)];
    let ids: Vec<String> = shared().iter().map(NewItem::id).collect();
    let mut here = Desk::with(shared());
    let mut there = Desk::with(shared().into_iter().chain([link(4, 0.5)]).collect());
    there.ledger.admit("Vũ Em", "test", at(1)).unwrap();
    here.says(0, &ids[0], Same);
    there.says(1, &ids[0], Different);
    there.says(1, &ids[1], Same);
    here.says(0, &ids[2], Confirmed);
    there.says(1, &ids[2], Confirmed);
    let withdrawn = link(4, 0.5).id();
    there.says(2, &withdrawn, Same);
    let now = there.now();
    there.ledger.withdraw(&withdrawn, PEOPLE[2], now).unwrap();

    let taken = here.ledger.merge(&there.path(), &options()).unwrap();
    assert_eq!((taken.answers, taken.items, taken.elsewhere), (4, 1, 0));
    assert_eq!(taken.contradictions.len(), 1);
    let found = &taken.contradictions[0];
    assert_eq!((found.candidate_id.as_str(), found.about.as_str()), ("C1", "R1"));
    assert_eq!((&found.here, &found.there), (&(PEOPLE[0].to_owned(), "same"), &(PEOPLE[1].to_owned(), "different")));
    assert_eq!(here.line(&ids[0]).state, State::Third, "a third person decides");
    assert_eq!(here.line(&ids[1]).state, State::Settled);
    assert_eq!(here.line(&ids[2]).verdict, Some(Confirmed), "two offices, four eyes");
    // The other's question is asked here, its withdrawn answer withdrawn.
    assert!(here.line(&withdrawn).is_current);
    assert_eq!(here.line(&withdrawn).state, State::Open);
    assert!(here.ledger.history(&withdrawn).unwrap()[0].closed_at.is_some());
    assert_eq!(here.ledger.list(&Filter::default()).unwrap().total, 4);
    here.is_whole();
    // A second time there is nothing more to take.
    let (before, _) = here.ledger.head().unwrap();
    let again = here.ledger.merge(&there.path(), &options()).unwrap();
    assert_eq!((again.answers, again.items), (0, 0));
    assert_eq!(here.ledger.head().unwrap().0, before);
}

#[test]
fn an_answer_to_other_evidence_comes_in_with_it_and_does_not_count() {
    let id = link(1, 0.6).id();
    let mut here = Desk::with(vec![link(1, 0.6)]);
    let mut other = link(1, 0.6);
    other.material.0.insert("record.born".to_owned(), "1970".to_owned());
    let mut there = Desk::with(vec![other]);
    there.says(1, &id, Same);
    let taken = here.ledger.merge(&there.path(), &options()).unwrap();
    assert_eq!((taken.answers, taken.elsewhere), (1, 1));
    let item = here.ledger.item(&id).unwrap().unwrap();
    assert_eq!(item.line.state, State::Reopened);
    assert_eq!(item.differences[0].name, "record.born");
    here.is_whole();
}

#[test]
fn a_ledger_that_was_tampered_with_is_not_taken_in() {
    let mut here = Desk::with(vec![link(1, 0.6)]);
    let there = Desk::with(vec![link(1, 0.6)]);
    let raw = rusqlite::Connection::open(there.path()).unwrap();
    raw.execute_batch("UPDATE item SET probability = 0.1").unwrap();
    drop(raw);
    let error = here.ledger.merge(&there.path(), &options()).unwrap_err();
    assert_eq!(error.id(), "E642-other-not-whole");
    let own = here.path();
    assert_eq!(here.ledger.merge(&own, &options()).unwrap_err().id(), "E641-ledger-with-itself");
    here.is_whole();
}
