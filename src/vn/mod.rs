//! What is known of Vietnam: pure functions over text, with the facts an official could dispute as rows in `data/`.

pub mod population;
