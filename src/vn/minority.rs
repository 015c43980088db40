//! Which words are names in the languages of the minorities, and stand outside the spelling of Vietnamese?
//!
//! Rows of `data/ethnic_names.csv`: surnames and gender markers by people. Knowing a word here only means that it is a name and not
//! damage; nothing about a person is derived from it.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::fold::fold;
use super::rows::rows;

/// How a word of `ethnic_names.csv` stands in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A surname in front: `Giàng`, `Ksor`.
    Surname,
    /// A surname behind the given name: `Niê` in `H'Hen Niê`.
    SurnameLast,
    /// A gender marker, by which the given name begins: `Y`, `H'`.
    Marker,
}

struct Tokens {
    words: FxHashSet<String>,
    roles: FxHashMap<String, Role>,
}

static TOKENS: LazyLock<Tokens> = LazyLock::new(|| {
    let mut tokens = Tokens { words: FxHashSet::default(), roles: FxHashMap::default() };
    for row in rows(include_str!("data/ethnic_names.csv")) {
        let (Some(token), Some(kind)) = (row.get(0), row.get(1)) else { continue };
        let role = match kind {
            "surname" => Role::Surname,
            "surname_after_given" => Role::SurnameLast,
            _ => Role::Marker,
        };
        // Kpă stands under both orders: the first row of a word decides, except that an order known for certain wins.
        tokens.roles.entry(fold(token)).or_insert(role);
        for word in token.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            tokens.words.insert(word.to_lowercase());
        }
    }
    tokens
});

/// Whether `word`, marks and all, is one of the words known; case does not matter.
pub fn is_token(word: &str) -> bool {
    TOKENS.words.contains(word) || TOKENS.words.contains(&word.to_lowercase())
}

/// How the word folded to `key` stands in a name. None: not known.
pub fn role(key: &str) -> Option<Role> {
    TOKENS.roles.get(key).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_table_are_known_in_any_case() {
        for word in ["Niê", "NIÊ", "ksor", "Byă", "Xồng", "H", "Rơ", "Châm"] {
            assert!(is_token(word), "{word}");
        }
        assert!(!is_token("Nguyeenx"));
        assert_eq!(role("nie"), Some(Role::SurnameLast));
        assert_eq!(role("siu"), Some(Role::Surname));
        assert_eq!(role("y"), Some(Role::Marker));
    }
}
