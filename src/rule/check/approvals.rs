//! Did another person approve a version, and is it still what they approved?

use std::ops::Range;

use super::super::approval::Approval;
use super::super::text::Located;
use super::super::toml::File;
use crate::lang::Text;

/// Reports an approval by the person who wrote the version: four eyes see more than two.
pub(in crate::rule) fn by_another(file: &mut File, by: &Located, drafted_by: Option<&str>) {
    let folded = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if drafted_by.is_some_and(|drafted_by| folded(drafted_by) == folded(&by.text)) {
        file.refuse(Text::new("R087-own-approval").with("name", by.text.clone()), by.span.clone());
    }
}

/// Warns of every approval whose seal is not that of the version as it stands.
pub(in crate::rule) fn seals<'a>(
    file: &mut File,
    versions: impl Iterator<Item = (Option<&'a (Approval, Range<usize>)>, &'a String)>,
) {
    for (approved, seal) in versions {
        let Some((approval, span)) = approved else { continue };
        if approval.seal != *seal {
            let text =
                Text::new("R088-changed-since-approved").with("name", approval.by.clone()).with("day", approval.on.to_string());
            file.warn(text, span.clone());
        }
    }
}
