//! What is known of Vietnam: pure functions over text, with the facts an official could dispute as rows in `data/`.

pub mod alias;
pub mod charset;
pub mod embedded;
pub mod encoding;
pub mod fold;
pub mod id_number;
pub mod letter;
pub mod look_alike;
pub mod minority;
pub mod population;
pub mod province;
pub mod name;
pub mod name_parts;
pub mod repair;
pub(crate) mod rows;
pub mod syllable;
pub mod title;
pub(crate) mod token;
pub mod typing;
pub mod variant;
pub mod vocabulary;
pub mod words;
