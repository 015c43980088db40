//! How near are two syllables of names?
//!
//! Names are a few syllables from a vocabulary of some thousand. Each distinct syllable is interned once as letters, vowel marks and
//! tone; pairs of different letters within reach are found once and kept in a sparse table. Comparing two syllables is then a
//! look at small numbers, never string work.

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use super::confusions::{canonical_sound, cuts, read_variants, regional_pairs, sound_variants};
use crate::vn;

/// How two syllables differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kinship {
    /// Not at all, or only in spelling that means nothing (tone placement, Lý for Lí).
    Same,
    /// In the tone alone: Tuấn, Tuân.
    Tone,
    /// In one vowel mark: Hưng, Hung with the tone kept.
    Mark,
    /// In the bar of đ alone.
    Bar,
    /// In marks and tone, the letters being the same.
    Letters,
    /// A regional pair: Vũ, Võ.
    Regional,
    /// Sounds that are confused in speech: Lam, Nam; Ngỡ, Ngở.
    Sound,
    /// One letter wrong, missing, doubled or two transposed.
    Typing,
    /// One is the initial of the other.
    Initial,
    /// One is no syllable at all and hardly ever met, and half of its letters are the other's: Khánh, Kbárih, as machines read print.
    Garbled,
    /// Otherwise.
    Other,
}

/// One distinct syllable.
#[derive(Debug, Clone)]
pub struct Syllable {
    /// Index of its letters without marks.
    pub base: u32,
    /// Index of its letters with vowel marks, without tone.
    pub shape: u32,
    /// 0: level; 1–5: grave, acute, hook, tilde, dot.
    pub tone: u8,
    /// It carries a mark of any kind.
    pub is_marked: bool,
    /// Letters in `base`.
    pub length: u8,
    /// One letter, or consonants alone: what is left of a syllable that was cut short.
    pub is_initial: bool,
    /// Too long for a syllable, or with signs in it.
    pub is_foreign: bool,
    /// No syllable of Vietnamese and hardly ever met, once the syllables are related.
    pub is_garbled: bool,
    /// Class of the letters by sound and region, the same for all that are often mistaken: for finding pairs.
    pub sound: u32,
    /// Other classes that it may be a slip of; [`NO_SOUND`] where there is none.
    pub other_sounds: [u32; 2],
}

/// The eldest, the second … the tenth, the youngest.
const BIRTH_ORDER: [&str; 11] = ["ca", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "ut"];

/// No class of sounds.
pub const NO_SOUND: u32 = u32::MAX;

/// A syllable so many times rarer than one that is a slip away is taken for the slip.
const SLIP_RARITY: u32 = 300;

/// The syllables of all names of a run.
#[derive(Debug, Default)]
pub struct Syllables {
    list: Vec<Syllable>,
    by_text: FxHashMap<Box<str>, u32>,
    bases: Vec<Box<str>>,
    by_base: FxHashMap<Box<str>, u32>,
    by_shape: FxHashMap<Box<str>, u32>,
    near: FxHashMap<(u32, u32), Kinship>,
    regional: FxHashSet<(u32, u32)>,
}

impl Syllables {
    /// The index of a syllable, lower case.
    pub fn intern(&mut self, text: &str) -> u32 {
        if let Some(&id) = self.by_text.get(text) {
            return id;
        }
        let parts = Parts::of(text);
        let bases = &mut self.bases;
        let base = *self.by_base.entry(parts.base.as_str().into()).or_insert_with(|| {
            bases.push(parts.base.as_str().into());
            index(bases.len() - 1)
        });
        let next = index(self.by_shape.len());
        let shape = *self.by_shape.entry(parts.shape.as_str().into()).or_insert(next);
        let id = index(self.list.len());
        let length = u8::try_from(parts.base.len()).unwrap_or(u8::MAX);
        let is_marked = parts.tone > 0 || parts.shape != parts.base;
        let is_initial = length == 1 || !parts.base.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        let is_foreign = length > 6 || !text.chars().all(char::is_alphabetic);
        self.list.push(Syllable {
            base,
            shape,
            tone: parts.tone,
            is_marked,
            length,
            is_initial,
            is_foreign,
            is_garbled: false,
            sound: base,
            other_sounds: [NO_SOUND; 2],
        });
        self.by_text.insert(text.into(), id);
        id
    }

