//! `review list`: what waits for an answer, and how far the review is.

use std::path::PathBuf;

use serde_json::json;

use super::of_batch;
use crate::cli::terminal::Terminal;
use crate::cli::{Ended, Outcome};
use crate::lang::{Lang, Text};
use crate::review::{Filter, Line, Listed, Progress, Run, Sort, State};
use crate::table::answers::Subject;

/// What was typed after `review list`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "BATCH.toml")]
    batch: PathBuf,
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_enum)]
    state: Vec<Wanted>,
    #[arg(long, value_name = "link|flag", value_enum)]
    subject: Option<Asked>,
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    #[arg(long, value_name = "CANDIDATE")]
    of: Option<String>,
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 50, hide_default_value = true)]
    limit: usize,
}

/// A state as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Wanted {
    Open,
    Second,
    Third,
    Reopened,
    Settled,
    Carried,
    All,
}

/// A subject as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Asked {
    Link,
    Flag,
}

impl Wanted {
    fn states(self) -> Vec<State> {
        match self {
            Self::Open => vec![State::Open],
            Self::Second => vec![State::Second],
            Self::Third => vec![State::Third],
            Self::Reopened => vec![State::Reopened],
            Self::Settled => vec![State::Settled],
            Self::Carried => vec![State::Carried],
            Self::All => State::ALL.to_vec(),
        }
    }
}

/// Prints the items that were asked for, the most urgent first; without `--state` those that wait.
pub fn run(args: &Args, terminal: &Terminal) -> Ended {
    let ledger = of_batch(&args.batch)?;
    let states = if args.state.is_empty() {
        State::ALL.into_iter().filter(|state| state.is_waiting()).collect()
    } else {
        args.state.iter().flat_map(|wanted| wanted.states()).collect()
    };
    let filter = Filter {
        states,
        subject: args.subject.map(|asked| if asked == Asked::Link { Subject::Link } else { Subject::Flag }),
        rule: args.rule.clone(),
        candidate: args.of.clone(),
        unit: args.unit.clone(),
        sort: Sort::Urgency,
        limit: args.limit,
        ..Filter::default()
    };
    let (run, listed, progress) = (ledger.latest_run()?, ledger.list(&filter)?, ledger.progress()?);
    terminal.answer(
        Outcome::Done,
        || render(run.as_ref(), &listed, &progress, terminal.lang),
        || json!({ "run": run, "total": listed.total, "items": listed.lines, "progress": progress }),
    )
}

fn render(run: Option<&Run>, listed: &Listed, progress: &Progress, lang: Lang) -> String {
    let mut out = Vec::new();
    match run {
        Some(run) => {
            out.push(Text::new("review-latest-run").with("title", run.title.clone()).with("date", run.as_of).render(lang));
        }
        None => out.push(lang.say("review-no-run")),
    }
    for (state, count) in progress.states.iter().filter(|(_, count)| *count > 0) {
        let count = i64::try_from(*count).unwrap_or(i64::MAX);
        out.push(format!("  {:>7}  {}", lang.count(count), lang.say_code(&format!("review-state-{}", state.name()))));
    }
    if !listed.lines.is_empty() {
        out.push(String::new());
    }
    out.extend(listed.lines.iter().map(|line| one(line, lang)));
    if listed.lines.len() < listed.total {
        let more = listed.total - listed.lines.len();
        out.push(Text::new("review-more").count("more", more).render(lang));
    }
    out.join("\n")
}

/// One item on two lines: who and how it stands; about what.
fn one(line: &Line, lang: Lang) -> String {
    let shown = |text: &str| crate::table::show::visible(text).into_owned();
    let name = shown(line.name.as_deref().unwrap_or(&line.candidate_id));
    let unit = line.unit.as_deref().map(|unit| format!(", {}", shown(unit))).unwrap_or_default();
    let state = lang.say_code(&format!("review-state-{}", line.state.name()));
    let verdict = line.verdict.map(|verdict| format!(": {}", lang.say_code(&format!("report-answer-{}", verdict.name()))));
    let about = match (&line.rule_id, &line.title) {
        (Some(rule), Some(title)) => format!("{rule} {}", shown(title)),
        _ => {
            Text::new("review-about-link").with("record", line.record_ids.as_deref().map(shown).unwrap_or_default()).render(lang)
        }
    };
    let day = line.since.get(..10).and_then(|day| day.parse().ok()).map(|day| lang.date(day)).unwrap_or_default();
    let with = line.assignee.as_deref().map(|name| Text::new("review-with").with("name", name.to_owned()).render(lang));
    format!(
        "{}  {name} ({}{unit}) [{state}{}]\n                  {about}; {}{}",
        line.id,
        shown(&line.candidate_id),
        verdict.unwrap_or_default(),
        Text::new("review-since").with("day", day).render(lang),
        with.map(|with| format!("; {with}")).unwrap_or_default(),
    )
}
