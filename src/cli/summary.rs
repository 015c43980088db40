//! What did a run come to, in plain words?

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::paint::Paint;
use crate::config::Batch;
use crate::error::Result;
use crate::lang::{Arg, Lang, Text};
use crate::link::calibrate::LEAST_LABELLED;
use crate::pipeline::{Material, Vetted};
use crate::review::Recorded;
use crate::table;
use crate::table::facts::FACTS;
use crate::table::flags::Flags;
use crate::table::links::LinkCounts;
use crate::table::rejects::RowCount;
use crate::table::standing::StandingCounts;

/// The numbers of one run, for the terminal.
#[derive(Debug, Serialize)]
pub struct Summary {
    title: String,
    as_of: NaiveDate,
    /// None: the whole batch.
    province: Option<String>,
    rows: Vec<RowCount>,
    /// Candidates of other provinces, left for runs of their own.
    elsewhere: usize,
    candidates: usize,
    /// Candidates with a flag, undecided ones only, and with neither.
    flagged: usize,
    undecided: usize,
    clear: usize,
    links: Links,
    /// Gravest first, then by rule.
    rules: Vec<RuleCount>,
    /// Per missing fact, how many questions it leaves open; the most first.
    missing_facts: Vec<(String, usize)>,
    notices: usize,
    /// How questions stand after earlier answers. None: the batch names no ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<StandingCounts>,
    /// What became of the questions in the ledger. None: likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded: Option<Recorded>,
    seconds: f64,
    out: PathBuf,
}

/// Links by state, and what else the linker counted.
#[derive(Debug, Serialize)]
struct Links {
    /// Expected number of links that are not one person. None: the model does not say.
    expected_false: Option<f64>,
    /// Expected number of true pairs that are not links. None: likewise.
    expected_missed: Option<f64>,
    #[serde(flatten)]
    counts: LinkCounts,
}

/// What came of one rule.
#[derive(Debug, Serialize)]
struct RuleCount {
    rule_id: String,
    title: String,
    severity: String,
    review: usize,
    undecided: usize,
}

impl Summary {
    /// The numbers of `vetted`.
    ///
    /// # Errors
    /// A table lacks a column: a mistake of ours.
    pub fn of(material: &Material, vetted: &Vetted, batch: &Batch, province: Option<&str>) -> Result<Self> {
        let counted = Counted::of(&vetted.flags)?;
        Ok(Self {
            title: batch.title.clone(),
            as_of: batch.as_of,
            province: province.map(str::to_owned),
            rows: vetted.rows.clone(),
            elsewhere: vetted.elsewhere,
            candidates: vetted.candidates,
            flagged: counted.flagged,
            undecided: counted.undecided,
            clear: vetted.candidates.saturating_sub(counted.flagged + counted.undecided),
            links: Links::of(&vetted.link_counts, batch.link.link),
            rules: counted.rules,
            missing_facts: counted.missing,
            notices: material.notices.len(),
            review: vetted.standing,
            recorded: vetted.recorded,
            seconds: vetted.timings.0.iter().map(|(_, seconds)| seconds).sum(),
            out: vetted.out.clone(),
        })
    }

