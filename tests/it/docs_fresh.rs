use std::fs;

use crate::support::{Workspace, files, root};

fn paper(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|cause| panic!("{name}: {cause}"))
}

#[test]
fn both_readmes_name_every_command_and_every_exit_code() {
    let workspace = Workspace::new();
    let help = workspace.run(&["--help", "--lang", "en"]).exits(0).stdout;
    let commands = help.split("Commands:").nth(1).unwrap().split("\n\n").next().unwrap();
    let listed = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    for name in ["README.md", "README.vi.md"] {
        let text = paper(name);
        for command in commands.lines().filter(listed).filter_map(|line| line.split_whitespace().next()) {
            assert!(text.contains(&format!("thamdinh {command}")), "{name} does not name `thamdinh {command}`");
        }
        for command in ["cargo run --release -- run fixtures/ha-giang/batch.toml", "tests/run.sh"] {
            assert!(text.contains(command), "{name} does not show `{command}`");
        }
    }
}

#[test]
fn the_map_of_the_house_is_the_house() {
    let text = paper("ARCHITECTURE.md");
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(
            text.contains(&format!("`{name}`")) || text.contains(&format!("`{name}/`")),
            "ARCHITECTURE.md does not name src/{name}"
        );
    }
}

#[test]
fn every_fixture_is_listed_with_its_oddity() {
    let fixtures = root().join("fixtures");
    let mut unlisted = Vec::new();
    for path in files(&fixtures, "").iter().filter(|path| !path.ends_with("README.md")) {
        // A file is listed in its folder's own list, or in one above; a folder that is one fixture may be listed whole, as `ha-giang/`.
        let is_listed = path.ancestors().skip(1).take_while(|above| above.starts_with(&fixtures)).any(|above| {
            let list = fs::read_to_string(above.join("README.md")).unwrap_or_default();
            let below = path.strip_prefix(above).unwrap();
            let folders = below.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
            let is_listed_whole = folders.into_iter().any(|folder| list.contains(&format!("`{}/`", folder.display())));
            is_listed_whole || list.contains(&below.display().to_string())
        });
        if !is_listed {
            unlisted.push(path.strip_prefix(&fixtures).unwrap().display().to_string());
        }
    }
    assert!(unlisted.is_empty(), "no README.md under fixtures/ lists {unlisted:?}");
}

#[test]
fn the_page_of_facts_is_the_list_of_facts() {
    let printed = Workspace::new().run(&["rules", "facts"]).exits(0).stdout;
    assert!(paper("rules/FACTS.md").trim() == printed.trim(), "rules/FACTS.md is stale: `thamdinh rules facts > rules/FACTS.md`");
}

#[test]
fn the_change_log_knows_this_version() {
    assert!(paper("CHANGELOG.md").contains(&format!("## {}", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn both_readmes_list_every_placeholder_of_the_letter() {
    for name in ["README.md", "README.vi.md"] {
        let text = paper(name);
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
        for placeholder in thamdinh::report::Template::placeholders() {
            let is_listed = match placeholder.split_once('.') {
                Some((group, field)) => rows.iter().any(|row| {
                    let mut cells = row.split(" | ");
                    cells.next().is_some_and(|groups| groups.contains(&format!("`{group}`")))
                        && cells.any(|cell| cell.contains(&format!("`.{field}`")))
                }),
                None => rows.iter().any(|row| row.contains(&format!("`{placeholder}`"))),
            };
            assert!(is_listed, "{name} does not list `{placeholder}`");
        }
    }
}
