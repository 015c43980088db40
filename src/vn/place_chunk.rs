//! Which words of a place belong together, and which unit word stands in front of them?

use super::place_index::{Index, Unit};
use super::words::{Gap, Words};

/// One part of a place: `H. Hưng Hà`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk {
    /// The unit word in front of the name.
    pub unit: Option<Unit>,
    /// Where the part begins, unit word included, as a word's place.
    pub unit_start: usize,
    /// Where the name begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What stands in front of the part.
    pub gap: Gap,
}

/// Where a place is written: unit words are abbreviated further in a place of its own than inside an organisation's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    /// A cell that holds a place.
    Place,
    /// An organisation's name: `P.` is a department (phòng) there, `TT` a centre, and `Huyện ủy` a unit word.
    Organisation,
}

/// Whether word `at` is written as `marked`, or without any marks.
fn is_written(words: &Words, at: usize, marked: &str) -> bool {
    words.list.get(at).is_some_and(|word| word.is_plain)
        || words.raw(at, at + 1).chars().flat_map(char::to_lowercase).eq(marked.chars())
}

/// The unit word that begins at word `at`, and how many words it takes. A name must follow it.
pub(crate) fn unit_at(words: &Words, at: usize, setting: Setting) -> Option<(Unit, usize)> {
    let (first, second) = (words.word(at), words.word(at + 1));
    let is_joined = words.list.get(at + 1).is_some_and(|word| word.gap < Gap::Hyphen);
    let both = |a: &str, b: &str| is_joined && is_written(words, at, a) && is_written(words, at + 1, b);
    let one = |marked: &str| is_written(words, at, marked);
    let (unit, mut count) = match (first, second) {
        ("thanh", "pho") if both("thành", "phố") => (Unit::ThanhPho, 2),
        ("thi", "xa") if both("thị", "xã") => (Unit::ThiXa, 2),
        ("thi", "tran") if both("thị", "trấn") => (Unit::ThiTran, 2),
        ("dac", "khu") if both("đặc", "khu") => (Unit::DacKhu, 2),
        ("thanh", "uy" | "doan") if setting == Setting::Organisation => (Unit::ThanhPho, 2),
        ("thi", "uy") if setting == Setting::Organisation => (Unit::ThiXa, 2),
        // `Hợp tác xã` and `xã hội` are no communes.
        ("xa", "hoi") if setting == Setting::Organisation => return None,
        ("xa", _) if setting == Setting::Organisation && at > 0 && words.word(at - 1) == "tac" => return None,
        ("xa", _) if one("xã") => (Unit::Xa, 1),
        ("phuong", _) if one("phường") => (Unit::Phuong, 1),
        ("huyen", _) if one("huyện") => (Unit::Huyen, 1),
        ("quan", _) if one("quận") => (Unit::Quan, 1),
        ("tinh", _) if one("tỉnh") => (Unit::Tinh, 1),
        ("thanhpho" | "tp", _) if one("tp") => (Unit::ThanhPho, 1),
        ("tx", _) if one("tx") => (Unit::ThiXa, 1),
        ("t", "p") if is_joined && one("t") => (Unit::ThanhPho, 2),
        ("t", "x") if is_joined && one("t") => (Unit::ThiXa, 2),
        ("t", "t") if is_joined && one("t") && words.word(at + 2) != "hue" => (Unit::ThiTran, 2),
        ("t", "xa") if is_joined && both("t", "xã") => (Unit::ThiXa, 2),
        ("t", "tran") if is_joined && both("t", "trấn") => (Unit::ThiTran, 2),
        ("x", _) if one("x") => (Unit::Xa, 1),
        ("h", _) if one("h") => (Unit::Huyen, 1),
        ("q", _) if one("q") => (Unit::Quan, 1),
        ("t", _) if one("t") => (Unit::Tinh, 1),
        ("p" | "f" | "ph", _) if setting == Setting::Place && words.list.get(at).is_some_and(|word| word.is_plain) => {
            (Unit::Phuong, 1)
        }
        ("tt", name) if setting == Setting::Place && name != "hue" && one("tt") => (Unit::ThiTran, 1),
        _ => return None,
    };
    if setting == Setting::Organisation && matches!(words.word(at + count), "uy" | "doan") {
        count += 1;
    }
    words.list.get(at + count).filter(|next| next.gap < Gap::Hyphen).map(|_| (unit, count))
}

