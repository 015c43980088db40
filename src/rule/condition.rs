//! What does a condition ask, once it is understood?
//!
//! Our own typed tree: the SQL text has been parsed, narrowed to what a rule may say, and bound to the documented facts and to one
//! version's parameters. `rule::compile` and [`crate::rule::interpret`] give it the same meaning, over columns and over one row.

mod pattern;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::value::Value;
use crate::table::facts::Fact;

pub use pattern::Pattern;
pub use words::{Arithmetic, Comparison, Function, Kind};

/// One constant of an `IN` list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The constant.
    pub value: Value,
    /// The parameter it came from. None: it stands in the text.
    pub parameter: Option<String>,
    /// Where it stands in the file.
    pub span: Range<usize>,
}

/// One expression of a condition.
#[derive(Debug, Clone)]
pub struct Expr {
    /// Its number within the condition, parents before children, from the left.
    pub id: usize,
    /// What it is.
    pub node: Node,
    /// What its value is.
    pub kind: Kind,
    /// Where it stands in the file, in bytes.
    pub span: Range<usize>,
}

/// What an expression can be.
#[derive(Debug, Clone)]
pub enum Node {
    /// `NULL`, allowed as the result of a `CASE` only.
    Null,
    /// A constant in the text.
    Literal(Value),
    /// A documented fact.
    Fact(Fact),
    /// `:as_of`, the date of judgement.
    AsOf,
    /// `:name`, a scalar parameter of the version.
    Parameter {
        /// Its name.
        name: String,
        /// Its value in this version.
        value: Value,
    },
    /// `:name[key]`, a parameter by code; unknown where the table has no such code.
    Lookup {
        /// The parameter's name.
        name: String,
        /// Its values in this version.
        table: Arc<BTreeMap<Arc<str>, Value>>,
        /// The code, a text or code expression.
        key: Box<Expr>,
    },
    /// `- x`
    Negate(Box<Expr>),
    /// `x + y` and its like.
    Arithmetic {
        /// Which.
        op: Arithmetic,
        /// Left of it.
        left: Box<Expr>,
        /// Right of it.
        right: Box<Expr>,
    },
    /// `date ± INTERVAL '…'`; a day that the month does not have becomes its last.
    Shift {
        /// The date.
        date: Box<Expr>,
        /// Months to add; negative: to take away.
        months: i32,
        /// Days to add after that.
        days: i32,
    },
    /// A function's value.
    Call {
        /// Which.
        function: Function,
        /// Of what.
        arguments: Vec<Expr>,
    },
    /// `NOT x`
    Not(Box<Expr>),
    /// `x AND y AND …`, at least two.
    And(Vec<Expr>),
    /// `x OR y OR …`, at least two.
    Or(Vec<Expr>),
    /// `x < y` and its like.
    Compare {
        /// Which.
        op: Comparison,
        /// Left of it.
        left: Box<Expr>,
        /// Right of it.
        right: Box<Expr>,
    },
    /// `x [NOT] IN (…)`
    Among {
        /// What is looked for.
        value: Box<Expr>,
        /// The constants; never empty.
        items: Vec<Item>,
        /// `NOT IN`
        is_negated: bool,
    },
    /// `x [NOT] BETWEEN low AND high`, both included.
    Between {
        /// What is looked at.
        value: Box<Expr>,
        /// The least.
        low: Box<Expr>,
        /// The greatest.
        high: Box<Expr>,
        /// `NOT BETWEEN`
        is_negated: bool,
    },
    /// `x [NOT] LIKE 'pattern'`
    Like {
        /// What is looked at.
        value: Box<Expr>,
        /// Like what.
        pattern: Pattern,
        /// `NOT LIKE`
        is_negated: bool,
    },
    /// `x IS [NOT] NULL`: whether nothing is known of it. Never unknown itself.
    IsNull {
        /// What is looked at.
        value: Box<Expr>,
        /// `IS NOT NULL`
        is_negated: bool,
    },
    /// `CASE WHEN … THEN … ELSE … END`; `CASE x WHEN a …` has been written out as `x = a`.
    Case {
        /// Conditions with their results, the first that holds counts; an unknown condition makes the whole unknown.
        arms: Vec<(Expr, Expr)>,
        /// Where none holds. None: unknown.
        otherwise: Option<Box<Expr>>,
    },
}

