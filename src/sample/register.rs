//! What stands in the registers: decisions on members and organisations, complaints, inspections.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::organisation::{Level, MapOf, Post, authority, post, state_authority};
use super::person::{Person, day, day_between};
use super::place::Commune;
use super::random::Rng;

/// The first day of the two-level map.
fn new_map_from() -> NaiveDate {
    day(2025, 7, 1)
}

/// The map in force on `date`.
pub fn map_on(date: NaiveDate) -> MapOf {
    if date >= new_map_from() { MapOf::New } else { MapOf::Old }
}

/// `12/05/2019`.
pub fn written(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// A decision on a member.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Where the person worked then, and as what.
    pub post: Post,
    /// The commune of that place.
    place: Commune,
    /// `123-QĐ/HU`.
    pub number: String,
    /// Signed on.
    pub decided: NaiveDate,
    /// Announced on. None: not written.
    pub announced: Option<NaiveDate>,
    /// The form as written.
    pub form: &'static str,
    /// The violation as written.
    pub violation: &'static str,
    /// The body that decided.
    pub authority: String,
    /// `in_force`, `lapsed`, `annulled`, `under_complaint`.
    pub status: &'static str,
}

const REPRIMAND: &[&str] = &["Khiển trách", "Khiển trách", "Khiển trách", "Khiển trách về Đảng", "khiển trách"];
const WARNING: &[&str] = &["Cảnh cáo", "Cảnh cáo", "Cảnh cáo", "Cảnh cáo về Đảng", "cảnh cáo"];
const REMOVAL: &[&str] = &["Cách chức", "Cách chức các chức vụ trong Đảng", "Cách hết các chức vụ trong Đảng"];
const EXPULSION: &[&str] = &["Khai trừ", "Khai trừ ra khỏi Đảng"];
const NOT_A_FORM: &[&str] = &["Kiểm điểm rút kinh nghiệm", "Phê bình", "Miễn nhiệm", "Xóa tên đảng viên"];
const STATE_FORMS: &[&str] = &["Hạ bậc lương", "Giáng chức", "Buộc thôi việc"];

const VIOLATIONS: &[&str] = &[
    "Vi phạm nguyên tắc tập trung dân chủ, quy chế làm việc",
    "Thiếu trách nhiệm, buông lỏng lãnh đạo, quản lý",
    "Vi phạm quy định về quản lý, sử dụng đất đai",
    "Vi phạm quy định về quản lý tài chính, ngân sách",
    "Vi phạm quy định về đầu tư xây dựng cơ bản",
    "Vi phạm chính sách dân số, kế hoạch hóa gia đình",
    "Vi phạm quy định về những điều đảng viên không được làm",
    "Vi phạm quy định về kê khai tài sản, thu nhập",
    "Sử dụng văn bằng không hợp pháp",
    "Vi phạm nồng độ cồn khi điều khiển phương tiện giao thông",
    "Gây mất đoàn kết nội bộ",
    "Vi phạm quy định về thực hiện chính sách xã hội",
];

impl Decision {
    /// A decision on `person` between `from` and `as_of`, as a rule in a year of `years` (earliest, most usual, latest).
    pub fn invent(rng: &mut Rng, person: &Person, years: [i32; 3], as_of: NaiveDate, is_candidate: bool) -> Self {
        let first = person.joined.checked_add_months(Months::new(14)).unwrap_or(person.joined);
        let mut decided = day(rng.triangle(years[0], years[1], years[2]), 1, 1) + Days::new(rng.below(360) as u64 + 2);
        if decided < first || decided > as_of {
            decided = day_between(rng, first.min(as_of), as_of);
        }
        let place = near(rng, person);
        let post = post_on(rng, place, decided, is_candidate);
        let (authority, short) = authority(rng, post.level, place, map_on(decided));
        Self {
            number: format!("{}-{short}", rng.between(1, 900)),
            announced: rng.chance(0.35).then(|| (decided + Days::new(rng.below(25) as u64)).min(as_of)),
            form: form(rng, is_candidate),
            violation: *rng.pick(VIOLATIONS),
            status: status(rng, decided, as_of),
            authority,
            post,
            place,
            decided,
        }
    }

    /// The decision of the State that follows the Party's, on the same affair.
    pub fn of_the_state(&self, rng: &mut Rng, as_of: NaiveDate) -> Option<Self> {
        let decided = self.decided + Days::new(rng.below(40) as u64 + 3);
        let form = match self.form {
            form if REPRIMAND.contains(&form) => "Khiển trách",
            form if WARNING.contains(&form) => "Cảnh cáo",
            form if REMOVAL.contains(&form) => "Cách chức",
            _ => "Buộc thôi việc",
        };
        (decided <= as_of).then(|| Self {
            number: format!("{}/QĐ-UBND", rng.between(100, 4_000)),
            announced: None,
            decided,
            form,
            authority: state_authority(self.post.level, self.place, map_on(decided)),
            status: status(rng, decided, as_of),
            ..self.clone()
        })
    }
}

