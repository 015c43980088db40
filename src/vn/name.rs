//! What is the name in this cell, clean, and what was done to make it so?

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::encoding::{Legacy, repair_text};
use super::fold::{self, Tidied};
pub use super::name_parts::split;
use super::syllable::{Syllable, Word};
pub use super::title::{Title, TitleKind};
use super::typing::{self, Method};
use super::{alias, minority, title, vocabulary};

/// One thing done to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Repair {
    /// Read again as TCVN3.
    Tcvn3,
    /// Read again as VNI.
    Vni,
    /// Read again as VISCII.
    Viscii,
    /// Read again as VPS.
    Vps,
    /// Read again as Windows-1258.
    Windows1258,
    /// Read again as UTF-8.
    Utf8Twice,
    /// Residue of Telex turned into letters.
    Telex,
    /// Residue of VNI keys turned into letters.
    VniKeys,
    /// Residue of VIQR turned into letters.
    Viqr,
    /// Capitals as written in names.
    Case,
    /// Tone marks put in their place.
    TonePlacement,
    /// Letters of other alphabets replaced.
    LookAlike,
    /// Titles taken off.
    TitleStripped,
    /// Other names taken out.
    AliasTaken,
    /// Blanks and signs at the ends put right.
    Spaces,
    /// A number before or behind the name dropped.
    NumberDropped,
}

impl Repair {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::Tcvn3,
        Self::Vni,
        Self::Viscii,
        Self::Vps,
        Self::Windows1258,
        Self::Utf8Twice,
        Self::Telex,
        Self::VniKeys,
        Self::Viqr,
        Self::Case,
        Self::TonePlacement,
        Self::LookAlike,
        Self::TitleStripped,
        Self::AliasTaken,
        Self::Spaces,
        Self::NumberDropped,
    ];

    const fn of_encoding(legacy: Legacy) -> Self {
        match legacy {
            Legacy::Tcvn3 => Self::Tcvn3,
            Legacy::Vni => Self::Vni,
            Legacy::Viscii => Self::Viscii,
            Legacy::Vps => Self::Vps,
            Legacy::Windows1258 => Self::Windows1258,
            Legacy::Utf8Twice => Self::Utf8Twice,
        }
    }

    const fn of_method(method: Method) -> Self {
        match method {
            Method::Telex => Self::Telex,
            Method::Vni => Self::VniKeys,
            Method::Viqr => Self::Viqr,
        }
    }
}

/// What was done to a name, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Repairs(u16);

impl Repairs {
    /// Whether `repair` was made.
    pub const fn contains(self, repair: Repair) -> bool {
        self.0 >> repair as u8 & 1 == 1
    }

    /// Whether the name was clean already.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What was done, in the order of [`Repair::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Repair> {
        Repair::ALL.into_iter().filter(move |repair| self.contains(*repair))
    }

    /// Whether letters were changed, and not only case, blanks, tone placement or what stands around the name.
    pub const fn changed_letters(self) -> bool {
        self.0 & ((1 << Repair::Case as u8) - 1) != 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn add(&mut self, repair: Repair) {
        self.0 |= 1 << repair as u8;
    }

    const fn add_if(&mut self, is_made: bool, repair: Repair) {
        if is_made {
            self.add(repair);
        }
    }
}

impl FromIterator<Repair> for Repairs {
    fn from_iter<T: IntoIterator<Item = Repair>>(repairs: T) -> Self {
        let mut set = Self::default();
        repairs.into_iter().for_each(|repair| set.add(repair));
        set
    }
}

/// A person's name, clean.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonName {
    /// As written in full, with capitals, marks in their place; empty: the cells hold no name.
    pub full_name: String,
    /// `full_name` folded.
    pub key: String,
    /// Other names, in the order they stand, none twice and none the full name.
    pub aliases: Vec<String>,
    /// Titles taken off, in the order they stood.
    pub titles: Vec<Title>,
    /// What was done.
    pub repairs: Repairs,
}

/// The name in the cell `raw`, with the cell for other names if there is one. Where `raw` holds no name, the first of the other names
/// is taken for it.
///
/// ```
/// use thamdinh::vn::name::clean_name;
/// let name = clean_name("Đ/c NGUYỄN VĂN HOÀ (tức Ba Hòa)", None);
/// assert_eq!(name.full_name, "Nguyễn Văn Hòa");
/// assert_eq!(name.key, "nguyen van hoa");
/// assert_eq!(name.aliases, ["Ba Hòa"]);
/// ```
pub fn clean_name(raw: &str, other: Option<&str>) -> PersonName {
    let other = other.filter(|other| !other.trim().is_empty());
    let mut name = plain(raw).unwrap_or_else(|| clean(raw));
    if let Some(other) = other {
        let mut repairs = Repairs::default();
        let text = mend(other, &mut repairs);
        for alias in alias::take_other(&text) {
            add_alias(alias, &mut name, &mut repairs);
        }
    }
    if name.full_name.is_empty() && !name.aliases.is_empty() {
        name.full_name = name.aliases.remove(0);
        name.key = fold::fold(&name.full_name);
    }
    name
}

