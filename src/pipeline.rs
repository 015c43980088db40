//! The whole way, once: read → clean → link → judge → report → review.
//!
//! The only file that names every stage. [`Norms::load`] reads the rules and the model, [`gather`] reads and cleans the batch's
//! files, [`vet`] links, judges and reports one province of them, or all; the answers that people gave to earlier runs enter it at its
//! top, and its questions go to them at its end. Nothing here asks for the time: the caller passes a clock.

mod pages;
mod papers;
pub mod province;
mod remember;
mod watch;

use std::path::{Path, PathBuf};

use polars::prelude::DataFrame;

pub use watch::{Keep, Options, Stage, Watch};

use crate::clean::{self, Cleaned, clean};
use crate::config::{Batch, Input};
use crate::error::{Error, Result};
use crate::judge::{self, judge};
use crate::lang::Text;
use crate::link::block::EXHAUSTIVE_PAIRS;
use crate::link::model::Model;
use crate::link::{self, Linked, Register, link};
use crate::read::{self, read};
use crate::report::{self, Statistics, Template};
use crate::review::Recorded;
use crate::rule::{PackSource, RuleSet};
use crate::table::answers::Answers;
use crate::table::facts::FACTS;
use crate::table::flags::Flags;
use crate::table::links::LinkCounts;
use crate::table::people::Candidates;
use crate::table::raw::Source;
use crate::table::rejects::{Notice, Reject, RowCount};
use crate::table::run::{Digest, ShowIds, Timings};
use crate::table::standing::StandingCounts;
use remember::Memory;

/// By what a batch is judged.
#[derive(Debug)]
pub struct Norms {
    /// The rules, checked.
    pub rules: RuleSet,
    /// The linking model to start from.
    pub model: Model,
    /// The office's letter. None: the shipped one.
    pub template: Option<Template>,
}

impl Norms {
    /// The rules, the model and the letter that `batch` names. A run with a broken one does not start.
    ///
    /// # Errors
    /// All mistakes in the rule files at once, or those in the model, or those in the letter.
    pub fn load(batch: &Batch) -> Result<Self> {
        let packs = batch.rules.packs.iter().map(|pack| PackSource::find(pack, &batch.rules.base)).collect::<Result<Vec<_>>>()?;
        let rules = RuleSet::load(&packs, batch.rules.overlay.as_deref(), FACTS)?;
        let template = batch.template.as_deref().map(Template::load).transpose()?;
        Ok(Self { rules, model: model(batch)?, template })
    }
}

/// What was read and cleaned: the same for every province of the batch.
#[derive(Debug)]
pub struct Material {
    /// Every file and sheet that was read.
    pub sources: Vec<Source>,
    /// Persons, cases, complaints, inspections, organisations; and rows in = rows used + rows rejected.
    pub cleaned: Cleaned,
    /// Rows that could not be used, of reading and of cleaning.
    pub rejects: Vec<Reject>,
    /// Remarks on rows and files that were used, likewise.
    pub notices: Vec<Notice>,
    /// What people answered to earlier runs.
    pub answers: Answers,
    /// The file they stood in. None: the batch names none.
    pub answers_file: Option<Digest>,
    /// Seconds per stage up to here.
    pub timings: Timings,
}

