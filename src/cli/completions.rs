//! `completions`: what a shell needs to complete commands and options.

use clap_complete::Shell;

use super::terminal::Terminal;
use super::{Ended, Outcome};

/// What was typed after `completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the completion script.
pub fn run(args: &Args, terminal: &Terminal) -> Ended {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::arguments::command(terminal.lang), "thamdinh", &mut script);
    terminal.print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}
