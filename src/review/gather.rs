//! Which questions does a run ask, and on what evidence?
//!
//! A link is asked where the linker left it to a reviewer or found a contradiction, and where somebody answered it before; a flag
//! wherever a rule fired or could not be decided. What an answer relies on is taken from the rows themselves, never from the day of the
//! run: a reprimand that is a month older is the same reprimand.

use std::collections::BTreeMap;
use std::ops::Range;

use polars::prelude::DataFrame;
use rustc_hash::FxHashMap;

use super::item::{Comparison, Evidence, Field, Material, NewItem, Record, RuleSeen, item_id};
use super::rows::{REGISTERS, Rows, put};
use crate::error::Result;
use crate::lang::Lang;
use crate::table;
use crate::table::answers::Subject;
use crate::table::flags::Flags;
use crate::table::links::{Evidence as Findings, Links};
use crate::table::run::ShowIds;
use crate::table::show;

/// What is shown of a candidate, in this order. A name stands for `{name}_from` and `{name}_to` where the table has those.
const CANDIDATE: &[&str] = &[
    "full_name",
    "other_names",
    "born",
    "sex",
    "home_place",
    "national_id",
    "party_card",
    "party_joined",
    "party_official",
    "organisation",
    "position",
    "position_since",
    "level",
    "candidacy",
    "standing_for",
];
/// What is shown of a record, likewise, by register; a register has only some of them.
const RECORD: &[&str] = &[
    "full_name",
    "other_names",
    "born",
    "sex",
    "home_place",
    "national_id",
    "party_card",
    "organisation",
    "position",
    "head",
    "kind",
    "decision_no",
    "decided",
    "announced",
    "form_raw",
    "violation",
    "authority",
    "received",
    "started",
    "concluded",
    "proposed_form",
    "status",
    "conclusion",
];
/// Facts that follow from the day of the run, and the fields that stand in their place.
const CLOCK: &[(&str, Side, &[&str])] = &[
    ("as_of", Side::Candidate, &[]),
    ("age_months", Side::Candidate, &["born"]),
    ("party_months", Side::Candidate, &["party_joined"]),
    ("months_since_official", Side::Candidate, &["party_official"]),
    ("months_in_post", Side::Candidate, &["position_since"]),
    ("months_since_decision", Side::Record, &["decided"]),
    ("months_since_announcement", Side::Record, &["decided", "announced"]),
    ("months_since_conclusion", Side::Record, &["concluded"]),
    ("working_days_to_opening", Side::Record, &["received"]),
];
/// Facts that follow from rows of other people, or from the answers themselves.
const LINKING: &[&str] = &["link_prob", "link_state", "open_case_count", "open_complaint_count", "open_inspection_count"];
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Candidate,
    Record,
}

/// A pair that somebody answered before.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The candidate.
    pub candidate_id: String,
    /// The record.
    pub record_id: String,
    /// Its register.
    pub source: String,
    /// What the linker thought of it before people settled it, 0..=1. None: nothing.
    pub probability: Option<f64>,
    /// Whether this run's linker was told how people settled it: what it thinks of the pair now is their word, not its own.
    pub is_given: bool,
}

/// A run's results, and how to show them.
#[derive(Clone, Copy)]
pub struct Results<'a> {
    /// The rows.
    pub rows: &'a Rows<'a>,
    /// Pairs taken, or perhaps, as one person.
    pub links: &'a Links,
    /// The findings under them.
    pub findings: &'a Findings,
    /// Rules that fired or could not be decided.
    pub flags: &'a Flags,
    /// Candidates who may be on the roster twice, by their identifiers.
    pub twins: &'a [(String, String)],
    /// Pairs that the ledger has answers to: asked again whatever the linker makes of them.
    pub answered: &'a [Pair],
    /// The language of the run.
    pub lang: Lang,
    /// How identity numbers are shown.
    pub ids: ShowIds,
    /// The two-digit code of the province written in a row; `none` where none is.
    pub province_of: &'a dyn Fn(Option<&str>) -> String,
}

