//! What does a condition say of a million rows at once?
//!
//! A condition becomes one polars expression whose column is true, false, or null for unknown. It means what
//! [`crate::rule::interpret`] says it means; what is known within bounds is carried as two expressions.

use chrono::NaiveDate;
use polars::prelude::*;

use super::condition::{Arithmetic, Comparison, Expr as Part, Function, Item, Kind, Node, Pattern};
use super::days;
use super::interpret::{self, Trace};
use super::row::{EPOCH, cell, day};
use super::sql::MAX_INT;
use super::value::{Known, Value};
use crate::table::facts::FactType;
use crate::vn::calendar::working_days_between;

/// More values than this are looked up in a set; fewer are compared one by one, which is faster on short codes.
const FEW: usize = 8;

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

fn compare_day(op: Comparison, date: &Col, day: NaiveDate) -> Expr {
    compare(op, date, &Col::One(value(&Value::Date(day))))
}

fn plain(op: Comparison, a: Expr, b: Expr) -> Expr {
    match op {
        Comparison::Equal => a.eq(b),
        Comparison::NotEqual => a.neq(b),
        Comparison::Less => a.lt(b),
        Comparison::LessOrEqual => a.lt_eq(b),
        Comparison::Greater => a.gt(b),
        Comparison::GreaterOrEqual => a.gt_eq(b),
    }
}

fn compare(op: Comparison, a: &Col, b: &Col) -> Expr {
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

fn among(column: &Col, items: &[Item]) -> Expr {
    if let Col::One(expr) = column
        && items.len() > FEW
        && let Some(set) = set(items)
    {
        return expr.clone().is_in(lit(set).implode(false), false);
    }
    any(items.iter().map(|item| compare(Comparison::Equal, column, &Col::One(value(&item.value)))))
}

/// The constants of a list as one series. None: they are of several kinds.
fn set(items: &[Item]) -> Option<Series> {
    let name = PlSmallStr::EMPTY;
    let texts: Option<Vec<&str>> =
        items.iter().map(|item| if let Value::Text(text) = &item.value { Some(&**text) } else { None }).collect();
    texts.map(|texts| Series::new(name, texts))
}

fn like(text: Expr, pattern: &Pattern) -> Expr {
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

fn all(parts: impl Iterator<Item = Expr>) -> Expr {
    parts.reduce(Expr::and).unwrap_or_else(|| lit(true))
}

fn any(parts: impl Iterator<Item = Expr>) -> Expr {
    parts.reduce(Expr::or).unwrap_or_else(|| lit(false))
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

fn combine(op: Arithmetic, a: Expr, b: Expr) -> Expr {
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
fn finite(expr: Expr) -> Expr {
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
fn via(kind: Kind, arguments: Vec<Col>, f: impl Fn(&[Known]) -> Known + Clone + Send + Sync + 'static) -> Col {
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
fn column(name: PlSmallStr, kind: Kind, values: &[Option<Value>]) -> Column {
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

/// Days since 1970, as frames keep them.
fn number_of(date: NaiveDate) -> i32 {
    i32::try_from(days::days_between(EPOCH, date)).unwrap_or(i32::MAX)
}

/// How large a whole number can become, before it is cut to what is exact.
fn bound(part: &Part) -> i128 {
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

fn shift(date: Expr, months: i32, days: i32) -> Expr {
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
fn count(from: Expr, to: Expr, count: fn(NaiveDate, NaiveDate) -> i64) -> Expr {
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
