//! Names: as spoken, as typed, as scanned, as left behind by fonts.

use std::fmt::Write as _;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::{Damage, Kind, Written};
use crate::sample::person::Person;
use crate::sample::random::Rng;
use crate::vn::charset::{Legacy, garble};
use crate::vn::embedded;
use crate::vn::fold::strip_marks;
use crate::vn::letter::{self, Letter, Tone};
use crate::vn::sex::Sex;

const INPUT_METHODS: &str = include_str!("../../vn/data/input_methods.csv");
const VARIANTS: &str = include_str!("../../vn/data/syllable_variants.csv");

/// Initials that some regions do not tell apart, each with what it becomes.
const INITIALS: [(&str, &str); 12] = [
    ("l", "n"),
    ("n", "l"),
    ("s", "x"),
    ("x", "s"),
    ("tr", "ch"),
    ("ch", "tr"),
    ("d", "gi"),
    ("gi", "d"),
    ("r", "d"),
    ("d", "r"),
    ("gi", "r"),
    ("v", "d"),
];
/// Finals likewise.
const FINALS: [(&str, &str); 4] = [("ng", "n"), ("n", "ng"), ("t", "c"), ("c", "t")];
/// What a scanner takes for what.
const LOOKS: [(&str, &str); 22] = [
    ("ă", "â"),
    ("â", "ã"),
    ("ơ", "o"),
    ("ô", "o"),
    ("ư", "u"),
    ("ễ", "ể"),
    ("ễ", "é"),
    ("ế", "é"),
    ("ạ", "a"),
    ("ị", "i"),
    ("ỹ", "ý"),
    ("đ", "d"),
    ("Đ", "D"),
    ("m", "rn"),
    ("rn", "m"),
    ("l", "1"),
    ("I", "l"),
    ("O", "0"),
    ("S", "5"),
    ("ữ", "ử"),
    ("ỗ", "ổ"),
    ("u", "ii"),
];
const KEY_ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const TITLES: [&str; 14] = [
    "Đ/c",
    "Đồng chí",
    "đ/c",
    "Ông",
    "ThS.",
    "TS.",
    "Bác sĩ",
    "BSCKI.",
    "Thượng tá",
    "Đại tá",
    "Trung tá",
    "Kỹ sư",
    "Luật sư",
    "CN.",
];

/// The spelling of a syllable with its form in another region, both ways.
static REGIONAL: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let rows = embedded::rows(VARIANTS).filter_map(|cells| match cells[..] {
        [variant, canonical, kind, ..] if kind.starts_with("regional") => Some((variant, canonical)),
        _ => None,
    });
    rows.flat_map(|(a, b)| [(a, b), (b, a)]).collect()
});

/// Keys per letter: Telex, VNI.
static KEYS: LazyLock<Vec<(char, &'static str, &'static str)>> = LazyLock::new(|| {
    let rows = embedded::rows(INPUT_METHODS);
    rows.filter_map(|cells| Some((cells.first()?.chars().next()?, *cells.get(1)?, *cells.get(2)?))).collect()
});

/// The names of `person` as a row has them.
pub(super) fn write(damage: &mut Damage, person: &Person, row: &mut Written) {
    let mut words: Vec<String> = person.name.full().split(' ').map(str::to_owned).collect();
    spell(damage, &mut words);
    leave_out(damage, person, &mut words);
    let mut name = words.join(" ");

    let alias = match &person.alias {
        Some(_) if damage.strikes(Kind::AliasLeftOut) => {
            damage.kinds.add(Kind::AliasLeftOut);
            None
        }
        alias => alias.as_deref(),
    };
    let is_alias_main = damage.strikes(Kind::NameAliasMain);
    match &person.alias {
        Some(alias) if is_alias_main && alias.contains(' ') => {
            row.other_names = std::mem::replace(&mut name, alias.clone());
            damage.kinds.add(Kind::NameAliasMain);
            if damage.rng.chance(0.25) {
                row.other_names.clear();
            }
        }
        _ => alias.unwrap_or("").clone_into(&mut row.other_names),
    }
    around(damage, person, &mut name);
    letters(damage, &mut name);
    row.full_name = name;
}