/// The questions of a run, one after the other.
pub struct Questions<'a> {
    results: Results<'a>,
    /// Rows of findings by candidate and record; a pair has more than one stretch where two registers use one identifier.
    findings: FxHashMap<(&'a str, &'a str), Vec<Range<usize>>>,
    /// Rows of links, likewise.
    links: FxHashMap<(&'a str, &'a str), Vec<usize>>,
    /// The gravest flag that rests on a pair: its place in [`SEVERITIES`].
    gravest: FxHashMap<(&'a str, &'a str), usize>,
    /// By candidate, record and register.
    answered: BTreeMap<(&'a str, &'a str, &'a str), &'a Pair>,
}

const SEVERITIES: [&str; 3] = ["stop", "look", "note"];

impl<'a> Questions<'a> {
    /// The questions of a run.
    ///
    /// # Errors
    /// A table lacks a column: a mistake of ours.
    pub fn of(results: Results<'a>) -> Result<Self> {
        let mut links: FxHashMap<(&str, &str), Vec<usize>> = FxHashMap::default();
        for (row, key) in keys(results.links.frame())?.into_iter().enumerate() {
            links.entry(key).or_default().push(row);
        }
        let mut findings: FxHashMap<(&str, &str), Vec<Range<usize>>> = FxHashMap::default();
        let comparisons = table::text(results.findings.frame(), "comparison")?;
        for (row, key) in keys(results.findings.frame())?.into_iter().enumerate() {
            let stretches = findings.entry(key).or_default();
            match stretches.last_mut() {
                Some(stretch) if stretch.end == row && comparisons.get(row) != Some("prior") => stretch.end = row + 1,
                _ => stretches.push(row..row + 1),
            }
        }
        let mut gravest: FxHashMap<(&str, &str), usize> = FxHashMap::default();
        let frame = results.flags.frame();
        let (candidates, records, severities) =
            (table::text(frame, "candidate_id")?, table::text(frame, "record_ids")?, table::text(frame, "severity")?);
        for row in 0..frame.height() {
            let (Some(candidate), Some(records)) = (candidates.get(row), records.get(row)) else { continue };
            let severity = SEVERITIES.iter().position(|severity| Some(*severity) == severities.get(row)).unwrap_or(2);
            for record in records.split_whitespace() {
                gravest.entry((candidate, record)).and_modify(|known| *known = severity.min(*known)).or_insert(severity);
            }
        }
        let key = |pair: &'a Pair| (pair.candidate_id.as_str(), pair.record_id.as_str(), pair.source.as_str());
        let answered = results.answered.iter().map(|pair| (key(pair), pair)).collect();
        Ok(Self { results, findings, links, gravest, answered })
    }

