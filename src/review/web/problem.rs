//! What does the page say when something cannot be done?
//!
//! A handler gives a [`Problem`]; the guard, which knows the reader's language, makes a page of it. What the page shows is what and how
//! to mend it; where it happened on this machine goes to the program's log.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::error::Error;
use crate::lang::Text;

/// Why a request was not carried out.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The status of the answer.
    pub status: StatusCode,
    /// What is wrong; its `.help` says how to mend it.
    pub text: Text,
    /// Where to go on. None: to the list.
    pub back: Option<String>,
}

impl Problem {
    /// A problem with a status of its own.
    pub fn new(status: StatusCode, text: Text) -> Self {
        Self { status, text, back: None }
    }

    /// The same with a place to go on from.
    #[must_use]
    pub fn back(mut self, path: impl Into<String>) -> Self {
        self.back = Some(path.into());
        self
    }

    /// There is no such page or question.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, Text::new("web-no-such-page"))
    }

    /// The account's role does not allow it.
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, Text::new("web-not-your-role"))
    }

    /// The form is older than the session, or not from this page.
    pub fn stale_form() -> Self {
        Self::new(StatusCode::FORBIDDEN, Text::new("web-stale-form"))
    }

    /// The request is longer than a page of ours sends.
    pub fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, Text::new("web-too-large"))
    }

    /// The form lacks something, or holds what no form of ours holds.
    pub fn bad_form() -> Self {
        Self::new(StatusCode::BAD_REQUEST, Text::new("web-bad-form"))
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let is_ours = error.id().starts_with("E00");
        if is_ours {
            tracing::error!(%error, "request failed");
        }
        let status = if is_ours { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::CONFLICT };
        Self::new(status, error.text().cloned().unwrap_or_else(|| Text::new("E005-internal")))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
