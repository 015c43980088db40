//! What is worth a word about a row that was used, or the reason why it was not.

use crate::clean::cells::Sheets;
use crate::lang::Text;
use crate::table::rejects::{Notice, Reject};

/// How many notices of one code are kept in full; the rest is counted.
pub(super) const KEPT_PER_CODE: usize = 1_000;

macro_rules! remarks {
    ($($(#[$doc:meta])* $name:ident = $id:literal),* $(,)?) => {
        /// A remark about a cell; each is a message in `clean.ftl`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Remark {
            $($(#[$doc])* $name),*
        }

        impl Remark {
            /// All, in the order of their codes.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The message's identifier.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id),* }
            }
        }
    };
}

remarks! {
    // rejects
    NoName = "D001-no-name",
    SameId = "D002-same-id",
    NoOrganisation = "D003-no-organisation",
    // names
    NameRepaired = "D010-name-repaired",
    NameFromOther = "D011-name-from-other-names",
    Swapped = "D012-columns-swapped",
    NameOdd = "D013-name-odd",
    // dates
    NoSuchDay = "D020-no-such-day",
    NoSuchMonth = "D021-no-such-month",
    YearOutOfRange = "D022-year-out-of-range",
    NoYear = "D023-no-year",
    DateUnreadable = "D024-date-unreadable",
    MonthFirst = "D025-month-before-day",
    ShortYear = "D026-short-year",
    DaySerial = "D027-day-serial",
    FirstOfJanuary = "D028-first-of-january",
    LunarDate = "D029-lunar-date",
    BirthImplausible = "D030-birth-implausible",
    DatesOutOfOrder = "D031-dates-out-of-order",
    FutureDate = "D032-future-date",
    // numbers
    NumberLength = "D040-number-length",
    NumberScientific = "D041-number-scientific",
    NumberLetters = "D042-number-letters",
    NumberPlaceholder = "D043-number-placeholder",
    NumberZerosLost = "D044-number-zeros-lost",
    NumberBirthYear = "D045-number-birth-year",
    NumberSex = "D046-number-sex",
    NumberShared = "D047-number-shared",
    CardLength = "D050-card-length",
    CardPlaceholder = "D051-card-placeholder",
    CardUnreadable = "D052-card-unreadable",
    CardZeroLost = "D053-card-zero-lost",
    // places
    PlaceUnknown = "D060-place-unknown",
    PlaceSlip = "D061-place-slip",
    PlaceAmbiguous = "D062-place-ambiguous",
    // codes
    CodeUnknown = "D070-code-unknown",
    MeasureUnknown = "D071-measure-unknown",
    MeasureSeveral = "D072-measure-several",
}

/// One remark at its place.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub remark: Remark,
    /// Place in the list of sheets.
    pub sheet: usize,
    /// The row in the file, from 1.
    pub row: u32,
    /// The canonical column; empty: the whole row.
    pub column: &'static str,
    /// What stood there. Never an identity number.
    pub value: String,
    /// A second value, where the sentence has one.
    pub other: String,
}

/// The remarks of a run of rows.
pub(super) struct Remarks {
    pub found: Vec<Found>,
    pub counts: Vec<usize>,
    sheet: usize,
    row: u32,
}

impl Remarks {
    pub fn new(sheet: usize) -> Self {
        Self { found: Vec::new(), counts: vec![0; Remark::ALL.len()], sheet, row: 0 }
    }

    /// What follows is about this row of the file.
    pub fn at_row(&mut self, row: u32) {
        self.row = row;
    }

    pub fn note(&mut self, remark: Remark, column: &'static str, value: &str) {
        self.note_two(remark, column, value, "");
    }

    pub fn note_two(&mut self, remark: Remark, column: &'static str, value: &str, other: &str) {
        let Some(count) = self.counts.get_mut(remark as usize) else { return };
        *count += 1;
        if *count <= KEPT_PER_CODE {
            let (value, other) = (shortened(value), shortened(other));
            self.found.push(Found { remark, sheet: self.sheet, row: self.row, column, value, other });
        }
    }
}

/// At most 60 characters: a cell may hold a page.
fn shortened(value: &str) -> String {
    match value.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or("")),
        None => value.to_owned(),
    }
}

impl Found {
    fn text(self) -> Text {
        Text::new(self.remark.id()).with("value", self.value).with("other", self.other)
    }

    /// Why a row is rejected.
    pub fn reason(remark: Remark, sheet: usize, row: u32, column: &'static str) -> Self {
        Self { remark, sheet, row, column, value: String::new(), other: String::new() }
    }

    pub fn reject(self, sheets: &Sheets) -> Reject {
        let place = sheets.place(self.sheet, self.row, self.column);
        Reject { kind: sheets.kind, place, text: self.text() }
    }

    pub fn notice(self, sheets: &Sheets) -> Notice {
        let place = sheets.place(self.sheet, self.row, self.column);
        if self.remark != Remark::Swapped {
            return Notice { place, text: self.text() };
        }
        // The columns by the headers of the file.
        let header = |column: &str| sheets.place(self.sheet, self.row, column).column.unwrap_or_default();
        let text = Text::new(self.remark.id()).with("value", header(&self.value)).with("other", header(&self.other));
        Notice { place, text }
    }
}

/// The notices of all tasks in order: the first thousand of each code, and how many more there were.
pub(super) fn notices(all: Vec<Remarks>, sheets: &Sheets) -> Vec<Notice> {
    let mut totals = vec![0_usize; Remark::ALL.len()];
    let mut kept = vec![0_usize; Remark::ALL.len()];
    let mut notices = Vec::new();
    for remarks in all {
        for (total, count) in totals.iter_mut().zip(&remarks.counts) {
            *total += count;
        }
        for found in remarks.found {
            if let Some(kept) = kept.get_mut(found.remark as usize).filter(|kept| **kept < KEPT_PER_CODE) {
                *kept += 1;
                notices.push(found.notice(sheets));
            }
        }
    }
    for ((remark, total), kept) in Remark::ALL.iter().zip(totals).zip(kept) {
        if total > kept {
            let text = Text::new("D099-more-of-the-same").with("code", Text::new(remark.id()).code().to_owned());
            let text = text.count("count", total - kept).with("kind", Text::new(kind_message(sheets)));
            notices.push(Notice { place: crate::error::Place::default(), text });
        }
    }
    notices
}

fn kind_message(sheets: &Sheets) -> &'static str {
    use crate::table::raw::InputKind;
    match sheets.kind {
        InputKind::Roster => "clean-kind-roster",
        InputKind::Discipline => "clean-kind-discipline",
        InputKind::Organisations => "clean-kind-organisations",
        InputKind::Complaints => "clean-kind-complaints",
        InputKind::Inspections => "clean-kind-inspections",
    }
}
