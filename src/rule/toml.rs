//! Which keys does a TOML file hold, where, and are they of the right kind?
//!
//! A thin layer over the parser's spanned tree, so that every mistake of a file is found, not the first only.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::file::Parameter;
use super::sql::{MAX_INT, is_sensible};
use super::text::{Located, nearest};
use super::value::Value;
use crate::diag::{Diagnostic, SourceText};
use crate::lang::Text;

/// A file in the making: its text, and what is wrong with it so far.
pub(super) struct File {
    pub source: SourceText,
    pub problems: Vec<Diagnostic>,
    /// Keys that were meant by misspelt ones, with the place of their table: they are not missing as well.
    meant: Vec<((usize, usize), String)>,
}

/// One table of a file.
#[derive(Clone, Copy)]
pub(super) struct Table<'a, 'i> {
    pub entries: &'a DeTable<'i>,
    /// Its name in messages: `[[version]]`.
    pub label: &'static str,
    /// Where it begins.
    pub at: (usize, usize),
}

impl Table<'_, '_> {
    pub fn span(&self) -> Range<usize> {
        self.at.0..self.at.1
    }
}

impl File {
    pub fn new(source: &SourceText) -> Self {
        Self { source: source.clone(), problems: Vec::new(), meant: Vec::new() }
    }

    pub fn refuse(&mut self, text: Text, span: Range<usize>) {
        self.problems.push(Diagnostic::error(text, &self.source, span));
    }

    pub fn warn(&mut self, text: Text, span: Range<usize>) {
        self.problems.push(Diagnostic::warning(text, &self.source, span));
    }

    /// The first line that says anything: where a whole file is underlined.
    pub fn head(&self) -> Range<usize> {
        let mut at = 0;
        for line in self.source.text.split_inclusive('\n') {
            let said = line.trim();
            if !said.is_empty() && !said.starts_with('#') {
                let start = at + line.find(said).unwrap_or(0);
                return start..start + said.len();
            }
            at += line.len();
        }
        0..0
    }

