//! Which files make up the example, and what is each called?

use std::fmt::Write as _;

use super::book::{Cell, Column, Page, workbook};
use super::province::{Candidate, Line, Province, SECTIONS, Sheet, Told, year};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::sample::rows::append;
use crate::vn::charset::{Legacy, encode};
use crate::vn::fold::strip_marks;

const OFFICE: [&str; 2] = ["TỈNH ỦY HÀ GIANG (dữ liệu bịa)", "ĐẢNG CỘNG SẢN VIỆT NAM"];
const INSPECTORS: [&str; 2] = ["ỦY BAN KIỂM TRA TỈNH ỦY HÀ GIANG (dữ liệu bịa)", "ĐẢNG CỘNG SẢN VIỆT NAM"];
const BORN: Option<&str> = Some("Ngày, tháng, năm sinh");
const JOINED: Option<&str> = Some("Ngày vào Đảng");
const PEOPLES: &[&str] = &["Tày", "Mông", "Dao", "Kinh", "Nùng", "La Chí"];
const SCHOOLING: &[&str] = &["Đại học", "Thạc sĩ", "Đại học", "Cao đẳng"];

const PROVINCE: &[Column] = &[
    ("TT", None, Cell::Number, 5.0),
    ("Mã hồ sơ", None, Cell::Text("candidate_id"), 8.0),
    ("Họ và tên", None, Cell::NameAndAlias, 26.0),
    ("Nam", BORN, Cell::Born("Nam"), 12.0),
    ("Nữ", BORN, Cell::Born("Nữ"), 12.0),
    ("Dân tộc", None, Cell::Around(PEOPLES), 8.0),
    ("Quê quán", None, Cell::Text("home_place"), 32.0),
    ("Số CCCD", None, Cell::Text("national_id"), 15.0),
    ("Số thẻ đảng viên", None, Cell::Text("party_card"), 11.0),
    ("Dự bị", JOINED, Cell::Text("party_joined_on"), 11.0),
    ("Chính thức", JOINED, Cell::Text("party_official_on"), 11.0),
    ("Chuyên môn", Some("Trình độ"), Cell::Around(SCHOOLING), 10.0),
    ("LLCT", Some("Trình độ"), Cell::Around(&["Cao cấp", "Cử nhân", "Cao cấp"]), 10.0),
    ("Chức vụ", None, Cell::Text("position"), 18.0),
    ("Đơn vị công tác", None, Cell::Text("organisation"), 30.0),
    ("Ngày giữ chức vụ", None, Cell::Text("position_since"), 12.0),
    ("Cấp", None, Cell::Code("level", level), 9.0),
    ("Diện nhân sự", None, Cell::Code("candidacy", candidacy), 10.0),
    ("Chức danh giới thiệu", None, Cell::Text("standing_for"), 28.0),
    ("Ghi chú", None, Cell::Text(""), 10.0),
];
const COMMUNES: &[Column] = &[
    ("STT", None, Cell::Formula, 5.0),
    ("Mã hồ sơ", None, Cell::Text("candidate_id"), 8.0),
    ("HỌ VÀ TÊN", None, Cell::Text("full_name"), 26.0),
    ("Tên gọi khác", None, Cell::Text("other_names"), 16.0),
    ("Nam", BORN, Cell::Born("Nam"), 12.0),
    ("Nữ", BORN, Cell::Born("Nữ"), 12.0),
    ("Quê quán (xã, huyện, tỉnh)", None, Cell::Text("home_place"), 32.0),
    ("Số CCCD/CMND", None, Cell::Digits("national_id"), 15.0),
    ("Số TĐV", None, Cell::Digits("party_card"), 11.0),
    ("Dự bị", JOINED, Cell::Date("party_joined_on"), 11.0),
    ("Chính thức", JOINED, Cell::Date("party_official_on"), 11.0),
    ("Chức vụ hiện nay", None, Cell::Text("position"), 18.0),
    ("Cơ quan công tác", None, Cell::Text("organisation"), 30.0),
    ("Thời điểm bổ nhiệm", None, Cell::Text("position_since"), 12.0),
    ("Thuộc cấp", None, Cell::Code("level", level), 9.0),
    ("Tái cử/Tham gia lần đầu", None, Cell::Code("candidacy", candidacy), 12.0),
    ("Dự kiến giới thiệu ứng cử", None, Cell::Text("standing_for"), 28.0),
];
const LATE: &[Column] = &[
    ("STT", None, Cell::Number, 5.0),
    ("Mã hồ sơ", None, Cell::Text("candidate_id"), 8.0),
    ("Họ và tên", None, Cell::OldFont("full_name"), 26.0),
    ("Ngày sinh", None, Cell::Text("date_of_birth"), 12.0),
    ("Giới tính", None, Cell::Text("sex"), 8.0),
    ("Quê quán", None, Cell::Text("home_place"), 32.0),
    ("CCCD", None, Cell::Text("national_id"), 15.0),
    ("Thẻ đảng số", None, Cell::Text("party_card"), 11.0),
    ("Ngày vào Đảng", None, Cell::Date("party_joined_on"), 11.0),
    ("Ngày chính thức", None, Cell::Date("party_official_on"), 11.0),
    ("Chức vụ", None, Cell::Text("position"), 18.0),
    ("Nơi công tác", None, Cell::Text("organisation"), 30.0),
    ("Thuộc cấp", None, Cell::Code("level", level), 9.0),
    ("Diện nhân sự", None, Cell::Code("candidacy", candidacy), 12.0),
    ("Chức danh dự kiến", None, Cell::Text("standing_for"), 28.0),
];
const CASES_OF_2007: &[Column] = &[
    ("TT", None, Cell::Number, 5.0),
    ("Số hồ sơ", None, Cell::Text("record_id"), 8.0),
    ("Họ tên đảng viên", None, Cell::Text("full_name"), 26.0),
    ("Bí danh", None, Cell::Text("other_names"), 16.0),
    ("N.sinh", None, Cell::Text("date_of_birth"), 12.0),
    ("Nam/Nữ", None, Cell::Text("sex"), 8.0),
    ("Quê", None, Cell::Text("home_place"), 32.0),
    ("Số CMND", None, Cell::Text("national_id"), 12.0),
    ("Thẻ đảng số", None, Cell::Text("party_card"), 11.0),
    ("Chức vụ", None, Cell::Text("position"), 18.0),
    ("Đơn vị", None, Cell::Text("organisation"), 30.0),
    ("QĐ số", None, Cell::Text("decision_no"), 16.0),
    ("Ngày ký", None, Cell::Date("decided_on"), 11.0),
    ("Hình thức xử lý", None, Cell::Text("form"), 20.0),
    ("Lý do kỷ luật", None, Cell::Text("violation"), 36.0),
    ("Cấp quyết định", None, Cell::Text("authority"), 30.0),
    ("Tình trạng", None, Cell::Code("status", status), 14.0),
];
const CASES_OF_2017: &[Column] = &[
    ("STT", None, Cell::Number, 5.0),
    ("Mã hồ sơ kỷ luật", None, Cell::Text("record_id"), 8.0),
    ("Họ và tên", None, Cell::Text("full_name"), 26.0),
    ("Tên gọi khác", None, Cell::Text("other_names"), 16.0),
    ("Ngày, tháng, năm sinh", None, Cell::Text("date_of_birth"), 14.0),
    ("Giới tính", None, Cell::Text("sex"), 8.0),
    ("Quê quán", None, Cell::Text("home_place"), 32.0),
    ("Số CCCD/CMND", None, Cell::Text("national_id"), 15.0),
    ("Số thẻ đảng viên", None, Cell::Text("party_card"), 11.0),
    ("Chức vụ khi bị kỷ luật", None, Cell::Text("position"), 18.0),
    ("Đơn vị công tác khi bị kỷ luật", None, Cell::Text("organisation"), 30.0),
    ("Số", Some("Quyết định kỷ luật"), Cell::Text("decision_no"), 16.0),
    ("Ngày ký", Some("Quyết định kỷ luật"), Cell::Date("decided_on"), 11.0),
    ("Ngày công bố", Some("Quyết định kỷ luật"), Cell::Date("announced_on"), 11.0),
    ("Hình thức kỷ luật", None, Cell::Text("form"), 20.0),
    ("Nội dung vi phạm", None, Cell::Text("violation"), 36.0),
    ("Cơ quan ban hành", None, Cell::Text("authority"), 30.0),
    ("Tình trạng hiệu lực", None, Cell::Code("status", status), 14.0),
];
const ORGANISATIONS: &[Column] = &[
    ("TT", None, Cell::Number, 5.0),
    ("Tổ chức đảng bị kỷ luật", None, Cell::Text("organisation"), 34.0),
    ("Hình thức kỷ luật", None, Cell::Text("form"), 18.0),
    ("Số quyết định", None, Cell::Text("decision_no"), 16.0),
    ("Ngày quyết định", None, Cell::Date("decided_on"), 12.0),
    ("Ngày công bố", None, Cell::Date("announced_on"), 12.0),
    ("Người đứng đầu", None, Cell::Text("head"), 26.0),
    ("Tình trạng", None, Cell::Code("status", status), 14.0),
];
const COMPLAINTS: &[Column] = &[
    ("TT", None, Cell::Number, 5.0),
    ("Mã đơn", None, Cell::Text("complaint_id"), 8.0),
    ("Người bị khiếu nại, tố cáo", None, Cell::Text("respondent"), 26.0),
    ("Năm sinh", None, Cell::Text("date_of_birth"), 12.0),
    ("Số thẻ đảng viên", None, Cell::Text("party_card"), 11.0),
    ("Đơn vị công tác", None, Cell::Text("organisation"), 30.0),
    ("Loại đơn", None, Cell::Code("kind", complaint_kind), 12.0),
    ("Ngày tiếp nhận", None, Cell::Date("received_on"), 12.0),
    ("Tình trạng giải quyết", None, Cell::Code("status", complaint_status), 18.0),
    ("Kết luận", None, Cell::Code("conclusion", complaint_conclusion), 18.0),
];

