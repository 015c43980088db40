//! A TOML file read value by value, every mistake noted and none of them final.

use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diag::{Diagnostic, SourceText};
use crate::lang::Text;

/// The mistakes found so far in one file.
#[derive(Debug)]
pub struct Mistakes<'a> {
    /// The file.
    pub source: &'a SourceText,
    /// Errors and warnings, in the order they were met.
    pub found: Vec<Diagnostic>,
}

impl<'a> Mistakes<'a> {
    /// No mistake yet in `source`.
    pub fn new(source: &'a SourceText) -> Self {
        Self { source, found: Vec::new() }
    }

    /// Notes an error.
    pub fn error(&mut self, text: Text, span: Range<usize>) {
        self.found.push(Diagnostic::error(text, self.source, span));
    }

    /// Notes something the file can be used with all the same.
    pub fn warning(&mut self, text: Text, span: Range<usize>) {
        self.found.push(Diagnostic::warning(text, self.source, span));
    }
}

/// The root table of `text`, as far as it can be understood; what cannot is noted in `wrong`.
pub fn parse<'t>(text: &'t str, wrong: &mut Mistakes) -> Spanned<DeTable<'t>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        // The library's sentence may run over several lines; the place is underlined by us.
        let cause = error.message().lines().next().unwrap_or_default().to_owned();
        wrong.error(Text::new("C001-toml-syntax").with("cause", cause), visible(text, error.span().unwrap_or_default()));
    }
    root
}

/// `span`, or where it is empty the rest of its line, or the character before: something that can be underlined.
fn visible(text: &str, span: Range<usize>) -> Range<usize> {
    if !span.is_empty() {
        return span;
    }
    let (before, after) = text.split_at_checked(span.start).unwrap_or((text, ""));
    let rest = after.lines().next().unwrap_or_default().trim_end();
    match before.chars().next_back() {
        Some(last) if rest.is_empty() => before.len() - last.len_utf8()..before.len(),
        _ => before.len()..before.len() + rest.len(),
    }
}

/// One table of the file with the keys it may have.
#[derive(Debug, Clone)]
pub struct Section<'t> {
    /// None: the file has no such table, so every key has its default.
    table: Option<&'t DeTable<'t>>,
    /// What to underline when a key is missing.
    span: Range<usize>,
}

impl<'t> Section<'t> {
    /// The table as a section; a key that is not in `keys` is noted with its nearest neighbour.
    pub fn new(table: &'t DeTable<'t>, span: Range<usize>, keys: &[&'static str], wrong: &mut Mistakes) -> Self {
        for key in table.keys().filter(|key| !keys.contains(&&**key.get_ref())) {
            let text = match nearest(key.get_ref(), keys.iter().copied()) {
                Some(near) => Text::new("C003-unknown-key-near").with("key", key.get_ref().to_string()).with("near", near),
                None => Text::new("C002-unknown-key").with("key", key.get_ref().to_string()).with("known", keys.join(", ")),
            };
            wrong.error(text, key.span());
        }
        Self { table: Some(table), span }
    }

    /// The table under `key`; an empty section where there is none.
    pub fn section(&self, key: &str, keys: &[&'static str], wrong: &mut Mistakes) -> Self {
        match self.get(key).map(|value| (value.get_ref(), value.span())) {
            Some((DeValue::Table(table), span)) => Self::new(table, span, keys, wrong),
            Some((other, span)) => {
                wrong.error(wrong_type(key, Text::new("config-a-table").with("key", key.to_owned()), other), span);
                Self { table: None, span: 0..0 }
            }
            None => Self { table: None, span: 0..0 },
        }
    }

    /// The tables of `[[key]]`, in the order of the file.
    pub fn sections(&self, key: &str, keys: &[&'static str], wrong: &mut Mistakes) -> Vec<Self> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            wrong.error(wrong_type(key, Text::new("config-tables").with("key", key.to_owned()), value.get_ref()), value.span());
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => out.push(Self::new(table, item.span(), keys, wrong)),
                other => wrong.error(wrong_type(key, Text::new("config-tables").with("key", key.to_owned()), other), item.span()),
            }
        }
        out
    }

    /// Notes that `key` is missing, if it is.
    pub fn require(&self, key: &'static str, example: &'static str, wrong: &mut Mistakes) {
        if self.get(key).is_none() {
            wrong.error(Text::new("C004-missing-key").with("key", key).with("example", example), self.span.clone());
        }
    }

    /// The text under `key`, without blanks around it. None: there is none, or a mistake was noted.
    pub fn text(&self, key: &str, wrong: &mut Mistakes) -> Option<Spanned<String>> {
        let value = self.get(key)?;
        let text = as_text(key, value, wrong)?;
        if text.get_ref().is_empty() {
            // Without a place in the file it is what the parser put where it understood nothing, and said so.
            if value.span().is_empty() {
                return None;
            }
            wrong.error(Text::new("C005-empty-text").with("key", key.to_owned()), value.span());
            return None;
        }
        Some(text)
    }

    /// The texts under `key`, a list. None: there is none, or a mistake was noted.
    pub fn texts(&self, key: &str, wrong: &mut Mistakes) -> Option<Vec<Spanned<String>>> {
        let value = self.get(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            wrong.error(wrong_type(key, Text::new("config-texts"), value.get_ref()), value.span());
            return None;
        };
        Some(items.iter().filter_map(|item| as_text(key, item, wrong)).collect())
    }

    /// The texts under `key`, a table of them: each key with its value, in the order of the keys.
    pub fn pairs(&self, key: &str, wrong: &mut Mistakes) -> Vec<(String, Spanned<String>)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Table(table) = value.get_ref() else {
            wrong.error(wrong_type(key, Text::new("config-pairs"), value.get_ref()), value.span());
            return Vec::new();
        };
        table.iter().filter_map(|(name, value)| Some((name.get_ref().to_string(), as_text(key, value, wrong)?))).collect()
    }

