//! What does a comparison say of columns, known exactly or within bounds?

use chrono::NaiveDate;
use polars::prelude::*;

use super::super::condition::{Comparison, Item, Kind, Pattern};
use super::super::value::Value;
use super::{Col, null, value};

/// More values than this are looked up in a set; fewer are compared one by one, which is faster on short codes.
const FEW: usize = 8;

pub(super) fn compare_day(op: Comparison, date: &Col, day: NaiveDate) -> Expr {
    compare(op, date, &Col::One(value(&Value::Date(day))))
}

pub(super) fn plain(op: Comparison, a: Expr, b: Expr) -> Expr {
    match op {
        Comparison::Equal => a.eq(b),
        Comparison::NotEqual => a.neq(b),
        Comparison::Less => a.lt(b),
        Comparison::LessOrEqual => a.lt_eq(b),
        Comparison::Greater => a.gt(b),
        Comparison::GreaterOrEqual => a.gt_eq(b),
    }
}

pub(super) fn compare(op: Comparison, a: &Col, b: &Col) -> Expr {
    if let (Col::One(a), Col::One(b)) = (a, b) {
        return plain(op, a.clone(), b.clone());
    }
    let (sure, never) = match op {
        Comparison::Less => (a.max().lt(b.min()), a.min().gt_eq(b.max())),
        Comparison::LessOrEqual => (a.max().lt_eq(b.min()), a.min().gt(b.max())),
        Comparison::Greater => (a.min().gt(b.max()), a.max().lt_eq(b.min())),
        Comparison::GreaterOrEqual => (a.min().gt_eq(b.max()), a.max().lt(b.min())),
        Comparison::Equal | Comparison::NotEqual => {
            let same = a.max().lt_eq(b.min()).and(b.max().lt_eq(a.min()));
            let apart = a.max().lt(b.min()).or(b.max().lt(a.min()));
            if op == Comparison::Equal { (same, apart) } else { (apart, same) }
        }
    };
    when(sure).then(lit(true)).when(never).then(lit(false)).otherwise(null(Kind::Bool))
}

pub(super) fn among(column: &Col, items: &[Item]) -> Expr {
    if let Col::One(expr) = column
        && items.len() > FEW
        && let Some(set) = set(items)
    {
        return expr.clone().is_in(lit(set).implode(false), false);
    }
    any(items.iter().map(|item| compare(Comparison::Equal, column, &Col::One(value(&item.value)))))
}

/// The constants of a list as one series. None: they are of several kinds.
pub(super) fn set(items: &[Item]) -> Option<Series> {
    let name = PlSmallStr::EMPTY;
    let texts: Option<Vec<&str>> =
        items.iter().map(|item| if let Value::Text(text) = &item.value { Some(&**text) } else { None }).collect();
    texts.map(|texts| Series::new(name, texts))
}

pub(super) fn like(text: Expr, pattern: &Pattern) -> Expr {
    match pattern {
        Pattern::Is(part) => text.eq(lit(part.as_str())),
        Pattern::Starts(part) => text.str().starts_with(lit(part.as_str())),
        Pattern::Ends(part) => text.str().ends_with(lit(part.as_str())),
        Pattern::Contains(part) => text.str().contains_literal(lit(part.as_str())),
        Pattern::Any(pattern) => {
            let mut regex = String::from("(?s)^");
            for c in pattern.chars() {
                match c {
                    '%' => regex.push_str(".*"),
                    '_' => regex.push('.'),
                    c => {
                        if c.is_ascii_punctuation() {
                            regex.push('\\');
                        }
                        regex.push(c);
                    }
                }
            }
            regex.push('$');
            text.str().contains(lit(regex), true)
        }
    }
}

pub(super) fn all(parts: impl Iterator<Item = Expr>) -> Expr {
    parts.reduce(Expr::and).unwrap_or_else(|| lit(true))
}

pub(super) fn any(parts: impl Iterator<Item = Expr>) -> Expr {
    parts.reduce(Expr::or).unwrap_or_else(|| lit(false))
}
