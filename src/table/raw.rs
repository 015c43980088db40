//! What stood in the files: text cells under canonical column names, with file, sheet and row.

use std::path::PathBuf;

use polars::prelude::*;
use serde::{Deserialize, Serialize};

/// What an input file lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    /// Candidates.
    Roster,
    /// Past discipline decisions on persons.
    Discipline,
    /// Past discipline decisions on organisations.
    Organisations,
    /// Complaints and denunciations.
    Complaints,
    /// Inspections, under way or concluded.
    Inspections,
}

impl InputKind {
    /// All kinds, in the order of the contract.
    pub const ALL: [Self; 5] = [Self::Roster, Self::Discipline, Self::Organisations, Self::Complaints, Self::Inspections];

    /// The word in batch files: `roster`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::Discipline => "discipline",
            Self::Organisations => "organisations",
            Self::Complaints => "complaints",
            Self::Inspections => "inspections",
        }
    }

    /// The canonical columns that a file of this kind may have, from CONTRACT "Canonical columns". The first `required` must be found
    /// (identifiers are made from the row's content where absent, so they are not among them).
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Roster => &[
                "full_name",
                "candidate_id",
                "other_names",
                "date_of_birth",
                "sex",
                "home_place",
                "national_id",
                "party_card",
                "party_joined_on",
                "party_official_on",
                "organisation",
                "organisation_code",
                "position",
                "position_since",
                "level",
                "candidacy",
                "standing_for",
                "province_code",
            ],
            Self::Discipline => &[
                "full_name",
                "record_id",
                "other_names",
                "date_of_birth",
                "sex",
                "home_place",
                "national_id",
                "party_card",
                "organisation",
                "position",
                "decision_no",
                "decided_on",
                "announced_on",
                "form",
                "violation",
                "authority",
                "status",
            ],
            Self::Organisations => {
                &["organisation", "organisation_code", "form", "decision_no", "decided_on", "announced_on", "head", "status"]
            }
            Self::Complaints => &[
                "respondent",
                "complaint_id",
                "date_of_birth",
                "national_id",
                "party_card",
                "organisation",
                "kind",
                "received_on",
                "status",
                "conclusion",
            ],
            Self::Inspections => &["subject", "inspection_id", "started_on", "concluded_on", "conclusion", "proposed_form"],
        }
    }

    /// How many of [`Self::columns`], from the first, a file cannot do without.
    pub fn required(self) -> usize {
        1
    }

    /// The column that names a row. None: rows of this kind have no identifier in the contract (organisations get `org:` + digest).
    pub fn id_column(self) -> Option<&'static str> {
        match self {
            Self::Roster => Some("candidate_id"),
            Self::Discipline => Some("record_id"),
            Self::Complaints => Some("complaint_id"),
            Self::Inspections => Some("inspection_id"),
            Self::Organisations => None,
        }
    }
}

/// How one header cell was understood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeaderMatch {
    /// The header as it stands in the file; two merged rows are joined with ` › `.
    pub header: String,
    /// The column's place, from 0.
    pub index: usize,
    /// What was made of it.
    pub meaning: HeaderMeaning,
}

/// What a header was recognised as.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HeaderMeaning {
    /// A canonical column.
    Column(String),
    /// One part of a canonical column (surname and given name apart; the birth date in the column of the sex).
    Part(String, String),
    /// Known, and of no use here (row numbers, schooling).
    Unused(String),
    /// Left out on purpose: ethnicity, religion, family, opinions.
    LeftOut(String),
    /// Not known: the line to put into the batch file is in the notice.
    Unknown,
    /// Could be any of these.
    Ambiguous(Vec<String>),
}

/// One file or sheet that was read.
#[derive(Debug, Clone, Serialize)]
pub struct Source {
    /// What it lists.
    pub kind: InputKind,
    /// The file, relative to the batch file where it lies below it.
    pub file: String,
    /// The file on this machine.
    #[serde(skip)]
    pub path: PathBuf,
    /// The sheet. None: not a workbook.
    pub sheet: Option<String>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The format (`csv`, `xlsx`, …) and, for text, the encoding and separator found.
    pub format: String,
    /// The row of the header, from 1. For two merged rows, the lower.
    pub header_row: u32,
    /// How each header was understood.
    pub headers: Vec<HeaderMatch>,
    /// Rows that hold a record: used + rejected.
    pub rows: usize,
    /// Rows that hold none: titles, section rows, repeated headers, totals, signatures, blank ones.
    pub rows_skipped: usize,
}

/// The rows of one source as text.
///
/// `frame` has the canonical columns that were found, all text and nullable, the name of the file's own column being lost, plus
/// `row` (index, never empty): the row in the file, from 1, and `section` (text): the section heading above it, if any.
/// A two-column birth date ("Nam | Nữ") arrives as `date_of_birth` and `sex`; surname and given name apart arrive joined.
/// Cells of a legacy font are decoded; a number cell is the text a person would read (`38000012345`, not `3.8E+10`);
/// a date cell is `dd/mm/yyyy`.
#[derive(Debug, Clone)]
pub struct Raw {
    /// Where the rows come from.
    pub source: Source,
    /// The rows.
    pub frame: DataFrame,
}
