//! Which comparisons are made, which findings each can have, and how often each finding is met among the same and among
//! different people?
//!
//! A comparison is a ladder of rungs. Rungs fall into groups by *what both sides allow to compare* (a full birth date on both
//! sides, or only a year on one): within a group, the chances among true pairs (m) sum to one. How often a rung is met among
//! different people (u) is a number in the model or, where the value decides (a rare name), worked out for each pair.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::bits::Bits;
use crate::diag::{Diagnostic, SourceText};
use crate::error::{Error, Result};
use crate::lang::Text;

/// The comparisons, in the order of the waterfall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// Names and aliases.
    Name,
    /// Birth dates, whole or partial, or the year inside a number.
    Birth,
    /// Sex, beyond what the name says of it.
    Sex,
    /// Identity numbers.
    NationalId,
    /// Party card numbers.
    PartyCard,
    /// Native places.
    Home,
    /// What numbers and places of work tell of the native place, where it is missing or differs.
    Origin,
    /// Where the person works or worked.
    Organisation,
    /// At which level the person works or worked.
    Level,
    /// Whether the decision falls within the person's time in the Party.
    Service,
    /// What is taken back because namesakes of one village, born a few years apart, agree in name and native place, too.
    Namesake,
}

/// How many comparisons there are.
pub const COMPARISONS: usize = 11;

impl Comparison {
    /// All of them, in the order of the waterfall.
    pub const ALL: [Self; COMPARISONS] = [
        Self::Name,
        Self::Birth,
        Self::Sex,
        Self::NationalId,
        Self::PartyCard,
        Self::Home,
        Self::Origin,
        Self::Organisation,
        Self::Level,
        Self::Service,
        Self::Namesake,
    ];

    /// Those in which namesakes from one village are like each other in their own way, neither as one person is nor as strangers are.
    pub const OF_NAMESAKES: [Self; 2] = [Self::Birth, Self::Home];

    /// Its name in the model, in `evidence.parquet` and in message identifiers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Birth => "birth",
            Self::Sex => "sex",
            Self::NationalId => "national_id",
            Self::PartyCard => "party_card",
            Self::Home => "home",
            Self::Origin => "origin",
            Self::Organisation => "organisation",
            Self::Level => "level",
            Self::Service => "service",
            Self::Namesake => "namesake",
        }
    }

    /// Its rungs, in the order of the model file: name and group.
    pub fn rungs(self) -> &'static [Rung] {
        match self {
            Self::Name => super::spellings::RUNGS,
            Self::Birth => super::births::RUNGS,
            Self::Sex => super::sexes::RUNGS,
            Self::NationalId => super::numbers::NATIONAL_ID,
            Self::PartyCard => super::numbers::PARTY_CARD,
            Self::Home => super::homes::RUNGS,
            Self::Origin => super::origins::RUNGS,
            Self::Organisation => super::organisations::RUNGS,
            Self::Level => super::levels::RUNGS,
            Self::Service => super::service::RUNGS,
            Self::Namesake => super::namesakes::RUNGS,
        }
    }
}

/// One rung of a ladder.
#[derive(Debug, Clone, Copy)]
pub struct Rung {
    /// Its name.
    pub name: &'static str,
    /// What both sides allowed to compare. Empty: nothing, so the rung weighs nothing.
    pub group: &'static str,
    /// Whether u is worked out for each pair.
    pub by_value: bool,
}

/// A rung whose u is a number in the model.
pub const fn fixed(group: &'static str, name: &'static str) -> Rung {
    Rung { name, group, by_value: false }
}

/// A rung whose u depends on how common the value is.
pub const fn by_value(group: &'static str, name: &'static str) -> Rung {
    Rung { name, group, by_value: true }
}

/// A rung that says nothing because one side is silent.
pub const fn silent(name: &'static str) -> Rung {
    Rung { name, group: "", by_value: false }
}

/// What one comparison found in one pair: its rung, and how often different people have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Finding {
    /// Index into [`Comparison::rungs`].
    pub rung: u8,
    /// log2 of the chance among different people; the model's own where the rung is not by value.
    pub u: Bits,
}

