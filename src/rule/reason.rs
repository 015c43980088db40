//! Why did a rule fire, in words?
//!
//! A reason is a sentence with holes: `{fact}`, `{:parameter}`, `{:table[fact]}`. Each hole is filled as a person would write it:
//! codes in words, days day first, a date known to the month as that month.

use std::ops::Range;

use chrono::{Datelike, Days, NaiveDate};

use super::check::names;
use super::file::{Parameter, Version};
use super::row::FactRow;
use super::text::{Located, nearest};
use super::value::{Known, Value};
use crate::diag::{Diagnostic, SourceText};
use crate::lang::{Lang, Text};
use crate::table::facts::{Fact, FactType, Scope};

/// A piece of a reason.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// `{fact}`
    Fact(Fact),
    /// `{:as_of}`
    AsOf,
    /// `{:parameter}`
    Parameter(String),
    /// `{:table[fact]}`
    Lookup(String, Fact),
}

/// A sentence with holes, in both languages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reason {
    /// In Vietnamese.
    pub vi: Vec<Piece>,
    /// In English.
    pub en: Vec<Piece>,
}

impl Reason {
    /// The sentence in `lang`, its holes filled from `row` and from the version's parameters.
    pub fn fill(&self, lang: Lang, version: &Version, row: &dyn FactRow, as_of: NaiveDate) -> String {
        let pieces = match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        };
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Fact(fact) => out.push_str(&shown(lang, Some(fact), &row.fact(fact.name))),
                Piece::AsOf => out.push_str(&lang.date(as_of)),
                Piece::Parameter(name) => match version.parameters.get(name) {
                    Some(Parameter::One(value)) => out.push_str(&shown_value(lang, None, value)),
                    Some(Parameter::List(values)) => {
                        let values: Vec<_> = values.iter().map(|value| shown_value(lang, None, value)).collect();
                        out.push_str(&values.join(", "));
                    }
                    Some(Parameter::Table(_)) | None => out.push_str(&lang.say("value-unknown")),
                },
                Piece::Lookup(name, fact) => {
                    let key = row.fact(fact.name);
                    let value = match (version.parameters.get(name), key.exact()) {
                        (Some(Parameter::Table(table)), Some(Value::Text(key))) => table.get(key),
                        _ => None,
                    };
                    out.push_str(&value.map_or_else(|| lang.say("value-unknown"), |value| shown_value(lang, None, value)));
                }
            }
        }
        out
    }
}

/// What is known of a fact, as a person would write it.
pub fn shown(lang: Lang, fact: Option<&Fact>, known: &Known) -> String {
    if let Some(value) = known.exact() {
        return shown_value(lang, fact, value);
    }
    if let (Some(Value::Date(from)), Some(Value::Date(to))) = (&known.min, &known.max)
        && let Some(period) = whole_period(lang, *from, *to)
    {
        return period;
    }
    let bound = |value: &Value| shown_value(lang, fact, value);
    match (&known.min, &known.max) {
        (None, None) => lang.say("value-unknown"),
        (Some(min), None) => Text::new("value-from").with("min", bound(min)).render(lang),
        (None, Some(max)) => Text::new("value-to").with("max", bound(max)).render(lang),
        (Some(min), Some(max)) => Text::new("value-between").with("min", bound(min)).with("max", bound(max)).render(lang),
    }
}

/// `tháng 03/2023`, `năm 2023` where two days are the first and last of one month or year.
fn whole_period(lang: Lang, from: NaiveDate, to: NaiveDate) -> Option<String> {
    let after = to.checked_add_days(Days::new(1))?;
    if from.day() != 1 || after.day() != 1 {
        return None;
    }
    let months = (after.year() - from.year()) * 12 + i32::try_from(after.month()).ok()? - i32::try_from(from.month()).ok()?;
    match months {
        1 => Some(Text::new("value-month").with("month", month(from)).render(lang)),
        12 if from.month() == 1 => Some(Text::new("value-year").with("year", i64::from(from.year())).render(lang)),
        _ => None,
    }
}

fn month(date: NaiveDate) -> String {
    format!("{:02}/{}", date.month(), date.year())
}

