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
    let text = paper("fixtures/README.md");
    let fixtures = root().join("fixtures");
    for path in files(&fixtures, "") {
        let name = path.strip_prefix(&fixtures).unwrap().display().to_string();
        // A folder that is one fixture is listed as such: `ha-giang/`.
        let is_listed = name == "README.md"
            || text.contains(&format!("`{name}`"))
            || path
                .ancestors()
                .skip(1)
                .take_while(|above| *above != fixtures)
                .any(|above| text.contains(&format!("`{}/`", above.strip_prefix(&fixtures).unwrap().display())));
        assert!(is_listed, "fixtures/README.md does not list `{name}`");
    }
}

#[test]
fn the_change_log_knows_this_version() {
    assert!(paper("CHANGELOG.md").contains(&format!("## {}", env!("CARGO_PKG_VERSION"))));
}
