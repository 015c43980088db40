//! How common is a name, a year of birth, a place among the people of this run and of the population?
//!
//! Counts over roster and registers together, never over a register alone (its people are a selection), blended with the shipped
//! population table: a whole name backs off to family name times middle and given name, and each of these to the population.

use rustc_hash::FxHashMap;

use super::bits::Bits;
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
const RAREST_NAME: Bits = Bits::whole(-19);

/// How much commoner each family name is in a province than in the whole run: Lò in Sơn La, Ksor in Gia Lai.
#[derive(Debug, Default)]
pub struct FamilyLifts {
    lifts: FxHashMap<(u32, u32), Bits>,
}

impl FamilyLifts {
    /// From the people's family names (as letters) and provinces (as bits).
    pub fn count(people: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut pairs: FxHashMap<(u32, u32), f64> = FxHashMap::default();
        let (mut families, mut provinces): (FxHashMap<u32, f64>, FxHashMap<u32, f64>) = Default::default();
        let mut total = 0.0;
        for (family, province) in people {
            *pairs.entry((family, province)).or_insert(0.0) += 1.0;
            *families.entry(family).or_insert(0.0) += 1.0;
            *provinces.entry(province).or_insert(0.0) += 1.0;
            total += 1.0;
        }
        // Twenty people of the whole run stand in for a province that is hardly met.
        let lift = |(&(family, province), &count): (&(u32, u32), &f64)| {
            let overall = families[&family] / total;
            let here = ((count - 2.0_f64).max(0.0) + 20.0 * overall) / (provinces[&province] + 20.0);
            ((family, province), Bits::log2(here / overall).max(Bits::ZERO))
        };
        let lifts = pairs.iter().map(lift).filter(|(_, lift)| *lift > Bits::ZERO).collect();
        Self { lifts }
    }

    /// log2 of how much commoner the family name is in the province; zero where it is not.
    pub fn get(&self, family: u32, province: u32) -> Bits {
        self.lifts.get(&(family, province)).copied().unwrap_or(Bits::ZERO)
    }
}

/// Gives every name its shares. `counts` has the number of people per name index, both inputs together.
pub fn set_shares(names: &mut Names, syllables: &Syllables, counts: &[u32]) {
    let total: f64 = counts.iter().map(|&n| f64::from(n)).sum::<f64>().max(1.0);
    let parts = Parts::count(names, syllables, counts, total);
    let mut by_letters = vec![0u32; names.letters_len()];
    let mut pairs: FxHashMap<[u32; MOST_SYLLABLES], u32> = FxHashMap::default();
    for (name, &count) in names.list.iter().zip(counts) {
        by_letters[name.letters as usize] += count;
        *pairs.entry(without_family(syllables, name)).or_insert(0) += count;
    }
    let (back_pair, back_name) = (0.5 * total + 5_000.0, 2.0 * total + 20_000.0);
    for (i, &count) in counts.iter().enumerate() {
        let name = &names.list[i];
        if name.len == 0 {
            continue;
        }
        let bases: Vec<u32> = name.parts().iter().map(|&id| syllables.get(id).base).collect();
        let mut part_share = [Bits::ZERO; MOST_SYLLABLES];
        let (mut rest, last) = (1.0, bases.len() - 1);
        for (place, &base) in bases.iter().enumerate() {
            let share = match place {
                0 if last > 0 => Parts::share(&parts.family, &parts.family_known, base, total),
                place if place == last => Parts::share(&parts.given, &parts.given_known, base, total),
                _ => Parts::share(&parts.middle, &parts.middle_known, base, total),
            };
            part_share[place] = Bits::log2(share);
            if place > 0 || last == 0 {
                rest *= share;
            }
        }
        let own = |count: u32| f64::from(count.saturating_sub(2));
        let pair = (own(pairs[&without_family(syllables, name)]) + back_pair * rest) / (total + back_pair);
        let family = if last > 0 { part_share[0].ratio() } else { 1.0 };
        let letters = (own(by_letters[name.letters as usize]) + back_name * family * pair) / (total + back_name);
        let marks: f64 = name.parts().iter().map(|&id| parts.marks(syllables, id)).product();
        let share = (own(count) + back_name * letters * marks) / (total + back_name);
        let name = &mut names.list[i];
        name.part_share = part_share;
        name.letters_share = Bits::log2(letters).max(RAREST_NAME);
        name.share = Bits::log2(share.min(letters)).max(RAREST_NAME);
    }
}

