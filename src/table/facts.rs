//! The documented facts: what may a rule ask about, and what does the answer mean?
//!
//! Rules are checked against [`FACTS`]; `judge::facts` fills the frames; `rules/FACTS.md` is generated from here.

use polars::prelude::DataType;

/// What one row of a fact frame is about. A rule of one scope is asked once per row of that scope's frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One candidate.
    Candidate,
    /// One candidate with one discipline record linked to them.
    Case,
    /// One candidate with one complaint or denunciation linked to them.
    Complaint,
    /// One candidate with one inspection linked to them.
    Inspection,
    /// One candidate with one decision on the organisation they work in or head.
    Organisation,
}

/// What a fact's value is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FactType {
    /// A whole number.
    Int,
    /// A real number.
    Real,
    /// True or false.
    Bool,
    /// A day.
    Date,
    /// Free text: only `=`, `LIKE` and `IS NULL` make sense.
    Text,
    /// One of a list of codes.
    Code(&'static [&'static str]),
}

/// One documented fact.
///
/// In a frame a fact `x` is the column `x`; an interval fact is the two columns `x_min` and `x_max` (both null: not known; equal:
/// known exactly), because a date may be known to the month or the year only.
#[derive(Debug, Clone, Copy)]
pub struct Fact {
    /// Its name in rules.
    pub name: &'static str,
    /// The frame it lives in; facts of [`Scope::Candidate`] can be read from rules of every scope.
    pub scope: Scope,
    /// What its value is.
    pub kind: FactType,
    /// Whether it may be known within bounds only.
    pub is_interval: bool,
    /// Unit: `months`, `days`, `0..=1`; empty where there is none.
    pub unit: &'static str,
    /// What it means, in Vietnamese.
    pub vi: &'static str,
    /// What it means, in English.
    pub en: &'static str,
}

impl FactType {
    /// The type of the fact's column (of both columns, for an interval fact).
    ///
    /// Whole numbers are 32 bits: months, days and counts need no more, and five million candidates must fit in memory.
    pub fn dtype(self) -> DataType {
        match self {
            Self::Int => DataType::Int32,
            Self::Real => DataType::Float64,
            Self::Bool => DataType::Boolean,
            Self::Date => DataType::Date,
            Self::Text | Self::Code(_) => DataType::String,
        }
    }
}

impl Scope {
    /// All scopes, in the order of the documentation.
    pub const ALL: [Self; 5] = [Self::Candidate, Self::Case, Self::Complaint, Self::Inspection, Self::Organisation];

    /// The word in rule files and file names: `candidate`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Case => "case",
            Self::Complaint => "complaint",
            Self::Inspection => "inspection",
            Self::Organisation => "organisation",
        }
    }

    /// The fact `name` as a rule of this scope sees it: its own facts and those of the candidate. None: there is no such fact.
    pub fn fact(self, name: &str) -> Option<&'static Fact> {
        self.facts().find(|fact| fact.name == name)
    }

    /// The facts that a rule of this scope may read: the candidate's, then its own.
    pub fn facts(self) -> impl Iterator<Item = &'static Fact> {
        FACTS.iter().filter(move |fact| fact.scope == Self::Candidate || fact.scope == self)
    }
}

impl Fact {
    /// The names of the fact's columns: one, or lower and upper bound.
    pub fn columns(&self) -> Vec<String> {
        if self.is_interval {
            vec![format!("{}_min", self.name), format!("{}_max", self.name)]
        } else {
            vec![self.name.to_owned()]
        }
    }
}

/// Levels of the Party and the State. `district` ends on 30 June 2025.
pub const LEVELS: &[&str] = &["central", "province", "district", "commune", "grassroots"];
/// Ranks of a post within its level, highest first (see `vn::post`).
pub const POST_RANKS: &[&str] = &["head", "deputy", "standing_member", "member", "unit_head", "unit_deputy", "staff"];
/// How a post sought stands to a post held.
pub const STEPS: &[&str] = &["higher", "same", "lower"];
/// Forms of discipline, Party and State; `none` is an entry that is no form of discipline.
pub const MEASURES: &[&str] =
    &["reprimand", "warning", "removal", "expulsion", "salary_step", "demotion", "rank_lowering", "dismissal", "recall", "none"];
