//! Three readers of one condition: the interpreter of single rows, polars over columns, and SQLite, which knows nothing of us.

use chrono::NaiveDate;
use polars::prelude::*;
use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;
use rusqlite::Connection;
use thamdinh::diag::Level;
use thamdinh::lang::Lang;
use thamdinh::rule::{FactRow, FrameRow, evaluate};
use thamdinh::table::facts::Scope;

use super::{COLOURS, FACTS, file, set};

const AS_OF: &str = "2025-03-31";
/// The table of days `:r[c]`, for SQLite.
const LOOKED_UP: &str = "CASE c WHEN 'red' THEN '2024-03-01' WHEN 'green' THEN '2024-12-31' END";

/// One condition twice: as rules write it, and as SQLite does. None: SQLite has no such thing (bounds, our functions).
#[derive(Debug, Clone)]
struct Sql {
    ours: String,
    theirs: Option<String>,
}

fn same(text: impl Into<String>) -> Sql {
    let text = text.into();
    Sql { theirs: Some(text.clone()), ours: text }
}

fn ours(text: impl Into<String>) -> Sql {
    Sql { ours: text.into(), theirs: None }
}

/// A template with `#` for each part.
fn fill(ours: &str, theirs: Option<&str>, parts: &[Sql]) -> Sql {
    let put = |template: &str, texts: Vec<&str>| {
        let mut texts = texts.into_iter();
        template.split('#').enumerate().fold(String::new(), |out, (i, piece)| {
            if i == 0 { piece.to_owned() } else { format!("{out}{}{piece}", texts.next().unwrap_or_default()) }
        })
    };
    let theirs = theirs.and_then(|theirs| {
        let parts: Option<Vec<&str>> = parts.iter().map(|part| part.theirs.as_deref()).collect();
        Some(put(theirs, parts?))
    });
    Sql { ours: put(ours, parts.iter().map(|part| part.ours.as_str()).collect()), theirs }
}

fn day_text(n: i32) -> String {
    (NaiveDate::from_ymd_opt(2024, 1, 15).expect("a day") + chrono::Days::new(u64::try_from(n).expect("positive"))).to_string()
}

fn date() -> BoxedStrategy<Sql> {
    let leaf = prop_oneof![
        Just(same("d")),
        Just(same("e")),
        Just(ours("p")),
        Just(ours("q")),
        (0..500).prop_map(|n| Sql { ours: format!("DATE '{}'", day_text(n)), theirs: Some(format!("'{}'", day_text(n))) }),
        Just(Sql { ours: ":as_of".to_owned(), theirs: Some(format!("'{AS_OF}'")) }),
        Just(Sql { ours: ":r[c]".to_owned(), theirs: Some(LOOKED_UP.to_owned()) }),
    ];
    let shifted = (leaf.clone(), 0..30i32, prop::bool::ANY, prop::bool::ANY).prop_map(|(date, n, is_minus, is_days)| {
        let (sign, unit) = (if is_minus { '-' } else { '+' }, if is_days { "days" } else { "months" });
        let theirs = format!("date(#, '{sign}{n} {unit}', 'floor')");
        // `floor` is for months; with days SQLite refuses nothing and changes nothing.
        fill(&format!("(# {sign} INTERVAL '{n} {unit}')"), Some(&theirs), &[date])
    });
    prop_oneof![3 => leaf, 2 => shifted].boxed()
}

fn number() -> BoxedStrategy<Sql> {
    let leaf = prop_oneof![
        Just(same("a")),
        Just(same("b")),
        Just(same("x")),
        Just(ours("i")),
        Just(ours("j")),
        (0..6i64).prop_map(|n| same(n.to_string())),
        (0..6i64).prop_map(|n| same(format!("{n}.5"))),
        Just(ours("9007199254740990")),
        Just(Sql { ours: ":m[c]".to_owned(), theirs: Some("CASE c WHEN 'red' THEN 2 WHEN 'green' THEN 4 END".to_owned()) }),
        Just(Sql { ours: ":n".to_owned(), theirs: Some("3".to_owned()) }),
        (date(), date()).prop_map(|(a, b)| fill("days_between(#, #)", None, &[a, b])),
        (date(), date()).prop_map(|(a, b)| fill("months_between(#, #)", None, &[a, b])),
        (date(), date()).prop_map(|(a, b)| fill("working_days_between(#, #)", None, &[a, b])),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| fill("(# + #)", Some("(# + #)"), &[a, b])),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| fill("(# - #)", Some("(# - #)"), &[a, b])),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| fill("(# * #)", Some("(# * #)"), &[a, b])),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| fill("(# / #)", Some("(CAST(# AS REAL) / #)"), &[a, b])),
            inner.clone().prop_map(|a| fill("(- #)", Some("(- #)"), &[a])),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| fill("least(#, #)", Some("min(#, #)"), &[a, b])),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| fill("greatest(#, #)", Some("max(#, #)"), &[a, b])),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| fill("coalesce(#, #)", Some("coalesce(#, #)"), &[a, b])),
            (inner.clone(), inner).prop_map(|(a, b)| {
                let case = "CASE WHEN a IS NULL THEN NULL WHEN a > 2 THEN # ELSE # END";
                fill(case, Some(case), &[a, b])
            }),
        ]
    })
    .boxed()
}

