//! `rules`: whether rules are written right, what they do, and what they may ask.

use std::path::PathBuf;

use super::Ended;
use super::terminal::Terminal;
use crate::error::Error;
use crate::lang::Text;

/// What was typed after `rules`.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Check(Paths),
    Test(Paths),
    List(Paths),
    Facts(Paths),
    Explain(Paths),
    Diff(Diff),
}

/// Packs or rule files.
#[derive(Debug, clap::Args)]
pub struct Paths {
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Two sets of rules and a run.
#[derive(Debug, clap::Args)]
pub struct Diff {
    #[arg(value_name = "OLD")]
    old: PathBuf,
    #[arg(value_name = "NEW")]
    new: PathBuf,
    #[arg(long, value_name = "RUN")]
    run: PathBuf,
}

/// Carries out one of the rules commands.
pub fn run(_command: &Command, _terminal: &Terminal) -> Ended {
    Err(Error::new(Text::new("E440-not-built-yet").with("command", "rules")).into())
}