    /// Reports every key that is not one of `known`.
    pub fn only(&mut self, table: Table, known: &[&str]) {
        for key in table.entries.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let text = match nearest(name, known.iter().copied()) {
                Some(near) => {
                    self.meant.push((table.at, near.to_owned()));
                    Text::new("R006-unknown-key-near").with("near", near.to_owned())
                }
                None => Text::new("R005-unknown-key").with("keys", known.join(", ")),
            };
            self.refuse(text.with("key", name.to_owned()).with("table", table.label), key.span());
        }
    }

    /// The value of a key. None: there is none, which is reported where it is `needed`.
    pub fn get<'a, 'i>(&mut self, table: Table<'a, 'i>, key: &'static str, needed: bool) -> Option<&'a Spanned<DeValue<'i>>> {
        let found = table.entries.iter().find(|(name, _)| &**name.get_ref() == key).map(|(_, value)| value);
        let is_misspelt = || self.meant.iter().any(|(at, meant)| *at == table.at && meant == key);
        if found.is_none() && needed && !is_misspelt() {
            let span = if table.span().is_empty() { self.head() } else { table.span() };
            self.refuse(Text::new("R004-missing-key").with("key", key).with("table", table.label), span);
        }
        found
    }

    fn wrong(&mut self, key: &str, wanted: &'static str, found: &Spanned<DeValue>) {
        let text = Text::new("R007-wrong-value").with("key", key.to_owned()).with("wanted", Text::new(wanted));
        self.refuse(text.with("found", Text::new(kind(found.get_ref()))), found.span());
    }

    pub fn text(&mut self, table: Table, key: &'static str, needed: bool) -> Option<Located> {
        let value = self.get(table, key, needed)?;
        let DeValue::String(text) = value.get_ref() else {
            self.wrong(key, "toml-string", value);
            return None;
        };
        if text.trim().is_empty() {
            self.refuse(Text::new("R009-empty-text").with("key", key), value.span());
            return None;
        }
        Some(Located::new(text, value.span(), &self.source))
    }

    pub fn date(&mut self, table: Table, key: &'static str, needed: bool) -> Option<(NaiveDate, Range<usize>)> {
        let value = self.get(table, key, needed)?;
        match self.value(value) {
            Some(Value::Date(date)) => Some((date, value.span())),
            Some(_) => {
                self.wrong(key, "toml-date", value);
                None
            }
            None => None,
        }
    }

    pub fn one_of<T: Copy>(&mut self, table: Table, key: &'static str, known: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(table, key, true)?;
        if let Some((_, found)) = known.iter().find(|(name, _)| *name == text.text) {
            return Some(*found);
        }
        let list = known.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let message = Text::new("R008-not-one-of").with("key", key).with("found", text.text.clone()).with("known", list);
        self.refuse(message, text.span);
        None
    }

    pub fn texts(&mut self, table: Table, key: &'static str, needed: bool) -> Option<Vec<Located>> {
        let value = self.get(table, key, needed)?;
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, "toml-strings", value);
            return None;
        };
        let mut out = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(text) if !text.trim().is_empty() => {
                    out.push(Located::new(text, item.span(), &self.source));
                }
                DeValue::String(_) => self.refuse(Text::new("R009-empty-text").with("key", key), item.span()),
                _ => self.wrong(key, "toml-string", item),
            }
        }
        Some(out)
    }

    pub fn sub<'a, 'i>(
        &mut self,
        table: Table<'a, 'i>,
        key: &'static str,
        label: &'static str,
        needed: bool,
    ) -> Option<Table<'a, 'i>> {
        let value = self.get(table, key, needed)?;
        let DeValue::Table(inner) = value.get_ref() else {
            self.wrong(key, "toml-table", value);
            return None;
        };
        // `title.vi = …` has no place of its own: its first key has.
        let span = if value.span().is_empty() { inner.keys().next().map_or(0..0, Spanned::span) } else { value.span() };
        Some(Table { entries: inner, label, at: (span.start, span.end) })
    }

    pub fn tables<'a, 'i>(
        &mut self,
        table: Table<'a, 'i>,
        key: &'static str,
        label: &'static str,
        needed: bool,
    ) -> Vec<Table<'a, 'i>> {
        let Some(value) = self.get(table, key, needed) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, "toml-tables", value);
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(inner) => out.push(Table { entries: inner, label, at: (item.span().start, item.span().end) }),
                _ => self.wrong(key, "toml-tables", item),
            }
        }
        out
    }

    /// A scalar. None: it is none, or out of bounds, which is reported.
    pub fn value(&mut self, value: &Spanned<DeValue>) -> Option<Value> {
        let span = value.span();
        match value.get_ref() {
            DeValue::Boolean(b) => Some(Value::Bool(*b)),
            DeValue::Integer(number) => {
                let text = number.as_str().replace('_', "");
                let parsed =
                    i64::from_str_radix(&text, number.radix()).ok().filter(|n| n.unsigned_abs() <= MAX_INT.unsigned_abs());
                if parsed.is_none() {
                    self.refuse(Text::new("R010-number-too-large").with("found", text), span);
                }
                parsed.map(Value::Int)
            }
            DeValue::Float(number) => {
                let text = number.as_str().replace('_', "");
                let parsed = text.parse::<f64>().ok().filter(|x| x.is_finite());
                if parsed.is_none() {
                    self.refuse(Text::new("R010-number-too-large").with("found", text), span);
                }
                parsed.map(Value::Real)
            }
            DeValue::Datetime(when) => {
                let text = when.to_string();
                let date = when.date.filter(|_| when.time.is_none() && when.offset.is_none());
                let date = date.and_then(|date| NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()));
                let date = date.filter(|date| is_sensible(*date));
                if date.is_none() {
                    self.refuse(Text::new("R011-date-out-of-bounds").with("found", text), span);
                }
                date.map(Value::Date)
            }
            DeValue::String(text) => Some(Value::text(&**text)),
            DeValue::Array(_) | DeValue::Table(_) => {
                self.wrong("", "toml-scalar", value);
                None
            }
        }
    }

    /// Several values of one kind; whole numbers beside real ones become real.
    fn values(&mut self, values: &[&Spanned<DeValue>], name: &str) -> Option<Vec<Value>> {
        let mut out = Vec::new();
        for item in values {
            out.push(self.value(item)?);
        }
        if out.iter().any(|value| matches!(value, Value::Real(_))) {
            out = out.into_iter().map(|value| value.as_real().map_or(value, Value::Real)).collect();
        }
        let first = out.first().map(std::mem::discriminant);
        if let Some(at) = out.iter().position(|value| Some(std::mem::discriminant(value)) != first) {
            self.refuse(Text::new("R012-mixed-parameter").with("name", name.to_owned()), values[at].span());
            return None;
        }
        Some(out)
    }

    /// A parameter: a scalar, a list, or a table by code.
    pub fn parameter(&mut self, name: &str, value: &Spanned<DeValue>) -> Option<Parameter> {
        match value.get_ref() {
            DeValue::Array(items) => {
                let items: Vec<_> = items.iter().collect();
                if items.is_empty() {
                    self.refuse(Text::new("R013-empty-parameter").with("name", name.to_owned()), value.span());
                    return None;
                }
                self.values(&items, name).map(Parameter::List)
            }
            DeValue::Table(table) => {
                if table.is_empty() {
                    self.refuse(Text::new("R013-empty-parameter").with("name", name.to_owned()), value.span());
                    return None;
                }
                let (keys, values): (Vec<_>, Vec<_>) = table.iter().unzip();
                let values = self.values(&values, name)?;
                let keys = keys.into_iter().map(|key| Arc::from(&**key.get_ref()));
                Some(Parameter::Table(keys.zip(values).collect::<BTreeMap<_, _>>()))
            }
            _ => self.value(value).map(Parameter::One),
        }
    }
}

