//! What is an invented person called?
//!
//! Family, middle and given name by the shares of `vn::population`, family names leaning with the region; minority names by the
//! patterns of `names.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::place::Province;
use super::random::{Rng, Weighted};
use crate::vn::population;
use crate::vn::sex::Sex;

const PATTERNS: &str = include_str!("names.toml");
const VARIANTS: &str = include_str!("../vn/data/syllable_variants.csv");

/// A name in its parts; a part may be empty or have several words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// `Nguyễn`
    pub family: String,
    /// `Thị Thu`
    pub middle: String,
    /// `Hà`
    pub given: String,
    /// The family name stands last (Ê Đê).
    pub family_last: bool,
}

impl Name {
    /// The whole name as written in full.
    pub fn full(&self) -> String {
        let parts =
            if self.family_last { [&self.middle, &self.given, &self.family] } else { [&self.family, &self.middle, &self.given] };
        let mut out = String::with_capacity(32);
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            // `H'` is written together with what follows.
            if !out.is_empty() && !out.ends_with('\'') {
                out.push(' ');
            }
            out.push_str(part);
        }
        out
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Patterns {
    regions: BTreeMap<String, BTreeMap<String, f64>>,
    minority: Vec<Minority>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Minority {
    people: String,
    order: String,
    #[serde(default)]
    male: String,
    #[serde(default)]
    female: String,
    #[serde(default)]
    male_given: Vec<String>,
    #[serde(default)]
    female_given: Vec<String>,
    share: BTreeMap<String, f64>,
    #[serde(skip)]
    families: Vec<&'static str>,
}

static PATTERN: LazyLock<Patterns> = LazyLock::new(|| {
    // `the_patterns_of_names_are_read` holds that the file is sound.
    let mut patterns: Patterns = toml::from_str(PATTERNS).unwrap_or(Patterns { regions: BTreeMap::new(), minority: Vec::new() });
    for minority in &mut patterns.minority {
        minority.families = population::ethnic_names()
            .iter()
            .filter(|name| name.kind.starts_with("surname") && name.peoples.split('|').any(|p| p == minority.people))
            .map(|name| name.token)
            .collect();
    }
    patterns.minority.retain(|minority| !minority.families.is_empty());
    patterns
});

/// Southern forms of given names, by the northern one: Nhân → Nhơn.
static SOUTHERN: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = VARIANTS.lines().filter_map(|line| {
        let mut cells = line.split(',');
        let (variant, canonical, kind) = (cells.next()?, cells.next()?, cells.next()?);
        kind.starts_with("regional").then_some((canonical, variant))
    });
    rows.collect()
});

struct Side {
    middles: Weighted<usize>,
    counted: Vec<(f64, Option<Weighted<&'static str>>)>,
    base: Option<Weighted<&'static str>>,
}

static SIDES: LazyLock<Option<[Side; 2]>> = LazyLock::new(|| Some([side(Sex::Male)?, side(Sex::Female)?]));

fn side(sex: Sex) -> Option<Side> {
    let middles = population::middles(sex);
    let counted = middles.iter().map(|middle| {
        let givens = population::counted_givens(sex, middle.0);
        (givens.iter().map(|given| given.1).sum(), Weighted::new(givens.iter().copied()))
    });
    Some(Side {
        middles: Weighted::new(middles.iter().enumerate().map(|(i, middle)| (i, middle.1)))?,
        counted: counted.collect(),
        base: Weighted::new(population::base_givens(sex).iter().copied()),
    })
}

/// Names as one mixture has them.
#[derive(Debug, Clone)]
pub struct Names {
    /// North, centre, south.
    families: Vec<Weighted<&'static str>>,
    minorities: f64,
    southern_form: f64,
}

impl Names {
    /// Names whose family names are multiplied by `factors`, minorities' shares by `minorities`; of southerners whose given name has
    /// a southern form, the share `southern_form` bear that.
    pub fn new(factors: &BTreeMap<String, f64>, minorities: f64, southern_form: f64) -> Self {
        let families = ["north", "centre", "south"].iter().filter_map(|region| {
            let region = PATTERN.regions.get(*region)?;
            let factor = |name: &str| region.get(name).unwrap_or(&1.0) * factors.get(name).unwrap_or(&1.0);
            Weighted::new(population::families().iter().map(|&(name, share)| (name, share * factor(name))))
        });
        Self { families: families.collect(), minorities, southern_form }
    }

