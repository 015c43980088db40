//! Which syllables occur in names, and how often?
//!
//! Used where spelling alone leaves several readings: two old encodings that both give legal words, or a typed tone key on a word
//! whose other marks are lost. Rows of `data/name_syllables.csv`.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::rows::rows;
use super::syllable::Syllable;

struct Vocabulary {
    counts: FxHashMap<Syllable, u32>,
    by_base: FxHashMap<Syllable, Vec<(Syllable, u32)>>,
    surnames: FxHashSet<Syllable>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut vocabulary =
        Vocabulary { counts: FxHashMap::default(), by_base: FxHashMap::default(), surnames: FxHashSet::default() };
    for row in rows(include_str!("data/name_syllables.csv")) {
        let Some(syllable) = row.get(0).and_then(Syllable::parse) else { continue };
        let number = |at| row.get(at).and_then(|count| count.parse::<u32>().ok()).unwrap_or(0);
        let (count, as_surname) = (number(1).max(1), number(2));
        // Văn is a surname too, but nearly always a middle name: a word is taken for a surname where a tenth of its uses are.
        if as_surname >= 3 && as_surname * 10 >= count {
            vocabulary.surnames.extend([syllable, syllable.base()]);
        }
        vocabulary.counts.insert(syllable, count);
        vocabulary.by_base.entry(syllable.base()).or_default().push((syllable, count));
    }
    vocabulary
});

/// How often the syllable was counted among 40,496 names; 0: not at all, or too rarely to be kept.
pub fn count(syllable: Syllable) -> u32 {
    VOCABULARY.counts.get(&syllable).copied().unwrap_or(0)
}

/// Whether `word` is a syllable seen in names.
pub fn is_known(word: &str) -> bool {
    Syllable::parse(word).is_some_and(|syllable| count(syllable) > 0)
}

/// The syllables seen in names that are typed like `base` without marks, with their counts; the order is that of the table.
pub fn typed_like(base: Syllable) -> &'static [(Syllable, u32)] {
    VOCABULARY.by_base.get(&base).map_or(&[], Vec::as_slice)
}

/// Whether `word`, marked or typed without marks, is used as a surname often enough to be taken for one.
pub fn is_surname(word: &str) -> bool {
    Syllable::parse(word).is_some_and(|syllable| VOCABULARY.surnames.contains(&syllable))
        || super::minority::role(&super::fold::fold(word)) == Some(super::minority::Role::Surname)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_syllables_are_known_and_nonsense_is_not() {
        for word in ["Nguyễn", "THỊ", "hùng", "Ánh"] {
            assert!(is_known(word), "{word}");
        }
        assert!(!is_known("Phưởng"));
        assert!(is_surname("Nguyễn") && is_surname("HOANG") && is_surname("Giàng"));
        assert!(!is_surname("Văn") && !is_surname("Đức"));
        assert!(typed_like(Syllable::parse("nguyen").unwrap()).len() >= 2);
    }
}
