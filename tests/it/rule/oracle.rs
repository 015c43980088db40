//! The shipped pack, asked of SQLite: every condition of every version, row for row and null for null.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use polars::prelude::*;
use rusqlite::Connection;
use thamdinh::lang::Lang;
use thamdinh::rule::file::Parameter;
use thamdinh::rule::{FactRow, FrameRow, PackSource, RuleSet, Value, Version, evaluate};
use thamdinh::table::facts::{FACTS, Fact, FactType, Scope};

/// Rows of each scope: enough that every threshold is met from both sides and every fact is missing somewhere.
const ROWS: usize = 3_000;

/// A number that looks random and is the same on every machine.
struct Mix(u64);

impl Mix {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((x ^ (x >> 31)) >> 33).unwrap() % below
    }
}

fn pack() -> RuleSet {
    let found = RuleSet::load(&[PackSource::Shipped("congress-14".to_owned())], None, FACTS);
    found.unwrap_or_else(|error| panic!("{}", error.render(Lang::En)))
}

/// Every threshold of the pack: rows are invented around them.
fn thresholds(set: &RuleSet) -> (Vec<i32>, Vec<NaiveDate>) {
    let (mut numbers, mut days) = (BTreeSet::from([0, 1]), BTreeSet::new());
    for parameter in set.rules.iter().flat_map(|rule| &rule.versions).flat_map(|version| version.parameters.values()) {
        let values: Vec<&Value> = match parameter {
            Parameter::One(value) => vec![value],
            Parameter::List(values) => values.iter().collect(),
            Parameter::Table(table) => table.values().collect(),
        };
        for value in values {
            match value {
                Value::Int(n) => drop(numbers.insert(i32::try_from(*n).unwrap())),
                Value::Date(day) => drop(days.insert(*day)),
                _ => {}
            }
        }
    }
    (numbers.into_iter().collect(), days.into_iter().collect())
}

/// Invented facts of a scope; `width` is how far bounds lie apart at most, 0: everything known is known exactly.
fn frame(scope: Scope, set: &RuleSet, width: i32, mix: &mut Mix) -> DataFrame {
    let (numbers, days) = thresholds(set);
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
    let number_of = |day: NaiveDate| i32::try_from((day - epoch).num_days()).unwrap();
    let mut columns = Vec::new();
    for fact in scope.facts() {
        let mut is_missing = || mix.next(6) == 0;
        let missing: Vec<bool> = (0..ROWS).map(|_| is_missing()).collect();
        let column = |name: &str, ints: Vec<Option<i32>>| {
            let ints = Int32Chunked::from_iter_options(name.into(), ints.into_iter());
            if fact.kind == FactType::Date { ints.into_date().into_column() } else { ints.into_column() }
        };
        match fact.kind {
            FactType::Int | FactType::Date => {
                let mut low = Vec::with_capacity(ROWS);
                let mut high = Vec::with_capacity(ROWS);
                for missing in &missing {
                    let step = i32::try_from(mix.next(5)).unwrap() - 2;
                    let value = if fact.kind == FactType::Int {
                        numbers[mix.next(numbers.len())] + step
                    } else {
                        // Whole months from a threshold, as retirement months are, and a few days beside.
                        let months = numbers[mix.next(numbers.len())].unsigned_abs();
                        number_of(days[mix.next(days.len())] + chrono::Months::new(months)) + step * 15
                    };
                    let spread = if width == 0 { 0 } else { i32::try_from(mix.next(usize::try_from(width).unwrap())).unwrap() };
                    low.push((!missing).then_some(value));
                    high.push((!missing).then_some(value + spread));
                }
                match fact.columns().as_slice() {
                    [min, max] => columns.extend([column(min, low), column(max, high)]),
                    _ => columns.push(column(fact.name, low)),
                }
            }
            FactType::Bool => {
                let cells: BooleanChunked = missing.iter().map(|missing| (!missing).then(|| mix.next(2) == 0)).collect();
                columns.push(cells.into_column().with_name(fact.name.into()));
            }
            FactType::Real => {
                let mut cell = |missing: &bool| (!missing).then(|| f64::from(u32::try_from(mix.next(101)).unwrap()) / 100.0);
                columns.push(Column::new(fact.name.into(), missing.iter().map(&mut cell).collect::<Vec<_>>()));
            }
            FactType::Text | FactType::Code(_) => {
                let known: &[&str] =
                    if let FactType::Code(codes) = fact.kind { codes } else { &["Bí thư Huyện ủy", "it's", ""] };
                let mut cell = |missing: &bool| (!missing).then(|| known[mix.next(known.len())]);
                columns.push(Column::new(fact.name.into(), missing.iter().map(&mut cell).collect::<Vec<_>>()));
            }
        }
    }
    DataFrame::new(ROWS, columns).unwrap()
}

