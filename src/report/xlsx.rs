//! The working list: `flagged.xlsx`, one sheet a kind of work, with columns to answer in.
//!
//! Row 1 of the three answer sheets is hidden and holds the names of the answers-file columns (`subject`, `candidate_id`, …), by
//! which the filled-in workbook is read back; row 2 is the header people see, frozen and filtered. Text is written as text and a
//! cell that begins like a formula is marked as quoted, so it stays text when somebody edits it. A sheet holds what people can work
//! through and says below its last row what it leaves out; `flags.csv` and `links.csv` hold everything.
//!
//! `rust_xlsxwriter` makes everything but the rows of data: headers, formats, filters, drop-downs. In place of the rows it writes
//! one row of patterns a sheet, a cell a format; [`archive`] puts the rows there. Writing hundreds of thousands of them through
//! the library takes most of a run's last stage, as it hashes a whole format for each cell.

mod archive;
mod rows;

use chrono::Datelike;
use polars::prelude::DataFrame;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
    Worksheet, XlsxError,
};

use self::archive::Body;
use self::rows::{Cell, cut};
use super::folder::Folder;
use super::joined::Joined;
use super::labels::Labels;
use super::show;
use super::statistics::Statistics;
use crate::error::{Error, Place, Result};
use crate::lang::{Lang, Text};
use crate::table;
use crate::table::standing::Stand;

/// Data rows a sheet holds: more than people can work through, and few enough for Excel to open.
const ROWS: usize = 100_000;
/// Data rows of the sheet of what could not be decided: where a column is missing, that is everybody, and no work for people.
const UNDECIDED: usize = 20_000;
/// The columns to answer in: answer, note, by, at.
const ANSWERS: usize = 4;

/// The two rows that a link is about, each with its table: the candidate's and the record's.
type Sides<'a> = [(&'a DataFrame, usize); 2];

/// Writes `flagged.xlsx`.
pub(super) fn write(joined: &Joined<'_>, statistics: &Statistics, folder: &Folder) -> Result<()> {
    let failed = |cause: XlsxError| Error::writing(std::path::Path::new("flagged.xlsx"), cause);
    let book = Book { joined, statistics, t: Labels::new(joined.input.lang), lang: joined.input.lang, formats: Formats::new() };
    let mut workbook = Workbook::new();
    workbook.set_tempdir(folder.path()).map_err(failed)?;
    workbook.set_properties(&book.properties().map_err(failed)?);
    let (rejects, notices) = (joined.input.rejects, joined.input.notices);
    let bodies = [
        book.flags(&mut workbook, "review")?,
        book.links(&mut workbook)?,
        book.flags(&mut workbook, "undecided")?,
        book.remarks(&mut workbook, &book.t.sheet_rejects, rejects, |reject| (&reject.place, &reject.text)).map_err(failed)?,
        book.remarks(&mut workbook, &book.t.notices, notices, |notice| (&notice.place, &notice.text)).map_err(failed)?,
    ];
    book.notes(&mut workbook).map_err(failed)?;
    archive::write(&workbook.save_to_buffer().map_err(failed)?, &bodies, folder.file("flagged.xlsx")?)
}

/// What every sheet needs.
struct Book<'a> {
    joined: &'a Joined<'a>,
    statistics: &'a Statistics,
    t: Labels,
    lang: Lang,
    formats: Formats,
}

struct Formats {
    name: Format,
    head: Format,
    text: Format,
    quoted: Format,
    number: Format,
    answer: Format,
    strong: Format,
}

impl Formats {
    fn new() -> Self {
        let base = || Format::new().set_font_name("Times New Roman").set_font_size(12).set_align(FormatAlign::Top);
        let cell = || base().set_text_wrap().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00BF_BFBF));
        Self {
            name: base().set_font_color(Color::RGB(0x0080_8080)),
            head: cell().set_bold().set_background_color(Color::RGB(0x00E7_E6E6)).set_align(FormatAlign::VerticalCenter),
            text: cell(),
            quoted: cell().set_quote_prefix(),
            number: cell().set_num_format("0.000"),
            answer: cell().set_background_color(Color::RGB(0x00FF_F8E1)),
            strong: base().set_bold(),
        }
    }

    /// The formats of cells of data, in the order of [`rows::Styles`].
    fn patterns(&self) -> [&Format; 4] {
        [&self.text, &self.quoted, &self.number, &self.answer]
    }
}

/// One column: the answers-file name where it has one, the header, the width in characters.
struct Column<'a> {
    name: &'a str,
    head: &'a str,
    width: f64,
}

