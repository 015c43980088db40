//! Where do two writings differ, inside their words?
//!
//! Words are aligned first, then letters inside words that resemble each other, so that `Tuấn` against `Tuân` marks one
//! letter and `Hà` against `Nam` the whole word. Capitals do not count as a difference.

use crate::table::run::ShowIds;
use crate::table::show;

/// A stretch of one writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The characters.
    pub text: String,
    /// Whether the other writing has something else here.
    pub differs: bool,
}

/// Longest text that is compared letter by letter; beyond it, only equality is told.
const LONGEST: usize = 600;
/// Words less alike than this are marked whole: `Yên` is no `huyện` with other letters.
const ALIKE: f64 = 0.5;
/// Likewise of days and numbers: `1956` is the year of `10/04/1956`.
const NUMBERS_ALIKE: f64 = 0.34;

/// Both writings cut into equal and differing stretches.
pub fn difference(left: &str, right: &str) -> (Vec<Piece>, Vec<Piece>) {
    let whole = |text: &str, differs| vec![Piece { text: text.to_owned(), differs }];
    if left == right {
        return (whole(left, false), whole(right, false));
    }
    if left.len() > LONGEST || right.len() > LONGEST {
        return (whole(left, true), whole(right, true));
    }
    let (left_words, right_words) = (words(left), words(right));
    let mut marks = (vec![false; left_words.iter().map(|word| word.letters.len()).sum()], Vec::new());
    marks.1 = vec![false; right_words.iter().map(|word| word.letters.len()).sum()];
    for step in align(&left_words, &right_words) {
        match step {
            (Some(i), Some(j)) => compare(&left_words[i], &right_words[j], &mut marks),
            (Some(i), None) => left_words[i].mark_all(&mut marks.0),
            (None, Some(j)) => right_words[j].mark_all(&mut marks.1),
            (None, None) => {}
        }
    }
    (pieces(&left_words, &marks.0), pieces(&right_words, &marks.1))
}

/// The stretches as HTML, the differing ones in `<mark>`.
pub fn to_html(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        if piece.differs {
            out.push_str("<mark>");
            show::escape_into(&mut out, &piece.text);
            out.push_str("</mark>");
        } else {
            show::escape_into(&mut out, &piece.text);
        }
    }
    out
}

/// The stretches of an identity number, hidden as the run's option says: which digits differ is still seen.
pub fn hide(pieces: Vec<Piece>, shown: ShowIds) -> Vec<Piece> {
    let length = pieces.iter().map(|piece| piece.text.chars().count()).sum();
    let mut index = 0;
    pieces
        .into_iter()
        .map(|piece| {
            let text =
                piece.text.chars().enumerate().map(|(i, c)| if show::mask(shown, length, index + i) { '•' } else { c }).collect();
            index += piece.text.chars().count();
            Piece { text, differs: piece.differs }
        })
        .collect()
}

/// A word with its place among the letters of its text.
struct Word {
    letters: Vec<char>,
    lower: Vec<char>,
    first: usize,
}

impl Word {
    fn mark_all(&self, marks: &mut [bool]) {
        marks[self.first..self.first + self.letters.len()].fill(true);
    }
}

fn words(text: &str) -> Vec<Word> {
    let mut first = 0;
    text.split_whitespace()
        .map(|word| {
            let letters: Vec<char> = word.chars().collect();
            let lower = letters.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
            let word = Word { letters, lower, first };
            first += word.letters.len();
            word
        })
        .collect()
}

/// How alike two words are, 0..=1.
fn likeness(left: &Word, right: &Word) -> f64 {
    if left.lower == right.lower {
        return 1.0;
    }
    let longest = left.lower.len().max(right.lower.len());
    1.0 - strsim::generic_levenshtein(&left.lower, &right.lower) as f64 / longest.max(1) as f64
}

/// Pairs of words in order, a word without a partner alone: the alignment with the greatest sum of likeness.
fn align(left: &[Word], right: &[Word]) -> Vec<(Option<usize>, Option<usize>)> {
    let (n, m) = (left.len(), right.len());
    let width = m + 1;
    let mut best = vec![0.0_f64; (n + 1) * width];
    let mut alike = vec![0.0_f64; n * m];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let here = likeness(&left[i], &right[j]);
            alike[i * m + j] = here;
            let paired = best[(i + 1) * width + j + 1] + here;
            best[i * width + j] = paired.max(best[(i + 1) * width + j]).max(best[i * width + j + 1]);
        }
    }
    let mut steps = Vec::with_capacity(n + m);
    let (mut i, mut j) = (0, 0);
    while i < n && j < m {
        let here = best[i * width + j];
        if alike[i * m + j] > 0.0 && here <= best[(i + 1) * width + j + 1] + alike[i * m + j] {
            steps.push((Some(i), Some(j)));
            i += 1;
            j += 1;
        } else if here <= best[(i + 1) * width + j] {
            steps.push((Some(i), None));
            i += 1;
        } else {
            steps.push((None, Some(j)));
            j += 1;
        }
    }
    steps.extend((i..n).map(|i| (Some(i), None)));
    steps.extend((j..m).map(|j| (None, Some(j))));
    steps
}

