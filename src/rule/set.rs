//! Which rules does a run ask?

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use include_dir::{Dir, include_dir};
use sha2::{Digest as _, Sha256};

use super::check::duplicates;
use super::file::{Parameter, Rule, Status, Version};
use super::overlay::{self, Change};
use super::reading::{Read, read};
use super::toml::{File, decoded};
use super::value::Value;
use crate::diag::{Diagnostic, Level, SourceText};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::table::facts::{Fact, Scope};
use crate::table::run::Digest;

/// The packs inside the program.
static SHIPPED: Dir = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// Where a pack of rules lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackSource {
    /// A folder on disk.
    Folder(PathBuf),
    /// A pack inside the program, by name: `congress-14`.
    Shipped(String),
    /// Files already in memory: for programs that hold them elsewhere.
    Files {
        /// The pack's name.
        name: String,
        /// Each file's name, as `TD102-higher-post-bar.toml`, and bytes.
        files: Vec<(String, Vec<u8>)>,
    },
}

impl PackSource {
    /// The pack called `name` in a batch file that lies in `beside`: a folder there wins over one inside the program.
    ///
    /// # Errors
    /// There is neither.
    pub fn find(name: &str, beside: &Path) -> Result<Self> {
        // As the user wrote it, where the folder is the one they stand in.
        let under = |folder: PathBuf| match folder.strip_prefix(".") {
            Ok(rest) if rest.as_os_str().is_empty() => PathBuf::from("."),
            Ok(rest) => rest.to_owned(),
            Err(_) => folder,
        };
        let folders = [under(beside.join(name)), under(beside.join("rules").join(name))];
        if let Some(folder) = folders.into_iter().find(|folder| folder.is_dir()) {
            return Ok(Self::Folder(folder));
        }
        if SHIPPED.get_dir(name).is_some() {
            return Ok(Self::Shipped(name.to_owned()));
        }
        let shipped = Self::shipped().join(", ");
        let text = Text::new("R095-no-such-pack").with("name", name.to_owned()).with("shipped", shipped);
        Err(Error::new(text).at(Place::file(beside.join(name))))
    }

    /// The names of the packs inside the program, sorted.
    pub fn shipped() -> Vec<String> {
        let mut names: Vec<_> = SHIPPED.dirs().map(|dir| dir.path().display().to_string()).collect();
        names.sort_unstable();
        names
    }

    /// The pack's name: its folder's.
    pub fn name(&self) -> String {
        match self {
            Self::Folder(folder) => folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned(),
            Self::Shipped(name) | Self::Files { name, .. } => name.clone(),
        }
    }

    /// Every rule file with its name and bytes, sorted by name. A folder inside a pack is for the eye only.
    ///
    /// # Errors
    /// A file cannot be read, or there is none.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>> {
        let mut out = Vec::new();
        match self {
            Self::Folder(folder) => walk(folder, &mut out)?,
            Self::Shipped(name) => {
                let dir = SHIPPED.get_dir(name).ok_or_else(|| {
                    let shipped = Self::shipped().join(", ");
                    Error::new(Text::new("R095-no-such-pack").with("name", name.clone()).with("shipped", shipped))
                })?;
                walk_shipped(dir, &mut out);
            }
            Self::Files { files, .. } => out.clone_from(files),
        }
        out.sort();
        if out.is_empty() {
            let place = match self {
                Self::Folder(folder) => Place::file(folder),
                Self::Shipped(name) | Self::Files { name, .. } => Place::file(name),
            };
            return Err(Error::new(Text::new("R096-empty-pack").with("name", self.name())).at(place));
        }
        Ok(out)
    }
}

fn walk(folder: &Path, out: &mut Vec<(String, Vec<u8>)>) -> Result<()> {
    let entries = std::fs::read_dir(folder).map_err(|cause| Error::reading(folder, &cause))?;
    for entry in entries {
        let entry = entry.map_err(|cause| Error::reading(folder, &cause))?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(|cause| Error::reading(folder, &cause))?);
        if kind.is_dir() {
            walk(&path, out)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let bytes = read_some(&path)?;
            out.push((path.display().to_string(), bytes));
        }
    }
    Ok(())
}

