//! How does each question of a run stand after the answers to earlier runs?

use std::collections::BTreeMap;

use super::answers::Verdict;

/// Every flag of a run, and every link that a reviewer is asked or was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// By flag_id.
    pub flags: BTreeMap<String, Stand>,
    /// By candidate, record and register.
    pub links: BTreeMap<(String, String, String), Stand>,
}

/// How one question stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stand {
    /// `carried`: settled on the same evidence; `second`, `third`: waits for another reviewer; `reopened`: answered, and the evidence has
    /// changed since; `open`: its answers were withdrawn. None: never answered.
    pub state: Option<&'static str>,
    /// What it was settled as. None: it is not.
    pub verdict: Option<Verdict>,
    /// Who settled it.
    pub by: String,
    /// When: the latest of their answers.
    pub at: String,
    /// What they wrote beside it.
    pub note: String,
    /// The hash of the evidence.
    pub fingerprint: String,
}

/// How many questions of a run stand how, for the summary.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct StandingCounts {
    /// Flags settled on the same evidence, and confirmed.
    pub flags_confirmed: usize,
    /// Likewise, and dismissed.
    pub flags_dismissed: usize,
    /// Likewise, of links: one person.
    pub links_same: usize,
    /// Likewise: two people.
    pub links_different: usize,
    /// Settled as not to be told.
    pub unsure: usize,
    /// Answered, and waiting for another reviewer.
    pub waiting: usize,
    /// Answered, and the evidence has changed since.
    pub reopened: usize,
}

impl Standing {
    /// How many stand how.
    pub fn counts(&self) -> StandingCounts {
        let mut counts = StandingCounts::default();
        for stand in self.flags.values().chain(self.links.values()) {
            match (stand.state, stand.verdict) {
                (_, Some(Verdict::Confirmed)) => counts.flags_confirmed += 1,
                (_, Some(Verdict::Dismissed)) => counts.flags_dismissed += 1,
                (_, Some(Verdict::Same)) => counts.links_same += 1,
                (_, Some(Verdict::Different)) => counts.links_different += 1,
                (_, Some(Verdict::Unsure)) => counts.unsure += 1,
                (Some("second" | "third"), None) => counts.waiting += 1,
                (Some("reopened"), None) => counts.reopened += 1,
                _ => {}
            }
        }
        counts
    }

    /// Whether nothing was ever answered.
    pub fn is_empty(&self) -> bool {
        self.flags.values().chain(self.links.values()).all(|stand| stand.state.is_none())
    }
}
