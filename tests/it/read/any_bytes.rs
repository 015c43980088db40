//! No bytes make the reader of text files panic, and no row of them is lost.

use proptest::prelude::*;
use thamdinh::table::raw::InputKind::Roster;

use super::{read_one, request_of};

/// Pieces of which csv files and their accidents are made.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let words: Vec<&[u8]> = vec![
        b",",
        b"\"",
        b"\"\"",
        b"\n",
        b"\r\n",
        b"\r",
        b";",
        "Lò Thị Thêu".as_bytes(),
        "Họ và tên".as_bytes(),
        b"12/03/1971",
        b"1",
        "I. Khối Đảng".as_bytes(),
        "Tổng cộng: 2".as_bytes(),
        "TM. BAN THƯỜNG VỤ".as_bytes(),
        b"Ngu\xd4n V\xa8n \xa7\xf8c",
        b"\xff",
        b"\0",
        b" ",
    ];
    prop_oneof![9 => proptest::sample::select(words).prop_map(<[u8]>::to_vec), 1 => proptest::collection::vec(any::<u8>(), 0..6)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_reader_never_panics_and_counts_every_row(
        has_header in any::<bool>(),
        pieces in proptest::collection::vec(piece(), 0..80),
    ) {
        let mut bytes = if has_header { "TT,Họ và tên,Ngày sinh\n".as_bytes().to_vec() } else { Vec::new() };
        bytes.extend(pieces.concat());
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("any.csv");
        std::fs::write(&path, &bytes).unwrap();
        if let Ok(out) = read_one(&request_of(Roster, &path)) {
            let mut seen: Vec<u32> = out.rejects.iter().filter_map(|reject| reject.place.row).collect();
            for raw in &out.raws {
                prop_assert_eq!(raw.source.rows, raw.frame.height() + out.rejects.len());
                seen.extend(raw.frame.column("row").unwrap().u32().unwrap().iter().flatten());
                // Every row is kept, rejected or skipped, each once.
                let last = seen.iter().max().copied().unwrap_or(0) as usize;
                prop_assert!(last <= raw.source.rows + raw.source.rows_skipped);
            }
            let count = seen.len();
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen.len(), count);
        }
    }
}
