//! What is known of Vietnam: pure functions over text, with the facts an official could dispute as rows in `data/`.

pub mod charset;
pub mod code;
pub mod date;
pub(crate) mod embedded;
pub mod encoding;
pub mod fold;
pub mod id_number;
pub mod letter;
pub mod look_alike;
pub mod measure;
pub mod minority;
pub mod organisation;
pub mod party_card;
pub mod place;
mod place_chunk;
mod place_index;
mod place_name;
mod place_parse;
pub mod province;
pub mod repair;
pub(crate) mod rows;
pub mod syllable;
pub mod typing;
pub mod vocabulary;
pub(crate) mod words;