/// Other spellings of one syllable.
fn spell(damage: &mut Damage, words: &mut [String]) {
    for (kind, change) in [
        (Kind::NameTonePlace, tone_place as fn(&str) -> Option<String>),
        (Kind::NameIy, i_y),
        (Kind::NameHoiNga, hoi_nga),
        (Kind::NameRegional, regional),
        (Kind::NameToneSlip, tone_slip),
    ] {
        if damage.strikes(kind) {
            one_word(damage, kind, words, |_, word| change(word));
        }
    }
    for (kind, change) in [
        (Kind::NameInitial, initial as fn(&mut Rng, &str) -> Option<String>),
        (Kind::NameFinal, last_letters),
        (Kind::NameMarkLost, mark_lost),
        (Kind::NameKey, |rng, word| Some(key_slip(rng, word))),
        (Kind::NameOcr, looks),
        (Kind::NameTelex, |rng, word| typed(rng, word, false)),
        (Kind::NameVniKeys, |rng, word| typed(rng, word, true)),
    ] {
        if damage.strikes(kind) {
            one_word(damage, kind, words, change);
        }
    }
}

/// Applies `change` to one word of those it can change.
fn one_word(damage: &mut Damage, kind: Kind, words: &mut [String], change: impl Fn(&mut Rng, &str) -> Option<String>) {
    let start = damage.rng.below(words.len());
    for i in 0..words.len() {
        let word = &mut words[(start + i) % words.len()];
        if let Some(new) = change(damage.rng, word)
            && new != *word
        {
            *word = new;
            damage.kinds.add(kind);
            return;
        }
    }
}

/// Words dropped, shortened or in another order.
fn leave_out(damage: &mut Damage, person: &Person, words: &mut Vec<String>) {
    if person.name.family_last || words.len() < 2 {
        return;
    }
    if damage.strikes(Kind::NameMiddleLost) && words.len() > 2 {
        let at = 1 + damage.rng.below(words.len() - 2);
        words.remove(at);
        damage.kinds.add(Kind::NameMiddleLost);
    }
    if damage.strikes(Kind::NameAbbreviated) {
        let last = words.len() - 1;
        let (from, to) = if words.len() > 2 && damage.rng.chance(0.5) { (1, last) } else { (0, last) };
        let is_long = damage.rng.chance(0.4);
        for (i, word) in words[from..to].iter_mut().enumerate() {
            // `Ng.` is the usual short form of Nguyễn.
            let letters = if from == 0 && i == 0 && is_long { 2 } else { 1 };
            *word = word.chars().take(letters).chain(['.']).collect();
        }
        if damage.rng.chance(0.3) {
            let last = words.pop().unwrap_or_default();
            *words = vec![format!("{}{last}", words.concat())];
        }
        damage.kinds.add(Kind::NameAbbreviated);
    } else if damage.strikes(Kind::NameGivenFirst) {
        words.rotate_right(1);
        damage.kinds.add(Kind::NameGivenFirst);
    }
}

/// What stands before and after a name.
fn around(damage: &mut Damage, person: &Person, name: &mut String) {
    if damage.strikes(Kind::NameNickname) {
        let given = &person.name.given;
        let _ = match damage.rng.below(8) {
            0 | 1 => write!(name, " ({})", nickname(damage.rng, given)),
            2 => write!(name, " (tức {})", nickname(damage.rng, given)),
            3 => write!(name, ", bí danh {}", nickname(damage.rng, given)),
            4 => write!(name, " ({given})"),
            5 => write!(name, " (đã chuyển công tác)"),
            6 => write!(name, " - {}", if person.sex == Sex::Male { "nam" } else { "nữ" }),
            _ => write!(name, " tức {}", nickname(damage.rng, given)),
        };
        damage.kinds.add(Kind::NameNickname);
    }
    if damage.strikes(Kind::NameTitle) {
        let title = match *damage.rng.pick(&TITLES) {
            "Ông" if person.sex == Sex::Female => "Bà",
            title => title,
        };
        name.insert_str(0, &format!("{title} "));
        damage.kinds.add(Kind::NameTitle);
    }
}

