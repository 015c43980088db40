//! What a run read, used and met: for the summary, the report's first page and the manifest.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::raw::Source;
use super::rejects::RowCount;

/// The level of the congress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CongressLevel {
    /// The national congress.
    Central,
    /// A province or a centrally-run city.
    Province,
    /// A commune, ward or special zone.
    Commune,
    /// A grassroots Party organisation.
    Grassroots,
}

impl CongressLevel {
    /// The word in batch files and facts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Central => "central",
            Self::Province => "province",
            Self::Commune => "commune",
            Self::Grassroots => "grassroots",
        }
    }
}

/// Whether reports show identity numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShowIds {
    /// All but the last three digits hidden.
    Masked,
    /// Whole.
    Full,
}

/// What the run was asked to do: everything that may change its results, and nothing else.
#[derive(Debug, Clone, Serialize)]
pub struct RunOptions {
    /// The batch's title.
    pub title: String,
    /// The date of judgement.
    pub as_of: NaiveDate,
    /// The day the congress opens. None: not given, so nothing is counted in working days.
    pub opens_on: Option<NaiveDate>,
    /// The level of the congress. None: not given.
    pub level: Option<CongressLevel>,
    /// Province code the run was limited to. None: all.
    pub province: Option<String>,
    /// Pairs at or above are shown to a reviewer, 0..=1.
    pub ask: f64,
    /// Pairs at or above count as one person, 0..=1.
    pub link: f64,
    /// How identity numbers are shown.
    pub ids: ShowIds,
}

/// A named file or folder with its digest.
#[derive(Debug, Clone, Serialize)]
pub struct Digest {
    /// Its name, relative to the batch or the run's folder.
    pub name: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// One value that a province put in the place of a rule's.
#[derive(Debug, Clone, Serialize)]
pub struct Replaced {
    /// The rule's identifier.
    pub rule: String,
    /// The parameter, with the code where it is a table: `bar_months[warning]`.
    pub parameter: String,
    /// The pack's value, in the last version that has the parameter.
    pub before: String,
    /// The province's.
    pub after: String,
    /// The province's basis.
    pub basis: String,
}

/// Seconds per stage: the only part of a run's files that differs between two runs.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Timings(pub Vec<(&'static str, f64)>);

/// What was read and by which rules and model it was judged.
#[derive(Debug, Clone, Serialize)]
pub struct Manifest {
    /// The program's version.
    pub version: String,
    /// What the run was asked to do.
    pub options: RunOptions,
    /// Every file and sheet that was read.
    pub sources: Vec<Source>,
    /// Every rule pack and overlay.
    pub rules: Vec<Digest>,
    /// What the overlay changed, in the order of its file.
    pub overlays: Vec<Replaced>,
    /// The linking model.
    pub model: Digest,
    /// The Word document that the report was written into.
    pub template: Digest,
    /// The answers of people that the run rests on. None: the batch names no ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ledger: Option<Digest>,
    /// The file of answers that the linking took as given. None: the batch names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<Digest>,
    /// Rows in and out per kind of input.
    pub rows: Vec<RowCount>,
    /// Every file the run wrote, the manifest and timings apart.
    pub outputs: Vec<Digest>,
}