    /// The day under `key`. None: there is none, or a mistake was noted.
    pub fn date(&self, key: &str, wrong: &mut Mistakes) -> Option<Spanned<NaiveDate>> {
        let value = self.get(key)?;
        let date = match value.get_ref() {
            DeValue::Datetime(at) if at.time.is_none() && at.offset.is_none() => {
                at.date.and_then(|date| NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day)))
            }
            _ => None,
        };
        if date.is_none() {
            wrong.error(wrong_type(key, Text::new("config-a-date").with("key", key.to_owned()), value.get_ref()), value.span());
        }
        Some(Spanned::new(value.span(), date?))
    }

    /// The share under `key`, 0..=1. None: there is none, or a mistake was noted.
    pub fn share(&self, key: &str, wrong: &mut Mistakes) -> Option<Spanned<f64>> {
        let value = self.get(key)?;
        let digits = match value.get_ref() {
            DeValue::Float(number) => number.as_str(),
            DeValue::Integer(number) => number.as_str(),
            _ => "",
        };
        match digits.parse::<f64>() {
            Ok(share) if (0.0..=1.0).contains(&share) => Some(Spanned::new(value.span(), share)),
            Ok(_) => {
                wrong.error(Text::new("C013-share-out-of-range").with("key", key.to_owned()), value.span());
                None
            }
            Err(_) => {
                wrong.error(wrong_type(key, Text::new("config-a-share"), value.get_ref()), value.span());
                None
            }
        }
    }

    /// The meaning of the word under `key`. None: there is none, or a mistake was noted.
    pub fn word<T: Copy>(&self, key: &str, words: &[(&'static str, T)], wrong: &mut Mistakes) -> Option<Spanned<T>> {
        let found = self.text(key, wrong)?;
        if let Some((_, meaning)) = words.iter().find(|(word, _)| word == found.get_ref()) {
            return Some(Spanned::new(found.span(), *meaning));
        }
        let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        wrong.error(unknown_value(key, found.get_ref(), &known), found.span());
        None
    }

    fn get(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table?.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }
}

/// `value` is none of `known`; the nearest is named where one is near.
pub fn unknown_value(key: &str, value: &str, known: &[&str]) -> Text {
    let text = match nearest(value, known.iter().copied()) {
        Some(near) => Text::new("C008-unknown-value-near").with("near", near.to_owned()),
        None => Text::new("C007-unknown-value").with("known", known.join(", ")),
    };
    text.with("key", key.to_owned()).with("value", value.to_owned())
}

/// The known word at most two edits from `word`, and less than half of it away. None: a hint would mislead.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    known
        .map(|near| (strsim::damerau_levenshtein(&word, near), near))
        .filter(|(edits, near)| *edits <= 2 && edits * 2 < near.chars().count())
        .min()
        .map(|(_, near)| near)
}

fn as_text(key: &str, value: &Spanned<DeValue>, wrong: &mut Mistakes) -> Option<Spanned<String>> {
    if let DeValue::String(text) = value.get_ref() {
        Some(Spanned::new(value.span(), text.trim().to_owned()))
    } else {
        wrong.error(wrong_type(key, Text::new("config-a-text"), value.get_ref()), value.span());
        None
    }
}

fn wrong_type(key: &str, expected: Text, found: &DeValue) -> Text {
    let found = Text::new(match found {
        DeValue::String(_) => "config-found-text",
        DeValue::Integer(_) | DeValue::Float(_) => "config-found-number",
        DeValue::Boolean(_) => "config-found-boolean",
        DeValue::Datetime(_) => "config-found-time",
        DeValue::Array(_) => "config-found-list",
        DeValue::Table(_) => "config-found-table",
    });
    Text::new("C006-wrong-type").with("key", key.to_owned()).with("expected", expected).with("found", found)
}