    /// The document for programs.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_else(|cause| json!({ "error": cause.to_string() }))
    }

    /// The summary for people.
    pub fn render(&self, lang: Lang, paint: Paint) -> String {
        let mut out = String::new();
        let mut line = |text: &str| {
            out.push_str(text.trim_end());
            out.push('\n');
        };
        line(&paint.bold(&self.title));
        line(&Text::new("summary-as-of").with("date", self.as_of).render(lang));
        if let Some(code) = &self.province {
            let text = Text::new("summary-province").with("code", code).count("elsewhere", self.elsewhere);
            line(&text.render(lang));
        }

        line("");
        line(&paint.bold(&lang.say("summary-rows")));
        for rows in &self.rows {
            let text = Text::new("summary-rows-of")
                .with("kind", padded(&lang.say_code(&format!("cli-kind-{}", rows.kind.name())), 24))
                .count("read", rows.read)
                .count("used", rows.used)
                .count("rejected", rows.rejected);
            line(&format!("  {}", text.render(lang)));
        }
        if self.notices > 0 {
            line(&format!("  {}", Text::new("summary-notices").count("count", self.notices).render(lang)));
        }

        line("");
        line(&paint.bold(&lang.say("summary-links")));
        let expected = |x: Option<f64>| x.map_or_else(|| "?".to_owned(), |x| lang.decimal(x, 1));
        let linked = Text::new("summary-linked")
            .count("count", self.links.counts.linked)
            .with("false", expected(self.links.expected_false))
            .with("missed", expected(self.links.expected_missed));
        line(&format!("  {}", linked.render(lang)));
        for text in self.links.remarks(lang) {
            line(&format!("  {}", text.render(lang)));
        }

        line("");
        line(&paint.bold(&lang.say("summary-candidates")));
        for (id, count) in
            [("summary-flagged", self.flagged), ("summary-undecided", self.undecided), ("summary-clear", self.clear)]
        {
            let share = if self.candidates == 0 { 0.0 } else { count as f64 / self.candidates as f64 };
            line(&format!("  {}", say_share(id, count, share).render(lang)));
        }
        for severity in ["stop", "look", "note"] {
            let rules: Vec<_> = self.rules.iter().filter(|rule| rule.severity == severity && rule.review > 0).collect();
            if rules.is_empty() {
                continue;
            }
            let heading = lang.say_code(&format!("cli-severity-{severity}"));
            line("");
            line(&match severity {
                "stop" => paint.red(&heading),
                "look" => paint.yellow(&heading),
                _ => paint.bold(&heading),
            });
            for rule in rules {
                line(&format!("  {} {:>7}  {}", rule.rule_id, lang.count(to_i64(rule.review)), rule.title));
            }
        }
        let shown = 8;
        if !self.missing_facts.is_empty() {
            line("");
            line(&paint.bold(&lang.say("summary-missing")));
            for (fact, count) in self.missing_facts.iter().take(shown) {
                line(&format!("  {:>7}  {}", lang.count(to_i64(*count)), meaning(fact, lang)));
            }
            if let Some(more) = self.missing_facts.len().checked_sub(shown).filter(|more| *more > 0) {
                line(&format!("  {}", Text::new("summary-more").count("count", more).render(lang)));
            }
        }

        if let (Some(review), Some(recorded)) = (&self.review, &self.recorded) {
            line("");
            line(&paint.bold(&lang.say("summary-review")));
            for text in reviewed(review, recorded) {
                line(&format!("  {}", text.render(lang)));
            }
        }

        line("");
        let report = Text::new("summary-report")
            .with("path", shown_path(&self.out.join("report.html")))
            .with("seconds", lang.decimal(self.seconds, 1));
        line(&report.render(lang));
        out
    }
}

/// What earlier answers did for this run, and what it asks next.
fn reviewed(review: &StandingCounts, recorded: &Recorded) -> Vec<Text> {
    let sum = review.flags_dismissed + review.flags_confirmed + review.links_same + review.links_different;
    let carried = Text::new("summary-review-carried")
        .count("dismissed", review.flags_dismissed)
        .count("confirmed", review.flags_confirmed)
        .count("same", review.links_same)
        .count("different", review.links_different);
    let others = [
        ("summary-review-unsure", review.unsure),
        ("summary-review-waiting", review.waiting),
        ("summary-review-reopened", review.reopened),
    ];
    let asked = Text::new("summary-review-recorded")
        .count("new", recorded.new)
        .count("waiting", recorded.waiting)
        .count("gone", recorded.gone);
    let others = others.into_iter().filter(|(_, count)| *count > 0).map(|(id, count)| Text::new(id).count("count", count));
    Some(carried).filter(|_| sum > 0).into_iter().chain(others).chain([asked]).collect()
}

impl Links {
    fn of(counts: &LinkCounts, threshold: f64) -> Self {
        // The threshold nearest to the batch's: the linker says it for that one among others.
        let expected =
            counts.expected.iter().min_by(|a, b| (a.threshold - threshold).abs().total_cmp(&(b.threshold - threshold).abs()));
        Self {
            expected_false: expected.map(|expected| expected.false_links),
            expected_missed: expected.map(|expected| expected.missed_links),
            counts: counts.clone(),
        }
    }

