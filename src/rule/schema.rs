//! How does an editor know what a rule file may hold?
//!
//! A JSON Schema for rule files and one for overlays: editors complete keys and facts from them and underline what does not fit,
//! while the file is written. What a schema cannot say (what a condition means, whether versions overlap) is said by `rules check`.

use serde_json::{Map, Value, json};

use super::file::{Confidence, Outcome, Severity, Status};
use crate::lang::Lang;
use crate::table::facts::{FACTS, Fact, FactType, Scope};

const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

/// The schema of a rule file.
pub fn rule() -> Value {
    let version = object(
        &["from", "basis", "confidence"],
        vec![
            ("from", day("schema-from")),
            ("to", day("schema-to")),
            ("basis", json!({ "type": "array", "minItems": 1, "items": filled(), "description": said("schema-basis") })),
            ("confidence", one_of("schema-confidence", Confidence::ALL.map(Confidence::name))),
            ("drafted_by", text("schema-drafted-by")),
            ("approved", approved()),
            ("parameters", parameters()),
            ("when", text("schema-version-when")),
            ("note", text("schema-note")),
        ],
    );
    let example = object(
        &["name", "as_of", "facts", "expect"],
        vec![
            ("name", text("schema-example-name")),
            ("as_of", day("schema-example-as-of")),
            ("facts", json!({ "type": "object", "description": said("schema-example-facts") })),
            ("unknown", texts("schema-example-unknown")),
            ("expect", one_of("schema-expect", Outcome::ALL.map(Outcome::name))),
            ("expect_version", day("schema-expect-version")),
            ("expect_missing", texts("schema-expect-missing")),
            ("expect_reason", text("schema-expect-reason")),
        ],
    );
    let mut out = object(
        &["id", "name", "title", "status", "scope", "severity", "reason", "version"],
        vec![
            ("id", json!({ "type": "string", "pattern": "^[A-Z]{1,6}[0-9]{2,6}$", "description": said("schema-id") })),
            ("name", json!({ "type": "string", "pattern": "^[a-z0-9-]+$", "description": said("schema-name") })),
            ("title", sentence("schema-title")),
            ("status", one_of("schema-status", Status::ALL.map(Status::name))),
            ("scope", one_of("schema-scope", Scope::ALL.map(Scope::name))),
            ("severity", one_of("schema-severity", Severity::ALL.map(Severity::name))),
            ("when", text("schema-when")),
            ("reason", sentence("schema-reason")),
            ("noise", text("schema-noise")),
            ("owner", text("schema-owner")),
            ("version", json!({ "type": "array", "minItems": 1, "items": version, "description": said("schema-version") })),
            ("example", json!({ "type": "array", "items": example, "description": said("schema-example") })),
        ],
    );
    // Which facts an example may give depends on what the rule is about.
    let of_scope = |scope: Scope| {
        json!({
            "if": { "required": ["scope"], "properties": { "scope": { "const": scope.name() } } },
            "then": { "properties": { "example": { "items": { "properties": { "facts": facts(scope) } } } } },
        })
    };
    out.insert("allOf".to_owned(), Scope::ALL.map(of_scope).into());
    let definitions: Map<String, Value> = FACTS.iter().map(|fact| (definition(fact), value(fact))).collect();
    out.insert("definitions".to_owned(), definitions.into());
    document("schema-rule", out)
}

/// The schema of a province's overlay.
pub fn overlay() -> Value {
    let change = object(
        &["rule", "parameter", "value", "basis"],
        vec![
            ("rule", text("schema-change-rule")),
            ("parameter", text("schema-change-parameter")),
            ("value", parameter("schema-change-value")),
            ("basis", text("schema-change-basis")),
        ],
    );
    let changes = json!({ "type": "array", "minItems": 1, "items": change });
    document("schema-overlay", object(&["change"], vec![("change", changes)]))
}