fn level(code: &str) -> &str {
    match code {
        "province" => "Tỉnh",
        "commune" => "Xã",
        "grassroots" => "Cơ sở",
        other => other,
    }
}

fn candidacy(code: &str) -> &str {
    if code == "re_election" { "Tái cử" } else { "Lần đầu" }
}

fn status(code: &str) -> &str {
    match code {
        "in_force" => "Còn hiệu lực",
        "lapsed" => "Hết hiệu lực",
        "annulled" => "Đã hủy bỏ",
        "under_complaint" => "Đang khiếu nại",
        other => other,
    }
}

fn complaint_kind(code: &str) -> &str {
    if code == "complaint" { "Khiếu nại" } else { "Tố cáo" }
}

fn complaint_status(code: &str) -> &str {
    match code {
        "open" => "Đang giải quyết",
        "handed_over" => "Bàn giao cấp ủy khóa mới",
        "resolved" => "Đã giải quyết",
        other => other,
    }
}

fn complaint_conclusion(code: &str) -> &str {
    match code {
        "founded" => "Tố cáo đúng",
        "partly_founded" => "Tố cáo đúng một phần",
        "unfounded" => "Tố cáo sai",
        other => other,
    }
}

fn inspection_conclusion(code: &str) -> &str {
    match code {
        "violation" => "Có vi phạm",
        "no_violation" => "Không có vi phạm",
        "pending" => "Đang kiểm tra",
        other => other,
    }
}

