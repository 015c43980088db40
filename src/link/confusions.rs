//! Which letters are taken for which, in speech, on a keyboard, by a machine that reads print?

use crate::vn;

/// Letters with one taken out, and whole: what two texts within one edit have in common.
pub(super) fn cuts(base: &str) -> Vec<String> {
    let chars: Vec<char> = base.chars().collect();
    let mut out = vec![base.to_owned()];
    if (2..=10).contains(&chars.len()) {
        for i in 0..chars.len() {
            out.push(chars.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, c)| c).collect());
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Onsets that are confused, each list one class (DOMAIN: n/l, s/x, tr/ch in the north; d/gi/r, v/d in the south).
const ONSETS: &[&[&str]] = &[&["n", "l"], &["s", "x"], &["tr", "ch"], &["gi", "d", "r", "v"]];
/// Finals that are confused in the south.
const FINALS: &[&[&str]] = &[&["ng", "n"], &["c", "t"]];

/// A letter and what machines read in its stead (rn for m is in the field's notes; the others are made of as many strokes).
const READ: &[(&str, &str)] = &[("m", "rn"), ("n", "ri"), ("u", "ii"), ("h", "li"), ("d", "cl")];

/// What the letters may have been before a machine read them.
pub(super) fn read_variants(base: &str) -> Vec<String> {
    let meant = |&(letter, read): &(&str, &str)| {
        base.match_indices(read)
            .map(move |(at, _)| format!("{}{letter}{}", &base[..at], &base[at + read.len()..]))
            .collect::<Vec<_>>()
    };
    READ.iter().flat_map(meant).collect()
}

/// Letters that sound alike somewhere in the country.
pub(super) fn sound_variants(base: &str) -> Vec<String> {
    let mut out = Vec::new();
    let onset = onset_of(base);
    for class in ONSETS {
        if class.contains(&onset) {
            out.extend(class.iter().filter(|other| **other != onset).map(|other| format!("{other}{}", &base[onset.len()..])));
        }
    }
    for class in FINALS {
        if let Some(end) = class.iter().find(|end| base.ends_with(**end) && !base.ends_with("nh") && !base.ends_with("ch")) {
            let stem = &base[..base.len() - end.len()];
            out.extend(class.iter().filter(|other| *other != end).map(|other| format!("{stem}{other}")));
        }
    }
    if let Some(stem) = base.strip_suffix('y') {
        out.push(format!("{stem}i"));
    } else if let Some(stem) = base.strip_suffix('i') {
        out.push(format!("{stem}y"));
    }
    out
}

fn onset_of(base: &str) -> &str {
    let end = base.find(|c: char| "aeiouy".contains(c)).unwrap_or(base.len());
    // `gi` before a vowel is an onset; in `gin` the i belongs to the rime.
    if base.starts_with("gi") && base[2..].starts_with(|c: char| "aeouy".contains(c)) { &base[..2] } else { &base[..end] }
}

pub(super) fn canonical_sound(base: &str) -> String {
    let onset = onset_of(base);
    let class = ONSETS.iter().find(|class| class.contains(&onset)).map_or(onset, |class| class[0]);
    let mut out = format!("{class}{}", &base[onset.len()..]);
    if out.ends_with("ng") {
        out.pop();
    } else if out.ends_with('c') {
        out.pop();
        out.push('t');
    } else if out.ends_with('y') {
        out.pop();
        out.push('i');
    }
    out
}

/// Regional pairs as letters without marks, from `syllable_variants.csv`: variant, canonical.
pub(super) fn regional_pairs() -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> =
        vn::variant::regional().map(|(a, b)| (vn::fold::fold(a), vn::fold::fold(b))).filter(|(a, b)| a != b).collect();
    pairs.sort();
    pairs.dedup();
    pairs
}
