//! Which items wait, for whom, and how far is the batch?

use serde::Serialize;

use super::item::Line;
use super::state::State;
use crate::table::answers::Subject;

/// Which items to list. What is empty or None limits nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// In one of these states.
    pub states: Vec<State>,
    /// Links or flags only.
    pub subject: Option<Subject>,
    /// Of this severity: `stop`, `look`, `note`.
    pub severity: Option<String>,
    /// Of this outcome: `ask`, `conflict`; `review`, `undecided`.
    pub outcome: Option<String>,
    /// Of candidates who work here.
    pub unit: Option<String>,
    /// Of this province.
    pub province: Option<String>,
    /// Of this candidate.
    pub candidate: Option<String>,
    /// Of this rule.
    pub rule: Option<String>,
    /// Assigned to this person.
    pub assignee: Option<String>,
    /// Not answered by this person yet: what they may still read blindly.
    pub not_answered_by: Option<String>,
    /// Whose candidate's name or identifiers hold this text, marks and case apart.
    pub text: Option<String>,
    /// Questions that are gone as well as those of the latest runs.
    pub with_gone: bool,
    /// In which order.
    pub sort: Sort,
    /// Leave out so many.
    pub offset: usize,
    /// At most so many; 0: all.
    pub limit: usize,
}

/// In which order items are listed; equals by identifier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// What waits for a third, then re-opened, then for a second, then open; the gravest and oldest first in each.
    #[default]
    Urgency,
    /// What waits longest first.
    Age,
    /// By the candidate's unit, then name.
    Unit,
    /// The gravest first.
    Severity,
    /// The likeliest link first.
    Probability,
    /// By the candidate's name.
    Name,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// The lines of the page.
    pub lines: Vec<Line>,
    /// How many lines the whole list has.
    pub total: usize,
}

/// How far the review of the latest runs is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Items per state, in the order of [`State::ALL`].
    pub states: Vec<(State, usize)>,
    /// Links, and links settled.
    pub links: (usize, usize),
    /// Flags, and flags settled.
    pub flags: (usize, usize),
    /// Per unit: items, items settled; the unit with most items waiting first.
    pub units: Vec<(Option<String>, usize, usize)>,
    /// Per person: standing answers, by name.
    pub people: Vec<(String, usize)>,
}
