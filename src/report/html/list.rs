//! The list of candidates to look at, and their files: in the page, or deflated beside it.

use std::collections::BTreeMap;
use std::io::Write as _;

use chrono::Datelike;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::detail::Detail;
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
        let mut index = Index::default();
        let mut rows = Vec::with_capacity(shown.len());
        for (i, dossier) in listed.iter().enumerate() {
            let row = Line::of(desk, i, dossier)?;
            index.push(desk, i, dossier, &row);
            if i < STATIC {
                rows.push(row);
            }
        }
        let render = |(i, dossier): (usize, &Dossier)| Detail::of(desk, i + 1, dossier)?.html();
        let dossiers = shown.iter().enumerate().map(render).collect::<Result<Vec<_>>>()?;
        // Each chunk depends on its own candidates only, so the bytes are the same for any number of threads.
        let chunk = |(c, dossiers): (usize, &[Dossier])| -> Result<String> {
            let first = STATIC + c * CHUNK;
            let files = dossiers.iter().enumerate().map(|(i, dossier)| render((first + i, dossier)));
            deflate(&files.collect::<Result<Vec<_>>>()?.join(SEPARATOR))
        };
        let chunks = rest.par_chunks(CHUNK).enumerate().map(chunk).collect::<Result<Vec<_>>>()?;
        let limit = |id, shown, more| if more == 0 { String::new() } else { desk.say(&Text::new(id).count("shown", shown)) };
        Ok(Self {
            sentence: desk.say(&Text::new("report-list-sentence").count("people", all)),
            cut: limit("report-list-cut", LISTED, all.saturating_sub(LISTED)),
            no_script: limit("report-no-script", shown.len(), rest.len()),
            on_demand: limit("report-on-demand", shown.len(), rest.len()),
            rows,
            dossiers,
            index: index.finish(desk),
            chunks,
        })
    }
}

/// The list as the script reads it: rows of small numbers, and the words they stand for once each.
#[derive(Default)]
struct Index {
    rows: Vec<Value>,
    units: Words,
    rules: Words,
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
    /// `[ordinal, anchor, name, [born, day to sort by], unit, standing, severity, rules, probability, id]`: a cell's place is the
    /// `data-key` of its column in the table.
    fn push(&mut self, desk: &Desk<'_>, i: usize, dossier: &Dossier, row: &Line) {
        let rules: Vec<_> = row.rules.split(", ").filter(|rule| !rule.is_empty()).map(|rule| self.rules.number(rule)).collect();
        let born = show::day(desk.joined.input.candidates.frame(), "born_from", dossier.candidate);
        let severity = ["stop", "look", "note"].iter().position(|code| *code == dossier.severity).unwrap_or(3);
        self.rows.push(json!([
            i + 1,
            row.anchor,
            row.name,
            (&row.born, born.map_or(0, |day| day.num_days_from_ce())),
            self.units.number(&row.unit),
            dossier.standing as u8,
            severity,
            rules,
            row.probability,
            row.id,
        ]));
    }

    fn finish(self, desk: &Desk<'_>) -> String {
        let say = |id| desk.lang.say(id);
        let standings = ["review", "conflict", "ask", "undecided"].map(|code| [code, desk.t.of("standing", code)]);
        let severities = ["stop", "look", "note"].map(|code| desk.t.of("severity", code));
        let value = json!({
            "lang": desk.lang.code(), "static": STATIC, "chunk": CHUNK, "separator": SEPARATOR,
            "rows": self.rows, "units": self.units.list, "rules": self.rules.list,
            "standings": standings, "severities": severities,
            "words": {
                "found": say("report-js-found"), "page": say("report-js-page"), "loading": say("report-js-loading"),
                "old": say("report-js-old-browser"),
                "theme": [say("report-js-theme-auto"), say("report-js-theme-light"), say("report-js-theme-dark")],
            },
        });
        // `<` could end the element that holds the text.
        value.to_string().replace('<', "\\u003c")
    }
}

fn deflate(text: &str) -> Result<String> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(text.len() / 8), Compression::new(6));
    encoder.write_all(text.as_bytes()).map_err(broken)?;
    Ok(base64(&encoder.finish().map_err(broken)?))
}
