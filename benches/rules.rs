//! Asking all shipped rules of millions of candidates and their records, beside the same conditions written by hand.
//!
//! `cargo bench --bench rules -- [CANDIDATES] [CASES]`, 5,000,000 and 1,000,000 where not said. Both sides read the same columns and give
//! true, false or unknown for every rule and row; the answers are compared one by one. The least of three rounds counts.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::panic
)]

use std::time::Instant;

use chrono::{Datelike, NaiveDate};
use polars::prelude::*;
use rayon::prelude::*;
use thamdinh::rule::{PackSource, RuleSet, evaluate};
use thamdinh::table::facts::{FACTS, Fact, FactType, Scope};

const AS_OF: &str = "2025-09-15";

/// A number that looks random and is the same on every machine.
fn mix(n: usize, salt: u64) -> usize {
    let mut x = (n as u64).wrapping_add(salt.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 8) as usize
}

/// Invented facts: one in twenty is missing, one in twenty known within bounds only.
fn frame(scope: Scope, rows: usize) -> DataFrame {
    let columns = scope.facts().zip(1_u64..).flat_map(|(fact, salt)| columns(fact, salt, rows));
    DataFrame::new(rows, columns.collect()).unwrap()
}

fn columns(fact: &Fact, salt: u64, rows: usize) -> Vec<Column> {
    let name: PlSmallStr = fact.name.into();
    let is_known = |row: usize| !mix(row, salt + 1_000).is_multiple_of(20);
    match fact.kind {
        FactType::Int | FactType::Date => {
            let value = |row: usize| {
                let random = mix(row, salt);
                let value = match fact.kind {
                    FactType::Int => (random % 120) as i32,
                    // First days of months, 2020 to 2040.
                    _ => {
                        NaiveDate::from_ymd_opt(2020 + (random % 240 / 12) as i32, (random % 12) as u32 + 1, 1)
                            .unwrap()
                            .num_days_from_ce()
                            - 719_163
                    }
                };
                is_known(row).then_some(value)
            };
            let spread = |row: usize| if mix(row, salt + 2_000).is_multiple_of(20) { 12 } else { 0 };
            let column = |name: &str, ints: Int32Chunked| {
                let ints = ints.with_name(name.into());
                if fact.kind == FactType::Date { ints.into_date().into_column() } else { ints.into_column() }
            };
            let low: Int32Chunked = (0..rows).map(value).collect();
            match fact.columns().as_slice() {
                [min, max] => {
                    let high: Int32Chunked = (0..rows).map(|row| Some(value(row)? + spread(row))).collect();
                    vec![column(min, low), column(max, high)]
                }
                _ => vec![column(fact.name, low)],
            }
        }
        FactType::Bool => {
            let cells: BooleanChunked = (0..rows).map(|row| is_known(row).then(|| mix(row, salt).is_multiple_of(2))).collect();
            vec![cells.with_name(name).into_column()]
        }
        FactType::Real => vec![Float64Chunked::full(name, 0.99, rows).into_column()],
        FactType::Text | FactType::Code(_) => {
            let known: &[&str] =
                if let FactType::Code(codes) = fact.kind { codes } else { &["Bí thư Huyện ủy", "Giám đốc Sở"] };
            let mut builder = StringChunkedBuilder::new(name, rows);
            (0..rows).for_each(|row| builder.append_option(is_known(row).then(|| known[mix(row, salt) % known.len()])));
            vec![builder.finish().into_column()]
        }
    }
}

/// Three-valued logic as SQL has it.
fn and<const N: usize>(parts: [Option<bool>; N]) -> Option<bool> {
    let mut out = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            None => out = None,
            Some(true) => {}
        }
    }
    out
}

fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    not(and([not(a), not(b)]))
}

fn not(a: Option<bool>) -> Option<bool> {
    a.map(|a| !a)
}

/// Whether a number between two bounds is below `limit`.
fn below(min: Option<i32>, max: Option<i32>, limit: i32) -> Option<bool> {
    match (min, max) {
        (_, Some(max)) if max < limit => Some(true),
        (Some(min), _) if min >= limit => Some(false),
        _ => None,
    }
}

