//! The comparison for other programs: one JSON document, written as it is made, since a million answers may change.

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::{Map, Value, json};

use super::view::{Tally, View};
use crate::rule::Outcome;
use crate::rule::diff::{Difference, Flip, Moves};

/// The whole comparison.
pub struct Document<'a>(pub &'a View<'a>);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let view = self.0;
        let mut out = serializer.serialize_struct("diff", 11)?;
        out.serialize_field("before", &view.sides[0])?;
        out.serialize_field("after", &view.sides[1])?;
        out.serialize_field("run", view.run)?;
        out.serialize_field("as_of", &view.as_of)?;
        out.serialize_field("population", &view.population)?;
        out.serialize_field("total", &view.total)?;
        out.serialize_field("candidates", &moves(view.people()))?;
        out.serialize_field("rules", &rules(view))?;
        out.serialize_field("provinces", &view.provinces)?;
        out.serialize_field("levels", &Levels(&view.levels))?;
        out.serialize_field("changes", &Changes(view))?;
        out.end()
    }
}

/// `{"clear": {"review": 12, …}, …}`: from what, to what, how many.
fn moves(moves: &Moves) -> Value {
    let to = |from: Outcome| -> Value {
        let cell = |to: Outcome| (to.name().to_owned(), json!(moves[from as usize][to as usize]));
        Value::Object(Outcome::ALL.into_iter().map(cell).collect())
    };
    Value::Object(Outcome::ALL.into_iter().map(|from| (from.name().to_owned(), to(from))).collect())
}

fn rules(view: &View) -> Value {
    let rule = |(difference, of_rows): &(Difference, Moves), tally: &Tally| {
        let what: Vec<String> = difference.what(view.lang).iter().map(|text| text.render(view.lang)).collect();
        json!({
            "rule_id": difference.id, "title": difference.rule().map(|rule| rule.title.get(view.lang)), "what": what,
            "version_before": difference.old.map(|(_, version)| version.from),
            "version_after": difference.new.map(|(_, version)| version.from),
            "rows": moves(of_rows), "total": tally,
        })
    };
    view.diff.rules.iter().zip(&view.rules).map(|(of_rule, tally)| rule(of_rule, tally)).collect()
}

struct Levels<'a>(&'a [(String, Tally)]);

impl Serialize for Levels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(Some(self.0.len()))?;
        for (level, tally) in self.0 {
            out.serialize_entry(level, tally)?;
        }
        out.end()
    }
}

struct Changes<'a>(&'a View<'a>);

impl Serialize for Changes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.diff.flips.iter().map(|flip| change(self.0, flip)))
    }
}

fn change(view: &View, flip: &Flip) -> Value {
    let cause = view.cause(flip);
    let facts: Map<_, _> = cause.facts.iter().map(|(name, known)| ((*name).to_owned(), known.to_json())).collect();
    json!({
        "candidate_id": view.candidate(flip), "record_id": view.record(flip), "province_code": view.province(flip),
        "level": view.level(flip), "rule_id": view.diff.rules[flip.rule as usize].0.id, "before": flip.before.name(),
        "after": flip.after.name(), "facts": facts, "asked_before": cause.before, "asked_after": cause.after,
    })
}
