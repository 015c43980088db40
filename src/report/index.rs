//! How did every province of a batch fare? One page over the reports of a run for each.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use askama::Template;
use chrono::NaiveDate;

use super::html::{CSS, broken, policy_of};
use super::labels::Labels;
use super::show;
use super::statistics::{Group, Statistics};
use super::svg::{self, Slice};
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::table::links::LinkCounts;

/// The page's name, beside the provinces' folders.
pub const NAME: &str = "index.html";

/// One province's run.
#[derive(Debug, Clone, Copy)]
pub struct ProvinceRun<'a> {
    /// Its code, which is also its folder's name; `none` for candidates whose row names no province.
    pub code: &'a str,
    /// Its numbers.
    pub statistics: &'a Statistics,
    /// What the linker counted.
    pub links: &'a LinkCounts,
}

#[derive(Template)]
#[template(path = "report/templates/index.html")]
struct Page<'a> {
    lang: &'static str,
    policy: String,
    css: &'static str,
    t: &'a Labels,
    title: String,
    as_of: String,
    rows: Vec<Row>,
    sum: Row,
    chart: String,
}

/// A line of the table.
struct Row {
    folder: String,
    name: String,
    checked: String,
    violations: String,
    violations_share: String,
    review: String,
    review_share: String,
    undecided: String,
    open: String,
    asked: String,
    conflicts: String,
}

/// Writes `index.html` into `dir`, readable by its owner alone: whole or not at all.
///
/// # Errors
/// It cannot be written.
pub fn write(title: &str, as_of: NaiveDate, lang: Lang, runs: &[ProvinceRun<'_>], dir: &Path) -> Result<()> {
    let t = &Labels::new(lang);
    let rows: Vec<Row> = runs.iter().map(|run| row(lang, run)).collect();
    let page = Page {
        lang: lang.code(),
        policy: policy_of(CSS, None),
        css: CSS,
        t,
        title: show::visible(title).into_owned(),
        as_of: Text::new("report-as-of").with("date", as_of).render(lang),
        sum: sum(lang, t, runs),
        chart: chart(lang, t, runs, &rows),
        rows,
    };
    let text = page.render().map_err(broken)?;
    let path = dir.join(NAME);
    let failed = |cause: std::io::Error| Error::writing(&path, cause);
    fs::create_dir_all(dir).map_err(failed)?;
    let mut file = tempfile::NamedTempFile::new_in(dir).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.persist(&path).map_err(|cause| failed(cause.error))?;
    Ok(())
}

fn counted(lang: Lang, folder: String, name: String, all: &Group, [open, asked, conflicts]: [usize; 3]) -> Row {
    let count = |n: usize| lang.count(i64::try_from(n).unwrap_or(i64::MAX));
    let share = |part: usize| if all.checked == 0 { String::new() } else { lang.share(part as f64 / all.checked as f64) };
    Row {
        folder,
        name,
        checked: count(all.checked),
        violations: count(all.violations),
        violations_share: share(all.violations),
        review: count(all.review),
        review_share: share(all.review),
        undecided: count(all.undecided),
        open: count(open),
        asked: count(asked),
        conflicts: count(conflicts),
    }
}

fn row(lang: Lang, run: &ProvinceRun<'_>) -> Row {
    let name = if run.code.bytes().all(|byte| byte.is_ascii_digit()) {
        show::province(run.code, lang)
    } else {
        lang.say("report-province-none")
    };
    let counts = [run.statistics.open.len(), run.links.asked, run.links.conflicts];
    counted(lang, run.code.to_owned(), name, &run.statistics.candidates, counts)
}

fn sum(lang: Lang, t: &Labels, runs: &[ProvinceRun<'_>]) -> Row {
    let all = runs.iter().fold(Group::default(), |sum, run| sum.and(&run.statistics.candidates));
    let total = |of: fn(&ProvinceRun<'_>) -> usize| runs.iter().map(of).sum();
    let counts = [total(|run| run.statistics.open.len()), total(|run| run.links.asked), total(|run| run.links.conflicts)];
    counted(lang, String::new(), t.total_of_all.clone(), &all, counts)
}

/// The share of candidates with a flag, by province.
fn chart(lang: Lang, t: &Labels, runs: &[ProvinceRun<'_>], rows: &[Row]) -> String {
    let slice = |(run, row): (&ProvinceRun<'_>, &Row)| {
        let all = &run.statistics.candidates;
        let share = if all.checked == 0 { 0.0 } else { all.review as f64 / all.checked as f64 };
        Slice { label: row.name.clone(), value: share, shown: lang.share(share) }
    };
    svg::bars(&t.review_by_province, &runs.iter().zip(rows).map(slice).collect::<Vec<_>>(), 0)
}
