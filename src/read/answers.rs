//! What does a file of answers say?
//!
//! Answers come as `.csv`, as `.json`, or as the working list itself (`.xlsx`) with its answer columns filled in, where a hidden first
//! row holds the names of the columns. A row that nobody answered is passed over; one that cannot be understood is told and left out.

use std::io::Cursor;
use std::path::Path;

use calamine::{Reader as _, Xlsx};
use serde_json::Value;

use super::archive::Package;
use super::files::{self, Format};
use super::grid::Grid;
use super::text::SEPARATORS;
use super::{cell, text, workbook};
use crate::error::{Error, Place, Result};
use crate::lang::{Lang, Text};
use crate::table::answers::{ANSWER, Answer, Answers, Subject, Verdict};
use crate::table::rejects::Notice;
use crate::vn::date::LooseDate;
use crate::vn::fold::fold;

/// Rows in which the names of the columns are looked for.
const HEAD_ROWS: usize = 20;

/// One row: its cells in the order of [`ANSWER`], trimmed; empty: nothing is written.
struct Row {
    place: Place,
    cells: Vec<String>,
}

/// The answers in the file `path`, in its order, and what could not be used of it. Messages call it `shown`.
///
/// # Errors
/// The file cannot be read, is of another format, or has no row that names the columns `candidate_id` and `answer`.
pub fn answers(path: &Path, shown: &str) -> Result<(Answers, Vec<Notice>)> {
    let place = Place::file(shown);
    let rows = rows(path, &place).map_err(|error| error.at(place.clone()))?;
    let (mut out, mut notices) = (Vec::new(), Vec::new());
    for row in rows {
        match understand(&row.cells, &mut |text| notices.push(Notice { place: row.place.clone(), text })) {
            Ok(answer) => out.extend(answer),
            Err(text) => notices.push(Notice { place: row.place, text }),
        }
    }
    Ok((Answers(out), notices))
}

fn rows(path: &Path, place: &Place) -> Result<Vec<Row>> {
    let format = files::format(path, &path.display().to_string())?;
    let bytes = std::fs::read(path).map_err(|cause| Error::reading(path, &cause))?;
    match format {
        Format::Archive => match files::package(&bytes)? {
            Package::Ods => Err(Error::new(Text::new("E124-answers-format"))),
            _ => of_workbook(&bytes, place),
        },
        Format::Csv => {
            let decoded = text::decode(&bytes);
            let content = decoded.text.trim_start_matches('\u{feff}');
            if content.trim_start().starts_with(['[', '{']) { of_json(content, place) } else { of_csv(content, place) }
        }
        Format::Xls | Format::Parquet => Err(Error::new(Text::new("E124-answers-format"))),
    }
}

fn of_csv(content: &str, place: &Place) -> Result<Vec<Row>> {
    let head = content.lines().find(|line| names_columns(line)).ok_or_else(no_header)?;
    let count = |separator: u8| head.bytes().filter(|byte| *byte == separator).count();
    let separator = SEPARATORS.into_iter().max_by_key(|&separator| count(separator)).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(content.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|cause| Error::new(Text::new("E125-no-answers-header")).because(cause))?;
        let line = record.position().map_or(0, csv::Position::line);
        lines.push((u32::try_from(line).unwrap_or(u32::MAX), record.iter().map(str::to_owned).collect()));
    }
    of_lines(&lines, place)
}

/// Whether a line may be the one that names the columns.
fn names_columns(line: &str) -> bool {
    let line = line.to_lowercase();
    line.contains("candidate_id") && line.contains("answer")
}

fn of_workbook(bytes: &[u8], place: &Place) -> Result<Vec<Row>> {
    let failed = workbook::xlsx_error;
    let mut book: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
    let mut rows = Vec::new();
    let mut has_header = false;
    for name in book.sheet_names() {
        let mut grid = Grid::default();
        // A sheet of a chart holds no cells.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        let mut shown = String::new();
        while let Some(found) = reader.next_cell().map_err(failed)? {
            let (row, column) = found.get_position();
            cell::shown(found.get_value(), None, &mut shown);
            let too_large = |_| Error::new(Text::new("E111-sheet-too-large").count("limit", super::MAX_CELLS));
            grid.push(row, column, &shown, false).map_err(too_large)?;
        }
        grid.finish();
        let lines: Vec<(u32, Vec<String>)> = (0..grid.len())
            .map(|i| {
                let row = grid.row(i);
                let width = row.filled().map(|(column, _)| column + 1).max().unwrap_or(0).min(super::MAX_COLUMNS);
                (row.number() + 1, (0..width).map(|column| row.get(column).to_owned()).collect())
            })
            .collect();
        // The sheets of rejects and notes take no answers.
        if let Ok(found) = of_lines(&lines, &place.clone().sheet(&name)) {
            has_header = true;
            rows.extend(found);
        }
    }
    if has_header { Ok(rows) } else { Err(no_header()) }
}