/// Reads and cleans the files of `batch`.
///
/// # Errors
/// A file cannot be read, has no recognised header, or lacks a required column.
pub fn gather(batch: &Batch, options: &Options) -> Result<Material> {
    let mut timings = Timings::default();
    let progress = |done| options.watch.advance(done);
    let requests: Vec<read::Request> = batch.inputs.iter().map(request).collect();
    let bytes = read::size(&requests);
    let found = options.time(&mut timings, Stage::Read, Some(bytes), || read(&requests, &progress))?;
    for (i, raw) in found.raws.iter().enumerate() {
        options.keep(&[(&format!("read-{}-{}", i + 1, raw.source.kind.name()), &raw.frame)])?;
    }
    let sources: Vec<Source> = found.raws.iter().map(|raw| raw.source.clone()).collect();
    let mut cleaned =
        options.time(&mut timings, Stage::Clean, None, || clean(&found.raws, clean::Options { as_of: batch.as_of }))?;
    options.keep(&[
        ("clean-candidates", cleaned.candidates.frame()),
        ("clean-cases", cleaned.cases.frame()),
        ("clean-complaints", cleaned.complaints.frame()),
        ("clean-inspections", cleaned.inspections.frame()),
        ("clean-organisations", cleaned.organisations.frame()),
    ])?;
    account(&mut cleaned.rows, &sources, &found.rejects)?;
    drop(found.raws);
    pages::give_back();
    let (mut rejects, mut notices) = (found.rejects, found.notices);
    rejects.append(&mut cleaned.rejects);
    notices.append(&mut cleaned.notices);
    let (mut answers, mut answers_file) = (Answers::default(), None);
    if let Some(path) = &batch.link.answers {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (found, mut remarks) = read::answers(path, &name)?;
        notices.append(&mut remarks);
        answers = found;
        answers_file = Some(Digest { name, sha256: read::sha256(path)? });
    }
    Ok(Material { sources, cleaned, rejects, notices, answers, answers_file, timings })
}

/// Adds the rows that reading rejected to the counts of cleaning, and compares the sums with what stands in the files.
fn account(rows: &mut [RowCount], sources: &[Source], rejects: &[Reject]) -> Result<()> {
    for count in rows {
        let lost = rejects.iter().filter(|reject| reject.kind == count.kind).count();
        count.read += lost;
        count.rejected += lost;
        let stood: usize = sources.iter().filter(|source| source.kind == count.kind).map(|source| source.rows).sum();
        if stood != count.used + count.rejected {
            let text = Text::new("E008-rows-lost").count("read", stood).count("used", count.used);
            return Err(Error::new(text.count("rejected", count.rejected)));
        }
    }
    Ok(())
}

fn request(input: &Input) -> read::Request {
    let Input { kind, files, sheet, columns } = input.clone();
    read::Request { kind, files, sheet, columns }
}

/// The linking model as fitted to the files of `batch`.
///
/// # Errors
/// As [`gather`]; or the model that the batch names cannot be used.
pub fn train(batch: &Batch, options: &Options) -> Result<Model> {
    let material = gather(batch, options)?;
    let model = model(batch)?;
    let mut timings = Timings::default();
    let linked = options.time(&mut timings, Stage::Link, None, || {
        link_all(&material.cleaned.candidates, &material, &material.answers, &model, batch, options)
    })?;
    Ok(linked.model)
}

fn model(batch: &Batch) -> Result<Model> {
    match &batch.link.model {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|cause| Error::reading(path, &cause))?;
            Model::parse(&path.display().to_string(), &text)
        }
        None => Model::shipped(),
    }
}

/// Links `candidates` with every register of persons.
fn link_all(
    candidates: &Candidates,
    material: &Material,
    answers: &Answers,
    model: &Model,
    batch: &Batch,
    options: &Options,
) -> Result<Linked> {
    let cleaned = &material.cleaned;
    let registers = [
        Register { name: "discipline", frame: cleaned.cases.frame() },
        Register { name: "complaints", frame: cleaned.complaints.frame() },
        Register { name: "inspections", frame: cleaned.inspections.frame() },
    ];
    link(&link::Input {
        candidates,
        registers: &registers,
        ask: batch.link.ask,
        link: batch.link.link,
        model,
        answers,
        exhaustive_pairs: EXHAUSTIVE_PAIRS,
        lang: options.lang,
        show_ids: batch.ids == ShowIds::Full,
    })
}

