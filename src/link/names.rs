//! The distinct names of a run, as syllables.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::bits::Bits;
use super::intern::{self, Interned};
use super::syllables::{NO_SOUND, Syllables};

/// The most syllables of a name that are compared; the rest of a longer one is left aside.
pub const MOST_SYLLABLES: usize = 8;

/// One distinct name.
#[derive(Debug, Clone)]
pub struct Name {
    /// Its syllables: family name first, given name last.
    pub syllables: [u32; MOST_SYLLABLES],
    /// How many there are; 0: the empty name.
    pub len: u8,
    /// Some syllable carries a mark.
    pub is_marked: bool,
    /// A syllable is no syllable of Vietnamese.
    pub is_foreign: bool,
    /// A syllable is three letters or fewer without a vowel, or one letter.
    pub has_initial: bool,
    /// A syllable is no syllable at all and hardly ever met, once the syllables are related.
    pub is_garbled: bool,
    /// A place among brothers and sisters and the given name: Út Toàn, Ba Dũng.
    pub is_nickname: bool,
    /// Sound classes of the syllables, once they are known.
    pub sounds: [u32; MOST_SYLLABLES],
    /// It may hold a slip that makes it sound like another.
    pub has_other_sounds: bool,
    /// The first letters of the syllables, as one number.
    pub initials: u64,
    /// Index of the sequence of letters without marks.
    pub letters: u32,
    /// log2 of the share of people with this very name, two bearers of it left out.
    pub share: Bits,
    /// log2 of the share of people whose name has the same letters, two bearers left out.
    pub letters_share: Bits,
    /// log2 of the share of each syllable at its place (family, middle, given).
    pub part_share: [Bits; MOST_SYLLABLES],
}

impl Name {
    /// A name whose sounds and shares are not known yet.
    fn new((parts, len): Parts, letters: u32, syllables: &Syllables) -> Self {
        let mut name = Self {
            syllables: parts,
            len,
            is_marked: false,
            is_foreign: false,
            has_initial: false,
            is_garbled: false,
            is_nickname: len == 2 && syllables.is_birth_order(parts[0]),
            sounds: [0; MOST_SYLLABLES],
            has_other_sounds: false,
            initials: 0,
            letters,
            share: Bits::ZERO,
            letters_share: Bits::ZERO,
            part_share: [Bits::ZERO; MOST_SYLLABLES],
        };
        for &part in &parts[..usize::from(len)] {
            let syllable = syllables.get(part);
            name.is_marked |= syllable.is_marked;
            name.has_initial |= syllable.is_initial;
            name.is_foreign |= syllable.is_foreign;
        }
        name
    }

    /// The syllables that are there.
    pub fn parts(&self) -> &[u32] {
        &self.syllables[..usize::from(self.len)]
    }

    /// The sound classes of the syllables that are there.
    pub fn sound_parts(&self) -> &[u32] {
        &self.sounds[..usize::from(self.len)]
    }
}

/// The distinct names of a run.
#[derive(Debug, Default)]
pub struct Names {
    /// The names, by index.
    pub list: Vec<Name>,
    letters: usize,
    /// Sound classes of names that may hold a slip, as they would be without it.
    unslipped: FxHashMap<u32, Vec<[u32; MOST_SYLLABLES]>>,
}

/// A name as syllables: their indexes, and how many there are.
type Parts = ([u32; MOST_SYLLABLES], u8);

/// The names of one thread's texts, by the syllables it met.
struct Spelt {
    words: Vec<String>,
    names: Vec<Parts>,
}

impl Spelt {
    fn of(texts: &[&str]) -> Self {
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut words = Vec::new();
        let spell = |text: &&str| {
            let (mut parts, mut len) = ([0; MOST_SYLLABLES], 0_u8);
            let lower = text.to_lowercase();
            for word in lower.split(|c: char| c.is_whitespace() || c == '.').filter(|word| !word.is_empty()) {
                let Some(slot) = parts.get_mut(usize::from(len)) else { break };
                *slot = numbers.get(word).copied().unwrap_or_else(|| {
                    let next = super::row(words.len());
                    numbers.insert(word.to_owned(), next);
                    words.push(word.to_owned());
                    next
                });
                len += 1;
            }
            (parts, len)
        };
        let names = texts.iter().map(spell).collect();
        Self { words, names }
    }
}

