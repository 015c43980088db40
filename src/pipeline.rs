//! The whole way, once: read → clean → link → judge → report.
//!
//! The only file that names every stage. [`gather`] reads and cleans the batch's files; [`vet`] links, judges and reports one
//! province of them, or all. Nothing here asks for the time: the caller passes a clock.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::config::Batch;
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::table::flags::Flags;
use crate::table::links::LinkCounts;
use crate::table::raw::Source;
use crate::table::rejects::{Notice, Reject, RowCount};
use crate::table::run::Timings;

/// One step of the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Files to text tables.
    Read,
    /// Text tables to persons.
    Clean,
    /// Who is the same person.
    Link,
    /// Which rules fire.
    Judge,
    /// The run's folder.
    Report,
}

impl Stage {
    /// The name in timings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Clean => "clean",
            Self::Link => "link",
            Self::Judge => "judge",
            Self::Report => "report",
        }
    }

    /// The message that names the stage to users.
    pub fn message(self) -> &'static str {
        match self {
            Self::Read => "stage-read",
            Self::Clean => "stage-clean",
            Self::Link => "stage-link",
            Self::Judge => "stage-judge",
            Self::Report => "stage-report",
        }
    }
}

/// Somebody who wants to know how far the run has come.
pub trait Watch: Sync {
    /// A stage begins; `total` steps are ahead, None: not known.
    fn begin(&self, stage: Stage, total: Option<u64>);
    /// So many steps more are done.
    fn advance(&self, done: u64);
    /// The stage is over.
    fn end(&self);
}

/// How to run, as opposed to what: none of it changes the results, but for the language they are written in.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The language of reasons and sentences.
    pub lang: Lang,
    /// Seconds since some moment.
    pub clock: &'a dyn Fn() -> f64,
    /// Who is told of progress.
    pub watch: &'a dyn Watch,
    /// Where each step's tables are kept as parquet. None: nowhere.
    pub keep_steps: Option<&'a Path>,
}

/// What was read and cleaned: the same for every province of the batch.
#[derive(Debug)]
pub struct Material {
    /// Every file and sheet that was read.
    pub sources: Vec<Source>,
    /// Rows that could not be used.
    pub rejects: Vec<Reject>,
    /// Remarks on rows and files that were used.
    pub notices: Vec<Notice>,
    /// Rows in = rows used + rows rejected.
    pub rows: Vec<RowCount>,
}

/// One province's results, or the whole batch's.
#[derive(Debug)]
pub struct Vetted {
    /// The run's folder.
    pub out: PathBuf,
    /// Rows in = rows used + rows rejected, of this province.
    pub rows: Vec<RowCount>,
    /// Candidates that were judged.
    pub candidates: usize,
    /// Candidates of other provinces, left for runs of their own.
    pub elsewhere: usize,
    /// What the linker counted.
    pub link_counts: LinkCounts,
    /// Rules that fired, or could not be decided.
    pub flags: Flags,
    /// Seconds per stage.
    pub timings: Timings,
}

impl Material {
    /// The province codes found in the roster, sorted.
    ///
    /// # Errors
    /// The roster has no province codes.
    pub fn provinces(&self) -> Result<Vec<String>> {
        let codes: BTreeSet<String> = BTreeSet::new();
        Ok(codes.into_iter().collect())
    }
}

/// A province code as files and folders have it: two digits.
pub fn province_code(written: &str) -> String {
    let digits = written.trim();
    match digits.parse::<u8>() {
        Ok(code) if code < 100 => format!("{code:02}"),
        _ => digits.to_owned(),
    }
}

/// Reads and cleans the files of `batch`.
///
/// # Errors
/// A file cannot be read, has no recognised header, or lacks a required column.
pub fn gather(batch: &Batch, options: &Options) -> Result<Material> {
    let _ = (batch, options);
    Err(Error::new(Text::new("E440-not-built-yet").with("command", "run")))
}

/// Links, judges and reports the candidates of `province`, or all of them, into the folder `out`.
///
/// # Errors
/// The rules cannot be used, or the folder cannot be written.
pub fn vet(material: &Material, batch: &Batch, province: Option<&str>, out: &Path, options: &Options) -> Result<Vetted> {
    let _ = (material, batch, province, out, options);
    Err(Error::new(Text::new("E440-not-built-yet").with("command", "run")))
}
