//! Which rules does a run ask?

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::file::{Rule, Version};
use super::value::Value;
use crate::diag::Diagnostic;
use crate::error::Result;
use crate::table::facts::{Fact, Scope};
use crate::table::run::Digest;

/// Where a pack of rules lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackSource {
    /// A folder on disk.
    Folder(PathBuf),
    /// A pack inside the program, by name: `congress-14`.
    Shipped(String),
}

/// One value that a province put in the place of a pack's.
#[derive(Debug, Clone)]
pub struct Overlaid {
    /// The rule.
    pub rule: String,
    /// The parameter.
    pub parameter: String,
    /// The code, where the parameter is a table.
    pub key: Option<String>,
    /// The pack's value, in the last version that has the parameter.
    pub before: Value,
    /// The province's.
    pub after: Value,
    /// The province's basis.
    pub basis: String,
}

/// The rules of a run, read and checked.
#[derive(Debug, Clone, Default)]
pub struct RuleSet {
    /// Sorted by identifier.
    pub rules: Vec<Rule>,
    /// What a province's overlay changed, in the order of its file.
    pub overlays: Vec<Overlaid>,
    /// What somebody should look at; errors never get this far.
    pub warnings: Vec<Diagnostic>,
    /// Each pack and the overlay, with its SHA-256.
    pub digests: Vec<Digest>,
}

impl RuleSet {
    /// The rules of all `packs`, with the province's `overlay`, checked against the documented `facts`.
    ///
    /// # Errors
    /// All mistakes of all files at once, as diagnostics.
    pub fn load(packs: &[PackSource], overlay: Option<&Path>, facts: &[Fact]) -> Result<Self> {
        let _ = (packs, overlay, facts);
        Ok(Self::default())
    }

    /// SHA-256 over the digests of the packs and the overlay, in hexadecimal.
    pub fn digest(&self) -> String {
        String::new()
    }

    /// The rules that are asked of rows of `scope` on `as_of`, with the version that applies: drafts included, retired ones not.
    pub fn asked(&self, scope: Scope, as_of: NaiveDate) -> Vec<(&Rule, &Version)> {
        let _ = (scope, as_of);
        Vec::new()
    }

    /// The rules that are not asked on `as_of`: retired, or without a version for that day.
    pub fn not_asked(&self, as_of: NaiveDate) -> Vec<&Rule> {
        let _ = as_of;
        Vec::new()
    }
}
