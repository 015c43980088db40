//! What of earlier answers holds for a run?
//!
//! Before the linker starts, each settled link is looked up in the rows of this run: the same evidence, and the answer enters the run;
//! other evidence, and the linker decides by itself and the question is asked anew. After the rules have fired, each question is told
//! how it stands.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::answer::Given;
use super::gather::{Pair, link_id};
use super::item::{NewItem, hex};
use super::ledger::Ledger;
use super::list::Filter;
use super::rows::Rows;
use super::state::{Come, State, come};
use crate::error::Result;
use crate::table::answers::{Answer, Answers, Subject, Verdict};
use crate::table::standing::{Stand, Standing};

/// The answers of earlier runs, as far as they concern this one.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// Links settled on evidence that is still the same, for the linker.
    pub answers: Answers,
    /// Every pair that somebody answered.
    pub pairs: Vec<Pair>,
}

impl Ledger {
    /// What earlier answers say of the rows of this run.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn past(&self, rows: &Rows<'_>) -> Result<Past> {
        let mut past = Past::default();
        let all = Filter { subject: Some(Subject::Link), with_gone: true, ..Filter::default() };
        let lines = self.list(&all)?.lines;
        let mut given: BTreeMap<String, Vec<Given>> = BTreeMap::new();
        for answer in self.answers(None)? {
            if answer.closed_at.is_none() && answer.subject == Subject::Link {
                given.entry(answer.item.clone()).or_default().push(answer);
            }
        }
        for line in lines {
            let Some(given) = given.get(&line.id) else { continue };
            let (Some(record), Some(source)) = (line.record_ids, line.source) else { continue };
            let mut pair = Pair {
                candidate_id: line.candidate_id,
                record_id: record,
                source,
                probability: line.probability,
                is_given: false,
            };
            let now =
                rows.link_material(&pair.candidate_id, &pair.source, &pair.record_id).map(|material| material.fingerprint());
            let counting: Vec<&Given> = given.iter().filter(|given| Some(&given.fingerprint) == now.as_ref()).collect();
            let verdicts: Vec<Verdict> = counting.iter().map(|given| given.verdict).collect();
            let settled = match come(&verdicts, Subject::Link, line.probability) {
                Come::Settled(verdict) if verdict != Verdict::Unsure => Some(verdict),
                _ => None,
            };
            if let Some(verdict) = settled {
                let giving: Vec<&&Given> = counting.iter().filter(|given| given.verdict == verdict).collect();
                pair.is_given = true;
                past.answers.0.push(Answer {
                    subject: Subject::Link,
                    candidate_id: pair.candidate_id.clone(),
                    record_id: Some(pair.record_id.clone()),
                    flag_id: None,
                    verdict,
                    note: None,
                    by: Some(names(&giving)),
                    at: giving.iter().map(|given| given.at.clone()).max(),
                    closed_at: None,
                });
            }
            past.pairs.push(pair);
        }
        let order = |answer: &Answer| (answer.candidate_id.clone(), answer.record_id.clone());
        past.answers.0.sort_by_key(order);
        past.pairs.sort_by_key(link_id);
        Ok(past)
    }

    /// How each question of a run stands after the answers of earlier ones, for its report.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn standing(&self, items: impl IntoIterator<Item = NewItem>) -> Result<Standing> {
        let mut given: BTreeMap<String, Vec<Given>> = BTreeMap::new();
        for answer in self.answers(None)? {
            given.entry(answer.item.clone()).or_default().push(answer);
        }
        let mut standing = Standing::default();
        for item in items {
            let (id, fingerprint) = (item.id(), item.material.fingerprint());
            let stand = match given.get(&id) {
                Some(given) => stand(&item, &fingerprint, given),
                None => Stand { fingerprint, ..Stand::default() },
            };
            match item.subject {
                Subject::Flag => standing.flags.insert(item.flag_id.unwrap_or_default(), stand),
                Subject::Link => {
                    let key = (item.candidate_id, item.record_ids.unwrap_or_default(), item.source.unwrap_or_default());
                    standing.links.insert(key, stand)
                }
            };
        }
        Ok(standing)
    }
}

/// How one question stands.
fn stand(item: &NewItem, fingerprint: &str, given: &[Given]) -> Stand {
    let open: Vec<&Given> = given.iter().filter(|given| given.closed_at.is_none()).collect();
    let counting: Vec<&Given> = open.iter().copied().filter(|given| given.fingerprint == fingerprint).collect();
    let verdicts: Vec<Verdict> = counting.iter().map(|given| given.verdict).collect();
    let (state, verdict) = match come(&verdicts, item.subject, item.probability) {
        Come::Nothing if !open.is_empty() => (State::Reopened, None),
        Come::Nothing => (State::Open, None),
        Come::Second => (State::Second, None),
        Come::Third => (State::Third, None),
        Come::Settled(verdict) => (State::Carried, Some(verdict)),
    };
    let giving: Vec<&&Given> = counting.iter().filter(|given| Some(given.verdict) == verdict).collect();
    Stand {
        state: Some(state.name()),
        verdict,
        by: names(&giving),
        at: giving.iter().map(|given| given.at.clone()).max().unwrap_or_default(),
        note: giving.iter().filter_map(|given| given.note.clone()).collect::<Vec<_>>().join("; "),
        fingerprint: fingerprint.to_owned(),
    }
}

/// Who gave these answers, in the order in which they were given.
fn names(given: &[&&Given]) -> String {
    given.iter().map(|given| given.by.as_str()).collect::<Vec<_>>().join(", ")
}

/// SHA-256 over everything that a run takes from the ledger, hexadecimal.
pub fn digest(answers: &Answers, standing: &Standing) -> String {
    let mut digest = Sha256::new();
    let mut line = |parts: &[&str]| {
        for part in parts {
            digest.update(part.as_bytes());
            digest.update([0x1f]);
        }
        digest.update([0x1e]);
    };
    for answer in &answers.0 {
        let record = answer.record_id.as_deref().unwrap_or_default();
        line(&[&answer.candidate_id, record, answer.verdict.name()]);
    }
    let stand = |stand: &Stand| {
        [stand.verdict.map_or("", Verdict::name).to_owned(), stand.by.clone(), stand.at.clone(), stand.note.clone()]
    };
    for (flag, found) in standing.flags.iter().filter(|(_, found)| found.state.is_some()) {
        let [verdict, by, at, note] = stand(found);
        line(&[flag, found.state.unwrap_or_default(), &verdict, &by, &at, &note]);
    }
    for ((candidate, record, source), found) in standing.links.iter().filter(|(_, found)| found.state.is_some()) {
        let [verdict, by, at, note] = stand(found);
        line(&[candidate, record, source, found.state.unwrap_or_default(), &verdict, &by, &at, &note]);
    }
    hex(&digest.finalize())
}
