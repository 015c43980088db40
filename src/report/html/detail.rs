//! One candidate's file: the rules that fired, and each record beside the candidate with the evidence under it.

use std::rc::Rc;

use askama::Template;
use polars::prelude::DataFrame;
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::{Desk, broken};
use crate::error::{Place, Result};
use crate::lang::Text;
use crate::report::dossier::Dossier;
use crate::report::labels::Labels;
use crate::report::show;
use crate::table::show::waterfall::{Bar, Scale};
use crate::table::show::words;

/// The words of one file, ready to be set.
#[derive(Template)]
#[template(path = "report/templates/dossier.html")]
pub(super) struct Detail<'a> {
    t: &'a Labels,
    anchor: usize,
    ordinal: String,
    name: String,
    class: &'static str,
    standing: &'a str,
    who: String,
    flags: Vec<FlagView>,
    pairs: Vec<PairView>,
}

/// What a flag says of its rule and its facts. Many people share it to the letter.
#[derive(Template)]
#[template(path = "report/templates/flag.html")]
struct FlagWords<'a> {
    t: &'a Labels,
    class: String,
    severity: String,
    rule: String,
    title: String,
    reason: String,
    missing: String,
    values: Vec<(String, String)>,
    basis: String,
    confirm: String,
}

/// [`FlagWords`] as HTML, kept by the cells they are made from: the rest of a flag's row follows from its rule.
#[derive(Default)]
pub(super) struct Known<'a>(FxHashMap<[&'a str; 6], Rc<str>>);

struct FlagView {
    /// HTML.
    words: Rc<str>,
    records: String,
    /// What earlier answers say. Empty: nothing.
    answered: String,
}

struct PairView {
    class: String,
    heading: String,
    state: String,
    probability: String,
    /// What earlier answers say. Empty: nothing.
    answered: String,
    conflict: String,
    reading_same: String,
    reading_other: String,
    sides: Vec<Side>,
    particulars: String,
    steps: Vec<Step>,
}

/// One row of the comparison; both sides are HTML, escaped, differences in `<mark>`.
struct Side {
    label: String,
    left: String,
    right: String,
}

/// One bar of the waterfall.
struct Step {
    sentence: String,
    weight: String,
    bar: String,
    is_total: bool,
}

impl<'a> Detail<'a> {
    /// The file of `dossier`, the `ordinal`th on the list; `known` fills with what others will share.
    ///
    /// # Errors
    /// A column is missing: a mistake of ours.
    pub(super) fn of(desk: &'a Desk<'a>, ordinal: usize, dossier: &Dossier, known: &mut Known<'a>) -> Result<Self> {
        let frame = desk.joined.input.links.frame();
        let mut pairs = Vec::new();
        for link in desk.joined.links_of(dossier.candidate) {
            if show::text(frame, "state", link) != Some("apart") {
                pairs.extend(pair(desk, dossier.candidate, link)?);
            }
        }
        Ok(Self {
            t: desk.t,
            anchor: dossier.candidate,
            ordinal: desk.count(ordinal),
            name: desk.name(dossier.candidate),
            class: dossier.standing.code(),
            standing: desk.t.of("standing", dossier.standing.code()),
            who: who(desk, dossier.candidate),
            flags: desk
                .joined
                .flags_to_read(dossier.candidate)
                .into_iter()
                .map(|row| flag(desk, dossier.candidate, row, known))
                .collect::<Result<_>>()?,
            pairs,
        })
    }

    /// Appends the file as HTML.
    pub(super) fn html(&self, out: &mut String) -> Result<()> {
        self.render_into(out).map_err(broken)
    }
}

fn tidy(frame: &DataFrame, column: &str, row: usize) -> Option<String> {
    show::text(frame, column, row).map(|text| show::visible(text).into_owned())
}

