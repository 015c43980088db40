//! How common is a name, a year of birth, a place among the people of this run and of the population?
//!
//! Counts over roster and registers together, never over a register alone (its people are a selection), blended with the shipped
//! population table. A whole name backs off to a chain: each syllable after the one before it, for the syllables of a name are not chosen
//! apart (`A` follows `Mùa`, and hardly any other family name; after `Thị` come women's names), and each of these to how common the syllable
//! is at its place, in the run and in the population.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::bits::Bits;
use super::names::{Name, Names};
use super::syllables::Syllables;
use crate::vn;
use crate::vn::sex::Sex;

/// Bearers of the population that count beside those of the run when parts of names are blended.
const POPULATION: f64 = 2_000.0;
/// A part of a name that nobody was counted with.
const RAREST: f64 = 2e-6;

/// The least share of a whole name: namesakes are born into the same family, village and people, so that no name is as rare as its parts
/// would have it.
const RAREST_NAME: Bits = Bits::whole(-24);

/// log2 of how many provinces a set consists of, as far as it still says something of the family names in it.
const AMONG: [Bits; 5] = [Bits::ZERO, Bits::ZERO, Bits(1_024), Bits(1_623), Bits(2_048)];

/// How much commoner each family name is in a province than in the whole run: Lò in Sơn La, Ksor in Gia Lai.
#[derive(Debug, Default)]
pub struct FamilyLifts {
    lifts: FxHashMap<(u32, u32), Bits>,
}

impl FamilyLifts {
    /// log2 of how much commoner the family name is in the provinces, one bit each; zero where it is not, or where they are many.
    pub fn get(&self, family: u32, provinces: u64) -> Bits {
        let Some(&among) = AMONG.get(provinces.count_ones() as usize) else { return Bits::ZERO };
        let (mut most, mut rest) = (Bits::ZERO, provinces);
        while rest != 0 {
            most = most.max(self.lifts.get(&(family, rest.trailing_zeros())).copied().unwrap_or(Bits::ZERO));
            rest &= rest - 1;
        }
        // At home in one of them: so much less in all of them together.
        (most - among).max(Bits::ZERO)
    }
}

/// How many people bear each family name (as letters) in each province (as a bit).
#[derive(Debug, Default)]
pub struct FamilyCounts {
    pairs: FxHashMap<(u32, u32), u32>,
}

impl FamilyCounts {
    /// One more person.
    pub fn add(&mut self, family: u32, province: u32) {
        *self.pairs.entry((family, province)).or_insert(0) += 1;
    }

    /// And those that were counted elsewhere.
    #[expect(clippy::iter_over_hash_type, reason = "sums of whole numbers")]
    pub fn merge(&mut self, other: &Self) {
        for (&key, &count) in &other.pairs {
            *self.pairs.entry(key).or_insert(0) += count;
        }
    }

    /// How much commoner each name is in each province than over all.
    #[expect(clippy::iter_over_hash_type, reason = "sums of whole numbers")]
    pub fn lifts(&self) -> FamilyLifts {
        let (mut families, mut provinces): (FxHashMap<u32, u32>, FxHashMap<u32, u32>) = Default::default();
        let mut total = 0_u32;
        for (&(family, province), &count) in &self.pairs {
            *families.entry(family).or_insert(0) += count;
            *provinces.entry(province).or_insert(0) += count;
            total += count;
        }
        // Twenty people of the whole run stand in for a province that is hardly met.
        let lift = |(&(family, province), &count): (&(u32, u32), &u32)| {
            let overall = f64::from(families[&family]) / f64::from(total);
            let here = (f64::from(count.saturating_sub(2)) + 20.0 * overall) / (f64::from(provinces[&province]) + 20.0);
            ((family, province), Bits::log2(here / overall).max(Bits::ZERO))
        };
        FamilyLifts { lifts: self.pairs.iter().map(lift).filter(|(_, lift)| *lift > Bits::ZERO).collect() }
    }
}

