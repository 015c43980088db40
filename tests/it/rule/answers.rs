use chrono::NaiveDate;
use thamdinh::lang::Lang;
use thamdinh::rule::explain::explain;
use thamdinh::rule::{Known, Outcome, Value};

use super::{row, rule};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn within(min: i64, max: i64) -> Known {
    Known::between(Some(Value::Int(min)), Some(Value::Int(max)))
}

fn days(min: &str, max: &str) -> Known {
    Known::between(Some(Value::Date(day(min))), Some(Value::Date(day(max))))
}

/// A condition, its parameters, a row, the outcome, and the facts that are missing.
#[test]
fn unknown_facts_decide_only_where_they_do_not_matter() {
    let unknown = || Known::UNKNOWN;
    let cases = [
        ("a < 3", "", row([("a", 2.into())]), Outcome::Review, vec![]),
        ("a < 3", "", row([("a", 3.into())]), Outcome::Clear, vec![]),
        ("a < 3", "", row([]), Outcome::Undecided, vec!["a"]),
        ("a < 3 AND b < 3", "", row([("b", 5.into())]), Outcome::Clear, vec![]),
        ("a < 3 AND b < 3", "", row([("b", 1.into())]), Outcome::Undecided, vec!["a"]),
        ("a < 3 OR b < 3", "", row([("b", 1.into()), ("a", unknown())]), Outcome::Review, vec![]),
        ("NOT (a < 3 OR f)", "", row([("a", 5.into())]), Outcome::Undecided, vec!["f"]),
        ("i < 24", "", row([("i", within(20, 23))]), Outcome::Review, vec![]),
        ("i < 24", "", row([("i", within(24, 30))]), Outcome::Clear, vec![]),
        ("i < 24", "", row([("i", within(23, 24))]), Outcome::Undecided, vec!["i"]),
        ("i + 1 BETWEEN 21 AND 24", "", row([("i", within(20, 23))]), Outcome::Review, vec![]),
        ("i IN (1, 2)", "", row([("i", within(3, 9))]), Outcome::Clear, vec![]),
        ("i IS NULL", "", row([("i", within(3, 9))]), Outcome::Clear, vec![]),
        ("i IS NULL", "", row([]), Outcome::Review, vec![]),
        ("c IN ('red', 'blue')", "", row([("c", "red".into())]), Outcome::Review, vec![]),
        ("a < :m[c]", "m = { red = 1, green = 9 }", row([("a", 5.into()), ("c", "green".into())]), Outcome::Review, vec![]),
        ("a < :m[c]", "m = { red = 1 }", row([("a", 5.into()), ("c", "blue".into())]), Outcome::Undecided, vec!["c"]),
        ("a < :m[c]", "m = { red = 1 }", row([("c", "red".into())]), Outcome::Undecided, vec!["a"]),
        ("a / b > 1", "", row([("a", 5.into()), ("b", 0.into())]), Outcome::Undecided, vec!["a", "b"]),
        ("a / 2 = 2.5", "", row([("a", 5.into())]), Outcome::Review, vec![]),
        ("a * 9007199254740992 > 0", "", row([("a", 2.into())]), Outcome::Undecided, vec!["a"]),
        ("months_between(p, :as_of) < 24", "", row([("p", days("2024-01-01", "2024-12-31"))]), Outcome::Review, vec![]),
        ("months_between(p, :as_of) < 12", "", row([("p", days("2024-01-01", "2024-12-31"))]), Outcome::Undecided, vec!["p"]),
        ("d + INTERVAL '1 year' > :as_of", "", row([("d", day("2024-09-15").into())]), Outcome::Clear, vec![]),
        ("d + INTERVAL '1 year' >= :as_of", "", row([("d", day("2024-09-15").into())]), Outcome::Review, vec![]),
        (
            "CASE WHEN c IS NULL THEN NULL WHEN c = 'red' THEN a ELSE b END > 1",
            "",
            row([("a", 5.into())]),
            Outcome::Undecided,
            vec!["c"],
        ),
        (
            "CASE WHEN c IS NULL THEN NULL WHEN c = 'red' THEN a ELSE b END > 1",
            "",
            row([("c", "blue".into())]),
            Outcome::Undecided,
            vec!["b"],
        ),
        ("coalesce(a, b, 7) = 7", "", row([]), Outcome::Review, vec![]),
        ("greatest(a, b) > 3", "", row([("a", 5.into())]), Outcome::Undecided, vec!["b"]),
        ("t LIKE 'Phó%' AND t NOT LIKE '%tỉnh'", "", row([("t", "Phó Bí thư huyện".into())]), Outcome::Review, vec![]),
        ("t LIKE 'P_ó%h_y_n'", "", row([("t", "Phó Bí thư huyện".into())]), Outcome::Review, vec![]),
        (
            "working_days_between(d, e) > 3",
            "",
            row([("d", day("2025-09-15").into()), ("e", day("2025-09-19").into())]),
            Outcome::Review,
            vec![],
        ),
    ];
    for (when, parameters, facts, outcome, missing) in cases {
        let set = rule(when, parameters);
        let as_of = day("2025-09-15");
        let version = set.rules[0].version(as_of).expect("a version");
        assert_eq!(Outcome::of(version.decide(&facts, as_of)), outcome, "{when} on {facts:?}");
        assert_eq!(version.missing(&facts, as_of), missing, "{when} on {facts:?}");
    }
}

