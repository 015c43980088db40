//! What is a reviewer asked, and on what evidence?
//!
//! An item is one question that keeps its identifier from run to run: whether a candidate and a record are one person, or whether
//! a rule's flag on a candidate holds. Its evidence is kept as JSON in the ledger, together with the material: the fields, rule
//! version and model that an answer relies on. The hash of the material is the fingerprint.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::state::State;
use crate::table::answers::{Subject, Verdict};

/// The fields, rule version and model that an answer relies on, by name: `candidate.full_name`, `record.born`, `rule.version`.
///
/// Nothing in it changes with timings, the day of the run or rows of other people. Identity numbers are masked, with the first
/// digits of their hash behind them, so that a changed hidden digit is seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Material(pub BTreeMap<String, String>);

impl Material {
    /// SHA-256 over the material in its canonical form, hexadecimal.
    pub fn fingerprint(&self) -> String {
        let mut digest = Sha256::new();
        for (name, value) in &self.0 {
            for part in [name, value] {
                digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
                digest.update(part.as_bytes());
            }
        }
        hex(&digest.finalize())
    }

    /// What differs between the material `before` and this one, by name.
    pub fn differences(&self, before: &Self) -> Vec<Difference> {
        let names: std::collections::BTreeSet<&String> = self.0.keys().chain(before.0.keys()).collect();
        names
            .into_iter()
            .filter(|name| self.0.get(*name) != before.0.get(*name))
            .map(|name| Difference { name: name.clone(), before: before.0.get(name).cloned(), after: self.0.get(name).cloned() })
            .collect()
    }
}

/// One part of the evidence that is not what it was when the item was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Which part: `candidate.full_name`, `record.status`, `rule.version`, `model`.
    pub name: String,
    /// What it was. None: it was not there.
    pub before: Option<String>,
    /// What it is. None: it is gone.
    pub after: Option<String>,
}

/// What a reviewer sees of an item. The page and the lists are made from this alone; the run's folder is not needed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The language of the sentences in it: `vi` or `en`.
    pub lang: String,
    /// What the roster says of the candidate, in the roster's order.
    pub candidate: Vec<Field>,
    /// The records: one for a link; those that a flag relies on, none for a flag about the candidate alone.
    pub records: Vec<Record>,
    /// The findings under a link, `prior` first, then in the model's order. Of a flag: those of the link it relies on.
    pub comparisons: Vec<Comparison>,
    /// log2 of the odds, prior included: the sum of the comparisons' weights. None: a flag that relies on no link.
    pub match_weight: Option<f64>,
    /// `same_number_other_person` or `same_person_other_number`. None: no contradiction.
    pub conflict: Option<String>,
    /// The rule of a flag. None: a link.
    pub rule: Option<RuleSeen>,
}

/// One field of a row, as it is shown: dates day first, identity numbers masked where the batch says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The column: `full_name`, `born`, `national_id`, `decided`.
    pub name: String,
    /// What it says. None: empty.
    pub value: Option<String>,
}

/// One record of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its identifier.
    pub id: String,
    /// Its register: `discipline`, `complaints`, `inspections`, `organisations`.
    pub source: String,
    /// What it says, in the register's order.
    pub fields: Vec<Field>,
}

/// One comparison's finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The comparison, or `prior`.
    pub name: String,
    /// The rung of its ladder.
    pub rung: String,
    /// log2.
    pub weight: f64,
    /// What the candidate's row says.
    pub left: Option<String>,
    /// What the record says.
    pub right: Option<String>,
    /// The rung in words.
    pub sentence: String,
}

/// The rule of a flag, as the run applied it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleSeen {
    /// `TD102`.
    pub id: String,
    /// First day of the version: `2025-04-14`.
    pub version: String,
    /// In the run's language.
    pub title: String,
    /// Why it fired, or what could not be decided.
    pub reason: String,
    /// The legal basis.
    pub basis: String,
    /// `verified`, `partly` or `unverified`: how sure the basis is.
    pub confidence: String,
    /// The facts that the condition read, by name.
    pub facts: serde_json::Map<String, serde_json::Value>,
    /// The facts that were missing.
    pub missing: Vec<String>,
}

/// One question of a run, before the ledger has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewItem {
    /// Link or flag.
    #[serde(with = "subject")]
    pub subject: Subject,
    /// The candidate.
    pub candidate_id: String,
    /// The records, separated by blanks. None: a flag about the candidate alone.
    pub record_ids: Option<String>,
    /// The register of a link's record. None: a flag.
    pub source: Option<String>,
    /// The run's identifier of a flag. None: a link.
    pub flag_id: Option<String>,
    /// The rule of a flag. None: a link.
    pub rule_id: Option<String>,
    /// `ask`, `conflict`, `link` or `apart` for a link; `review` or `undecided` for a flag.
    pub outcome: String,
    /// `stop`, `look`, `note`; of a link the gravest of the flags that rest on it, `look` where none does.
    pub severity: String,
    /// That both are one person, 0..=1. None: a flag that relies on no link.
    pub probability: Option<f64>,
    /// The candidate's name, for lists.
    pub name: Option<String>,
    /// Where the candidate works, for lists.
    pub unit: Option<String>,
    /// The candidate's province, two digits, or `none`.
    pub province: String,
    /// What an answer relies on.
    pub material: Material,
    /// What a reviewer sees.
    pub evidence: Evidence,
}