impl Names {
    /// The names written in `texts`, tidied, and for each text the index of its name. Syllables are interned.
    pub fn build(texts: &[&str], syllables: &mut Syllables) -> (Self, Vec<u32>) {
        let spelt: Vec<Spelt> = texts.par_chunks(intern::CHUNK).map(Spelt::of).collect();
        let numbers: Vec<Vec<u32>> =
            spelt.iter().map(|chunk| chunk.words.iter().map(|word| syllables.intern(word)).collect()).collect();
        let syllables = &*syllables;
        let in_run = |(chunk, numbers): (&Spelt, &Vec<u32>)| -> Vec<Parts> {
            let renamed = |&(mut parts, len): &Parts| {
                parts[..usize::from(len)].iter_mut().for_each(|part| *part = numbers[*part as usize]);
                (parts, len)
            };
            chunk.names.iter().map(renamed).collect()
        };
        let parts: Vec<Parts> = spelt.par_iter().zip(&numbers).map(in_run).collect::<Vec<_>>().concat();
        let Interned { ids, firsts } = intern::intern(&parts);
        let distinct: Vec<Parts> = firsts.par_iter().map(|&row| parts[row as usize]).collect();
        let letters = |&(mut parts, len): &Parts| {
            parts[..usize::from(len)].iter_mut().for_each(|part| *part = syllables.get(*part).base);
            (parts, len)
        };
        let letters = intern::intern(&distinct.par_iter().map(letters).collect::<Vec<_>>());
        let list = distinct.par_iter().zip(&letters.ids).map(|(&parts, &letters)| Name::new(parts, letters, syllables)).collect();
        (Self { list, letters: letters.firsts.len(), unslipped: FxHashMap::default() }, ids)
    }

    /// The name of an index that [`Self::build`] gave.
    pub fn get(&self, id: u32) -> &Name {
        &self.list[id as usize]
    }

    /// Takes over the sound classes, once the syllables are related.
    pub fn set_sounds(&mut self, syllables: &Syllables) {
        self.list.par_iter_mut().for_each(|name| {
            let len = usize::from(name.len);
            for (sound, &id) in name.sounds.iter_mut().zip(&name.syllables[..len]) {
                *sound = syllables.get(id).sound;
                name.is_garbled |= syllables.get(id).is_garbled;
                let letters = syllables.letters(syllables.get(id).base);
                name.initials = name.initials * 32 + u64::from(letters.bytes().next().unwrap_or(0) & 31);
            }
        });
        let unslipped = |(id, name): (usize, &Name)| {
            let mut out = Vec::new();
            for (place, &part) in name.parts().iter().enumerate() {
                for &other in syllables.get(part).other_sounds.iter().filter(|&&other| other != NO_SOUND) {
                    let mut sounds = name.sounds;
                    sounds[place] = other;
                    out.push(sounds);
                }
            }
            (!out.is_empty()).then(|| (super::row(id), out))
        };
        let found: Vec<_> = self.list.par_iter().enumerate().filter_map(unslipped).collect();
        found.iter().for_each(|(id, _)| self.list[*id as usize].has_other_sounds = true);
        self.unslipped = found.into_iter().collect();
    }

    /// The sound classes of a name, and those it would have without a slip it may hold.
    pub fn sounds(&self, id: u32) -> impl Iterator<Item = &[u32]> {
        let name = self.get(id);
        let len = usize::from(name.len);
        // Few do: the others need not be looked up.
        let unslipped = name.has_other_sounds.then(|| self.unslipped.get(&id)).flatten().into_iter().flatten();
        std::iter::once(&name.sounds).chain(unslipped).map(move |sounds| &sounds[..len])
    }

    /// How many distinct sequences of letters there are.
    pub fn letters_len(&self) -> usize {
        self.letters
    }
}
