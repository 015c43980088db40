//! Which part of a condition made the difference for a row?

use chrono::NaiveDate;

use super::super::condition::{Expr, Kind, Node};
use super::super::explain::decides;
use super::super::file::Version;
use super::super::interpret::Trace;
use super::super::print;
use super::super::row::FactRow;
use super::super::value::Known;

/// What made the difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// The facts in those parts, with what is known of them, in the order of the condition.
    pub facts: Vec<(&'static str, Known)>,
    /// The parts of the old condition that its answer rests on and that the new one does not have, parameters as their values. Empty:
    /// the new condition only adds something, or the rule was not asked.
    pub before: Vec<String>,
    /// The parts of the new condition that its answer rests on and that the old one does not have, likewise.
    pub after: Vec<String>,
}

/// A question of a condition, as it was asked of one row.
struct Asked {
    text: String,
    is_decisive: bool,
    facts: Vec<(&'static str, Known)>,
}

impl Cause {
    /// Why the two versions answer differently on `row`. None: the rule is not asked on that side.
    pub(super) fn of(old: Option<&Version>, new: Option<&Version>, row: &dyn FactRow, as_of: NaiveDate) -> Self {
        let questions = |version: Option<&Version>| version.map_or_else(Vec::new, |version| questions(version, row, as_of));
        let (old, new) = (questions(old), questions(new));
        // On one row the same question has the same answer, so only those that one side alone asks can make a difference.
        let alone = |these: &[Asked], others: &[Asked]| -> Vec<usize> {
            let is_alone = |asked: &Asked| asked.is_decisive && others.iter().all(|other| other.text != asked.text);
            (0..these.len()).filter(|at| is_alone(&these[*at])).collect()
        };
        let (mut before, mut after) = (alone(&old, &new), alone(&new, &old));
        if before.is_empty() && after.is_empty() {
            // The same questions, put together in another way.
            let decisive = |these: &[Asked]| (0..these.len()).filter(|at| these[*at].is_decisive).collect();
            (before, after) = (decisive(&old), decisive(&new));
        }
        let mut facts: Vec<(&'static str, Known)> = Vec::new();
        for asked in before.iter().map(|at| &old[*at]).chain(after.iter().map(|at| &new[*at])) {
            for (name, known) in &asked.facts {
                if facts.iter().all(|(seen, _)| seen != name) {
                    facts.push((name, known.clone()));
                }
            }
        }
        let texts = |places: &[usize], these: &[Asked]| places.iter().map(|at| these[*at].text.clone()).collect();
        Self { facts, before: texts(&before, &old), after: texts(&after, &new) }
    }
}

fn questions(version: &Version, row: &dyn FactRow, as_of: NaiveDate) -> Vec<Asked> {
    let root = &version.condition.root;
    let trace = Trace::new(root, row, as_of);
    let mut out = Vec::new();
    collect(root, true, &trace, &mut out);
    out
}

fn collect(part: &Expr, is_decisive: bool, trace: &Trace, out: &mut Vec<Asked>) {
    if matches!(part.node, Node::And(_) | Node::Or(_) | Node::Not(_) | Node::Case { .. }) {
        let answer = trace.answer(part);
        for child in part.children() {
            let decides = is_decisive && (child.kind != Kind::Bool || decides(part, answer, trace.answer(child)));
            collect(child, decides, trace, out);
        }
        return;
    }
    let facts = part.walk().into_iter().filter_map(|inner| match &inner.node {
        Node::Fact(fact) => Some((fact.name, trace.value(inner).clone())),
        _ => None,
    });
    out.push(Asked { text: text(part, trace), is_decisive, facts: facts.collect() });
}

/// The part as SQL: facts by name, parameters and lookups as their values.
fn text(part: &Expr, trace: &Trace) -> String {
    let sql = print::with(part, &|inner: &Expr| match &inner.node {
        Node::Lookup { name, .. } => Some(trace.value(inner).exact().map_or_else(|| format!(":{name}[…]"), print::literal)),
        _ => None,
    });
    print::bare(&sql).to_owned()
}
