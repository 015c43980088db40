//! `link`: why two rows are taken as one person, how good the linking is, and how its model is made.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::summary::padded;
use super::terminal::Terminal;
use super::{Ended, Outcome, kept};
use crate::config::{Batch, Overrides};
use crate::error::{Error, Place, Result};
use crate::lang::{Lang, Text};
use crate::link::eval;
use crate::pipeline::{self, Options};
use crate::table;

/// What was typed after `link`.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Explain(Explain),
    Eval(Eval),
    Train(Train),
}

/// A pair of a run.
#[derive(Debug, clap::Args)]
pub struct Explain {
    #[arg(value_name = "RUN")]
    run: PathBuf,
    #[arg(value_name = "CANDIDATE")]
    candidate: String,
    #[arg(value_name = "RECORD")]
    record: String,
}

/// A run and the pairs that are truly one person.
#[derive(Debug, clap::Args)]
pub struct Eval {
    #[arg(value_name = "RUN")]
    run: PathBuf,
    #[arg(value_name = "TRUTH.csv")]
    truth: PathBuf,
}

/// A batch to train on.
#[derive(Debug, clap::Args)]
pub struct Train {
    #[arg(value_name = "BATCH.toml")]
    batch: PathBuf,
}

/// Carries out one of the linking commands.
pub fn run(command: &Command, terminal: &Terminal) -> Ended {
    match command {
        Command::Explain(args) => {
            let pair = Pair::load(&args.run, &args.candidate, &args.record)?;
            terminal.answer(Outcome::Done, || pair.render(terminal), || pair.to_json())
        }
        Command::Eval(args) => evaluate(args, terminal),
        Command::Train(args) => train(args, terminal),
    }
}

/// Measures the links that a run kept against the true pairs.
fn evaluate(args: &Eval, terminal: &Terminal) -> Ended {
    let (source, truth) = truth(&args.truth)?;
    let links = kept::table(&args.run, "links")?;
    let (candidates, records, sources) =
        (table::text(&links, "candidate_id")?, table::text(&links, "record_id")?, table::text(&links, "source")?);
    let probabilities = links.column("probability").map_err(Error::from)?.f64().map_err(Error::from)?;
    let owned = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let emitted: Vec<(String, String, f64)> = (0..links.height())
        .filter(|i| sources.get(*i) == Some(source))
        .map(|i| (owned(candidates.get(i)), owned(records.get(i)), probabilities.get(i).unwrap_or_default()))
        .collect();
    let Some(measures) = eval::measure(&emitted, &truth) else {
        return Err(Error::new(Text::new("E453-no-true-pairs")).at(Place::file(&args.truth)).into());
    };
    let json = || serde_json::to_value(&measures).unwrap_or_else(|cause| json!({ "error": cause.to_string() }));
    terminal.answer(Outcome::Done, || render_measures(&measures, terminal), json)
}

/// The register that a file of true pairs is about, and the pairs: candidate, record, kinds of damage.
///
/// # Errors
/// The file cannot be read, or has not the two columns of identifiers.
fn truth(path: &Path) -> Result<(&'static str, Vec<eval::Answer>)> {
    const REGISTERS: [(&str, &str); 3] =
        [("record_id", "discipline"), ("complaint_id", "complaints"), ("inspection_id", "inspections")];
    let broken = |cause: csv::Error| match cause.kind() {
        csv::ErrorKind::Io(cause) => Error::reading(path, cause),
        _ => Error::new(Text::new("E454-truth-not-understood")).at(Place::file(path)),
    };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).map_err(broken)?;
    let header = reader.headers().map_err(broken)?.clone();
    let place = |name: &str| header.iter().position(|column| column.trim_start_matches('\u{feff}').trim() == name);
    let register = REGISTERS.iter().find_map(|(column, register)| Some((place(column)?, *register)));
    let (Some(candidate), Some((record, register))) = (place("candidate_id"), register) else {
        return Err(Error::new(Text::new("E454-truth-not-understood")).at(Place::file(path)));
    };
    let kinds = place("kinds");
    let mut pairs = Vec::new();
    for row in reader.records() {
        let row = row.map_err(broken)?;
        let cell = |at: usize| row.get(at).unwrap_or_default().trim().to_owned();
        pairs.push((cell(candidate), cell(record), kinds.map(cell).unwrap_or_default()));
    }
    Ok((register, pairs))
}

