//! `review serve`: the page on which people answer.
//!
//! Rendered here, read anywhere: every page works without a script, which only adds keys. A request comes in through `guard`,
//! which decides whether it may be carried out at all; the handlers decide what a reader of a role gets to see; `view` decides what of
//! an item is hidden until its reader has answered.

pub mod access_log;
pub mod accounts;
pub mod address;
pub mod app;
mod assets;
mod changes;
mod door;
mod dossier;
mod exchange;
mod form;
mod guard;
mod inbox;
mod item;
mod password;
mod problem;
mod progress;
pub mod role;
pub mod secret;
pub mod server;
mod shell;
mod view;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use axum::routing::{get, post};

pub use app::App;

use problem::Problem;

/// The page, without a socket: what a server and the tests call.
pub fn router(app: Arc<App>) -> Router {
    let limited = |path: &str| DefaultBodyLimit::max(form::limit(path));
    Router::new()
        .route("/item/{id}/answer", post(item::answer).layer(limited("/item/x/answer")))
        .route("/import", post(exchange::import).layer(limited("/import")))
        .route("/", get(async || Redirect::to("/inbox")))
        .route("/login", get(door::login_page).post(door::log_in))
        .route("/logout", post(door::log_out))
        .route("/enter/{secret}", get(door::enter))
        .route("/password", get(door::password_page).post(door::change_password))
        .route("/look", post(door::look))
        .route("/inbox", get(inbox::inbox))
        .route("/next", post(item::next))
        .route("/item/{id}", get(item::item))
        .route("/item/{id}/undo", post(item::undo))
        .route("/item/{id}/assign", post(item::assign))
        .route("/item/{id}/file", get(dossier::dossier))
        .route("/progress", get(progress::progress))
        .route("/changes", get(changes::changes))
        .route("/answers", get(exchange::page_of_answers))
        .route("/export/{format}", get(exchange::export))
        .route("/assets/{name}", get(assets::serve))
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::not_found())
        .layer(limited("/"))
        .layer(from_fn_with_state(Arc::clone(&app), guard::guard))
        .with_state(app)
}
