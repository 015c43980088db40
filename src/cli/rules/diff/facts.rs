//! Which of the facts that a run kept do the rules read?

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use polars::prelude::DataFrame;

use super::super::super::kept;
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::rule::RuleSet;
use crate::rule::diff::Population;
use crate::table::facts::Scope;

/// The facts of a run, as far as some rules read them.
#[derive(Debug)]
pub struct Kept {
    /// The run's folder as the user wrote it.
    pub run: String,
    /// The facts.
    pub population: Population,
    columns: BTreeSet<(Scope, String)>,
}

impl Kept {
    /// The facts that the rules of `sets` read: what is in `slot` where that is enough, else read from `run` anew.
    ///
    /// # Errors
    /// The folder holds no run, or the run kept no such fact.
    pub fn with<'a>(slot: &'a mut Option<Self>, run: &Path, sets: &[&RuleSet]) -> Result<&'a Self> {
        let wanted = wanted(sets);
        let is_enough = slot.as_ref().is_some_and(|kept| wanted.is_subset(&kept.columns));
        let kept = match slot.take() {
            Some(kept) if is_enough => kept,
            _ => Self::read(run, wanted)?,
        };
        Ok(slot.insert(kept))
    }

    fn read(run: &Path, columns: BTreeSet<(Scope, String)>) -> Result<Self> {
        let manifest = kept::document(run, "manifest")?;
        let as_of = manifest["options"]["as_of"].as_str().and_then(|day| day.parse::<NaiveDate>().ok());
        let as_of = as_of.ok_or_else(|| {
            let path = run.join("manifest.json");
            Error::new(Text::new("E451-table-broken")).at(Place::file(path))
        })?;
        let frame = |scope: Scope| -> Result<(Scope, DataFrame)> {
            let names: Vec<String> = columns.iter().filter(|(of, _)| *of == scope).map(|(_, name)| name.clone()).collect();
            Ok((scope, kept::columns(run, &format!("facts/{}", scope.name()), names)?))
        };
        let frames = Scope::ALL.into_iter().map(frame).collect::<Result<Vec<_>>>()?;
        Ok(Self { run: run.display().to_string(), population: Population::new(frames, as_of)?, columns })
    }
}

/// The columns to load, by scope.
fn wanted(sets: &[&RuleSet]) -> BTreeSet<(Scope, String)> {
    let mut out = BTreeSet::new();
    for scope in Scope::ALL {
        let (of_candidates, of_records) = (&["candidate_id", "province_code", "level"][..], &["candidate_id", "record_id"][..]);
        let mut names = (if scope == Scope::Candidate { of_candidates } else { of_records }).to_vec();
        if scope.fact("link_conflict").is_some() {
            names.push("link_conflict");
        }
        out.extend(names.into_iter().map(|name| (scope, name.to_owned())));
        let rules = sets.iter().flat_map(|set| &set.rules).filter(|rule| rule.scope == scope);
        let facts = rules.flat_map(|rule| &rule.versions).flat_map(|version| version.condition.facts());
        out.extend(facts.flat_map(|fact| fact.columns()).map(|name| (scope, name)));
    }
    out
}
