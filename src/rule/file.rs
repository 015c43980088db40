//! What does an officer write in a rule file?
//!
//! One TOML file a rule, named `TD102-recent-warning.toml` after its identifier and name, read top to bottom in the order an
//! officer thinks:
//!
//! ```toml
//! id       = "TD102"                      # never used again for another rule
//! name     = "higher-post-bar"
//! title.vi = "Chưa hết thời hạn không được giới thiệu vào chức vụ cao hơn"
//! title.en = "Still barred from a higher post"
//! status   = "active"                     # draft: evaluated, shown apart; active; retired: kept so that old flags explain themselves
//! scope    = "case"                       # candidate | case | complaint | inspection | organisation
//! severity = "stop"                       # note | look | stop
//!
//! when = '''
//! measure IN ('reprimand', 'warning', 'removal')
//!   AND months_since_announced < :bar_months[measure]
//! '''
//!
//! # {fact}, {:parameter} and {:table[fact]} are filled in for each flag
//! reason.vi = "bị kỷ luật {measure} từ {months_since_announced} tháng trước, chưa đủ {:bar_months[measure]} tháng"
//! reason.en = "{measure} {months_since_announced} months ago, less than {:bar_months[measure]} months"
//!
//! [[version]]
//! from       = 2022-08-18
//! to         = 2025-10-07                 # the last day it applies; without it the version is open-ended
//! basis      = ["Quy định 80-QĐ/TW, Điều 18 khoản 7"]
//! confidence = "verified"                 # verified | partly | unverified
//! parameters = { bar_months = { reprimand = 12, warning = 30, removal = 60 } }
//! note       = "…"                        # optional; so is a `when` of its own
//!
//! [[version]]
//! from       = 2025-10-08
//! basis      = ["Quy định 377-QĐ/TW, Điều 34"]
//! confidence = "verified"
//! parameters = { bar_months = { reprimand = 24, warning = 36, removal = 60 } }
//!
//! [[example]]
//! name   = "warning of two years ago"
//! as_of  = 2025-11-01
//! facts  = { measure = "warning", months_since_announced = 24 }
//! expect = "review"                       # review | clear | undecided
//!
//! [[example]]
//! name    = "announced in 2023, the month is not known"
//! as_of   = 2025-11-01
//! facts   = { measure = "warning", months_since_announced = { min = 22, max = 34 } }
//! expect  = "review"
//!
//! [[example]]
//! name           = "no date at all"
//! as_of          = 2025-11-01
//! facts          = { measure = "warning" }        # a fact that is left out is not known
//! expect         = "undecided"
//! expect_missing = ["months_since_announced"]
//! expect_version = 2025-10-08
//! expect_reason  = "…"                            # a part of the reason in Vietnamese; optional
//! ```
//!
//! A version may say who wrote it (`drafted_by`); `rules approve` adds who else approved it (`approved`), with a seal that breaks when
//! the version is changed afterwards. `noise` (expected false alarms and how to tell them) and `owner` (who answers questions) are optional texts.
//! [`crate::rule::set::RuleSet::load`] reads whole packs of them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::approval::Approval;
use super::condition::Condition;
use super::reason::Reason;
use super::value::{Known, Value};
use crate::diag::SourceText;
use crate::lang::Lang;
use crate::table::facts::Scope;

/// Whether a rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Evaluated, and shown apart from the others.
    Draft,
    /// Evaluated; its flags count.
    Active,
    /// Not asked any more; kept so that old flags explain themselves.
    Retired,
}

impl Status {
    /// All of them, in the order of a rule's life.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Active, Self::Retired];

    /// The word in rule files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }
}

/// How grave a flag is; the gravest is the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// For the file.
    Note,
    /// A person should look.
    Look,
    /// Settle it before the candidate goes on.
    Stop,
}

impl Severity {
    /// All of them, the lightest first.
    pub const ALL: [Self; 3] = [Self::Note, Self::Look, Self::Stop];

    /// The word in rule files and flags.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Look => "look",
            Self::Stop => "stop",
        }
    }
}

/// How sure the legal basis is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The text, or a source that quotes it, was read.
    Verified,
    /// Some of it was read.
    Partly,
    /// To be confirmed.
    Unverified,
}

impl Confidence {
    /// All of them, the surest first.
    pub const ALL: [Self; 3] = [Self::Verified, Self::Partly, Self::Unverified];

    /// The word in rule files and flags.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Partly => "partly",
            Self::Unverified => "unverified",
        }
    }
}