impl NewItem {
    /// The item's identifier, 16 hexadecimal digits: the same question has the same one in every run and every ledger.
    ///
    /// A flag's does not hold the rule's version, so that a new version re-opens the question instead of asking another one.
    pub fn id(&self) -> String {
        let of_rule = self.rule_id.as_deref().or(self.source.as_deref()).unwrap_or_default();
        item_id(self.subject, &self.candidate_id, self.record_ids.as_deref().unwrap_or_default(), of_rule)
    }
}

/// The identifier of the question about `candidate` and `records` under `rule_or_source`.
pub fn item_id(subject: Subject, candidate: &str, records: &str, rule_or_source: &str) -> String {
    let mut digest = Sha256::new();
    for part in [subject.name(), candidate, records, rule_or_source] {
        digest.update(part.as_bytes());
        // A byte that no identifier holds, so that the parts cannot run into each other.
        digest.update([0x1f]);
    }
    hex(&digest.finalize())[..16].to_owned()
}

/// One line of a list of items.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The item's identifier.
    pub id: String,
    /// Link or flag.
    #[serde(serialize_with = "subject::serialize")]
    pub subject: Subject,
    /// Where it stands.
    pub state: State,
    /// What its answers come to. None: not settled.
    #[serde(serialize_with = "verdict::maybe")]
    pub verdict: Option<Verdict>,
    /// How many people's answers count for the present evidence.
    pub answers: u32,
    /// The candidate.
    pub candidate_id: String,
    /// The records, separated by blanks.
    pub record_ids: Option<String>,
    /// The register of a link's record.
    pub source: Option<String>,
    /// The run's identifier of a flag.
    pub flag_id: Option<String>,
    /// The rule of a flag.
    pub rule_id: Option<String>,
    /// The rule's title, in the run's language; None: a link.
    pub title: Option<String>,
    /// `ask`, `conflict`, `link`, `apart`; `review`, `undecided`.
    pub outcome: String,
    /// `stop`, `look` or `note`.
    pub severity: String,
    /// 0..=1.
    pub probability: Option<f64>,
    /// The candidate's name.
    pub name: Option<String>,
    /// Where the candidate works.
    pub unit: Option<String>,
    /// Two digits, or `none`.
    pub province: String,
    /// Since when it waits with the present evidence, UTC: `2025-09-15T08:30:00.000Z`.
    pub since: String,
    /// Who has it. None: nobody.
    pub assignee: Option<String>,
    /// The hash of what an answer relies on; an answer names the one its giver saw.
    pub fingerprint: String,
    /// Whether the latest run asked it. False: the question is gone, its answers stay.
    pub is_current: bool,
}

/// One item with everything that a reviewer may see.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its line in lists.
    pub line: Line,
    /// What a reviewer sees.
    pub evidence: Evidence,
    /// What an answer relies on.
    pub material: Material,
    /// Every answer ever given, the earliest first, closed ones and those to other evidence among them.
    pub history: Vec<super::answer::Given>,
    /// Where its latest answer was given to other evidence: what differs from it.
    pub differences: Vec<Difference>,
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String does not fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// How a subject stands in JSON: `link`, `flag`.
pub(super) mod subject {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::table::answers::Subject;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
    pub fn serialize<S: Serializer>(subject: &Subject, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(subject.name())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Subject, D::Error> {
        let name = String::deserialize(from)?;
        Subject::ALL.into_iter().find(|subject| subject.name() == name).ok_or_else(|| serde::de::Error::custom("no subject"))
    }
}

/// How a verdict stands in JSON: `same`, `confirmed`, …
pub(super) mod verdict {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::table::answers::Verdict;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
    pub fn serialize<S: Serializer>(verdict: &Verdict, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(verdict.name())
    }

    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
    pub fn maybe<S: Serializer>(verdict: &Option<Verdict>, out: S) -> Result<S::Ok, S::Error> {
        match verdict {
            Some(verdict) => out.serialize_str(verdict.name()),
            None => out.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Verdict, D::Error> {
        let name = String::deserialize(from)?;
        Verdict::ALL.into_iter().find(|verdict| verdict.name() == name).ok_or_else(|| serde::de::Error::custom("no verdict"))
    }
}
