use crate::support::{Workspace, root};

const TD901: &str = "my-rules/TD901-two-affairs.toml";

/// A folder with the rule that newcomers copy.
fn workspace() -> Workspace {
    let page = std::fs::read_to_string(root().join("rules/README.md")).unwrap();
    let rule = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    Workspace::with(&[(TD901, rule)])
}

#[test]
fn what_one_wrote_another_approves_and_a_later_change_shows() {
    let workspace = workspace();
    let drafted = workspace.read(TD901).replace("parameters = ", "drafted_by = \"Lò Thị Mẫu\"\nparameters = ");
    workspace.write(TD901, &drafted);
    let approve = |by: &str, code: i32| workspace.run(&["rules", "approve", TD901, "--by", by, "--on", "2025-09-01"]).exits(code);
    approve("lò  thị mẫu", 2).complains(&["R087", "cannot approve"]);
    assert_eq!(workspace.read(TD901), drafted, "nothing is written where nobody else approves");
    approve("Vàng Văn Thử", 0).says(&["TD901: 1 versions approved by Vàng Văn Thử"]);
    workspace.run(&["rules", "check", "my-rules"]).exits(0).says(&["0 errors, 0 warnings"]);
    workspace.run(&["rules", "explain", "my-rules", "TD901"]).exits(0).says(&["approved by Vàng Văn Thử on 01/09/2025"]);
    let approved = workspace.read(TD901);
    // Layout and examples are not what was approved; a threshold is.
    workspace.write(TD901, approved.replace("affair_count >= :affairs", "affair_count   >=   :affairs"));
    workspace.run(&["rules", "check", "my-rules"]).exits(0).says(&["0 warnings"]);
    workspace.write(TD901, approved.replace("affairs = 2 }", "affairs = 3 }"));
    workspace.run(&["rules", "check", "my-rules"]).exits(0).says(&[
        "R088",
        "changed since Vàng Văn Thử approved it",
        "1 warnings",
    ]);
    approve("Vàng Văn Thử", 0);
    workspace.run(&["rules", "check", "my-rules"]).exits(0).says(&["0 warnings"]);
    assert_eq!(workspace.read(TD901).matches("approved").count(), 1);
}

#[test]
fn files_are_laid_out_in_one_way_and_a_broken_one_is_left_alone() {
    let workspace = workspace();
    let laid_out = workspace.read(TD901);
    workspace.write(TD901, laid_out.replace("severity = ", "severity     =").replace("\n\n[title]", "\n\n\n\n[title]"));
    workspace.run(&["rules", "format", "my-rules", "--check"]).exits(1).says(&[TD901, "1 of 1"]);
    workspace.run(&["rules", "format", "my-rules"]).exits(0).says(&["1 of 1"]);
    assert_eq!(workspace.read(TD901), laid_out);
    workspace.run(&["rules", "format", "my-rules", "--check"]).exits(0).says(&["0 of 1"]);
    workspace.write("my-rules/broken.toml", "id = ");
    workspace.run(&["rules", "format", "my-rules"]).exits(2).complains(&["not TOML", "broken.toml"]);
    assert_eq!(workspace.read("my-rules/broken.toml"), "id = ");
}

#[test]
fn one_rule_is_tested_alone_and_what_failed_is_said_last() {
    let workspace = workspace();
    workspace.run(&["rules", "test", "my-rules", "TD901"]).exits(0).says(&["2 examples pass, 0 fail; 0 small mistakes"]);
    workspace.run(&["rules", "test", "my-rules", "TD902"]).exits(2).complains(&["no rule `TD902`", "TD901"]);
    let ran = workspace.run(&["rules", "test", "TD102"]).exits(0);
    assert!(ran.stdout.contains("TD102 ") && !ran.stdout.contains("TD103 "), "{ran}");
    let wrong = workspace.read(TD901).replace("affair_count = 1 }", "affair_count = 5 }");
    workspace.write(TD901, wrong);
    let ran = workspace.run(&["rules", "test", "my-rules"]).exits(1);
    let end = ran.stdout.split("What failed:").nth(1).unwrap_or_else(|| panic!("{ran}"));
    assert!(end.contains("TD901 one affair") && end.contains("expected `clear`, the rule says `review`"), "{ran}");
}

#[test]
fn an_overlay_is_checked_with_the_pack_it_changes_and_printed_in_the_report() {
    let workspace = Workspace::new();
    let overlay = |value: &str| {
        let text = format!(
            "[[change]]\nrule = \"TD102\"\nparameter = \"bar_months\"\nvalue = {value}\nbasis = \"Quy chế của Tỉnh ủy, Điều 5\"\n"
        );
        workspace.write("s/local.toml", text);
    };
    workspace.run(&["sample", "s", "--candidates", "40", "--records", "40"]).exits(0);
    overlay("{ warnin = 42 }");
    workspace.run(&["rules", "check", "s/local.toml"]).exits(1).says(&["R094", "warnin"]);
    overlay("{ warning = 42 }");
    workspace.run(&["rules", "check", "s/local.toml"]).exits(0).says(&["0 errors"]);
    workspace.run(&["rules", "check", "s/local.toml", "s/local.toml"]).exits(2).complains(&["a second overlay"]);
    let batch = workspace
        .read("s/batch.toml")
        .replace("packs = [\"congress-14\"]", "packs = [\"congress-14\"]\noverlay = \"local.toml\"");
    workspace.write("s/batch.toml", batch);
    workspace.run(&["run", "s/batch.toml", "--out", "out"]).exits(0);
    let report = workspace.read("out/report.html");
    for part in ["Quy chế của Tỉnh ủy, Điều 5", "<td class=\"n\">42</td>"] {
        assert!(report.contains(part), "the report lacks {part}");
    }
}
