//! What do all comparisons of one pair say together?

use super::bits::Bits;
use super::homes;
use super::model::{COMPARISONS, Comparison, Finding, Model};
use super::names::SlipBits;
use super::people::{Person, World};
use super::service::Membership;
use super::{births, names, numbers, organisations, service, sexes};

/// A pair that was compared, with what was found.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// Row of the candidate.
    pub candidate: u32,
    /// Row of the record.
    pub record: u32,
    /// One finding per comparison.
    pub findings: [Finding; COMPARISONS],
}

/// Everything that a comparison of two rows needs.
#[derive(Debug)]
pub struct Scorer<'a> {
    /// Vocabularies and shares.
    pub world: &'a World,
    /// The weights.
    pub model: &'a Model,
    /// Slips in names, as the model has them.
    pub slips: SlipBits,
    /// Membership per candidate; empty where the register has no dates of decision.
    pub memberships: &'a [Membership],
}

impl Scorer<'_> {
    /// Compares a candidate with a record.
    pub fn compare(&self, candidate: (u32, &Person), record: (u32, &Person)) -> Pair {
        let (a, b) = (candidate.1, record.1);
        let home = homes::compare(self.model, &self.world.homes, &a.home, &b.home);
        // The native place that the pair has in common, or that one side tells.
        let from = if a.home.provinces != 0 { &a.home } else { &b.home };
        let name_sex = record.1.names().first().map(|&name| self.world.name_sexes[name as usize]);
        let mut name = names::compare(&self.world.syllables, &self.world.names, &self.slips, a.names(), b.names());
        if homes::agrees(home.rung) && a.home.provinces.is_power_of_two() {
            // Those who share a province share its family names: that part of the agreement is in the native place already.
            let lift = self
                .world
                .family(a)
                .map_or(Bits::ZERO, |family| self.world.families.get(family, a.home.provinces.trailing_zeros()));
            if self.model.weight(Comparison::Name, name) > Bits::ZERO {
                name.u += lift;
            }
        }
        let findings = [
            name,
            births::compare(self.model, &self.world.years, a.birth, b.birth),
            name_sex.map_or_else(Finding::default, |share| sexes::compare(a.sex, b.sex, share)),
            numbers::national_id(self.model, a.national_id, b.national_id),
            numbers::party_card(self.model, a.party_card, b.party_card),
            home,
            organisations::compare(self.model, &self.world.works, &a.work, &b.work, from),
            self.memberships
                .get(candidate.0 as usize)
                .map_or_else(Finding::default, |membership| service::compare(membership, b.day)),
        ];
        Pair { candidate: candidate.0, record: record.0, findings }
    }
}

impl Pair {
    /// The sum of the weights, prior left out.
    pub fn weight(&self, model: &Model) -> Bits {
        Comparison::ALL.iter().zip(self.findings).map(|(&comparison, finding)| model.weight(comparison, finding)).sum()
    }

    /// The weight of one comparison.
    pub fn weight_of(&self, model: &Model, comparison: Comparison) -> Bits {
        model.weight(comparison, self.findings[comparison as usize])
    }
}

/// log2 of the odds, before anything is compared, that a given record and a given candidate are one person: the share of records whose person is
/// on the roster, spread over the roster.
pub fn prior(share: f64, candidates: usize) -> Bits {
    Bits::log2(share / (1.0 - share)) - Bits::log2(candidates.max(1) as f64)
}
