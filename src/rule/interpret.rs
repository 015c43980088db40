//! What does a condition say of one row, part by part?
//!
//! The meaning of conditions, in the plainest form: `rule::compile` must give the same over columns, and a test holds it to that.
//! A value is what is known of it ([`Known`]): a comparison is true where it holds for every value within bounds, false where it
//! holds for none, else unknown.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::condition::{Arithmetic, Comparison, Expr, Function, Kind, Node};
use super::days;
use super::row::FactRow;
use super::value::{Known, Value};
use crate::vn::calendar::working_days_between;

/// What a condition's parts are worth on one row, by [`Expr::id`].
#[derive(Debug, Clone)]
pub struct Trace {
    values: Vec<Known>,
}

impl Trace {
    /// Every part of `root`, evaluated on `row`.
    pub fn new(root: &Expr, row: &dyn FactRow, as_of: NaiveDate) -> Self {
        let mut trace = Self { values: Vec::new() };
        trace.eval(root, row, as_of);
        trace
    }

    /// What a part is worth.
    pub fn value(&self, part: &Expr) -> &Known {
        self.values.get(part.id).unwrap_or(&NOTHING)
    }

    /// What a part of kind Bool says. None: unknown.
    pub fn answer(&self, part: &Expr) -> Option<bool> {
        answer(self.value(part))
    }

    /// The facts without which `part` is not known exactly, sorted: those in the parts that are unknown themselves.
    pub fn missing(&self, part: &Expr) -> Vec<&'static str> {
        let mut out = BTreeSet::new();
        self.collect(part, &mut out);
        out.into_iter().collect()
    }

    fn collect(&self, part: &Expr, out: &mut BTreeSet<&'static str>) {
        if self.value(part).exact().is_some() {
            return;
        }
        let before = out.len();
        match &part.node {
            Node::Fact(fact) => {
                out.insert(fact.name);
            }
            // The first arm whose condition is not false is the one that decides.
            Node::Case { arms, otherwise } => {
                let next = arms.iter().find(|(when, _)| self.answer(when) != Some(false));
                match next {
                    // `WHEN x IS NULL THEN NULL`: x is what is missing.
                    Some((when, Expr { node: Node::Null, .. })) => {
                        out.extend(when.walk().into_iter().filter(|part| self.value(part).is_unknown()).filter_map(fact_name));
                    }
                    Some((when, then)) => self.collect(if self.answer(when).is_none() { when } else { then }, out),
                    None => {
                        if let Some(otherwise) = otherwise {
                            self.collect(otherwise, out);
                        }
                    }
                }
            }
            _ => {
                for child in part.children() {
                    self.collect(child, out);
                }
            }
        }
        // Nothing is missing, yet nothing came out: a code without a value, a division by zero. The facts behind it are named.
        if out.len() == before {
            out.extend(
                part.walk().into_iter().filter_map(|part| if let Node::Fact(fact) = part.node { Some(fact.name) } else { None }),
            );
        }
    }

    fn eval(&mut self, expr: &Expr, row: &dyn FactRow, as_of: NaiveDate) -> Known {
        let at = self.values.len();
        self.values.push(Known::UNKNOWN);
        let mut go = |part: &Expr| self.eval(part, row, as_of);
        let value = match &expr.node {
            Node::Null => Known::UNKNOWN,
            Node::Literal(value) | Node::Parameter { value, .. } => Known::exactly(value.clone()),
            Node::AsOf => Known::exactly(Value::Date(as_of)),
            Node::Fact(fact) => row.fact(fact.name),
            Node::Lookup { table, key, .. } => match go(key).exact() {
                Some(Value::Text(code)) => table.get(code).cloned().map_or(Known::UNKNOWN, Known::exactly),
                _ => Known::UNKNOWN,
            },
            Node::Negate(inner) => {
                let inner = go(inner);
                Known { min: inner.max.as_ref().and_then(negated), max: inner.min.as_ref().and_then(negated) }
            }
            Node::Arithmetic { op, left, right } => {
                let (left, right) = (go(left), go(right));
                arithmetic(*op, &left, &right)
            }
            Node::Shift { date, months, days } => {
                let date = go(date);
                let shift = |value| match value {
                    Some(Value::Date(date)) => days::shifted(date, *months, *days).map(Value::Date),
                    _ => None,
                };
                Known { min: shift(date.min), max: shift(date.max) }
            }
            Node::Call { function, arguments } => {
                let arguments: Vec<Known> = arguments.iter().map(&mut go).collect();
                call(*function, &arguments, expr.kind)
            }
            Node::Not(inner) => truth(answer(&go(inner)).map(|b| !b)),
            Node::And(parts) => truth(parts.iter().map(|part| answer(&go(part))).fold(Some(true), and)),
            Node::Or(parts) => truth(parts.iter().map(|part| answer(&go(part))).fold(Some(false), or)),
            Node::Compare { op, left, right } => {
                let (left, right) = (go(left), go(right));
                truth(compare(*op, &left, &right))
            }
            Node::Among { value, items, is_negated } => {
                let value = go(value);
                let found = items.iter().map(|item| compare(Comparison::Equal, &value, &Known::exactly(item.value.clone())));
                truth(found.fold(Some(false), or).map(|b| b != *is_negated))
            }
            Node::Between { value, low, high, is_negated } => {
                let (value, low, high) = (go(value), go(low), go(high));
                let both =
                    and(compare(Comparison::GreaterOrEqual, &value, &low), compare(Comparison::LessOrEqual, &value, &high));
                truth(both.map(|b| b != *is_negated))
            }
            Node::Like { value, pattern, is_negated } => match go(value).exact() {
                Some(Value::Text(text)) => truth(Some(pattern.matches(text) != *is_negated)),
                _ => Known::UNKNOWN,
            },
            Node::IsNull { value, is_negated } => truth(Some(go(value).is_unknown() != *is_negated)),
            Node::Case { arms, otherwise } => {
                let mut decided: Option<Known> = None;
                for (when, then) in arms {
                    let (when, then) = (answer(&go(when)), go(then));
                    if decided.is_none() {
                        decided = match when {
                            Some(true) => Some(as_kind(then, expr.kind)),
                            Some(false) => None,
                            None => Some(Known::UNKNOWN),
                        };
                    }
                }
                let otherwise = otherwise.as_ref().map_or(Known::UNKNOWN, |otherwise| as_kind(go(otherwise), expr.kind));
                decided.unwrap_or(otherwise)
            }
        };
        self.values[at] = value.clone();
        value
    }
}

