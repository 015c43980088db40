//! What does a condition say of a million rows at once?
//!
//! A condition becomes one polars expression whose column is true, false, or null for unknown. It means what
//! [`crate::rule::interpret`] says it means; what is known within bounds is carried as two expressions.

mod compared;
mod computed;

use chrono::NaiveDate;
use polars::prelude::*;

use super::condition::{Arithmetic, Comparison, Expr as Part, Function, Kind, Node};
use super::days;
use super::interpret::{self, Trace};
use super::row::EPOCH;
use super::sql::MAX_INT;
use super::value::{Known, Value};
use crate::table::facts::FactType;
use crate::vn::calendar::working_days_between;
use compared::{all, among, any, compare, compare_day, like};
use computed::{bound, combine, count, finite, shift, via};

/// A condition as an expression over a fact frame.
pub(super) fn compile(root: &Part, as_of: NaiveDate) -> Expr {
    Compiler { as_of }.bool(root)
}

/// A value known exactly where it is known at all, or within bounds.
#[derive(Clone)]
enum Col {
    One(Expr),
    Range(Expr, Expr),
}

impl Col {
    fn min(&self) -> Expr {
        match self {
            Self::One(expr) | Self::Range(expr, _) => expr.clone(),
        }
    }

    fn max(&self) -> Expr {
        match self {
            Self::One(expr) | Self::Range(_, expr) => expr.clone(),
        }
    }

    fn map(self, f: impl Fn(Expr) -> Expr) -> Self {
        match self {
            Self::One(expr) => Self::One(f(expr)),
            Self::Range(min, max) => Self::Range(f(min), f(max)),
        }
    }

    fn is_null(&self) -> Expr {
        match self {
            Self::One(expr) => expr.clone().is_null(),
            Self::Range(min, max) => min.clone().is_null().and(max.clone().is_null()),
        }
    }
}

struct Compiler {
    as_of: NaiveDate,
}

impl Compiler {
    fn bool(&self, part: &Part) -> Expr {
        self.col(part).min()
    }

    fn col(&self, part: &Part) -> Col {
        if let Some(known) = self.constant(part) {
            return constant(&known, part.kind);
        }
        match &part.node {
            // Constants: taken care of above.
            Node::Null | Node::Literal(_) | Node::AsOf | Node::Parameter { .. } => Col::One(null(part.kind)),
            Node::Fact(fact) => {
                let column = |name: String| match fact.kind {
                    FactType::Real => finite(col(name)),
                    _ => col(name),
                };
                if fact.is_interval {
                    Col::Range(column(format!("{}_min", fact.name)), column(format!("{}_max", fact.name)))
                } else {
                    Col::One(column(fact.name.to_owned()))
                }
            }
            Node::Lookup { table, key, .. } => {
                let key = self.col(key).min();
                let otherwise = null(part.kind);
                Col::One(table.iter().fold(otherwise, |rest, (code, result)| {
                    when(key.clone().eq(lit(&**code))).then(value(result)).otherwise(rest)
                }))
            }
            Node::Negate(inner) => {
                let inner = self.number(inner);
                let negate = |expr: Expr| lit(0) - expr;
                match inner {
                    Col::One(expr) => Col::One(negate(expr)),
                    Col::Range(min, max) => Col::Range(negate(max), negate(min)),
                }
            }
            Node::Arithmetic { op, left, right } => self.arithmetic(part, *op, left, right),
            Node::Shift { date, months, days } => {
                let (months, days) = (*months, *days);
                self.col(date).map(|expr| shift(expr, months, days))
            }
            Node::Call { function, arguments } => self.call(part, *function, arguments),
            Node::Not(inner) => Col::One(self.bool(inner).not()),
            Node::And(parts) => Col::One(all(parts.iter().map(|part| self.bool(part)))),
            Node::Or(parts) => Col::One(any(parts.iter().map(|part| self.bool(part)))),
            Node::Compare { op, left, right } => Col::One(self.compare(*op, left, right)),
            Node::Among { value, items, is_negated } => {
                let found = among(&self.col(value), items);
                Col::One(if *is_negated { found.not() } else { found })
            }
            Node::Between { value, low, high, is_negated } => {
                let both =
                    self.compare(Comparison::GreaterOrEqual, value, low).and(self.compare(Comparison::LessOrEqual, value, high));
                Col::One(if *is_negated { both.not() } else { both })
            }
            Node::Like { value, pattern, is_negated } => {
                let found = like(self.col(value).min(), pattern);
                Col::One(if *is_negated { found.not() } else { found })
            }
            Node::IsNull { value, is_negated } => {
                let is_null = self.col(value).is_null();
                Col::One(if *is_negated { is_null.not() } else { is_null })
            }
            Node::Case { arms, otherwise } => {
                let rest = otherwise.as_ref().map_or(Col::One(null(part.kind)), |otherwise| self.as_kind(otherwise, part.kind));
                arms.iter().rev().fold(rest, |rest, (condition, then)| {
                    let condition = self.bool(condition);
                    let then = self.as_kind(then, part.kind);
                    let choose = |then: Expr, rest: Expr| {
                        when(condition.clone()).then(then).when(condition.clone().not()).then(rest).otherwise(null(part.kind))
                    };
                    match (&then, &rest) {
                        (Col::One(then), Col::One(rest)) => Col::One(choose(then.clone(), rest.clone())),
                        (then, rest) => Col::Range(choose(then.min(), rest.min()), choose(then.max(), rest.max())),
                    }
                })
            }
        }
    }

