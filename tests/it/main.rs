//! One test binary: linking polars once is slow enough.
//!
//! Each module says what belongs in it. Tests of one function stand at the bottom of its own file in `src/`.

/// Files as offices have them: what is read, and what is said of files that cannot be.
mod read;
