//! How common is a family name, a middle, a given name among the adults who are vetted?
//!
//! Shares of the population born about 1950–1995, from counted tables in `data/`. The corpus behind middle and given names is
//! of school age, so `data/population.csv` raises `Văn` and `Thị`; given names shift with them, since `Văn Hùng` is an older
//! name than `Gia Huy`. Names are spelled as the tables spell them (NFC, tone on the old place); fold them before comparing.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::embedded;
use super::sex::Sex;

const SURNAMES: &str = include_str!("data/surnames.csv");
const GIVEN: &str = include_str!("data/given_names.csv");
const MIDDLES: &str = include_str!("data/middle_patterns.csv");
const PAIRS: &str = include_str!("data/name_pairs.csv");
const ETHNIC: &str = include_str!("data/ethnic_names.csv");
const PARAMETERS: &str = include_str!("data/population.csv");

/// A name and its share of the population it is counted in, 0..=1.
pub type Share = (&'static str, f64);

/// All family names with their shares, which sum to 1; the most common first.
pub fn families() -> &'static [Share] {
    &FAMILIES
}

/// All middles of one sex with their shares, which sum to 1; the most common first.
///
/// A middle is everything between family and given name: `Văn`, `Thị Thu`, or nothing (`""`).
pub fn middles(sex: Sex) -> &'static [Share] {
    &people(sex).middles
}

/// All given names of one sex with their shares, which sum to 1; the most common first.
pub fn givens(sex: Sex) -> &'static [Share] {
    &people(sex).givens
}

/// The share of `sex` whose middle is `middle` and whose given name is `given`, 0..=1.
///
/// Not the product of the two: `Thị Phương Thảo` is five times as common as that. Pairs that were counted keep their count; what
/// a middle's counted pairs leave over is spread over all given names. 0: a name that is in neither table.
pub fn pair_share(sex: Sex, middle: &str, given: &str) -> f64 {
    let people = people(sex);
    let Some(&m) = people.middle_index.get(middle) else { return 0.0 };
    let Some(&g) = people.given_index.get(given) else { return 0.0 };
    let share = people.middles.get(m).map_or(0.0, |middle| middle.1);
    share * people.given_after(m, g)
}

/// The given names counted after `middle`, with their shares among its bearers, in descending order; what they leave over to 1 is
/// spread as [`base_givens`].
pub fn counted_givens(sex: Sex, middle: &str) -> &'static [Share] {
    let people = people(sex);
    people.middle_index.get(middle).and_then(|&m| people.counted.get(m)).map_or(&[], Vec::as_slice)
}

/// Given names as they spread behind a middle that was not counted with them; sums to 1.
pub fn base_givens(sex: Sex) -> &'static [Share] {
    &people(sex).base
}

/// One word of a minority people's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EthnicName {
    /// The word: `Giàng`, `H'`.
    pub token: &'static str,
    /// `surname`, `surname_after_given` or `marker_or_surname`.
    pub kind: &'static str,
    /// The peoples, separated by `|`: `hmong`, `ede|giarai|mnong`.
    pub peoples: &'static str,
    /// The sex a marker tells. None: both, or not known.
    pub sex: Option<Sex>,
}

/// Surnames and sex markers of minority peoples, in the order of the file.
pub fn ethnic_names() -> &'static [EthnicName] {
    &ETHNIC_NAMES
}

/// The middles and given names of one sex.
struct People {
    middles: Vec<Share>,
    givens: Vec<Share>,
    base: Vec<Share>,
    /// By place in `middles`.
    counted: Vec<Vec<Share>>,
    middle_index: FxHashMap<&'static str, usize>,
    /// Place in `base`.
    given_index: FxHashMap<&'static str, usize>,
}

impl People {
    fn given_after(&self, middle: usize, given: usize) -> f64 {
        let Some(&(name, base)) = self.base.get(given) else { return 0.0 };
        let counted = self.counted.get(middle).map_or(&[][..], Vec::as_slice);
        let of_pair = counted.iter().find(|pair| pair.0 == name).map_or(0.0, |pair| pair.1);
        of_pair + left_over(counted) * base
    }
}

