//! Which small mistakes in a condition would its examples notice?
//!
//! Each mutant is the condition with one thing changed: a threshold moved by one, a comparison swapped, a part of an AND or OR
//! dropped, a NOT taken away. A mutant that every example lets pass shows what the examples do not pin down.

use std::ops::Range;
use std::sync::Arc;

use chrono::{Days, Months};

use super::condition::{Comparison, Expr, Function, Item, Node};
use super::print;
use super::value::Value;

/// A condition with one thing changed.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// The changed condition.
    pub root: Expr,
    /// What was changed: the place in the file.
    pub span: Range<usize>,
    /// As it stands: `:bar_months[warning] = 36`, `<`.
    pub before: String,
    /// As it was changed to: empty, the part was dropped.
    pub after: String,
}

/// Every mutant of a condition, in the order of its text.
pub fn mutants(root: &Expr) -> Vec<Mutant> {
    let mut out = Vec::new();
    parameters(root, &mut out);
    for part in root.walk() {
        for (node, before, after) in changes(part) {
            let mut mutated = root.clone();
            replace(&mut mutated, part.id, &node);
            mutated.number();
            out.push(Mutant { root: mutated, span: part.span.clone(), before, after });
        }
    }
    out
}

/// Puts `node` in the place of the part called `id`.
fn replace(expr: &mut Expr, id: usize, node: &Node) {
    if expr.id == id {
        expr.node = node.clone();
        return;
    }
    for child in expr.children_mut() {
        replace(child, id, node);
    }
}

/// Whether a parameter is a month: it is only ever counted from or to by a fact that is a month, kept as its first day, so that a day
/// more or less would make no difference to anybody.
fn is_month(root: &Expr, parameter: &str) -> bool {
    let is_it = |part: &Expr| matches!(&part.node, Node::Parameter { name, .. } | Node::Lookup { name, .. } if name == parameter);
    let is_of_month = |part: &Expr| matches!(&part.node, Node::Fact(fact) if fact.name.ends_with("_month"));
    let parts = root.walk();
    let with_month = |part: &&&Expr| match &part.node {
        Node::Call { function: Function::MonthsBetween, arguments } => {
            arguments.iter().any(&is_it) && arguments.iter().any(&is_of_month)
        }
        _ => false,
    };
    let counted = parts.iter().filter(with_month).count();
    counted > 0 && counted == parts.iter().filter(|part| is_it(part)).count()
}

/// A month earlier and a month later.
fn months_beside(value: &Value) -> Vec<Value> {
    let Value::Date(date) = value else { return neighbours(value) };
    let month = Months::new(1);
    [date.checked_sub_months(month), date.checked_add_months(month)].into_iter().flatten().map(Value::Date).collect()
}

/// A value one step up and one step down. Empty: it has no neighbours.
fn neighbours(value: &Value) -> Vec<Value> {
    match value {
        Value::Int(n) => [n.checked_sub(1), n.checked_add(1)].into_iter().flatten().map(Value::Int).collect(),
        Value::Real(x) => vec![Value::Real(x - 0.01), Value::Real(x + 0.01)],
        Value::Date(date) => {
            let day = Days::new(1);
            [date.checked_sub_days(day), date.checked_add_days(day)].into_iter().flatten().map(Value::Date).collect()
        }
        Value::Bool(_) | Value::Text(_) => Vec::new(),
    }
}

