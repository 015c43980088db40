//! What do the sheets of an OpenDocument spreadsheet say?
//!
//! Read as a stream, so that "the same cell a million times", a few bytes in the file, meets the limits of [`Grid`].

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::cell;
use super::fonts::LegacyFont;
use super::grid::{Grid, Merge, TooLarge};
use super::tabs::{Tab, Visit};
use crate::error::{Error, Result};
use crate::lang::Text;

/// Rows of a sheet.
const MAX_ROWS: u32 = 1_048_576;
/// Columns of a sheet.
const MAX_COLUMNS: u32 = 16_384;

/// What a style says of a cell or a sheet.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    font: Option<LegacyFont>,
    is_bold: bool,
    is_hidden: bool,
}

type Looks = BTreeMap<String, Look>;

/// Visits the sheets that `visit` wants.
///
/// # Errors
/// The workbook is protected, damaged or too large, or `visit` fails.
pub fn ods(bytes: &[u8], visit: &mut Visit<'_>) -> Result<()> {
    let place = visit.place();
    let damaged = |cause: &dyn std::fmt::Display| damaged(cause).at(place.clone());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|cause| damaged(&cause))?;
    let mut manifest = String::new();
    if let Ok(part) = archive.by_name("META-INF/manifest.xml") {
        part.take(1 << 20).read_to_string(&mut manifest).map_err(|cause| damaged(&cause))?;
    }
    if manifest.contains("encryption-data") {
        return Err(Error::new(Text::new("E107-password")).at(place));
    }
    let mut looks = Looks::new();
    let tabs = {
        let part = archive.by_name("content.xml").map_err(|cause| damaged(&cause))?;
        tabs(&mut reader(BufReader::new(part)), &mut looks).map_err(|cause| damaged(&cause))?
    };
    let wanted = visit.wanted(tabs)?;
    let part = archive.by_name("content.xml").map_err(|cause| damaged(&cause))?;
    let mut xml = reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|cause| damaged(&cause))? {
            Event::Start(e) if e.name().as_ref() == "table:table" => {
                let name = attribute(&e, "table:name").unwrap_or_default();
                let mut table = Table::new(&looks);
                table.read(&mut xml).map_err(|fault| match fault {
                    Fault::Xml(cause) => damaged(&cause),
                    Fault::TooLarge => visit.too_large(&name),
                })?;
                if wanted.contains(&name) {
                    table.grid.finish();
                    visit.sheet(&name, "ods", table.grid, &table.errors, table.font)?;
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::new(Text::new("E108-workbook-damaged")).because(cause)
}

fn reader<R: BufRead>(part: R) -> Reader<R> {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    reader
}

fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = e.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn count(e: &BytesStart<'_>, name: &str) -> u32 {
    attribute(e, name).and_then(|digits| digits.parse().ok()).unwrap_or(1)
}

/// The sheets, and the styles of cells and sheets.
fn tabs<R: BufRead>(xml: &mut Reader<R>, looks: &mut Looks) -> quick_xml::Result<Vec<Tab>> {
    let mut out = Vec::new();
    let mut style = String::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(e) => match e.name().as_ref() {
                "style:style" => style = attribute(&e, "style:name").unwrap_or_default(),
                "style:table-properties" if attribute(&e, "table:display").as_deref() == Some("false") => {
                    looks.entry(style.clone()).or_default().is_hidden = true;
                }
                "style:text-properties" => {
                    let look = looks.entry(style.clone()).or_default();
                    let font = attribute(&e, "style:font-name").or_else(|| attribute(&e, "fo:font-family"));
                    look.font = look.font.or_else(|| LegacyFont::of(font.unwrap_or_default().trim_matches('\'')));
                    look.is_bold |= attribute(&e, "fo:font-weight").as_deref() == Some("bold");
                }
                "table:table" => {
                    let style = attribute(&e, "table:style-name").unwrap_or_default();
                    let is_hidden = looks.get(&style).is_some_and(|look| look.is_hidden);
                    out.push(Tab { name: attribute(&e, "table:name").unwrap_or_default(), is_hidden });
                }
                _ => {}
            },
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

enum Fault {
    Xml(quick_xml::Error),
    TooLarge,
}

impl From<quick_xml::Error> for Fault {
    fn from(cause: quick_xml::Error) -> Self {
        Self::Xml(cause)
    }
}

impl From<TooLarge> for Fault {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

/// One sheet while it is read.
struct Table<'a> {
    looks: &'a Looks,
    grid: Grid,
    errors: Vec<(u32, u32)>,
    font: Option<LegacyFont>,
    /// The style of cells that have none, by column: (first column after, style).
    defaults: Vec<(u32, String)>,
}

/// A filled cell of the row that is being read.
struct Filled {
    column: u32,
    repeats: u32,
    text: String,
    is_bold: bool,
}

impl<'a> Table<'a> {
    fn new(looks: &'a Looks) -> Self {
        Self { looks, grid: Grid::default(), errors: Vec::new(), font: None, defaults: Vec::new() }
    }

    fn read<R: BufRead>(&mut self, xml: &mut Reader<R>) -> std::result::Result<(), Fault> {
        let mut row = 0_u32;
        let mut depth = 0_u32;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer)? {
                Event::Start(e) => match e.name().as_ref() {
                    "table:table" => depth += 1,
                    "table:table-column" => {
                        let end = self.defaults.last().map_or(0, |(end, _)| *end);
                        let style = attribute(&e, "table:default-cell-style-name").unwrap_or_default();
                        self.defaults.push((end.saturating_add(count(&e, "table:number-columns-repeated")), style));
                    }
                    "table:table-row" if depth == 0 => {
                        let repeats = count(&e, "table:number-rows-repeated").min(MAX_ROWS.saturating_sub(row));
                        let cells = self.row(xml, row)?;
                        if !cells.is_empty() {
                            for row in row..row + repeats {
                                self.push(row, &cells)?;
                            }
                        }
                        row += repeats;
                    }
                    _ => {}
                },
                Event::End(e) if e.name().as_ref() == "table:table" => {
                    if depth == 0 {
                        return Ok(());
                    }
                    depth -= 1;
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn push(&mut self, row: u32, cells: &[Filled]) -> std::result::Result<(), Fault> {
        for cell in cells {
            for column in cell.column..cell.column + cell.repeats {
                self.grid.push(row, column, &cell.text, cell.is_bold)?;
            }
        }
        Ok(())
    }

    fn row<R: BufRead>(&mut self, xml: &mut Reader<R>, row: u32) -> std::result::Result<Vec<Filled>, Fault> {
        let mut out = Vec::new();
        let mut column = 0_u32;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer)? {
                Event::Start(e) if matches!(e.name().as_ref(), "table:table-cell" | "table:covered-table-cell") => {
                    let is_covered = e.name().as_ref() == "table:covered-table-cell";
                    let repeats = count(&e, "table:number-columns-repeated").min(MAX_COLUMNS.saturating_sub(column));
                    let style = attribute(&e, "table:style-name").unwrap_or_else(|| self.default_style(column));
                    let look = self.looks.get(&style).copied().unwrap_or_default();
                    self.note_merge(&e, row, column);
                    let e = e.into_owned();
                    let text = self.cell(xml, &e, look, (row, column))?;
                    if !is_covered && !text.trim().is_empty() {
                        out.push(Filled { column, repeats, text, is_bold: look.is_bold });
                    }
                    column += repeats;
                }
                Event::End(e) if e.name().as_ref() == "table:table-row" => return Ok(out),
                Event::Eof => return Ok(out),
                _ => {}
            }
        }
    }

    fn default_style(&self, column: u32) -> String {
        self.defaults.iter().find(|(end, _)| column < *end).map(|(_, style)| style.clone()).unwrap_or_default()
    }

    fn note_merge(&mut self, e: &BytesStart<'_>, row: u32, column: u32) {
        let (wide, high) = (count(e, "table:number-columns-spanned"), count(e, "table:number-rows-spanned"));
        if wide > 1 || high > 1 {
            let (bottom, right) = (row.saturating_add(high.max(1) - 1), column.saturating_add(wide.max(1) - 1));
            self.grid.merge(Merge { top: row, left: column, bottom, right });
        }
    }

    /// The text of one cell, to its end.
    fn cell<R: BufRead>(
        &mut self,
        xml: &mut Reader<R>,
        e: &BytesStart<'_>,
        look: Look,
        at: (u32, u32),
    ) -> std::result::Result<String, Fault> {
        let displayed = displayed(xml)?;
        let kind = attribute(e, "office:value-type").unwrap_or_default();
        if attribute(e, "calcext:value-type").as_deref() == Some("error") {
            self.errors.push(at);
            return Ok(String::new());
        }
        let mut text = String::new();
        match kind.as_str() {
            "float" | "currency" | "percentage" => match attribute(e, "office:value").and_then(|value| value.parse::<f64>().ok())
            {
                // The format may add zeros in front: what is displayed, if it is nothing but digits.
                Some(_) if !displayed.is_empty() && displayed.bytes().all(|b| b.is_ascii_digit()) => text = displayed,
                Some(value) => cell::number(value, None, &mut text),
                None => text = displayed,
            },
            "date" => cell::iso_date(&attribute(e, "office:date-value").unwrap_or(displayed), &mut text),
            "boolean" => text.push_str(if attribute(e, "office:boolean-value").as_deref() == Some("true") { "x" } else { "" }),
            _ => {
                text = if displayed.is_empty() { attribute(e, "office:string-value").unwrap_or_default() } else { displayed };
                if let Some(font) = look.font {
                    self.font = self.font.or(Some(font));
                    text = font.shown(&text).into_owned();
                }
            }
        }
        Ok(text)
    }
}

/// What a cell displays: its paragraphs on lines of their own, without comments.
fn displayed<R: BufRead>(xml: &mut Reader<R>) -> std::result::Result<String, Fault> {
    let mut out = String::new();
    let mut paragraphs = 0;
    let mut comment = 0_u32;
    let mut cells = 0_u32;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(e) => match e.name().as_ref() {
                "office:annotation" => comment += 1,
                // A table inside a cell has cells too.
                "table:table-cell" | "table:covered-table-cell" => cells += 1,
                "text:p" if comment == 0 => {
                    if paragraphs > 0 {
                        out.push('\n');
                    }
                    paragraphs += 1;
                }
                "text:s" if comment == 0 => {
                    let spaces = count(&e, "text:c").min(1_000) as usize;
                    out.extend(std::iter::repeat_n(' ', spaces));
                }
                "text:tab" | "text:line-break" if comment == 0 => out.push(' '),
                _ => {}
            },
            Event::Text(text) if comment == 0 && paragraphs > 0 => out.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if comment == 0 => out.push_str(&entity(&reference.xml10_content())),
            Event::End(e) => match e.name().as_ref() {
                "office:annotation" => comment = comment.saturating_sub(1),
                "table:table-cell" | "table:covered-table-cell" if cells == 0 => return Ok(out),
                "table:table-cell" | "table:covered-table-cell" => cells -= 1,
                _ => {}
            },
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

/// The character that `amp` or `#7879` stands for.
fn entity(name: &str) -> String {
    quick_xml::escape::unescape(&format!("&{name};")).map(std::borrow::Cow::into_owned).unwrap_or_default()
}
