//! Can a condition ever hold, and can it ever fail to?
//!
//! A condition is followed through the worlds in which it holds: each world keeps, per fact, the values that are still possible.
//! When none is left the condition can never hold. What is not understood (two facts compared, a function) is taken as possible, so
//! a finding is always right; not every such condition is found.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::condition::{Arithmetic, Comparison, Expr, Kind, Node};
use super::super::interpret::Trace;
use super::super::toml::File;
use super::super::value::{Known, Value};
use crate::lang::Text;
use crate::table::facts::{Fact, FactType};

/// Past so many worlds we stop telling them apart.
const MAX_WORLDS: usize = 256;

/// Reports a condition that can never hold, or always does, and parts that can never make a difference.
pub(in crate::rule) fn condition(file: &mut File, root: &Expr) {
    for part in root.walk() {
        let by_zero = matches!(&part.node, Node::Arithmetic { op: Arithmetic::Divide, right, .. }
            if constant(right).is_some_and(|value| value.compare(&Value::Int(0)) == Some(Ordering::Equal)));
        // A number or day beyond all bounds, made from constants alone.
        let is_computed = matches!(part.node, Node::Arithmetic { .. } | Node::Shift { .. } | Node::Negate(_));
        let is_nothing = is_computed && reads_nothing(part) && constant(part).is_none();
        if by_zero || is_nothing {
            file.refuse(Text::new("R057-always-unknown"), part.span.clone());
            return;
        }
    }
    if can_be(root, true) == Some(false) {
        file.refuse(Text::new("R055-never-holds"), root.span.clone());
        return;
    }
    if can_be(root, false) == Some(false) {
        file.refuse(Text::new("R056-always-holds"), root.span.clone());
        return;
    }
    for part in root.walk() {
        match &part.node {
            Node::Or(parts) => {
                for part in parts.iter().filter(|part| can_be(part, true) == Some(false)) {
                    file.warn(Text::new("R058-part-never-holds"), part.span.clone());
                }
            }
            Node::And(parts) => {
                for part in parts.iter().filter(|part| can_be(part, false) == Some(false)) {
                    file.warn(Text::new("R059-part-always-holds"), part.span.clone());
                }
            }
            _ => {}
        }
    }
}

/// Whether the expression can be true (or false). None: not known.
fn can_be(expr: &Expr, wanted: bool) -> Option<bool> {
    worlds(expr, wanted, vec![World::new()]).map(|left| !left.is_empty())
}

/// What is still possible of each fact.
type World = BTreeMap<&'static str, Domain>;

/// The values that a fact can still have.
#[derive(Debug, Clone)]
struct Domain {
    /// Whether it can be missing.
    is_nullable: bool,
    /// Whether it can be there.
    is_there: bool,
    min: Option<(Value, bool)>,
    max: Option<(Value, bool)>,
    /// Its codes, where it has them.
    codes: Option<Vec<Value>>,
    excluded: Vec<Value>,
    is_whole: bool,
}

impl Domain {
    fn new(fact: &Fact) -> Self {
        let codes = match fact.kind {
            FactType::Code(codes) => Some(codes.iter().map(|code| Value::text(*code)).collect()),
            FactType::Bool => Some(vec![Value::Bool(false), Value::Bool(true)]),
            _ => None,
        };
        let (min, max) = match fact.unit {
            "0..=1" => (Some((Value::Real(0.0), true)), Some((Value::Real(1.0), true))),
            "records" => (Some((Value::Int(0), true)), None),
            _ => (None, None),
        };
        Self { is_nullable: true, is_there: true, min, max, codes, excluded: Vec::new(), is_whole: fact.kind == FactType::Int }
    }

