//! What is in a part of a Word document: tables, rows, paragraphs and their text; everything else as it stands.
//!
//! Only what placeholders need is taken apart. The rest of the part is kept as the very characters that Word wrote, so that
//! fields, pictures, styles and whatever a later version adds come through untouched.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::report::show;

/// Elements inside each other, more than any document has: a tree deeper than that was made to overflow a stack.
const DEEPEST: usize = 60;

/// A stretch of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// As it stands.
    Raw(String),
    /// The characters of a run, `w:t`.
    Text(Text),
    /// `w:p`.
    Paragraph(Element),
    /// `w:tbl`.
    Table(Element),
    /// `w:tr`.
    Row(Element),
    /// `w:tc`.
    Cell(Element),
}

/// A run's characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    /// The start tag as it stands.
    open: String,
    /// The characters, entities resolved.
    pub(super) characters: String,
    /// Set anew: blanks at its ends are meant, and its line breaks are breaks in the document.
    is_set: bool,
}

/// An element that is taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    /// The start tag as it stands.
    open: String,
    pub(super) children: Vec<Node>,
}

/// Why a part cannot be taken apart.
#[derive(Debug)]
pub(super) enum Fault {
    /// It is not well-formed.
    Xml(quick_xml::Error),
    /// It declares a document type, which Word never does.
    DocumentType,
    /// It is nested too deep.
    TooDeep,
    /// It ends inside an element.
    CutOff,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Xml(cause) => cause.fmt(f),
            Self::DocumentType => f.write_str("DOCTYPE"),
            Self::TooDeep => write!(f, "depth > {DEEPEST}"),
            Self::CutOff => f.write_str("EOF"),
        }
    }
}

impl Text {
    /// Other characters in its place.
    pub(super) fn set(&mut self, text: String) {
        self.characters = text;
        self.is_set = true;
    }
}

/// The elements that are taken apart.
const TAKEN: [&str; 4] = ["w:p", "w:tbl", "w:tr", "w:tc"];

/// The part `xml` as a tree; written again by [`write`] it is the same text.
pub(super) fn parse(xml: &str) -> Result<Vec<Node>, Fault> {
    let mut reader = Reader::from_str(xml);
    let mut top: Vec<Node> = Vec::new();
    let mut open: Vec<(&str, Element)> = Vec::new();
    let position = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
    loop {
        let from = position(&reader);
        let event = reader.read_event().map_err(Fault::Xml)?;
        let raw = xml.get(from..position(&reader)).unwrap_or_default();
        let siblings = open.last_mut().map_or(&mut top, |(_, element)| &mut element.children);
        match event {
            Event::Start(start) if start.name().as_ref() == "w:t" => {
                let characters = characters(&mut reader)?;
                siblings.push(Node::Text(Text { open: raw.to_owned(), characters, is_set: false }));
            }
            Event::Start(start) if TAKEN.contains(&start.name().as_ref()) => {
                if open.len() == DEEPEST {
                    return Err(Fault::TooDeep);
                }
                let name = TAKEN.into_iter().find(|name| *name == start.name().as_ref()).unwrap_or_default();
                open.push((name, Element { open: raw.to_owned(), children: Vec::new() }));
            }
            Event::End(end) if TAKEN.contains(&end.name().as_ref()) => {
                // The reader has made sure that the tags match.
                let Some((name, element)) = open.pop() else { continue };
                let siblings = open.last_mut().map_or(&mut top, |(_, element)| &mut element.children);
                siblings.push(match name {
                    "w:tbl" => Node::Table(element),
                    "w:tr" => Node::Row(element),
                    "w:tc" => Node::Cell(element),
                    _ => Node::Paragraph(element),
                });
            }
            Event::DocType(_) => return Err(Fault::DocumentType),
            Event::Eof => return if open.is_empty() { Ok(top) } else { Err(Fault::CutOff) },
            _ => match siblings.last_mut() {
                Some(Node::Raw(before)) => before.push_str(raw),
                _ => siblings.push(Node::Raw(raw.to_owned())),
            },
        }
    }
}

/// The characters up to the end of the run's text.
fn characters(reader: &mut Reader<&[u8]>) -> Result<String, Fault> {
    let mut out = String::new();
    loop {
        match reader.read_event().map_err(Fault::Xml)? {
            Event::Text(text) => out.push_str(&text.xml10_content()),
            Event::CData(text) => out.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let unknown = |cause| Fault::Xml(quick_xml::Error::Escape(cause));
                out.push_str(&quick_xml::escape::unescape(&format!("&{name};")).map_err(unknown)?);
            }
            Event::End(_) | Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

/// Appends the part's text.
pub(super) fn write(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Raw(raw) => out.push_str(raw),
            Node::Text(text) => text.write(out),
            Node::Paragraph(element) => element.write("w:p", out),
            Node::Table(element) => element.write("w:tbl", out),
            Node::Row(element) => element.write("w:tr", out),
            Node::Cell(element) => element.write("w:tc", out),
        }
    }
}

impl Element {
    fn write(&self, name: &str, out: &mut String) {
        out.push_str(&self.open);
        write(&self.children, out);
        out.extend(["</", name, ">"]);
    }
}

impl Text {
    fn write(&self, out: &mut String) {
        const KEPT: &str = r#"<w:t xml:space="preserve">"#;
        out.push_str(if self.is_set { KEPT } else { &self.open });
        for (i, line) in self.characters.split('\n').enumerate() {
            if i > 0 {
                out.push_str(if self.is_set { "</w:t><w:br/><w:t xml:space=\"preserve\">" } else { "\n" });
            }
            show::escape_into(out, line);
        }
        out.push_str("</w:t>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(xml: &str) -> String {
        let mut out = String::new();
        write(&parse(xml).unwrap(), &mut out);
        out
    }

    #[test]
    fn a_part_comes_through_untouched() {
        let xml = concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            "\n<w:document xmlns:w=\"x\"><w:body><w:p w:rsidR=\"1\"><w:pPr><w:jc w:val='center'/></w:pPr>",
            r#"<w:r><w:t>Đảng &amp; &lt;ủy&gt;</w:t></w:r><w:r><w:tab/><w:t xml:space="preserve"> a </w:t></w:r></w:p>"#,
            r#"<w:p/><w:tbl><w:tblPr/><w:tr><w:tc><w:p><w:r><w:t/></w:r></w:p></w:tc></w:tr></w:tbl>"#,
            r#"<!-- x --><w:sectPr a="&quot;&#7879;"/></w:body></w:document>"#
        );
        assert_eq!(again(xml), xml);
    }

    #[test]
    fn line_breaks_of_a_value_are_breaks_in_the_document() {
        let mut nodes = parse("<w:p><w:t>x</w:t></w:p>").unwrap();
        let Node::Paragraph(paragraph) = &mut nodes[0] else { panic!("no paragraph") };
        let Node::Text(text) = &mut paragraph.children[0] else { panic!("no text") };
        text.set("a <\nb".to_owned());
        let mut out = String::new();
        write(&nodes, &mut out);
        let kept = r#"<w:t xml:space="preserve">"#;
        assert_eq!(out, format!("<w:p>{kept}a &lt;</w:t><w:br/>{kept}b</w:t></w:p>"));
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for xml in ["<w:p><w:tr></w:p></w:tr>", "<w:p>", "<!DOCTYPE x><w:p/>", "<w:t>&wrong;</w:t>", &"<w:p>".repeat(100_000)] {
            assert!(parse(xml).is_err(), "{}", &xml[..20.min(xml.len())]);
        }
    }
}
