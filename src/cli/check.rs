//! `check`: what was understood of a batch's files, and what was rejected; nothing is judged.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::summary::padded;
use super::terminal::Terminal;
use super::{Ended, Outcome};
use crate::config::{Batch, Overrides};
use crate::error::Place;
use crate::lang::{Lang, Text};
use crate::pipeline::{self, Material, Options};
use crate::table::raw::{HeaderMeaning, Source};

/// What was typed after `check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "BATCH.toml")]
    batch: PathBuf,
    /// How many findings of one kind are shown; JSON always has them all.
    #[arg(long, value_name = "N", default_value_t = 5)]
    show: usize,
}

/// Reads and cleans the batch, and prints what came of it; rows that cannot be used are a finding.
pub fn run(args: &Args, terminal: &Terminal) -> Ended {
    let batch = Batch::load(&args.batch, &Overrides::default())?;
    terminal.warn(&batch.warnings);
    let started = std::time::Instant::now();
    let clock = || started.elapsed().as_secs_f64();
    let bars = terminal.bars();
    let options = Options { lang: terminal.lang, clock: &clock, now: &chrono::Utc::now, watch: &bars, keep: None };
    let material = pipeline::gather(&batch, &options)?;
    let outcome = if material.rejects.is_empty() { Outcome::Done } else { Outcome::Found };
    terminal.answer(outcome, || render(&material, args.show, terminal), || to_json(&material, terminal.lang))
}

fn render(material: &Material, show: usize, terminal: &Terminal) -> String {
    let (lang, paint) = (terminal.lang, terminal.paint);
    let mut lines = Vec::new();
    for source in &material.sources {
        let place = Place { file: Some(source.file.clone()), sheet: source.sheet.clone(), ..Place::default() };
        lines.push(paint.bold(&place.render(lang)));
        let text = Text::new("check-source")
            .with("kind", lang.say_code(&format!("cli-kind-{}", source.kind.name())))
            .with("format", source.format.clone())
            .with("header", source.header_row)
            .count("rows", source.rows)
            .count("skipped", source.rows_skipped);
        lines.push(format!("  {}", text.render(lang)));
        let width = source.headers.iter().map(|header| unicode_width::UnicodeWidthStr::width(&*header.header)).max().unwrap_or(0);
        for header in &source.headers {
            lines.push(format!("  {}  {}", padded(&header.header, width.min(48)), meaning(&header.meaning).render(lang)));
        }
        lines.push(String::new());
    }
    lines.push(paint.bold(&lang.say("summary-rows")));
    for rows in &material.cleaned.rows {
        let text = Text::new("summary-rows-of")
            .with("kind", padded(&lang.say_code(&format!("cli-kind-{}", rows.kind.name())), 24))
            .count("read", rows.read)
            .count("used", rows.used)
            .count("rejected", rows.rejected);
        lines.push(format!("  {}", text.render(lang)));
    }
    let rejects = material.rejects.iter().map(|reject| (&reject.place, &reject.text));
    findings("check-rejects", rejects, show, terminal, &mut lines);
    let notices = material.notices.iter().map(|notice| (&notice.place, &notice.text));
    findings("check-notices", notices, show, terminal, &mut lines);
    lines.join("\n")
}

/// The findings by code, the first `show` of each.
fn findings<'a>(
    heading: &'static str,
    all: impl Iterator<Item = (&'a Place, &'a Text)>,
    show: usize,
    terminal: &Terminal,
    lines: &mut Vec<String>,
) {
    let lang = terminal.lang;
    let mut by_code: BTreeMap<&str, Vec<(&Place, &Text)>> = BTreeMap::new();
    let mut total = 0;
    for (place, text) in all {
        by_code.entry(text.id()).or_default().push((place, text));
        total += 1;
    }
    if total == 0 {
        return;
    }
    lines.push(String::new());
    lines.push(terminal.paint.bold(&Text::new(heading).count("count", total).render(lang)));
    for found in by_code.values() {
        let Some((_, first)) = found.first() else { continue };
        lines.push(format!("  {}  ×{}", first.code(), lang.count(i64::try_from(found.len()).unwrap_or(i64::MAX))));
        for (place, text) in found.iter().take(show) {
            lines.push(format!("    {}: {}", place.render(lang), text.render(lang)));
        }
        if let Some(more) = found.len().checked_sub(show).filter(|more| *more > 0) {
            lines.push(format!("    {}", Text::new("summary-more").count("count", more).render(lang)));
        }
        if let Some(help) = first.help(lang) {
            lines.push(format!("    {}", Text::new("error-help").with("help", help).render(lang)));
        }
    }
}

fn meaning(meaning: &HeaderMeaning) -> Text {
    match meaning {
        HeaderMeaning::Column(column) => Text::new("check-column").with("column", column),
        HeaderMeaning::Part(column, part) => Text::new("check-part").with("column", column).with("part", part),
        HeaderMeaning::Unused(_) => Text::new("check-unused"),
        HeaderMeaning::LeftOut(_) => Text::new("check-left-out"),
        HeaderMeaning::Unknown => Text::new("check-unknown"),
        HeaderMeaning::Ambiguous(columns) => Text::new("check-ambiguous").with("columns", columns.join(", ")),
    }
}

fn to_json(material: &Material, lang: Lang) -> Value {
    let finding = |place: &Place, text: &Text| {
        json!({
            "code": text.code(), "file": place.file, "sheet": place.sheet, "row": place.row, "column": place.column,
            "message": text.render(lang), "help": text.help(lang),
        })
    };
    let sources: Vec<&Source> = material.sources.iter().collect();
    json!({
        "sources": sources,
        "rows": material.cleaned.rows,
        "rejects": material.rejects.iter().map(|reject| finding(&reject.place, &reject.text)).collect::<Vec<_>>(),
        "notices": material.notices.iter().map(|notice| finding(&notice.place, &notice.text)).collect::<Vec<_>>(),
    })
}
