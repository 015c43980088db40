//! How high is a post, and which of two is higher?
//!
//! A title is read by the phrases of `data/posts.csv`: its rank (bí thư, phó bí thư, ủy viên ban thường vụ, ủy viên …), the line it stands
//! in (Party, State, council, Front, union, department) and its level (Trung ương, tỉnh, huyện, xã, cơ sở). Across lines, ranks are a matter of practice,
//! so each post has a *span* of heights, and one post is higher than another only where the whole span lies above. That makes an honest
//! partial order: higher, same, lower, or nothing that can be said.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::embedded::rows;
use super::fold::fold;

/// A level of the Party and the State, the highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// The Centre.
    Central,
    /// A province or a centrally-run city.
    Province,
    /// A district, town or city within a province; until 30 June 2025.
    District,
    /// A commune, ward, township or special zone.
    Commune,
    /// A grassroots Party organisation that is none of these.
    Grassroots,
}

impl Level {
    const ALL: [Self; 5] = [Self::Central, Self::Province, Self::District, Self::Commune, Self::Grassroots];

    /// The word in tables and facts: `province`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Central => "central",
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
            Self::Grassroots => "grassroots",
        }
    }

    /// The level called `name`. None: no level is.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// Lowest and highest ground that posts of this level stand on.
    fn ground(self) -> (i16, i16) {
        let at = Self::ALL.iter().position(|level| *level == self).unwrap_or(0);
        PHRASES.ground.get(at).copied().unwrap_or((0, 0))
    }
}

/// One post of a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// party, state, assembly, front, union or department.
    pub line: &'static str,
    /// head, deputy, standing_member, member, unit_head, unit_deputy or staff.
    pub rank: &'static str,
    /// The level. None: the title does not say.
    pub level: Option<Level>,
    /// The span of heights within a level.
    tier: (i16, i16),
}

impl Post {
    /// Lowest and highest it can stand. None: its level is not known.
    fn height(&self) -> Option<(i16, i16)> {
        let (low, high) = self.level?.ground();
        Some((self.tier.0 + low, self.tier.1 + high))
    }

    fn is_same(&self, other: &Self) -> bool {
        self.level.is_some()
            && (self.line, self.rank, self.level) == (other.line, other.rank, other.level)
            && self.is_ranked_exactly()
    }

    /// Whether line, rank and level say all: two heads of units of unknown size are not the same post.
    fn is_ranked_exactly(&self) -> bool {
        !matches!(self.line, "department" | "union")
    }

    fn is_above(&self, other: &Self) -> bool {
        match (self.height(), other.height()) {
            (Some((low, _)), Some((_, high))) => low > high,
            _ => false,
        }
    }
}

/// How one post stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Surely higher.
    Higher,
    /// The same line, rank and level.
    Same,
    /// Surely lower.
    Lower,
}

impl Step {
    /// The word in facts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Same => "same",
            Self::Lower => "lower",
        }
    }
}

/// The posts that a title names, in its order; former ones (`nguyên …`) are left out.
///
/// `level` is taken for posts whose own words do not say. Empty: no post is recognised.
pub fn posts(title: &str, level: Option<Level>) -> Vec<Post> {
    let words = words(title);
    let mut out = Vec::new();
    for clause in clauses(&words) {
        clause_posts(clause, level, &mut out);
    }
    out
}

/// How the posts `sought` stand to the posts `held`. None: nothing can be said.
///
/// Several posts count as the highest of them: a district secretary who is also a member of the province's committee is compared as both.
/// A post in a commune is never called lower than one in a district, because the communes of July 2025 took over the districts' work.
pub fn step(sought: &[Post], held: &[Post]) -> Option<Step> {
    if sought.is_empty() || held.is_empty() {
        return None;
    }
    if sought.iter().any(|new| held.iter().all(|old| new.is_above(old))) {
        return Some(Step::Higher);
    }
    let reaches = |new: &Post| held.iter().any(|old| old.is_same(new));
    let is_below = |new: &Post| {
        held.iter().any(|old| old.is_above(new) && !(old.level == Some(Level::District) && new.level == Some(Level::Commune)))
    };
    if !sought.iter().all(|new| reaches(new) || is_below(new)) {
        return None;
    }
    Some(if sought.iter().any(reaches) { Step::Same } else { Step::Lower })
}

