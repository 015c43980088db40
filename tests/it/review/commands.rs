use std::fs;

use crate::support::Workspace;

/// A small invented batch that keeps a ledger, run once into the folder `a`.
fn batch() -> Workspace {
    let workspace = Workspace::new();
    workspace.run(&["sample", "s", "--candidates", "400", "--records", "300", "--seed", "11"]).exits(0);
    let text = workspace.read("s/batch.toml");
    // A batch as small as this leaves little open; these thresholds leave more to people.
    workspace
        .write("s/batch.toml", format!("{text}\n[link]\nask = 0.01\nlink = 0.999\n\n[review]\nledger = \"ledger.sqlite\"\n"));
    workspace.run(&["run", "s/batch.toml", "--out", "a"]).exits(0).says(&["new questions, 0 still waiting, 0 gone"]);
    workspace
}

/// The cells of a table of a run, by column.
fn rows(workspace: &Workspace, file: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let text = workspace.read(file);
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    reader.records().map(|record| names.iter().cloned().zip(record.unwrap().iter().map(str::to_owned)).collect()).collect()
}

#[test]
fn answers_come_back_into_the_next_run() {
    let workspace = batch();
    let ledger = "s/ledger.sqlite";
    let waiting = workspace.run(&["review", "list", "s/batch.toml", "--format", "json", "--limit", "0"]).exits(0).json();
    let links = rows(&workspace, "a/links.csv");
    let flags = rows(&workspace, "a/flags.csv");
    let asked = links.iter().filter(|row| matches!(row["state"].as_str(), "ask" | "conflict")).count();
    assert_eq!(
        waiting["total"].as_u64().unwrap(),
        u64::try_from(asked + flags.len()).unwrap(),
        "every question is in the ledger"
    );

    let mut ask: Vec<_> = links.iter().filter(|row| row["state"] == "ask").collect();
    // The likeliest first; the least likely is dismissed by one person alone.
    ask.sort_by(|a, b| b["probability"].parse::<f64>().unwrap().total_cmp(&a["probability"].parse().unwrap()));
    let ask = [ask[0], ask[ask.len() - 1]];
    assert!(ask[0]["record_id"] != ask[1]["record_id"], "the batch leaves too little to ask");
    let dismissed = flags.iter().find(|row| row["outcome"] == "review").unwrap();
    let mut answers = "subject,candidate_id,record_id,flag_id,answer,note,by,at\n".to_owned();
    answers += &format!("link,{},{},,same,,Lê An,2026-01-02\n", ask[0]["candidate_id"], ask[0]["record_id"]);
    answers += &format!("link,{},{},,different,khác quê,Lê An,2026-01-02\n", ask[1]["candidate_id"], ask[1]["record_id"]);
    answers += &format!("flag,{},,{},dismissed,,Trần Bình,2026-01-02\n", dismissed["candidate_id"], dismissed["flag_id"]);
    workspace.write("answers.csv", &answers);
    workspace.run(&["review", "import", ledger, "answers.csv"]).exits(2).complains(&[
        "answers.csv, row 2",
        "does not know `Lê An`",
        "--admit",
        "3 rows cannot be",
    ]);
    workspace.run(&["review", "verify", ledger]).exits(0).says(&["The ledger is whole", "0 answers"]);
    workspace
        .run(&["review", "import", ledger, "answers.csv", "--admit"])
        .exits(0)
        .says(&["3 answers taken in", "may answer from now on: Lê An, Trần Bình"]);

    let summary = workspace.run(&["run", "s/batch.toml", "--out", "b", "--format", "json"]).exits(0).json();
    let review = &summary["review"];
    assert_eq!((review["links_same"].as_u64(), review["links_different"].as_u64()), (Some(1), Some(1)), "{summary}");
    assert_eq!((review["flags_dismissed"].as_u64(), review["reopened"].as_u64()), (Some(1), Some(0)), "{summary}");
    assert_eq!(summary["recorded"]["carried"].as_u64(), Some(3), "{summary}");
    let state = |row: &std::collections::BTreeMap<String, String>| {
        let now = rows(&workspace, "b/links.csv");
        let same = |other: &&std::collections::BTreeMap<String, String>| {
            other["candidate_id"] == row["candidate_id"] && other["record_id"] == row["record_id"]
        };
        now.iter().find(same).map(|row| row["state"].clone())
    };
    assert_eq!(state(ask[0]).as_deref(), Some("link"), "settled as one person");
    assert!(state(ask[1]).is_none_or(|state| state == "apart"), "settled as two");
    workspace.run(&["review", "list", "s/batch.toml", "--state", "carried", "--lang", "vi"]).exits(0).says(&[
        "giữ kết luận của lần chạy trước: bác bỏ",
        "cùng một người",
        "khác người",
    ]);
    let manifest: serde_json::Value = serde_json::from_str(&workspace.read("b/manifest.json")).unwrap();
    assert_eq!(manifest["ledger"]["name"], "ledger.sqlite");

    // The same batch and the same answers give the same bytes again, whatever was written into the ledger meanwhile.
    workspace.run(&["run", "s/batch.toml", "--out", "c"]).exits(0);
    for name in ["flags.csv", "flagged.xlsx", "links.csv", "report.html", "manifest.json"] {
        let bytes = |run: &str| fs::read(workspace.path(run).join(name)).unwrap();
        assert!(bytes("b") == bytes("c"), "{name} differs");
    }
    workspace.run(&["review", "verify", ledger]).exits(0);
}