/// Gives every name its shares. `counts` has the number of people per name index, both inputs together.
pub fn set_shares(names: &mut Names, syllables: &Syllables, counts: &[u32]) {
    let total: f64 = counts.iter().map(|&n| f64::from(n)).sum::<f64>().max(1.0);
    let known = &*names;
    let (parts, chain) = rayon::join(|| Parts::count(known, syllables, counts), || Chain::count(known, syllables, counts));
    let mut by_letters = vec![0u32; names.letters_len()];
    for (name, &count) in names.list.iter().zip(counts) {
        by_letters[name.letters as usize] += count;
    }
    let back = 5.0 * total + 20_000.0;
    names.list.par_iter_mut().zip(counts).for_each(|(name, &count)| {
        let Some(last) = usize::from(name.len).checked_sub(1) else { return };
        let mut chained = 1.0;
        for place in 0..=last {
            let base = syllables.get(name.syllables[place]).base;
            let share = parts.at(place, last).share(base, total);
            name.part_share[place] = Bits::log2(share);
            chained *= if place == 0 { share } else { chain.share(&Step::at(syllables, name, place), share) };
        }
        let letters = (others(by_letters[name.letters as usize]) + back * chained) / (total + back);
        let marks: f64 = name.parts().iter().map(|&id| parts.marks(syllables, id)).product();
        let share = (others(count) + back * letters * marks) / (total + back);
        name.letters_share = Bits::log2(letters).max(RAREST_NAME);
        name.share = Bits::log2(share.min(letters)).max(RAREST_NAME);
    });
}

/// How many there are beside the two that are compared.
fn others(count: u32) -> f64 {
    f64::from(count.saturating_sub(2))
}

/// One syllable of a name after another, as letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Step {
    from: u32,
    to: u32,
    /// The former is the family name.
    is_first: bool,
    /// The latter is the given name.
    is_last: bool,
}

impl Step {
    /// The step to the syllable at `place`, which is not the first.
    fn at(syllables: &Syllables, name: &Name, place: usize) -> Self {
        let base = |place: usize| syllables.get(name.syllables[place]).base;
        Self { from: base(place - 1), to: base(place), is_first: place == 1, is_last: place + 1 == usize::from(name.len) }
    }
}

/// People whose names have a syllable, and how many different steps they take from it.
#[derive(Debug, Clone, Copy, Default)]
struct Crossing {
    people: u32,
    steps: u32,
}

/// How often one syllable follows another.
#[derive(Debug, Default)]
struct Chain {
    steps: FxHashMap<Step, u32>,
    /// By syllable, and whether it is the family name.
    from: FxHashMap<(u32, bool), Crossing>,
    /// Steps by whether they are the first, and the last.
    shape: [[f64; 2]; 2],
}

impl Chain {
    fn count(names: &Names, syllables: &Syllables, counts: &[u32]) -> Self {
        let mut chain = Self::default();
        for (name, &count) in names.list.iter().zip(counts) {
            for place in 1..usize::from(name.len) {
                let step = Step::at(syllables, name, place);
                let taken = chain.steps.entry(step).or_insert(0);
                let from = chain.from.entry((step.from, step.is_first)).or_default();
                from.people += count;
                from.steps += u32::from(*taken == 0);
                *taken += count;
                chain.shape[usize::from(step.is_first)][usize::from(step.is_last)] += f64::from(count);
            }
        }
        chain
    }

    /// The chance of a step from its first syllable, given the share of the second at its place.
    ///
    /// A syllable that many different ones follow says less of what comes next (Witten and Bell's smoothing, three times as strong: of the
    /// strengths tried it foretold names left out of the counts best).
    fn share(&self, step: &Step, share: f64) -> f64 {
        let from = self.from.get(&(step.from, step.is_first)).copied().unwrap_or_default();
        let [middle, last] = self.shape[usize::from(step.is_first)];
        let shape = (if step.is_last { last } else { middle } + 1.0) / (middle + last + 2.0);
        let worth = 3.0 * f64::from(from.steps) + 5.0;
        let taken = self.steps.get(step).copied().unwrap_or(0);
        (others(taken) + worth * shape * share) / (others(from.people) + worth)
    }
}

/// How common letters are at one place of a name: by count, and what the population table says.
struct Part {
    counted: Vec<f64>,
    known: FxHashMap<u32, f64>,
}

impl Part {
    fn new<'a>(syllables: &Syllables, shares: impl Iterator<Item = (&'a str, f64)>) -> Self {
        Self { counted: vec![0.0; syllables.bases_len()], known: known(syllables, shares) }
    }

    fn share(&self, base: u32, total: f64) -> f64 {
        let population = self.known.get(&base).copied().unwrap_or(RAREST);
        ((self.counted[base as usize] - 2.0).max(0.0) + POPULATION * population) / (total + POPULATION)
    }
}

/// Counts of parts by letters, and what the population table says of them.
struct Parts {
    family: Part,
    middle: Part,
    given: Part,
    /// Marked names by syllable, and by its letters.
    marked: Vec<f64>,
    marked_base: Vec<f64>,
}

