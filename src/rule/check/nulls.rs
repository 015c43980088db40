//! Could a missing fact be taken for a clear answer?
//!
//! SQL passes over an unknown `WHEN` and takes the next branch: what is missing would silently become a decision. Such a `CASE` is
//! refused unless an earlier `WHEN x IS NULL` takes care of it. What is left means the same in every database.

use std::collections::BTreeSet;

use super::super::condition::{Expr, Function, Node};
use super::super::toml::File;
use crate::lang::Text;

/// Reports every `CASE` in which an unknown condition would lead to another branch.
pub(in crate::rule) fn conditions(file: &mut File, root: &Expr) {
    for part in root.walk() {
        let Node::Case { arms, otherwise } = &part.node else { continue };
        let mut known = BTreeSet::new();
        for (i, (when, _)) in arms.iter().enumerate() {
            let later = arms[i + 1..].iter().map(|(_, then)| then).chain(otherwise.as_deref());
            let leads_on = later.into_iter().any(|then| !matches!(then.node, Node::Null));
            if leads_on && let Some(fact) = may_be_null(when, &known) {
                file.refuse(Text::new("R054-case-unknown").with("fact", fact), when.span.clone());
                break;
            }
            // Past `WHEN x IS NULL`, x is known.
            known.extend(asked_for_null(when));
        }
    }
}

/// The facts of which `when` asks only whether they are null: `x IS NULL OR y IS NULL`.
fn asked_for_null(when: &Expr) -> Vec<&'static str> {
    match &when.node {
        Node::IsNull { value, is_negated: false } => match &value.node {
            Node::Fact(fact) => vec![fact.name],
            _ => Vec::new(),
        },
        Node::Or(parts) => parts.iter().flat_map(asked_for_null).collect(),
        _ => Vec::new(),
    }
}

/// A fact that, missing, makes `part` unknown. None: none can.
fn may_be_null(part: &Expr, known: &BTreeSet<&'static str>) -> Option<&'static str> {
    match &part.node {
        Node::Fact(fact) => (!known.contains(fact.name)).then_some(fact.name),
        Node::IsNull { .. } => None,
        Node::Call { function: Function::Coalesce, arguments } => {
            let nullable: Option<Vec<_>> = arguments.iter().map(|argument| may_be_null(argument, known)).collect();
            nullable.and_then(|names| names.first().copied())
        }
        _ => part.children().into_iter().find_map(|child| may_be_null(child, known)),
    }
}