/// Identifier, birth, post, what the candidate stands for, and the place in the roster, in one line.
fn who(desk: &Desk<'_>, row: usize) -> String {
    let frame = desk.joined.input.candidates.frame();
    let born = show::period(frame, "born", row, desk.lang).map(|day| desk.say(&Text::new("report-born-on").with("day", day)));
    let standing_for =
        tidy(frame, "standing_for", row).map(|post| desk.say(&Text::new("report-standing-for").with("post", post)));
    let place = place(desk, frame, row, "report-in-roster");
    let cells =
        [tidy(frame, "id", row), born, tidy(frame, "position", row), tidy(frame, "organisation", row), standing_for, place];
    cells.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Where the row stands in its file, in the sentence `id`.
fn place(desk: &Desk<'_>, frame: &DataFrame, row: usize, id: &'static str) -> Option<String> {
    let index = |column: &str| frame.column(column).ok()?.u32().ok()?.get(row);
    let source = desk.joined.input.manifest.sources.get(usize::try_from(index("source")?).ok()?)?;
    let place = Place { file: Some(source.file.clone()), sheet: source.sheet.clone(), row: index("row"), column: None };
    Some(desk.say(&Text::new(id).with("place", show::visible(&place.render(desk.lang)).into_owned())))
}

fn flag<'a>(desk: &'a Desk<'a>, candidate: usize, row: usize, known: &mut Known<'a>) -> Result<FlagView> {
    let frame = desk.joined.input.flags.frame();
    let key = ["rule_id", "outcome", "severity", "reason", "facts", "missing_facts"]
        .map(|column| show::text(frame, column, row).unwrap_or_default());
    let words = match known.0.get(&key) {
        Some(words) => Rc::clone(words),
        None => {
            let words: Rc<str> = flag_words(desk, row).render().map_err(broken)?.into();
            known.0.insert(key, Rc::clone(&words));
            words
        }
    };
    let records = show::text(frame, "record_ids", row).unwrap_or_default().split_whitespace();
    Ok(FlagView {
        words,
        records: records.map(|id| record_line(desk, candidate, id)).collect::<Vec<_>>().join("; "),
        answered: show::answered(desk.joined.stand_of_flag(row), desk.lang),
    })
}

fn flag_words<'a>(desk: &'a Desk<'a>, row: usize) -> FlagWords<'a> {
    let frame = desk.joined.input.flags.frame();
    let cell = |column| tidy(frame, column, row).unwrap_or_default();
    let missing = show::text(frame, "missing_facts", row).unwrap_or_default().split_whitespace();
    let is_undecided = show::text(frame, "outcome", row) == Some("undecided");
    let severity = cell("severity");
    FlagWords {
        t: desk.t,
        severity: if is_undecided { desk.t.outcome_undecided.clone() } else { desk.t.of("severity", &severity).to_owned() },
        class: if is_undecided { "undecided".to_owned() } else { severity },
        rule: cell("rule_id"),
        title: cell("title"),
        reason: show::capitalised(&cell("reason")),
        missing: missing.map(|fact| desk.fact(fact)).collect::<Vec<_>>().join("; "),
        values: values(desk, show::text(frame, "facts", row).unwrap_or_default()),
        basis: cell("basis"),
        confirm: desk.confirm(&cell("confidence")),
    }
}

/// The facts a condition read, each with its value in words: `số tháng kể từ kỷ luật gần nhất`, `14`.
fn values(desk: &Desk<'_>, facts: &str) -> Vec<(String, String)> {
    let Ok(Value::Object(facts)) = serde_json::from_str(facts) else { return Vec::new() };
    let mut out = Vec::new();
    for (name, value) in &facts {
        if name.strip_suffix("_max").is_some_and(|base| facts.contains_key(&format!("{base}_min"))) {
            continue;
        }
        let bounds = name.strip_suffix("_min").and_then(|base| Some((base, facts.get(&format!("{base}_max"))?)));
        let (base, shown) = match bounds {
            Some((base, most)) if most != value => (base, format!("{} … {}", desk.value(value), desk.value(most))),
            Some((base, _)) => (base, desk.value(value)),
            None => (name.as_str(), desk.value(value)),
        };
        // Beside a value its name is enough; what an absent value would mean stands after the first semicolon.
        let name = desk.fact(base);
        out.push((name.split(';').next().unwrap_or_default().to_owned(), shown));
    }
    out
}

