//! Where do results, progress, remarks and errors go?

use std::io::{IsTerminal, Write};

use serde_json::{Value, json};

use super::paint::Paint;
use super::progress::Bars;
use super::{Ended, Failure, Outcome};
use crate::diag::Diagnostic;
use crate::lang::{Lang, Text};

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON document.
    Json,
}

/// The user's terminal, or whatever stands in its place.
#[derive(Debug)]
pub struct Terminal {
    /// The language of everything that is written.
    pub lang: Lang,
    /// How results are written.
    pub format: Format,
    /// The marks for bold and coloured results.
    pub paint: Paint,
    is_quiet: bool,
}

impl Terminal {
    /// The terminal as the arguments ask for it.
    pub fn new(lang: Lang, format: Format, is_quiet: bool) -> Self {
        Self { lang, format, paint: Paint::stdout(), is_quiet }
    }

    /// Writes a result for people.
    #[expect(clippy::unused_self, reason = "results go to the terminal, whatever it was told")]
    pub fn print(&self, text: &str) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes())?;
        if !text.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        Ok(out.flush()?)
    }

    /// Writes a result for programs.
    pub fn print_json(&self, value: &Value) -> Result<(), Failure> {
        self.print(&format!("{value:#}"))
    }

    /// Writes a large result for programs, as it is made.
    #[expect(clippy::unused_self, reason = "the terminal is what is written to")]
    pub fn print_document(&self, document: &impl serde::Serialize) -> Result<(), Failure> {
        let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
        serde_json::to_writer_pretty(&mut out, document).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
        Ok(out.flush()?)
    }

    /// Writes the result in the form that was asked for and ends with `outcome`.
    pub fn answer(&self, outcome: Outcome, text: impl FnOnce() -> String, json: impl FnOnce() -> Value) -> Ended {
        match self.format {
            Format::Text => self.print(&text())?,
            Format::Json => self.print_json(&json())?,
        }
        Ok(outcome)
    }

    /// Writes a remark to stderr, unless silence was asked for.
    pub fn remark(&self, text: &str) {
        if !self.is_quiet {
            to_stderr(text);
        }
    }

    /// Writes warnings about a person's file to stderr, unless silence was asked for.
    pub fn warn(&self, warnings: &[Diagnostic]) {
        if !warnings.is_empty() {
            self.remark(&crate::diag::render_all(warnings, self.lang));
        }
    }

    /// Progress bars on stderr: none when piped, with `--quiet`, or where JSON was asked for.
    pub fn bars(&self) -> Bars {
        Bars::new(self.lang, !self.is_quiet && self.format == Format::Text && std::io::stderr().is_terminal())
    }

    /// Tells why the command could not be carried out: on stderr, or as the one JSON document on stdout.
    pub fn fail(&self, failure: Failure) {
        let error = match failure {
            Failure::Told(error) => error,
            Failure::Output(cause) => crate::error::Error::new(Text::new("E401-output-not-written")).because(cause),
        };
        if self.format == Format::Json {
            let diagnostics: Vec<_> = error.diagnostics().iter().map(|found| found.to_json(self.lang)).collect();
            let document =
                json!({ "error": { "code": error.id(), "message": error.render(self.lang), "diagnostics": diagnostics } });
            // Where stdout is closed too there is nobody left to tell.
            let _ = self.print_json(&document);
            return;
        }
        let head = Paint::stderr().red(&self.lang.say("cli-error"));
        match error.diagnostics().len() {
            0 => to_stderr(&format!("{head} {}", error.render(self.lang))),
            count => {
                to_stderr(&error.render(self.lang));
                to_stderr(&format!("\n{head} {}", Text::new("cli-mistakes").count("count", count).render(self.lang)));
            }
        }
    }
}

/// Writes a line to stderr; where it is closed there is nobody left to tell.
pub fn to_stderr(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", text.trim_end_matches('\n'));
}

/// Starts the log that RUST_LOG asks for, on stderr. Without RUST_LOG nothing is logged.
pub fn start_log() {
    let Ok(filter) = tracing_subscriber::EnvFilter::try_from_default_env() else { return };
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