#[test]
fn what_an_answer_changed_is_put_down_to_it() {
    let workspace = batch();
    let links = rows(&workspace, "a/links.csv");
    let flags = rows(&workspace, "a/flags.csv");
    // A pair that is asked and on which a flag rests.
    let pair = links
        .iter()
        .find(|row| {
            row["state"] == "ask"
                && row["probability"].parse::<f64>().unwrap() <= 0.9
                && flags.iter().any(|flag| flag["candidate_id"] == row["candidate_id"] && flag["record_ids"] == row["record_id"])
        })
        .unwrap();
    let answers = format!(
        "subject,candidate_id,record_id,answer,by\nlink,{},{},different,Lê An\n",
        pair["candidate_id"], pair["record_id"]
    );
    workspace.write("answers.csv", &answers);
    workspace.run(&["review", "import", "s/ledger.sqlite", "answers.csv", "--admit"]).exits(0);
    workspace.run(&["run", "s/batch.toml", "--out", "b"]).exits(0);
    let changes = workspace.run(&["compare", "a", "b", "--format", "json"]).exits(1).json();
    let all = changes["changes"].as_array().unwrap();
    assert!(!all.is_empty());
    for change in all {
        assert_eq!(
            (&change["cause"], &change["candidate_id"]),
            (&"answer".into(), &pair["candidate_id"].as_str().into()),
            "{change}"
        );
    }
    workspace.run(&["compare", "a", "b", "--lang", "vi"]).exits(1).says(&["do kết luận của người rà soát"]);
}

