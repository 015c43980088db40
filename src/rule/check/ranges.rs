//! Can a condition ever hold, and can it ever fail to?

use super::super::condition::Expr;
use super::super::toml::File;

/// Reports a condition that can never hold, or always does, whatever is known of the facts.
pub(in crate::rule) fn condition(file: &mut File, root: &Expr) {
    let _ = (file, root);
}