#[test]
fn a_reason_says_values_as_a_person_would() {
    let cases = [
        ("{c}, {a}", row([("c", "red".into()), ("a", 18_476.into())]), "red, 18.476"),
        ("{d} {f}", row([("d", day("2025-09-05").into()), ("f", true.into())]), "05/09/2025 có"),
        ("{i}", row([("i", within(22, 34))]), "từ 22 đến 34"),
        ("{p}", row([("p", days("2023-03-01", "2023-03-31"))]), "tháng 03/2023"),
        ("{p}", row([("p", days("2023-01-01", "2023-12-31"))]), "năm 2023"),
        ("{p}", row([]), "chưa rõ"),
        ("{:m[c]} tháng, {:n}, đến {:as_of}", row([("c", "red".into())]), "12 tháng, 0,50, đến 15/09/2025"),
    ];
    for (reason, facts, expected) in cases {
        let text = super::file("a < :m[c] OR x < :n", "m = { red = 12 }, n = 0.5").replace("a là {a}", reason);
        let set = super::set(&[("XX001-x.toml", text)]).expect(reason);
        let as_of = day("2025-09-15");
        let rule = &set.rules[0];
        let version = rule.version(as_of).expect("a version");
        assert_eq!(rule.reason.fill(Lang::Vi, version, &facts, as_of), expected);
    }
}

#[test]
fn an_explanation_says_each_part_whole_and_which_of_them_decided() {
    let set = rule("NOT f AND c IN ('red', 'blue') AND (i < :m[c] OR x IS NULL)", "m = { red = 24, blue = 12 }");
    let facts = row([("f", false.into()), ("c", "red".into()), ("i", within(20, 30)), ("x", 0.5.into())]);
    let explained = explain(&set.rules[0], &facts, day("2025-09-15"), Lang::Vi);
    assert_eq!(explained.outcome, Some(Outcome::Undecided));
    assert_eq!(
        explained.render(Lang::Vi).lines().skip(2).collect::<Vec<_>>(),
        [
            "  còn thiếu: i",
            "> ? NOT f AND c IN ('red', 'blue') AND (i < :m[c] OR x IS NULL)",
            "    ✓ NOT f",
            "      ✗ f   không",
            "    ✓ c IN ('red', 'blue')   'red' IN ('red', 'blue')",
            ">   ? i < :m[c] OR x IS NULL",
            ">     ? i < :m[c]   từ 20 đến 30 < 24",
            "      ✗ x IS NULL   0,50 IS NULL",
        ]
    );
}