/// A cell as SQLite's own table holds it.
fn cell(fact: &Fact, value: Option<&Value>) -> String {
    let text = match value {
        None => "NULL".to_owned(),
        Some(Value::Bool(b)) => i32::from(*b).to_string(),
        Some(Value::Int(n)) => n.to_string(),
        Some(Value::Real(x)) => format!("{x:?}"),
        Some(Value::Date(date)) => format!("'{date}'"),
        Some(Value::Text(text)) => format!("'{}'", text.replace('\'', "''")),
    };
    format!("{text} AS {}", fact.name)
}

/// A database with the rows of a frame as its table `facts`; `pick` chooses one value where bounds lie apart.
fn database(scope: Scope, frame: &DataFrame, pick: impl Fn(&thamdinh::rule::Known, usize) -> Option<Value>) -> Connection {
    let database = Connection::open_in_memory().unwrap();
    database.execute_batch("PRAGMA case_sensitive_like = ON").unwrap();
    for row in 0..frame.height() {
        let cells: Vec<String> = scope
            .facts()
            .enumerate()
            .map(|(at, fact)| cell(fact, pick(&FrameRow { frame, row }.fact(fact.name), row + at).as_ref()))
            .collect();
        let select = format!("SELECT {}", cells.join(", "));
        let statement = if row == 0 { format!("CREATE TABLE facts AS {select}") } else { format!("INSERT INTO facts {select}") };
        database.execute_batch(&statement).unwrap();
    }
    database
}

/// The condition as SQLite reads it: days are texts, and our functions are written out.
fn query(version: &Version, as_of: NaiveDate) -> String {
    let sql = version.condition.sql().replace("DATE '", "'").replace(":as_of", &format!("'{as_of}'"));
    assert!(!sql.contains("INTERVAL"), "{sql}");
    let mut out = String::new();
    let mut rest = sql.as_str();
    while let Some(at) = rest.find("months_between(") {
        out.push_str(&rest[..at]);
        let inner = &rest[at + "months_between(".len()..];
        let (mut depth, mut comma, mut end) = (0, 0, 0);
        for (i, c) in inner.char_indices() {
            match c {
                '(' => depth += 1,
                ')' if depth == 0 => {
                    end = i;
                    break;
                }
                ')' => depth -= 1,
                ',' if depth == 0 => comma = i,
                _ => {}
            }
        }
        let (from, to) = (inner[..comma].trim(), inner[comma + 1..end].trim());
        let part = |what: &str, of: &str| format!("CAST(strftime('{what}', {of}) AS INTEGER)");
        let months = format!("({} - {}) * 12 + {} - {}", part("%Y", to), part("%Y", from), part("%m", to), part("%m", from));
        let last = part("%d", &format!("date({to}, 'start of month', '+1 month', '-1 day')"));
        // A day that the month does not have counts as its last.
        write!(out, "({months} - (min({}, {last}) > {}))", part("%d", from), part("%d", to)).unwrap();
        rest = &inner[end + 1..];
    }
    out + rest
}

