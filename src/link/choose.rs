//! Whose record is it?
//!
//! The candidates compete for a record: the posterior is over nobody on the roster and each candidate that was compared. Two
//! rows of one person on the roster do not compete with each other. Contradictions between numbers and persons are a state of their own.
//! What people have settled is certain: a record that is one candidate's is nobody else's.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::bits::Bits;
use super::calibrate::Calibration;
use super::model::{COMPARISONS, Comparison, Model};
use super::numbers;
use super::score::{Pair, Priors};
use crate::table::answers::Settled;

/// What people say of pairs of one register, by row of the record, then of the candidate.
pub type Answered = FxHashMap<(u32, u32), Settled>;

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
    /// What the model alone says, 0..=1, the other candidates for the record considered.
    pub modelled: f64,
    /// That both are one person, 0..=1: as modelled, unless people settled it or the model was corrected by their answers.
    pub probability: f64,
    /// What people say of the pair. None: nobody was asked, or is sure.
    pub settled: Option<Settled>,
}

/// The candidates for one record: each person once, with the odds of the likeliest row, sorted by person.
struct Rivals {
    odds: Vec<(u32, f64)>,
    total: f64,
}

impl Rivals {
    /// Of the persons and odds of all rows; `scratch` is memory to use again.
    fn of(rows: impl Iterator<Item = (u32, f64)>, scratch: Vec<(u32, f64)>) -> Self {
        let mut odds = scratch;
        odds.clear();
        odds.extend(rows);
        odds.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        odds.dedup_by_key(|rival| rival.0);
        let total = 1.0 + odds.iter().map(|rival| rival.1).sum::<f64>();
        Self { odds, total }
    }

    fn share(&self, person: u32, odds: f64) -> f64 {
        let best = self.odds.binary_search_by_key(&person, |rival| rival.0).map_or(odds, |at| self.odds[at].1);
        odds / (self.total - best + odds)
    }
}

/// Who competes for the records, and what is known of it beforehand.
#[derive(Debug, Clone, Copy)]
pub struct Contest<'a> {
    /// The weights.
    pub model: &'a Model,
    /// What is assumed of the roster.
    pub priors: Priors,
    /// For each row of the roster the first row that is the same person.
    pub twin_of: &'a [u32],
    /// What people said.
    pub answered: &'a Answered,
}

/// Pairs that one thread takes at a time, about.
const CHUNK: usize = 8_192;

/// `pairs`, sorted by record, in pieces that never part the pairs of one record. The pieces do not depend on the number of threads.
pub fn pieces(pairs: &[Pair]) -> Vec<&[Pair]> {
    let mut out = Vec::with_capacity(pairs.len() / CHUNK + 1);
    let mut rest = pairs;
    while !rest.is_empty() {
        let mut end = rest.len().min(CHUNK);
        while end < rest.len() && rest[end].record == rest[end - 1].record {
            end += 1;
        }
        let (piece, after) = rest.split_at(end);
        out.push(piece);
        rest = after;
    }
    out
}

impl Contest<'_> {
    /// The probability of each pair that `is_wanted`, by competition. `pairs` is sorted by record, then candidate.
    pub fn decide(&self, pairs: &[Pair], is_wanted: impl Fn(&Chosen) -> bool + Sync) -> Vec<Chosen> {
        let decided = |piece: &[Pair]| {
            let mut out = Vec::new();
            self.each_record(piece, |chosen| out.extend(chosen.iter().filter(|chosen| is_wanted(chosen)).copied()));
            out
        };
        pieces(pairs).into_par_iter().map(decided).collect::<Vec<_>>().concat()
    }

    /// Calls `with` with the pairs of each record and their probabilities.
    pub fn each_record(&self, pairs: &[Pair], mut with: impl FnMut(&[Chosen])) {
        let mut chosen: Vec<Chosen> = Vec::new();
        let mut scratch = Vec::new();
        for group in pairs.chunk_by(|a, b| a.record == b.record) {
            chosen.clear();
            for &pair in group {
                let weights = pair.weights(self.model, self.priors.namesake);
                let weight = weights.iter().copied().sum::<Bits>() + self.priors.same;
                let key = (pair.record, pair.candidate);
                let settled = if self.answered.is_empty() { None } else { self.answered.get(&key).copied() };
                chosen.push(Chosen { pair, weights, weight, modelled: weight.ratio(), probability: 0.0, settled });
            }
            let odds = chosen.iter().map(|chosen| (self.person(&chosen.pair), chosen.modelled));
            let rivals = Rivals::of(odds, scratch);
            for chosen in &mut chosen {
                chosen.modelled = rivals.share(self.person(&chosen.pair), chosen.modelled);
                chosen.probability = chosen.modelled;
            }
            scratch = rivals.odds;
            if chosen.iter().any(|chosen| chosen.settled.is_some()) {
                settle(&mut chosen, |pair| self.person(pair));
            }
            with(&chosen);
        }
    }

    fn person(&self, pair: &Pair) -> u32 {
        self.twin_of.get(pair.candidate as usize).copied().unwrap_or(pair.candidate)
    }
}

