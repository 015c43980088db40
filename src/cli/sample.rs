//! `sample`: a batch of invented people, with the truth about who is who.

use std::path::PathBuf;

use super::Ended;
use super::terminal::Terminal;
use crate::error::Error;
use crate::lang::Text;

/// What was typed after `sample`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    candidates: u64,
    #[arg(long, value_name = "M", default_value_t = 500)]
    records: u64,
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

/// Writes the batch.
pub fn run(_args: &Args, _terminal: &Terminal) -> Ended {
    Err(Error::new(Text::new("E440-not-built-yet").with("command", "sample")).into())
}