#[test]
fn a_change_of_roster_register_or_rule_is_put_down_to_it() {
    let workspace = batch();
    let cause = |workspace: &Workspace, run: &str| -> Vec<String> {
        let changes = workspace.run(&["compare", "a", run, "--format", "json"]).exits(1).json();
        let mut causes: Vec<String> =
            changes["changes"].as_array().unwrap().iter().map(|change| change["cause"].as_str().unwrap().to_owned()).collect();
        causes.sort();
        causes.dedup();
        causes
    };
    let run = |workspace: &Workspace, out: &str| {
        workspace.run(&["run", "s/batch.toml", "--out", out]).exits(0);
    };
    // A flagged candidate leaves the roster.
    let flags = rows(&workspace, "a/flags.csv");
    let roster = workspace.read("s/roster.csv");
    let gone = &flags[0]["candidate_id"];
    let kept = roster.lines().filter(|line| !line.contains(gone.as_str())).collect::<Vec<_>>().join("\n");
    assert!(kept.len() < roster.len());
    workspace.write("s/roster.csv", &kept);
    run(&workspace, "b");
    let changes = workspace.run(&["compare", "a", "b", "--format", "json"]).exits(1).json();
    let of_gone: Vec<_> =
        changes["changes"].as_array().unwrap().iter().filter(|change| change["candidate_id"] == gone.as_str()).collect();
    assert!(!of_gone.is_empty() && of_gone.iter().all(|change| change["cause"] == "roster"), "{changes}");
    workspace.write("s/roster.csv", &roster);

    // Every decision of the register is annulled.
    let register = workspace.read("s/discipline.csv");
    let flagged: std::collections::BTreeSet<&str> = flags.iter().map(|flag| flag["record_ids"].as_str()).collect();
    let fewer: Vec<&str> = register
        .lines()
        .enumerate()
        .filter(|(i, line)| *i == 0 || !flagged.iter().any(|record| !record.is_empty() && line.contains(record)))
        .map(|(_, line)| line)
        .collect();
    workspace.write("s/discipline.csv", fewer.join("\n"));
    run(&workspace, "c");
    let causes = cause(&workspace, "c");
    assert!(causes.contains(&"register".to_owned()) && !causes.contains(&"rule".to_owned()), "{causes:?}");
    workspace.write("s/discipline.csv", &register);

    // A rule leaves the pack; a folder beside the batch is used instead of the shipped one.
    workspace.copy(&crate::support::root().join("rules/congress-14"), "s/congress-14");
    let rule = &flags[0]["rule_id"];
    let file = crate::support::files(&workspace.path("s/congress-14"), ".toml")
        .into_iter()
        .find(|path| path.file_name().unwrap().to_string_lossy().starts_with(rule.as_str()))
        .unwrap();
    fs::remove_file(file).unwrap();
    run(&workspace, "e");
    assert_eq!(cause(&workspace, "e"), ["rule"]);
    fs::remove_dir_all(workspace.path("s/congress-14")).unwrap();

    // Other thresholds of the same model: what was left to people is left to them no longer.
    let batch = workspace.read("s/batch.toml");
    assert!(flags.iter().any(|flag| flag["rule_id"] == "TD203"), "nothing hangs on the thresholds");
    workspace.write("s/batch.toml", batch.replace("ask = 0.01", "ask = 0.9"));
    run(&workspace, "f");
    assert_eq!(cause(&workspace, "f"), ["model"]);
    workspace.run(&["compare", "a", "f", "--lang", "vi"]).exits(1).says(&["do mô hình đối chiếu hoặc ngưỡng của nó thay đổi"]);
    workspace.write("s/batch.toml", &batch);

    // Another day: nothing but the day.
    workspace.run(&["run", "s/batch.toml", "--out", "d", "--as-of", "2027-09-15"]).exits(0);
    assert!(cause(&workspace, "d").contains(&"as_of".to_owned()));
}

#[test]
fn a_ledger_can_be_listed_exported_purged_and_missed() {
    let workspace = batch();
    let ledger = "s/ledger.sqlite";
    workspace
        .run(&["review", "list", "s/batch.toml", "--subject", "flag", "--limit", "2"])
        .exits(0)
        .says(&["TD", "open", "… and "]);
    let exported = workspace.run(&["review", "export", ledger, "out.xlsx", "--format", "json"]).exits(0).json();
    let hash = exported["exported"]["hash"].as_str().unwrap().to_owned();
    workspace.run(&["review", "verify", ledger, "--signed", &hash]).exits(0);
    workspace.run(&["review", "verify", ledger, "--signed", &"0".repeat(63)]).exits(1).says(&["signed off"]);
    workspace.run(&["review", "purge", ledger, "--before", "2000-01-01"]).exits(0).says(&["0 questions"]);
    workspace.run(&["review", "purge", ledger, "--before", "2200-01-01"]).exits(0).says(&["removed with their answers"]);
    workspace.run(&["review", "verify", ledger, "--signed", &hash]).exits(0).says(&["emptied by a purge"]);
    workspace.run(&["review", "verify", "none.sqlite"]).exits(2).complains(&["there is no ledger", "none.sqlite"]);
    workspace.write("not.sqlite", "x".repeat(5000));
    workspace.run(&["review", "verify", "not.sqlite"]).exits(2).complains(&["damaged"]);
    let text = workspace.read("s/batch.toml").replace("ledger.sqlite", "no/such/ledger.sqlite");
    workspace.write("s/other.toml", text);
    workspace.run(&["run", "s/other.toml", "--out", "e"]).exits(2).complains(&["cannot be opened"]);
    assert!(!workspace.path("e").exists(), "a run that cannot keep its questions does not pretend to be one");
}

