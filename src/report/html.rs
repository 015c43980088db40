//! One page that opens from a file, prints as an official document and stays usable with 50,000 flags.
//!
//! The first [`STATIC`] candidates are in the page as they are read. The files of the others are rendered here too, deflated in
//! chunks, and inflated by the page's script when somebody opens one: there is one way to draw a file, and a long list costs
//! the reader nothing. A content-security policy lets nothing run or load but the page's own script and style, by their hashes.

mod annexes;
mod detail;
mod front;
mod list;

use askama::Template;
use sha2::{Digest as _, Sha256};

use super::dossier::Dossier;
use super::folder::Folder;
use super::joined::Joined;
use super::labels::Labels;
use super::show;
use super::statistics::Statistics;
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};

/// Candidates whose files stand in the page itself: they are read without a script, and printed.
const STATIC: usize = 100;
/// Rows of a table in the page; what is beyond is in the workbook and the csv files.
const ROWS: usize = 200;
/// Candidates on the list; beyond it a page is of no use to a reader, and `flags.csv` is.
const LISTED: usize = 60_000;

const CSS: &str = concat!(include_str!("../table/show/tokens.css"), include_str!("templates/report.css"));
const SCRIPT: &str = include_str!("templates/report.js");

/// The page.
#[derive(Template)]
#[template(path = "report/templates/report.html")]
struct Page<'a> {
    lang: &'static str,
    policy: String,
    css: &'static str,
    script: &'static str,
    t: &'a Labels,
    front: front::Front,
    list: list::List,
    annexes: annexes::Annexes,
}

/// What every part of the page needs.
struct Desk<'a> {
    joined: &'a Joined<'a>,
    statistics: &'a Statistics,
    dossiers: &'a [Dossier],
    t: &'a Labels,
    lang: Lang,
}

/// Writes `report.html`.
pub(super) fn write(joined: &Joined<'_>, dossiers: &[Dossier], statistics: &Statistics, folder: &Folder) -> Result<()> {
    let lang = joined.input.lang;
    let t = &Labels::new(lang);
    let desk = Desk { joined, statistics, dossiers, t, lang };
    let page = Page {
        lang: lang.code(),
        policy: policy(),
        css: CSS,
        script: SCRIPT,
        t,
        front: front::Front::of(&desk),
        list: list::List::of(&desk)?,
        annexes: annexes::Annexes::of(&desk)?,
    };
    folder.write("report.html", |out| page.write_into(out))
}

/// Nothing loads, nothing runs, but this page's own style and script.
fn policy() -> String {
    let source = |text: &str| format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())));
    format!("default-src 'none'; base-uri 'none'; form-action 'none'; style-src {}; script-src {}", source(CSS), source(SCRIPT))
}

/// Bytes in base64, as content-security policies and the script's `atob` read them.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let group = three.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for i in 0..4 {
            let digit = (group >> (18 - 6 * i)) & 63;
            out.push(if i <= three.len() { char::from(DIGITS[digit as usize]) } else { '=' });
        }
    }
    out
}

impl Desk<'_> {
    /// A count in the language's form.
    fn count(&self, n: usize) -> String {
        self.lang.count(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// `part` of `whole` as a percentage; empty where there is no whole.
    fn share(&self, part: usize, whole: usize) -> String {
        if whole == 0 { String::new() } else { self.lang.share(part as f64 / whole as f64) }
    }

    /// The sentence `text`.
    fn say(&self, text: &Text) -> String {
        text.render(self.lang)
    }

    /// `… and N more in FILE`; empty where all is shown.
    fn more(&self, all: usize, shown: usize, file: &'static str) -> String {
        if all <= shown {
            return String::new();
        }
        self.say(&Text::new("report-more").count("more", all - shown).with("file", file))
    }

    /// The name of the candidate in roster row `row`; where there is none, the identifier.
    fn name(&self, row: usize) -> String {
        let frame = self.joined.input.candidates.frame();
        let name = show::text(frame, "full_name", row).or_else(|| show::text(frame, "full_name_raw", row));
        show::visible(name.or_else(|| show::text(frame, "id", row)).unwrap_or_default()).into_owned()
    }

    /// The words of a documented fact; the name itself where it is not documented.
    fn fact(&self, name: &str) -> String {
        let fact = self.joined.input.documented.iter().find(|fact| fact.name == name);
        fact.map_or(name, |fact| if self.lang == Lang::Vi { fact.vi } else { fact.en }).to_owned()
    }

    /// `to be confirmed` where the basis is not verified; empty where it is.
    fn confirm(&self, confidence: &str) -> String {
        if matches!(confidence, "partly" | "unverified") { self.t.of("confirm", confidence).to_owned() } else { String::new() }
    }
}

/// A template that cannot be rendered is a mistake of ours.
fn broken(cause: impl std::fmt::Display) -> Error {
    Error::new(Text::new("E005-internal")).because(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_the_standard_one() {
        for (bytes, text) in [("", ""), ("M", "TQ=="), ("Ma", "TWE="), ("Man", "TWFu"), ("Hà", "SMOg")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn style_and_script_cannot_end_their_elements() {
        assert!(!CSS.contains("</") && !SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
    }
}
