//! How is a rule file laid out?
//!
//! One way for all, so that a change of a number is the only line that differs: equals signs of neighbouring lines under each other, one
//! blank line before each table, none doubled, no blanks at the ends of lines. What a file says is never touched, and neither are
//! comments, the order of keys, and texts over several lines.

/// The file laid out anew. None: it is no TOML, and nothing is touched.
pub fn format(text: &str) -> Option<String> {
    let before = meaning(text)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let mut out: Vec<String> = Vec::new();
    let mut block: Vec<(String, String)> = Vec::new();
    // The quotes that end the text over several lines that is open.
    let mut open: Option<&'static str> = None;
    for line in text.lines() {
        if let Some(quotes) = open {
            out.push(line.to_owned());
            if line.contains(quotes) {
                open = None;
            }
            continue;
        }
        let line = line.trim_end();
        let Some((key, value)) = assignment(line) else {
            aligned(&mut block, &mut out);
            let is_header = line.starts_with('[');
            let is_blank_before = out.last().is_none_or(String::is_empty);
            if line.is_empty() && is_blank_before {
                continue;
            }
            // A comment right above a header belongs to it.
            let is_commented = out.last().is_some_and(|before| before.starts_with('#'));
            if is_header && !is_blank_before && !is_commented {
                out.push(String::new());
            }
            out.push(line.to_owned());
            continue;
        };
        open = opened(value);
        block.push((key.to_owned(), value.to_owned()));
        if open.is_some() || !is_closed(value) {
            aligned(&mut block, &mut out);
        }
    }
    aligned(&mut block, &mut out);
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out.push(String::new());
    let out = out.join("\n");
    // INVARIANT: the file says what it said.
    (meaning(&out)? == before).then_some(out)
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

/// Whether a list or table ends on the line it begins on.
fn is_closed(value: &str) -> bool {
    let count = |one: char| value.matches(one).count();
    count('[') == count(']') && count('{') == count('}')
}

/// Writes the lines of a block with their equals signs under each other.
fn aligned(block: &mut Vec<(String, String)>, out: &mut Vec<String>) {
    let width = block.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
    out.extend(block.drain(..).map(|(key, value)| format!("{key:width$} = {value}")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_laid_out_and_says_the_same() {
        let before = "id=\"TD901\"\nseverity =   \"look\"  \n# why\nwhen = '''\na  =  1   \n'''\n\n\n[title]\nvi= \"a = b\"\n[[version]]\nfrom = 2025-01-01\nbasis = [\n  \"X\",\n]\n# the first\n[[example]]\nname=\"x\"\n\n";
        let after = "id       = \"TD901\"\nseverity = \"look\"\n# why\nwhen = '''\na  =  1   \n'''\n\n[title]\nvi = \"a = b\"\n\n[[version]]\nfrom  = 2025-01-01\nbasis = [\n  \"X\",\n]\n# the first\n[[example]]\nname = \"x\"\n";
        assert_eq!(format(before).as_deref(), Some(after));
        assert_eq!(format(after).as_deref(), Some(after));
    }

    #[test]
    fn what_is_no_toml_is_left_alone() {
        assert_eq!(format("id = "), None);
    }
}
