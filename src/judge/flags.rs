//! From rules' answers to flags: which, how grave, on what, and in what order?

use std::fmt::Write as _;

use polars::prelude::*;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use super::pair::Pair;
use crate::error::Result;
use crate::lang::{Arg, Lang, Text};
use crate::rule::reason::Piece;
use crate::rule::{Asked, Confidence, FactRow, FrameRow, Outcome, RowKeys, Severity, Status};
use crate::table::facts::Scope;

/// One flag, its texts by number; one per row of the table.
struct Flag {
    rule: u32,
    candidate: u32,
    /// Row of the record. None: a flag about the candidate alone.
    record: Option<u32>,
    is_undecided: bool,
    is_open: bool,
    reason: u32,
    facts: u32,
    missing: u32,
}

/// One rule as its flags show it.
struct Shown {
    id: String,
    version: String,
    title: String,
    basis: String,
    confidence: &'static str,
    severity: Severity,
}

/// Flags in the making: rows by number, and the distinct texts they point to.
pub(super) struct Raised<'a> {
    lang: Lang,
    rules: Vec<Shown>,
    flags: Vec<(Flag, Scope)>,
    texts: Vec<String>,
    ids: Ids<'a>,
    probabilities: FxHashMap<(Scope, u32, u32), f64>,
}

/// The identifiers of candidates and of the records of each register.
pub(super) struct Ids<'a> {
    pub candidates: &'a StringChunked,
    pub records: Vec<(Scope, &'a StringChunked)>,
}

impl<'a> Ids<'a> {
    fn record(&self, scope: Scope, row: u32) -> &'a str {
        let column = self.records.iter().find(|(of, _)| *of == scope).map(|(_, ids)| *ids);
        column.and_then(|ids| ids.get(row as usize)).unwrap_or("")
    }
}

impl<'a> Raised<'a> {
    /// No flags yet.
    pub fn new(lang: Lang, ids: Ids<'a>) -> Self {
        Self { lang, rules: vec![], flags: vec![], texts: vec![String::new()], ids, probabilities: FxHashMap::default() }
    }

    /// Takes in what one rule says of every row of its scope's frame; `pairs` are the rows, or None for the candidates themselves.
    pub fn take(&mut self, asked: &Asked<'_>, scope: Scope, frame: &DataFrame, pairs: Option<&[Pair]>) {
        let read = asked.version.condition.facts_read();
        let is_about_identity = asked.version.is_about_identity();
        let rows: Vec<(u32, bool)> = asked
            .outcome
            .iter()
            .enumerate()
            .filter(|(_, outcome)| *outcome != Some(false))
            .map(|(row, outcome)| (row, outcome.is_none()))
            .filter(|(row, _)| is_about_identity || !pairs.is_some_and(|pairs| pairs[*row].is_other_person()))
            .map(|(row, is_undecided)| (u32::try_from(row).unwrap_or(u32::MAX), is_undecided))
            .collect();
        if rows.is_empty() {
            return;
        }
        let rule = u32::try_from(self.rules.len()).unwrap_or(u32::MAX);
        self.rules.push(Shown::of(asked, self.lang));
        let known = keys(frame, asked, &read);
        let is_open = |row: usize| !is_about_identity && pairs.is_some_and(|pairs| pairs[row].is_open());
        // Rows that agree in every fact that a text shows share the text.
        let keys: Vec<Vec<u8>> = rows.par_iter().map(|(row, _)| known.key(*row as usize)).collect();
        let mut places: FxHashMap<(Vec<u8>, bool), u32> = FxHashMap::default();
        let mut firsts: Vec<(u32, bool)> = Vec::new();
        let place: Vec<u32> = rows
            .iter()
            .zip(keys)
            .map(|((row, undecided), key)| {
                *places.entry((key, *undecided)).or_insert_with(|| {
                    firsts.push((*row, *undecided));
                    u32::try_from(firsts.len() - 1).unwrap_or(u32::MAX)
                })
            })
            .collect();
        drop(places);
        let lang = self.lang;
        let said: Vec<[String; 3]> =
            firsts.par_iter().map(|(row, undecided)| said(asked, &read, frame, *row as usize, *undecided, lang)).collect();
        let first_text = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.extend(said.into_iter().flatten());
        for ((row, is_undecided), place) in rows.into_iter().zip(place) {
            let text = first_text + place * 3;
            let pair = pairs.map(|pairs| &pairs[row as usize]);
            let flag = Flag {
                rule,
                candidate: pair.map_or(row, |pair| pair.candidate),
                record: pair.map(|pair| pair.record),
                is_undecided,
                is_open: is_open(row as usize),
                reason: text,
                facts: text + 1,
                missing: text + 2,
            };
            if let Some(pair) = pair.filter(|_| scope != Scope::Organisation) {
                self.probabilities.insert((scope, pair.candidate, pair.record), pair.probability);
            }
            self.flags.push((flag, scope));
        }
    }

