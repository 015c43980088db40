use super::*;

#[test]
fn residue_of_typing_is_read() {
    for (typed, meant, method) in [
        ("Nguyeenx", "Nguyễn", Method::Telex),
        ("NGUYEENX", "NGUYỄN", Method::Telex),
        ("Nguyeexn", "Nguyễn", Method::Telex),
        ("DDuwcs", "Đức", Method::Telex),
        ("Dduwsc", "Đức", Method::Telex),
        ("Hoongf", "Hồng", Method::Telex),
        ("Phungf", "Phùng", Method::Telex),
        ("Hoongf Nguyệt", "Hồng Nguyệt", Method::Telex),
        ("Vawn", "Văn", Method::Telex),
        ("Thij", "Thị", Method::Telex),
        ("Phuwowng", "Phương", Method::Telex),
        ("Phuongw", "Phương", Method::Telex),
        ("Trwowng", "Trương", Method::Telex),
        ("Coong", "Công", Method::Telex),
        ("Thuaanj", "Thuận", Method::Telex),
        ("Quoocs", "Quốc", Method::Telex),
        ("Hieeus", "Hiếu", Method::Telex),
        ("Nhw", "Như", Method::Telex),
        ("Vux", "Vũ", Method::Telex),
        ("Thuowr", "Thuở", Method::Telex),
        ("Lee", "Lê", Method::Telex),
        ("Hoaf", "Hòa", Method::Telex),
        ("Ddawngj", "Đặng", Method::Telex),
        ("Leen", "Lên", Method::Telex),
        ("Chiens", "Chiến", Method::Telex),
        ("NGUYEN THI LE HONGF HANG", "NGUYEN THI LE HỒNG HANG", Method::Telex),
        ("Hoàngs", "Hoàng", Method::Telex),
        ("Ngầnf", "Ngần", Method::Telex),
        ("PHƯƠNGR", "PHƯƠNG", Method::Telex),
        ("Dươngs", "Dương", Method::Telex),
        ("Nguyenx Van Giang", "Nguyễn Van Giang", Method::Telex),
        ("Nguye6n4", "Nguyễn", Method::Vni),
        ("Nguyen64", "Nguyễn", Method::Vni),
        ("D9u71c", "Đức", Method::Vni),
        ("D9AT5", "ĐẠT", Method::Vni),
        ("PHAM5 ĐÌNH BÌNH", "PHẠM ĐÌNH BÌNH", Method::Vni),
        ("Trịnh Va8n Khuyến", "Trịnh Văn Khuyến", Method::Vni),
        ("SY4", "SỸ", Method::Vni),
        ("Phu7o7ng", "Phương", Method::Vni),
        ("Phuo7ng", "Phương", Method::Vni),
        ("Hung2", "Hùng", Method::Vni),
        ("An1", "An", Method::Vni),
        ("Hùng2", "Hùng", Method::Vni),
        ("Nguye^~n", "Nguyễn", Method::Viqr),
        ("Nguye^~n Va(n Ho^`ng", "Nguyễn Văn Hồng", Method::Viqr),
        ("DDu+'c", "Đức", Method::Viqr),
        ("Tha?o", "Thảo", Method::Viqr),
        ("Ti.nh", "Tịnh", Method::Viqr),
        ("Pha.m Thi. Tu+o+i", "Phạm Thị Tươi", Method::Viqr),
    ] {
        assert_eq!(repair(typed), Some((meant.to_owned(), method)), "{typed}");
    }
}

#[test]
fn names_and_what_stands_around_them_stay() {
    for text in [
        "Nguyễn Văn An",
        "Nguyen Van An",
        "Moong Văn Nghệ",
        "H'Hen Niê",
        "Y Thar Niê",
        "K'Sor",
        "Ksor Phước",
        "Thomas Nguyễn",
        "Luis",
        "UBND",
        "TS.",
        "Đ/c",
        "N.H.Anh",
        "T.Anh",
        "A.Hoàng",
        "An(1)",
        "Nguyễn Văn An (Ba An)",
        "b.d",
        "Ng. Văn An.",
        "Siu Hlam",
        "Rmah",
        "H`Yim",
        "1",
        "",
        "Nguyễn Văn Túc, bí danh: Ba",
        "Sokha",
        "Thạch Sarath",
    ] {
        assert_eq!(repair(text), None, "{text}");
    }
}

#[test]
fn every_letter_of_the_tables_is_typed_back() {
    let mut seen = 0;
    for row in crate::vn::rows::rows(include_str!("data/input_methods.csv")) {
        let letter = row[0].chars().next().unwrap();
        let Some(glyph) = letter::read(letter) else { continue };
        for (method, keys) in [(Method::Telex, &row[1]), (Method::Vni, &row[2]), (Method::Viqr, &row[3])] {
            // A syllable in which the letter may stand: the keys alone, and before a coda.
            let typed = Typed::read(keys, method).unwrap();
            let letters: Vec<Letter> = typed.letters.iter().map(|(letter, _)| *letter).collect();
            assert_eq!((letters, typed.key.unwrap_or_default()), (vec![glyph.letter], glyph.tone), "{keys}");
            seen += 1;
        }
    }
    assert_eq!(seen, 67 * 3);
}