    /// Every question: links in the order of their table, then pairs answered before that the linker keeps no longer, then flags.
    pub fn iter(&self) -> impl Iterator<Item = NewItem> + '_ {
        let links = self.results.links.frame();
        let cell = move |column, row| show::text(links, column, row).unwrap_or_default();
        let key = move |row| (cell("candidate_id", row), cell("record_id", row), cell("source", row));
        let is_asked = move |row: &usize| matches!(cell("state", *row), "ask" | "conflict");
        let kept = (0..links.height())
            .filter(move |row| is_asked(row) || self.answered.contains_key(&key(*row)))
            .filter_map(|row| self.link(row));
        let is_lost = |key: &(&str, &str, &str)| self.link_row(key.0, key.1, key.2).is_none();
        // Sorted by key: the map is a tree.
        let lost = self
            .answered
            .iter()
            .filter(move |(key, _)| is_lost(key))
            .filter_map(|((candidate, record, source), _)| self.pair(candidate, record, source, "apart"));
        let flags = (0..self.results.flags.frame().height()).filter_map(|row| self.flag(row));
        kept.chain(lost).chain(flags)
    }

    fn link_row(&self, candidate: &str, record: &str, source: &str) -> Option<usize> {
        let frame = self.results.links.frame();
        self.links.get(&(candidate, record))?.iter().copied().find(|row| show::text(frame, "source", *row) == Some(source))
    }

    fn link(&self, row: usize) -> Option<NewItem> {
        let frame = self.results.links.frame();
        let cell = |column| show::text(frame, column, row).unwrap_or_default();
        let mut item = self.pair(cell("candidate_id"), cell("record_id"), cell("source"), cell("state"))?;
        let is_given =
            self.answered.get(&(cell("candidate_id"), cell("record_id"), cell("source"))).is_some_and(|pair| pair.is_given);
        if !is_given {
            item.probability = show::real(frame, "probability", row);
        }
        self.explain(&mut item.evidence, row);
        Some(item)
    }

    fn pair(&self, candidate: &str, record: &str, source: &str, outcome: &str) -> Option<NewItem> {
        let rows = self.results.rows;
        let material = rows.link_material(candidate, source, record)?;
        let (frame, at) = rows.record(source, record)?;
        let severity = self.gravest.get(&(candidate, record)).map_or("look", |severity| SEVERITIES[*severity]);
        let mut item = self.begin(candidate, outcome, severity)?;
        item.record_ids = Some(record.to_owned());
        item.source = Some(source.to_owned());
        // The rules of four eyes ask how likely the linker thought it, not what people made of it.
        item.probability = self.answered.get(&(candidate, record, source)).and_then(|pair| pair.probability);
        item.material = material;
        item.evidence.records = vec![self.record(source, record, frame, at)];
        Some(item)
    }

    fn flag(&self, row: usize) -> Option<NewItem> {
        let frame = self.results.flags.frame();
        let cell = |column| show::text(frame, column, row).unwrap_or_default();
        let owned = |column| cell(column).to_owned();
        let candidate = cell("candidate_id");
        let mut item = self.begin(candidate, cell("outcome"), cell("severity"))?;
        item.subject = Subject::Flag;
        item.flag_id = Some(owned("flag_id"));
        item.rule_id = Some(owned("rule_id"));
        item.record_ids = show::text(frame, "record_ids", row).map(str::to_owned);
        item.probability = show::real(frame, "probability", row);
        let facts = match serde_json::from_str(cell("facts")) {
            Ok(serde_json::Value::Object(facts)) => facts,
            _ => serde_json::Map::new(),
        };
        let rule = RuleSeen {
            id: owned("rule_id"),
            version: owned("rule_version"),
            title: owned("title"),
            reason: show::visible(cell("reason")).into_owned(),
            basis: owned("basis"),
            confidence: owned("confidence"),
            missing: cell("missing_facts").split_whitespace().map(str::to_owned).collect(),
            facts,
        };
        let rows = self.results.rows;
        let at = *rows.candidates.1.get(candidate)?;
        let mut material = BTreeMap::from([
            ("rule.id".to_owned(), rule.id.clone()),
            ("rule.version".to_owned(), rule.version.clone()),
            ("outcome".to_owned(), item.outcome.clone()),
        ]);
        if !rule.missing.is_empty() {
            material.insert("missing".to_owned(), rule.missing.join(" "));
        }
        item.material = Material(material);
        let records: Vec<(&str, &str, &DataFrame, usize)> = item
            .record_ids
            .as_deref()
            .unwrap_or_default()
            .split_whitespace()
            .filter_map(|id| self.any_record(candidate, id))
            .collect();
        for (name, value) in &rule.facts {
            self.fact(&mut item.material, name, value, at, &records);
        }
        for (source, id, frame, record) in &records {
            if let Some(link) = self.link_row(candidate, id, source) {
                rows.identity(&mut item.material, at, frame, *record);
                self.explain(&mut item.evidence, link);
            }
            item.evidence.records.push(self.record(source, id, frame, *record));
        }
        if rule.facts.get("is_twin").is_some_and(|is_twin| is_twin == true) {
            self.put_twins(&mut item);
        }
        item.evidence.rule = Some(rule);
        Some(item)
    }

    /// The other rows of the roster that may be the candidate's, each as a record beside theirs.
    fn put_twins(&self, item: &mut NewItem) {
        let candidate = item.candidate_id.clone();
        let other = |(a, b): &'a (String, String)| match candidate.as_str() {
            id if id == a => Some(b.as_str()),
            id if id == b => Some(a.as_str()),
            _ => None,
        };
        let others: std::collections::BTreeSet<&str> = self.results.twins.iter().filter_map(other).collect();
        let (frame, rows) = &self.results.rows.candidates;
        for id in &others {
            let Some(row) = rows.get(id) else { continue };
            let fields = self.fields(frame, CANDIDATE, *row);
            item.evidence.records.push(Record { id: (*id).to_owned(), source: "roster".to_owned(), fields });
        }
        let others = others.into_iter().collect::<Vec<_>>().join(" ");
        item.material.0.insert("record.id".to_owned(), others);
    }

    /// A fact that a condition read, or the fields that stand in its place.
    fn fact(
        &self,
        material: &mut Material,
        name: &str,
        value: &serde_json::Value,
        candidate: usize,
        records: &[(&str, &str, &DataFrame, usize)],
    ) {
        let base = name.strip_suffix("_min").or_else(|| name.strip_suffix("_max")).unwrap_or(name);
        if LINKING.contains(&base) {
            return;
        }
        match CLOCK.iter().find(|(fact, ..)| *fact == base) {
            Some((_, Side::Candidate, columns)) => {
                for column in *columns {
                    put(material, "candidate", self.results.rows.candidates.0, column, candidate);
                }
            }
            Some((_, Side::Record, columns)) => {
                for column in *columns {
                    for (_, _, frame, row) in records {
                        put(material, "record", frame, column, *row);
                    }
                }
            }
            None => {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                material.0.insert(format!("fact.{name}"), value);
            }
        }
    }

    /// An item about a candidate with what all items have. None: the roster has no such candidate, a mistake of ours.
    fn begin(&self, candidate: &str, outcome: &str, severity: &str) -> Option<NewItem> {
        let (frame, rows) = &self.results.rows.candidates;
        let row = *rows.get(candidate)?;
        let text = |column| show::text(frame, column, row).map(|text| show::visible(text).into_owned());
        Some(NewItem {
            subject: Subject::Link,
            candidate_id: candidate.to_owned(),
            record_ids: None,
            source: None,
            flag_id: None,
            rule_id: None,
            outcome: outcome.to_owned(),
            severity: severity.to_owned(),
            probability: None,
            name: text("full_name").or_else(|| text("full_name_raw")),
            unit: text("organisation"),
            province: (self.results.province_of)(show::text(frame, "province_code", row)),
            material: Material::default(),
            evidence: Evidence {
                lang: self.results.lang.code().to_owned(),
                candidate: self.fields(frame, CANDIDATE, row),
                ..Evidence::default()
            },
        })
    }

    /// The record `id` of a flag on `candidate`: in the register in which it is linked to them, else wherever it is.
    fn any_record<'r>(&self, candidate: &str, id: &'r str) -> Option<(&'static str, &'r str, &'a DataFrame, usize)> {
        let found = |source: &&'static str| self.results.rows.record(source, id).map(|(frame, row)| (*source, id, frame, row));
        let linked = REGISTERS.iter().filter(|source| self.link_row(candidate, id, source).is_some()).find_map(found);
        linked.or_else(|| REGISTERS.iter().rev().find_map(found))
    }

    fn record(&self, source: &str, id: &str, frame: &DataFrame, row: usize) -> Record {
        Record { id: id.to_owned(), source: source.to_owned(), fields: self.fields(frame, RECORD, row) }
    }

    fn fields(&self, frame: &DataFrame, columns: &[&str], row: usize) -> Vec<Field> {
        let has = |column: &str| frame.column(column).is_ok();
        let is_there = |column: &&&str| has(column) || has(&format!("{column}_from"));
        columns
            .iter()
            .filter(is_there)
            .map(|column| Field { name: (*column).to_owned(), value: self.field(frame, column, row) })
            .collect()
    }

    /// A field as it is shown; what cleaning could not use, as it was written.
    fn field(&self, frame: &DataFrame, column: &str, row: usize) -> Option<String> {
        let text = |column: &str| show::text(frame, column, row);
        match column {
            "national_id" | "party_card" => {
                let number = text(column).or_else(|| text(&format!("{column}_raw")))?;
                Some(show::visible(&show::masked(number, self.results.ids)).into_owned())
            }
            "born" => {
                let written = text("date_of_birth_raw").map(|text| show::visible(text).into_owned());
                let is_day = show::bounds(frame, column, row).is_some_and(|bounds| !bounds.contains('/'));
                match (show::period(frame, column, row, self.results.lang), written) {
                    // `31/02/1975` is used as the year 1975: what is written is seen beside what was made of it.
                    (Some(period), Some(written)) if !is_day && written != period => Some(format!("{period} (“{written}”)")),
                    (period, written) => period.or(written),
                }
            }
            column if frame.column(&format!("{column}_from")).is_ok() => show::period(frame, column, row, self.results.lang),
            column => text(column).or_else(|| text(&format!("{column}_raw"))).map(|text| show::visible(text).into_owned()),
        }
    }

    /// The findings about the link in row `link`, their sum, and the contradiction.
    fn explain(&self, evidence: &mut Evidence, link: usize) {
        evidence.comparisons = self.comparisons(link);
        evidence.match_weight = Some(evidence.comparisons.iter().map(|comparison| comparison.weight).sum());
        evidence.conflict = show::text(self.results.links.frame(), "conflict", link).map(str::to_owned);
    }

    /// The findings about the link in row `link`, but for what people answered: whoever answers next is not to know.
    fn comparisons(&self, link: usize) -> Vec<Comparison> {
        let frame = self.results.links.frame();
        let key = |row| Some((show::text(frame, "candidate_id", row)?, show::text(frame, "record_id", row)?));
        let Some(here) = key(link) else { return Vec::new() };
        // Two registers may use one identifier; their pairs then follow each other in both tables, in the same order.
        let nth = (0..link).rev().take_while(|row| key(*row) == Some(here)).count();
        let Some(stretch) = self.findings.get(&here).and_then(|stretches| stretches.get(nth)) else { return Vec::new() };
        let findings = self.results.findings.frame();
        let text = |column, row| show::text(findings, column, row).map(|text| show::visible(text).into_owned());
        stretch
            .clone()
            .filter(|row| show::text(findings, "comparison", *row) != Some("answer"))
            .map(|row| Comparison {
                name: text("comparison", row).unwrap_or_default(),
                rung: text("rung", row).unwrap_or_default(),
                weight: show::real(findings, "weight", row).unwrap_or(0.0),
                left: text("left", row),
                right: text("right", row),
                sentence: text("sentence", row).unwrap_or_default(),
            })
            .collect()
    }
}

impl std::fmt::Debug for Questions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Questions").field("links", &self.links.len()).finish_non_exhaustive()
    }
}

/// Candidate and record of each row.
fn keys(frame: &DataFrame) -> Result<Vec<(&str, &str)>> {
    let (candidates, records) = (table::text(frame, "candidate_id")?, table::text(frame, "record_id")?);
    Ok((0..frame.height()).map(|row| (candidates.get(row).unwrap_or_default(), records.get(row).unwrap_or_default())).collect())
}

/// The identifier of the question whether a candidate and a record are one person.
pub(super) fn link_id(pair: &Pair) -> String {
    item_id(Subject::Link, &pair.candidate_id, &pair.record_id, &pair.source)
}
