use std::fs;
use std::path::Path;

use crate::support::{Workspace, files};

/// A small invented batch, and the folder it lies in.
fn batch(candidates: &str, records: &str) -> Workspace {
    let workspace = Workspace::new();
    workspace.run(&["sample", "s", "--candidates", candidates, "--records", records, "--seed", "11"]).exits(0);
    workspace
}

/// Every file below `dir` with its bytes.
fn contents(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let name = |path: &Path| path.strip_prefix(dir).unwrap().display().to_string();
    files(dir, "").iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

#[test]
fn a_run_accounts_for_every_row_and_writes_every_file() {
    let workspace = batch("300", "150");
    let ran = workspace.run(&["run", "s/batch.toml", "--format", "json"]).exits(0);
    let summary = ran.json();
    for rows in summary["rows"].as_array().unwrap() {
        let count = |name: &str| rows[name].as_u64().unwrap();
        assert_eq!(count("read"), count("used") + count("rejected"), "{rows}");
    }
    let sum: u64 = ["flagged", "undecided", "clear"].iter().map(|name| summary[*name].as_u64().unwrap()).sum();
    assert_eq!(sum, 300, "{ran}");
    for name in [
        "report.html",
        "flagged.xlsx",
        "flags.parquet",
        "flags.csv",
        "links.parquet",
        "links.csv",
        "evidence.parquet",
        "rejects.csv",
        "summary.json",
        "manifest.json",
    ] {
        assert!(workspace.path("s/out").join(name).is_file(), "{name} is missing\n{ran}");
    }
}

#[test]
fn the_summary_is_told_in_plain_words_in_both_languages() {
    let workspace = batch("300", "150");
    workspace.run(&["run", "s/batch.toml", "--lang", "vi", "--out", "vi"]).exits(0).says(&[
        "Ngày thẩm định: 15/09/2025",
        "300 dòng đọc vào = 300 dòng dùng + 0 dòng loại",
        "Báo cáo: vi/report.html ([TIME])",
    ]);
    workspace.run(&["run", "s/batch.toml", "--lang", "en", "--out", "en"]).exits(0).says(&[
        "Date of judgement: 15/09/2025",
        "300 rows in = 300 used + 0 rejected",
        "Report: en/report.html ([TIME])",
    ]);
}

#[test]
fn the_same_batch_gives_the_same_bytes_with_any_number_of_threads() {
    let workspace = batch("400", "300");
    for threads in ["1", "2", "8"] {
        workspace.run(&["run", "s/batch.toml", "--out", threads, "--threads", threads, "--quiet"]).exits(0);
    }
    let timeless = |threads: &str| -> Vec<_> {
        contents(&workspace.path(threads)).into_iter().filter(|(name, _)| name != "summary.json").collect()
    };
    let first = timeless("1");
    assert!(first.len() >= 10);
    for threads in ["2", "8"] {
        for ((name, one), (other_name, other)) in first.iter().zip(&timeless(threads)) {
            assert_eq!(name, other_name);
            assert!(one == other, "{name} differs with {threads} threads");
        }
    }
}

#[test]
fn the_order_of_a_roster_decides_nothing() {
    let workspace = batch("300", "200");
    workspace.run(&["run", "s/batch.toml", "--out", "a", "--quiet"]).exits(0);
    let roster = workspace.read("s/roster.csv");
    let (header, rows) = roster.split_once('\n').unwrap();
    let rows: Vec<&str> = rows.lines().rev().collect();
    workspace.write("s/roster.csv", format!("{header}\n{}\n", rows.join("\n")));
    workspace.run(&["run", "s/batch.toml", "--out", "b", "--quiet"]).exits(0);
    for table in ["flags.csv", "links.csv"] {
        assert_eq!(workspace.read(&format!("a/{table}")), workspace.read(&format!("b/{table}")), "{table}");
    }
}

#[test]
fn an_earlier_run_is_replaced_only_when_asked_and_nothing_else_ever() {
    let workspace = batch("60", "30");
    workspace.run(&["run", "s/batch.toml"]).exits(0);
    workspace.run(&["run", "s/batch.toml"]).exits(2).complains(&["exists and is not empty", "--replace", "out"]);
    workspace.run(&["run", "s/batch.toml", "--replace", "--as-of", "01/11/2025"]).exits(0);
    assert!(workspace.read("s/out/manifest.json").contains("2025-11-01"));
    workspace.write("mine/letter.txt", "keep me");
    workspace.run(&["run", "s/batch.toml", "--replace", "--out", "mine"]).exits(2).complains(&["holds something else"]);
    assert_eq!(workspace.read("mine/letter.txt"), "keep me");
    // What fails leaves the earlier run where it was.
    workspace.write("s/roster.csv", "");
    workspace.run(&["run", "s/batch.toml", "--replace"]).exits(2);
    assert!(workspace.read("s/out/manifest.json").contains("2025-11-01"));
    assert!(!workspace.path("s/out.old").exists());
}

#[test]
fn each_province_gets_its_own_run_and_nobody_is_left_out() {
    let workspace = batch("200", "60");
    let ran = workspace.run(&["run", "s/batch.toml", "--each-province", "--format", "json", "--out", "all"]).exits(0);
    let document = ran.json();
    let runs = document["provinces"].as_array().unwrap();
    assert!(runs.len() > 10);
    let candidates: u64 = runs.iter().map(|run| run["candidates"].as_u64().unwrap()).sum();
    assert_eq!(candidates, 200);
    let code = runs[0]["province"].as_str().unwrap();
    assert!(workspace.path("all").join(code).join("report.html").is_file());
    // One page over them: each is named once, and the last line is their sum.
    let index = workspace.read("all/index.html");
    for run in runs {
        let link = format!(r#"href="{}/report.html""#, run["province"].as_str().unwrap());
        assert_eq!(index.matches(&link).count(), 1, "{link}");
    }
    let last = index.split(r#"<tr class="chosen">"#).nth(1).unwrap();
    let flagged: u64 = runs.iter().map(|run| run["flagged"].as_u64().unwrap()).sum();
    assert!(last.contains(r#"<td class="n">200</td>"#) && last.contains(&format!(r#"<td class="n">{flagged}</td>"#)), "{last}");
    // Such a folder can be replaced like that of one run.
    workspace.run(&["run", "s/batch.toml", "--each-province", "--replace", "--out", "all"]).exits(0).says(&["all/index.html"]);
    // The same province alone comes to the same.
    workspace.run(&["run", "s/batch.toml", "--province", code, "--out", "one"]).exits(0);
    assert_eq!(
        fs::read(workspace.path("one/flags.csv")).unwrap(),
        fs::read(workspace.path("all").join(code).join("flags.csv")).unwrap()
    );
    workspace
        .run(&["run", "s/batch.toml", "--province", "77x", "--out", "none"])
        .exits(2)
        .complains(&["`77x`", "the codes in the roster"]);
}

#[test]
fn the_tables_of_every_step_are_kept_for_their_owner_only() {
    let workspace = batch("60", "30");
    workspace.run(&["run", "s/batch.toml", "--keep-steps", "steps"]).exits(0);
    for name in ["read-1-roster", "clean-candidates", "clean-cases", "link-links", "link-evidence", "judge-flags"] {
        let path = workspace.path("steps").join(format!("{name}.parquet"));
        assert!(path.is_file(), "{name} is missing");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0, "{name} can be read by others");
        }
    }
}

#[test]
fn links_are_measured_and_each_is_explained_to_the_last_bit() {
    let workspace = batch("400", "300");
    workspace.run(&["run", "s/batch.toml"]).exits(0);
    let measured = workspace.run(&["link", "eval", "s/out", "s/truth.csv", "--format", "json"]).exits(0).json();
    assert!(measured["average_precision"].as_f64().unwrap() > 0.9, "{measured}");
    workspace.run(&["link", "eval", "s/out", "s/truth.csv"]).exits(0).says(&["Average precision", "rec."]);
    let links = workspace.read("s/out/links.csv");
    let shown = links.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()).filter(|cells| cells[5] != "apart");
    for cells in shown.take(20) {
        let pair = workspace.run(&["link", "explain", "s/out", cells[0], cells[1], "--format", "json"]).exits(0).json();
        let sum: f64 = pair["evidence"].as_array().unwrap().iter().map(|finding| finding["weight"].as_f64().unwrap()).sum();
        assert_eq!(sum.to_bits(), pair["match_weight"].as_f64().unwrap().to_bits(), "{pair}");
    }
    workspace.run(&["link", "explain", "s/out", "C-NOBODY", "R-NONE"]).exits(2).complains(&["kept no pair", "links.csv"]);
    workspace.write("bad.csv", "who,what\n1,2\n");
    workspace.run(&["link", "eval", "s/out", "bad.csv"]).exits(2).complains(&["true pairs is not understood", "bad.csv"]);
}

#[test]
fn a_trained_model_is_one_that_a_batch_can_name() {
    let workspace = batch("400", "300");
    let model = workspace.run(&["link", "train", "s/batch.toml"]).exits(0).stdout;
    workspace.write("s/model.toml", &model);
    let batch = workspace.read("s/batch.toml");
    assert!(!batch.contains("[link]"));
    workspace.write("s/batch.toml", format!("{batch}\n[link]\nmodel = \"model.toml\"\n"));
    workspace.run(&["run", "s/batch.toml"]).exits(0);
    let manifest: serde_json::Value = serde_json::from_str(&workspace.read("s/out/manifest.json")).unwrap();
    assert_eq!(manifest["model"]["name"], "model.toml", "{manifest}");
}

#[test]
fn two_runs_are_compared_with_the_cause_of_each_change() {
    let workspace = batch("300", "150");
    workspace.run(&["run", "s/batch.toml", "--out", "a"]).exits(0);
    workspace.run(&["run", "s/batch.toml", "--out", "b"]).exits(0);
    workspace.run(&["compare", "a", "b"]).exits(0).says(&["come to the same"]);
    workspace.run(&["run", "s/batch.toml", "--as-of", "2026-09-15", "--out", "c"]).exits(0);
    workspace.run(&["compare", "a", "c"]).exits(1).says(&["another date of judgement"]);
    let changes = workspace.run(&["compare", "a", "c", "--format", "json"]).exits(1).json();
    assert!(!changes["changes"].as_array().unwrap().is_empty());
}

#[test]
fn check_says_what_was_understood_and_judges_nothing() {
    let workspace = batch("60", "30");
    workspace.run(&["check", "s/batch.toml"]).says(&["roster.csv", "→ full_name", "60 rows in = 60 used + 0 rejected"]);
    assert!(!workspace.path("s/out").exists());
    let document = workspace.run(&["check", "s/batch.toml", "--format", "json"]).json();
    assert_eq!(document["sources"].as_array().unwrap().len(), 5);
}

#[test]
fn each_rule_is_explained_for_a_candidate_of_a_run() {
    let workspace = batch("60", "30");
    workspace.run(&["run", "s/batch.toml"]).exits(0);
    let flags = workspace.read("s/out/flags.csv");
    let cells: Vec<&str> = flags.lines().nth(1).unwrap().split(',').collect();
    let (candidate, rule) = (cells[1], cells[2]);
    let explained = workspace.run(&["rules", "explain", "s/out", candidate, rule, "--format", "json"]).exits(0).json();
    let of_rule = explained.as_array().unwrap();
    assert!(!of_rule.is_empty() && of_rule.iter().all(|asked| asked["explanation"]["rule"] == rule), "{explained}");
    workspace.run(&["rules", "explain", "s/out", candidate]).exits(0).says(&["TD211", rule]);
    workspace.run(&["rules", "explain", "s/out"]).exits(2).complains(&["<CANDIDATE> is missing"]);
    workspace.run(&["rules", "explain", "s/out", "C-NOBODY"]).exits(2).complains(&["no candidate `C-NOBODY`"]);
}
