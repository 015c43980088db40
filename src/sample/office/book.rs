//! How does an office's workbook look?
//!
//! Titles above, a header over two merged rows, section rows, the header again on the next printed page, a total and a signature
//! below; numbers kept as numbers, dates as dates, a row number that is a formula, a column in an old font, a hidden draft.

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

use super::province::Line;
use crate::vn::charset::{Legacy, garble};

/// What a column shows.
#[derive(Debug, Clone, Copy)]
pub enum Cell {
    /// The row's number in the list.
    Number,
    /// The same, as a formula over the row above.
    Formula,
    /// A canonical column, as text.
    Text(&'static str),
    /// A canonical column, as text in the font `.VnTime`.
    OldFont(&'static str),
    /// A canonical column of digits, as a number: leading zeros go.
    Digits(&'static str),
    /// A canonical column of dates, as dates where they are whole.
    Date(&'static str),
    /// The date of birth, in the column of the sex.
    Born(&'static str),
    /// A code, in the office's words.
    Code(&'static str, fn(&str) -> &str),
    /// The name, with other names in parentheses.
    NameAndAlias,
    /// Words that go around, for columns that no rule may read.
    Around(&'static [&'static str]),
}

/// A column: header, the header above it where two are merged, what it shows, width in characters.
pub type Column = (&'static str, Option<&'static str>, Cell, f64);

/// One sheet.
pub struct Page<'a> {
    /// Its tab.
    pub name: &'a str,
    /// Left and right heading, then the titles.
    pub office: [&'a str; 2],
    /// Lines over the whole width.
    pub titles: Vec<String>,
    /// The columns.
    pub columns: &'a [Column],
    /// Section headings with their rows; an empty heading is not written.
    pub sections: Vec<(String, Vec<&'a Line>)>,
    /// The header stands again after so many rows.
    pub page_rows: usize,
    /// Below the last row.
    pub total: Option<String>,
    /// Who signs.
    pub signature: &'a str,
    /// Whether the tab is hidden.
    pub is_hidden: bool,
}

/// A workbook of `pages`.
///
/// # Errors
/// The writer refused: a mistake of ours.
pub fn workbook(pages: &[Page]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The writer would put the time of day here, and no two files would be alike.
    let created = ExcelDateTime::from_ymd(2025, 9, 8)?;
    book.set_properties(&DocProperties::new().set_author("Văn phòng (mẫu)").set_creation_datetime(&created));
    for page in pages {
        let sheet = book.add_worksheet().set_name(page.name)?;
        Writer { sheet, page, row: 0, number: 0, formats: Formats::new() }.write()?;
    }
    book.save_to_buffer()
}

struct Formats {
    heading: Format,
    title: Format,
    header: Format,
    section: Format,
    text: Format,
    old_font: Format,
    date: Format,
    plain: Format,
}

impl Formats {
    fn new() -> Self {
        let base = Format::new().set_font_name("Times New Roman").set_font_size(11);
        let cell = base.clone().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
        Self {
            heading: base.clone().set_bold().set_align(FormatAlign::Center),
            title: base.clone().set_bold().set_align(FormatAlign::Center).set_font_size(13),
            header: cell.clone().set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter),
            section: cell.clone().set_bold(),
            old_font: cell.clone().set_font_name(".VnTime"),
            date: cell.clone().set_num_format("dd/mm/yyyy"),
            text: cell,
            plain: base,
        }
    }
}

struct Writer<'a> {
    sheet: &'a mut Worksheet,
    page: &'a Page<'a>,
    row: u32,
    number: u32,
    formats: Formats,
}

impl Writer<'_> {
    fn write(mut self) -> Result<(), XlsxError> {
        for (at, column) in (0_u16..).zip(self.page.columns) {
            self.sheet.set_column_width(at, column.3)?;
        }
        self.sheet.set_landscape();
        self.sheet.set_hidden(self.page.is_hidden);
        self.titles()?;
        self.header()?;
        self.sheet.set_freeze_panes(self.row, 0)?;
        let mut on_page = 0;
        for (heading, lines) in &self.page.sections {
            if !heading.is_empty() {
                self.across(heading, &self.formats.section.clone())?;
            }
            for line in lines {
                if on_page == self.page.page_rows {
                    self.header()?;
                    on_page = 0;
                }
                self.line(line)?;
                on_page += 1;
            }
        }
        self.below()
    }

    fn last(&self) -> u16 {
        u16::try_from(self.page.columns.len()).unwrap_or(u16::MAX).saturating_sub(1)
    }

    /// One text over all columns.
    fn across(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        self.sheet.merge_range(self.row, 0, self.row, self.last(), text, format)?;
        self.row += 1;
        Ok(())
    }

    fn titles(&mut self) -> Result<(), XlsxError> {
        let [left, right] = self.page.office;
        if left.is_empty() {
            return Ok(());
        }
        let middle = self.last() / 2;
        self.sheet.merge_range(0, 0, 0, middle, left, &self.formats.heading)?;
        self.sheet.merge_range(0, middle + 1, 0, self.last(), right, &self.formats.heading)?;
        self.row = 2;
        for title in &self.page.titles {
            self.across(title, &self.formats.title.clone())?;
        }
        self.row += 1;
        Ok(())
    }

    /// The header: one row, or two where a column stands under another.
    fn header(&mut self) -> Result<(), XlsxError> {
        let columns = self.page.columns;
        let is_double = columns.iter().any(|column| column.1.is_some());
        let format = self.formats.header.clone();
        let mut at = 0;
        while at < columns.len() {
            let (header, above, ..) = columns[at];
            let column = at as u16;
            match above {
                None if is_double => {
                    self.sheet.merge_range(self.row, column, self.row + 1, column, header, &format)?;
                }
                None => {
                    self.sheet.write_string_with_format(self.row, column, header, &format)?;
                }
                Some(_) => {
                    let end = at + columns[at..].iter().take_while(|column| column.1 == above).count();
                    self.sheet.merge_range(self.row, column, self.row, end as u16 - 1, above.unwrap_or(""), &format)?;
                    for (at, column) in (at..end).zip(&columns[at..end]) {
                        self.sheet.write_string_with_format(self.row + 1, at as u16, column.0, &format)?;
                    }
                    at = end - 1;
                }
            }
            at += 1;
        }
        self.row += 1 + u32::from(is_double);
        Ok(())
    }

    fn line(&mut self, line: &Line) -> Result<(), XlsxError> {
        self.number += 1;
        for (at, column) in (0_u16..).zip(self.page.columns) {
            self.cell(at, column.2, line)?;
        }
        self.row += 1;
        Ok(())
    }

    fn cell(&mut self, at: u16, cell: Cell, line: &Line) -> Result<(), XlsxError> {
        let get = |column: &str| line.get(column).map_or("", String::as_str);
        let text = |sheet: &mut Worksheet, text: &str, format: &Format, row: u32| -> Result<(), XlsxError> {
            if text.is_empty() {
                sheet.write_blank(row, at, format)
            } else {
                sheet.write_string_with_format(row, at, text, format)
            }
            .map(drop)
        };
        let (row, format) = (self.row, &self.formats.text);
        match cell {
            Cell::Number => self.sheet.write_number_with_format(row, at, self.number, format).map(drop),
            Cell::Formula => {
                let formula = Formula::new(format!("=ROW()-{}", row + 1 - self.number)).set_result(self.number.to_string());
                self.sheet.write_formula_with_format(row, at, formula, format).map(drop)
            }
            Cell::Text(column) => text(self.sheet, get(column), format, row),
            Cell::OldFont(column) => {
                let garbled = garble(get(column), Legacy::Tcvn3);
                text(self.sheet, garbled.as_deref().unwrap_or(get(column)), &self.formats.old_font, row)
            }
            Cell::Digits(column) => match get(column).parse::<f64>() {
                Ok(number) if get(column).bytes().all(|byte| byte.is_ascii_digit()) => {
                    self.sheet.write_number_with_format(row, at, number, &self.formats.text.clone().set_num_format("0")).map(drop)
                }
                _ => text(self.sheet, get(column), format, row),
            },
            Cell::Date(column) => match NaiveDate::parse_from_str(get(column), "%d/%m/%Y") {
                Ok(date) => self.sheet.write_datetime_with_format(row, at, date, &self.formats.date).map(drop),
                Err(_) => text(self.sheet, get(column), format, row),
            },
            Cell::Born(sex) => {
                // A row that does not say the sex has its date with the men's: they are the most.
                let is_here = if get("sex").is_empty() { sex == "Nam" } else { get("sex") == sex };
                text(self.sheet, if is_here { get("date_of_birth") } else { "" }, format, row)
            }
            Cell::Code(column, words) => text(self.sheet, words(get(column)), format, row),
            Cell::NameAndAlias => {
                let (name, alias) = (get("full_name"), get("other_names"));
                let both = if alias.is_empty() { name.to_owned() } else { format!("{name} ({alias})") };
                text(self.sheet, &both, format, row)
            }
            Cell::Around(words) => text(self.sheet, words[self.number as usize % words.len()], format, row),
        }
    }

    fn below(&mut self) -> Result<(), XlsxError> {
        if let Some(total) = &self.page.total {
            self.across(total, &self.formats.section.clone())?;
        }
        if self.page.signature.is_empty() {
            return Ok(());
        }
        self.row += 1;
        let (from, to) = (self.last() / 2 + 1, self.last());
        for text in [self.page.signature, "(Ký, ghi rõ họ tên, đóng dấu)"] {
            self.sheet.merge_range(self.row, from, self.row, to, text, &self.formats.heading)?;
            self.row += 1;
        }
        self.sheet.write_string_with_format(self.row + 1, 0, "Nơi nhận: lưu hồ sơ (dữ liệu bịa).", &self.formats.plain)?;
        Ok(())
    }
}
