//! Which sentence does the user see, and in which language?
//!
//! Every sentence lives in `vi/*.ftl` and `en/*.ftl` (Project Fluent), one file per room. Code holds a [`Text`]: an identifier
//! and its arguments. It is rendered at the border, so that one run can be reported in either language.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};

/// The language of messages, reports and pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Vietnamese, the default where the locale does not say English.
    Vi,
    /// English.
    En,
}

macro_rules! resources {
    ($($name:literal),* $(,)?) => {
        const VI: &[(&str, &str)] = &[$(($name, include_str!(concat!("vi/", $name, ".ftl")))),*];
        const EN: &[(&str, &str)] = &[$(($name, include_str!(concat!("en/", $name, ".ftl")))),*];
    };
}
resources!("error", "read", "clean", "link", "rule", "judge", "report", "cli", "sample", "review", "web");

struct Bundles {
    vi: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

static BUNDLES: LazyLock<Bundles> =
    LazyLock::new(|| Bundles { vi: bundle(unic_langid::langid!("vi"), VI), en: bundle(unic_langid::langid!("en"), EN) });

fn bundle(id: unic_langid::LanguageIdentifier, files: &[(&str, &str)]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // The isolation marks Fluent puts around arguments show up as boxes in Excel and break text searches.
    bundle.set_use_isolating(false);
    for (_, text) in files {
        // A broken line loses that one message only; `tests/it/lang.rs` fails on it.
        let resource = match FluentResource::try_new((*text).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// A value inside a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Shown as it is.
    Str(Cow<'static, str>),
    /// A number that names something (a row, a year): never grouped.
    Int(i64),
    /// A count of things: grouped as the language does, `18.476` or `18,476`.
    Count(i64),
    /// A share, 0..=1, shown as a percentage with two decimals: `3,41%`.
    Share(f64),
    /// Shown day first, `15/09/2025`.
    Date(NaiveDate),
    /// A sentence inside a sentence.
    Text(Box<Text>),
}

impl From<&'static str> for Arg {
    fn from(value: &'static str) -> Self {
        Self::Str(Cow::Borrowed(value))
    }
}
impl From<String> for Arg {
    fn from(value: String) -> Self {
        Self::Str(Cow::Owned(value))
    }
}
impl From<&String> for Arg {
    fn from(value: &String) -> Self {
        Self::Str(Cow::Owned(value.clone()))
    }
}
impl From<i64> for Arg {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<u32> for Arg {
    fn from(value: u32) -> Self {
        Self::Int(i64::from(value))
    }
}
impl From<usize> for Arg {
    fn from(value: usize) -> Self {
        Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
    }
}
impl From<NaiveDate> for Arg {
    fn from(value: NaiveDate) -> Self {
        Self::Date(value)
    }
}
impl From<Text> for Arg {
    fn from(value: Text) -> Self {
        Self::Text(Box::new(value))
    }
}

/// A sentence not yet in any language: the identifier of a message in the `.ftl` files, and its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    id: &'static str,
    args: Vec<(&'static str, Arg)>,
}

impl Text {
    /// The message called `id`, without arguments.
    pub fn new(id: &'static str) -> Self {
        Self { id, args: Vec::new() }
    }

    /// The same message with `{ $name }` filled in.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The same message with a count, grouped in thousands when shown.
    #[must_use]
    pub fn count(self, name: &'static str, value: usize) -> Self {
        let count = Arg::Count(i64::try_from(value).unwrap_or(i64::MAX));
        self.with(name, count)
    }

    /// The message's identifier.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// The promise to users in front of the identifier: `D012` of `D012-wrong-digit-count`; else the whole identifier.
    pub fn code(&self) -> &'static str {
        match self.id.split_once('-') {
            Some((head, _)) if head.len() == 4 && head.as_bytes()[1..].iter().all(u8::is_ascii_digit) => head,
            _ => self.id,
        }
    }

    /// The sentence in `lang`.
    pub fn render(&self, lang: Lang) -> String {
        self.format(lang, None).unwrap_or_else(|| self.id.to_owned())
    }

    /// The next action, from the message's `.help` attribute. None: the message has no help.
    pub fn help(&self, lang: Lang) -> Option<String> {
        self.format(lang, Some("help"))
    }

    fn format(&self, lang: Lang, attribute: Option<&str>) -> Option<String> {
        let bundle = lang.bundle();
        let message = bundle.get_message(self.id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut args = FluentArgs::with_capacity(self.args.len());
        for (name, value) in &self.args {
            args.set(*name, lang.value(value));
        }
        let mut errors = Vec::new();
        let out = bundle.format_pattern(pattern, Some(&args), &mut errors);
        Some(out.into_owned())
    }
}

impl Lang {
    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        match self {
            Self::Vi => &BUNDLES.vi,
            Self::En => &BUNDLES.en,
        }
    }

    /// The language's code: `vi`, `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The message `id` without arguments.
    pub fn say(self, id: &'static str) -> String {
        Text::new(id).render(self)
    }

    /// Whether a message called `id` exists (for codes that come from data).
    pub fn has(self, id: &str) -> bool {
        self.bundle().has_message(id)
    }

    /// The message called `id`, where the identifier is made from data; the identifier itself where there is none.
    pub fn say_code(self, id: &str) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else { return id.to_owned() };
        bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned()
    }

    /// `18.476` in Vietnamese, `18,476` in English.
    pub fn count(self, n: i64) -> String {
        let mark = if self == Self::Vi { '.' } else { ',' };
        let digits = n.unsigned_abs().to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if n < 0 {
            out.push('-');
        }
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(mark);
            }
            out.push(digit);
        }
        out
    }

