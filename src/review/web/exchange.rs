//! Answers out to a file, and in from one.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::app::App;
use super::form::Posted;
use super::problem::Problem;
use super::shell::{Reader, Shell, page};
use crate::error::Error;
use crate::lang::Text;
use crate::review::exchange::{Options, Taken};
use crate::table::show;

/// The forms of an answers file, each with its type.
const FORMATS: [(&str, &str); 3] = [
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("csv", "text/csv; charset=utf-8"),
    ("json", "application/json"),
];
/// Rows that were refused, and contradictions, on the page.
const SHOWN: usize = 100;

/// The page.
#[derive(Template)]
#[template(path = "review/web/templates/answers.html")]
struct AnswersPage {
    s: Shell,
    can_export: bool,
    can_import: bool,
    taken: Option<TakenView>,
}

/// What came of an import, in words.
struct TakenView {
    is_refused: bool,
    sentences: Vec<String>,
    /// Place, what is wrong, how to mend it.
    refused: Vec<(String, String, String)>,
    contradictions: Vec<String>,
    more: String,
}

/// Whether the reader may see everybody's answers at once: whoever answers as well would no longer read blindly.
fn can_export(reader: &Reader) -> bool {
    !reader.role.can_answer() || reader.role.can_settle()
}

/// `GET /answers`.
#[allow(clippy::unused_async, reason = "what axum calls is async")]
pub async fn page_of_answers(State(app): State<Arc<App>>, reader: Reader) -> Result<Response, Problem> {
    let s = Shell::of(&app, &reader.visit);
    page(&AnswersPage { s, can_export: can_export(&reader), can_import: reader.role.can_settle(), taken: None })
}

/// `GET /export/FORMAT`: every answer ever given. The hash of the ledger's last entry, by which the export is signed off, is in the file's
/// name and in a header.
pub async fn export(State(app): State<Arc<App>>, reader: Reader, Path(format): Path<String>) -> Result<Response, Problem> {
    if !can_export(&reader) {
        return Err(Problem::forbidden());
    }
    let (end, kind) = FORMATS.into_iter().find(|(end, _)| *end == format).ok_or_else(Problem::not_found)?;
    let lang = reader.visit.lang;
    let (bytes, hash) = app
        .read(move |_, ledger| {
            let dir = tempfile::tempdir().map_err(|cause| Error::writing(&std::env::temp_dir(), cause))?;
            let path = dir.path().join(format!("answers.{end}"));
            let exported = ledger.export(&path, lang)?;
            let bytes = std::fs::read(&path).map_err(|cause| Error::reading(&path, &cause))?;
            Ok((bytes, exported.hash))
        })
        .await?;
    let short = hash.get(..12).unwrap_or(&hash);
    let name = format!("attachment; filename=\"answers-{short}.{end}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (HeaderName::from_static("x-ledger-hash"), hash),
    ];
    Ok((headers, bytes).into_response())
}

/// `POST /import`: all of the file or nothing. Only people with an account may have answered in it.
pub async fn import(State(app): State<Arc<App>>, reader: Reader, posted: Posted) -> Result<Response, Problem> {
    reader.settling()?;
    let (name, kept) =
        posted.import.ok_or_else(|| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, Text::new("web-no-file")).back("/answers"))?;
    let s = Shell::of(&app, &reader.visit);
    let taken = app
        .write(move |app, ledger| {
            // Under its own name, by which its form is known, in a folder that goes with it.
            let dir = tempfile::tempdir().map_err(|cause| Error::writing(&std::env::temp_dir(), cause))?;
            let path = dir.path().join(safe_name(&name));
            kept.persist(&path).map_err(|cause| Error::writing(&path, cause.error))?;
            let options = Options { may_admit: false, by: None, at: app.now() };
            ledger.import(&path, &options).map_err(|error| Problem::from(error).back("/answers"))
        })
        .await?;
    let taken = TakenView::of(&s, &taken);
    let status = if taken.is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut response = page(&AnswersPage { s, can_export: can_export(&reader), can_import: true, taken: Some(taken) })?;
    *response.status_mut() = status;
    Ok(response)
}

/// The file's name, if it can be one on any system; else only its end.
fn safe_name(name: &str) -> String {
    let is_fine = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ');
    let kept: String = name.chars().map(|c| if is_fine(c) { c } else { '_' }).collect();
    kept.trim_start_matches('.').to_owned()
}

impl TakenView {
    fn of(s: &Shell, taken: &Taken) -> Self {
        let is_refused = !taken.refused.is_empty();
        let counts: [(&'static str, usize); 6] = [
            ("web-taken-answers", taken.answers),
            ("web-taken-closed", taken.closed),
            ("web-taken-known", taken.known),
            ("web-taken-blank", taken.blank),
            ("web-taken-elsewhere", taken.elsewhere),
            ("web-taken-refused", taken.refused_rows()),
        ];
        let said = |(name, verdict): &(String, &str)| format!("{}: {}", show::visible(name), s.of_code("answer", verdict));
        let contradictions = taken.contradictions.iter().take(SHOWN).map(|found| {
            let (candidate, about) = (show::visible(&found.candidate_id), show::visible(&found.about));
            format!("{candidate} · {about}: {} / {}", said(&found.here), said(&found.there))
        });
        let refused = taken.refused.iter().take(SHOWN).map(|refusal| {
            let place = crate::error::Place { file: None, ..refusal.place.clone() }.render(s.lang);
            (show::visible(&place).into_owned(), s.text(&refusal.text), refusal.text.help(s.lang).unwrap_or_default())
        });
        let hidden = taken.refused.len().max(taken.contradictions.len()).saturating_sub(SHOWN);
        Self {
            is_refused,
            sentences: counts
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|(id, count)| s.text(&Text::new(id).count("count", count)))
                .collect(),
            refused: refused.collect(),
            contradictions: contradictions.collect(),
            more: if hidden > 0 { s.text(&Text::new("web-more").count("more", hidden)) } else { String::new() },
        }
    }
}