fn document(title: &'static str, body: Map<String, Value>) -> Value {
    let mut out = Map::new();
    out.insert("$schema".to_owned(), DIALECT.into());
    out.insert("title".to_owned(), said(title).into());
    out.extend(body);
    Value::Object(out)
}

/// What stands beside a key while it is written: an officer reads the first half, whoever keeps the program the second.
fn said(id: &'static str) -> String {
    format!("{} | {}", Lang::Vi.say(id), Lang::En.say(id))
}

fn object(required: &[&str], properties: Vec<(&str, Value)>) -> Map<String, Value> {
    let properties: Map<String, Value> = properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let mut out = Map::new();
    out.insert("type".to_owned(), "object".into());
    out.insert("required".to_owned(), required.into());
    out.insert("properties".to_owned(), properties.into());
    out.insert("additionalProperties".to_owned(), false.into());
    out
}

fn filled() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

fn text(id: &'static str) -> Value {
    json!({ "type": "string", "minLength": 1, "description": said(id) })
}

fn texts(id: &'static str) -> Value {
    json!({ "type": "array", "items": filled(), "description": said(id) })
}

/// A bare TOML date; editors hand it on as a text.
fn day(id: &'static str) -> Value {
    json!({ "type": "string", "format": "date", "description": said(id) })
}

fn one_of<const N: usize>(id: &'static str, names: [&'static str; N]) -> Value {
    json!({ "type": "string", "enum": names.as_slice(), "description": said(id) })
}

fn sentence(id: &'static str) -> Value {
    let mut out = object(&["vi", "en"], vec![("vi", filled()), ("en", filled())]);
    out.insert("description".to_owned(), said(id).into());
    Value::Object(out)
}

fn approved() -> Value {
    let fields = vec![("by", filled()), ("on", json!({ "type": "string", "format": "date" })), ("seal", filled())];
    let mut out = object(&["by", "on", "seal"], fields);
    out.insert("description".to_owned(), said("schema-approved").into());
    Value::Object(out)
}

fn parameters() -> Value {
    json!({
        "type": "object", "propertyNames": { "pattern": "^[a-z][a-z0-9_]*$" }, "additionalProperties": parameter("schema-parameter"),
        "description": said("schema-parameters"),
    })
}

/// A scalar, a list of scalars, or a table of scalars by code.
fn parameter(id: &'static str) -> Value {
    let scalar = json!({ "type": ["number", "string", "boolean"] });
    json!({
        "anyOf": [
            scalar, { "type": "array", "minItems": 1, "items": scalar },
            { "type": "object", "minProperties": 1, "additionalProperties": scalar },
        ],
        "description": said(id),
    })
}

/// The facts that an example of a scope may give.
fn facts(scope: Scope) -> Value {
    let fact = |fact: &Fact| (fact.name.to_owned(), json!({ "$ref": format!("#/definitions/{}", definition(fact)) }));
    let read = FACTS.iter().filter(|fact| fact.scope == scope || fact.scope == Scope::Candidate);
    json!({ "properties": read.map(fact).collect::<Map<_, _>>(), "additionalProperties": false })
}

/// A name is a fact's own among the candidate's and those of one other scope only.
fn definition(fact: &Fact) -> String {
    format!("{}-{}", fact.scope.name(), fact.name)
}

fn value(fact: &Fact) -> Value {
    let one = match fact.kind {
        FactType::Int => json!({ "type": "integer" }),
        FactType::Real => json!({ "type": "number" }),
        FactType::Bool => json!({ "type": "boolean" }),
        FactType::Date => json!({ "type": "string", "format": "date" }),
        FactType::Text => json!({ "type": "string" }),
        FactType::Code(codes) => json!({ "type": "string", "enum": codes }),
    };
    let described = |mut value: Value| {
        value["description"] = format!("{} | {}", fact.vi, fact.en).into();
        value
    };
    if !fact.is_interval {
        return described(one);
    }
    // What is known only within bounds.
    let bounds = object(&[], vec![("min", one.clone()), ("max", one.clone())]);
    described(json!({ "anyOf": [one, bounds] }))
}
