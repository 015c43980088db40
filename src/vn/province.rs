//! Which of the 63 provinces of 2024?
//!
//! Provinces were merged, split and renamed all through a candidate's life, so a place is a *set* of the 63 provinces of 31/12/2024:
//! two places may be the same when their sets overlap. The set is one machine word; its order is that of `data/provinces.csv`.

use std::sync::LazyLock;

use super::embedded::rows;

/// One of the 63.
#[derive(Debug)]
pub struct Province {
    /// Its two-digit code, `02`. The first three digits of an identity number registered there are `0` and this code.
    pub code: &'static str,
    /// Its name, `Hà Giang`.
    pub name: &'static str,
    /// `tỉnh` or `thành phố`.
    pub unit: &'static str,
    /// The code of the unit of July 2025 that took it in.
    pub successor: &'static str,
}

/// One of the 34 units in force since 1 July 2025.
#[derive(Debug)]
pub struct Province2025 {
    /// Its two-digit code. The same code may have meant another province before: 15 was Yên Bái and is Lào Cai.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// `tỉnh` or `thành phố`.
    pub unit: &'static str,
    /// The provinces of 2024 it was made of.
    pub absorbed: ProvinceSet,
}

struct Tables {
    provinces: Vec<Province>,
    provinces_2025: Vec<Province2025>,
    /// Place in `provinces` by two-digit code; [`NONE`] where no province has the code.
    by_code: [u8; 100],
}

const NONE: u8 = u8::MAX;

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut provinces = Vec::with_capacity(63);
    let mut by_code = [NONE; 100];
    for row in rows(include_str!("data/provinces.csv")) {
        if let [code, _, name, _, unit, successor, _] = row[..] {
            if let Some(slot) = code.parse::<usize>().ok().and_then(|n| by_code.get_mut(n)) {
                *slot = u8::try_from(provinces.len()).unwrap_or(NONE);
            }
            provinces.push(Province { code, name, unit, successor });
        }
    }
    let set = |codes: &str| {
        codes.split('|').filter_map(|code| by_code.get(code.parse::<usize>().ok()?).copied()).fold(
            ProvinceSet::EMPTY,
            |set, index| {
                if index == NONE { set } else { set.union(ProvinceSet::one(index)) }
            },
        )
    };
    let provinces_2025 = rows(include_str!("data/provinces_2025.csv"))
        .filter_map(|row| match row[..] {
            [code, name, _, unit, absorbed, ..] => Some(Province2025 { code, name, unit, absorbed: set(absorbed) }),
            _ => None,
        })
        .collect();
    Tables { provinces, provinces_2025, by_code }
});

/// The 63 provinces in the order of [`ProvinceSet`].
pub fn all() -> &'static [Province] {
    &TABLES.provinces
}

/// The 34 units of July 2025, by code.
pub fn all_2025() -> &'static [Province2025] {
    &TABLES.provinces_2025
}

/// The place in the order of the 63 of the province with this two-digit code. None: there is no such code.
pub fn index_of(code: &str) -> Option<u8> {
    index_of_number(code.parse().ok()?)
}

/// The same by number. None: there is no such code.
pub fn index_of_number(code: u32) -> Option<u8> {
    TABLES.by_code.get(code as usize).copied().filter(|&index| index != NONE)
}

/// The unit of July 2025 with this two-digit code. None: there is no such code.
pub fn of_2025(code: &str) -> Option<&'static Province2025> {
    TABLES.provinces_2025.iter().find(|province| province.code == code)
}

/// A set of the 63 provinces, one bit each.
///
/// ```
/// use thamdinh::vn::province::{ProvinceSet, index_of};
/// let ha_son_binh = ProvinceSet::of_codes(["01", "17"]);
/// assert!(ha_son_binh.is_overlapping(ProvinceSet::one(index_of("17").unwrap())));
/// assert_eq!(ha_son_binh.codes().collect::<Vec<_>>(), ["01", "17"]);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ProvinceSet(u64);

impl ProvinceSet {
    /// No province: nothing is known.
    pub const EMPTY: Self = Self(0);

    /// The province at `index` alone; nothing for an index past the 63.
    pub fn one(index: u8) -> Self {
        if index < 63 { Self(1 << index) } else { Self::EMPTY }
    }

    /// The provinces with these two-digit codes; unknown codes are passed over.
    pub fn of_codes<'a>(codes: impl IntoIterator<Item = &'a str>) -> Self {
        codes.into_iter().filter_map(index_of).map(Self::one).fold(Self::EMPTY, Self::union)
    }

    /// The set kept in a table's cell.
    pub fn from_bits(bits: u64) -> Self {
        Self(bits & (u64::MAX >> 1))
    }

    /// The set as a table keeps it.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// Whether nothing is known.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many provinces.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The provinces of either.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The provinces of both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The provinces of this set that are not in `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether some province is in both: then both may be the same place.
    pub fn is_overlapping(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the province at `index` is in it.
    pub fn has(self, index: u8) -> bool {
        index < 63 && self.0 >> index & 1 == 1
    }

    /// The only province in it. None: there is none, or more than one.
    pub fn single(self) -> Option<u8> {
        (self.len() == 1).then(|| u8::try_from(self.0.trailing_zeros()).unwrap_or(NONE))
    }

    /// The places of its provinces in the order of the 63, ascending.
    pub fn indexes(self) -> impl Iterator<Item = u8> {
        (0..63).filter(move |&index| self.has(index))
    }

    /// Its two-digit codes, ascending.
    pub fn codes(self) -> impl Iterator<Item = &'static str> {
        self.indexes().filter_map(|index| all().get(usize::from(index)).map(|province| province.code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_63_are_absorbed_by_the_34_without_rest() {
        assert_eq!((all().len(), all_2025().len()), (63, 34));
        let union = all_2025().iter().map(|province| province.absorbed).fold(ProvinceSet::EMPTY, ProvinceSet::union);
        assert_eq!(union.len(), 63);
        assert_eq!(all_2025().iter().map(|province| province.absorbed.len()).sum::<u32>(), 63);
        for province in all() {
            let successor = of_2025(province.successor).expect("a successor");
            assert!(successor.absorbed.has(index_of(province.code).unwrap()), "{}", province.name);
        }
    }

    #[test]
    fn the_same_code_means_another_province_before_and_after() {
        assert_eq!(of_2025("15").unwrap().name, "Lào Cai");
        assert_eq!(all()[usize::from(index_of("15").unwrap())].name, "Yên Bái");
    }

    #[test]
    fn unknown_codes_are_in_no_set() {
        assert!(ProvinceSet::of_codes(["03", "99", "x", ""]).is_empty());
        assert_eq!(ProvinceSet::one(63), ProvinceSet::EMPTY);
        assert_eq!(ProvinceSet::from_bits(u64::MAX).len(), 63);
    }
}
