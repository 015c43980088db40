//! Who may answer, and when are two names one person?

use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::table::show::is_hidden;

/// Characters a person's name holds at most.
const LONGEST: usize = 100;

/// What a name is compared by: composed letters, lower case, single blanks. `NGUYỄN  Văn a` is `Nguyễn Văn A`, whoever types it.
pub(super) fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").nfc().flat_map(char::to_lowercase).collect()
}

/// The name of a person as the ledger keeps it: composed letters, single blanks.
///
/// # Errors
/// It is empty, too long, or holds what no name holds: a formula's first character, a tag, a character that does not show or that
/// reorders what stands beside it.
pub(super) fn tidy(name: &str) -> Result<String> {
    let tidied: String = name.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
    let is_odd = |c: char| "<>=\"`\\|".contains(c) || is_hidden(c);
    let is_name = tidied.chars().any(char::is_alphabetic)
        && tidied.chars().count() <= LONGEST
        && !tidied.starts_with(['+', '-', '@'])
        && !tidied.chars().any(is_odd);
    if is_name { Ok(tidied) } else { Err(Error::new(Text::new("E610-no-name"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_one_however_the_name_is_typed() {
        for other in ["NGUYỄN VĂN AN", "  Nguyễn  Văn An ", "nguyễn văn an", "Nguye\u{302}\u{303}n Va\u{306}n An"] {
            assert_eq!(key(other), key("Nguyễn Văn An"), "{other}");
        }
        assert_ne!(key("Nguyễn Văn Ân"), key("Nguyễn Văn An"));
    }

    #[test]
    fn what_no_name_holds_is_refused() {
        for bad in ["", "  ", "=HYPERLINK(\"x\")", "<script>", "An\u{202e}nA", "+84", "@An", "12", &"a".repeat(101)] {
            assert!(tidy(bad).is_err(), "{bad}");
        }
        assert_eq!(tidy(" Đỗ  Thị Bình (UBKT) ").unwrap(), "Đỗ Thị Bình (UBKT)");
    }
}
