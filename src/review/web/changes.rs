//! What did the latest run change: new questions, gone ones, those re-opened and those carried over?

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::app::App;
use super::problem::Problem;
use super::shell::{Reader, Shell, page};
use super::view::{LineView, moment};
use crate::lang::Text;
use crate::review::{Change, Filter, Run, State as Standing};
use crate::table::show;

/// Changed lines of each kind on the page; the count tells of all.
const SHOWN: usize = 200;

/// One kind of change with its lines.
struct Changed {
    code: &'static str,
    word: String,
    help: String,
    count: String,
    lines: Vec<LineView>,
    more: String,
}

/// The page of changes.
#[derive(Template)]
#[template(path = "review/web/templates/changes.html")]
struct ChangesPage {
    s: Shell,
    runs: Vec<(String, String, String)>,
    changes: Vec<Changed>,
}

/// `GET /changes`.
pub async fn changes(State(app): State<Arc<App>>, reader: Reader) -> Result<Response, Problem> {
    let s = Shell::of(&app, &reader.visit);
    let out = app
        .read(move |app, ledger| {
            let now = app.now();
            let knows = !reader.role.can_answer();
            let found = ledger.changes()?;
            let of = |kind: Change| found.iter().filter(move |(change, _)| *change == kind).map(|(_, line)| line);
            let changed = |code: &'static str, lines: Vec<LineView>, count: usize| Changed {
                code,
                word: s.of_code("change", code),
                help: s.of_code("change-help", code),
                count: s.count(count),
                more: if count > lines.len() {
                    s.text(&Text::new("web-more").count("more", count - lines.len()))
                } else {
                    String::new()
                },
                lines,
            };
            let view = |line| LineView::of(&s, line, knows, now);
            let mut out = Vec::new();
            for (code, kind) in [("reopened", Change::Changed), ("new", Change::New), ("gone", Change::Gone)] {
                out.push(changed(code, of(kind).take(SHOWN).map(view).collect(), of(kind).count()));
            }
            let carried = ledger.list(&Filter { states: vec![Standing::Carried], limit: SHOWN, ..Filter::default() })?;
            out.insert(1, changed("carried", carried.lines.iter().map(view).collect(), carried.total));
            let run = |run: &Run| {
                let title = show::visible(&run.title).into_owned();
                (
                    moment(&s, &run.at),
                    title,
                    s.text(&Text::new("web-run-as-of").with("date", run.as_of).count("items", run.items)),
                )
            };
            Ok(ChangesPage { runs: ledger.runs()?.iter().take(10).map(run).collect(), changes: out, s })
        })
        .await?;
    page(&out)
}