impl Expr {
    /// Its parts, from the left.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.node {
            Node::Null | Node::Literal(_) | Node::Fact(_) | Node::AsOf | Node::Parameter { .. } => Vec::new(),
            Node::Lookup { key: x, .. }
            | Node::Negate(x)
            | Node::Not(x)
            | Node::Shift { date: x, .. }
            | Node::Among { value: x, .. }
            | Node::Like { value: x, .. }
            | Node::IsNull { value: x, .. } => vec![x],
            Node::Arithmetic { left, right, .. } | Node::Compare { left, right, .. } => vec![left, right],
            Node::Between { value, low, high, .. } => vec![value, low, high],
            Node::Call { arguments: parts, .. } | Node::And(parts) | Node::Or(parts) => parts.iter().collect(),
            Node::Case { arms, otherwise } => {
                arms.iter().flat_map(|(when, then)| [when, then]).chain(otherwise.as_deref()).collect()
            }
        }
    }

    /// Its parts, from the left, to be changed.
    pub fn children_mut(&mut self) -> Vec<&mut Expr> {
        match &mut self.node {
            Node::Null | Node::Literal(_) | Node::Fact(_) | Node::AsOf | Node::Parameter { .. } => Vec::new(),
            Node::Lookup { key: x, .. }
            | Node::Negate(x)
            | Node::Not(x)
            | Node::Shift { date: x, .. }
            | Node::Among { value: x, .. }
            | Node::Like { value: x, .. }
            | Node::IsNull { value: x, .. } => vec![x],
            Node::Arithmetic { left, right, .. } | Node::Compare { left, right, .. } => vec![left, right],
            Node::Between { value, low, high, .. } => vec![value, low, high],
            Node::Call { arguments: parts, .. } | Node::And(parts) | Node::Or(parts) => parts.iter_mut().collect(),
            Node::Case { arms, otherwise } => {
                arms.iter_mut().flat_map(|(when, then)| [when, then]).chain(otherwise.as_deref_mut()).collect()
            }
        }
    }

    /// It and everything in it, parents first, from the left.
    pub fn walk(&self) -> Vec<&Expr> {
        let mut out = vec![self];
        let mut next = 0;
        while next < out.len() {
            let at = next + 1;
            let children = out[next].children();
            out.splice(at..at, children);
            next += 1;
        }
        out
    }

    /// Numbers it and everything in it, parents first, from the left.
    pub fn number(&mut self) {
        fn go(expr: &mut Expr, next: &mut usize) {
            expr.id = *next;
            *next += 1;
            for child in expr.children_mut() {
                go(child, next);
            }
        }
        go(self, &mut 0);
    }
}

/// A checked condition of one version.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its tree; the root is of kind Bool.
    pub root: Expr,
    /// Its text as it stands in the file.
    pub text: Arc<str>,
}

impl Condition {
    /// The facts it reads, sorted by name.
    pub fn facts_read(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.facts().iter().map(|fact| fact.name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The condition as SQL, written in one way whatever its author's spacing and brackets, parameters as their values.
    pub fn sql(&self) -> String {
        super::print::sql(&self.root)
    }

    /// The facts it reads, in the order of the text, with repetitions.
    pub fn facts(&self) -> Vec<Fact> {
        self.root
            .walk()
            .into_iter()
            .filter_map(|expr| if let Node::Fact(fact) = &expr.node { Some(*fact) } else { None })
            .collect()
    }
}
