//! The list of candidates to look at, and their files: in the page, or deflated beside it.

use std::collections::BTreeMap;
use std::io::Write as _;

use chrono::Datelike;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use super::detail::{Detail, Known};
use super::{Desk, LISTED, STATIC, base64, broken};
use crate::error::Result;
use crate::lang::Text;
use crate::report::dossier::Dossier;
use crate::report::line::Line;
use crate::report::show;

/// Files deflated together: enough for the repeated words to pay, few enough to open at once.
const CHUNK: usize = 50;
/// Between the files of a chunk; `show::visible` lets it into no text.
const SEPARATOR: &str = "\u{1e}";

/// The words of the list, ready to be set.
pub(super) struct List {
    pub(super) sentence: String,
    pub(super) cut: String,
    pub(super) no_script: String,
    pub(super) on_demand: String,
    pub(super) rows: Vec<Line>,
    pub(super) dossiers: Vec<String>,
    pub(super) index: String,
    pub(super) chunks: Vec<String>,
}

impl List {
    /// The list of the run on `desk`.
    ///
    /// # Errors
    /// A column is missing: a mistake of ours.
    pub(super) fn of(desk: &Desk<'_>) -> Result<Self> {
        let all = desk.dossiers.len();
        let listed = &desk.dossiers[..all.min(LISTED)];
        let (shown, rest) = listed.split_at(listed.len().min(STATIC));
        let (index, files) = rayon::join(|| Index::of(desk, listed), || files(desk, shown, rest));
        let ((rows, index), (dossiers, chunks)) = (index?, files?);
        let limit = |id, shown, more| if more == 0 { String::new() } else { desk.say(&Text::new(id).count("shown", shown)) };
        Ok(Self {
            sentence: desk.say(&Text::new("report-list-sentence").count("people", all)),
            cut: limit("report-list-cut", LISTED, all.saturating_sub(LISTED)),
            no_script: limit("report-no-script", shown.len(), rest.len()),
            on_demand: limit("report-on-demand", shown.len(), rest.len()),
            rows,
            dossiers,
            index,
            chunks,
        })
    }
}

/// The files that stand in the page, and the others in deflated chunks.
fn files(desk: &Desk<'_>, shown: &[Dossier], rest: &[Dossier]) -> Result<(Vec<String>, Vec<String>)> {
    let mut known = Known::default();
    let mut dossiers = Vec::with_capacity(shown.len());
    for (i, dossier) in shown.iter().enumerate() {
        let mut file = String::new();
        Detail::of(desk, i + 1, dossier, &mut known)?.html(&mut file)?;
        dossiers.push(file);
    }
    // Each chunk depends on its own candidates only, so the bytes are the same for any number of threads.
    let chunk = rest.par_chunks(CHUNK).enumerate().map_init(Reused::new, |reused, (c, dossiers)| {
        reused.files.clear();
        for (i, dossier) in dossiers.iter().enumerate() {
            if i > 0 {
                reused.files.push_str(SEPARATOR);
            }
            Detail::of(desk, STATIC + c * CHUNK + i + 1, dossier, &mut reused.known)?.html(&mut reused.files)?;
        }
        reused.deflate()
    });
    Ok((dossiers, chunk.collect::<Result<_>>()?))
}

/// `[ordinal, anchor, name, [born, day to sort by], unit, standing, severity, rules, probability, id]`: a cell's place is the
/// `data-key` of its column in the table.
type Row = (usize, usize, String, (String, i32), usize, u8, usize, Vec<usize>, String, String);

/// The list as the script reads it: rows of small numbers, and the words they stand for once each.
#[derive(Default)]
struct Index {
    rows: Vec<Row>,
    units: Words,
    rules: Words,
}

/// [`Index`] as it stands in the page, in the order of the names.
#[derive(Serialize)]
struct Data<'a> {
    chunk: usize,
    lang: &'a str,
    rows: Vec<Row>,
    rules: Vec<String>,
    separator: &'a str,
    severities: [&'a str; 3],
    standings: [[&'a str; 2]; 4],
    r#static: usize,
    units: Vec<String>,
    words: Value,
}

/// Distinct words in the order met.
#[derive(Default)]
struct Words {
    known: BTreeMap<String, usize>,
    list: Vec<String>,
}

impl Words {
    fn number(&mut self, word: &str) -> usize {
        if let Some(n) = self.known.get(word) {
            return *n;
        }
        self.known.insert(word.to_owned(), self.list.len());
        self.list.push(word.to_owned());
        self.list.len() - 1
    }
}

impl Index {
    /// The lines of the candidates whose files stand in the page, and the index of all `listed` ones.
    fn of(desk: &Desk<'_>, listed: &[Dossier]) -> Result<(Vec<Line>, String)> {
        let mut index = Self::default();
        let mut lines = Vec::with_capacity(listed.len().min(STATIC));
        for (i, dossier) in listed.iter().enumerate() {
            let line = Line::of(desk, i, dossier)?;
            index.push(desk, i, dossier, &line);
            if i < STATIC {
                lines.push(line);
            }
        }
        Ok((lines, index.finish(desk)?))
    }

    fn push(&mut self, desk: &Desk<'_>, i: usize, dossier: &Dossier, line: &Line) {
        let rules: Vec<_> = line.rules.split(", ").filter(|rule| !rule.is_empty()).map(|rule| self.rules.number(rule)).collect();
        let born = show::day(desk.joined.input.candidates.frame(), "born_from", dossier.candidate);
        let severity = ["stop", "look", "note"].iter().position(|code| *code == dossier.severity).unwrap_or(3);
        self.rows.push((
            i + 1,
            line.anchor,
            line.name.clone(),
            (line.born.clone(), born.map_or(0, |day| day.num_days_from_ce())),
            self.units.number(&line.unit),
            dossier.standing as u8,
            severity,
            rules,
            line.probability.clone(),
            line.id.clone(),
        ));
    }

    fn finish(self, desk: &Desk<'_>) -> Result<String> {
        let say = |id| desk.lang.say(id);
        let data = Data {
            chunk: CHUNK,
            lang: desk.lang.code(),
            rows: self.rows,
            rules: self.rules.list,
            separator: SEPARATOR,
            severities: ["stop", "look", "note"].map(|code| desk.t.of("severity", code)),
            standings: ["review", "conflict", "ask", "undecided"].map(|code| [code, desk.t.of("standing", code)]),
            r#static: STATIC,
            units: self.units.list,
            words: json!({
                "found": say("report-js-found"), "page": say("report-js-page"), "loading": say("report-js-loading"),
                "old": say("report-js-old-browser"),
                "theme": [say("report-js-theme-auto"), say("report-js-theme-light"), say("report-js-theme-dark")],
            }),
        };
        // `<` could end the element that holds the text.
        Ok(serde_json::to_string(&data).map_err(broken)?.replace('<', "\\u003c"))
    }
}

/// What one thread uses again from chunk to chunk.
struct Reused<'a> {
    known: Known<'a>,
    files: String,
    encoder: DeflateEncoder<Vec<u8>>,
}

impl Reused<'_> {
    fn new() -> Self {
        let encoder = DeflateEncoder::new(Vec::new(), Compression::new(6));
        Self { known: Known::default(), files: String::new(), encoder }
    }

    /// The files deflated, as the script's `atob` reads them.
    fn deflate(&mut self) -> Result<String> {
        self.encoder.write_all(self.files.as_bytes()).map_err(broken)?;
        let bytes = self.encoder.reset(Vec::with_capacity(self.files.len() / 8)).map_err(broken)?;
        Ok(base64(&bytes))
    }
}
