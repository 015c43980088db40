use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use thamdinh::review::{Ledger, NewItem};
use thamdinh::table::answers::Verdict::{Confirmed, Dismissed, Same, Unsure};

use super::{Desk, PEOPLE, answer, at, flag, link};

/// Where the child finds the ledger.
const LEDGER: &str = "THAMDINH_TEST_LEDGER";
/// How often a child is killed.
const ROUNDS: usize = 300;

/// Not a test of its own: what `no_acknowledged_answer_is_lost_to_a_kill` starts and kills. It answers until it is killed, and says
/// each answer's number and hash as soon as the ledger has acknowledged it.
#[test]
#[ignore = "started by another test"]
fn the_child_that_is_killed() {
    let Some(path) = std::env::var_os(LEDGER) else { return };
    let mut ledger = Ledger::open_existing(Path::new(&path)).unwrap();
    let ids: Vec<String> = items().iter().map(NewItem::id).collect();
    let seed = u64::from(std::process::id());
    for step in 0_u64.. {
        let turn = usize::try_from(seed.wrapping_mul(7919).wrapping_add(step * 31)).unwrap();
        let id = &ids[turn % ids.len()];
        let by = PEOPLE[(turn / 7) % PEOPLE.len()];
        let verdict = if id == &ids[0] { [Same, Unsure][turn % 2] } else { [Confirmed, Dismissed, Unsure][turn % 3] };
        let moment = at(i64::try_from(step).unwrap());
        let receipt = if turn % 5 == 0 {
            // A run is many rows in one transaction.
            let run = thamdinh::review::NewRun {
                title: "Đại hội thử".to_owned(),
                as_of: "2025-09-15".parse().unwrap(),
                folder: "out".into(),
                province: None,
                model: "m1".to_owned(),
                lang: "vi".to_owned(),
                at: moment,
            };
            let mut changed = items();
            changed[1].material.0.insert("fact.turn".to_owned(), turn.to_string());
            let recorded = ledger.record(&run, changed).unwrap();
            println!("ack {} -", recorded.number);
            continue;
        } else {
            ledger.answer(&answer(id, by, verdict, moment)).unwrap()
        };
        println!("ack {} {}", receipt.number, receipt.hash);
    }
}

/// The number and hash that a line acknowledges; the test harness may begin the line.
fn ack(line: &str) -> Option<String> {
    line.split_once("ack ").map(|(_, ack)| ack.to_owned())
}

fn items() -> Vec<NewItem> {
    std::iter::once(link(1, 0.5)).chain((2..30).map(flag)).collect()
}

#[cfg(unix)]
#[test]
fn no_acknowledged_answer_is_lost_to_a_kill() {
    let desk = Desk::with(items());
    let path = desk.path();
    let mut acknowledged = 0;
    let mut last = 0;
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "review::killed::the_child_that_is_killed", "--ignored", "--nocapture"])
            .env(LEDGER, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut told = Vec::new();
        // Some are killed while they open the ledger, most while they write.
        let wanted = round % 12;
        while told.len() < wanted {
            match lines.next() {
                Some(Ok(line)) => told.extend(ack(&line)),
                _ => panic!("the child ended by itself in round {round}"),
            }
        }
        std::thread::sleep(Duration::from_micros(u64::try_from(round * 379 % 4_001).unwrap()));
        child.kill().unwrap();
        child.wait().unwrap();
        // What it said until it was killed was said after the disk had it.
        told.extend(lines.map_while(Result::ok).filter_map(|line| ack(&line)));
        let raw = rusqlite::Connection::open(&path).unwrap();
        for ack in &told {
            let Some((number, hash)) = ack.split_once(' ') else { continue };
            let Ok(number) = number.parse::<i64>() else { continue };
            let found: Option<String> =
                raw.query_row("SELECT hash FROM entry WHERE number = ?1", [number], |row| row.get(0)).ok();
            let found = found.unwrap_or_else(|| panic!("round {round}: entry {number} was acknowledged and is gone"));
            assert!(hash == "-" || hash.len() < 64 || hash == found, "round {round}: entry {number} is another one");
            acknowledged += 1;
            last = last.max(number);
        }
        if round % 20 == 19 {
            desk.is_whole();
        }
    }
    desk.is_whole();
    let (entries, _) = desk.ledger.head().unwrap();
    assert!(entries >= last && acknowledged > ROUNDS * 4, "{acknowledged} answers acknowledged");
    println!("{ROUNDS} kills, {acknowledged} acknowledged, {entries} entries, none lost");
}