    /// The syllable of an index that [`Self::intern`] gave.
    pub fn get(&self, id: u32) -> &Syllable {
        &self.list[id as usize]
    }

    /// How many distinct syllables there are.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// Whether the syllable is a place among brothers and sisters, as nicknames of the south begin: Hai, Ba … Út.
    pub fn is_birth_order(&self, id: u32) -> bool {
        BIRTH_ORDER.contains(&self.letters(self.get(id).base))
    }

    /// The index of letters without marks. None: no name has them.
    pub fn base(&self, letters: &str) -> Option<u32> {
        self.by_base.get(letters).copied()
    }

    /// How many distinct letters there are.
    pub fn bases_len(&self) -> usize {
        self.bases.len()
    }

    /// The letters of a base.
    pub fn letters(&self, base: u32) -> &str {
        &self.bases[base as usize]
    }

    /// Works out the table of near letters and the sound classes, once all names are interned. `counts` says how many names hold each base.
    pub fn relate(&mut self, counts: &[u32]) {
        self.near.clear();
        self.regional.clear();
        for (left, right) in vn::variant::regional() {
            let (left, right) = (left.to_lowercase(), right.to_lowercase());
            if let (Some(&a), Some(&b)) = (self.by_text.get(left.as_str()), self.by_text.get(right.as_str())) {
                self.regional.insert((a.min(b), a.max(b)));
            }
        }
        let regional = regional_pairs();
        for (left, right) in &regional {
            if let (Some(&a), Some(&b)) = (self.by_base.get(left.as_str()), self.by_base.get(right.as_str())) {
                self.put(a, b, Kinship::Regional);
            }
        }
        for a in 0..self.bases.len() {
            for text in sound_variants(&self.bases[a]) {
                if let Some(&b) = self.by_base.get(text.as_str()) {
                    self.put(index(a), b, Kinship::Sound);
                }
            }
        }
        self.relate_read();
        self.relate_typing();
        self.classify(&regional, counts);
    }

    fn put(&mut self, a: u32, b: u32, kinship: Kinship) {
        if a != b {
            self.near.entry((a.min(b), a.max(b))).or_insert(kinship);
        }
    }

    /// Letters that machines which read print take for others are two or three strokes of the pen, so that one slip is more than one edit.
    fn relate_read(&mut self) {
        for a in 0..self.bases.len() {
            for text in read_variants(&self.bases[a]) {
                if let Some(&b) = self.by_base.get(text.as_str()) {
                    self.put(index(a), b, Kinship::Typing);
                }
            }
        }
    }

