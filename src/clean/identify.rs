//! What is each row called? Identifiers given, made from content, or given twice; numbers that too many rows share.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use super::Part;
use super::cells::Sheets;
use crate::lang::Text;
use crate::table::rejects::Reject;
use crate::vn::id_number;

/// A number on this many rows of one register belongs to nobody.
pub(super) const ROWS_PER_NUMBER: usize = 30;

/// A name for a row without one: the same content gives the same name in every run, wherever the row stands.
pub(super) fn digest<'a>(prefix: &str, cells: impl Iterator<Item = Option<&'a str>>) -> String {
    let mut hash = Sha256::new();
    for cell in cells {
        let cell = cell.unwrap_or("").trim();
        // The length keeps `ab|c` and `a|bc` apart.
        hash.update(cell.len().to_le_bytes());
        hash.update(cell);
    }
    let mut name = String::with_capacity(prefix.len() + 16);
    name.push_str(prefix);
    for byte in hash.finalize().iter().take(8) {
        for half in [byte >> 4, byte & 15] {
            name.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
    }
    name
}

/// Rejects the rows whose identifier was given before, and numbers those whose content was seen before.
pub(super) fn settle<'a>(parts: &mut [Part<'a>], sheets: &Sheets) -> Vec<Reject> {
    if is_ascending(parts) {
        return Vec::new();
    }
    let mut rejects = Vec::new();
    // Where each identifier was first given, and how often it was made.
    let mut seen: FxHashMap<Cow<'a, str>, (usize, u32, usize)> = FxHashMap::default();
    seen.reserve(parts.iter().map(|part| part.ids.len()).sum());
    for part in parts {
        for (at, id) in part.ids.iter_mut().enumerate() {
            if part.is_rejected.get(at).copied().unwrap_or(false) {
                continue;
            }
            let row = part.rows.get(at).copied().unwrap_or(0);
            let Some((first_sheet, first_row, count)) = seen.get_mut(&id.text) else {
                seen.insert(id.text.clone(), (part.task.sheet, row, 1));
                continue;
            };
            if id.is_made {
                *count += 1;
                id.text = Cow::Owned(format!("{}-{count}", id.text));
                continue;
            }
            if let Some(is_rejected) = part.is_rejected.get_mut(at) {
                *is_rejected = true;
            }
            let first = sheets.place(*first_sheet, *first_row, "");
            let shown = if id.text.len() >= 8 && id.text.bytes().all(|byte| byte.is_ascii_digit()) {
                id_number::mask(&id.text)
            } else {
                id.text.clone().into_owned()
            };
            let text = Text::new("D002-same-id").with("value", shown).with("row", *first_row);
            let text = text.with("file", first.file.unwrap_or_default());
            let column = sheets.kind.id_column().unwrap_or("");
            rejects.push(Reject { kind: sheets.kind, place: sheets.place(part.task.sheet, row, column), text });
        }
    }
    rejects
}

/// Identifiers that only go up are all different: registers are usually numbered.
fn is_ascending(parts: &[Part]) -> bool {
    let mut last: Option<&str> = None;
    parts.iter().flat_map(|part| part.ids.iter().zip(&part.is_rejected)).filter(|(_, is_rejected)| !**is_rejected).all(
        |(id, _)| {
            let is_up = last.is_none_or(|last| last < &*id.text);
            last = Some(&id.text);
            is_up
        },
    )
}

/// The numbers that [`ROWS_PER_NUMBER`] rows or more have, with how many: ascending.
pub(super) fn shared(numbers: impl Iterator<Item = u64>) -> Vec<(u64, usize)> {
    use rayon::prelude::*;
    let mut numbers: Vec<u64> = numbers.filter(|&number| number != 0).collect();
    numbers.par_sort_unstable();
    numbers
        .chunk_by(|a, b| a == b)
        .filter(|run| run.len() >= ROWS_PER_NUMBER)
        .filter_map(|run| run.first().map(|&number| (number, run.len())))
        .collect()
}

/// The same as a set.
pub(super) fn set(shared: &[(u64, usize)]) -> FxHashSet<u64> {
    shared.iter().map(|(number, _)| *number).collect()
}
