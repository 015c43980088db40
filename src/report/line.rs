//! One candidate to look at, in one line.

use super::desk::Desk;
use super::dossier::Dossier;
use super::show;
use crate::error::Result;
use crate::table;

/// The words of one line.
pub(super) struct Line {
    pub(super) anchor: usize,
    pub(super) ordinal: String,
    pub(super) name: String,
    pub(super) id: String,
    pub(super) born: String,
    pub(super) unit: String,
    pub(super) class: &'static str,
    pub(super) standing: String,
    pub(super) severity: String,
    pub(super) rules: String,
    pub(super) probability: String,
}

impl Line {
    /// The line of `dossier`, the `i`th from 0 on the list.
    ///
    /// # Errors
    /// A column is missing: a mistake of ours.
    pub(super) fn of(desk: &Desk<'_>, i: usize, dossier: &Dossier) -> Result<Self> {
        let input = desk.joined.input;
        let frame = input.candidates.frame();
        let cell = |column| {
            show::text(frame, column, dossier.candidate).map_or_else(String::new, |text| show::visible(text).into_owned())
        };
        let rule_ids = table::text(input.flags.frame(), "rule_id")?;
        let mut rules: Vec<&str> = desk.joined.flags_of(dossier.candidate).filter_map(|row| rule_ids.get(row)).collect();
        rules.dedup();
        Ok(Self {
            anchor: dossier.candidate,
            ordinal: desk.count(i + 1),
            name: desk.name(dossier.candidate),
            id: cell("id"),
            born: show::period(frame, "born", dossier.candidate, desk.lang).unwrap_or_default(),
            unit: cell("organisation"),
            class: dossier.standing.code(),
            standing: desk.t.of("standing", dossier.standing.code()).to_owned(),
            severity: if dossier.severity.is_empty() {
                String::new()
            } else {
                desk.t.of("severity", dossier.severity).to_owned()
            },
            rules: rules.join(", "),
            probability: dossier.probability.map_or_else(String::new, |p| show::probability(desk.lang, p)),
        })
    }
}
