//! How far is the batch?

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::app::App;
use super::problem::Problem;
use super::shell::{Reader, Shell, page};
use crate::lang::Text;
use crate::table::show;

/// A share of a whole as a bar.
struct Bar {
    label: String,
    /// Per cent, whole.
    percent: usize,
    shown: String,
}

impl Bar {
    fn of(s: &Shell, label: String, all: usize, done: usize) -> Self {
        let text = Text::new("web-done-of").count("done", done).count("all", all);
        Self { label, percent: (done * 100).checked_div(all).unwrap_or(100), shown: s.text(&text) }
    }
}

/// The page of progress.
#[derive(Template)]
#[template(path = "review/web/templates/progress.html")]
struct ProgressPage {
    s: Shell,
    whole: Vec<Bar>,
    states: Vec<(String, String)>,
    units: Vec<Bar>,
    people: Vec<(String, String)>,
}

/// `GET /progress`.
pub async fn progress(State(app): State<Arc<App>>, reader: Reader) -> Result<Response, Problem> {
    let s = Shell::of(&app, &reader.visit);
    let out = app
        .read(move |_, ledger| {
            let progress = ledger.progress()?;
            let all = (progress.links.0 + progress.flags.0, progress.links.1 + progress.flags.1);
            let whole =
                [("web-progress-all", all), ("web-progress-links", progress.links), ("web-progress-flags", progress.flags)];
            let unit = |name: &Option<String>| match name {
                Some(name) => show::visible(name).into_owned(),
                None => s.say("web-no-unit"),
            };
            Ok(ProgressPage {
                whole: whole.into_iter().map(|(label, (all, done))| Bar::of(&s, s.say(label), all, done)).collect(),
                states: progress.states.iter().map(|(state, n)| (s.of_code("state", state.name()), s.count(*n))).collect(),
                units: progress.units.iter().map(|(name, all, done)| Bar::of(&s, unit(name), *all, *done)).collect(),
                people: progress.people.iter().map(|(name, n)| (show::visible(name).into_owned(), s.count(*n))).collect(),
                s,
            })
        })
        .await?;
    page(&out)
}
