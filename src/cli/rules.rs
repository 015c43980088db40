//! `rules`: whether rules are written right, what they say of their examples, and what they may ask.

mod approve;
mod diff;
mod facts;
mod format;
mod lsp;
mod of_run;
mod sarif;
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
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::rule::{self, PackSource, RuleSet};
use crate::table::facts::FACTS;

/// What was typed after `rules`.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Check(Check),
    Test(Paths),
    Format(format::Args),
    List(Dated),
    Approve(approve::Args),
    Facts(Paths),
    Schema(Schema),
    Explain(Dated),
    Diff(diff::Args),
    Lsp,
}

/// Packs or files to be checked.
#[derive(Debug, clap::Args)]
pub struct Check {
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[arg(long)]
    sarif: bool,
}

/// Which schema.
#[derive(Debug, clap::Args)]
pub struct Schema {
    #[arg(value_name = "FILE_KIND", default_value = "rule", hide_default_value = true)]
    file_kind: FileKind,
}

/// A file that officers write.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum FileKind {
    /// A rule.
    Rule,
    /// What a province changes.
    Overlay,
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

/// Carries out one of the rules commands.
pub fn run(command: &Command, terminal: &Terminal) -> Ended {
    match command {
        Command::Check(args) => check(args, terminal),
        Command::Approve(args) => approve::run(args, terminal),
        Command::Format(args) => format::run(args, terminal),
        Command::Test(args) => test(&args.paths, terminal),
        Command::List(args) => show::list(&load(&args.paths)?, day(args.as_of), terminal),
        Command::Explain(args) => explain(args, terminal),
        Command::Facts(args) if args.paths.is_empty() => facts::print(None, terminal),
        Command::Facts(args) => facts::print(Some(&load(&args.paths)?), terminal),
        Command::Schema(args) => {
            let schema = match args.file_kind {
                FileKind::Rule => rule::schema::rule(),
                FileKind::Overlay => rule::schema::overlay(),
            };
            terminal.print_json(&schema)?;
            Ok(Outcome::Done)
        }
        Command::Diff(args) => diff::run(args, terminal),
        Command::Lsp => lsp::run(terminal),
    }
}

/// All mistakes at once; any error is a finding, a warning is not.
fn check(args: &Check, terminal: &Terminal) -> Ended {
    let Asked { packs, overlay } = asked(&args.paths)?;
    let (set, found) = RuleSet::inspect(&packs, overlay.as_deref(), FACTS)?;
    let errors = found.iter().filter(|found| found.level == Level::Error).count();
    let outcome = if errors == 0 { Outcome::Done } else { Outcome::Found };
    let lang = terminal.lang;
    if args.sarif {
        terminal.print_json(&sarif::document(&found, lang))?;
        return Ok(outcome);
    }
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

/// Rules in full; or, where the first word is a run and the second a candidate, what each rule says of them.
fn explain(args: &Dated, terminal: &Terminal) -> Ended {
    let Some((run, rest)) = args.paths.split_first().filter(|(first, _)| first.join("manifest.json").is_file()) else {
        let (ids, paths) = ids_and_paths(&args.paths);
        return show::explain(&load(&paths)?, &ids, day(args.as_of), terminal);
    };
    // A candidate's identifier may look like a rule's: the place says which it is.
    let Some((candidate, rest)) = rest.split_first() else {
        return Err(Error::new(Text::new("E416-missing-argument").with("argument", "<CANDIDATE>")).into());
    };
    let (ids, packs) = ids_and_paths(rest);
    of_run::run(run, &candidate.to_string_lossy(), &packs, &ids, terminal)
}

/// Every example, what they reach, and the small mistakes that none would notice; an example that fails is a finding.
fn test(words: &[PathBuf], terminal: &Terminal) -> Ended {
    let (ids, paths) = ids_and_paths(words);
    let mut set = load(&paths)?;
    show::known(&set, &ids)?;
    set.rules.retain(|rule| ids.is_empty() || ids.contains(&rule.id));
    let report = rule::test::run(&set);
    let outcome = if report.is_passed() { Outcome::Done } else { Outcome::Found };
    terminal.answer(outcome, || report.render(terminal.lang), || report.to_json(terminal.lang))
}

fn load(paths: &[PathBuf]) -> Result<RuleSet> {
    let Asked { packs, overlay } = asked(paths)?;
    RuleSet::load(&packs, overlay.as_deref(), FACTS)
}

/// The rules that paths mean.
struct Asked {
    packs: Vec<PackSource>,
    overlay: Option<PathBuf>,
}

/// The packs that `paths` mean: a folder is one, single files of one folder are one together; an overlay is laid on them. Where no pack
/// is named, the shipped one.
///
/// # Errors
/// A path is neither file nor folder, or there are two overlays.
fn asked(paths: &[PathBuf]) -> Result<Asked> {
    let mut packs = Vec::new();
    let mut overlay: Option<PathBuf> = None;
    let mut singles: BTreeMap<PathBuf, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for path in paths {
        if !path.is_file() {
            packs.push(PackSource::find(&path.display().to_string(), Path::new("."))?);
            continue;
        }
        let bytes = fs::read(path).map_err(|cause| Error::reading(path, &cause))?;
        if !is_overlay(&bytes) {
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            singles.entry(folder).or_default().push((path.display().to_string(), bytes));
        } else if overlay.replace(path.clone()).is_some() {
            return Err(Error::new(Text::new("E462-two-overlays")).at(Place::file(path)));
        }
    }
    packs.extend(singles.into_iter().map(|(folder, files)| PackSource::Files { name: folder.display().to_string(), files }));
    if packs.is_empty() {
        packs.push(PackSource::find(DEFAULT_PACK, Path::new("."))?);
    }
    Ok(Asked { packs, overlay })
}

/// Whether a file is a province's overlay and not a rule: only to tell the two apart, its mistakes are told when it is loaded.
fn is_overlay(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).lines().any(|line| line.trim() == "[[change]]")
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
