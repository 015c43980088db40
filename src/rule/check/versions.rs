//! Does exactly one version apply on each day?

use chrono::Days;

use super::super::reading::Period;
use super::super::toml::File;
use crate::lang::Text;

/// Reports versions that overlap, and days between two versions on which none applies. `periods` are sorted by first day.
pub(in crate::rule) fn periods(file: &mut File, periods: &[Period]) {
    for pair in periods.windows(2) {
        let [(_, before_to, _), (after_from, _, span)] = pair else { continue };
        let text = |id| {
            let text = Text::new(id).with("from", after_from.to_string());
            text.with("to", before_to.map_or_else(|| "…".to_owned(), |to| to.to_string()))
        };
        match before_to {
            Some(to) if to < after_from => {
                let next = to.checked_add_days(Days::new(1));
                if next.is_some_and(|next| next < *after_from) {
                    file.warn(text("R072-version-gap"), span.clone());
                }
            }
            _ => file.refuse(text("R071-version-overlap"), span.clone()),
        }
    }
}
