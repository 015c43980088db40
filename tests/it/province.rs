//! The shipped example: a whole invented province in office files.

use std::fs;

use crate::support::{Workspace, files, fixture};

const EXAMPLE: &str = "ha-giang";

#[test]
fn the_shipped_example_is_what_the_program_writes() {
    let workspace = Workspace::new();
    workspace.run(&["sample", "made", "--office"]).exits(0);
    let made = workspace.path("made");
    for path in files(&made, "") {
        let name = path.strip_prefix(&made).unwrap();
        let shipped = fs::read(fixture(EXAMPLE).join(name)).unwrap_or_default();
        assert!(fs::read(&path).unwrap() == shipped, "{} differs from fixtures/{EXAMPLE}", name.display());
    }
}

#[test]
fn the_example_is_read_without_loss_and_every_true_pair_is_seen() {
    let workspace = Workspace::new();
    workspace.copy(&fixture(EXAMPLE), "p");
    let summary = workspace.run(&["run", "p/batch.toml", "--replace", "--format", "json"]).exits(0).json();
    for rows in summary["rows"].as_array().unwrap() {
        let count = |name: &str| rows[name].as_u64().unwrap();
        assert_eq!(count("read"), count("used") + count("rejected"), "{rows}");
        assert!(count("used") > 0, "{rows}");
    }
    let links = workspace.read("p/out/links.csv");
    for truth in ["truth.csv", "truth-complaints.csv", "truth-inspections.csv"] {
        for line in workspace.read(&format!("p/{truth}")).lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let pair = format!("{},{},", cells[0], cells[1]);
            let found = links.lines().find(|line| line.starts_with(&pair)).unwrap_or_else(|| panic!("{truth}: {pair} is missed"));
            let state = found.split(',').nth(5).unwrap();
            assert!(matches!(state, "link" | "ask" | "conflict"), "{truth}: {found}");
        }
    }
}
