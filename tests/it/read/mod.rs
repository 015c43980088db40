//! Files as offices have them: what is read, and what is said of files that cannot be.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod any_bytes;
mod bad;
mod good;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use thamdinh::error::Result;
use thamdinh::lang::Lang;
use thamdinh::read::{Output, Request, read};
use thamdinh::table::raw::{HeaderMeaning, InputKind};

/// The request for one fixture.
fn request(kind: InputKind, name: &str) -> Request {
    let path = PathBuf::from("fixtures").join(name);
    Request {
        kind,
        files: vec![(path.clone(), path.display().to_string())],
        sheet: None,
        columns: std::collections::BTreeMap::new(),
    }
}

/// The request for a file made by a test.
fn request_of(kind: InputKind, path: &Path) -> Request {
    let shown = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Request { kind, files: vec![(path.to_owned(), shown)], sheet: None, columns: std::collections::BTreeMap::new() }
}

fn read_one(request: &Request) -> Result<Output> {
    read(std::slice::from_ref(request), &|_| {})
}

/// All that was read, as text for a snapshot.
fn show(out: &Output) -> String {
    let mut text = String::new();
    for raw in &out.raws {
        let source = &raw.source;
        let sheet = source.sheet.as_ref().map(|sheet| format!(" [{sheet}]")).unwrap_or_default();
        let _ = writeln!(text, "{}{sheet}: {}, header row {}", source.file, source.format, source.header_row);
        let _ = writeln!(text, "rows: {} kept, {} skipped", raw.frame.height(), source.rows_skipped);
        for header in &source.headers {
            let meaning = match &header.meaning {
                HeaderMeaning::Column(name) => name.clone(),
                HeaderMeaning::Part(name, part) => format!("{name} ({part})"),
                HeaderMeaning::Unused(field) => format!("unused: {field}"),
                HeaderMeaning::LeftOut(field) => format!("left out: {field}"),
                HeaderMeaning::Unknown => "?".to_owned(),
                HeaderMeaning::Ambiguous(names) => format!("? {}", names.join(" or ")),
            };
            let _ = writeln!(text, "  {} {} → {meaning}", header.index, header.header);
        }
        let rows = raw.frame.column("row").unwrap().u32().unwrap();
        for i in 0..raw.frame.height() {
            let _ = write!(text, "{}", rows.get(i).unwrap());
            for column in raw.frame.columns().iter().filter(|column| *column.name() != "row") {
                if let Some(value) = column.str().unwrap().get(i) {
                    let _ = write!(text, " | {}={}", column.name(), value.replace('\n', "⏎"));
                }
            }
            text.push('\n');
        }
    }
    let mut note = |what: &str, place: &thamdinh::error::Place, words: &thamdinh::lang::Text| {
        let _ = writeln!(text, "{what} {}: {}", place.render(Lang::En), words.render(Lang::En));
        if let Some(help) = words.help(Lang::En) {
            let _ = writeln!(text, "    {help}");
        }
    };
    out.rejects.iter().for_each(|reject| note("rejected", &reject.place, &reject.text));
    out.notices.iter().for_each(|notice| note("notice", &notice.place, &notice.text));
    text
}
