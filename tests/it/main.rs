//! One test binary: linking polars once is slow enough.
//!
//! Each module says what belongs in it. Tests of one function stand at the bottom of its own file in `src/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::format_push_string,
    clippy::format_collect,
    clippy::assigning_clones,
    clippy::type_complexity,
    reason = "a test that cannot go on fails, and says why"
)]

/// What an arrow between modules may not do.
mod architecture;
/// Rows that cannot be used as they are: what is said of them in both languages, and what is kept.
mod bad_rows;
/// The batch file: every mistake has its message, its place and its help.
mod batch_file;
/// The command line: help, exit codes, what goes where.
mod command_line;
/// Papers that must say what the program does.
mod docs_fresh;
/// Judging: from tables to flags, with the shipped rules.
mod judging;
/// The two languages say the same, and nothing is left unsaid.
mod lang;
/// Linking as a stage, without the files of a run.
mod link;
/// The shipped rules as data: they load, and every example holds.
mod pack;
/// The shipped example province, end to end.
mod province;
/// Files as offices have them: what is read, and what is said of files that cannot be.
mod read;
/// A run's folder, from outside.
mod report;
/// The ledger: what people answered is kept, found again, and cannot be changed unseen.
mod review;
/// The review page: what it shows to whom, and what it refuses.
mod review_web;
/// The rule language: files, conditions, answers.
mod rule;
/// Comparing rules: who would have another outcome, and why.
mod rules_diff;
/// What officers do with rule files: approve, lay out, test, overlay.
mod rules_files;
/// The language server: what an editor gets to see while a rule is typed.
mod rules_lsp;
/// Invented people: the same seed gives the same bytes, and the truth is true.
mod sample;
mod support;
/// From the files of an invented batch to the folder of a run, and what can be asked of that folder.
mod whole_run;
