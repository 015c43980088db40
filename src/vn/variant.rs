//! Which syllables are two forms of one name?
//!
//! Rows of `data/syllable_variants.csv`, with their kinds.

use std::sync::LazyLock;

const ROWS: &str = include_str!("data/syllable_variants.csv");

static REGIONAL: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    rows().filter(|(_, _, kind)| matches!(*kind, "regional" | "regional_near")).map(|(a, b, _)| (a, b)).collect()
});

/// Pairs of forms that regions prefer (Vũ and Võ, Hoàng and Huỳnh), after old name taboos: variant, canonical.
pub fn regional() -> impl Iterator<Item = (&'static str, &'static str)> {
    REGIONAL.iter().copied()
}

/// Variant, canonical form, kind. The file has no quoted cells; a test holds that.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    ROWS.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        Some((cells.next()?, cells.next()?, cells.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_three_plain_cells() {
        assert!(rows().count() > 500);
        assert!(ROWS.lines().all(|line| line.split(',').count() == 3 && !line.contains('"')));
        assert!(regional().any(|(a, b)| (a, b) == ("Võ", "Vũ") || (a, b) == ("Vũ", "Võ")));
    }
}