    /// The value of a part that reads no fact.
    fn constant(&self, part: &Part) -> Option<Known> {
        if part.walk().iter().any(|part| matches!(part.node, Node::Fact(_))) {
            return None;
        }
        let mut part = part.clone();
        part.number();
        let row = std::collections::BTreeMap::new();
        Some(Trace::new(&part, &row, self.as_of).value(&part).clone())
    }

    fn as_kind(&self, part: &Part, kind: Kind) -> Col {
        if part.kind == Kind::Null {
            return Col::One(null(kind));
        }
        let value = self.col(part);
        match (kind, part.kind) {
            (Kind::Real, Kind::Int) => value.map(|expr| expr.cast(DataType::Float64)),
            (Kind::Int, _) => value.map(|expr| expr.cast(DataType::Int64)),
            _ => value,
        }
    }

    /// A number as arithmetic needs it: 64 bits, so that nothing wraps round unseen.
    fn number(&self, part: &Part) -> Col {
        let to = if part.kind == Kind::Int { DataType::Int64 } else { DataType::Float64 };
        self.col(part).map(|expr| expr.cast(to.clone()))
    }

    fn compare(&self, op: Comparison, left: &Part, right: &Part) -> Expr {
        let moved =
            |op: Comparison, left: &Part, right: &Part| self.threshold(op, left, right).or_else(|| self.by_code(op, left, right));
        if let Some(expr) = moved(op, left, right).or_else(|| moved(op.flipped(), right, left)) {
            return expr;
        }
        compare(op, &self.col(left), &self.col(right))
    }

