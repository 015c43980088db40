//! Which candidates are a province's?

use std::collections::BTreeSet;

use polars::prelude::BooleanChunked;

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::table;
use crate::table::people::Candidates;
use crate::table::raw::InputKind;
use crate::table::rejects::RowCount;

/// The candidates whose row names no province.
pub const NONE: &str = "none";

/// A province code as files and folders have it: two digits, whatever zeros the office wrote or lost.
pub fn code(written: &str) -> String {
    match written.trim().parse::<u16>() {
        Ok(code) if code < 100 => format!("{code:02}"),
        _ => written.trim().to_owned(),
    }
}

/// The codes in the roster, sorted; [`NONE`] last where rows name no province, so that nobody is left out.
///
/// # Errors
/// No row names one.
pub fn codes(candidates: &Candidates) -> Result<Vec<String>> {
    let written = table::text(candidates.frame(), "province_code")?;
    let codes: BTreeSet<String> = written.iter().flatten().map(code).collect();
    if codes.is_empty() {
        return Err(Error::new(Text::new("E423-no-provinces")));
    }
    let is_complete = written.null_count() == 0;
    Ok(codes.into_iter().chain((!is_complete).then(|| NONE.to_owned())).collect())
}

/// The candidates of `province`, or those of none.
///
/// # Errors
/// There are none.
pub fn of(candidates: &Candidates, province: &str) -> Result<Candidates> {
    let written = table::text(candidates.frame(), "province_code")?;
    let is_here = |written: Option<&str>| written.map_or(province == NONE, |written| code(written) == province);
    let mask: BooleanChunked = written.iter().map(|written| Some(is_here(written))).collect();
    let found = candidates.frame().filter(&mask)?;
    if found.height() == 0 {
        let known = codes(candidates)?.join(", ");
        return Err(Error::new(Text::new("E424-no-such-province").with("code", province.to_owned()).with("known", known)));
    }
    Candidates::new(&found)
}

/// The batch's counts with the roster's rows of this province only: `used` of them went on.
pub fn rows(all: &[RowCount], used: usize) -> Vec<RowCount> {
    let of_roster = |rows: &RowCount| RowCount { read: used + rows.rejected, used, ..*rows };
    all.iter().map(|rows| if rows.kind == InputKind::Roster { of_roster(rows) } else { *rows }).collect()
}