fn of_json(content: &str, place: &Place) -> Result<Vec<Row>> {
    let broken = || Error::new(Text::new("E126-answers-json"));
    let document: Value = serde_json::from_str(content).map_err(|cause| broken().because(cause))?;
    let list = match &document {
        Value::Array(list) => list,
        Value::Object(fields) => fields.get("answers").and_then(Value::as_array).ok_or_else(broken)?,
        _ => return Err(broken()),
    };
    let text = |value: Option<&Value>| match value {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    Ok((1..)
        .zip(list)
        .map(|(i, answer)| Row {
            place: place.clone().row(i),
            cells: ANSWER.iter().map(|column| text(answer.get(column.name))).collect(),
        })
        .collect())
}

/// The rows below the one that names the columns.
fn of_lines(lines: &[(u32, Vec<String>)], place: &Place) -> Result<Vec<Row>> {
    let places = |cells: &[String]| -> Option<Vec<Option<usize>>> {
        let at = |name: &str| cells.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
        at("candidate_id").and(at("answer"))?;
        Some(ANSWER.iter().map(|column| at(column.name)).collect())
    };
    let found = lines.iter().take(HEAD_ROWS).enumerate().find_map(|(i, line)| Some((i, places(&line.1)?)));
    let (head, places) = found.ok_or_else(no_header)?;
    let cell = |line: &[String], at: Option<usize>| at.and_then(|at| line.get(at)).map_or("", |cell| cell.trim()).to_owned();
    let row = |(number, line): &(u32, Vec<String>)| Row {
        place: place.clone().row(*number),
        cells: places.iter().map(|&at| cell(line, at)).collect(),
    };
    Ok(lines[head + 1..].iter().map(row).collect())
}

fn no_header() -> Error {
    Error::new(Text::new("E125-no-answers-header"))
}

/// The answer of a row; None: nobody answered it.
fn understand(cells: &[String], remark: &mut impl FnMut(Text)) -> Result<Option<Answer>, Text> {
    let [subject, candidate, record, flag, answer, note, by, at, closed_at] = cells else { return Ok(None) };
    // Under the hidden names of the working list stands the header that people see.
    if answer.is_empty() || is_said(answer, "report-answer") {
        return Ok(None);
    }
    let Some(verdict) = Verdict::ALL.into_iter().find(|verdict| means(answer, verdict.name())) else {
        return Err(Text::new("D110-answer-unknown").with("answer", answer));
    };
    let filled = |cell: &String| (!cell.is_empty()).then(|| cell.clone());
    let (record_id, flag_id) = (filled(record), filled(flag));
    let subject = match Subject::ALL.into_iter().find(|known| subject.eq_ignore_ascii_case(known.name())) {
        Some(subject) => subject,
        None if !subject.is_empty() => return Err(Text::new("D111-answer-subject").with("subject", subject)),
        None if flag_id.is_some() => Subject::Flag,
        None => Subject::Link,
    };
    let is_named = match subject {
        Subject::Link => record_id.is_some(),
        Subject::Flag => flag_id.is_some(),
    };
    if candidate.is_empty() || !is_named {
        return Err(Text::new("D112-answer-about-nothing"));
    }
    if !verdict.fits(subject) {
        return Err(Text::new("D113-answer-misfit").with("answer", answer).with("subject", subject.name()));
    }
    let at = filled(at).and_then(|at| {
        let day = day(&at);
        if day.is_none() {
            remark(Text::new("D114-answer-day").with("at", at));
        }
        day
    });
    Ok(Some(Answer {
        subject,
        candidate_id: candidate.clone(),
        record_id: record_id.filter(|_| subject == Subject::Link),
        flag_id: flag_id.filter(|_| subject == Subject::Flag),
        verdict,
        note: filled(note),
        by: filled(by),
        at,
        // Whatever is written there: the answer no longer stands.
        closed_at: filled(closed_at).map(|closed| day(&closed).unwrap_or(closed)),
    }))
}

/// `same`, or what the working list calls it in either language, marked or not.
fn means(written: &str, code: &str) -> bool {
    written.eq_ignore_ascii_case(code) || is_said(written, &format!("report-answer-{code}"))
}

fn is_said(written: &str, id: &str) -> bool {
    let plain = |text: &str| fold(&text.replace('_', " "));
    [Lang::Vi, Lang::En].iter().any(|lang| plain(&lang.say_code(id)) == plain(written))
}

/// The moment or day in a form that sorts. None: it is no day.
fn day(written: &str) -> Option<String> {
    let is_iso = written.len() >= 10 && chrono::NaiveDate::parse_from_str(written.get(..10)?, "%Y-%m-%d").is_ok();
    if is_iso {
        return Some(written.to_owned());
    }
    let date = LooseDate::parse(written, None).ok()??;
    (date.from == date.to).then(|| date.from.format("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, content: &str) -> Result<(Answers, Vec<Notice>)> {
        let dir = tempfile::tempdir().map_err(|cause| Error::reading(Path::new("."), &cause))?;
        let path = dir.path().join(name);
        std::fs::write(&path, content).map_err(|cause| Error::reading(&path, &cause))?;
        answers(&path, name)
    }

    fn told(found: &(Answers, Vec<Notice>)) -> Vec<(Option<u32>, &'static str)> {
        found.1.iter().map(|notice| (notice.place.row, notice.text.code())).collect()
    }

    #[test]
    fn a_file_says_the_same_as_csv_and_as_json() -> Result<()> {
        let csv = "subject;candidate_id;record_id;flag_id;answer;note;by;at;closed_at\n\
                   link;C1;R1;;same;\"a; b\";An;2025-09-15T08:30:00Z;\n\
                   ;C2;R2;;khác người;;;15/09/2025;\n\
                   flag;C3;;F3;Xac_nhan;;Bình;;2025-09-20T00:00:00Z\n\
                   link;C4;R4;;;;;;\n";
        let json = r#"[{"subject":"link","candidate_id":"C1","record_id":"R1","answer":"same","note":"a; b","by":"An","at":"2025-09-15T08:30:00Z"},
            {"candidate_id":"C2","record_id":"R2","answer":"different","at":"2025-09-15"},
            {"subject":"flag","candidate_id":"C3","flag_id":"F3","answer":"confirmed","by":"Bình","closed_at":"2025-09-20T00:00:00Z"}]"#;
        let found = read("answers.csv", csv)?;
        assert_eq!(found.0, read("answers.json", json)?.0);
        assert_eq!((found.0.0.len(), told(&found).len()), (3, 0));
        assert_eq!(found.0.0[1].at.as_deref(), Some("2025-09-15"));
        Ok(())
    }

    #[test]
    fn rows_that_cannot_be_understood_are_told_with_their_row() -> Result<()> {
        let csv = "subject,candidate_id,record_id,flag_id,answer,at\n\
                   link,C1,R1,,perhaps,\n\
                   person,C1,R1,,same,\n\
                   link,,R1,,same,\n\
                   flag,C1,R1,,confirmed,\n\
                   link,C1,R1,,confirmed,\n\
                   link,C1,R1,,same,soon\n";
        let found = read("answers.csv", csv)?;
        let expected =
            [(2, "D110"), (3, "D111"), (4, "D112"), (5, "D112"), (6, "D113"), (7, "D114")].map(|(row, code)| (Some(row), code));
        assert_eq!(told(&found), expected);
        assert_eq!(found.0.0.len(), 1);
        Ok(())
    }

    #[test]
    fn a_file_that_is_no_list_of_answers_is_refused() {
        for (name, content, id) in [
            ("a.csv", "name,verdict\nAn,same\n", "E125-no-answers-header"),
            ("a.json", "{\"answers\": 3}", "E126-answers-json"),
            ("a.json", "[{", "E126-answers-json"),
        ] {
            assert_eq!(read(name, content).expect_err("refused").id(), id, "{content}");
        }
    }
}