/// The way for nearly all names: words of a legal syllable each, in capitals or with a capital first, one blank between, no title and
/// no alias. None: it needs the long way.
fn plain(raw: &str) -> Option<PersonName> {
    let mut has_capitals = false;
    let mut may_be_more = false;
    for (i, word) in raw.split(' ').enumerate() {
        let word = Word::read(word)?;
        let syllable = word.syllable;
        let is_legal = syllable.is_legal() || !syllable.is_marked();
        let is_written = word.leading == word.uppers && (word.uppers == 1 || word.uppers == word.len);
        if !(is_legal && is_written) || word.misplaced().is_some() {
            return None;
        }
        has_capitals |= word.uppers > 1;
        may_be_more |= TRIGGERS.are_met(syllable, i == 0);
    }
    // Chu, Lương and Thế begin titles and markers of aliases, and are names far more often.
    if may_be_more && (title::strip(raw).is_some() || alias::take(raw).main != raw) {
        return None;
    }
    let mut repairs = Repairs::default();
    repairs.add_if(has_capitals, Repair::Case);
    let full_name = if has_capitals { fold::name_case(raw) } else { raw.to_owned() };
    Some(PersonName { key: fold::fold(raw), full_name, repairs, ..PersonName::default() })
}

/// Syllables with which a cell may be more than a name.
struct Triggers {
    first: FxHashSet<u32>,
    anywhere: FxHashSet<u32>,
}

impl Triggers {
    fn are_met(&self, syllable: Syllable, is_first: bool) -> bool {
        self.anywhere.contains(&syllable.code()) || is_first && self.first.contains(&syllable.code())
    }
}

static TRIGGERS: LazyLock<Triggers> = LazyLock::new(|| Triggers {
    first: title::first_syllables().map(Syllable::code).collect(),
    anywhere: alias::first_syllables().map(Syllable::code).collect(),
});

fn clean(raw: &str) -> PersonName {
    let mut name = PersonName::default();
    let mut repairs = Repairs::default();
    let text = mend(raw, &mut repairs);
    let numbered = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '-' | '+' | '*' | ' ' | '/'));
    repairs.add_if(text.starts_with(|c: char| c.is_ascii_digit()) && !numbered.is_empty(), Repair::NumberDropped);
    let rest = strip_titles(numbered, &mut name.titles);
    let taken = alias::take(rest);
    name.full_name = finish(&taken.main, &mut name.titles, &mut repairs);
    name.key = fold::fold(&name.full_name);
    for alias in taken.aliases {
        add_alias(alias, &mut name, &mut repairs);
    }
    repairs.add_if(!name.titles.is_empty(), Repair::TitleStripped);
    repairs.add_if(!name.aliases.is_empty(), Repair::AliasTaken);
    name.repairs = repairs;
    name
}

fn add_alias(alias: &str, name: &mut PersonName, repairs: &mut Repairs) {
    let alias = finish(alias, &mut Vec::new(), repairs);
    if !alias.is_empty() && alias != name.full_name && !name.aliases.contains(&alias) {
        name.aliases.push(alias);
    }
}

/// Letters first: encoding, typing, look-alikes, blanks, tone placement.
fn mend(raw: &str, repairs: &mut Repairs) -> String {
    let mut text = match repair_text(raw) {
        Some((text, legacy)) => {
            repairs.add(Repair::of_encoding(legacy));
            text
        }
        None => raw.to_owned(),
    };
    // Before tidying: the grave accent is a tone of VIQR, and an apostrophe afterwards.
    if !is_nfc(&text) {
        text = text.nfc().collect();
    }
    if let Some((turned, method)) = typing::repair(&text) {
        repairs.add(Repair::of_method(method));
        text = turned;
    }
    let (tidy, noted) = fold::tidy_noting(&text);
    note(noted, repairs);
    if tidy.bytes().any(|byte| byte.is_ascii_digit()) {
        let read = read_digits(&tidy);
        repairs.add_if(read != *tidy, Repair::LookAlike);
        return read;
    }
    tidy.into_owned()
}

