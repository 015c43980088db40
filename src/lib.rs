//! `thamdinh` (thẩm định, vetting) screens congress candidate rosters against formal records.
//!
//! One way through: read → clean → link → judge → report → review; a stage takes tables and gives tables. `pipeline` is the only
//! module that names every stage. Imports point down: `cli → pipeline, config → stages → rule → table, vn → diag → error → lang`;
//! stages do not know each other, and `vn` knows neither polars nor files.

pub mod clean;
pub mod cli;
pub mod config;
pub mod diag;
pub mod error;
pub mod judge;
pub mod lang;
pub mod link;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod review;
pub mod rule;
pub mod sample;
pub mod table;
pub mod vn;
