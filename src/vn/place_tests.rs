use super::*;

/// `codes | district | commune | commune of 2025 | system`, names where certain, `-` where not.
fn read(text: &str, map: Map) -> String {
    let place = Place::parse(text, map);
    let index = Index::get();
    let codes = place.codes.codes().collect::<Vec<_>>().join(" ");
    let district = place.district.map_or("-", |code| index.district(code).unwrap().name);
    let commune = place.commune.map_or("-", |code| index.commune(code).unwrap().name);
    let commune_2025 = place.commune_2025.map_or("-", |code| index.commune_2025(code).unwrap().name);
    format!("{codes} | {district} | {commune} | {commune_2025} | {}", place.system.map_or("-", System::name))
}

fn assert_all(map: Map, cases: &[(&str, &str)]) {
    let wrong: Vec<_> = cases
        .iter()
        .map(|(text, expected)| (text, expected, read(text, map)))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(text, expected, found)| format!("{text:?}\n    expected {expected}\n    found    {found}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn three_levels_are_found_however_they_are_written() {
    assert_all(
        Map::Any,
        &[
            ("xã Song An, huyện Vũ Thư, tỉnh Thái Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("Xã Song An, Huyện Vũ Thư, Tỉnh Thái Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("XÃ SONG AN, HUYỆN VŨ THƯ, TỈNH THÁI BÌNH", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("Song An, Vũ Thư, Thái Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("Song An - Vũ Thư - Thái Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("Song An – Vũ Thư – Thái Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("Song An-Vũ Thư-Thái Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("Song An; Vũ Thư; Thái Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("Song An Vũ Thư Thái Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("song an vu thu thai binh", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("xa Song An, huyen Vu Thu, tinh Thai Binh", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("xa Song An huyen Vu Thu tinh Thai Binh", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("x.Song An H. Vũ Thư T.Thái Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("x. Song An h.Vũ Thư t. Thái Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("X Song An H Vũ Thư T Thái Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("x.Song An, H.Vũ Thư, T.Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("Song An, Vũ Thư, TB", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("thôn 3, xã Song An, huyện Vũ Thư, tỉnh Thái Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("xã Song An, huyện Vũ Thư, tỉnh Thái Bình, Việt Nam", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("Tỉnh Thái Bình, huyện Vũ Thư, xã Song An", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("So\u{302}ng An, Vu\u{303} Thu\u{31b}, Tha\u{301}i Bi\u{300}nh", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("Song An, Vu\u{303} Thu\u{31b}, Tha\u{301}i Bi\u{300}nh", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("P.Vĩnh Bảo, TP.Rạch Giá, t. Kiên Giang", "91 | Rạch Giá | - | - | 63"),
            ("F. Vĩnh Bảo, T.P Rạch Giá, K.Giang", "91 | Rạch Giá | - | - | 63"),
            ("TT. Trà Xuân H Trà Bồng Q.Ngãi", "51 | Trà Bồng | Trà Xuân | Trà Bồng | 63"),
            ("T.T Trà Xuân, Trà Bồng, Quảng Ngãi", "51 | Trà Bồng | Trà Xuân | Trà Bồng | 63"),
            ("xa Phung Xa huyen Thach That TP Ha Noi", "01 | Thạch Thất | Phùng Xá | Tây Phương | 63"),
            ("x.Phùng Xá h.Thạch Thất TP Hà Nội", "01 | Thạch Thất | Phùng Xá | Tây Phương | 63"),
            ("xã Na Mèo, huyện Quan Sơn, tỉnh Thanh Hóa", "38 | Quan Sơn | Na Mèo | Na Mèo | 63"),
            ("Na Mèo, Quan Sơn, Thanh Hoá", "38 | Quan Sơn | Na Mèo | Na Mèo | 63"),
            ("phường 9, thành phố Mỹ Tho, tỉnh Tiền Giang", "82 | Mỹ Tho | 9 | Mỹ Phong | 63"),
            ("P09, TP Mỹ Tho, Tiền Giang", "82 | Mỹ Tho | 9 | Mỹ Phong | 63"),
            ("P.9 TP.Mỹ Tho T.Giang", "82 | Mỹ Tho | 9 | Mỹ Phong | 63"),
            ("phường Bến Nghé, quận 1, TP.HCM", "79 | 1 | Bến Nghé | Sài Gòn | 63"),
            ("P. Bến Nghé, Q.1, TP. Hồ Chí Minh", "79 | 1 | Bến Nghé | Sài Gòn | 63"),
            ("Bến Nghé, Q1, Sài Gòn", "79 | 1 | Bến Nghé | Sài Gòn | 63"),
            ("Hua La, Sơn La, Sơn La", "14 | Sơn La | Hua La | Chiềng Cơi | 63"),
            ("xã Tân Phước, huyện Tân Hồng, tỉnh Đồng Tháp", "87 | Tân Hồng | Tân Phước | An Phước | 63"),
            ("Phường Phố Huế, quận Hai Bà Trưng, Hà Nội", "01 | Hai Bà Trưng | Phố Huế | Hai Bà Trưng | 63"),
            ("xã Đắk N'Drót, huyện Đắk Mil, tỉnh Đắk Nông", "67 | Đắk Mil | Đắk N'Drót | Đắk Mil | 63"),
            ("Đăk N’Drót, Đăk Mil, Đăk Nông", "67 | Đắk Mil | Đắk N'Drót | Đắk Mil | 63"),
            ("xã An Cơ, huyện Châu Thành, tỉnh Tây Ninh", "72 | Châu Thành | An Cơ | Hảo Đước | 63"),
            ("Nam Phuong Tien - Chuong My - Ha Noi", "01 | Chương Mỹ | Nam Phương Tiến | Xuân Mai | 63"),
            ("An Cơ - Châu Thành - Tây Ninh", "72 | Châu Thành | An Cơ | Hảo Đước | 63"),
        ],
    );
}

#[test]
fn two_levels_and_one_are_found() {
    assert_all(
        Map::Any,
        &[
            ("huyện Vũ Thư, tỉnh Thái Bình", "34 | Vũ Thư | - | - | 63"),
            ("Vũ Thư, Thái Bình", "34 | Vũ Thư | - | - | 63"),
            ("Vũ Thư Thái Bình", "34 | Vũ Thư | - | - | 63"),
            ("h.Vũ Thư; Thái Bình", "34 | Vũ Thư | - | - | 63"),
            ("Tuy Hòa, Phú Yên", "54 | Tuy Hoà | - | - | 63"),
            ("thị xã Sơn Tây, thành phố Hà Nội", "01 | Sơn Tây | - | - | 63"),
            ("Biên Hòa, Đồng Nai", "75 | Biên Hòa | - | - | 63"),
            ("TP. Phan Thiết - Bình Thuận", "60 | Phan Thiết | - | - | 63"),
            ("H. Sơn Hà, Q.Ngãi", "51 | Sơn Hà | - | - | 63"),
            ("huyện Hòa Bình, tỉnh Bạc Liêu", "95 | Hoà Bình | - | - | 63"),
            ("thành phố Hòa Bình, tỉnh Hòa Bình", "17 | Hòa Bình | - | - | 63"),
            ("TP. Hòa Bình", "17 | Hòa Bình | - | - | 63"),
            ("Thái Bình", "34 | - | - | - | 63"),
            ("tỉnh Thái Bình", "34 | - | - | - | 63"),
            ("T. Thái Bình", "34 | - | - | - | 63"),
            ("THAI BINH", "34 | - | - | - | 63"),
            ("Hà Nội", "01 | - | - | - | 63"),
            ("HN", "01 | - | - | - | 63"),
            ("TP HN", "01 | - | - | - | 63"),
            ("Thừa Thiên - Huế", "46 | - | - | - | 63"),
            ("T.T.Huế", "46 | - | - | - | 63"),
            ("TT Huế", "46 | - | - | - | 63"),
            ("Huế", "46 | - | - | - | 63"),
            ("Bà Rịa - Vũng Tàu", "77 | - | - | - | 63"),
            ("BR-VT", "77 | - | - | - | 63"),
            ("Xuyên Mộc, Bà Rịa – Vũng Tàu", "77 | Xuyên Mộc | - | - | 63"),
            ("Daklak", "54 66 67 | - | - | - | 63"),
            ("Krông Pắc, Đắc Lắc", "66 | Krông Pắc | - | - | 63"),
            ("Kontum", "62 | - | - | - | 63"),
            ("Hoà Bình", "17 | - | - | - | 63"),
            ("Trảng Bom, Đ.Nai", "75 | Trảng Bom | - | - | 63"),
        ],
    );
}

#[test]
fn provinces_long_gone_are_sets() {
    assert_all(
        Map::Any,
        &[
            ("Hà Nam Ninh", "35 36 37 | - | - | - | historical"),
            ("tỉnh Hà Sơn Bình", "01 17 | - | - | - | historical"),
            ("H Chương Mỹ - TP. Hà Sơn Bình", "01 | Chương Mỹ | - | - | historical"),
            ("huyện Ứng Hòa, tỉnh Hà Tây", "01 | Ứng Hòa | - | - | historical"),
            ("Thach That, Ha Tay", "01 | Thạch Thất | - | - | historical"),
            ("h.Long Hồ, T. Cửu Long", "86 | Long Hồ | - | - | historical"),
            ("Hải Hưng", "30 33 | - | - | - | historical"),
            ("Chí Linh, Hải Hưng", "30 | Chí Linh | - | - | historical"),
            ("Nghệ Tĩnh", "40 42 | - | - | - | historical"),
            ("Quảng Nam - Đà Nẵng", "48 49 | - | - | - | historical"),
            ("Điện Bàn, Quảng Nam - Đà Nẵng", "49 | Điện Bàn | - | - | historical"),
            ("Gia Lai - Kon Tum", "62 64 | - | - | - | historical"),
            ("Sông Bé", "70 74 | - | - | - | historical"),
            ("Minh Hải", "95 96 | - | - | - | historical"),
            ("huyện Vĩnh Bảo, Hải Phòng", "31 | Vĩnh Bảo | - | - | 63"),
            ("Vị Thanh, Cần Thơ", "93 | Vị Thanh | - | - | 63"),
            ("Hà Tây (nay là Hà Nội)", "01 | - | - | - | historical"),
            ("Hà Nam Ninh (Nam Định)", "36 | - | - | - | historical"),
            ("Hà Tây cũ", "01 | - | - | - | historical"),
        ],
    );
}

#[test]
fn the_map_of_july_2025_leads_back_to_the_provinces_before() {
    assert_all(
        Map::Any,
        &[
            ("xã Vũ Thư, tỉnh Hưng Yên", "34 | - | - | Vũ Thư | 34"),
            ("phường Mỹ Tho, tỉnh Đồng Tháp", "82 | - | - | Mỹ Tho | 34"),
            ("xã Đại Đồng, thành phố Hà Nội", "01 | Thạch Thất | Đại Đồng | Thạch Thất | 63"),
            ("Thái Học, Hải Phòng", "30 | Chí Linh | Thái Học | Chu Văn An | 34"),
            ("Phường Tân Long, tỉnh Đồng Tháp", "82 | Mỹ Tho | Tân Long | Mỹ Tho | 34"),
            ("Tây Ninh", "72 80 | - | - | - | 63"),
            ("Tuyên Quang", "02 08 | - | - | - | 63"),
            ("Trà Vong, Tây Ninh", "72 | - | - | Trà Vong | 34"),
            ("Long Thành Trung, Tây Ninh", "72 | Hòa Thành | Long Thành Trung | Hòa Thành | 63"),
            ("xã Song An, tỉnh Thái Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("xã Song An, tỉnh Hưng Yên", "34 | Vũ Thư | Song An | Vũ Phúc | 34"),
        ],
    );
    assert_all(
        Map::Before2025,
        &[
            ("Tây Ninh", "72 | - | - | - | 63"),
            ("Tuyên Quang", "08 | - | - | - | 63"),
            ("Đồng Tháp", "87 | - | - | - | 63"),
            ("xã Song An, tỉnh Thái Bình", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
        ],
    );
}

#[test]
fn abbreviations_that_several_share_never_decide_alone() {
    assert_all(
        Map::Any,
        &[
            ("QN", "22 49 51 | - | - | - | 63"),
            ("BT", "60 83 | - | - | - | 63"),
            ("H.Giang", "02 93 | - | - | - | 63"),
            ("huyện Bình Sơn, QN", "51 | Bình Sơn | - | - | 63"),
            ("Bình Sơn - QN", "51 | Bình Sơn | - | - | 63"),
            ("Đông Triều, QN", "22 | Đông Triều | - | - | 63"),
            ("Chiềng La", " | - | - | - | -"),
            ("CHIỀNG LA", " | - | - | - | -"),
            ("H.Vụ Bản NĐ", "36 | Vụ Bản | - | - | 63"),
            ("Q Thanh Khê - QN-ĐN", "48 | Thanh Khê | - | - | 63"),
            ("X. Văn Cẩm; H Hưng Hà; BT", "34 | Hưng Hà | Văn Cẩm | Diên Hà | 63"),
            ("HNN", "35 36 37 | - | - | - | 63"),
            ("H. Kiến Xương TB", "34 | Kiến Xương | - | - | 63"),
        ],
    );
}

#[test]
fn a_place_without_province_is_known_by_a_district_that_is_the_only_one() {
    assert_all(
        Map::Any,
        &[
            ("huyện Quỳnh Phụ", "34 | Quỳnh Phụ | - | - | 63"),
            ("Vũ Thư", "34 | Vũ Thư | - | - | 63"),
            ("xã Song An, huyện Vũ Thư", "34 | Vũ Thư | Song An | Vũ Phúc | 63"),
            ("xã Song An", " | - | - | - | -"),
            ("xã An Cơ, huyện Châu Thành", "72 | Châu Thành | An Cơ | Hảo Đước | 63"),
            ("Hoa Kỳ", " | - | - | - | -"),
            ("", " | - | - | - | -"),
            ("không rõ", " | - | - | - | -"),
            (",,, - ", " | - | - | - | -"),
        ],
    );
}

#[test]
fn one_slip_of_the_pen_is_forgiven() {
    assert_all(
        Map::Any,
        &[
            ("x.Phúc Khánh H. Hưng Hà T.Bìnhh", "34 | Hưng Hà | Phúc Khánh | Tiên La | 63"),
            ("P.Liễu Giai, Q Ba Đình, T.P HHà Nội", "01 | Ba Đình | Liễu Giai | Ngọc Hà | 63"),
            ("Vũ Thư, Thái Bìng", "34 | Vũ Thư | - | - | 63"),
            ("Vũ Thưu, Thái Bình", "34 | Vũ Thư | - | - | 63"),
            ("Quảng Nghãi", "51 62 | - | - | - | 63"),
            ("huyện Ứng Hòa, thành phố Hà Ni", "01 | Ứng Hòa | - | - | 63"),
            ("huyện Ứng Hòa, xyz", "01 | Ứng Hòa | - | - | 63"),
            ("Xã Nghĩa Mỹ, Huyện Tư Nghĩa, Tỉnh Quảng Ngãi", "51 | Tư Nghĩa | - | - | 63"),
            ("Quảng Nin", "22 | - | - | - | 63"),
            ("Quarng Ninh", "22 | - | - | - | 63"),
        ],
    );
    assert!(Place::parse("Vũ Thư, Thái Bìng", Map::Any).has_typo);
    assert!(!Place::parse("Vũ Thư, Thái Bình", Map::Any).has_typo);
}

#[test]
fn the_tidy_text_spells_everything_out() {
    for (text, expected) in [
        ("x.Song An H. Vũ Thư T.Thái Bình", "xã Song An, huyện Vũ Thư, tỉnh Thái Bình"),
        ("song an vu thu thai binh", "xã Song An, huyện Vũ Thư, tỉnh Thái Bình"),
        ("Tỉnh Thái Bình, huyện Vũ Thư", "huyện Vũ Thư, tỉnh Thái Bình"),
        ("TP.HCM", "thành phố Hồ Chí Minh"),
        ("T.T.Huế", "tỉnh Thừa Thiên Huế"),
        ("xóm 5,  xã Song An, Vũ Thư, TB", "xóm 5, xã Song An, huyện Vũ Thư, tỉnh Thái Bình"),
        ("QN", "QN"),
        ("Hà Nam Ninh", "tỉnh Hà Nam Ninh"),
        ("Hoa  Kỳ", "Hoa Kỳ"),
        ("xã Không Có, huyện Vũ Thư, Thái Bình", "xã Không Có, huyện Vũ Thư, tỉnh Thái Bình"),
        ("xã Vũ Thư, tỉnh Hưng Yên", "xã Vũ Thư, tỉnh Hưng Yên"),
        ("", ""),
    ] {
        assert_eq!(Place::parse(text, Map::Any).tidy, expected, "{text}");
    }
}

#[test]
fn parts_that_were_not_found_are_told() {
    let place = Place::parse("xã Không Có, huyện Vũ Thư, Thái Bình", Map::Any);
    assert_eq!(place.unmatched, ["xã Không Có"]);
    assert_eq!((&*place.district_key, &*place.commune_key), ("vu thu", "khong co"));
    let place = Place::parse("Atlantis, Thái Bình", Map::Any);
    assert_eq!(place.unmatched, ["Atlantis"]);
}

#[test]
fn an_organisation_tells_its_place_only_when_certain() {
    for (name, codes, district, commune) in [
        ("UBND xã Song An, huyện Vũ Thư", "34", Some("Vũ Thư"), Some("Song An")),
        ("Đảng ủy xã Quỳnh Hoàng, huyện Quỳnh Phụ", "34", Some("Quỳnh Phụ"), Some("Quỳnh Hoàng")),
        ("UBND huyện Tiền Hải", "34", Some("Tiền Hải"), None),
        ("Ban Thường vụ Huyện ủy Tiền Hải", "34", Some("Tiền Hải"), None),
        ("Ban Thường vụ Thành ủy Rạch Giá", "91", Some("Rạch Giá"), None),
        ("UBND phường Pháo Đài, thành phố Hà Tiên", "91", Some("Hà Tiên"), Some("Pháo Đài")),
        ("Ủy ban Kiểm tra Tỉnh ủy Tiền Giang", "82", None, None),
        ("Sở Nông nghiệp và PTNT thành phố Hà Nội", "01", None, None),
        ("Sở Y tế Thái Bình", "34", None, None),
        ("Văn phòng thành phố ủy Hà Nội", "01", None, None),
        ("Ban Tổ chức thị xã ủy Duy Tiên", "35", Some("Duy Tiên"), None),
        ("Phòng Nội vụ huyện Châu Thành", "", None, None),
        ("Đảng bộ xã Thạnh Mỹ", "", None, None),
        ("Đảng bộ xã Hòa Bình", "", None, None),
        ("Bộ Công an", "", None, None),
        ("HTX nông nghiệp Bạch Đằng", "", None, None),
        ("Hợp tác xã Vũ Thư", "", None, None),
        ("Bảo hiểm xã hội huyện Tiền Hải", "34", Some("Tiền Hải"), None),
        ("Trường THCS Đông Trà, huyện Tiền Hải", "34", Some("Tiền Hải"), None),
        ("", "", None, None),
    ] {
        let within = within(name);
        let found = (
            within.codes.codes().collect::<Vec<_>>().join(" "),
            within.district.map(|code| Index::get().district(code).unwrap().name),
            within.commune.map(|code| Index::get().commune(code).unwrap().name),
        );
        assert_eq!(found, (codes.to_owned(), district, commune), "{name}");
    }
}

#[test]
fn odd_texts_do_no_harm() {
    for text in [
        "....",
        "T.",
        "x",
        "TP",
        "huyện",
        "xã,huyện,tỉnh",
        "(((",
        "Thái Bình (",
        "((Thái Bình)",
        "nay là",
        &"xã ".repeat(500),
        &"Thái Bình - ".repeat(300),
    ] {
        let place = Place::parse(text, Map::Any);
        assert!(place.codes.len() <= 63);
        let _ = within(text);
    }
}
