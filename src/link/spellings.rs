//! Are two written names the same name, and how rare is it?
//!
//! The weight of a pair of names is log2 of P(this writing | same person) over P(this writing | another person). The same person's name
//! may have been written with slips; another person's name agrees by chance as often as the name is common. A slip that turns one
//! name into another common name therefore weighs little, and the same slip into a word that is nobody's name costs almost nothing.

use std::cmp::Ordering;

use super::bits::Bits;
use super::model::{Comparison, Finding, Model, Rung, by_value};
use super::names::{MOST_SYLLABLES, Name, Names};
use super::syllables::{Kinship, Syllables};

/// The rungs of the comparison of names.
pub const RUNGS: &[Rung] = &[
    by_value("marked", "same"),
    by_value("marked", "tone"),
    by_value("marked", "mark"),
    by_value("marked", "bar"),
    by_value("marked", "letters"),
    by_value("marked", "regional"),
    by_value("marked", "sound"),
    by_value("marked", "typing"),
    by_value("marked", "initial"),
    by_value("marked", "garbled"),
    by_value("marked", "dropped"),
    by_value("marked", "order"),
    by_value("marked", "alias"),
    by_value("marked", "several"),
    by_value("marked", "differs"),
    by_value("unmarked", "unmarked_same"),
    by_value("unmarked", "unmarked_near"),
    by_value("unmarked", "unmarked_differs"),
];

const SAME: u8 = 0;
const REGIONAL: u8 = 5;
const INITIAL: u8 = 8;
const GARBLED: u8 = 9;
const DROPPED: u8 = 10;
const ORDER: u8 = 11;
const ALIAS: u8 = 12;
const SEVERAL: u8 = 13;
const DIFFERS: u8 = 14;
const UNMARKED_SAME: u8 = 15;
const UNMARKED_NEAR: u8 = 16;
const UNMARKED_DIFFERS: u8 = 17;

/// log2 of the chances of slips, and of the rungs they were made for.
#[derive(Debug, Clone)]
pub struct SlipBits {
    kin: [Bits; 10],
    dropped: Bits,
    order: Bits,
    alias: Bits,
    replaced: Bits,
    other: Bits,
    log_m: [Bits; RUNGS.len()],
    same: Bits,
}

impl SlipBits {
    /// Of a model.
    pub fn of(model: &Model) -> Self {
        let slips = &model.slips;
        let weights = model.weights(Comparison::Name);
        let mut log_m = [Bits::ZERO; RUNGS.len()];
        for (to, from) in log_m.iter_mut().zip(weights) {
            *to = from.log_m;
        }
        let chances = [
            1.0,
            slips.tone,
            slips.mark,
            slips.d_bar,
            slips.letters,
            slips.regional,
            slips.sound,
            slips.typing,
            slips.initial,
            slips.garbled,
        ];
        Self {
            kin: chances.map(Bits::log2),
            dropped: Bits::log2(slips.dropped),
            order: Bits::log2(slips.order),
            alias: Bits::log2(slips.alias),
            replaced: Bits::log2(slips.replaced),
            other: Bits::log2(slips.other),
            log_m,
            // A name free of slips: what the rest of the ladder leaves.
            same: Bits::log2(0.9),
        }
    }

    /// log2 of the chance that a syllable is another altogether.
    fn replaced(&self, is_given: bool) -> Bits {
        if is_given { self.replaced + GIVEN } else { self.replaced }
    }
}

/// What was found between two names: the rung, and log2 of the two chances.
#[derive(Debug, Clone, Copy)]
struct Match {
    rung: u8,
    weight: Bits,
}

