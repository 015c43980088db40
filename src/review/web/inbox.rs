//! What waits, for whom, and which of it?

use std::fmt::Write as _;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{SecondsFormat, TimeDelta};

use super::app::App;
use super::item::Banner;
use super::problem::Problem;
use super::shell::{Reader, Shell, page};
use super::view::{LineView, waiting_for};
use crate::lang::Text;
use crate::review::{Filter, Sort, State as Standing};
use crate::table::answers::Subject;
use crate::table::show;

/// Lines of a page.
const LINES: usize = 50;
/// The ages that can be chosen, in days.
const AGES: [i64; 4] = [1, 3, 7, 30];

/// Which part of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What the reader may answer and has not.
    Todo,
    /// What the reader has been given, or has taken.
    Mine,
    /// What the reader has answered and others must answer too.
    Answered,
    /// What waits, for readers who do not answer.
    Waiting,
    /// What the two disagree about.
    Third,
    /// What is settled.
    Settled,
    /// Everything.
    All,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::Mine => "mine",
            Self::Answered => "answered",
            Self::Waiting => "waiting",
            Self::Third => "third",
            Self::Settled => "settled",
            Self::All => "all",
        }
    }

    /// The parts that a reader sees, the first one by itself.
    fn of(reader: &Reader) -> &'static [Self] {
        if reader.role.can_settle() {
            &[Self::Todo, Self::Mine, Self::Answered, Self::Third, Self::Settled, Self::All]
        } else if reader.role.can_answer() {
            &[Self::Todo, Self::Mine, Self::Answered, Self::Settled, Self::All]
        } else {
            &[Self::Waiting, Self::Third, Self::Settled, Self::All]
        }
    }

    /// Whether the reader knows where the lines of this part stand without a look at each: they have answered them all, or never will.
    fn is_known(self, reader: &Reader) -> bool {
        !reader.role.can_answer() || matches!(self, Self::Answered | Self::Third)
    }

    fn filter(self, reader: &Reader) -> Filter {
        let me = Some(reader.name.clone());
        let waiting = || Standing::ALL.into_iter().filter(|state| state.is_waiting()).collect();
        match self {
            Self::Todo => Filter { states: waiting_for(reader), not_answered_by: me, ..Filter::default() },
            Self::Mine => Filter { states: waiting_for(reader), assignee: me.clone(), not_answered_by: me, ..Filter::default() },
            Self::Answered => Filter { states: waiting(), answered_by: me, ..Filter::default() },
            Self::Waiting => Filter { states: waiting(), ..Filter::default() },
            Self::Third => Filter { states: vec![Standing::Third], ..Filter::default() },
            Self::Settled => Filter { states: vec![Standing::Settled, Standing::Carried], ..Filter::default() },
            Self::All => Filter { with_gone: true, ..Filter::default() },
        }
    }
}

/// What was chosen above the list.
#[derive(Debug, Clone, Default)]
struct Chosen {
    part: String,
    subject: String,
    severity: String,
    unit: String,
    age: String,
    text: String,
    sort: String,
    page: usize,
}

impl Chosen {
    fn of(pairs: &[(String, String)]) -> Self {
        let get = |name: &str| pairs.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value.trim()).to_owned();
        Self {
            part: get("part"),
            subject: get("subject"),
            severity: get("severity"),
            unit: get("unit"),
            age: get("age"),
            text: get("text"),
            sort: get("sort"),
            page: get("page").parse().unwrap_or(1).clamp(1, 1_000_000),
        }
    }

    fn sort(&self) -> Sort {
        match self.sort.as_str() {
            "age" => Sort::Age,
            "unit" => Sort::Unit,
            "name" => Sort::Name,
            // Not by urgency or probability: where a line stands would tell what the reader is not to know yet.
            _ => Sort::Severity,
        }
    }

    fn narrow(&self, filter: Filter, app: &App) -> Filter {
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let days = self.age.parse::<i64>().ok().filter(|days| AGES.contains(days));
        let before = days.map(|days| (app.now() - TimeDelta::days(days)).to_rfc3339_opts(SecondsFormat::Millis, true));
        Filter {
            subject: Subject::ALL.into_iter().find(|subject| subject.name() == self.subject),
            severity: some(&self.severity),
            unit: some(&self.unit),
            since_before: before,
            text: some(&self.text),
            sort: self.sort(),
            ..filter
        }
    }

    /// The address of the list with another part or page.
    fn address(&self, part: &str, page: usize) -> String {
        let encode = |text: &str| {
            text.bytes().fold(String::new(), |mut out, byte| {
                if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
                    out.push(char::from(byte));
                } else {
                    // Writing to a String does not fail.
                    let _ = write!(out, "%{byte:02X}");
                }
                out
            })
        };
        let mut out = format!("/inbox?part={}", encode(part));
        for (name, value) in [
            ("subject", &self.subject),
            ("severity", &self.severity),
            ("unit", &self.unit),
            ("age", &self.age),
            ("text", &self.text),
            ("sort", &self.sort),
        ] {
            if !value.is_empty() {
                let _ = write!(out, "&{name}={}", encode(value));
            }
        }
        if page > 1 {
            let _ = write!(out, "&page={page}");
        }
        out
    }
}

