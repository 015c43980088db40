//! Who is on the roster and in the registers of the example, and in which file does each row stand?

use std::collections::{BTreeMap, BTreeSet};

use super::OfficeCounts;
use super::story::{self, Entry, Situation};
use crate::error::Result;
use crate::sample::Options;
use crate::sample::mix::Mix;
use crate::sample::plan::Plan;
use crate::sample::random::{Rng, Stream};
use crate::sample::rows::{self, World};
use crate::vn::charset::{Legacy, garble};

/// A row: text by canonical column.
pub type Line = BTreeMap<&'static str, String>;

const SEED: u64 = 2025;
const CANDIDATES: usize = 180;
const RECORDS: usize = 400;
const ORGANISATIONS: usize = 25;
const COMPLAINTS: usize = 30;
const INSPECTIONS: usize = 20;
/// Rows of the sheet whose names are in an old font.
const LATE: usize = 22;

/// A part of the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sheet {
    /// Bodies of the province.
    Province,
    /// Communes.
    Communes,
    /// Communes, handed in later, in an old font.
    Late,
}

/// The headings of sections, in their order.
pub const SECTIONS: [&str; 5] = [
    "KHỐI ĐẢNG",
    "KHỐI CHÍNH QUYỀN",
    "KHỐI MẶT TRẬN TỔ QUỐC VÀ CÁC ĐOÀN THỂ",
    "KHỐI NỘI CHÍNH, LỰC LƯỢNG VŨ TRANG",
    "KHỐI SỰ NGHIỆP, DOANH NGHIỆP",
];

/// A row of the roster.
pub struct Candidate {
    /// By canonical column; `candidate_id` among them.
    pub cells: Line,
    /// Where it stands.
    pub sheet: Sheet,
    /// Index into [`SECTIONS`].
    pub section: usize,
    origin: Origin,
}

/// Where a row of the roster comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Invented(usize),
    Situation(usize),
}

/// A row of a register and the candidates it is about: identifier and what is damaged.
pub struct Told {
    /// By canonical column.
    pub cells: Line,
    /// Empty: a stranger.
    pub truth: Vec<(String, String)>,
    situation: Option<usize>,
}

/// The example province.
pub struct Province {
    /// In the order of the files.
    pub roster: Vec<Candidate>,
    /// By date of decision.
    pub records: Vec<Told>,
    /// Decisions on organisations.
    pub organisations: Vec<Line>,
    /// By day of receipt.
    pub complaints: Vec<Told>,
    /// By first day.
    pub inspections: Vec<Told>,
    /// As in their file.
    pub situations: Vec<Situation>,
}

impl Province {
    /// The province, always the same.
    ///
    /// # Errors
    /// One of the data files is not sound: a mistake of ours.
    pub fn invent() -> Result<Self> {
        let situations = story::situations()?;
        let mix = Mix::load("ha-giang")?;
        let options = Options::new(CANDIDATES * 3 / 2, RECORDS, SEED);
        let plan = Plan::new(&options, &mix.register);
        let world = World::new(&options, &mix, &plan);

        let roster = roster(&world, &situations, options.candidates);
        let ids = Ids::of(&roster);
        let count = |rows: fn(&Situation, usize) -> Vec<Entry>| {
            situations.iter().enumerate().map(|(i, s)| rows(s, i).len()).sum::<usize>()
        };

        let own = |i| named(rows::DISCIPLINE, world.record(i));
        let records = ids.register(&situations, Situation::records, (0..RECORDS - count(Situation::records)).map(own));
        let own = |i| named(rows::COMPLAINTS, world.complaint(i));
        let complaints =
            ids.register(&situations, Situation::complaints, (0..COMPLAINTS - count(Situation::complaints)).map(own));
        let own = |i| named(rows::INSPECTIONS, world.inspection(i));
        let inspections =
            ids.register(&situations, Situation::inspections, (0..INSPECTIONS - count(Situation::inspections)).map(own));
        let organisations = (0..ORGANISATIONS - count(Situation::organisations)).map(|i| {
            let mut line: Line = rows::ORGANISATIONS.into_iter().zip(world.organisation(i)).collect();
            of_the_province(&mut line, "organisation");
            line
        });
        let told = situations.iter().enumerate().flat_map(|(i, situation)| situation.organisations(i)).map(|entry| entry.cells);
        let mut province =
            Self { organisations: organisations.chain(told).collect(), roster, records, complaints, inspections, situations };
        province.organisations.sort_by_key(|line| day(line, "decided_on"));
        number(&mut province.records, "decided_on", "record_id", "KL", 4);
        number(&mut province.complaints, "received_on", "complaint_id", "ĐT", 3);
        number(&mut province.inspections, "started_on", "inspection_id", "KT", 3);
        Ok(province)
    }