/// The file's bytes, or so many of them that it is clear that it is too large.
fn read_some(path: &Path) -> Result<Vec<u8>> {
    use std::io::Read as _;
    let file = std::fs::File::open(path).map_err(|cause| Error::reading(path, &cause))?;
    let mut bytes = Vec::new();
    file.take(16 << 20).read_to_end(&mut bytes).map_err(|cause| Error::reading(path, &cause))?;
    Ok(bytes)
}

fn walk_shipped(dir: &Dir, out: &mut Vec<(String, Vec<u8>)>) {
    for file in dir.files().filter(|file| file.path().extension().is_some_and(|extension| extension == "toml")) {
        out.push((format!("rules/{}", file.path().display()), file.contents().to_vec()));
    }
    for inner in dir.dirs() {
        walk_shipped(inner, out);
    }
}

/// One value that a province put in the place of a pack's.
#[derive(Debug, Clone)]
pub struct Overlaid {
    /// The rule.
    pub rule: String,
    /// The parameter.
    pub parameter: String,
    /// The code, where the parameter is a table.
    pub key: Option<String>,
    /// The pack's values, in the last version that has the parameter: one, unless it is a list.
    pub before: Vec<Value>,
    /// The province's.
    pub after: Vec<Value>,
    /// The province's basis.
    pub basis: String,
}

/// The rules of a run, read and checked.
#[derive(Debug, Clone, Default)]
pub struct RuleSet {
    /// Sorted by identifier.
    pub rules: Vec<Rule>,
    /// What a province's overlay changed, in the order of its file.
    pub overlays: Vec<Overlaid>,
    /// What somebody should look at; errors never get this far.
    pub warnings: Vec<Diagnostic>,
    /// Each pack and the overlay, with its SHA-256.
    pub digests: Vec<Digest>,
}

impl RuleSet {
    /// The rules of all `packs`, with the province's `overlay`, checked against the documented `facts`.
    ///
    /// # Errors
    /// All mistakes of all files at once, as diagnostics; or a folder or file cannot be read.
    pub fn load(packs: &[PackSource], overlay: Option<&Path>, facts: &[Fact]) -> Result<Self> {
        let (set, problems) = Self::inspect(packs, overlay, facts)?;
        if problems.iter().any(|problem| problem.level == Level::Error) { Err(Error::authored(problems)) } else { Ok(set) }
    }

    /// What could be read of the rules, and everything that is wrong with them, warnings included, sorted by file and place.
    ///
    /// # Errors
    /// A folder or file cannot be read.
    pub fn inspect(packs: &[PackSource], overlay: Option<&Path>, facts: &[Fact]) -> Result<(Self, Vec<Diagnostic>)> {
        let mut set = Self::default();
        let mut problems = Vec::new();
        let (changes, overlay) = match overlay {
            Some(path) => {
                let bytes = read_some(path)?;
                set.digests.push(Digest { name: path.display().to_string(), sha256: hex(&Sha256::digest(&bytes)) });
                match decoded(&path.display().to_string(), &bytes) {
                    Ok(source) => {
                        let (changes, wrong) = overlay::read(&source);
                        problems.extend(wrong);
                        (changes, Some(source))
                    }
                    Err(problem) => {
                        problems.push(*problem);
                        (Vec::new(), None)
                    }
                }
            }
            None => (Vec::new(), None),
        };
        let mut claims = Vec::new();
        let mut originals: Vec<Rule> = Vec::new();
        for pack in packs {
            let files = pack.files()?;
            let mut digest = Sha256::new();
            for (name, bytes) in &files {
                let short = name.rsplit(['/', '\\']).next().unwrap_or(name);
                digest.update(short.as_bytes());
                digest.update([0]);
                digest.update(Sha256::digest(bytes));
                let source = match decoded(name, bytes) {
                    Ok(source) => source,
                    Err(problem) => {
                        problems.push(*problem);
                        continue;
                    }
                };
                let Read { rule, id, problems: wrong } = read(&source, &pack.name(), facts, &changes);
                problems.extend(wrong);
                if let Some((id, span)) = id {
                    if changes.iter().any(|change| change.rule == id)
                        && let Some(original) = read(&source, &pack.name(), facts, &[]).rule
                    {
                        originals.push(original);
                    }
                    claims.push((id, source.clone(), span));
                }
                set.rules.extend(rule);
            }
            set.digests.push(Digest { name: pack.name(), sha256: hex(&digest.finalize()) });
        }
        problems.extend(duplicates::ids(&claims));
        set.rules.sort_by(|a, b| a.id.cmp(&b.id));
        problems.extend(duplicates::conditions(&set.rules));
        if let Some(source) = overlay {
            let ids: Vec<&str> = claims.iter().map(|(id, _, _)| id.as_str()).collect();
            problems.extend(check_changes(&changes, &source, &originals, &ids));
            set.overlays = changes.iter().flat_map(|change| overlaid(change, &originals)).collect();
        }
        problems.sort_by(|a, b| (&a.source.name, a.span.start, a.text.id()).cmp(&(&b.source.name, b.span.start, b.text.id())));
        set.warnings = problems.iter().filter(|problem| problem.level == Level::Warning).cloned().collect();
        Ok((set, problems))
    }

