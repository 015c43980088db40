use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use fluent_bundle::FluentResource;
use thamdinh::lang::{Lang, sources};

use crate::support::{files, root};

/// What one message is made of: the variables of its value and of each attribute.
type Shape = BTreeMap<String, BTreeSet<String>>;

/// The messages of a language, each with its room.
fn messages(lang: Lang) -> BTreeMap<String, (String, Shape)> {
    let mut out: BTreeMap<String, (String, Shape)> = BTreeMap::new();
    for (room, text) in sources(lang) {
        let mut message = String::new();
        let mut part = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            let is_indented = line.starts_with(' ');
            let head = line.split('=').next().unwrap_or_default().trim();
            if !is_indented {
                head.clone_into(&mut message);
                part = String::new();
                let earlier = out.insert(message.clone(), ((*room).to_owned(), Shape::new()));
                assert!(earlier.is_none(), "{lang}/{room}.ftl: `{message}` is there twice");
            } else if let Some(name) = head.strip_prefix('.') {
                name.clone_into(&mut part);
            }
            let variables = out.get_mut(&message).unwrap().1.entry(part.clone()).or_default();
            for (at, _) in line.match_indices('$') {
                variables.insert(line[at + 1..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-')).collect());
            }
        }
    }
    out
}

#[test]
fn every_file_is_written_right() {
    for lang in [Lang::Vi, Lang::En] {
        for (room, text) in sources(lang) {
            if let Err((_, errors)) = FluentResource::try_new((*text).to_owned()) {
                panic!("{lang}/{room}.ftl: {errors:?}");
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_holes() {
    let (vi, en) = (messages(Lang::Vi), messages(Lang::En));
    let mut wrong = Vec::new();
    for id in vi.keys().chain(en.keys()).collect::<BTreeSet<_>>() {
        match (vi.get(id), en.get(id)) {
            (Some(vi), Some(en)) if vi == en => {}
            (Some((room, vi)), Some((_, en))) => wrong.push(format!("{room}.ftl: `{id}` differs: vi {vi:?}, en {en:?}")),
            (Some((room, _)), None) => wrong.push(format!("{room}.ftl: `{id}` is missing in English")),
            (None, Some((room, _))) => wrong.push(format!("{room}.ftl: `{id}` is missing in Vietnamese")),
            (None, None) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_code_names_one_message_only() {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let messages = messages(Lang::En);
    for id in messages.keys() {
        let Some((code, _)) = id.split_once('-') else { continue };
        if code.len() == 4 && code.as_bytes()[1..].iter().all(u8::is_ascii_digit) {
            let earlier = seen.insert(code, id);
            assert!(earlier.is_none(), "`{id}` and `{}` share a code", earlier.unwrap_or_default());
        }
    }
}

/// The text of every source file and page that can name a message.
fn code() -> String {
    let src = root().join("src");
    let text = |path| fs::read_to_string(path).unwrap().split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
    [".rs", ".html", ".css"].iter().flat_map(|end| files(&src, end)).map(text).collect()
}

/// The string literals that follow `call` in `code`.
fn literals_after<'a>(code: &'a str, call: &str) -> Vec<&'a str> {
    let literal = |(at, _): (usize, &str)| code[at + call.len()..].trim_start().strip_prefix('"')?.split('"').next();
    code.match_indices(call).filter_map(literal).collect()
}

#[test]
fn every_message_that_code_names_exists() {
    let messages = messages(Lang::Vi);
    let code = code();
    let mut wrong = BTreeSet::new();
    for call in ["Text::new(", ".say("] {
        for id in literals_after(&code, call) {
            // An identifier with a hole is made from data: `every_message_is_used` looks at its beginning.
            if !id.contains('{') && !messages.contains_key(id) {
                wrong.insert(id);
            }
        }
    }
    assert!(wrong.is_empty(), "code names messages that are in no .ftl file: {wrong:?}");
}

#[test]
fn every_message_is_used() {
    let code = code();
    // `format!("cli-kind-{}", …)`: whatever begins so may be used.
    let beginnings: BTreeSet<&str> = code
        .split('"')
        .filter_map(|text| text.split_once('{'))
        .map(|(head, _)| head)
        .filter(|head| head.ends_with('-'))
        .collect();
    let unused: Vec<String> = messages(Lang::Vi)
        .keys()
        .filter(|id| !code.contains(&format!("\"{id}\"")) && !beginnings.iter().any(|head| id.starts_with(head)))
        // `command_line.rs` holds the help against the commands.
        .filter(|id| !["cmd", "arg-", "after"].iter().any(|head| id.starts_with(head)))
        .cloned()
        .collect();
    assert!(unused.is_empty(), "messages that no code names: {unused:?}");
}
