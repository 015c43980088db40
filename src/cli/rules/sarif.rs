//! What `rules check` found, as SARIF 2.1.0: the form in which editors and code forges show findings at their line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Level};
use crate::lang::Lang;

/// The document. Lines and columns count from 1, columns in characters.
pub fn document(found: &[Diagnostic], lang: Lang) -> Value {
    // One description a code, with the first sentence said under it.
    let mut rules: BTreeMap<&str, (&str, String)> = BTreeMap::new();
    for one in found {
        rules.entry(one.code()).or_insert_with(|| (one.text.id(), one.text.help(lang).unwrap_or_default()));
    }
    let places: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, code)| (*code, at)).collect();
    let described = rules.iter().map(|(code, (id, help))| {
        let name = id.split_once('-').map_or(*id, |(_, name)| name);
        json!({ "id": code, "name": name, "help": { "text": help } })
    });
    let results = found.iter().map(|one| result(one, places.get(one.code()).copied().unwrap_or(0), lang));
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "thamdinh", "version": env!("CARGO_PKG_VERSION"), "rules": described.collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

fn result(one: &Diagnostic, rule: usize, lang: Lang) -> Value {
    let (line, column) = one.source.line_column(one.span.start);
    let (end_line, end_column) = one.source.line_column(one.span.end);
    let level = match one.level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let sentence = one.text.render(lang);
    let text = one.text.help(lang).map_or_else(|| sentence.clone(), |help| format!("{sentence}. {help}"));
    json!({
        "ruleId": one.code(), "ruleIndex": rule, "level": level, "message": { "text": text },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&one.source.name) },
            "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
        } }],
    })
}

/// A path as a relative reference: whatever is no plain letter, percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            other => {
                // Writing to a String cannot fail.
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::SourceText;
    use crate::lang::Text;

    #[test]
    fn a_path_is_a_reference_that_any_program_can_follow() {
        assert_eq!(uri("quy tắc/TD102-x.toml"), "quy%20t%E1%BA%AFc/TD102-x.toml");
    }

    #[test]
    fn a_finding_stands_at_its_line_and_column() {
        let source = SourceText::new("x.toml", "a = 1\nđộ = 2\n");
        let found = Diagnostic::error(Text::new("R021-empty-condition"), &source, 6..11);
        let document = document(&[found], Lang::En);
        let region = &document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
        assert_eq!((&region["startLine"], &region["startColumn"], &region["endColumn"]), (&json!(2), &json!(1), &json!(3)));
    }
}
