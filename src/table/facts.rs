//! The documented facts: what may a rule ask about, and what does the answer mean?
//!
//! Rules are checked against [`FACTS`]; `judge::facts` fills the frames; `rules/FACTS.md` is generated from here.

mod document;
mod list;

use polars::prelude::DataType;

use crate::lang::Lang;

pub use document::document;
pub use list::FACTS;

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
#[derive(Debug, Clone, Copy, PartialEq)]
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

impl FactType {
    /// The type of the fact's column (of both columns, for an interval fact).
    ///
    /// Whole numbers are 32 bits: months, days and counts need no more, and five million candidates must fit in memory.
    pub fn dtype(self) -> DataType {
        match self {
            Self::Int => DataType::Int32,
            Self::Real => DataType::Float64,
            Self::Bool => DataType::Boolean,
            Self::Date => DataType::Date,
            Self::Text | Self::Code(_) => DataType::String,
        }
    }
}

impl Scope {
    /// All scopes, in the order of the documentation.
    pub const ALL: [Self; 5] = [Self::Candidate, Self::Case, Self::Complaint, Self::Inspection, Self::Organisation];

    /// The word in rule files and file names: `candidate`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Case => "case",
            Self::Complaint => "complaint",
            Self::Inspection => "inspection",
            Self::Organisation => "organisation",
        }
    }

    /// The fact `name` as a rule of this scope sees it: its own facts and those of the candidate. None: there is no such fact.
    pub fn fact(self, name: &str) -> Option<&'static Fact> {
        self.facts().find(|fact| fact.name == name)
    }

    /// The facts that a rule of this scope may read: the candidate's, then its own.
    pub fn facts(self) -> impl Iterator<Item = &'static Fact> {
        FACTS.iter().filter(move |fact| fact.scope == Self::Candidate || fact.scope == self)
    }
}

impl Fact {
    /// What it means, in words: `hình thức kỷ luật; none: không phải hình thức kỷ luật`.
    pub fn meaning(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }

    /// Its name beside a value: the meaning up to the first aside.
    pub fn label(&self, lang: Lang) -> &'static str {
        let meaning = self.meaning(lang);
        meaning.split([':', ';']).next().unwrap_or(meaning).trim_end()
    }

    /// What an absent value means: `không có quyết định nào`. None: that it is not known.
    pub fn absent(&self, lang: Lang) -> Option<&'static str> {
        let mark = match lang {
            Lang::Vi => "; trống: ",
            Lang::En => "; null: ",
        };
        self.meaning(lang).split_once(mark).map(|(_, absent)| absent)
    }

    /// The names of the fact's columns: one, or lower and upper bound.
    pub fn columns(&self) -> Vec<String> {
        if self.is_interval {
            vec![format!("{}_min", self.name), format!("{}_max", self.name)]
        } else {
            vec![self.name.to_owned()]
        }
    }
}

/// Levels of the Party and the State. `district` ends on 30 June 2025.
pub const LEVELS: &[&str] = &["central", "province", "district", "commune", "grassroots"];
/// Ranks of a post within its level, highest first (see `vn::post`).
pub const POST_RANKS: &[&str] = &["head", "deputy", "standing_member", "member", "unit_head", "unit_deputy", "staff"];
/// How a post sought stands to a post held.
pub const STEPS: &[&str] = &["higher", "same", "lower"];
/// Forms of discipline, Party and State; `none` is an entry that is no form of discipline.
pub const MEASURES: &[&str] =
    &["reprimand", "warning", "removal", "expulsion", "salary_step", "demotion", "rank_lowering", "dismissal", "recall", "none"];
/// What a person can be suspended from (see `vn::suspension`).
pub const SUSPENSIONS: &[&str] = &["party_activities", "committee", "work"];
/// Forms of discipline of an organisation.
pub const ORGANISATION_MEASURES: &[&str] = &["reprimand", "warning", "dissolution", "none"];
/// What a register says of a decision.
pub const DECISION_STATUS: &[&str] = &["in_force", "lapsed", "annulled", "under_complaint"];
/// How a candidate and a record hang together.
pub const LINK_STATES: &[&str] = &["link", "ask", "conflict"];
/// How number and person contradict each other.
pub const CONFLICTS: &[&str] = &["same_number_other_person", "same_person_other_number"];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_fact_has_a_short_name_and_says_what_an_absent_value_means() {
        let of = |name: &str| FACTS.iter().find(|fact| fact.name == name).expect("a fact");
        let step = of("standing_step");
        assert_eq!(
            (step.label(Lang::Vi), step.absent(Lang::Vi)),
            ("chức danh dự kiến so với chức vụ đang giữ", Some("không so sánh được"))
        );
        assert_eq!(of("months_to_next_case").absent(Lang::En), Some("there is none"));
        assert_eq!((of("measure").label(Lang::En), of("measure").absent(Lang::En)), ("the form of discipline", None));
        // What one language says of it the other says too.
        for fact in FACTS {
            assert_eq!(fact.absent(Lang::Vi).is_some(), fact.absent(Lang::En).is_some(), "{}", fact.name);
        }
    }

    #[test]
    fn a_name_means_one_fact_in_every_scope() {
        for scope in Scope::ALL {
            let mut seen = BTreeSet::new();
            for fact in scope.facts() {
                assert!(fact.columns().into_iter().all(|column| seen.insert(column)), "{} twice in {}", fact.name, scope.name());
            }
        }
    }

    #[test]
    fn every_fact_says_what_it_means_and_asks_for_nothing_protected() {
        for fact in FACTS {
            assert!(!fact.vi.is_empty() && !fact.en.is_empty(), "{}", fact.name);
            assert!(
                !fact.is_interval || matches!(fact.kind, FactType::Int | FactType::Date),
                "{}: only numbers and days have bounds",
                fact.name
            );
            for word in ["ethnic", "religion", "opinion", "family", "dân tộc", "tôn giáo"] {
                assert!(!fact.name.contains(word) && !fact.vi.contains(word), "{}", fact.name);
            }
        }
    }
}
