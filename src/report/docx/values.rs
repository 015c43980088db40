//! What stands in the places of a template's placeholders?

use std::collections::BTreeMap;

use super::names::{GROUPS, SINGLE};
use crate::error::Result;
use crate::lang::Text;
use crate::report::desk::Desk;
use crate::report::dossier::Dossier;
use crate::report::front::{Front, GroupRow};
use crate::report::line::Line;
use crate::report::show;

/// Candidates in the letter. A document of more pages than people leaf through helps nobody; the workbook has them all.
const PEOPLE: usize = 200;

/// One row of a group: its fields by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Item(BTreeMap<&'static str, String>);

impl Item {
    /// The words of the field `name`.
    pub(super) fn field(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// All values of a run.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    single: BTreeMap<&'static str, String>,
    groups: BTreeMap<&'static str, Vec<Item>>,
}

impl Values {
    /// The words of the placeholder `name`.
    pub(super) fn single(&self, name: &str) -> &str {
        self.single.get(name).map_or("", String::as_str)
    }

    /// The rows of the group `name`.
    pub(super) fn items(&self, name: &str) -> &[Item] {
        self.groups.get(name).map_or(&[], Vec::as_slice)
    }

    /// The values of the run on `desk`.
    ///
    /// # Errors
    /// A column is missing: a mistake of ours.
    pub(super) fn of(desk: &Desk<'_>, front: &Front) -> Result<Self> {
        let mut out = Self::default();
        out.letterhead(desk, front);
        out.numbers(desk, front);
        out.tables(front);
        out.people(desk)?;
        Ok(out)
    }

