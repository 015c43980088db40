//! What may be written at the cursor, and what does the word under it mean?
//!
//! While a rule is typed it is no TOML for most of the time, so the place is found line by line and not with a parser.

use std::ops::Range;

use serde_json::{Value, json};
use toml::de::{DeTable, DeValue};

use crate::lang::{Lang, Text};
use crate::rule::condition::{Function, Kind};
use crate::table::facts::{FACTS, Fact, FactType, Scope};

/// Every word of SQL that a condition may use.
const KEYWORDS: [&str; 17] = [
    "AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "IS", "NULL", "TRUE", "FALSE", "CASE", "WHEN", "THEN", "ELSE", "END", "DATE",
    "INTERVAL",
];

/// Where the cursor stands, each with the text between the beginning of that place and the cursor.
#[derive(Debug, PartialEq, Eq)]
enum Part<'a> {
    /// In a condition.
    Condition(&'a str),
    /// In a hole of a reason.
    Hole(&'a str),
    /// In the facts of an example.
    Facts(&'a str),
    /// Elsewhere.
    Other,
}

impl<'a> Part<'a> {
    fn at(text: &'a str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let mut section = "";
        // The key, the marks around its text of several lines, and the text so far.
        let mut open: Option<(&str, &str, &str)> = None;
        let mut last = "";
        let mut start = 0;
        for line in before.split_inclusive('\n') {
            let end = start + line.len();
            last = line;
            if let Some((_, marks, _)) = open {
                if line.contains(marks) {
                    open = None;
                }
            } else if line.trim_start().starts_with('[') {
                section = line.trim();
            } else if let Some((key, value)) = entry(line)
                && let Some(marks) = ["'''", "\"\"\""].into_iter().find(|marks| value.starts_with(marks))
                && let Some(content) = value.get(marks.len()..)
                && !content.contains(marks)
            {
                open = before.get(end - content.len()..).map(|content| (key, marks, content));
            }
            start = end;
        }
        let is_reason = |key: &str| matches!(key, "reason" | "reason.vi" | "reason.en") || section == "[reason]";
        let hole = |content: &'a str| match content.rsplit_once('{') {
            Some((_, hole)) if !hole.contains('}') => Self::Hole(hole),
            _ => Self::Other,
        };
        if let Some((key, _, content)) = open {
            return match key {
                "when" => Self::Condition(content),
                key if is_reason(key) => hole(content),
                _ => Self::Other,
            };
        }
        // Each line is its own: after a line break the last one is over.
        let Some((key, value)) = entry(last).filter(|_| !last.ends_with('\n')) else {
            return if section == "[example.facts]" && !last.ends_with('\n') { Self::Facts(last) } else { Self::Other };
        };
        let quoted = ['\'', '"'].into_iter().find_map(|mark| value.strip_prefix(mark).filter(|content| !content.contains(mark)));
        match (key, quoted) {
            ("when", Some(content)) => Self::Condition(content),
            (key, _) if is_reason(key) => hole(value),
            ("facts", _) => value.strip_prefix('{').filter(|content| !content.contains('}')).map_or(Self::Other, Self::Facts),
            ("expect_missing", _) => Self::Facts(value),
            _ if section == "[example.facts]" => Self::Facts(last),
            _ => Self::Other,
        }
    }
}

/// Key and value of a line, white space around them taken off. None: it is a comment, or has no `=`.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once('=')?;
    (!key.trim_start().starts_with('#')).then(|| (key.trim(), value.trim_start()))
}

/// What the rule is about; a candidate, as long as it does not say.
fn scope(text: &str) -> Scope {
    let written = text.lines().filter_map(entry).find(|(key, _)| *key == "scope").map(|(_, value)| value);
    let named =
        |scope: &Scope| written.is_some_and(|value| value.trim_matches(|c| matches!(c, '"' | '\'')).starts_with(scope.name()));
    Scope::ALL.into_iter().find(named).unwrap_or(Scope::Candidate)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The bytes of the word at `offset`; empty where there is none.
fn word(text: &str, offset: usize) -> Range<usize> {
    let (before, after) = (text.get(..offset).unwrap_or(text), text.get(offset..).unwrap_or(""));
    let start = before.trim_end_matches(is_word).len();
    let end = before.len() + after.find(|c| !is_word(c)).unwrap_or(after.len());
    start..end
}

/// What the word at `offset` means, as Markdown, and where it stands. None: it is no fact, code or parameter.
pub fn hover(text: &str, offset: usize, lang: Lang) -> Option<(String, Range<usize>)> {
    let span = word(text, offset);
    let (name, before) = (text.get(span.clone())?, text.get(..span.start)?);
    let part = Part::at(text, span.start);
    if name.is_empty() || part == Part::Other {
        return None;
    }
    let said = match before.chars().next_back() {
        Some(':') if name != "as_of" => {
            let lines: Vec<_> = parameters(text)
                .into_iter()
                .filter(|parameter| parameter.name == name)
                .map(|parameter| format!("- {}: `{}`", parameter.from, parameter.value))
                .collect();
            (!lines.is_empty()).then(|| format!("`:{name}`\n\n{}", lines.join("\n")))?
        }
        Some('\'' | '"') if !matches!(part, Part::Hole(_)) => {
            said_of_code(name, lang).or_else(|| fact(text, name).map(|fact| page(fact, lang)))?
        }
        _ => page(fact(text, name)?, lang),
    };
    Some((said, span))
}

/// The fact `name` as this rule sees it, or else as another would: its author may not have written the scope yet.
fn fact(text: &str, name: &str) -> Option<&'static Fact> {
    scope(text).fact(name).or_else(|| FACTS.iter().find(|fact| fact.name == name))
}

fn page(fact: &Fact, lang: Lang) -> String {
    let mut out = format!("`{}`: {}\n\n{}", fact.name, kind(fact, lang), meaning(fact, lang));
    for code in codes(fact) {
        out.push_str("\n- `");
        out.push_str(code);
        out.push('`');
        if let Some(said) = said_of_code(code, lang) {
            out.push_str(": ");
            out.push_str(&said);
        }
    }
    out
}

fn meaning(fact: &Fact, lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => fact.vi,
        Lang::En => fact.en,
    }
}

