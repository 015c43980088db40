//! What does a parsed expression become?
//!
//! Everything that a rule may not say is refused here.

use std::ops::Range;

use sqlparser::ast::{self, Spanned};
use sqlparser::tokenizer::Span;

use super::super::condition::{Arithmetic, Comparison, Expr, Kind, Node, Pattern};
use super::super::value::Value;
use super::{MAX_DEPTH, Reader, date};
use crate::lang::Text;

impl Reader<'_> {
    pub(super) fn lower(&mut self, parsed: &ast::Expr) -> Option<Expr> {
        if self.depth >= MAX_DEPTH {
            let span = self.place(parsed.span());
            self.refuse(Text::new("R024-nested-too-deep").count("most", MAX_DEPTH), span);
            return None;
        }
        self.depth += 1;
        let out = self.lower_inner(parsed);
        self.depth -= 1;
        out
    }

    pub(super) fn lower_inner(&mut self, parsed: &ast::Expr) -> Option<Expr> {
        use ast::Expr as E;
        let span = self.whole(parsed);
        let expr = |node, kind| Some(Expr { id: 0, node, kind, span: span.clone() });
        match parsed {
            E::Nested(inner) => self.lower(inner),
            E::Identifier(name) => self.fact(&name.value, span),
            E::Value(value) => self.constant(&value.value, span),
            E::TypedString(typed) => {
                let ast::Value::SingleQuotedString(text) = &typed.value.value else {
                    return self.not_allowed("DATETIME", parsed);
                };
                if typed.data_type != ast::DataType::Date {
                    return self.not_allowed("TIME, TIMESTAMP", parsed);
                }
                let Some(date) = date(text) else {
                    self.refuse(Text::new("R030-date-form").with("found", text.clone()), span);
                    return None;
                };
                expr(Node::Literal(Value::Date(date)), Kind::Date)
            }
            E::CompoundFieldAccess { root, access_chain } => self.lookup(parsed, root, access_chain),
            E::UnaryOp { op: ast::UnaryOperator::Not, expr: inner } => {
                let inner = self.lower(inner)?;
                if !self.is_boolean(&inner) {
                    return None;
                }
                expr(Node::Not(Box::new(inner)), Kind::Bool)
            }
            E::UnaryOp { op: ast::UnaryOperator::Minus, expr: inner } => {
                let inner = self.lower(inner)?;
                if !self.is_number(&inner) {
                    return None;
                }
                let kind = inner.kind;
                match inner.node {
                    Node::Literal(Value::Int(n)) => expr(Node::Literal(Value::Int(-n)), kind),
                    Node::Literal(Value::Real(x)) => expr(Node::Literal(Value::Real(-x)), kind),
                    _ => expr(Node::Negate(Box::new(inner)), kind),
                }
            }
            E::BinaryOp { left, op, right } => self.binary(parsed, left, op, right),
            E::InList { expr: value, list, negated } => self.among(value, list, *negated, span),
            E::Between { expr: value, negated, low, high } => {
                let parts = [self.lower(value), self.lower(low), self.lower(high)];
                let [Some(value), Some(low), Some(high)] = parts else { return None };
                let low_fits = self.compares(Comparison::GreaterOrEqual, &value, &low);
                let high_fits = self.compares(Comparison::LessOrEqual, &value, &high);
                if !(low_fits && high_fits) {
                    return None;
                }
                let node =
                    Node::Between { value: Box::new(value), low: Box::new(low), high: Box::new(high), is_negated: *negated };
                expr(node, Kind::Bool)
            }
            E::Like { negated, any: false, expr: value, pattern, escape_char: None } => {
                let value = self.lower(value)?;
                let is_text = value.kind.is_text();
                if !self.is_kind(&value, is_text, "kind-text") {
                    return None;
                }
                let E::Value(ast::ValueWithSpan { value: ast::Value::SingleQuotedString(text), .. }) = &**pattern else {
                    let span = self.place(pattern.span());
                    self.refuse(Text::new("R031-like-pattern"), span);
                    return None;
                };
                expr(Node::Like { value: Box::new(value), pattern: Pattern::new(text), is_negated: *negated }, Kind::Bool)
            }
            E::IsNull(value) | E::IsNotNull(value) => {
                let value = self.lower(value)?;
                let is_fine = value.kind != Kind::Null;
                if !self.is_kind(&value, is_fine, "kind-any") {
                    return None;
                }
                let is_negated = matches!(parsed, E::IsNotNull(_));
                expr(Node::IsNull { value: Box::new(value), is_negated }, Kind::Bool)
            }
            E::Case { case_token, end_token, operand, conditions, else_result } => {
                let span = self.place(Span::new(case_token.0.span.start, end_token.0.span.end));
                self.case(operand.as_deref(), conditions, else_result.as_deref(), span)
            }
            E::Function(function) => self.call(parsed, function, span),
            E::Interval(_) => {
                self.refuse(Text::new("R032-interval-alone"), span);
                None
            }
            E::CompoundIdentifier(_) => self.not_allowed("a.b", parsed),
            E::Subquery(_) | E::InSubquery { .. } | E::Exists { .. } => self.not_allowed("SELECT", parsed),
            E::Cast { .. } | E::Convert { .. } => self.not_allowed("CAST", parsed),
            E::IsTrue(_) | E::IsNotTrue(_) | E::IsFalse(_) | E::IsNotFalse(_) => self.not_allowed("IS TRUE, IS FALSE", parsed),
            E::IsUnknown(_) | E::IsNotUnknown(_) => self.not_allowed("IS UNKNOWN", parsed),
            E::IsDistinctFrom(..) | E::IsNotDistinctFrom(..) => self.not_allowed("IS DISTINCT FROM", parsed),
            E::Like { .. } => self.not_allowed("LIKE ANY, ESCAPE", parsed),
            E::ILike { .. } => self.not_allowed("ILIKE", parsed),
            E::RLike { .. } | E::SimilarTo { .. } => self.not_allowed("RLIKE, SIMILAR TO", parsed),
            E::Extract { .. } => self.not_allowed("EXTRACT", parsed),
            E::Tuple(_) => self.not_allowed("(a, b)", parsed),
            E::AnyOp { .. } | E::AllOp { .. } => self.not_allowed("ANY, ALL", parsed),
            E::UnaryOp { .. } => self.not_allowed("+ x", parsed),
            _ => {
                let found = self.shown(&span);
                self.refuse(Text::new("R029-not-in-conditions").with("what", found), span);
                None
            }
        }
    }

    pub(super) fn binary(
        &mut self,
        parsed: &ast::Expr,
        left: &ast::Expr,
        op: &ast::BinaryOperator,
        right: &ast::Expr,
    ) -> Option<Expr> {
        use ast::BinaryOperator as B;
        let span = self.place(parsed.span());
        let comparison = match op {
            B::And | B::Or => return self.chain(parsed, op, span),
            B::Eq => Comparison::Equal,
            B::NotEq => Comparison::NotEqual,
            B::Lt => Comparison::Less,
            B::LtEq => Comparison::LessOrEqual,
            B::Gt => Comparison::Greater,
            B::GtEq => Comparison::GreaterOrEqual,
            B::Plus | B::Minus | B::Multiply | B::Divide => return self.arithmetic(left, op, right, span),
            _ => {
                self.refuse(Text::new("R028-sign-not-allowed").with("found", op.to_string()), span);
                return None;
            }
        };
        let (left, right) = (self.lower(left), self.lower(right));
        let (left, right) = (left?, right?);
        self.compares(comparison, &left, &right).then(|| Expr {
            id: 0,
            node: Node::Compare { op: comparison, left: Box::new(left), right: Box::new(right) },
            kind: Kind::Bool,
            span,
        })
    }

    /// `a AND b AND c` as one node: the parser nests it to the left, as deep as it is long.
    pub(super) fn chain(&mut self, parsed: &ast::Expr, op: &ast::BinaryOperator, span: Range<usize>) -> Option<Expr> {
        let mut parts = Vec::new();
        let mut rest = parsed;
        while let ast::Expr::BinaryOp { left, op: next, right } = rest {
            if next != op {
                break;
            }
            parts.push(&**right);
            rest = left;
        }
        parts.push(rest);
        let mut out = Vec::with_capacity(parts.len());
        let mut is_fine = true;
        for part in parts.into_iter().rev() {
            match self.lower(part) {
                Some(part) => {
                    is_fine &= self.is_boolean(&part);
                    out.push(part);
                }
                None => is_fine = false,
            }
        }
        let node = if *op == ast::BinaryOperator::And { Node::And(out) } else { Node::Or(out) };
        is_fine.then_some(Expr { id: 0, node, kind: Kind::Bool, span })
    }

    pub(super) fn arithmetic(
        &mut self,
        left: &ast::Expr,
        op: &ast::BinaryOperator,
        right: &ast::Expr,
        span: Range<usize>,
    ) -> Option<Expr> {
        let sign = if *op == ast::BinaryOperator::Minus { -1 } else { 1 };
        match (left, op, right) {
            (date, ast::BinaryOperator::Plus | ast::BinaryOperator::Minus, ast::Expr::Interval(interval)) => {
                return self.shift(date, interval, sign, span);
            }
            (ast::Expr::Interval(interval), ast::BinaryOperator::Plus, date) => return self.shift(date, interval, 1, span),
            _ => {}
        }
        let op = match op {
            ast::BinaryOperator::Plus => Arithmetic::Add,
            ast::BinaryOperator::Minus => Arithmetic::Subtract,
            ast::BinaryOperator::Multiply => Arithmetic::Multiply,
            _ => Arithmetic::Divide,
        };
        let (left, right) = (self.lower(left), self.lower(right));
        let (left, right) = (left?, right?);
        let (left_fits, right_fits) = (self.is_number(&left), self.is_number(&right));
        if !(left_fits && right_fits) {
            return None;
        }
        let is_int = op != Arithmetic::Divide && left.kind == Kind::Int && right.kind == Kind::Int;
        let kind = if is_int { Kind::Int } else { Kind::Real };
        Some(Expr { id: 0, node: Node::Arithmetic { op, left: Box::new(left), right: Box::new(right) }, kind, span })
    }

    pub(super) fn shift(
        &mut self,
        date: &ast::Expr,
        interval: &ast::Interval,
        sign: i32,
        mut span: Range<usize>,
    ) -> Option<Expr> {
        let at = self.place(interval.value.span());
        let length = match &*interval.value {
            ast::Expr::Value(ast::ValueWithSpan { value: ast::Value::SingleQuotedString(text), .. })
                if interval.leading_field.is_none() =>
            {
                length(text)
            }
            _ => None,
        };
        span.end = span.end.max(at.end);
        let date = self.lower(date);
        let Some((months, days)) = length else {
            self.refuse(Text::new("R038-interval-form"), at);
            return None;
        };
        let date = date?;
        let is_date = date.kind == Kind::Date;
        self.is_kind(&date, is_date, "kind-date").then(|| Expr {
            id: 0,
            node: Node::Shift { date: Box::new(date), months: sign * months, days: sign * days },
            kind: Kind::Date,
            span,
        })
    }
}

/// Months and days of `24 months`, `1 year`, `30 days`.
fn length(text: &str) -> Option<(i32, i32)> {
    let (number, unit) = text.trim().split_once(' ')?;
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // Three hundred years: the years that rules speak of.
    let number: i32 = number.parse().ok().filter(|n| (0..=110_000).contains(n))?;
    match unit.trim() {
        "year" | "years" if number <= 300 => Some((number * 12, 0)),
        "month" | "months" if number <= 3_600 => Some((number, 0)),
        "day" | "days" => Some((0, number)),
        _ => None,
    }
}