    /// The table of flags, sorted by candidate, rule and record.
    ///
    /// # Errors
    /// The table does not keep its contract: a mistake of ours.
    pub fn finish(mut self) -> Result<DataFrame> {
        self.drop_doubly_open();
        self.prefix_open();
        let order = self.order();
        self.flags.par_sort_unstable_by_key(|(flag, scope)| {
            (
                order.candidates[flag.candidate as usize],
                order.rules[flag.rule as usize],
                flag.record.map(|row| self.ids.record(*scope, row)),
            )
        });
        self.table()
    }

    /// Where identity is open and another rule asks about the same pair already, what could not be decided is not asked as well: the
    /// identity comes first, and a settled one brings it back.
    fn drop_doubly_open(&mut self) {
        let asked: rustc_hash::FxHashSet<(Scope, u32, Option<u32>)> = self
            .flags
            .iter()
            .filter(|(flag, _)| !flag.is_undecided && flag.record.is_some())
            .map(|(flag, scope)| (*scope, flag.candidate, flag.record))
            .collect();
        self.flags.retain(|(flag, scope)| {
            !(flag.is_undecided && flag.is_open && asked.contains(&(*scope, flag.candidate, flag.record)))
        });
    }

    /// Says in front of each reason that identity is open, where it is.
    fn prefix_open(&mut self) {
        let mut prefixed: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for (flag, scope) in &mut self.flags {
            let Some(record) = flag.record.filter(|_| flag.is_open) else { continue };
            let probability = self.probabilities.get(&(*scope, flag.candidate, record)).copied().unwrap_or(0.0);
            // Shown to the hundredth of a percent, so as many texts as shares are enough.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 10 000")]
            let share = (probability * 10_000.0).round() as u32;
            flag.reason = *prefixed.entry((flag.reason, share)).or_insert_with(|| {
                let text = Text::new("judge-identity-open")
                    .with("probability", Arg::Share(f64::from(share) / 10_000.0))
                    .with("reason", self.texts[flag.reason as usize].clone());
                self.texts.push(text.render(self.lang));
                u32::try_from(self.texts.len() - 1).unwrap_or(u32::MAX)
            });
        }
    }

    /// The places of candidates and rules when sorted by identifier.
    fn order(&self) -> Order {
        let mut candidates: Vec<u32> = self.flags.iter().map(|(flag, _)| flag.candidate).collect();
        candidates.par_sort_unstable();
        candidates.dedup();
        candidates.par_sort_by_key(|row| self.ids.candidates.get(*row as usize).unwrap_or(""));
        let mut rules: Vec<usize> = (0..self.rules.len()).collect();
        rules.sort_by(|a, b| (&self.rules[*a].id, &self.rules[*a].version).cmp(&(&self.rules[*b].id, &self.rules[*b].version)));
        let mut places = vec![0; rules.len()];
        for (place, rule) in rules.into_iter().enumerate() {
            places[rule] = place;
        }
        let mut of_row = vec![0; self.ids.candidates.len()];
        for (row, place) in candidates.into_iter().zip(0_u32..) {
            of_row[row as usize] = place;
        }
        Order { candidates: of_row, rules: places }
    }

    fn table(self) -> Result<DataFrame> {
        let Self { rules, flags, texts, ids, probabilities, .. } = self;
        let pool = StringChunked::from_iter_values("text".into(), texts.iter().map(String::as_str));
        drop(texts);
        let gather = |name: &str, at: fn(&Flag) -> u32| -> Result<Column> {
            let rows = IdxCa::from_iter_values("row".into(), flags.iter().map(|(flag, _)| IdxSize::from(at(flag))));
            Ok(pool.take(&rows)?.into_column().with_name(name.into()))
        };
        let of_rule = |name: &str, text: fn(&Shown) -> &str| -> Result<Column> {
            let pool = StringChunked::from_iter_values("text".into(), rules.iter().map(text));
            let rows = IdxCa::from_iter_values("row".into(), flags.iter().map(|(flag, _)| IdxSize::from(flag.rule)));
            Ok(pool.take(&rows)?.into_column().with_name(name.into()))
        };
        let severity = |flag: &Flag| {
            let severity = rules[flag.rule as usize].severity;
            if flag.is_open { severity.min(Severity::Look) } else { severity }
        };
        let candidates = ids
            .candidates
            .take(&IdxCa::from_iter_values("row".into(), flags.iter().map(|(flag, _)| IdxSize::from(flag.candidate))))?;
        let record = |(flag, scope): &(Flag, Scope)| flag.record.map(|row| ids.record(*scope, row));
        let flag_ids: Vec<String> = flags
            .par_iter()
            .map(|entry| {
                let rule = &rules[entry.0.rule as usize];
                let candidate = ids.candidates.get(entry.0.candidate as usize).unwrap_or("");
                flag_id(&rule.id, &rule.version, candidate, record(entry).unwrap_or(""))
            })
            .collect();
        let outcome = |flag: &Flag| if flag.is_undecided { Outcome::Undecided } else { Outcome::Review };
        let order = |severity: Severity| match severity {
            Severity::Stop => 0,
            Severity::Look => 1,
            Severity::Note => 2,
        };
        let probability = flags
            .iter()
            .map(|(flag, scope)| flag.record.and_then(|record| probabilities.get(&(*scope, flag.candidate, record)).copied()));
        let missing = gather("missing_facts", |flag| flag.missing)?;
        let missing = missing.str()?.iter().map(|text| text.filter(|text| !text.is_empty())).collect::<StringChunked>();
        let columns = vec![
            StringChunked::from_iter_values("flag_id".into(), flag_ids.iter().map(String::as_str)).into_column(),
            candidates.into_column().with_name("candidate_id".into()),
            of_rule("rule_id", |rule| &rule.id)?,
            of_rule("rule_version", |rule| &rule.version)?,
            StringChunked::from_iter_values("outcome".into(), flags.iter().map(|(flag, _)| outcome(flag).name())).into_column(),
            StringChunked::from_iter_values("severity".into(), flags.iter().map(|(flag, _)| severity(flag).name())).into_column(),
            Float64Chunked::from_iter_options("probability".into(), probability).into_column(),
            gather("reason", |flag| flag.reason)?,
            of_rule("basis", |rule| &rule.basis)?,
            StringChunked::from_iter_options("record_ids".into(), flags.iter().map(record)).into_column(),
            missing.into_column().with_name("missing_facts".into()),
            gather("facts", |flag| flag.facts)?,
            of_rule("confidence", |rule| rule.confidence)?,
            of_rule("title", |rule| &rule.title)?,
            Int64Chunked::from_iter_values("order".into(), flags.iter().map(|(flag, _)| order(severity(flag)))).into_column(),
        ];
        Ok(DataFrame::new(flags.len(), columns)?)
    }
}

