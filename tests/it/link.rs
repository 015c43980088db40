//! Linking as a stage: what is found, what is learnt, what people settled, and lists that would bring others to their knees.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use polars::prelude::*;
use tempfile::TempDir;
use thamdinh::clean::{self, Cleaned, clean};
use thamdinh::error::Error;
use thamdinh::lang::Lang;
use thamdinh::link::bits::Bits;
use thamdinh::link::glance::Glance;
use thamdinh::link::looker::{Looker, Worth};
use thamdinh::link::model::{Comparison, Model};
use thamdinh::link::people::{Person, World};
use thamdinh::link::score::Scorer;
use thamdinh::link::sieve::{self, Sieve, Sought};
use thamdinh::link::spellings::SlipBits;
use thamdinh::link::{Input, Linked, Register, link};
use thamdinh::read::{self, Request, read};
use thamdinh::sample;
use thamdinh::table;
use thamdinh::table::answers::{Answer, Answers, Subject, Verdict};
use thamdinh::table::raw::InputKind;

const ROSTER: &str = "candidate_id,full_name,date_of_birth,sex,home_place,national_id,party_card,organisation\n";
const REGISTER: &str = "record_id,full_name,date_of_birth,sex,home_place,national_id,party_card,organisation\n";

#[expect(clippy::needless_pass_by_value, reason = "what a failed step gives")]
fn told(error: Error) -> ! {
    panic!("{}", error.render(Lang::En))
}

/// A roster and a register, cleaned.
struct Lists(Cleaned);

impl Lists {
    fn in_folder(dir: &TempDir) -> Self {
        let request = |kind, name: &str| Request {
            kind,
            files: read::find(dir.path(), name).unwrap_or_else(|error| told(error)),
            sheet: None,
            columns: BTreeMap::new(),
        };
        let requests = [request(InputKind::Roster, "roster.csv"), request(InputKind::Discipline, "discipline.csv")];
        let raws = read(&requests, &|_| ()).unwrap_or_else(|error| told(error)).raws;
        Self(clean(&raws, clean::Options { as_of: "2025-09-15".parse().unwrap() }).unwrap_or_else(|error| told(error)))
    }

    /// Lines below the headers [`ROSTER`] and [`REGISTER`].
    fn of(roster: &str, register: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("roster.csv"), format!("{ROSTER}{roster}")).unwrap();
        fs::write(dir.path().join("discipline.csv"), format!("{REGISTER}{register}")).unwrap();
        Self::in_folder(&dir)
    }

    /// An invented batch, and its true pairs.
    fn sampled(
        mix: &str,
        candidates: usize,
        records: usize,
        seed: u64,
        with_records: Option<f64>,
    ) -> (Self, BTreeSet<(String, String)>) {
        let dir = tempfile::tempdir().unwrap();
        let options = sample::Options { mix: mix.to_owned(), with_records, ..sample::Options::new(candidates, records, seed) };
        sample::write(dir.path(), &options).unwrap_or_else(|error| told(error));
        let mut truth = csv::Reader::from_path(dir.path().join("truth.csv")).unwrap();
        let truth = truth.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
        let truth = truth.map(|row| (row["candidate_id"].clone(), row["record_id"].clone())).collect();
        (Self::in_folder(&dir), truth)
    }

    fn link(&self) -> Linked {
        self.link_with(&Answers::default(), 4_000_000)
    }

    fn link_with(&self, answers: &Answers, exhaustive_pairs: u64) -> Linked {
        let registers = [Register { name: "discipline", frame: self.0.cases.frame() }];
        let model = Model::shipped().unwrap_or_else(|error| told(error));
        let input = Input {
            candidates: &self.0.candidates,
            registers: &registers,
            ask: 0.05,
            link: 0.95,
            model: &model,
            answers,
            exhaustive_pairs,
            lang: Lang::En,
            show_ids: false,
        };
        link(&input).unwrap_or_else(|error| told(error))
    }
}

type Links = BTreeMap<(String, String), (f64, String)>;

/// Probability and state by pair.
fn links(linked: &Linked) -> Links {
    let frame = linked.links.frame();
    let text = |name| table::text(frame, name).unwrap();
    let (candidates, records, states) = (text("candidate_id"), text("record_id"), text("state"));
    let probabilities = frame.column("probability").unwrap().f64().unwrap();
    let owned = |column: &StringChunked, i| column.get(i).unwrap().to_owned();
    (0..frame.height())
        .map(|i| ((owned(candidates, i), owned(records, i)), (probabilities.get(i).unwrap(), owned(states, i))))
        .collect()
}

