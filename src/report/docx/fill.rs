//! Which placeholders does a part have, and what comes into their places?
//!
//! Word cuts a word into several runs wherever it pleases (spelling, corrections, a change of language), so placeholders are sought
//! in the text of a whole paragraph. A value takes the look of the run in which its placeholder begins.

use std::ops::Range;

use super::names::{self, Meaning};
use super::values::{Item, Values};
use super::xml::{Element, Node};

/// A placeholder in the text of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hole {
    /// Its bytes, braces included.
    pub(super) span: Range<usize>,
    /// The name between the braces, in lower case: Word likes to begin a line with a capital. None: the braces are not closed.
    pub(super) name: Option<String>,
}

/// What is wrong with a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mistake {
    /// There is no such placeholder.
    Unknown(String),
    /// `{{` without `}}` in the same paragraph.
    NotClosed,
    /// A field of a group that is in no table row.
    OutsideRow(String),
    /// A field of another group than the row's.
    TwoGroups(String, &'static str),
}

/// A mistake in the paragraph with this text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) paragraph: usize,
    pub(super) span: Range<usize>,
    pub(super) mistake: Mistake,
}

/// The placeholders of a paragraph's text.
pub(super) fn holes(text: &str) -> Vec<Hole> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find("{{") {
        let start = at + found;
        let inside = &text[start + 2..];
        // The next opening brace belongs to another one: this one was not closed.
        let closing = inside.find("}}").filter(|end| inside.find("{{").is_none_or(|next| *end < next));
        let Some(end) = closing else {
            out.push(Hole { span: start..start + 2, name: None });
            at = start + 2;
            continue;
        };
        let name = inside[..end].split_whitespace().collect::<String>().to_lowercase();
        at = start + 2 + end + 2;
        out.push(Hole { span: start..at, name: Some(name) });
    }
    out
}

/// The text of a paragraph's own runs; those of a text box in it are the box's.
fn text_of(paragraph: &Element) -> String {
    let own = |node: &Node| if let Node::Text(text) = node { Some(text.characters.clone()) } else { None };
    paragraph.children.iter().filter_map(own).collect()
}

/// The text of every paragraph of a part, each outer one before those in it, and what is wrong in them.
pub(super) fn check(nodes: &[Node]) -> (Vec<String>, Vec<Found>, usize) {
    let mut check = Check::default();
    check.walk(nodes, None);
    (check.paragraphs, check.found, check.holes)
}

#[derive(Default)]
struct Check {
    paragraphs: Vec<String>,
    found: Vec<Found>,
    holes: usize,
}

impl Check {
    fn walk(&mut self, nodes: &[Node], group: Option<&'static str>) {
        for node in nodes {
            match node {
                Node::Paragraph(paragraph) => {
                    self.paragraph(&text_of(paragraph), group);
                    self.walk(&paragraph.children, group);
                }
                Node::Row(row) => self.walk(&row.children, group_of(&row.children).or(group)),
                Node::Cell(inner) | Node::Table(inner) => self.walk(&inner.children, group),
                Node::Raw(_) | Node::Text(_) => {}
            }
        }
    }

    fn paragraph(&mut self, text: &str, group: Option<&'static str>) {
        let paragraph = self.paragraphs.len();
        for hole in holes(text) {
            self.holes += 1;
            let mistake = match hole.name {
                None => Some(Mistake::NotClosed),
                Some(name) => match (names::meaning(&name), group) {
                    (None, _) => Some(Mistake::Unknown(name)),
                    (Some(Meaning::Field(..)), None) => Some(Mistake::OutsideRow(name)),
                    (Some(Meaning::Field(own, _)), Some(group)) if own != group => Some(Mistake::TwoGroups(name, group)),
                    _ => None,
                },
            };
            if let Some(mistake) = mistake {
                self.found.push(Found { paragraph, span: hole.span, mistake });
            }
        }
        self.paragraphs.push(text.to_owned());
    }
}

/// The group that a row is repeated for: the first that its paragraphs name, those of rows inside it apart.
fn group_of(children: &[Node]) -> Option<&'static str> {
    children.iter().find_map(|node| match node {
        Node::Paragraph(paragraph) => {
            let named = |hole: Hole| match names::meaning(&hole.name?)? {
                Meaning::Field(group, _) => Some(group),
                Meaning::Single(_) => None,
            };
            holes(&text_of(paragraph)).into_iter().find_map(named).or_else(|| group_of(&paragraph.children))
        }
        Node::Cell(cell) => group_of(&cell.children),
        Node::Table(_) | Node::Row(_) | Node::Raw(_) | Node::Text(_) => None,
    })
}