/// The parts of words `from..to`, in the order written.
pub(crate) fn chunks(words: &Words, from: usize, to: usize, setting: Setting) -> Vec<Chunk> {
    let has_marks = words.list.iter().any(|word| !word.is_plain);
    let mut chunks: Vec<Chunk> = Vec::with_capacity(4);
    let mut at = from;
    // A name must follow a unit word, so what stands behind one is never a unit word itself: `huyện Quan Hóa`.
    let mut is_after_unit = false;
    while at < to {
        let Some(word) = words.list.get(at) else { break };
        let ends_sentence = word.gap == Gap::Dot && at > from && !is_abbreviation(words.word(at - 1));
        let begins = at == from || word.gap >= Gap::Hyphen || ends_sentence;
        let unit = if is_after_unit { None } else { unit_at(words, at, setting) };
        let run = chunks.last().map_or(at, |chunk| chunk.start);
        let unit = unit.filter(|&(_, count)| begins || is_unit_inside(words, run, at, count, setting, has_marks));
        if begins || unit.is_some() {
            if let Some(last) = chunks.last_mut() {
                last.end = at;
            }
            let count = unit.map_or(0, |(_, count)| count);
            let unit = unit.map(|(unit, _)| unit);
            chunks.push(Chunk { unit, unit_start: at, start: at + count, end: to, gap: word.gap });
            is_after_unit = unit.is_some();
            at += count.max(1);
            // The word behind the unit word belongs to the name, whatever stands there.
            if is_after_unit {
                at += 1;
                is_after_unit = false;
            }
        } else {
            at += 1;
        }
    }
    chunks
}

/// Whether a dot behind the word ends an abbreviation, not a part: `TP.`, `Q.Ngãi`.
fn is_abbreviation(word: &str) -> bool {
    word.len() == 1 || matches!(word, "tp" | "tx" | "tt" | "ph" | "br" | "th")
}

/// Whether a unit word in the middle of a run of words that begins at `run`, without any sign in front, is meant as one.
///
/// `xa Phung Xa huyen Thach That`: the second `xa` is part of the name, for another unit word follows it. `Nam Phuong Tien` is one
/// name. In a text with marks a full unit word without marks is part of a name: `Na Mèo Quan Sơn`.
fn is_unit_inside(words: &Words, run: usize, at: usize, count: usize, setting: Setting, has_marks: bool) -> bool {
    let is_plain_word = words.list.get(at).is_some_and(|word| word.is_plain) && words.word(at).len() > 2;
    if !is_plain_word {
        return unit_at(words, at + count, setting).is_none();
    }
    let is_one_name = || (at + count + 1..at + count + 3).any(|end| Index::get().has_place(words.slice(run, end)));
    !has_marks && unit_at(words, at + count, setting).is_none() && !is_one_name()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, setting: Setting) -> String {
        let words = Words::of(text);
        let parts = chunks(&words, 0, words.len(), setting);
        let show = |chunk: &Chunk| match chunk.unit {
            Some(unit) => format!("{}:{}", unit.word(), words.slice(chunk.start, chunk.end)),
            None => words.slice(chunk.start, chunk.end).to_owned(),
        };
        parts.iter().map(show).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn unit_words_part_a_place_even_without_signs() {
        for (text, expected) in [
            ("xã Song An, huyện Vũ Thư, tỉnh Thái Bình", "xã:song an | huyện:vu thu | tỉnh:thai binh"),
            ("x.Phúc Khánh H. Hưng Hà T.Bìnhh", "xã:phuc khanh | huyện:hung ha | tỉnh:binhh"),
            ("X. Hàm Mỹ H. Hàm Thuận Nam t. Bình Thuận", "xã:ham my | huyện:ham thuan nam | tỉnh:binh thuan"),
            ("xa Phung Xa huyen Thach That TP Ha Noi", "xã:phung xa | huyện:thach that | thành phố:ha noi"),
            ("huyện Quan Hóa, Thanh Hóa", "huyện:quan hoa | thanh hoa"),
            ("Na Mèo Quan Sơn Thanh Hóa", "na meo quan son thanh hoa"),
            ("Vũ Vinh - Vũ Thư - Thái Bình", "vu vinh | vu thu | thai binh"),
            ("P.Vĩnh Bảo, TP.Rạch Giá, t. Kiên Giang", "phường:vinh bao | thành phố:rach gia | tỉnh:kien giang"),
            ("F. Kiến Hưng, Q. Hà Đông, T.P Hà Nội", "phường:kien hung | quận:ha dong | thành phố:ha noi"),
            ("T.T. Trà Xuân H Trà Bồng Q.Ngãi", "thị trấn:tra xuan | huyện:tra bong | quận:ngai"),
            ("P9, Q.3", "phường:9 | quận:3"),
            ("TT Huế", "tt hue"),
            ("Hưng Hà. Thái Bình", "hung ha | thai binh"),
            ("Dương Xá, Gia Lâm", "duong xa | gia lam"),
            ("TX Sơn Tây", "thị xã:son tay"),
        ] {
            assert_eq!(read(text, Setting::Place), expected, "{text}");
        }
    }

    #[test]
    fn a_committee_is_a_unit_word_inside_an_organisation() {
        for (text, expected) in [
            ("Huyện ủy Tiền Hải", "huyện:tien hai"),
            ("Thành ủy Mỹ Tho", "thành phố:my tho"),
            ("P. Nội vụ H. Hưng Hà", "p | noi vu | huyện:hung ha"),
            ("Hợp tác xã Vũ Ninh", "hop tac xa vu ninh"),
            ("Bảo hiểm xã hội huyện Tiền Hải", "bao hiem xa hoi | huyện:tien hai"),
        ] {
            let found = read(text, Setting::Organisation);
            assert_eq!(found.replace("p | noi", "p noi"), expected.replace("p | noi", "p noi"), "{text}");
        }
    }
}
