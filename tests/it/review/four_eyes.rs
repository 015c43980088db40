use thamdinh::review::{Filter, State};
use thamdinh::table::answers::Verdict::{Confirmed, Different, Same, Unsure};

use super::{Desk, PEOPLE, answer, flag, link};

#[test]
fn a_flag_is_confirmed_by_two_people_and_never_by_one_twice() {
    let item = flag(1);
    let id = item.id();
    let mut desk = Desk::with(vec![item]);
    assert_eq!(desk.says(0, &id, Confirmed).state, State::Second);
    // The same person again, however the name is typed, is still one person.
    let again = answer(&id, "  LÊ   an ", Confirmed, desk.now());
    assert_eq!(desk.ledger.answer(&again).unwrap().state, State::Second);
    assert_eq!(desk.line(&id).answers, 1);
    let receipt = desk.says(1, &id, Confirmed);
    assert_eq!((receipt.state, receipt.verdict), (State::Settled, Some(Confirmed)));
    desk.is_whole();
}

#[test]
fn a_likely_link_is_dismissed_by_two_and_an_unlikely_one_by_one() {
    let (likely, unlikely) = (link(1, 0.93), link(2, 0.4));
    let ids = [likely.id(), unlikely.id()];
    let mut desk = Desk::with(vec![likely, unlikely]);
    assert_eq!(desk.says(0, &ids[0], Different).state, State::Second);
    assert_eq!(desk.says(0, &ids[1], Different).state, State::Settled);
    assert_eq!(desk.says(1, &ids[0], Different).verdict, Some(Different));
}

#[test]
fn two_who_disagree_leave_it_to_a_third_and_a_withdrawal_opens_it_again() {
    let item = link(1, 0.6);
    let id = item.id();
    let mut desk = Desk::with(vec![item]);
    assert_eq!(desk.says(0, &id, Same).state, State::Settled);
    assert_eq!(desk.says(1, &id, Different).state, State::Third);
    assert_eq!(desk.says(2, &id, Unsure).state, State::Third);
    assert_eq!(desk.says(2, &id, Same).verdict, Some(Same));
    let now = desk.now();
    assert_eq!(desk.ledger.withdraw(&id, PEOPLE[2], now).unwrap().state, State::Third);
    let now = desk.now();
    assert_eq!(desk.ledger.withdraw(&id, PEOPLE[2], now).unwrap_err().id(), "E615-nothing-to-withdraw");
    let now = desk.now();
    assert_eq!(desk.ledger.withdraw(&id, PEOPLE[1], now).unwrap().verdict, Some(Same));
    // Nothing was edited: all five answers are there, closed or standing.
    let history = desk.ledger.history(&id).unwrap();
    let told: Vec<_> = history.iter().map(|given| (given.by.as_str(), given.verdict, given.closed_at.is_some())).collect();
    assert_eq!(
        told,
        [(PEOPLE[0], Same, false), (PEOPLE[1], Different, true), (PEOPLE[2], Unsure, true), (PEOPLE[2], Same, true),]
    );
    desk.is_whole();
}

#[test]
fn what_cannot_be_answered_is_refused_and_leaves_nothing() {
    let item = link(1, 0.6);
    let id = item.id();
    let mut desk = Desk::with(vec![item]);
    let (before, _) = desk.ledger.head().unwrap();
    let now = desk.now();
    let cases = [
        (answer(&id, "Kẻ Lạ", Same, now), "E611-unknown-person"),
        (answer("0123456789abcdef", PEOPLE[0], Same, now), "E612-unknown-item"),
        (answer(&id, PEOPLE[0], Confirmed, now), "E616-answer-does-not-fit"),
        (
            thamdinh::review::NewAnswer { fingerprint: Some("other".to_owned()), ..answer(&id, PEOPLE[0], Same, now) },
            "E613-evidence-changed",
        ),
        (
            thamdinh::review::NewAnswer { note: Some("x".repeat(20_001)), ..answer(&id, PEOPLE[0], Same, now) },
            "E614-note-too-long",
        ),
    ];
    for (wrong, code) in cases {
        assert_eq!(desk.ledger.answer(&wrong).unwrap_err().id(), code);
    }
    assert_eq!(desk.ledger.head().unwrap().0, before);
}

#[test]
fn the_next_item_is_nobody_elses_and_never_one_answered_already() {
    let items = vec![flag(1), link(2, 0.6), link(3, 0.6)];
    let ids: Vec<String> = items.iter().map(thamdinh::review::NewItem::id).collect();
    let mut desk = Desk::with(items);
    let take = |desk: &mut Desk, who: usize| {
        let now = desk.now();
        desk.ledger.take_next(PEOPLE[who], &Filter::default(), now).unwrap().map(|line| line.id)
    };
    // The gravest first; the other takes another.
    assert_eq!(take(&mut desk, 0), Some(ids[0].clone()));
    let second = take(&mut desk, 1).unwrap();
    assert_ne!(second, ids[0]);
    assert_eq!(take(&mut desk, 0), Some(ids[0].clone()), "what one took is taken again");
    desk.says(0, &ids[0], Confirmed);
    // The flag waits for a second reviewer: first in line for everybody but the one who answered it.
    let third = take(&mut desk, 0).unwrap();
    assert!(third != ids[0] && third != second);
    desk.says(1, &second, Same);
    assert_eq!(take(&mut desk, 1), Some(ids[0].clone()));
    assert_eq!(take(&mut desk, 2), None, "all that waits is somebody's");
    // An hour later what was taken is free; what was assigned is not.
    let now = desk.now();
    desk.ledger.assign(&third, Some(PEOPLE[3]), PEOPLE[0], now).unwrap();
    desk.minutes += 61;
    assert_eq!(take(&mut desk, 2), Some(ids[0].clone()));
    assert_eq!(take(&mut desk, 3), Some(third));
    desk.is_whole();
}

#[test]
fn lists_are_filtered_sorted_and_cut() {
    let mut items: Vec<_> = (1..=5).map(|n| link(n, 0.1 * n as f64)).collect();
    items.push(flag(6));
    items[1].unit = Some("Đảng ủy xã Mới".to_owned());
    let ids: Vec<String> = items.iter().map(thamdinh::review::NewItem::id).collect();
    let mut desk = Desk::with(items);
    desk.says(0, &ids[4], Same);
    let list = |filter: &Filter| desk.ledger.list(filter).unwrap();
    let found = |filter: &Filter| list(filter).lines.into_iter().map(|line| line.candidate_id).collect::<Vec<_>>();
    assert_eq!(found(&Filter { text: Some("van thu 3".to_owned()), ..Filter::default() }), ["C3"]);
    assert_eq!(found(&Filter { unit: Some("Đảng ủy xã Mới".to_owned()), ..Filter::default() }), ["C2"]);
    assert_eq!(found(&Filter { states: vec![State::Settled], ..Filter::default() }), ["C5"]);
    let by_probability = Filter { sort: thamdinh::review::Sort::Probability, limit: 2, offset: 1, ..Filter::default() };
    let page = list(&by_probability);
    assert_eq!(page.total, 6);
    assert_eq!(page.lines.iter().map(|line| line.candidate_id.as_str()).collect::<Vec<_>>(), ["C5", "C4"]);
    let progress = desk.ledger.progress().unwrap();
    assert_eq!((progress.links, progress.flags), ((5, 1), (1, 0)));
    assert_eq!(progress.people.iter().find(|(name, _)| name == PEOPLE[0]).unwrap().1, 1);
}
