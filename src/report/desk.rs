//! Where the writers of a run's folder find what they need: the joined tables, the counts, the words.

use serde_json::Value;

use super::dossier::Dossier;
use super::joined::Joined;
use super::labels::Labels;
use super::show;
use super::statistics::Statistics;
use crate::lang::{Lang, Text};

/// Rows of a table that people read from top to bottom; what is beyond is in the workbook and the csv files.
pub(super) const ROWS: usize = 200;

/// What every part of the page and of the letter needs.
pub(super) struct Desk<'a> {
    pub(super) joined: &'a Joined<'a>,
    pub(super) statistics: &'a Statistics,
    pub(super) dossiers: &'a [Dossier],
    pub(super) t: &'a Labels,
    pub(super) lang: Lang,
}

impl Desk<'_> {
    /// A count in the language's form.
    pub(super) fn count(&self, n: usize) -> String {
        self.lang.count(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// `part` of `whole` as a percentage; empty where there is no whole.
    pub(super) fn share(&self, part: usize, whole: usize) -> String {
        if whole == 0 { String::new() } else { self.lang.share(part as f64 / whole as f64) }
    }

    /// The sentence `text`.
    pub(super) fn say(&self, text: &Text) -> String {
        text.render(self.lang)
    }

    /// `… and N more in FILE`; empty where all is shown.
    pub(super) fn more(&self, all: usize, shown: usize, file: &'static str) -> String {
        if all <= shown {
            return String::new();
        }
        self.say(&Text::new("report-more").count("more", all - shown).with("file", file))
    }

    /// The name of the candidate in roster row `row`; where there is none, the identifier.
    pub(super) fn name(&self, row: usize) -> String {
        let frame = self.joined.input.candidates.frame();
        let name = show::text(frame, "full_name", row).or_else(|| show::text(frame, "full_name_raw", row));
        show::visible(name.or_else(|| show::text(frame, "id", row)).unwrap_or_default()).into_owned()
    }

    /// The words of a documented fact; the name itself where it is not documented.
    pub(super) fn fact(&self, name: &str) -> String {
        let fact = self.joined.input.documented.iter().find(|fact| fact.name == name);
        fact.map_or(name, |fact| if self.lang == Lang::Vi { fact.vi } else { fact.en }).to_owned()
    }

    /// `to be confirmed` where the basis is not verified; empty where it is.
    pub(super) fn confirm(&self, confidence: &str) -> String {
        if matches!(confidence, "partly" | "unverified") { self.t.of("confirm", confidence).to_owned() } else { String::new() }
    }

    /// The value of a fact or a parameter in words.
    pub(super) fn value(&self, value: &Value) -> String {
        match value {
            Value::Null => self.t.unknown.clone(),
            Value::Bool(true) => self.t.yes.clone(),
            Value::Bool(false) => self.t.no.clone(),
            Value::Number(n) => match n.as_i64() {
                Some(n) => self.lang.count(n),
                None => self.lang.decimal(n.as_f64().unwrap_or(f64::NAN), 2),
            },
            Value::String(text) => match chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d") {
                Ok(day) => self.lang.date(day),
                Err(_) => show::visible(self.t.code(text)).into_owned(),
            },
            Value::Array(list) => list.iter().map(|value| self.value(value)).collect::<Vec<_>>().join(" … "),
            Value::Object(known) => {
                let end = |name| known.get(name).filter(|end| !end.is_null()).map(|end| self.value(end));
                show::within(self.lang, end("min"), end("max"))
            }
        }
    }
}
