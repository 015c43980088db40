//! What a rule says of a candidate: why it fired, on which facts, by which law.

use serde_json::Value;

use crate::lang::{Lang, Text};
use crate::review::item::RuleSeen;
use crate::review::web::shell::Shell;
use crate::table::facts::{FACTS, Fact};
use crate::table::show;

/// The facts that tell how sure a link is.
const SURE: [&str; 2] = ["link_prob", "link_state"];

/// A rule, ready to be set.
pub struct RuleView {
    /// `TD102`.
    pub id: String,
    /// What it catches.
    pub title: String,
    /// Since when this version applies.
    pub version: String,
    /// Why it fired.
    pub reason: String,
    /// The law.
    pub basis: String,
    /// `to be confirmed`, where the basis is; empty where it is sure.
    pub confirm: String,
    /// The facts it read.
    pub values: Vec<super::Pair>,
    /// The facts that were missing.
    pub missing: Vec<String>,
    /// Whether it could not be decided.
    pub is_undecided: bool,
}

impl RuleView {
    /// The rule of a flag whose outcome is `outcome`; a blind reader is not told how sure the link is that it relies on.
    pub fn of(s: &Shell, rule: &RuleSeen, outcome: &str, is_blind: bool) -> Self {
        let visible = |text: &str| show::visible(text).into_owned();
        let version = chrono::NaiveDate::parse_from_str(&rule.version, "%Y-%m-%d");
        Self {
            id: visible(&rule.id),
            title: visible(&rule.title),
            version: version.map_or_else(|_| visible(&rule.version), |day| s.lang.date(day)),
            reason: if is_blind && tells_how_sure(rule) { s.say("web-reason-hidden") } else { visible(&rule.reason) },
            basis: visible(law(&rule.basis)),
            confirm: match rule.confidence.as_str() {
                "partly" | "unverified" => s.of_code("confirm", &rule.confidence),
                _ => String::new(),
            },
            values: values(s, rule, is_blind),
            missing: rule.missing.iter().map(|name| fact(s, name)).collect(),
            is_undecided: outcome == "undecided",
        }
    }
}

/// The basis without the run's words that it is to be confirmed: the page says so beside it, and how far.
fn law(basis: &str) -> &str {
    let mark = |lang: Lang| Text::new("judge-basis-to-be-confirmed").with("basis", "").render(lang);
    [Lang::Vi, Lang::En].into_iter().find_map(|lang| basis.strip_suffix(&mark(lang))).unwrap_or(basis)
}

/// A rule that asks about a link says in its reason how likely the link is; so does any other whose record may be somebody else's.
fn tells_how_sure(rule: &RuleSeen) -> bool {
    SURE.iter().any(|name| rule.facts.contains_key(*name)) || rule.reason.contains('%')
}

fn documented(name: &str) -> Option<&'static Fact> {
    FACTS.iter().find(|fact| fact.name == name)
}

/// A documented fact in a few words; the name itself where it is not documented.
pub(super) fn fact(s: &Shell, name: &str) -> String {
    documented(name).map_or_else(|| show::visible(name).into_owned(), |fact| fact.label(s.lang).to_owned())
}

/// The facts the condition read; one that is known within bounds stands in one line.
fn values(s: &Shell, rule: &RuleSeen, is_blind: bool) -> Vec<super::Pair> {
    let mut out = Vec::new();
    for (name, value) in rule.facts.iter().filter(|(name, _)| !(is_blind && SURE.contains(&name.as_str()))) {
        if name.strip_suffix("_max").is_some_and(|base| rule.facts.contains_key(&format!("{base}_min"))) {
            continue;
        }
        let bounds = name.strip_suffix("_min").and_then(|base| Some((base, rule.facts.get(&format!("{base}_max"))?)));
        let (base, most) = bounds.map_or((name.as_str(), None), |(base, most)| (base, Some(most).filter(|most| *most != value)));
        let fact_of = documented(base);
        let shown = match (most, value) {
            (Some(most), _) => format!("{} … {}", word(s, value), word(s, most)),
            // Whether it is missing or there is none, the fact says what an absent value means.
            (None, Value::Null) => {
                fact_of.and_then(|fact| fact.absent(s.lang)).map_or_else(|| word(s, value), |absent| format!("– ({absent})"))
            }
            (None, _) => word(s, value),
        };
        let is_number = !value.is_null() && !value.is_boolean() && !value.is_string();
        let shown = match fact_of.map(|fact| fact.unit) {
            Some("months") if is_number => s.text(&Text::new("web-months").with("months", shown)),
            Some("days") if is_number => s.text(&Text::new("web-days").with("days", shown)),
            _ => shown,
        };
        out.push(super::Pair { label: fact(s, base), value: shown });
    }
    out
}

fn word(s: &Shell, value: &Value) -> String {
    match value {
        Value::Null => s.say("web-unknown"),
        Value::Bool(true) => s.say("web-yes"),
        Value::Bool(false) => s.say("web-no"),
        Value::Number(n) => match n.as_i64() {
            Some(n) => s.lang.count(n),
            None => s.lang.decimal(n.as_f64().unwrap_or(f64::NAN), 2),
        },
        Value::String(value) => text(s, value),
        Value::Array(list) => list.iter().map(|value| word(s, value)).collect::<Vec<_>>().join(" … "),
        Value::Object(known) => {
            let end = |name| known.get(name).filter(|end| !end.is_null()).map(|end| word(s, end));
            show::within(s.lang, end("min"), end("max"))
        }
    }
}

/// A fact that is a text: a day, a code or words.
pub(super) fn text(s: &Shell, text: &str) -> String {
    match chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(day) => s.lang.date(day),
        Err(_) => s.of_code("value", text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::facts::FactType;

    #[test]
    fn every_code_that_a_fact_can_have_is_said_in_words_in_both_languages() {
        for fact in FACTS {
            let FactType::Code(codes) = fact.kind else { continue };
            for code in codes {
                let id = format!("web-value-{}", code.replace('_', "-"));
                assert!([Lang::Vi, Lang::En].into_iter().all(|lang| lang.has(&id)), "{}: {code}", fact.name);
            }
        }
    }

    #[test]
    fn a_basis_says_once_that_it_is_to_be_confirmed() {
        for (basis, shown) in [
            ("Quy định 69-QĐ/TW, Điều 7 (cần xác nhận)", "Quy định 69-QĐ/TW, Điều 7"),
            ("Quy định 69-QĐ/TW, Điều 7 (to be confirmed)", "Quy định 69-QĐ/TW, Điều 7"),
            ("Quy định 69-QĐ/TW, Điều 7", "Quy định 69-QĐ/TW, Điều 7"),
        ] {
            assert_eq!(law(basis), shown);
        }
    }

    #[test]
    fn reasons_that_tell_how_sure_a_link_is_are_known() {
        let rule = |fact: &str, reason: &str| RuleSeen {
            id: "TD105".to_owned(),
            version: "2022-07-06".to_owned(),
            title: String::new(),
            reason: reason.to_owned(),
            basis: String::new(),
            confidence: "verified".to_owned(),
            facts: std::iter::once((fact.to_owned(), Value::Null)).collect(),
            missing: Vec::new(),
        };
        for (fact, reason, tells) in [
            ("link_prob", "…", true),
            ("measure", "chưa chắc hồ sơ này là của ứng viên (xác suất 60,95%); nếu đúng: còn hiệu lực", true),
            ("measure", "quyết định còn hiệu lực, chưa đủ 12 tháng", false),
        ] {
            assert_eq!(tells_how_sure(&rule(fact, reason)), tells, "{reason}");
        }
    }
}
