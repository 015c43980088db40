//! What does a province's office really hand in?
//!
//! One invented province in the files an office keeps: rosters as workbooks with titles, two-row headers, sections, totals and
//! signatures; a discipline register of three decades in three formats; letters, inspections and organisations. Every situation of
//! `situations.toml` stands in it once, among people made as everywhere in `sample`. The shipped example is made by this.

mod book;
mod paper;
mod province;
mod story;

use std::fs;
use std::path::Path;

use serde::Serialize;

use super::empty_folder;
use crate::error::{Error, Result};
use province::Province;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OfficeCounts {
    /// Rows of the rosters.
    pub candidates: usize,
    /// Rows of the discipline register.
    pub records: usize,
    /// Pairs of a candidate and a record of the same person.
    pub pairs: usize,
    /// Decisions on organisations.
    pub organisations: usize,
    /// Complaints and denunciations.
    pub complaints: usize,
    /// Inspections.
    pub inspections: usize,
    /// Situations of `situations.toml`.
    pub situations: usize,
}

/// Writes the example province into the folder `dir`, which must be empty or not exist. There is nothing to choose: the same files
/// come out every time.
///
/// # Errors
/// The folder is not empty or cannot be written.
pub fn write(dir: &Path) -> Result<OfficeCounts> {
    let province = Province::invent()?;
    empty_folder(dir)?;
    for (name, content) in paper::files(&province)? {
        let path = dir.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|cause| Error::writing(folder, cause))?;
        }
        fs::write(&path, content).map_err(|cause| Error::writing(&path, cause))?;
    }
    Ok(province.counts())
}