/// Puts what people said of the pairs of one record in the place of what the model says.
fn settle(chosen: &mut [Chosen], person_of: impl Fn(&Pair) -> u32) {
    let mut owners: Vec<u32> =
        chosen.iter().filter(|chosen| chosen.settled == Some(Settled::Same)).map(|chosen| person_of(&chosen.pair)).collect();
    owners.sort_unstable();
    owners.dedup();
    let owner = match owners[..] {
        [owner] => Some(owner),
        // One record cannot be two people's: nothing is settled by such answers.
        [_, ..] => {
            for chosen in chosen.iter_mut().filter(|chosen| chosen.settled == Some(Settled::Same)) {
                chosen.settled = Some(Settled::Disputed);
            }
            None
        }
        [] => None,
    };
    let is_out = |chosen: &Chosen| {
        chosen.settled == Some(Settled::Different)
            || chosen.settled.is_none() && owner.is_some_and(|owner| owner != person_of(&chosen.pair))
    };
    let left = chosen.iter().filter(|chosen| !is_out(chosen));
    let rivals = Rivals::of(left.map(|chosen| (person_of(&chosen.pair), chosen.weight.ratio())), Vec::new());
    for chosen in chosen.iter_mut() {
        chosen.probability = match chosen.settled {
            Some(Settled::Same) => 1.0,
            _ if is_out(chosen) => 0.0,
            _ => rivals.share(person_of(&chosen.pair), chosen.weight.ratio()),
        };
    }
}

/// Puts corrected probabilities in the place of the modelled ones, for the pairs of one record: what people settled stays, and all of its
/// candidates together are never surer than certain.
pub fn correct(chosen: &mut [Chosen], calibration: &Calibration, twin_of: &[u32]) {
    let is_open = |chosen: &Chosen| !matches!(chosen.settled, Some(Settled::Same | Settled::Different));
    for chosen in chosen.iter_mut().filter(|chosen| is_open(chosen) && chosen.probability > 0.0) {
        chosen.probability = calibration.apply(chosen.probability);
    }
    let person = |chosen: &Chosen| twin_of.get(chosen.pair.candidate as usize).copied().unwrap_or(chosen.pair.candidate);
    let open = chosen.iter().filter(|chosen| is_open(chosen)).map(|chosen| (person(chosen), chosen.probability));
    let total = Rivals::of(open, Vec::new()).total - 1.0;
    if total > 1.0 {
        for chosen in chosen.iter_mut().filter(|chosen| is_open(chosen)) {
            chosen.probability /= total;
        }
    }
}

/// The state of a pair at the batch's thresholds.
pub fn state(chosen: &Chosen, ask: f64, link: f64) -> State {
    match chosen.settled {
        Some(Settled::Same) => return State::Link,
        Some(Settled::Different) => return State::Apart,
        Some(Settled::Disputed) => return State::Ask,
        None => {}
    }
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
            if odds / (1.0 + odds) >= link && !rests_on_name_alone(chosen) {
                return State::Conflict(Conflict::SamePersonOtherNumber);
            }
        }
    }
    if chosen.probability >= link && !rests_on_name_alone(chosen) {
        State::Link
    } else if chosen.probability >= ask {
        State::Ask
    } else {
        State::Apart
    }
}

/// Nothing but the name speaks for one person: however rare it is, a name alone never links.
pub fn rests_on_name_alone(chosen: &Chosen) -> bool {
    use Comparison::{Birth, Home, NationalId, Organisation, Origin, PartyCard};
    let speaks = |comparison: Comparison| chosen.weights[comparison as usize] > Bits::ZERO;
    ![Birth, NationalId, PartyCard, Home, Origin, Organisation].into_iter().any(speaks)
}