/// What the fact's value is, in a few words.
fn kind(fact: &Fact, lang: Lang) -> String {
    let mut out = Text::new(Kind::of(fact.kind).message()).render(lang);
    if !fact.unit.is_empty() {
        out.push_str(", ");
        out.push_str(fact.unit);
    }
    if fact.is_interval {
        out.push_str(", ");
        out.push_str(&lang.say("lsp-interval"));
    }
    out
}

fn codes(fact: &Fact) -> &'static [&'static str] {
    if let FactType::Code(codes) = fact.kind { codes } else { &[] }
}

fn said_of_code(code: &str, lang: Lang) -> Option<String> {
    let id = format!("code-{}", code.replace('_', "-"));
    lang.has(&id).then(|| lang.say_code(&id))
}

/// A parameter of one version, as its author wrote it.
struct Written {
    name: String,
    from: String,
    value: String,
}

/// The parameters of all versions, in the order of the file; of a broken file those that can be read.
fn parameters(text: &str) -> Vec<Written> {
    let (document, _) = DeTable::parse_recoverable(text);
    let Some(DeValue::Array(versions)) = get(document.get_ref(), "version") else { return Vec::new() };
    let mut out = Vec::new();
    for version in versions {
        let DeValue::Table(version) = version.get_ref() else { continue };
        let from = version.iter().find(|(key, _)| &**key.get_ref() == "from").and_then(|(_, from)| text.get(from.span()));
        let Some(DeValue::Table(parameters)) = get(version, "parameters") else { continue };
        out.extend(parameters.iter().map(|(name, value)| Written {
            name: name.get_ref().to_string(),
            from: from.unwrap_or("?").to_owned(),
            value: written(value, text),
        }));
    }
    out
}

fn get<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> Option<&'a DeValue<'i>> {
    table.iter().find(|(name, _)| &**name.get_ref() == key).map(|(_, value)| value.get_ref())
}