    /// A name of somebody from `province`.
    pub fn invent(&self, rng: &mut Rng, province: &Province, sex: Sex) -> Name {
        let mut ticket = rng.unit();
        for minority in &PATTERN.minority {
            ticket -= minority.share.get(province.code).unwrap_or(&0.0) * self.minorities;
            if ticket < 0.0 {
                return Self::minority_name(rng, minority, sex);
            }
        }
        let region = region_of(province.code);
        let family = self.families.get(region).map_or("Nguyễn", |families| *families.draw(rng));
        let (middle, mut given) = middle_and_given(rng, sex);
        if region > 0
            && let Some(southern) = SOUTHERN.get(given)
            && rng.chance(self.southern_form)
        {
            given = southern;
        }
        Name { family: family.to_owned(), middle: middle.to_owned(), given: given.to_owned(), family_last: false }
    }

    fn minority_name(rng: &mut Rng, minority: &Minority, sex: Sex) -> Name {
        let family = (*rng.pick(&minority.families)).to_owned();
        let (marker, givens) = match sex {
            Sex::Male => (&minority.male, &minority.male_given),
            Sex::Female => (&minority.female, &minority.female_given),
        };
        if minority.order == "kinh" || givens.is_empty() {
            let (middle, given) = middle_and_given(rng, sex);
            return Name { family, middle: middle.to_owned(), given: given.to_owned(), family_last: false };
        }
        let given = rng.pick(givens).clone();
        Name { family, middle: marker.clone(), given, family_last: minority.order == "given_first" }
    }
}

/// A middle and a given name that go together.
pub fn middle_and_given(rng: &mut Rng, sex: Sex) -> (&'static str, &'static str) {
    let Some(side) = SIDES.as_ref().map(|sides| &sides[usize::from(sex == Sex::Female)]) else { return ("Văn", "Nam") };
    let middle = *side.middles.draw(rng);
    let (share, counted) = &side.counted[middle];
    let given = match (counted, &side.base) {
        (Some(counted), _) if rng.chance(*share) => *counted.draw(rng),
        (_, Some(base)) => *base.draw(rng),
        _ => "Nam",
    };
    (population::middles(sex)[middle].0, given)
}

/// 0 north, 1 centre, 2 south.
pub fn region_of(code: &str) -> usize {
    match code.parse::<u8>() {
        Ok(70..) => 2,
        Ok(38..70) => 1,
        Ok(_) | Err(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::place::province;
    use crate::sample::random::Stream;

    #[test]
    fn the_patterns_of_names_are_read() {
        let patterns: Patterns = toml::from_str(PATTERNS).expect("sound");
        assert_eq!(patterns.regions.len(), 3);
        assert_eq!(patterns.minority.len(), PATTERN.minority.len(), "a people without surnames in ethnic_names.csv");
        for minority in &patterns.minority {
            assert!(minority.share.keys().all(|code| province(code).is_some()), "{}", minority.people);
        }
    }

    #[test]
    fn names_lean_with_the_region() {
        let names = Names::new(&BTreeMap::new(), 1.0, 0.25);
        let count = |code: &str, family: &str| {
            let mut rng = Rng::new(1, Stream::Candidate, 0);
            let province = province(code).expect("a code");
            (0..20_000).filter(|_| names.invent(&mut rng, province, Sex::Male).family == family).count()
        };
        assert!(count("34", "Vũ") > 10 * count("82", "Vũ"));
        assert!(count("82", "Huỳnh") > 20 * count("34", "Huỳnh").max(1));
        assert!(count("02", "Sùng") > 100);
    }

    #[test]
    fn an_ede_name_ends_with_the_family() {
        let name = Name { family: "Niê".into(), middle: "H'".into(), given: "Hen".into(), family_last: true };
        assert_eq!(name.full(), "H'Hen Niê");
    }
}
