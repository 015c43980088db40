use super::*;

fn show(raw: &str) -> (String, Vec<String>, Vec<&'static str>) {
    let name = clean_name(raw, None);
    (name.full_name, name.aliases, name.titles.into_iter().map(|title| title.text).collect())
}

#[test]
fn cells_are_cleaned() {
    let cases: &[(&str, &str, &[&str], &[&str])] = &[
        ("Nguyễn Văn An", "Nguyễn Văn An", &[], &[]),
        ("NGUYỄN VĂN AN", "Nguyễn Văn An", &[], &[]),
        ("nguyễn văn an", "Nguyễn Văn An", &[], &[]),
        ("  Nguyễn  Văn\u{a0}An.", "Nguyễn Văn An", &[], &[]),
        ("1. Nguyễn Văn An", "Nguyễn Văn An", &[], &[]),
        ("1Nguyễn Văn An", "Nguyễn Văn An", &[], &[]),
        ("5ùng Việt Hoàng", "Sùng Việt Hoàng", &[], &[]),
        ("LÊ VĂN 5ƠN", "Lê Văn Sơn", &[], &[]),
        ("Ca0 Thái Thoại", "Cao Thái Thoại", &[], &[]),
        ("Trần Văn ảBo", "Trần Văn Bảo", &[], &[]),
        ("Lê Thị hHiền", "Lê Thị Hiền", &[], &[]),
        ("Nguyễn Văn An (1)", "Nguyễn Văn An", &[], &[]),
        ("Nguyễn Văn An 2", "Nguyễn Văn An", &[], &[]),
        ("Nguyễn Văn An1", "Nguyễn Văn An", &[], &[]),
        ("Đ/c PGS.TS. Nguyễn Văn An", "Nguyễn Văn An", &[], &["đồng chí", "phó giáo sư", "tiến sĩ"]),
        ("DONG CHI NGUYEN VAN AN", "Nguyen Van An", &[], &["đồng chí"]),
        ("Ông Văn Huyên", "Ông Văn Huyên", &[], &[]),
        ("Linh mục Trần Mạnh Cường", "Trần Mạnh Cường", &[], &["linh mục"]),
        ("Thượng tọa Thích Thanh Quyết (Lương Công Quyết)", "Thích Thanh Quyết", &["Lương Công Quyết"], &["thượng tọa"]),
        ("Thượng toạ Thích Thanh Quyết", "Thích Thanh Quyết", &[], &["thượng tọa"]),
        ("VÕ ĐĂNG GIA (TỨC HAI GIA)", "Võ Đăng Gia", &["Hai Gia"], &[]),
        ("SÁU HÒA (TỨC ĐỖ SĨ HOÀ)", "Sáu Hòa", &["Đỗ Sĩ Hòa"], &[]),
        ("A Đe (Đinh Hồng Đe)", "A Đe", &["Đinh Hồng Đe"], &[]),
        ("KPă Bình (KSor Phước)", "Kpă Bình", &["Ksor Phước"], &[]),
        ("Triệu Mùi Nái (Triệu Thị Nái)", "Triệu Mùi Nái", &["Triệu Thị Nái"], &[]),
        ("Ng. TT. T. Hạnh tức Tư Hạnh", "Ng. TT. T. Hạnh", &["Tư Hạnh"], &[]),
        ("ng. văn ngọc", "Ng. Văn Ngọc", &[], &[]),
        ("N.H.Anh", "N. H. Anh", &[], &[]),
        ("Ñoã Quốc Khaùnh", "Đỗ Quốc Khánh", &[], &[]),
        ("Ph¹m §¨ng ThÞnh", "Phạm Đăng Thịnh", &[], &[]),
        ("§ç ThÞ Thu Vi", "Đỗ Thị Thu Vi", &[], &[]),
        ("Nguyeenx Van DDuwcs", "Nguyễn Van Đức", &[], &[]),
        ("Nguye^~n Va(n An", "Nguyễn Văn An", &[], &[]),
        ("Ba Dũng", "Ba Dũng", &[], &[]),
        ("H’Hen Niê", "H'Hen Niê", &[], &[]),
        ("K` KRáh", "K'KRáh", &[], &[]),
        ("Y MOAN ÊBAN", "Y Moan Êban", &[], &[]),
        ("(tức Nguyễn Văn An)", "Nguyễn Văn An", &[], &[]),
        ("Nguyễn Văn An*", "Nguyễn Văn An", &[], &[]),
        ("NguyễnVăn Nghĩa", "Nguyễn Văn Nghĩa", &[], &[]),
        ("VĂN TẤNPHÚC", "Văn Tấn Phúc", &[], &[]),
        ("Thạch Sokha", "Thạch Sokha", &[], &[]),
        ("Êčăm Niê", "Êčăm Niê", &[], &[]),
        ("ông Dũng", "Dũng", &[], &["ông"]),
        ("", "", &[], &[]),
        ("123", "", &[], &[]),
        ("-", "", &[], &[]),
    ];
    for (raw, full_name, aliases, titles) in cases {
        let aliases: Vec<String> = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        assert_eq!(show(raw), ((*full_name).to_owned(), aliases, titles.to_vec()), "{raw}");
    }
}

