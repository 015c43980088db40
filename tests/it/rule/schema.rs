//! The schemas of rule files: current, true of every shipped rule, and able to find what is wrong.

use std::fs;

use serde_json::{Map, Value, json};
use thamdinh::rule::schema;

use crate::support::{Workspace, files, fixture, root};

/// A TOML file as editors hand it to a schema: days are texts.
fn document(text: &str) -> Value {
    fn json_of(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(day) => Value::String(day.to_string()),
            toml::Value::String(text) => Value::String(text),
            toml::Value::Integer(n) => json!(n),
            toml::Value::Float(x) => json!(x),
            toml::Value::Boolean(b) => json!(b),
            toml::Value::Array(items) => items.into_iter().map(json_of).collect(),
            toml::Value::Table(table) => {
                Value::Object(table.into_iter().map(|(key, value)| (key, json_of(value))).collect::<Map<_, _>>())
            }
        }
    }
    json_of(toml::Value::Table(text.parse().unwrap()))
}

/// What does not fit, by place: as much of draft 07 as our schemas use, written from its text and knowing nothing of how they are made.
fn misfits(value: &Value, schema: &Value, root: &Value, at: &str, out: &mut Vec<String>) {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let named = root.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("no {name}"));
        return misfits(value, named, root, at, out);
    }
    let mut complain = |what: &str| out.push(format!("{at}: {what}"));
    if let Some(kind) = schema.get("type") {
        let kinds: Vec<&str> =
            kind.as_str().map_or_else(|| kind.as_array().unwrap().iter().filter_map(Value::as_str).collect(), |one| vec![one]);
        let is = |kind: &&str| match *kind {
            "string" => value.is_string(),
            "integer" => value.is_i64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            other => panic!("no kind {other}"),
        };
        if !kinds.iter().any(is) {
            return complain("kind");
        }
    }
    if schema.get("enum").is_some_and(|known| !known.as_array().unwrap().contains(value))
        || schema.get("const").is_some_and(|one| one != value)
    {
        complain("value");
    }
    if schema.get("anyOf").is_some_and(|any| !any.as_array().unwrap().iter().any(|one| fits(value, one, root))) {
        complain("none of several");
    }
    if let Some(text) = value.as_str() {
        let is_day = text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok();
        if text.is_empty() && schema.get("minLength").is_some() {
            complain("empty");
        }
        if schema.get("format").is_some_and(|format| format == "date") && !is_day {
            complain("no day");
        }
        match schema.get("pattern").and_then(Value::as_str) {
            Some("^[A-Z]{1,6}[0-9]{2,6}$") if !text.starts_with(|c: char| c.is_ascii_uppercase()) => complain("pattern"),
            Some("^[a-z0-9-]+$") if !text.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-')) => complain("pattern"),
            _ => {}
        }
    }
    if let Some(items) = value.as_array() {
        if items.is_empty() && schema.get("minItems").is_some() {
            complain("no item");
        }
        if let Some(of_item) = schema.get("items") {
            items.iter().enumerate().for_each(|(i, item)| misfits(item, of_item, root, &format!("{at}[{i}]"), out));
        }
    }
    if let Some(object) = value.as_object() {
        for key in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(key) {
                out.push(format!("{at}: {key} is missing"));
            }
        }
        for (key, inner) in object {
            let inside = format!("{at}.{key}");
            match (schema.get("properties").and_then(|known| known.get(key)), schema.get("additionalProperties")) {
                (Some(known), _) => misfits(inner, known, root, &inside, out),
                (None, Some(Value::Bool(false))) => out.push(format!("{inside}: unknown")),
                (None, Some(other)) => misfits(inner, other, root, &inside, out),
                (None, None) => {}
            }
        }
    }
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        if part.get("if").is_none_or(|condition| fits(value, condition, root)) {
            misfits(value, part.get("then").unwrap_or(part), root, at, out);
        }
    }
}

fn fits(value: &Value, schema: &Value, root: &Value) -> bool {
    let mut out = Vec::new();
    misfits(value, schema, root, "", &mut out);
    out.is_empty()
}

#[test]
fn the_schemas_in_the_folder_of_rules_are_current() {
    let workspace = Workspace::new();
    for kind in ["rule", "overlay"] {
        let printed = workspace.run(&["rules", "schema", kind]).exits(0).stdout;
        let path = root().join(format!("rules/{kind}.schema.json"));
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            fs::write(&path, &printed).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == printed, "rules/{kind}.schema.json is old: `thamdinh rules schema {kind} > rules/{kind}.schema.json`");
    }
}

#[test]
fn every_shipped_rule_fits_and_names_its_schema() {
    let schema = schema::rule();
    for path in files(&root().join("rules/congress-14"), ".toml") {
        let text = fs::read_to_string(&path).unwrap();
        let mut wrong = Vec::new();
        misfits(&document(&text), &schema, &schema, "", &mut wrong);
        assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
        assert!(text.starts_with("#:schema ../rule.schema.json\n"), "{} does not name its schema", path.display());
    }
}

#[test]
fn what_a_schema_can_see_it_refuses() {
    let schema = schema::rule();
    for code in ["R004", "R005", "R006", "R007", "R008", "R009", "R013", "R015", "R016", "R074", "R078", "R080"] {
        let path = files(&fixture("rules/bad"), ".toml")
            .into_iter()
            .find(|path| path.file_name().unwrap().to_string_lossy().starts_with(code));
        let path = path.unwrap_or_else(|| panic!("no file for {code}"));
        assert!(!fits(&document(&fs::read_to_string(&path).unwrap()), &schema, &schema), "{code} fits the schema");
    }
    let schema = schema::overlay();
    let overlay = |text: &str| fits(&document(text), &schema, &schema);
    assert!(overlay("[[change]]\nrule = 'TD102'\nparameter = 'bar_months'\nvalue = { warning = 42 }\nbasis = 'x'"));
    assert!(!overlay("[[change]]\nrule = 'TD102'\nparameter = 'bar_months'\nvalue = { warning = 42 }"));
}
