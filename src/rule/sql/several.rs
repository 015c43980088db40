//! What do lists, `CASE` and functions mean, which are made of many parts?

use std::ops::Range;

use sqlparser::ast::{self, Spanned};

use super::super::condition::{Comparison, Expr, Function, Item, Kind, Node};
use super::super::file::Parameter;
use super::super::text::nearest;
use super::Reader;
use crate::lang::Text;

impl Reader<'_> {
    pub(super) fn among(&mut self, value: &ast::Expr, list: &[ast::Expr], is_negated: bool, span: Range<usize>) -> Option<Expr> {
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

    pub(super) fn case(
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

    pub(super) fn call(&mut self, parsed: &ast::Expr, call: &ast::Function, mut span: Range<usize>) -> Option<Expr> {
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
