//! A whole run of an invented batch, reports included: seconds by stage and peak memory, as whoever types the command has them.
//!
//! `cargo bench --bench run -- [CANDIDATES] [RECORDS]`, 20,000 and 50,000 where not said. The batch is made first and the time of
//! making it is told apart.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]

use std::process::Command;
use std::time::Instant;

use thamdinh::sample::{self, Options};

/// Of so many runs the quickest counts: what disturbs a run only makes it slower.
const RUNS: usize = 3;

fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.replace('_', "").parse::<usize>().ok());
    let (candidates, records) = (numbers.next().unwrap_or(20_000), numbers.next().unwrap_or(50_000));
    let home = tempfile::tempdir().unwrap();
    let began = Instant::now();
    let counts = sample::write(&home.path().join("batch"), &Options::new(candidates, records, 1)).unwrap();
    println!("made    {} candidates, {} records: {:.2} s", counts.candidates, counts.records, began.elapsed().as_secs_f64());
    let mut best: Option<(f64, serde_json::Value, String)> = None;
    for _ in 0..if candidates > 200_000 { 1 } else { RUNS } {
        let out = home.path().join("out");
        let began = Instant::now();
        // The shell's own counter of its child: the peak that the system saw.
        let ran = Command::new("python3")
            .args(["-c", WAIT, env!("CARGO_BIN_EXE_thamdinh"), "run", "--quiet", "--replace", "--format", "json", "--out"])
            .arg(&out)
            .arg(home.path().join("batch/batch.toml"))
            .output()
            .unwrap();
        let seconds = began.elapsed().as_secs_f64();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let summary = serde_json::from_slice(&std::fs::read(out.join("summary.json")).unwrap()).unwrap();
        let memory = String::from_utf8_lossy(&ran.stderr).lines().last().unwrap_or_default().to_owned();
        if best.as_ref().is_none_or(|best| seconds < best.0) {
            best = Some((seconds, summary, memory));
        }
    }
    let (seconds, summary, memory) = best.unwrap();
    for timing in summary["timings"].as_array().unwrap() {
        println!("{:<7} {:.2} s", timing["stage"].as_str().unwrap(), timing["seconds"].as_f64().unwrap());
    }
    println!("whole   {seconds:.2} s, {memory} MB at most");
}

/// Runs the command and writes its peak memory in MB on the last line of stderr.
const WAIT: &str = "import os, resource, subprocess, sys\n\
                    code = subprocess.call(sys.argv[1:])\n\
                    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, file=sys.stderr)\n\
                    sys.exit(code)";