/// Places when sorted by identifier.
struct Order {
    /// By row of the roster; 0 for candidates without a flag.
    candidates: Vec<u32>,
    /// By number of the rule.
    rules: Vec<usize>,
}

impl Shown {
    fn of(asked: &Asked<'_>, lang: Lang) -> Self {
        let (rule, version) = (asked.rule, asked.version);
        let title = rule.title.get(lang).to_owned();
        let basis = match version.confidence {
            Confidence::Verified => version.basis_text(),
            Confidence::Partly | Confidence::Unverified => {
                Text::new("judge-basis-to-be-confirmed").with("basis", version.basis_text()).render(lang)
            }
        };
        Self {
            id: rule.id.clone(),
            version: version.name(),
            title: if rule.status == Status::Draft { Text::new("judge-draft").with("title", title).render(lang) } else { title },
            basis,
            confidence: version.confidence.name(),
            // A draft is seen, and holds nobody up.
            severity: if rule.status == Status::Draft { Severity::Note } else { rule.severity },
        }
    }
}

/// Reason, facts as JSON, and missing facts of one row.
fn said(asked: &Asked<'_>, read: &[&'static str], frame: &DataFrame, row: usize, is_undecided: bool, lang: Lang) -> [String; 3] {
    let row = FrameRow { frame, row };
    let facts = read.iter().map(|name| ((*name).to_owned(), row.fact(name).to_json())).collect::<serde_json::Map<_, _>>();
    let facts = serde_json::Value::Object(facts).to_string();
    if !is_undecided {
        return [asked.reason(lang, &row), facts, String::new()];
    }
    let missing = asked.missing(&row);
    let names = missing.iter().map(|name| label(asked.rule.scope, name, lang)).collect::<Vec<_>>().join("; ");
    let reason = Text::new("judge-undecided").with("facts", names).with("reason", asked.reason(lang, &row)).render(lang);
    [reason, facts, missing.join(" ")]
}

/// A few words for a fact: its documentation up to the first aside.
fn label(scope: Scope, name: &str, lang: Lang) -> String {
    let Some(fact) = scope.fact(name) else { return name.to_owned() };
    let text = match lang {
        Lang::Vi => fact.vi,
        Lang::En => fact.en,
    };
    let end = text.find([':', ';', '(']).unwrap_or(text.len());
    text[..end].trim_end().to_owned()
}

/// First 16 hexadecimal digits of SHA-256 over rule, version, candidate and records.
fn flag_id(rule: &str, version: &str, candidate: &str, records: &str) -> String {
    let mut digest = Sha256::new();
    for part in [rule, version, candidate, records] {
        digest.update(part.as_bytes());
        // A byte that no identifier holds, so that the parts cannot run into each other.
        digest.update([0x1f]);
    }
    let mut out = String::with_capacity(16);
    for byte in digest.finalize().iter().take(8) {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// The columns that the texts of a rule's flags depend on.
fn keys(frame: &DataFrame, asked: &Asked<'_>, read: &[&'static str]) -> RowKeys {
    let holes = asked.rule.reason.vi.iter().chain(&asked.rule.reason.en).filter_map(|piece| match piece {
        Piece::Fact(fact) | Piece::Lookup(_, fact) => Some(fact.name),
        _ => None,
    });
    RowKeys::read(frame, read.iter().copied().chain(holes))
}