/// What `condition` says of every row: 0 no, 1 yes, 2 unknown.
fn fill(rows: usize, condition: impl Fn(usize) -> Option<bool> + Sync) -> Vec<u8> {
    let mut out = vec![0; rows];
    out.par_chunks_mut(1 << 15).enumerate().for_each(|(chunk, cells)| {
        for (at, cell) in cells.iter_mut().enumerate() {
            *cell = match condition((chunk << 15) + at) {
                Some(false) => 0,
                Some(true) => 1,
                None => 2,
            };
        }
    });
    out
}

macro_rules! bools { ($frame:ident: $($name:ident),*) => { $(let $name = $frame.column(stringify!($name)).unwrap().bool().unwrap().rechunk(); let $name = $name.downcast_as_array();)* } }
macro_rules! codes { ($frame:ident: $($name:ident),*) => { $(let $name = $frame.column(stringify!($name)).unwrap().str().unwrap().rechunk(); let $name = $name.downcast_as_array();)* } }
macro_rules! bounds {
    ($frame:ident: $($name:ident = $min:ident, $max:ident);*) => { $(
        let $min = $frame.column(concat!(stringify!($name), "_min")).unwrap().to_physical_repr(); let $min = $min.i32().unwrap().rechunk();
        let $max = $frame.column(concat!(stringify!($name), "_max")).unwrap().to_physical_repr(); let $max = $max.i32().unwrap().rechunk();
        let ($min, $max) = ($min.downcast_as_array(), $max.downcast_as_array());
    )* };
}

/// Days from 1970 to the first day of a month so many months after another.
fn month_after(year: i32, month: i32, months: i32) -> i32 {
    let at = year * 12 + month - 1 + months;
    NaiveDate::from_ymd_opt(at.div_euclid(12), at.rem_euclid(12) as u32 + 1, 1).unwrap().num_days_from_ce() - 719_163
}