    /// Keeps the values for which `value op limit` holds; a missing one does not.
    fn keep(&mut self, op: Comparison, limit: &Value) {
        self.is_nullable = false;
        if let Some(codes) = &mut self.codes {
            codes.retain(|code| holds(op, code, limit));
            return;
        }
        let is_tighter = |now: &Option<(Value, bool)>, wanted: Ordering| match now {
            None => true,
            Some((bound, is_in)) => match limit.compare(bound) {
                Some(Ordering::Equal) => *is_in,
                order => order == Some(wanted),
            },
        };
        match op {
            Comparison::Greater | Comparison::GreaterOrEqual => {
                if is_tighter(&self.min, Ordering::Greater) {
                    self.min = Some((limit.clone(), op == Comparison::GreaterOrEqual));
                }
            }
            Comparison::Less | Comparison::LessOrEqual => {
                if is_tighter(&self.max, Ordering::Less) {
                    self.max = Some((limit.clone(), op == Comparison::LessOrEqual));
                }
            }
            Comparison::Equal => {
                self.keep(Comparison::GreaterOrEqual, limit);
                self.keep(Comparison::LessOrEqual, limit);
                if limit_is_text(limit) {
                    self.codes = Some(if self.excluded.contains(limit) { Vec::new() } else { vec![limit.clone()] });
                }
            }
            Comparison::NotEqual => self.excluded.push(limit.clone()),
        }
    }

    fn is_empty(&self) -> bool {
        !self.is_nullable && (!self.is_there || self.has_no_value())
    }

    fn has_no_value(&self) -> bool {
        if let Some(codes) = &self.codes {
            return codes.is_empty();
        }
        let (Some((min, min_in)), Some((max, max_in))) = (&self.min, &self.max) else { return false };
        // Between two whole numbers or two days there may be nothing.
        let ends = |value: &Value, is_in: bool, step: i64| match value {
            Value::Int(n) if self.is_whole => Some(n + if is_in { 0 } else { step }),
            Value::Date(date) => Some(i64::from(chrono::Datelike::num_days_from_ce(date)) + if is_in { 0 } else { step }),
            _ => None,
        };
        if let (Some(low), Some(high)) = (ends(min, *min_in, 1), ends(max, *max_in, -1)) {
            return low > high || (low == high && self.is_excluded(min, *min_in));
        }
        match min.compare(max) {
            Some(Ordering::Greater) => true,
            Some(Ordering::Equal) => !(*min_in && *max_in) || self.is_excluded(min, true),
            _ => false,
        }
    }

    fn is_excluded(&self, value: &Value, is_exact: bool) -> bool {
        is_exact && self.excluded.iter().any(|other| other.compare(value) == Some(Ordering::Equal))
    }
}

fn limit_is_text(limit: &Value) -> bool {
    matches!(limit, Value::Text(_))
}

fn holds(op: Comparison, left: &Value, right: &Value) -> bool {
    let Some(order) = left.compare(right) else { return true };
    match op {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    }
}

/// Whether an expression reads neither facts nor the date of judgement.
fn reads_nothing(expr: &Expr) -> bool {
    !expr.walk().iter().any(|part| matches!(part.node, Node::Fact(_) | Node::AsOf))
}

/// The value of an expression that reads neither facts nor the date of judgement.
fn constant(expr: &Expr) -> Option<Value> {
    if !reads_nothing(expr) {
        return None;
    }
    let mut expr = expr.clone();
    expr.number();
    let row: BTreeMap<String, Known> = BTreeMap::new();
    Trace::new(&expr, &row, NaiveDate::MIN).value(&expr).exact().cloned()
}

