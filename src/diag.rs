//! What is wrong in a file that a person wrote, underlined.
//!
//! For batch files, rules and models: many problems are collected, never the first only. Our own type, so that the renderer
//! (miette) can be swapped in this one file.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use crate::lang::{Lang, Text};

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The file cannot be used.
    Error,
    /// The file can be used; somebody should look.
    Warning,
}

/// The text of a file that a person wrote, shared by all diagnostics about it.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// The path as the user wrote it.
    pub name: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
}

impl SourceText {
    /// A file's name and text.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Line and column of a byte offset, both from 1, the column in characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
}

/// One problem: code and sentence, the place in the text, and how to mend it (the message's `.help`).
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// How grave.
    pub level: Level,
    /// The sentence; its identifier begins with the code.
    pub text: Text,
    /// The file.
    pub source: SourceText,
    /// Bytes of the text to underline; empty: the file as a whole.
    pub span: Range<usize>,
    /// A few words under the line. None: the underline says enough.
    pub label: Option<Text>,
}

impl Diagnostic {
    /// An error at `span` of `source`.
    pub fn error(text: Text, source: &SourceText, span: Range<usize>) -> Self {
        Self { level: Level::Error, text, source: source.clone(), span, label: None }
    }

    /// A warning at `span` of `source`.
    pub fn warning(text: Text, source: &SourceText, span: Range<usize>) -> Self {
        Self { level: Level::Warning, text, source: source.clone(), span, label: None }
    }

    /// The same with a few words under the line.
    #[must_use]
    pub fn label(mut self, label: Text) -> Self {
        self.label = Some(label);
        self
    }

    /// The code, as `R012`.
    pub fn code(&self) -> &'static str {
        self.text.code()
    }

    /// The diagnostic as a terminal shows it, without colour.
    pub fn render(&self, lang: Lang) -> String {
        let shown = Shown { diagnostic: self, lang };
        let mut handler = miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor()).with_width(110);
        // As a footer and not as miette's help, which begins with an English word.
        if let Some(help) = self.text.help(lang) {
            handler = handler.with_footer(Text::new("error-help").with("help", help).render(lang));
        }
        let mut out = String::new();
        match handler.render_report(&mut out, &shown) {
            Ok(()) => out,
            Err(fmt::Error) => self.text.render(lang),
        }
    }

    /// The diagnostic for other programs.
    pub fn to_json(&self, lang: Lang) -> serde_json::Value {
        let (line, column) = self.source.line_column(self.span.start);
        let (end_line, end_column) = self.source.line_column(self.span.end);
        serde_json::json!({
            "code": self.code(), "level": self.level, "file": &*self.source.name, "line": line, "column": column,
            "end_line": end_line, "end_column": end_column, "message": self.text.render(lang), "help": self.text.help(lang),
        })
    }
}

/// All diagnostics as a terminal shows them, sorted by file and place.
pub fn render_all(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let mut sorted: Vec<_> = diagnostics.iter().collect();
    sorted.sort_by(|a, b| (&a.source.name, a.span.start, a.text.id()).cmp(&(&b.source.name, b.span.start, b.text.id())));
    sorted.iter().map(|diagnostic| diagnostic.render(lang)).collect::<Vec<_>>().join("\n")
}

/// A diagnostic in one language, in miette's terms.
struct Shown<'a> {
    diagnostic: &'a Diagnostic,
    lang: Lang,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic.text.render(self.lang))
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.diagnostic.code()))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.level {
            Level::Error => miette::Severity::Error,
            Level::Warning => miette::Severity::Warning,
        })
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        let label = self.diagnostic.label.as_ref().map(|label| label.render(self.lang));
        let span = self.diagnostic.span.clone();
        (!span.is_empty()).then(|| Box::new(std::iter::once(miette::LabeledSpan::new_with_span(label, span))) as Box<_>)
    }
}

impl miette::SourceCode for Shown<'_> {
    fn read_span<'a>(
        &'a self,
        span: &miette::SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn miette::SpanContents<'a> + 'a>, miette::MietteError> {
        let source = &self.diagnostic.source;
        let inner = (*source.text).read_span(span, before, after)?;
        Ok(Box::new(miette::MietteSpanContents::new_named(
            source.name.to_string(),
            inner.data(),
            *inner.span(),
            inner.line(),
            inner.column(),
            inner.line_count(),
        )))
    }
}
