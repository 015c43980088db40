//! Rule files as they should not be: what is said of each, in both languages, and that nothing worse ever happens.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use thamdinh::diag::{Diagnostic, Level, render_all};
use thamdinh::lang::{Lang, sources};
use thamdinh::rule::{PackSource, RuleSet};
use thamdinh::table::facts::FACTS;

use crate::support::{Workspace, files, fixture, root};

/// The broken files and folders, by name.
fn broken() -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = fs::read_dir(fixture("rules/bad"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.ends_with("README.md"))
        .collect();
    out.sort();
    out
}

fn inspect(path: &Path) -> Vec<Diagnostic> {
    let is_overlay = path.is_file() && String::from_utf8_lossy(&fs::read(path).unwrap()).contains("[[change]]");
    if is_overlay {
        let pack = PackSource::Shipped("congress-14".to_owned());
        return RuleSet::inspect(&[pack], Some(path), FACTS).unwrap().1;
    }
    let paths = if path.is_dir() { files(path, ".toml") } else { vec![path.to_owned()] };
    let named = |path: &PathBuf| (path.strip_prefix(root()).unwrap().display().to_string(), fs::read(path).unwrap());
    inspect_files(paths.iter().map(named).collect())
}

fn inspect_files(files: Vec<(String, Vec<u8>)>) -> Vec<Diagnostic> {
    RuleSet::inspect(&[PackSource::Files { name: "test".to_owned(), files }], None, FACTS).unwrap().1
}

/// What one file that is called as its rule asks for is told, by code.
fn codes(id: &str, text: impl Into<Vec<u8>>) -> Vec<&'static str> {
    inspect_files(vec![(format!("{id}.toml"), text.into())]).iter().map(Diagnostic::code).collect()
}

#[test]
fn every_broken_file_is_told_what_where_and_how_to_mend_it() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/bad");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let here = format!("{}/", root().display());
    let mut wrong = Vec::new();
    for path in broken() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let found = inspect(&path);
        if !found.iter().any(|found| found.code() == &name[..4]) {
            wrong.push(format!("{name}: {:?}", found.iter().map(Diagnostic::code).collect::<Vec<_>>()));
        }
        for one in &found {
            assert!(
                one.text.help(Lang::En).is_some() && one.text.help(Lang::Vi).is_some(),
                "{name}: {} says no mend",
                one.code()
            );
        }
        let said = format!("{}\n{}", render_all(&found, Lang::Vi), render_all(&found, Lang::En)).replace(&here, "");
        settings.bind(|| insta::assert_snapshot!(name.as_str(), said));
    }
    assert!(wrong.is_empty(), "these are not told their own code: {wrong:#?}");
}

#[test]
fn every_code_has_its_broken_file() {
    let (_, rule) = sources(Lang::En).iter().find(|(room, _)| *room == "rule").unwrap();
    let codes: BTreeSet<&str> = rule.lines().filter(|line| line.starts_with('R')).filter_map(|line| line.get(..4)).collect();
    let names: BTreeSet<String> =
        broken().iter().map(|path| path.file_name().unwrap().to_string_lossy()[..4].to_owned()).collect();
    // Ten megabytes, a missing pack and an empty folder cannot lie in a repository: the tests below make them.
    let made = ["R002", "R095", "R096"];
    let missing: Vec<_> = codes.iter().filter(|code| !names.contains(**code) && !made.contains(code)).collect();
    assert!(missing.is_empty(), "no file under fixtures/rules/bad for {missing:?}");
}

#[test]
fn what_no_editor_would_write_is_still_only_told() {
    let good = fs::read_to_string(root().join("rules/congress-14/TD102-higher-post-bar.toml")).unwrap();
    let id = "TD102-higher-post-bar";
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    let parameter = "bar_months = { reprimand = 12, warning = 12, removal = 12 }";
    let of = |value: &str| with(parameter, &format!("bar_months = {value}"));
    let months = "months_since_announcement < :bar_months[measure]";
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
    let cases: Vec<(&str, String, &str)> = vec![
        ("ten megabytes", "# x\n".repeat(10 << 18), "R002"),
        ("lists in lists", of(&deep("[", "]")), "R003"),
        ("tables in tables", of(&deep("{ a = ", " }")), "R003"),
        ("brackets in brackets", with(months, &format!("months_since_announcement < {}", deep("(", ")"))), "R022"),
        ("many NOTs", with("seeks_higher_post", &format!("{} seeks_higher_post", "NOT ".repeat(900))), "R024"),
        ("division by zero", with(months, "months_since_announcement / 0 < 12"), "R057"),
        ("division by what is zero", with(months, "months_since_announcement / (2 - 2) < 12"), "R057"),
        ("a sum beyond all numbers", with(months, "months_since_announcement < 9007199254740991 * 9007199254740991"), "R057"),
        ("a number beyond all numbers", with(months, "months_since_announcement < 99999999999999999999"), "R026"),
        ("the least number there is", of("{ warning = -9223372036854775808 }"), "R010"),
        ("a number without end", of("{ warning = inf }"), "R010"),
        ("no number", of("{ warning = nan }"), "R010"),
        ("the year 99999", with("2022-08-18", "99999-08-18"), "R003"),
        ("the year 9999", with("2022-08-18", "9999-08-18"), "R011"),
        ("the year 99999 in a condition", with(months, "decided_on < DATE '99999-01-01'"), "R030"),
        ("a hundred thousand years", with(months, "decided_on + INTERVAL '100000 years' > :as_of"), "R038"),
        ("a text for a number", of("{ warning = 'ba mươi' }"), "R044"),
        ("a day for a number", of("{ warning = 2025-01-01 }"), "R044"),
        ("a scalar for a table", of("12"), "R037"),
        ("nothing", String::new(), "R004"),
        ("a NUL", good.replace("Còn", "C\0n").replace("Chưa", "\0"), "R003"),
    ];
    for (what, text, code) in cases {
        let found = codes(id, text);
        assert!(found.contains(&code), "{what}: {found:?} instead of {code}");
    }
}