/// The worlds among `within` in which the expression is `wanted`. None: there are too many to follow.
fn worlds(expr: &Expr, wanted: bool, within: Vec<World>) -> Option<Vec<World>> {
    let out =
        match &expr.node {
            Node::Not(inner) => worlds(inner, !wanted, within)?,
            Node::And(parts) if wanted => parts.iter().try_fold(within, |within, part| worlds(part, true, within))?,
            Node::Or(parts) if !wanted => parts.iter().try_fold(within, |within, part| worlds(part, false, within))?,
            Node::And(parts) | Node::Or(parts) => {
                let mut out = Vec::new();
                for part in parts {
                    out.extend(worlds(part, wanted, within.clone())?);
                }
                out
            }
            Node::Fact(fact) => narrow(within, fact, |domain| domain.keep(Comparison::Equal, &Value::Bool(wanted))),
            Node::Literal(Value::Bool(b)) | Node::Parameter { value: Value::Bool(b), .. } => {
                if *b == wanted {
                    within
                } else {
                    Vec::new()
                }
            }
            Node::IsNull { value, is_negated } => {
                match &value.node {
                    Node::Fact(fact) => narrow(within, fact, |domain| {
                        if wanted == *is_negated { domain.is_nullable = false } else { domain.is_there = false }
                    }),
                    _ => within,
                }
            }
            Node::Compare { op, left, right } => {
                let op = if wanted { *op } else { op.negated() };
                compared(op, left, right, within.clone())
                    .or_else(|| compared(op.flipped(), right, left, within.clone()))
                    .unwrap_or(within)
            }
            Node::Between { value, low, high, is_negated } => {
                let is_inside = wanted != *is_negated;
                let (above, below) = (Comparison::GreaterOrEqual, Comparison::LessOrEqual);
                let side = |op: Comparison, limit: &Expr, within: Vec<World>| {
                    compared(op, value, limit, within.clone()).unwrap_or(within)
                };
                if is_inside {
                    side(below, high, side(above, low, within))
                } else {
                    let mut out = side(above.negated(), low, within.clone());
                    out.extend(side(below.negated(), high, within));
                    out
                }
            }
            Node::Among { value, items, is_negated } => {
                let Node::Fact(fact) = &value.node else { return Some(within) };
                if wanted == *is_negated {
                    narrow(within, fact, |domain| items.iter().for_each(|item| domain.keep(Comparison::NotEqual, &item.value)))
                } else {
                    let one = |item: &Value| narrow(within.clone(), fact, |domain| domain.keep(Comparison::Equal, item));
                    items.iter().flat_map(|item| one(&item.value)).collect()
                }
            }
            Node::Like { value, .. } => match &value.node {
                Node::Fact(fact) => narrow(within, fact, |domain| domain.is_nullable = false),
                _ => within,
            },
            _ => within,
        };
    (out.len() <= MAX_WORLDS).then_some(out)
}

/// The worlds in which `left op right` holds. None: not understood, or not this way round.
fn compared(op: Comparison, left: &Expr, right: &Expr, within: Vec<World>) -> Option<Vec<World>> {
    if let Node::Lookup { table, key, .. } = &right.node
        && let Node::Fact(key) = &key.node
    {
        // One world for each code of the table.
        let mut out = Vec::new();
        for (code, value) in &**table {
            let within = narrow(within.clone(), key, |domain| domain.keep(Comparison::Equal, &Value::Text(code.clone())));
            out.extend(against(op, left, value, within)?);
        }
        return Some(out);
    }
    against(op, left, &constant(right)?, within)
}

fn against(op: Comparison, left: &Expr, limit: &Value, within: Vec<World>) -> Option<Vec<World>> {
    match &left.node {
        Node::Fact(fact) => Some(narrow(within, fact, |domain| domain.keep(op, limit))),
        _ if left.kind == Kind::Null => None,
        _ => constant(left).map(|value| if holds(op, &value, limit) { within } else { Vec::new() }),
    }
}

/// The worlds with one fact's possibilities cut down; those without any are dropped.
fn narrow(within: Vec<World>, fact: &Fact, cut: impl Fn(&mut Domain)) -> Vec<World> {
    let cut_one = |mut world: World| {
        let domain = world.entry(fact.name).or_insert_with(|| Domain::new(fact));
        cut(domain);
        let is_possible = !domain.is_empty();
        is_possible.then_some(world)
    };
    within.into_iter().filter_map(cut_one).collect()
}