const NOTHING: Known = Known::UNKNOWN;

/// What the whole condition says of a row. None: unknown.
pub fn decide(root: &Expr, row: &dyn FactRow, as_of: NaiveDate) -> Option<bool> {
    Trace::new(root, row, as_of).answer(root)
}

fn fact_name(part: &Expr) -> Option<&'static str> {
    if let Node::Fact(fact) = &part.node { Some(fact.name) } else { None }
}

fn truth(answer: Option<bool>) -> Known {
    answer.map_or(Known::UNKNOWN, Known::from)
}

fn answer(value: &Known) -> Option<bool> {
    match value.exact() {
        Some(Value::Bool(b)) => Some(*b),
        _ => None,
    }
}

fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    and(a.map(|a| !a), b.map(|b| !b)).map(|c| !c)
}

/// Whether the comparison holds for all values within bounds (true), for none (false), or for some (None).
fn compare(op: Comparison, a: &Known, b: &Known) -> Option<bool> {
    let order = |x: &Option<Value>, y: &Option<Value>| x.as_ref()?.compare(y.as_ref()?);
    let is_below = |x: &Option<Value>, y: &Option<Value>| order(x, y) == Some(Ordering::Less);
    let is_at_most = |x: &Option<Value>, y: &Option<Value>| order(x, y).is_some_and(Ordering::is_le);
    let less = |a: &Known, b: &Known| {
        if is_below(&a.max, &b.min) {
            Some(true)
        } else if is_at_most(&b.max, &a.min) {
            Some(false)
        } else {
            None
        }
    };
    match op {
        Comparison::Less => less(a, b),
        Comparison::Greater => less(b, a),
        Comparison::LessOrEqual => less(b, a).map(|c| !c),
        Comparison::GreaterOrEqual => less(a, b).map(|c| !c),
        Comparison::Equal | Comparison::NotEqual => {
            let equal = if is_below(&a.max, &b.min) || is_below(&b.max, &a.min) {
                Some(false)
            } else if is_at_most(&a.max, &b.min) && is_at_most(&b.max, &a.min) {
                Some(true)
            } else {
                None
            };
            equal.map(|c| c == (op == Comparison::Equal))
        }
    }
}

fn negated(value: &Value) -> Option<Value> {
    match value {
        Value::Int(n) => days::exact(*n).map(|n| Value::Int(-n)),
        Value::Real(x) => Some(Value::Real(-x)),
        _ => None,
    }
}

