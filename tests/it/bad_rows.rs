use crate::support::{Workspace, fixture};

#[test]
fn rows_that_are_wrong_are_told_with_place_and_mend_and_none_is_lost() {
    for name in ["same-identifier", "impossible-date", "wrong-digits"] {
        let workspace = Workspace::new();
        workspace.copy(&fixture(&format!("bad/{name}.csv")), "roster.csv");
        workspace
            .write("batch.toml", "title = \"x\"\nas_of = 2025-09-15\n\n[[input]]\nkind = \"roster\"\npath = \"roster.csv\"\n");
        let told = ["vi", "en"].map(|lang| workspace.run(&["check", "batch.toml", "--lang", lang]).stdout);
        // An identity number is never shown, not even a wrong one.
        assert!(!told.join("").contains("0021710458"));
        insta::assert_snapshot!(name, told.join("\n"));
        let document = workspace.run(&["check", "batch.toml", "--format", "json"]).json();
        for rows in document["rows"].as_array().unwrap() {
            let count = |name: &str| rows[name].as_u64().unwrap();
            assert_eq!(count("read"), count("used") + count("rejected"), "{rows}");
        }
    }
}
