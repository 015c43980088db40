//! How does one come in, go out, and change the key? And in which language and light does one read?

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};

use super::accounts::Login;
use super::app::App;
use super::form::Posted;
use super::guard::cookie;
use super::password;
use super::problem::Problem;
use super::secret;
use super::shell::{LOOK_COOKIE, Reader, Shell, Theme, Visit, page};
use crate::lang::{Lang, Text};

/// The page to log in.
#[derive(Template)]
#[template(path = "review/web/templates/login.html")]
struct LoginPage {
    s: Shell,
    name: String,
    wrong: String,
}

/// The page to change one's password.
#[derive(Template)]
#[template(path = "review/web/templates/password.html")]
struct PasswordPage {
    s: Shell,
    wrong: String,
    shortest: usize,
}

/// `GET /login`.
#[allow(clippy::unused_async, reason = "what axum calls is async")]
pub async fn login_page(State(app): State<Arc<App>>, visit: Visit) -> Result<Response, Problem> {
    if app.single.is_some() {
        return Err(Problem::new(StatusCode::UNAUTHORIZED, Text::new("web-enter-by-terminal")));
    }
    page(&LoginPage { s: Shell::of(&app, &visit), name: String::new(), wrong: String::new() })
}

/// `POST /login`.
pub async fn log_in(State(app): State<Arc<App>>, visit: Visit, posted: Posted) -> Result<Response, Problem> {
    if app.single.is_some() {
        return Err(Problem::not_found());
    }
    let (name, typed, address) = (posted.get("name").to_owned(), posted.raw("password").to_owned(), visit.address.clone());
    let wrong = |status: StatusCode, text: &Text| -> Result<Response, Problem> {
        let s = Shell::of(&app, &visit);
        let mut response = page(&LoginPage { wrong: s.text(text), s, name: posted.get("name").to_owned() })?;
        *response.status_mut() = status;
        Ok(response)
    };
    let ended = app.aside(move |app| Ok(app.accounts.log_in(&name, &typed, &app.address.bound(), &address, app.now())?)).await?;
    match ended {
        Login::In(token) => with_cookie(&app, &token, "/"),
        Login::Wrong => wrong(StatusCode::UNAUTHORIZED, &Text::new("web-wrong-login")),
        Login::Locked { minutes } => wrong(StatusCode::TOO_MANY_REQUESTS, &Text::new("web-locked").with("minutes", minutes)),
    }
}

/// `GET /enter/SECRET`: the address that the terminal shows to the only user.
pub async fn enter(State(app): State<Arc<App>>, Path(given): Path<String>) -> Result<Response, Problem> {
    let single = app.single.clone().filter(|single| secret::are_equal(&single.secret, &given)).ok_or_else(Problem::not_found)?;
    let token = app.aside(move |app| Ok(app.accounts.begin_session(&single.name, &app.address.bound(), app.now())?)).await?;
    with_cookie(&app, &token, "/")
}

/// `POST /logout`.
pub async fn log_out(State(app): State<Arc<App>>, headers: axum::http::HeaderMap, _posted: Posted) -> Result<Response, Problem> {
    if let Some(token) = cookie(&headers, &app.address.cookie()).map(str::to_owned) {
        app.aside(move |app| Ok(app.accounts.end_session(&token, &app.address.bound())?)).await?;
    }
    let gone = format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict{}", app.address.cookie(), secure(&app));
    let mut response = Redirect::to("/login").into_response();
    set_cookie(&mut response, &gone)?;
    Ok(response)
}

/// `GET /password`.
#[allow(clippy::unused_async, reason = "what axum calls is async")]
pub async fn password_page(State(app): State<Arc<App>>, reader: Reader) -> Result<Response, Problem> {
    if app.single.is_some() {
        return Err(Problem::not_found());
    }
    let s = Shell::of(&app, &reader.visit);
    page(&PasswordPage { s, wrong: String::new(), shortest: password::SHORTEST })
}