/// Every file of the example with its path.
///
/// # Errors
/// The workbook writer refused: a mistake of ours.
pub fn files(province: &Province) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let book = |pages: &[Page]| workbook(pages).map_err(|cause| Error::new(Text::new("E005-internal")).because(cause));
    let decades = |from: i32, to: i32| {
        let rows = province.records.iter().map(|told| &told.cells);
        rows.filter(move |line| (from..=to).contains(&year(line, "decided_on"))).collect::<Vec<_>>()
    };
    let register = |name: &'static str, columns, from, to| {
        let title = format!("SỔ THEO DÕI KỶ LUẬT ĐẢNG VIÊN, NĂM {from} - {to}");
        book(&[list(name, columns, title, decades(from, to), 60)])
    };
    let complaints = province.complaints.iter().map(|told| &told.cells).collect();
    Ok(vec![
        ("batch.toml", BATCH.as_bytes().to_vec()),
        ("README.md", readme(province).into_bytes()),
        ("danh-sach/01-khoi-tinh.xlsx", book(&[roster_page(province, Sheet::Province), draft(province)])?),
        ("danh-sach/02-cac-xa-phuong.xlsx", book(&[roster_page(province, Sheet::Communes), roster_page(province, Sheet::Late)])?),
        ("ky-luat/1996-2006.csv", tcvn3(&decades(1990, 2006))),
        ("ky-luat/2007-2016.xlsx", register("2007-2016", CASES_OF_2007, 2007, 2016)?),
        ("ky-luat/2017-2025.xlsx", register("2017-2025", CASES_OF_2017, 2017, 2025)?),
        ("to-chuc-dang.xlsx", {
            let title = "TỔ CHỨC ĐẢNG BỊ THI HÀNH KỶ LUẬT".to_owned();
            book(&[list("Tổ chức đảng", ORGANISATIONS, title, province.organisations.iter().collect(), 60)])?
        }),
        ("don-thu.xlsx", book(&[list("Đơn thư", COMPLAINTS, "SỔ THEO DÕI ĐƠN KHIẾU NẠI, TỐ CÁO".to_owned(), complaints, 60)])?),
        ("kiem-tra.csv", utf16(&province.inspections)),
        ("truth.csv", truth("record_id", &province.records)),
        ("truth-complaints.csv", truth("complaint_id", &province.complaints)),
        ("truth-inspections.csv", truth("inspection_id", &province.inspections)),
    ])
}