    /// A comparison of a shifted date, or of a number of months up to or from a day, with a constant: moved to the constant's side.
    ///
    /// Shifting is monotonous, so the comparison holds exactly up to some day; finding that day once is a hundred times faster than
    /// shifting a column. None: the comparison is of another form.
    fn threshold(&self, op: Comparison, left: &Part, right: &Part) -> Option<Expr> {
        let limit = self.constant(right)?;
        // Whether `left` is at least `n`, as a comparison of a date with a day.
        match (&left.node, limit.exact()?) {
            (Node::Shift { date, months, days }, Value::Date(limit)) => {
                let date = self.col(date);
                let upto = |limit: NaiveDate| {
                    last_shifted_to(limit, *months, *days).map(|day| compare_day(Comparison::LessOrEqual, &date, day))
                };
                let before = limit.pred_opt()?;
                Some(match op {
                    Comparison::LessOrEqual => upto(*limit)?,
                    Comparison::Less => upto(before)?,
                    Comparison::Greater => upto(*limit)?.not(),
                    Comparison::GreaterOrEqual => upto(before)?.not(),
                    Comparison::Equal | Comparison::NotEqual => return None,
                })
            }
            (Node::Call { function: Function::MonthsBetween, arguments }, Value::Int(limit)) => {
                let [from, to] = arguments.as_slice() else { return None };
                let is_at_least = |n: i64| -> Option<Expr> {
                    let n = i32::try_from(n).ok().filter(|n| n.unsigned_abs() < 100_000)?;
                    match (self.constant(from), self.constant(to)) {
                        (None, Some(to)) => {
                            let Some(Value::Date(to)) = to.exact() else { return None };
                            Some(compare_day(Comparison::LessOrEqual, &self.col(from), last_shifted_to(*to, n, 0)?))
                        }
                        (Some(from), None) => {
                            let Some(Value::Date(from)) = from.exact() else { return None };
                            Some(compare_day(Comparison::GreaterOrEqual, &self.col(to), days::shifted(*from, n, 0)?))
                        }
                        _ => None,
                    }
                };
                Some(match op {
                    Comparison::GreaterOrEqual => is_at_least(*limit)?,
                    Comparison::Greater => is_at_least(limit.checked_add(1)?)?,
                    Comparison::Less => is_at_least(*limit)?.not(),
                    Comparison::LessOrEqual => is_at_least(limit.checked_add(1)?)?.not(),
                    Comparison::Equal | Comparison::NotEqual => return None,
                })
            }
            _ => None,
        }
    }

    /// A comparison of the months from or to a day that is looked up: for each code of the table one with its day, moved as above.
    ///
    /// None: the comparison is of another form.
    fn by_code(&self, op: Comparison, left: &Part, right: &Part) -> Option<Expr> {
        let Node::Call { function: Function::MonthsBetween, arguments } = &left.node else { return None };
        let at = arguments.iter().position(|argument| matches!(argument.node, Node::Lookup { .. }))?;
        let Node::Lookup { table, key, .. } = &arguments[at].node else { return None };
        let key = self.col(key).min();
        let mut out = null(Kind::Bool);
        for (code, day) in &**table {
            let mut left = left.clone();
            let Node::Call { arguments, .. } = &mut left.node else { return None };
            arguments[at].node = Node::Literal(day.clone());
            out = when(key.clone().eq(lit(&**code))).then(self.threshold(op, &left, right)?).otherwise(out);
        }
        Some(out)
    }

    fn arithmetic(&self, part: &Part, op: Arithmetic, left: &Part, right: &Part) -> Col {
        let most = i128::from(MAX_INT);
        let is_int = part.kind == Kind::Int;
        let (a, b) = (self.number(left), self.number(right));
        let is_plain = matches!((&a, &b), (Col::One(_), Col::One(_))) || matches!(op, Arithmetic::Add | Arithmetic::Subtract);
        // Where a whole number could leave its bounds, or bounds change places, the interpreter's own arithmetic is called row by row.
        if !is_plain || (is_int && [part, left, right].iter().any(|part| bound(part) > most)) {
            return via(part.kind, vec![a, b], move |values| match values {
                [a, b] => interpret::arithmetic(op, a, b),
                _ => Known::UNKNOWN,
            });
        }
        let combine = |a: Expr, b: Expr| {
            if is_int {
                return combine(op, a, b);
            }
            let real = |expr: Expr| expr.cast(DataType::Float64);
            finite(combine(op, real(a), real(b)))
        };
        match (&a, &b, op) {
            (Col::One(a), Col::One(b), _) => Col::One(combine(a.clone(), b.clone())),
            (_, _, Arithmetic::Subtract) => Col::Range(combine(a.min(), b.max()), combine(a.max(), b.min())),
            _ => Col::Range(combine(a.min(), b.min()), combine(a.max(), b.max())),
        }
    }