/// The part with `values` in it.
pub(super) fn fill(nodes: &[Node], values: &Values) -> Vec<Node> {
    fill_with(nodes, values, None)
}

fn fill_with(nodes: &[Node], values: &Values, item: Option<&Item>) -> Vec<Node> {
    let mut out = Vec::with_capacity(nodes.len());
    let mut emptied = None;
    for node in nodes {
        match node {
            Node::Row(row) => match group_of(&row.children) {
                Some(group) => {
                    let items = values.items(group);
                    out.extend(items.iter().map(|item| Node::Row(inside(row, values, Some(item)))));
                }
                None => out.push(Node::Row(inside(row, values, item))),
            },
            Node::Table(table) if lists_nothing(table, values) => {
                if matches!(out.last(), Some(Node::Paragraph(paragraph)) if is_caption(paragraph)) {
                    out.pop();
                }
            }
            Node::Table(table) => out.push(Node::Table(inside(table, values, item))),
            Node::Cell(cell) => out.push(Node::Cell(inside(cell, values, item))),
            Node::Paragraph(paragraph) => {
                let filled = paragraph_with(paragraph, values, item);
                // After a table a paragraph must stand: without one it would run into the next, or end its cell.
                let is_after_table = matches!(out.last(), Some(Node::Table(_)));
                if !is_after_table && is_emptied(paragraph, &filled) {
                    emptied = Some((out.len(), filled));
                } else {
                    out.push(Node::Paragraph(filled));
                }
            }
            Node::Raw(_) | Node::Text(_) => out.push(node.clone()),
        }
    }
    // A cell, a page's head, a document must have a paragraph.
    if let Some((at, paragraph)) = emptied
        && !out.iter().any(|node| matches!(node, Node::Paragraph(_)))
    {
        out.insert(at, Node::Paragraph(paragraph));
    }
    out
}

fn inside(element: &Element, values: &Values, item: Option<&Item>) -> Element {
    let mut out = element.clone();
    out.children = fill_with(&element.children, values, item);
    out
}

/// Whether the table is there for a list, and the list is empty: without its rows it would say nothing, or could not be opened.
fn lists_nothing(table: &Element, values: &Values) -> bool {
    let group = |node: &Node| if let Node::Row(row) = node { group_of(&row.children) } else { None };
    let mut groups = table.children.iter().filter_map(group).peekable();
    groups.peek().is_some() && groups.all(|group| values.items(group).is_empty())
}