/// The rows of `sheet`, in sections.
fn roster_page(province: &Province, sheet: Sheet) -> Page<'_> {
    let rows: Vec<&Candidate> = province.roster.iter().filter(|row| row.sheet == sheet).collect();
    let (name, columns, what) = match sheet {
        Sheet::Province => ("DS chính thức", PROVINCE, "CÁC CƠ QUAN, ĐƠN VỊ CẤP TỈNH"),
        Sheet::Communes => ("Xã, phường", COMMUNES, "CÁC XÃ, PHƯỜNG"),
        Sheet::Late => ("Bổ sung", LATE, "BỔ SUNG CÁC XÃ, PHƯỜNG"),
    };
    let mut sections = Vec::new();
    for (at, heading) in SECTIONS.iter().enumerate() {
        let lines: Vec<&Line> = rows.iter().filter(|row| row.section == at).map(|row| &row.cells).collect();
        if !lines.is_empty() {
            let number = ["I", "II", "III", "IV", "V"][sections.len()];
            sections.push((format!("{number}. {heading}"), lines));
        }
    }
    Page {
        name,
        office: OFFICE,
        titles: vec![
            "DANH SÁCH TRÍCH NGANG NHÂN SỰ".to_owned(),
            format!("GIỚI THIỆU THAM GIA CẤP ỦY NHIỆM KỲ 2025 - 2030, {what}"),
            "(Kèm theo Tờ trình của Tiểu ban Nhân sự)".to_owned(),
        ],
        columns,
        total: Some(format!("Tổng cộng: {} đồng chí", rows.len())),
        sections,
        page_rows: 30,
        signature: "T/M TIỂU BAN NHÂN SỰ",
        is_hidden: false,
    }
}

