//! The letter that an office starts from: a Party document as the page prints it, its sentences with placeholders in them.
//!
//! Made from the same sentences as the page, so that both say the same; an office then changes the words, the columns and the
//! letterhead in Word.

use std::fmt::Write as _;

use crate::lang::{Lang, Text};
use crate::report::labels::Labels;
use crate::report::show::escape;

/// Twentieths of a point between the margins of an A4 page: upright (210 − 30 − 15 mm), across (297 − 20 − 15 mm).
const UPRIGHT: u32 = 9_354;
const ACROSS: u32 = 14_853;

/// Names and texts of the parts, the list of types first, as programs expect.
pub(super) fn parts(lang: Lang) -> Vec<(&'static str, String)> {
    let styles = include_str!("../templates/letter/styles.xml");
    let styles = if lang == Lang::En { styles.replace("w:val=\"vi-VN\"", "w:val=\"en-GB\"") } else { styles.to_owned() };
    vec![
        ("[Content_Types].xml", include_str!("../templates/letter/content-types.xml").to_owned()),
        ("_rels/.rels", include_str!("../templates/letter/package-rels.xml").to_owned()),
        ("word/document.xml", Letter { lang, t: &Labels::new(lang), xml: String::new() }.write()),
        ("word/_rels/document.xml.rels", include_str!("../templates/letter/document-rels.xml").to_owned()),
        ("word/styles.xml", styles),
        ("word/settings.xml", include_str!("../templates/letter/settings.xml").to_owned()),
        ("word/header1.xml", include_str!("../templates/letter/header.xml").to_owned()),
    ]
}

/// One column of a table: head, placeholders (a paragraph each), width in hundredths of the page, whether it holds numbers.
struct Column<'a> {
    head: &'a str,
    cell: &'a [&'a str],
    width: u32,
    is_number: bool,
}

fn words<'a>(head: &'a str, cell: &'a [&'a str], width: u32) -> Column<'a> {
    Column { head, cell, width, is_number: false }
}

fn number<'a>(head: &'a str, cell: &'a [&'a str], width: u32) -> Column<'a> {
    Column { head, cell, width, is_number: true }
}

/// How a run looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Bold,
    Italic,
    Capitals,
    BoldCapitals,
    BoldUnderlined,
    ItalicUnderlined,
}

impl Look {
    fn properties(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Bold => "<w:rPr><w:b/><w:bCs/></w:rPr>",
            Self::Italic => "<w:rPr><w:i/><w:iCs/></w:rPr>",
            Self::Capitals => "<w:rPr><w:caps/></w:rPr>",
            Self::BoldCapitals => "<w:rPr><w:b/><w:bCs/><w:caps/></w:rPr>",
            Self::BoldUnderlined => "<w:rPr><w:b/><w:bCs/><w:u w:val=\"single\"/></w:rPr>",
            Self::ItalicUnderlined => "<w:rPr><w:i/><w:iCs/><w:u w:val=\"single\"/></w:rPr>",
        }
    }
}

fn paragraph(style: &str, look: Look, text: &str) -> String {
    let run = if text.is_empty() {
        String::new()
    } else {
        format!(r#"<w:r>{}<w:t xml:space="preserve">{}</w:t></w:r>"#, look.properties(), escape(text))
    };
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>"#)
}

struct Letter<'a> {
    lang: Lang,
    t: &'a Labels,
    xml: String,
}