#[test]
fn exhaustive_and_blocked_comparison_agree() {
    for mix in ["ordinary", "old-registers", "southern"] {
        let (lists, truth) = Lists::sampled(mix, 1_000, 3_000, 5, Some(0.1));
        let all = lists.link_with(&Answers::default(), u64::MAX);
        let blocked = lists.link_with(&Answers::default(), 0);
        assert!(all.counts.is_exhaustive && !blocked.counts.is_exhaustive);
        assert!(blocked.counts.pairs_compared < all.counts.pairs_compared / 20, "{} pairs", blocked.counts.pairs_compared);
        let (all, blocked) = (links(&all), links(&blocked));
        let probability = |links: &Links, pair| links.get(pair).map_or(0.0, |link| link.0);
        // Chances are learnt from what was compared: a pair at one half may fall on either side, but never far from it.
        let is_missed = |pair: &(String, String)| !blocked.contains_key(pair);
        for (pair, link) in all.iter().chain(&blocked).filter(|(pair, link)| link.0 >= 0.5 && !is_missed(pair)) {
            let (of_all, of_blocked) = (probability(&all, pair), probability(&blocked, pair));
            assert!((of_all - of_blocked).abs() < 0.1, "{mix} {pair:?}, {}: {of_blocked} blocked, {of_all} of all pairs", link.1);
        }
        // What no key finds: nothing of most registers, a few of a hundred where much is missing.
        let sure = || all.iter().filter(|(_, link)| link.0 >= 0.5);
        let missed = sure().filter(|(pair, _)| is_missed(pair)).count();
        assert!(missed * 30 <= sure().count(), "{mix}: {missed} missed");
        let found = truth.iter().filter(|pair| probability(&blocked, pair) >= 0.5).count();
        assert!(found * 20 >= truth.len() * 19, "{mix}: {found} of {} true pairs", truth.len());
    }
}

/// The sound classes of each name, in whatever order.
fn sound_sets(world: &World, person: &Person) -> Vec<Vec<u32>> {
    let sounds = person.names().iter().map(|&name| world.names.get(name).sound_parts().to_vec());
    sounds
        .map(|mut sounds| {
            sounds.sort_unstable();
            sounds
        })
        .collect()
}

/// The rows that sieves leave, one after the other.
fn rows_left(sieves: &[Sieve], sought: &Sought) -> BTreeSet<usize> {
    let (mut all, mut left) = (BTreeSet::new(), Vec::new());
    for (at, sieve) in sieves.iter().enumerate() {
        sieve.sift(sought, &mut left);
        all.extend(left.iter().map(|row| at * sieve::ROWS + row));
    }
    all
}

#[test]
fn a_glance_lets_no_pair_go_that_is_worth_comparing() {
    let model = Model::shipped().unwrap_or_else(|error| told(error));
    for mix in ["ordinary", "old-registers", "southern"] {
        let (lists, _) = Lists::sampled(mix, 500, 2_000, 6, Some(0.3));
        let frames = [lists.0.candidates.frame(), lists.0.cases.frame()];
        let (world, tables) = World::load(&frames).unwrap_or_else(|error| told(error));
        let scorer = Scorer { world: &world, model: &model, slips: SlipBits::of(&model), memberships: &[] };
        let worth = Worth::of(&world, &model);
        let rows: Vec<_> =
            tables[1].list.iter().map(|record| (Glance::of(&world, &model, record), sound_sets(&world, record))).collect();
        let glances: Vec<Glance> = rows.iter().map(|row| row.0).collect();
        let sieves: Vec<Sieve> = glances.chunks(sieve::ROWS).map(Sieve::of).collect();
        let (mut worth_it, mut seen, mut left, mut let_go) = (0, 0, 0, Vec::new());
        for (i, candidate) in (0..).zip(&tables[0].list) {
            let (looker, sounds) = (Looker::of(&worth, candidate), sound_sets(&world, candidate));
            let floors = [12, 16].map(Bits::whole);
            let sifted = floors.map(|floor| rows_left(&sieves, &Sought::of(&worth, &looker, floor)));
            left += sifted.iter().map(BTreeSet::len).sum::<usize>();
            for ((j, record), (glance, other_sounds)) in (0..).zip(&tables[1].list).zip(&rows) {
                let has_all_syllables = sounds.iter().any(|name| other_sounds.contains(name));
                let pair = scorer.compare((i, candidate), (j, record));
                for (floor, sifted) in floors.iter().zip(&sifted) {
                    let (floor, is_left) = (*floor, sifted.contains(&(j as usize)));
                    let may = looker.may_reach(&worth, floor, *glance, has_all_syllables);
                    let is_worth_it = pair.bound(&model) >= floor;
                    let is_seen = looker.may_reach(&worth, floor, *glance, false);
                    assert!(!is_worth_it || !is_seen || is_left, "{mix}: the sieve lets {i} and {j} go");
                    seen += usize::from(may);
                    worth_it += usize::from(is_worth_it);
                    if is_worth_it && !may {
                        let found = |comparison: Comparison| {
                            let finding = pair.findings[comparison as usize];
                            (comparison.rungs()[usize::from(finding.rung)].name, model.weight(comparison, finding).to_f64())
                        };
                        let_go.push(format!("{:?}", Comparison::ALL.map(found)));
                    }
                }
            }
        }
        assert!(let_go.is_empty(), "{mix}: {} of {worth_it}, {seen} seen: {:#?}", let_go.len(), &let_go[..let_go.len().min(8)]);
        // What is let through for nothing is what the glance is there to spare.
        let all = 2 * tables[0].list.len() * tables[1].list.len();
        assert!(seen * 9 < all, "{mix}: {seen} of {all}");
        assert!(left * 5 < all * 2, "{mix}: {left} of {all} left in the sieve");
    }
}