fn question() -> BoxedStrategy<Sql> {
    let op = prop::sample::select(vec!["=", "<>", "<", "<=", ">", ">="]);
    let op_again = op.clone();
    let not = || prop::sample::select(vec!["", "NOT "]);
    let both = |text: String, parts: &[Sql]| fill(&text, Some(&text), parts);
    let leaf = prop_oneof![
        (number(), op.clone(), number()).prop_map(move |(a, op, b)| both(format!("(# {op} #)"), &[a, b])),
        (date(), op, date()).prop_map(move |(a, op, b)| both(format!("(# {op} #)"), &[a, b])),
        // The forms that are moved to the constant's side.
        (date(), date(), op_again, -3..30i64, prop::bool::ANY).prop_map(move |(a, b, op, n, is_first)| {
            let ours =
                if is_first { format!("(months_between(#, #) {op} {n})") } else { format!("({n} {op} months_between(#, #))") };
            fill(&ours, None, &[a, b])
        }),
        (number(), not(), number(), number())
            .prop_map(move |(a, not, b, c)| both(format!("(# {not}BETWEEN # AND #)"), &[a, b, c])),
        (number(), not(), 0..5, 0..5).prop_map(move |(a, not, b, c)| both(format!("(# {not}IN ({b}, {c}, 7.5))"), &[a])),
        (number(), not()).prop_map(move |(a, not)| both(format!("(# IS {not}NULL)"), &[a])),
        (date(), not()).prop_map(move |(a, not)| both(format!("(# IS {not}NULL)"), &[a])),
        Just(same("f")),
        Just(same("g = FALSE")),
        prop::sample::subsequence(COLOURS.to_vec(), 1..=3).prop_map(|colours| same(format!("c IN ('{}')", colours.join("', '")))),
        Just(same("c = 'red'")),
        prop::sample::select(vec!["ab%", "%b", "%b%", "a_c", "a%c", "abc", "%", "_b%c"])
            .prop_map(|like| same(format!("t LIKE '{like}'"))),
        Just(same("lower(t) = 'abc'")),
        Just(Sql {
            ours: "t IN (:many)".to_owned(),
            theirs: Some("t IN ('abc', 'b', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7')".to_owned())
        }),
    ];
    leaf.prop_recursive(4, 12, 3, move |inner| {
        prop_oneof![
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(move |(a, b, c)| both("(# AND # AND #)".to_owned(), &[a, b, c])),
            (inner.clone(), inner.clone()).prop_map(move |(a, b)| both("(# OR #)".to_owned(), &[a, b])),
            inner.clone().prop_map(move |a| both("(NOT #)".to_owned(), &[a])),
            (inner.clone(), inner)
                .prop_map(move |(a, b)| { both("CASE WHEN f IS NULL THEN NULL WHEN f THEN # ELSE # END".to_owned(), &[a, b]) }),
        ]
    })
    .boxed()
}

type Cells =
    (Option<i32>, Option<i32>, Option<i8>, Option<usize>, Option<usize>, Option<bool>, Option<bool>, Option<i32>, Option<i32>);
type Bounds = [(Option<i32>, i32); 4];

fn frame() -> impl Strategy<Value = DataFrame> {
    let cells = (
        prop::option::of(-3..6i32),
        prop::option::of(prop_oneof![9 => 0..4i32, 1 => Just(i32::MIN), 1 => Just(i32::MAX)]),
        prop::option::of(-2..8i8),
        prop::option::of(0..3usize),
        prop::option::of(0..6usize),
        prop::option::of(prop::bool::ANY),
        prop::option::of(prop::bool::ANY),
        prop::option::of(0..500i32),
        prop::option::of(0..500i32),
    );
    let bound = |most: i32| (prop::option::of(0..most), prop_oneof![Just(0), 0..most / 5]);
    let bounds = (bound(6), bound(6), bound(500), bound(500)).prop_map(|(a, b, c, d)| [a, b, c, d]);
    prop::collection::vec((cells, bounds), 1..12).prop_map(|rows: Vec<(Cells, Bounds)>| {
        const TEXTS: [&str; 6] = ["abc", "ABC", "b", "ab", "xbyc", ""];
        let first = 19_737; // 15 January 2024
        let dates = |name: &str, days: Vec<Option<i32>>| {
            Int32Chunked::from_iter_options(name.into(), days.into_iter().map(|day| day.map(|day| day + first)))
                .into_date()
                .into_column()
        };
        let ints = |name: &str, cells: Vec<Option<i32>>| Column::new(name.into(), cells);
        let low = |k: usize| rows.iter().map(|(_, bounds)| bounds[k].0).collect::<Vec<_>>();
        let high = |k: usize| rows.iter().map(|(_, bounds)| bounds[k].0.map(|low| low + bounds[k].1)).collect::<Vec<_>>();
        let columns = vec![
            ints("a", rows.iter().map(|(cells, _)| cells.0).collect()),
            ints("b", rows.iter().map(|(cells, _)| cells.1).collect()),
            Column::new("x".into(), rows.iter().map(|(cells, _)| cells.2.map(|n| f64::from(n) / 2.0)).collect::<Vec<_>>()),
            Column::new("c".into(), rows.iter().map(|(cells, _)| cells.3.map(|k| COLOURS[k])).collect::<Vec<_>>()),
            Column::new("t".into(), rows.iter().map(|(cells, _)| cells.4.map(|k| TEXTS[k])).collect::<Vec<_>>()),
            Column::new("f".into(), rows.iter().map(|(cells, _)| cells.5).collect::<Vec<_>>()),
            Column::new("g".into(), rows.iter().map(|(cells, _)| cells.6).collect::<Vec<_>>()),
            dates("d", rows.iter().map(|(cells, _)| cells.7).collect()),
            dates("e", rows.iter().map(|(cells, _)| cells.8).collect()),
            ints("i_min", low(0)),
            ints("i_max", high(0)),
            ints("j_min", low(1)),
            ints("j_max", high(1)),
            dates("p_min", low(2)),
            dates("p_max", high(2)),
            dates("q_min", low(3)),
            dates("q_max", high(3)),
        ];
        DataFrame::new(rows.len(), columns).expect("columns of one length")
    })
}

