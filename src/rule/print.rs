//! How does a condition read as SQL, written in one way?
//!
//! Two conditions that ask the same in other words print alike only where spacing and needless brackets differ. With parameters as
//! their values it is also what a database is asked when our answers are checked.

use std::fmt::Write as _;

use super::condition::{Expr, Function, Item, Node, Pattern};
use super::value::Value;

/// The expression as SQL; parameters as their values, lookups as `CASE`.
pub(super) fn sql(expr: &Expr) -> String {
    with(expr, &|_| None)
}

/// The expression as SQL, with other words for the parts that `words` knows.
pub(super) fn with(expr: &Expr, words: &dyn Fn(&Expr) -> Option<String>) -> String {
    if let Some(words) = words(expr) {
        return words;
    }
    let sql = |expr: &Expr| with(expr, words);
    // NOT binds less than what stands around it here.
    let side = |expr: &Expr| if matches!(expr.node, Node::Not(_)) { format!("({})", sql(expr)) } else { sql(expr) };
    let not = |is_negated: bool| if is_negated { "NOT " } else { "" };
    match &expr.node {
        Node::Null => "NULL".to_owned(),
        Node::Literal(value) | Node::Parameter { value, .. } => literal(value),
        Node::Fact(fact) => fact.name.to_owned(),
        Node::AsOf => ":as_of".to_owned(),
        Node::Lookup { table, key, .. } => {
            let arms: Vec<_> =
                table.iter().map(|(code, value)| format!("WHEN '{}' THEN {}", quoted(code), literal(value))).collect();
            format!("CASE {} {} END", sql(key), arms.join(" "))
        }
        Node::Negate(inner) => format!("(- {})", sql(inner)),
        Node::Arithmetic { op, left, right } => format!("({} {} {})", sql(left), op.sql(), sql(right)),
        Node::Shift { date, months, days } => {
            let (count, unit) = if *months == 0 { (*days, "days") } else { (*months, "months") };
            let sign = if count < 0 { '-' } else { '+' };
            format!("({} {sign} INTERVAL '{} {unit}')", sql(date), count.unsigned_abs())
        }
        Node::Call { function, arguments } => {
            let arguments: Vec<_> = arguments.iter().map(&sql).collect();
            format!("{}({})", Function::name(*function), arguments.join(", "))
        }
        Node::Not(inner) if matches!(inner.node, Node::Fact(_)) => format!("NOT {}", sql(inner)),
        Node::Not(inner) => format!("NOT {}", bracketed(&sql(inner))),
        Node::And(parts) => format!("({})", parts.iter().map(&sql).collect::<Vec<_>>().join(" AND ")),
        Node::Or(parts) => format!("({})", parts.iter().map(&sql).collect::<Vec<_>>().join(" OR ")),
        Node::Compare { op, left, right } => format!("({} {} {})", side(left), op.sql(), side(right)),
        Node::Among { value, items, is_negated } => {
            let items: Vec<_> = items.iter().map(|Item { value, .. }| literal(value)).collect();
            format!("({} {}IN ({}))", side(value), not(*is_negated), items.join(", "))
        }
        Node::Between { value, low, high, is_negated } => {
            format!("({} {}BETWEEN {} AND {})", side(value), not(*is_negated), side(low), side(high))
        }
        Node::Like { value, pattern, is_negated } => {
            format!("({} {}LIKE '{}')", sql(value), not(*is_negated), quoted(&like(pattern)))
        }
        Node::IsNull { value, is_negated } => format!("({} IS {}NULL)", side(value), not(*is_negated)),
        Node::Case { arms, otherwise } => {
            let mut out = String::from("CASE");
            for (when, then) in arms {
                let _ = write!(out, " WHEN {} THEN {}", sql(when), sql(then));
            }
            if let Some(otherwise) = otherwise {
                let _ = write!(out, " ELSE {}", sql(otherwise));
            }
            out.push_str(" END");
            out
        }
    }
}

/// The expression as an author would write it: parameters by name, no brackets around the whole.
pub(super) fn written(expr: &Expr) -> String {
    let is_joined = |part: &Expr| matches!(part.node, Node::And(_) | Node::Or(_));
    let part = |part: &Expr| if is_joined(part) { format!("({})", written(part)) } else { written(part) };
    let joined = |parts: &[Expr], word: &str| parts.iter().map(part).collect::<Vec<_>>().join(word);
    match &expr.node {
        Node::And(parts) => return joined(parts, " AND "),
        Node::Or(parts) => return joined(parts, " OR "),
        Node::Not(inner) if matches!(inner.node, Node::Fact(_)) => return format!("NOT {}", written(inner)),
        Node::Not(inner) => return format!("NOT ({})", written(inner)),
        _ => {}
    }
    let by_name = with(expr, &|part| match &part.node {
        Node::Parameter { name, .. } => Some(format!(":{name}")),
        Node::Lookup { name, key, .. } => Some(format!(":{name}[{}]", written(key))),
        _ => None,
    });
    bare(&by_name).to_owned()
}

/// The text without brackets around the whole of it.
pub(super) fn bare(text: &str) -> &str {
    let is_closed = |text: &str| {
        let mut depth = 0_i32;
        text.chars().all(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth >= 0
        })
    };
    text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).filter(|inner| is_closed(inner)).unwrap_or(text)
}

/// The text with brackets around it, once.
fn bracketed(text: &str) -> String {
    format!("({})", bare(text))
}

/// A constant as SQL writes it.
pub(super) fn literal(value: &Value) -> String {
    match value {
        Value::Bool(true) => "TRUE".to_owned(),
        Value::Bool(false) => "FALSE".to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Real(x) if x.fract() == 0.0 => format!("{x:.1}"),
        Value::Real(x) => x.to_string(),
        Value::Date(date) => format!("DATE '{date}'"),
        Value::Text(text) => format!("'{}'", quoted(text)),
    }
}

fn quoted(text: &str) -> String {
    text.replace('\'', "''")
}

/// The pattern as it was written.
pub(super) fn like(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Is(part) | Pattern::Any(part) => part.clone(),
        Pattern::Starts(part) => format!("{part}%"),
        Pattern::Ends(part) => format!("%{part}"),
        Pattern::Contains(part) => format!("%{part}%"),
    }
}