/// A value on one line, whether its table was written in one or in a section of its own.
fn written(value: &toml::Spanned<DeValue>, text: &str) -> String {
    match value.get_ref() {
        DeValue::Table(table) => {
            let inner: Vec<_> =
                table.iter().map(|(key, value)| format!("{} = {}", key.get_ref(), written(value, text))).collect();
            format!("{{ {} }}", inner.join(", "))
        }
        _ => text.get(value.span()).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// What may be written at `offset`, as the protocol's items.
pub fn completion(text: &str, offset: usize, lang: Lang) -> Vec<Value> {
    let facts = || scope(text).facts().map(|fact| item(fact.name, Symbol::Fact, &kind(fact, lang), meaning(fact, lang)));
    let bare = |content: &str| content.trim_end_matches(is_word).len();
    match Part::at(text, offset) {
        Part::Condition(content) => {
            let so_far = content.get(..bare(content)).unwrap_or(content);
            if content.matches('\'').count() % 2 == 1 {
                return code_items(text, content, "", lang);
            }
            if so_far.ends_with(':') {
                return parameter_items(text, "");
            }
            let mut items = if expects_value(so_far) { code_items(text, content, "'", lang) } else { Vec::new() };
            items.extend(facts());
            items.extend(parameter_items(text, ":"));
            items.extend(Function::ALL.map(|function| item(function.name(), Symbol::Function, "", "")));
            items.extend(KEYWORDS.map(|keyword| item(keyword, Symbol::Keyword, "", "")));
            items
        }
        Part::Hole(content) if content.get(..bare(content)).is_some_and(|so_far| so_far.ends_with(':')) => {
            parameter_items(text, "")
        }
        Part::Hole(_) => facts().chain(parameter_items(text, ":")).collect(),
        Part::Facts(content) if content.trim_start().starts_with('[') => facts().collect(),
        Part::Facts(content) if content.matches('"').count() % 2 == 1 => code_items(text, content, "", lang),
        Part::Facts(_) => facts().collect(),
        Part::Other => Vec::new(),
    }
}

/// Whether a value must follow: after `=`, `<>` and within `IN (…`.
fn expects_value(so_far: &str) -> bool {
    let so_far = so_far.trim_end();
    let in_list = |(before, list): (&str, &str)| {
        let before = before.trim_end();
        !list.contains(')') && before.get(before.len().saturating_sub(3)..).is_some_and(|end| end.eq_ignore_ascii_case(" in"))
    };
    so_far.ends_with('=')
        || so_far.ends_with("<>")
        || (so_far.ends_with(['(', ',']) && so_far.rsplit_once('(').is_some_and(in_list))
}

/// The codes of the fact that was named last in `content`, each between `marks`.
fn code_items(text: &str, content: &str, marks: &str, lang: Lang) -> Vec<Value> {
    // What stands between quotes names no fact.
    let outside = content.split(['\'', '"']).step_by(2).flat_map(|part| part.split(|c| !is_word(c)));
    let last = outside.filter_map(|name| fact(text, name)).filter(|fact| !codes(fact).is_empty()).last();
    let Some(fact) = last else { return Vec::new() };
    let one = |code: &&str| {
        item(&format!("{marks}{code}{marks}"), Symbol::Code, fact.name, &said_of_code(code, lang).unwrap_or_default())
    };
    codes(fact).iter().map(one).collect()
}

/// The file's parameters, each once with its values, and the date of judgement.
fn parameter_items(text: &str, mark: &str) -> Vec<Value> {
    let mut known: Vec<(String, Vec<String>)> = vec![("as_of".to_owned(), Vec::new())];
    for Written { name, from, value } in parameters(text) {
        let value = format!("{from}: {value}");
        match known.iter_mut().find(|(other, _)| *other == name) {
            Some((_, values)) => values.push(value),
            None => known.push((name, vec![value])),
        }
    }
    known.iter().map(|(name, values)| item(&format!("{mark}{name}"), Symbol::Parameter, "", &values.join("\n"))).collect()
}

/// The protocol's number for what an item is.
#[derive(Debug, Clone, Copy)]
enum Symbol {
    Function = 3,
    Fact = 5,
    Parameter = 6,
    Keyword = 14,
    Code = 20,
}

fn item(label: &str, symbol: Symbol, detail: &str, documentation: &str) -> Value {
    let mut item = json!({ "label": label, "kind": symbol as u8 });
    for (key, text) in [("detail", detail), ("documentation", documentation)] {
        if !text.is_empty() {
            item[key] = text.into();
        }
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text without the cursor `|`, and where it stood.
    fn cursor(text: &str) -> (String, usize) {
        (text.replacen('|', "", 1), text.find('|').unwrap())
    }

    #[test]
    fn the_cursor_is_in_a_condition_a_hole_or_the_facts_of_an_example() {
        use Part::{Condition, Facts, Hole, Other};
        for (text, expected) in [
            ("when = '''\nmeasure |= 'x'\n'''", Condition("\nmeasure ")),
            ("when = '''a''' # |", Other),
            ("when = '''\na\n'''\nname = \"|\"", Other),
            ("when = \"level |", Condition("level ")),
            ("# when = '|", Other),
            ("[reason]\nvi = \"bị {mea|sure}\"", Hole("mea")),
            ("reason.vi = \"bị {measure} |\"", Other),
            ("reason.en = \"\"\"\n{:bar|", Hole(":bar")),
            ("title.vi = \"{|\"", Other),
            ("facts = { measure = \"|\" }", Facts(" measure = \"")),
            ("facts = { measure = \"x\" } |", Other),
            ("[example.facts]\nmea|", Facts("mea")),
            ("expect_missing = [\"|", Facts("[\"")),
            ("when = '''\nđộ|", Condition("\nđộ")),
        ] {
            let (text, offset) = cursor(text);
            assert_eq!(Part::at(&text, offset), expected, "{text}");
        }
    }

    #[test]
    fn what_is_offered_fits_the_place() {
        let head = "scope = \"case\"\n[[version]]\nfrom = 2025-01-01\nparameters = { bar = 12 }\n[[version]]\nfrom = 2025-06-01\nparameters = { bar = 24 }\n";
        for (line, offered, kept_back) in [
            ("when = \"mea|\"", "measure", "'warning'"),
            ("when = \"measure = |\"", "'warning'", "warning"),
            ("when = \"measure in ('reprimand', |\"", "'warning'", "warning"),
            ("when = \"measure = '|'\"", "warning", "measure"),
            ("when = \"x < :|\"", "bar", "measure"),
            ("when = \"x < :ba|\"", "bar", ":bar"),
            ("when = \"|\"", "working_days_between", "bar"),
            ("when = \"|\"", "BETWEEN", "bar"),
            ("when = \"|\"", ":bar", "bar"),
            ("facts = { mea|", "measure", "AND"),
            ("facts = { measure = \"|\" }", "warning", "measure"),
            ("reason.vi = \"{|\"", ":bar", "AND"),
        ] {
            let (text, offset) = cursor(&format!("{head}{line}"));
            let items = completion(&text, offset, Lang::En);
            let has = |label: &str| items.iter().any(|item| item["label"] == label);
            assert!(has(offered) && !has(kept_back), "{line}: {items:?}");
        }
        let (text, offset) = cursor(&format!("{head}when = \":|\""));
        let items = completion(&text, offset, Lang::En);
        assert_eq!(items[1], json!({ "label": "bar", "kind": 6, "documentation": "2025-01-01: 12\n2025-06-01: 24" }));
    }

    #[test]
    fn no_cursor_in_no_text_makes_it_fail() {
        let text = include_str!("../../../../rules/congress-14/TD102-higher-post-bar.toml");
        for offset in 0..text.len() + 2 {
            let broken = text.get(..offset).unwrap_or("when = '''ệ");
            for at in [offset, offset.saturating_sub(1)] {
                let _ = (hover(broken, at, Lang::Vi), completion(broken, at, Lang::Vi));
            }
        }
    }
}
