use crate::support::Workspace;

#[test]
fn help_is_whole_in_both_languages() {
    let workspace = Workspace::new();
    let commands: &[&[&str]] = &[
        &[],
        &["run"],
        &["check"],
        &["compare"],
        &["link"],
        &["link", "explain"],
        &["link", "eval"],
        &["link", "train"],
        &["rules"],
        &["rules", "check"],
        &["rules", "test"],
        &["rules", "format"],
        &["rules", "approve"],
        &["rules", "list"],
        &["rules", "facts"],
        &["rules", "schema"],
        &["rules", "explain"],
        &["rules", "diff"],
        &["rules", "lsp"],
        &["review"],
        &["review", "serve"],
        &["review", "account"],
        &["review", "account", "add"],
        &["review", "account", "password"],
        &["review", "account", "disable"],
        &["review", "account", "list"],
        &["review", "list"],
        &["review", "export"],
        &["review", "import"],
        &["review", "verify"],
        &["review", "purge"],
        &["sample"],
        &["init"],
        &["completions"],
    ];
    for lang in ["vi", "en"] {
        let mut all = String::new();
        for command in commands {
            let mut arguments = command.to_vec();
            arguments.extend(["--help", "--lang", lang]);
            let ran = workspace.run(&arguments).exits(0);
            for line in ran.stdout.lines().filter(|line| line.starts_with("  ") && line.trim_start().starts_with(['-', '<', '[']))
            {
                let words = line.trim().split("  ").filter(|part| !part.trim().is_empty()).count();
                assert!(words >= 2, "`{}` has an argument without a word of help: {line}", command.join(" "));
            }
            all.push_str(&format!("=== {}\n{}\n", command.join(" "), ran.stdout));
        }
        insta::assert_snapshot!(format!("help_{lang}"), all);
    }
}

#[test]
fn the_locale_chooses_the_language_and_the_flag_overrules_it() {
    let workspace = Workspace::new();
    let (vi, en) = ("Cách dùng:", "Usage:");
    for (environment, flag, expected) in [
        (&[][..], "", vi),
        (&[("LANG", "C.UTF-8")][..], "", vi),
        (&[("LANG", "vi_VN.UTF-8")][..], "", vi),
        (&[("LANG", "en_GB.UTF-8")][..], "", en),
        (&[("LC_ALL", "vi_VN.UTF-8"), ("LANG", "en_GB.UTF-8")][..], "", vi),
        (&[("LC_ALL", ""), ("LANG", "en_GB.UTF-8")][..], "", en),
        (&[("LANG", "en_GB.UTF-8")][..], "--lang=vi", vi),
    ] {
        let arguments: Vec<&str> = ["--help", flag].into_iter().filter(|word| !word.is_empty()).collect();
        let ran = workspace.run_with(&arguments, environment).exits(0);
        assert!(ran.stdout.contains(expected), "{environment:?} {flag}\n{ran}");
    }
}

#[test]
fn what_cannot_be_done_exits_with_2_and_says_how_to_mend_it() {
    let workspace = Workspace::with(&[("in-the-way/file.txt", "")]);
    for (arguments, parts) in [
        (&["runn", "b.toml"][..], &["no command `runn`", "similar name exists: `run`"][..]),
        (&["run"][..], &["BATCH.toml", "is missing"][..]),
        (&["run", "b.toml", "--as-of", "soon"][..], &["`soon` is not a day", "2025-09-15"][..]),
        (&["run", "b.toml", "--format", "xml"][..], &["`xml`", "text, json"][..]),
        (&["run", "b.toml", "--province", "02", "--each-province"][..], &["cannot be used together"][..]),
        (&["run", "b.toml", "--outt", "x"][..], &["no option `--outt`", "`--out`"][..]),
        (&["run", "b.toml"][..], &["file not found", "b.toml"][..]),
        (&["link", "explain", "out", "a", "b"][..], &["does not hold a run", "manifest.json"][..]),
        (&["compare", "in-the-way", "in-the-way"][..], &["does not hold a run"][..]),
        (&["review", "verify", "l.sqlite"][..], &["there is no ledger", "l.sqlite"][..]),
        (&["link"][..], &["Usage: thamdinh link <COMMAND>"][..]),
    ] {
        workspace.run(arguments).exits(2).complains(parts);
    }
}

#[test]
fn an_error_is_one_json_document_where_json_was_asked_for() {
    let workspace = Workspace::new();
    let ran = workspace.run(&["run", "b.toml", "--format", "json"]).exits(2);
    assert_eq!(ran.json()["error"]["code"], "E001-file-not-found");
    assert_eq!(ran.stderr, "", "{ran}");
}

#[test]
fn a_new_batch_folder_can_be_filled_and_checked() {
    for (lang, folder) in [("vi", "danh-sach"), ("en", "rosters")] {
        let workspace = Workspace::new();
        workspace.run(&["init", "new", "--lang", lang]).exits(0).says(&["new/batch.toml"]);
        assert!(workspace.path("new").join(folder).is_dir());
        // The only mistakes are the files that are not there yet.
        let ran = workspace.run(&["check", "new/batch.toml", "--format", "json"]).exits(2);
        let document = ran.json();
        let found = document["error"]["diagnostics"].as_array().unwrap();
        assert!(found.iter().all(|found| found["code"] == "C016"), "{ran}");
        workspace.run(&["init", "new", "--lang", "en"]).exits(2).complains(&["has a batch file already"]);
    }
}

#[test]
fn completions_are_printed_for_every_shell() {
    let workspace = Workspace::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        workspace.run(&["completions", shell]).exits(0).says(&["thamdinh", "each-province"]);
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    use std::process::{Command, Stdio};
    let program = env!("CARGO_BIN_EXE_thamdinh");
    let mut child =
        Command::new(program).args(["completions", "bash"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{:?}: {}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn piped_output_has_no_colour() {
    let workspace = Workspace::new();
    for arguments in [&["--help"][..], &["run", "b.toml"][..]] {
        let ran = workspace.run(arguments);
        assert!(!ran.stdout.contains('\u{1b}') && !ran.stderr.contains('\u{1b}'), "{ran}");
    }
}