/// The numbers of one rung.
#[derive(Debug, Clone, Copy)]
pub struct RungWeights {
    /// Chance among true pairs, within its group, 0..1.
    pub m: f64,
    /// log2 of m.
    pub log_m: Bits,
    /// log2 of the chance among different people; unused where the rung is by value.
    pub log_u: Bits,
    /// Chance among namesakes from one village or nearby, within its group, 0..1; 1 where the comparison is none of [`Comparison::OF_NAMESAKES`].
    pub namesake: f64,
    /// log2 of it.
    pub log_namesake: Bits,
}

impl RungWeights {
    fn new(m: f64, log_u: Bits, namesake: f64) -> Self {
        Self { m, log_m: Bits::log2(m), log_u, namesake, log_namesake: Bits::log2(namesake) }
    }
}

/// What is assumed of slips in names: see `names.rs`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slips {
    /// Chance of one given wrong tone in one name.
    pub tone: f64,
    /// Chance of one given wrong vowel mark.
    pub mark: f64,
    /// Chance that đ stands for d or d for đ.
    pub d_bar: f64,
    /// Chance that one syllable of a marked name lost its marks, or has other ones altogether.
    pub letters: f64,
    /// Chance of the other form of a regional pair (Vũ, Võ).
    pub regional: f64,
    /// Chance of one given confusion of sounds (n for l, hỏi for ngã).
    pub sound: f64,
    /// Chance of one given wrong, missing, doubled or transposed letter.
    pub typing: f64,
    /// Chance that a middle syllable is left out.
    pub dropped: f64,
    /// Chance that a syllable is cut to its initial.
    pub initial: f64,
    /// Chance that a syllable is garbled into something that is none.
    pub garbled: f64,
    /// Chance that the syllables stand in another order.
    pub order: f64,
    /// Chance that the person is listed under the alias.
    pub alias: f64,
    /// Chance that one syllable is another altogether.
    pub replaced: f64,
    /// Chance that the whole name is another, by which no pair is ruled out.
    pub other: f64,
}

/// A linking model.
#[derive(Debug, Clone)]
pub struct Model {
    /// Where its numbers come from.
    pub origin: String,
    /// Share of a register's records whose person is on the roster, before anything is compared, 0..1.
    pub share: f64,
    /// Slips in names.
    pub slips: Slips,
    /// Expected number of namesakes from the same village on the roster, per record.
    pub namesakes: f64,
    /// SHA-256 of the file it was read from.
    pub sha256: String,
    weights: [Vec<RungWeights>; COMPARISONS],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    origin: String,
    share: Spanned<f64>,
    namesakes: Spanned<f64>,
    slips: Slips,
    comparison: Vec<FileComparison>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileComparison {
    name: Spanned<String>,
    rung: Vec<FileRung>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRung {
    name: Spanned<String>,
    m: Spanned<f64>,
    u: Option<Spanned<f64>>,
    namesake: Option<Spanned<f64>>,
}

const DEFAULT: &str = include_str!("default.toml");

impl Model {
    /// The shipped model.
    ///
    /// # Errors
    /// The shipped file is broken: a mistake of ours, which a test would have found.
    pub fn shipped() -> Result<Self> {
        Self::parse("default.toml", DEFAULT)
    }

    /// A model from the text of its file.
    ///
    /// # Errors
    /// All mistakes at once, each underlined: an unknown or missing comparison or rung, a chance outside 0..1, a group that does not sum to one.
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        let source = SourceText::new(name, text);
        let file: File = toml::from_str(text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            let message = Text::new("M001-model-not-understood").with("cause", error.message().to_owned());
            Error::authored(vec![Diagnostic::error(message, &source, span)])
        })?;
        let mut wrong = Vec::new();
        let mut report = |text: Text, span: Range<usize>| wrong.push(Diagnostic::error(text, &source, span));
        if !is_chance(*file.share.get_ref()) {
            report(Text::new("M002-not-a-chance").with("value", file.share.get_ref().to_string()), file.share.span());
        }
        if !is_chance(*file.namesakes.get_ref()) {
            report(Text::new("M002-not-a-chance").with("value", file.namesakes.get_ref().to_string()), file.namesakes.span());
        }
        let mut weights: [Vec<RungWeights>; COMPARISONS] = Default::default();
        // What namesakes take back is worked out from the rest: it has no chances of its own.
        weights[Comparison::Namesake as usize] =
            super::namesakes::RUNGS.iter().map(|_| RungWeights::new(1.0, Bits::ZERO, 1.0)).collect();
        for found in &file.comparison {
            let Some(at) = Comparison::ALL.iter().position(|comparison| comparison.name() == found.name.get_ref()) else {
                report(Text::new("M003-unknown-comparison").with("name", found.name.get_ref()), found.name.span());
                continue;
            };
            weights[at] = read_rungs(Comparison::ALL[at], found, &mut report);
        }
        for (comparison, weights) in Comparison::ALL.iter().zip(&weights) {
            if weights.len() != comparison.rungs().len() {
                report(Text::new("M004-comparison-incomplete").with("name", comparison.name()), 0..0);
            }
        }
        if !wrong.is_empty() {
            return Err(Error::authored(wrong));
        }
        let sha256 = super::digest(text.as_bytes());
        Ok(Self {
            origin: file.origin,
            share: *file.share.get_ref(),
            slips: file.slips,
            namesakes: *file.namesakes.get_ref(),
            sha256,
            weights,
        })
    }

