//! `sample`: a batch of invented people, with the truth about who is who.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::summary::shown_path;
use super::terminal::Terminal;
use super::{Ended, Outcome};
use crate::lang::Text;
use crate::sample::{self, Options};

/// What was typed after `sample`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    #[arg(long, value_name = "N", default_value_t = 1_000, hide_default_value = true)]
    candidates: usize,
    #[arg(long, value_name = "M", default_value_t = 500, hide_default_value = true)]
    records: usize,
    #[arg(long, value_name = "S", default_value_t = 1, hide_default_value = true)]
    seed: u64,
    #[arg(long, value_name = "MIX", default_value = "ordinary", hide_default_value = true)]
    mix: String,
    #[arg(long, value_name = "SHARE")]
    with_records: Option<f64>,
    #[arg(long, conflicts_with_all = ["candidates", "records", "seed", "mix", "with_records"])]
    office: bool,
}

/// Writes the batch.
pub fn run(args: &Args, terminal: &Terminal) -> Ended {
    if args.office {
        let counts = sample::office::write(&args.dir)?;
        return written(&args.dir, (counts.candidates, counts.records, counts.pairs), &json!(counts), terminal);
    }
    let mut options = Options::new(args.candidates, args.records, args.seed);
    options.mix.clone_from(&args.mix);
    options.with_records = args.with_records;
    let counts = sample::write(&args.dir, &options)?;
    written(&args.dir, (counts.candidates, counts.records, counts.pairs), &json!(counts), terminal)
}

/// Says what was written; `people` are candidates, records and true pairs.
fn written(dir: &Path, people: (usize, usize, usize), counts: &serde_json::Value, terminal: &Terminal) -> Ended {
    let batch = shown_path(&dir.join("batch.toml"));
    terminal.answer(
        Outcome::Done,
        || {
            let (candidates, records, pairs) = people;
            let text = Text::new("sample-written").count("candidates", candidates).count("records", records);
            text.count("pairs", pairs).with("path", &batch).render(terminal.lang)
        },
        || json!({ "batch": batch, "counts": counts }),
    )
}
