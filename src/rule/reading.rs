//! What does a rule file say, and what is wrong with it?

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::approval::{Approval, Sealed};
use super::check;
use super::condition::Condition;
use super::file::{Confidence, Example, Outcome, Parameter, Rule, Said, Severity, Status, Version};
use super::overlay::Change;
use super::reason::{HoleNames, Reason, pieces};
use super::sql::{Names, understand};
use super::text::Located;
use super::toml::{File, Table, complaints};
use super::value::{Known, Value};
use crate::diag::{Diagnostic, Level, SourceText};
use crate::lang::Text;
use crate::table::facts::{Fact, FactType, Scope};

/// What came of a file.
pub(super) struct Read {
    /// None: it has errors.
    pub rule: Option<Rule>,
    /// Its identifier and where it stands, even where the rest is wrong.
    pub id: Option<(String, Range<usize>)>,
    /// Errors and warnings.
    pub problems: Vec<Diagnostic>,
}

/// The rule in `source`, with a province's changes, checked by itself.
pub(super) fn read(source: &SourceText, pack: &str, facts: &[Fact], changes: &[Change]) -> Read {
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    let mut file = File::new(source);
    if !errors.is_empty() {
        return Read { rule: None, id: None, problems: complaints(&errors, source) };
    }
    let root = Table { entries: document.get_ref(), label: "top", at: (0, 0) };
    let id = file.text(root, "id", true);
    let rule = id.as_ref().and_then(|id| rule(&mut file, root, id, pack, facts, changes));
    let mut problems: Vec<Diagnostic> = Vec::new();
    for problem in file.problems {
        // Versions share one condition: its mistakes are told once.
        if !problems.iter().any(|told| told.text == problem.text && told.span == problem.span) {
            problems.push(problem);
        }
    }
    let is_broken = problems.iter().any(|problem| problem.level == Level::Error);
    Read { rule: rule.filter(|_| !is_broken), id: id.map(|id| (id.text, id.span)), problems }
}

/// A version, its condition not yet understood.
struct Draft {
    from: chrono::NaiveDate,
    from_span: Range<usize>,
    to: Option<chrono::NaiveDate>,
    basis: Vec<String>,
    confidence: Confidence,
    parameters: BTreeMap<String, Parameter>,
    parameter_spans: BTreeMap<String, Range<usize>>,
    /// Parameters with a mistake of their own: the condition is not told that they are missing.
    broken: Vec<String>,
    note: Option<String>,
    drafted_by: Option<String>,
    approved: Option<(Approval, Range<usize>)>,
    when: Option<Located>,
    span: Range<usize>,
    overlaid: Vec<String>,
}

