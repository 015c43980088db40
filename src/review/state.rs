//! Where does an item stand, and what have its answers settled?
//!
//! The rules of four eyes live here and nowhere else: a flag is confirmed, and a likely link dismissed, by two people; whoever is
//! unsure leaves it to another; two who disagree leave it to a third.

use serde::{Deserialize, Serialize};

use crate::table::answers::{Subject, Verdict};

/// A link likelier than this is dismissed by two people only, 0..=1.
pub const STRONG_LINK: f64 = 0.9;

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It was answered, and its evidence has changed since: to be answered anew, the difference beside it.
    Reopened,
    /// Answered by people who disagree: waits for a third.
    Third,
    /// Answered once: waits for a second reviewer.
    Second,
    /// Nobody has answered it.
    Open,
    /// Settled since the latest run.
    Settled,
    /// Settled before the latest run, which found the same evidence.
    Carried,
}

impl State {
    /// All of them, what waits first.
    pub const ALL: [Self; 6] = [Self::Reopened, Self::Third, Self::Second, Self::Open, Self::Settled, Self::Carried];

    /// The word in files and in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reopened => "reopened",
            Self::Third => "third",
            Self::Second => "second",
            Self::Open => "open",
            Self::Settled => "settled",
            Self::Carried => "carried",
        }
    }

    /// The state called `name`.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether somebody still has to answer.
    pub fn is_waiting(self) -> bool {
        !matches!(self, Self::Settled | Self::Carried)
    }
}

/// What the answers of different people to the same evidence come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Come {
    /// There are none.
    Nothing,
    /// A second reviewer must answer.
    Second,
    /// They disagree.
    Third,
    /// This.
    Settled(Verdict),
}

/// How many people must say `verdict` before it stands.
pub fn needed(verdict: Verdict, subject: Subject, probability: Option<f64>) -> usize {
    match verdict {
        Verdict::Confirmed | Verdict::Unsure => 2,
        Verdict::Different if subject == Subject::Link && probability.is_some_and(|p| p > STRONG_LINK) => 2,
        Verdict::Different | Verdict::Same | Verdict::Dismissed => 1,
    }
}

/// What `verdicts`, one a person, come to.
///
/// A definite word outweighs being unsure. Two definite words against each other wait until one of them has two people and more
/// than the other. Two people who are both unsure settle it as unsure: then it cannot be told.
pub fn come(verdicts: &[Verdict], subject: Subject, probability: Option<f64>) -> Come {
    let count = |verdict: Verdict| verdicts.iter().filter(|said| **said == verdict).count();
    let (yes, no) = match subject {
        Subject::Link => (Verdict::Same, Verdict::Different),
        Subject::Flag => (Verdict::Confirmed, Verdict::Dismissed),
    };
    let one_sided = |verdict: Verdict| {
        if count(verdict) >= needed(verdict, subject, probability) { Come::Settled(verdict) } else { Come::Second }
    };
    match (count(yes), count(no)) {
        (0, 0) => match count(Verdict::Unsure) {
            0 => Come::Nothing,
            1 => Come::Second,
            _ => Come::Settled(Verdict::Unsure),
        },
        (_, 0) => one_sided(yes),
        (0, _) => one_sided(no),
        (for_yes, for_no) if for_yes > for_no && for_yes >= 2 => Come::Settled(yes),
        (for_yes, for_no) if for_no > for_yes && for_no >= 2 => Come::Settled(no),
        _ => Come::Third,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_eyes_decide_what_harms_and_a_third_decides_between_two() {
        use Come::{Nothing, Second, Settled, Third};
        use Subject::{Flag, Link};
        use Verdict::{Confirmed, Different, Dismissed, Same, Unsure};
        let table: &[(Subject, Option<f64>, &[Verdict], Come)] = &[
            (Flag, None, &[], Nothing),
            (Flag, None, &[Confirmed], Second),
            (Flag, None, &[Confirmed, Confirmed], Settled(Confirmed)),
            (Flag, None, &[Dismissed], Settled(Dismissed)),
            (Flag, None, &[Unsure], Second),
            (Flag, None, &[Unsure, Dismissed], Settled(Dismissed)),
            (Flag, None, &[Unsure, Confirmed], Second),
            (Flag, None, &[Unsure, Unsure], Settled(Unsure)),
            (Flag, None, &[Dismissed, Confirmed], Third),
            (Flag, None, &[Dismissed, Confirmed, Unsure], Third),
            (Flag, None, &[Dismissed, Confirmed, Dismissed], Settled(Dismissed)),
            (Flag, None, &[Dismissed, Confirmed, Confirmed], Settled(Confirmed)),
            (Flag, None, &[Dismissed, Confirmed, Confirmed, Dismissed], Third),
            (Link, Some(0.5), &[Different], Settled(Different)),
            (Link, Some(0.9), &[Different], Settled(Different)),
            (Link, Some(0.91), &[Different], Second),
            (Link, Some(0.91), &[Different, Different], Settled(Different)),
            (Link, Some(0.91), &[Same], Settled(Same)),
            (Link, Some(0.91), &[Same, Different], Third),
            (Link, Some(0.1), &[Unsure, Same], Settled(Same)),
        ];
        for (subject, probability, verdicts, expected) in table {
            assert_eq!(come(verdicts, *subject, *probability), *expected, "{subject:?} {probability:?} {verdicts:?}");
        }
    }
}
