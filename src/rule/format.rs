//! How is a rule file laid out?
//!
//! One way for all, so that a change of a number is the only line that differs: equals signs of a table under each other, one
//! blank line before each table, none doubled, no blanks at the ends of lines. What a file says is never touched, and neither are
//! comments, the order of keys, and texts over several lines.

/// Longer keys than this do not move the equals signs of their neighbours.
const LONGEST: usize = 10;

/// A line of the file.
enum Line {
    /// A key at the beginning of its line, and what stands behind the equals sign.
    Pair(String, String),
    /// Anything else, as it is.
    As(String),
}

/// The file laid out anew. None: it is no TOML, and nothing is touched.
pub fn format(text: &str) -> Option<String> {
    let before = meaning(text)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let mut out: Vec<String> = Vec::new();
    let mut table: Vec<Line> = Vec::new();
    // The quotes that end the text over several lines that is open.
    let mut open: Option<&'static str> = None;
    for line in text.lines() {
        if let Some(quotes) = open {
            table.push(Line::As(line.to_owned()));
            if line.contains(quotes) {
                open = None;
            }
            continue;
        }
        let line = line.trim_end();
        if let Some((key, value)) = assignment(line) {
            open = opened(value);
            table.push(Line::Pair(key.to_owned(), value.to_owned()));
            continue;
        }
        if line.starts_with('[') {
            // A comment right above a header belongs to it.
            let is_comment = |line: &Line| matches!(line, Line::As(line) if line.starts_with('#'));
            let comments = table.iter().rev().take_while(|line| is_comment(line)).count();
            let above = table.split_off(table.len() - comments);
            aligned(&mut table, &mut out);
            if !out.is_empty() {
                out.push(String::new());
            }
            table.extend(above);
        }
        table.push(Line::As(line.to_owned()));
    }
    aligned(&mut table, &mut out);
    out.push(String::new());
    let out = out.join("\n");
    // INVARIANT: the file says what it said.
    (meaning(&out)? == before).then_some(out)
}

/// Writes the lines of a table with their equals signs under each other, none but single blank lines, and none at its end.
fn aligned(table: &mut Vec<Line>, out: &mut Vec<String>) {
    let keys = table.iter().filter_map(|line| if let Line::Pair(key, _) = line { Some(key.len()) } else { None });
    let width = keys.filter(|length| *length <= LONGEST).max().unwrap_or(0);
    let mut is_open: Option<&'static str> = None;
    for line in table.drain(..) {
        match line {
            Line::Pair(key, value) => {
                is_open = opened(&value);
                out.push(format!("{key:width$} = {value}"));
            }
            Line::As(line) => {
                // Blank lines inside a text are part of it.
                if is_open.is_some() || !line.is_empty() || out.last().is_some_and(|before| !before.is_empty()) {
                    out.push(line.clone());
                }
                if is_open.is_some_and(|quotes| line.contains(quotes)) {
                    is_open = None;
                }
            }
        }
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
}

/// What a file says, in whatever layout.
fn meaning(text: &str) -> Option<toml::Table> {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").parse().ok()
}

/// Key and value of a line that stands at its beginning: what is indented is part of something longer.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let (key, value) = line.split_once('=')?;
    let key = key.trim_end();
    (!key.is_empty() && key.chars().all(is_key)).then_some((key, value.trim_start()))
}

/// The quotes of a text over several lines that a value opens and does not close.
fn opened(value: &str) -> Option<&'static str> {
    let quotes = ["'''", "\"\"\""].into_iter().find(|quotes| value.starts_with(quotes))?;
    (!value[quotes.len()..].contains(quotes)).then_some(quotes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_laid_out_and_says_the_same() {
        let before = "id=\"TD901\"\nseverity =   \"look\"  \n# why\nwhen = '''\na  =  1   \n\n\n'''\nowner = \"x\"\n\n\n[title]\nvi= \"a = b\"\n[[version]]\nfrom = 2025-01-01\nbasis = [\n  \"X\",\n]\n# the first\n[[example]]\nname=\"x\"\nexpect_missing = []\n\n";
        let after = "id       = \"TD901\"\nseverity = \"look\"\n# why\nwhen     = '''\na  =  1   \n\n\n'''\nowner    = \"x\"\n\n[title]\nvi = \"a = b\"\n\n[[version]]\nfrom  = 2025-01-01\nbasis = [\n  \"X\",\n]\n\n# the first\n[[example]]\nname = \"x\"\nexpect_missing = []\n";
        assert_eq!(format(before).as_deref(), Some(after));
        assert_eq!(format(after).as_deref(), Some(after));
    }

    #[test]
    fn what_is_no_toml_is_left_alone() {
        assert_eq!(format("id = "), None);
    }
}