/// A value as a person would write it; the fact says which unit it has.
fn shown_value(lang: Lang, fact: Option<&Fact>, value: &Value) -> String {
    match value {
        Value::Bool(b) => lang.say(if *b { "value-true" } else { "value-false" }),
        Value::Int(n) => lang.count(*n),
        Value::Real(x) if fact.is_some_and(|fact| fact.unit == "0..=1") => lang.share(*x),
        Value::Real(x) => lang.decimal(*x, 2),
        // A month is kept as its first day.
        Value::Date(date) if fact.is_some_and(|fact| fact.name.ends_with("_month")) => month(*date),
        Value::Date(date) => lang.date(*date),
        Value::Text(text) => {
            let message = format!("code-{}", text.replace('_', "-"));
            let is_code = fact.is_none_or(|fact| matches!(fact.kind, FactType::Code(_)));
            if is_code && lang.has(&message) { lang.say_code(&message) } else { text.to_string() }
        }
    }
}

/// The names in a reason, for checking.
pub(super) struct HoleNames<'a> {
    pub facts: &'a [Fact],
    pub scope: Scope,
    /// Each version's parameters.
    pub versions: &'a [&'a std::collections::BTreeMap<String, Parameter>],
    /// Parameters that are there and have a mistake of their own.
    pub broken: &'a [&'a String],
}

/// The pieces of a sentence; what is wrong with its holes goes to `problems`, the parameters it names to `used`.
pub(super) fn pieces(
    text: &Located,
    source: &SourceText,
    names: &HoleNames,
    used: &mut std::collections::BTreeSet<String>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut at = 0;
    let rest = text.text.as_str();
    while let Some(found) = rest[at..].find(['{', '}']) {
        let open = at + found;
        let end = rest[open..].find('}').filter(|_| rest[open..].starts_with('{'));
        let Some(close) = end.map(|end| open + end) else {
            problems.push(Diagnostic::error(Text::new("R066-brace"), source, text.part(open..open + 1)));
            at = open + 1;
            continue;
        };
        if open > at {
            out.push(Piece::Words(rest[at..open].to_owned()));
        }
        let span: Range<usize> = text.part(open..close + 1);
        match hole(&rest[open + 1..close], names, used) {
            Ok(piece) => out.push(piece),
            Err(message) => problems.push(Diagnostic::error(message, source, span)),
        }
        at = close + 1;
    }
    if at < rest.len() {
        out.push(Piece::Words(rest[at..].to_owned()));
    }
    out
}

fn hole(name: &str, names: &HoleNames, used: &mut std::collections::BTreeSet<String>) -> Result<Piece, Text> {
    let unknown = |name: &str, known: Vec<&str>| match nearest(name, known) {
        Some(near) => Text::new("R068-unknown-hole-near").with("name", name.to_owned()).with("near", near.to_owned()),
        None => Text::new("R067-unknown-hole").with("name", name.to_owned()),
    };
    let fact = |name: &str| {
        names::fact(name, names.scope, names.facts).map_err(|text| match text.code() {
            "R060" | "R063" => text,
            _ => unknown(name, names.facts.iter().map(|fact| fact.name).collect()),
        })
    };
    let Some(parameter) = name.strip_prefix(':') else { return fact(name).map(Piece::Fact) };
    if parameter == "as_of" {
        return Ok(Piece::AsOf);
    }
    let (parameter, key) = match parameter.strip_suffix(']').and_then(|inner| inner.split_once('[')) {
        Some((parameter, key)) => (parameter, Some(key)),
        None => (parameter, None),
    };
    if names.broken.iter().any(|broken| *broken == parameter) {
        return Ok(Piece::Parameter(parameter.to_owned()));
    }
    for version in names.versions {
        match (version.get(parameter), key) {
            (Some(Parameter::Table(_)), Some(_)) | (Some(Parameter::One(_) | Parameter::List(_)), None) => {}
            (Some(Parameter::Table(_)), None) => {
                return Err(Text::new("R036-table-without-key").with("name", parameter.to_owned()));
            }
            (Some(_), Some(_)) => return Err(Text::new("R037-not-a-table").with("name", parameter.to_owned())),
            (None, _) => return Err(unknown(parameter, version.keys().map(String::as_str).collect())),
        }
    }
    used.insert(parameter.to_owned());
    match key {
        Some(key) => Ok(Piece::Lookup(parameter.to_owned(), fact(key)?)),
        None => Ok(Piece::Parameter(parameter.to_owned())),
    }
}
