//! The links and the findings under them as tables: the waterfall of each pair, in words.

use std::ops::Range;

use polars::prelude::*;

use super::bits::Bits;
use super::choose::{self, Chosen, State};
use super::model::{Comparison, Model};
use super::score::Priors;
use super::{Input, Register};
use crate::error::Result;
use crate::lang::Lang;
use crate::table;
use crate::table::answers::Settled;
use crate::table::links::{Evidence, Links};
use crate::vn::id_number::mask;

/// Collects pairs register by register, then writes both tables sorted by candidate and record.
pub struct Writer<'a> {
    input: &'a Input<'a>,
    candidates: StringChunked,
    sentences: Sentences,
    rows: Vec<Row>,
    findings: Vec<FindingRow>,
}

struct Row {
    candidate: String,
    record: String,
    source: &'static str,
    probability: f64,
    weight: f64,
    state: State,
    /// This pair's findings. Empty: nobody asks for the waterfall of a pair that the model keeps apart.
    findings: Range<usize>,
}

struct FindingRow {
    comparison: &'static str,
    rung: &'static str,
    weight: f64,
    left: Option<String>,
    right: Option<String>,
    sentence: Sentence,
}

/// Which sentence.
#[derive(Clone, Copy)]
enum Sentence {
    Prior,
    Rung(usize, usize),
    Answer(Settled),
    NameAlone,
}

/// Every sentence that evidence can hold, in the run's language.
struct Sentences {
    prior: String,
    /// By comparison, then rung.
    rungs: Vec<Vec<String>>,
    answers: [String; 3],
    name_alone: String,
}

impl Sentences {
    fn new(lang: Lang) -> Self {
        let rung = |comparison: Comparison, rung: &str| lang.say_code(&format!("link-{}-{rung}", comparison.name()));
        let rungs = |&comparison: &Comparison| comparison.rungs().iter().map(|found| rung(comparison, found.name)).collect();
        Self {
            prior: lang.say("link-prior"),
            rungs: Comparison::ALL.iter().map(rungs).collect(),
            name_alone: lang.say("link-name-alone"),
            answers: [lang.say("link-answer-same"), lang.say("link-answer-different"), lang.say("link-answer-disputed")],
        }
    }

    fn get(&self, sentence: Sentence) -> &str {
        match sentence {
            Sentence::Prior => &self.prior,
            Sentence::Rung(comparison, rung) => &self.rungs[comparison][rung],
            Sentence::NameAlone => &self.name_alone,
            Sentence::Answer(Settled::Same) => &self.answers[0],
            Sentence::Answer(Settled::Different) => &self.answers[1],
            Sentence::Answer(Settled::Disputed) => &self.answers[2],
        }
    }
}

/// What people said of the pair, where they did: no weight of evidence, but the last word.
fn answer(settled: Settled) -> FindingRow {
    let rung = match settled {
        Settled::Same => "same",
        Settled::Different => "different",
        Settled::Disputed => "disputed",
    };
    let sentence = Sentence::Answer(settled);
    FindingRow { comparison: "answer", rung, weight: 0.0, left: None, right: None, sentence }
}

/// Why a pair that is probable enough is still asked about: no weight of evidence, but a rule.
fn name_alone() -> FindingRow {
    FindingRow {
        comparison: "name_alone",
        rung: "name_alone",
        weight: 0.0,
        left: None,
        right: None,
        sentence: Sentence::NameAlone,
    }
}

/// A probability as it is shown and kept: six decimals, so that nothing hangs on the last bit of a logarithm.
fn rounded(probability: f64) -> f64 {
    (probability * 1e6).round() / 1e6
}

impl<'a> Writer<'a> {
    /// An empty writer; `candidates` are the identifiers of the roster's rows.
    pub fn new(input: &'a Input<'a>, candidates: StringChunked) -> Self {
        Self { input, candidates, sentences: Sentences::new(input.lang), rows: Vec::new(), findings: Vec::new() }
    }

