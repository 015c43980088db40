//! Which files does a path in the batch file mean?

use std::ops::Range;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};
use unicode_normalization::UnicodeNormalization;

use super::document::Mistakes;
use crate::lang::Text;

/// What a file found by a pattern must end in; a file named in full is known by its content.
const FORMATS: [&str; 8] = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "parquet"];

/// Office names differ in case from machine to machine; a hidden file is never an input.
const MATCHING: MatchOptions =
    MatchOptions { case_sensitive: false, require_literal_separator: true, require_literal_leading_dot: true };

/// `written` on this machine, relative to `folder`. None: it names another machine, and that was noted.
pub fn local(written: &str, span: Range<usize>, folder: &Path, wrong: &mut Mistakes) -> Option<PathBuf> {
    // polars would fetch such a path; nothing here ever leaves the machine.
    if written.contains("://") {
        wrong.error(Text::new("C009-remote-path").with("path", written.to_owned()), span);
        return None;
    }
    Some(folder.join(written))
}

/// Like [`local`], for a file that must be there.
pub fn existing(written: &str, span: Range<usize>, folder: &Path, wrong: &mut Mistakes) -> Option<PathBuf> {
    let path = local(written, span.clone(), folder, wrong)?;
    let found = if path.is_file() { Some(path) } else { same_name(&path) };
    if found.is_none() {
        wrong.error(Text::new("C010-file-not-found").with("path", written.to_owned()), span);
    }
    found
}

/// The input files that `written`, a path or a glob, means: each with the name that messages use, sorted by that name.
pub fn inputs(written: &str, span: &Range<usize>, folder: &Path, wrong: &mut Mistakes) -> Vec<(PathBuf, String)> {
    let Some(path) = local(written, span.clone(), folder, wrong) else { return Vec::new() };
    if path.is_dir() {
        wrong.error(Text::new("C011-path-is-folder").with("path", written.to_owned()), span.clone());
        return Vec::new();
    }
    // A file whose name has a bracket in it is meant literally where it exists.
    if path.is_file() || !written.contains(['*', '?', '[']) {
        return existing(written, span.clone(), folder, wrong).map(|path| (path, written.to_owned())).into_iter().collect();
    }
    let pattern = if Path::new(written).is_absolute() {
        written.to_owned()
    } else {
        format!("{}/{written}", Pattern::escape(&folder.display().to_string()))
    };
    let found = match glob::glob_with(&pattern, MATCHING) {
        Ok(found) => found,
        Err(cause) => {
            let text = Text::new("C014-bad-pattern").with("pattern", written.to_owned()).with("cause", cause.msg);
            wrong.error(text, span.clone());
            return Vec::new();
        }
    };
    let mut out = Vec::new();
    for path in found.filter_map(Result::ok).filter(|path| path.is_file()) {
        let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        // `~$DS.xlsx` is Excel's note that somebody has `DS.xlsx` open.
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$")) {
            continue;
        }
        if has_format(&path) {
            out.push((path, name));
        } else {
            wrong.warning(Text::new("C015-file-passed-over").with("path", name).with("known", FORMATS.join(", ")), span.clone());
        }
    }
    if out.is_empty() {
        wrong.error(Text::new("C016-pattern-matches-nothing").with("pattern", written.to_owned()), span.clone());
    }
    out.sort_by(|a, b| a.1.cmp(&b.1));
    out
}

fn has_format(path: &Path) -> bool {
    path.extension().is_some_and(|end| FORMATS.iter().any(|format| end.eq_ignore_ascii_case(format)))
}

/// The file beside `path` whose name is the same text in another Unicode form: macOS and zip programs take `ế` apart.
fn same_name(path: &Path) -> Option<PathBuf> {
    let wanted: String = path.file_name()?.to_str()?.nfc().collect();
    let folder = path.parent()?;
    let folder = if folder.is_dir() { folder.to_owned() } else { same_name(folder)? };
    let mut names: Vec<_> = std::fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path()).collect();
    names.sort();
    names
        .into_iter()
        .find(|found| found.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.nfc().eq(wanted.chars())))
}
