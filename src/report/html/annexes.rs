//! After the files: links to settle, contradictions, rejected rows, remarks, and what the run was made from.

use super::{Desk, ROWS};
use crate::error::{Place, Result};
use crate::lang::Text;
use crate::report::show;
use crate::table;
use crate::table::run::ShowIds;
use crate::table::show::words;

/// The words of the annexes, ready to be set.
pub(super) struct Annexes {
    pub(super) settle_sentence: String,
    pub(super) settle: Vec<PairRow>,
    pub(super) settle_more: String,
    pub(super) conflict_sentence: String,
    pub(super) conflicts: Vec<PairRow>,
    pub(super) conflict_more: String,
    pub(super) reject_sentence: String,
    pub(super) remarks: Vec<Remarks>,
    pub(super) manifest_sentence: String,
    pub(super) options: Vec<(String, String)>,
    pub(super) digests: Vec<DigestRow>,
}

/// A pair in one line; names are HTML, escaped, differences in `<mark>`.
pub(super) struct PairRow {
    pub(super) anchor: usize,
    pub(super) candidate: String,
    pub(super) record: String,
    pub(super) probability: String,
    pub(super) strongest: String,
    pub(super) weakest: String,
}

/// A table of rejects or notices.
pub(super) struct Remarks {
    pub(super) caption: String,
    pub(super) rows: Vec<RemarkRow>,
    pub(super) more: String,
}

pub(super) struct RemarkRow {
    pub(super) code: String,
    pub(super) place: String,
    pub(super) reason: String,
    pub(super) help: String,
}

pub(super) struct DigestRow {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) sha256: String,
}

impl Annexes {
    /// The annexes of the run on `desk`.
    ///
    /// # Errors
    /// A column is missing: a mistake of ours.
    pub(super) fn of(desk: &Desk<'_>) -> Result<Self> {
        let input = desk.joined.input;
        let (asked, conflicts) = (pairs(desk, "ask")?, pairs(desk, "conflict")?);
        let rejects = input.rejects.iter().map(|reject| (&reject.place, &reject.text));
        let notices = input.notices.iter().map(|notice| (&notice.place, &notice.text));
        let counted =
            Text::new("report-reject-sentence").count("rejects", input.rejects.len()).count("notices", input.notices.len());
        Ok(Self {
            settle_sentence: desk.say(&Text::new("report-settle-sentence").count("pairs", asked.len())),
            settle: pair_rows(desk, &asked)?,
            settle_more: desk.more(asked.len(), ROWS, "flagged.xlsx, links.csv"),
            conflict_sentence: desk.say(&Text::new("report-conflict-sentence").count("pairs", conflicts.len())),
            conflicts: pair_rows(desk, &conflicts)?,
            conflict_more: desk.more(conflicts.len(), ROWS, "flagged.xlsx, links.csv"),
            reject_sentence: desk.say(&counted),
            remarks: vec![
                remarks(desk, &desk.t.rows_rejected, rejects, input.rejects.len(), "rejects.csv"),
                remarks(desk, &desk.t.notices, notices, input.notices.len(), "flagged.xlsx"),
            ],
            manifest_sentence: desk.lang.say("report-manifest-sentence"),
            options: options(desk),
            digests: digests(desk),
        })
    }
}

/// Rows of the table of links in a state, the likeliest first.
fn pairs(desk: &Desk<'_>, state: &str) -> Result<Vec<usize>> {
    let frame = desk.joined.input.links.frame();
    let states = table::text(frame, "state")?;
    let probabilities = frame.column("probability")?.f64()?;
    let mut out: Vec<_> = (0..frame.height()).filter(|row| states.get(*row) == Some(state)).collect();
    let p = |row: &usize| probabilities.get(*row).unwrap_or(0.0);
    out.sort_by(|a, b| p(b).total_cmp(&p(a)).then(a.cmp(b)));
    Ok(out)
}

