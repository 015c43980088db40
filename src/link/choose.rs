//! Whose record is it?
//!
//! The candidates compete for a record: the posterior is over nobody on the roster and each candidate that was compared. Two
//! rows of one person on the roster do not compete with each other. Contradictions between numbers and persons are a state of their own.

use super::bits::Bits;
use super::model::{COMPARISONS, Comparison, Model};
use super::numbers;
use super::score::{Pair, Priors};

/// What became of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Taken as one person.
    Link,
    /// A reviewer decides.
    Ask,
    /// Number and person contradict each other.
    Conflict(Conflict),
    /// Below what a reviewer is asked.
    Apart,
}

/// A contradiction between number and person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Conflict {
    /// One number, and all the rest speaks of two people.
    SameNumberOtherPerson,
    /// Surely one person, and two numbers.
    SamePersonOtherNumber,
}

impl State {
    /// The word in `links.parquet`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Ask => "ask",
            Self::Conflict(_) => "conflict",
            Self::Apart => "apart",
        }
    }
}

impl Conflict {
    /// The word in `links.parquet`.
    pub fn name(self) -> &'static str {
        match self {
            Self::SameNumberOtherPerson => "same_number_other_person",
            Self::SamePersonOtherNumber => "same_person_other_number",
        }
    }
}

/// A pair with its probability.
#[derive(Debug, Clone, Copy)]
pub struct Chosen {
    /// The pair.
    pub pair: Pair,
    /// The weight of each comparison.
    pub weights: [Bits; COMPARISONS],
    /// log2 of the odds, prior included.
    pub weight: Bits,
    /// That both are one person, 0..=1, the other candidates for the record considered.
    pub probability: f64,
}

/// The probability of each pair, by competition. `pairs` is sorted by record, then candidate; `twin_of[c]` is the first row of the
/// roster that is the same person as row `c`.
pub fn compete(model: &Model, priors: Priors, pairs: &[Pair], twin_of: &[u32]) -> Vec<Chosen> {
    let mut out = Vec::with_capacity(pairs.len());
    let mut rivals: Vec<(u32, f64)> = Vec::new();
    for group in pairs.chunk_by(|a, b| a.record == b.record) {
        rivals.clear();
        let start = out.len();
        for &pair in group {
            let weights = pair.weights(model, priors.namesake);
            let weight = weights.iter().copied().sum::<Bits>() + priors.same;
            let odds = weight.ratio();
            let person = twin_of.get(pair.candidate as usize).copied().unwrap_or(pair.candidate);
            match rivals.iter_mut().find(|rival| rival.0 == person) {
                Some(rival) => rival.1 = rival.1.max(odds),
                None => rivals.push((person, odds)),
            }
            out.push(Chosen { pair, weights, weight, probability: odds });
        }
        let total: f64 = 1.0 + rivals.iter().map(|rival| rival.1).sum::<f64>();
        for chosen in &mut out[start..] {
            let odds = chosen.probability;
            let person = twin_of.get(chosen.pair.candidate as usize).copied().unwrap_or(chosen.pair.candidate);
            let best = rivals.iter().find(|rival| rival.0 == person).map_or(odds, |rival| rival.1);
            chosen.probability = odds / (total - best + odds);
        }
    }
    out
}

/// The state of a pair at the batch's thresholds.
pub fn state(chosen: &Chosen, ask: f64, link: f64) -> State {
    let numbered = [Comparison::NationalId, Comparison::PartyCard];
    let rung_of = |comparison: Comparison| &comparison.rungs()[usize::from(chosen.pair.findings[comparison as usize].rung)];
    for comparison in numbered {
        let others = chosen.weight - chosen.weights[comparison as usize];
        if numbers::is_same(rung_of(comparison)) && contradicts(chosen) {
            return State::Conflict(Conflict::SameNumberOtherPerson);
        }
        // A CMND changed when its bearer moved to another province: only the numbers kept for life contradict.
        if rung_of(comparison).name == "differs" && chosen.probability >= ask {
            let odds = others.ratio();
            if odds / (1.0 + odds) >= link {
                return State::Conflict(Conflict::SamePersonOtherNumber);
            }
        }
    }
    if chosen.probability >= link {
        State::Link
    } else if chosen.probability >= ask {
        State::Ask
    } else {
        State::Apart
    }
}

/// Name and birth both speak against one person, clearly.
fn contradicts(chosen: &Chosen) -> bool {
    let name = chosen.weights[Comparison::Name as usize];
    let birth = chosen.weights[Comparison::Birth as usize];
    let sex = chosen.weights[Comparison::Sex as usize];
    let against = Bits::whole(-3);
    (name < against && (birth <= Bits::ZERO || sex < against)) || (birth < against && name <= Bits::ZERO)
}
