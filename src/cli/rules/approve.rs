//! `rules approve`: somebody else has read the versions of a rule.

use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::json;

use super::super::terminal::Terminal;
use super::super::{Ended, Outcome};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::rule::approval::{Approval, written};
use crate::rule::{PackSource, RuleSet};
use crate::table::facts::FACTS;

/// Rule files, and who approves them.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[arg(long, value_name = "NAME")]
    by: String,
    #[arg(long, value_name = "DATE", value_parser = super::super::arguments::date)]
    on: Option<NaiveDate>,
}

/// Writes who approves into every version of the files that nobody has approved as it stands; the others are left as they are.
pub fn run(args: &Args, terminal: &Terminal) -> Ended {
    let on = super::day(args.on);
    let by = args.by.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut done = Vec::new();
    for path in &args.files {
        let name = path.display().to_string();
        let bytes = fs::read(path).map_err(|cause| Error::reading(path, &cause))?;
        let pack = PackSource::Files { name: name.clone(), files: vec![(name.clone(), bytes)] };
        let set = RuleSet::load(&[pack], None, FACTS)?;
        let Some(rule) = set.rules.first() else { continue };
        let open = rule.versions.iter().filter(|version| !version.is_approved());
        let approvals: Vec<_> =
            open.map(|version| (version.span.clone(), Approval { by: by.clone(), on, seal: version.seal.clone() })).collect();
        let text = written(&rule.source.text, &approvals);
        // The new file is read before it takes the old one's place: who wrote a version cannot approve it.
        check(&name, &text)?;
        fs::write(path, &text).map_err(|cause| Error::writing(path, cause))?;
        done.push((rule.id.clone(), approvals.len()));
    }
    let lang = terminal.lang;
    let line = |(id, count): &(String, usize)| {
        Text::new("approve-done").with("rule", id.clone()).count("count", *count).with("by", by.clone()).render(lang)
    };
    let text = || done.iter().map(line).collect::<Vec<_>>().join("\n");
    let json = || done.iter().map(|(id, count)| json!({ "rule_id": id, "versions": count, "by": by, "on": on })).collect();
    terminal.answer(Outcome::Done, text, json)
}

fn check(name: &str, text: &str) -> Result<()> {
    let pack = PackSource::Files { name: name.to_owned(), files: vec![(name.to_owned(), text.as_bytes().to_vec())] };
    let set = RuleSet::load(&[pack], None, FACTS)?;
    let is_approved = set.rules.iter().flat_map(|rule| &rule.versions).all(crate::rule::Version::is_approved);
    // A layout that no line of ours fits into, as a version written on one line.
    if is_approved { Ok(()) } else { Err(Error::new(Text::new("E464-not-approved")).at(Place::file(name))) }
}
