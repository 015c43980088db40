//! How common is a name, a year of birth, a place among the people of this run and of the population?
//!
//! Counts over roster and registers together, never over a register alone (its people are a selection), blended with the shipped
//! population table: a whole name backs off to family name times middle and given name, and each of these to the population.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::bits::Bits;
use super::intern::intern;
use super::names::{MOST_SYLLABLES, Names};
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

/// How much commoner each family name is in a province than in the whole run: Lò in Sơn La, Ksor in Gia Lai.
#[derive(Debug, Default)]
pub struct FamilyLifts {
    lifts: FxHashMap<(u32, u32), Bits>,
}

impl FamilyLifts {
    /// log2 of how much commoner the family name is in the province; zero where it is not.
    pub fn get(&self, family: u32, province: u32) -> Bits {
        self.lifts.get(&(family, province)).copied().unwrap_or(Bits::ZERO)
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
    let parts = Parts::count(names, syllables, counts);
    let mut by_letters = vec![0u32; names.letters_len()];
    let rests: Vec<_> = names.list.par_iter().map(|name| without_family(syllables, name)).collect();
    let rests = intern(&rests);
    let mut by_rest = vec![0u32; rests.firsts.len()];
    for ((name, &rest), &count) in names.list.iter().zip(&rests.ids).zip(counts) {
        by_letters[name.letters as usize] += count;
        by_rest[rest as usize] += count;
    }
    let (back_pair, back_name) = (0.5 * total + 5_000.0, 2.0 * total + 20_000.0);
    let own = |count: u32| f64::from(count.saturating_sub(2));
    names.list.par_iter_mut().zip(&rests.ids).zip(counts).for_each(|((name, &rest), &count)| {
        let Some(last) = usize::from(name.len).checked_sub(1) else { return };
        let mut of_rest = 1.0;
        for place in 0..=last {
            let base = syllables.get(name.syllables[place]).base;
            let share = parts.at(place, last).share(base, total);
            name.part_share[place] = Bits::log2(share);
            if place > 0 || last == 0 {
                of_rest *= share;
            }
        }
        let pair = (own(by_rest[rest as usize]) + back_pair * of_rest) / (total + back_pair);
        let family = if last > 0 { name.part_share[0].ratio() } else { 1.0 };
        let letters = (own(by_letters[name.letters as usize]) + back_name * family * pair) / (total + back_name);
        let marks: f64 = name.parts().iter().map(|&id| parts.marks(syllables, id)).product();
        let share = (own(count) + back_name * letters * marks) / (total + back_name);
        name.letters_share = Bits::log2(letters).max(RAREST_NAME);
        name.share = Bits::log2(share.min(letters)).max(RAREST_NAME);
    });
}

fn without_family(syllables: &Syllables, name: &super::names::Name) -> [u32; MOST_SYLLABLES] {
    let mut rest = [u32::MAX; MOST_SYLLABLES];
    for (to, &id) in rest.iter_mut().zip(name.parts().iter().skip(1)) {
        *to = syllables.get(id).base;
    }
    rest
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
