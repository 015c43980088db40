//! How are passwords chosen, kept and checked?
//!
//! Kept as argon2id in the usual `$argon2id$…` form, 19 MiB and two passes: the least that OWASP's Password Storage Cheat Sheet asks for
//! (read November 2026).

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

use super::secret;
use crate::error::{Error, Result};
use crate::lang::Text;

/// Fewest characters of a password.
pub const SHORTEST: usize = 12;
/// Most bytes of a password: hashing a longer one would only cost time.
pub const LONGEST: usize = 256;
/// A well-formed hash that no password has: checked where there is no account, so that a stranger's name takes as long as a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Says what is wrong with `password` for the account `name`.
///
/// # Errors
/// It is too short, too long, or little more than the name.
pub fn check(name: &str, password: &str) -> Result<()> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Error::new(Text::new("E701-password-short").with("shortest", SHORTEST)));
    }
    if password.len() > LONGEST {
        return Err(Error::new(Text::new("E702-password-long").with("longest", LONGEST)));
    }
    let mut letters: Vec<char> = password.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.len() < 5 || password.to_lowercase().contains(&name.to_lowercase()) && length < name.chars().count() + 8 {
        return Err(Error::new(Text::new("E703-password-easy")));
    }
    Ok(())
}

/// The hash to keep of `password`, with a salt of its own.
///
/// # Errors
/// The system gives no random bytes, or no memory.
pub fn hash(password: &str) -> Result<String> {
    let salt = secret::bytes::<16>()?;
    let hashed = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    hashed.map(|hash| hash.to_string()).map_err(|cause| Error::new(Text::new("E005-internal")).because(cause))
}

/// Whether `password` is the one whose hash was kept. None kept: as slow as a wrong one, and wrong.
pub fn is_right(password: &str, kept: Option<&str>) -> bool {
    if password.len() > LONGEST {
        return false;
    }
    Argon2::default().verify_password(password.as_bytes(), kept.unwrap_or(NOBODY)).is_ok() && kept.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_no_other() {
        let kept = hash("trường sơn 1975").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hash("trường sơn 1975").unwrap(), "each has a salt of its own");
        for (password, is_it) in [("trường sơn 1975", true), ("Trường sơn 1975", false), ("", false)] {
            assert_eq!(is_right(password, Some(&kept)), is_it, "{password}");
            assert!(!is_right(password, None));
        }
        assert!(!is_right("x", Some("not a hash")));
    }

    #[test]
    fn nobody_costs_as_much_as_somebody() {
        // The parameters stand in the hash; a hash that cannot be read would be refused at once.
        assert!(
            argon2::password_hash::phc::PasswordHash::new(NOBODY).is_ok_and(|hash| hash.salt.is_some() && hash.hash.is_some())
        );
        assert!(NOBODY.starts_with(hash("x").unwrap().rsplit_once('$').unwrap().0.rsplit_once('$').unwrap().0));
    }

    #[test]
    fn easy_passwords_are_refused() {
        for (password, code) in [
            ("ngắn", Some("E701-password-short")),
            ("aaaaaaaaaaaa", Some("E703-password-easy")),
            ("Nguyen Van An", Some("E703-password-easy")),
            ("một câu dài dễ nhớ", None),
        ] {
            assert_eq!(check("nguyen van an", password).err().map(|error| error.id()), code, "{password}");
        }
        assert_eq!(check("an", &"aăâbcd ".repeat(60)).err().map(|error| error.id()), Some("E702-password-long"));
    }
}
