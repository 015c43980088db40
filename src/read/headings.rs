//! What is each column of this file, and how are the canonical columns made from them?

use std::collections::BTreeMap;

use super::grid::Grid;
use super::layout::Header;
use crate::lang::Text;
use crate::table::raw::{HeaderMatch, HeaderMeaning, InputKind};
use crate::vn::fold::fold;
use crate::vn::heading::{self, Use};

/// Rows below the header whose content may decide what a column is.
const SAMPLE_ROWS: usize = 300;
/// What a batch file may say of a column that is not wanted.
pub const UNUSED: &str = "unused";

/// One header cell: the texts above its column, top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderCell {
    /// The column, from 0.
    pub index: usize,
    /// The texts, without repetition.
    pub chain: Vec<String>,
    /// It is the right part of a merged cell whose left part stands beside it.
    pub is_covered: bool,
}

impl HeaderCell {
    /// The texts on one line, joined with ` › `.
    pub fn shown(&self) -> String {
        let one_line = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.chain.iter().map(one_line).collect::<Vec<_>>().join(" › ")
    }
}

/// What one header cell says, before its content is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A canonical column, by its own name or by the batch file.
    Column(&'static str),
    /// Not wanted, says the batch file.
    Dropped,
    /// One of these fields of `vn::heading`.
    Fields(Vec<&'static str>),
    /// Not known.
    Nothing,
}

/// Reads header cells for one input.
#[derive(Debug, Clone)]
pub struct Reader {
    kind: InputKind,
    /// Heading, folded → canonical column; from the batch file.
    given: BTreeMap<String, &'static str>,
}

impl Reader {
    /// From the kind and the batch file's `columns`.
    ///
    /// # Errors
    /// The name of a column that this kind of input does not have.
    pub fn new(kind: InputKind, columns: &BTreeMap<String, String>) -> Result<Self, String> {
        let mut given = BTreeMap::new();
        for (header, column) in columns {
            let known = if column == UNUSED { Some(UNUSED) } else { kind.columns().iter().copied().find(|name| name == column) };
            given.insert(heading::words(header), known.ok_or_else(|| column.clone())?);
        }
        Ok(Self { kind, given })
    }

    /// What the cell says.
    pub fn read(&self, cell: &HeaderCell) -> Reading {
        if let Some(column) = self.given(cell) {
            return if column == UNUSED { Reading::Dropped } else { Reading::Column(column) };
        }
        let own = cell.chain.last().map(|text| fold(text).replace(' ', "_")).unwrap_or_default();
        if let Some(name) = self.kind.columns().iter().find(|name| **name == own) {
            return Reading::Column(name);
        }
        let fields = fields(&cell.chain);
        if fields.is_empty() { Reading::Nothing } else { Reading::Fields(fields) }
    }

    fn given(&self, cell: &HeaderCell) -> Option<&'static str> {
        if self.given.is_empty() {
            return None;
        }
        let whole = heading::words(&cell.chain.join(" "));
        let mut texts = std::iter::once(whole).chain(cell.chain.iter().rev().map(|text| heading::words(text)));
        texts.find_map(|text| self.given.get(&text).copied())
    }

    /// Headings of the batch file that are nowhere in the header.
    pub fn absent<'a>(&self, cells: &[HeaderCell], columns: &'a BTreeMap<String, String>) -> Vec<&'a String> {
        let stands = |header: &str| {
            let words = heading::words(header);
            cells.iter().any(|cell| {
                heading::words(&cell.chain.join(" ")) == words || cell.chain.iter().any(|text| heading::words(text) == words)
            })
        };
        columns.keys().filter(|header| !stands(header)).collect()
    }

    /// Whether the cell may give the canonical column `column`, whole or in part.
    pub fn gives(&self, cell: &HeaderCell, column: &str) -> bool {
        match self.read(cell) {
            Reading::Column(name) => name == column,
            Reading::Fields(fields) => fields.iter().any(|field| {
                let meaning = heading::meaning(field, self.kind.name()).0;
                matches!(meaning, Use::Column(name) | Use::Part(name, _) if name == column)
                    || (column == "full_name" && *field == "birth_name")
            }),
            Reading::Dropped | Reading::Nothing => false,
        }
    }

    /// Whether the texts of the cell mean something together that its last text alone does not.
    pub fn is_whole(&self, cell: &HeaderCell) -> bool {
        cell.chain.len() > 1 && !together(&cell.chain).is_empty()
    }
}

