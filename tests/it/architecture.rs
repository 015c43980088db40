use std::fs;

use crate::support::{files, root};

/// Who may know whom: a module may name those of a lower floor, and itself. Modules of one floor do not know each other.
const FLOORS: &[&[&str]] = &[
    &["lang"],
    &["diag"],
    &["error"],
    &["table", "vn"],
    &["rule"],
    &["read", "clean", "link", "judge", "report", "review", "sample"],
    &["config"],
    &["pipeline"],
    &["cli"],
    &["main"],
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// The code of a file without comments and without its tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Every source file as (path, module, code).
fn sources() -> Vec<(String, String, String)> {
    let src = root().join("src");
    let mut out = Vec::new();
    for path in files(&src, ".rs") {
        let name = path.strip_prefix(&src).unwrap().display().to_string();
        if name.ends_with("_tests.rs") || name.ends_with("/tests.rs") {
            continue;
        }
        let module = name.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        out.push((name, module, code(&fs::read_to_string(&path).unwrap())));
    }
    out
}

/// The modules that `code` names: after `crate::`, singly or in braces.
fn named(code: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => out.push(std::mem::take(&mut item)),
                    _ if depth == 0 => item.push(c),
                    _ => {}
                }
            }
            out.push(item);
        } else {
            out.push(rest.to_owned());
        }
    }
    let head = |item: &String| item.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    out.iter().map(head).filter(|name| !name.is_empty()).collect()
}

#[test]
fn imports_point_down() {
    let mut wrong = Vec::new();
    for (name, module, code) in sources().iter().filter(|(_, module, _)| module != "lib") {
        let Some(own) = floor(module) else {
            wrong.push(format!("src/{name}: `{module}` is on no floor of tests/it/architecture.rs"));
            continue;
        };
        for other in named(code).iter().filter(|other| *other != module) {
            match floor(other) {
                Some(floor) if floor < own => {}
                Some(_) => wrong.push(format!("src/{name}: `{module}` may not know `{other}`")),
                // A macro or an item at the root of the crate.
                None => {}
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_arrow_between_stages_is_seen() {
    assert_eq!(named("use crate::{read::Raw, table::{self, raw}};\nlet x = crate::link::link();"), ["read", "table", "link"]);
    assert!(floor("read") == floor("link") && floor("pipeline") > floor("link"));
}

#[test]
fn knowledge_of_vietnam_knows_neither_tables_nor_files() {
    for (name, _, code) in sources().iter().filter(|(_, module, _)| module == "vn") {
        for word in ["polars", "std::fs", "std::io", "File::open"] {
            assert!(!code.contains(word), "src/{name} names `{word}`");
        }
    }
}

#[test]
fn clock_environment_and_chance_stay_in_the_outermost_rooms() {
    let words = ["Instant::now", "SystemTime::now", "Local::now", "Utc::now", "env::var", "thread_rng", "from_entropy", "OsRng"];
    for (name, module, code) in sources().iter().filter(|(_, module, _)| !["cli", "review", "main"].contains(&module.as_str())) {
        for word in words {
            assert!(!code.contains(word), "src/{name} ({module}) names `{word}`: pass the value in");
        }
    }
}