/// An earlier draft that somebody hid and forgot.
fn draft(province: &Province) -> Page<'_> {
    let lines = province.roster.iter().take(3).map(|row| &row.cells).collect();
    Page {
        name: "Nháp",
        office: ["", ""],
        titles: Vec::new(),
        columns: LATE,
        sections: vec![(String::new(), lines)],
        page_rows: usize::MAX,
        total: None,
        signature: "",
        is_hidden: true,
    }
}

fn list<'a>(name: &'a str, columns: &'a [Column], title: String, lines: Vec<&'a Line>, page_rows: usize) -> Page<'a> {
    Page {
        name,
        office: INSPECTORS,
        titles: vec![title],
        columns,
        total: Some(format!("Cộng: {}", lines.len())),
        sections: vec![(String::new(), lines)],
        page_rows,
        signature: "CHÁNH VĂN PHÒNG",
        is_hidden: false,
    }
}

/// The oldest register: exported by a program of its time, by semicolons, in TCVN3.
fn tcvn3(lines: &[&Line]) -> Vec<u8> {
    type Told = fn(&Line) -> String;
    let columns: [(&str, Told); 15] = [
        ("Số hồ sơ", |line| cell(line, "record_id")),
        ("Họ và tên", |line| cell(line, "full_name")),
        ("Ngày sinh", |line| cell(line, "date_of_birth")),
        ("Giới tính", |line| cell(line, "sex")),
        ("Quê quán", |line| cell(line, "home_place")),
        ("Số CMND", |line| cell(line, "national_id")),
        ("Số thẻ đảng viên", |line| cell(line, "party_card")),
        ("Chức vụ", |line| cell(line, "position")),
        ("Đơn vị công tác", |line| cell(line, "organisation")),
        ("Số quyết định", |line| cell(line, "decision_no")),
        ("Ngày quyết định", |line| cell(line, "decided_on")),
        ("Hình thức kỷ luật", |line| cell(line, "form")),
        ("Nội dung vi phạm", |line| cell(line, "violation")),
        ("Cơ quan ban hành", |line| cell(line, "authority")),
        ("Tình trạng", |line| status(&cell(line, "status")).to_owned()),
    ];
    let mut out = Vec::new();
    let mut row = |cells: Vec<String>| {
        let text = cells.join(";");
        out.extend(encode(&text, Legacy::Tcvn3).unwrap_or_else(|| strip_marks(&text).into_bytes()));
        out.extend(b"\r\n");
    };
    row(columns.iter().map(|column| column.0.to_owned()).collect());
    for line in lines {
        row(columns.iter().map(|column| column.1(line).replace(';', ",")).collect());
    }
    out
}

