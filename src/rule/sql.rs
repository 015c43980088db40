//! What does the text of a condition mean?
//!
//! `sqlparser` reads the text; everything that a rule may not say is refused here, with the reason and the place, and what is left
//! is bound to the facts and to one version's parameters. All mistakes are collected.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use sqlparser::ast::{self, Spanned};
use sqlparser::dialect::Dialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Span, Token, TokenWithSpan, Tokenizer};

use super::check::names;
use super::condition::{Arithmetic, Comparison, Condition, Expr, Function, Item, Kind, Node, Pattern};
use super::file::Parameter;
use super::text::{Lines, Located, nearest};
use super::value::Value;
use crate::diag::{Diagnostic, SourceText};
use crate::lang::Text;
use crate::table::facts::{Fact, Scope};

/// Whole numbers up to this size are exact in every database and in both of our backends; beyond it a result is unknown.
pub(super) const MAX_INT: i64 = 1 << 53;
/// More than any condition a person can read.
const MAX_TOKENS: usize = 2_000;
const MAX_DEPTH: usize = 64;

/// What the names in a condition can mean.
pub(super) struct Names<'a> {
    pub facts: &'a [Fact],
    pub scope: Scope,
    pub parameters: &'a BTreeMap<String, Parameter>,
    /// Parameters that are there and have a mistake of their own.
    pub broken: &'a [String],
}

/// What came of a condition's text.
pub(super) struct Understood {
    /// None: there were mistakes.
    pub condition: Option<Condition>,
    /// The parameters that it reads.
    pub parameters: BTreeSet<String>,
    /// The mistakes.
    pub problems: Vec<Diagnostic>,
}

/// The typed condition in `text`, or all its mistakes.
pub(super) fn understand(text: &Located, source: &SourceText, names: &Names) -> Understood {
    let mut reader = Reader {
        text,
        source,
        names,
        lines: Lines::new(&text.text),
        parameters: BTreeSet::new(),
        problems: Vec::new(),
        depth: 0,
    };
    let root = reader.read();
    let condition = root.filter(|_| reader.problems.is_empty()).map(|mut root| {
        root.number();
        Condition { root, text: text.text.trim().into() }
    });
    Understood { condition, parameters: reader.parameters, problems: reader.problems }
}

/// Plain SQL: names may hold Vietnamese letters, so that a mistyped one is reported whole.
#[derive(Debug)]
struct Plain;

impl Dialect for Plain {
    fn is_identifier_start(&self, c: char) -> bool {
        c.is_alphabetic() || c == '_'
    }

    fn is_identifier_part(&self, c: char) -> bool {
        c.is_alphanumeric() || c == '_'
    }

    // So that an empty list is told by its name.
    fn supports_in_empty_list(&self) -> bool {
        true
    }
}

struct Reader<'a> {
    text: &'a Located,
    source: &'a SourceText,
    names: &'a Names<'a>,
    lines: Lines<'a>,
    parameters: BTreeSet<String>,
    problems: Vec<Diagnostic>,
    depth: usize,
}

