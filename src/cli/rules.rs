//! `rules`: whether rules are written right, what they say of their examples, and what they may ask.

mod facts;
mod of_run;
mod show;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::json;

use super::terminal::Terminal;
use super::{Ended, Outcome};
use crate::config::DEFAULT_PACK;
use crate::diag::{self, Diagnostic, Level};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::rule::{self, PackSource, RuleSet};
use crate::table::facts::FACTS;

/// What was typed after `rules`.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Check(Paths),
    Test(Paths),
    List(Dated),
    Facts(Paths),
    Explain(Dated),
    Diff(Diff),
}

/// Packs or rule files.
#[derive(Debug, clap::Args)]
pub struct Paths {
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Packs, rule files or identifiers of rules, and a day.
#[derive(Debug, clap::Args)]
pub struct Dated {
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[arg(long, value_name = "DATE", value_parser = super::arguments::date)]
    as_of: Option<NaiveDate>,
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
pub fn run(command: &Command, terminal: &Terminal) -> Ended {
    match command {
        Command::Check(args) => check(&args.paths, terminal),
        Command::Test(args) => test(&args.paths, terminal),
        Command::List(args) => show::list(&load(&args.paths)?, day(args.as_of), terminal),
        Command::Explain(args) => {
            // By place, not by looks: a candidate may be called like a rule.
            if let [run, candidate, rules @ ..] = args.paths.as_slice()
                && run.join("manifest.json").is_file()
            {
                let ids: Vec<String> = rules.iter().map(|id| id.to_string_lossy().into_owned()).collect();
                return of_run::run(run, &candidate.to_string_lossy(), &ids, terminal);
            }
            let (ids, paths) = ids_and_paths(&args.paths);
            show::explain(&load(&paths)?, &ids, day(args.as_of), terminal)
        }
        Command::Facts(args) if args.paths.is_empty() => facts::print(None, terminal),
        Command::Facts(args) => facts::print(Some(&load(&args.paths)?), terminal),
        Command::Diff(_) => Err(Error::new(Text::new("E440-not-built-yet").with("command", "rules diff")).into()),
    }
}

/// All mistakes at once; any error is a finding, a warning is not.
fn check(paths: &[PathBuf], terminal: &Terminal) -> Ended {
    let (set, found) = RuleSet::inspect(&sources(paths)?, None, FACTS)?;
    let errors = found.iter().filter(|found| found.level == Level::Error).count();
    let outcome = if errors == 0 { Outcome::Done } else { Outcome::Found };
    let lang = terminal.lang;
    let text = || {
        let mut lines = Vec::new();
        if !found.is_empty() {
            lines.push(diag::render_all(&found, lang));
        }
        let sum = Text::new("rules-checked")
            .count("rules", set.rules.len())
            .count("errors", errors)
            .count("warnings", found.len() - errors);
        lines.push(sum.render(lang));
        lines.join("\n")
    };
    let json = || {
        let diagnostics: Vec<_> = found.iter().map(|found: &Diagnostic| found.to_json(lang)).collect();
        json!({ "rules": set.rules.len(), "errors": errors, "warnings": found.len() - errors, "diagnostics": diagnostics })
    };
    terminal.answer(outcome, text, json)
}

/// Every example, what they reach, and the small mistakes that none would notice; an example that fails is a finding.
fn test(paths: &[PathBuf], terminal: &Terminal) -> Ended {
    let report = rule::test::run(&load(paths)?);
    let outcome = if report.is_passed() { Outcome::Done } else { Outcome::Found };
    terminal.answer(outcome, || report.render(terminal.lang), || report.to_json(terminal.lang))
}

fn load(paths: &[PathBuf]) -> Result<RuleSet> {
    RuleSet::load(&sources(paths)?, None, FACTS)
}

/// The packs that `paths` mean: a folder is one, single files of one folder are one together. None: the shipped pack.
///
/// # Errors
/// A path is neither file nor folder.
fn sources(paths: &[PathBuf]) -> Result<Vec<PackSource>> {
    if paths.is_empty() {
        return Ok(vec![PackSource::find(DEFAULT_PACK, Path::new("."))?]);
    }
    let mut packs = Vec::new();
    let mut singles: BTreeMap<PathBuf, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for path in paths {
        if path.is_file() {
            let bytes = fs::read(path).map_err(|cause| Error::reading(path, &cause))?;
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            singles.entry(folder).or_default().push((path.display().to_string(), bytes));
        } else {
            packs.push(PackSource::find(&path.display().to_string(), Path::new("."))?);
        }
    }
    packs.extend(singles.into_iter().map(|(folder, files)| PackSource::Files { name: folder.display().to_string(), files }));
    Ok(packs)
}

/// What names a rule, as `TD102`, apart from what names a place.
fn ids_and_paths(words: &[PathBuf]) -> (Vec<String>, Vec<PathBuf>) {
    let is_id = |word: &Path| {
        let word = word.to_string_lossy();
        let letters = word.chars().take_while(char::is_ascii_uppercase).count();
        letters > 0 && letters < word.len() && word.chars().skip(letters).all(|c| c.is_ascii_digit())
    };
    let (ids, paths): (Vec<_>, Vec<_>) = words.iter().partition(|word| is_id(word));
    (ids.into_iter().map(|id| id.to_string_lossy().into_owned()).collect(), paths.into_iter().cloned().collect())
}

/// The day that was asked for, or else today.
fn day(as_of: Option<NaiveDate>) -> NaiveDate {
    as_of.unwrap_or_else(|| chrono::Local::now().date_naive())
}
