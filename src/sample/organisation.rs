//! Where does an invented person work, and as what?
//!
//! Bodies and posts of the levels that a unit had: districts until 30 June 2025, two levels since.

use super::place::{Commune, Unit};
use super::random::Rng;

/// The level of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Ministries and central Party bodies.
    Central,
    /// Provinces and centrally-run cities.
    Province,
    /// Districts, until 30 June 2025.
    District,
    /// Communes, wards, townlets.
    Commune,
    /// Schools, stations, enterprises, cells.
    Grassroots,
}

impl Level {
    /// The code in rosters: `province`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Central => "central",
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
            Self::Grassroots => "grassroots",
        }
    }
}

/// Which map a unit is named by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapOf {
    /// Three levels, until 30 June 2025.
    Old,
    /// Two levels, since.
    New,
}

/// A post in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its level.
    pub level: Level,
    /// The body.
    pub organisation: String,
    /// The post in it.
    pub position: String,
}

/// A body's name with `{}` for the unit, its posts from the top.
type Body = (&'static str, &'static [&'static str]);

const PARTY: &[&str] = &["Bí thư", "Phó Bí thư Thường trực", "Phó Bí thư", "Ủy viên Ban Thường vụ", "Ủy viên Ban Chấp hành"];
const STATE: &[&str] = &["Chủ tịch", "Phó Chủ tịch", "Phó Chủ tịch", "Chánh Văn phòng", "Chuyên viên"];
const BOARD: &[&str] = &["Trưởng ban", "Phó Trưởng ban", "Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên"];
const DEPARTMENT: &[&str] = &["Giám đốc", "Phó Giám đốc", "Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên"];
const INSPECTION: &[&str] = &["Chủ nhiệm", "Phó Chủ nhiệm", "Ủy viên", "Kiểm tra viên"];
const OFFICE: &[&str] = &["Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên", "Chuyên viên"];
const FORCE: &[&str] = &["Trưởng Công an", "Phó Trưởng Công an", "Đội trưởng", "Cán bộ"];
const ARMY: &[&str] = &["Chỉ huy trưởng", "Chính ủy", "Phó Chỉ huy trưởng", "Trợ lý"];
const FRONT: &[&str] = &["Chủ tịch", "Phó Chủ tịch", "Ủy viên Thường trực", "Chuyên viên"];
const SCHOOL: &[&str] = &["Hiệu trưởng", "Phó Hiệu trưởng", "Tổ trưởng chuyên môn", "Giáo viên"];
const STATION: &[&str] = &["Trưởng trạm", "Phó Trưởng trạm", "Y sĩ"];
const CELL: &[&str] = &["Bí thư Chi bộ", "Phó Bí thư Chi bộ", "Chi ủy viên", "Đảng viên"];
const FIRM: &[&str] = &["Giám đốc", "Phó Giám đốc", "Kế toán trưởng", "Nhân viên"];

const CENTRAL: &[Body] = &[
    ("Ban Tổ chức Trung ương", &["Vụ trưởng", "Phó Vụ trưởng", "Hàm Vụ phó", "Chuyên viên"]),
    ("Văn phòng Trung ương Đảng", &["Vụ trưởng", "Phó Vụ trưởng", "Chuyên viên"]),
    ("Bộ Tài chính", &["Vụ trưởng", "Phó Vụ trưởng", "Trưởng phòng", "Chuyên viên"]),
    ("Bộ Xây dựng", &["Cục trưởng", "Phó Cục trưởng", "Trưởng phòng", "Chuyên viên"]),
    ("Bộ Nông nghiệp và Môi trường", &["Cục trưởng", "Phó Cục trưởng", "Trưởng phòng", "Chuyên viên"]),
    ("Thanh tra Chính phủ", &["Vụ trưởng", "Phó Vụ trưởng", "Thanh tra viên"]),
];
const PROVINCE: &[Body] = &[
    ("{committee} {name}", PARTY),
    ("Ban Tổ chức {committee} {name}", BOARD),
    ("Ban Nội chính {committee} {name}", BOARD),
    ("Ủy ban Kiểm tra {committee} {name}", INSPECTION),
    ("Văn phòng {committee} {name}", &["Chánh Văn phòng", "Phó Chánh Văn phòng", "Trưởng phòng", "Chuyên viên"]),
    ("UBND {unit}", STATE),
    ("Sở Tài chính {unit}", DEPARTMENT),
    ("Sở Nội vụ {unit}", DEPARTMENT),
    ("Sở Xây dựng {unit}", DEPARTMENT),
    ("Sở Y tế {unit}", DEPARTMENT),
    ("Sở Giáo dục và Đào tạo {unit}", DEPARTMENT),
    ("Sở Nông nghiệp và Môi trường {unit}", DEPARTMENT),
    ("Sở Công Thương {unit}", DEPARTMENT),
    ("Công an {unit}", &["Giám đốc", "Phó Giám đốc", "Trưởng phòng", "Phó Trưởng phòng", "Cán bộ"]),
    ("Bộ Chỉ huy quân sự {unit}", ARMY),
    ("Thanh tra {unit}", &["Chánh Thanh tra", "Phó Chánh Thanh tra", "Thanh tra viên"]),
    ("Ủy ban MTTQ Việt Nam {unit}", FRONT),
    ("Hội Nông dân {unit}", FRONT),
    ("Tỉnh đoàn {name}", &["Bí thư", "Phó Bí thư", "Trưởng ban", "Chuyên viên"]),
    ("Trường Chính trị {unit}", SCHOOL),
];
const DISTRICT: &[Body] = &[
    ("{committee} {name}", PARTY),
    ("Ủy ban Kiểm tra {committee} {name}", INSPECTION),
    ("Ban Tổ chức {committee} {name}", BOARD),
    ("UBND {unit}", STATE),
    ("Phòng Nội vụ {unit}", OFFICE),
    ("Phòng Tài chính - Kế hoạch {unit}", OFFICE),
    ("Phòng Giáo dục và Đào tạo {unit}", OFFICE),
    ("Phòng Tài nguyên và Môi trường {unit}", OFFICE),
    ("Công an {unit}", FORCE),
    ("Ban Chỉ huy quân sự {unit}", ARMY),
    ("Hội Chữ thập đỏ {unit}", FRONT),
    ("Trung tâm Y tế {unit}", DEPARTMENT),
];
const COMMUNE: &[Body] = &[
    ("Đảng ủy {unit}", PARTY),
    ("UBND {unit}", STATE),
    ("HĐND {unit}", &["Chủ tịch", "Phó Chủ tịch", "Trưởng ban", "Đại biểu"]),
    ("Ủy ban MTTQ Việt Nam {unit}", FRONT),
    ("Công an {unit}", FORCE),
    ("Hội Cựu chiến binh {unit}", FRONT),
];
const GRASSROOTS: &[Body] = &[
    ("Trường Tiểu học {name}", SCHOOL),
    ("Trường THCS {name}", SCHOOL),
    ("Trạm Y tế {unit}", STATION),
    ("Chi bộ thôn {number}, {unit}", CELL),
    ("Chi bộ Trường Mầm non {name}", CELL),
    ("Hợp tác xã Nông nghiệp {name}", FIRM),
    ("Công ty TNHH MTV Lâm nghiệp {name}", FIRM),
];

/// A post at `level` near `commune`. Leading posts are `lead` times as likely as by chance (1: all alike).
pub fn post(rng: &mut Rng, level: Level, commune: Commune, map: MapOf, lead: f64) -> Post {
    let level = if level == Level::District && map == MapOf::New { Level::Commune } else { level };
    let (bodies, unit): (&[Body], Unit) = match (level, map) {
        (Level::Central, _) => (CENTRAL, ("", "")),
        (Level::Province, MapOf::Old) => (PROVINCE, commune.province().unit),
        (Level::Province, MapOf::New) => (PROVINCE, commune.province().successor.1),
        (Level::District, _) => (DISTRICT, commune.district()),
        (Level::Commune, MapOf::Old) => (COMMUNE, commune.unit()),
        (Level::Commune, MapOf::New) => (COMMUNE, commune.successor()),
        (Level::Grassroots, MapOf::Old) => (GRASSROOTS, commune.unit()),
        (Level::Grassroots, MapOf::New) => (GRASSROOTS, commune.successor()),
    };
    let (pattern, positions) = *rng.pick(bodies);
    let rank = (0..positions.len()).find(|_| rng.chance((lead / positions.len() as f64).min(0.9))).unwrap_or(positions.len() - 1);
    let number = rng.between(1, 14);
    let mut organisation = fill(pattern, unit, number);
    // A commune's body is written with its district as often as without.
    if map == MapOf::Old && level >= Level::Commune && rng.chance(0.4) {
        let (kind, name) = commune.district();
        organisation = format!("{organisation}, {kind} {name}");
    }
    Post { level, organisation, position: positions[rank].to_owned() }
}

fn fill(pattern: &str, unit: Unit, number: i32) -> String {
    let (kind, name) = unit;
    let mut out = pattern.to_owned();
    for (hole, text) in [
        ("{committee}", committee(unit)),
        ("{unit}", &format!("{kind} {name}")),
        ("{name}", name),
        ("{number}", &number.to_string()),
    ] {
        if out.contains(hole) {
            out = out.replace(hole, text);
        }
    }
    out
}

/// What the Party committee of such a unit is called.
pub fn committee(unit: Unit) -> &'static str {
    match unit.0 {
        "tỉnh" => "Tỉnh ủy",
        "thành phố" => "Thành ủy",
        "quận" => "Quận ủy",
        "thị xã" => "Thị ủy",
        "huyện" => "Huyện ủy",
        _ => "Đảng ủy",
    }
}

/// The Party body that disciplines somebody at `level`, and the short form of its decisions' numbers.
pub fn authority(rng: &mut Rng, level: Level, commune: Commune, map: MapOf) -> (String, &'static str) {
    let (province, commune_unit) = match map {
        MapOf::Old => (commune.province().unit, commune.unit()),
        MapOf::New => (commune.province().successor.1, commune.successor()),
    };
    let of_province = |rng: &mut Rng| {
        let committee = committee(province);
        if rng.chance(0.6) {
            (format!("Ủy ban Kiểm tra {committee} {}", province.1), "QĐ/UBKTTU")
        } else {
            (format!("Ban Thường vụ {committee} {}", province.1), "QĐ/TU")
        }
    };
    match level {
        Level::Central => ("Ủy ban Kiểm tra Đảng ủy cơ quan".to_owned(), "QĐ/UBKT"),
        Level::Province => of_province(rng),
        Level::District | Level::Commune if map == MapOf::Old && (level == Level::District || rng.chance(0.5)) => {
            let district = commune.district();
            let committee = committee(district);
            let short = match district.0 {
                "quận" => "QĐ/QU",
                "thị xã" => "QĐ/ThU",
                "thành phố" => "QĐ/ThU",
                _ => "QĐ/HU",
            };
            if rng.chance(0.5) {
                (format!("Ủy ban Kiểm tra {committee} {}", district.1), "QĐ/UBKTHU")
            } else {
                (format!("Ban Thường vụ {committee} {}", district.1), short)
            }
        }
        Level::District | Level::Commune if rng.chance(0.2) => of_province(rng),
        _ => (format!("Đảng ủy {} {}", commune_unit.0, commune_unit.1), "QĐ/ĐU"),
    }
}

/// The head of the administration that disciplines for the State somebody at `level`.
pub fn state_authority(level: Level, commune: Commune, map: MapOf) -> String {
    let (kind, name) = match (level, map) {
        (Level::Central, _) => return "Thủ trưởng cơ quan".to_owned(),
        (Level::Province, MapOf::Old) => commune.province().unit,
        (Level::Province, MapOf::New) => commune.province().successor.1,
        // The district disciplined the officials of its communes.
        (_, MapOf::Old) => commune.district(),
        (_, MapOf::New) => commune.successor(),
    };
    format!("Chủ tịch UBND {kind} {name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::random::Stream;

    #[test]
    fn there_are_no_districts_on_the_new_map() {
        let commune = Commune::named("Yên Phú", "Bắc Mê").expect("a commune");
        for i in 0..500 {
            let mut rng = Rng::new(1, Stream::Candidate, i);
            let level = *rng.pick(&[Level::District, Level::Commune, Level::Grassroots, Level::Province]);
            let post = post(&mut rng, level, commune, MapOf::New, 2.0);
            assert!(!post.organisation.contains("huyện") && !post.organisation.contains("Huyện ủy"), "{post:?}");
            assert!(!post.organisation.contains('{') && post.level != Level::District);
        }
    }
}