impl Parts {
    fn count(names: &Names, syllables: &Syllables, counts: &[u32]) -> Self {
        let mut parts = Self {
            family: Part::new(syllables, vn::population::families().iter().map(|&(name, share)| (name, share))),
            middle: Part::new(syllables, halves(vn::population::middles)),
            given: Part::new(syllables, halves(vn::population::givens)),
            marked: vec![0.0; syllables.count()],
            marked_base: vec![0.0; syllables.bases_len()],
        };
        for (name, &count) in names.list.iter().zip(counts) {
            let count = f64::from(count);
            let last = usize::from(name.len).saturating_sub(1);
            for (place, &id) in name.parts().iter().enumerate() {
                let base = syllables.get(id).base as usize;
                let part = match place {
                    0 if last > 0 => &mut parts.family,
                    place if place == last => &mut parts.given,
                    _ => &mut parts.middle,
                };
                part.counted[base] += count;
                if name.is_marked {
                    parts.marked[id as usize] += count;
                    parts.marked_base[base] += count;
                }
            }
        }
        parts
    }

    /// The part that stands at a place: a single syllable is a given name.
    fn at(&self, place: usize, last: usize) -> &Part {
        match place {
            0 if last > 0 => &self.family,
            place if place == last => &self.given,
            _ => &self.middle,
        }
    }

    /// The share of marked names with these letters that carry these marks.
    fn marks(&self, syllables: &Syllables, id: u32) -> f64 {
        let all = self.marked_base[syllables.get(id).base as usize];
        let same = self.marked[id as usize];
        // Six tones and a few vowel marks: what an unseen form gets.
        ((same - 2.0).max(0.0) + 0.5) / (all + 5.0)
    }
}

/// Population shares by the letters of one syllable; a middle of several syllables counts for each of them.
fn known<'a>(syllables: &Syllables, shares: impl Iterator<Item = (&'a str, f64)>) -> FxHashMap<u32, f64> {
    let mut out = FxHashMap::default();
    for (name, share) in shares {
        for word in vn::fold::fold(name).split(' ') {
            if let Some(base) = syllables.base(word) {
                *out.entry(base).or_insert(0.0) += share;
            }
        }
    }
    out
}

/// Three quarters of those vetted are men.
fn halves(table: fn(Sex) -> &'static [(&'static str, f64)]) -> impl Iterator<Item = (&'static str, f64)> {
    let weighted = move |sex, weight: f64| table(sex).iter().map(move |&(name, share)| (name, share * weight));
    weighted(Sex::Male, 0.75).chain(weighted(Sex::Female, 0.25))
}

/// How common each value of a fact is, by count over the run. Values are small numbers.
#[derive(Debug, Default)]
pub struct Shares {
    counts: Vec<u32>,
    total: f64,
    /// Distinct values that exist in the world: what an unseen one is given a share of.
    world: f64,
    /// log2 of the share of each value, once counting is over.
    logs: Vec<Bits>,
    unseen: Bits,
}

impl Shares {
    /// No counts yet, of a fact that has about `world` values.
    pub fn new(world: f64) -> Self {
        let mut shares = Self { counts: Vec::new(), total: 0.0, world, logs: Vec::new(), unseen: Bits::ZERO };
        shares.close();
        shares
    }

    /// One more person with this value.
    pub fn add(&mut self, value: u32) {
        let at = value as usize;
        if at >= self.counts.len() {
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] += 1;
        self.total += 1.0;
    }

    /// And those that were counted elsewhere.
    pub fn merge(&mut self, other: &Self) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        self.counts.iter_mut().zip(&other.counts).for_each(|(to, from)| *to += from);
        self.total += other.total;
    }

    /// Counting is over: works out the logarithms.
    pub fn close(&mut self) {
        self.logs = (0..self.counts.len()).map(|value| Bits::log2(self.share_of(self.counts[value]))).collect();
        self.unseen = Bits::log2(self.share_of(0));
    }

    /// The share of other people with this value, the two compared left out, 0..=1.
    pub fn share(&self, value: u32) -> f64 {
        self.share_of(self.counts.get(value as usize).copied().unwrap_or(0))
    }

    fn share_of(&self, count: u32) -> f64 {
        let pseudo = self.world.min(1_000.0);
        (f64::from(count.saturating_sub(2)) + pseudo / self.world) / (self.total + pseudo)
    }

    /// log2 of [`Self::share`].
    pub fn log(&self, value: u32) -> Bits {
        self.logs.get(value as usize).copied().unwrap_or(self.unseen)
    }
}
