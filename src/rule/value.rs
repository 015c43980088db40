//! What is known of a fact?
//!
//! A fact may be known exactly, within bounds (a date known to the month), or not at all. Rules never guess: what is not known
//! stays unknown until a condition can be decided without it.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::json;

/// One value that a fact, a parameter or a literal can have.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A real number, finite.
    Real(f64),
    /// A day.
    Date(NaiveDate),
    /// Text, or one of a list of codes.
    Text(Arc<str>),
}

impl Value {
    /// A text value.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// The order of two values of one kind; whole and real numbers compare with each other. None: they do not compare.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        Some(match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            (Self::Date(a), Self::Date(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (a, b) => return a.as_real()?.partial_cmp(&b.as_real()?),
        })
    }

    /// The number as a real one. None: it is no number.
    pub fn as_real(&self) -> Option<f64> {
        match self {
            Self::Int(n) => Some(*n as f64),
            Self::Real(x) => Some(*x),
            Self::Bool(_) | Self::Date(_) | Self::Text(_) => None,
        }
    }

    /// The value for other programs: dates as `2025-04-14`.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Bool(b) => json!(b),
            Self::Int(n) => json!(n),
            Self::Real(x) => json!(x),
            Self::Date(date) => json!(date.to_string()),
            Self::Text(text) => json!(&**text),
        }
    }
}

/// The value as a rule file has it, without the quotes of a text: `36`, `0.95`, `2025-04-14`, `warning`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(b) => b.fmt(f),
            Self::Int(n) => n.fmt(f),
            Self::Real(x) => x.fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

/// What is known of a fact: both bounds equal, it is known exactly; both None, not at all; one None, unbounded on that side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    /// The least value it can have.
    pub min: Option<Value>,
    /// The greatest value it can have.
    pub max: Option<Value>,
}

impl Known {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { min: None, max: None };

    /// Known exactly.
    pub fn exactly(value: Value) -> Self {
        Self { min: Some(value.clone()), max: Some(value) }
    }

    /// Known to lie within two bounds, both included.
    pub fn between(min: Option<Value>, max: Option<Value>) -> Self {
        Self { min, max }
    }

    /// Whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        self.min.is_none() && self.max.is_none()
    }

    /// The value, where it is known exactly.
    pub fn exact(&self) -> Option<&Value> {
        match (&self.min, &self.max) {
            (Some(min), Some(max)) if min == max => Some(min),
            _ => None,
        }
    }

    /// The value, `{"min": …, "max": …}`, or null where nothing is known.
    pub fn to_json(&self) -> serde_json::Value {
        if self.is_unknown() {
            return serde_json::Value::Null;
        }
        match self.exact() {
            Some(value) => value.to_json(),
            None => json!({ "min": self.min.as_ref().map(Value::to_json), "max": self.max.as_ref().map(Value::to_json) }),
        }
    }
}

impl From<bool> for Known {
    fn from(value: bool) -> Self {
        Self::exactly(Value::Bool(value))
    }
}
impl From<i64> for Known {
    fn from(value: i64) -> Self {
        Self::exactly(Value::Int(value))
    }
}
impl From<f64> for Known {
    fn from(value: f64) -> Self {
        Self::exactly(Value::Real(value))
    }
}
impl From<NaiveDate> for Known {
    fn from(value: NaiveDate) -> Self {
        Self::exactly(Value::Date(value))
    }
}
impl From<&str> for Known {
    fn from(value: &str) -> Self {
        Self::exactly(Value::text(value))
    }
}