fn rule(file: &mut File, root: Table, id: &Located, pack: &str, facts: &[Fact], changes: &[Change]) -> Option<Rule> {
    file.only(
        root,
        &["id", "name", "title", "status", "scope", "severity", "when", "reason", "noise", "owner", "version", "example"],
    );
    let is_id = check::names::id(file, id);
    let name = file.text(root, "name", true);
    if is_id {
        check::names::file_name(file, id, name.as_ref());
    }
    let title = said(file, root, "title");
    let status = file.one_of(root, "status", &Status::ALL.map(|status| (status.name(), status)));
    let scope = file.one_of(root, "scope", &Scope::ALL.map(|scope| (scope.name(), scope)));
    let severity = file.one_of(root, "severity", &Severity::ALL.map(|severity| (severity.name(), severity)));
    let reason = said(file, root, "reason");
    let noise = file.text(root, "noise", false).map(|text| text.text);
    let owner = file.text(root, "owner", false).map(|text| text.text);
    let when = file.text(root, "when", false);
    let mut drafts: Vec<Draft> =
        file.tables(root, "version", "[[version]]", true).into_iter().filter_map(|table| version(file, table)).collect();
    let seals = |draft: &Draft, scope: Scope, severity: Severity| {
        let when = draft.when.as_ref().or(when.as_ref()).map_or("", |when| when.text.as_str());
        let Draft { from, to, parameters, basis, .. } = draft;
        Sealed { id: &id.text, scope, severity, from: *from, to: *to, when, parameters, basis }.seal()
    };
    // Before a province's changes: they have a basis of their own.
    let seals: Vec<String> = match (scope, severity) {
        (Some(scope), Some(severity)) => drafts.iter().map(|draft| seals(draft, scope, severity)).collect(),
        _ => Vec::new(),
    };
    check::approvals::seals(file, drafts.iter().map(|draft| draft.approved.as_ref()).zip(&seals));
    let mut seals: Vec<(Range<usize>, String)> = drafts.iter().map(|draft| draft.span.clone()).zip(seals).collect();
    for draft in &mut drafts {
        for change in changes.iter().filter(|change| change.rule == id.text) {
            change.apply(&mut draft.parameters, &mut draft.overlaid);
        }
    }
    if when.is_none() && drafts.iter().any(|draft| draft.when.is_none()) {
        file.get(root, "when", true);
    }
    drafts.sort_by_key(|draft| draft.from);
    let periods: Vec<_> = drafts.iter().map(|draft| (draft.from, draft.to, draft.from_span.clone())).collect();
    check::versions::periods(file, &periods);

    let scope = scope?;
    let mut used: Vec<BTreeSet<String>> = Vec::new();
    let mut conditions: Vec<Option<Condition>> = Vec::new();
    for draft in &drafts {
        let text = draft.when.as_ref().or(when.as_ref());
        let Some(text) = text else {
            used.push(draft.parameters.keys().cloned().collect());
            conditions.push(None);
            continue;
        };
        let names = Names { facts, scope, parameters: &draft.parameters, broken: &draft.broken };
        let understood = understand(text, &file.source, &names);
        file.problems.extend(understood.problems);
        used.push(understood.parameters);
        if let Some(condition) = &understood.condition {
            check::nulls::conditions(file, &condition.root);
            check::ranges::condition(file, &condition.root);
        }
        conditions.push(understood.condition);
    }
    let texts: Vec<&Located> = [&title, &reason].into_iter().flatten().flat_map(|(vi, en)| [vi, en]).collect();
    let parameters: Vec<_> = drafts.iter().map(|draft| &draft.parameters).collect();
    check::texts::numbers(file, &texts, &parameters);
    let title = title.map(|(vi, en)| Said { vi: vi.text, en: en.text });
    let reason = reason.map(|(vi, en)| {
        let versions: Vec<_> = drafts.iter().map(|draft| &draft.parameters).collect();
        let broken: Vec<&String> = drafts.iter().flat_map(|draft| &draft.broken).collect();
        let names = HoleNames { facts, scope, versions: &versions, broken: &broken };
        let mut named = BTreeSet::new();
        let vi = pieces(&vi, &file.source, &names, &mut named, &mut file.problems);
        let en = pieces(&en, &file.source, &names, &mut named, &mut file.problems);
        for used in &mut used {
            used.extend(named.iter().cloned());
        }
        Reason { vi, en }
    });
    for (draft, used) in drafts.iter().zip(&used) {
        for (name, span) in &draft.parameter_spans {
            // A condition that could not be read to its end may name it further on.
            let text = draft.when.as_ref().or(when.as_ref()).map_or("", |when| when.text.as_str());
            if !used.contains(name) && !text.contains(&format!(":{name}")) {
                file.refuse(Text::new("R070-unused-parameter").with("name", name.clone()), span.clone());
            }
        }
    }
    let examples = examples(file, root, scope, facts, &periods);
    check::examples::cover(file, &examples, status);
    let mut versions = Vec::new();
    for (draft, condition) in drafts.into_iter().zip(conditions) {
        let seal = seals.iter_mut().find(|(span, _)| *span == draft.span).map(|(_, seal)| std::mem::take(seal));
        versions.push(Version {
            seal: seal?,
            drafted_by: draft.drafted_by,
            approval: draft.approved.map(|(approval, _)| approval),
            from: draft.from,
            to: draft.to,
            basis: draft.basis,
            confidence: draft.confidence,
            parameters: draft.parameters,
            note: draft.note,
            condition: condition?,
            overlaid: draft.overlaid,
            span: draft.span,
        });
    }
    Some(Rule {
        id: id.text.clone(),
        name: name?.text,
        title: title?,
        status: status?,
        scope,
        severity: severity?,
        reason: reason?,
        noise,
        owner,
        versions,
        examples,
        pack: pack.to_owned(),
        source: file.source.clone(),
    })
}

