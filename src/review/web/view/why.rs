//! How sure is the computer, and which comparison says what? Shown after the reader has answered.

use crate::review::Item;
use crate::review::web::shell::Shell;
use crate::table::show;
use crate::table::show::waterfall::{Bar, Scale};

/// The probability and the waterfall under it.
pub struct Why {
    /// That both are one person.
    pub probability: String,
    /// One bar a comparison, then the sum. Empty: no evidence was kept.
    pub steps: Vec<Step>,
}

/// One bar.
pub struct Step {
    /// The finding in words.
    pub sentence: String,
    /// Its weight with a sign, log2.
    pub weight: String,
    /// The bar, as SVG made of numbers alone.
    pub bar: String,
    /// Whether it is the sum.
    pub is_total: bool,
}

impl Why {
    /// Why the link of `item` is as likely as it is. None: it relies on no link.
    pub fn of(s: &Shell, item: &Item) -> Option<Self> {
        let probability = show::probability(s.lang, item.line.probability?);
        let comparisons = &item.evidence.comparisons;
        let weights: Vec<f64> = comparisons.iter().map(|comparison| comparison.weight).collect();
        let scale = Scale::of(&weights);
        let (mut total, mut steps) = (0.0, Vec::with_capacity(weights.len() + 1));
        for comparison in comparisons {
            let from = total;
            total += comparison.weight;
            steps.push(Step {
                sentence: show::visible(&comparison.sentence).into_owned(),
                weight: show::signed(s.lang, comparison.weight),
                bar: scale.bar(from, total, if steps.is_empty() { Bar::First } else { Bar::Middle }),
                is_total: false,
            });
        }
        if !steps.is_empty() {
            let sentence = s.say("web-total");
            steps.push(Step {
                sentence,
                weight: show::signed(s.lang, total),
                bar: scale.bar(0.0, total, Bar::Total),
                is_total: true,
            });
        }
        Some(Self { probability, steps })
    }
}