/// Compares the names of two people: each has one or more, the registered one first.
pub fn compare(syllables: &Syllables, names: &Names, slips: &SlipBits, left: &[u32], right: &[u32]) -> Finding {
    let mut best = Match { rung: DIFFERS, weight: slips.other };
    for (i, &a) in left.iter().enumerate() {
        for (j, &b) in right.iter().enumerate() {
            let (a, b, is_identical) = (names.get(a), names.get(b), a == b);
            // Two nicknames that agree (Ba Dũng) say little more than the given name does.
            if i > 0 && j > 0 && a.len.min(b.len) < 3 {
                continue;
            }
            let mut found = compare_two(syllables, slips, a, b, is_identical);
            if i + j > 0 {
                found = Match { rung: ALIAS, weight: found.weight + slips.alias };
            }
            if found.weight > best.weight || (i + j == 0 && found.weight >= best.weight) {
                best = found;
            }
        }
    }
    // EM may have moved the rung's m since the slips were set: the weight is kept as its distance to m.
    Finding { rung: best.rung, u: slips.log_m[usize::from(best.rung)] - best.weight }
}

fn compare_two(syllables: &Syllables, slips: &SlipBits, a: &Name, b: &Name, is_identical: bool) -> Match {
    if a.len == 0 || b.len == 0 {
        return Match { rung: UNMARKED_DIFFERS, weight: Bits::ZERO };
    }
    let is_marked = a.is_marked && b.is_marked;
    if a.letters == b.letters {
        if !is_marked {
            return Match { rung: UNMARKED_SAME, weight: slips.same - a.letters_share };
        }
        if is_identical {
            return Match { rung: SAME, weight: slips.same - a.share };
        }
    }
    if a.is_nickname != b.is_nickname
        && let Some(found) = by_given_name(syllables, slips, a, b)
    {
        return found;
    }
    if !a.is_foreign && !b.is_foreign && is_far(a, b) {
        return Match { rung: if is_marked { DIFFERS } else { UNMARKED_DIFFERS }, weight: slips.other };
    }
    let aligned = align(syllables, slips, a, b);
    let weight = aligned.weight(a, b).max(slips.other);
    let rung = match (is_marked, weight > slips.other) {
        (true, true) => aligned.rung,
        (true, false) => DIFFERS,
        (false, true) => UNMARKED_NEAR,
        (false, false) => UNMARKED_DIFFERS,
    };
    Match { rung, weight }
}

/// A nickname has the given name alone in common with the registered one. None: not even that.
fn by_given_name(syllables: &Syllables, slips: &SlipBits, a: &Name, b: &Name) -> Option<Match> {
    let (&x, &y) = (a.parts().last()?, b.parts().last()?);
    let is_marked = a.is_marked && b.is_marked;
    let is_same = match syllables.kinship(x, y, is_marked) {
        Kinship::Same => true,
        Kinship::Tone | Kinship::Mark | Kinship::Bar | Kinship::Letters => !is_marked,
        _ => false,
    };
    let share = a.part_share[a.parts().len() - 1].max(b.part_share[b.parts().len() - 1]);
    is_same.then(|| Match { rung: ALIAS, weight: slips.alias - share })
}

/// Fewer than half of the shorter name's syllables sound like one of the other's: two replaced syllables weigh more than what is left, so
/// that no alignment comes above the floor. An initial sounds like nothing, so names with one are looked at.
fn is_far(a: &Name, b: &Name) -> bool {
    let (x, y) = (a.sound_parts(), b.sound_parts());
    let common = x.iter().filter(|sound| y.contains(sound)).count();
    common * 2 < x.len().min(y.len()) && !a.has_initial && !b.has_initial
}

/// How one name may have come out of the other.
#[derive(Debug, Clone, Copy)]
struct Aligned {
    /// log2 of the chance that the first name is written as the second.
    to_second: Bits,
    /// log2 of the chance that the second name is written as the first.
    to_first: Bits,
    /// log2 of the share of people whose name is written the same under these slips, where less than the whole name is left; else the
    /// share of the name itself.
    mass: Option<Bits>,
    /// Whether marks count: not when a syllable was cut, dropped or replaced.
    has_marks: bool,
    rung: u8,
}

/// log2 of the chance that a syllable begins with a given letter, or that it has half of the letters of another.
const ONE_IN_EIGHT: Bits = Bits::whole(-3);

/// log2 of how much seldomer the given name is another than any other syllable: it is what people are called by, and what brothers and sisters do
/// not share.
const GIVEN: Bits = Bits::whole(-3);

