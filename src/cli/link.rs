//! `link`: why two rows are taken as one person, how good the linking is, and how its model is made.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::summary::padded;
use super::terminal::Terminal;
use super::{Ended, Outcome, kept};
use crate::error::{Error, Place, Result};
use crate::lang::{Lang, Text};
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
        Command::Eval(_) => Err(Error::new(Text::new("E440-not-built-yet").with("command", "link eval")).into()),
        Command::Train(_) => Err(Error::new(Text::new("E440-not-built-yet").with("command", "link train")).into()),
    }
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
            .collect();
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
    let text = lang.decimal(weight, 2);
    if weight > 0.0 { format!("+{text}") } else { text }
}

/// Sixteen columns with the zero in the middle; one block is two bits.
fn bar(weight: f64) -> String {
    let length = ((weight.abs() / 2.0).ceil().min(8.0)) as usize;
    let blocks = "█".repeat(length);
    if weight < 0.0 { format!("{blocks:>8}{:8}", "") } else { format!("{:8}{blocks:<8}", "") }
}
