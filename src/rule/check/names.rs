//! Does a name in a rule mean anything, and may a rule ask for it?

use super::super::text::{Located, nearest};
use super::super::toml::File;
use crate::lang::Text;
use crate::table::facts::{Fact, Scope};

/// What no rule may ask about a person (ethnicity, religion, opinions, family), under the names that files use.
const PROTECTED: &[&str] = &[
    "dan_toc",
    "ethnicity",
    "ethnic_group",
    "ethnic",
    "race",
    "ton_giao",
    "religion",
    "faith",
    "chinh_kien",
    "opinion",
    "opinions",
    "political_opinion",
    "sex",
    "gender",
    "gioi_tinh",
    "gia_dinh",
    "family",
    "family_background",
    "thanh_phan_gia_dinh",
    "vo_chong",
    "spouse",
    "marital_status",
    "hon_nhan",
    "suc_khoe",
    "health",
];

/// Whether `name` is an attribute that no rule may ask for; marks and capitals do not matter.
pub(in crate::rule) fn is_protected(name: &str) -> bool {
    use unicode_normalization::UnicodeNormalization;
    let folded: String = name
        .to_lowercase()
        .nfd()
        .filter(|c| !matches!(*c, '\u{300}'..='\u{36f}'))
        .map(|c| match c {
            'đ' => 'd',
            ' ' | '-' => '_',
            other => other,
        })
        .collect();
    PROTECTED.contains(&folded.as_str())
}

/// The fact called `name` that a rule of `scope` may read.
///
/// # Errors
/// There is none, it belongs to another scope, or no rule may ask for it: the message to show.
pub(in crate::rule) fn fact(name: &str, scope: Scope, facts: &[Fact]) -> Result<Fact, Text> {
    if is_protected(name) {
        return Err(Text::new("R060-protected").with("name", name.to_owned()));
    }
    let can_read = |fact: &&Fact| fact.scope == scope || fact.scope == Scope::Candidate;
    if let Some(fact) = facts.iter().filter(can_read).find(|fact| fact.name == name) {
        return Ok(*fact);
    }
    if let Some(fact) = facts.iter().find(|fact| fact.name == name) {
        let text = Text::new("R063-other-scope").with("name", name.to_owned()).with("scope", scope.name());
        return Err(text.with("other", fact.scope.name()));
    }
    let lower = name.to_lowercase();
    Err(match nearest(&lower, facts.iter().filter(can_read).map(|fact| fact.name)) {
        Some(near) => Text::new("R062-unknown-fact-near").with("near", near),
        None => Text::new("R061-unknown-fact"),
    }
    .with("name", name.to_owned()))
}

/// The message that `code` is not one of `codes`; the caller adds the `fact`.
pub(in crate::rule) fn unknown_code(code: &str, codes: &[&'static str]) -> Text {
    match nearest(code, codes.iter().copied()) {
        Some(near) => Text::new("R065-unknown-code-near").with("near", near),
        None => Text::new("R064-unknown-code").with("codes", codes.join(", ")),
    }
    .with("code", code.to_owned())
}

/// Reports an identifier that is not capital letters and digits, as `TD102`; whether it is.
pub(in crate::rule) fn id(file: &mut File, id: &Located) -> bool {
    let letters = id.text.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = id.text.bytes().skip(letters).filter(u8::is_ascii_digit).count();
    let fits = (1..=6).contains(&letters) && (2..=6).contains(&digits) && letters + digits == id.text.len();
    if !fits {
        file.refuse(Text::new("R015-id-form").with("id", id.text.clone()), id.span.clone());
    }
    fits
}

/// Reports a file that is not named after its rule's identifier and name.
pub(in crate::rule) fn file_name(file: &mut File, id: &Located, name: Option<&Located>) {
    let Some(name) = name else { return };
    let is_slug = name.text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !is_slug {
        file.refuse(Text::new("R016-name-form").with("name", name.text.clone()), name.span.clone());
        return;
    }
    let expected = format!("{}-{}.toml", id.text, name.text);
    let found = file.source.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    if found != expected {
        let text = Text::new("R017-file-name").with("found", found).with("expected", expected);
        file.refuse(text, name.span.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protected_attributes_are_known_in_any_spelling() {
        for name in ["dan_toc", "Dân_tộc", "religion", "TÔN_GIÁO", "sex"] {
            assert!(is_protected(name), "{name}");
        }
        assert!(!is_protected("measure"));
    }
}
