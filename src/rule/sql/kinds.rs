//! Do the kinds of values fit each other?

use sqlparser::ast::{self, Spanned};

use super::super::check::names;
use super::super::condition::{Comparison, Expr, Kind, Node};
use super::super::value::Value;
use super::Reader;
use crate::lang::Text;

impl Reader<'_> {
    pub(super) fn not_allowed(&mut self, what: &'static str, parsed: &ast::Expr) -> Option<Expr> {
        let span = self.place(parsed.span());
        self.refuse(Text::new("R029-not-in-conditions").with("what", what), span);
        None
    }

    pub(super) fn is_boolean(&mut self, expr: &Expr) -> bool {
        if expr.kind == Kind::Bool {
            return true;
        }
        let shown = self.shown(&expr.span);
        let text = Text::new("R040-not-a-question").with("found", shown).with("kind", Text::new(expr.kind.message()));
        self.refuse(text, expr.span.clone());
        false
    }

    pub(super) fn is_number(&mut self, expr: &Expr) -> bool {
        if expr.kind.is_number() {
            return true;
        }
        let shown = self.shown(&expr.span);
        let id = match expr.kind {
            Kind::Date => "R042-dates-are-not-numbers",
            Kind::Null => "R045-null-compared",
            _ => "R041-not-a-number",
        };
        self.refuse(Text::new(id).with("found", shown).with("kind", Text::new(expr.kind.message())), expr.span.clone());
        false
    }

    pub(super) fn is_kind(&mut self, expr: &Expr, is_right: bool, wanted: &'static str) -> bool {
        if !is_right {
            let shown = self.shown(&expr.span);
            let text = Text::new("R043-wrong-kind").with("found", shown).with("kind", Text::new(expr.kind.message()));
            self.refuse(text.with("wanted", Text::new(wanted)), expr.span.clone());
        }
        is_right
    }

    /// Whether both can be compared so; reported where they cannot.
    pub(super) fn compares(&mut self, op: Comparison, left: &Expr, right: &Expr) -> bool {
        for side in [left, right] {
            if side.kind == Kind::Null {
                self.refuse(Text::new("R045-null-compared").with("found", "NULL"), side.span.clone());
                return false;
            }
        }
        let both = left.span.start.min(right.span.start)..left.span.end.max(right.span.end);
        let kinds = |text: Text| text.with("left", Text::new(left.kind.message())).with("right", Text::new(right.kind.message()));
        if !left.kind.compares_with(right.kind) {
            let is_date_text = matches!((left.kind, right.kind), (Kind::Date, Kind::Text) | (Kind::Text, Kind::Date));
            let id = if is_date_text { "R046-date-with-text" } else { "R044-kinds-differ" };
            self.refuse(kinds(Text::new(id)), both);
            return false;
        }
        let is_order = !matches!(op, Comparison::Equal | Comparison::NotEqual);
        if is_order && (left.kind.is_text() || left.kind == Kind::Bool) {
            self.refuse(kinds(Text::new("R047-no-order").with("sign", op.sql())), both);
            return false;
        }
        let left_fits = self.is_code_of(left, right);
        let right_fits = self.is_code_of(right, left);
        left_fits && right_fits
    }

    /// Whether a constant is one of the codes of what it is compared with.
    pub(super) fn is_code_of(&mut self, constant: &Expr, other: &Expr) -> bool {
        let Kind::Code(codes) = other.kind else { return true };
        let (Node::Literal(Value::Text(value)) | Node::Parameter { value: Value::Text(value), .. }) = &constant.node else {
            return true;
        };
        if codes.contains(&&**value) {
            return true;
        }
        let text = names::unknown_code(value, codes).with("fact", self.shown(&other.span));
        self.refuse(text, constant.span.clone());
        false
    }

    /// The kind that all `parts` have in common, `NULL` apart; reported where there is none.
    pub(super) fn common(&mut self, parts: &[&Expr]) -> Option<Kind> {
        let mut kind = Kind::Null;
        for part in parts {
            kind = match (kind, part.kind) {
                (Kind::Null, other) | (other, Kind::Null) => other,
                (a, b) if a == b => a,
                (a, b) if a.is_number() && b.is_number() => Kind::Real,
                (a, b) if a.is_text() && b.is_text() => Kind::Text,
                (a, b) => {
                    let text = Text::new("R050-results-differ").with("left", Text::new(a.message()));
                    self.refuse(text.with("right", Text::new(b.message())), part.span.clone());
                    return None;
                }
            };
        }
        Some(kind)
    }
}