/// A record in a few words; its identifier alone where it stands beside the candidate below, or is in no register.
fn record_line(desk: &Desk<'_>, candidate: usize, id: &str) -> String {
    let shown = show::visible(id).into_owned();
    let links = desk.joined.input.links.frame();
    let is_here = |link| show::text(links, "record_id", link) == Some(id) && show::text(links, "state", link) != Some("apart");
    if desk.joined.links_of(candidate).any(is_here) {
        return shown;
    }
    let Some((source, frame, row)) = desk.joined.any_record(id) else { return shown };
    let words = particulars(desk, source, frame, row);
    if words.is_empty() { shown } else { format!("{shown} ({words})") }
}

/// What only the record says, in one line: number, days, form, authority, status.
fn particulars(desk: &Desk<'_>, source: &str, frame: &DataFrame, row: usize) -> String {
    let t = desk.t;
    let text = |label: &str, column| tidy(frame, column, row).map(|value| format!("{label} {value}"));
    let code = |label: &str, group, column| {
        show::text(frame, column, row).map(|code| format!("{label} {}", show::visible(t.of(group, code))))
    };
    let day = |label: &str, column| show::period(frame, column, row, desk.lang).map(|day| format!("{label} {day}"));
    let form = || {
        let raw = tidy(frame, "form_raw", row)?;
        Some(match show::text(frame, "measure", row).map(|measure| t.of("measure", measure)) {
            Some(measure) if measure.to_lowercase() != raw.to_lowercase() => format!("{measure} ({} “{raw}”)", t.as_written),
            _ => raw,
        })
    };
    let cells = match source {
        "discipline" => vec![
            form(),
            text(&t.decision_no, "decision_no"),
            day(&t.decided, "decided"),
            day(&t.announced, "announced"),
            text(&t.authority, "authority"),
            code(&t.status, "status", "status"),
            text(&t.violation, "violation"),
        ],
        "complaints" => vec![
            show::text(frame, "kind", row).map(|kind| t.of("matter", kind).to_owned()),
            day(&t.received, "received"),
            code(&t.status, "status", "status"),
            code(&t.conclusion, "conclusion", "conclusion"),
        ],
        "inspections" => vec![
            day(&t.started, "started"),
            day(&t.concluded, "concluded"),
            code(&t.conclusion, "conclusion", "conclusion"),
            code(&t.proposed_form, "measure", "proposed_form"),
        ],
        _ => vec![
            tidy(frame, "organisation", row),
            form(),
            text(&t.decision_no, "decision_no"),
            day(&t.decided, "decided"),
            code(&t.status, "status", "status"),
        ],
    };
    cells.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn pair(desk: &Desk<'_>, candidate: usize, link: usize) -> Result<Option<PairView>> {
    let frame = desk.joined.input.links.frame();
    let cell = |column| show::text(frame, column, link).unwrap_or_default();
    let (source, record_id, state, conflict) = (cell("source"), cell("record_id"), cell("state"), cell("conflict"));
    let Some((register, record)) = desk.joined.record(source, record_id) else { return Ok(None) };
    let t = desk.t;
    let p = show::probability(desk.lang, show::real(frame, "probability", link).unwrap_or(0.0));
    let [reading_same, reading_other] = t.readings(conflict);
    let steps = waterfall(desk, link, &p)?;
    let lines =
        [particulars(desk, source, register, record), place(desk, register, record, "report-in-register").unwrap_or_default()];
    Ok(Some(PairView {
        class: state.to_owned(),
        heading: format!("{} {}", t.of("register", source), show::visible(record_id)),
        state: t.of("state", state).to_owned(),
        probability: desk.say(&Text::new("report-probability-is").with("p", p)),
        answered: show::answered(desk.joined.stand_of_link(link), desk.lang),
        conflict: t.of("conflict", conflict).to_owned(),
        reading_same: reading_same.to_owned(),
        reading_other: reading_other.to_owned(),
        sides: sides(desk, candidate, register, record),
        particulars: lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" · "),
        steps,
    }))
}

