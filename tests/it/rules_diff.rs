use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

use crate::support::{Workspace, root};

/// An invented batch of `candidates`, and beside it `mine`: the shipped pack as an officer has changed it.
fn workspace(candidates: &str, records: &str) -> Workspace {
    let workspace = Workspace::new();
    workspace
        .run(&["sample", "s", "--candidates", candidates, "--records", records, "--seed", "11", "--with-records", "0.3"])
        .exits(0);
    workspace.copy(&root().join("rules/congress-14"), "s/mine");
    let change = |rule: &str, from: &str, to: &str| {
        let text = workspace.read(&format!("s/mine/{rule}.toml"));
        assert!(text.contains(from), "{rule}: {from}");
        workspace.write(&format!("s/mine/{rule}.toml"), text.replace(from, to));
    };
    change("TD312-service-re-election", "months = 48", "months = 60");
    change("TD105-decision-in-force", "lapse_months = 12", "lapse_months = 36");
    change("TD301-birth-date-missing", "status   = \"active\"", "status   = \"retired\"");
    change("TD102-higher-post-bar", "\n  AND seeks_higher_post", "");
    workspace.write("s/mine/TD901-known-date.toml", NEW_RULE);
    workspace
}

const NEW_RULE: &str = r#"id       = "TD901"
name     = "known-date"
status   = "active"
scope    = "candidate"
severity = "note"
when     = "has_home_place AND is_birth_day_known"
title.vi = "x"
title.en = "x"
reason.vi = "x"
reason.en = "x"

[[version]]
from       = 2020-01-01
basis      = ["X"]
confidence = "unverified"

[[example]]
name   = "a"
as_of  = 2025-09-15
facts  = { has_home_place = true, is_birth_day_known = true }
expect = "review"

[[example]]
name   = "b"
as_of  = 2025-09-15
facts  = { has_home_place = true, is_birth_day_known = false }
expect = "clear"
"#;

type Key = (String, String, String);

/// Outcomes by candidate, rule and record, as the run in `folder` flagged them.
fn flags(workspace: &Workspace, folder: &str) -> BTreeMap<Key, String> {
    let text = workspace.read(&format!("{folder}/flags.csv"));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| ((row[1].to_owned(), row[2].to_owned(), row[9].to_owned()), row[4].to_owned())).collect()
}

/// The pairs whose identity is open: of these the report folds some flags into others.
fn open_pairs(workspace: &Workspace, folder: &str) -> BTreeSet<(String, String)> {
    let text = workspace.read(&format!("{folder}/links.csv"));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.filter(|row| &row[5] != "link").map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

fn text<'a>(change: &'a Value, key: &str) -> &'a str {
    change[key].as_str().unwrap_or_default()
}

#[test]
fn a_diff_foretells_exactly_what_a_run_under_the_new_rules_says() {
    let workspace = workspace("1500", "900");
    workspace.run(&["run", "s/batch.toml", "--out", "a"]).exits(0);
    let batch = workspace.read("s/batch.toml").replace("\"congress-14\"", "\"mine\"");
    workspace.write("s/batch.toml", batch);
    workspace.run(&["run", "s/batch.toml", "--out", "b"]).exits(0);
    let document = workspace.run(&["rules", "diff", "congress-14", "s/mine", "--run", "a", "--format", "json"]).exits(1).json();

    let (before, after, open) = (flags(&workspace, "a"), flags(&workspace, "b"), open_pairs(&workspace, "a"));
    let is_sure = |(candidate, _, record): &&Key| !open.contains(&(candidate.clone(), record.clone()));
    let said = |flags: &BTreeMap<Key, String>, key: &Key| flags.get(key).cloned().unwrap_or_else(|| "clear".to_owned());
    let keys: BTreeSet<&Key> = before.keys().chain(after.keys()).filter(is_sure).collect();
    let moved = keys.into_iter().map(|key| (key.clone(), said(&before, key), said(&after, key)));
    let expected: BTreeSet<_> = moved.filter(|(_, before, after)| before != after).collect();

    let changes = document["changes"].as_array().unwrap();
    let key = |change: &Value| {
        (text(change, "candidate_id").to_owned(), text(change, "rule_id").to_owned(), text(change, "record_id").to_owned())
    };
    let foretold: BTreeSet<_> = changes
        .iter()
        .map(|change| (key(change), text(change, "before").to_owned(), text(change, "after").to_owned()))
        .filter(|(key, _, _)| is_sure(&key))
        .collect();
    assert!(expected.len() > 1_000, "{}", expected.len());
    for rule in ["TD102", "TD105", "TD301", "TD312", "TD901"] {
        assert!(expected.iter().any(|((_, of, _), _, _)| of == rule), "nothing moves by {rule}");
    }
    let only: Vec<_> = expected.symmetric_difference(&foretold).collect();
    assert!(only.is_empty(), "one side only: {only:#?}");

    // Every change names the facts that did it, and the totals are sums of the changes.
    for change in changes {
        assert!(!change["facts"].as_object().unwrap().is_empty(), "{change}");
        let asked = ["asked_before", "asked_after"].map(|side| change[side].as_array().unwrap().len());
        assert!(asked.iter().sum::<usize>() > 0, "{change}");
    }
    let sum = |groups: &Value| -> u64 {
        let totals = groups.as_object().unwrap().values();
        totals
            .map(|total| ["to_review", "to_undecided", "to_clear"].iter().map(|to| total[to].as_u64().unwrap()).sum::<u64>())
            .sum()
    };
    let count = u64::try_from(changes.len()).unwrap();
    assert_eq!((sum(&document["provinces"]), sum(&document["levels"])), (count, count));
    let people: BTreeSet<&str> = changes.iter().map(|change| text(change, "candidate_id")).collect();
    assert_eq!(document["total"]["candidates"], people.len());
    let gravest: u64 = document["candidates"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|to| to.as_object().unwrap().values())
        .map(|n| n.as_u64().unwrap())
        .sum();
    assert_eq!(gravest, 1_500);
    let warned = changes.iter().find(|change| text(change, "rule_id") == "TD105").unwrap();
    assert_eq!(warned["asked_before"][0], "months_since_announcement < 12");
    assert_eq!(warned["asked_after"][0], "months_since_announcement < 36");
}