/// One bound of a result. None: it is too large, or divided by zero.
fn combine(op: Arithmetic, a: &Value, b: &Value) -> Option<Value> {
    if let (Value::Int(a), Value::Int(b)) = (a, b)
        && op != Arithmetic::Divide
    {
        let (a, b) = (days::exact(*a)?, days::exact(*b)?);
        let result = match op {
            Arithmetic::Add => a.checked_add(b),
            Arithmetic::Subtract => a.checked_sub(b),
            _ => a.checked_mul(b),
        };
        return result.and_then(days::exact).map(Value::Int);
    }
    let (a, b) = (a.as_real()?, b.as_real()?);
    let result = match op {
        Arithmetic::Add => a + b,
        Arithmetic::Subtract => a - b,
        Arithmetic::Multiply => a * b,
        Arithmetic::Divide if b == 0.0 => return None,
        Arithmetic::Divide => a / b,
    };
    result.is_finite().then_some(Value::Real(result))
}

pub(super) fn arithmetic(op: Arithmetic, a: &Known, b: &Known) -> Known {
    let pair = |x: &Option<Value>, y: &Option<Value>| combine(op, x.as_ref()?, y.as_ref()?);
    match op {
        Arithmetic::Add => Known { min: pair(&a.min, &b.min), max: pair(&a.max, &b.max) },
        Arithmetic::Subtract => Known { min: pair(&a.min, &b.max), max: pair(&a.max, &b.min) },
        Arithmetic::Multiply | Arithmetic::Divide => {
            let spans_zero = || {
                let zero = Value::Int(0);
                let order = |x: &Option<Value>| x.as_ref().and_then(|x| x.compare(&zero));
                !(order(&b.min) == Some(Ordering::Greater) || order(&b.max) == Some(Ordering::Less))
            };
            if op == Arithmetic::Divide && spans_zero() {
                return Known::UNKNOWN;
            }
            let corners = [(&a.min, &b.min), (&a.min, &b.max), (&a.max, &b.min), (&a.max, &b.max)];
            let Some(corners) = corners.into_iter().map(|(x, y)| pair(x, y)).collect::<Option<Vec<_>>>() else {
                return Known::UNKNOWN;
            };
            Known { min: extreme(&corners, Ordering::Less), max: extreme(&corners, Ordering::Greater) }
        }
    }
}

/// The least (`Less`) or greatest (`Greater`) of some values.
fn extreme(values: &[Value], wanted: Ordering) -> Option<Value> {
    values.iter().cloned().reduce(|best, next| if next.compare(&best) == Some(wanted) { next } else { best })
}

/// A whole number where a real one is wanted becomes one: both backends then divide and compare alike.
fn as_kind(known: Known, kind: Kind) -> Known {
    let real = |value: Option<Value>| match value {
        Some(Value::Int(n)) => Some(Value::Real(n as f64)),
        other => other,
    };
    if kind == Kind::Real { Known { min: real(known.min), max: real(known.max) } } else { known }
}

pub(super) fn call(function: Function, arguments: &[Known], kind: Kind) -> Known {
    let date = |value: &Option<Value>| if let Some(Value::Date(date)) = value { Some(*date) } else { None };
    let between = |count: fn(NaiveDate, NaiveDate) -> (i64, i64)| {
        let [from, to] = arguments else { return Known::UNKNOWN };
        let least = date(&from.max).zip(date(&to.min)).map(|(from, to)| Value::Int(count(from, to).0));
        let most = date(&from.min).zip(date(&to.max)).map(|(from, to)| Value::Int(count(from, to).1));
        Known { min: least, max: most }
    };
    let ends = |wanted: Ordering| {
        let all = |bound: fn(&Known) -> Option<Value>| {
            let values: Option<Vec<Value>> = arguments.iter().map(|known| bound(&as_kind(known.clone(), kind))).collect();
            extreme(&values?, wanted)
        };
        Known { min: all(|known| known.min.clone()), max: all(|known| known.max.clone()) }
    };
    match function {
        Function::MonthsBetween => between(|from, to| (days::months_between(from, to), days::months_between(from, to))),
        Function::DaysBetween => between(|from, to| (days::days_between(from, to), days::days_between(from, to))),
        Function::WorkingDaysBetween => between(|from, to| {
            let count = working_days_between(from, to);
            (count.min.into(), count.max.into())
        }),
        Function::Coalesce => {
            let first = arguments.iter().find(|known| !known.is_unknown());
            first.map_or(Known::UNKNOWN, |known| as_kind(known.clone(), kind))
        }
        Function::Least => ends(Ordering::Less),
        Function::Greatest => ends(Ordering::Greater),
        Function::Lower => match arguments.first().and_then(Known::exact) {
            Some(Value::Text(text)) => Known::exactly(Value::text(text.to_lowercase())),
            _ => Known::UNKNOWN,
        },
    }
}
