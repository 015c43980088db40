//! Does the decision fall within the person's time in the Party?
//!
//! A Party organisation disciplines its members: a decision signed before the candidate joined is hardly the candidate's. How much
//! that says depends on how many decisions of the register lie before that day.

use super::bits::Bits;
use super::model::{Finding, Rung, by_value, silent};

/// The rungs of the comparison of decision and membership.
pub const RUNGS: &[Rung] = &[silent("unknown"), by_value("service", "member"), by_value("service", "not_yet_member")];

/// Days since 1 January 1970; `i32::MIN`: not known.
pub const UNKNOWN_DAY: i32 = i32::MIN;

/// When a candidate can have been disciplined, and what share of the register's decisions lies before.
#[derive(Debug, Clone, Copy)]
pub struct Membership {
    /// First day the candidate can have been a member.
    pub from: i32,
    /// log2 of the share of decisions before that day.
    pub before: Bits,
    /// log2 of the share of decisions on it or after.
    pub after: Bits,
}

impl Membership {
    /// Of a candidate who joined on day `from`; `decided` holds the days of the register's decisions, sorted.
    pub fn new(from: i32, decided: &[i32]) -> Self {
        let before = decided.partition_point(|&day| day < from);
        let total = decided.len() as f64 + 2.0;
        let share = (before as f64 + 1.0) / total;
        Self { from, before: Bits::log2(share), after: Bits::log2(1.0 - share) }
    }
}

/// Compares a candidate's membership with the day of a decision.
pub fn compare(membership: &Membership, decided: i32) -> Finding {
    if membership.from == UNKNOWN_DAY || decided == UNKNOWN_DAY {
        return Finding { rung: 0, u: Bits::ZERO };
    }
    if decided >= membership.from { Finding { rung: 1, u: membership.after } } else { Finding { rung: 2, u: membership.before } }
}
