//! From rules' answers to flags: which, how grave, on what, and in what order?

use polars::prelude::*;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use super::pair::Pair;
use crate::error::Result;
use crate::lang::{Arg, Lang, Text};
use crate::rule::reason::Piece;
use crate::rule::{Asked, Confidence, FactRow, FrameRow, Outcome, RowGroups, RowKeys, Severity, Status};
use crate::table::facts::Scope;

/// One flag, its texts by number; one per row of the table.
#[derive(Clone, Copy)]
struct Flag {
    rule: u32,
    scope: Scope,
    candidate: u32,
    /// Row of the record. None: a flag about the candidate alone.
    record: Option<u32>,
    /// Of the link. None: the flag relies on none.
    probability: Option<f64>,
    is_undecided: bool,
    is_open: bool,
    reason: u32,
    facts: u32,
    /// None: nothing was missing.
    missing: Option<u32>,
}

impl Flag {
    /// What it is about.
    fn pair(&self) -> (Scope, u32, Option<u32>) {
        (self.scope, self.candidate, self.record)
    }
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
    flags: Vec<Flag>,
    texts: Vec<String>,
    ids: Ids<'a>,
}

/// The rows for which one rule fired or could not be decided.
struct Fired {
    rule: Shown,
    is_about_identity: bool,
    /// By number in the frame, and whether it is undecided.
    rows: Vec<(u32, bool)>,
    /// Which texts a row has.
    places: Vec<u32>,
    /// Reason, facts and missing facts.
    texts: Vec<[String; 3]>,
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
        Self { lang, rules: vec![], flags: vec![], texts: vec![], ids }
    }

    /// Takes in what the rules of a scope say of every row of its frame; `pairs` are the rows, or None for the candidates themselves.
    pub fn take(&mut self, asked: &[Asked<'_>], scope: Scope, frame: &DataFrame, pairs: Option<&[Pair]>) {
        let fired: Vec<Option<Fired>> = asked.par_iter().map(|asked| fired(asked, frame, pairs, self.lang)).collect();
        for Fired { rule, is_about_identity, rows, places, texts } in fired.into_iter().flatten() {
            let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let (of_rule, first_text) = (number(self.rules.len()), number(self.texts.len()));
            self.rules.push(rule);
            self.flags.extend(rows.into_iter().zip(places).map(|((row, is_undecided), place)| {
                let pair = pairs.map(|pairs| &pairs[row as usize]);
                let text = first_text + place * 3;
                Flag {
                    rule: of_rule,
                    scope,
                    candidate: pair.map_or(row, |pair| pair.candidate),
                    record: pair.map(|pair| pair.record),
                    probability: pair.filter(|_| scope != Scope::Organisation).map(|pair| pair.probability),
                    is_undecided,
                    is_open: !is_about_identity && pair.is_some_and(Pair::is_open),
                    reason: text,
                    facts: text + 1,
                    missing: Some(text + 2).filter(|_| !texts[place as usize][2].is_empty()),
                }
            }));
            self.texts.extend(texts.into_iter().flatten());
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
        let ids = &self.ids;
        let record = |flag: &Flag| flag.record.map(|row| ids.record(flag.scope, row));
        self.flags.par_sort_unstable_by(|a, b| {
            let place = |flag: &Flag| (order.candidates[flag.candidate as usize], order.rules[flag.rule as usize]);
            place(a).cmp(&place(b)).then_with(|| record(a).cmp(&record(b)))
        });
        self.table()
    }

    /// Where identity is open and another rule asks about the same pair already, what could not be decided is not asked as well: the
    /// identity comes first, and a settled one brings it back.
    fn drop_doubly_open(&mut self) {
        let is_doubtful = |flag: &Flag| flag.is_undecided && flag.is_open;
        let mut is_asked: FxHashMap<(Scope, u32, Option<u32>), bool> =
            self.flags.iter().filter(|flag| is_doubtful(flag)).map(|flag| (flag.pair(), false)).collect();
        for flag in self.flags.iter().filter(|flag| !flag.is_undecided && flag.record.is_some()) {
            if let Some(is_asked) = is_asked.get_mut(&flag.pair()) {
                *is_asked = true;
            }
        }
        self.flags.retain(|flag| !(is_doubtful(flag) && is_asked.get(&flag.pair()) == Some(&true)));
    }

    /// Says in front of each reason that identity is open, where it is.
    fn prefix_open(&mut self) {
        let mut prefixed: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for flag in self.flags.iter_mut().filter(|flag| flag.record.is_some() && flag.is_open) {
            // Shown to the hundredth of a percent, so as many texts as shares are enough.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 10 000")]
            let share = (flag.probability.unwrap_or(0.0) * 10_000.0).round() as u32;
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
        let mut has_flag = vec![false; self.ids.candidates.len()];
        for flag in &self.flags {
            has_flag[flag.candidate as usize] = true;
        }
        let mut candidates: Vec<u32> = (0_u32..).zip(&has_flag).filter(|(_, has_flag)| **has_flag).map(|(row, _)| row).collect();
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
        let Self { rules, flags, texts, ids, .. } = self;
        let pool = StringChunked::from_iter_values("text".into(), texts.iter().map(String::as_str));
        drop(texts);
        let take = |pool: &StringChunked, rows: IdxCa| -> Result<Column> { Ok(pool.take(&rows)?.into_column()) };
        let rows = |at: fn(&Flag) -> u32| IdxCa::from_iter_values("row".into(), flags.iter().map(|flag| IdxSize::from(at(flag))));
        let of_rule = |text: fn(&Shown) -> &str| {
            take(&StringChunked::from_iter_values("text".into(), rules.iter().map(text)), rows(|flag| flag.rule))
        };
        let severity = |flag: &Flag| {
            let severity = rules[flag.rule as usize].severity;
            if flag.is_open { severity.min(Severity::Look) } else { severity }
        };
        let outcome = |flag: &Flag| if flag.is_undecided { Outcome::Undecided } else { Outcome::Review };
        let order = |severity: Severity| match severity {
            Severity::Stop => 0,
            Severity::Look => 1,
            Severity::Note => 2,
        };
        let record = |flag: &Flag| flag.record.map(|row| ids.record(flag.scope, row));
        let flag_id = |flag: &Flag| {
            let rule = &rules[flag.rule as usize];
            let candidate = ids.candidates.get(flag.candidate as usize).unwrap_or("");
            flag_id(&rule.id, &rule.version, candidate, record(flag).unwrap_or(""))
        };
        // Each column by itself, so that they are made beside each other.
        let columns: [(&str, &(dyn Fn() -> Result<Column> + Sync)); 15] = [
            ("flag_id", &|| {
                let ids: Vec<[u8; 16]> = flags.par_iter().map(flag_id).collect();
                let ids = ids.iter().map(|id| std::str::from_utf8(id).unwrap_or_default());
                Ok(StringChunked::from_iter_values("flag_id".into(), ids).into_column())
            }),
            ("candidate_id", &|| take(ids.candidates, rows(|flag| flag.candidate))),
            ("rule_id", &|| of_rule(|rule| &rule.id)),
            ("rule_version", &|| of_rule(|rule| &rule.version)),
            ("outcome", &|| {
                Ok(StringChunked::from_iter_values("outcome".into(), flags.iter().map(|flag| outcome(flag).name())).into_column())
            }),
            ("severity", &|| {
                Ok(StringChunked::from_iter_values("severity".into(), flags.iter().map(|flag| severity(flag).name()))
                    .into_column())
            }),
            ("probability", &|| {
                Ok(Float64Chunked::from_iter_options("probability".into(), flags.iter().map(|flag| flag.probability))
                    .into_column())
            }),
            ("reason", &|| take(&pool, rows(|flag| flag.reason))),
            ("basis", &|| of_rule(|rule| &rule.basis)),
            ("record_ids", &|| Ok(StringChunked::from_iter_options("record_ids".into(), flags.iter().map(record)).into_column())),
            ("missing_facts", &|| take(&pool, IdxCa::from_iter_options("row".into(), flags.iter().map(|flag| flag.missing)))),
            ("facts", &|| take(&pool, rows(|flag| flag.facts))),
            ("confidence", &|| of_rule(|rule| rule.confidence)),
            ("title", &|| of_rule(|rule| &rule.title)),
            ("order", &|| {
                Ok(Int64Chunked::from_iter_values("order".into(), flags.iter().map(|flag| order(severity(flag)))).into_column())
            }),
        ];
        let columns = columns.into_par_iter().map(|(name, column)| Ok(column()?.with_name(name.into())));
        Ok(DataFrame::new(flags.len(), columns.collect::<Result<_>>()?)?)
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

/// The rows for which a rule fired or could not be decided, with their texts. None: there is no such row.
fn fired(asked: &Asked<'_>, frame: &DataFrame, pairs: Option<&[Pair]>, lang: Lang) -> Option<Fired> {
    let read = asked.version.condition.facts_read();
    let is_about_identity = asked.version.is_about_identity();
    let rows: Vec<(u32, bool)> = (0_u32..)
        .zip(asked.outcome.iter())
        .filter(|(_, outcome)| *outcome != Some(false))
        .map(|(row, outcome)| (row, outcome.is_none()))
        .filter(|(row, _)| is_about_identity || !pairs.is_some_and(|pairs| pairs[*row as usize].is_other_person()))
        .collect();
    if rows.is_empty() {
        return None;
    }
    // Rows that agree in every fact that a text shows share the text.
    let numbers: Vec<u32> = rows.iter().map(|(row, _)| *row).collect();
    let apart = rows.iter().map(|(_, is_undecided)| u32::from(*is_undecided)).collect();
    let RowGroups { places, firsts } = keys(frame, asked, &read).groups(&numbers, apart);
    let text = |first: &usize| {
        let (row, is_undecided) = rows[*first];
        said(asked, &read, frame, row as usize, is_undecided, lang)
    };
    let texts = firsts.par_iter().map(text).collect();
    Some(Fired { rule: Shown::of(asked, lang), is_about_identity, rows, places, texts })
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
fn flag_id(rule: &str, version: &str, candidate: &str, records: &str) -> [u8; 16] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut digest = Sha256::new();
    for part in [rule, version, candidate, records] {
        digest.update(part.as_bytes());
        // A byte that no identifier holds, so that the parts cannot run into each other.
        digest.update([0x1f]);
    }
    let digest = digest.finalize();
    std::array::from_fn(|i| DIGITS[usize::from(if i % 2 == 0 { digest[i / 2] >> 4 } else { digest[i / 2] & 15 })])
}

/// The columns that the texts of a rule's flags depend on.
fn keys(frame: &DataFrame, asked: &Asked<'_>, read: &[&'static str]) -> RowKeys {
    let holes = asked.rule.reason.vi.iter().chain(&asked.rule.reason.en).filter_map(|piece| match piece {
        Piece::Fact(fact) | Piece::Lookup(_, fact) => Some(fact.name),
        _ => None,
    });
    RowKeys::read(frame, read.iter().copied().chain(holes))
}
