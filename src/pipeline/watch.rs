//! Who is told how far a run has come, and how long each stage took?

use chrono::{DateTime, Utc};
use polars::prelude::DataFrame;

use crate::error::Result;
use crate::lang::Lang;
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
    /// The run's questions into the ledger.
    Review,
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
            Self::Review => "review",
        }
    }
}

/// Somebody who wants to know how far the run has come.
pub trait Watch: Sync {
    /// A stage begins; `total` steps are ahead. None: not known.
    fn begin(&self, stage: Stage, total: Option<u64>);
    /// So many steps more are done.
    fn advance(&self, done: u64);
    /// The stage is over.
    fn end(&self);
}

/// Takes a table under the name of its step: `clean-cases`.
pub type Keep<'a> = &'a dyn Fn(&str, &DataFrame) -> Result<()>;

/// How to run, as opposed to what: none of it changes the results, but for the language they are written in.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The language of reasons and sentences.
    pub lang: Lang,
    /// Seconds since some moment.
    pub clock: &'a dyn Fn() -> f64,
    /// The moment, for the ledger alone.
    pub now: &'a dyn Fn() -> DateTime<Utc>,
    /// Who is told of progress.
    pub watch: &'a dyn Watch,
    /// Who keeps each step's tables. None: nobody.
    pub keep: Option<Keep<'a>>,
}

impl Options<'_> {
    /// What `work` gives; its seconds go to `timings`.
    pub(super) fn time<T>(
        &self,
        timings: &mut Timings,
        stage: Stage,
        total: Option<u64>,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        self.watch.begin(stage, total);
        let began = (self.clock)();
        let done = work();
        timings.0.push((stage.name(), (self.clock)() - began));
        self.watch.end();
        done
    }

    /// Keeps the tables of a step, where somebody keeps them.
    pub(super) fn keep(&self, tables: &[(&str, &DataFrame)]) -> Result<()> {
        match self.keep {
            Some(keep) => tables.iter().try_for_each(|(name, table)| keep(name, table)),
            None => Ok(()),
        }
    }
}