    /// A number with `decimals` digits after the decimal mark, which is a comma in Vietnamese.
    pub fn decimal(self, x: f64, decimals: usize) -> String {
        let text = format!("{x:.decimals$}");
        // What rounds to nothing is not less than nothing.
        let text = if text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.')) { text.replace('-', "") } else { text };
        if self == Self::Vi { text.replace('.', ",") } else { text }
    }

    /// A share, 0..=1, as a percentage: `3,41%`.
    pub fn share(self, x: f64) -> String {
        format!("{}%", self.decimal(x * 100.0, 2))
    }

    /// Day first, as both languages' readers in Vietnam expect: `15/09/2025`.
    pub fn date(self, date: NaiveDate) -> String {
        format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
    }

    fn value(self, arg: &Arg) -> FluentValue<'_> {
        let text = match arg {
            Arg::Str(text) => return FluentValue::String(Cow::Borrowed(text)),
            Arg::Int(n) => n.to_string(),
            Arg::Count(n) => self.count(*n),
            Arg::Share(x) => self.share(*x),
            Arg::Date(date) => self.date(*date),
            Arg::Text(text) => text.render(self),
        };
        FluentValue::String(Cow::Owned(text))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The files of one language, by room: for the test that both say the same.
pub fn sources(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::Vi => VI,
        Lang::En => EN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_each_language_does() {
        for (n, vi, en) in
            [(0, "0", "0"), (999, "999", "999"), (18_476, "18.476", "18,476"), (-1_234_567, "-1.234.567", "-1,234,567")]
        {
            assert_eq!((Lang::Vi.count(n), Lang::En.count(n)), (vi.to_owned(), en.to_owned()));
        }
        assert_eq!(Lang::Vi.share(0.0341), "3,41%");
        assert_eq!((Lang::Vi.decimal(-0.01, 1), Lang::Vi.decimal(-0.06, 1)), ("0,0".to_owned(), "-0,1".to_owned()));
    }

    #[test]
    fn a_code_is_the_part_before_the_name() {
        assert_eq!(Text::new("D012-wrong-digit-count").code(), "D012");
        assert_eq!(Text::new("link-name-same").code(), "link-name-same");
    }
}
