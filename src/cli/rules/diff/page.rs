//! The comparison as one page that opens from a file and prints: no script, nothing loaded.

use askama::Template;

use super::view::{Tally, View};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::rule::Outcome;

/// Answers listed on the page; beyond it nobody reads on, and the JSON document has all.
const LISTED: usize = 5_000;

#[derive(Template)]
#[template(path = "cli/templates/rules_diff.html")]
struct Page {
    lang: &'static str,
    css: &'static str,
    title: String,
    sides: String,
    run: String,
    total: String,
    newly: String,
    no_longer: String,
    h_rules: String,
    rules: Vec<RuleChange>,
    tables: Vec<Table>,
    h_who: String,
    who_heads: Vec<String>,
    who: Vec<Row>,
    more: String,
}

struct RuleChange {
    id: String,
    title: String,
    what: Vec<String>,
}

/// Counts by name, with a bar for each.
struct Table {
    title: String,
    heads: Vec<String>,
    rows: Vec<Counts>,
}

struct Counts {
    name: String,
    /// Percent of the longest bar.
    bar: usize,
    cells: Vec<String>,
}

struct Row {
    candidate: String,
    place: String,
    rule: String,
    move_class: &'static str,
    moved: String,
    facts: String,
    parts: String,
}

/// The page.
///
/// # Errors
/// The template cannot be rendered: a mistake of ours.
pub fn render(view: &View) -> Result<String> {
    let lang = view.lang;
    let say = |text: Text| text.render(lang);
    let [before, after] = view.sides.clone();
    let overall = view.people();
    let (clear, review, undecided) = (Outcome::Clear as usize, Outcome::Review as usize, Outcome::Undecided as usize);
    let rules = view.diff.rules.iter().map(|(difference, _)| RuleChange {
        id: difference.id.to_owned(),
        title: difference.rule().map_or_else(String::new, |rule| rule.title.get(lang).to_owned()),
        what: difference.what(lang).into_iter().map(say).collect(),
    });
    let by_rule = view.diff.rules.iter().zip(&view.rules).map(|((difference, _), tally)| (difference.id.to_owned(), *tally));
    let by_rule = by_rule.filter(|(_, tally)| tally.candidates > 0);
    let by_level = view.levels.iter().map(|(level, tally)| (view.level_name(level), *tally));
    let by_province = view.provinces.iter().map(|(code, tally)| (code.clone(), *tally));
    let who = view.diff.flips.iter().take(LISTED).map(|flip| Row {
        candidate: format!("{} {}", view.candidate(flip), view.record(flip).unwrap_or_default()).trim_end().to_owned(),
        place: view.province(flip).unwrap_or_default(),
        rule: view.diff.rules[flip.rule as usize].0.id.to_owned(),
        move_class: flip.after.name(),
        moved: format!("{} → {}", view.outcome(flip.before), view.outcome(flip.after)),
        facts: view.facts(flip),
        parts: view.parts(flip),
    });
    let left = view.diff.flips.len().saturating_sub(LISTED);
    let page = Page {
        lang: lang.code(),
        css: include_str!("../../templates/rules_diff.css"),
        title: lang.say("diff-title-page"),
        sides: say(Text::new("diff-sides").with("before", before).with("after", after)),
        run: say(Text::new("diff-run").with("run", view.run.to_owned()).count("count", view.population).with("date", view.as_of)),
        total: say(Text::new("diff-total").count("candidates", view.total.candidates).count("answers", view.diff.flips.len())),
        newly: say(Text::new("diff-newly").count("count", overall[clear][review] + overall[undecided][review])),
        no_longer: say(Text::new("diff-no-longer").count("count", overall[review][clear] + overall[review][undecided])),
        h_rules: lang.say("diff-rules"),
        rules: rules.collect(),
        tables: vec![
            table(view, "diff-by-rule", by_rule.collect()),
            table(view, "diff-by-province", by_province.collect()),
            table(view, "diff-by-level", by_level.collect()),
        ],
        h_who: lang.say("diff-who"),
        who_heads: ["diff-candidate", "diff-province", "diff-rule", "diff-outcome", "diff-facts", "diff-asked"]
            .map(|id| lang.say(id))
            .to_vec(),
        who: who.collect(),
        more: if left == 0 { String::new() } else { say(Text::new("diff-more-page").count("count", left)) },
    };
    page.render().map_err(|cause| Error::new(Text::new("E005-internal")).because(cause))
}

fn table(view: &View, id: &'static str, rows: Vec<(String, Tally)>) -> Table {
    let lang = view.lang;
    let most = rows.iter().map(|(_, tally)| tally.candidates).max().unwrap_or(0).max(1);
    let count = |n: usize| lang.count(i64::try_from(n).unwrap_or(i64::MAX));
    let heads = ["diff-candidates", "diff-to-review", "diff-to-undecided", "diff-to-clear"].map(|id| lang.say(id));
    let row = |(name, tally): (String, Tally)| Counts {
        name,
        bar: tally.candidates * 100 / most,
        cells: tally.counts().map(count).to_vec(),
    };
    Table { title: lang.say(id), heads: heads.to_vec(), rows: rows.into_iter().map(row).collect() }
}