/// The fields that a chain of heading texts may name.
fn fields(chain: &[String]) -> Vec<&'static str> {
    let Some((own, above)) = chain.split_last() else { return Vec::new() };
    let together = together(chain);
    if !together.is_empty() {
        return together;
    }
    for text in std::iter::once(own).chain(above.iter().rev()) {
        let fields = heading::fields(text);
        if !fields.is_empty() {
            return fields.to_vec();
        }
    }
    Vec::new()
}

/// The fields named by a heading under a group heading.
fn together(chain: &[String]) -> Vec<&'static str> {
    let [.., above, own] = chain else { return Vec::new() };
    let sex = match heading::words(own).as_str() {
        "nam" => Some(true),
        "nữ" | "nu" => Some(false),
        _ => None,
    };
    let group = heading::fields(above).first().copied();
    match (group, sex) {
        (Some("birth_date"), Some(true)) => return vec!["birth_date_male"],
        (Some("birth_date"), Some(false)) => return vec!["birth_date_female"],
        (Some("full_name"), Some(true)) => return vec!["full_name_male"],
        (Some("full_name"), Some(false)) => return vec!["full_name_female"],
        _ => {}
    }
    for text in [format!("{above} {own}"), format!("{own} {above}")] {
        let found = heading::fields(&text);
        if !found.is_empty() {
            return found.to_vec();
        }
    }
    Vec::new()
}

