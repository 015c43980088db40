use crate::support::Workspace;

/// A batch that has nothing wrong, to put one mistake into.
const GOOD: &str = "title = \"Đại hội thử\"\nas_of = 2025-09-15\n[[input]]\nkind = \"roster\"\npath = \"ds.csv\"\n";
const ROSTER: &str = "Họ và tên,Ngày sinh\nTrần Thị Thử,01/02/1970\n";

/// The whole message for a batch file, as the user sees it.
fn complaint(batch: &str, lang: &str) -> String {
    let workspace = Workspace::with(&[("b.toml", batch), ("ds.csv", ROSTER)]);
    workspace.run(&["check", "b.toml", "--lang", lang]).exits(2).stderr
}

/// Each mistake in a batch file, by the name of its snapshot.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("not-toml", "title = ", "title = Đại hội"),
    ("unknown-key-near", "as_of", "as_off"),
    ("unknown-key-far", "as_of = 2025-09-15", "as_of = 2025-09-15\ncolour = 1"),
    ("missing-title", "title = \"Đại hội thử\"\n", ""),
    ("empty-title", "Đại hội thử", ""),
    ("date-in-quotes", "2025-09-15", "\"2025-09-15\""),
    ("unknown-kind-near", "\"roster\"", "\"rooster\""),
    ("unknown-kind-far", "\"roster\"", "\"danh sách\""),
    ("remote-path", "ds.csv", "https://example.org/ds.csv"),
    ("file-missing", "ds.csv", "dss.csv"),
    ("folder", "ds.csv", "."),
    ("bad-pattern", "ds.csv", "***.csv"),
    ("pattern-matches-nothing", "ds.csv", "*.xlsx"),
    ("one-input-table", "[[input]]", "[input]"),
    ("no-roster", "roster", "discipline"),
    ("unknown-column", "path", "columns = { \"Tên gọi\" = \"fullname\" }\npath"),
    ("threshold-out-of-range", "[[input]]", "[link]\nask = 1.5\n[[input]]"),
    ("ask-above-link", "[[input]]", "[link]\nask = 0.9\nlink = 0.5\n[[input]]"),
    ("named-twice", "[[input]]", "[[input]]\nkind = \"discipline\"\npath = \"ds.csv\"\n[[input]]"),
];

#[test]
fn each_mistake_says_what_where_and_how_to_mend_it() {
    let mut all = String::new();
    for (name, old, new) in MISTAKES {
        assert!(GOOD.contains(old), "{name}: nothing to replace");
        let batch = GOOD.replacen(old, new, 1);
        for lang in ["en", "vi"] {
            all.push_str(&format!("=== {name} ({lang})\n{}\n", complaint(&batch, lang)));
        }
    }
    insta::assert_snapshot!("batch_file_mistakes", all);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let batch = "levle = 1\n[[input]]\nkind = 1\npath = \"x://y\"\n[link]\nask = 2\n[report]\nids = \"none\"\n";
    let workspace = Workspace::with(&[("b.toml", batch)]);
    let ran = workspace.run(&["run", "b.toml", "--format", "json"]).exits(2);
    let document = ran.json();
    let codes: Vec<_> =
        document["error"]["diagnostics"].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap()).collect();
    for code in ["C003", "C004", "C006", "C009", "C013", "C007"] {
        assert!(codes.contains(&code), "{code} is not among {codes:?}");
    }
}

#[test]
fn a_byte_order_mark_is_no_mistake_but_utf_16_is() {
    let workspace = Workspace::with(&[("ds.csv", ROSTER)]);
    workspace.write("bom.toml", format!("\u{feff}{}", GOOD.replace("as_of", "asof")));
    workspace.run(&["check", "bom.toml"]).exits(2).complains(&["C003", "bom.toml:2:1"]);
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(GOOD.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    workspace.write("wide.toml", wide);
    workspace.run(&["check", "wide.toml"]).exits(2).complains(&["not UTF-8", "wide.toml"]);
}

#[test]
fn a_file_name_in_another_unicode_form_is_found() {
    use unicode_normalization::UnicodeNormalization;
    let name: String = "danh sách.csv".nfd().collect();
    let workspace = Workspace::with(&[(&name, ROSTER), ("b.toml", &GOOD.replace("ds.csv", "danh sách.csv"))]);
    let ran = workspace.run(&["check", "b.toml"]);
    assert!(!ran.stderr.contains("C010"), "{ran}");
}

#[test]
fn office_lock_files_and_hidden_files_are_no_inputs() {
    let batch = GOOD.replace("ds.csv", "*");
    let workspace = Workspace::with(&[("ds.csv", ROSTER), ("~$ds.xlsx", "lock"), (".ds.xlsx", "hidden")]);
    workspace.write("in/b.toml", batch.replace('*', "../*"));
    let ran = workspace.run(&["check", "in/b.toml"]);
    assert!(!ran.stderr.contains(".xlsx"), "{ran}");
}
