//! What of the batch, the rules and the model does a run's folder tell?

use super::{Material, Norms};
use crate::config::Batch;
use crate::lang::{Lang, Text};
use crate::report::{Letter, RuleLine};
use crate::rule::{Rule, Status, Version};
use crate::table::rejects::RowCount;
use crate::table::run::{Digest, Manifest, RunOptions};

/// Everything that is needed to repeat the run.
pub fn manifest(material: &Material, norms: &Norms, batch: &Batch, province: Option<&str>, rows: &[RowCount]) -> Manifest {
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
        answers: material.answers_file.clone(),
        model: Digest { name: model.unwrap_or_else(|| "shipped".to_owned()), sha256: norms.model.sha256.clone() },
        rows: rows.to_vec(),
        outputs: Vec::new(),
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
        }
    };
    norms.rules.rules.iter().map(line).collect()
}

/// The letterhead that the batch asks for.
pub fn letter(batch: &Batch) -> Letter {
    let letter = batch.letter.clone();
    Letter { superior: letter.superior, commission: letter.commission, place: letter.place, signer: letter.signer }
}