/// Forms of discipline of an organisation.
pub const ORGANISATION_MEASURES: &[&str] = &["reprimand", "warning", "dissolution", "none"];
/// What a register says of a decision.
pub const DECISION_STATUS: &[&str] = &["in_force", "lapsed", "annulled", "under_complaint"];
/// How a candidate and a record hang together.
pub const LINK_STATES: &[&str] = &["link", "ask", "conflict"];
/// How number and person contradict each other.
pub const CONFLICTS: &[&str] = &["same_number_other_person", "same_person_other_number"];

const fn fact(scope: Scope, name: &'static str, kind: FactType, unit: &'static str, vi: &'static str, en: &'static str) -> Fact {
    Fact { name, scope, kind, is_interval: false, unit, vi, en }
}

const fn bounds(
    scope: Scope,
    name: &'static str,
    kind: FactType,
    unit: &'static str,
    vi: &'static str,
    en: &'static str,
) -> Fact {
    Fact { name, scope, kind, is_interval: true, unit, vi, en }
}

use FactType::{Bool, Code, Date, Int, Real, Text};
use Scope::{Candidate, Case, Complaint, Inspection, Organisation};

/// Every fact, in the order of the documentation. A name is unique among the candidate's facts and those of one other scope.
pub const FACTS: &[Fact] = &[
    fact(Candidate, "as_of", Date, "", "ngày xét, theo tệp đợt", "the date of judgement, from the batch file"),
    fact(
        Candidate,
        "opens_on",
        Date,
        "",
        "ngày khai mạc đại hội; trống: tệp đợt không ghi",
        "the day the congress opens; null: the batch file does not say",
    ),
    fact(
        Candidate,
        "congress_level",
        Code(&["central", "province", "commune", "grassroots"]),
        "",
        "cấp của đại hội, theo tệp đợt",
        "the level of the congress, from the batch file",
    ),
    fact(
        Candidate,
        "level",
        Code(LEVELS),
        "",
        "cấp của chức vụ đang giữ: theo danh sách, nếu trống thì theo tên chức vụ",
        "the level of the present post: as the roster says, else as the post's title says",
    ),
    fact(
        Candidate,
        "candidacy",
        Code(&["first_time", "re_election"]),
        "",
        "tham gia lần đầu hay tái cử",
        "standing for the first time or for re-election",
    ),
    fact(Candidate, "organisation", Text, "", "tổ chức, cơ quan, đơn vị công tác", "the organisation the candidate works in"),
    fact(Candidate, "position", Text, "", "chức vụ đang giữ", "the present post"),
    fact(Candidate, "standing_for", Text, "", "chức danh dự kiến giới thiệu", "the post stood for"),
    fact(
        Candidate,
        "post_rank",
        Code(POST_RANKS),
        "",
        "hạng của chức vụ đang giữ, theo tên chức vụ",
        "the rank of the present post, from its title",
    ),
    fact(Candidate, "standing_level", Code(LEVELS), "", "cấp của chức danh dự kiến", "the level of the post stood for"),
    fact(
        Candidate,
        "standing_rank",
        Code(POST_RANKS),
        "",
        "hạng của chức danh dự kiến, theo tên chức danh",
        "the rank of the post stood for, from its title",
    ),
    fact(
        Candidate,
        "standing_step",
        Code(STEPS),
        "",
        "chức danh dự kiến so với chức vụ đang giữ; trống: không so sánh được",
        "the post stood for against the present one; null: they cannot be compared",
    ),
    fact(
        Candidate,
        "is_district_secretary_up",
        Bool,
        "",
        "đang là bí thư cấp ủy từ cấp huyện trở lên",
        "is secretary of a Party committee of district level or above",
    ),
    fact(
        Candidate,
        "is_province_deputy_secretary",
        Bool,
        "",
        "đang là phó bí thư tỉnh ủy, thành ủy trực thuộc Trung ương",
        "is deputy secretary of a Party committee of a province or centrally-run city",
    ),
    fact(
        Candidate,
        "stands_for_state_post",
        Bool,
        "",
        "chức danh dự kiến là lãnh đạo hội đồng nhân dân, ủy ban nhân dân hoặc Mặt trận Tổ quốc",
        "stands for a leading post of a people's council, a people's committee or the Fatherland Front",
    ),
    bounds(
        Candidate,
        "age_months",
        Int,
        "months",
        "tuổi tại ngày xét, tính bằng tháng tròn",
        "age on the date of judgement, in whole months",
    ),
    bounds(
        Candidate,
        "retirement_month",
        Date,
        "",
        "tháng nghỉ hưu theo quy định, ghi bằng ngày đầu tháng; chưa rõ giới tính thì là khoảng của cả hai giới",
        "the statutory month of retirement, as its first day; where the sex is not known, the bounds span both",
    ),
    bounds(Candidate, "party_months", Int, "months", "thời gian từ ngày vào Đảng đến ngày xét", "time since joining the Party"),
    bounds(
        Candidate,
        "months_since_official",
        Int,
        "months",
        "thời gian từ ngày chính thức đến ngày xét",
        "time since full membership",
    ),
    bounds(Candidate, "months_in_post", Int, "months", "thời gian giữ chức vụ hiện nay đến ngày xét", "time in the present post"),
    fact(Candidate, "is_born_known", Bool, "", "có ngày sinh, dù chỉ có năm", "a birth date is given, be it the year only"),
    fact(Candidate, "is_birth_day_known", Bool, "", "có đủ ngày, tháng, năm sinh", "the birth date is known to the day"),
    fact(Candidate, "is_sex_known", Bool, "", "có ghi giới tính", "the sex is given"),
    fact(Candidate, "is_candidacy_known", Bool, "", "có ghi tham gia lần đầu hay tái cử", "first time or re-election is given"),
    fact(Candidate, "is_standing_for_known", Bool, "", "có ghi chức danh dự kiến", "the post stood for is given"),
    fact(Candidate, "has_position", Bool, "", "có ghi chức vụ", "the present post is given"),
    fact(Candidate, "has_position_since", Bool, "", "có ghi ngày giữ chức vụ", "the start in the present post is given"),
    fact(Candidate, "has_organisation", Bool, "", "có ghi tổ chức, đơn vị", "the organisation is given"),
    fact(Candidate, "has_home_place", Bool, "", "có ghi quê quán", "the native place is given"),
    fact(Candidate, "has_party_joined", Bool, "", "có ghi ngày vào Đảng", "the date of joining the Party is given"),
    fact(Candidate, "has_party_official", Bool, "", "có ghi ngày chính thức", "the date of full membership is given"),
    fact(Candidate, "has_party_card", Bool, "", "có ghi số thẻ đảng viên", "the Party card's number is given"),
    fact(
        Candidate,
        "card_format_wrong",
        Bool,
        "",
        "số thẻ đảng viên không có 8 hoặc 12 chữ số; trống: không ghi số thẻ",
        "the Party card's number has neither 8 nor 12 digits; null: none is given",
    ),
    fact(
        Candidate,
        "has_national_id",
        Bool,
        "",
        "có số căn cước hoặc chứng minh nhân dân đọc được",
        "a readable identity number is given",
    ),
    fact(
        Candidate,
        "national_id_kind",
        Code(&["cccd", "cmnd"]),
        "",
        "loại số: căn cước 12 số hay chứng minh nhân dân 9 số",
        "the kind of number: 12-digit citizen's number or 9-digit identity card",
    ),
    fact(
        Candidate,
        "id_length_wrong",
        Bool,
        "",
        "số định danh sai số chữ số; trống: không ghi số",
        "the identity number has a wrong number of digits; null: none is given",
    ),
    fact(
        Candidate,
        "id_is_placeholder",
        Bool,
        "",
        "số định danh là số điền cho có (000…, 123456789…); trống: không ghi số",
        "the identity number is a filler (000…, 123456789…); null: none is given",
    ),
    fact(
        Candidate,
        "id_birth_year_differs",
        Bool,
        "",
        "năm sinh trong số căn cước khác ngày sinh; trống: thiếu số 12 chữ số hoặc thiếu ngày sinh",
        "the year inside the citizen's number is not the birth year; null: no 12-digit number or no birth date",
    ),
    fact(
        Candidate,
        "id_sex_differs",
        Bool,
        "",
        "giới tính trong số căn cước khác danh sách; trống: thiếu số 12 chữ số hoặc thiếu giới tính",
        "the sex inside the citizen's number is not the roster's; null: no 12-digit number or no sex",
    ),
    fact(
        Candidate,
        "id_province_differs",
        Bool,
        "",
        "tỉnh đăng ký khai sinh trong số căn cước khác quê quán (dấu hiệu yếu); trống: thiếu một trong hai",
        "the province of registration inside the citizen's number is not the native place (weak); null: either is missing",
    ),
    fact(
        Candidate,
        "is_joined_before_18",
        Bool,
        "",
        "ngày vào Đảng trước khi đủ 18 tuổi; trống: thiếu ngày hoặc chưa đủ chính xác",
        "joined the Party before the age of 18; null: a date is missing or not precise enough",
    ),
    fact(
        Candidate,
        "is_official_before_joined",
        Bool,
        "",
        "ngày chính thức trước ngày vào Đảng; trống: thiếu ngày hoặc chưa đủ chính xác",
        "full membership before joining; null: a date is missing or not precise enough",
    ),
    fact(Candidate, "is_twin", Bool, "", "có thể đã được ghi hai lần trong danh sách", "may be on the roster twice"),
    fact(
        Candidate,
        "case_count",
        Int,
        "records",
        "số hồ sơ kỷ luật được coi là của người này",
        "discipline records taken as this person's",
    ),
    fact(
        Candidate,
        "affair_count",
        Int,
        "records",
        "số vụ việc kỷ luật: quyết định của Đảng và của Nhà nước về một vụ việc chỉ tính một lần, không tính quyết định đã bị hủy",
        "affairs among them: a Party and a State decision on one affair count once, annulled ones do not count",
    ),
    fact(
        Candidate,
        "open_case_count",
        Int,
        "records",
        "số hồ sơ kỷ luật chưa rõ có phải của người này",
        "discipline records of which it is open whether they are this person's",
    ),
    fact(
        Candidate,
        "conflict_count",
        Int,
        "records",
        "số hồ sơ có mâu thuẫn giữa số định danh và người",
        "records where number and person contradict each other",
    ),
    fact(
        Candidate,
        "open_complaint_count",
        Int,
        "records",
        "số đơn tố cáo, khiếu nại chưa giải quyết xong",
        "complaints and denunciations not yet resolved",
    ),
    fact(Candidate, "open_inspection_count", Int, "records", "số cuộc kiểm tra chưa kết luận", "inspections not yet concluded"),
    fact(
        Case,
        "link_prob",
        Real,
        "0..=1",
        "xác suất ứng viên và người trong hồ sơ là một người",
        "probability that the candidate and the person of the record are one person",
    ),
    fact(
        Case,
        "link_state",
        Code(LINK_STATES),
        "",
        "link: coi là một người; ask: chờ người thẩm định kết luận; conflict: số định danh và người mâu thuẫn",
        "link: taken as one person; ask: a reviewer decides; conflict: number and person contradict",
    ),
    fact(
        Case,
        "link_conflict",
        Code(CONFLICTS),
        "",
        "mâu thuẫn giữa số định danh và người; trống: không có",
        "how number and person contradict; null: they do not",
    ),
    fact(
        Case,
        "measure",
        Code(MEASURES),
        "",
        "hình thức kỷ luật; none: không phải hình thức kỷ luật",
        "the form of discipline; none: not a form of discipline",
    ),
    fact(
        Case,
        "measure_rank",
        Int,
        "",
        "mức độ nặng của hình thức, so sánh được giữa kỷ luật Đảng và Nhà nước: 1 là nhẹ nhất (khiển trách), 0 là không phải kỷ luật",
        "how severe the form is, comparable over Party and State: 1 the lightest (reprimand), 0 not discipline",
    ),
    fact(Case, "regime", Code(&["party", "state"]), "", "kỷ luật Đảng hay kỷ luật của Nhà nước", "Party or State discipline"),
    fact(Case, "status", Code(DECISION_STATUS), "", "hiệu lực theo sổ theo dõi", "the status as the register says"),
    fact(Case, "decision_no", Text, "", "số quyết định", "the decision's number"),
    fact(Case, "authority", Text, "", "cơ quan ra quyết định", "who decided"),
    bounds(Case, "decided_on", Date, "", "ngày ký quyết định", "the day the decision was signed"),
    bounds(
        Case,
        "announced_on",
        Date,
        "",
        "ngày công bố quyết định; trống: sổ không ghi",
        "the day the decision was announced; null: the register does not say",
    ),
    fact(Case, "is_announcement_known", Bool, "", "sổ có ghi ngày công bố", "the register gives the day of announcement"),
    bounds(
        Case,
        "months_since_decision",
        Int,
        "months",
        "số tháng tròn từ ngày ký đến ngày xét",
        "whole months since the decision was signed",
    ),
    bounds(
        Case,
        "months_since_announcement",
        Int,
        "months",
        "số tháng tròn từ ngày công bố đến ngày xét; không có ngày công bố thì tính từ ngày ký",
        "whole months since it was announced; counted from the signature where the announcement is not known",
    ),
    fact(
        Case,
        "has_later_case",
        Bool,
        "",
        "có quyết định kỷ luật sau đó về vụ việc khác; trống: các ngày chưa đủ chính xác",
        "a later decision on another affair exists; null: the dates are not precise enough",
    ),
    bounds(
        Case,
        "months_to_next_case",
        Int,
        "months",
        "số tháng tròn từ quyết định này đến quyết định kế tiếp về vụ việc khác; trống: không có quyết định nào",
        "whole months from this decision to the next on another affair; null: there is none",
    ),
    fact(
        Case,
        "is_second_of_affair",
        Bool,
        "",
        "là quyết định thứ hai (Đảng hoặc Nhà nước) về cùng một vụ việc, ra trong vòng 30 ngày; trống: các ngày chưa đủ chính xác",
        "is the second decision (Party or State) on one affair, within 30 days; null: the dates are not precise enough",
    ),
    fact(
        Case,
        "is_annulled",
        Bool,
        "",
        "sổ ghi quyết định đã bị hủy bỏ hoặc xóa kỷ luật oan; sổ không ghi thì là sai",
        "the register says that the decision was annulled; false where it says nothing",
    ),
    fact(
        Case,
        "is_under_complaint",
        Bool,
        "",
        "đang khiếu nại kỷ luật theo sổ; trống: có đơn khiếu nại chưa giải quyết nhưng không rõ về quyết định nào",
        "the decision is under complaint; null: a complaint is open, but not known against which decision",
    ),
    fact(
        Case,
        "position_when_disciplined",
        Text,
        "",
        "chức vụ khi bị kỷ luật: theo hồ sơ; nếu trống mà đã giữ chức vụ hiện nay từ trước đó thì là chức vụ hiện nay",
        "the post held when disciplined: as the record says; else the present post where it was held already",
    ),
    fact(
        Case,
        "seeks_higher_post",
        Bool,
        "",
        "chức danh dự kiến cao hơn chức vụ khi bị kỷ luật; trống: không so sánh được",
        "the post stood for is higher than the one held when disciplined; null: they cannot be compared",
    ),
    fact(
        Complaint,
        "link_prob",
        Real,
        "0..=1",
        "xác suất ứng viên và người bị tố cáo, khiếu nại là một người",
        "probability that the candidate and the respondent are one person",
    ),
    fact(
        Complaint,
        "link_state",
        Code(LINK_STATES),
        "",
        "link: coi là một người; ask: chờ người thẩm định kết luận; conflict: số định danh và người mâu thuẫn",
        "link: taken as one person; ask: a reviewer decides; conflict: number and person contradict",
    ),
    fact(
        Complaint,
        "link_conflict",
        Code(CONFLICTS),
        "",
        "mâu thuẫn giữa số định danh và người; trống: không có",
        "how number and person contradict; null: they do not",
    ),
    fact(Complaint, "kind", Code(&["denunciation", "complaint"]), "", "tố cáo hay khiếu nại", "denunciation or complaint"),
    fact(
        Complaint,
        "status",
        Code(&["open", "resolved", "handed_over"]),
        "",
        "đang giải quyết, đã giải quyết, đã bàn giao cấp ủy mới",
        "open, resolved, handed over to the new committee",
    ),
    fact(
        Complaint,
        "conclusion",
        Code(&["founded", "partly_founded", "unfounded"]),
        "",
        "kết luận: đúng, có đúng có sai, sai",
        "the conclusion",
    ),
    bounds(Complaint, "received_on", Date, "", "ngày tiếp nhận", "the day it was received"),
    bounds(
        Complaint,
        "working_days_to_opening",
        Int,
        "working days",
        "số ngày làm việc từ ngày tiếp nhận đến ngày khai mạc; trống: thiếu một trong hai ngày",
        "working days from receipt to the opening; null: either day is missing",
    ),
    fact(
        Complaint,
        "is_after_as_of",
        Bool,
        "",
        "tiếp nhận sau ngày xét; trống: chưa đủ chính xác",
        "received after the date of judgement; null: not precise enough",
    ),
    fact(
        Inspection,
        "link_prob",
        Real,
        "0..=1",
        "xác suất ứng viên và người được kiểm tra là một người",
        "probability that the candidate and the person inspected are one person",
    ),
    fact(
        Inspection,
        "link_state",
        Code(LINK_STATES),
        "",
        "link: coi là một người; ask: chờ người thẩm định kết luận; conflict: số định danh và người mâu thuẫn",
        "link: taken as one person; ask: a reviewer decides; conflict: number and person contradict",
    ),
    fact(
        Inspection,
        "link_conflict",
        Code(CONFLICTS),
        "",
        "mâu thuẫn giữa số định danh và người; trống: không có",
        "how number and person contradict; null: they do not",
    ),
    fact(
        Inspection,
        "is_organisation",
        Bool,
        "",
        "đối tượng kiểm tra là tổ chức mà ứng viên đang công tác",
        "the subject is the organisation that the candidate works in",
    ),
    bounds(Inspection, "started_on", Date, "", "ngày bắt đầu kiểm tra", "the day the inspection began"),
    bounds(Inspection, "concluded_on", Date, "", "ngày kết luận", "the day it was concluded"),
    fact(
        Inspection,
        "conclusion",
        Code(&["violation", "no_violation", "pending"]),
        "",
        "kết luận: có vi phạm, không vi phạm, chưa kết luận",
        "violation, no violation, pending",
    ),
    fact(
        Inspection,
        "is_concluded",
        Bool,
        "",
        "đã kết luận vào ngày xét; sổ không ghi kết luận thì là chưa",
        "has been concluded by the date of judgement; false where the register gives no conclusion",
    ),
    bounds(
        Inspection,
        "months_since_conclusion",
        Int,
        "months",
        "số tháng tròn từ ngày kết luận đến ngày xét",
        "whole months since the conclusion",
    ),
    fact(Inspection, "proposed_measure", Code(MEASURES), "", "hình thức kỷ luật được đề nghị", "the form of discipline proposed"),
    fact(Organisation, "organisation_name", Text, "", "tổ chức bị kỷ luật", "the organisation disciplined"),
    fact(
        Organisation,
        "measure",
        Code(ORGANISATION_MEASURES),
        "",
        "hình thức kỷ luật tổ chức; none: không phải hình thức kỷ luật",
        "the form of discipline; none: not a form of discipline",
    ),
    fact(Organisation, "status", Code(DECISION_STATUS), "", "hiệu lực theo sổ theo dõi", "the status as the register says"),
    fact(Organisation, "decision_no", Text, "", "số quyết định", "the decision's number"),
    bounds(Organisation, "decided_on", Date, "", "ngày ký quyết định", "the day the decision was signed"),
    bounds(
        Organisation,
        "months_since_decision",
        Int,
        "months",
        "số tháng tròn từ ngày ký đến ngày xét",
        "whole months since the decision was signed",
    ),
    bounds(
        Organisation,
        "months_since_announcement",
        Int,
        "months",
        "số tháng tròn từ ngày công bố đến ngày xét; không có ngày công bố thì tính từ ngày ký",
        "whole months since it was announced; counted from the signature where the announcement is not known",
    ),
    fact(
        Organisation,
        "is_annulled",
        Bool,
        "",
        "sổ ghi quyết định đã bị hủy bỏ; sổ không ghi thì là sai",
        "the register says that the decision was annulled; false where it says nothing",
    ),
    fact(
        Organisation,
        "is_member",
        Bool,
        "",
        "ứng viên đang công tác trong tổ chức đó",
        "the candidate works in that organisation",
    ),
    fact(
        Organisation,
        "is_head",
        Bool,
        "",
        "ứng viên là người đứng đầu khi đó: trùng tên và trùng tổ chức; trống: chỉ trùng tên hoặc sổ không ghi người đứng đầu",
        "the candidate is the head named in the decision: same name and same organisation; null: the name only, or no head is named",
    ),
    fact(
        Organisation,
        "was_in_post",
        Bool,
        "",
        "đã giữ chức vụ hiện nay khi có quyết định; trống: chưa rõ",
        "held the present post already when it was decided; null: not known",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_name_means_one_fact_in_every_scope() {
        for scope in Scope::ALL {
            let mut seen = BTreeSet::new();
            for fact in scope.facts() {
                assert!(fact.columns().into_iter().all(|column| seen.insert(column)), "{} twice in {}", fact.name, scope.name());
            }
        }
    }

    #[test]
    fn every_fact_says_what_it_means_and_asks_for_nothing_protected() {
        for fact in FACTS {
            assert!(!fact.vi.is_empty() && !fact.en.is_empty(), "{}", fact.name);
            assert!(!fact.is_interval || matches!(fact.kind, Int | Date), "{}: only numbers and days have bounds", fact.name);
            for word in ["ethnic", "religion", "opinion", "family", "dân tộc", "tôn giáo"] {
                assert!(!fact.name.contains(word) && !fact.vi.contains(word), "{}", fact.name);
            }
        }
    }
}