/// Lower-case words with the marks of the old style; `,`, `;` and line ends are words of their own.
fn words(title: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let lower = title.nfc().collect::<String>().to_lowercase().replace("uỷ", "ủy").replace("đ/c", " ");
    for piece in lower.split(|c: char| c.is_whitespace() || matches!(c, '.' | '(' | ')' | '"')) {
        let mut rest = piece;
        while let Some(at) = rest.find([',', ';', '-', '–', '/', '+']) {
            push_word(&mut out, &rest[..at]);
            out.push(",".to_owned());
            rest = rest[at..].trim_start_matches([',', ';', '-', '–', '/', '+']);
        }
        push_word(&mut out, rest);
    }
    out
}

fn push_word(out: &mut Vec<String>, word: &str) {
    if word.is_empty() {
        return;
    }
    match PHRASES.abbreviations.iter().find(|(short, _)| *short == word) {
        Some((_, long)) => out.extend(long.split(' ').map(str::to_owned)),
        None => out.push(word.to_owned()),
    }
}

/// The parts of a title that name one post each.
fn clauses(words: &[String]) -> impl Iterator<Item = &[String]> {
    words.split(|word| matches!(word.as_str(), "," | "kiêm" | "và")).filter(|clause| !clause.is_empty())
}

fn clause_posts(clause: &[String], fallback: Option<Level>, out: &mut Vec<Post>) {
    if PHRASES.former.iter().any(|word| clause.first() == Some(word)) {
        return;
    }
    let is_marked = clause.iter().any(|word| !word.is_ascii());
    let Some((at, found)) = (0..clause.len()).find_map(|at| Some((at, PHRASES.post(&clause[at..], is_marked)?))) else { return };
    let after = clause.get(at + found.length..).unwrap_or(&[]);
    let level = match found.level {
        Where::At(level) => Some(level),
        Where::City => level_of_city(after, is_marked).or(fallback),
        Where::Unsaid => PHRASES.level(after, is_marked).or_else(|| PHRASES.level(clause, is_marked)).or(fallback),
    };
    out.push(Post { line: found.line, rank: found.rank, level, tier: found.tier });
}

/// The level of the city whose name begins `after`. None: no name follows.
fn level_of_city(after: &[String], is_marked: bool) -> Option<Level> {
    if let Some((_, level)) = PHRASES.cities.iter().find(|(phrase, _)| phrase.begins(after, is_marked)) {
        return Some(*level);
    }
    // A named city that is not centrally run lies within a province.
    (!after.is_empty()).then_some(Level::District)
}

/// Words to be found in a title, with and without marks.
struct Phrase {
    marked: Vec<&'static str>,
    plain: Vec<String>,
}

impl Phrase {
    fn new(text: &'static str) -> Self {
        Self { marked: text.split(' ').collect(), plain: text.split(' ').map(fold).collect() }
    }

    /// Whether `words` begin with it; a title without a single mark is read without marks.
    fn begins(&self, words: &[String], is_marked: bool) -> bool {
        words.len() >= self.marked.len()
            && words.iter().zip(self.marked.iter().zip(&self.plain)).all(
                |(word, (marked, plain))| {
                    if is_marked { word == marked } else { word == plain }
                },
            )
    }
}

/// Where a phrase puts a post.
#[derive(Debug, Clone, Copy)]
enum Where {
    /// At this level.
    At(Level),
    /// In a city, of a province or centrally run.
    City,
    /// The words around it say.
    Unsaid,
}

impl Where {
    fn of(level: &str) -> Self {
        match Level::of_name(level) {
            Some(level) => Self::At(level),
            None if level == "city" => Self::City,
            None => Self::Unsaid,
        }
    }
}

