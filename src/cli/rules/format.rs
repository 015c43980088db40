//! `rules format`: rule files laid out in one way.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::super::terminal::Terminal;
use super::super::{Ended, Outcome};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::rule::format::format;

/// Files or folders of them.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[arg(long)]
    check: bool,
}

/// Lays out every rule file below the paths; with `--check` only names those that would change, which is a finding.
pub fn run(args: &Args, terminal: &Terminal) -> Ended {
    let mut files = Vec::new();
    for path in &args.paths {
        list(path, &mut files)?;
    }
    files.sort();
    let mut changed = Vec::new();
    for path in &files {
        let text = fs::read_to_string(path).map_err(|cause| Error::reading(path, &cause))?;
        let not_toml = || Error::new(Text::new("E463-not-laid-out")).at(Place::file(path));
        let laid_out = format(&text).ok_or_else(not_toml)?;
        if laid_out == text {
            continue;
        }
        if !args.check {
            fs::write(path, &laid_out).map_err(|cause| Error::writing(path, cause))?;
        }
        changed.push(path.display().to_string());
    }
    let lang = terminal.lang;
    let id = if args.check { "format-would" } else { "format-done" };
    let sum = Text::new(id).count("changed", changed.len()).count("all", files.len());
    let outcome = if args.check && !changed.is_empty() { Outcome::Found } else { Outcome::Done };
    let text = || changed.iter().cloned().chain([sum.render(lang)]).collect::<Vec<_>>().join("\n");
    terminal.answer(outcome, text, || json!({ "files": files.len(), "changed": changed }))
}

fn list(path: &Path, out: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        out.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(|cause| Error::reading(path, &cause))? {
        let path = entry.map_err(|cause| Error::reading(path, &cause))?.path();
        if path.is_dir() || path.extension().is_some_and(|extension| extension == "toml") {
            list(&path, out)?;
        }
    }
    Ok(())
}