#[test]
fn two_offices_are_merged_from_the_command_line() {
    let workspace = batch();
    fs::copy(workspace.path("s/ledger.sqlite"), workspace.path("other.sqlite")).unwrap();
    let links = rows(&workspace, "a/links.csv");
    let ask = links.iter().find(|row| row["state"] == "ask").unwrap();
    for (ledger, answer, by) in [("s/ledger.sqlite", "same", "Lê An"), ("other.sqlite", "different", "Trần Bình")] {
        let answers = format!(
            "subject,candidate_id,record_id,answer,by\nlink,{},{},{answer},{by}\n",
            ask["candidate_id"], ask["record_id"]
        );
        workspace.write("answers.csv", &answers);
        workspace.run(&["review", "import", ledger, "answers.csv", "--admit"]).exits(0);
    }
    workspace
        .run(&["review", "import", "s/ledger.sqlite", "other.sqlite"])
        .exits(1)
        .says(&["1 contradictions", "Lê An says “same”, Trần Bình says “different”"]);
    workspace.run(&["review", "list", "s/batch.toml", "--state", "third"]).exits(0).says(&["waiting for a third"]);
    workspace.run(&["review", "verify", "s/ledger.sqlite"]).exits(0);
}

#[test]
fn a_later_day_and_other_peoples_rows_ask_nothing_twice() {
    let workspace = batch();
    let flags = rows(&workspace, "a/flags.csv");
    let links = rows(&workspace, "a/links.csv");
    let mut answers = "subject,candidate_id,record_id,flag_id,answer,by\n".to_owned();
    for flag in &flags {
        answers += &format!("flag,{},,{},dismissed,Lê An\n", flag["candidate_id"], flag["flag_id"]);
    }
    workspace.write("answers.csv", &answers);
    workspace.run(&["review", "import", "s/ledger.sqlite", "answers.csv", "--admit"]).exits(0);
    // Ten candidates nobody asked about leave the roster: frequencies, weights and probabilities of all others move a little.
    let concerned: std::collections::BTreeSet<&str> =
        flags.iter().chain(&links).map(|row| row["candidate_id"].as_str()).collect();
    let roster = workspace.read("s/roster.csv");
    let is_concerned = |line: &str| concerned.iter().any(|id| line.contains(id));
    let mut left = 0;
    let fewer: Vec<&str> = roster
        .lines()
        .enumerate()
        .filter(|(i, line)| {
            let leaves = *i > 0 && left < 10 && !is_concerned(line);
            left += usize::from(leaves);
            !leaves
        })
        .map(|(_, line)| line)
        .collect();
    assert_eq!(left, 10);
    workspace.write("s/roster.csv", fewer.join("\n"));
    let summary =
        workspace.run(&["run", "s/batch.toml", "--out", "b", "--as-of", "2025-09-28", "--format", "json"]).exits(0).json();
    let recorded = &summary["recorded"];
    let count = |name: &str| recorded[name].as_u64().unwrap();
    let answered = u64::try_from(flags.len()).unwrap();
    assert!(count("carried") * 20 >= answered * 19, "{answered} answered: {recorded}");
    assert!(count("reopened") * 50 <= answered, "{answered} answered: {recorded}");
}
