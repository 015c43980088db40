//! How much does a finding say? Binary logarithms as whole numbers.
//!
//! Sums of whole numbers do not depend on their order, so that a run gives the same bytes on any number of threads, and the parts of
//! a waterfall add up exactly to its total.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// A binary logarithm in steps of 1/1024.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Bits(pub i32);

const STEP: f64 = 1024.0;

impl Bits {
    /// No evidence: a factor of one.
    pub const ZERO: Self = Self(0);

    /// Whole bits.
    pub const fn whole(bits: i32) -> Self {
        Self(bits * 1024)
    }

    /// The logarithm of a probability or a ratio. Zero and less count as 2^-40, the least that is ever told apart.
    pub fn log2(x: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "within ±40 × 1024 by the clamp")]
        Self((x.max(0.0).log2().clamp(-40.0, 40.0) * STEP).round() as i32)
    }

    /// In bits.
    pub fn to_f64(self) -> f64 {
        f64::from(self.0) / STEP
    }

    /// The ratio whose logarithm this is.
    pub fn ratio(self) -> f64 {
        self.to_f64().exp2()
    }
}

impl Add for Bits {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sub for Bits {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl Neg for Bits {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl AddAssign for Bits {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl Sum for Bits {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_add_up_and_never_run_away() {
        assert_eq!(Bits::log2(8.0), Bits::whole(3));
        assert_eq!(Bits::log2(0.25) + Bits::log2(4.0), Bits::ZERO);
        assert_eq!(Bits::log2(0.0), Bits::whole(-40));
        assert!((Bits::log2(0.3).ratio() - 0.3).abs() < 3e-4);
    }
}
