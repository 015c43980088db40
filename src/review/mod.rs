//! What did people answer, and what must not be asked again?
//!
//! A run puts its questions into the [`Ledger`]: links to settle and flags. People answer them, on the page or in a workbook. The
//! next run takes the answers in at its top: an answer to the same evidence is carried, one whose evidence has changed is re-opened
//! with the difference beside it.

pub mod answer;
mod entry;
pub mod exchange;
mod fault;
pub mod gather;
pub mod item;
mod known;
pub mod ledger;
pub mod list;
mod look;
pub mod merge;
mod open;
pub mod past;
mod person;
pub mod purge;
mod record;
mod replay;
pub mod rows;
pub mod run;
mod schema;
pub mod state;
pub mod verify;
pub mod web;

pub use answer::{Attachment, Given, NewAnswer, Receipt};
pub use item::{Difference, Evidence, Item, Line, Material, NewItem};
pub use ledger::Ledger;
pub use list::{Filter, Listed, Progress, Sort};
pub use purge::Purged;
pub use run::{Change, NewRun, Recorded, Run};
pub use state::State;
pub use verify::Verified;