    /// Values made up for a test.
    #[cfg(test)]
    pub(super) fn made(single: &[(&'static str, &str)], group: &'static str, items: &[&[(&'static str, &str)]]) -> Self {
        let mut out = Self::default();
        for (name, value) in single {
            out.set(name, *value);
        }
        for item in items {
            let fields = item.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
            out.groups.entry(group).or_default().push(Item(fields));
        }
        out
    }

    fn set(&mut self, name: &'static str, value: impl Into<String>) {
        debug_assert!(SINGLE.contains(&name), "{name}");
        self.single.insert(name, value.into());
    }

    fn add<const N: usize>(&mut self, group: &'static str, fields: [(&'static str, &str); N]) {
        debug_assert!(GROUPS.iter().any(|(known, all)| *known == group && fields.iter().all(|(field, _)| all.contains(field))));
        let fields = fields.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        self.groups.entry(group).or_default().push(Item(fields));
    }

    fn letterhead(&mut self, desk: &Desk<'_>, front: &Front) {
        let options = &desk.joined.input.manifest.options;
        self.set("superior", &front.superior);
        self.set("commission", &front.commission);
        self.set("place", &front.date.place);
        self.set("day", &front.date.day);
        self.set("month", &front.date.month);
        self.set("year", &front.date.year);
        self.set("signer", &front.signer);
        self.set("title", &front.title);
        self.set("province", &front.province);
        self.set("as_of", desk.lang.date(options.as_of));
        self.set("opens_on", options.opens_on.map_or_else(|| desk.t.not_given.clone(), |day| desk.lang.date(day)));
        self.set("program", format!("thamdinh {}", desk.joined.input.manifest.version));
    }

    fn numbers(&mut self, desk: &Desk<'_>, front: &Front) {
        let (statistics, counts) = (desk.statistics, desk.joined.input.link_counts);
        let all = &statistics.candidates;
        let questions = statistics.by_rule.iter().map(|rule| rule.undecided).sum();
        let asked = desk.joined.input.rules.iter().filter(|rule| rule.not_asked.is_none()).count();
        for (name, n) in [
            ("checked", all.checked),
            ("organisations", statistics.organisations),
            ("violations", all.violations),
            ("organisations_disciplined", statistics.organisations_disciplined),
            ("review", all.review),
            ("undecided", all.undecided),
            ("clear", all.clear()),
            ("open", statistics.open.len()),
            ("questions", questions),
            ("linked", counts.linked),
            ("asked", counts.asked),
            ("conflicts", counts.conflicts),
            ("rules_asked", asked),
            ("rules_all", desk.joined.input.rules.len()),
            ("people", desk.dossiers.len()),
        ] {
            self.set(name, desk.count(n));
        }
        for (name, part, whole) in [
            ("violations_share", all.violations, all.checked),
            ("organisations_disciplined_share", statistics.organisations_disciplined, statistics.organisations),
            ("review_share", all.review, all.checked),
            ("undecided_share", all.undecided, all.checked),
            ("clear_share", all.clear(), all.checked),
        ] {
            self.set(name, desk.share(part, whole));
        }
        let chosen = front.nearest_threshold(counts, desk.joined.input.manifest.options.link);
        self.set("link_threshold", desk.lang.decimal(desk.joined.input.manifest.options.link, 2));
        self.set("false_links", chosen.map_or("–", |row| &row.false_links));
        self.set("missed_links", chosen.map_or("–", |row| &row.missed_links));
        self.set("link_remarks", front.link_remarks.join("\n"));
        for (name, sentence) in [
            ("open_sentence", &front.open_sentence),
            ("open_more", &front.open_more),
            ("undecided_sentence", &front.undecided_sentence),
            ("link_sentence", &front.link_sentence),
            ("calibration", &front.calibration),
            ("blocking", &front.blocking),
            ("overlay_sentence", &front.overlay_sentence),
            ("rows_warning", &front.balance),
        ] {
            self.set(name, sentence);
        }
    }

    fn tables(&mut self, front: &Front) {
        for (group, rows) in [("forms", &front.forms), ("organisation_forms", &front.organisation_forms)] {
            for row in rows {
                self.add(group, [("label", &row.label), ("count", &row.count), ("share", &row.share)]);
            }
        }
        for (group, table) in ["levels", "units"].into_iter().zip(&front.groups) {
            for GroupRow { label, checked, violations, share, review, undecided } in &table.rows {
                let numbers = [("label", label.as_str()), ("checked", checked), ("violations", violations), ("share", share)];
                let [a, b, c, d] = numbers;
                self.add(group, [a, b, c, d, ("review", review), ("undecided", undecided)]);
            }
        }
        for row in &front.open {
            let days =
                [("days_open", row.days_open.as_str()), ("working_days", &row.working_days), ("days_left", &row.days_left)];
            let [a, b, c] = days;
            self.add(
                "open",
                [("name", &row.name), ("matter", &row.matter), ("since", &row.since), a, b, c, ("state", &row.state)],
            );
        }
        for row in &front.missing {
            self.add(
                "missing",
                [("label", &row.label), ("people", &row.people), ("questions", &row.flags), ("rules", &row.rules)],
            );
        }
        for row in &front.expected {
            self.add(
                "thresholds",
                [
                    ("threshold", &row.threshold),
                    ("declared", &row.declared),
                    ("false_links", &row.false_links),
                    ("missed_links", &row.missed_links),
                ],
            );
        }
        for row in &front.reliability {
            self.add(
                "reliability",
                [
                    ("band", &row.band),
                    ("pairs", &row.pairs),
                    ("expected", &row.expected),
                    ("answered", &row.answered),
                    ("found", &row.found),
                ],
            );
        }
        for (group, row) in front.rules.iter().map(|row| ("all_rules", row)).chain(front.rules_found().map(|row| ("rules", row)))
        {
            self.add(
                group,
                [
                    ("id", &row.id),
                    ("title", &row.title),
                    ("version", &row.version),
                    ("basis", &row.basis),
                    ("confirm", &row.confirm),
                    ("values", &row.values),
                    ("note", if row.not_asked.is_empty() { &row.note } else { &row.not_asked }),
                    ("review", &row.review),
                    ("undecided", &row.undecided),
                ],
            );
        }
        for row in &front.overlays {
            self.add(
                "overlays",
                [
                    ("rule", &row.rule),
                    ("parameter", &row.parameter),
                    ("before", &row.before),
                    ("after", &row.after),
                    ("basis", &row.basis),
                ],
            );
        }
        for row in &front.rows {
            self.add(
                "rows",
                [
                    ("label", &row.label),
                    ("read", &row.read),
                    ("used", &row.used),
                    ("rejected", &row.rejected),
                    ("linked", &row.linked),
                    ("asked", &row.asked),
                    ("conflict", &row.conflict),
                ],
            );
        }
    }

    fn people(&mut self, desk: &Desk<'_>) -> Result<()> {
        for (i, dossier) in desk.dossiers.iter().take(PEOPLE).enumerate() {
            let line = Line::of(desk, i, dossier)?;
            let cell = |column| {
                let text = show::text(desk.joined.input.candidates.frame(), column, dossier.candidate);
                text.map_or_else(String::new, |text| show::visible(text).into_owned())
            };
            let (flags, basis) = flags(desk, dossier);
            self.add(
                "people",
                [
                    ("ordinal", &line.ordinal),
                    ("name", &line.name),
                    ("id", &line.id),
                    ("born", &line.born),
                    ("position", &cell("position")),
                    ("unit", &line.unit),
                    ("standing_for", &cell("standing_for")),
                    ("standing", &line.standing),
                    ("severity", &line.severity),
                    ("rules", &line.rules),
                    ("flags", &flags),
                    ("basis", &basis),
                    ("probability", &line.probability),
                ],
            );
        }
        self.set("people_more", desk.more(desk.dossiers.len(), PEOPLE, "flagged.xlsx"));
        Ok(())
    }
}

/// A candidate's flags, one a line, and their legal bases, each once; where there is no flag, what is to be settled.
fn flags(desk: &Desk<'_>, dossier: &Dossier) -> (String, String) {
    let frame = desk.joined.input.flags.frame();
    let mut lines = Vec::new();
    let mut bases: Vec<String> = Vec::new();
    for row in desk.joined.flags_to_read(dossier.candidate) {
        let cell = |column| show::visible(show::text(frame, column, row).unwrap_or_default()).into_owned();
        let words = if show::text(frame, "outcome", row) == Some("undecided") {
            let facts = show::text(frame, "missing_facts", row).unwrap_or_default();
            let facts = facts.split_whitespace().map(|fact| desk.fact(fact)).collect::<Vec<_>>().join("; ");
            desk.say(&Text::new("report-lacks").with("title", cell("title")).with("facts", facts))
        } else {
            show::capitalised(&cell("reason"))
        };
        lines.push(format!("{}: {words}", cell("rule_id")));
        let confirm = desk.confirm(&cell("confidence"));
        let basis = if confirm.is_empty() { cell("basis") } else { format!("{} ({confirm})", cell("basis")) };
        if !bases.contains(&basis) {
            bases.push(basis);
        }
    }
    if lines.is_empty() {
        let links = desk.joined.input.links.frame();
        for link in desk.joined.links_of(dossier.candidate) {
            let cell = |column| show::text(links, column, link).unwrap_or_default();
            if matches!(cell("state"), "ask" | "conflict") {
                let register = desk.t.of("register", cell("source"));
                lines.push(format!("{}: {register} {}", desk.t.of("state", cell("state")), show::visible(cell("record_id"))));
            }
        }
    }
    (lines.join("\n"), bases.join("\n"))
}