/// A phrase that names a post.
struct Named {
    phrase: Phrase,
    length: usize,
    line: &'static str,
    rank: &'static str,
    level: Where,
    tier: (i16, i16),
}

/// `posts.csv`, the longest phrases first.
struct Phrases {
    posts: Vec<Named>,
    levels: Vec<(Phrase, Where)>,
    cities: Vec<(Phrase, Level)>,
    abbreviations: Vec<(&'static str, &'static str)>,
    former: Vec<String>,
    ground: [(i16, i16); 5],
}

impl Phrases {
    fn post(&self, words: &[String], is_marked: bool) -> Option<&Named> {
        self.posts.iter().find(|named| named.phrase.begins(words, is_marked))
    }

    /// The first level that `words` name.
    fn level(&self, words: &[String], is_marked: bool) -> Option<Level> {
        let mut at = 0;
        while at < words.len() {
            if let Some((phrase, place)) = self.levels.iter().find(|(phrase, _)| phrase.begins(&words[at..], is_marked)) {
                at += phrase.marked.len();
                let level = match place {
                    Where::At(level) => Some(*level),
                    Where::City => level_of_city(&words[at..], is_marked),
                    Where::Unsaid => None,
                };
                if level.is_some() {
                    return level;
                }
            } else {
                at += 1;
            }
        }
        None
    }
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases =
        Phrases { posts: vec![], levels: vec![], cities: vec![], abbreviations: vec![], former: vec![], ground: [(0, 0); 5] };
    for row in rows(include_str!("data/posts.csv")) {
        let [kind, text, line, rank, level, low, high, _] = row[..] else { continue };
        let tier = (low.parse().unwrap_or(0), high.parse().unwrap_or(0));
        let phrase = Phrase::new(text);
        match kind {
            "post" => {
                phrases.posts.push(Named { length: phrase.marked.len(), phrase, line, rank, level: Where::of(level), tier });
            }
            "level" => {
                if let Some(at) = Level::ALL.iter().position(|known| known.name() == level) {
                    phrases.ground[at] = tier;
                }
                phrases.levels.push((phrase, Where::of(level)));
            }
            "city" => phrases.cities.extend(Level::of_name(level).map(|level| (phrase, level))),
            "abbreviation" => phrases.abbreviations.push((text, line)),
            "former" => phrases.former.push(text.to_owned()),
            _ => {}
        }
    }
    phrases.posts.sort_by_key(|named| std::cmp::Reverse(named.length));
    phrases.levels.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.marked.len()));
    phrases
});

#[cfg(test)]
mod tests {
    use super::*;

    fn said(title: &str) -> Vec<String> {
        posts(title, None)
            .iter()
            .map(|post| format!("{} {} {}", post.line, post.rank, post.level.map_or("?", Level::name)))
            .collect()
    }