/// The row as SQLite's own table would hold it.
fn select(row: FrameRow) -> String {
    let cell = |name: &str| {
        let known = row.fact(name);
        let text = match known.exact() {
            None => "NULL".to_owned(),
            Some(thamdinh::rule::Value::Bool(b)) => i32::from(*b).to_string(),
            Some(thamdinh::rule::Value::Int(n)) => n.to_string(),
            Some(thamdinh::rule::Value::Real(x)) => format!("{x:.1}"),
            Some(thamdinh::rule::Value::Date(date)) => format!("'{date}'"),
            Some(thamdinh::rule::Value::Text(text)) => format!("'{text}'"),
        };
        format!("{text} AS {name}")
    };
    let cells: Vec<_> = FACTS.iter().filter(|fact| !fact.is_interval).map(|fact| cell(fact.name)).collect();
    format!("SELECT {}", cells.join(", "))
}

/// Whether a whole number somewhere leaves the bounds within which every database is exact: SQLite then goes on with real numbers.
fn is_large(frame: &DataFrame) -> bool {
    let b = frame.column("b").expect("b").i32().expect("whole numbers");
    b.iter().flatten().any(|n| n.unsigned_abs() > 1_000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn three_readers_of_a_condition_agree(condition in question(), frame in frame()) {
        let parameters = "r = { red = 2024-03-01, green = 2024-12-31 }, m = { red = 2, green = 4 }, n = 3, many = ['abc', 'b', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7']";
        let when = format!("({}) OR (a < :m[c] AND b < :n AND t IN (:many) AND d < :r[c] AND a > 100)", condition.ours);
        let set = match set(&[("XX001-x.toml", file(&when, parameters))]) {
            Ok(set) => set,
            Err(error) => {
                // A condition that always or never holds is refused, rightly; nothing else may be.
                for problem in error.diagnostics().iter().filter(|problem| problem.level == Level::Error) {
                    prop_assert!(["R055", "R056", "R057"].contains(&problem.code()), "{}", error.render(Lang::En));
                }
                return Err(TestCaseError::reject("always or never"));
            }
        };
        let as_of: NaiveDate = AS_OF.parse().expect("a day");
        let asked = evaluate(&set, Scope::Candidate, &frame, as_of).expect("columns are there");
        let database = Connection::open_in_memory().expect("memory");
        database.execute_batch("PRAGMA case_sensitive_like = ON").expect("a setting");
        for at in 0..frame.height() {
            let row = FrameRow { frame: &frame, row: at };
            let columns = asked[0].outcome.get(at);
            prop_assert_eq!(asked[0].version.decide(&row, as_of), columns, "row {}: {}", at, &condition.ours);
            prop_assert_eq!(asked[0].missing(&row).is_empty(), columns.is_some());
            if let Some(theirs) = &condition.theirs && !is_large(&frame) {
                let many = "'abc', 'b', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7'";
                let guard = format!("(a < CASE c WHEN 'red' THEN 2 WHEN 'green' THEN 4 END AND b < 3 AND t IN ({many}) AND d < {LOOKED_UP} AND a > 100)");
                let query = format!("SELECT ({theirs}) OR {guard} FROM ({})", select(row));
                let found: Option<bool> = database.query_row(&query, [], |row| row.get(0)).expect(&query);
                prop_assert_eq!(found, columns, "SQLite, row {}: {}", at, &query);
            }
        }
    }
}

/// A few thousand in every run; `PROPTEST_CASES=50000` for a long one.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(3_000)
}