fn left_over(counted: &[Share]) -> f64 {
    (1.0 - counted.iter().map(|pair| pair.1).sum::<f64>()).max(0.0)
}

static MEN: LazyLock<People> = LazyLock::new(|| load(Sex::Male));
static WOMEN: LazyLock<People> = LazyLock::new(|| load(Sex::Female));
static FAMILIES: LazyLock<Vec<Share>> = LazyLock::new(load_families);
static ETHNIC_NAMES: LazyLock<Vec<EthnicName>> = LazyLock::new(load_ethnic);

fn people(sex: Sex) -> &'static People {
    match sex {
        Sex::Male => &MEN,
        Sex::Female => &WOMEN,
    }
}

/// The first `N` cells of each row after the header.
fn rows<const N: usize>(csv: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    embedded::rows(csv).filter_map(|cells| cells.first_chunk().copied())
}

fn parameter(name: &str) -> f64 {
    rows::<2>(PARAMETERS).find(|row| row[0] == name).and_then(|row| row[1].parse().ok()).unwrap_or(0.0)
}

/// Most common first; among equals in the order of the letters, so that sums come out alike everywhere.
fn sorted(mut shares: Vec<Share>) -> Vec<Share> {
    let total: f64 = shares.iter().map(|share| share.1).sum();
    for share in &mut shares {
        share.1 /= total;
    }
    shares.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    shares
}

fn load_families() -> Vec<Share> {
    let mut shares: Vec<Share> = rows::<3>(SURNAMES)
        .filter(|row| row[2] == "blended_prior")
        .map(|[name, share, _]| (name, share.parse().unwrap_or(0.0)))
        .collect();
    let mut missing: Vec<_> = ethnic_names()
        .iter()
        .filter(|name| name.kind.starts_with("surname") && !shares.iter().any(|share| share.0 == name.token))
        .map(|name| name.token)
        .collect();
    missing.sort_unstable();
    missing.dedup();
    let each = parameter("ethnic_family_share") / missing.len().max(1) as f64;
    shares.extend(missing.into_iter().map(|name| (name, each)));
    sorted(shares)
}

fn load_ethnic() -> Vec<EthnicName> {
    rows::<4>(ETHNIC)
        .map(|[token, kind, peoples, sex]| EthnicName {
            token,
            kind,
            peoples,
            sex: [Sex::Male, Sex::Female].into_iter().find(|&s| letter(s) == sex),
        })
        .collect()
}

fn load(sex: Sex) -> People {
    let of_sex = |csv| rows::<3>(csv).filter(move |row| row[1] == sex.letter()).map(|[name, _, count]| (name, number(count)));
    let corpus: Vec<Share> = of_sex(MIDDLES).collect();
    let counts: FxHashMap<&str, f64> = corpus.iter().copied().collect();
    let middles = sorted(adult_middles(sex, &corpus));
    let base = sorted(of_sex(GIVEN).collect());
    let middle_index: FxHashMap<_, _> = middles.iter().enumerate().map(|(i, share)| (share.0, i)).collect();
    let given_index: FxHashMap<_, _> = base.iter().enumerate().map(|(i, share)| (share.0, i)).collect();

    let mut counted = vec![Vec::new(); middles.len()];
    for [of, middle, given, count] in rows::<4>(PAIRS) {
        let Some(&m) = middle_index.get(middle) else { continue };
        if of == sex.letter() && given_index.contains_key(given) {
            // Two-syllable names are not among the counted middles: their pairs are shares of all 0.7 % of them.
            let bearers = counts.get(middle).copied().unwrap_or(140.0);
            counted[m].push((given, number(count) / bearers));
        }
    }
    for pairs in &mut counted {
        pairs.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let total: f64 = pairs.iter().map(|pair| pair.1).sum();
        if total > 1.0 {
            pairs.iter_mut().for_each(|pair| pair.1 /= total);
        }
    }

    let mut shares = vec![0.0; base.len()];
    for (middle, pairs) in middles.iter().zip(&counted) {
        for (share, base) in shares.iter_mut().zip(&base) {
            *share += middle.1 * left_over(pairs) * base.1;
        }
        for pair in pairs {
            if let Some(share) = given_index.get(pair.0).and_then(|&g| shares.get_mut(g)) {
                *share += middle.1 * pair.1;
            }
        }
    }
    let givens = sorted(base.iter().zip(shares).map(|(given, share)| (given.0, share)).collect());
    People { middles, givens, base, counted, middle_index, given_index }
}

