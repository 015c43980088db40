//! Style and script: in the program, named after their hashes, so that a browser may keep them and never has an old one.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use super::secret;

const CSS: &str = concat!(include_str!("../../table/show/tokens.css"), include_str!("templates/review.css"));
const SCRIPT: &str = include_str!("templates/review.js");
const ICON: &str = include_str!("templates/review.svg");

/// One file.
pub struct Asset {
    /// `/assets/0123456789abcdef.css`.
    pub path: String,
    text: &'static str,
    kind: &'static str,
}

/// All of them.
pub struct Assets {
    /// The style sheet.
    pub css: Asset,
    /// The script: keys and comfort; every page works without it.
    pub script: Asset,
    /// What stands on the browser's tab.
    pub icon: Asset,
}

/// The files of the page.
pub fn assets() -> &'static Assets {
    static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
        let asset =
            |text, end: &str, kind| Asset { path: format!("/assets/{}.{end}", &secret::digest(&[text])[..16]), text, kind };
        Assets {
            css: asset(CSS, "css", "text/css; charset=utf-8"),
            script: asset(SCRIPT, "js", "text/javascript; charset=utf-8"),
            icon: asset(ICON, "svg", "image/svg+xml"),
        }
    });
    &ASSETS
}

/// `GET /assets/NAME`.
#[allow(clippy::unused_async, reason = "what axum calls is async")]
pub async fn serve(Path(name): Path<String>) -> Result<Response, Problem> {
    let Assets { css, script, icon } = assets();
    let found = [css, script, icon].into_iter().find(|asset| asset.path.strip_prefix("/assets/") == Some(&name));
    let asset = found.ok_or_else(Problem::not_found)?;
    let headers = [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, asset.text).into_response())
}
