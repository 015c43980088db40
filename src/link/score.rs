//! What do all comparisons of one pair say together?

use super::bits::Bits;
use super::homes;
use super::model::{COMPARISONS, Comparison, Finding, Model};
use super::people::{Person, World};
use super::service::Membership;
use super::spellings::SlipBits;
use super::{births, levels, namesakes, numbers, organisations, origins, service, sexes, spellings};

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
        self.compare_places(candidate, record, self.compare_selves(candidate.1, record.1))
    }

    /// Compares a candidate with a record unless names, births and numbers alone say that `floor` is out of reach.
    pub fn compare_if(&self, candidate: (u32, &Person), record: (u32, &Person), floor: Bits) -> Option<Pair> {
        let selves = self.compare_selves(candidate.1, record.1);
        let comparisons = [Comparison::Name, Comparison::Birth, Comparison::NationalId, Comparison::PartyCard];
        let found = [selves.name, selves.birth, selves.national_id, selves.party_card];
        let bound: Bits =
            comparisons.into_iter().zip(found).map(|(comparison, found)| self.model.weight(comparison, found)).sum();
        (bound + MOST_OF_PLACES >= floor).then(|| self.compare_places(candidate, record, selves))
    }

    fn compare_selves(&self, a: &Person, b: &Person) -> Selves {
        Selves {
            name: spellings::compare(&self.world.syllables, &self.world.names, &self.slips, a.names(), b.names()),
            birth: births::compare(self.model, &self.world.years, a.birth, b.birth),
            national_id: numbers::national_id(self.model, a.national_id, b.national_id),
            party_card: numbers::party_card(self.model, a.party_card, b.party_card),
        }
    }

    /// The provinces in which the findings on native place, on what stands in for it and on work bring both rows together.
    fn shared_provinces(&self, a: &Person, b: &Person, [home, origin, work]: [Finding; 3]) -> u64 {
        let all = |person: &Person| person.home.provinces | person.issued_in | person.work.provinces();
        if homes::agrees(home.rung) {
            a.home.provinces & b.home.provinces
        } else if self.model.weight(Comparison::Origin, origin) > Bits::ZERO {
            all(a) & all(b)
        } else if self.model.weight(Comparison::Organisation, work) > Bits::ZERO {
            a.work.provinces() & b.work.provinces()
        } else {
            0
        }
    }

    fn compare_places(&self, candidate: (u32, &Person), record: (u32, &Person), selves: Selves) -> Pair {
        let (a, b) = (candidate.1, record.1);
        let Selves { mut name, birth, national_id, party_card } = selves;
        let home = homes::compare(self.model, &self.world.homes, &a.home, &b.home);
        // If they are two people, what the row that tells more of its native place says of its work is explained by that place: how likely the
        // other comes to work there is what counts.
        let vaguer = if homes::agrees(home.rung) && a.home.level() < b.home.level() || a.home.provinces == 0 { a } else { b };
        let issued_in = homes::Place { provinces: vaguer.issued_in, ..homes::Place::default() };
        let from = if vaguer.home.provinces != 0 { &vaguer.home } else { &issued_in };
        let name_sex = b.names().first().map(|&name| self.world.name_sexes[name as usize]);
        let work = organisations::compare(self.model, &self.world.works, &a.work, &b.work, from);
        let origin = origins::compare(self.model, &self.world.homes, a, b, origins::Found { home, number: national_id, work });
        if self.model.weight(Comparison::Name, name) > Bits::ZERO
            && let Some(family) = self.world.family(a)
        {
            // Those who share a province share its family names: that part of the agreement is in the place already.
            name.u += self.world.families.get(family, self.shared_provinces(a, b, [home, origin, work]));
        }
        let findings = [
            name,
            birth,
            name_sex.map_or_else(Finding::default, |share| sexes::compare(a.sex, b.sex, share)),
            national_id,
            party_card,
            home,
            origin,
            work,
            levels::compare(self.model, &a.work, &b.work),
            self.memberships
                .get(candidate.0 as usize)
                .map_or_else(Finding::default, |membership| service::compare(membership, b.day)),
            Finding::default(),
        ];
        Pair { candidate: candidate.0, record: record.0, findings }
    }
}

/// What two rows say of the persons themselves.
#[derive(Clone, Copy)]
struct Selves {
    name: Finding,
    birth: Finding,
    national_id: Finding,
    party_card: Finding,
}

/// More than places, offices and sex together ever weigh.
const MOST_OF_PLACES: Bits = Bits::whole(28);

impl Pair {
    /// The weight of each comparison; `namesake` is log2 of the chance that a given candidate is a namesake of a given record.
    pub fn weights(&self, model: &Model, namesake: Bits) -> [Bits; COMPARISONS] {
        let mut weights = [Bits::ZERO; COMPARISONS];
        for (weight, (comparison, finding)) in weights.iter_mut().zip(Comparison::ALL.into_iter().zip(self.findings)) {
            *weight = model.weight(comparison, finding);
        }
        weights[Comparison::Namesake as usize] = namesakes::taken_back(model, &self.findings, &weights, namesake);
        weights
    }

    /// The sum of the weights before namesakes are thought of and without the prior: a bound that is quick to work out.
    pub fn bound(&self, model: &Model) -> Bits {
        Comparison::ALL.iter().zip(self.findings).map(|(&comparison, finding)| model.weight(comparison, finding)).sum()
    }

    /// The weight of one comparison.
    pub fn weight_of(&self, model: &Model, comparison: Comparison) -> Bits {
        model.weight(comparison, self.findings[comparison as usize])
    }
}

/// What is assumed of a roster before anything is compared.
#[derive(Debug, Clone, Copy)]
pub struct Priors {
    /// log2 of the odds that a given record and a given candidate are one person.
    pub same: Bits,
    /// log2 of the chance that a given candidate is a namesake, from the same village, of a given record's person.
    pub namesake: Bits,
}

impl Priors {
    /// Of a model, for a roster of so many candidates: the shares are spread over the roster.
    pub fn of(model: &Model, candidates: usize) -> Self {
        let each = Bits::log2(candidates.max(1) as f64);
        Self { same: Bits::log2(model.share / (1.0 - model.share)) - each, namesake: Bits::log2(model.namesakes) - each }
    }
}