/// A name of the southern birth order, or a by-name: `Ba Hùng`, `Hùng Đen`.
pub(crate) fn nickname(rng: &mut Rng, given: &str) -> String {
    const ORDER: [&str; 10] = ["Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Út"];
    const BY: [&str; 6] = ["Đen", "Lớn", "Nhỏ", "Lùn", "Cao", "Bé"];
    if rng.chance(0.7) { format!("{} {given}", rng.pick(&ORDER)) } else { format!("{given} {}", rng.pick(&BY)) }
}

/// Case, marks, encoding and blanks of the whole.
fn letters(damage: &mut Damage, name: &mut String) {
    if damage.strikes(Kind::NameEth) {
        let new = name.replace('Đ', "Ð");
        damage.change(Kind::NameEth, name, new);
    }
    if damage.strikes(Kind::NameCapitals) {
        let new = name.to_uppercase();
        damage.change(Kind::NameCapitals, name, new);
    } else if damage.strikes(Kind::NameLower) {
        let new = name.to_lowercase();
        damage.change(Kind::NameLower, name, new);
    }
    for (kind, legacy) in [(Kind::NameTcvn3, Legacy::Tcvn3), (Kind::NameVniFont, Legacy::Vni)] {
        if damage.strikes(kind) {
            if let Some(new) = garble(name, legacy) {
                damage.change(kind, name, new);
            }
            return;
        }
    }
    if damage.strikes(Kind::NameNoMarks) {
        let new = no_marks(name);
        damage.change(Kind::NameNoMarks, name, new);
    } else if damage.strikes(Kind::NameDecomposed) {
        let new = name.nfd().collect();
        damage.change(Kind::NameDecomposed, name, new);
    }
    if damage.strikes(Kind::NameSpaces) {
        let new = match damage.rng.below(5) {
            0 => name.replacen(' ', "  ", 1),
            1 => name.replacen(' ', "\u{a0}", 1),
            2 => format!("{name} "),
            3 => format!(" {name}"),
            _ => format!("{name}."),
        };
        damage.change(Kind::NameSpaces, name, new);
    }
}

/// `text` without tones and marks, đ as d.
pub(super) fn no_marks(text: &str) -> String {
    strip_marks(text).replace('Đ', "D").replace('đ', "d")
}

/// The word with `change` done to each of its letters.
fn map_letters(word: &str, change: impl Fn(Letter, Tone) -> (Letter, Tone)) -> String {
    let map = |c| match letter::read(c) {
        Some(glyph) => {
            let (letter, tone) = change(glyph.letter, glyph.tone);
            letter::write(letter, tone, glyph.is_upper)
        }
        None => c,
    };
    word.chars().map(map).collect()
}

/// Where the tone mark is, and which.
fn tone_of(word: &str) -> Option<(usize, Tone)> {
    word.chars().enumerate().find_map(|(i, c)| match letter::read(c)?.tone {
        Tone::Level => None,
        tone => Some((i, tone)),
    })
}

/// The word with its tone mark on letter number `at` instead.
fn move_tone(word: &str, at: usize) -> Option<String> {
    let (_, tone) = tone_of(word)?;
    let mut out = String::with_capacity(word.len() + 2);
    for (i, c) in word.chars().enumerate() {
        let glyph = letter::read(c)?;
        if i == at && !glyph.letter.is_vowel() {
            return None;
        }
        out.push(letter::write(glyph.letter, if i == at { tone } else { Tone::Level }, glyph.is_upper));
    }
    Some(out)
}

/// `Hòa` → `Hoà`.
fn tone_place(word: &str) -> Option<String> {
    let (at, _) = tone_of(word)?;
    let letters: Vec<Letter> = word.chars().filter_map(|c| letter::read(c).map(|glyph| glyph.letter)).collect();
    match letters[..] {
        [.., Letter::Q, Letter::U, _] => None,
        [.., Letter::O, Letter::A | Letter::E] | [.., Letter::U, Letter::Y] if at + 2 == letters.len() => move_tone(word, at + 1),
        _ => None,
    }
}

