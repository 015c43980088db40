//! Whom must somebody look at, and in which order?

use polars::prelude::{Float64Chunked, Int64Chunked, StringChunked};

use super::joined::Joined;
use crate::error::Result;
use crate::table;

/// Why a candidate is on the list, the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// A rule fired.
    Review,
    /// A number and a person contradict each other.
    Conflict,
    /// A reviewer must say whether a record is theirs.
    Ask,
    /// A fact is missing.
    Undecided,
}

impl Standing {
    /// The code, as in labels and style classes.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Conflict => "conflict",
            Self::Ask => "ask",
            Self::Undecided => "undecided",
        }
    }
}

/// One candidate on the list.
#[derive(Debug, Clone)]
pub(super) struct Dossier {
    /// The row in the roster.
    pub(super) candidate: usize,
    /// Why.
    pub(super) standing: Standing,
    /// The gravest severity of its flags as a number; lower is graver. `i64::MAX`: no flag.
    pub(super) gravest: i64,
    /// The severity's code. Empty: no flag.
    pub(super) severity: &'static str,
    /// Of its likeliest link that is not apart. None: it has none.
    pub(super) probability: Option<f64>,
}

/// The candidates to look at: rules that fired first, gravest first, then contradictions, links to settle and what could not
/// be decided; equals in the order of the roster.
///
/// # Errors
/// A column is missing: a mistake of ours.
pub(super) fn dossiers(joined: &Joined<'_>) -> Result<Vec<Dossier>> {
    let (flags, links) = (joined.input.flags.frame(), joined.input.links.frame());
    // Found once: a roster may have millions of rows.
    let columns = Columns {
        outcome: table::text(flags, "outcome")?,
        severity: table::text(flags, "severity")?,
        order: flags.column("order")?.i64()?,
        state: table::text(links, "state")?,
        probability: links.column("probability")?.f64()?,
    };
    let all = 0..joined.input.candidates.len();
    let mut out: Vec<_> = all.filter_map(|candidate| dossier(joined, &columns, candidate)).collect();
    out.sort_by_key(|dossier| (dossier.standing, dossier.gravest, dossier.candidate));
    Ok(out)
}

/// What the list reads of flags and links.
struct Columns<'a> {
    outcome: &'a StringChunked,
    severity: &'a StringChunked,
    order: &'a Int64Chunked,
    state: &'a StringChunked,
    probability: &'a Float64Chunked,
}

fn dossier(joined: &Joined<'_>, columns: &Columns<'_>, candidate: usize) -> Option<Dossier> {
    let (flags, links) = (joined.flags_of(candidate), joined.links_of(candidate));
    if flags.is_empty() && links.is_empty() {
        return None;
    }
    let mut standing: Option<Standing> = None;
    let mut note = |found: Standing| standing = Some(standing.map_or(found, |known| known.min(found)));

    // The severity shown is that of rules that fired; of undecided ones only where nothing fired.
    let mut gravest: (bool, i64, &'static str) = (true, i64::MAX, "");
    for row in flags {
        let is_undecided = columns.outcome.get(row) == Some("undecided");
        note(if is_undecided { Standing::Undecided } else { Standing::Review });
        let severity = match columns.severity.get(row) {
            Some("stop") => "stop",
            Some("look") => "look",
            _ => "note",
        };
        gravest = gravest.min((is_undecided, columns.order.get(row).unwrap_or(i64::MAX), severity));
    }
    let mut probability: Option<f64> = None;
    for row in links {
        match columns.state.get(row) {
            Some("conflict") => note(Standing::Conflict),
            Some("ask") => note(Standing::Ask),
            Some("link") => {}
            _ => continue,
        }
        let here = columns.probability.get(row).unwrap_or(0.0);
        probability = Some(probability.map_or(here, |known| known.max(here)));
    }
    standing.map(|standing| Dossier { candidate, standing, gravest: gravest.1, severity: gravest.2, probability })
}
