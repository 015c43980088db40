//! Which kinds of values, comparisons, sums and functions does a condition know?

use super::super::value::Value;
use crate::table::facts::FactType;

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