/// `Toàn` → `Tòan`.
fn tone_slip(word: &str) -> Option<String> {
    let (at, _) = tone_of(word)?;
    // Hòa/Hoà is no slip but the other of two right ways.
    let moved = at.checked_sub(1).and_then(|before| move_tone(word, before)).or_else(|| move_tone(word, at + 1))?;
    (tone_place(word).as_deref() != Some(&moved) && tone_place(&moved).as_deref() != Some(word)).then_some(moved)
}

/// `Lý` → `Lí` and back.
fn i_y(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let before = &lower[..lower.char_indices().last()?.0];
    if !["h", "k", "l", "m", "s", "t", "qu"].contains(&before) {
        return None;
    }
    let last = word.chars().last()?;
    let glyph = letter::read(last).filter(|glyph| glyph.tone != Tone::Level)?;
    let other = match glyph.letter {
        Letter::I => Letter::Y,
        Letter::Y => Letter::I,
        _ => return None,
    };
    let stem = &word[..word.len() - last.len_utf8()];
    Some(format!("{stem}{}", letter::write(other, glyph.tone, glyph.is_upper)))
}

/// `Nguyễn` → `Nguyển`, `Hải` → `Hãi`.
fn hoi_nga(word: &str) -> Option<String> {
    let (_, tone) = tone_of(word)?;
    let other = match tone {
        Tone::Hook => Tone::Tilde,
        Tone::Tilde => Tone::Hook,
        _ => return None,
    };
    Some(map_letters(word, |letter, tone| (letter, if tone == Tone::Level { tone } else { other })))
}

/// `Hoàng` → `Huỳnh` and back.
fn regional(word: &str) -> Option<String> {
    REGIONAL.iter().find(|pair| pair.0 == word).map(|pair| pair.1.to_owned())
}

