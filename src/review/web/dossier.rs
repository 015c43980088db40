//! Everything about one candidate on one page.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::app::App;
use super::item::find;
use super::problem::Problem;
use super::shell::{Reader, Shell, page};
use super::view::{ItemView, Pair};
use crate::review::Filter;
use crate::table::show;

/// The page.
#[derive(Template)]
#[template(path = "review/web/templates/dossier.html")]
struct DossierPage {
    s: Shell,
    name: String,
    unit: String,
    from: String,
    fields: Vec<Pair>,
    items: Vec<ItemView>,
}

/// `GET /item/ID/file`: by an item and not by the candidate, whose identifier may be a number that is in no address.
pub async fn dossier(State(app): State<Arc<App>>, reader: Reader, Path(id): Path<String>) -> Result<Response, Problem> {
    let s = Shell::of(&app, &reader.visit);
    let out = app
        .read(move |app, ledger| {
            let from = find(ledger, &id)?;
            let filter = Filter { candidate: Some(from.line.candidate_id.clone()), with_gone: true, ..Filter::default() };
            let mut items = Vec::new();
            for line in ledger.list(&filter)?.lines {
                let item = find(ledger, &line.id)?;
                items.push(ItemView::of(&s, &reader, ledger, &item, app.now())?);
            }
            let fields = from.evidence.candidate.iter().filter_map(|field| super::view::pair(&s, field)).collect();
            let name = from.line.name.as_deref().unwrap_or(&from.line.candidate_id);
            Ok(DossierPage {
                name: show::visible(name).into_owned(),
                unit: show::visible(from.line.unit.as_deref().unwrap_or_default()).into_owned(),
                from: from.line.id.clone(),
                fields,
                items,
                s,
            })
        })
        .await?;
    page(&out)
}
