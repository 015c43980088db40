//! Do the sexes agree, beyond what the names already say?
//!
//! A name with Thị says the sex by itself: agreeing on both counts once. What counts against one person is a sex that the name does
//! not explain.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::bits::Bits;
use super::model::{Finding, Rung, by_value, silent};
use crate::vn::population;
use crate::vn::sex::Sex;

/// The rungs of the comparison of sexes.
pub const RUNGS: &[Rung] = &[silent("unknown"), by_value("sex", "same"), by_value("sex", "differs")];

/// The sex in a row: `M`, `F` or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum RowSex {
    /// The row does not say.
    #[default]
    Unknown,
    /// `M`.
    Male,
    /// `F`.
    Female,
}

/// log2 of the chances that a bearer of a name is a man, or a woman.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SexShares {
    male: Bits,
    female: Bits,
}

/// Shares of a part of a name among men and among women. None: the counts of that sex have it never.
type Known = FxHashMap<&'static str, [Option<f64>; 2]>;

static MIDDLES: LazyLock<Known> = LazyLock::new(|| known(population::middles));
static GIVENS: LazyLock<Known> = LazyLock::new(|| known(population::givens));

fn known(table: fn(Sex) -> &'static [(&'static str, f64)]) -> Known {
    let mut out = Known::default();
    for (at, sex) in [Sex::Male, Sex::Female].into_iter().enumerate() {
        for &(name, share) in table(sex) {
            out.entry(name).or_default()[at].get_or_insert(share);
        }
    }
    out
}

impl SexShares {
    /// Of a name in its spelling, from the population table; three in four of those vetted are men.
    pub fn of(full_name: &str) -> Self {
        let (rest, given) = full_name.rsplit_once(' ').unwrap_or(("", full_name));
        let middle = rest.split_once(' ').map_or("", |(_, middle)| middle);
        let first = middle.split(' ').next().unwrap_or("");
        let of = |table: &Known, name: &str| table.get(name).copied().unwrap_or_default();
        let (whole, first, given) = (of(&MIDDLES, middle), of(&MIDDLES, first), of(&GIVENS, given));
        let share = |at: usize, weight: f64| {
            let middle = whole[at].unwrap_or(0.0).max(first[at].unwrap_or(1e-4) * 0.05);
            // A given name that one sex never has in the counts may still be met.
            weight * middle * given[at].unwrap_or(2e-5)
        };
        let (male, female) = (share(0, 0.75), share(1, 0.25));
        let male = (male / (male + female)).clamp(0.01, 0.99);
        Self { male: Bits::log2(male), female: Bits::log2(1.0 - male) }
    }
}

/// Compares two sexes; `name` says what the record's name tells of its bearer's sex.
pub fn compare(a: RowSex, b: RowSex, name: SexShares) -> Finding {
    let share = |sex| if sex == RowSex::Male { name.male } else { name.female };
    match (a, b) {
        (RowSex::Unknown, _) | (_, RowSex::Unknown) => Finding { rung: 0, u: Bits::ZERO },
        (a, b) if a == b => Finding { rung: 1, u: share(a) },
        (a, _) => Finding { rung: 2, u: share(a) },
    }
}