/// No slip leads there.
const NEVER: Bits = Bits::whole(-80);

impl Aligned {
    /// P(writing | same person) over P(writing | another): the other person either bears the written name, or bears one that the
    /// same slips turn into it.
    fn weight(&self, a: &Name, b: &Name) -> Bits {
        let share = |name: &Name| if self.has_marks { name.share } else { name.letters_share };
        let one_way = |chance: Bits, meant: &Name, written: &Name| {
            chance - share(written).max(chance + self.mass.unwrap_or_else(|| share(meant)))
        };
        one_way(self.to_second, a, b).max(one_way(self.to_first, b, a))
    }
}

fn align(syllables: &Syllables, slips: &SlipBits, a: &Name, b: &Name) -> Aligned {
    let (x, y) = (a.parts(), b.parts());
    let mut best = match x.len().cmp(&y.len()) {
        Ordering::Equal => in_place(syllables, slips, a, b),
        Ordering::Greater => with_dropped(syllables, slips, a, b),
        Ordering::Less => {
            let turned = with_dropped(syllables, slips, b, a);
            Aligned { to_second: turned.to_first, to_first: turned.to_second, ..turned }
        }
    };
    if best.rung != SEVERAL && best.rung != DIFFERS {
        return best;
    }
    let mut offer = |found: Aligned| {
        if found.weight(a, b) > best.weight(a, b) {
            best = found;
        }
    };
    let symmetric = |chance, rung| Aligned { to_second: chance, to_first: chance, mass: None, has_marks: false, rung };
    if x.len() > 1 && x.len() == y.len() && is_permutation(syllables, x, y) {
        let is_turned = is_rotation(syllables, x, y) || is_rotation(syllables, y, x);
        offer(symmetric(if is_turned { slips.order } else { slips.order - Bits::whole(4) }, ORDER));
    }
    if (a.is_foreign || b.is_foreign) && looks_alike(syllables, x, y) {
        offer(symmetric(slips.kin[Kinship::Typing as usize], SEVERAL));
    }
    best
}

/// Syllable by syllable, both names being of one length.
fn in_place(syllables: &Syllables, slips: &SlipBits, a: &Name, b: &Name) -> Aligned {
    let (mut to_second, mut to_first) = (Bits::ZERO, Bits::ZERO);
    let is_marked = a.is_marked && b.is_marked;
    let (mut mass, mut is_part_lost, mut has_marks) = (Bits::ZERO, false, is_marked);
    let (mut count, mut rung) = (0, SAME);
    for (i, (&x, &y)) in a.parts().iter().zip(b.parts()).enumerate() {
        let kinship = syllables.kinship(x, y, is_marked);
        mass += a.part_share[i].max(b.part_share[i]);
        match kinship {
            Kinship::Same => continue,
            // A name without marks says nothing of marks.
            Kinship::Tone | Kinship::Mark | Kinship::Bar | Kinship::Letters if !is_marked => continue,
            Kinship::Other => {
                let replaced = slips.replaced(i + 1 == a.parts().len());
                to_second += replaced + b.part_share[i];
                to_first += replaced + a.part_share[i];
                has_marks = false;
            }
            Kinship::Initial => {
                let is_second_cut = syllables.get(y).length < syllables.get(x).length;
                to_second += if is_second_cut { slips.kin[8] } else { NEVER };
                to_first += if is_second_cut { NEVER } else { slips.kin[8] };
                mass += ONE_IN_EIGHT - a.part_share[i].max(b.part_share[i]);
                (is_part_lost, has_marks) = (true, false);
            }
            Kinship::Garbled => {
                let is_second_garbled = syllables.get(y).is_garbled;
                to_second += if is_second_garbled { slips.kin[9] } else { NEVER };
                to_first += if is_second_garbled { NEVER } else { slips.kin[9] };
                mass += ONE_IN_EIGHT - a.part_share[i].max(b.part_share[i]);
                (is_part_lost, has_marks) = (true, false);
            }
            _ => {
                to_second += slips.kin[kinship as usize];
                to_first += slips.kin[kinship as usize];
            }
        }
        count += if kinship == Kinship::Other { 2 } else { 1 };
        rung = rung.max(rung_of(kinship));
    }
    let rung = if count > 1 && rung != INITIAL { SEVERAL } else { rung };
    Aligned { to_second, to_first, mass: is_part_lost.then_some(mass), has_marks, rung }
}

