//! How is the roster made up as a whole?
//!
//! Structure targets (women, age, renewal) are for the list, never a condition on a person (DOMAIN: aggregate, never individual), so
//! they are counted here and cannot be read by rules.

use chrono::NaiveDate;
use serde::Serialize;

use super::sheet::{date_bounds, texts};
use crate::error::Result;
use crate::table::people::Candidates;

/// A number of candidates out of those of whom it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Out of how many of whom the answer is known.
    pub known: usize,
}

impl Share {
    fn add(&mut self, answer: Option<bool>) {
        if let Some(is) = answer {
            self.known += 1;
            self.count += usize::from(is);
        }
    }

    /// The share, 0..=1. None: of nobody is it known.
    pub fn value(self) -> Option<f64> {
        (self.known > 0).then(|| self.count as f64 / self.known as f64)
    }
}

/// The make-up of a roster.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Statistics {
    /// All candidates.
    pub candidates: usize,
    /// Women among those whose sex is given.
    pub women: Share,
    /// Standing for the first time, among those of whom it is given.
    pub first_time: Share,
    /// Under 40 years on the day; a birth date that straddles the bound is left out of the known.
    pub under_40: Share,
    /// From 40 to under 50 years.
    pub from_40_to_49: Share,
    /// 50 years and over.
    pub from_50: Share,
}

/// The make-up of the roster on `as_of`.
///
/// # Errors
/// A column is missing: a mistake of ours.
pub fn statistics(candidates: &Candidates, as_of: NaiveDate) -> Result<Statistics> {
    let frame = candidates.frame();
    let mut out = Statistics { candidates: frame.height(), ..Statistics::default() };
    for sex in texts(frame, "sex")? {
        out.women.add(sex.map(|sex| sex == "F"));
    }
    for candidacy in texts(frame, "candidacy")? {
        out.first_time.add(candidacy.map(|candidacy| candidacy == "first_time"));
    }
    for born in date_bounds(frame, "born")? {
        let years = born.months_to(as_of).both().map(|(least, most)| (least.div_euclid(12), most.div_euclid(12)));
        let bracket = years.and_then(|(least, most)| (bracket(least) == bracket(most)).then(|| bracket(least)));
        for (share, one) in [(&mut out.under_40, 0), (&mut out.from_40_to_49, 1), (&mut out.from_50, 2)] {
            share.add(bracket.map(|bracket| bracket == one));
        }
    }
    Ok(out)
}

/// Three brackets of age (Chỉ thị 35-CT/TW 2019 names under 40 and 40 to 50).
fn bracket(years: i32) -> u8 {
    u8::from(years >= 40) + u8::from(years >= 50)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_counts_only_those_of_whom_it_is_known() {
        let mut share = Share::default();
        for answer in [Some(true), Some(false), None, Some(false), Some(false)] {
            share.add(answer);
        }
        assert_eq!((share, share.value()), (Share { count: 1, known: 4 }, Some(0.25)));
        assert_eq!(Share::default().value(), None);
    }

    #[test]
    fn brackets_begin_on_the_birthday() {
        assert_eq!([39, 40, 49, 50].map(bracket), [0, 1, 1, 2]);
    }
}
