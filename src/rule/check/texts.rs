//! Does a text say a number that only a parameter should say?
//!
//! Whoever moves the threshold next year changes the parameter, and the text goes on saying the old number.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::file::Parameter;
use super::super::text::Located;
use super::super::toml::File;
use super::super::value::Value;
use crate::lang::Text;

/// Warns of every number in `texts` that is the value of a parameter of some version; numbers in holes are the parameter itself.
pub(in crate::rule) fn numbers(file: &mut File, texts: &[&Located], versions: &[&BTreeMap<String, Parameter>]) {
    let mut named: BTreeMap<i64, &str> = BTreeMap::new();
    for (name, parameter) in versions.iter().flat_map(|parameters| parameters.iter()) {
        let values: Vec<&Value> = match parameter {
            Parameter::One(value) => vec![value],
            Parameter::List(values) => values.iter().collect(),
            Parameter::Table(table) => table.values().collect(),
        };
        for value in values {
            // "one" and "none" are said of other things than thresholds.
            if let Value::Int(n) = value
                && *n > 1
            {
                named.entry(*n).or_insert(name);
            }
        }
    }
    for text in texts {
        for (at, number) in numbers_in(&text.text) {
            if let Some(name) = named.get(&number) {
                let said = Text::new("R069-number-in-text").with("number", number).with("name", (*name).to_owned());
                file.warn(said, text.part(at));
            }
        }
    }
}

/// The whole numbers outside braces, with their places.
fn numbers_in(text: &str) -> Vec<(Range<usize>, i64)> {
    let mut out = Vec::new();
    let mut depth = 0_usize;
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_digit = c.is_ascii_digit() && depth == 0;
        match (is_digit, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.extend(text[from..at].parse().ok().map(|number| (from..at, number)));
                start = None;
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_holes_are_not_said_by_the_text() {
        let found = numbers_in("chưa đủ {:months} tháng, 24 hay {x2}; năm 2025");
        assert_eq!(found.iter().map(|(_, number)| *number).collect::<Vec<_>>(), [24, 2025]);
    }
}