impl Reader<'_> {
    fn refuse(&mut self, text: Text, span: Range<usize>) {
        self.problems.push(Diagnostic::error(text, self.source, span));
    }

    fn place(&self, span: Span) -> Range<usize> {
        self.lines.range(span).map_or_else(|| self.text.span.clone(), |range| self.text.part(range))
    }

    fn token_place(&self, token: &TokenWithSpan) -> Range<usize> {
        self.place(token.span)
    }

    /// The whole text of a place, for messages: never longer than a line can show.
    fn shown(&self, span: &Range<usize>) -> String {
        let text = self.source.text.get(span.clone()).unwrap_or("");
        let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if one_line.chars().count() > 40 { one_line.chars().take(39).chain(['…']).collect() } else { one_line }
    }

    fn read(&mut self) -> Option<Expr> {
        let tokens = match Tokenizer::new(&Plain, &self.text.text).tokenize_with_location() {
            Ok(tokens) => tokens,
            Err(error) => {
                let start = self.lines.offset(error.location);
                let end = self.text.text.trim_end().len().max(start);
                let span = self.text.part(start..end);
                self.refuse(Text::new("R020-text-not-closed"), span);
                return None;
            }
        };
        let tokens: Vec<_> = tokens.into_iter().filter(|token| !matches!(token.token, Token::Whitespace(_))).collect();
        let Some(last) = tokens.last() else {
            self.refuse(Text::new("R021-empty-condition"), self.text.span.clone());
            return None;
        };
        let last = self.token_place(last);
        if tokens.len() > MAX_TOKENS {
            self.refuse(Text::new("R022-condition-too-long").count("most", MAX_TOKENS), self.text.span.clone());
            return None;
        }
        if !self.are_allowed(&tokens) {
            return None;
        }
        let mut parser = Parser::new(&Plain).with_tokens_with_locations(tokens);
        let parsed = parser.parse_expr();
        let next = parser.peek_token();
        match parsed {
            // The parser consumes the token it stumbles over: the message it gives is not used, its place is near enough.
            Err(error) => {
                let (text, span) = self.stumble(&error.to_string(), &next, last);
                self.refuse(text, span);
                None
            }
            Ok(_) if next.token != Token::EOF => {
                let span = self.token_place(&next);
                let found = self.shown(&span);
                self.refuse(Text::new("R023-unexpected").with("found", found), span);
                None
            }
            Ok(parsed) => {
                let root = self.lower(&parsed)?;
                self.is_boolean(&root).then_some(root)
            }
        }
    }

    /// What the parser stumbled over: it says `found: X at Line: L, Column: C`, or nothing useful at the end of the text.
    fn stumble(&self, message: &str, next: &TokenWithSpan, last: Range<usize>) -> (Text, Range<usize>) {
        if message.contains("recursion limit") {
            return (Text::new("R024-nested-too-deep").count("most", MAX_DEPTH), self.text.span.clone());
        }
        let number = |after: &str| {
            let rest = message.rsplit_once(after)?.1;
            rest.split(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty())?.parse::<u64>().ok()
        };
        let at = number("Line: ").zip(number("Column: ")).map(|(line, column)| sqlparser::tokenizer::Location { line, column });
        match at {
            Some(at) => {
                let start = self.lines.offset(at);
                let rest = &self.text.text[start..];
                let first = rest.chars().next().map_or(0, char::len_utf8);
                let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').filter(|&n| n > 0).unwrap_or(first).max(first);
                let word = if rest.chars().all(|c| c.is_alphanumeric() || c == '_') { rest.len() } else { word };
                let span = self.text.part(start..start + word);
                (Text::new("R023-unexpected").with("found", self.shown(&span)), span)
            }
            None if next.token == Token::EOF => (Text::new("R025-unfinished"), last),
            None => {
                let span = self.token_place(next);
                (Text::new("R023-unexpected").with("found", self.shown(&span)), span)
            }
        }
    }

    /// Refuses signs and spellings that no condition may have, before the parser can make something else of them.
    fn are_allowed(&mut self, tokens: &[TokenWithSpan]) -> bool {
        let before = self.problems.len();
        let (mut depth, mut nots) = (0_usize, 0_usize);
        for (i, token) in tokens.iter().enumerate() {
            let mut span = self.token_place(token);
            // The parser tries several readings of what it finds too deep, and complains of the last.
            match &token.token {
                Token::LParen => depth += 1,
                Token::RParen => depth = depth.saturating_sub(1),
                _ => {}
            }
            let is_not = matches!(&token.token, Token::Word(word) if word.value.eq_ignore_ascii_case("not"));
            nots = if is_not { nots + 1 } else { 0 };
            if depth > MAX_DEPTH || nots > MAX_DEPTH {
                self.refuse(Text::new("R024-nested-too-deep").count("most", MAX_DEPTH), span);
                return false;
            }
            match &token.token {
                Token::Number(number, _) => {
                    let next = tokens.get(i + 1).filter(|next| next.span.start == token.span.end);
                    let glued = next.filter(|next| matches!(next.token, Token::Word(_) | Token::Number(..) | Token::Period));
                    if let Some(glued) = glued {
                        span.end = self.token_place(glued).end;
                    }
                    let is_plain = number.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
                    if glued.is_some() || !is_plain || number.matches('.').count() > 1 {
                        let found = self.shown(&span);
                        self.refuse(Text::new("R026-number-form").with("found", found), span);
                    }
                }
                Token::Word(word) if word.quote_style.is_some() => {
                    let text = Text::new("R027-double-quotes").with("found", word.value.clone());
                    self.refuse(text, span);
                }
                Token::Word(_)
                | Token::SingleQuotedString(_)
                | Token::Comma
                | Token::Eq
                | Token::Neq
                | Token::Lt
                | Token::Gt
                | Token::LtEq
                | Token::GtEq
                | Token::Plus
                | Token::Minus
                | Token::Mul
                | Token::Div
                | Token::LParen
                | Token::RParen
                | Token::LBracket
                | Token::RBracket
                | Token::Colon
                | Token::Placeholder(_) => {}
                _ => {
                    let found = self.shown(&span);
                    self.refuse(Text::new("R028-sign-not-allowed").with("found", found), span);
                }
            }
        }
        self.problems.len() == before
    }

    fn not_allowed(&mut self, what: &'static str, parsed: &ast::Expr) -> Option<Expr> {
        let span = self.place(parsed.span());
        self.refuse(Text::new("R029-not-in-conditions").with("what", what), span);
        None
    }

    fn is_boolean(&mut self, expr: &Expr) -> bool {
        if expr.kind == Kind::Bool {
            return true;
        }
        let shown = self.shown(&expr.span);
        let text = Text::new("R040-not-a-question").with("found", shown).with("kind", Text::new(expr.kind.message()));
        self.refuse(text, expr.span.clone());
        false
    }

    fn is_number(&mut self, expr: &Expr) -> bool {
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

    fn is_kind(&mut self, expr: &Expr, is_right: bool, wanted: &'static str) -> bool {
        if !is_right {
            let shown = self.shown(&expr.span);
            let text = Text::new("R043-wrong-kind").with("found", shown).with("kind", Text::new(expr.kind.message()));
            self.refuse(text.with("wanted", Text::new(wanted)), expr.span.clone());
        }
        is_right
    }

    fn lower(&mut self, parsed: &ast::Expr) -> Option<Expr> {
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

    fn lower_inner(&mut self, parsed: &ast::Expr) -> Option<Expr> {
        use ast::Expr as E;
        let span = self.place(parsed.span());
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

    fn fact(&mut self, name: &str, span: Range<usize>) -> Option<Expr> {
        match names::fact(name, self.names.scope, self.names.facts) {
            Ok(fact) => Some(Expr { id: 0, kind: Kind::of(fact.kind), node: Node::Fact(fact), span }),
            Err(text) => {
                self.refuse(text, span);
                None
            }
        }
    }

    fn constant(&mut self, value: &ast::Value, span: Range<usize>) -> Option<Expr> {
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

    fn bad_number(&mut self, number: &str, span: Range<usize>) -> Option<Expr> {
        self.refuse(Text::new("R026-number-form").with("found", number.to_owned()), span);
        None
    }

    /// The parameter called `:name`. None: there is none, which is reported.
    fn find(&mut self, placeholder: &str, span: &Range<usize>) -> Option<(String, Parameter)> {
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

    fn parameter(&mut self, placeholder: &str, span: Range<usize>) -> Option<Expr> {
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

    fn lookup(&mut self, parsed: &ast::Expr, root: &ast::Expr, chain: &[ast::AccessExpr]) -> Option<Expr> {
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

    fn binary(&mut self, parsed: &ast::Expr, left: &ast::Expr, op: &ast::BinaryOperator, right: &ast::Expr) -> Option<Expr> {
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
    fn chain(&mut self, parsed: &ast::Expr, op: &ast::BinaryOperator, span: Range<usize>) -> Option<Expr> {
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

    fn arithmetic(&mut self, left: &ast::Expr, op: &ast::BinaryOperator, right: &ast::Expr, span: Range<usize>) -> Option<Expr> {
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

    fn shift(&mut self, date: &ast::Expr, interval: &ast::Interval, sign: i32, mut span: Range<usize>) -> Option<Expr> {
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

    /// Whether both can be compared so; reported where they cannot.
    fn compares(&mut self, op: Comparison, left: &Expr, right: &Expr) -> bool {
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
    fn is_code_of(&mut self, constant: &Expr, other: &Expr) -> bool {
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

    fn among(&mut self, value: &ast::Expr, list: &[ast::Expr], is_negated: bool, span: Range<usize>) -> Option<Expr> {
        let value = self.lower(value);
        let mut items: Vec<Item> = Vec::new();
        let mut is_fine = true;
        for parsed in list {
            let span = self.place(parsed.span());
            if let ast::Expr::Value(ast::ValueWithSpan { value: ast::Value::Placeholder(placeholder), .. }) = parsed
                && placeholder != ":as_of"
            {
                match self.find(placeholder, &span) {
                    Some((name, Parameter::List(values))) => {
                        items.extend(values.into_iter().map(|value| Item {
                            value,
                            parameter: Some(name.clone()),
                            span: span.clone(),
                        }));
                        continue;
                    }
                    None => {
                        is_fine = false;
                        continue;
                    }
                    Some(_) => {}
                }
            }
            match self.lower(parsed).map(|item| item.node) {
                Some(Node::Literal(value)) => items.push(Item { value, parameter: None, span }),
                Some(Node::Parameter { name, value }) => items.push(Item { value, parameter: Some(name), span }),
                Some(_) => {
                    self.refuse(Text::new("R048-list-constants"), span);
                    is_fine = false;
                }
                None => is_fine = false,
            }
        }
        let value = value?;
        for item in &items {
            let constant = Expr {
                id: 0,
                node: Node::Literal(item.value.clone()),
                kind: Kind::of_value(&item.value),
                span: item.span.clone(),
            };
            is_fine &= self.compares(Comparison::Equal, &value, &constant);
        }
        if is_fine && items.is_empty() {
            self.refuse(Text::new("R049-empty-list"), span);
            return None;
        }
        is_fine.then(|| Expr { id: 0, node: Node::Among { value: Box::new(value), items, is_negated }, kind: Kind::Bool, span })
    }

    fn case(
        &mut self,
        operand: Option<&ast::Expr>,
        conditions: &[ast::CaseWhen],
        otherwise: Option<&ast::Expr>,
        span: Range<usize>,
    ) -> Option<Expr> {
        let operand = match operand {
            Some(operand) => Some(self.lower(operand)?),
            None => None,
        };
        let mut arms = Vec::new();
        let mut is_fine = true;
        for arm in conditions {
            let when = self.lower(&arm.condition).and_then(|when| match &operand {
                Some(operand) => {
                    let span = when.span.clone();
                    self.compares(Comparison::Equal, operand, &when).then(|| {
                        let node =
                            Node::Compare { op: Comparison::Equal, left: Box::new(operand.clone()), right: Box::new(when) };
                        Expr { id: 0, node, kind: Kind::Bool, span }
                    })
                }
                None => self.is_boolean(&when).then_some(when),
            });
            let then = self.lower(&arm.result);
            match (when, then) {
                (Some(when), Some(then)) => arms.push((when, then)),
                _ => is_fine = false,
            }
        }
        let otherwise = match otherwise {
            Some(otherwise) => {
                let lowered = self.lower(otherwise);
                is_fine &= lowered.is_some();
                lowered
            }
            None => None,
        };
        if !is_fine {
            return None;
        }
        let results: Vec<&Expr> = arms.iter().map(|(_, then)| then).chain(&otherwise).collect();
        let kind = self.common(&results)?;
        Some(Expr { id: 0, node: Node::Case { arms, otherwise: otherwise.map(Box::new) }, kind, span })
    }

    /// The kind that all `parts` have in common, `NULL` apart; reported where there is none.
    fn common(&mut self, parts: &[&Expr]) -> Option<Kind> {
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

    fn call(&mut self, parsed: &ast::Expr, call: &ast::Function, mut span: Range<usize>) -> Option<Expr> {
        let written = call.name.to_string();
        let name = written.to_lowercase();
        // The parser's place ends before the closing bracket.
        let rest = self.source.text.get(span.end..).unwrap_or("");
        if rest.trim_start().starts_with(')') {
            span.end += rest.len() - rest.trim_start().len() + 1;
        }
        let Some(function) = Function::ALL.into_iter().find(|function| function.name() == name) else {
            let at = self.place(call.name.span());
            let text = match nearest(&name, Function::ALL.map(Function::name)) {
                Some(near) => Text::new("R052-unknown-function-near").with("near", near),
                None => Text::new("R051-unknown-function"),
            };
            self.refuse(text.with("name", written), at);
            return None;
        };
        let is_plain =
            call.filter.is_none() && call.over.is_none() && call.null_treatment.is_none() && call.within_group.is_empty();
        let ast::FunctionArguments::List(list) = &call.args else { return self.not_allowed("f(SELECT …)", parsed) };
        if !is_plain || list.duplicate_treatment.is_some() || !list.clauses.is_empty() {
            return self.not_allowed("OVER, FILTER, DISTINCT", parsed);
        }
        let mut arguments = Vec::new();
        let mut is_fine = true;
        for argument in &list.args {
            match argument {
                ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Expr(argument)) => match self.lower(argument) {
                    Some(argument) => arguments.push(argument),
                    None => is_fine = false,
                },
                _ => return self.not_allowed("*", parsed),
            }
        }
        if !is_fine {
            return None;
        }
        let wanted = match function {
            Function::MonthsBetween | Function::DaysBetween | Function::WorkingDaysBetween => 2..=2,
            Function::Lower => 1..=1,
            Function::Coalesce | Function::Least | Function::Greatest => 2..=32,
        };
        if !wanted.contains(&arguments.len()) {
            let text = Text::new("R053-argument-count").with("name", name).with("wanted", *wanted.start());
            self.refuse(text.with("found", arguments.len()), span);
            return None;
        }
        let kind = match function {
            Function::MonthsBetween | Function::DaysBetween | Function::WorkingDaysBetween => {
                for argument in &arguments {
                    let is_date = argument.kind == Kind::Date;
                    is_fine &= self.is_kind(argument, is_date, "kind-date");
                }
                Kind::Int
            }
            Function::Lower => {
                let is_text = arguments[0].kind.is_text();
                is_fine &= self.is_kind(&arguments[0], is_text, "kind-text");
                Kind::Text
            }
            Function::Coalesce | Function::Least | Function::Greatest => {
                for argument in &arguments {
                    let has_order = argument.kind.is_number() || argument.kind == Kind::Date;
                    let fits = if function == Function::Coalesce { argument.kind != Kind::Null } else { has_order };
                    is_fine &=
                        self.is_kind(argument, fits, if function == Function::Coalesce { "kind-any" } else { "kind-ordered" });
                }
                let parts: Vec<&Expr> = arguments.iter().collect();
                self.common(&parts)?
            }
        };
        is_fine.then_some(Expr { id: 0, node: Node::Call { function, arguments }, kind, span })
    }
}

/// The day written `2025-04-14`, within the years that rules speak of.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let is_plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (is_plain && is_sensible(date)).then_some(date)
}

/// Whether a day lies within the years that rules speak of, 1900 to 2199.
pub(super) fn is_sensible(date: NaiveDate) -> bool {
    (1900..2200).contains(&chrono::Datelike::year(&date))
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
