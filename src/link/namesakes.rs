//! How much of the agreement would a namesake from the same village have, too?
//!
//! People of one village and family share names, come from the same place or one nearby, and are born a few years apart. Against *such* a
//! person, agreeing in name says nothing, and native place and birth say what they say among namesakes; only the rest counts whole. The weight
//! taken back is what turns odds against strangers into odds against strangers and namesakes together.

use super::bits::Bits;
use super::model::{COMPARISONS, Comparison, Finding, Model, Rung, silent};

/// The rungs: nothing to take back, or something.
pub const RUNGS: &[Rung] = &[silent("none"), silent("namesake")];

/// What has to be taken back for namesakes, zero or less, given the weights of the other comparisons and log2 of the chance that a given candidate
/// is such a namesake of a given record.
pub fn taken_back(model: &Model, findings: &[Finding; COMPARISONS], weights: &[Bits; COMPARISONS], prior: Bits) -> Bits {
    let difference = against_namesake(model, findings, weights);
    let exponent = prior + difference;
    if exponent < Bits::whole(-6) { Bits::ZERO } else { -Bits::log2(1.0 + exponent.ratio()) }
}

/// The share of the odds against a pair that namesakes make up, 0..=1.
pub fn share_of_odds(model: &Model, findings: &[Finding; COMPARISONS], weights: &[Bits; COMPARISONS], prior: Bits) -> f64 {
    let namesakes = (prior + against_namesake(model, findings, weights)).ratio();
    namesakes / (1.0 + namesakes)
}

/// log2 of how much likelier the findings are among namesakes of one village than among strangers.
fn against_namesake(model: &Model, findings: &[Finding; COMPARISONS], weights: &[Bits; COMPARISONS]) -> Bits {
    let weight = |comparison: Comparison| weights[comparison as usize];
    if weight(Comparison::Name) <= Bits::ZERO {
        return Bits::whole(-40);
    }
    // How much more one person would be so than namesakes are: nothing where a comparison says nothing.
    let beyond = |comparison: Comparison| {
        let rung = usize::from(findings[comparison as usize].rung);
        if comparison.rungs()[rung].group.is_empty() {
            return Bits::ZERO;
        }
        let chances = &model.weights(comparison)[rung];
        chances.log_m - chances.log_namesake
    };
    let told: Bits = Comparison::OF_NAMESAKES.into_iter().map(|comparison| weight(comparison) - beyond(comparison)).sum();
    weight(Comparison::Name) + weight(Comparison::Origin).max(Bits::ZERO) + told
}