#[test]
fn cleaning_twice_is_cleaning_once() {
    for raw in ["NGUYỄN VĂN HOÀ", "Đ/c Nguyeenx Van DDuwcs", "K` KRáh", "Ng. TT. T. Hạnh tức Tư Hạnh", "N.H.Anh"] {
        let once = clean_name(raw, None).full_name;
        assert_eq!(clean_name(&once, None).full_name, once);
    }
}

#[test]
fn both_ways_through_give_the_same() {
    for raw in [
        "Nguyễn Văn An",
        "NGUYỄN VĂN HÒA",
        "Trần THỊ Hoa",
        "A Moan",
        "Le Thi Ba",
        "Lý Thị Mỹ",
        "Đồng Chí Minh",
        "NGUYEN VAN TUC",
        "LƯƠNG THẾ VINH",
        "Chu Văn An",
    ] {
        let short = plain(raw).unwrap();
        assert_eq!(short, clean(raw), "{raw}");
    }
    let titled = ["Ông Nguyễn Văn An", "ĐỒNG CHÍ LÊ VĂN BA", "TRẦN VĂN AN TỨC BA AN"];
    for raw in ["Hoà", "nguyễn", "Kpă Bình", " An", "An ", "Nguyễn  An", "NGuyễn"].into_iter().chain(titled) {
        assert_eq!(plain(raw), None, "{raw}");
    }
}

#[test]
fn other_names_are_added_and_stand_in() {
    let name = clean_name("Nguyễn Văn An", Some("Ba An; NGUYỄN VĂN AN; Tư Râu"));
    assert_eq!(name.aliases, ["Ba An", "Tư Râu"]);
    let name = clean_name("", Some("NGUYỄN THỊ QUYÊN"));
    assert_eq!((name.full_name.as_str(), name.key.as_str()), ("Nguyễn Thị Quyên", "nguyen thi quyen"));
    assert_eq!(clean_name("Nguyễn Văn An", Some("không")).aliases, Vec::<String>::new());
}

#[test]
fn what_was_done_is_told() {
    for (raw, expected) in [
        ("Nguyễn Văn An", &[][..]),
        ("NGUYỄN VĂN AN", &[Repair::Case]),
        ("Nguyễn Văn Hoà", &[Repair::TonePlacement]),
        ("Ðinh  Văn An", &[Repair::LookAlike, Repair::Spaces]),
        ("Ph¹m §¨ng ThÞnh", &[Repair::Tcvn3]),
        ("Nguyeenx An", &[Repair::Telex]),
        ("Đ/c Nguyễn Văn An (tức Ba An)", &[Repair::TitleStripped, Repair::AliasTaken]),
        ("Nguyễn Văn An 1", &[Repair::NumberDropped]),
    ] {
        let repairs = clean_name(raw, None).repairs;
        assert_eq!(repairs.iter().collect::<Vec<_>>(), expected, "{raw}");
        assert_eq!(expected.iter().copied().collect::<Repairs>(), repairs);
    }
}