impl Letter<'_> {
    fn write(mut self) -> String {
        self.xml.push_str(concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            "\n",
            r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
            r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>"#,
        ));
        self.letterhead();
        self.results();
        self.open_matters();
        self.doubts();
        self.rules();
        self.signature();
        // The first page bears no number.
        let upright = concat!(
            r#"<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/>"#,
            r#"<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>"#,
            r#"<w:titlePg/></w:sectPr>"#
        );
        let _ = write!(self.xml, r#"<w:p><w:pPr><w:pStyle w:val="Normal"/>{upright}</w:pPr></w:p>"#);
        self.annexes();
        self.xml.push_str(concat!(
            r#"<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#,
            r#"<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>"#,
            r#"</w:sectPr></w:body></w:document>"#
        ));
        self.xml
    }

    fn say(&self, text: &Text) -> String {
        text.render(self.lang)
    }

    fn heading(&mut self, text: &str) {
        self.xml.push_str(&paragraph("Heading1", Look::Plain, text));
    }

    fn body(&mut self, text: &str) {
        self.xml.push_str(&paragraph("Body", Look::Plain, text));
    }

    /// Two columns without lines, as a letterhead and a signature stand beside each other.
    fn beside(&mut self, widths: [u32; 2], sides: [&str; 2]) {
        let _ = write!(
            self.xml,
            r#"<w:tbl><w:tblPr><w:tblW w:w="{UPRIGHT}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="{}"/><w:gridCol w:w="{}"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>"#,
            widths[0], widths[1],
        );
        for (width, side) in widths.iter().zip(sides) {
            let _ = write!(self.xml, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{side}</w:tc>"#);
        }
        self.xml.push_str("</w:tr></w:tbl>");
    }

    /// A table whose second row is repeated. Rows of a long text may go over two pages: else half of each stays empty.
    fn table(&mut self, caption: &str, all: u32, columns: &[Column<'_>]) {
        if !caption.is_empty() {
            self.xml.push_str(&paragraph("Caption", Look::Plain, caption));
        }
        let sum: u32 = columns.iter().map(|column| column.width).sum();
        let width = |column: &Column| all * column.width / sum.max(1);
        let _ = write!(
            self.xml,
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="{all}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>"#
        );
        for column in columns {
            let _ = write!(self.xml, r#"<w:gridCol w:w="{}"/>"#, width(column));
        }
        self.xml.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        let cell = |column: &Column, inside: &str| {
            format!(r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/></w:tcPr>{inside}</w:tc>"#, width(column))
        };
        for column in columns {
            self.xml.push_str(&cell(column, &paragraph("CellHead", Look::Plain, column.head)));
        }
        self.xml.push_str(if all == ACROSS { "</w:tr><w:tr>" } else { "</w:tr><w:tr><w:trPr><w:cantSplit/></w:trPr>" });
        for column in columns {
            let style = if column.is_number { "CellNumber" } else { "Cell" };
            let inside: String =
                column.cell.iter().map(|name| paragraph(style, Look::Plain, &format!("{{{{{name}}}}}"))).collect();
            self.xml.push_str(&cell(column, &inside));
        }
        self.xml.push_str("</w:tr></w:tbl>");
    }

    fn letterhead(&mut self) {
        let left = [
            paragraph("Head", Look::Capitals, "{{superior}}"),
            paragraph("Head", Look::BoldCapitals, "{{commission}}"),
            paragraph("Head", Look::Plain, "*"),
            paragraph("Head", Look::Plain, &self.t.letter_number),
        ];
        let date = Text::new("report-letter-date")
            .with("place", "{{place}}")
            .with("day", "{{day}}")
            .with("month", "{{month}}")
            .with("year", "{{year}}");
        let right = [
            paragraph("Head", Look::BoldUnderlined, &self.t.letter_party),
            paragraph("Head", Look::Plain, ""),
            paragraph("Head", Look::Italic, &self.say(&date)),
        ];
        self.beside([UPRIGHT * 42 / 100, UPRIGHT * 58 / 100], [&left.concat(), &right.concat()]);
        let as_of = self.say(&Text::new("report-as-of").with("date", "{{as_of}}"));
        let title = [
            paragraph("Title", Look::Plain, &self.t.letter_report),
            paragraph("Subtitle", Look::Plain, &self.t.letter_subject),
            paragraph("Subtitle", Look::Plain, "{{title}}"),
            paragraph("Subtitle", Look::Plain, "{{province}}"),
            paragraph("Head", Look::Italic, &as_of),
            paragraph("Head", Look::Plain, "-----"),
            paragraph("Body", Look::Italic, &self.t.flag_is_a_question),
        ];
        self.xml.push_str(&title.concat());
    }

    fn results(&mut self) {
        let t = self.t;
        self.heading(&t.h_results);
        let checked = Text::new("report-s-checked")
            .with("people", "{{checked}}")
            .with("organisations", "{{organisations}}")
            .with("date", "{{as_of}}");
        let found = Text::new("report-s-found")
            .with("people", "{{violations}}")
            .with("share", "{{violations_share}}")
            .with("organisations", "{{organisations_disciplined}}")
            .with("organisation_share", "{{organisations_disciplined_share}}");
        let outcomes = Text::new("report-s-outcomes")
            .with("review", "{{review}}")
            .with("review_share", "{{review_share}}")
            .with("undecided", "{{undecided}}")
            .with("undecided_share", "{{undecided_share}}")
            .with("clear", "{{clear}}")
            .with("clear_share", "{{clear_share}}");
        for text in [checked, found, outcomes] {
            self.body(&self.say(&text));
        }
        self.heading(&t.h_forms);
        for (group, caption, all) in [
            (["forms.label", "forms.count", "forms.share"], &t.by_form, &t.people),
            (
                ["organisation_forms.label", "organisation_forms.count", "organisation_forms.share"],
                &t.by_organisation_form,
                &t.organisations,
            ),
        ] {
            let [label, count, share] = [&[group[0]], &[group[1]], &[group[2]]];
            let columns = [words(&t.form, label, 50), number(all, count, 25), number(&t.share_of_checked, share, 25)];
            self.table(caption, UPRIGHT, &columns);
        }
        for (group, caption, head) in [("levels", &t.by_level, &t.level), ("units", &t.by_unit, &t.unit)] {
            let names =
                ["label", "checked", "violations", "share", "review", "undecided"].map(|field| format!("{group}.{field}"));
            let [label, checked, violations, share, review, undecided] = names.each_ref().map(|name| [name.as_str()]);
            let columns = [
                words(head, &label, 32),
                number(&t.checked, &checked, 13),
                number(&t.with_violations, &violations, 14),
                number(&t.share, &share, 13),
                number(&t.outcome_review, &review, 14),
                number(&t.outcome_undecided, &undecided, 14),
            ];
            self.table(caption, UPRIGHT, &columns);
        }
    }

    fn open_matters(&mut self) {
        let t = self.t;
        self.heading(&t.h_open);
        self.body("{{open_sentence}}");
        let columns = [
            words(&t.candidate, &["open.name"], 20),
            words(&t.matter, &["open.matter"], 17),
            words(&t.since, &["open.since"], 15),
            number(&t.days_open, &["open.days_open"], 9),
            number(&t.working_days, &["open.working_days"], 13),
            number(&t.days_left, &["open.days_left"], 13),
            words(&t.link, &["open.state"], 13),
        ];
        self.table(&t.open_caption, UPRIGHT, &columns);
        self.xml.push_str(&paragraph("Note", Look::Plain, "{{open_more}}"));
    }

    fn doubts(&mut self) {
        let t = self.t;
        self.heading(&t.h_undecided);
        self.body("{{undecided_sentence}}");
        let missing = [
            words(&t.missing_fact, &["missing.label"], 46),
            number(&t.people, &["missing.people"], 12),
            number(&t.questions, &["missing.questions"], 12),
            words(&t.asked_by, &["missing.rules"], 30),
        ];
        self.table(&t.missing_caption, UPRIGHT, &missing);
        self.heading(&t.h_sure);
        for sentence in ["{{link_sentence}}", "{{calibration}}", "{{blocking}}"] {
            self.body(sentence);
        }
        let expected = [
            words(&t.threshold, &["thresholds.threshold"], 25),
            number(&t.declared, &["thresholds.declared"], 25),
            number(&t.false_links, &["thresholds.false_links"], 25),
            number(&t.missed_links, &["thresholds.missed_links"], 25),
        ];
        self.table(&t.expected_caption, UPRIGHT, &expected);
        let reliability = [
            words(&t.probability, &["reliability.band"], 18),
            number(&t.pairs, &["reliability.pairs"], 14),
            number(&t.reliability_expected, &["reliability.expected"], 16),
            number(&t.reliability_answered, &["reliability.answered"], 18),
            number(&t.reliability_found, &["reliability.found"], 34),
        ];
        self.table(&t.reliability_table, UPRIGHT, &reliability);
        self.xml.push_str(&paragraph("Note", Look::Plain, "{{link_remarks}}"));
    }

    fn rules(&mut self) {
        let t = self.t;
        self.heading(&t.h_rules);
        let caption = Text::new("report-rules-caption")
            .with("asked", "{{rules_asked}}")
            .with("all", "{{rules_all}}")
            .with("date", "{{as_of}}");
        let rules = [
            words(&t.rule, &["rules.id"], 11),
            words(&t.rule_title, &["rules.title"], 34),
            words(&t.basis, &["rules.basis", "rules.confirm"], 33),
            number(&t.outcome_review, &["rules.review"], 11),
            number(&t.outcome_undecided, &["rules.undecided"], 11),
        ];
        self.table(&self.say(&caption), UPRIGHT, &rules);
        self.body("{{overlay_sentence}}");
        let overlays = [
            words(&t.rule, &["overlays.rule"], 10),
            words(&t.parameter, &["overlays.parameter"], 25),
            words(&t.overlay_before, &["overlays.before"], 15),
            words(&t.overlay_after, &["overlays.after"], 15),
            words(&t.basis, &["overlays.basis"], 35),
        ];
        self.table(&t.overlays_caption, UPRIGHT, &overlays);
        self.heading(&t.h_rows);
        let rows = [
            words(&t.input, &["rows.label"], 40),
            number(&t.rows_read, &["rows.read"], 20),
            number(&t.rows_used, &["rows.used"], 20),
            number(&t.rows_rejected, &["rows.rejected"], 20),
        ];
        self.table(&self.lang.say("report-rows-caption"), UPRIGHT, &rows);
        self.xml.push_str(&paragraph("Note", Look::Bold, "{{rows_warning}}"));
    }

    fn signature(&mut self) {
        self.xml.push_str(&paragraph("Body", Look::Plain, ""));
        let t = self.t;
        let left: String = [paragraph("Small", Look::ItalicUnderlined, &t.letter_recipients)]
            .into_iter()
            .chain(
                [&t.letter_recipient_1, &t.letter_recipient_2, &t.letter_recipient_3]
                    .map(|line| paragraph("Small", Look::Plain, line)),
            )
            .collect();
        let on_behalf = self.say(&Text::new("report-letter-on-behalf").with("commission", "{{commission}}"));
        let right: String =
            [paragraph("Head", Look::BoldCapitals, &on_behalf), paragraph("Head", Look::BoldCapitals, &t.letter_chair)]
                .into_iter()
                .chain((0..4).map(|_| paragraph("Head", Look::Plain, "")))
                .chain([paragraph("Head", Look::Bold, "{{signer}}")])
                .collect();
        self.beside([UPRIGHT / 2, UPRIGHT / 2], [&left, &right]);
    }

    fn annexes(&mut self) {
        let t = self.t;
        self.heading(&t.h_list);
        self.body(&self.say(&Text::new("report-list-sentence").with("people", "{{people}}")));
        let columns = [
            words(&t.ordinal, &["people.ordinal"], 4),
            words(&t.full_name, &["people.name", "people.born", "people.id"], 17),
            words(&t.position, &["people.position", "people.unit"], 20),
            words(&t.standing, &["people.standing", "people.severity"], 11),
            words(&t.reason, &["people.flags"], 30),
            words(&t.basis, &["people.basis"], 18),
        ];
        self.table("", ACROSS, &columns);
        self.xml.push_str(&paragraph("Note", Look::Plain, "{{people_more}}"));
        self.heading(&t.letter_annex_rules);
        let rules = [
            words(&t.rule, &["all_rules.id"], 7),
            words(&t.rule_title, &["all_rules.title", "all_rules.note"], 36),
            words(&t.version, &["all_rules.version"], 10),
            words(&t.basis, &["all_rules.basis", "all_rules.confirm"], 27),
            words(&t.parameter, &["all_rules.values"], 20),
        ];
        self.table(&t.all_rules_caption, ACROSS, &rules);
    }
}
