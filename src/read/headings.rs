//! What do the headings of a file say?

use std::collections::BTreeMap;

use crate::table::raw::InputKind;
use crate::vn::encoding::repair_text;
use crate::vn::fold::fold;
use crate::vn::heading::{self, Use};

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

    /// Whether its texts mean something together that the last alone does not.
    pub fn is_whole(&self) -> bool {
        self.chain.len() > 1 && !together(&self.chain).is_empty()
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
        let mut found = fields(&cell.chain);
        if found.is_empty() && !cell.chain.iter().all(|text| text.is_ascii()) {
            // A heading in an old encoding whose font is not known (`.xls`).
            let repaired = |text: &String| repair_text(text).map_or_else(|| text.clone(), |(repaired, _)| repaired);
            found = fields(&cell.chain.iter().map(repaired).collect::<Vec<_>>());
        }
        if found.is_empty() { Reading::Nothing } else { Reading::Fields(found) }
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
    pub fn absent<'a>(cells: &[HeaderCell], columns: &'a BTreeMap<String, String>) -> Vec<&'a String> {
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