    /// Letters within one edit meet in a list of texts with one letter taken out, as in SymSpell; strsim has the last word.
    fn relate_typing(&mut self) {
        let mut met: FxHashMap<Box<str>, Vec<u32>> = FxHashMap::default();
        for (id, base) in self.bases.iter().enumerate() {
            for cut in cuts(base) {
                met.entry(cut.into()).or_default().push(index(id));
            }
        }
        let mut pairs = Vec::new();
        #[expect(clippy::iter_over_hash_type, reason = "the pairs are sorted below")]
        for ids in met.values() {
            for (i, &a) in ids.iter().enumerate() {
                for &b in &ids[i + 1..] {
                    pairs.push((a.min(b), a.max(b)));
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        for (a, b) in pairs {
            if a != b && strsim::osa_distance(&self.bases[a as usize], &self.bases[b as usize]) == 1 {
                self.put(a, b, Kinship::Typing);
            }
        }
    }

    /// Sound classes: letters in one canonical sound and regional form. Letters that are hardly ever met, or far rarer than others one typing
    /// slip away, may be slips of these: the commonest such classes are noted beside their own, or in its place where they are no syllable
    /// of Vietnamese.
    fn classify(&mut self, regional: &[(String, String)], counts: &[u32]) {
        let canonical_region: FxHashMap<&str, &str> = regional.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let mut classes: FxHashMap<String, u32> = FxHashMap::default();
        let mut class_of = Vec::with_capacity(self.bases.len());
        for base in &self.bases {
            let regional = canonical_region.get(&**base).copied().unwrap_or(base);
            let next = index(classes.len());
            class_of.push(*classes.entry(canonical_sound(regional)).or_insert(next));
        }
        let mut neighbours: Vec<Vec<u32>> = vec![Vec::new(); self.bases.len()];
        #[expect(clippy::iter_over_hash_type, reason = "each list is used through a maximum with a total order")]
        for (&(a, b), &kinship) in &self.near {
            if kinship == Kinship::Typing {
                neighbours[a as usize].push(b);
                neighbours[b as usize].push(a);
            }
        }
        let count = |base: u32| counts.get(base as usize).copied().unwrap_or(0);
        let mut others = vec![[NO_SOUND; 2]; class_of.len()];
        let mut is_garbled = vec![false; class_of.len()];
        let own = class_of.clone();
        for (id, class) in class_of.iter_mut().enumerate() {
            let met = count(index(id)).max(1);
            let mut near: Vec<u32> = neighbours[id].iter().copied().filter(|&other| count(other) > 2).collect();
            near.sort_unstable_by_key(|&other| (std::cmp::Reverse(count(other)), other));
            let commonest = near.first().map_or(0, |&other| count(other));
            if met > 2 && commonest < met.saturating_mul(SLIP_RARITY) {
                continue;
            }
            let mut meant = near.iter().map(|&other| own[other as usize]).filter(|&other| other != own[id]);
            if !vn::syllable::is_valid_word(&self.bases[id]) {
                is_garbled[id] = met <= 2;
                *class = meant.next().unwrap_or(*class);
            }
            let taken = *class;
            for (slot, other) in others[id].iter_mut().zip(meant.filter(|&other| other != taken)) {
                *slot = other;
            }
        }
        for syllable in &mut self.list {
            syllable.sound = class_of[syllable.base as usize];
            syllable.other_sounds = others[syllable.base as usize];
            syllable.is_garbled = is_garbled[syllable.base as usize] && !syllable.is_initial;
        }
    }

    /// How two syllables differ. `is_marked`: both stand in names with marks, so that a bare syllable has the level tone.
    pub fn kinship(&self, a: u32, b: u32, is_marked: bool) -> Kinship {
        if a == b {
            return Kinship::Same;
        }
        let (x, y) = (self.get(a), self.get(b));
        if x.base == y.base {
            return same_letters(x, y);
        }
        if x.length == 1 || y.length == 1 {
            let (short, long) = if x.length == 1 { (x, y) } else { (y, x) };
            if self.letters(long.base).starts_with(self.letters(short.base)) {
                return Kinship::Initial;
            }
        }
        let mut near = self.near.get(&(x.base.min(y.base), x.base.max(y.base))).copied().unwrap_or(Kinship::Other);
        // Vũ and Võ are a pair, Vụ and Vo are not: with marks on both sides, the marks must be those of the pair. A sound that is taken for
        // another keeps its tone.
        let is_pair = || self.regional.contains(&(a.min(b), a.max(b)));
        if is_marked && ((near == Kinship::Regional && !is_pair()) || (near == Kinship::Sound && !is_one_tone(x.tone, y.tone))) {
            near = Kinship::Other;
        }
        if near == Kinship::Sound && x.tone == y.tone && x.tone > 0 && self.is_i_for_y(x.base, y.base) {
            return Kinship::Same;
        }
        match near {
            Kinship::Other if self.is_cut(x, y) => Kinship::Initial,
            Kinship::Other if x.is_garbled != y.is_garbled && self.is_half_alike(x, y) => Kinship::Garbled,
            near => near,
        }
    }

    /// Half of the letters of the longer one at least are the other's, in order.
    fn is_half_alike(&self, x: &Syllable, y: &Syllable) -> bool {
        let wrong = strsim::osa_distance(self.letters(x.base), self.letters(y.base));
        wrong * 2 <= usize::from(x.length.max(y.length))
    }

    /// `ly` and `li`, `quy` and `qui`: one sound written two ways, when the tone is the same.
    fn is_i_for_y(&self, a: u32, b: u32) -> bool {
        let (a, b) = (self.letters(a).as_bytes(), self.letters(b).as_bytes());
        let (Some((&x, left)), Some((&y, right))) = (a.split_last(), b.split_last()) else { return false };
        left == right && matches!((x, y), (b'i', b'y') | (b'y', b'i'))
    }

    /// `Ng` for `Nguyen`, `Ph` for `Pham`: consonants at the front of the other.
    fn is_cut(&self, x: &Syllable, y: &Syllable) -> bool {
        let (short, long) = if x.length < y.length { (x, y) } else { (y, x) };
        let letters = self.letters(short.base);
        letters.len() <= 3
            && !letters.is_empty()
            && letters.bytes().all(|byte| !b"aeiouy".contains(&byte))
            && self.letters(long.base).starts_with(letters)
    }
}

/// Whether two tones are one, hỏi and ngã being often mistaken.
fn is_one_tone(a: u8, b: u8) -> bool {
    let hook_tilde = |tone: u8| tone == 3 || tone == 4;
    a == b || (hook_tilde(a) && hook_tilde(b))
}

/// The letters are the same; only marks differ.
fn same_letters(x: &Syllable, y: &Syllable) -> Kinship {
    match (x.shape == y.shape, x.tone == y.tone) {
        (true, true) => Kinship::Same,
        (true, false) if is_one_tone(x.tone, y.tone) => Kinship::Sound,
        (true, false) => Kinship::Tone,
        (false, true) => Kinship::Mark,
        (false, false) => Kinship::Letters,
    }
}

fn index(i: usize) -> u32 {
    u32::try_from(i).unwrap_or(u32::MAX)
}

/// A syllable taken apart.
struct Parts {
    base: String,
    shape: String,
    tone: u8,
}

impl Parts {
    fn of(text: &str) -> Self {
        let (mut base, mut shape, mut tone) = (String::with_capacity(text.len()), String::with_capacity(text.len()), 0);
        for c in text.nfd() {
            match c {
                '\u{300}' => tone = 1,
                '\u{301}' => tone = 2,
                '\u{309}' => tone = 3,
                '\u{303}' => tone = 4,
                '\u{323}' => tone = 5,
                '\u{300}'..='\u{36f}' => shape.push(c),
                'đ' => {
                    base.push('d');
                    shape.push('đ');
                }
                c => {
                    base.push(c);
                    shape.push(c);
                }
            }
        }
        Self { base, shape, tone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinship_of_syllables() {
        let cases = [
            ("tuấn", "tuấn", Kinship::Same),
            ("lý", "lí", Kinship::Same),
            ("ly", "li", Kinship::Sound),
            ("tuấn", "tuân", Kinship::Tone),
            ("hưng", "hung", Kinship::Mark),
            ("hùng", "hưng", Kinship::Letters),
            ("dũng", "dủng", Kinship::Sound),
            ("vũ", "võ", Kinship::Regional),
            ("hoàng", "huỳnh", Kinship::Regional),
            ("lam", "nam", Kinship::Sound),
            ("sơn", "xơn", Kinship::Sound),
            ("nguyễn", "nguyễb", Kinship::Typing),
            ("hùng", "hùgn", Kinship::Typing),
            ("chiêm", "chiêrn", Kinship::Typing),
            ("khánh", "kbárih", Kinship::Garbled),
            ("khánh", "kiều", Kinship::Other),
            ("văn", "v", Kinship::Initial),
            ("nguyễn", "ng", Kinship::Initial),
            ("lan", "hương", Kinship::Other),
            ("thịnh", "thạnh", Kinship::Regional),
            ("thịnh", "thanh", Kinship::Other),
            ("vương", "dương", Kinship::Sound),
            ("lam", "nạm", Kinship::Other),
        ];
        let mut syllables = Syllables::default();
        let ids: Vec<_> = cases.iter().map(|(a, b, _)| (syllables.intern(a), syllables.intern(b))).collect();
        syllables.relate(&[]);
        for ((a, b, expected), (x, y)) in cases.iter().zip(ids) {
            assert_eq!(syllables.kinship(x, y, true), *expected, "{a} {b}");
            assert_eq!(syllables.kinship(y, x, true), *expected, "{b} {a}");
        }
    }

    #[test]
    fn one_edit_is_found_from_either_side() {
        let mut syllables = Syllables::default();
        let words = ["tuan", "tuna", "tua", "tuans", "tian", "toan", "tun"];
        let ids: Vec<_> = words.iter().map(|word| syllables.intern(word)).collect();
        syllables.relate(&[]);
        for &x in &ids[1..] {
            assert_ne!(syllables.kinship(ids[0], x, false), Kinship::Other);
        }
    }
}