/// Marks the letters of two aligned words that are in no longest common subsequence.
fn compare(left: &Word, right: &Word, marks: &mut (Vec<bool>, Vec<bool>)) {
    if left.lower == right.lower {
        return;
    }
    left.mark_all(&mut marks.0);
    right.mark_all(&mut marks.1);
    let is_number = left.lower.iter().any(char::is_ascii_digit);
    if likeness(left, right) < if is_number { NUMBERS_ALIKE } else { ALIKE } {
        // Different words, the same comma after them.
        let tail =
            left.lower.iter().rev().zip(right.lower.iter().rev()).take_while(|(a, b)| a == b && !a.is_alphanumeric()).count();
        marks.0[left.first + left.lower.len() - tail..left.first + left.lower.len()].fill(false);
        marks.1[right.first + right.lower.len() - tail..right.first + right.lower.len()].fill(false);
        return;
    }
    // From the end first: `1956` is the year of `10/04/1956`, not its first digit and its last three.
    let tail = left.lower.iter().rev().zip(right.lower.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&left.lower[..left.lower.len() - tail], &right.lower[..right.lower.len() - tail]);
    marks.0[left.first + a.len()..left.first + left.lower.len()].fill(false);
    marks.1[right.first + b.len()..right.first + right.lower.len()].fill(false);
    let width = b.len() + 1;
    let mut common = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i * width + j] = if a[i] == b[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            marks.0[left.first + i] = false;
            marks.1[right.first + j] = false;
            i += 1;
            j += 1;
        } else if common[(i + 1) * width + j] >= common[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
}

/// The text again, one blank between words; a blank between two marked letters is marked with them.
fn pieces(words: &[Word], marks: &[bool]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut push = |c: char, differs: bool| match out.last_mut() {
        Some(last) if last.differs == differs => last.text.push(c),
        _ => out.push(Piece { text: c.to_string(), differs }),
    };
    for word in words {
        if word.first > 0 {
            push(' ', marks[word.first - 1] && marks[word.first]);
        }
        for (i, c) in word.letters.iter().enumerate() {
            push(*c, marks[word.first + i]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| if piece.differs { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
    }

    #[test]
    fn differences_are_marked_inside_the_words() {
        for (left, right, left_marked, right_marked) in [
            ("Nguyễn Văn Tuấn", "Nguyễn Văn Tuân", "Nguyễn Văn Tu[ấ]n", "Nguyễn Văn Tu[â]n"),
            ("Lò Thị Mai", "LÒ THỊ MAI", "Lò Thị Mai", "LÒ THỊ MAI"),
            ("Lê Hùng", "Lê Văn Hùng", "Lê Hùng", "Lê [Văn] Hùng"),
            ("Hà Giang", "Bắc Kạn", "[Hà Giang]", "[Bắc Kạn]"),
            ("002068001234", "002068007234", "00206800[1]234", "00206800[7]234"),
            ("12/03/1968", "12/08/1968", "12/0[3]/1968", "12/0[8]/1968"),
            ("10/04/1956", "1956", "[10/04/]1956", "1956"),
            ("5/1968", "12/05/1968", "5/1968", "[12/0]5/1968"),
            ("Lũng Cú, Đồng Văn", "Lũng Táo, Đồng Văn", "Lũng [Cú], Đồng Văn", "Lũng [Táo], Đồng Văn"),
            ("xã Yên Định", "huyện Bắc Mê", "[xã Yên Định]", "[huyện Bắc Mê]"),
            ("", "Hà", "", "[Hà]"),
        ] {
            let (a, b) = difference(left, right);
            assert_eq!((marked(&a), marked(&b)), (left_marked.to_owned(), right_marked.to_owned()), "{left} | {right}");
        }
    }

    #[test]
    fn a_hidden_number_still_shows_which_digit_differs() {
        let (left, right) = difference("002068001234", "002068007234");
        assert_eq!(marked(&hide(left, ShowIds::Masked)), "••••••••[•]234");
        assert_eq!(to_html(&hide(right, ShowIds::Full)), "00206800<mark>7</mark>234");
    }

    #[test]
    fn what_is_marked_is_escaped() {
        let (left, _) = difference("<b> x", "y x");
        assert_eq!(to_html(&left), "<mark>&lt;b&gt;</mark> x");
    }

    proptest::proptest! {
        #[test]
        fn no_letter_is_lost(left in "[a-cĐấ ]{0,30}", right in "[a-cĐấ ]{0,30}") {
            let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let (left, right) = (tidy(&left), tidy(&right));
            let (a, b) = difference(&left, &right);
            proptest::prop_assert_eq!(a.iter().map(|p| p.text.as_str()).collect::<String>(), left);
            proptest::prop_assert_eq!(b.iter().map(|p| p.text.as_str()).collect::<String>(), right);
        }
    }
}
