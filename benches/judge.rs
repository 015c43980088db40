//! Judging invented candidates: facts and flags, seconds per step.
//!
//! `cargo bench --bench judge -- [CANDIDATES] [RECORDS]`, 5,000,000 and 1,000,000 where not said. The persons are a counter in disguise; what
//! matters here is only how many rows there are and how often facts are missing.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap
)]

use std::time::Instant;

use polars::prelude::*;
use thamdinh::judge::{Input, judge};
use thamdinh::lang::Lang;
use thamdinh::rule::{PackSource, RuleSet};
use thamdinh::table::facts::FACTS;
use thamdinh::table::links::{LINK, Links};
use thamdinh::table::people::{
    CANDIDATE, CASE, COMPLAINT, Candidates, Cases, Complaints, INSPECTION, Inspections, ORGANISATION, Organisations, PERSON,
};
use thamdinh::table::run::CongressLevel;
use thamdinh::table::{Column as Declared, Type};

const POSTS: [&str; 8] = [
    "Bí thư Huyện ủy",
    "Phó Bí thư Đảng ủy xã",
    "Giám đốc Sở Tài chính",
    "Chủ tịch UBND huyện",
    "Ủy viên Ban Thường vụ Tỉnh ủy",
    "Trưởng phòng Nội vụ",
    "Chuyên viên",
    "Bí thư Chi bộ",
];

/// A number that looks random and is the same on every machine.
fn mix(n: usize, salt: u64) -> usize {
    let mut x = (n as u64).wrapping_add(salt.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 8) as usize
}

/// A table of the declared columns; `text` and `day` say what stands in a cell, None: nothing.
fn table(
    columns: &[&[Declared]],
    rows: usize,
    text: impl Fn(&str, usize) -> Option<String>,
    day: impl Fn(&str, usize) -> Option<i32>,
) -> DataFrame {
    let columns = columns.iter().copied().flatten().map(|declared| {
        let name: PlSmallStr = declared.name.into();
        match declared.kind {
            Type::Text => {
                let mut builder = StringChunkedBuilder::new(name, rows);
                (0..rows).for_each(|row| builder.append_option(text(declared.name, row).as_deref()));
                builder.finish().into_column()
            }
            Type::Date => {
                Int32Chunked::from_iter_options(name, (0..rows).map(|row| day(declared.name, row))).into_date().into_column()
            }
            Type::Index => UInt32Chunked::full(name, 0, rows).into_column(),
            Type::Set => UInt64Chunked::full_null(name, rows).into_column(),
            Type::Int => Int64Chunked::full_null(name, rows).into_column(),
            Type::Real => Float64Chunked::full(name, 0.99, rows).into_column(),
            Type::Bool => BooleanChunked::full(name, false, rows).into_column(),
        }
    });
    DataFrame::new(rows, columns.collect()).unwrap()
}

fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.replace('_', "").parse::<usize>().ok());
    let people = numbers.next().unwrap_or(5_000_000);
    let records = numbers.next().unwrap_or(1_000_000);
    let began = Instant::now();
    let some = |row: usize, salt: u64, of: usize| mix(row, salt) % of;
    let candidates = table(
        &[PERSON, CANDIDATE],
        people,
        |name, row| match name {
            "id" => Some(format!("c{row:08}")),
            "full_name" | "name_key" | "home_place" | "organisation" => Some("x".to_owned()),
            "sex" => (some(row, 1, 50) > 0).then(|| if row % 3 == 0 { "F" } else { "M" }.to_owned()),
            "national_id" | "national_id_raw" => (some(row, 2, 10) > 0).then(|| format!("00107{row:07}")),
            "party_card" | "party_card_raw" => Some(format!("{row:08}")),
            "position" => (some(row, 3, 20) > 0).then(|| POSTS[some(row, 4, 8)].to_owned()),
            "standing_for" => (some(row, 5, 20) > 0).then(|| POSTS[some(row, 6, 8)].to_owned()),
            "candidacy" => Some(if row % 2 == 0 { "first_time" } else { "re_election" }.to_owned()),
            _ => None,
        },
        |name, row| {
            let (from, spread, salt) = match name {
                "born_from" | "born_to" => (700, 9_000, 7),
                "party_joined_from" | "party_joined_to" => (8_500, 2_000, 8),
                "party_official_from" | "party_official_to" => (10_500, 2_000, 8),
                "position_since_from" | "position_since_to" => (15_000, 5_000, 9),
                _ => return None,
            };
            // One in twenty is known to the year only.
            let is_wide = some(row, salt + 20, 20) == 0 && name.ends_with("_to");
            Some(from + some(row, salt, spread) as i32 + if is_wide { 200 } else { 0 })
        },
    );
    let cases = table(
        &[PERSON, CASE],
        records,
        |name, row| match name {
            "id" => Some(format!("k{row:08}")),
            "measure" => Some(["reprimand", "warning", "removal", "expulsion", "none"][some(row, 30, 5)].to_owned()),
            "regime" => Some(if row % 5 == 0 { "state" } else { "party" }.to_owned()),
            "position" => (row % 4 > 0).then(|| POSTS[some(row, 31, 8)].to_owned()),
            "decision_no" => Some(format!("{row}-QĐ/UBKT")),
            _ => None,
        },
        |name, row| matches!(name, "decided_from" | "decided_to").then(|| 15_000 + some(row, 32, 5_300) as i32),
    );
    // One record in five hangs together with somebody, sorted by candidate as the linker gives them.
    let step = (people / (records / 5).max(1)).max(1);
    let links = table(
        &[LINK],
        records / 5,
        |name, row| match name {
            "candidate_id" => Some(format!("c{:08}", (row * step).min(people - 1))),
            "record_id" => Some(format!("k{:08}", row * 5)),
            "source" => Some("discipline".to_owned()),
            "state" => Some(if row % 10 == 0 { "ask" } else { "link" }.to_owned()),
            _ => None,
        },
        |_, _| None,
    );
    let none = |columns: &[&[Declared]]| table(columns, 0, |_, _| None, |_, _| None);
    println!("made   {people} candidates, {records} records: {:.2} s", began.elapsed().as_secs_f64());
    let rules = RuleSet::load(&[PackSource::Shipped("congress-14".to_owned())], None, FACTS).unwrap();
    let candidates = Candidates::new(&candidates).unwrap();
    let cases = Cases::new(&cases).unwrap();
    let links = Links::new(&links).unwrap();
    let (complaints, inspections, organisations) = (
        Complaints::new(&none(&[PERSON, COMPLAINT])).unwrap(),
        Inspections::new(&none(&[PERSON, INSPECTION])).unwrap(),
        Organisations::new(&none(&[ORGANISATION])).unwrap(),
    );
    let began = Instant::now();
    let judged = judge(Input {
        candidates: &candidates,
        cases: &cases,
        complaints: &complaints,
        inspections: &inspections,
        organisations: &organisations,
        links: &links,
        twins: &[],
        rules: &rules,
        as_of: "2025-09-15".parse().unwrap(),
        opens_on: None,
        level: Some(CongressLevel::Province),
        lang: Lang::Vi,
    })
    .unwrap_or_else(|error| panic!("{}", error.render(Lang::En)));
    let flags = judged.flags.frame();
    println!("judged {} flags: {:.2} s", flags.height(), began.elapsed().as_secs_f64());
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().filter(|line| line.starts_with("VmHWM")).for_each(|line| println!("memory {}", line[6..].trim()));
}
