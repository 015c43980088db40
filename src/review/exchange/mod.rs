//! How do answers leave a ledger, and how do they come back?
//!
//! An answers file is csv, xlsx or JSON with the columns of [`ANSWER`](crate::table::answers::ANSWER) and those of [`MORE`]. The working
//! list of a run, filled in by an office, is one too. What comes in comes in whole or not at all: every row is looked at first, and
//! everything that cannot be is told at once.

mod desk;
mod read;
mod take;
mod write;

use crate::error::Place;
use crate::lang::Text;

pub use read::Form;
pub(super) use take::Beside;
pub use take::{Options, refused};
pub use write::Exported;

/// The columns that an export has beside those of the contract, so that nothing is lost on the way.
pub const MORE: [&str; 6] = ["source", "closed_by", "explanation", "attachments", "item", "fingerprint"];

/// One row of an answers file, or one answer of another ledger.
#[derive(Debug, Clone, Default)]
pub(super) struct Incoming {
    /// Where it stands.
    pub place: Place,
    /// Its cells, by column; blank ones are left out.
    pub cells: std::collections::BTreeMap<String, String>,
}

impl Incoming {
    /// The cell in a column. None: blank.
    pub fn cell(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }
}

/// What came of an import.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// Answers taken in, closed ones among them.
    pub answers: usize,
    /// Standing answers that were withdrawn elsewhere, and are closed now.
    pub closed: usize,
    /// Answers that the ledger had already.
    pub known: usize,
    /// Rows without an answer.
    pub blank: usize,
    /// Answers to evidence other than the present one: kept, they do not count.
    pub elsewhere: usize,
    /// Questions of another ledger that this one did not know.
    pub items: usize,
    /// People that the ledger knows from now on.
    pub people: Vec<String>,
    /// Answers of two people, or of one, that say the contrary.
    pub contradictions: Vec<Contradiction>,
    /// Everything that cannot be taken in. Not empty: nothing was.
    pub refused: Vec<Refusal>,
    /// The hash of the ledger's last entry.
    pub hash: String,
}

/// One row that cannot be taken in.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// Where it stands.
    pub place: Place,
    /// Why; its `.help` says how to mend it.
    pub text: Text,
    /// How many rows it is about: a person whom the ledger does not know is told once.
    pub rows: usize,
}

impl Taken {
    /// How many rows cannot be taken in.
    pub fn refused_rows(&self) -> usize {
        self.refused.iter().map(|refusal| refusal.rows).sum()
    }
}

/// Two answers to one item that say the contrary.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Contradiction {
    /// The item.
    pub item: String,
    /// Its candidate.
    pub candidate_id: String,
    /// The records of a link, or the rule of a flag.
    pub about: String,
    /// Who said what here.
    pub here: (String, &'static str),
    /// Who said what in what came in.
    pub there: (String, &'static str),
}
