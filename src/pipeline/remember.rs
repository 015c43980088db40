//! What do people's earlier answers say of this run, and what does the run ask them next?

use std::collections::BTreeSet;
use std::path::Path;

use super::{Material, Norms, Options};
use crate::config::Batch;
use crate::error::Result;
use crate::judge::Judged;
use crate::link::Linked;
use crate::pipeline::province;
use crate::review::gather::{Questions, Results};
use crate::review::past::{Past, digest};
use crate::review::rows::Rows;
use crate::review::{Ledger, NewRun, Recorded};
use crate::table::answers::{Answer, Answers};
use crate::table::people::Candidates;
use crate::table::run::Digest;
use crate::table::standing::Standing;

/// The answers in the batch's file, then those of its ledger: where both speak of a pair, the ledger's are the later.
pub fn all(file: &Answers, memory: Option<&Memory<'_>>) -> Answers {
    let ledger = memory.map(|memory| memory.past.answers.0.as_slice()).unwrap_or_default();
    let pair = |answer: &Answer| (answer.candidate_id.clone(), answer.record_id.clone());
    let settled: BTreeSet<_> = ledger.iter().map(pair).collect();
    let from_file = file.0.iter().filter(|answer| !settled.contains(&pair(answer)));
    Answers(from_file.chain(ledger).cloned().collect())
}

/// The ledger that the batch names, and what it says of this run's rows.
pub struct Memory<'a> {
    ledger: Ledger,
    rows: Rows<'a>,
    /// The answers as far as they concern this run.
    pub past: Past,
}

impl<'a> Memory<'a> {
    /// What earlier answers say of `candidates` and the registers. None: the batch names no ledger.
    ///
    /// # Errors
    /// The ledger cannot be read, or not be made.
    pub fn open(material: &'a Material, candidates: &'a Candidates, norms: &'a Norms, batch: &Batch) -> Result<Option<Self>> {
        let Some(path) = &batch.ledger else { return Ok(None) };
        let cleaned = &material.cleaned;
        let (cases, complaints, inspections, organisations) =
            (&cleaned.cases, &cleaned.complaints, &cleaned.inspections, &cleaned.organisations);
        let rows = Rows::new(candidates, cases, complaints, inspections, organisations, &norms.model.sha256)?;
        let ledger = Ledger::open(path)?;
        let past = ledger.past(&rows)?;
        Ok(Some(Self { ledger, rows, past }))
    }

    /// How this run's questions stand after earlier answers.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn standing(&self, linked: &Linked, judged: &Judged, batch: &Batch, options: &Options) -> Result<Standing> {
        self.ledger.standing(questions(&self.rows, &self.past, linked, judged, batch, options)?.iter())
    }

    /// The answers that this run rests on, by name and digest.
    pub fn digest(&self, standing: &Standing) -> Digest {
        let name = self.ledger.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Digest { name, sha256: digest(&self.past.answers, standing) }
    }

    /// Puts this run's questions into the ledger.
    ///
    /// # Errors
    /// It cannot be written; then nothing of the run is in it.
    pub fn record(
        self,
        linked: &Linked,
        judged: &Judged,
        batch: &Batch,
        province: Option<&str>,
        out: &Path,
        options: &Options,
    ) -> Result<Recorded> {
        let run = NewRun {
            title: batch.title.clone(),
            as_of: batch.as_of,
            folder: out.to_owned(),
            province: province.map(str::to_owned),
            model: self.rows.model().to_owned(),
            lang: options.lang.code().to_owned(),
            at: (options.now)(),
        };
        let Self { mut ledger, rows, past } = self;
        ledger.record(&run, questions(&rows, &past, linked, judged, batch, options)?.iter())
    }
}

/// The questions of this run.
fn questions<'q>(
    rows: &'q Rows<'_>,
    past: &'q Past,
    linked: &'q Linked,
    judged: &'q Judged,
    batch: &Batch,
    options: &Options,
) -> Result<Questions<'q>> {
    Questions::of(Results {
        rows,
        links: &linked.links,
        findings: &linked.evidence,
        flags: &judged.flags,
        twins: &linked.counts.twins,
        answered: &past.pairs,
        lang: options.lang,
        ids: batch.ids,
        province_of: &|written| written.map_or_else(|| province::NONE.to_owned(), province::code),
    })
}
