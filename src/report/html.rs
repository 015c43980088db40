//! One page that opens from a file, prints as an official document and stays usable with 50,000 flags.
//!
//! The first [`STATIC`] candidates are in the page as they are read. The files of the others are rendered here too, deflated in
//! chunks, and inflated by the page's script when somebody opens one: there is one way to draw a file, and a long list costs
//! the reader nothing. A content-security policy lets nothing run or load but the page's own script and style, by their hashes.

mod annexes;
mod charts;
mod detail;
mod list;

use askama::Template;
use sha2::{Digest as _, Sha256};

use super::desk::{Desk, ROWS};
use super::folder::Folder;
use super::front::Front;
use super::labels::Labels;
use crate::error::{Error, Result};
use crate::lang::Text;

/// Candidates whose files stand in the page itself: they are read without a script, and printed.
const STATIC: usize = 100;
/// Candidates on the list; beyond it a page is of no use to a reader, and `flags.csv` is.
const LISTED: usize = 60_000;

pub(super) const CSS: &str = concat!(include_str!("../table/show/tokens.css"), include_str!("templates/report.css"));
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
    front: &'a Front,
    charts: charts::Charts,
    list: list::List,
    annexes: annexes::Annexes,
}

/// Writes `report.html`.
pub(super) fn write(desk: &Desk<'_>, front: &Front, folder: &Folder) -> Result<()> {
    let page = Page {
        lang: desk.lang.code(),
        policy: policy_of(CSS, Some(SCRIPT)),
        css: CSS,
        script: SCRIPT,
        t: desk.t,
        front,
        charts: charts::Charts::of(desk),
        list: list::List::of(desk)?,
        annexes: annexes::Annexes::of(desk)?,
    };
    folder.write("report.html", |out| page.write_into(out))
}

/// Nothing loads, nothing runs, but the page's own style and script.
pub(super) fn policy_of(css: &str, script: Option<&str>) -> String {
    let source = |text: &str| format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())));
    let script = script.map_or_else(String::new, |script| format!("; script-src {}", source(script)));
    format!("default-src 'none'; base-uri 'none'; form-action 'none'; style-src {}{script}", source(css))
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

/// A template that cannot be rendered is a mistake of ours.
pub(super) fn broken(cause: impl std::fmt::Display) -> Error {
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