    /// What is to be said of the linking beside the number of links.
    fn remarks(&self, lang: Lang) -> Vec<Text> {
        let counts = &self.counts;
        let mut out = vec![
            Text::new("summary-asked").count("count", counts.asked),
            Text::new("summary-conflicts").count("count", counts.conflicts),
        ];
        for expected in &counts.expected {
            out.push(
                Text::new("summary-expected")
                    .with("threshold", lang.decimal(expected.threshold, 2))
                    .count("declared", expected.declared)
                    .with("false", lang.decimal(expected.false_links, 1))
                    .with("missed", lang.decimal(expected.missed_links, 1)),
            );
        }
        let pairs = usize::try_from(counts.pairs_compared).unwrap_or(usize::MAX);
        let compared = |id| Text::new(id).count("pairs", pairs);
        out.push(match (counts.is_exhaustive, counts.blocking_recall) {
            (true, _) => compared("summary-compared-all"),
            (false, None) => compared("summary-blocking-unknown"),
            (false, Some(recall)) => compared("summary-blocking")
                .with("value", lang.share(recall.value))
                .with("low", lang.share(recall.low))
                .with("high", lang.share(recall.high)),
        });
        if counts.model == "shipped" {
            out.push(Text::new("summary-model-shipped"));
        }
        if !counts.twins.is_empty() {
            let shown: Vec<String> = counts.twins.iter().take(5).map(|(a, b)| format!("{a} – {b}")).collect();
            out.push(Text::new("summary-twins").count("count", counts.twins.len()).with("list", shown.join("; ")));
        }
        if !counts.runaway.is_empty() {
            let name = |(key, rows): &(String, usize)| format!("{key} ({})", lang.count(to_i64(*rows)));
            let shown: Vec<String> = counts.runaway.iter().take(5).map(name).collect();
            out.push(Text::new("summary-runaway").count("count", counts.runaway.len()).with("list", shown.join("; ")));
        }
        if counts.unknown_names > 0 {
            out.push(Text::new("summary-unknown-names").count("count", counts.unknown_names));
        }
        if counts.answered + counts.disputed > 0 {
            out.push(Text::new("summary-answered").count("count", counts.answered).count("disputed", counts.disputed));
        }
        let id = if counts.is_calibrated { "summary-calibrated" } else { "summary-uncalibrated" };
        out.push(Text::new(id).count("least", LEAST_LABELLED));
        out
    }
}

/// Flags, counted.
struct Counted {
    rules: Vec<RuleCount>,
    flagged: usize,
    undecided: usize,
    missing: Vec<(String, usize)>,
}

impl Counted {
    fn of(flags: &Flags) -> Result<Self> {
        let frame = flags.frame();
        let [candidate, rule, outcome, severity, title, missing] =
            ["candidate_id", "rule_id", "outcome", "severity", "title", "missing_facts"].map(|name| table::text(frame, name));
        let (candidate, rule, outcome, severity, title, missing) = (candidate?, rule?, outcome?, severity?, title?, missing?);
        let order = frame.column("order")?.i64()?;
        let mut rules: FxHashMap<(i64, &str), RuleCount> = FxHashMap::default();
        let (mut flagged, mut undecided) = (0, 0);
        let mut facts: FxHashMap<&str, usize> = FxHashMap::default();
        // The table is sorted by candidate: whom the last row was about, and whether a rule fired for them.
        let (mut last, mut has_fired) = (None, false);
        for i in 0..frame.height() {
            let id = rule.get(i).unwrap_or_default();
            let counts = rules.entry((order.get(i).unwrap_or_default(), id)).or_insert_with(|| RuleCount {
                rule_id: id.to_owned(),
                title: title.get(i).unwrap_or_default().to_owned(),
                severity: severity.get(i).unwrap_or_default().to_owned(),
                review: 0,
                undecided: 0,
            });
            let who = candidate.get(i);
            if who != last {
                (last, has_fired) = (who, false);
                undecided += 1;
            }
            if outcome.get(i) == Some("review") {
                counts.review += 1;
                if !has_fired {
                    has_fired = true;
                    flagged += 1;
                    undecided -= 1;
                }
            } else {
                counts.undecided += 1;
                for fact in missing.get(i).unwrap_or_default().split_whitespace() {
                    *facts.entry(fact).or_default() += 1;
                }
            }
        }
        let mut rules: Vec<((i64, &str), RuleCount)> = rules.into_iter().collect();
        rules.sort_by(|a, b| a.0.cmp(&b.0));
        let mut missing: Vec<_> = facts.into_iter().map(|(fact, count)| (fact.to_owned(), count)).collect();
        missing.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(Self { rules: rules.into_iter().map(|(_, counts)| counts).collect(), flagged, undecided, missing })
    }
}

/// What a missing fact means, with its name for those who write rules.
fn meaning(name: &str, lang: Lang) -> String {
    match FACTS.iter().find(|fact| fact.name == name) {
        Some(fact) => format!("{} ({name})", if lang == Lang::Vi { fact.vi } else { fact.en }),
        None => name.to_owned(),
    }
}

/// `text` with blanks after it up to `width` columns of the terminal.
pub fn padded(text: &str, width: usize) -> String {
    let mut out = text.to_owned();
    let _ = write!(out, "{:1$}", "", width.saturating_sub(text.width()));
    out
}

/// A path as a user can type it again.
pub fn shown_path(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

fn say_share(id: &'static str, count: usize, share: f64) -> Text {
    Text::new(id).count("count", count).with("share", Arg::Share(share))
}

fn to_i64(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