/// The corpus' middles with `Văn`, `Thị` and no middle at the shares of adults; the rest keeps its proportions.
fn adult_middles(sex: Sex, corpus: &[Share]) -> Vec<Share> {
    let group = |name: &str| match (sex, name.split(' ').next()) {
        (Sex::Male, Some("Văn")) => 0,
        (Sex::Female, Some("Thị")) => usize::from(name != "Thị"),
        _ => 2,
    };
    let (none, shares) = match sex {
        Sex::Male => {
            let (none, van) = (parameter("no_middle_share_of_men"), parameter("van_share_of_men"));
            (none, [van, 0.0, 1.0 - none - van])
        }
        Sex::Female => {
            let (none, thi) = (parameter("no_middle_share_of_women"), parameter("thi_share_of_women"));
            let alone = thi * parameter("thi_alone_share_of_thi");
            (none, [alone, thi - alone, 1.0 - none - thi])
        }
    };
    let mut totals = [0.0; 3];
    for &(name, count) in corpus {
        totals[group(name)] += count;
    }
    let mut out = vec![("", none)];
    out.extend(corpus.iter().map(|&(name, count)| (name, shares[group(name)] * count / totals[group(name)])));
    out
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(shares: &[Share], name: &str) -> f64 {
        shares.iter().find(|share| share.0 == name).map_or(0.0, |share| share.1)
    }

    #[test]
    fn shares_sum_to_one_and_fall() {
        for sex in [Sex::Male, Sex::Female] {
            for shares in [families(), middles(sex), givens(sex), base_givens(sex)] {
                assert!((shares.iter().map(|share| share.1).sum::<f64>() - 1.0).abs() < 1e-9);
                assert!(shares.windows(2).all(|pair| pair[0].1 >= pair[1].1));
                assert!(shares.iter().all(|share| share.1 > 0.0));
            }
        }
    }

    #[test]
    fn pairs_sum_to_one_and_to_their_given_name() {
        for sex in [Sex::Male, Sex::Female] {
            let of = |given: &str| middles(sex).iter().map(|middle| pair_share(sex, middle.0, given)).sum::<f64>();
            for &(given, share) in givens(sex).iter().take(20) {
                assert!((of(given) - share).abs() < 1e-9, "{given}");
            }
        }
    }

    #[test]
    fn adults_are_not_pupils() {
        let thi: f64 = middles(Sex::Female).iter().filter(|m| m.0.split(' ').next() == Some("Thị")).map(|m| m.1).sum();
        assert!((thi - 0.80).abs() < 1e-9);
        assert!((share(middles(Sex::Male), "Văn") - 0.30).abs() < 0.01);
        assert!(share(givens(Sex::Male), "Hùng") > share(base_givens(Sex::Male), "Hùng"));
    }

    #[test]
    fn a_middle_and_a_given_name_that_go_together_are_more_common_than_their_product() {
        let (sex, middle, given) = (Sex::Male, "Tuấn", "Anh");
        let product = share(middles(sex), middle) * share(givens(sex), given);
        assert!(pair_share(sex, middle, given) > 5.0 * product);
        assert!(pair_share(sex, "Văn", "Khôi") > 0.0);
        assert!(pair_share(sex, "Văn", "Xyz").abs() < f64::EPSILON);
    }

    #[test]
    fn minority_surnames_are_among_the_families() {
        assert!(share(families(), "Sùng") > 1e-5);
        assert!((share(families(), "Nguyễn") - 0.33).abs() < 0.01);
    }
}
