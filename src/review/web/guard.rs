//! May this request be carried out at all, and what goes out with every answer?
//!
//! The outermost layer. In: is it meant for this address, may the peer connect, is it short enough, does a change come from a page of
//! our own, who is it? Out: problems as pages, the headers that keep a browser from running or showing anything but ours, and a line
//! in the log.

use std::future::poll_fn;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::access_log::Access;
use super::app::App;
use super::form;
use super::problem::Problem;
use super::shell::{Shell, Visit, problem_page};
use crate::lang::Text;

/// Nothing runs, loads or frames but our own; forms go nowhere else.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";
/// Of a request that is too long, so much is read and thrown away, so that its sender gets to read why it was refused.
const DISCARDED: usize = 64 << 20;
/// And no longer than this.
const DISCARDED_IN: Duration = Duration::from_secs(10);

/// How long a request may take, its body included: nobody holds a connection by sending a form letter by letter.
const REQUEST: Duration = Duration::from_mins(1);

/// Where a connection comes from; the server puts it into every request.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// Lets a request in, or not.
pub async fn guard(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let (at, started) = (app.now(), Instant::now());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0);
    let address = from(&app, request.headers(), peer);
    let mut visit = Visit::of(request.headers(), &path, app.lang, &address);

    let refused = match check(&app, &request, peer) {
        Ok(()) => {
            let token = cookie(request.headers(), &app.address.cookie()).map(str::to_owned);
            identify(&app, token, &mut visit).await.err()
        }
        Err(problem) => Some(problem),
    };
    let mut response = match refused {
        None => {
            request.extensions_mut().insert(visit.clone());
            let done = tokio::time::timeout(REQUEST, next.run(request)).await;
            done.unwrap_or_else(|_| Problem::new(StatusCode::REQUEST_TIMEOUT, Text::new("web-timeout")).into_response())
        }
        Some(problem) => {
            if problem.status == StatusCode::PAYLOAD_TOO_LARGE {
                discard(request.into_body()).await;
            }
            problem.into_response()
        }
    };
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = problem_page(&Shell::of(&app, &visit), &problem);
    }
    secure(&app, &mut response);
    let access = Access {
        at,
        by: visit.session.as_ref().map(|session| session.name.as_str()),
        method: method.as_str(),
        path: logged(&path),
        status: response.status().as_u16(),
        milliseconds: started.elapsed().as_millis(),
        address: &address,
    };
    if let Err(error) = app.log.write(&access) {
        tracing::error!(%error, "access not logged");
        response =
            problem_page(&Shell::of(&app, &visit), &Problem::new(StatusCode::SERVICE_UNAVAILABLE, Text::new("web-not-logged")));
        secure(&app, &mut response);
    }
    response
}

/// The path as the access log may keep it: pages and the identifiers of questions. Whatever else was typed could be anybody's name.
fn logged(path: &str) -> &str {
    let is_id = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_asset =
        |text: &str| text.split_once('.').is_some_and(|(hash, end)| is_id(hash) && ["css", "js", "svg"].contains(&end));
    match path.trim_start_matches('/').split('/').collect::<Vec<_>>().as_slice() {
        ["enter", ..] => "/enter/…",
        ["item", id] if is_id(id) => path,
        ["item", id, "answer" | "undo" | "assign" | "file"] if is_id(id) => path,
        ["assets", file] if is_asset(file) => path,
        ["export", "csv" | "xlsx" | "json"] => path,
        ["" | "login" | "logout" | "password" | "look" | "inbox" | "next" | "progress" | "changes" | "answers" | "import"] => {
            path
        }
        _ => "/…",
    }
}

/// Where a request comes from: what a proxy says, if there is one that may be believed.
fn from(app: &App, headers: &HeaderMap, peer: IpAddr) -> String {
    // Each proxy appends whom it heard from; the last entry is our own proxy's word.
    let said = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()).and_then(|list| list.rsplit(',').next());
    match said.and_then(|said| said.trim().parse::<IpAddr>().ok()) {
        Some(said) if app.address.has_proxy() => said.to_string(),
        _ => peer.to_string(),
    }
}

fn check(app: &App, request: &Request, peer: IpAddr) -> Result<(), Problem> {
    let headers = request.headers();
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if !app.address.may_connect(peer) {
        return Err(Problem::new(StatusCode::FORBIDDEN, Text::new("web-not-the-proxy")));
    }
    if !text(header::HOST).is_some_and(|host| app.address.is_host(host)) {
        let address = app.address.origin().to_owned();
        return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, Text::new("web-other-host").with("address", address)));
    }
    let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > form::limit(request.uri().path())) {
        return Err(Problem::too_large());
    }
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_reading && !app.address.is_own_request(text(header::ORIGIN), text(HeaderName::from_static("sec-fetch-site"))) {
        return Err(Problem::new(StatusCode::FORBIDDEN, Text::new("web-other-origin")));
    }
    Ok(())
}

/// Finds the session that the cookie's token belongs to.
async fn identify(app: &Arc<App>, token: Option<String>, visit: &mut Visit) -> Result<(), Problem> {
    // Style and script are the same for everybody.
    let Some(token) = token.filter(|_| !visit.path.starts_with("/assets/")) else { return Ok(()) };
    visit.session = app.aside(move |app| Ok(app.accounts.session(&token, &app.address.bound(), app.now())?)).await?;
    Ok(())
}

/// The value of the cookie called `name`.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

async fn discard(mut body: Body) {
    let reading = async {
        let mut left = DISCARDED;
        while let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            left = left.saturating_sub(frame.data_ref().map_or(0, axum::body::Bytes::len));
            if left == 0 {
                break;
            }
        }
    };
    // Whoever takes longer does not get to read why.
    let _ = tokio::time::timeout(DISCARDED_IN, reading).await;
}

fn secure(app: &App, response: &mut Response) {
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    };
    set("content-security-policy", POLICY);
    set("x-content-type-options", "nosniff");
    set("x-frame-options", "DENY");
    // Not `no-referrer`: with it browsers send `Origin: null` with our own forms.
    set("referrer-policy", "same-origin");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("permissions-policy", "camera=(), geolocation=(), microphone=()");
    if app.address.is_secure() {
        set("strict-transport-security", "max-age=31536000");
    }
    // Pages hold personal data: no copy stays in the browser. Style and script say themselves that they may be kept.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_no_page_is_not_kept() {
        for (path, kept) in [
            ("/item/0123456789abcdef", "/item/0123456789abcdef"),
            ("/item/0123456789abcdef/answer", "/item/0123456789abcdef/answer"),
            ("/item/HG0017", "/…"),
            ("/item/0123456789abcdef/L%C3%B2%20Mai", "/…"),
            ("/nguyen", "/…"),
            ("/002068001234", "/…"),
            ("/assets/0123456789abcdef.css", "/assets/0123456789abcdef.css"),
            ("/enter/secret", "/enter/…"),
            ("/inbox", "/inbox"),
            ("/", "/"),
        ] {
            assert_eq!(logged(path), kept, "{path}");
        }
    }
}