type Answers = Vec<(&'static str, Vec<u8>)>;
type ByHand = fn(&DataFrame) -> Answers;

fn candidates(frame: &DataFrame) -> Answers {
    let n = frame.height();
    bools!(frame: has_national_id, is_born_known, id_birth_year_differs, is_sex_known, id_sex_differs, id_length_wrong, id_is_placeholder, is_twin);
    bools!(frame: card_format_wrong, id_province_differs, is_birth_day_known, has_party_joined, has_party_official, is_joined_before_18);
    bools!(frame: is_official_before_joined, is_candidacy_known, roster_gives_candidacy, is_standing_for_known, roster_gives_standing_for);
    bools!(frame: has_position_since, roster_gives_position_since, is_province_deputy_secretary, stands_for_state_post, is_district_secretary_up);
    codes!(frame: national_id_kind, candidacy, congress_level, standing_step);
    bounds!(frame: retirement_month = retires_min, retires_max; months_in_post = post_min, post_max);
    let is = |code: Option<&str>, wanted: &str| code.map(|code| code == wanted);
    // Whole months from the first of a month to a day are fewer than `months` exactly before that many months later.
    let serves_less = |i: usize, months: i32| {
        let (year, month) = match congress_level.get(i)? {
            "grassroots" => (2025, 4),
            "commune" => (2025, 7),
            "province" => (2025, 9),
            _ => return None,
        };
        below(retires_min.get(i), retires_max.get(i), month_after(year, month, months))
    };
    let is_not_null = |value: Option<bool>| and([Some(value.is_some()), value]);
    vec![
        (
            "TD211",
            fill(n, |i| {
                and([
                    has_national_id.get(i),
                    is(national_id_kind.get(i), "cccd"),
                    is_born_known.get(i),
                    id_birth_year_differs.get(i),
                ])
            }),
        ),
        (
            "TD212",
            fill(n, |i| {
                and([has_national_id.get(i), is(national_id_kind.get(i), "cccd"), is_sex_known.get(i), id_sex_differs.get(i)])
            }),
        ),
        ("TD213", fill(n, |i| is_not_null(id_length_wrong.get(i)))),
        ("TD214", fill(n, |i| is_not_null(id_is_placeholder.get(i)))),
        ("TD215", fill(n, |i| is_twin.get(i))),
        ("TD216", fill(n, |i| is_not_null(card_format_wrong.get(i)))),
        ("TD217", fill(n, |i| is_not_null(id_province_differs.get(i)))),
        ("TD301", fill(n, |i| not(is_birth_day_known.get(i)))),
        ("TD302", fill(n, |i| not(is_sex_known.get(i)))),
        ("TD303", fill(n, |i| not(has_national_id.get(i)))),
        ("TD304", fill(n, |i| or(not(has_party_joined.get(i)), not(has_party_official.get(i))))),
        ("TD305", fill(n, |i| and([has_party_joined.get(i), is_born_known.get(i), is_joined_before_18.get(i)]))),
        ("TD306", fill(n, |i| and([has_party_joined.get(i), has_party_official.get(i), is_official_before_joined.get(i)]))),
        ("TD307", fill(n, |i| and([not(is_candidacy_known.get(i)), roster_gives_candidacy.get(i)]))),
        ("TD308", fill(n, |i| and([not(is_standing_for_known.get(i)), roster_gives_standing_for.get(i)]))),
        ("TD309", fill(n, |i| and([not(has_position_since.get(i)), roster_gives_position_since.get(i)]))),
        ("TD311", fill(n, |i| and([is(candidacy.get(i), "first_time"), serves_less(i, 60)]))),
        (
            "TD312",
            fill(n, |i| {
                let deputy = is_province_deputy_secretary.get(i);
                let is_lower = is(congress_level.get(i), "province").map(|is| !is);
                let is_short_anyway = and([Some(deputy.is_none()), serves_less(i, 42)]);
                and([is(candidacy.get(i), "re_election"), serves_less(i, 48), or(is_lower, or(not(deputy), is_short_anyway))])
            }),
        ),
        (
            "TD313",
            fill(n, |i| {
                let serves = below(retires_min.get(i), retires_max.get(i), month_after(2025, 9, 42));
                let deputy = is_province_deputy_secretary.get(i);
                let is_province = is(congress_level.get(i), "province");
                and([is(candidacy.get(i), "re_election"), is_province, Some(deputy.is_some()), deputy, serves])
            }),
        ),
        (
            "TD314",
            fill(n, |i| {
                let serves = below(retires_min.get(i), retires_max.get(i), month_after(2026, 3, 36));
                and([is(candidacy.get(i), "re_election"), stands_for_state_post.get(i), serves])
            }),
        ),
        ("TD321", fill(n, |i| and([below(post_min.get(i), post_max.get(i), 24), is(standing_step.get(i), "higher")]))),
        ("TD322", fill(n, |i| and([is_district_secretary_up.get(i), not(below(post_min.get(i), post_max.get(i), 96))]))),
    ]
}

fn cases(frame: &DataFrame) -> Answers {
    let n = frame.height();
    bools!(frame: is_annulled, is_second_of_affair, seeks_higher_post, is_under_complaint, has_later_case);
    codes!(frame: measure, regime, status, link_state, link_conflict, position_when_disciplined, suspension);
    bounds!(frame: months_since_announcement = said_min, said_max; months_since_decision = made_min, made_max; months_to_next_case = next_min, next_max);
    bounds!(frame: days_since_decision = days_min, days_max);
    let is = |code: Option<&str>, wanted: &str| code.map(|code| code == wanted);
    let is_light = |i: usize| measure.get(i).map(|measure| matches!(measure, "reprimand" | "warning" | "removal"));
    let is_party = |i: usize| or(Some(regime.get(i).is_none()), is(regime.get(i), "party"));
    let said_within = |i: usize, months: i32| below(said_min.get(i), said_max.get(i), months);
    let stands = |i: usize| not(is_annulled.get(i));
    let is_suspended = |i: usize, from_work: bool| {
        let from = suspension.get(i).map(|from| (from == "work") == from_work);
        and([Some(from.is_some()), from, stands(i), or(Some(status.get(i).is_none()), not(is(status.get(i), "lapsed")))])
    };
    vec![
        ("TD101", fill(n, |i| and([is(measure.get(i), "expulsion"), stands(i)]))),
        (
            "TD102",
            fill(n, |i| {
                let within = match measure.get(i) {
                    Some("reprimand") => said_within(i, 12),
                    Some("warning") => said_within(i, 30),
                    Some("removal") => said_within(i, 60),
                    _ => None,
                };
                let is_first = or(Some(is_second_of_affair.get(i).is_none()), not(is_second_of_affair.get(i)));
                and([is_light(i), stands(i), is_first, within, seeks_higher_post.get(i)])
            }),
        ),
        (
            "TD104",
            fill(n, |i| {
                and([is(measure.get(i), "removal"), is_party(i), stands(i), below(made_min.get(i), made_max.get(i), 12)])
            }),
        ),
        ("TD105", fill(n, |i| and([is_light(i), is_party(i), stands(i), said_within(i, 12)]))),
        (
            "TD106",
            fill(n, |i| {
                let relapsed = and([has_later_case.get(i), below(next_min.get(i), next_max.get(i), 12)]);
                and([is_light(i), stands(i), not(said_within(i, 12)), or(is_under_complaint.get(i), relapsed)])
            }),
        ),
        (
            "TD107",
            fill(n, |i| {
                let is_late = not(said_within(i, 12));
                let in_force =
                    and([is(status.get(i), "in_force"), is_late, not(is_under_complaint.get(i)), not(has_later_case.get(i))]);
                let lapsed = and([is(status.get(i), "lapsed"), said_within(i, 12)]);
                and([Some(status.get(i).is_some()), is_light(i), or(in_force, lapsed)])
            }),
        ),
        ("TD108", fill(n, |i| is_annulled.get(i))),
        ("TD109", fill(n, |i| and([is_under_complaint.get(i), stands(i)]))),
        ("TD110", fill(n, |i| is_second_of_affair.get(i))),
        (
            "TD111",
            fill(n, |i| and([is_light(i), stands(i), Some(position_when_disciplined.get(i).is_none()), said_within(i, 60)])),
        ),
        ("TD112", fill(n, |i| and([is(measure.get(i), "none"), Some(suspension.get(i).is_none())]))),
        ("TD113", fill(n, |i| Some(measure.get(i).is_none()))),
        ("TD114", fill(n, |i| and([is_suspended(i, false), below(days_min.get(i), days_max.get(i), 181)]))),
        ("TD115", fill(n, |i| and([is_suspended(i, false), not(below(days_min.get(i), days_max.get(i), 181))]))),
        ("TD116", fill(n, |i| is_suspended(i, true))),
        ("TD201", fill(n, |i| and([is(link_state.get(i), "conflict"), is(link_conflict.get(i), "same_number_other_person")]))),
        ("TD202", fill(n, |i| and([is(link_state.get(i), "conflict"), is(link_conflict.get(i), "same_person_other_number")]))),
        ("TD203", fill(n, |i| is(link_state.get(i), "ask"))),
    ]
}

fn complaints(frame: &DataFrame) -> Answers {
    let n = frame.height();
    codes!(frame: kind, status, conclusion, congress_level, link_state, link_conflict);
    bounds!(frame: working_days_to_opening = left_min, left_max);
    let is = |code: Option<&str>, wanted: &str| code.map(|code| code == wanted);
    vec![
        ("TD204", fill(n, |i| and([is(link_state.get(i), "conflict"), is(link_conflict.get(i), "same_number_other_person")]))),
        ("TD205", fill(n, |i| and([is(link_state.get(i), "conflict"), is(link_conflict.get(i), "same_person_other_number")]))),
        ("TD206", fill(n, |i| is(link_state.get(i), "ask"))),
        ("TD401", fill(n, |i| and([is(kind.get(i), "denunciation"), is(status.get(i), "open")]))),
        ("TD402", fill(n, |i| and([is(kind.get(i), "complaint"), is(status.get(i), "open")]))),
        (
            "TD403",
            fill(n, |i| {
                let days = congress_level.get(i).map(|level| if level == "grassroots" { 25 } else { 30 });
                let is_near = days.and_then(|days| below(left_min.get(i), left_max.get(i), days + 1));
                and([is(kind.get(i), "denunciation"), is(status.get(i), "open"), is_near])
            }),
        ),
        ("TD404", fill(n, |i| is(status.get(i), "handed_over"))),
        (
            "TD405",
            fill(n, |i| {
                let is_founded = conclusion.get(i).map(|found| matches!(found, "founded" | "partly_founded"));
                and([is(kind.get(i), "denunciation"), is(status.get(i), "resolved"), is_founded])
            }),
        ),
    ]
}

fn inspections(frame: &DataFrame) -> Answers {
    let n = frame.height();
    bools!(frame: is_concluded, is_organisation);
    codes!(frame: conclusion, proposed_measure, link_state, link_conflict);
    let is = |code: Option<&str>, wanted: &str| code.map(|code| code == wanted);
    vec![
        ("TD207", fill(n, |i| and([is(link_state.get(i), "conflict"), is(link_conflict.get(i), "same_number_other_person")]))),
        ("TD208", fill(n, |i| and([is(link_state.get(i), "conflict"), is(link_conflict.get(i), "same_person_other_number")]))),
        ("TD209", fill(n, |i| is(link_state.get(i), "ask"))),
        ("TD411", fill(n, |i| not(is_concluded.get(i)))),
        ("TD412", fill(n, |i| and([is_concluded.get(i), is(conclusion.get(i), "violation")]))),
        (
            "TD413",
            fill(n, |i| {
                let measure = proposed_measure.get(i);
                and([not(is_organisation.get(i)), Some(measure.is_some()), not(is(measure, "none"))])
            }),
        ),
    ]
}

fn organisations(frame: &DataFrame) -> Answers {
    let n = frame.height();
    bools!(frame: is_head, is_annulled, is_member, was_in_post);
    codes!(frame: measure);
    bounds!(frame: months_since_announcement = said_min, said_max);
    let is_light = |i: usize| measure.get(i).map(|measure| matches!(measure, "reprimand" | "warning"));
    let is_recent = |i: usize| below(said_min.get(i), said_max.get(i), 12);
    let unless = |value: Option<bool>, wanted: bool| or(Some(value.is_none()), value.map(|value| value == wanted));
    vec![
        ("TD501", fill(n, |i| and([is_head.get(i), is_light(i), not(is_annulled.get(i)), is_recent(i)]))),
        (
            "TD502",
            fill(n, |i| and([is_head.get(i), measure.get(i).map(|measure| measure == "dissolution"), not(is_annulled.get(i))])),
        ),
        (
            "TD503",
            fill(n, |i| {
                let others = [unless(is_head.get(i), false), unless(was_in_post.get(i), true)];
                and([is_member.get(i), others[0], others[1], is_light(i), not(is_annulled.get(i)), is_recent(i)])
            }),
        ),
    ]
}

fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.replace('_', "").parse::<usize>().ok());
    let people = numbers.next().unwrap_or(5_000_000);
    let records = numbers.next().unwrap_or(1_000_000);
    let rules = RuleSet::load(&[PackSource::Shipped("congress-14".to_owned())], None, FACTS).unwrap();
    let as_of: NaiveDate = AS_OF.parse().unwrap();
    let scopes: [(Scope, usize, ByHand); 5] = [
        (Scope::Candidate, people, candidates),
        (Scope::Case, records, cases),
        (Scope::Complaint, records / 5, complaints),
        (Scope::Inspection, records / 10, inspections),
        (Scope::Organisation, records / 5, organisations),
    ];
    let (mut ours, mut by_hand, mut count) = (0.0, 0.0, 0);
    for (scope, rows, written) in scopes {
        let frame = frame(scope, rows);
        let mut least = [f64::MAX; 2];
        for round in 0..3 {
            let began = Instant::now();
            let asked = evaluate(&rules, scope, &frame, as_of).unwrap();
            least[0] = least[0].min(began.elapsed().as_secs_f64());
            let began = Instant::now();
            let answers = written(&frame);
            least[1] = least[1].min(began.elapsed().as_secs_f64());
            if round > 0 {
                continue;
            }
            count += asked.len();
            for asked in &asked {
                let (_, theirs) = answers
                    .iter()
                    .find(|(id, _)| *id == asked.rule.id)
                    .unwrap_or_else(|| panic!("{} is not written by hand", asked.rule.id));
                for (row, (ours, theirs)) in asked.outcome.iter().zip(theirs).enumerate() {
                    let ours = ours.map_or(2, u8::from);
                    assert!(ours == *theirs, "{} row {row}: {ours} instead of {theirs}", asked.rule.id);
                }
            }
        }
        println!("{:<12} {rows:>9} rows  rules {:.3} s  by hand {:.3} s", scope.name(), least[0], least[1]);
        ours += least[0];
        by_hand += least[1];
    }
    println!("{count} rules  rules {ours:.3} s  by hand {by_hand:.3} s  ratio {:.2}", ours / by_hand);
}
