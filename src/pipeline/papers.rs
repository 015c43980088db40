//! What of the batch, the rules and the model does a run's folder tell?

use super::{Material, Norms};
use crate::config::Batch;
use crate::lang::{Lang, Text};
use crate::report::{Letter, OverlayLine, RuleLine, RuleValue};
use crate::rule::file::{Parameter, Version};
use crate::rule::set::Overlaid;
use crate::rule::value::Value;
use crate::rule::{Rule, Status};
use crate::table::rejects::RowCount;
use crate::table::run::{Digest, Manifest, Replaced, RunOptions};

/// Everything that is needed to repeat the run.
pub fn manifest(
    material: &Material,
    norms: &Norms,
    batch: &Batch,
    province: Option<&str>,
    rows: &[RowCount],
    template: Digest,
    ledger: Option<Digest>,
) -> Manifest {
    let model = batch.link.model.as_ref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
    Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        options: RunOptions {
            title: batch.title.clone(),
            as_of: batch.as_of,
            opens_on: batch.opens_on,
            level: batch.level,
            province: province.map(str::to_owned),
            ask: batch.link.ask,
            link: batch.link.link,
            ids: batch.ids,
        },
        sources: material.sources.clone(),
        rules: norms.rules.digests.clone(),
        overlays: norms.rules.overlays.iter().map(replaced).collect(),
        answers: material.answers_file.clone(),
        model: Digest { name: model.unwrap_or_else(|| "shipped".to_owned()), sha256: norms.model.sha256.clone() },
        template,
        ledger,
        rows: rows.to_vec(),
        outputs: Vec::new(),
    }
}

fn replaced(overlaid: &Overlaid) -> Replaced {
    let values = |values: &[Value]| values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let code = overlaid.key.as_ref().map(|code| format!("[{code}]")).unwrap_or_default();
    Replaced {
        rule: overlaid.rule.clone(),
        parameter: format!("{}{code}", overlaid.parameter),
        before: values(&overlaid.before),
        after: values(&overlaid.after),
        basis: overlaid.basis.clone(),
    }
}

/// Every rule of the packs as the report lists it, in the order of their identifiers.
pub fn rule_lines(norms: &Norms, batch: &Batch, lang: Lang) -> Vec<RuleLine> {
    let line = |rule: &Rule| {
        let version = rule.version(batch.as_of);
        let not_asked = match version {
            _ if rule.status == Status::Retired => Some("rule-retired"),
            None => Some("rule-not-in-force"),
            Some(_) => None,
        };
        RuleLine {
            id: rule.id.clone(),
            title: rule.title.get(lang).to_owned(),
            version: version.map(Version::name).unwrap_or_default(),
            basis: version.map(Version::basis_text).unwrap_or_default(),
            confidence: version.map(|version| version.confidence.name().to_owned()).unwrap_or_default(),
            severity: rule.severity.name().to_owned(),
            not_asked: not_asked.map(|id| Text::new(id).with("date", batch.as_of).render(lang)),
            values: version.map(values).unwrap_or_default(),
            note: version.and_then(|version| version.note.clone()),
        }
    };
    norms.rules.rules.iter().map(line).collect()
}

/// The parameters of a version, one a line; of a table one for each code.
fn values(version: &Version) -> Vec<RuleValue> {
    let mut out = Vec::new();
    for (name, parameter) in &version.parameters {
        let mut push = |key: Option<String>, value| out.push(RuleValue { name: name.clone(), key, value });
        match parameter {
            Parameter::One(value) => push(None, value.to_json()),
            Parameter::List(values) => push(None, list(values)),
            Parameter::Table(values) => values.iter().for_each(|(code, value)| push(Some(code.to_string()), value.to_json())),
        }
    }
    out
}

/// One value as it is, several as a list.
fn list(values: &[Value]) -> serde_json::Value {
    match values {
        [one] => one.to_json(),
        several => several.iter().map(Value::to_json).collect(),
    }
}

/// What the province put in the place of the packs' values.
pub fn overlay_lines(norms: &Norms) -> Vec<OverlayLine> {
    let line = |overlaid: &Overlaid| OverlayLine {
        rule: overlaid.rule.clone(),
        value: RuleValue { name: overlaid.parameter.clone(), key: overlaid.key.clone(), value: list(&overlaid.after) },
        before: list(&overlaid.before),
        basis: overlaid.basis.clone(),
    };
    norms.rules.overlays.iter().map(line).collect()
}

/// The letterhead that the batch asks for.
pub fn letter(batch: &Batch) -> Letter {
    let letter = batch.letter.clone();
    Letter { superior: letter.superior, commission: letter.commission, place: letter.place, signer: letter.signer }
}