fn rung_of(kinship: Kinship) -> u8 {
    match kinship {
        Kinship::Same => SAME,
        Kinship::Tone => 1,
        Kinship::Mark => 2,
        Kinship::Bar => 3,
        Kinship::Letters => 4,
        Kinship::Regional => REGIONAL,
        Kinship::Sound => 6,
        Kinship::Typing => 7,
        Kinship::Initial => INITIAL,
        Kinship::Garbled => GARBLED,
        Kinship::Other => DIFFERS,
    }
}

/// The second, shorter name is the first with middle syllables left out; family and given name stay.
fn with_dropped(syllables: &Syllables, slips: &SlipBits, long: &Name, short: &Name) -> Aligned {
    let (x, y) = (long.parts(), short.parts());
    let (mut chance, mut mass, mut is_slipped) = (Bits::ZERO, Bits::ZERO, false);
    let is_marked = long.is_marked && short.is_marked;
    let mut i = 0;
    let mut left_out = x.len() - y.len();
    for (j, &syllable) in y.iter().enumerate() {
        let is_last = j + 1 == y.len();
        // Leave out middles until the next one fits, or the given name is reached.
        while left_out > 0 && i > 0 && (is_last || syllables.kinship(x[i], syllable, is_marked) == Kinship::Other) {
            chance += slips.dropped;
            i += 1;
            left_out -= 1;
        }
        let kinship = syllables.kinship(x[i], syllable, is_marked);
        let mut share = short.part_share[j].max(long.part_share[i]);
        match kinship {
            Kinship::Same => {}
            Kinship::Tone | Kinship::Mark | Kinship::Bar | Kinship::Letters if !is_marked => {}
            Kinship::Other => {
                chance += slips.replaced(is_last) + short.part_share[j];
                is_slipped = true;
            }
            Kinship::Initial | Kinship::Garbled => {
                chance += slips.kin[kinship as usize];
                share = ONE_IN_EIGHT;
            }
            _ => {
                chance += slips.kin[kinship as usize];
                is_slipped = true;
            }
        }
        mass += share;
        i += 1;
    }
    for _ in 0..left_out {
        chance += slips.dropped;
    }
    let rung = if is_slipped { SEVERAL } else { DROPPED };
    Aligned { to_second: chance, to_first: NEVER, mass: Some(mass), has_marks: false, rung }
}

/// The second is the first with the family name last.
fn is_rotation(syllables: &Syllables, x: &[u32], y: &[u32]) -> bool {
    let base = |id: u32| syllables.get(id).base;
    x.iter().skip(1).chain(x.first()).zip(y).all(|(&a, &b)| base(a) == base(b))
}

fn is_permutation(syllables: &Syllables, x: &[u32], y: &[u32]) -> bool {
    let sorted = |ids: &[u32]| {
        let mut bases = [u32::MAX; MOST_SYLLABLES];
        for (to, &id) in bases.iter_mut().zip(ids) {
            *to = syllables.get(id).base;
        }
        bases.sort_unstable();
        bases
    };
    sorted(x) == sorted(y)
}

/// Names in no dictionary (Ê Đê, Hmong, Khmer, foreign): plain likeness of the letters run together.
fn looks_alike(syllables: &Syllables, x: &[u32], y: &[u32]) -> bool {
    let joined = |ids: &[u32]| -> String {
        ids.iter().flat_map(|&id| syllables.letters(syllables.get(id).base).chars()).filter(|c| c.is_alphanumeric()).collect()
    };
    let (a, b) = (joined(x), joined(y));
    strsim::osa_distance(&a, &b) <= 1 + a.len().min(b.len()) / 8
}
