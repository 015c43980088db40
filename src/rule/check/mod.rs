//! Is a rule file what its author meant? One file here for each noun that can be wrong.

pub(super) mod approvals;
pub(super) mod duplicates;
pub(super) mod examples;
pub(super) mod names;
pub(super) mod nulls;
pub(super) mod ranges;
pub(super) mod texts;
pub(super) mod versions;
