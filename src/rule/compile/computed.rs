//! How are columns computed where polars has no expression of its own, or none that keeps to our bounds?

use chrono::NaiveDate;
use polars::prelude::*;

use super::super::condition::{Arithmetic, Expr as Part, Function, Kind, Node};
use super::super::days;
use super::super::row::{cell, day};
use super::super::sql::MAX_INT;
use super::super::value::{Known, Value};
use super::{Col, dtype, null, number_of};

pub(super) fn combine(op: Arithmetic, a: Expr, b: Expr) -> Expr {
    match op {
        Arithmetic::Add => a + b,
        Arithmetic::Subtract => a - b,
        Arithmetic::Multiply => a * b,
        Arithmetic::Divide => a / b,
    }
}

/// The number where it is one; a division by zero and the like are unknown.
///
/// A function of one column: written as `when … then`, the number would stand there twice, and nested ones would double each time.
pub(super) fn finite(expr: Expr) -> Expr {
    expr.map(
        |column| {
            let numbers = column.f64()?;
            if numbers.iter().flatten().all(f64::is_finite) {
                return Ok(column);
            }
            let out: Float64Chunked = numbers.iter().map(|x| x.filter(|x| x.is_finite())).collect();
            Ok(out.into_column().with_name(column.name().clone()))
        },
        |_, field| Ok(field.clone()),
    )
}

/// A function of values within bounds, row by row: for what is rare.
pub(super) fn via(kind: Kind, arguments: Vec<Col>, f: impl Fn(&[Known]) -> Known + Clone + Send + Sync + 'static) -> Col {
    let is_exact = arguments.iter().all(|argument| matches!(argument, Col::One(_)));
    let widths: Vec<usize> = arguments.iter().map(|argument| if matches!(argument, Col::One(_)) { 1 } else { 2 }).collect();
    let columns: Vec<Expr> = arguments
        .into_iter()
        .flat_map(|argument| match argument {
            Col::One(expr) => vec![expr],
            Col::Range(min, max) => vec![min, max],
        })
        .collect();
    let one = |is_max: bool| {
        let (f, widths) = (f.clone(), widths.clone());
        let Some((first, rest)) = columns.split_first() else { return null(kind) };
        first.clone().map_many(
            move |columns| {
                let height = columns.iter().map(Column::len).max().unwrap_or(0);
                let name = columns.first().map(|column| column.name().clone()).unwrap_or_default();
                let mut known = Vec::with_capacity(widths.len());
                let mut out = Vec::with_capacity(height);
                for at in 0..height {
                    known.clear();
                    // A single constant stands for all rows.
                    let mut bounds = columns.iter().map(|column| cell(&column.get(if column.len() == 1 { 0 } else { at }).ok()?));
                    for width in &widths {
                        let min = bounds.next().flatten();
                        let max = if *width == 1 { min.clone() } else { bounds.next().flatten() };
                        known.push(Known::between(min, max));
                    }
                    let value = f(&known);
                    out.push(if is_max { value.max } else { value.min });
                }
                Ok(column(name, kind, &out))
            },
            rest,
            move |_, fields| Ok(Field::new(fields.first().map(|field| field.name().clone()).unwrap_or_default(), dtype(kind))),
        )
    };
    if is_exact { Col::One(one(false)) } else { Col::Range(one(false), one(true)) }
}

/// Values of one kind as a column.
pub(super) fn column(name: PlSmallStr, kind: Kind, values: &[Option<Value>]) -> Column {
    let each = || values.iter().map(Option::as_ref);
    match kind {
        Kind::Bool => {
            let bools = each().map(|value| if let Some(Value::Bool(b)) = value { Some(*b) } else { None });
            bools.collect::<BooleanChunked>().into_column()
        }
        Kind::Int => {
            let ints = each().map(|value| if let Some(Value::Int(n)) = value { Some(*n) } else { None });
            ints.collect::<Int64Chunked>().into_column()
        }
        Kind::Real => each().map(|value| value.and_then(Value::as_real)).collect::<Float64Chunked>().into_column(),
        Kind::Date => {
            let days = each().map(|value| if let Some(Value::Date(date)) = value { Some(number_of(*date)) } else { None });
            days.collect::<Int32Chunked>().into_date().into_column()
        }
        Kind::Text | Kind::Code(_) | Kind::Null => {
            let texts = each().map(|value| if let Some(Value::Text(text)) = value { Some(&**text) } else { None });
            texts.collect::<StringChunked>().into_column()
        }
    }
    .with_name(name)
}

/// How large a whole number can become, before it is cut to what is exact.
pub(super) fn bound(part: &Part) -> i128 {
    let most = i128::from(MAX_INT);
    let of = |value: &Value| if let Value::Int(n) = value { i128::from(n.unsigned_abs()) } else { 0 };
    let largest = |parts: &[Part]| parts.iter().map(bound).max().unwrap_or(0);
    match &part.node {
        Node::Literal(value) | Node::Parameter { value, .. } => of(value),
        Node::Fact(_) => i128::from(i32::MAX) + 1,
        Node::Lookup { table, .. } => table.values().map(of).max().unwrap_or(0),
        Node::Negate(inner) => bound(inner),
        Node::Arithmetic { op, left, right } => {
            let (a, b) = (bound(left).min(most), bound(right).min(most));
            if *op == Arithmetic::Multiply { a.saturating_mul(b) } else { a + b }
        }
        Node::Call { function: Function::Coalesce | Function::Least | Function::Greatest, arguments } => largest(arguments),
        Node::Call { .. } => i128::from(i32::MAX),
        Node::Case { arms, otherwise } => {
            arms.iter().map(|(_, then)| bound(then)).chain(otherwise.iter().map(|otherwise| bound(otherwise))).max().unwrap_or(0)
        }
        _ => 0,
    }
}

pub(super) fn shift(date: Expr, months: i32, days: i32) -> Expr {
    date.map(
        move |column| {
            let out: Int32Chunked = column
                .cast(&DataType::Int32)?
                .i32()?
                .iter()
                .map(|at| {
                    let shifted = days::shifted(day(at?)?, months, days)?;
                    Some(number_of(shifted))
                })
                .collect();
            Ok(out.into_date().into_column().with_name(column.name().clone()))
        },
        |_, field| Ok(Field::new(field.name().clone(), DataType::Date)),
    )
}

/// A number counted from one date column to another; either may be a single constant.
pub(super) fn count(from: Expr, to: Expr, count: fn(NaiveDate, NaiveDate) -> i64) -> Expr {
    from.map_many(
        move |columns| {
            let [from, to] = columns else { return Err(PolarsError::ComputeError("two dates expected".into())) };
            let name = from.name().clone();
            let (from, to) = (from.cast(&DataType::Int32)?, to.cast(&DataType::Int32)?);
            let (from, to) = (from.i32()?, to.i32()?);
            let between = |from: Option<i32>, to: Option<i32>| Some(count(day(from?)?, day(to?)?));
            let out: Int64Chunked = match (from.len(), to.len()) {
                (a, b) if a == b => from.iter().zip(to.iter()).map(|(from, to)| between(from, to)).collect(),
                (1, _) => to.iter().map(|to| between(from.get(0), to)).collect(),
                (_, 1) => from.iter().map(|from| between(from, to.get(0))).collect(),
                _ => return Err(PolarsError::ShapeMismatch("columns of one length expected".into())),
            };
            Ok(out.into_column().with_name(name))
        },
        &[to],
        |_, fields| {
            let name = fields.first().map(|field| field.name().clone()).unwrap_or_default();
            Ok(Field::new(name, DataType::Int64))
        },
    )
}