#[test]
fn the_estimate_of_blocking_recall_holds_what_blocking_keeps() {
    let (lists, truth) = Lists::sampled("southern", 2_000, 5_000, 8, Some(0.1));
    let linked = lists.link_with(&Answers::default(), 0);
    let interval = linked.counts.blocking_recall.expect("an estimate");
    let links = links(&linked);
    let kept = truth.iter().filter(|pair| links.contains_key(*pair)).count() as f64 / truth.len() as f64;
    assert!(interval.low <= interval.value && interval.value <= interval.high && interval.high <= 1.0, "{interval:?}");
    assert!(interval.low - 0.02 <= kept && kept <= interval.high + 0.02, "{kept} kept, {interval:?}");
}

/// A number that looks random and is the same on every machine, below `of`.
fn chance(n: usize, salt: u64, of: usize) -> usize {
    let mut x = (n as u64).wrapping_add(salt.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    usize::try_from((x ^ (x >> 31)) >> 8).unwrap() % of
}

const FAMILIES: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"];
const MIDDLES: [&str; 6] = ["Văn", "Hữu", "Đức", "Quang", "Minh", "Xuân"];
const GIVENS: [&str; 20] = [
    "An", "Bình", "Cường", "Dũng", "Giang", "Hải", "Hùng", "Khoa", "Lâm", "Long", "Minh", "Nam", "Phong", "Quân", "Sơn", "Tâm",
    "Thắng", "Tuấn", "Việt", "Vinh",
];
/// Two provinces in three quarters and one quarter of the rows: strangers differ in 2 × 3/4 × 1/4.
const HOMES: [&str; 4] = ["tỉnh Hà Giang", "tỉnh Hà Giang", "tỉnh Hà Giang", "tỉnh Cà Mau"];

/// One person's row with an identifier, and `card` where the card is known.
fn row(id: &str, n: usize, card: &str) -> String {
    let name = format!(
        "{} {} {}",
        FAMILIES[chance(n, 1, FAMILIES.len())],
        MIDDLES[chance(n, 2, MIDDLES.len())],
        GIVENS[chance(n, 3, GIVENS.len())]
    );
    let born = format!("{:02}/{:02}/{}", 1 + chance(n, 4, 28), 1 + chance(n, 5, 12), 1955 + chance(n, 6, 40));
    format!("{id},{name},{born},Nam,{},,{card},\n", HOMES[chance(n, 7, 4)])
}

#[test]
fn m_and_u_of_data_with_known_parameters_are_recovered() {
    let (candidates, records, same) = (3_000, 5_000, 1_200);
    let card = |n: usize| format!("{:08}", 10_000_000 + n * 7_919 % 89_999_999);
    // Of the true pairs with both cards known, 80 % have the same card, 12 % one wrong digit, 8 % another card.
    let slipped = |n: usize| {
        let mut digits: Vec<u8> = card(n).into_bytes();
        match chance(n, 9, 100) {
            0..80 => card(n),
            80..92 => {
                digits[3] = b'0' + (digits[3] - b'0' + 4) % 10;
                String::from_utf8(digits).unwrap()
            }
            _ => card(n + 500_000),
        }
    };
    let (mut roster, mut register) = (String::new(), String::new());
    (0..candidates).for_each(|n| roster.push_str(&row(&format!("C{n}"), n, &card(n))));
    for n in 0..records {
        let person = if n < same { n } else { n + 100_000 };
        register.push_str(&row(&format!("R{n}"), person, &if n < same { slipped(n) } else { card(person) }));
    }
    let linked = Lists::of(&roster, &register).link();
    assert_eq!(linked.counts.model, "fitted");
    let weights = |comparison: Comparison, rung: &str| {
        let at = comparison.rungs().iter().position(|known| known.name == rung).unwrap();
        linked.model.weights(comparison)[at]
    };
    for (rung, m) in [("same", 0.80), ("one_digit", 0.12), ("differs", 0.08)] {
        let found = weights(Comparison::PartyCard, rung).m;
        assert!((found - m).abs() < 0.025, "m of {rung}: {found}, made with {m}");
    }
    let u = weights(Comparison::Home, "province_differs").log_u.ratio();
    assert!((u - 2.0 * 0.75 * 0.25).abs() < 0.02, "u of province_differs: {u}");
    let share = linked.model.share;
    assert!((share - same as f64 / records as f64).abs() < 0.01, "share of records on the roster: {share}");
}

#[test]
fn a_batch_too_small_or_with_nobody_in_common_is_linked_with_the_shipped_model() {
    let roster: String = (0..40).map(|n| row(&format!("C{n}"), n, "")).collect();
    let register: String = (0..40).map(|n| row(&format!("R{n}"), n, "")).collect();
    let tiny = Lists::of(&roster, &register).link();
    assert_eq!(tiny.counts.model, "shipped");
    let found = links(&tiny);
    let right = (0..40).filter(|n| found.get(&(format!("C{n}"), format!("R{n}"))).is_some_and(|link| link.0 > 0.5)).count();
    assert!(right >= 38, "{right} of 40 pairs are found all the same");
    let strangers: String = (0..1_500).map(|n| row(&format!("R{n}"), n + 100_000, "")).collect();
    let roster: String = (0..1_000).map(|n| row(&format!("C{n}"), n, "")).collect();
    assert_eq!(Lists::of(&roster, &strangers).link().counts.model, "shipped");
    assert_eq!(Lists::of("", "").link().links.frame().height(), 0);
}

fn answer(candidate: &str, record: &str, verdict: Verdict) -> Answer {
    Answer {
        subject: Subject::Link,
        candidate_id: candidate.to_owned(),
        record_id: Some(record.to_owned()),
        flag_id: None,
        verdict,
        note: None,
        by: None,
        at: None,
        closed_at: None,
    }
}

#[test]
fn what_people_settled_is_kept_whatever_the_model_says() {
    let roster = "C1,Nguyễn Văn An,14/03/1968,Nam,tỉnh Hà Giang,002068000001,,\nC2,Trần Thị Bình,01/07/1970,Nữ,tỉnh Cà Mau,,,\n";
    let register = "R1,Nguyễn Văn An,14/03/1968,Nam,tỉnh Hà Giang,002068000001,,\nR2,Lê Hữu Tâm,02/02/1950,Nam,tỉnh Nghệ An,,,\n";
    let lists = Lists::of(roster, register);
    let state = |linked: &Linked, pair: (&str, &str)| links(linked).get(&(pair.0.to_owned(), pair.1.to_owned())).cloned();
    let before = lists.link();
    assert_eq!(state(&before, ("C1", "R1")).map(|link| link.1).as_deref(), Some("link"));
    assert_eq!(state(&before, ("C2", "R2")), None);
    let answers = Answers(vec![
        answer("C1", "R1", Verdict::Different),
        answer("C2", "R2", Verdict::Same),
        answer("C9", "R9", Verdict::Same),
    ]);
    let after = lists.link_with(&answers, 0);
    assert_eq!(state(&after, ("C1", "R1")), Some((0.0, "apart".to_owned())));
    assert_eq!(state(&after, ("C2", "R2")), Some((1.0, "link".to_owned())));
    assert_eq!((after.counts.answered, after.counts.disputed, after.counts.is_calibrated), (2, 0, false));
    // The waterfall still adds up, and says who decided.
    let evidence = after.evidence.frame();
    let (record, rung) = (table::text(evidence, "record_id").unwrap(), table::text(evidence, "comparison").unwrap());
    let last: Vec<_> =
        (0..evidence.height()).filter(|i| rung.get(*i) == Some("answer")).map(|i| record.get(i).unwrap()).collect();
    assert_eq!(last, ["R1", "R2"]);
}

#[test]
fn three_hundred_answers_correct_the_probabilities_and_fewer_do_not() {
    let (lists, truth) = Lists::sampled("old-registers", 3_000, 6_000, 3, Some(0.3));
    let first = lists.link();
    assert!(!first.counts.is_calibrated);
    let asked: Vec<(String, String)> =
        links(&first).into_iter().filter(|(_, link)| link.0 >= 0.01).map(|(pair, _)| pair).collect();
    let said =
        |pair: &(String, String)| answer(&pair.0, &pair.1, if truth.contains(pair) { Verdict::Same } else { Verdict::Different });
    let half: Vec<Answer> = asked.iter().step_by(2).map(said).collect();
    assert!(half.len() >= 300, "{} answers", half.len());
    let few = lists.link_with(&Answers(half.iter().take(299).cloned().collect()), 0);
    assert!(!few.counts.is_calibrated);
    let calibrated = lists.link_with(&Answers(half), 0);
    assert!(calibrated.counts.is_calibrated);
    assert!(calibrated.counts.reliability.iter().map(|band| band.answered).sum::<usize>() >= 300);
    // Nobody answered about these: what is expected of them comes true, within chance.
    let open: Vec<(f64, bool)> = links(&calibrated)
        .into_iter()
        .filter(|(pair, link)| link.0 >= 0.01 && asked.iter().skip(1).step_by(2).any(|asked| asked == pair))
        .map(|(pair, link)| (link.0, truth.contains(&pair)))
        .collect();
    let (expected, came) = (open.iter().map(|pair| pair.0).sum::<f64>(), open.iter().filter(|pair| pair.1).count() as f64);
    assert!((expected - came).abs() < 4.0 * came.sqrt().max(1.0), "{expected} expected, {came} came");
}

#[test]
fn rows_of_one_person_on_the_roster_are_told_and_do_not_compete() {
    let person = "Nguyễn Văn An,14/03/1968,Nam,\"xã Lũng Cú, huyện Đồng Văn, tỉnh Hà Giang\",002068000001,,\n";
    let linked = Lists::of(&format!("C1,{person}C2,{person}"), &format!("R1,{person}")).link();
    assert_eq!(linked.counts.twins, [("C1".to_owned(), "C2".to_owned())]);
    for candidate in ["C1", "C2"] {
        assert_eq!(links(&linked)[&(candidate.to_owned(), "R1".to_owned())].1, "link", "{candidate}");
    }
}

#[test]
fn a_number_and_a_person_that_contradict_each_other_are_a_conflict() {
    let place = "\"xã Lũng Cú, huyện Đồng Văn, tỉnh Hà Giang\"";
    let roster = format!(
        "C1,Nguyễn Văn An,14/03/1968,Nam,{place},002068000001,,\nC2,Trần Quang Khải,01/07/1970,Nam,{place},002070000002,20114455,\n"
    );
    let register = format!(
        "R1,Lê Thị Thảo,25/12/1981,Nữ,tỉnh Cà Mau,002068000001,,\nR2,Trần Quang Khải,01/07/1970,Nam,{place},079070444555,20114455,\n"
    );
    let linked = Lists::of(&roster, &register).link();
    let conflicts = table::text(linked.links.frame(), "conflict").unwrap();
    let found: Vec<_> = conflicts.iter().flatten().collect();
    assert_eq!(found, ["same_number_other_person", "same_person_other_number"]);
    let probability = links(&linked)[&("C1".to_owned(), "R1".to_owned())].0;
    assert!(probability < 0.7, "a number alone makes nobody surely one person: {probability}");
}

/// A list that has gone wrong, and what the summary must name.
struct Ugly {
    what: &'static str,
    row: fn(usize) -> String,
    /// What the summary names.
    named: Option<&'static str>,
    /// What cleaning remarks in place of that, and how often: of a thousand rows at most, or once a register.
    remarked: Option<(&'static str, usize)>,
}

const UGLY: &[Ugly] = &[
    Ugly {
        what: "one name",
        row: |n| format!("Nguyễn Văn Hùng,{:02}/{:02}/{},Nam,,,,", 1 + n % 28, 1 + n % 12, 1950 + n % 45),
        named: Some("Nguyễn Văn Hùng"),
        remarked: None,
    },
    Ugly {
        what: "one name and nothing else",
        row: |_| "Nguyễn Văn Hùng,,,,,,".to_owned(),
        named: Some("Nguyễn Văn Hùng"),
        remarked: None,
    },
    Ugly {
        what: "one person, filled down",
        row: |_| "Nguyễn Văn Hùng,14/03/1968,Nam,tỉnh Hà Giang,,,".to_owned(),
        named: Some("14/03/1968"),
        remarked: None,
    },
    Ugly { what: "equal birth dates", row: |n| with_birth(n, "01/01/1970"), named: None, remarked: None },
    Ugly { what: "one day for all", row: |n| with_birth(n, "15/06/1970"), named: Some("15/06/1970"), remarked: None },
    Ugly { what: "zeros for a number", row: |n| with_number(n, "000000000000"), named: None, remarked: Some(("D043", 2_000)) },
    Ugly { what: "123456789 for a number", row: |n| with_number(n, "123456789"), named: None, remarked: Some(("D043", 2_000)) },
    Ugly { what: "one real number", row: |n| with_number(n, "002068123457"), named: None, remarked: Some(("D047", 2)) },
    Ugly {
        what: "no names",
        row: |n| format!(",{:02}/{:02}/1970,Nam,tỉnh Hà Giang,,,", 1 + n % 28, 1 + n % 12),
        named: None,
        remarked: None,
    },
    Ugly {
        what: "names of 200 syllables",
        row: |n| format!("{}Hùng,14/03/{},Nam,,,,", "Nguyễn Văn ".repeat(100), 1950 + n % 45),
        named: None,
        remarked: None,
    },
];

fn with_birth(n: usize, born: &str) -> String {
    let cells = row("", n, "");
    let cells: Vec<&str> = cells.trim_end().split(',').collect();
    format!("{},{born},{}", cells[1], cells[3..].join(","))
}

fn with_number(n: usize, number: &str) -> String {
    let cells = row("", n, "");
    let mut cells: Vec<&str> = cells.trim_end().split(',').skip(1).collect();
    cells[4] = number;
    cells.join(",")
}

#[test]
fn lists_that_have_gone_wrong_are_linked_in_time_that_grows_with_their_size() {
    let rows = 3_000;
    for ugly in UGLY {
        let (mut roster, mut register) = (String::new(), String::new());
        for n in 0..rows {
            let _ = writeln!(roster, "C{n},{}", (ugly.row)(n));
            let _ = writeln!(register, "R{n},{}", (ugly.row)(n + 500_000));
        }
        let lists = Lists::of(&roster, &register);
        let linked = lists.link();
        // However common a key: so many comparisons a row, and no more.
        let per_row = linked.counts.pairs_compared / rows as u64;
        assert!(per_row <= 4_000, "{}: {per_row} pairs a row", ugly.what);
        let named = linked.counts.runaway.iter().map(|(key, rows)| format!("{key} ({rows})")).collect::<Vec<_>>().join("; ");
        if let Some(expected) = ugly.named {
            assert!(named.contains(expected), "{}: `{expected}` is not named in `{named}`", ugly.what);
        }
        if let Some((code, times)) = ugly.remarked {
            let remarks = lists.0.notices.iter().filter(|notice| notice.text.code().starts_with(code)).count();
            assert_eq!(remarks, times, "{}: {code}", ugly.what);
        }
        for number in ["000000000000", "123456789", "002068123457"] {
            assert!(!named.contains(number), "{}: a number in full", ugly.what);
        }
    }
}

#[test]
fn a_roster_given_twice_is_told_once_for_each_person() {
    let once: String = (0..1_000).map(|n| row(&format!("C{n}"), n, &format!("{:08}", 20_000_000 + n))).collect();
    let again: String = (0..1_000).map(|n| row(&format!("D{n}"), n, &format!("{:08}", 20_000_000 + n))).collect();
    let register: String = (0..1_000).map(|n| row(&format!("R{n}"), n, "")).collect();
    let linked = Lists::of(&format!("{once}{again}"), &register).link();
    assert!((990..=1_010).contains(&linked.counts.twins.len()), "{} pairs", linked.counts.twins.len());
    assert!(linked.counts.twins.iter().filter(|(a, b)| a[1..] == b[1..]).count() >= 990);
}