    /// Adds the pairs of one register, whose rows have the identifiers `records`.
    ///
    /// # Errors
    /// A table lacks a declared column: a mistake of ours.
    pub fn add(&mut self, register: &Register<'_>, model: &Model, records: &StringChunked, chosen: &[Chosen]) -> Result<()> {
        let prior = Priors::of(model, self.candidates.len()).same;
        let left = Shown::of(self.input.candidates.frame(), self.input.show_ids)?;
        let right = Shown::of(register.frame, self.input.show_ids)?;
        for chosen in chosen {
            let pair = &chosen.pair;
            let state = choose::state(chosen, self.input.ask, self.input.link);
            let first = self.findings.len();
            if state != State::Apart || chosen.settled.is_some() {
                self.add_findings(chosen, prior, &left, &right);
                if state == State::Ask && chosen.probability >= self.input.link && choose::rests_on_name_alone(chosen) {
                    self.findings.push(name_alone());
                }
            }
            self.rows.push(Row {
                candidate: self.candidates.get(pair.candidate as usize).unwrap_or("").to_owned(),
                record: records.get(pair.record as usize).unwrap_or("").to_owned(),
                source: register.name,
                probability: rounded(chosen.probability),
                weight: chosen.weight.to_f64(),
                state,
                findings: first..self.findings.len(),
            });
        }
        Ok(())
    }

    fn add_findings(&mut self, chosen: &Chosen, prior: Bits, left: &Shown<'_>, right: &Shown<'_>) {
        let (comparison, rung) = ("prior", "prior");
        let sentence = Sentence::Prior;
        self.findings.push(FindingRow { comparison, rung, weight: prior.to_f64(), left: None, right: None, sentence });
        let pair = &chosen.pair;
        for (at, &comparison) in Comparison::ALL.iter().enumerate() {
            let weight = chosen.weights[at];
            let found = pair.findings[at].rung;
            let rung = usize::from(if comparison == Comparison::Namesake { u8::from(weight < Bits::ZERO) } else { found });
            self.findings.push(FindingRow {
                comparison: comparison.name(),
                rung: comparison.rungs()[rung].name,
                weight: weight.to_f64(),
                left: left.value(comparison, pair.candidate as usize),
                right: right.value(comparison, pair.record as usize),
                sentence: Sentence::Rung(at, rung),
            });
        }
        self.findings.extend(chosen.settled.map(answer));
    }

    /// Both tables.
    ///
    /// # Errors
    /// A column does not fit: a mistake of ours.
    pub fn finish(mut self) -> Result<(Links, Evidence)> {
        self.rows.sort_by(|a, b| (&a.candidate, &a.record, a.source).cmp(&(&b.candidate, &b.record, b.source)));
        let column = |name: &str, values: Vec<&str>| Column::new(name.into(), values);
        let links = DataFrame::new(
            self.rows.len(),
            vec![
                column("candidate_id", self.rows.iter().map(|row| row.candidate.as_str()).collect()),
                column("record_id", self.rows.iter().map(|row| row.record.as_str()).collect()),
                column("source", self.rows.iter().map(|row| row.source).collect()),
                Column::new("probability".into(), self.rows.iter().map(|row| row.probability).collect::<Vec<_>>()),
                Column::new("match_weight".into(), self.rows.iter().map(|row| row.weight).collect::<Vec<_>>()),
                column("state", self.rows.iter().map(|row| row.state.name()).collect()),
                Column::new(
                    "conflict".into(),
                    self.rows
                        .iter()
                        .map(|row| if let State::Conflict(conflict) = row.state { Some(conflict.name()) } else { None })
                        .collect::<Vec<_>>(),
                ),
            ],
        )?;
        let height = self.findings.len();
        let (mut candidate, mut record) = (Vec::with_capacity(height), Vec::with_capacity(height));
        let (mut comparison, mut rung, mut weight) =
            (Vec::with_capacity(height), Vec::with_capacity(height), Vec::with_capacity(height));
        let (mut left, mut right, mut sentence) =
            (Vec::with_capacity(height), Vec::with_capacity(height), Vec::with_capacity(height));
        for row in &self.rows {
            for finding in &self.findings[row.findings.clone()] {
                candidate.push(row.candidate.as_str());
                record.push(row.record.as_str());
                comparison.push(finding.comparison);
                rung.push(finding.rung);
                weight.push(finding.weight);
                left.push(finding.left.as_deref());
                right.push(finding.right.as_deref());
                sentence.push(self.sentences.get(finding.sentence));
            }
        }
        let evidence = DataFrame::new(
            height,
            vec![
                column("candidate_id", candidate),
                column("record_id", record),
                column("comparison", comparison),
                column("rung", rung),
                Column::new("weight".into(), weight),
                Column::new("left".into(), left),
                Column::new("right".into(), right),
                column("sentence", sentence),
            ],
        )?;
        Ok((Links::new(&links)?, Evidence::new(&evidence)?))
    }
}

