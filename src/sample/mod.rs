//! Where do files to try the program on come from, without a real person in them?
//!
//! Invented people with registers of invented decisions, and the truth of who is who. What a person is comes from `person`, what a
//! row says of them from `damage`, how often from `damage.toml` and the mixtures under `mixes/`. The same options and seed give the
//! same bytes, with any number of threads.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "rows, days and shares of an invented batch are small numbers: all below 2^31"
)]

mod damage;
mod mix;
mod names;
pub mod office;
mod organisation;
mod person;
mod place;
mod plan;
mod random;
mod register;
mod rows;

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use chrono::NaiveDate;
use rayon::prelude::*;
use serde::Serialize;

pub use mix::Mix;

use crate::error::{Error, Place, Result};
use crate::lang::Text;
use plan::Plan;
use rows::{World, append};

/// What to make.
#[derive(Debug, Clone)]
pub struct Options {
    /// Rows of the roster.
    pub candidates: usize,
    /// Rows of the discipline register.
    pub records: usize,
    /// The same seed and options give the same bytes.
    pub seed: u64,
    /// A shipped mixture (`ordinary`, `old-registers`, `southern`) or the path of a file like them.
    pub mix: String,
    /// Share of candidates with one to three records, 0..=1. None: as the mixture says.
    pub with_records: Option<f64>,
    /// Rows of the complaints register. None: one to a hundred candidates, at least 20.
    pub complaints: Option<usize>,
    /// Rows of the inspections register. None: one to two hundred candidates, at least 20.
    pub inspections: Option<usize>,
    /// Rows of the register of organisations. None: one to two hundred candidates, at least 20.
    pub organisations: Option<usize>,
}

impl Options {
    /// `candidates` and `records` of the mixture `ordinary`.
    pub fn new(candidates: usize, records: usize, seed: u64) -> Self {
        Self {
            candidates,
            records,
            seed,
            mix: "ordinary".to_owned(),
            with_records: None,
            complaints: None,
            inspections: None,
            organisations: None,
        }
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows of `roster.csv`.
    pub candidates: usize,
    /// Rows of `discipline.csv`.
    pub records: usize,
    /// Rows of `truth.csv`: pairs of a candidate and a record of the same person.
    pub pairs: usize,
    /// Rows of `organisations.csv`.
    pub organisations: usize,
    /// Rows of `complaints.csv`.
    pub complaints: usize,
    /// Rows of `inspections.csv`.
    pub inspections: usize,
    /// Bytes in all files.
    pub bytes: u64,
}

/// The day on which invented batches are judged.
pub(crate) fn as_of() -> NaiveDate {
    person::day(2025, 9, 15)
}

/// Rows made at once by one thread.
const CHUNK: usize = 4_096;
/// Chunks in memory at once.
const WAVE: usize = 64;

/// Writes a batch of invented people into the folder `dir`, which must be empty or not exist: `batch.toml`, the five registers as
/// CSV, and `truth.csv`, `truth-complaints.csv`, `truth-inspections.csv` with who is who and what is damaged.
///
/// # Errors
/// The mixture is not known or not sound; the folder is not empty or cannot be written.
pub fn write(dir: &Path, options: &Options) -> Result<Counts> {
    let mix = Mix::load(&options.mix)?;
    empty_folder(dir)?;
    let plan = Plan::new(options, &mix.register);
    let world = World::new(options, &mix, &plan);
    let folder = Folder(dir);

    let mut bytes =
        folder.rows("roster.csv", &rows::ROSTER, options.candidates, |i, out, _| append(out, &world.roster(i)))?.bytes;
    let records = folder.rows("discipline.csv", &rows::DISCIPLINE, options.records, |i, out, truth| {
        world.record(i).append(out, truth);
    })?;
    let pairs = folder.truth("truth.csv", "record_id", &records.truth)?;
    let at_least = |given: Option<usize>, part: usize| given.unwrap_or_else(|| (options.candidates / part).max(20));
    let organisations = at_least(options.organisations, 200);
    bytes += folder
        .rows("organisations.csv", &rows::ORGANISATIONS, organisations, |i, out, _| append(out, &world.organisation(i)))?
        .bytes;
    let complaints = folder.rows("complaints.csv", &rows::COMPLAINTS, at_least(options.complaints, 100), |i, out, truth| {
        world.complaint(i).append(out, truth);
    })?;
    let inspections =
        folder.rows("inspections.csv", &rows::INSPECTIONS, at_least(options.inspections, 200), |i, out, truth| {
            world.inspection(i).append(out, truth);
        })?;
    bytes += records.bytes + pairs.bytes + complaints.bytes + inspections.bytes;
    bytes += folder.truth("truth-complaints.csv", "complaint_id", &complaints.truth)?.bytes;
    bytes += folder.truth("truth-inspections.csv", "inspection_id", &inspections.truth)?.bytes;
    bytes += folder.text("batch.toml", rows::batch(&mix.title, options.seed).as_bytes())?;

    Ok(Counts {
        candidates: options.candidates,
        records: options.records,
        pairs: pairs.lines,
        organisations,
        complaints: complaints.lines,
        inspections: inspections.lines,
        bytes,
    })
}

/// Makes `dir`, or leaves it where it is empty.
///
/// # Errors
/// It holds something: nothing is ever overwritten.
pub(crate) fn empty_folder(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir).map_err(|cause| Error::writing(dir, cause))?;
    let mut entries = fs::read_dir(dir).map_err(|cause| Error::reading(dir, &cause))?;
    if entries.next().is_some() {
        return Err(Error::new(Text::new("E070-folder-not-empty")).at(Place::file(dir)));
    }
    Ok(())
}