/// A sheet without its rows of data.
struct Sheet<'w> {
    page: &'w mut Worksheet,
    /// The first row of data.
    first: u32,
    /// Widths in characters, one a column.
    widths: Vec<f64>,
}

impl<'w> Sheet<'w> {
    /// A sheet with its header. `answers` puts the hidden row of names above it and holds so many columns fast at the left.
    fn begin(
        workbook: &'w mut Workbook,
        name: &str,
        columns: &[Column<'_>],
        formats: &Formats,
        answers: Option<u16>,
    ) -> std::result::Result<Self, XlsxError> {
        // Constant memory: text stands in its cell, not in a table that all sheets share.
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        let mut row = 0;
        for (i, column) in (0..).zip(columns) {
            sheet.set_column_width(i, column.width)?;
        }
        if answers.is_some() {
            sheet.set_row_hidden(row)?;
            for (i, column) in (0..).zip(columns) {
                sheet.write_string_with_format(row, i, column.name, &formats.name)?;
            }
            row += 1;
        }
        sheet.set_row_height(row, 34)?;
        for (i, column) in (0..).zip(columns) {
            sheet.write_string_with_format(row, i, column.head, &formats.head)?;
        }
        row += 1;
        sheet.set_freeze_panes(row, answers.unwrap_or(0))?.set_repeat_rows(row - 1, row - 1)?;
        for (i, format) in (0..).zip(formats.patterns()) {
            sheet.write_blank(row, i, format)?;
        }
        Ok(Self { page: sheet, first: row, widths: columns.iter().map(|column| column.width).collect() })
    }

    /// The last of so many rows of data; the first where there is none.
    fn last(&self, rows: usize) -> u32 {
        self.first + u32::try_from(rows).unwrap_or(u32::MAX).max(1) - 1
    }

    /// Filters under the header, over so many rows of data.
    fn end(self, rows: usize) -> std::result::Result<(), XlsxError> {
        let columns = u16::try_from(self.widths.len()).unwrap_or(u16::MAX).max(1);
        self.page.autofilter(self.first - 1, 0, self.last(rows), columns - 1)?;
        Ok(())
    }
}

impl Book<'_> {
    fn properties(&self) -> std::result::Result<DocProperties, XlsxError> {
        let manifest = self.joined.input.manifest;
        let as_of = manifest.options.as_of;
        // The date of judgement, not of writing: two runs give the same bytes.
        let year = u16::try_from(as_of.year()).unwrap_or(2000).clamp(1900, 9999);
        let day = u8::try_from(as_of.day()).unwrap_or(1);
        let created = ExcelDateTime::from_ymd(year, u8::try_from(as_of.month()).unwrap_or(1), day)?;
        let title = show::visible(&manifest.options.title).into_owned();
        let by = format!("thamdinh {}", manifest.version);
        Ok(DocProperties::new().set_title(title).set_author(by).set_creation_datetime(&created))
    }