#[test]
fn the_same_rules_change_nobody_and_a_file_stands_for_the_pack_around_it() {
    let workspace = workspace("300", "200");
    workspace.run(&["run", "s/batch.toml", "--out", "out"]).exits(0);
    let diff = |old: &str, new: &str, code: i32| workspace.run(&["rules", "diff", old, new, "--run", "out"]).exits(code);
    diff("congress-14", "congress-14", 0).says(&["say the same"]);
    // Only the changed rule of the file; the rest of the pack is as it was.
    diff("congress-14", "s/mine/TD312-service-re-election.toml", 1).says(&[
        "months: 48 → 60",
        "TD312",
        "no flag → review",
        "retirement_month = ",
    ]);
    let ran = diff("congress-14", "s/mine/TD312-service-re-election.toml", 1);
    assert!(!ran.stdout.contains("TD105") && !ran.stdout.contains("TD901"), "{}", ran.stdout);
    workspace.write(
        "local.toml",
        "[[change]]\nrule = \"TD105\"\nparameter = \"lapse_months\"\nvalue = 36\nbasis = \"Quy chế của Tỉnh ủy\"\n",
    );
    diff("congress-14", "local.toml", 1).says(&["lapse_months: 12 → 36", "Quy chế của Tỉnh ủy", "congress-14 with local.toml"]);
    // Both sides under the overlay are the same again.
    workspace.run(&["rules", "diff", "congress-14", "congress-14", "--run", "out", "--overlay", "local.toml"]).exits(0);
    diff("congress-14@2024-06-14", "congress-14@2025-04-14", 1).says(&[
        "versions of 14/06/2024",
        "versions of 14/04/2025",
        "months: 30 → 48",
        "By rule",
        "By province",
        "By level",
    ]);
    let all = workspace
        .run(&["rules", "diff", "congress-14", "s/mine", "--run", "out", "--limit", "0", "--html", "page.html"])
        .exits(1);
    assert!(!all.stdout.contains("more answers"), "{}", all.stdout);
    let page = workspace.read("page.html");
    for part in ["<html lang=\"en\">", "TD312", "months: 48 → 60", "By province", "no flag → review"] {
        assert!(page.contains(part), "the page lacks {part}");
    }
    assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("//"), "the page loads something");
    diff("congress-14", "nowhere", 2).complains(&["no pack of rules `nowhere`"]);
    diff("congress-14", "s/batch.toml", 2).complains(&["R004"]);
    workspace.run(&["rules", "diff", "congress-14", "s/mine", "--run", "s"]).exits(2).complains(&["does not hold a run"]);
}

#[test]
fn without_a_run_an_invented_row_shows_each_difference() {
    let workspace = workspace("20", "10");
    let document = workspace.run(&["rules", "diff", "congress-14", "s/mine", "--format", "json"]).exits(1).json();
    let rules = document["rules"].as_array().unwrap();
    let ids: Vec<&str> = rules.iter().map(|rule| text(rule, "rule_id")).collect();
    assert_eq!(ids, ["TD102", "TD105", "TD301", "TD312", "TD901"]);
    for rule in rules {
        let example = &rule["example"];
        assert!(example["before"] != example["after"] && example["before"].is_string(), "{rule}");
        assert!(example["before"] != "undecided" && example["after"] != "undecided", "{rule}");
    }
    workspace.run(&["rules", "diff", "congress-14", "s/mine"]).exits(1).says(&["for example: ", "lapse_months: 12 → 36"]);
}

#[test]
fn a_watched_diff_runs_again_at_each_save_and_lives_through_mistakes() {
    let workspace = workspace("200", "100");
    workspace.run(&["run", "s/batch.toml", "--out", "out"]).exits(0);
    let mut child = Command::new(env!("CARGO_BIN_EXE_thamdinh"))
        .args(["rules", "diff", "congress-14", "s/mine", "--run", "out", "--watch", "--lang", "en"])
        .current_dir(workspace.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (sender, lines) = mpsc::channel();
    let stdout = child.stdout.take().unwrap();
    std::thread::spawn(move || BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    let wait_for = |part: &str| {
        let mut seen = Vec::new();
        while let Ok(line) = lines.recv_timeout(Duration::from_mins(1)) {
            let is_found = line.contains(part);
            seen.push(line);
            if is_found {
                return;
            }
        }
        panic!("never said `{part}`:\n{}", seen.join("\n"));
    };
    wait_for("months: 48 → 60");
    wait_for("Who, and why");
    let path = "s/mine/TD312-service-re-election.toml";
    let tuned = workspace.read(path).replace("months = 60", "months = 54");
    workspace.write(path, &tuned);
    wait_for("months: 48 → 54");
    wait_for("Who, and why");
    workspace.write(path, tuned.replace("retirement_month) <", "retirement_moth) <"));
    wait_for("R062");
    workspace.write(path, tuned.replace("months = 54", "months = 49"));
    wait_for("months: 48 → 49");
    child.kill().unwrap();
    child.wait().unwrap();
}