/// One choice of a list.
struct Choice {
    value: String,
    word: String,
    is_chosen: bool,
}

/// One list to choose from.
struct Select {
    label: String,
    name: &'static str,
    choices: Vec<Choice>,
}

/// One tab.
struct Tab {
    word: String,
    address: String,
    count: String,
    is_here: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "review/web/templates/inbox.html")]
struct InboxPage {
    s: Shell,
    banner: Option<Banner>,
    tabs: Vec<Tab>,
    part: &'static str,
    text: String,
    selects: Vec<Select>,
    lines: Vec<LineView>,
    found: String,
    position: String,
    previous: String,
    next: String,
    can_take: bool,
}

/// `GET /inbox`.
pub async fn inbox(
    State(app): State<Arc<App>>,
    reader: Reader,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let s = Shell::of(&app, &reader.visit);
    let chosen = Chosen::of(&pairs);
    let done = pairs.iter().find(|(name, _)| name == "done").map(|(_, id)| id.clone());
    let parts = Part::of(&reader);
    let part = parts.iter().copied().find(|part| part.name() == chosen.part).unwrap_or(parts[0]);
    let out = app
        .read(move |app, ledger| {
            let mut tabs = Vec::new();
            for tab in parts {
                let filter = chosen.narrow(tab.filter(&reader), app);
                let total = ledger.count(&filter)?;
                let address = chosen.address(tab.name(), 1);
                tabs.push(Tab { word: s.of_code("part", tab.name()), address, count: s.count(total), is_here: *tab == part });
            }
            let filter = chosen.narrow(part.filter(&reader), app);
            let listed = ledger.list(&Filter { offset: (chosen.page - 1) * LINES, limit: LINES, ..filter })?;
            let now = app.now();
            let knows = part.is_known(&reader);
            let pages = listed.total.div_ceil(LINES).max(1);
            let choice =
                |chosen: &str, value: &str, word: String| Choice { value: value.to_owned(), word, is_chosen: chosen == value };
            let all = |chosen: &str| choice(chosen, "", s.say("web-all"));
            let mut units = vec![all(&chosen.unit)];
            for unit in ledger.units()? {
                units.push(choice(&chosen.unit, &unit, show::visible(&unit).into_owned()));
            }
            let coded = |group: &str, chosen: &str, codes: &[&str]| {
                let mut out = vec![all(chosen)];
                out.extend(codes.iter().map(|code| choice(chosen, code, s.of_code(group, code))));
                out
            };
            let mut ages = vec![all(&chosen.age)];
            ages.extend(
                AGES.map(|days| choice(&chosen.age, &days.to_string(), s.text(&Text::new("web-older").with("days", days)))),
            );
            let sorts = ["severity", "age", "unit", "name"];
            let sort = if sorts.contains(&chosen.sort.as_str()) { chosen.sort.as_str() } else { "severity" };
            let select = |label, name, choices| Select { label: s.say(label), name, choices };
            Ok(InboxPage {
                banner: Banner::of(&s, &reader, ledger, done.as_deref())?,
                tabs,
                part: part.name(),
                text: chosen.text.clone(),
                selects: vec![
                    select("web-kind", "subject", coded("subject", &chosen.subject, &["link", "flag"])),
                    select("web-severity", "severity", coded("severity", &chosen.severity, &["stop", "look", "note"])),
                    select("web-unit", "unit", units),
                    select("web-age", "age", ages),
                    select("web-sort", "sort", sorts.iter().map(|code| choice(sort, code, s.of_code("sort", code))).collect()),
                ],
                lines: listed.lines.iter().map(|line| LineView::of(&s, line, knows, now)).collect(),
                found: s.text(&Text::new("web-found").count("count", listed.total)),
                position: s.text(&Text::new("web-page-of").with("page", chosen.page).with("pages", pages)),
                previous: if chosen.page > 1 { chosen.address(part.name(), chosen.page - 1) } else { String::new() },
                next: if chosen.page < pages { chosen.address(part.name(), chosen.page + 1) } else { String::new() },
                can_take: reader.role.can_answer(),
                s,
            })
        })
        .await?;
    page(&out)
}