    /// The numbers of a comparison's rungs.
    pub fn weights(&self, comparison: Comparison) -> &[RungWeights] {
        &self.weights[comparison as usize]
    }

    /// How much a finding speaks for one person: log2 of m over u.
    pub fn weight(&self, comparison: Comparison, finding: Finding) -> Bits {
        let index = usize::from(finding.rung);
        if comparison.rungs()[index].group.is_empty() {
            return Bits::ZERO;
        }
        self.weights[comparison as usize][index].log_m - finding.u
    }

    /// A finding on a rung whose u the model gives.
    pub fn found(&self, comparison: Comparison, rung: u8) -> Finding {
        Finding { rung, u: self.weights[comparison as usize][usize::from(rung)].log_u }
    }

    /// The same model with other chances among true pairs; `m` has one number per rung of the comparison.
    pub fn set_m(&mut self, comparison: Comparison, m: &[f64]) {
        for (weights, &m) in self.weights[comparison as usize].iter_mut().zip(m) {
            weights.m = m;
            weights.log_m = Bits::log2(m);
        }
    }

    /// The same model with other chances among namesakes; `chances` has one number per rung of the comparison.
    pub fn set_namesakes(&mut self, comparison: Comparison, chances: &[f64]) {
        for (weights, &chance) in self.weights[comparison as usize].iter_mut().zip(chances) {
            weights.namesake = chance;
            weights.log_namesake = Bits::log2(chance);
        }
    }

    /// The same model with another chance of a rung among different people.
    pub fn set_u(&mut self, comparison: Comparison, rung: usize, u: f64) {
        if let Some(weights) = self.weights[comparison as usize].get_mut(rung) {
            weights.log_u = Bits::log2(u);
        }
    }

    /// The model as the text of a file that [`Self::parse`] reads back.
    pub fn to_toml(&self) -> String {
        use std::fmt::Write as _;
        let mut out = String::new();
        let s = &self.slips;
        let _ = write!(
            out,
            "origin = {:?}\nshare = {:.6}\nnamesakes = {:.6}\n\n[slips]\ntone = {}\nmark = {}\nd_bar = {}\nletters = {}\nregional = {}\nsound = {}\ntyping = {}\n\
             dropped = {}\ninitial = {}\ngarbled = {}\norder = {}\nalias = {}\nreplaced = {}\nother = {}\n",
            self.origin,
            self.share,
            self.namesakes,
            s.tone,
            s.mark,
            s.d_bar,
            s.letters,
            s.regional,
            s.sound,
            s.typing,
            s.dropped,
            s.initial,
            s.garbled,
            s.order,
            s.alias,
            s.replaced,
            s.other
        );
        for comparison in Comparison::ALL.into_iter().filter(|&comparison| comparison != Comparison::Namesake) {
            let _ = write!(out, "\n[[comparison]]\nname = {:?}\nrung = [\n", comparison.name());
            for (rung, weights) in comparison.rungs().iter().zip(self.weights(comparison)) {
                let _ = write!(out, "  {{ name = {:?}, m = {:.6}", rung.name, weights.m);
                if !rung.by_value && !rung.group.is_empty() {
                    let _ = write!(out, ", u = {:.9}", weights.log_u.ratio());
                }
                if Comparison::OF_NAMESAKES.contains(&comparison) && !rung.group.is_empty() {
                    let _ = write!(out, ", namesake = {:.6}", weights.namesake);
                }
                out.push_str(" },\n");
            }
            out.push_str("]\n");
        }
        out
    }
}