fn form(rng: &mut Rng, is_candidate: bool) -> &'static str {
    let forms = match rng.unit() {
        x if x < 0.52 => REPRIMAND,
        x if x < 0.82 => WARNING,
        x if x < 0.89 => REMOVAL,
        // Nobody expelled stands for a committee, but for errors of the register.
        x if x < 0.96 && (!is_candidate || x < 0.893) => EXPULSION,
        x if x < 0.98 => STATE_FORMS,
        _ => NOT_A_FORM,
    };
    rng.pick::<&'static str>(forms)
}

fn status(rng: &mut Rng, decided: NaiveDate, as_of: NaiveDate) -> &'static str {
    let is_recent = decided.checked_add_months(Months::new(12)).is_some_and(|lapses| lapses > as_of);
    match rng.unit() {
        x if x < 0.01 => "annulled",
        x if x < 0.03 => "under_complaint",
        // Registers are brought up to date late.
        x if x < if is_recent { 0.95 } else { 0.12 } => "in_force",
        _ => "lapsed",
    }
}

/// A post at `place` or above it on `date`.
fn post_on(rng: &mut Rng, place: Commune, date: NaiveDate, is_candidate: bool) -> Post {
    let level = match rng.unit() {
        x if x < 0.03 => Level::Central,
        x if x < 0.2 => Level::Province,
        x if x < 0.42 => Level::District,
        x if x < 0.8 => Level::Commune,
        _ => Level::Grassroots,
    };
    post(rng, level, place, map_on(date), if is_candidate { 1.4 } else { 1.0 })
}

/// Where `person` worked at some time: near the present place, mostly.
fn near(rng: &mut Rng, person: &Person) -> Commune {
    match rng.unit() {
        x if x < 0.55 => person.work,
        x if x < 0.75 => person.work.in_same_district(rng),
        x if x < 0.92 => person.work.in_same_province(rng),
        _ => person.home,
    }
}

/// A complaint or denunciation about somebody: kind, received, status, conclusion.
#[derive(Debug, Clone)]
pub struct Complaint {
    /// `denunciation`, `complaint`.
    pub kind: &'static str,
    /// Received on.
    pub received: NaiveDate,
    /// `open`, `resolved`, `handed_over`.
    pub status: &'static str,
    /// `founded`, `partly_founded`, `unfounded`; empty while open.
    pub conclusion: &'static str,
}

impl Complaint {
    /// A complaint of the three years before `as_of`.
    pub fn invent(rng: &mut Rng, as_of: NaiveDate) -> Self {
        // The nearer the congress, the more letters.
        let days = rng.below(1_100).min(rng.below(1_100));
        let received = as_of.checked_sub_days(Days::new(days as u64)).unwrap_or(as_of);
        let is_open = rng.chance(if days < 90 { 0.75 } else { 0.15 });
        Self {
            kind: if rng.chance(0.75) { "denunciation" } else { "complaint" },
            received,
            status: match is_open {
                true if rng.chance(0.2) => "handed_over",
                true => "open",
                false => "resolved",
            },
            conclusion: if is_open {
                ""
            } else {
                *rng.pick(&["unfounded", "unfounded", "unfounded", "partly_founded", "founded"])
            },
        }
    }
}

/// An inspection of somebody or of a body.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// Begun on.
    pub started: NaiveDate,
    /// Concluded on. None: under way.
    pub concluded: Option<NaiveDate>,
    /// `violation`, `no_violation`, `pending`.
    pub conclusion: &'static str,
    /// The form proposed; empty: none.
    pub proposed: &'static str,
}

impl Inspection {
    /// An inspection of the two years before `as_of`.
    pub fn invent(rng: &mut Rng, as_of: NaiveDate) -> Self {
        let days = rng.below(730) as u64;
        let started = as_of.checked_sub_days(Days::new(days)).unwrap_or(as_of);
        let concluded = started + Days::new(rng.between(30, 120).unsigned_abs().into());
        if concluded >= as_of {
            return Self { started, concluded: None, conclusion: "pending", proposed: "" };
        }
        let is_violation = rng.chance(0.45);
        Self {
            started,
            concluded: Some(concluded),
            conclusion: if is_violation { "violation" } else { "no_violation" },
            proposed: if is_violation {
                *rng.pick(&["Khiển trách", "Cảnh cáo", "Kiểm điểm rút kinh nghiệm"])
            } else {
                ""
            },
        }
    }
}