/// A sentence in both languages.
fn said(file: &mut File, root: Table, key: &'static str) -> Option<(Located, Located)> {
    let table = file.sub(root, key, key, true)?;
    file.only(table, &["vi", "en"]);
    let (vi, en) = (file.text(table, "vi", true), file.text(table, "en", true));
    Some((vi?, en?))
}

fn version(file: &mut File, table: Table) -> Option<Draft> {
    file.only(table, &["from", "to", "basis", "confidence", "drafted_by", "approved", "parameters", "when", "note"]);
    let from = file.date(table, "from", true);
    let to = file.date(table, "to", false);
    if let (Some((from, _)), Some((to, span))) = (&from, &to)
        && to < from
    {
        file.refuse(Text::new("R073-version-backwards").with("from", from.to_string()).with("to", to.to_string()), span.clone());
    }
    let basis = file.texts(table, "basis", true);
    if let Some(basis) = &basis
        && basis.is_empty()
    {
        let span = file.get(table, "basis", false).map_or(table.span(), Spanned::span);
        file.refuse(Text::new("R074-no-basis"), span);
    }
    let confidence = file.one_of(table, "confidence", &Confidence::ALL.map(|confidence| (confidence.name(), confidence)));
    let mut parameters = BTreeMap::new();
    let mut parameter_spans = BTreeMap::new();
    let mut broken = Vec::new();
    if let Some(inner) = file.sub(table, "parameters", "parameters", false) {
        for (key, value) in inner.entries {
            let name = key.get_ref().to_string();
            let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            if !is_name || name == "as_of" {
                file.refuse(Text::new("R014-parameter-name").with("name", name), key.span());
                continue;
            }
            match file.parameter(&name, value) {
                Some(parameter) => {
                    parameter_spans.insert(name.clone(), key.span());
                    parameters.insert(name, parameter);
                }
                None => broken.push(name),
            }
        }
    }
    let note = file.text(table, "note", false).map(|text| text.text);
    let drafted_by = file.text(table, "drafted_by", false).map(|text| text.text);
    let approved = approved(file, table, drafted_by.as_deref());
    let when = file.text(table, "when", false);
    let (from, from_span) = from?;
    Some(Draft {
        from,
        from_span,
        to: to.map(|(to, _)| to),
        basis: basis?.into_iter().map(|text| text.text).collect(),
        confidence: confidence?,
        parameters,
        parameter_spans,
        broken,
        note,
        drafted_by,
        approved,
        when,
        span: table.span(),
        overlaid: Vec::new(),
    })
}

/// Who approved a version, and where that is said.
fn approved(file: &mut File, table: Table, drafted_by: Option<&str>) -> Option<(Approval, Range<usize>)> {
    let inner = file.sub(table, "approved", "approved", false)?;
    file.only(inner, &["by", "on", "seal"]);
    let (by, on, seal) = (file.text(inner, "by", true), file.date(inner, "on", true), file.text(inner, "seal", true));
    let by = by?;
    check::approvals::by_another(file, &by, drafted_by);
    let approval = Approval { by: by.text, on: on?.0, seal: seal?.text };
    Some((approval, inner.span()))
}

/// A version's first and last day, and where it stands.
pub(super) type Period = (chrono::NaiveDate, Option<chrono::NaiveDate>, Range<usize>);

