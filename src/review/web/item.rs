//! One question at a time: read, answer, take the next, take back.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::app::App;
use super::form::Posted;
use super::problem::Problem;
use super::shell::{Reader, Shell, page};
use super::view::{self, AnswerView, ItemView};
use crate::lang::Text;
use crate::review::{Filter, Item, Ledger, NewAnswer};
use crate::table::answers::Verdict;
use crate::table::show;

/// Longest note or explanation, in characters.
const LONGEST_NOTE: usize = 4000;

/// What was just answered, above the next page: what it came to, and the way back.
pub struct Banner {
    /// The item.
    pub id: String,
    /// The candidate.
    pub name: String,
    /// What was answered.
    pub answer: AnswerView,
    /// Where the item stands now, in words.
    pub state: String,
    /// What the computer thought. Empty: it relies on no link.
    pub probability: String,
}

impl Banner {
    /// The banner for the item `id`, if the reader's answer to it stands.
    pub fn of(s: &Shell, reader: &Reader, ledger: &Ledger, id: Option<&str>) -> Result<Option<Self>, Problem> {
        let Some(item) = id.map(|id| ledger.item(id)).transpose()?.flatten() else { return Ok(None) };
        let Some(own) = view::own_answer(&item, &reader.name) else { return Ok(None) };
        let name = item.line.name.as_deref().unwrap_or(&item.line.candidate_id);
        let hides = view::waits_for_link(ledger, &item, reader)?;
        Ok(Some(Self {
            name: show::visible(name).into_owned(),
            answer: AnswerView::of(s, own),
            state: s.of_code("came-to", item.line.state.name()),
            probability: item.line.probability.filter(|_| !hides).map(|p| show::probability(s.lang, p)).unwrap_or_default(),
            id: item.line.id,
        }))
    }
}

/// The page of one item.
#[derive(Template)]
#[template(path = "review/web/templates/item.html")]
struct ItemPage {
    s: Shell,
    banner: Option<Banner>,
    item: ItemView,
    people: Vec<String>,
    is_mine: bool,
}

/// The item called `id`.
pub fn find(ledger: &Ledger, id: &str) -> Result<Item, Problem> {
    let is_id = id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let found = if is_id { ledger.item(id)? } else { None };
    found.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, Text::new("web-no-such-item")))
}

/// `GET /item/ID`.
pub async fn item(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let s = Shell::of(&app, &reader.visit);
    let done = pairs.into_iter().find(|(name, _)| name == "done").map(|(_, id)| id);
    let out = app
        .read(move |app, ledger| {
            let item = find(ledger, &id)?;
            let is_mine = item.line.assignee.as_deref().is_some_and(|assignee| view::is_same_person(assignee, &reader.name));
            let people = if reader.role.can_settle() { ledger.people()? } else { Vec::new() };
            Ok(ItemPage {
                banner: Banner::of(&s, &reader, ledger, done.as_deref())?,
                item: ItemView::of(&s, &reader, ledger, &item, app.now())?,
                people,
                is_mine,
                s,
            })
        })
        .await?;
    page(&out)
}

/// `POST /item/ID/answer`: gives an answer, takes the next item and goes there.
pub async fn answer(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Problem> {
    reader.answering()?;
    let verdict = Verdict::ALL.into_iter().find(|verdict| verdict.name() == posted.get("answer"));
    let verdict = verdict.ok_or_else(Problem::bad_form)?;
    let (note, explanation) = (posted.filled("note"), posted.filled("explanation"));
    let is_long = |text: &Option<String>| text.as_ref().is_some_and(|text| text.chars().count() > LONGEST_NOTE);
    if is_long(&note) || is_long(&explanation) {
        let text = Text::new("web-note-long").with("longest", LONGEST_NOTE);
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, text).back(format!("/item/{id}")));
    }
    let stays = posted.get("then") == "stay";
    let fingerprint = posted.filled("fingerprint");
    let attachments = posted.attachments;
    let to = app
        .write(move |app, ledger| {
            let found = find(ledger, &id)?;
            let own = view::own_answer(&found, &reader.name);
            if let Some(why) = view::closed(&found, &reader, own.is_some()) {
                return Err(Problem::new(StatusCode::CONFLICT, Text::new(why)).back(format!("/item/{id}")));
            }
            let (by, at) = (reader.name.clone(), app.now());
            let answer = NewAnswer { item: id.clone(), verdict, note, explanation, attachments, by, at, fingerprint };
            ledger.answer(&answer).map_err(|error| Problem::from(error).back(format!("/item/{id}")))?;
            if stays {
                return Ok(format!("/item/{id}"));
            }
            Ok(match take(ledger, app, &reader)? {
                Some(next) => format!("/item/{next}?done={id}"),
                None => format!("/inbox?done={id}"),
            })
        })
        .await?;
    Ok(Redirect::to(&to).into_response())
}

/// `POST /next`: takes the most urgent item that waits for this reader.
pub async fn next(State(app): State<Arc<App>>, reader: Reader, _posted: Posted) -> Result<Response, Problem> {
    reader.answering()?;
    let to = app
        .write(move |app, ledger| {
            Ok(take(ledger, app, &reader)?.map_or_else(|| "/inbox?part=todo".to_owned(), |next| format!("/item/{next}")))
        })
        .await?;
    Ok(Redirect::to(&to).into_response())
}

fn take(ledger: &mut Ledger, app: &App, reader: &Reader) -> Result<Option<String>, Problem> {
    let filter = Filter { states: view::waiting_for(reader), ..Filter::default() };
    Ok(ledger.take_next(&reader.name, &filter, app.now())?.map(|line| line.id))
}

/// `POST /item/ID/undo`: takes the reader's own answer back; it stays in the history, closed.
pub async fn undo(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<String>,
    _posted: Posted,
) -> Result<Response, Problem> {
    reader.answering()?;
    let to = app
        .write(move |app, ledger| {
            let id = find(ledger, &id)?.line.id;
            ledger.withdraw(&id, &reader.name, app.now()).map_err(|error| Problem::from(error).back(format!("/item/{id}")))?;
            Ok(format!("/item/{id}"))
        })
        .await?;
    Ok(Redirect::to(&to).into_response())
}

/// `POST /item/ID/assign`: to oneself or back to everybody; an approver gives it to anybody.
pub async fn assign(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Problem> {
    reader.answering()?;
    let to = posted.filled("to");
    let path = format!("/item/{id}");
    app.write(move |app, ledger| {
        let found = find(ledger, &id)?;
        let is_me = |name: &str| view::is_same_person(name, &reader.name);
        let others = [to.as_deref(), found.line.assignee.as_deref()].into_iter().flatten().any(|name| !is_me(name));
        if others {
            // What somebody else has, or is to have, is not a reviewer's to move.
            reader.settling()?;
        }
        Ok(ledger.assign(&id, to.as_deref(), &reader.name, app.now())?)
    })
    .await?;
    Ok(Redirect::to(&path).into_response())
}
