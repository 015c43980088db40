//! Linking invented batches: seconds for the stage alone, by size and by number of threads.
//!
//! `cargo bench --bench link -- [CANDIDATES] [RECORDS]`, 20,000 and 50,000 where not said. The batch is doubled on either side, so that the
//! last column says whether time grows faster than size.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use thamdinh::clean::{self, Cleaned, clean};
use thamdinh::error::Error;
use thamdinh::lang::Lang;
use thamdinh::link::block::EXHAUSTIVE_PAIRS;
use thamdinh::link::model::Model;
use thamdinh::link::{Input, Register, link};
use thamdinh::read::{self, Request, read};
use thamdinh::sample;
use thamdinh::table::answers::Answers;
use thamdinh::table::raw::InputKind;

/// The best of so many runs counts: what disturbs a run only makes it slower.
const RUNS: usize = 3;

fn told(error: &Error) -> ! {
    panic!("{}", error.render(Lang::En))
}

fn cleaned(dir: &Path) -> Cleaned {
    let request = |kind, name: &str| Request {
        kind,
        files: read::find(dir, name).unwrap_or_else(|error| told(&error)),
        sheet: None,
        columns: BTreeMap::new(),
    };
    let requests = [request(InputKind::Roster, "roster.csv"), request(InputKind::Discipline, "discipline.csv")];
    let raws = read(&requests, &|_| ()).unwrap_or_else(|error| told(&error)).raws;
    clean(&raws, clean::Options { as_of: "2025-09-15".parse().unwrap() }).unwrap_or_else(|error| told(&error))
}

/// Seconds on so many threads, and pairs compared.
fn measure(cleaned: &Cleaned, model: &Model, threads: usize) -> (f64, u64) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let registers = [Register { name: "discipline", frame: cleaned.cases.frame() }];
    let input = Input {
        candidates: &cleaned.candidates,
        registers: &registers,
        ask: 0.05,
        link: 0.95,
        model,
        answers: &Answers::default(),
        exhaustive_pairs: EXHAUSTIVE_PAIRS,
        lang: Lang::Vi,
        show_ids: false,
    };
    let once = || {
        let began = Instant::now();
        let linked = pool.install(|| link(&input)).unwrap_or_else(|error| told(&error));
        (began.elapsed().as_secs_f64(), linked.counts.pairs_compared)
    };
    (0..RUNS).map(|_| once()).min_by(|a, b| a.0.total_cmp(&b.0)).unwrap()
}

fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.replace('_', "").parse::<usize>().ok());
    let candidates = numbers.next().unwrap_or(20_000);
    let records = numbers.next().unwrap_or(50_000);
    let model = Model::shipped().unwrap_or_else(|error| told(&error));
    println!("candidates   records  pairs compared  1 thread s  2 threads s  faster  of the first");
    let mut first = None;
    for (more_candidates, more_records) in [(1, 1), (2, 1), (4, 1), (1, 2), (1, 4), (2, 2)] {
        let (candidates, records) = (candidates * more_candidates, records * more_records);
        let dir = tempfile::tempdir().unwrap();
        sample::write(dir.path(), &sample::Options::new(candidates, records, 20)).unwrap_or_else(|error| told(&error));
        let cleaned = cleaned(dir.path());
        let [one, two] = [1, 2].map(|threads| measure(&cleaned, &model, threads));
        let base = *first.get_or_insert(two.0);
        println!(
            "{candidates:>10} {records:>9} {:>15} {:>11.3} {:>12.3} {:>7.2} {:>13.2}",
            two.1,
            one.0,
            two.0,
            one.0 / two.0,
            two.0 / base
        );
    }
}