fn pair_rows(desk: &Desk<'_>, links: &[usize]) -> Result<Vec<PairRow>> {
    let frame = desk.joined.input.links.frame();
    let roster = desk.joined.input.candidates.frame();
    let mut out = Vec::new();
    for link in links.iter().take(ROWS).copied() {
        let cell = |column| show::text(frame, column, link).unwrap_or_default();
        let Some(candidate) = desk.joined.candidate(cell("candidate_id")) else { continue };
        let Some((register, record)) = desk.joined.record(cell("source"), cell("record_id")) else { continue };
        let name = show::visible(show::text(register, "full_name", record).unwrap_or_default()).into_owned();
        let born = |frame, row| show::period(frame, "born", row, desk.lang).unwrap_or_default();
        let (left, right) = words::difference(&desk.name(candidate), &name);
        let (left_born, right_born) = words::difference(&born(roster, candidate), &born(register, record));
        let side = |name: &[words::Piece], born: &[words::Piece], id: &str| {
            let id = show::escape(&show::visible(id));
            format!("{} <small>{} · {id}</small>", words::to_html(name), words::to_html(born))
        };
        let conflict = cell("conflict");
        let (strongest, weakest) = if conflict.is_empty() {
            desk.joined
                .strongest(link)?
                .map(|text| text.map_or_else(|| "–".to_owned(), |text| show::visible(text).into_owned()))
                .into()
        } else {
            let [same, other] = desk.t.readings(conflict);
            (desk.t.of("conflict", conflict).to_owned(), format!("a) {same} b) {other}"))
        };
        let register_name = desk.t.of("register", cell("source"));
        out.push(PairRow {
            anchor: candidate,
            candidate: side(&left, &left_born, cell("candidate_id")),
            record: side(&right, &right_born, &format!("{register_name} {}", cell("record_id"))),
            probability: show::probability(desk.lang, show::real(frame, "probability", link).unwrap_or(0.0)),
            strongest,
            weakest,
        });
    }
    Ok(out)
}

fn remarks<'a>(
    desk: &Desk<'_>,
    caption: &str,
    remarks: impl Iterator<Item = (&'a Place, &'a Text)>,
    all: usize,
    file: &'static str,
) -> Remarks {
    let row = |(place, text): (&Place, &Text)| RemarkRow {
        code: text.code().to_owned(),
        place: show::visible(&place.render(desk.lang)).into_owned(),
        reason: show::visible(&text.render(desk.lang)).into_owned(),
        help: show::visible(&text.help(desk.lang).unwrap_or_default()).into_owned(),
    };
    Remarks {
        caption: format!("{caption}: {}", desk.count(all)),
        rows: remarks.take(ROWS).map(row).collect(),
        more: desk.more(all, ROWS, file),
    }
}

fn options(desk: &Desk<'_>) -> Vec<(String, String)> {
    let (manifest, t) = (desk.joined.input.manifest, desk.t);
    let options = &manifest.options;
    let given = |value: Option<String>| value.unwrap_or_else(|| t.not_given.clone());
    let ids = if options.ids == ShowIds::Masked { &t.ids_masked } else { &t.ids_full };
    [
        (&t.option_program, format!("thamdinh {}", manifest.version)),
        (&t.option_title, show::visible(&options.title).into_owned()),
        (&t.option_as_of, desk.lang.date(options.as_of)),
        (&t.option_opens_on, given(options.opens_on.map(|day| desk.lang.date(day)))),
        (&t.option_level, given(options.level.map(|level| t.of("level", level.name()).to_owned()))),
        (&t.option_province, options.province.clone().unwrap_or_else(|| t.all.clone())),
        (&t.option_ask, desk.lang.decimal(options.ask, 2)),
        (&t.option_link, desk.lang.decimal(options.link, 2)),
        (&t.option_ids, ids.clone()),
    ]
    .map(|(label, value)| (label.clone(), value))
    .into()
}

fn digests(desk: &Desk<'_>) -> Vec<DigestRow> {
    let (manifest, t) = (desk.joined.input.manifest, desk.t);
    let row = |kind: &str, name: &str, sha256: &str| DigestRow {
        kind: kind.to_owned(),
        name: show::visible(name).into_owned(),
        sha256: sha256.to_owned(),
    };
    let sources = manifest.sources.iter().map(|source| {
        let sheet = source.sheet.as_deref().map_or_else(String::new, |sheet| format!(" › {sheet}"));
        let kind = format!("{}: {}", t.digest_input, t.of("kind", source.kind.name()));
        row(&kind, &format!("{}{sheet}", source.file), &source.sha256)
    });
    let rules = manifest.rules.iter().map(|digest| row(&t.digest_rules, &digest.name, &digest.sha256));
    let model = row(&t.digest_model, &manifest.model.name, &manifest.model.sha256);
    let template = row(&t.digest_template, &manifest.template.name, &manifest.template.sha256);
    let answers = manifest.answers.iter().map(|digest| row(&t.digest_answers, &digest.name, &digest.sha256));
    sources.chain(rules).chain([model]).chain(answers).chain([template]).collect()
}