/// `POST /password`: the old one is asked for, and every other session ends.
pub async fn change_password(State(app): State<Arc<App>>, reader: Reader, posted: Posted) -> Result<Response, Problem> {
    if app.single.is_some() {
        return Err(Problem::not_found());
    }
    let (name, address) = (reader.name.clone(), reader.visit.address.clone());
    let [old, new, again] = ["old", "new", "again"].map(|field| posted.raw(field).to_owned());
    let changed = app.aside(move |app| {
        if new != again {
            return Ok(Err(Text::new("web-passwords-differ")));
        }
        // As a log-in: guesses count, so that an unwatched screen is no way to find the old password.
        match app.accounts.log_in(&name, &old, &app.address.bound(), &address, app.now())? {
            Login::In(_) => {}
            Login::Wrong => return Ok(Err(Text::new("web-wrong-old-password"))),
            Login::Locked { minutes } => return Ok(Err(Text::new("web-locked").with("minutes", minutes))),
        }
        if let Err(error) = app.accounts.set_password(&name, &new, app.now()) {
            return error.text().cloned().map(Err).ok_or_else(|| error.into());
        }
        Ok(Ok(app.accounts.begin_session(&name, &app.address.bound(), app.now())?))
    });
    let s = Shell::of(&app, &reader.visit);
    match changed.await? {
        Ok(token) => with_cookie(&app, &token, "/inbox"),
        Err(wrong) => {
            let help = wrong.help(s.lang).map(|help| format!(" {help}")).unwrap_or_default();
            let wrong = s.text(&wrong) + &help;
            let mut response = page(&PasswordPage { s, wrong, shortest: password::SHORTEST })?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

/// `POST /look`: language and light.
#[allow(clippy::unused_async, reason = "what axum calls is async")]
pub async fn look(State(app): State<Arc<App>>, visit: Visit, posted: Posted) -> Result<Response, Problem> {
    let lang = [Lang::Vi, Lang::En].into_iter().find(|lang| lang.code() == posted.get("lang")).unwrap_or(visit.lang);
    let theme = Theme::ALL.into_iter().find(|theme| theme.name() == posted.get("theme")).unwrap_or(visit.theme);
    let mut response = Redirect::to(&own_path(posted.get("back"))).into_response();
    let kept = format!("{LOOK_COOKIE}={}.{}; Path=/; Max-Age=31536000; SameSite=Lax{}", lang.code(), theme.name(), secure(&app));
    set_cookie(&mut response, &kept)?;
    Ok(response)
}

/// `back` where it is a path of this page, else the list: a form cannot lead elsewhere.
fn own_path(back: &str) -> String {
    let is_own =
        back.starts_with('/') && !back.starts_with("//") && !back.contains('\\') && back.chars().all(|c| c.is_ascii_graphic());
    if is_own { back.to_owned() } else { "/inbox".to_owned() }
}

fn with_cookie(app: &App, token: &str, to: &str) -> Result<Response, Problem> {
    let mut response = Redirect::to(to).into_response();
    let kept = format!("{}={token}; Path=/; HttpOnly; SameSite=Strict{}", app.address.cookie(), secure(app));
    set_cookie(&mut response, &kept)?;
    Ok(response)
}

fn secure(app: &App) -> &'static str {
    if app.address.is_secure() { "; Secure" } else { "" }
}

fn set_cookie(response: &mut Response, cookie: &str) -> Result<(), Problem> {
    let value = HeaderValue::from_str(cookie).map_err(|_| Problem::bad_form())?;
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn a_form_leads_back_into_this_page_only() {
        for (back, to) in [
            ("/item/0123", "/item/0123"),
            ("//evil.example", "/inbox"),
            ("https://evil.example", "/inbox"),
            ("/\\evil.example", "/inbox"),
            ("/a\r\nb", "/inbox"),
            ("", "/inbox"),
        ] {
            assert_eq!(own_path(back), to, "{back}");
        }
    }
}
