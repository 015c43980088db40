//! What does a name, a constant or a `:parameter` mean?

use std::ops::Range;
use std::sync::Arc;

use sqlparser::ast::{self, Spanned};

use super::super::check::names;
use super::super::condition::{Expr, Kind, Node};
use super::super::file::Parameter;
use super::super::text::nearest;
use super::super::value::Value;
use super::{MAX_INT, Reader};
use crate::lang::Text;

impl Reader<'_> {
    pub(super) fn fact(&mut self, name: &str, span: Range<usize>) -> Option<Expr> {
        match names::fact(name, self.names.scope, self.names.facts) {
            Ok(fact) => Some(Expr { id: 0, kind: Kind::of(fact.kind), node: Node::Fact(fact), span }),
            Err(text) => {
                self.refuse(text, span);
                None
            }
        }
    }

    pub(super) fn constant(&mut self, value: &ast::Value, span: Range<usize>) -> Option<Expr> {
        let value = match value {
            ast::Value::Number(number, _) if number.contains('.') => match number.parse::<f64>() {
                Ok(x) if x.is_finite() => Value::Real(x),
                _ => return self.bad_number(number, span),
            },
            ast::Value::Number(number, _) => match number.parse::<i64>() {
                Ok(n) if n <= MAX_INT => Value::Int(n),
                _ => return self.bad_number(number, span),
            },
            ast::Value::SingleQuotedString(text) => Value::text(text.as_str()),
            ast::Value::Boolean(b) => Value::Bool(*b),
            ast::Value::Null => return Some(Expr { id: 0, node: Node::Null, kind: Kind::Null, span }),
            ast::Value::Placeholder(name) => return self.parameter(name, span),
            _ => {
                let found = self.shown(&span);
                self.refuse(Text::new("R029-not-in-conditions").with("what", found), span);
                return None;
            }
        };
        Some(Expr { id: 0, kind: Kind::of_value(&value), node: Node::Literal(value), span })
    }

    pub(super) fn bad_number(&mut self, number: &str, span: Range<usize>) -> Option<Expr> {
        self.refuse(Text::new("R026-number-form").with("found", number.to_owned()), span);
        None
    }

    /// The parameter called `:name`. None: there is none, which is reported.
    pub(super) fn find(&mut self, placeholder: &str, span: &Range<usize>) -> Option<(String, Parameter)> {
        let Some(name) = placeholder.strip_prefix(':') else {
            self.refuse(Text::new("R028-sign-not-allowed").with("found", placeholder.to_owned()), span.clone());
            return None;
        };
        if let Some(parameter) = self.names.parameters.get(name) {
            self.parameters.insert(name.to_owned());
            return Some((name.to_owned(), parameter.clone()));
        }
        if self.names.broken.iter().any(|broken| broken == name) {
            return None;
        }
        let near = nearest(name, self.names.parameters.keys().map(String::as_str));
        let text = match near {
            Some(near) => {
                // It was meant, so it is not unused as well.
                self.parameters.insert(near.to_owned());
                Text::new("R034-unknown-parameter-near").with("near", near.to_owned())
            }
            None => Text::new("R033-unknown-parameter"),
        };
        self.refuse(text.with("name", name.to_owned()), span.clone());
        None
    }

    pub(super) fn parameter(&mut self, placeholder: &str, span: Range<usize>) -> Option<Expr> {
        if placeholder == ":as_of" {
            return Some(Expr { id: 0, node: Node::AsOf, kind: Kind::Date, span });
        }
        let (name, parameter) = self.find(placeholder, &span)?;
        match parameter {
            Parameter::One(value) => {
                Some(Expr { id: 0, kind: Kind::of_value(&value), node: Node::Parameter { name, value }, span })
            }
            Parameter::List(_) => {
                self.refuse(Text::new("R035-list-not-in").with("name", name), span);
                None
            }
            Parameter::Table(_) => {
                self.refuse(Text::new("R036-table-without-key").with("name", name), span);
                None
            }
        }
    }

    pub(super) fn lookup(&mut self, parsed: &ast::Expr, root: &ast::Expr, chain: &[ast::AccessExpr]) -> Option<Expr> {
        let mut span = self.place(parsed.span());
        let (ast::Expr::Value(value), [ast::AccessExpr::Subscript(ast::Subscript::Index { index })]) = (root, chain) else {
            return self.not_allowed("a[b], a.b", parsed);
        };
        let ast::Value::Placeholder(placeholder) = &value.value else { return self.not_allowed("a[b]", parsed) };
        // The parser's place ends before the bracket.
        let closing = self.source.text.get(span.end..).and_then(|rest| rest.find(']'));
        span.end += closing.map_or(0, |at| at + 1);
        let at = self.place(value.span);
        let found = self.find(placeholder, &at);
        let key = self.lower(index)?;
        let (name, parameter) = found?;
        let Parameter::Table(table) = parameter else {
            self.refuse(Text::new("R037-not-a-table").with("name", name), at);
            return None;
        };
        let is_text = key.kind.is_text();
        if !self.is_kind(&key, is_text, "kind-code") {
            return None;
        }
        let mut is_fine = true;
        if let Kind::Code(codes) = key.kind {
            for code in table.keys().filter(|code| !codes.contains(&&***code)) {
                is_fine = false;
                let text = names::unknown_code(code, codes).with("fact", self.shown(&key.span));
                self.refuse(text, at.clone());
            }
        }
        let kind = table.values().next().map_or(Kind::Null, Kind::of_value);
        is_fine.then(|| Expr { id: 0, node: Node::Lookup { name, table: Arc::new(table), key: Box::new(key) }, kind, span })
    }
}