fn examples(file: &mut File, root: Table, scope: Scope, facts: &[Fact], periods: &[Period]) -> Vec<Example> {
    let mut out: Vec<Example> = Vec::new();
    for table in file.tables(root, "example", "[[example]]", false) {
        file.only(table, &["name", "as_of", "facts", "unknown", "expect", "expect_version", "expect_missing", "expect_reason"]);
        let name = file.text(table, "name", true);
        if let Some(name) = &name
            && out.iter().any(|example| example.name == name.text)
        {
            file.refuse(Text::new("R075-example-twice").with("name", name.text.clone()), name.span.clone());
        }
        let as_of = file.date(table, "as_of", true);
        let expect = file.one_of(table, "expect", &Outcome::ALL.map(|outcome| (outcome.name(), outcome)));
        let expect_version = file.date(table, "expect_version", false);
        let expect_missing = file.texts(table, "expect_missing", false);
        let unknown = file.texts(table, "unknown", false).unwrap_or_default();
        for name in expect_missing.iter().flatten().chain(&unknown) {
            if let Err(text) = check::names::fact(&name.text, scope, facts) {
                file.refuse(text, name.span.clone());
            }
        }
        let expect_reason = file.text(table, "expect_reason", false).map(|text| text.text);
        let mut known = BTreeMap::new();
        if let Some(inner) = file.sub(table, "facts", "facts", true) {
            for (key, value) in inner.entries {
                match check::names::fact(key.get_ref(), scope, facts) {
                    Ok(fact) => {
                        if let Some(value) = example_fact(file, &fact, value) {
                            known.insert(fact.name.to_owned(), value);
                        }
                    }
                    Err(text) => file.refuse(text, key.span()),
                }
            }
        }
        if let Some((day, span)) = &as_of
            && !periods.is_empty()
            && !periods.iter().any(|(from, to, _)| from <= day && to.is_none_or(|to| *day <= to))
        {
            file.refuse(Text::new("R076-example-without-version").with("day", day.to_string()), span.clone());
        }
        if let Some((day, span)) = &expect_version
            && !periods.iter().any(|(from, _, _)| from == day)
        {
            file.refuse(Text::new("R077-no-such-version").with("day", day.to_string()), span.clone());
        }
        let (Some(name), Some((as_of, _)), Some(expect)) = (name, as_of, expect) else { continue };
        out.push(Example {
            name: name.text,
            as_of,
            facts: known,
            expect,
            expect_version: expect_version.map(|(day, _)| day),
            expect_missing: expect_missing.map(|names| names.into_iter().map(|name| name.text).collect()),
            expect_reason,
            span: table.span(),
        });
    }
    out
}

/// What an example says of a fact: a value, or `{ min = …, max = … }` for a fact that may be known within bounds.
fn example_fact(file: &mut File, fact: &Fact, value: &Spanned<DeValue>) -> Option<Known> {
    let DeValue::Table(bounds) = value.get_ref() else {
        return fact_value(file, fact, value).map(Known::exactly);
    };
    let table = Table { entries: bounds, label: "", at: (value.span().start, value.span().end) };
    if !fact.is_interval {
        file.refuse(Text::new("R078-no-bounds").with("name", fact.name), value.span());
        return None;
    }
    file.only(table, &["min", "max"]);
    let mut bound = |key: &'static str| match file.get(table, key, false) {
        Some(value) => fact_value(file, fact, value).map(Some),
        None => Some(None),
    };
    let (min, max) = (bound("min")?, bound("max")?);
    if let (Some(min), Some(max)) = (&min, &max)
        && min.compare(max) == Some(std::cmp::Ordering::Greater)
    {
        file.refuse(Text::new("R079-bounds-crossed").with("name", fact.name), value.span());
        return None;
    }
    Some(Known::between(min, max))
}

fn fact_value(file: &mut File, fact: &Fact, value: &Spanned<DeValue>) -> Option<Value> {
    let parsed = file.value(value)?;
    let fits = match (fact.kind, parsed) {
        (FactType::Real, Value::Int(n)) => return Some(Value::Real(n as f64)),
        // A frame keeps whole numbers in 32 bits.
        (FactType::Int, Value::Int(n)) if i32::try_from(n).is_err() => {
            file.refuse(Text::new("R010-number-too-large").with("found", n.to_string()), value.span());
            return None;
        }
        (FactType::Int, parsed @ Value::Int(_))
        | (FactType::Real, parsed @ Value::Real(_))
        | (FactType::Bool, parsed @ Value::Bool(_))
        | (FactType::Date, parsed @ Value::Date(_))
        | (FactType::Text, parsed @ Value::Text(_)) => return Some(parsed),
        (FactType::Code(codes), Value::Text(code)) => {
            if codes.contains(&&*code) {
                return Some(Value::Text(code));
            }
            file.refuse(check::names::unknown_code(&code, codes).with("fact", fact.name), value.span());
            return None;
        }
        _ => super::condition::Kind::of(fact.kind).message(),
    };
    let text = Text::new("R080-example-value").with("name", fact.name).with("kind", Text::new(fits));
    file.refuse(text, value.span());
    None
}
