//! `manifest.json`: what the run was made from and what it made, so that anybody can repeat it and compare.
//!
//! It holds the digest of every output but itself and `summary.json`, which differs from run to run by its timings.

use std::io::Write as _;

use serde::Serialize;

use super::folder::Folder;
use super::{Input, RuleLine};
use crate::error::Result;
use crate::table::run::{Digest, Manifest};

#[derive(Serialize)]
struct File<'a> {
    program: &'static str,
    /// The language of sentences in the outputs.
    lang: &'static str,
    #[serde(flatten)]
    manifest: &'a Manifest,
    asked: Vec<Chosen<'a>>,
}

/// A rule and the version that `as_of` chose.
#[derive(Serialize)]
struct Chosen<'a> {
    rule_id: &'a str,
    rule_version: &'a str,
    /// None: it was asked.
    not_asked: Option<&'a str>,
}

impl<'a> Chosen<'a> {
    fn of(rule: &'a RuleLine) -> Self {
        Self { rule_id: &rule.id, rule_version: &rule.version, not_asked: rule.not_asked.as_deref() }
    }
}

/// Writes `manifest.json` with `outputs` as the run's outputs.
pub(super) fn write(input: &Input<'_>, outputs: &[Digest], folder: &Folder) -> Result<()> {
    let manifest = Manifest { outputs: outputs.to_vec(), ..input.manifest.clone() };
    let file = File {
        program: "thamdinh",
        lang: input.lang.code(),
        manifest: &manifest,
        asked: input.rules.iter().map(Chosen::of).collect(),
    };
    folder.write("manifest.json", |out| -> std::result::Result<(), Box<dyn std::error::Error>> {
        serde_json::to_writer_pretty(&mut *out, &file)?;
        Ok(out.write_all(b"\n")?)
    })
}
