//! Which words of a name are the family name, the middle and the given name?

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::fold::fold;
use super::minority::{self, Role};
use super::rows::rows;

/// Family names of several words, folded: `ton nu`, `ro cham`.
static COMPOUND: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| rows(include_str!("data/compound_surnames.csv")).filter_map(|row| row.get(0).map(fold)).collect());

/// The longest family name has four words, `Công Tằng Tôn Nữ`.
const LONGEST: usize = 4;

/// Family, middle and given name of a tidy name; a part that is not there is empty.
///
/// Vietnamese names have the family name first and the given name last. Of the compound family names only those of the Nguyễn house and a few
/// others are known (`data/compound_surnames.csv`); in `Nguyễn Phan Anh` Phan is a middle name. In Ê Đê names the given name stands
/// first (`H'Hen Niê`); names of the Ba Na and Xơ Đăng have no family name (`A Đe`).
///
/// ```
/// use thamdinh::vn::name::split;
/// assert_eq!(split("Nguyễn Thị Thanh Hằng"), ("Nguyễn", "Thị Thanh", "Hằng"));
/// assert_eq!(split("Tôn Nữ Thị Ninh"), ("Tôn Nữ", "Thị", "Ninh"));
/// assert_eq!(split("H'Hen Niê"), ("Niê", "", "H'Hen"));
/// ```
pub fn split(full: &str) -> (&str, &str, &str) {
    let full = full.trim();
    let words: Vec<(usize, &str)> = words(full).collect();
    let (Some((_, first)), Some((last_at, last))) = (words.first().copied(), words.last().copied()) else { return ("", "", "") };
    if words.len() == 1 {
        return ("", "", first);
    }
    let key = fold(first);
    let has_marker = is_marker(first);
    // The family name behind: known, or the last of three words after a marker (`Y Moan Kđoh`), of two after a prefix (`H'Yim Kđoh`).
    let is_family_first = matches!(minority::role(&key), Some(Role::Surname | Role::SurnameLast));
    let behind = words
        .iter()
        .skip(1)
        .find(|(_, word)| minority::role(&fold(word)) == Some(Role::SurnameLast))
        .filter(|(at, _)| has_marker || *at == last_at && !is_family_first);
    if let Some((at, _)) = behind {
        return (&full[*at..], "", full[..*at].trim_end());
    }
    if has_marker && !is_family_first {
        let is_prefix = first.contains('\'');
        let of_ede = matches!(first.chars().next(), Some('H' | 'h' | 'Y' | 'y'));
        if of_ede && (words.len() >= 3 || is_prefix) {
            return (last, "", full[..last_at].trim_end());
        }
        return ("", "", full);
    }
    let mut family = 1;
    for count in (2..=LONGEST.min(words.len() - 1)).rev() {
        let end = words[count].0;
        if COMPOUND.contains(&fold(&full[..end])) {
            family = count;
            break;
        }
    }
    let family_end = words[family].0;
    (full[..family_end].trim_end(), full[family_end..last_at].trim_end(), last)
}

/// Whether a name begins with a gender marker of the highlands: Y, A, Ka apart, H' and K' joined.
fn is_marker(word: &str) -> bool {
    let mut chars = word.chars();
    match (chars.next(), chars.next()) {
        (Some('Y' | 'y' | 'A' | 'a'), None) => true,
        (Some('H' | 'h' | 'K' | 'k'), Some('\'')) => true,
        (Some('K' | 'k'), Some('a' | 'A')) => chars.next().is_none(),
        _ => false,
    }
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(' ').scan(0, |at, word| {
        let start = *at;
        *at += word.len() + 1;
        Some((start, word))
    })
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn names_are_split_as_their_people_do() {
        for (full, family, middle, given) in [
            ("", "", "", ""),
            ("Hùng", "", "", "Hùng"),
            ("Nguyễn Hùng", "Nguyễn", "", "Hùng"),
            ("Nguyễn Văn Hùng", "Nguyễn", "Văn", "Hùng"),
            ("Nguyễn Phan Bảo Anh", "Nguyễn", "Phan Bảo", "Anh"),
            ("Tôn Thất Tùng", "Tôn Thất", "", "Tùng"),
            ("Tôn Đức Thắng", "Tôn", "Đức", "Thắng"),
            ("Công Tằng Tôn Nữ Thu Hà", "Công Tằng Tôn Nữ", "Thu", "Hà"),
            ("TON NU THI NINH", "TON NU", "THI", "NINH"),
            ("Hoàng Phủ Ngọc Tường", "Hoàng Phủ", "Ngọc", "Tường"),
            ("H'Hen Niê", "Niê", "", "H'Hen"),
            ("Y Moan Êban", "Êban", "", "Y Moan"),
            ("Y Bhiăr Niê Kdăm", "Niê Kdăm", "", "Y Bhiăr"),
            ("Y Thơm Kđoh", "Kđoh", "", "Y Thơm"),
            ("A Đe", "", "", "A Đe"),
            ("Y Vêng", "", "", "Y Vêng"),
            ("Ksor Phước", "Ksor", "", "Phước"),
            ("KSor Phước", "KSor", "", "Phước"),
            ("Kpă Bình", "Kpă", "", "Bình"),
            ("Rơ Châm H'Blin", "Rơ Châm", "", "H'Blin"),
            ("Giàng A Chu", "Giàng", "A", "Chu"),
            ("K'KRáh", "", "", "K'KRáh"),
            ("Ka H'Thủy", "", "", "Ka H'Thủy"),
            ("Điểu Thị Mai", "Điểu", "Thị", "Mai"),
            ("Thạch Sokha", "Thạch", "", "Sokha"),
        ] {
            assert_eq!(split(full), (family, middle, given), "{full}");
        }
    }
}