fn is_chance(x: f64) -> bool {
    x > 0.0 && x < 1.0
}

/// The chance of a rung among namesakes.
fn read_namesake(comparison: Comparison, rung: &Rung, file: &FileRung, report: &mut impl FnMut(Text, Range<usize>)) -> f64 {
    let is_wanted = Comparison::OF_NAMESAKES.contains(&comparison) && !rung.group.is_empty();
    match &file.namesake {
        Some(chance) if is_wanted && is_chance(*chance.get_ref()) => return *chance.get_ref(),
        Some(chance) if is_wanted => {
            report(Text::new("M002-not-a-chance").with("value", chance.get_ref().to_string()), chance.span());
        }
        Some(chance) => report(Text::new("M011-namesake-not-wanted").with("rung", rung.name), chance.span()),
        None if is_wanted => report(Text::new("M010-namesake-missing").with("rung", rung.name), file.name.span()),
        None => {}
    }
    1.0
}

fn read_rungs(comparison: Comparison, found: &FileComparison, report: &mut impl FnMut(Text, Range<usize>)) -> Vec<RungWeights> {
    let rungs = comparison.rungs();
    let mut weights = Vec::with_capacity(rungs.len());
    for rung in rungs {
        let Some(file) = found.rung.iter().find(|file| file.name.get_ref() == rung.name) else {
            report(Text::new("M005-rung-missing").with("rung", rung.name).with("name", comparison.name()), found.name.span());
            continue;
        };
        let m = *file.m.get_ref();
        if !rung.group.is_empty() && !is_chance(m) {
            report(Text::new("M002-not-a-chance").with("value", m.to_string()), file.m.span());
        }
        let needs_u = !rung.by_value && !rung.group.is_empty();
        let log_u = match &file.u {
            Some(u) if needs_u && !(*u.get_ref() > 0.0 && *u.get_ref() <= 1.0) => {
                report(Text::new("M002-not-a-chance").with("value", u.get_ref().to_string()), u.span());
                Bits::ZERO
            }
            Some(u) if needs_u => Bits::log2(*u.get_ref()),
            Some(u) => {
                report(Text::new("M006-u-not-wanted").with("rung", rung.name), u.span());
                Bits::ZERO
            }
            None if needs_u => {
                report(Text::new("M007-u-missing").with("rung", rung.name), file.name.span());
                Bits::ZERO
            }
            None => Bits::ZERO,
        };
        weights.push(RungWeights::new(m, log_u, read_namesake(comparison, rung, file, report)));
    }
    for file in &found.rung {
        if !rungs.iter().any(|rung| rung.name == file.name.get_ref()) {
            report(
                Text::new("M008-unknown-rung").with("rung", file.name.get_ref()).with("name", comparison.name()),
                file.name.span(),
            );
        }
    }
    if weights.len() == rungs.len() {
        let mut groups: Vec<&str> = rungs.iter().map(|rung| rung.group).filter(|group| !group.is_empty()).collect();
        groups.dedup();
        for group in groups {
            let sum: f64 = rungs.iter().zip(&weights).filter(|(rung, _)| rung.group == group).map(|(_, w)| w.m).sum();
            if (sum - 1.0).abs() > 0.005 {
                let text = Text::new("M009-group-not-one").with("group", group).with("sum", format!("{sum:.4}"));
                report(text, found.name.span());
            }
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_model_loads_and_survives_being_written() -> Result<()> {
        let model = Model::shipped()?;
        let again = Model::parse("again.toml", &model.to_toml())?;
        for comparison in Comparison::ALL {
            for (a, b) in model.weights(comparison).iter().zip(again.weights(comparison)) {
                assert!((a.m - b.m).abs() < 1e-6, "{}", comparison.name());
            }
        }
        Ok(())
    }

    #[test]
    fn impossible_values_are_refused_all_at_once() {
        let broken =
            DEFAULT.replacen("share = 0.02", "share = 1.5", 1).replacen("{ name = \"differs\"", "{ name = \"differ\"", 1);
        let error = Model::parse("broken.toml", &broken).expect_err("refused");
        let codes: Vec<_> = error.diagnostics().iter().map(Diagnostic::code).collect();
        assert!(codes.contains(&"M002") && codes.contains(&"M005") && codes.contains(&"M008"), "{codes:?}");
    }
}