    /// The sheet of rules that fired, or of what could not be decided.
    fn flags<'b>(&'b self, workbook: &mut Workbook, outcome: &str) -> Result<Body<'b>> {
        let failed = |cause: XlsxError| Error::writing(std::path::Path::new("flagged.xlsx"), cause);
        let t = &self.t;
        let is_undecided = outcome == "undecided";
        let column = |name, head, width| Column { name, head, width };
        let columns = [
            column("severity", t.severity.as_str(), 14.0),
            column("name", &t.full_name, 24.0),
            column("born", &t.born, 12.0),
            column("organisation", &t.unit, 30.0),
            column("rule_id", &t.rule, 9.0),
            column("title", &t.rule_title, 30.0),
            column("reason", if is_undecided { &t.missing_fact } else { &t.reason }, 48.0),
            column("basis", &t.basis, 34.0),
            column("record_ids", &t.records, 16.0),
            column("probability", &t.probability, 10.0),
            column("subject", &t.subject, 9.0),
            column("candidate_id", &t.candidate_id, 14.0),
            column("flag_id", &t.flag_id, 18.0),
        ];
        let columns: Vec<Column<'_>> = columns.into_iter().chain(self.ledger_columns()).chain(self.answer_columns()).collect();
        let name = if is_undecided { &t.sheet_undecided } else { &t.sheet_flags };
        let mut sheet = Sheet::begin(workbook, name, &columns, &self.formats, Some(2)).map_err(failed)?;
        let frame = self.joined.input.flags.frame();
        let outcomes = table::text(frame, "outcome")?;
        let mut rows: Vec<usize> =
            (0..frame.height()).filter(|row| (outcomes.get(*row) == Some("undecided")) == is_undecided).collect();
        let all = rows.len();
        let most = if is_undecided { UNDECIDED } else { ROWS };
        rows.truncate(most);
        let (shown, first, widths) = (rows.len(), sheet.first, sheet.widths.clone());
        let has_more = self.left_out(&mut sheet, all, most, "flags.csv").map_err(failed)?;
        let answers = ["confirmed", "dismissed", "unsure"].map(|code| t.of("answer", code));
        self.answers(sheet, shown, &columns, &answers).map_err(failed)?;
        let cells = move |at: usize| {
            let mut cells = self.flag(rows[at], is_undecided);
            cells.extend(self.ledger_cells(self.joined.stand_of_flag(rows[at])));
            Ok(cells)
        };
        Ok(Body { first, rows: shown, widths, has_more, cells: Box::new(cells) })
    }

    /// Where the batch keeps a ledger: what was answered earlier, and the evidence that an answer in this row relies on.
    fn ledger_columns(&self) -> Vec<Column<'_>> {
        let columns = [("answered", &self.t.answered, 34.0), ("fingerprint", &self.t.fingerprint, 12.0)];
        let has_ledger = self.joined.input.standing.is_some();
        columns.into_iter().filter(|_| has_ledger).map(|(name, head, width)| Column { name, head, width }).collect()
    }

    fn ledger_cells(&self, stand: Option<&Stand>) -> Vec<Cell<'_>> {
        if self.joined.input.standing.is_none() {
            return Vec::new();
        }
        let answered = show::answered(stand, self.lang);
        let fingerprint = stand.map(|stand| stand.fingerprint.clone()).unwrap_or_default();
        [answered, fingerprint].into_iter().map(|text| if text.is_empty() { Cell::Blank } else { Cell::text(text) }).collect()
    }

    /// The columns to answer in, the last of a sheet.
    fn answer_columns(&self) -> [Column<'_>; ANSWERS] {
        let t = &self.t;
        [("answer", &t.answer, 14.0), ("note", &t.note, 30.0), ("by", &t.by, 18.0), ("at", &t.at, 12.0)]
            .map(|(name, head, width)| Column { name, head, width })
    }

    fn flag(&self, row: usize, is_undecided: bool) -> Vec<Cell<'_>> {
        let frame = self.joined.input.flags.frame();
        let roster = self.joined.input.candidates.frame();
        let cell = |column| Cell::some(show::text(frame, column, row));
        let candidate = show::text(frame, "candidate_id", row).and_then(|id| self.joined.candidate(id)).unwrap_or(usize::MAX);
        let basis = show::text(frame, "basis", row).unwrap_or_default();
        let confidence = show::text(frame, "confidence", row).unwrap_or_default();
        let basis = match confidence {
            "partly" | "unverified" => format!("{basis} ({})", self.t.of("confirm", confidence)),
            _ => basis.to_owned(),
        };
        let reason = match show::text(frame, "missing_facts", row).filter(|_| is_undecided) {
            Some(facts) => Cell::text(facts.split_whitespace().map(|fact| self.fact(fact)).collect::<Vec<_>>().join("; ")),
            None => Cell::text(show::capitalised(&show::visible(show::text(frame, "reason", row).unwrap_or_default()))),
        };
        vec![
            Cell::text(self.t.of("severity", show::text(frame, "severity", row).unwrap_or_default())),
            Cell::some(show::text(roster, "full_name", candidate).or_else(|| show::text(roster, "full_name_raw", candidate))),
            show::period(roster, "born", candidate, self.lang).map_or(Cell::Blank, Cell::text),
            Cell::some(show::text(roster, "organisation", candidate)),
            cell("rule_id"),
            cell("title"),
            reason,
            Cell::text(show::visible(&basis).into_owned()),
            cell("record_ids"),
            show::real(frame, "probability", row).map_or(Cell::Blank, Cell::Number),
            Cell::text("flag"),
            cell("candidate_id"),
            cell("flag_id"),
        ]
    }

    fn fact(&self, name: &str) -> String {
        let fact = self.joined.input.documented.iter().find(|fact| fact.name == name);
        fact.map_or(name, |fact| if self.lang == Lang::Vi { fact.vi } else { fact.en }).to_owned()
    }

    /// The sheet of pairs that a reviewer must settle, contradictions among them.
    fn links<'b>(&'b self, workbook: &mut Workbook) -> Result<Body<'b>> {
        let failed = |cause: XlsxError| Error::writing(std::path::Path::new("flagged.xlsx"), cause);
        let t = &self.t;
        let both = |label: &str, side: &str| format!("{label} – {side}");
        let sides = [&t.full_name, &t.date_of_birth, &t.home_place, &t.national_id, &t.organisation];
        let heads: Vec<[String; 2]> = sides.iter().map(|label| [both(label, &t.candidate), both(label, &t.record)]).collect();
        let column = |name, head, width| Column { name, head, width };
        let mut columns = vec![column("state", t.state.as_str(), 15.0), column("probability", &t.probability, 10.0)];
        for (pair, width) in heads.iter().zip([24.0, 12.0, 28.0, 15.0, 28.0]) {
            columns.extend(pair.iter().map(|head| column("", head, width)));
        }
        columns.extend([
            column("", &t.strongest_for, 30.0),
            column("", &t.strongest_against, 30.0),
            column("", &t.conflict, 30.0),
            column("source", &t.source, 14.0),
            column("subject", &t.subject, 9.0),
            column("candidate_id", &t.candidate_id, 14.0),
            column("record_id", &t.record_id, 14.0),
        ]);
        columns.extend(self.ledger_columns());
        columns.extend(self.answer_columns());
        let mut sheet = Sheet::begin(workbook, &t.sheet_links, &columns, &self.formats, Some(0)).map_err(failed)?;
        let states = table::text(self.joined.input.links.frame(), "state")?;
        let mut rows: Vec<usize> = (0..states.len()).filter(|row| matches!(states.get(*row), Some("ask" | "conflict"))).collect();
        let all = rows.len();
        rows.truncate(ROWS);
        let rows: Vec<(usize, Sides<'_>)> = rows.into_iter().filter_map(|row| Some((row, self.sides(row)?))).collect();
        let (shown, first, widths) = (rows.len(), sheet.first, sheet.widths.clone());
        let has_more = self.left_out(&mut sheet, all, ROWS, "links.csv").map_err(failed)?;
        let answers = ["same", "different", "unsure"].map(|code| t.of("answer", code));
        self.answers(sheet, shown, &columns, &answers).map_err(failed)?;
        let cells = move |at: usize| {
            let (row, sides) = rows[at];
            let mut cells = self.link(row, sides)?;
            cells.extend(self.ledger_cells(self.joined.stand_of_link(row)));
            Ok(cells)
        };
        Ok(Body { first, rows: shown, widths, has_more, cells: Box::new(cells) })
    }

    /// Below the last row, and outside of the filters: how many more there are, and where. Whether there are any.
    fn left_out(
        &self,
        sheet: &mut Sheet<'_>,
        all: usize,
        most: usize,
        file: &'static str,
    ) -> std::result::Result<bool, XlsxError> {
        if all > most {
            let text = Text::new("report-more").count("more", all - most).with("file", file).render(self.lang);
            sheet.page.write_string_with_format(sheet.last(most) + 2, 0, text, &self.formats.strong)?;
        }
        Ok(all > most)
    }

    /// Where candidate and record of the link in row `row` stand. None: one of them is in no table.
    fn sides(&self, row: usize) -> Option<Sides<'_>> {
        let frame = self.joined.input.links.frame();
        let cell = |column| show::text(frame, column, row).unwrap_or_default();
        let candidate = self.joined.candidate(cell("candidate_id"))?;
        let record = self.joined.record(cell("source"), cell("record_id"))?;
        Some([(self.joined.input.candidates.frame(), candidate), record])
    }

    fn link<'b>(&'b self, row: usize, sides: Sides<'b>) -> Result<Vec<Cell<'b>>> {
        let frame = self.joined.input.links.frame();
        let cell = |column| show::text(frame, column, row).unwrap_or_default();
        let ids = self.joined.input.manifest.options.ids;
        let p = show::real(frame, "probability", row).unwrap_or(0.0);
        let mut cells = vec![Cell::text(self.t.of("state", cell("state"))), Cell::Number(p)];
        for column in ["full_name", "born", "home_place", "national_id", "organisation"] {
            for (frame, row) in sides {
                cells.push(match column {
                    "born" => show::period(frame, "born", row, self.lang).map_or(Cell::Blank, Cell::text),
                    "national_id" => show::text(frame, column, row).map_or(Cell::Blank, |id| Cell::text(show::masked(id, ids))),
                    column => Cell::some(show::text(frame, column, row)),
                });
            }
        }
        let [most, least] = self.joined.strongest(row)?;
        let (conflict, source) = (self.t.of("conflict", cell("conflict")), self.t.of("register", cell("source")));
        cells.extend([
            Cell::some(most),
            Cell::some(least),
            if conflict.is_empty() { Cell::Blank } else { Cell::text(conflict) },
            Cell::text(source),
            Cell::text("link"),
            Cell::some(Some(cell("candidate_id"))),
            Cell::some(Some(cell("record_id"))),
        ]);
        Ok(cells)
    }

    /// The drop-downs of an answer sheet: a list in the column of answers, a hint in the column of the day. The hashes that only programs
    /// read are hidden.
    fn answers(
        &self,
        sheet: Sheet<'_>,
        rows: usize,
        columns: &[Column<'_>],
        answers: &[&str],
    ) -> std::result::Result<(), XlsxError> {
        let place = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        let first_answer = place(columns.len().saturating_sub(ANSWERS));
        if let Some(at) = columns.iter().position(|column| column.name == "fingerprint") {
            sheet.page.set_column_hidden(place(at))?;
        }
        let pick = DataValidation::new()
            .allow_list_strings(answers)?
            .set_input_message(self.t.pick_answer.as_str())?
            .set_error_message(self.t.wrong_answer.as_str())?
            .set_error_style(DataValidationErrorStyle::Stop);
        let day = DataValidation::new().allow_any_value().set_input_message(self.t.at_hint.as_str())?;
        let (first, last) = (sheet.first, sheet.last(rows));
        sheet.page.add_data_validation(first, first_answer, last, first_answer, &pick)?;
        sheet.page.add_data_validation(first, first_answer + 3, last, first_answer + 3, &day)?;
        sheet.end(rows)
    }

    /// The sheet of rejects or of notices.
    fn remarks<'b, T: Sync>(
        &'b self,
        workbook: &mut Workbook,
        name: &str,
        remarks: &'b [T],
        of: fn(&T) -> (&Place, &Text),
    ) -> std::result::Result<Body<'b>, XlsxError> {
        let t = &self.t;
        let column = |head, width| Column { name: "", head, width };
        let columns = [
            column(t.file.as_str(), 30.0),
            column(&t.sheet, 16.0),
            column(&t.row, 8.0),
            column(&t.column, 18.0),
            column(&t.code, 8.0),
            column(&t.reason, 50.0),
            column(&t.help, 50.0),
        ];
        let sheet = Sheet::begin(workbook, name, &columns, &self.formats, None)?;
        let (shown, first, widths) = (remarks.len().min(ROWS), sheet.first, sheet.widths.clone());
        sheet.end(shown)?;
        let cells = move |at: usize| {
            let (place, text) = of(&remarks[at]);
            let own = |text: String| Cell::text(show::visible(&text).into_owned());
            Ok(vec![
                Cell::some(place.file.as_deref()),
                Cell::some(place.sheet.as_deref()),
                place.row.map_or(Cell::Blank, |row| Cell::text(row.to_string())),
                Cell::some(place.column.as_deref()),
                Cell::text(text.code()),
                own(text.render(self.lang)),
                text.help(self.lang).map_or(Cell::Blank, own),
            ])
        };
        Ok(Body { first, rows: shown, widths, has_more: false, cells: Box::new(cells) })
    }

    /// The last sheet: the run's numbers.
    fn notes(&self, workbook: &mut Workbook) -> std::result::Result<(), XlsxError> {
        let t = &self.t;
        let sheet = workbook.add_worksheet();
        sheet.set_name(&t.sheet_notes)?.set_column_width(0, 62)?.set_column_width(1, 40)?;
        let all = &self.statistics.candidates;
        let options = &self.joined.input.manifest.options;
        let mut lines: Vec<(&str, String)> =
            vec![(&t.option_title, show::visible(&options.title).into_owned()), (&t.option_as_of, self.lang.date(options.as_of))];
        let count = |n: usize| self.lang.count(i64::try_from(n).unwrap_or(i64::MAX));
        lines.extend([
            (t.checked.as_str(), count(all.checked)),
            (&t.with_violations, count(all.violations)),
            (&t.outcome_review, count(all.review)),
            (&t.outcome_undecided, count(all.undecided)),
            (&t.outcome_clear, count(all.clear())),
        ]);
        lines.extend(self.statistics.by_form.iter().map(|tally| (t.of("measure", &tally.code), count(tally.count))));
        for (row, (label, value)) in (0..).zip(&lines) {
            sheet.write_string_with_format(row, 0, *label, &self.formats.strong)?;
            sheet.write_string_with_format(row, 1, cut(value), &self.formats.text)?;
        }
        let after = u32::try_from(lines.len()).unwrap_or(u32::MAX) + 1;
        for (row, note) in (after..).zip([&t.flag_is_a_question, &t.pick_answer, &t.at_hint]) {
            sheet.write_string(row, 0, note)?;
        }
        Ok(())
    }
}