/// What a rule says of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The condition does not hold.
    Clear,
    /// The condition holds: a question for a person.
    Review,
    /// Facts are missing, and the condition turns on them.
    Undecided,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Review, Self::Clear, Self::Undecided];

    /// The word in rule files and flags.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Review => "review",
            Self::Undecided => "undecided",
        }
    }

    /// What a three-valued answer means.
    pub fn of(answer: Option<bool>) -> Self {
        match answer {
            Some(true) => Self::Review,
            Some(false) => Self::Clear,
            None => Self::Undecided,
        }
    }
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Said {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Said {
    /// The sentence in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

/// A number, day, text, list or table that a version gives to the condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Parameter {
    /// One value, read as `:name`.
    One(Value),
    /// Several values, read as `x IN (:name)`.
    List(Vec<Value>),
    /// Values by code, read as `:name[fact]`; a code that is not there makes the condition false or true never, but undecided.
    Table(BTreeMap<Arc<str>, Value>),
}

/// A period in which a rule has one basis and one set of parameters.
#[derive(Debug, Clone)]
pub struct Version {
    /// The first day it applies.
    pub from: NaiveDate,
    /// The last day it applies. None: open-ended.
    pub to: Option<NaiveDate>,
    /// The legal texts, at least one.
    pub basis: Vec<String>,
    /// How sure the basis is.
    pub confidence: Confidence,
    /// What the condition reads as `:name`; overlays are already applied.
    pub parameters: BTreeMap<String, Parameter>,
    /// What a reader should know. None: nothing.
    pub note: Option<String>,
    /// Who wrote the version. None: not said.
    pub drafted_by: Option<String>,
    /// Who else approved it. None: nobody.
    pub approval: Option<Approval>,
    /// The seal that an approval of the version as it stands would have.
    pub seal: String,
    /// The condition, checked, with this version's parameters in it.
    pub condition: Condition,
    /// The bases of the overlays applied to this version, in the order of the overlay file.
    pub overlaid: Vec<String>,
    /// Where the version stands in the file.
    pub span: Range<usize>,
}

impl Version {
    /// Whether it applies on `day`.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether it asks if candidate and record are one person at all. Only such a rule is asked of a record that most likely
    /// belongs to somebody else.
    pub fn is_about_identity(&self) -> bool {
        self.condition.facts().iter().any(|fact| matches!(fact.name, "link_state" | "link_conflict"))
    }

    /// The version's name in flags: its first day, `2025-10-08`.
    pub fn name(&self) -> String {
        self.from.to_string()
    }

    /// Whether somebody approved the version as it stands.
    pub fn is_approved(&self) -> bool {
        self.approval.as_ref().is_some_and(|approval| approval.seal == self.seal)
    }

    /// The bases as one text; an overlay's basis stands after the rule's own.
    pub fn basis_text(&self) -> String {
        self.basis.iter().chain(&self.overlaid).map(String::as_str).collect::<Vec<_>>().join("; ")
    }
}

/// A row that its author thought through: what the rule must say of it.
#[derive(Debug, Clone)]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// The date of judgement.
    pub as_of: NaiveDate,
    /// What is known; a fact that is not here is not known.
    pub facts: BTreeMap<String, Known>,
    /// The outcome.
    pub expect: Outcome,
    /// The first day of the version that must be chosen. None: any.
    pub expect_version: Option<NaiveDate>,
    /// The missing facts, exactly. None: any.
    pub expect_missing: Option<Vec<String>>,
    /// A part of the reason in Vietnamese or English. None: any.
    pub expect_reason: Option<String>,
    /// Where the example stands in the file.
    pub span: Range<usize>,
}

/// One rule, read and checked.
#[derive(Debug, Clone)]
pub struct Rule {
    /// `TD102`.
    pub id: String,
    /// `higher-post-bar`.
    pub name: String,
    /// What it is about, in a few words.
    pub title: Said,
    /// Whether it counts.
    pub status: Status,
    /// What one row is about.
    pub scope: Scope,
    /// How grave a flag is.
    pub severity: Severity,
    /// Why, with holes.
    pub reason: Reason,
    /// Expected false alarms and how to tell them. None: not said.
    pub noise: Option<String>,
    /// Who answers questions. None: not said.
    pub owner: Option<String>,
    /// Its versions, sorted by first day; at least one.
    pub versions: Vec<Version>,
    /// Its examples, in the order of the file.
    pub examples: Vec<Example>,
    /// The pack it came from.
    pub pack: String,
    /// Its file.
    pub source: SourceText,
}

impl Rule {
    /// The version that applies on `day`. None: the rule has nothing to say on that day.
    pub fn version(&self, day: NaiveDate) -> Option<&Version> {
        self.versions.iter().find(|version| version.covers(day))
    }

    /// The facts that any version reads, sorted.
    pub fn facts_read(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.versions.iter().flat_map(|version| version.condition.facts_read()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
