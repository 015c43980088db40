//! Invented batches: repeatable, of the size asked for, and true.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use thamdinh::sample::{self, Options};

type Cells = BTreeMap<String, String>;

fn made(options: &Options) -> (tempfile::TempDir, sample::Counts) {
    let dir = tempfile::tempdir().expect("a folder");
    let counts = sample::write(dir.path(), options).expect("written");
    (dir, counts)
}

fn rows(dir: &Path, name: &str) -> Vec<Cells> {
    let mut reader = csv::Reader::from_path(dir.join(name)).expect(name);
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry"));
    entries.map(|e| (e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).expect("a file"))).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_with_any_number_of_threads() {
    let options = Options::new(6_000, 9_000, 7);
    let in_pool = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| files(made(&options).0.path()))
    };
    let one = in_pool(1);
    assert!(one == in_pool(3), "threads changed the bytes");
    assert_eq!(one.len(), 9);
    assert!(one != files(made(&Options { seed: 8, ..options }).0.path()));
}

#[test]
fn a_batch_has_the_rows_asked_for_and_a_truth_that_points_into_it() {
    for mix in ["ordinary", "old-registers", "southern"] {
        let options = Options { mix: mix.to_owned(), ..Options::new(3_000, 4_000, 1) };
        let (dir, counts) = made(&options);
        let [roster, register, truth] = ["roster.csv", "discipline.csv", "truth.csv"].map(|name| rows(dir.path(), name));
        assert_eq!((roster.len(), register.len(), truth.len()), (counts.candidates, counts.records, counts.pairs));
        assert_eq!((roster.len(), register.len()), (3_000, 4_000));
        assert!((100..400).contains(&truth.len()), "{mix}: {} pairs", truth.len());
        let ids = |rows: &[Cells], id: &str| rows.iter().map(|row| row[id].clone()).collect::<BTreeSet<_>>();
        let (candidates, records) = (ids(&roster, "candidate_id"), ids(&register, "record_id"));
        assert_eq!((candidates.len(), records.len()), (3_000, 4_000));
        assert!(truth.iter().all(|row| candidates.contains(&row["candidate_id"]) && records.contains(&row["record_id"])));
        assert!(roster.iter().all(|row| !row["full_name"].trim().is_empty()));
    }
}

#[test]
fn every_kind_of_damage_occurs_in_some_shipped_mix() {
    let mut seen = BTreeSet::new();
    for mix in ["ordinary", "old-registers", "southern"] {
        let options = Options { mix: mix.to_owned(), with_records: Some(0.9), ..Options::new(9_000, 12_000, 3) };
        for row in rows(made(&options).0.path(), "truth.csv") {
            seen.extend(row["kinds"].split('|').filter_map(|kind| Some(kind.split_once('.')?.1.to_owned())));
        }
    }
    let kinds: toml::Table = toml::from_str(include_str!("../../src/sample/damage.toml")).expect("rates");
    let missing: Vec<_> = kinds.keys().filter(|kind| !seen.contains(*kind)).collect();
    assert!(missing.is_empty(), "never seen: {missing:?}");
}

#[test]
fn undamaged_cells_of_a_true_pair_agree() {
    let options = Options { with_records: Some(0.8), ..Options::new(3_000, 4_000, 5) };
    let (dir, _) = made(&options);
    let by = |name: &str, id: &str| -> BTreeMap<String, Cells> {
        rows(dir.path(), name).into_iter().map(|row| (row[id].clone(), row)).collect()
    };
    let (roster, register) = (by("roster.csv", "candidate_id"), by("discipline.csv", "record_id"));
    let mut compared = 0;
    for pair in rows(dir.path(), "truth.csv") {
        let (candidate, record) = (&roster[&pair["candidate_id"]], &register[&pair["record_id"]]);
        let is_whole = |prefix: &str| !pair["kinds"].contains(prefix) && !pair["kinds"].contains("columns_swapped");
        for (prefix, column) in [(".name_", "full_name"), (".id_", "national_id"), (".card_", "party_card"), (".sex_", "sex")] {
            if is_whole(prefix) {
                assert_eq!(candidate[column], record[column], "{column}");
                compared += 1;
            }
        }
    }
    assert!(compared > 2_000, "{compared}");
}

#[test]
fn a_folder_with_files_is_left_alone() {
    let (dir, _) = made(&Options::new(10, 10, 1));
    let before = files(dir.path());
    let error = sample::write(dir.path(), &Options::new(10, 10, 2)).expect_err("refused");
    assert_eq!(error.id(), "E070-folder-not-empty");
    assert!(before == files(dir.path()));
}

#[test]
fn nothing_to_make_is_made() {
    for (candidates, records) in [(0, 0), (0, 5), (5, 0), (1, 1)] {
        let (dir, counts) = made(&Options { complaints: Some(0), ..Options::new(candidates, records, 1) });
        assert_eq!((counts.candidates, counts.records, counts.complaints), (candidates, records, 0));
        assert_eq!(rows(dir.path(), "discipline.csv").len(), records);
    }
}