/// `text` with the letters put back that a machine reading print took for digits: `5ùng`, `Ca0`. The word must be known in names with the letter, and
/// not be a known one after a row number.
fn read_digits(text: &str) -> String {
    let word = |word: &str| {
        let is_known = |word: &str| vocabulary::is_known(word) || minority::is_token(word);
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let without = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_open = digits == 1 && word.chars().any(char::is_alphabetic) && !(without.len() < word.len() && is_known(without));
        let read = [('0', 'o'), ('1', 'l'), ('1', 'i'), ('5', 's')].into_iter().filter(|(digit, _)| word.contains(*digit)).map(
            |(digit, letter)| {
                let is_capital = word.starts_with(digit) || word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
                word.replace(digit, &if is_capital { letter.to_ascii_uppercase() } else { letter }.to_string())
            },
        );
        read.filter(|_| is_open).find(|read| is_known(read)).unwrap_or_else(|| word.to_owned())
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn note(noted: Tidied, repairs: &mut Repairs) {
    repairs.add_if(noted.spaces, Repair::Spaces);
    repairs.add_if(noted.look_alike, Repair::LookAlike);
    repairs.add_if(noted.tone_placement, Repair::TonePlacement);
}

fn strip_titles<'a>(mut text: &'a str, titles: &mut Vec<Title>) -> &'a str {
    while let Some((title, rest)) = title::strip(text) {
        titles.push(title);
        text = rest;
    }
    text
}

/// One name alone: titles, numbers and signs off, initials apart, capitals as in names.
fn finish(text: &str, titles: &mut Vec<Title>, repairs: &mut Repairs) -> String {
    let text = strip_titles(text, titles);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            repairs.add(Repair::NumberDropped);
        } else if c.is_alphabetic() || matches!(c, '\'' | '-' | ' ') {
            out.push(c);
        } else if c == '.' {
            out.push(c);
            // `N.H.Anh` is read as `N. H. Anh`.
            if chars.peek().is_some_and(|next| next.is_alphabetic()) {
                out.push(' ');
            }
        } else {
            out.push(' ');
        }
    }
    let (tidy, noted) = fold::tidy_noting(out.trim_matches(['-', '\'', ' ', '.']));
    note(noted, repairs);
    let tidy = with_first_capitals(&tidy, repairs);
    let (tidy, is_glued) = unglue(&tidy);
    repairs.add_if(is_glued, Repair::Spaces);
    let cased = fold::name_case(&tidy);
    repairs.add_if(cased != *tidy, Repair::Case);
    cased
}

/// `name` with a capital put back where it belongs that came a letter too late: `ảBo` is Bảo, `hHiệp` Hiệp. What comes of it must be known in names.
fn with_first_capitals<'a>(name: &'a str, repairs: &mut Repairs) -> Cow<'a, str> {
    let late = |word: &str| {
        let mut chars = word.chars();
        let (first, second) = (chars.next()?, chars.next()?);
        let rest = chars.as_str();
        if !first.is_lowercase() || !second.is_uppercase() || !rest.chars().all(char::is_lowercase) {
            return None;
        }
        let is_doubled = second.to_lowercase().eq(first.to_lowercase());
        let meant = if is_doubled { format!("{second}{rest}") } else { format!("{second}{first}{rest}") };
        (vocabulary::is_known(&meant) || minority::is_token(&meant)).then_some(meant)
    };
    let words: Vec<Cow<'_, str>> = name.split(' ').map(|word| late(word).map_or(Cow::Borrowed(word), Cow::Owned)).collect();
    if words.iter().all(|word| matches!(word, Cow::Borrowed(_))) {
        return Cow::Borrowed(name);
    }
    repairs.add(Repair::Case);
    Cow::Owned(words.join(" "))
}

/// `name` with a blank put back between two words typed as one, and whether there was such a word: `NguyễnVăn`, `TẤNPHÚC`. Both halves
/// must be legal; where no capital shows the seam, both must be known in names, marked, and no other seam possible.
fn unglue(name: &str) -> (Cow<'_, str>, bool) {
    if name.split(' ').all(|word| Word::read(word).is_some()) {
        return (Cow::Borrowed(name), false);
    }
    let mut is_glued = false;
    let words: Vec<Cow<'_, str>> = name
        .split(' ')
        .map(|word| match seam(word) {
            Some(at) => {
                is_glued = true;
                Cow::Owned(format!("{} {}", &word[..at], &word[at..]))
            }
            None => Cow::Borrowed(word),
        })
        .collect();
    if is_glued { (Cow::Owned(words.join(" ")), true) } else { (Cow::Borrowed(name), false) }
}

fn seam(word: &str) -> Option<usize> {
    if word.is_ascii() || !word.chars().all(char::is_alphabetic) || Word::read(word).is_some() {
        return None;
    }
    let legal = |half: &str| Word::read(half).is_some_and(|half| half.syllable.is_legal());
    let halves = |at: usize| legal(&word[..at]) && legal(&word[at..]);
    let mut before = 'A';
    for (at, c) in word.char_indices() {
        if c.is_uppercase() && before.is_lowercase() {
            return halves(at).then_some(at);
        }
        before = c;
    }
    let mut seams = word.char_indices().map(|(at, _)| at).skip(1);
    let is_seam = |at: usize| halves(at) && vocabulary::is_known(&word[..at]) && vocabulary::is_known(&word[at..]);
    let only = seams.by_ref().find(|at| is_seam(*at))?;
    (!seams.any(is_seam)).then_some(only)
}

#[cfg(test)]
#[path = "name_tests.rs"]
mod tests;
