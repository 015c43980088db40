//! Who is reading, in which language and look, and what stands on every page?

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::accounts::Session;
use super::app::App;
use super::assets;
use super::guard::cookie;
use super::problem::Problem;
use super::role::Role;
use crate::error::Error;
use crate::lang::{Lang, Text};
use crate::table::show;

/// The cookie that keeps language and look: `vi.dark`. Nothing depends on it but how a page looks.
pub const LOOK_COOKIE: &str = "thamdinh-look";

/// How bright a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the machine is set.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word in the cookie and in the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// One request, as far as it is about the reader.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Who is logged in. None: nobody.
    pub session: Option<Session>,
    /// The language of the page.
    pub lang: Lang,
    /// How bright.
    pub theme: Theme,
    /// The path that was asked for.
    pub path: String,
    /// Where the request came from.
    pub address: String,
}

impl Default for Visit {
    fn default() -> Self {
        let path = "/".to_owned();
        Self { session: None, lang: Lang::Vi, theme: Theme::Auto, path, address: String::new() }
    }
}

impl Visit {
    /// A visit of nobody yet.
    pub fn of(headers: &HeaderMap, path: &str, lang: Lang, address: &str) -> Self {
        let (wanted, theme) = cookie(headers, LOOK_COOKIE).and_then(|look| look.split_once('.')).unwrap_or_default();
        let lang = [Lang::Vi, Lang::En].into_iter().find(|lang| lang.code() == wanted).unwrap_or(lang);
        let theme = Theme::ALL.into_iter().find(|known| known.name() == theme).unwrap_or_default();
        Self { session: None, lang, theme, path: path.to_owned(), address: address.to_owned() }
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Somebody who is logged in.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The account's name.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The visit.
    pub visit: Visit,
}

impl Reader {
    /// The reader, if the role gives answers.
    ///
    /// # Errors
    /// It does not.
    pub fn answering(&self) -> Result<(), Problem> {
        if self.role.can_answer() { Ok(()) } else { Err(Problem::forbidden()) }
    }

    /// The reader, if the role settles.
    ///
    /// # Errors
    /// It does not.
    pub fn settling(&self) -> Result<(), Problem> {
        if self.role.can_settle() { Ok(()) } else { Err(Problem::forbidden()) }
    }
}

impl FromRequestParts<Arc<App>> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let visit = parts.extensions.get::<Visit>().cloned().unwrap_or_default();
        match &visit.session {
            Some(session) => Ok(Self { name: session.name.clone(), role: session.role, visit: visit.clone() }),
            None if app.single.is_some() => {
                Err(Problem::new(StatusCode::UNAUTHORIZED, Text::new("web-enter-by-terminal")).into_response())
            }
            // What a form sent is gone; who sent it must know.
            None if parts.method != Method::GET => {
                Err(Problem::new(StatusCode::UNAUTHORIZED, Text::new("web-session-ended")).back("/login").into_response())
            }
            None => Err(Redirect::to("/login").into_response()),
        }
    }
}

impl OptionalFromRequestParts<Arc<App>> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Option<Self>, Infallible> {
        Ok(<Self as FromRequestParts<Arc<App>>>::from_request_parts(parts, app).await.ok())
    }
}

/// What stands on every page.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The language.
    pub lang: Lang,
    /// How bright.
    pub theme: Theme,
    /// The batch's title.
    pub batch: String,
    /// Who is logged in. None: nobody.
    pub session: Option<Session>,
    /// Whether people log in at all.
    pub has_accounts: bool,
    /// The path of the page, to come back to.
    pub path: String,
    /// The style sheet's path.
    pub css: &'static str,
    /// The script's path.
    pub script: &'static str,
    /// The icon's path.
    pub icon: &'static str,
}

impl Shell {
    /// The shell of a page for `visit`.
    pub fn of(app: &App, visit: &Visit) -> Self {
        Self {
            lang: visit.lang,
            theme: visit.theme,
            batch: show::visible(&app.title).into_owned(),
            session: visit.session.clone(),
            has_accounts: app.single.is_none(),
            path: visit.path.clone(),
            css: &assets::assets().css.path,
            script: &assets::assets().script.path,
            icon: &assets::assets().icon.path,
        }
    }

    /// The message `id`.
    pub fn say(&self, id: &'static str) -> String {
        self.lang.say(id)
    }

    /// The sentence `text`.
    pub fn text(&self, text: &Text) -> String {
        text.render(self.lang)
    }

    /// The words for a code: the message `web-GROUP-CODE`; the code itself where it has none.
    pub fn of_code(&self, group: &str, code: &str) -> String {
        let id = format!("web-{group}-{}", code.to_ascii_lowercase().replace('_', "-"));
        if self.lang.has(&id) { self.lang.say_code(&id) } else { show::visible(code).into_owned() }
    }

    /// A count in the language's form.
    pub fn count(&self, n: usize) -> String {
        self.lang.count(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// What every form must bring back.
    pub fn token(&self) -> &str {
        self.session.as_ref().map_or("", |session| &session.form_token)
    }

    /// Whether the page at `path` is this one, or one below it.
    pub fn is_here(&self, path: &str) -> bool {
        self.path == path
    }

    /// Whether the reader gives answers.
    pub fn can_answer(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.role.can_answer())
    }

    /// The looks to choose from, this one first told apart.
    pub fn themes(&self) -> [(&'static str, bool); 3] {
        Theme::ALL.map(|theme| (theme.name(), theme == self.theme))
    }
}

/// `template` as a page.
///
/// # Errors
/// It cannot be rendered: a mistake of ours.
pub fn page(template: &impl Template) -> Result<Response, Problem> {
    Ok(Html(template.render().map_err(broken)?).into_response())
}

fn broken(cause: impl fmt::Display) -> Problem {
    Error::new(Text::new("E005-internal")).because(cause).into()
}

/// A page that says what could not be done.
#[derive(Template)]
#[template(path = "review/web/templates/problem.html")]
struct ProblemPage<'a> {
    s: &'a Shell,
    what: String,
    help: String,
    back: &'a str,
}

/// The page of a problem, with its status.
pub fn problem_page(shell: &Shell, problem: &Problem) -> Response {
    let page = ProblemPage {
        s: shell,
        what: problem.text.render(shell.lang),
        help: problem.text.help(shell.lang).unwrap_or_default(),
        back: problem.back.as_deref().unwrap_or("/inbox"),
    };
    // A page that cannot be rendered has still a status.
    let html = page.render().unwrap_or_default();
    (problem.status, Html(html)).into_response()
}