    /// How much there is.
    pub fn counts(&self) -> OfficeCounts {
        OfficeCounts {
            candidates: self.roster.len(),
            records: self.records.len(),
            pairs: self.records.iter().map(|told| told.truth.len()).sum(),
            organisations: self.organisations.len(),
            complaints: self.complaints.len(),
            inspections: self.inspections.len(),
            situations: self.situations.len(),
        }
    }

    /// The identifiers of the candidates of situation `index`, and of the records, complaints and inspections it brings.
    pub fn rows_of(&self, index: usize) -> (Vec<&str>, Vec<&str>) {
        let candidates = self.roster.iter().filter(|row| row.origin == Origin::Situation(index));
        let ids = candidates.filter_map(|row| row.cells.get("candidate_id")).map(String::as_str).collect();
        let told = [(&self.records, "record_id"), (&self.complaints, "complaint_id"), (&self.inspections, "inspection_id")];
        let mut records = Vec::new();
        for (rows, id) in told {
            let rows = rows.iter().filter(|told| told.situation == Some(index));
            records.extend(rows.filter_map(|told| told.cells.get(id)).map(String::as_str));
        }
        (ids, records)
    }
}

/// A row of the world by column, with its truth.
fn named<const N: usize>(columns: [&'static str; N], told: rows::Told<N>) -> (Line, Vec<(usize, String)>) {
    (columns.into_iter().zip(told.cells).collect(), told.truth)
}

/// Sorts by date, and numbers.
fn number(rows: &mut [Told], date: &'static str, id: &'static str, prefix: &str, digits: usize) {
    rows.sort_by_key(|told| day(&told.cells, date));
    for (i, told) in rows.iter_mut().enumerate() {
        told.cells.insert(id, format!("{prefix}{:0digits$}", i + 1));
    }
}

/// A date of the form `dd/mm/yyyy` in the order of the calendar; a year alone stands before its days.
fn day(line: &Line, column: &str) -> String {
    let text = line.get(column).map_or("", String::as_str);
    text.split('/').rev().collect::<Vec<_>>().join("-")
}

/// The year at the end of a date.
pub fn year(line: &Line, column: &str) -> i32 {
    line.get(column).and_then(|text| text.get(text.len().saturating_sub(4)..)?.parse().ok()).unwrap_or(0)
}

/// In the example the province is still one of its own.
fn of_the_province(line: &mut Line, column: &'static str) {
    if let Some(text) = line.get_mut(column) {
        *text = text.replace("Tuyên Quang", "Hà Giang");
    }
}

fn section(line: &Line) -> usize {
    let organisation = line.get("organisation").map_or("", String::as_str);
    let starts = |words: &[&str]| words.iter().any(|word| organisation.starts_with(word));
    if starts(&["Công an", "Bộ Chỉ huy", "Ban Chỉ huy", "Ban Nội chính", "Thanh tra"]) {
        3
    } else if starts(&["Ủy ban MTTQ", "Hội ", "Tỉnh đoàn"]) {
        2
    } else if starts(&["UBND", "HĐND", "Sở "]) {
        1
    } else if starts(&["Trường", "Trạm", "Hợp tác xã", "Công ty", "Chi bộ"]) {
        4
    } else {
        0
    }
}

fn roster(world: &World, situations: &[Situation], invented: usize) -> Vec<Candidate> {
    let told = situations
        .iter()
        .enumerate()
        .flat_map(|(i, situation)| situation.roster(i).into_iter().map(move |cells| (Origin::Situation(i), cells)));
    let mut rows: Vec<(Origin, Line)> = told.collect();
    let fits = |line: &Line| {
        line.get("level").is_some_and(|level| level != "central") && line.get("province_code").is_some_and(|code| code == "08")
    };
    let made = (0..invented).map(|i| (Origin::Invented(i), rows::ROSTER.into_iter().zip(world.roster(i)).collect::<Line>()));
    let wanted = CANDIDATES - rows.len();
    rows.extend(made.filter(|(_, line)| fits(line)).take(wanted));

    let mut late = 0;
    let mut roster: Vec<(u64, Candidate)> = rows
        .into_iter()
        .enumerate()
        .map(|(i, (origin, mut cells))| {
            cells.remove("province_code");
            of_the_province(&mut cells, "organisation");
            let order = Rng::new(SEED, Stream::Office, i).bits();
            let name = cells.get("full_name").map_or("", String::as_str);
            let is_late = late < LATE && matches!(origin, Origin::Invented(_)) && garble(name, Legacy::Tcvn3).is_some();
            let sheet = match cells.get("level").map(String::as_str) {
                Some("province") => Sheet::Province,
                _ if is_late => {
                    late += 1;
                    Sheet::Late
                }
                _ => Sheet::Communes,
            };
            (order, Candidate { section: section(&cells), cells, sheet, origin })
        })
        .collect();
    roster.sort_by_key(|(order, row)| (row.sheet, row.section, *order));
    let mut roster: Vec<Candidate> = roster.into_iter().map(|(_, row)| row).collect();
    for (i, row) in roster.iter_mut().enumerate() {
        row.cells.insert("candidate_id", format!("HG{:03}", i + 1));
    }
    roster
}

/// The identifiers of the roster by where its rows come from.
struct Ids(BTreeMap<Origin, BTreeSet<String>>);

impl Ids {
    fn of(roster: &[Candidate]) -> Self {
        let mut ids: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for row in roster {
            ids.entry(row.origin).or_default().extend(row.cells.get("candidate_id").cloned());
        }
        Self(ids)
    }

    fn get(&self, origin: Origin) -> impl Iterator<Item = &String> {
        self.0.get(&origin).into_iter().flatten()
    }

    /// A register: what situations bring, then invented rows.
    fn register(
        &self,
        situations: &[Situation],
        entries: fn(&Situation, usize) -> Vec<Entry>,
        invented: impl Iterator<Item = (Line, Vec<(usize, String)>)>,
    ) -> Vec<Told> {
        let mut out = Vec::new();
        for (i, situation) in situations.iter().enumerate() {
            for entry in entries(situation, i) {
                let own = self.get(Origin::Situation(i)).filter(|_| entry.is_own);
                let truth = own.map(|id| (id.clone(), format!("situation.{}", situation.name))).collect();
                out.push(Told { cells: entry.cells, truth, situation: Some(i) });
            }
        }
        out.extend(invented.map(|(mut cells, truth)| {
            if year(&cells, "decided_on") == 0 || day(&cells, "decided_on").as_str() >= "2025-07" {
                of_the_province(&mut cells, "organisation");
                of_the_province(&mut cells, "authority");
                of_the_province(&mut cells, "subject");
            }
            let truth =
                truth.iter().flat_map(|(row, kinds)| self.get(Origin::Invented(*row)).map(|id| (id.clone(), kinds.clone())));
            Told { cells, truth: truth.collect(), situation: None }
        }));
        out
    }
}