/// What the rows of a table say, as a reader may see it.
struct Shown<'a> {
    frame: &'a DataFrame,
    text: Vec<&'a StringChunked>,
    decided: Option<(&'a Int32Chunked, Option<&'a Int32Chunked>)>,
    joined: Option<&'a Int32Chunked>,
    show_ids: bool,
}

const TEXT: [&str; 7] = ["full_name", "other_names", "sex", "national_id", "party_card", "home_place", "organisation"];

impl<'a> Shown<'a> {
    fn of(frame: &'a DataFrame, show_ids: bool) -> Result<Self> {
        let text = TEXT.iter().map(|name| table::text(frame, name)).collect::<Result<Vec<_>>>()?;
        let day = |name: &str| -> Result<Option<&'a Int32Chunked>> {
            frame.column(name).ok().map(|column| Ok(column.date()?.physical())).transpose()
        };
        let decided = day("decided_from")?.map(|from| Ok::<_, crate::error::Error>((from, day("decided_to")?))).transpose()?;
        Ok(Self { frame, text, decided, joined: day("party_joined_from")?, show_ids })
    }

    fn value(&self, comparison: Comparison, row: usize) -> Option<String> {
        let text = |at: usize| self.text[at].get(row).map(str::to_owned);
        let number =
            |at: usize| self.text[at].get(row).map(|number| if self.show_ids { number.to_owned() } else { mask(number) });
        match comparison {
            Comparison::Name => match (text(0), text(1)) {
                (Some(name), Some(others)) if !others.is_empty() => Some(format!("{name} ({others})")),
                (name, _) => name,
            },
            Comparison::Birth => {
                let day = |name: &str| self.frame.column(name).ok()?.date().ok()?.physical().get(row);
                interval(day("born_from")?, day("born_to")?)
            }
            Comparison::Sex => text(2),
            Comparison::NationalId => number(3),
            Comparison::PartyCard => number(4),
            Comparison::Home => text(5),
            Comparison::Organisation | Comparison::Level => text(6),
            Comparison::Origin | Comparison::Namesake => None,
            Comparison::Service => match (self.decided, self.joined) {
                (Some((from, to)), _) => {
                    let from = from.get(row)?;
                    interval(from, to.and_then(|to| to.get(row)).unwrap_or(from))
                }
                (None, Some(joined)) => {
                    let day = joined.get(row)?;
                    interval(day, day)
                }
                (None, None) => None,
            },
        }
    }
}

/// `14/03/1968`, `03/1968` or `1968`, by how wide the interval is.
pub fn interval(from: i32, to: i32) -> Option<String> {
    use chrono::Datelike;
    let first = chrono::NaiveDate::default().checked_add_signed(chrono::TimeDelta::days(i64::from(from)))?;
    Some(match to - from {
        0 => format!("{:02}/{:02}/{}", first.day(), first.month(), first.year()),
        1..=31 => format!("{:02}/{}", first.month(), first.year()),
        _ => first.year().to_string(),
    })
}