/// How one canonical column is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The text of one column.
    One(usize),
    /// The texts of several columns, joined with the given text.
    Join(Vec<usize>, &'static str),
    /// The text of the first column that has one.
    Either(Vec<usize>),
    /// The sex whose column is filled; what a blank in both means.
    Sex { male: Option<usize>, female: Option<usize>, blank: Option<&'static str> },
}

impl Origin {
    /// The columns it looks at.
    pub fn columns(&self) -> Vec<usize> {
        match self {
            Self::One(column) => vec![*column],
            Self::Join(columns, _) | Self::Either(columns) => columns.clone(),
            Self::Sex { male, female, .. } => male.iter().chain(female).copied().collect(),
        }
    }
}

/// What to make of a header: the canonical columns, in the order of the contract, how each heading was understood, and remarks
/// with the heading they are about.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The columns to make.
    pub targets: Vec<(&'static str, Origin)>,
    /// How each heading was understood.
    pub headers: Vec<HeaderMatch>,
    /// Remarks.
    pub remarks: Vec<(Text, String)>,
    /// All fields that were recognised, for telling one kind of input from another.
    pub fields: Vec<&'static str>,
}

/// A header cell with what it was taken for.
struct Column<'a> {
    cell: &'a HeaderCell,
    filled: usize,
    meaning: Meaning,
    rank: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    Column(&'static str),
    Part(&'static str, &'static str),
    Ambiguous(Vec<&'static str>),
    Unused(&'static str),
    LeftOut(&'static str),
    Unknown,
}

/// The plan for the sheet `grid` under `header`.
pub fn plan(grid: &Grid, header: &Header, kind: InputKind, reader: &Reader) -> Plan {
    let sample = Sample { grid, from: header.body };
    let mut out = Plan::default();
    let mut columns = Vec::new();
    for cell in &header.cells {
        let (meaning, rank) = match reader.read(cell) {
            Reading::Column(name) => (Meaning::Column(name), 0),
            Reading::Dropped => (Meaning::Unused(UNUSED), usize::MAX),
            Reading::Nothing => (Meaning::Unknown, usize::MAX),
            Reading::Fields(fields) => {
                out.fields.extend(&fields);
                understood(&fields, kind)
            }
        };
        columns.push(Column { cell, filled: sample.values(cell.index).count(), meaning, rank });
    }
    by_content(&mut columns, &sample);
    split_name(&mut columns, &sample, kind);
    undo_ambiguity(&mut columns, &sample, &mut out);
    make_targets(&mut columns, &sample, kind, &mut out);
    for column in &columns {
        let shown = column.cell.shown();
        match &column.meaning {
            Meaning::Unknown if column.filled > 0 => {
                let like = heading::nearest(&shown, kind.name()).unwrap_or(UNUSED);
                let line = line(&column.cell.shown(), like);
                out.remarks
                    .push((Text::new("H101-unknown-header").with("header", shown.clone()).with("line", line), shown.clone()));
            }
            Meaning::Ambiguous(names) => {
                let text = Text::new("H102-ambiguous-header")
                    .with("header", shown.clone())
                    .with("columns", names.join(", "))
                    .with("line", line(&shown, names.first().copied().unwrap_or(UNUSED)));
                out.remarks.push((text, shown.clone()));
            }
            _ => {}
        }
        let meaning = match &column.meaning {
            Meaning::Column(name) => HeaderMeaning::Column((*name).to_owned()),
            Meaning::Part(name, part) => HeaderMeaning::Part((*name).to_owned(), (*part).to_owned()),
            Meaning::Ambiguous(names) => HeaderMeaning::Ambiguous(names.iter().map(|name| (*name).to_owned()).collect()),
            Meaning::Unused(field) => HeaderMeaning::Unused((*field).to_owned()),
            Meaning::LeftOut(field) => HeaderMeaning::LeftOut((*field).to_owned()),
            Meaning::Unknown => HeaderMeaning::Unknown,
        };
        out.headers.push(HeaderMatch { header: shown, index: column.cell.index, meaning });
    }
    out
}

/// The line to put into the batch file.
fn line(header: &str, column: &str) -> String {
    let last = header.rsplit(" › ").next().unwrap_or(header).replace('\\', "\\\\").replace('"', "\\\"");
    format!("columns = {{ \"{last}\" = \"{column}\" }}")
}

fn understood(fields: &[&'static str], kind: InputKind) -> (Meaning, usize) {
    let mut found: Vec<(Meaning, usize)> = Vec::new();
    for field in fields {
        let (meaning, rank) = heading::meaning(field, kind.name());
        let meaning = match meaning {
            Use::Column(name) => Meaning::Column(name),
            Use::Part(name, part) => Meaning::Part(name, part),
            Use::Ambiguous(names) => Meaning::Ambiguous(names.split('|').collect()),
            Use::Unused => Meaning::Unused(field),
            Use::LeftOut => Meaning::LeftOut(field),
        };
        if !found.iter().any(|(known, _)| *known == meaning) {
            found.push((meaning, rank));
        }
    }
    let useful = found.iter().position(|(meaning, _)| !matches!(meaning, Meaning::Unused(_)));
    found.swap_remove(useful.unwrap_or(0))
}

/// The filled cells of a column just below the header.
struct Sample<'a> {
    grid: &'a Grid,
    from: usize,
}

impl<'a> Sample<'a> {
    fn values(&self, column: usize) -> impl Iterator<Item = &'a str> {
        let grid = self.grid;
        let rows = self.from..grid.len().min(self.from + SAMPLE_ROWS);
        rows.map(move |i| grid.row(i).get(column).trim()).filter(|text| !text.is_empty())
    }

    /// The share of filled cells for which `test` holds, 0..=1; 0 where there is none.
    fn share(&self, column: usize, test: impl Fn(&str) -> bool) -> f64 {
        let (mut all, mut good) = (0_u32, 0_u32);
        for text in self.values(column) {
            all += 1;
            good += u32::from(test(text));
        }
        f64::from(good) / f64::from(all.max(1))
    }

    /// The middle one of the years that stand in the column.
    fn median_year(&self, column: usize) -> Option<u32> {
        let mut years: Vec<u32> = self.values(column).filter_map(year).collect();
        years.sort_unstable();
        years.get(years.len() / 2).copied()
    }
}

fn year(text: &str) -> Option<u32> {
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4);
    runs.filter_map(|run| run.parse().ok()).find(|year| (1900..2100).contains(year))
}

fn has_date(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() >= 4
}

fn is_mark(text: &str) -> bool {
    let folded = fold(text);
    matches!(folded.as_str(), "x" | "v" | "1" | "0" | "nu" | "nam" | "co" | "khong")
        || matches!(text, "×" | "+" | "*" | "✓" | "✔" | "–" | "-")
}

/// `Nam` and `Nữ` are columns of birth dates, of marks, or one of them a column of words: the cells tell.
fn by_content(columns: &mut [Column<'_>], sample: &Sample<'_>) {
    let mut sexes = Vec::new();
    for (i, column) in columns.iter().enumerate() {
        if let Meaning::Part("date_of_birth" | "sex", part) = column.meaning {
            sexes.push((i, part));
        }
    }
    let dated = sexes.iter().any(|(i, _)| sample.share(columns[*i].cell.index, has_date) > 0.5);
    let marked = sexes.iter().any(|(i, _)| sample.share(columns[*i].cell.index, is_mark) > 0.5);
    for (i, part) in sexes {
        columns[i].meaning = match (dated, marked) {
            (true, _) => Meaning::Part("date_of_birth", part),
            (false, true) => Meaning::Part("sex", part),
            (false, false) if columns[i].cell.chain.len() > 1 => continue,
            (false, false) => Meaning::Ambiguous(vec!["date_of_birth", "sex"]),
        };
    }
}

/// Settles `Tên`: the given name beside a surname, else the full name where the cells have several words; and finds the given name that
/// stands under the right half of a merged `Họ và tên`.
fn split_name(columns: &mut [Column<'_>], sample: &Sample<'_>, kind: InputKind) {
    let has_surname = columns.iter().any(|column| matches!(column.meaning, Meaning::Part(_, "surname")));
    let required = kind.columns()[0];
    for column in columns.iter_mut() {
        if let Meaning::Part(name, "given_name") = column.meaning
            && !has_surname
        {
            let is_whole = sample.share(column.cell.index, |text| text.split_whitespace().count() >= 2) > 0.5;
            column.meaning = if is_whole { Meaning::Column(name) } else { Meaning::Ambiguous(vec![name, UNUSED]) };
        }
    }
    for i in 1..columns.len() {
        let (left, right) = (&columns[i - 1], &columns[i]);
        if right.cell.is_covered && left.meaning == Meaning::Column(required) && right.meaning == left.meaning {
            columns[i - 1].meaning = Meaning::Part(required, "surname");
            columns[i].meaning = Meaning::Part(required, "given_name");
        }
    }
}

/// Decides ambiguous columns where the content and the other columns leave one possibility.
fn undo_ambiguity(columns: &mut [Column<'_>], sample: &Sample<'_>, out: &mut Plan) {
    for i in 0..columns.len() {
        let Meaning::Ambiguous(names) = &columns[i].meaning else { continue };
        let index = columns[i].cell.index;
        let is_taken = |name: &str| {
            columns.iter().any(|other| matches!(other.meaning, Meaning::Column(taken) | Meaning::Part(taken, _) if taken == name))
        };
        let mut open: Vec<&'static str> = names.iter().copied().filter(|name| !is_taken(name)).collect();
        if open.contains(&"date_of_birth")
            && !open.contains(&"sex")
            && let Some(year) = sample.median_year(index)
        {
            // Who stands for a congress or was disciplined was born before 1990 as a rule, and decided upon later.
            open.retain(|name| (*name == "date_of_birth") == (year < 1990));
        }
        let digits = |n: usize| sample.share(index, |text| text.len() == n && text.bytes().all(|b| b.is_ascii_digit())) > 0.5;
        let is_numbered = sample.share(index, |text| text.contains(['/', '-']) && text.chars().any(char::is_alphabetic)) > 0.5;
        for (column, fits) in [("national_id", digits(12)), ("party_card", digits(8)), ("decision_no", is_numbered)] {
            if open.contains(&column) {
                if fits {
                    open = vec![column];
                } else {
                    open.retain(|name| *name != column || column == "decision_no");
                }
            }
        }
        if let [only] = open.as_slice()
            && *only != UNUSED
            && columns[i].filled > 0
        {
            columns[i].meaning = Meaning::Column(only);
            let shown = columns[i].cell.shown();
            let text = Text::new("H113-decided-by-content").with("header", shown.clone()).with("column", *only);
            out.remarks.push((text.with("line", line(&shown, UNUSED)), shown));
        }
    }
}

fn make_targets(columns: &mut [Column<'_>], sample: &Sample<'_>, kind: InputKind, out: &mut Plan) {
    for name in kind.columns() {
        if let Some(winner) = choose(columns, name, out) {
            out.targets.push((name, Origin::One(columns[winner].cell.index)));
            continue;
        }
        let part = |part: &str| find(columns, name, part);
        let both = |a: &str, b: &str| [part(a), part(b)].into_iter().flatten().collect::<Vec<_>>();
        let origin = match *name {
            "date_of_birth" => Some(Origin::Either(both("male", "female"))),
            "sex" => sex_of(columns, sample),
            "other_names" => Some(Origin::Join(both("alias", "birth_name"), "; ")),
            "full_name" if part("surname").is_none() => Some(Origin::Either(both("male", "female"))),
            "subject" if part("surname").is_none() => Some(Origin::Either(both("person", "organisation"))),
            _ => part("surname").map(|surname| Origin::Join(std::iter::once(surname).chain(part("given_name")).collect(), " ")),
        };
        if let Some(origin) = origin.filter(|origin| !origin.columns().is_empty()) {
            out.targets.push((name, origin));
        }
    }
    // The name of the birth certificate stands in for a name in use that the file does not have.
    if !out.targets.iter().any(|(name, _)| *name == "full_name") && kind.columns()[0] == "full_name" {
        let birth = columns.iter_mut().find(|column| column.meaning == Meaning::Part("other_names", "birth_name"));
        if let Some(column) = birth {
            column.meaning = Meaning::Column("full_name");
            let index = column.cell.index;
            out.targets.retain_mut(|(name, origin)| {
                if *name == "other_names"
                    && let Origin::Join(columns, _) = origin
                {
                    columns.retain(|other| *other != index);
                }
                !origin.columns().is_empty()
            });
            out.targets.insert(0, ("full_name", Origin::One(index)));
        }
    }
    let used: Vec<usize> = out.targets.iter().flat_map(|(_, origin)| origin.columns()).collect();
    for column in columns.iter_mut() {
        if let Meaning::Part(name, _) = column.meaning
            && !used.contains(&column.cell.index)
        {
            column.meaning = Meaning::Unused(name);
        }
    }
}

/// The column that is this part of the canonical column `name`.
fn find(columns: &[Column<'_>], name: &str, part: &str) -> Option<usize> {
    let is_it = |column: &&Column<'_>| matches!(column.meaning, Meaning::Part(of, this) if of == name && this == part);
    columns.iter().find(is_it).map(|column| column.cell.index)
}

/// The fullest of the columns that are `name`; the others become unused and are reported.
fn choose(columns: &mut [Column<'_>], name: &'static str, out: &mut Plan) -> Option<usize> {
    let mut same: Vec<usize> = (0..columns.len()).filter(|i| columns[*i].meaning == Meaning::Column(name)).collect();
    same.sort_by_key(|i| (std::cmp::Reverse(columns[*i].filled), columns[*i].rank, *i));
    let (winner, others) = same.split_first()?;
    for other in others {
        columns[*other].meaning = Meaning::Unused(name);
        let shown = columns[*other].cell.shown();
        if columns[*other].filled == 0 {
            continue;
        }
        let text = Text::new("H103-two-columns-for-one")
            .with("header", shown.clone())
            .with("taken", columns[*winner].cell.shown())
            .with("column", name)
            .with("line", line(&shown, name));
        out.remarks.push((text, shown));
    }
    Some(*winner)
}

fn sex_of(columns: &[Column<'_>], sample: &Sample<'_>) -> Option<Origin> {
    for column in ["sex", "date_of_birth", "full_name"] {
        let (male, female) = (find(columns, column, "male"), find(columns, column, "female"));
        if male.is_some() || female.is_some() {
            // A single column headed "Nữ" that has marks: where there is none, it is a man.
            let marks = |index: usize| sample.values(index).any(is_mark);
            let blank = match (column, male, female) {
                ("sex", None, Some(female)) if marks(female) => Some("Nam"),
                _ => None,
            };
            return Some(Origin::Sex { male, female, blank });
        }
    }
    None
}