/// Name and birth both speak against one person, clearly.
fn contradicts(chosen: &Chosen) -> bool {
    let name = chosen.weights[Comparison::Name as usize];
    let birth = chosen.weights[Comparison::Birth as usize];
    let sex = chosen.weights[Comparison::Sex as usize];
    let against = Bits::whole(-3);
    (name < against && (birth <= Bits::ZERO || sex < against)) || (birth < against && name <= Bits::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Result;
    use crate::link::model::Finding;

    /// Pairs of one record with the candidates 0, 1, 2 …, whose name weighs so many bits.
    fn compete_with(bits: &[i32], twin_of: &[u32], answered: &[(u32, Settled)]) -> Result<Vec<Chosen>> {
        let model = Model::shipped()?;
        let log_m = model.weights(Comparison::Name)[0].log_m;
        let pairs: Vec<Pair> = (0..)
            .zip(bits)
            .map(|(candidate, &bits)| {
                let mut findings = [Finding::default(); COMPARISONS];
                findings[Comparison::Name as usize].u = log_m - Bits::whole(bits);
                Pair { candidate, record: 7, findings }
            })
            .collect();
        let priors = Priors { same: Bits::whole(-10), namesake: Bits::whole(-40) };
        let answered: Answered = answered.iter().map(|&(candidate, settled)| ((7, candidate), settled)).collect();
        let contest = Contest { model: &model, priors, twin_of, answered: &answered };
        Ok(contest.decide(&pairs, |_| true))
    }

    fn probabilities(chosen: &[Chosen]) -> Vec<f64> {
        chosen.iter().map(|chosen| (chosen.probability * 1e3).round() / 1e3).collect()
    }

    #[test]
    fn candidates_compete_for_a_record_and_rows_of_one_person_do_not() -> Result<()> {
        // Odds of 2^4, 2^4 against nobody: 16 of 33 each.
        assert_eq!(probabilities(&compete_with(&[14, 14], &[0, 1], &[])?), [0.485, 0.485]);
        assert_eq!(probabilities(&compete_with(&[14, 14], &[0, 0], &[])?), [0.941, 0.941]);
        Ok(())
    }

    #[test]
    fn a_name_alone_never_links() -> Result<()> {
        let mut chosen = compete_with(&[30], &[0], &[])?;
        assert!(chosen[0].probability > 0.999);
        assert_eq!(state(&chosen[0], 0.05, 0.95), State::Ask);
        for comparison in [Comparison::Sex, Comparison::Level, Comparison::Service] {
            chosen[0].weights[comparison as usize] = Bits::whole(1);
            assert_eq!(state(&chosen[0], 0.05, 0.95), State::Ask, "{comparison:?} says nothing of who it is");
        }
        for comparison in [Comparison::Birth, Comparison::Home, Comparison::Organisation, Comparison::PartyCard] {
            let mut chosen = chosen[0];
            chosen.weights[comparison as usize] = Bits::whole(1);
            assert_eq!(state(&chosen, 0.05, 0.95), State::Link, "{comparison:?}");
        }
        Ok(())
    }

    #[test]
    fn what_people_settled_is_certain() -> Result<()> {
        use Settled::{Different, Disputed, Same};
        type Case<'a> = (&'a [(u32, Settled)], [f64; 2], [State; 2]);
        let cases: [Case<'_>; 4] = [
            (&[(0, Same)], [1.0, 0.0], [State::Link, State::Apart]),
            // As if the other had not been compared: 16 of 17.
            (&[(0, Different)], [0.0, 0.941], [State::Apart, State::Ask]),
            (&[(0, Disputed)], [0.485, 0.485], [State::Ask, State::Ask]),
            // Two owners of one record settle nothing.
            (&[(0, Same), (1, Same)], [0.485, 0.485], [State::Ask, State::Ask]),
        ];
        for (answered, expected, states) in cases {
            let chosen = compete_with(&[14, 14], &[0, 1], answered)?;
            assert_eq!(probabilities(&chosen), expected, "{answered:?}");
            assert_eq!(chosen.iter().map(|chosen| state(chosen, 0.05, 0.95)).collect::<Vec<_>>(), states, "{answered:?}");
            assert!(chosen.iter().all(|chosen| (chosen.modelled - 16.0 / 33.0).abs() < 1e-9));
        }
        Ok(())
    }
}
