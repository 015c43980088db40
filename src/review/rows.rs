//! Which rows is a run about, and what of them does an answer rely on?

use polars::prelude::DataFrame;
use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use super::item::{Material, hex};
use crate::error::Result;
use crate::table::people::{Candidates, Cases, Complaints, Inspections, Organisations};
use crate::table::run::ShowIds;
use crate::table::{self, show};

/// What tells a person from another: the fields that the linker compares.
const IDENTITY: &[&str] = &[
    "full_name",
    "other_names",
    "born",
    "sex",
    "home_place",
    "national_id",
    "party_card",
    "organisation",
    "party_joined",
    "decided",
];
/// The registers of persons, by the name in `links.source`; decisions on organisations come last.
pub(super) const REGISTERS: [&str; 4] = ["discipline", "complaints", "inspections", "organisations"];

/// The rows that a run is about, with the ways to them. Maps are only looked into, never iterated.
pub struct Rows<'a> {
    pub(super) candidates: (&'a DataFrame, FxHashMap<&'a str, usize>),
    registers: [(&'a DataFrame, FxHashMap<&'a str, usize>); 4],
    /// SHA-256 of the linking model.
    model: &'a str,
}

impl std::fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").field("candidates", &self.candidates.0.height()).finish_non_exhaustive()
    }
}

impl<'a> Rows<'a> {
    /// The ways to the rows of a run.
    ///
    /// # Errors
    /// A table lacks a column: a mistake of ours.
    pub fn new(
        candidates: &'a Candidates,
        cases: &'a Cases,
        complaints: &'a Complaints,
        inspections: &'a Inspections,
        organisations: &'a Organisations,
        model: &'a str,
    ) -> Result<Self> {
        let by_id = |frame: &'a DataFrame| -> Result<(&'a DataFrame, FxHashMap<&'a str, usize>)> {
            Ok((frame, table::text(frame, "id")?.iter().enumerate().filter_map(|(row, id)| Some((id?, row))).collect()))
        };
        Ok(Self {
            candidates: by_id(candidates.frame())?,
            registers: [
                by_id(cases.frame())?,
                by_id(complaints.frame())?,
                by_id(inspections.frame())?,
                by_id(organisations.frame())?,
            ],
            model,
        })
    }

    /// SHA-256 of the linking model.
    pub fn model(&self) -> &str {
        self.model
    }

    /// What an answer relies on that takes candidate and record as one person, or as two. None: one of them is in the tables no longer.
    pub fn link_material(&self, candidate: &str, source: &str, record: &str) -> Option<Material> {
        let row = *self.candidates.1.get(candidate)?;
        let (frame, record) = self.record(source, record)?;
        let mut material = Material::default();
        self.identity(&mut material, row, frame, record);
        Some(material)
    }

    pub(super) fn record(&self, source: &str, id: &str) -> Option<(&'a DataFrame, usize)> {
        let register = REGISTERS.iter().position(|register| *register == source)?;
        let (frame, rows) = &self.registers[register];
        Some((frame, *rows.get(id)?))
    }

    /// Both persons, and the model that compares them.
    pub(super) fn identity(&self, material: &mut Material, candidate: usize, frame: &DataFrame, record: usize) {
        for column in IDENTITY {
            put(material, "candidate", self.candidates.0, column, candidate);
            put(material, "record", frame, column, record);
        }
        material.0.insert("model".to_owned(), self.model.to_owned());
    }
}

/// A field as an answer relies on it: days as written in tables; identity numbers masked, with the first digits of their hash.
pub(super) fn put(material: &mut Material, side: &str, frame: &DataFrame, column: &str, row: usize) {
    let value = match column {
        "national_id" | "party_card" => show::text(frame, column, row)
            .or_else(|| show::text(frame, &format!("{column}_raw"), row))
            .map(|number| format!("{}#{}", show::masked(number, ShowIds::Masked), &hex(&Sha256::digest(number.as_bytes()))[..8])),
        column if frame.column(&format!("{column}_from")).is_ok() => show::bounds(frame, column, row),
        column => show::text(frame, column, row).map(str::to_owned),
    };
    if let Some(value) = value {
        material.0.insert(format!("{side}.{column}"), value);
    }
}
