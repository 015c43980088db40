//! How are the answers of a ledger written to a file?

use std::io::Write;
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde_json::{Map, Value, json};

use super::{Form, MORE};
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::review::Ledger;
use crate::review::answer::Given;
use crate::table::answers::ANSWER;

/// Characters a cell of a workbook holds (Excel: 32,767).
const LONGEST: usize = 32_000;

/// What an export came to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Exported {
    /// How many answers, closed ones among them.
    pub answers: usize,
    /// The number of the ledger's last entry.
    pub entries: i64,
    /// Its hash: the export is signed off with it.
    pub hash: String,
}

impl Ledger {
    /// Writes every answer ever given to the file `path`, as csv, xlsx or JSON by its name; the file appears whole or not at all, for its
    /// owner alone. `lang` is that of a workbook's headings.
    ///
    /// # Errors
    /// The name asks for another form; the ledger cannot be read or the file not be written.
    pub fn export(&self, path: &Path, lang: Lang) -> Result<Exported> {
        let form = Form::of(path)?;
        let snapshot = self.connection.unchecked_transaction().map_err(self.failed())?;
        let (entries, hash) = self.head()?;
        let rows = self.rows()?;
        drop(snapshot);
        let exported = Exported { answers: rows.len(), entries, hash };
        let bytes = match form {
            Form::Csv => csv(&rows).map_err(|cause| Error::writing(path, cause))?,
            Form::Xlsx => xlsx(&rows, &exported, lang).map_err(|cause| Error::writing(path, cause))?,
            Form::Json => {
                let mut text =
                    format!("{:#}", json!({ "ledger": { "entries": exported.entries, "hash": exported.hash }, "answers": rows }));
                text.push('\n');
                text.into_bytes()
            }
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        // Readable by its owner alone, as tempfile makes it.
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|cause| Error::writing(path, cause))?;
        file.write_all(&bytes).and_then(|()| file.as_file().sync_all()).map_err(|cause| Error::writing(path, cause))?;
        file.persist(path).map_err(|cause| Error::writing(path, cause.error))?;
        Ok(exported)
    }

    /// Every answer as a row of an answers file.
    pub(in crate::review) fn rows(&self) -> Result<Vec<Map<String, Value>>> {
        let given = self.answers(None)?;
        given.iter().map(|given| self.row(given)).collect()
    }

    fn row(&self, given: &Given) -> Result<Map<String, Value>> {
        let line = self.line(&given.item)?;
        let of_line = |part: fn(&crate::review::Line) -> Option<&String>| line.as_ref().and_then(part).cloned();
        let is_link = line.as_ref().is_some_and(|line| line.source.is_some());
        let mut row = Map::new();
        let mut put = |name: &str, value: Option<String>| row.insert(name.to_owned(), value.map_or(Value::Null, Value::String));
        put("subject", Some(given.subject.name().to_owned()));
        put("candidate_id", of_line(|line| Some(&line.candidate_id)));
        put("record_id", of_line(|line| line.record_ids.as_ref()).filter(|_| is_link));
        put("flag_id", of_line(|line| line.flag_id.as_ref()));
        put("answer", Some(given.verdict.name().to_owned()));
        put("note", given.note.clone());
        put("by", Some(given.by.clone()));
        put("at", Some(given.at.clone()));
        put("closed_at", given.closed_at.clone());
        put("source", of_line(|line| line.source.as_ref()));
        put("closed_by", given.closed_by.clone());
        put("explanation", given.explanation.clone());
        let attachments = serde_json::to_string(&given.attachments).unwrap_or_default();
        put("attachments", Some(attachments).filter(|_| !given.attachments.is_empty()));
        put("item", Some(given.item.clone()));
        put("fingerprint", Some(given.fingerprint.clone()));
        Ok(row)
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    ANSWER.iter().map(|column| column.name).chain(MORE)
}

fn cell<'a>(row: &'a Map<String, Value>, name: &str) -> &'a str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn csv(rows: &[Map<String, Value>]) -> std::result::Result<Vec<u8>, ::csv::Error> {
    // Without the mark Excel shows Vietnamese as garbage.
    let mut out = "\u{feff}".as_bytes().to_vec();
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(&mut out);
    writer.write_record(names())?;
    for row in rows {
        writer.write_record(names().map(|name| guarded(cell(row, name))))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(out)
}

/// The text with a `'` before what a spreadsheet would take for a formula, and before a `'`, so that reading it takes one away again.
fn guarded(text: &str) -> String {
    let is_odd = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']);
    format!("{}{text}", if is_odd { "'" } else { "" })
}

fn xlsx(rows: &[Map<String, Value>], exported: &Exported, lang: Lang) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let (plain, quoted, head) = (Format::new(), Format::new().set_quote_prefix(), Format::new().set_bold());
    let sheet = workbook.add_worksheet();
    sheet.set_name(lang.say("review-sheet-answers"))?.set_row_hidden(0)?.set_freeze_panes(2, 0)?;
    for (i, name) in (0..).zip(names()) {
        sheet.write_string(0, i, name)?.write_string_with_format(1, i, lang.say_code(&format!("review-column-{name}")), &head)?;
        sheet.set_column_width(i, 18)?;
    }
    for (number, row) in (2..).zip(rows) {
        for (i, name) in (0..).zip(names()) {
            let text: String = cell(row, name).chars().take(LONGEST).collect();
            // Never written as a formula; the mark keeps it text when somebody edits it.
            let format = if text.starts_with(['=', '+', '-', '@']) { &quoted } else { &plain };
            if !text.is_empty() {
                sheet.write_string_with_format(number, i, text, format)?;
            }
        }
    }
    let sign_off = workbook.add_worksheet();
    sign_off.set_name(lang.say("review-sheet-sign-off"))?.set_column_width(0, 30)?.set_column_width(1, 70)?;
    let lines = [
        (lang.say("review-sign-off-answers"), exported.answers.to_string()),
        (lang.say("review-sign-off-entries"), exported.entries.to_string()),
        (lang.say("review-sign-off-hash"), exported.hash.clone()),
    ];
    for (row, (label, value)) in (0..).zip(lines) {
        sign_off.write_string(row, 0, label)?.write_string(row, 1, value)?;
    }
    workbook.save_to_buffer()
}
