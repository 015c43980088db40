//! `run`: the whole way from the files of a batch to the report that is signed.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::NaiveDate;
use polars::prelude::DataFrame;
use serde_json::json;

use super::steps::Steps;
use super::summary::{Summary, shown_path};
use super::terminal::{Format, Terminal};
use super::{Ended, Failure, Outcome};
use crate::config::{Batch, Overrides};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::pipeline::{self, Keep, Norms, Options, province};
use crate::report::index::{self, ProvinceRun};

/// What was typed after `run`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "BATCH.toml")]
    batch: PathBuf,
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[arg(long, value_name = "DATE", value_parser = super::arguments::date)]
    as_of: Option<NaiveDate>,
    #[arg(long, value_name = "CODE", conflicts_with = "each_province")]
    province: Option<String>,
    #[arg(long)]
    each_province: bool,
    #[arg(long)]
    replace: bool,
    #[arg(long, value_name = "DIR")]
    keep_steps: Option<PathBuf>,
}

/// Runs the batch and prints its summary.
pub fn run(args: &Args, terminal: &Terminal) -> Ended {
    let started = Instant::now();
    let batch = Batch::load(&args.batch, &Overrides { as_of: args.as_of, out: args.out.clone() })?;
    terminal.warn(&batch.warnings);
    // Told before the work, not after it.
    let old = Old::set_aside(&batch.out, args.replace)?;

    let bars = terminal.bars();
    let clock = || started.elapsed().as_secs_f64();
    let norms = Norms::load(&batch)?;
    terminal.warn(&norms.rules.warnings);
    let steps = args.keep_steps.as_deref().map(Steps::open).transpose()?;
    let keep = |name: &str, table: &DataFrame| steps.as_ref().map_or(Ok(()), |steps| steps.keep(name, table));
    let options = Options {
        lang: terminal.lang,
        clock: &clock,
        now: &chrono::Utc::now,
        watch: &bars,
        keep: steps.as_ref().map(|_| &keep as Keep),
    };
    let material = pipeline::gather(&batch, &options)?;
    let provinces = match &args.province {
        Some(code) => vec![Some(province::code(code))],
        None if args.each_province => province::codes(&material.cleaned.candidates)?.into_iter().map(Some).collect(),
        None => vec![None],
    };
    let mut summaries = Vec::new();
    let mut fared = Vec::new();
    for province in &provinces {
        let out = match province {
            Some(code) if args.each_province => batch.out.join(code),
            _ => batch.out.clone(),
        };
        let vetted = pipeline::vet(&material, &norms, &batch, province.as_deref(), &out, &options)?;
        let summary = Summary::of(&material, &vetted, &batch, province.as_deref())?;
        if terminal.format == Format::Text {
            terminal.print(&summary.render(terminal.lang, terminal.paint))?;
        }
        summaries.push(summary);
        fared.push((province.clone().unwrap_or_default(), vetted.statistics, vetted.link_counts));
    }
    if args.each_province {
        let runs: Vec<_> = fared.iter().map(|(code, statistics, links)| ProvinceRun { code, statistics, links }).collect();
        index::write(&batch.title, batch.as_of, terminal.lang, &runs, &batch.out)?;
        if terminal.format == Format::Text {
            let path = shown_path(&batch.out.join(index::NAME));
            terminal.print(&format!("\n{}", Text::new("summary-index").with("path", path).render(terminal.lang)))?;
        }
    }
    old.forget();
    if terminal.format == Format::Json {
        match summaries.as_slice() {
            [only] if !args.each_province => terminal.print_json(&only.to_json())?,
            all => terminal.print_json(&json!({ "provinces": all.iter().map(Summary::to_json).collect::<Vec<_>>() }))?,
        }
    }
    // The process ends here, and the system takes its memory back faster than table by table.
    std::mem::forget(material);
    Ok(Outcome::Done)
}

/// An earlier run's folder that stood in the place of this one's: put back unless this run succeeds.
struct Old(Option<(PathBuf, PathBuf)>);

impl Old {
    /// Moves the folder of an earlier run out of the way where `--replace` allows it.
    ///
    /// # Errors
    /// `out` exists, holds something, and is not to be replaced or is no run's folder.
    fn set_aside(out: &Path, may_replace: bool) -> Result<Self, Failure> {
        let is_taken = match fs::read_dir(out) {
            Ok(mut entries) => entries.next().is_some(),
            Err(_) => out.exists(),
        };
        if !is_taken {
            return Ok(Self(None));
        }
        if !may_replace {
            return Err(Error::new(Text::new("E421-out-exists")).at(Place::file(out)).into());
        }
        if !is_run(out) {
            return Err(Error::new(Text::new("E422-out-is-no-run")).at(Place::file(out)).into());
        }
        let mut name = out.file_name().unwrap_or_default().to_owned();
        name.push(".old");
        let aside = out.with_file_name(name);
        fs::rename(out, &aside).map_err(|cause| Error::writing(out, cause))?;
        Ok(Self(Some((out.to_owned(), aside))))
    }

    /// The new run stands: removes the earlier one.
    fn forget(mut self) {
        if let Some((_, aside)) = self.0.take()
            && let Err(cause) = fs::remove_dir_all(&aside)
        {
            tracing::warn!(%cause, folder = %aside.display(), "the earlier run's folder could not be removed");
        }
    }
}

impl Drop for Old {
    fn drop(&mut self) {
        if let Some((out, aside)) = &self.0
            && !out.exists()
            && let Err(cause) = fs::rename(aside, out)
        {
            tracing::warn!(%cause, folder = %aside.display(), "the earlier run's folder could not be put back");
        }
    }
}

/// Whether the folder is one that a run wrote, or holds one for each province, and nothing else.
fn is_run(folder: &Path) -> bool {
    let has_manifest = |folder: &Path| folder.join("manifest.json").is_file();
    let each_has = || {
        let is_ours = |entry: &fs::DirEntry| entry.file_name() == index::NAME || has_manifest(&entry.path());
        fs::read_dir(folder).is_ok_and(|entries| entries.filter_map(std::result::Result::ok).all(|entry| is_ours(&entry)))
    };
    has_manifest(folder) || each_has()
}
