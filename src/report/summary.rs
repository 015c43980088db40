//! `summary.json`: the run's numbers for other programs, and the only file with timings.

use std::io::Write as _;

use serde::Serialize;

use super::Input;
use super::folder::Folder;
use super::statistics::Statistics;
use crate::error::Result;
use crate::table::links::LinkCounts;
use crate::table::rejects::RowCount;
use crate::table::run::Timings;
use crate::table::standing::{Standing, StandingCounts};

/// The file's layout: names are promises, more may be added.
#[derive(Serialize)]
struct Summary<'a> {
    title: &'a str,
    as_of: chrono::NaiveDate,
    rows: &'a [RowCount],
    rejects: usize,
    notices: usize,
    outcomes: Outcomes,
    shares: Shares,
    links: &'a LinkCounts,
    /// How questions stand after the answers to earlier runs. None: the batch keeps no ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<StandingCounts>,
    statistics: &'a Statistics,
    /// Seconds per stage, in the order they ran.
    timings: Vec<Timing>,
}

/// Candidates by outcome.
#[derive(Serialize)]
struct Outcomes {
    candidates: usize,
    violations: usize,
    review: usize,
    undecided: usize,
    clear: usize,
}

/// Shares of the candidates, 0..=1. None: there are no candidates.
#[derive(Serialize)]
struct Shares {
    violations: Option<f64>,
    review: Option<f64>,
    undecided: Option<f64>,
    clear: Option<f64>,
    organisations_disciplined: Option<f64>,
}

#[derive(Serialize)]
struct Timing {
    stage: &'static str,
    seconds: f64,
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Writes `summary.json`.
pub(super) fn write(input: &Input<'_>, statistics: &Statistics, folder: &Folder) -> Result<()> {
    let Timings(timings) = input.timings;
    let all = &statistics.candidates;
    let of_all = |part| share(part, all.checked);
    let summary = Summary {
        title: &input.manifest.options.title,
        as_of: input.manifest.options.as_of,
        rows: &input.manifest.rows,
        rejects: input.rejects.len(),
        notices: input.notices.len(),
        outcomes: Outcomes {
            candidates: all.checked,
            violations: all.violations,
            review: all.review,
            undecided: all.undecided,
            clear: all.clear(),
        },
        shares: Shares {
            violations: of_all(all.violations),
            review: of_all(all.review),
            undecided: of_all(all.undecided),
            clear: of_all(all.clear()),
            organisations_disciplined: share(statistics.organisations_disciplined, statistics.organisations),
        },
        links: input.link_counts,
        review: input.standing.map(Standing::counts),
        statistics,
        timings: timings.iter().map(|(stage, seconds)| Timing { stage, seconds: *seconds }).collect(),
    };
    folder.write("summary.json", |out| -> std::result::Result<(), Box<dyn std::error::Error>> {
        serde_json::to_writer_pretty(&mut *out, &summary)?;
        Ok(out.write_all(b"\n")?)
    })
}
