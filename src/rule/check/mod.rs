//! Is a rule file what its author meant? One file here for each noun that can be wrong.

pub(super) mod names;
