//! The report as a Word document, in the office's own letterhead.
//!
//! A template is an ordinary `.docx` in which `{{name}}` stands for a value and a table row with `{{group.field}}` for as many rows as
//! there are items; a table of an empty list is left out. It is checked before anything is read or linked, all its mistakes at once;
//! the rest of the document goes into `report.docx` as it is. Without a template of its own an office gets the shipped one, which
//! `thamdinh init` writes too.

mod fill;
mod names;
mod package;
mod shipped;
mod values;
mod xml;

use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::desk::Desk;
use super::folder::{Folder, hex};
use super::front::Front;
use crate::diag::{Diagnostic, SourceText};
use crate::error::{Error, Place, Result};
use crate::lang::{Lang, Text};
use crate::table::run::Digest;
use fill::{Found, Mistake};
use values::Values;
use xml::Node;

/// A document with placeholders, checked.
#[derive(Debug, Clone)]
pub struct Template {
    /// Its file's name, or `shipped`.
    pub name: String,
    /// Of the file, in hexadecimal.
    pub sha256: String,
    parts: Vec<(String, Part)>,
}

#[derive(Debug, Clone)]
enum Part {
    /// Copied as it is.
    Other(Vec<u8>),
    /// A part in which placeholders may stand.
    Text(Vec<Node>),
}

impl Template {
    /// The template in the file `path`.
    ///
    /// # Errors
    /// The file cannot be read or is no Word document; or all mistakes in its placeholders at once.
    pub fn load(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|cause| Error::reading(path, &cause))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Self::parse(&name, &path.display().to_string(), &bytes)
    }

    /// The shipped template, its words in `lang`.
    ///
    /// # Errors
    /// It is broken: a mistake of ours.
    pub fn shipped(lang: Lang) -> Result<Self> {
        Self::parse("shipped", "shipped", &Self::shipped_bytes(lang)?)
    }

    /// The shipped template as a file, for an office to put its letterhead into.
    ///
    /// # Errors
    /// It is broken: a mistake of ours.
    pub fn shipped_bytes(lang: Lang) -> Result<Vec<u8>> {
        let parts = shipped::parts(lang);
        package::write(parts.iter().map(|(name, text)| (*name, text.as_bytes())))
    }

    /// Every name that may stand between braces.
    pub fn placeholders() -> Vec<String> {
        names::all().collect()
    }

    fn parse(name: &str, shown: &str, bytes: &[u8]) -> Result<Self> {
        let mut parts = Vec::new();
        let mut mistakes = Vec::new();
        let mut holes = 0;
        for (part, bytes) in package::read(bytes).map_err(|error| error.at(Place::file(shown)))? {
            if !has_text(&part) {
                parts.push((part, Part::Other(bytes)));
                continue;
            }
            let broken = |cause: &dyn std::fmt::Display| {
                Error::new(Text::new("E203-template-not-docx")).at(Place::file(format!("{shown}: {part}"))).because(cause)
            };
            let text = String::from_utf8(bytes).map_err(|cause| broken(&cause))?;
            let nodes = xml::parse(text.strip_prefix('\u{feff}').unwrap_or(&text)).map_err(|cause| broken(&cause))?;
            let (paragraphs, found, here) = fill::check(&nodes);
            holes += here;
            let source = if part == package::DOCUMENT { shown.to_owned() } else { format!("{shown}: {part}") };
            mistakes.extend(diagnostics(&source, &paragraphs, found));
            parts.push((part, Part::Text(nodes)));
        }
        if !mistakes.is_empty() {
            return Err(Error::authored(mistakes));
        }
        if holes == 0 {
            return Err(Error::new(Text::new("E211-template-without-placeholders")).at(Place::file(shown)));
        }
        Ok(Self { name: name.to_owned(), sha256: hex(&Sha256::digest(bytes)), parts })
    }

    /// Name and digest, for the manifest.
    pub fn digest(&self) -> Digest {
        Digest { name: self.name.clone(), sha256: self.sha256.clone() }
    }

    /// The document with `values` in it.
    fn fill(&self, values: &Values) -> Result<Vec<u8>> {
        let filled: Vec<(&str, Vec<u8>)> = self
            .parts
            .iter()
            .map(|(name, part)| {
                let bytes = match part {
                    Part::Text(nodes) => {
                        let mut text = String::new();
                        xml::write(&fill::fill(nodes, values), &mut text);
                        text.into_bytes()
                    }
                    Part::Other(bytes) if name == "[Content_Types].xml" => as_document(bytes),
                    Part::Other(bytes) => bytes.clone(),
                };
                (name.as_str(), bytes)
            })
            .collect();
        package::write(filled.iter().map(|(name, bytes)| (*name, bytes.as_slice())))
    }
}

/// Writes `report.docx`.
///
/// # Errors
/// A column is missing, a mistake of ours; or the file cannot be written.
pub(super) fn write(desk: &Desk<'_>, front: &Front, folder: &Folder) -> Result<()> {
    let bytes = desk.joined.input.template.fill(&Values::of(desk, front)?)?;
    folder.write("report.docx", |out| std::io::Write::write_all(out, &bytes))
}

/// Whether placeholders may stand in the part.
fn has_text(part: &str) -> bool {
    let Some(name) = part.strip_prefix("word/").and_then(|name| name.strip_suffix(".xml")) else { return false };
    let kinds = ["document", "header", "footer", "footnotes", "endnotes"];
    kinds.iter().any(|kind| name.strip_prefix(kind).is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())))
}

/// The list of the parts' types with a Word template (`.dotx`) called a document: what comes out is one.
fn as_document(types: &[u8]) -> Vec<u8> {
    const TEMPLATE: &str = "wordprocessingml.template.main+xml";
    const DOCUMENT: &str = "wordprocessingml.document.main+xml";
    match std::str::from_utf8(types) {
        Ok(text) => text.replace(TEMPLATE, DOCUMENT).into_bytes(),
        Err(_) => types.to_vec(),
    }
}

/// The mistakes, each underlined in its paragraph; a document's line is its paragraph.
fn diagnostics(source: &str, paragraphs: &[String], found: Vec<Found>) -> Vec<Diagnostic> {
    if found.is_empty() {
        return Vec::new();
    }
    let lines: Vec<String> = paragraphs.iter().map(|text| text.replace(['\n', '\r'], " ")).collect();
    let source = SourceText::new(source.to_owned(), lines.join("\n"));
    let diagnostic = |found: Found| {
        let before: usize = lines.iter().take(found.paragraph).map(|line| line.len() + 1).sum();
        let text = match found.mistake {
            Mistake::NotClosed => Text::new("E209-placeholder-not-closed"),
            Mistake::OutsideRow(name) => Text::new("E210-placeholder-outside-row").with("name", name),
            Mistake::TwoGroups(name, group) => {
                Text::new("E212-placeholder-of-another-group").with("name", name).with("group", group)
            }
            Mistake::Unknown(name) => {
                let near = names::nearest(&name);
                let text = Text::new(if near.is_some() { "E208-unknown-placeholder-near" } else { "E207-unknown-placeholder" });
                text.with("name", name).with("near", near.unwrap_or_default()).with("known", names::summary())
            }
        };
        Diagnostic::error(text, &source, before + found.span.start..before + found.span.end)
    };
    found.into_iter().map(diagnostic).collect()
}
