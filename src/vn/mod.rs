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
pub mod sex;
pub mod sound;
pub mod syllable;
pub mod title;
pub(crate) mod token;
pub mod typing;
pub mod variant;
pub mod vocabulary;
pub(crate) mod words;
