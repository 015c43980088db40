//! What of a run's folder does a comparison need?

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use polars::prelude::{AnyValue, DataFrame};

use super::{Question, Said};
use crate::cli::kept;
use crate::error::Result;
use crate::table;
use crate::table::facts::Scope;

/// A candidate and a record.
type Pair = (String, String);
/// Facts by name.
pub(super) type Facts = BTreeMap<String, String>;

/// The parts of a run that a comparison needs.
pub(super) struct Kept {
    folder: PathBuf,
    /// What it said, by question.
    pub said: BTreeMap<Question, Said>,
    /// How candidate and record hang together, and the register of the record.
    pub links: BTreeMap<Pair, (String, String)>,
    /// What people settled of a pair: `same`, `different`.
    pub answered: BTreeMap<Pair, String>,
    /// What both sides of a pair say, comparison by comparison.
    pub sides: BTreeMap<Pair, (Vec<String>, Vec<String>)>,
    /// Digests of the files read, by kind.
    pub inputs: BTreeMap<String, BTreeSet<String>>,
    /// Digests of rule packs and overlays.
    pub rules: BTreeSet<String>,
    /// The linking model and its thresholds.
    pub model: String,
    /// The date of judgement.
    pub as_of: String,
    /// The candidates' own facts. Filled in by [`Self::load_facts`], for those asked for.
    pub candidates: BTreeMap<String, Facts>,
    /// The facts of candidate and record, likewise.
    pub records: BTreeMap<Pair, Facts>,
}

fn owned(value: Option<&str>) -> String {
    value.unwrap_or_default().to_owned()
}

impl Kept {
    /// The run in a folder.
    ///
    /// # Errors
    /// It is no run's folder, or a table in it cannot be read.
    pub fn load(folder: &Path) -> Result<Self> {
        let manifest = kept::document(folder, "manifest")?;
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let list = |name: &str| manifest[name].as_array().cloned().unwrap_or_default();
        let mut inputs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for source in list("sources") {
            inputs.entry(text(&source["kind"])).or_default().insert(text(&source["sha256"]));
        }
        let options = &manifest["options"];
        let mut run = Self {
            folder: folder.to_owned(),
            said: said(&kept::table(folder, "flags")?)?,
            links: BTreeMap::new(),
            answered: BTreeMap::new(),
            sides: BTreeMap::new(),
            inputs,
            rules: list("rules").iter().map(|rules| text(&rules["sha256"])).collect(),
            model: format!("{} {} {}", text(&manifest["model"]["sha256"]), options["ask"], options["link"]),
            as_of: text(&options["as_of"]),
            candidates: BTreeMap::new(),
            records: BTreeMap::new(),
        };
        run.load_links(&kept::table(folder, "links")?, &kept::table(folder, "evidence")?)?;
        Ok(run)
    }

    fn load_links(&mut self, links: &DataFrame, evidence: &DataFrame) -> Result<()> {
        let text = |name| table::text(links, name);
        let (candidates, records, states, sources) = (text("candidate_id")?, text("record_id")?, text("state")?, text("source")?);
        for row in 0..links.height() {
            let pair = (owned(candidates.get(row)), owned(records.get(row)));
            self.links.insert(pair, (owned(states.get(row)), owned(sources.get(row))));
        }
        let text = |name| table::text(evidence, name);
        let (candidates, records, comparisons) = (text("candidate_id")?, text("record_id")?, text("comparison")?);
        let (rungs, lefts, rights) = (text("rung")?, text("left")?, text("right")?);
        for row in 0..evidence.height() {
            let pair = (owned(candidates.get(row)), owned(records.get(row)));
            if comparisons.get(row) == Some("answer") {
                self.answered.insert(pair, owned(rungs.get(row)));
            } else {
                let (left, right) = self.sides.entry(pair).or_default();
                left.push(owned(lefts.get(row)));
                right.push(owned(rights.get(row)));
            }
        }
        Ok(())
    }

    /// Reads the facts of these candidates.
    ///
    /// # Errors
    /// A table cannot be read.
    pub fn load_facts(&mut self, concerned: &BTreeSet<&str>) -> Result<()> {
        for scope in Scope::ALL {
            let frame = kept::table(&self.folder, &format!("facts/{}", scope.name()))?;
            let candidates = table::text(&frame, "candidate_id")?;
            let records = if scope == Scope::Candidate { None } else { Some(table::text(&frame, "record_id")?) };
            for row in 0..frame.height() {
                let Some(candidate) = candidates.get(row).filter(|id| concerned.contains(id)) else { continue };
                let facts = facts(&frame, row);
                match records {
                    None => self.candidates.insert(candidate.to_owned(), facts),
                    Some(records) => self.records.insert((candidate.to_owned(), owned(records.get(row))), facts),
                };
            }
        }
        Ok(())
    }
}

/// What a run said, by question.
fn said(flags: &DataFrame) -> Result<BTreeMap<Question, Said>> {
    let text = |name| table::text(flags, name);
    let (candidates, rules, records) = (text("candidate_id")?, text("rule_id")?, text("record_ids")?);
    let (outcomes, versions, reasons) = (text("outcome")?, text("rule_version")?, text("reason")?);
    let one = |row| {
        let question =
            Question { candidate: owned(candidates.get(row)), rule: owned(rules.get(row)), records: owned(records.get(row)) };
        let said = Said { outcome: owned(outcomes.get(row)), version: owned(versions.get(row)), reason: owned(reasons.get(row)) };
        (question, said)
    };
    Ok((0..flags.height()).map(one).collect())
}

/// The facts in a row; the bounds of one that is known within bounds only make one fact.
fn facts(frame: &DataFrame, row: usize) -> Facts {
    let mut out = Facts::new();
    for column in frame.columns() {
        let name = column.name().as_str();
        if matches!(name, "candidate_id" | "record_id") {
            continue;
        }
        let base = name.strip_suffix("_min").or_else(|| name.strip_suffix("_max")).unwrap_or(name);
        let value = match column.get(row) {
            Ok(AnyValue::Null) | Err(_) => "?".to_owned(),
            Ok(value) => value.to_string(),
        };
        match out.get_mut(base) {
            Some(known) => {
                known.push_str(" … ");
                known.push_str(&value);
            }
            None => {
                out.insert(base.to_owned(), value);
            }
        }
    }
    out
}
