//! What is known of Vietnam: pure functions over text, with the facts an official could dispute as rows in `data/`.

pub mod charset;
pub(crate) mod embedded;
pub mod encoding;
pub mod fold;
pub mod id_number;
pub mod letter;
pub mod look_alike;
pub mod minority;
pub mod population;
pub mod province;
pub mod repair;
pub(crate) mod rows;
pub mod syllable;
pub mod typing;
pub mod vocabulary;
pub(crate) mod words;
