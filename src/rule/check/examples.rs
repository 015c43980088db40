//! Do the examples show both what the rule finds and what it leaves alone?

use super::super::file::{Example, Outcome, Status};
use super::super::toml::File;
use crate::lang::Text;

/// Reports a rule without an example that fires, or without one that does not. A draft is only warned.
pub(in crate::rule) fn cover(file: &mut File, examples: &[Example], status: Option<Status>) {
    let has = |outcome| examples.iter().any(|example| example.expect == outcome);
    let missing = [("R081-no-example-review", has(Outcome::Review)), ("R082-no-example-clear", has(Outcome::Clear))];
    for (id, is_there) in missing {
        if is_there {
            continue;
        }
        let span = file.head();
        if status == Some(Status::Draft) {
            file.warn(Text::new(id), span);
        } else {
            file.refuse(Text::new(id), span);
        }
    }
}