fn without_family(syllables: &Syllables, name: &super::names::Name) -> [u32; MOST_SYLLABLES] {
    let mut rest = [u32::MAX; MOST_SYLLABLES];
    for (to, &id) in rest.iter_mut().zip(name.parts().iter().skip(1)) {
        *to = syllables.get(id).base;
    }
    rest
}

/// Counts of parts by letters, and what the population table says of them.
struct Parts {
    family: FxHashMap<u32, f64>,
    middle: FxHashMap<u32, f64>,
    given: FxHashMap<u32, f64>,
    family_known: FxHashMap<u32, f64>,
    middle_known: FxHashMap<u32, f64>,
    given_known: FxHashMap<u32, f64>,
    marked: FxHashMap<u32, f64>,
    marked_base: FxHashMap<u32, f64>,
}

impl Parts {
    fn count(names: &Names, syllables: &Syllables, counts: &[u32], _total: f64) -> Self {
        let mut parts = Self {
            family: FxHashMap::default(),
            middle: FxHashMap::default(),
            given: FxHashMap::default(),
            family_known: known(syllables, vn::population::families().iter().map(|&(name, share)| (name, share))),
            middle_known: known(syllables, halves(vn::population::middles)),
            given_known: known(syllables, halves(vn::population::givens)),
            marked: FxHashMap::default(),
            marked_base: FxHashMap::default(),
        };
        for (name, &count) in names.list.iter().zip(counts) {
            let count = f64::from(count);
            let last = usize::from(name.len).saturating_sub(1);
            for (place, &id) in name.parts().iter().enumerate() {
                let base = syllables.get(id).base;
                let table = match place {
                    0 if last > 0 => &mut parts.family,
                    place if place == last => &mut parts.given,
                    _ => &mut parts.middle,
                };
                *table.entry(base).or_insert(0.0) += count;
                if name.is_marked {
                    *parts.marked.entry(id).or_insert(0.0) += count;
                    *parts.marked_base.entry(base).or_insert(0.0) += count;
                }
            }
        }
        parts
    }

    fn share(counted: &FxHashMap<u32, f64>, known: &FxHashMap<u32, f64>, base: u32, total: f64) -> f64 {
        let count = counted.get(&base).copied().unwrap_or(0.0);
        let population = known.get(&base).copied().unwrap_or(RAREST);
        ((count - 2.0).max(0.0) + POPULATION * population) / (total + POPULATION)
    }

    /// The share of marked names with these letters that carry these marks.
    fn marks(&self, syllables: &Syllables, id: u32) -> f64 {
        let all = self.marked_base.get(&syllables.get(id).base).copied().unwrap_or(0.0);
        let same = self.marked.get(&id).copied().unwrap_or(0.0);
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

/// How common each value of a fact is, by count over the run.
#[derive(Debug, Default)]
pub struct Shares {
    counts: FxHashMap<u32, u32>,
    total: f64,
    /// Distinct values that exist in the world: what an unseen one is given a share of.
    world: f64,
}

impl Shares {
    /// No counts yet, of a fact that has about `world` values.
    pub fn new(world: f64) -> Self {
        Self { counts: FxHashMap::default(), total: 0.0, world }
    }

    /// One more person with this value.
    pub fn add(&mut self, value: u32) {
        *self.counts.entry(value).or_insert(0) += 1;
        self.total += 1.0;
    }

    /// The share of other people with this value, the two compared left out, 0..=1.
    pub fn share(&self, value: u32) -> f64 {
        let count = f64::from(self.counts.get(&value).copied().unwrap_or(0).saturating_sub(2));
        let pseudo = self.world.min(1_000.0);
        (count + pseudo / self.world) / (self.total + pseudo)
    }

    /// log2 of [`Self::share`].
    pub fn log(&self, value: u32) -> Bits {
        Bits::log2(self.share(value))
    }
}