/// `Lan` → `Nan`.
fn initial(rng: &mut Rng, word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let fitting: Vec<_> = INITIALS
        .iter()
        .filter(|(from, _)| {
            let rest = lower.strip_prefix(from);
            rest.is_some_and(|rest| rest.chars().next().and_then(letter::read).is_some_and(|g| g.letter.is_vowel()))
        })
        .collect();
    if fitting.is_empty() {
        return None;
    }
    let (from, to) = **rng.pick(&fitting);
    let changed = format!("{to}{}", lower.strip_prefix(from)?);
    let mut letters = changed.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// `Lan` → `Lang`.
fn last_letters(_: &mut Rng, word: &str) -> Option<String> {
    let is_after_vowel = |stem: &str| stem.chars().last().and_then(letter::read).is_some_and(|glyph| glyph.letter.is_vowel());
    FINALS.iter().find_map(|(from, to)| {
        let stem = word.strip_suffix(from).filter(|stem| is_after_vowel(stem))?;
        Some(format!("{stem}{to}"))
    })
}

/// `Nguyễn` → `Nguyên` or `Nguyen`.
#[expect(clippy::unnecessary_wraps, reason = "one of a table of slips, most of which do not fit every word")]
fn mark_lost(rng: &mut Rng, word: &str) -> Option<String> {
    if rng.chance(0.6) { Some(map_letters(word, |letter, _| (letter, Tone::Level))) } else { Some(no_marks(word)) }
}

/// One look-alike of those that occur.
fn looks(rng: &mut Rng, word: &str) -> Option<String> {
    let fitting: Vec<_> = LOOKS.iter().filter(|(from, _)| word.contains(from)).collect();
    if fitting.is_empty() {
        return None;
    }
    let (from, to) = **rng.pick(&fitting);
    Some(word.replacen(from, to, 1))
}

/// A slip of the finger: a neighbouring key, a letter doubled, left out, or changed over with the next.
pub(super) fn key_slip(rng: &mut Rng, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let plain: Vec<usize> = (0..letters.len()).filter(|&i| letters[i].is_ascii_alphabetic()).collect();
    if plain.len() < 2 {
        return text.to_owned();
    }
    let at = *rng.pick(&plain);
    match rng.below(10) {
        0..4 => {
            let lower = letters[at].to_ascii_lowercase();
            if let Some((row, place)) = KEY_ROWS.iter().find_map(|row| Some((row.as_bytes(), row.find(lower)?))) {
                let next = if rng.chance(0.5) { place + 1 } else { place.wrapping_sub(1) };
                let key = char::from(*row.get(next).unwrap_or(&row[1]));
                letters[at] = if letters[at].is_ascii_uppercase() { key.to_ascii_uppercase() } else { key };
            }
        }
        4..6 => letters.insert(at, letters[at].to_ascii_lowercase()),
        6..8 => {
            letters.remove(at);
        }
        _ => {
            let other = if at + 1 < letters.len() { at + 1 } else { at - 1 };
            letters.swap(at, other);
        }
    }
    letters.into_iter().collect()
}

/// The keys of Telex or VNI instead of the letters they make; the tone's key where it was typed or at the end.
fn typed(rng: &mut Rng, word: &str, is_vni: bool) -> Option<String> {
    let (_, tone) = tone_of(word).unwrap_or((0, Tone::Level));
    let is_tone_last = rng.chance(0.7);
    let keys = |c: char| {
        let row = KEYS.iter().find(|row| c.to_lowercase().eq([row.0]))?;
        Some(if is_vni { row.2 } else { row.1 })
    };
    let mut out = String::new();
    for c in word.chars() {
        let glyph = letter::read(c)?;
        let bare = if is_tone_last { letter::write(glyph.letter, Tone::Level, glyph.is_upper) } else { c };
        match keys(bare) {
            Some(keys) if glyph.is_upper => {
                let mut keys = keys.chars();
                out.extend(keys.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(keys.as_str());
            }
            Some(keys) => out.push_str(keys),
            None => out.push(bare),
        }
    }
    let (telex, vni) = match tone {
        Tone::Level => ("", ""),
        Tone::Acute => ("s", "1"),
        Tone::Grave => ("f", "2"),
        Tone::Hook => ("r", "3"),
        Tone::Tilde => ("x", "4"),
        Tone::Dot => ("j", "5"),
    };
    if is_tone_last {
        out.push_str(if is_vni { vni } else { telex });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::random::Stream;

    #[test]
    fn spellings_change_as_their_kind_says() {
        for (change, from, to) in [
            (tone_place as fn(&str) -> Option<String>, "Hòa", Some("Hoà")),
            (tone_place, "Thúy", Some("Thuý")),
            (tone_place, "Quý", None),
            (tone_place, "Hoàn", None),
            (tone_slip, "Toàn", Some("Tòan")),
            (tone_slip, "Hòa", None),
            (i_y, "Lý", Some("Lí")),
            (i_y, "Quí", Some("Quý")),
            (i_y, "Vy", None),
            (hoi_nga, "Nguyễn", Some("Nguyển")),
            (hoi_nga, "Hùng", None),
            (regional, "Hoàng", Some("Huỳnh")),
            (regional, "Võ", Some("Vũ")),
        ] {
            assert_eq!(change(from).as_deref(), to, "{from}");
        }
        let mut rng = Rng::new(1, Stream::Plan, 0);
        assert_eq!(initial(&mut rng, "Lan").as_deref(), Some("Nan"));
        assert_eq!(initial(&mut rng, "Thanh"), None);
        assert_eq!(last_letters(&mut rng, "Lan").as_deref(), Some("Lang"));
        assert_eq!(last_letters(&mut rng, "Hạnh"), None);
    }

    #[test]
    fn residue_of_typing_has_the_keys() {
        let mut seen = std::collections::BTreeSet::new();
        for i in 0..40 {
            let mut rng = Rng::new(1, Stream::Plan, i);
            seen.extend(typed(&mut rng, "Nguyễn", false));
            seen.extend(typed(&mut rng, "Đức", true));
        }
        for form in ["Nguyeenx", "Nguyeexn", "D9u7c1", "D9u71c"] {
            assert!(seen.contains(form), "{form}: {seen:?}");
        }
    }
}
