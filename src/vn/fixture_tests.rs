//! The fixtures `names/` and `encodings/`: whole cells and whole files against what is known to be true.

use super::encoding::{Found, Legacy, decode_file, repair_text};
use super::fold::{fold, tidy};
use super::name::{clean_name, split};

macro_rules! fixture {
    ($path:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/", $path))
    };
}

const TRUTH: &[u8] = fixture!("encodings/utf8.csv");

fn truth() -> &'static str {
    std::str::from_utf8(TRUTH).unwrap()
}

#[test]
fn names_of_the_fixture_come_out_as_written_beside_them() {
    let mut reader = csv::Reader::from_reader(fixture!("names/folds.csv").as_slice());
    let mut wrong = Vec::new();
    let mut seen = 0;
    for row in reader.records().map(Result::unwrap) {
        let name = clean_name(&row[0], None);
        let (family, middle, given) = split(&name.full_name);
        let got = [name.full_name.as_str(), name.key.as_str(), family, middle, given];
        if got != [&row[1], &row[2], &row[3], &row[4], &row[5]] {
            wrong.push(format!("{row:?} gave {got:?}"));
        }
        assert_eq!(fold(&name.full_name), name.key);
        assert_eq!(clean_name(&name.full_name, None).full_name, name.full_name, "cleaned twice: {}", &row[0]);
        seen += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 150, "{seen}");
}

#[test]
fn every_encoding_reads_as_the_same_page() {
    let legacy = Found::Legacy;
    let cases: &[(&[u8], Found, u32)] = &[
        (TRUTH, Found::Utf8, 0),
        (fixture!("encodings/utf8-bom.csv"), Found::Utf8Bom, 0),
        (fixture!("encodings/utf16le.csv"), Found::Utf16Le, 0),
        (fixture!("encodings/utf16be.csv"), Found::Utf16Be, 0),
        (fixture!("encodings/tcvn3.csv"), legacy(Legacy::Tcvn3), 0),
        (fixture!("encodings/vni.csv"), legacy(Legacy::Vni), 0),
        (fixture!("encodings/viscii.csv"), legacy(Legacy::Viscii), 0),
        (fixture!("encodings/vps.csv"), legacy(Legacy::Vps), 0),
        (fixture!("encodings/windows-1258.csv"), legacy(Legacy::Windows1258), 0),
        (fixture!("encodings/mixed.csv"), Found::Utf8, 3),
        (fixture!("encodings/mixed-tcvn3.csv"), legacy(Legacy::Tcvn3), 2),
    ];
    for (bytes, found, mixed_rows) in cases {
        let decoded = decode_file(*bytes);
        assert_eq!(decoded.text, truth(), "{found:?}");
        assert_eq!((decoded.encoding, decoded.mixed_rows), (*found, *mixed_rows));
        assert!(decoded.margin > 0.2, "{found:?}: {}", decoded.margin);
    }
    for bytes in [fixture!("encodings/tcvn3-capitals.csv"), fixture!("encodings/tcvn5712.csv")] {
        let decoded = decode_file(bytes.as_slice());
        assert_eq!((decoded.text.as_ref(), decoded.encoding), (truth().to_uppercase().as_str(), legacy(Legacy::Tcvn3)));
    }
}

#[test]
fn letters_taken_apart_are_put_together_cell_by_cell() {
    let decoded = decode_file(fixture!("encodings/nfd.csv").as_slice());
    for (line, expected) in decoded.text.lines().zip(truth().lines()) {
        for (cell, expected) in line.split(';').zip(expected.split(';')) {
            assert_eq!(tidy(cell), expected);
        }
    }
}

#[test]
fn cells_taken_for_latin_letters_are_read_again() {
    for (bytes, legacy) in [
        (fixture!("encodings/garbled-tcvn3.csv").as_slice(), Legacy::Tcvn3),
        (fixture!("encodings/garbled-vni.csv").as_slice(), Legacy::Vni),
        (fixture!("encodings/garbled-utf8.csv").as_slice(), Legacy::Utf8Twice),
    ] {
        let mut changed = 0;
        for (line, expected) in decode_file(bytes).text.lines().zip(truth().lines()) {
            for (cell, expected) in line.split(';').zip(expected.split(';')) {
                let Some((repaired, found)) = repair_text(cell) else {
                    // Legal as it stands, and so left alone: `Hoà` may be Hồ or Hòa.
                    assert!(cell == expected || tidy(cell) == cell, "{cell}");
                    continue;
                };
                assert_eq!((repaired.as_str(), found), (expected, legacy), "{cell}");
                changed += 1;
            }
        }
        assert!(changed >= 30, "{legacy:?}: {changed}");
    }
}
