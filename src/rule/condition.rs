//! What does a condition ask, once it is understood?
//!
//! Our own typed tree: the SQL text has been parsed, narrowed to what a rule may say, and bound to the documented facts and to one
//! version's parameters. [`crate::rule::compile`] and [`crate::rule::interpret`] give it the same meaning, over columns and over one row.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::value::Value;
use crate::table::facts::{Fact, FactType};

/// What an expression's value is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// True, false or unknown.
    Bool,
    /// A whole number.
    Int,
    /// A real number.
    Real,
    /// A day.
    Date,
    /// Text.
    Text,
    /// One of a list of codes.
    Code(&'static [&'static str]),
    /// Always unknown: the literal `NULL`.
    Null,
}

impl Kind {
    /// What a fact's value is.
    pub fn of(fact: FactType) -> Self {
        match fact {
            FactType::Int => Self::Int,
            FactType::Real => Self::Real,
            FactType::Bool => Self::Bool,
            FactType::Date => Self::Date,
            FactType::Text => Self::Text,
            FactType::Code(codes) => Self::Code(codes),
        }
    }

    /// What a value is.
    pub fn of_value(value: &Value) -> Self {
        match value {
            Value::Bool(_) => Self::Bool,
            Value::Int(_) => Self::Int,
            Value::Real(_) => Self::Real,
            Value::Date(_) => Self::Date,
            Value::Text(_) => Self::Text,
        }
    }

    /// Whether it is a number.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::Real)
    }

    /// Whether it is text or a code.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Code(_))
    }

    /// Whether values of both can be compared.
    pub fn compares_with(self, other: Self) -> bool {
        (self.is_number() && other.is_number())
            || (self.is_text() && other.is_text())
            || matches!((self, other), (Self::Bool, Self::Bool) | (Self::Date, Self::Date))
    }

    /// Its message: `kind-int`.
    pub fn message(self) -> &'static str {
        match self {
            Self::Bool => "kind-bool",
            Self::Int => "kind-int",
            Self::Real => "kind-real",
            Self::Date => "kind-date",
            Self::Text => "kind-text",
            Self::Code(_) => "kind-code",
            Self::Null => "kind-null",
        }
    }
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Equal, Self::NotEqual, Self::Less, Self::LessOrEqual, Self::Greater, Self::GreaterOrEqual];

    /// As SQL writes it.
    pub fn sql(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// The comparison that says the same with both sides changed over.
    #[must_use]
    pub fn flipped(self) -> Self {
        match self {
            Self::Equal | Self::NotEqual => self,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
        }
    }

    /// The comparison that holds exactly where this one does not.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }
}

/// How two numbers are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`: always a real number; by zero it is unknown.
    Divide,
}

impl Arithmetic {
    /// As SQL writes it.
    pub fn sql(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }
}

/// A function that a condition may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `months_between(a, b)`: whole months from `a` to `b`.
    MonthsBetween,
    /// `days_between(a, b)`: days from `a` to `b`.
    DaysBetween,
    /// `working_days_between(a, b)`: working days after `a`, up to and including `b`.
    WorkingDaysBetween,
    /// `coalesce(a, b, …)`: the first that is known at all.
    Coalesce,
    /// `least(a, b, …)`; unknown when one is.
    Least,
    /// `greatest(a, b, …)`; unknown when one is.
    Greatest,
    /// `lower(text)`.
    Lower,
}

impl Function {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::MonthsBetween,
        Self::DaysBetween,
        Self::WorkingDaysBetween,
        Self::Coalesce,
        Self::Least,
        Self::Greatest,
        Self::Lower,
    ];

    /// Its name in conditions.
    pub fn name(self) -> &'static str {
        match self {
            Self::MonthsBetween => "months_between",
            Self::DaysBetween => "days_between",
            Self::WorkingDaysBetween => "working_days_between",
            Self::Coalesce => "coalesce",
            Self::Least => "least",
            Self::Greatest => "greatest",
            Self::Lower => "lower",
        }
    }
}

/// A `LIKE` pattern: `%` is any text, `_` any one character; capitals count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// No `%` or `_`.
    Is(String),
    /// `x%`
    Starts(String),
    /// `%x`
    Ends(String),
    /// `%x%`
    Contains(String),
    /// Anything else.
    Any(String),
}

impl Pattern {
    /// The pattern written in a rule.
    pub fn new(text: &str) -> Self {
        let is_plain = |part: &str| !part.contains(['%', '_']);
        match (text.strip_prefix('%'), text.strip_suffix('%')) {
            _ if is_plain(text) => Self::Is(text.to_owned()),
            (_, Some(part)) if is_plain(part) => Self::Starts(part.to_owned()),
            (Some(part), _) if is_plain(part) => Self::Ends(part.to_owned()),
            (Some(part), Some(_)) if part.strip_suffix('%').is_some_and(is_plain) => {
                Self::Contains(part[..part.len() - 1].to_owned())
            }
            _ => Self::Any(text.to_owned()),
        }
    }

    /// Whether `text` is like this.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::Is(part) => text == part,
            Self::Starts(part) => text.starts_with(part.as_str()),
            Self::Ends(part) => text.ends_with(part.as_str()),
            Self::Contains(part) => text.contains(part.as_str()),
            Self::Any(pattern) => is_like(pattern, text),
        }
    }
}

/// Greedy matching with one point of return, the last `%`: linear in practice, never exponential.
fn is_like(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('%') => {
                back = Some((p + 1, t));
                p += 1;
            }
            Some(&c) if c == '_' || c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match back {
                Some((after, from)) => {
                    p = after;
                    t = from + 1;
                    back = Some((after, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == '%')
}

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