#[test]
fn a_run_with_a_broken_pack_or_overlay_does_not_start() {
    let workspace = Workspace::new();
    workspace.run(&["sample", "s", "--candidates", "20", "--records", "10"]).exits(0);
    let batch = workspace.read("s/batch.toml");
    let pack = |rules: &str| {
        let kept = batch.split("[rules]").next().unwrap();
        workspace.write("s/batch.toml", format!("{kept}\n[rules]\n{rules}\n"));
    };
    workspace.copy(&fixture("rules/bad/R062-unknown-fact-near.toml"), "s/mine/R062-unknown-fact-near.toml");
    pack("packs = [\"mine\"]");
    workspace.run(&["run", "s/batch.toml"]).exits(2).complains(&["R062", "month_since_decision", "months_since_decision"]);
    assert!(!workspace.path("s/out").exists());
    workspace.copy(&fixture("rules/bad/R090-overlay-rule.toml"), "s/local.toml");
    pack("packs = [\"congress-14\"]\noverlay = \"local.toml\"");
    workspace.run(&["run", "s/batch.toml"]).exits(2).complains(&["R090", "XY999"]);
    assert!(!workspace.path("s/out").exists());
    fs::create_dir_all(workspace.path("s/none")).unwrap();
    pack("packs = [\"none\"]");
    workspace.run(&["run", "s/batch.toml"]).exits(2).complains(&["holds no rule file"]);
    workspace.run(&["rules", "check", "nowhere"]).exits(2).complains(&["no pack of rules `nowhere`"]);
}

#[test]
fn all_mistakes_of_a_folder_come_at_once_for_people_and_for_programs() {
    let workspace = Workspace::new();
    workspace.copy(&fixture("rules/bad"), "bad");
    let shown = workspace.run(&["rules", "check", "bad"]).exits(1);
    let document = workspace.run(&["rules", "check", "bad", "--format", "json"]).exits(1).json();
    let of_json: BTreeSet<&str> =
        document["diagnostics"].as_array().unwrap().iter().filter_map(|one| one["code"].as_str()).collect();
    let sarif = workspace.run(&["rules", "check", "bad", "--sarif"]).exits(1).json();
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let of_sarif: BTreeSet<&str> = results.iter().filter_map(|one| one["ruleId"].as_str()).collect();
    assert_eq!(of_json, of_sarif);
    assert!(of_json.len() > 75, "{of_json:?}");
    for code in &of_json {
        assert!(shown.stdout.contains(code), "{code} is not shown\n{shown}");
    }
    let described = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(described[at]["id"], result["ruleId"]);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert!(region["startLine"].as_u64().unwrap() >= 1 && region["startColumn"].as_u64().unwrap() >= 1, "{result}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let found = inspect_files(vec![("TD102-higher-post-bar.toml".to_owned(), bytes)]);
        prop_assert!(found.iter().any(|found| found.level == Level::Error));
    }

    #[test]
    fn a_slip_of_the_hand_gets_an_answer(
        at in any::<prop::sample::Index>(),
        length in 0_usize..12,
        put in "[a-z0-9'\"\\[\\]{}()=<>:,. \n-]{0,6}",
    ) {
        let good = fs::read_to_string(root().join("rules/congress-14/TD102-higher-post-bar.toml")).unwrap();
        let mut letters: Vec<char> = good.chars().collect();
        let start = at.index(letters.len());
        let end = (start + length).min(letters.len());
        letters.splice(start..end, put.chars());
        let text: String = letters.into_iter().collect();
        for found in inspect_files(vec![("TD102-higher-post-bar.toml".to_owned(), text.into_bytes())]) {
            let _ = (found.render(Lang::Vi), found.to_json(Lang::En));
        }
    }
}
