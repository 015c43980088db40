//! What is wrong in the files that are open?

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::super::{ids_and_paths, is_overlay};
use super::{frame, place};
use crate::config::DEFAULT_PACK;
use crate::diag::{Diagnostic, Level};
use crate::lang::{Lang, Text};
use crate::rule::{PackSource, RuleSet};
use crate::table::facts::FACTS;

/// What kind of file a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FileKind {
    Rule,
    Overlay,
    Other,
}

impl FileKind {
    /// A rule by its file's name, or by the key that every rule begins with: beside rules there may lie batch files, and none of
    /// their lines may be called wrong.
    fn of(path: &Path, text: &str) -> Self {
        if is_overlay(text.as_bytes()) {
            return Self::Overlay;
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let (ids, _) = ids_and_paths(&[PathBuf::from(stem.split('-').next().unwrap_or_default())]);
        let is_id = |line: &str| line.trim_start().strip_prefix("id").is_some_and(|rest| rest.trim_start().starts_with('='));
        let is_rule = !ids.is_empty() || text.lines().take_while(|line| !line.trim_start().starts_with('[')).any(is_id);
        if is_rule { Self::Rule } else { Self::Other }
    }
}

/// A file as the editor has it.
struct Document {
    text: String,
    version: Value,
    /// Its path; where it has none yet, the editor's name for it.
    path: PathBuf,
    /// The folder of its pack; where it has no path, the editor's name again: it is checked alone.
    folder: PathBuf,
}

impl Document {
    fn kind(&self) -> FileKind {
        FileKind::of(&self.path, &self.text)
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }
}

/// The open files, and what of their findings is out of date.
#[derive(Default)]
pub struct Documents {
    /// By the editor's address.
    open: BTreeMap<String, Document>,
    /// The folders that must be looked at again.
    changed: BTreeSet<PathBuf>,
    /// The files whose findings must be taken away.
    closed: BTreeSet<String>,
}

impl Documents {
    /// The text of an open file, where it is a rule.
    pub fn rule(&self, uri: &str) -> Option<&str> {
        self.open.get(uri).filter(|document| document.kind() == FileKind::Rule).map(|document| document.text.as_str())
    }

    /// From now on the editor's text stands for the file.
    pub fn open(&mut self, uri: &str, text: &str, version: &Value) {
        let path = place::path(uri);
        let folder = path.as_deref().and_then(Path::parent).map_or_else(|| PathBuf::from(uri), Path::to_owned);
        let path = path.unwrap_or_else(|| PathBuf::from(uri));
        self.closed.remove(uri);
        self.changed.insert(folder.clone());
        self.open.insert(uri.to_owned(), Document { text: text.to_owned(), version: version.clone(), path, folder });
    }

    /// An open file has another text.
    pub fn change(&mut self, uri: &str, text: &str, version: &Value) {
        let Some(document) = self.open.get_mut(uri) else { return };
        text.clone_into(&mut document.text);
        document.version = version.clone();
        self.changed.insert(document.folder.clone());
    }

    /// The file on disk counts again.
    pub fn close(&mut self, uri: &str) {
        if let Some(document) = self.open.remove(uri) {
            self.changed.insert(document.folder);
            self.closed.insert(uri.to_owned());
        }
    }

    /// Something on disk has changed.
    pub fn look_again(&mut self) {
        self.changed.extend(self.open.values().map(|document| document.folder.clone()));
    }

    /// What is wrong in each open file of the folders where something changed, as messages to the editor.
    pub fn findings(&mut self, lang: Lang) -> Vec<Value> {
        let closed = std::mem::take(&mut self.closed);
        let mut out: Vec<Value> = closed.iter().map(|uri| message(uri, &Value::Null, &[], lang)).collect();
        for folder in std::mem::take(&mut self.changed) {
            let open: Vec<_> = self.open.iter().filter(|(_, document)| document.folder == folder).collect();
            if open.is_empty() {
                continue;
            }
            let mut others = on_disk(&folder);
            let mut own = Vec::new();
            for (_, document) in &open {
                others.remove(&document.name());
                if document.kind() == FileKind::Rule {
                    own.push((document.name(), document.text.clone().into_bytes()));
                }
            }
            // Of two rules with one number the later is called wrong: it must be the one that somebody sees.
            let packs: Vec<_> = [others.into_iter().collect(), own]
                .into_iter()
                .filter(|files: &Vec<_>| !files.is_empty())
                .map(|files| PackSource::Files { name: folder.display().to_string(), files })
                .collect();
            let found = inspect(&packs, None);
            for (uri, document) in open {
                let found = match document.kind() {
                    FileKind::Rule => found.clone(),
                    FileKind::Other => Vec::new(),
                    // An overlay is read from disk; between two saves the editor moves the findings along with the lines.
                    FileKind::Overlay => match fs::read(&document.path) {
                        Ok(bytes) if bytes == document.text.as_bytes() => PackSource::find(DEFAULT_PACK, Path::new("."))
                            .map_or_else(|_| Vec::new(), |pack| inspect(&[pack], Some(&document.path))),
                        _ => continue,
                    },
                };
                let name = document.name();
                let own: Vec<_> = found.into_iter().filter(|one| *one.source.name == *name).collect();
                out.push(message(uri, &document.version, &own, lang));
            }
        }
        out
    }
}

/// What `rules check` finds; nothing, where there is nothing to be read.
fn inspect(packs: &[PackSource], overlay: Option<&Path>) -> Vec<Diagnostic> {
    RuleSet::inspect(packs, overlay, FACTS).map(|(_, found)| found).unwrap_or_default()
}

/// The rules in a folder, by path. Folders in it are left alone: above a single rule there may be a whole home folder.
///
/// What cannot be read is left out: it is told when the file itself is opened or checked.
fn on_disk(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    let rule = |path: PathBuf| {
        // A pipe would be waited for until somebody writes into it.
        if path.extension().is_none_or(|extension| extension != "toml") || !path.is_file() {
            return None;
        }
        let mut bytes = Vec::new();
        fs::File::open(&path).ok()?.take(frame::MOST).read_to_end(&mut bytes).ok()?;
        let is_rule = FileKind::of(&path, &String::from_utf8_lossy(&bytes)) == FileKind::Rule;
        is_rule.then(|| (path.display().to_string(), bytes))
    };
    entries.filter_map(|entry| rule(entry.ok()?.path())).collect()
}

/// The message that replaces all findings of a file.
fn message(uri: &str, version: &Value, found: &[Diagnostic], lang: Lang) -> Value {
    let found: Vec<_> = found.iter().map(|one| to_json(one, lang)).collect();
    let mut parameters = json!({ "uri": uri, "diagnostics": found });
    if version.is_i64() {
        parameters["version"] = version.clone();
    }
    json!({ "jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": parameters })
}

fn to_json(found: &Diagnostic, lang: Lang) -> Value {
    let text = &found.source.text;
    // What is wrong with the file as a whole stands at its first line.
    let span = if found.span.is_empty() { 0..text.find('\n').unwrap_or(text.len()) } else { found.span.clone() };
    let help = found.text.help(lang).map(|help| format!("\n{}", Text::new("error-help").with("help", help).render(lang)));
    json!({
        "range": place::range(text, &span),
        "severity": match found.level { Level::Error => 1, Level::Warning => 2 },
        "code": found.code(),
        "source": "thamdinh",
        "message": format!("{}{}", found.text.render(lang), help.unwrap_or_default()),
    })
}