/// One province's results, or the whole batch's.
#[derive(Debug)]
pub struct Vetted {
    /// The run's folder.
    pub out: PathBuf,
    /// Rows in = rows used + rows rejected; of the roster, this province's.
    pub rows: Vec<RowCount>,
    /// Candidates that were judged.
    pub candidates: usize,
    /// Candidates of other provinces, left for runs of their own.
    pub elsewhere: usize,
    /// What the linker counted.
    pub link_counts: LinkCounts,
    /// Rules that fired, or could not be decided.
    pub flags: Flags,
    /// The numbers of the report.
    pub statistics: Statistics,
    /// How its questions stand after earlier answers. None: the batch names no ledger.
    pub standing: Option<StandingCounts>,
    /// What became of its questions in the ledger. None: likewise.
    pub recorded: Option<Recorded>,
    /// Seconds per stage.
    pub timings: Timings,
}

/// Links, judges and reports the candidates of `province`, or all of them, into the folder `out`.
///
/// # Errors
/// Nobody belongs to `province`, or `out` or the ledger cannot be written.
pub fn vet(
    material: &Material,
    norms: &Norms,
    batch: &Batch,
    province: Option<&str>,
    out: &Path,
    options: &Options,
) -> Result<Vetted> {
    let mut timings = material.timings.clone();
    let Cleaned { candidates: everybody, cases, complaints, inspections, organisations, rows, .. } = &material.cleaned;
    let candidates = &match province {
        Some(code) => province::of(everybody, code)?,
        None => everybody.clone(),
    };
    let rows = province::rows(rows, candidates.len());

    let memory = Memory::open(material, candidates, norms, batch)?;
    let answers = remember::all(&material.answers, memory.as_ref());
    let linked = options
        .time(&mut timings, Stage::Link, None, || link_all(candidates, material, &answers, &norms.model, batch, options))?;
    options.keep(&[("link-links", linked.links.frame()), ("link-evidence", linked.evidence.frame())])?;

    pages::give_back();
    let judging = judge::Input {
        candidates,
        cases,
        complaints,
        inspections,
        organisations,
        links: &linked.links,
        twins: &linked.counts.twins,
        rules: &norms.rules,
        as_of: batch.as_of,
        opens_on: batch.opens_on,
        level: batch.level,
        lang: options.lang,
    };
    let judged = options.time(&mut timings, Stage::Judge, None, || judge(judging))?;
    let facts: Vec<(&str, &DataFrame)> = judged.frames.iter().map(|(scope, frame)| (scope.name(), frame)).collect();
    pages::give_back();
    options.keep(&[("judge-flags", judged.flags.frame())])?;

    let standing = memory.as_ref().map(|memory| memory.standing(&linked, &judged, batch, options)).transpose()?;
    let ledger = memory.as_ref().zip(standing.as_ref()).map(|(memory, standing)| memory.digest(standing));
    let so_far = timings.clone();
    let template = match &norms.template {
        Some(template) => template.clone(),
        None => Template::shipped(options.lang)?,
    };
    let reporting = report::Input {
        lang: options.lang,
        manifest: &papers::manifest(material, norms, batch, province, &rows, template.digest(), ledger),
        candidates,
        cases,
        complaints,
        inspections,
        organisations,
        links: &linked.links,
        evidence: &linked.evidence,
        link_counts: &linked.counts,
        flags: &judged.flags,
        standing: standing.as_ref(),
        rejects: &material.rejects,
        notices: &material.notices,
        rules: &papers::rule_lines(norms, batch, options.lang),
        overlays: &papers::overlay_lines(norms),
        documented: FACTS,
        facts: &facts,
        letter: &papers::letter(batch),
        template: &template,
        timings: &so_far,
    };
    let (_, statistics) = options.time(&mut timings, Stage::Report, None, || report::write(&reporting, out))?;
    let recorded = match memory {
        Some(memory) => Some(
            options.time(&mut timings, Stage::Review, None, || memory.record(&linked, &judged, batch, province, out, options))?,
        ),
        None => None,
    };

    Ok(Vetted {
        out: out.to_owned(),
        rows,
        candidates: candidates.len(),
        elsewhere: everybody.len() - candidates.len(),
        link_counts: linked.counts,
        flags: judged.flags,
        statistics,
        standing: standing.map(|standing| standing.counts()),
        recorded,
        timings,
    })
}