    #[test]
    fn a_title_names_line_rank_and_level() {
        for (title, expected) in [
            ("Bí thư Tỉnh ủy", vec!["party head province"]),
            ("Phó Bí thư Thường trực Huyện uỷ Đồng Văn", vec!["party deputy district"]),
            ("Tỉnh ủy viên, Bí thư Huyện ủy", vec!["party member province", "party head district"]),
            ("UVBTV Thành ủy Hà Nội", vec!["party standing_member province"]),
            ("Ủy viên Ban Thường vụ Thành ủy Hà Giang", vec!["party standing_member district"]),
            ("PBT Đảng ủy xã Lũng Cú kiêm Chủ tịch UBND xã", vec!["party deputy commune", "state head commune"]),
            ("Giám đốc Sở Tài chính", vec!["department head province"]),
            ("Bí thư Chi bộ", vec!["party head grassroots"]),
            ("Bí thư Tỉnh Đoàn", vec!["union head province"]),
            ("Phó Chủ tịch HĐND thị xã", vec!["assembly deputy district"]),
            ("Ủy viên Ban Chấp hành Trung ương Đảng", vec!["party member central"]),
            ("Bộ trưởng Bộ Nội vụ", vec!["state head central"]),
            ("Nguyên Bí thư Huyện ủy, Phó Trưởng ban Dân vận Tỉnh ủy", vec!["department deputy province"]),
            ("BI THU DANG UY PHUONG TRAN PHU", vec!["party head commune"]),
            ("Chỉ huy trưởng Ban Chỉ huy quân sự huyện", vec!["department head district"]),
            ("Bí thư Đảng ủy", vec!["party head ?"]),
            ("Trưởng phòng Tổ chức - Hành chính", vec!["department unit_head ?"]),
            ("Kế toán", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(said(title), expected, "{title}");
        }
    }

    #[test]
    fn a_level_given_beside_the_title_fills_in() {
        let found = posts("Bí thư Đảng ủy", Some(Level::Commune));
        assert_eq!(found.iter().map(|post| post.level).collect::<Vec<_>>(), [Some(Level::Commune)]);
        assert_eq!(posts("Tỉnh ủy viên", Some(Level::Commune))[0].level, Some(Level::Province));
    }

    #[test]
    fn posts_are_ordered_only_where_that_is_certain() {
        use Step::{Higher, Lower, Same};
        for (sought, held, expected) in [
            ("Bí thư Tỉnh ủy", "Phó Bí thư Tỉnh ủy", Some(Higher)),
            ("Phó Bí thư Tỉnh ủy", "Ủy viên Ban Thường vụ Tỉnh ủy", Some(Higher)),
            ("Ủy viên Ban Thường vụ Tỉnh ủy", "Tỉnh ủy viên", Some(Higher)),
            ("Tỉnh ủy viên", "Tỉnh ủy viên", Some(Same)),
            ("Tỉnh ủy viên", "Bí thư Tỉnh ủy", Some(Lower)),
            ("Ủy viên Ban Thường vụ Tỉnh ủy", "Bí thư Huyện ủy Mèo Vạc", Some(Higher)),
            ("Tỉnh ủy viên", "Bí thư Huyện ủy Mèo Vạc", None),
            ("Ủy viên Ban Thường vụ Tỉnh ủy", "Tỉnh ủy viên, Bí thư Huyện ủy", Some(Higher)),
            ("Tỉnh ủy viên", "Tỉnh ủy viên, Bí thư Huyện ủy", Some(Same)),
            ("Chủ tịch UBND huyện", "Phó Bí thư Huyện ủy", None),
            ("Phó Chủ tịch UBND tỉnh", "Giám đốc Sở Xây dựng", None),
            ("Phó Bí thư Tỉnh ủy", "Giám đốc Sở Xây dựng", Some(Higher)),
            ("Bí thư Đảng ủy xã", "Bí thư Huyện ủy", None),
            ("Bí thư Huyện ủy", "Bí thư Đảng ủy xã", Some(Higher)),
            ("Đảng ủy viên xã", "Chuyên viên Phòng Nội vụ huyện", None),
            ("Huyện ủy viên", "Chuyên viên Phòng Nội vụ huyện", Some(Higher)),
            ("Giám đốc Sở Y tế", "Giám đốc Sở Y tế", None),
            ("Bí thư", "Phó Bí thư", None),
            ("Kế toán", "Bí thư Tỉnh ủy", None),
        ] {
            assert_eq!(step(&posts(sought, None), &posts(held, None)), expected, "{sought} against {held}");
        }
    }

    #[test]
    fn no_post_is_above_itself_and_none_above_each_other() {
        let all: Vec<Post> = PHRASES
            .posts
            .iter()
            .flat_map(|named| {
                Level::ALL.map(|level| Post { line: named.line, rank: named.rank, level: Some(level), tier: named.tier })
            })
            .collect();
        for a in &all {
            assert!(a.tier.0 <= a.tier.1 && !a.is_above(a), "{a:?}");
            for b in &all {
                assert!(!(a.is_above(b) && b.is_above(a)), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn every_row_has_a_source() {
        for row in rows(include_str!("data/posts.csv")) {
            assert!(row.len() == 8 && !row[7].is_empty(), "{row:?}");
        }
    }
}
