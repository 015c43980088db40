//! What is known of Vietnam: pure functions over text, with the facts an official could dispute as rows in `data/`.

pub mod charset;
pub mod encoding;
pub mod fold;
pub mod letter;
pub mod look_alike;
pub mod minority;
pub mod population;
pub mod repair;
pub mod syllable;
pub mod typing;
pub mod vocabulary;
pub(crate) mod rows;
