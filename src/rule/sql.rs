//! What does the text of a condition mean?
//!
//! `sqlparser` reads the text; everything that a rule may not say is refused here, with the reason and the place, and what is left
//! is bound to the facts and to one version's parameters. All mistakes are collected.

mod kinds;
mod lower;
mod names;
mod several;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::NaiveDate;
use sqlparser::ast::{self, Spanned};
use sqlparser::dialect::Dialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Span, Token, TokenWithSpan, Tokenizer};

use super::condition::{Condition, Expr};
use super::file::Parameter;
use super::text::{Lines, Located};
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

    /// The place of an expression with the words that the parser leaves out: a `NOT` in front, `IS NULL` or a bracket behind.
    fn whole(&self, parsed: &ast::Expr) -> Range<usize> {
        let span = self.place(parsed.span());
        let text = &self.source.text;
        let after = |words: &[&str]| -> Option<usize> {
            let mut at = span.end;
            for word in words {
                let rest = text.get(at..)?;
                let start = at + rest.len() - rest.trim_start().len();
                at = start + word.len();
                text.get(start..at).filter(|found| found.eq_ignore_ascii_case(word))?;
            }
            Some(at)
        };
        let end = match parsed {
            ast::Expr::IsNull(_) => after(&["IS", "NULL"]),
            ast::Expr::IsNotNull(_) => after(&["IS", "NOT", "NULL"]),
            ast::Expr::InList { list, .. } if list.is_empty() => {
                after(&["IN", "(", ")"]).or_else(|| after(&["NOT", "IN", "(", ")"]))
            }
            ast::Expr::InList { .. } => after(&[")"]),
            _ => None,
        };
        let start = match parsed {
            ast::Expr::UnaryOp { op: ast::UnaryOperator::Not, .. } => {
                let before = text.get(..span.start).unwrap_or_default().trim_end();
                let at = before.len().checked_sub("NOT".len());
                at.filter(|at| before.get(*at..).is_some_and(|word| word.eq_ignore_ascii_case("not")))
            }
            _ => None,
        };
        start.unwrap_or(span.start)..end.unwrap_or(span.end)
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