/// The register of inspections: what a spreadsheet saves as Unicode text.
fn utf16(rows: &[Told]) -> Vec<u8> {
    let header = ["Mã cuộc kiểm tra", "Đối tượng kiểm tra", "Ngày bắt đầu", "Ngày kết luận", "Kết luận", "Hình thức đề nghị"];
    let mut text = header.join("\t");
    for told in rows {
        let line = &told.cells;
        let conclusion = cell(line, "conclusion");
        let cells = [
            cell(line, "inspection_id"),
            cell(line, "subject"),
            cell(line, "started_on"),
            cell(line, "concluded_on"),
            inspection_conclusion(&conclusion).to_owned(),
            cell(line, "proposed_form"),
        ];
        let _ = write!(text, "\r\n{}", cells.join("\t"));
    }
    text.push_str("\r\n");
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn cell(line: &Line, column: &str) -> String {
    line.get(column).cloned().unwrap_or_default()
}

fn truth(id: &'static str, rows: &[Told]) -> Vec<u8> {
    let mut lines: Vec<[&str; 3]> = Vec::new();
    for told in rows {
        let own = told.cells.get(id).map_or("", String::as_str);
        lines.extend(told.truth.iter().map(|(candidate, kinds)| [candidate.as_str(), own, kinds.as_str()]));
    }
    lines.sort_unstable();
    let mut out = Vec::new();
    append(&mut out, &["candidate_id", id, "kinds"]);
    lines.iter().for_each(|line| append(&mut out, line));
    out
}

const BATCH: &str = r#"# Dữ liệu bịa: không người nào, quyết định nào ở đây có thật. Tạo lại: thamdinh sample THƯ-MỤC --office
title    = "Đại hội đại biểu Đảng bộ tỉnh Hà Giang, nhiệm kỳ 2025–2030"
as_of    = 2025-09-15
opens_on = 2025-10-01
level    = "province"

[[input]]
kind    = "roster"
path    = "danh-sach/*.xlsx"
columns = { "Thuộc cấp" = "level" }

[[input]]
kind = "discipline"
path = "ky-luat/*.csv"

[[input]]
kind = "discipline"
path = "ky-luat/*.xlsx"

[[input]]
kind = "organisations"
path = "to-chuc-dang.xlsx"

[[input]]
kind = "complaints"
path = "don-thu.xlsx"

[[input]]
kind = "inspections"
path = "kiem-tra.csv"

[rules]
packs = ["congress-14"]
"#;

/// What the folder holds, and where each situation stands.
fn readme(province: &Province) -> String {
    let counts = province.counts();
    let mut out = format!(
        "# The example province\n\n\
         A province as its offices would hand it in, for the README's first run. **All of it is invented**: people, numbers, decisions,\n\
         letters. The places are real; the province has been part of Tuyên Quang since 1 July 2025, and the congress of the title never\n\
         was. Made by `thamdinh sample DIR --office`; a test holds that the files are what that command writes.\n\n\
         | file | rows | what is odd about it |\n|---|---|---|\n\
         | danh-sach/01-khoi-tinh.xlsx | {} | titles, a header over two merged rows, birth dates under \"Nam\" and \"Nữ\", sections, the header again on each page, total, signature; a hidden draft |\n\
         | danh-sach/02-cac-xa-phuong.xlsx | {} | numbers kept as numbers (leading zeros lost), dates as dates, row numbers as formulas; sheet \"Bổ sung\": names in the font .VnTime |\n\
         | ky-luat/1996-2006.csv | {} | TCVN3, semicolons |\n\
         | ky-luat/2007-2016.xlsx, 2017-2025.xlsx | {} | two decades, two sets of headers |\n\
         | to-chuc-dang.xlsx | {} | decisions on organisations |\n\
         | don-thu.xlsx | {} | complaints and denunciations |\n\
         | kiem-tra.csv | {} | UTF-16, tabs |\n\
         | truth.csv, truth-complaints.csv, truth-inspections.csv | | who is who |\n\
         | report.png | | the first page of the report, for the README; not written by the command |\n\n\
         ## Situations\n\n| situation | in Vietnamese | candidate | rows |\n|---|---|---|---|\n",
        province.roster.iter().filter(|row| row.sheet == Sheet::Province).count(),
        province.roster.iter().filter(|row| row.sheet != Sheet::Province).count(),
        province.records.iter().filter(|told| year(&told.cells, "decided_on") <= 2006).count(),
        province.records.iter().filter(|told| year(&told.cells, "decided_on") > 2006).count(),
        counts.organisations,
        counts.complaints,
        counts.inspections,
    );
    for (index, situation) in province.situations.iter().enumerate() {
        let (candidates, rows) = province.rows_of(index);
        let _ = writeln!(out, "| {} | {} | {} | {} |", situation.en, situation.vi, candidates.join(", "), rows.join(", "));
    }
    out
}