    /// SHA-256 over the digests of the packs and the overlay, in hexadecimal.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for one in &self.digests {
            digest.update(one.sha256.as_bytes());
        }
        hex(&digest.finalize())
    }

    /// The rules that are asked of rows of `scope` on `as_of`, with the version that applies: drafts included, retired ones not.
    pub fn asked(&self, scope: Scope, as_of: NaiveDate) -> Vec<(&Rule, &Version)> {
        let asked = self.rules.iter().filter(|rule| rule.scope == scope && rule.status != Status::Retired);
        asked.filter_map(|rule| Some((rule, rule.version(as_of)?))).collect()
    }

    /// The rules that are not asked on `as_of`: retired, or without a version for that day.
    pub fn not_asked(&self, as_of: NaiveDate) -> Vec<&Rule> {
        self.rules.iter().filter(|rule| rule.status == Status::Retired || rule.version(as_of).is_none()).collect()
    }

    /// The rule called `id`. None: there is none.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

fn check_changes(changes: &[Change], source: &SourceText, originals: &[Rule], ids: &[&str]) -> Vec<Diagnostic> {
    let mut file = File::new(source);
    for change in changes {
        let rule = originals.iter().find(|rule| rule.id == change.rule);
        // A rule that could not be read has been reported already.
        if rule.is_none() && ids.contains(&change.rule.as_str()) {
            continue;
        }
        let versions: Option<Vec<_>> = rule.map(|rule| rule.versions.iter().map(|version| &version.parameters).collect());
        change.check(&mut file, versions.as_deref(), ids);
    }
    file.problems
}

fn overlaid(change: &Change, originals: &[Rule]) -> Vec<Overlaid> {
    let rule = originals.iter().find(|rule| rule.id == change.rule);
    let before = rule.and_then(|rule| rule.versions.iter().rev().find_map(|version| version.parameters.get(&change.parameter)));
    let row = |key: Option<String>, before: Vec<Value>, after: Vec<Value>| Overlaid {
        rule: change.rule.clone(),
        parameter: change.parameter.clone(),
        key,
        before,
        after,
        basis: change.basis.clone(),
    };
    match (before, &change.value) {
        (Some(Parameter::One(before)), Parameter::One(after)) => vec![row(None, vec![before.clone()], vec![after.clone()])],
        (Some(Parameter::List(before)), Parameter::List(after)) => vec![row(None, before.clone(), after.clone())],
        (Some(Parameter::Table(before)), Parameter::Table(after)) => {
            let old = |code| before.get(code).cloned().into_iter().collect();
            after.iter().map(|(code, value)| row(Some(code.to_string()), old(code), vec![value.clone()])).collect()
        }
        _ => Vec::new(),
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
