//! Random bytes, digests and their letters: what sessions and tokens are made of.

use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::review::item::hex;

/// `N` bytes that nobody can guess, from the system.
///
/// # Errors
/// The system gives none.
pub fn bytes<const N: usize>() -> Result<[u8; N]> {
    let mut out = [0; N];
    getrandom::fill(&mut out).map_err(|cause| Error::new(Text::new("E005-internal")).because(cause))?;
    Ok(out)
}

/// A token for a cookie or an address: 32 random bytes in letters.
///
/// # Errors
/// The system gives no random bytes.
pub fn token() -> Result<String> {
    Ok(hex(&bytes::<32>()?))
}

/// SHA-256 over `parts`, each with its length, so that no two lists of parts run into each other.
pub fn digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hex(&hasher.finalize())
}

/// Whether both are equal, in a time that does not tell where they differ.
pub fn are_equal(left: &str, right: &str) -> bool {
    left.len() == right.len() && left.bytes().zip(right.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
        assert_eq!(digest(&["ab"]).len(), 64);
    }

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (one, other) = (token().unwrap(), token().unwrap());
        assert!(one.len() == 64 && one != other);
        assert!(are_equal(&one, &one.clone()) && !are_equal(&one, &other) && !are_equal("a", "ab"));
    }
}
