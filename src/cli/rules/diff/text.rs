//! The comparison as a terminal shows it.

use super::super::super::paint::Paint;
use super::super::super::summary::padded;
use super::view::{Tally, View};
use crate::lang::Text;
use crate::rule::Outcome;

/// Totals, then who, with the rule and the fact that did it: at most `limit` answers, 0 for all.
pub fn render(view: &View, limit: usize, paint: Paint) -> String {
    let lang = view.lang;
    let say = |text: Text| text.render(lang);
    let heading = |id: &'static str| paint.bold(&lang.say(id));
    let [before, after] = view.sides.clone();
    let run = Text::new("diff-run").with("run", view.run.to_owned()).count("count", view.population).with("date", view.as_of);
    let mut lines = vec![say(Text::new("diff-sides").with("before", before).with("after", after)), say(run)];
    if view.diff.rules.is_empty() {
        lines.push(lang.say("diff-same-rules"));
        return lines.join("\n");
    }
    lines.push(String::new());
    lines.push(heading("diff-rules"));
    let (asked_anew, reworded): (Vec<_>, Vec<_>) =
        view.diff.rules.iter().partition(|(difference, _)| difference.is_other_question());
    for (difference, moves) in asked_anew {
        let title = difference.rule().map_or("", |rule| rule.title.get(lang));
        lines.push(format!("  {}  {title}", difference.id));
        lines.extend(difference.what(lang).into_iter().map(|text| format!("    {}", say(text))));
        let stay = moves[Outcome::Review as usize][Outcome::Review as usize];
        lines.push(format!("    {}", say(Text::new("diff-stay").count("count", stay))));
    }
    if !reworded.is_empty() {
        let ids: Vec<&str> = reworded.iter().map(|(difference, _)| difference.id).collect();
        lines.push(format!("  {}", say(Text::new("diff-reworded").with("rules", ids.join(", ")))));
    }
    lines.push(String::new());
    let total = Text::new("diff-total").count("candidates", view.total.candidates).count("answers", view.diff.flips.len());
    lines.push(paint.bold(&say(total)));
    let overall = view.people();
    let moved = |from: &[Outcome], to: Outcome| from.iter().map(|from| overall[*from as usize][to as usize]).sum::<usize>();
    let (clear, review, undecided) = (Outcome::Clear, Outcome::Review, Outcome::Undecided);
    lines.push(format!("  {}", say(Text::new("diff-newly").count("count", moved(&[clear, undecided], review)))));
    lines.push(format!(
        "  {}",
        say(Text::new("diff-no-longer").count("count", moved(&[review], clear) + moved(&[review], undecided)))
    ));
    lines.push(format!("  {}", say(Text::new("diff-newly-undecided").count("count", moved(&[clear], undecided)))));
    if view.diff.flips.is_empty() {
        return lines.join("\n");
    }
    let rules = view.diff.rules.iter().zip(&view.rules).map(|((difference, _), tally)| (difference.id.to_owned(), *tally));
    let rules = rules.filter(|(_, tally)| tally.candidates > 0);
    let levels = view.levels.iter().map(|(level, tally)| (view.level_name(level), *tally));
    let provinces = view.provinces.iter().map(|(code, tally)| (code.clone(), *tally));
    for (id, rows) in [
        ("diff-by-rule", rules.collect::<Vec<_>>()),
        ("diff-by-province", provinces.collect()),
        ("diff-by-level", levels.collect()),
    ] {
        lines.push(String::new());
        lines.extend(table(view, paint, id, rows));
    }
    lines.push(String::new());
    lines.push(heading("diff-who"));
    let shown = if limit == 0 { view.diff.flips.len() } else { limit };
    for flip in view.diff.flips.iter().take(shown) {
        let record = view.record(flip).map(|record| format!(" {record}")).unwrap_or_default();
        lines.push(format!(
            "  {}{record}  {}  {} → {}",
            view.candidate(flip),
            view.diff.rules[flip.rule as usize].0.id,
            view.outcome(flip.before),
            view.outcome(flip.after)
        ));
        lines.push(format!("    {}:  {}", view.facts(flip), view.parts(flip)));
    }
    if view.diff.flips.len() > shown {
        lines.push(format!("  {}", say(Text::new("diff-more").count("count", view.diff.flips.len() - shown))));
    }
    lines.join("\n")
}

/// A table of counts: a heading, then a row for each name.
fn table(view: &View, paint: Paint, id: &'static str, rows: Vec<(String, Tally)>) -> Vec<String> {
    use unicode_width::UnicodeWidthStr as _;
    let lang = view.lang;
    let heads: Vec<String> =
        ["diff-candidates", "diff-to-review", "diff-to-undecided", "diff-to-clear"].map(|id| lang.say(id)).to_vec();
    let title = lang.say(id);
    let width = rows.iter().map(|(name, _)| name.width() + 2).chain([title.width()]).max().unwrap_or(0) + 2;
    let right = |text: &str, width: usize| format!("{}{text}", " ".repeat(width.saturating_sub(text.width())));
    let row = |cells: &[String]| -> String {
        let cell = |(cell, head): (&String, &String)| right(cell, head.width().max(10));
        cells.iter().zip(&heads).map(cell).collect::<Vec<_>>().join("  ")
    };
    let mut lines = vec![paint.bold(&format!("{}  {}", padded(&title, width), row(&heads)))];
    for (name, tally) in rows {
        let counts = tally.counts().map(|count| lang.count(i64::try_from(count).unwrap_or(i64::MAX)));
        lines.push(format!("{}  {}", padded(&format!("  {name}"), width), row(&counts)));
    }
    lines
}
