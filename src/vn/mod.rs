//! What is known of Vietnam: pure functions over text, with the facts an official could dispute as rows in `data/`.

pub mod alias;
pub mod calendar;
pub mod charset;
pub mod code;
pub mod date;
pub(crate) mod embedded;
pub mod encoding;
#[cfg(test)]
mod fixture_tests;
#[cfg(test)]
mod fixture_tests;
pub mod fold;
pub mod heading;
pub mod id_number;
pub mod letter;
pub mod look_alike;
pub mod measure;
pub mod minority;
pub mod name;
pub mod name_parts;
pub mod organisation;
pub mod party_card;
pub mod place;
mod place_chunk;
mod place_index;
mod place_name;
mod place_parse;
pub mod population;
pub mod post;
pub mod province;
pub mod repair;
pub mod retirement;
pub(crate) mod rows;
pub mod sound;
pub mod syllable;
pub mod title;
pub(crate) mod token;
pub mod typing;
pub mod variant;
pub mod vocabulary;
pub(crate) mod words;

pub(crate) use embedded::rows as data_rows;
pub(crate) mod rows;
pub mod syllable;
pub mod typing;
pub mod vocabulary;
/// The rows of an embedded table without its header. Our tables are tested, so a line that is no CSV cannot be.
pub(crate) fn data_rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).filter(|line| !line.is_empty()).map(split)
}

/// The fields of one line. A quoted field may hold commas, but no quotes: no table needs them.
fn split(line: &'static str) -> Vec<&'static str> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let (field, after) = match rest.strip_prefix('"').and_then(|inner| inner.split_once('"')) {
            Some((field, after)) => (field, after.strip_prefix(',')),
            None => match rest.split_once(',') {
                Some((field, after)) => (field, Some(after)),
                None => (rest, None),
            },
        };
        fields.push(field);
        match after {
            Some(after) => rest = after,
            None => return fields,
        }
    }
}
