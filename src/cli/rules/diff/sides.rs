//! What do the two words `OLD` and `NEW` mean?
//!
//! A side is a pack (a folder, or the name of one inside the program), or a file that is put into the other side's pack: a rule, in
//! the place of the one with its identifier; or a province's overlay. `@2025-04-14` behind it chooses the versions of that day.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::super::super::arguments;
use super::super::is_overlay;
use crate::config::DEFAULT_PACK;
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::rule::{PackSource, RuleSet};
use crate::table::facts::FACTS;

/// Where one side's rules lie.
#[derive(Debug)]
pub struct Place {
    written: String,
    pack: PackSource,
    /// A rule file put into the pack.
    rule: Option<PathBuf>,
    overlay: Option<PathBuf>,
    /// The day whose versions are asked. None: the run's.
    pub day: Option<NaiveDate>,
}

/// One word taken apart.
enum Word {
    Pack(PackSource),
    Rule(PathBuf),
    Overlay(PathBuf),
}

/// Both sides; `overlay` is laid on either, unless a side is an overlay itself.
///
/// # Errors
/// A word is neither a file nor a pack.
pub fn places(old: &str, new: &str, overlay: Option<&Path>) -> Result<[Place; 2]> {
    let ((old_place, old_day), (new_place, new_day)) = (split(old), split(new));
    let (old_word, new_word) = (word(old_place)?, word(new_place)?);
    let pack = |word: &Word| if let Word::Pack(pack) = word { Some(pack.clone()) } else { None };
    let (old_pack, new_pack) = (pack(&old_word), pack(&new_word));
    let place = |written: &str, word: Word, other: Option<PackSource>, day| -> Result<Place> {
        let shipped = || PackSource::find(DEFAULT_PACK, Path::new("."));
        let mut place = Place {
            written: written.to_owned(),
            pack: match (&word, other) {
                (Word::Pack(pack), _) => pack.clone(),
                (_, Some(other)) => other,
                (_, None) => shipped()?,
            },
            rule: None,
            overlay: overlay.map(Path::to_owned),
            day,
        };
        match word {
            Word::Pack(_) => {}
            Word::Rule(path) => place.rule = Some(path),
            Word::Overlay(path) => place.overlay = Some(path),
        }
        Ok(place)
    };
    Ok([place(old_place, old_word, new_pack, old_day)?, place(new_place, new_word, old_pack, new_day)?])
}

/// The place and the day of `place@2025-04-14`; a place that is there under its whole name has no day.
fn split(written: &str) -> (&str, Option<NaiveDate>) {
    match written.rsplit_once('@') {
        Some((place, day)) if !Path::new(written).exists() => match arguments::date(day) {
            Ok(day) => (place, Some(day)),
            Err(_) => (written, None),
        },
        _ => (written, None),
    }
}

fn word(place: &str) -> Result<Word> {
    let path = Path::new(place);
    if !path.is_file() {
        return PackSource::find(place, Path::new(".")).map(Word::Pack);
    }
    let bytes = fs::read(path).map_err(|cause| Error::reading(path, &cause))?;
    Ok(if is_overlay(&bytes) { Word::Overlay(path.to_owned()) } else { Word::Rule(path.to_owned()) })
}

impl Place {
    /// The rules, checked.
    ///
    /// # Errors
    /// All mistakes in its files at once.
    pub fn load(&self) -> Result<RuleSet> {
        let pack = match &self.rule {
            Some(path) => with_rule(&self.pack, path)?,
            None => self.pack.clone(),
        };
        RuleSet::load(&[pack], self.overlay.as_deref(), FACTS)
    }

    /// The files that an officer may edit: none of a pack inside the program.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut out = Vec::new();
        if let PackSource::Folder(folder) = &self.pack {
            list(folder, &mut out);
        }
        out.extend(self.rule.iter().chain(&self.overlay).cloned());
        out.sort();
        out
    }

    /// The side in words, with the day of its versions.
    pub fn shown(&self, day: NaiveDate, lang: Lang) -> String {
        let files: Vec<String> = self.rule.iter().chain(&self.overlay).map(|path| path.display().to_string()).collect();
        // A file that was written alone stands for the pack around it.
        let rules = if files.contains(&self.written) { self.pack.name() } else { self.written.clone() };
        let text = match files.as_slice() {
            [] => Text::new("diff-side"),
            files => Text::new("diff-side-with").with("files", files.join(", ")),
        };
        text.with("rules", rules).with("day", day).render(lang)
    }
}

/// The pack with one rule file in the place of the one that has its identifier.
fn with_rule(pack: &PackSource, path: &Path) -> Result<PackSource> {
    let bytes = fs::read(path).map_err(|cause| Error::reading(path, &cause))?;
    // A file is named after its rule: `TD102-higher-post-bar.toml`.
    let id = |name: &str| name.rsplit(['/', '\\']).next().and_then(|short| short.split('-').next()).map(str::to_owned);
    let name = path.display().to_string();
    let mut files: Vec<_> = pack.files()?.into_iter().filter(|(other, _)| id(other) != id(&name)).collect();
    files.push((name, bytes));
    Ok(PackSource::Files { name: pack.name(), files })
}

/// The rule files below a folder; one that cannot be read is complained about when it is loaded.
fn list(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            out.push(path);
        }
    }
}