fn render_measures(measures: &eval::Measures, terminal: &Terminal) -> String {
    let (lang, paint) = (terminal.lang, terminal.paint);
    let share = |x: f64| format!("{:>9}", lang.decimal(x, 4));
    let row = |label: &str, at: &eval::At| {
        let precision = at.precision.map_or_else(|| format!("{:>9}", "–"), share);
        let declared = lang.count(i64::try_from(at.declared).unwrap_or(i64::MAX));
        format!("  {} {declared:>9} {precision} {} {}", padded(label, 16), share(at.recall), share(at.f1))
    };
    let pairs = Text::new("eval-pairs")
        .count("true", measures.true_pairs)
        .count("emitted", measures.emitted)
        .count("found", measures.emitted_true);
    let heading =
        |ids: &[&'static str]| -> String { ids.iter().fold(String::new(), |out, id| format!("{out}{:>10}", lang.say(id))) };
    let mut lines = vec![pairs.render(lang), String::new()];
    let columns = heading(&["eval-declared", "eval-precision", "eval-recall", "eval-f1"]);
    lines.push(paint.bold(&format!("  {}{columns}", padded(&lang.say("eval-threshold"), 16))));
    for at in &measures.at {
        lines.push(row(&lang.decimal(at.threshold, 2), at));
    }
    let best = format!("{} ({})", lang.say("eval-best"), lang.decimal(measures.best.threshold, 3));
    lines.push(row(&best, &measures.best));
    lines.push(String::new());
    for (id, value) in [
        ("eval-average-precision", measures.average_precision),
        ("eval-recall-at-p99", measures.recall_at_p99),
        ("eval-brier", measures.brier),
        ("eval-calibration-error", measures.calibration_error),
        ("eval-brier-from-001", measures.brier_from_001),
        ("eval-calibration-error-from-001", measures.calibration_error_from_001),
    ] {
        lines.push(format!("  {}{}", padded(&lang.say(id), 48), share(value)));
    }
    if !measures.by_kind.is_empty() {
        lines.push(String::new());
        let columns = heading(&["eval-pairs-of-kind", "eval-emitted", "eval-recall-05", "eval-recall-best", "eval-recall-p99"]);
        lines.push(paint.bold(&format!("  {}{columns}", padded(&lang.say("eval-kind"), 32))));
        for kind in &measures.by_kind {
            let shares: String =
                [kind.emitted, kind.recall_05, kind.recall_best, kind.recall_p99].map(|x| format!(" {}", share(x))).concat();
            lines.push(format!("  {}{:>10}{shares}", padded(&kind.kind, 32), kind.pairs));
        }
    }
    lines.join("\n")
}

/// Prints the model as fitted to a batch, to be named under `[link] model`.
fn train(args: &Train, terminal: &Terminal) -> Ended {
    let batch = Batch::load(&args.batch, &Overrides::default())?;
    terminal.warn(&batch.warnings);
    let bars = terminal.bars();
    let started = std::time::Instant::now();
    let clock = || started.elapsed().as_secs_f64();
    let options = Options { lang: terminal.lang, clock: &clock, now: &chrono::Utc::now, watch: &bars, keep: None };
    let model = pipeline::train(&batch, &options)?;
    terminal.answer(Outcome::Done, || model.to_toml(), || json!({ "origin": model.origin, "model": model.to_toml() }))
}

/// One pair with the findings under it, as the run kept them.
struct Pair {
    candidate: String,
    record: String,
    source: String,
    state: String,
    probability: f64,
    match_weight: f64,
    findings: Vec<Finding>,
}

/// One comparison's finding.
#[derive(serde::Serialize)]
struct Finding {
    comparison: String,
    rung: String,
    weight: f64,
    left: Option<String>,
    right: Option<String>,
    sentence: String,
}

impl Pair {
    /// The pair of `candidate` and `record` in the run's folder.
    ///
    /// # Errors
    /// The run kept no such pair: it was never compared, or its probability is below `ask`.
    fn load(run: &Path, candidate: &str, record: &str) -> Result<Self> {
        let links = kept::table(run, "links")?;
        let (left, right) = (table::text(&links, "candidate_id")?, table::text(&links, "record_id")?);
        let Some(i) = (0..links.height()).find(|i| left.get(*i) == Some(candidate) && right.get(*i) == Some(record)) else {
            let text = Text::new("E452-no-such-pair").with("candidate", candidate.to_owned()).with("record", record.to_owned());
            return Err(Error::new(text).at(Place::file(run)));
        };
        let one = |name: &str| -> Result<String> { Ok(table::text(&links, name)?.get(i).unwrap_or_default().to_owned()) };
        let number = |name: &str| -> Result<f64> { Ok(links.column(name)?.f64()?.get(i).unwrap_or(f64::NAN)) };
        let evidence = kept::table(run, "evidence")?;
        let text = |name| table::text(&evidence, name);
        let (candidates, records, comparisons, rungs) =
            (text("candidate_id")?, text("record_id")?, text("comparison")?, text("rung")?);
        let (lefts, rights, sentences) = (text("left")?, text("right")?, text("sentence")?);
        let weights = evidence.column("weight")?.f64()?;
        let findings = (0..evidence.height())
            .filter(|i| candidates.get(*i) == Some(candidate) && records.get(*i) == Some(record))
            .map(|i| Finding {
                comparison: comparisons.get(i).unwrap_or_default().to_owned(),
                rung: rungs.get(i).unwrap_or_default().to_owned(),
                weight: weights.get(i).unwrap_or_default(),
                left: lefts.get(i).map(str::to_owned),
                right: rights.get(i).map(str::to_owned),
                sentence: sentences.get(i).unwrap_or_default().to_owned(),
            })
            .collect::<Vec<_>>();
        if findings.is_empty() {
            let text = Text::new("E455-no-evidence").with("candidate", candidate.to_owned()).with("record", record.to_owned());
            return Err(Error::new(text).at(Place::file(run)));
        }
        Ok(Self {
            candidate: candidate.to_owned(),
            record: record.to_owned(),
            source: one("source")?,
            state: one("state")?,
            probability: number("probability")?,
            match_weight: number("match_weight")?,
            findings,
        })
    }

    /// The waterfall: one line a comparison, with a bar to the right for and to the left against one person.
    fn render(&self, terminal: &Terminal) -> String {
        let (lang, paint) = (terminal.lang, terminal.paint);
        let heading = Text::new("explain-pair")
            .with("candidate", &self.candidate)
            .with("record", &self.record)
            .with("source", lang.say_code(&format!("cli-kind-{}", self.source)));
        let mut lines = vec![paint.bold(&heading.render(lang)), String::new()];
        for finding in &self.findings {
            let weight = format!("{:>8}", signed(finding.weight, lang));
            lines.push(format!("{weight}  {}  {}", bar(finding.weight), finding.sentence));
            if let (Some(left), Some(right)) = (&finding.left, &finding.right) {
                lines.push(format!("{}  {left}  |  {right}", padded("", 8 + 2 + 16)));
            }
        }
        let state = lang.say_code(&format!("cli-state-{}", self.state));
        let total = Text::new("explain-total")
            .with("weight", signed(self.match_weight, lang))
            .with("probability", lang.decimal(self.probability, 4))
            .with("state", state);
        lines.push(String::new());
        lines.push(paint.bold(&total.render(lang)));
        lines.join("\n")
    }

    fn to_json(&self) -> Value {
        json!({
            "candidate_id": self.candidate, "record_id": self.record, "source": self.source, "state": self.state,
            "probability": self.probability, "match_weight": self.match_weight, "evidence": self.findings,
        })
    }
}

fn signed(weight: f64, lang: Lang) -> String {
    // What rounds to nothing is neither for nor against.
    let text = lang.decimal(if weight.abs() < 0.005 { 0.0 } else { weight }, 2);
    if weight >= 0.005 { format!("+{text}") } else { text }
}

/// Sixteen columns with the zero in the middle; one block is two bits.
fn bar(weight: f64) -> String {
    let length = (0..8).filter(|&bits| weight.abs() > f64::from(bits) * 2.0).count();
    let blocks = "█".repeat(length);
    if weight < 0.0 { format!("{blocks:>8}{:8}", "") } else { format!("{:8}{blocks:<8}", "") }
}