/// The message that names a TOML value's kind.
fn kind(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "toml-string",
        DeValue::Integer(_) | DeValue::Float(_) => "toml-number",
        DeValue::Boolean(_) => "toml-bool",
        DeValue::Datetime(_) => "toml-date",
        DeValue::Array(_) => "toml-list",
        DeValue::Table(_) => "toml-table",
    }
}

/// The largest file that is read: a rule is a page, not a book.
const MAX_BYTES: usize = 1 << 20;

/// A file's text, or what is wrong with its bytes.
pub(super) fn decoded(name: &str, bytes: &[u8]) -> Result<SourceText, Box<Diagnostic>> {
    if bytes.len() > MAX_BYTES {
        let source = SourceText::new(name, "");
        let text = Text::new("R002-too-large").with("file", name.to_owned()).count("bytes", bytes.len()).count("most", MAX_BYTES);
        return Err(Box::new(Diagnostic::error(text, &source, 0..0)));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(SourceText::new(name, text.strip_prefix('\u{feff}').unwrap_or(text))),
        Err(error) => {
            let source = SourceText::new(name, String::from_utf8_lossy(bytes));
            let at = error.valid_up_to();
            Err(Box::new(Diagnostic::error(Text::new("R001-not-utf8"), &source, at..at + '\u{fffd}'.len_utf8())))
        }
    }
}

/// Everything the TOML parser complains about.
pub(super) fn complaints(errors: &[toml::de::Error], source: &SourceText) -> Vec<Diagnostic> {
    let complain = |error: &toml::de::Error| {
        let span = error.span().unwrap_or(0..0);
        // An empty place is not drawn: take the character before it.
        let span = if span.is_empty() {
            let start = source.text.get(..span.start).and_then(|text| text.char_indices().next_back()).map_or(0, |(at, _)| at);
            start..span.start.max(start)
        } else {
            span
        };
        Diagnostic::error(Text::new("R003-toml").with("said", Text::new(said(error.message()))), source, span)
    };
    errors.iter().map(complain).collect()
}

/// Our words for what the TOML parser says in English.
fn said(message: &str) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if has(&["duplicate key"]) {
        "toml-duplicate-key"
    } else if has(&["recurs"]) {
        "toml-too-deep"
    } else if has(&["must be quoted"]) {
        "toml-unquoted"
    } else if has(&["date", "time", "hour", "month", "year"]) {
        "toml-bad-date"
    } else if has(&["no value", "missing value", "missing assignment", "missing key"]) {
        "toml-no-value"
    } else if has(&["unclosed"]) {
        "toml-bracket-open"
    } else if has(&["missing comma"]) {
        "toml-comma"
    } else if has(&["extra "]) {
        "toml-extra"
    } else if has(&["key"]) {
        "toml-bad-key"
    } else if has(&["string", "quote", "escape", "unicode", "control character"]) {
        "toml-string-open"
    } else if has(&["integer", "number", "numeric", "digit", "sign", "radix", "zero", "float"]) {
        "toml-bad-number"
    } else {
        "toml-not-understood"
    }
}
