//! Which people, which years, how much damage: one readable file a mixture.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::damage::{Kind, Rate, Rates};
use super::place::{self, Commune};
use super::random::Weighted;
use crate::error::{Error, Place, Result};
use crate::lang::Text;

const BASE: &str = include_str!("damage.toml");
const SHIPPED: [(&str, &str); 4] = [
    ("ordinary", include_str!("mixes/ordinary.toml")),
    ("old-registers", include_str!("mixes/old-registers.toml")),
    ("southern", include_str!("mixes/southern.toml")),
    ("ha-giang", include_str!("mixes/ha-giang.toml")),
];

/// A mixture of names, years and damage, ready to draw from.
#[derive(Debug, Clone)]
pub struct Mix {
    /// The batch's title.
    pub title: String,
    /// Who stands on the roster.
    pub people: People,
    /// Who stands in the register.
    pub register: Register,
    /// Factors on family names.
    pub families: BTreeMap<String, f64>,
    /// How often each kind of damage befalls a row.
    pub rates: Rates,
    /// Native places.
    pub communes: Weighted<Commune>,
}

/// Candidates.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Share of women.
    pub women: f64,
    /// Factor on the shares of minorities.
    pub minorities: f64,
    /// Share with another name in use.
    pub alias: f64,
    /// Of the southerners whose given name has a southern form, the share who bear it.
    pub regional_given: f64,
    /// Earliest, most usual and latest year of birth.
    pub born: [i32; 3],
    /// Share who work in another province than their native one.
    pub moved: f64,
}

/// Discipline records.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Share of women among strangers.
    pub women: f64,
    /// Earliest, most usual and latest year of birth of strangers.
    pub born: [i32; 3],
    /// Earliest, most usual and latest year of decision.
    pub decided: [i32; 3],
    /// Share of candidates with one to three records.
    pub with_records: f64,
    /// Share of strangers who bear a candidate's whole name.
    pub homonyms: f64,
    /// Share of strangers of a candidate's family and commune.
    pub siblings: f64,
    /// Share of strangers who also share a candidate's year of birth or commune.
    pub near_twins: f64,
    /// Share of strangers' records that are a further record of another stranger.
    pub again: f64,
    /// Share of candidates who stand on the roster a second time.
    pub twice_on_roster: f64,
}

/// A mixture as its file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    #[serde(default = "as_it_is")]
    elsewhere: f64,
    people: People,
    register: Register,
    #[serde(default)]
    provinces: BTreeMap<String, f64>,
    #[serde(default)]
    families: BTreeMap<String, f64>,
    damage: Damage,
}

fn as_it_is() -> f64 {
    1.0
}

#[derive(Deserialize)]
struct Damage {
    factor: f64,
    #[serde(flatten)]
    kinds: BTreeMap<String, Rate>,
}

impl Mix {
    /// The names of the mixtures that are shipped.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|shipped| shipped.0)
    }

    /// The shipped mixture called `name`, or the one in the file of that path.
    ///
    /// # Errors
    /// There is neither, or the file is not a mixture: an unknown key, a rate outside 0..=1, years out of order.
    pub fn load(name: &str) -> Result<Self> {
        match SHIPPED.iter().find(|shipped| shipped.0 == name) {
            Some((_, text)) => Self::parse(name, text),
            None if Path::new(name).extension().is_some_and(|extension| extension == "toml") => {
                let text = std::fs::read_to_string(name).map_err(|cause| Error::reading(Path::new(name), &cause))?;
                Self::parse(name, &text)
            }
            None => {
                let known = Self::names().collect::<Vec<_>>().join(", ");
                Err(Error::new(Text::new("C090-unknown-mix").with("mix", name.to_owned()).with("known", known)))
            }
        }
    }

    fn parse(name: &str, text: &str) -> Result<Self> {
        let wrong = |cause: String| Error::new(Text::new("C091-bad-mix")).at(Place::file(name)).because(cause);
        let file: File = toml::from_str(text).map_err(|cause| wrong(cause.message().to_owned()))?;
        let mut rates = base_rates().map_err(wrong)?;
        rates.multiply(file.damage.factor);
        for (kind, rate) in &file.damage.kinds {
            rates.set(Kind::named(kind).ok_or_else(|| wrong(format!("damage.{kind}")))?, *rate);
        }
        for (what, years) in [("born", file.people.born), ("born", file.register.born), ("decided", file.register.decided)] {
            if !years.is_sorted() || years[0] < 1900 || years[2] > 2025 {
                return Err(wrong(format!("{what} = {years:?}")));
            }
        }
        if !rates.are_probabilities() {
            return Err(wrong("damage: 0..=1".to_owned()));
        }
        let factor = |code: &str| file.provinces.get(code).copied().unwrap_or(file.elsewhere);
        if let Some(code) = file.provinces.keys().find(|code| place::province(code).is_none()) {
            return Err(wrong(format!("provinces.{code}")));
        }
        let weights = place::communes().map(|commune| (commune, factor(commune.province().code)));
        let communes = Weighted::new(weights).ok_or_else(|| wrong("provinces".to_owned()))?;
        Ok(Self { title: file.title, people: file.people, register: file.register, families: file.families, rates, communes })
    }
}

fn base_rates() -> Result<Rates, String> {
    let mut kinds: BTreeMap<String, Rate> = toml::from_str(BASE).map_err(|cause| cause.message().to_owned())?;
    let mut rates = Rates::default();
    for kind in Kind::ALL {
        rates.set(kind, kinds.remove(kind.name()).ok_or_else(|| format!("damage.toml: {}", kind.name()))?);
    }
    match kinds.keys().next() {
        Some(unknown) => Err(format!("damage.toml: {unknown}")),
        None => Ok(rates),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_mix_loads_and_differs_from_the_others() {
        let mixes: Vec<Mix> = Mix::names().map(|name| Mix::load(name).expect(name)).collect();
        for pair in mixes.windows(2) {
            assert_ne!(pair[0].register.decided, pair[1].register.decided);
            assert!(Kind::ALL.iter().any(|&kind| pair[0].rates.of(kind) != pair[1].rates.of(kind)));
        }
    }

    #[test]
    fn a_wrong_mix_says_what_is_wrong() {
        let good = SHIPPED[0].1;
        for (from, to, what) in [
            ("women = 0.27", "wimmin = 0.27", "wimmin"),
            ("factor = 1.0", "factor = 1.0\nname_odd = { roster = 0, register = 0, old = 0 }", "name_odd"),
            ("factor = 1.0", "factor = 1.0\nid_old = { roster = 0.1, register = 0.2, old = 1.5 }", "0..=1"),
            ("[provinces] ", "[provinces]\n98 = 1.0\n# ", "provinces.98"),
            ("[1956, 1974, 1994]", "[1956, 1994, 1974]", "born"),
        ] {
            let text = good.replacen(from, to, 1);
            assert_ne!(text, good, "{from}");
            let error = Mix::parse("a.toml", &text).expect_err(what);
            assert!(error.to_string().contains(what), "{error}");
        }
        assert_eq!(Mix::load("nothern").expect_err("none such").id(), "C090-unknown-mix");
    }
}
