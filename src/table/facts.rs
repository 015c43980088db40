//! The documented facts: what may a rule ask about, and what does the answer mean?
//!
//! Rules are checked against [`FACTS`]; `judge::facts` fills the frames; `rules/FACTS.md` is generated from here.

/// What one row of a fact frame is about. A rule of one scope is asked once per row of that scope's frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One candidate.
    Candidate,
    /// One candidate with one discipline record linked to them.
    Case,
    /// One candidate with one complaint or denunciation linked to them.
    Complaint,
    /// One candidate with one inspection linked to them.
    Inspection,
    /// One candidate with one decision on the organisation they work in or head.
    Organisation,
}

/// What a fact's value is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FactType {
    /// A whole number.
    Int,
    /// A real number.
    Real,
    /// True or false.
    Bool,
    /// A day.
    Date,
    /// Free text: only `=`, `LIKE` and `IS NULL` make sense.
    Text,
    /// One of a list of codes.
    Code(&'static [&'static str]),
}

/// One documented fact.
///
/// In a frame a fact `x` is the column `x`; an interval fact is the two columns `x_min` and `x_max` (both null: not known; equal:
/// known exactly), because a date may be known to the month or the year only.
#[derive(Debug, Clone, Copy)]
pub struct Fact {
    /// Its name in rules.
    pub name: &'static str,
    /// The frame it lives in; facts of [`Scope::Candidate`] can be read from rules of every scope.
    pub scope: Scope,
    /// What its value is.
    pub kind: FactType,
    /// Whether it may be known within bounds only.
    pub is_interval: bool,
    /// Unit: `months`, `days`, `0..=1`; empty where there is none.
    pub unit: &'static str,
    /// What it means, in Vietnamese.
    pub vi: &'static str,
    /// What it means, in English.
    pub en: &'static str,
}