/// Whether the paragraph has Word's style for captions.
fn is_caption(paragraph: &Element) -> bool {
    let has_style = |node: &Node| matches!(node, Node::Raw(raw) if raw.contains(r#"<w:pStyle w:val="Caption"/>"#));
    paragraph.children.iter().any(has_style)
}

/// Whether nothing but placeholders stood in the paragraph, and all of them came out empty.
fn is_emptied(before: &Element, after: &Element) -> bool {
    let has_more = |node: &Node| match node {
        Node::Raw(raw) => ["<w:sectPr", "<w:drawing", "<w:pict", "<w:object", "<w:br"].iter().any(|tag| raw.contains(tag)),
        Node::Text(_) => false,
        _ => true,
    };
    text_of(after).trim().is_empty() && !holes(&text_of(before)).is_empty() && !after.children.iter().any(has_more)
}

fn paragraph_with(paragraph: &Element, values: &Values, item: Option<&Item>) -> Element {
    let mut out = paragraph.clone();
    // A text box holds paragraphs of its own.
    out.children = fill_with(&paragraph.children, values, item);
    let whole = text_of(paragraph);
    let holes = holes(&whole);
    if holes.is_empty() {
        return out;
    }
    let mut end = 0;
    for node in &mut out.children {
        let Node::Text(run) = node else { continue };
        let (start, mut at) = (end, end);
        end += run.characters.len();
        let mut text = String::new();
        for hole in holes.iter().filter(|hole| hole.span.start < end && hole.span.end > start) {
            text.push_str(whole.get(at..hole.span.start).unwrap_or_default());
            if hole.span.start >= start {
                text.push_str(&value(hole, values, item));
            }
            at = hole.span.end;
        }
        if at > start {
            text.push_str(whole.get(at.min(end)..end).unwrap_or_default());
            run.set(text);
        }
    }
    out
}

fn value(hole: &Hole, values: &Values, item: Option<&Item>) -> String {
    match hole.name.as_deref().and_then(names::meaning) {
        Some(Meaning::Single(name)) => values.single(name).to_owned(),
        Some(Meaning::Field(_, field)) => item.map(|item| item.field(field).to_owned()).unwrap_or_default(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::xml;
    use super::*;

    fn people() -> Values {
        Values::made(
            &[("checked", "18.476"), ("superior", "TỈNH ỦY <HÀ GIANG>"), ("blocking", "")],
            "people",
            &[&[("name", "Lò A"), ("flags", "TD102: a\nTD301: b")], &[("name", "Y B"), ("flags", "")]],
        )
    }

    fn filled(xml: &str) -> String {
        let nodes = xml::parse(xml).unwrap();
        let (_, found, _) = check(&nodes);
        assert_eq!(found, [], "{xml}");
        let mut out = String::new();
        xml::write(&fill(&nodes, &people()), &mut out);
        out.replace(r#" xml:space="preserve""#, "")
    }

    #[test]
    fn a_placeholder_takes_the_look_of_the_run_it_begins_in() {
        for (xml, expected) in [
            ("<w:p><w:r><w:t>{{checked}}</w:t></w:r></w:p>", "<w:p><w:r><w:t>18.476</w:t></w:r></w:p>"),
            ("<w:p><w:r><w:t>Có {{ Checked }} người</w:t></w:r></w:p>", "<w:p><w:r><w:t>Có 18.476 người</w:t></w:r></w:p>"),
            // As Word cuts it: spelling, a change of language, a correction.
            (
                "<w:p><w:r><w:t>Có {</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{che</w:t></w:r><w:proofErr/><w:r><w:t>cked</w:t></w:r><w:r><w:t>}} người</w:t></w:r></w:p>",
                "<w:p><w:r><w:t>Có 18.476</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t></w:t></w:r><w:proofErr/><w:r><w:t></w:t></w:r><w:r><w:t> người</w:t></w:r></w:p>",
            ),
            (
                "<w:p><w:t>{{checked}}/{{che</w:t><w:t>cked}} {{checked}}</w:t></w:p>",
                "<w:p><w:t>18.476/18.476</w:t><w:t> 18.476</w:t></w:p>",
            ),
            ("<w:p><w:t>{{superior}}</w:t></w:p>", "<w:p><w:t>TỈNH ỦY &lt;HÀ GIANG&gt;</w:t></w:p>"),
            ("<w:p><w:t>a { b } }} c</w:t></w:p>", "<w:p><w:t>a { b } }} c</w:t></w:p>"),
        ] {
            assert_eq!(filled(xml), expected);
        }
    }

    #[test]
    fn a_row_is_repeated_for_each_item_and_an_empty_list_goes_with_its_caption() {
        let row = "<w:tr><w:tc><w:p><w:t>{{people.name}} of {{checked}}</w:t></w:p></w:tc><w:tc><w:p><w:t>{{people.flags}}</w:t></w:p></w:tc></w:tr>";
        let head = "<w:tr><w:tc><w:p><w:t>name</w:t></w:p></w:tc></w:tr>";
        let cells = |name: &str, flags: &str| {
            format!("<w:tr><w:tc><w:p><w:t>{name} of 18.476</w:t></w:p></w:tc><w:tc><w:p><w:t>{flags}</w:t></w:p></w:tc></w:tr>")
        };
        let two = cells("Lò A", "TD102: a</w:t><w:br/><w:t>TD301: b") + &cells("Y B", "");
        assert_eq!(filled(&format!("<w:tbl>{head}{row}</w:tbl>")), format!("<w:tbl>{head}{two}</w:tbl>"));
        let none = "<w:tr><w:tc><w:p><w:t>{{open.name}}</w:t></w:p></w:tc></w:tr>";
        let caption = r#"<w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr><w:r><w:t>a table</w:t></w:r></w:p>"#;
        let other = "<w:p><w:t>y</w:t></w:p>";
        assert_eq!(filled(&format!("{other}{caption}<w:tbl>{head}{none}</w:tbl>{other}")), format!("{other}{other}"));
        assert_eq!(filled(&format!("{other}<w:tbl>{none}</w:tbl>{other}")), format!("{other}{other}"));
        assert_eq!(filled(&format!("{caption}<w:tbl>{head}</w:tbl>")), format!("{caption}<w:tbl>{head}</w:tbl>"));
    }

    #[test]
    fn a_paragraph_of_empty_values_is_left_out_but_a_cell_keeps_one() {
        let empty = "<w:p><w:t>{{blocking}}</w:t></w:p>";
        let kept = "<w:p><w:t>x</w:t></w:p>";
        assert_eq!(filled(&format!("{empty}{kept}")), kept);
        assert_eq!(filled(&format!("<w:tc>{empty}\n</w:tc>")), "<w:tc><w:p><w:t></w:t></w:p>\n</w:tc>");
        assert_eq!(filled(&format!("<w:tc>{kept}{empty}</w:tc>")), format!("<w:tc>{kept}</w:tc>"));
        let table = "<w:tbl><w:tr><w:tc><w:p><w:t>y</w:t></w:p></w:tc></w:tr></w:tbl>";
        assert_eq!(filled(&format!("{kept}{table}{empty}")), format!("{kept}{table}<w:p><w:t></w:t></w:p>"));
        let section = "<w:p><w:pPr><w:sectPr/></w:pPr><w:t>{{blocking}}</w:t></w:p>";
        assert_eq!(filled(&format!("{section}{kept}")), section.replace("{{blocking}}", "") + kept);
        let line = "<w:p><w:t>a {{blocking}}</w:t></w:p>";
        assert_eq!(filled(&format!("{line}{kept}")), line.replace("{{blocking}}", "") + kept);
    }

    #[test]
    fn a_text_box_is_a_paragraph_of_its_own() {
        let xml = |inside: &str, outside: &str| {
            format!("<w:p><w:r><w:drawing><w:p><w:t>{inside}</w:t></w:p></w:drawing></w:r><w:r><w:t>{outside}</w:t></w:r></w:p>")
        };
        assert_eq!(filled(&xml("{{checked}}", "a {{checked}}")), xml("18.476", "a 18.476"));
    }

    #[test]
    fn every_mistake_is_found_where_it_stands() {
        let cell = |text: &str| format!("<w:tc><w:p><w:t>{text}</w:t></w:p></w:tc>");
        let xml = format!(
            "<w:p><w:t>a {{{{wrong}}}} {{{{checked</w:t></w:p><w:p><w:t>{{{{people.name}}}}</w:t></w:p><w:tr>{}{}</w:tr>",
            cell("{{people.name}}"),
            cell("{{rules.id}} {{people.wrong}}"),
        );
        let (_, found, holes) = check(&xml::parse(&xml).unwrap());
        let mistakes: Vec<_> = found.iter().map(|found| (found.paragraph, found.span.clone(), found.mistake.clone())).collect();
        assert_eq!(
            mistakes,
            [
                (0, 2..11, Mistake::Unknown("wrong".to_owned())),
                (0, 12..14, Mistake::NotClosed),
                (1, 0..15, Mistake::OutsideRow("people.name".to_owned())),
                (3, 0..12, Mistake::TwoGroups("rules.id".to_owned(), "people")),
                (3, 13..29, Mistake::Unknown("people.wrong".to_owned())),
            ]
        );
        assert_eq!(holes, 6);
    }

    proptest::proptest! {
        #[test]
        fn however_word_cuts_a_text_it_is_filled_alike(cuts in proptest::collection::vec(0_usize..60, 0..8)) {
            let whole = "Đã {{checked}} người, {{superior}}: {{checked}}.";
            let mut cuts: Vec<usize> = cuts.into_iter().filter(|at| whole.is_char_boundary(*at)).collect();
            cuts.extend([0, whole.len()]);
            cuts.retain(|at| *at <= whole.len());
            cuts.sort_unstable();
            let runs: Vec<&str> = cuts.windows(2).map(|pair| &whole[pair[0]..pair[1]]).collect();
            let runs = runs.join("</w:t></w:r><w:r><w:t>");
            let nodes = fill(&xml::parse(&format!("<w:p><w:r><w:t>{runs}</w:t></w:r></w:p>")).unwrap(), &people());
            let Node::Paragraph(paragraph) = &nodes[0] else { panic!("no paragraph") };
            proptest::prop_assert_eq!(text_of(paragraph), "Đã 18.476 người, TỈNH ỦY <HÀ GIANG>: 18.476.");
        }
    }
}