    fn call(&self, part: &Part, function: Function, arguments: &[Part]) -> Col {
        match (function, arguments) {
            (Function::DaysBetween, [from, to]) => {
                let (from, to) = (self.col(from), self.col(to));
                let number = |expr: Expr| expr.cast(DataType::Int32).cast(DataType::Int64);
                let between = |from: Expr, to: Expr| number(to) - number(from);
                match (&from, &to) {
                    (Col::One(from), Col::One(to)) => Col::One(between(from.clone(), to.clone())),
                    _ => Col::Range(between(from.max(), to.min()), between(from.min(), to.max())),
                }
            }
            (Function::MonthsBetween, [from, to]) => {
                let (from, to) = (self.col(from), self.col(to));
                match (&from, &to) {
                    (Col::One(from), Col::One(to)) => Col::One(count(from.clone(), to.clone(), days::months_between)),
                    _ => Col::Range(
                        count(from.max(), to.min(), days::months_between),
                        count(from.min(), to.max(), days::months_between),
                    ),
                }
            }
            (Function::WorkingDaysBetween, [from, to]) => {
                let (from, to) = (self.col(from), self.col(to));
                Col::Range(
                    count(from.max(), to.min(), |from, to| working_days_between(from, to).min.into()),
                    count(from.min(), to.max(), |from, to| working_days_between(from, to).max.into()),
                )
            }
            (Function::Lower, [text]) => self.col(text).map(|expr| expr.str().to_lowercase()),
            (Function::Coalesce | Function::Least | Function::Greatest, _) => {
                let values: Vec<Col> = arguments.iter().map(|argument| self.as_kind(argument, part.kind)).collect();
                let is_exact = values.iter().all(|value| matches!(value, Col::One(_)));
                if function == Function::Coalesce && is_exact {
                    return Col::One(coalesce(&values.iter().map(Col::min).collect::<Vec<_>>()));
                }
                let kind = part.kind;
                via(kind, values, move |values| interpret::call(function, values, kind))
            }
            _ => Col::One(null(part.kind)),
        }
    }
}

/// The last day that, shifted, is not after `limit`. None: out of bounds.
fn last_shifted_to(limit: NaiveDate, months: i32, days: i32) -> Option<NaiveDate> {
    let is_within = |day: NaiveDate| days::shifted(day, months, days).is_some_and(|shifted| shifted <= limit);
    let near = days::shifted(days::shifted(limit, 0, -days)?, -months, 0)?;
    // The ends of months are clamped by three days at most, twice.
    let mut day = days::shifted(near, 0, 7)?;
    for _ in 0..20 {
        if is_within(day) {
            return Some(day);
        }
        day = day.pred_opt()?;
    }
    None
}

fn constant(known: &Known, kind: Kind) -> Col {
    let bound = |bound: &Option<Value>| bound.as_ref().map_or_else(|| null(kind), value);
    if known.is_unknown() || known.exact().is_some() {
        Col::One(bound(&known.min))
    } else {
        Col::Range(bound(&known.min), bound(&known.max))
    }
}

fn value(value: &Value) -> Expr {
    match value {
        Value::Bool(b) => lit(*b),
        // Facts are 32 bits wide: a wider constant would widen the whole column.
        Value::Int(n) => i32::try_from(*n).map_or_else(|_| lit(*n), lit),
        Value::Real(x) => lit(*x),
        Value::Date(date) => lit(Scalar::new_date(number_of(*date))),
        Value::Text(text) => lit(&**text),
    }
}

fn null(kind: Kind) -> Expr {
    lit(Scalar::new(dtype(kind), AnyValue::Null))
}

fn dtype(kind: Kind) -> DataType {
    match kind {
        Kind::Bool => DataType::Boolean,
        Kind::Int => DataType::Int64,
        Kind::Real => DataType::Float64,
        Kind::Date => DataType::Date,
        Kind::Text | Kind::Code(_) | Kind::Null => DataType::String,
    }
}

/// Days since 1970, as frames keep them.
fn number_of(date: NaiveDate) -> i32 {
    i32::try_from(days::days_between(EPOCH, date)).unwrap_or(i32::MAX)
}
