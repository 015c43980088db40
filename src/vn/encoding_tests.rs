use super::*;

const PAGE: &str = "STT;Họ và tên;Quê quán\n1;Nguyễn Văn Đức;xã Tân Phú, huyện Định Quán\n2;Trần Thị Hồng;phường Bến Thủy\n3;Hồ Hữu Phước;Nghệ An\n";

#[test]
fn each_encoding_is_known_and_read() {
    for legacy in Legacy::ALL {
        if legacy == Legacy::Utf8Twice {
            continue;
        }
        let bytes = encode(PAGE, legacy).unwrap();
        let decoded = decode_file(&bytes);
        assert_eq!(decoded.encoding, Found::Legacy(legacy));
        assert_eq!(decoded.text, PAGE, "{legacy:?}");
        assert!(decoded.margin > 0.1, "{legacy:?} {}", decoded.margin);
        assert_eq!(decoded.mixed_rows, 0);
    }
}

#[test]
fn unicode_files_are_kept() {
    let decoded = decode_file(PAGE.as_bytes());
    assert!(matches!(decoded.text, Cow::Borrowed(_)));
    assert_eq!((decoded.encoding, decoded.margin.to_bits(), decoded.mixed_rows), (Found::Utf8, 1.0_f64.to_bits(), 0));
    let marked = [b"\xEF\xBB\xBF", PAGE.as_bytes()].concat();
    assert_eq!(decode_file(marked).encoding, Found::Utf8Bom);
    let le: Vec<u8> = PAGE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let be: Vec<u8> = PAGE.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (bytes, found) in [
        (le.clone(), Found::Utf16Le),
        (be.clone(), Found::Utf16Be),
        ([vec![0xFF, 0xFE], le].concat(), Found::Utf16Le),
        ([vec![0xFE, 0xFF], be].concat(), Found::Utf16Be),
    ] {
        let decoded = decode_file(&bytes);
        assert_eq!((decoded.encoding, &*decoded.text), (found, PAGE));
    }
}

#[test]
fn rows_pasted_from_elsewhere_are_read_on_their_own() {
    let row = |text: &str, legacy| encode(text, legacy).unwrap();
    let utf8 = "1;Nguyễn Văn Đức\n2;Lê Thị Ánh\n3;Đặng Văn Sáu\n";
    let bytes =
        [utf8.as_bytes().to_vec(), row("4;Trần Thị Hồng\n", Legacy::Tcvn3), row("5;Đỗ Quốc Khánh\n", Legacy::Vni)].concat();
    let decoded = decode_file(&bytes);
    assert_eq!(decoded.text, format!("{utf8}4;Trần Thị Hồng\n5;Đỗ Quốc Khánh\n"));
    assert_eq!((decoded.encoding, decoded.mixed_rows), (Found::Utf8, 2));

    let old = "1;Phạm Đăng Thịnh\n2;Trần Thị Hồng\n3;Nguyễn Hữu Phước\n4;Lương Văn Bảy\n";
    let bytes = [row(old, Legacy::Tcvn3), row("5;Đỗ Quốc Khánh\n", Legacy::Vni), "6;Lê Thị Ánh\n".as_bytes().to_vec()].concat();
    let decoded = decode_file(&bytes);
    assert_eq!(decoded.text, format!("{old}5;Đỗ Quốc Khánh\n6;Lê Thị Ánh\n"));
    assert_eq!((decoded.encoding, decoded.mixed_rows), (Found::Legacy(Legacy::Tcvn3), 2));
}

#[test]
fn bytes_of_no_known_encoding_are_all_kept() {
    let bytes: Vec<u8> = (0x80..=0xFF).collect();
    let decoded = decode_file(&bytes);
    assert_eq!(decoded.text.chars().count(), 128);
    assert_eq!(decode_file(b"").text, "");
    assert_eq!(decode_file(b"\xFF").text.chars().count(), 1);
}
