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

#[test]
fn no_small_mistake_in_the_shipped_pack_goes_unnoticed() {
    let report = thamdinh::rule::test::run(&pack());
    assert!(report.is_passed(), "{}", report.render(Lang::En));
    let left: Vec<String> =
        report.survivors.iter().map(|left| format!("{} {}: {} -> {}", left.place, left.rule, left.before, left.after)).collect();
    assert!(left.is_empty(), "no example notices:\n{}", left.join("\n"));
    assert!(report.mutant_count > 300, "{}", report.mutant_count);
    for rule in &report.coverage {
        assert!(rule.versions_missed.is_empty(), "{}: no example for the versions {:?}", rule.rule, rule.versions_missed);
        assert!(rule.questions_missed.is_empty(), "{}: {:?}", rule.rule, rule.questions_missed);
    }
}

/// The blocks of TOML in a page.
fn blocks(page: &str) -> Vec<String> {
    let text = std::fs::read_to_string(crate::support::root().join(page)).unwrap();
    text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect()
}

#[test]
fn the_rule_that_newcomers_copy_is_right_and_pinned_down_by_its_examples() {
    for page in ["rules/README.md", "rules/README.vi.md"] {
        let [rule, overlay] = &blocks(page)[..] else { panic!("{page} has other blocks") };
        let files = vec![("TD901-two-affairs.toml".to_owned(), rule.clone().into_bytes())];
        let set = RuleSet::load(&[PackSource::Files { name: page.to_owned(), files }], None, FACTS)
            .unwrap_or_else(|error| panic!("{page}: {}", error.render(Lang::En)));
        let report = thamdinh::rule::test::run(&set);
        let is_pinned = report.is_passed() && report.survivors.is_empty();
        assert!(is_pinned && set.warnings.is_empty(), "{page}: {}", report.render(Lang::En));
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), overlay).unwrap();
        let set = RuleSet::load(&[PackSource::Shipped("congress-14".to_owned())], Some(file.path()), FACTS);
        assert_eq!(set.unwrap_or_else(|error| panic!("{page}: {}", error.render(Lang::En))).overlays.len(), 1);
    }
}

#[test]
fn the_pages_for_newcomers_name_every_field_and_function() {
    let schema = thamdinh::rule::schema::rule();
    for page in ["rules/README.md", "rules/README.vi.md"] {
        let text = std::fs::read_to_string(crate::support::root().join(page)).unwrap();
        let version = &schema["properties"]["version"]["items"]["properties"];
        let fields = [&schema["properties"], version].into_iter().flat_map(|part| part.as_object().unwrap().keys());
        for field in fields.filter(|field| *field != "version" && *field != "example") {
            assert!(text.contains(&format!("`{field}")), "{page} does not name {field}");
        }
        for function in thamdinh::rule::condition::Function::ALL {
            assert!(text.contains(&format!("`{}(", function.name())), "{page} does not name {}", function.name());
        }
    }
}

#[test]
fn the_shipped_pack_is_laid_out_as_the_program_lays_it_out() {
    for path in crate::support::files(&crate::support::root().join("rules/congress-14"), ".toml") {
        let text = std::fs::read_to_string(&path).unwrap();
        let laid_out = thamdinh::rule::format::format(&text);
        assert!(laid_out.as_deref() == Some(&text), "{}: `thamdinh rules format rules/congress-14`", path.display());
    }
}