/// Parameters moved by one: everywhere at once, since a file says each once.
fn parameters(root: &Expr, out: &mut Vec<Mutant>) {
    let mut done: Vec<(String, Option<Arc<str>>)> = Vec::new();
    for part in root.walk() {
        let mut push = |name: &str, key: Option<&Arc<str>>, value: &Value| {
            let label = (name.to_owned(), key.cloned());
            if done.contains(&label) {
                return;
            }
            done.push(label);
            let beside = if is_month(root, name) { months_beside(value) } else { neighbours(value) };
            for next in beside {
                let mut mutated = root.clone();
                set(&mut mutated, name, key, value, &next);
                let shown = key.map_or_else(|| format!(":{name}"), |key| format!(":{name}[{key}]"));
                out.push(Mutant {
                    root: mutated,
                    span: part.span.clone(),
                    before: format!("{shown} = {}", print::literal(value)),
                    after: print::literal(&next),
                });
            }
        };
        match &part.node {
            Node::Parameter { name, value } => push(name, None, value),
            Node::Lookup { name, table, .. } => table.iter().for_each(|(key, value)| push(name, Some(key), value)),
            Node::Among { items, .. } => {
                for Item { value, parameter, .. } in items {
                    if let Some(name) = parameter {
                        // Each value of a list is a threshold of its own.
                        push(name, Some(&Arc::from(print::literal(value))), value);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Gives a parameter (one code of it, one value of a list) another value wherever it is read.
fn set(expr: &mut Expr, parameter: &str, key: Option<&Arc<str>>, old: &Value, new: &Value) {
    match &mut expr.node {
        Node::Parameter { name, value } if name == parameter => *value = new.clone(),
        Node::Lookup { name, table, .. } if name == parameter => {
            if let Some(key) = key {
                let mut changed = (**table).clone();
                changed.insert(key.clone(), new.clone());
                *table = Arc::new(changed);
            }
        }
        Node::Among { items, .. } => {
            for item in items.iter_mut().filter(|item| item.parameter.as_deref() == Some(parameter) && item.value == *old) {
                item.value = new.clone();
            }
        }
        _ => {}
    }
    for child in expr.children_mut() {
        set(child, parameter, key, old, new);
    }
}

/// What one part could be by mistake, with the change in words.
fn changes(part: &Expr) -> Vec<(Node, String, String)> {
    match &part.node {
        Node::Literal(value) => {
            let change = |next: Value| {
                let after = print::literal(&next);
                (Node::Literal(next), print::literal(value), after)
            };
            neighbours(value).into_iter().map(change).collect()
        }
        Node::Compare { op, left, right } => {
            let swaps: &[Comparison] = match op {
                Comparison::Equal => &[Comparison::NotEqual],
                Comparison::NotEqual => &[Comparison::Equal],
                Comparison::Less => &[Comparison::LessOrEqual, Comparison::Greater],
                Comparison::LessOrEqual => &[Comparison::Less, Comparison::GreaterOrEqual],
                Comparison::Greater => &[Comparison::GreaterOrEqual, Comparison::Less],
                Comparison::GreaterOrEqual => &[Comparison::Greater, Comparison::LessOrEqual],
            };
            let swap = |to: &Comparison| {
                let node = Node::Compare { op: *to, left: left.clone(), right: right.clone() };
                (node, op.sql().to_owned(), to.sql().to_owned())
            };
            swaps.iter().map(swap).collect()
        }
        Node::And(parts) | Node::Or(parts) => {
            let is_and = matches!(part.node, Node::And(_));
            let drop = |(at, dropped): (usize, &Expr)| {
                let mut rest = parts.clone();
                rest.remove(at);
                let node = match rest.len() {
                    1 => rest.remove(0).node,
                    _ if is_and => Node::And(rest),
                    _ => Node::Or(rest),
                };
                let word = if is_and { "AND" } else { "OR" };
                (node, format!("{word} {}", print::sql(dropped)), String::new())
            };
            parts.iter().enumerate().map(drop).collect()
        }
        Node::Not(inner) => vec![(inner.node.clone(), "NOT".to_owned(), String::new())],
        Node::Among { value, items, is_negated } => {
            let mut out = vec![(
                Node::Among { value: value.clone(), items: items.clone(), is_negated: !is_negated },
                if *is_negated { "NOT IN" } else { "IN" }.to_owned(),
                if *is_negated { "IN" } else { "NOT IN" }.to_owned(),
            )];
            if items.len() > 1 {
                for (at, item) in items.iter().enumerate() {
                    let mut rest = items.clone();
                    rest.remove(at);
                    let node = Node::Among { value: value.clone(), items: rest, is_negated: *is_negated };
                    out.push((node, format!("IN (… {} …)", print::literal(&item.value)), String::new()));
                }
            }
            out
        }
        Node::Between { value, low, high, is_negated } => vec![toggled(*is_negated, "BETWEEN", |is_negated| Node::Between {
            value: value.clone(),
            low: low.clone(),
            high: high.clone(),
            is_negated,
        })],
        Node::Like { value, pattern, is_negated } => vec![toggled(*is_negated, "LIKE", |is_negated| Node::Like {
            value: value.clone(),
            pattern: pattern.clone(),
            is_negated,
        })],
        Node::IsNull { value, is_negated } => {
            let words = ("IS NULL".to_owned(), "IS NOT NULL".to_owned());
            let (before, after) = if *is_negated { (words.1, words.0) } else { words };
            vec![(Node::IsNull { value: value.clone(), is_negated: !is_negated }, before, after)]
        }
        _ => Vec::new(),
    }
}

fn toggled(is_negated: bool, word: &str, node: impl Fn(bool) -> Node) -> (Node, String, String) {
    let (plain, negated) = (word.to_owned(), format!("NOT {word}"));
    let (before, after) = if is_negated { (negated, plain) } else { (plain, negated) };
    (node(!is_negated), before, after)
}
