//! Which command was typed, and how does it end?
//!
//! [`main`] is one match from command to function. What is done gives exit code 0; a check, test or comparison that found
//! something 1; what could not be done 2. Results go to stdout; progress, remarks and errors to stderr.

mod account;
mod arguments;
mod check;
mod compare;
mod completions;
mod init;
mod kept;
mod link;
mod paint;
mod progress;
mod review;
mod rules;
mod run;
mod sample;
mod serve;
mod steps;
mod summary;
mod terminal;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{FromArgMatches, Parser, Subcommand};

use crate::error::Error;
use crate::lang::Lang;
use terminal::{Format, Terminal};

/// What was typed.
#[derive(Debug, Parser)]
#[command(name = "thamdinh", version, disable_help_flag = true, disable_version_flag = true, disable_help_subcommand = true)]
struct Args {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command understands.
#[derive(Debug, clap::Args)]
struct Global {
    #[arg(long, global = true, display_order = 101, value_name = "vi|en")]
    lang: Option<Lang>,
    #[arg(long, global = true, display_order = 102, value_name = "text|json", default_value = "text", hide_default_value = true)]
    format: Format,
    #[arg(long, short, global = true, display_order = 103)]
    quiet: bool,
    #[arg(long, global = true, display_order = 104, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    #[arg(long, short, global = true, display_order = 105, action = clap::ArgAction::Help)]
    help: Option<bool>,
    #[arg(long, short = 'V', global = true, display_order = 106, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

/// The commands, in the order a newcomer meets them.
#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Args),
    Check(check::Args),
    Compare(compare::Args),
    #[command(subcommand)]
    Link(link::Command),
    #[command(subcommand)]
    Rules(rules::Command),
    #[command(subcommand)]
    Review(review::Command),
    Sample(sample::Args),
    Init(init::Args),
    Completions(completions::Args),
}

/// How a command that could be carried out ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Exit code 0.
    Done,
    /// A check, test or comparison found something: exit code 1.
    Found,
}

/// Why a command could not be carried out: exit code 2, but for a reader that went away.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What, where, how to mend.
    Told(Error),
    /// Stdout cannot be written.
    Output(std::io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Told(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

/// What a command gives.
pub(crate) type Ended = Result<Outcome, Failure>;

/// Carries out the command in `arguments` (the program's name first) and gives the exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let lang = arguments::language(&arguments);
    let args = match arguments::command(lang).try_get_matches_from(&arguments).and_then(|found| Args::from_arg_matches(&found)) {
        Ok(args) => args,
        Err(error) => return arguments::explain(&error, lang),
    };
    let global = args.global;
    if let Some(threads) = global.threads
        && let Some(code) = arguments::restart_with_threads(threads, &arguments)
    {
        return code;
    }
    terminal::start_log();
    let terminal = Terminal::new(lang, global.format, global.quiet);
    let ended = match args.command {
        Command::Run(args) => run::run(&args, &terminal),
        Command::Check(args) => check::run(&args, &terminal),
        Command::Compare(args) => compare::run(&args, &terminal),
        Command::Link(command) => link::run(&command, &terminal),
        Command::Rules(command) => rules::run(&command, &terminal),
        Command::Review(command) => review::run(&command, &terminal),
        Command::Sample(args) => sample::run(&args, &terminal),
        Command::Init(args) => init::run(&args, &terminal),
        Command::Completions(args) => completions::run(&args, &terminal),
    };
    match ended {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        // `thamdinh check … | head` has seen enough: that is no failure.
        Err(Failure::Output(cause)) if cause.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            terminal.fail(failure);
            ExitCode::from(2)
        }
    }
}
