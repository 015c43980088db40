//! The review page as people have it: the program, TLS or not, a real browser, keys.
//!
//! Needs node, chromium and `npm ci` in tests/browser: tests/run.sh installs them and runs this.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use super::invented::{PASSWORD, items, record};
use crate::support::{Workspace, root};

/// `thamdinh review serve` in `workspace`, and the address it opened.
fn serve(workspace: &Workspace, more: &[&str]) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_thamdinh"))
        .args(["review", "serve", "batch.toml", "--lang", "vi", "--listen", "127.0.0.1:0", "--quiet"])
        .args(more)
        .current_dir(workspace.path(""))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split_once("http").map_or_else(|| panic!("{line}"), |(_, rest)| format!("http{}", rest.trim()));
    (child, address)
}

/// A batch with a ledger of invented people.
pub fn batch() -> Workspace {
    let batch = "title = \"Đại hội Đảng bộ tỉnh Hà Giang\"\nas_of = 2025-09-15\n\n[[input]]\nkind = \"roster\"\npath = \"roster.csv\"\n\n\
                 [review]\nledger = \"ledger.sqlite\"\n";
    let workspace = Workspace::with(&[("batch.toml", batch), ("roster.csv", "Họ và tên,Ngày sinh\nLò Văn Hùng,12/03/1968\n")]);
    record(&workspace.path("ledger.sqlite"), items(30), chrono::Utc::now() - chrono::TimeDelta::days(3));
    workspace
}

/// Makes an account as an administrator does.
pub fn account(workspace: &Workspace, name: &str, role: &str) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_thamdinh"))
        .args(["review", "account", "add", "ledger.sqlite", name, "--role", role])
        .current_dir(workspace.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(format!("{PASSWORD}\n").as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "{name}");
}

#[test]
#[ignore = "needs node and chromium: tests/run.sh installs them and runs it"]
fn the_page_is_reviewed_in_a_real_browser() {
    let workspace = batch();
    for (name, role) in [("Hà", "reviewer"), ("Bình", "reviewer"), ("Dung", "approver"), ("Em", "reader")] {
        account(&workspace, name, role);
    }
    let (mut server, address) = serve(&workspace, &[]);
    let pictures = std::env::var("THAMDINH_PICTURES").unwrap_or_else(|_| workspace.path("pictures").display().to_string());
    let driven = Command::new("node")
        .args(["review.mjs", address.trim_end_matches('/'), PASSWORD, &pictures])
        .current_dir(root().join("tests/browser"))
        .status();
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(driven.expect("node is installed").success());
    workspace.run(&["review", "verify", "ledger.sqlite"]).exits(0);
}
