//! What can a template ask for?

/// Placeholders that stand for one number, word or sentence.
pub(super) const SINGLE: &[&str] = &[
    "superior",
    "commission",
    "place",
    "day",
    "month",
    "year",
    "signer",
    "title",
    "province",
    "as_of",
    "opens_on",
    "checked",
    "organisations",
    "violations",
    "violations_share",
    "organisations_disciplined",
    "organisations_disciplined_share",
    "review",
    "review_share",
    "undecided",
    "undecided_share",
    "clear",
    "clear_share",
    "open",
    "open_sentence",
    "questions",
    "undecided_sentence",
    "linked",
    "asked",
    "conflicts",
    "link_threshold",
    "false_links",
    "missed_links",
    "link_sentence",
    "calibration",
    "blocking",
    "link_remarks",
    "rules_asked",
    "rules_all",
    "overlay_sentence",
    "rows_warning",
    "people",
    "people_more",
    "open_more",
    "program",
];

/// Groups: a table row that names one of them is repeated for each of its items. Written `{{group.field}}`.
pub(super) const GROUPS: &[(&str, &[&str])] = &[
    ("forms", &["label", "count", "share"]),
    ("organisation_forms", &["label", "count", "share"]),
    ("levels", &["label", "checked", "violations", "share", "review", "undecided"]),
    ("units", &["label", "checked", "violations", "share", "review", "undecided"]),
    ("open", &["name", "matter", "since", "days_open", "working_days", "days_left", "state"]),
    ("missing", &["label", "people", "questions", "rules"]),
    ("thresholds", &["threshold", "declared", "false_links", "missed_links"]),
    ("reliability", &["band", "pairs", "expected", "answered", "found"]),
    ("rules", &["id", "title", "version", "basis", "confirm", "values", "note", "review", "undecided"]),
    ("all_rules", &["id", "title", "version", "basis", "confirm", "values", "note", "review", "undecided"]),
    ("overlays", &["rule", "parameter", "before", "after", "basis"]),
    ("rows", &["label", "read", "used", "rejected", "linked", "asked", "conflict"]),
    (
        "people",
        &[
            "ordinal",
            "name",
            "id",
            "born",
            "position",
            "unit",
            "standing_for",
            "standing",
            "severity",
            "rules",
            "flags",
            "basis",
            "probability",
        ],
    ),
];

/// What a placeholder's name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// One value.
    Single(&'static str),
    /// A field of each item of a group.
    Field(&'static str, &'static str),
}

/// The meaning of `name`. None: there is no such placeholder.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    if let Some(single) = SINGLE.iter().find(|single| **single == name) {
        return Some(Meaning::Single(single));
    }
    let (group, field) = name.split_once('.')?;
    let (group, fields) = GROUPS.iter().find(|(known, _)| *known == group)?;
    fields.iter().find(|known| **known == field).map(|field| Meaning::Field(group, field))
}

/// Every name as a template writes it, without braces.
pub(super) fn all() -> impl Iterator<Item = String> {
    let fields = GROUPS.iter().flat_map(|(group, fields)| fields.iter().map(move |field| format!("{group}.{field}")));
    SINGLE.iter().map(|name| (*name).to_owned()).chain(fields)
}

/// All names in a few lines: `superior, …, forms.(label, count, share)`.
pub(super) fn summary() -> String {
    let groups = GROUPS.iter().map(|(group, fields)| format!("{group}.({})", fields.join(", ")));
    SINGLE.iter().map(|name| (*name).to_owned()).chain(groups).collect::<Vec<_>>().join(", ")
}

/// The name at most two edits from `name`, and less than half of it away. None: a hint would mislead.
pub(super) fn nearest(name: &str) -> Option<String> {
    all()
        .map(|known| (strsim::damerau_levenshtein(name, &known), known))
        .filter(|(edits, known)| *edits <= 2 && edits * 2 < known.len())
        .min()
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_its_meaning_and_no_other() {
        let names: Vec<_> = all().collect();
        let mut distinct = names.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), names.len());
        assert!(names.iter().all(|name| meaning(name).is_some()));
        assert_eq!(meaning("people.name"), Some(Meaning::Field("people", "name")));
        for unknown in ["peple.name", "people.", "people.nam", "forms", ""] {
            assert_eq!(meaning(unknown), None, "{unknown}");
        }
        assert_eq!(nearest("peple.name").as_deref(), Some("people.name"));
    }
}