/// A day inside every version of every rule.
fn days(set: &RuleSet) -> BTreeSet<NaiveDate> {
    set.rules.iter().flat_map(|rule| &rule.versions).flat_map(|version| [Some(version.from), version.to]).flatten().collect()
}

fn answers(database: &Connection, query: &str) -> Vec<Option<bool>> {
    let mut statement =
        database.prepare(&format!("SELECT {query} FROM facts ORDER BY rowid")).unwrap_or_else(|error| panic!("{error}: {query}"));
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn sqlite_agrees_with_every_version_of_the_shipped_pack() {
    let set = pack();
    let mut mix = Mix(1);
    let (mut conditions, mut rows, mut counts) = (0, 0, [0_usize; 3]);
    for scope in Scope::ALL {
        let frame = frame(scope, &set, 0, &mut mix);
        let database = database(scope, &frame, |known, _| known.exact().cloned());
        let mut seen = BTreeSet::new();
        for as_of in days(&set) {
            for asked in evaluate(&set, scope, &frame, as_of).unwrap() {
                // A version is asked on its first and its last day; once is enough.
                if !seen.insert((asked.rule.id.clone(), asked.version.name())) {
                    continue;
                }
                let query = query(asked.version, as_of);
                let theirs = answers(&database, &query);
                conditions += 1;
                for (row, (ours, theirs)) in asked.outcome.iter().zip(&theirs).enumerate() {
                    let facts = FrameRow { frame: &frame, row };
                    assert_eq!(ours, *theirs, "{} {}, row {row}: {query}", asked.rule.id, asked.version.name());
                    assert_eq!(asked.version.decide(&facts, as_of), ours, "{} row {row}", asked.rule.id);
                    counts[match ours {
                        Some(true) => 0,
                        Some(false) => 1,
                        None => 2,
                    }] += 1;
                    rows += 1;
                }
            }
        }
    }
    let versions: usize = set.rules.iter().map(|rule| rule.versions.len()).sum();
    assert_eq!(conditions, versions, "every version is asked");
    assert!(counts.iter().all(|count| *count > rows / 50), "{counts:?}");
    println!(
        "{conditions} conditions, {rows} answers the same: {} review, {} clear, {} undecided",
        counts[0], counts[1], counts[2]
    );
}

/// What a condition says of bounds it must say of every value within them, as SQLite sees that value.
#[test]
fn what_is_decided_within_bounds_sqlite_decides_for_every_value_in_them() {
    let set = pack();
    let mut mix = Mix(2);
    let as_of: NaiveDate = "2025-11-01".parse().unwrap();
    let mut decided = 0;
    for scope in Scope::ALL {
        let frame = frame(scope, &set, 40, &mut mix);
        let worlds = [0, 1, 2].map(|world| {
            database(scope, &frame, |known, at| {
                let (min, max) = (known.min.clone()?, known.max.clone()?);
                Some(match (world, &min, &max) {
                    (0, _, _) => min,
                    (1, _, _) => max,
                    (_, Value::Int(a), Value::Int(b)) => Value::Int(a + i64::try_from(at).unwrap() % (b - a + 1)),
                    (_, Value::Date(a), Value::Date(b)) => {
                        let days = (*b - *a).num_days() + 1;
                        Value::Date(*a + Days::new(u64::try_from(i64::try_from(at).unwrap() % days).unwrap()))
                    }
                    _ => min,
                })
            })
        });
        for asked in evaluate(&set, scope, &frame, as_of).unwrap() {
            let query = query(asked.version, as_of);
            for theirs in worlds.iter().map(|database| answers(database, &query)) {
                for (row, (ours, theirs)) in asked.outcome.iter().zip(theirs).enumerate() {
                    if ours.is_some() {
                        assert_eq!(ours, theirs, "{} row {row}: {query}", asked.rule.id);
                        decided += 1;
                    }
                }
            }
        }
    }
    assert!(decided > 100_000, "{decided}");
}
