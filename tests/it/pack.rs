use thamdinh::lang::Lang;
use thamdinh::rule::{Outcome, PackSource, RuleSet};
use thamdinh::table::facts::{FACTS, Scope};

fn pack() -> RuleSet {
    RuleSet::load(&[PackSource::Shipped("congress-14".to_owned())], None, FACTS)
        .unwrap_or_else(|error| panic!("{}", error.render(Lang::En)))
}

#[test]
fn every_example_of_the_shipped_pack_holds() {
    let mut wrong = Vec::new();
    for rule in pack().rules {
        for example in &rule.examples {
            let place = format!("{} “{}”", rule.id, example.name);
            let Some(version) = rule.version(example.as_of) else {
                wrong.push(format!("{place}: no version on {}", example.as_of));
                continue;
            };
            let outcome = Outcome::of(version.decide(&example.facts, example.as_of));
            if outcome != example.expect {
                wrong.push(format!("{place}: {} instead of {}", outcome.name(), example.expect.name()));
            }
            let missing = version.missing(&example.facts, example.as_of);
            if example.expect_missing.as_ref().is_some_and(|expected| *expected != missing) {
                wrong.push(format!("{place}: missing {missing:?}"));
            }
            let reason = rule.reason.fill(Lang::Vi, version, &example.facts, example.as_of);
            if example.expect_reason.as_ref().is_some_and(|part| !reason.contains(part.as_str())) {
                wrong.push(format!("{place}: {reason}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_shipped_pack_loads_without_a_warning() {
    let pack = pack();
    let warnings: Vec<String> = pack.warnings.iter().map(|warning| warning.render(Lang::En)).collect();
    assert!(warnings.is_empty(), "{}", warnings.join("\n"));
    for scope in Scope::ALL {
        assert!(pack.rules.iter().any(|rule| rule.scope == scope), "no rule of scope {}", scope.name());
    }
}

#[test]
fn no_rule_gives_a_verdict() {
    for rule in pack().rules {
        for text in [&rule.title.vi, &rule.title.en] {
            let text = text.to_lowercase();
            for word in ["ineligible", "không đủ điều kiện", "không đủ tiêu chuẩn", "loại khỏi"] {
                assert!(!text.contains(word), "{}: {text}", rule.id);
            }
        }
    }
}

#[test]
fn the_documentation_of_the_facts_is_current() {
    let path = crate::support::root().join("rules/FACTS.md");
    let current = thamdinh::table::facts::document();
    if std::env::var_os("UPDATE_FACTS").is_some() {
        std::fs::write(&path, &current).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == current, "rules/FACTS.md is old: UPDATE_FACTS=1 cargo test --test it documentation_of_the_facts");
}
