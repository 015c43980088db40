//! What do the people who sign, review and repeat a run get to read?
//!
//! [`write()`] makes a run's folder: `report.html`, `report.docx`, `flagged.xlsx`, the tables as parquet and csv, `summary.json` and
//! `manifest.json`. The folder appears whole or not at all, and everything in it but the timings in `summary.json` is
//! byte-identical for the same inputs and options.

mod desk;
mod docx;
mod dossier;
mod folder;
mod front;
mod html;
pub mod index;
mod joined;
mod labels;
mod line;
mod manifest;
mod show;
pub mod statistics;
mod summary;
mod svg;
mod tables;
mod xlsx;

use std::path::Path;

pub use docx::Template;
pub use statistics::Statistics;

use polars::prelude::DataFrame;

use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::table::facts::Fact;
use crate::table::flags::Flags;
use crate::table::links::{Evidence, LinkCounts, Links};
use crate::table::people::{Candidates, Cases, Complaints, Inspections, Organisations};
use crate::table::rejects::{Notice, Reject};
use crate::table::run::{Digest, Manifest, Timings};
use crate::table::standing::Standing;

/// Everything a run's folder is made from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The language of the report, the same in which the sentences of flags and evidence were written.
    pub lang: Lang,
    /// What was read and by what it was judged; `outputs` is filled in here.
    pub manifest: &'a Manifest,
    /// The roster.
    pub candidates: &'a Candidates,
    /// Discipline records.
    pub cases: &'a Cases,
    /// Complaints and denunciations.
    pub complaints: &'a Complaints,
    /// Inspections.
    pub inspections: &'a Inspections,
    /// Decisions on organisations.
    pub organisations: &'a Organisations,
    /// Pairs taken, or perhaps, as one person.
    pub links: &'a Links,
    /// The findings under them.
    pub evidence: &'a Evidence,
    /// What the linker counted.
    pub link_counts: &'a LinkCounts,
    /// Rules that fired or could not be decided.
    pub flags: &'a Flags,
    /// How its questions stand after the answers to earlier runs. None: the batch keeps no ledger.
    pub standing: Option<&'a Standing>,
    /// Rows that could not be used.
    pub rejects: &'a [Reject],
    /// Remarks about rows and files that were used.
    pub notices: &'a [Notice],
    /// Every rule of the packs, asked or not, in the order to print them.
    pub rules: &'a [RuleLine],
    /// What a province put in the place of the packs' values, in the order of its file.
    pub overlays: &'a [OverlayLine],
    /// The documented facts, for the words beside a value.
    pub documented: &'a [Fact],
    /// The fact frames by scope name, kept as `facts/NAME.parquet`.
    pub facts: &'a [(&'a str, &'a DataFrame)],
    /// What the letterhead says.
    pub letter: &'a Letter,
    /// The Word document that `report.docx` is made from.
    pub template: &'a Template,
    /// Seconds per stage up to now.
    pub timings: &'a Timings,
}

/// One rule as the report lists it.
#[derive(Debug, Clone, Default)]
pub struct RuleLine {
    /// Its identifier, as `TD102`.
    pub id: String,
    /// What it catches, in the run's language.
    pub title: String,
    /// The first day of the version that `as_of` chose, as `2025-04-14`. Empty: no version is in force.
    pub version: String,
    /// Its legal basis.
    pub basis: String,
    /// How sure the basis is: `verified`, `partly` or `unverified`.
    pub confidence: String,
    /// `stop`, `look` or `note`.
    pub severity: String,
    /// Why it was not asked, in the run's language. None: it was asked.
    pub not_asked: Option<String>,
    /// The values its version gives to the condition, overlays applied, sorted by name.
    pub values: Vec<RuleValue>,
    /// What its author says of the version: how days are counted, what is still to be confirmed. None: nothing.
    pub note: Option<String>,
}

/// One value of a rule's version.
#[derive(Debug, Clone, Default)]
pub struct RuleValue {
    /// The parameter.
    pub name: String,
    /// The code, where the parameter is a table.
    pub key: Option<String>,
    /// A number, a text, a day as `2025-04-14`, or a list of them.
    pub value: serde_json::Value,
}

/// One value that a province put in the place of a pack's.
#[derive(Debug, Clone, Default)]
pub struct OverlayLine {
    /// The rule.
    pub rule: String,
    /// The province's value.
    pub value: RuleValue,
    /// The pack's.
    pub before: serde_json::Value,
    /// The province's basis.
    pub basis: String,
}

/// What the letterhead of the report says; None: left as a dotted line or made from the batch's title and level.
#[derive(Debug, Clone, Default)]
pub struct Letter {
    /// The committee above, as `TỈNH ỦY HÀ GIANG`.
    pub superior: Option<String>,
    /// The commission that reports, as `ỦY BAN KIỂM TRA`.
    pub commission: Option<String>,
    /// The place in the date line, as `Hà Giang`.
    pub place: Option<String>,
    /// Who signs.
    pub signer: Option<String>,
}

/// Writes the run's folder `dir` and gives the digest of every file in it but `summary.json` (which holds timings) and
/// `manifest.json` (which holds these digests), with the run's counts.
///
/// The files are written into a hidden folder beside `dir`, readable by their owner alone, which then takes its name.
///
/// # Errors
/// `dir` exists and is not empty (`E201`), it cannot be made (`E202`), or a file cannot be written (`E004`).
pub fn write(input: &Input<'_>, dir: &Path) -> Result<(Vec<Digest>, Statistics)> {
    let folder = folder::Folder::create(dir)?;
    // The tables need none of what the page, the letter and the workbook are made from, so they are written beside all of it.
    let statistics = std::thread::scope(|scope| {
        let tables = scope.spawn(|| tables::write(input, &folder));
        let joined = &joined::Joined::new(input)?;
        let dossiers = &dossier::dossiers(joined)?;
        let statistics = Statistics::of(joined)?;
        let t = &labels::Labels::new(input.lang);
        let desk = &desk::Desk { joined, statistics: &statistics, dossiers, t, lang: input.lang };
        let front = &front::Front::of(desk);
        std::thread::scope(|scope| {
            let workbook = scope.spawn(|| xlsx::write(joined, &statistics, &folder));
            html::write(desk, front, &folder).and_then(|()| docx::write(desk, front, &folder))?;
            join(workbook)
        })?;
        join(tables)?;
        Ok::<_, Error>(statistics)
    })?;

    let outputs = folder.digests()?;
    summary::write(input, &statistics, &folder)?;
    manifest::write(input, &outputs, &folder)?;
    folder.finish()?;
    Ok((outputs, statistics))
}

/// What a writer's thread came to. A panic in it is not hidden: it goes on in the caller.
fn join(thread: std::thread::ScopedJoinHandle<'_, Result<()>>) -> Result<()> {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