/// Name, birth, native place, numbers, organisation and post of both, where either says anything.
fn sides(desk: &Desk<'_>, candidate: usize, register: &DataFrame, record: usize) -> Vec<Side> {
    let t = desk.t;
    let fields = [
        ("full_name", &t.full_name),
        ("other_names", &t.other_names),
        ("date_of_birth", &t.date_of_birth),
        ("home_place", &t.home_place),
        ("national_id", &t.national_id),
        ("party_card", &t.party_card),
        ("organisation", &t.organisation),
        ("position", &t.position),
    ];
    let roster = desk.joined.input.candidates.frame();
    fields
        .into_iter()
        .filter_map(|(column, label)| {
            let (left, right) = (cell(desk, roster, column, candidate), cell(desk, register, column, record));
            let (left_html, right_html) = side_by_side(desk, column, left, right)?;
            Some(Side {
                label: label.clone(),
                left: left_html + &written(desk, roster, column, candidate),
                right: right_html + &written(desk, register, column, record),
            })
        })
        .collect()
}

/// What a row says in a field: tidied where that could be done, else as it was written.
fn cell(desk: &Desk<'_>, frame: &DataFrame, column: &str, row: usize) -> Option<String> {
    let tidied = if column == "date_of_birth" { show::period(frame, "born", row, desk.lang) } else { tidy(frame, column, row) };
    tidied.or_else(|| tidy(frame, &format!("{column}_raw"), row))
}

/// Both cells as HTML, numbers hidden as the run's option says. None: neither says anything.
fn side_by_side(desk: &Desk<'_>, column: &str, left: Option<String>, right: Option<String>) -> Option<(String, String)> {
    let shown = desk.joined.input.manifest.options.ids;
    let html = |pieces| match column {
        "national_id" | "party_card" => words::to_html(&words::hide(pieces, shown)),
        _ => words::to_html(&pieces),
    };
    let alone = |text: String| html(vec![words::Piece { text, differs: false }]);
    let nothing = || r#"<span class="nothing">–</span>"#.to_owned();
    match (left, right) {
        (None, None) => None,
        (Some(left), None) => Some((alone(left), nothing())),
        (None, Some(right)) => Some((nothing(), alone(right))),
        (Some(left), Some(right)) => {
            let (left, right) = words::difference(&left, &right);
            Some((html(left), html(right)))
        }
    }
}

/// What stood in the file, where cleaning changed more than capitals and blanks; never numbers, they would show whole.
fn written(desk: &Desk<'_>, frame: &DataFrame, column: &str, row: usize) -> String {
    if !matches!(column, "full_name" | "other_names" | "date_of_birth" | "home_place") {
        return String::new();
    }
    let Some(raw) = show::text(frame, &format!("{column}_raw"), row) else { return String::new() };
    let plain = |text: &str| text.split_whitespace().flat_map(str::chars).flat_map(char::to_lowercase).collect::<String>();
    match cell(desk, frame, column, row) {
        Some(shown) if plain(&shown) != plain(&show::visible(raw)) => {
            format!("<br><small>{} “{}”</small>", show::escape(&desk.t.as_written), show::escape(&show::visible(raw)))
        }
        _ => String::new(),
    }
}

/// The bars from the prior to the total. Empty: no evidence was kept.
fn waterfall(desk: &Desk<'_>, link: usize, p: &str) -> Result<Vec<Step>> {
    let frame = desk.joined.input.evidence.frame();
    let rows = desk.joined.evidence_of(link)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let weights: Vec<f64> = rows.clone().map(|row| show::real(frame, "weight", row).unwrap_or(0.0)).collect();
    let scale = Scale::of(&weights);
    let mut total = 0.0;
    let mut steps = Vec::with_capacity(weights.len() + 1);
    for (row, weight) in rows.zip(&weights) {
        let from = total;
        total += weight;
        let sentence = tidy(frame, "sentence", row).unwrap_or_default();
        let kind = if steps.is_empty() { Bar::First } else { Bar::Middle };
        steps.push(Step {
            sentence,
            weight: show::signed(desk.lang, *weight),
            bar: scale.bar(from, total, kind),
            is_total: false,
        });
    }
    let sentence = desk.say(&Text::new("report-total").with("p", p.to_owned()));
    steps.push(Step { sentence, weight: show::signed(desk.lang, total), bar: scale.bar(0.0, total, Bar::Total), is_total: true });
    Ok(steps)
}