struct Folder<'a>(&'a Path);

/// A file that was written, and the lines of truth that go with it.
struct Made {
    bytes: u64,
    lines: usize,
    truth: Vec<u8>,
}

impl Folder<'_> {
    /// A file of `count` rows under a header of `columns`. `row` appends one row to its second argument, and what is true of it to the third.
    fn rows(
        &self,
        name: &str,
        columns: &[&str],
        count: usize,
        row: impl Fn(usize, &mut Vec<u8>, &mut Vec<u8>) + Sync,
    ) -> Result<Made> {
        let path = self.0.join(name);
        let failed = |cause: std::io::Error| Error::writing(&path, cause);
        let mut file = File::create(&path).map_err(failed)?;
        let mut header = Vec::new();
        append(&mut header, columns);
        let mut made = Made { bytes: header.len() as u64, lines: count, truth: Vec::new() };
        file.write_all(&header).map_err(failed)?;
        for wave in (0..count).step_by(CHUNK * WAVE) {
            let end = count.min(wave + CHUNK * WAVE);
            let starts: Vec<usize> = (wave..end).step_by(CHUNK).collect();
            let chunks: Vec<(Vec<u8>, Vec<u8>)> = starts
                .into_par_iter()
                .map(|start| {
                    let (mut out, mut truth) = (Vec::with_capacity(CHUNK * 256), Vec::new());
                    (start..end.min(start + CHUNK)).for_each(|i| row(i, &mut out, &mut truth));
                    (out, truth)
                })
                .collect();
            for (out, truth) in chunks {
                file.write_all(&out).map_err(failed)?;
                made.bytes += out.len() as u64;
                made.truth.extend_from_slice(&truth);
            }
        }
        Ok(made)
    }

    /// A file of pairs of a candidate and what `id` names, sorted.
    fn truth(&self, name: &str, id: &str, lines: &[u8]) -> Result<Made> {
        let mut sorted: Vec<&[u8]> = lines.split_inclusive(|byte| *byte == b'\n').collect();
        sorted.par_sort_unstable();
        let mut out = Vec::with_capacity(lines.len() + 64);
        append(&mut out, &["candidate_id", id, "kinds"]);
        sorted.iter().for_each(|line| out.extend_from_slice(line));
        Ok(Made { bytes: self.text(name, &out)?, lines: sorted.len(), truth: Vec::new() })
    }

    /// A file as it is; how long it is.
    fn text(&self, name: &str, content: &[u8]) -> Result<u64> {
        let path = self.0.join(name);
        fs::write(&path, content).map_err(|cause| Error::writing(&path, cause))?;
        Ok(content.len() as u64)
    }
}
