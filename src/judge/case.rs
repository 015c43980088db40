//! What do the rules read of a discipline record that may be a candidate's?

use chrono::NaiveDate;
use polars::prelude::*;
use rustc_hash::FxHashMap;

use super::candidate::{Roster, level_of};
use super::pair::{Pair, State, count, indexes};
use super::sheet::{Bounds, Sheet, date_bounds, day, texts};
use super::title::Titles;
use crate::error::Result;
use crate::table::facts::Scope;
use crate::table::people::Cases;
use crate::table::run::CongressLevel;
use crate::vn::calendar::months_between;
use crate::vn::measure::Measure;
use crate::vn::post::{Level, Post, Step, posts, step};
use crate::vn::suspension::suspension;

/// A Party and a State decision on one person so many days apart, or fewer, are taken to be about one affair.
///
/// Practice: bodies of the State notify the Party organisation within 5 days (Quy định 296-QĐ/TW Điều 8 khoản 5), and the other
/// decision follows. No text read sets a number, so each rule that relies on it says so.
const AFFAIR_DAYS: i32 = 30;

/// The discipline records of the run, as far as they hang together with a candidate.
pub(super) struct CaseFacts {
    /// The pairs, in the order of `own`'s rows.
    pub pairs: Vec<Pair>,
    /// The facts of the scope, without the candidate's.
    pub own: Sheet,
    /// Whether the record is the second decision on an affair.
    second: Vec<Option<bool>>,
    /// Whether the record is discipline that stands.
    counts: Vec<bool>,
}

impl CaseFacts {
    /// Per candidate: records, affairs, open records.
    pub fn per_candidate(&self, candidates: usize) -> [Vec<i32>; 3] {
        let is_linked = |pair: &Pair| pair.state == State::Link;
        [
            count(&self.pairs, candidates, |_, pair| is_linked(pair)),
            count(&self.pairs, candidates, |at, pair| is_linked(pair) && self.counts[at] && self.second[at] != Some(true)),
            count(&self.pairs, candidates, |_, pair| pair.state == State::Ask),
        ]
    }
}

/// The facts of every pair.
///
/// # Errors
/// A column is missing or of another type: a mistake of ours.
pub(super) fn facts(
    cases: &Cases,
    pairs: Vec<Pair>,
    candidates: &DataFrame,
    roster: &Roster,
    has_open_complaint: &[bool],
    as_of: NaiveDate,
    congress: Option<CongressLevel>,
) -> Result<CaseFacts> {
    let (of_candidate, of_record) = indexes(&pairs);
    let records = cases.frame().take(&of_record)?;
    let people = candidates.select(["position", "candidacy", "standing_for"])?.take(&of_candidate)?;
    let mut sheet = Sheet::new(Scope::Case, pairs.len());
    link_facts(&mut sheet, &pairs);
    sheet.copy(&records, &["measure", "regime", "status", "decision_no", "authority"])?;

    let (measure, regime, status) = (texts(&records, "measure")?, texts(&records, "regime")?, texts(&records, "status")?);
    sheet.ints("measure_rank", ranks(&measure));
    sheet.texts("suspension", suspensions(&texts(&records, "form_raw")?, &measure));
    let (decided, announced) = (date_bounds(&records, "decided")?, date_bounds(&records, "announced")?);
    decision_dates(&mut sheet, &decided, &announced, as_of);
    let days: Vec<Bounds> = decided.iter().map(|day| day.days_to(as_of)).collect();
    sheet.int_bounds("days_since_decision", &days);
    sheet.date_bounds("announced_on", &announced);
    sheet.is_known("is_announcement_known", &records, "announced_from")?;

    let is_annulled = |at: usize| status[at] == Some("annulled");
    sheet.bools("is_annulled", (0..pairs.len()).map(|at| Some(is_annulled(at))));
    sheet.bools(
        "is_under_complaint",
        pairs.iter().enumerate().map(|(at, pair)| match status[at] {
            Some("under_complaint") => Some(true),
            _ if has_open_complaint[pair.candidate as usize] => None,
            _ => Some(false),
        }),
    );

    let others = Others { pairs: &pairs, decided: &decided, regime: &regime, measure: &measure, is_annulled: &is_annulled };
    let second: Vec<Option<bool>> = (0..pairs.len()).map(|at| others.any(at, |other| others.is_second(at, other))).collect();
    let later: Vec<Option<bool>> = (0..pairs.len()).map(|at| others.any(at, |other| others.is_relapse(at, other))).collect();
    let counts = (0..pairs.len()).map(|at| !is_annulled(at) && measure[at] != Some("none")).collect();
    sheet.bools("has_later_case", later);
    let next: Vec<Bounds> = (0..pairs.len()).map(|at| others.months_to_next(at)).collect();
    sheet.int_bounds("months_to_next_case", &next);
    sheet.bools("is_second_of_affair", second.iter().copied());

    let posts_then = PostsThen::read(&records, &people, &pairs, roster, &decided)?;
    sheet.texts("position_when_disciplined", posts_then.title.iter().copied());
    let candidacy = texts(&people, "candidacy")?;
    let least = congress.map(least_post);
    let is_higher = pairs.iter().enumerate().map(|(at, pair)| {
        seeks_higher(roster.sought.posts(pair.candidate as usize), posts_then.titles.posts(at), least.as_deref(), candidacy[at])
    });
    sheet.bools("seeks_higher_post", is_higher);
    Ok(CaseFacts { second, counts, own: sheet, pairs })
}

/// The facts about the link itself, which all registers of persons share.
pub(super) fn link_facts(sheet: &mut Sheet, pairs: &[Pair]) {
    let probability: Vec<f64> = pairs.iter().map(|pair| pair.probability).collect();
    sheet.reals("link_prob", &probability);
    sheet.texts("link_state", pairs.iter().map(|pair| Some(pair.state.name())));
    sheet.texts("link_conflict", pairs.iter().map(|pair| pair.conflict));
}

/// `decided_on` and the months since; counted from the signature where the announcement is not known.
pub(super) fn decision_dates(sheet: &mut Sheet, decided: &[Bounds], announced: &[Bounds], as_of: NaiveDate) {
    sheet.date_bounds("decided_on", decided);
    let months: Vec<Bounds> = decided.iter().map(|day| day.months_to(as_of)).collect();
    sheet.int_bounds("months_since_decision", &months);
    let months: Vec<Bounds> =
        announced.iter().zip(decided).map(|(announced, decided)| announced.or(*decided).months_to(as_of)).collect();
    sheet.int_bounds("months_since_announcement", &months);
}

/// How severe each measure is, comparable over both regimes; the few measures there are, are looked up once each.
fn ranks(measures: &[Option<&str>]) -> Vec<Option<i32>> {
    let mut known: FxHashMap<&str, Option<i32>> = FxHashMap::default();
    let rank = |code: &str| Measure::parse(code).ok().flatten().map(|measure| i32::from(measure.rank));
    measures.iter().map(|measure| measure.and_then(|code| *known.entry(code).or_insert_with(|| rank(code)))).collect()
}

/// What each entry suspends from; only an entry that is no discipline can. Registers repeat their wordings: each is read once.
fn suspensions(forms: &[Option<&str>], measures: &[Option<&str>]) -> Vec<Option<&'static str>> {
    let mut known: FxHashMap<&str, Option<&'static str>> = FxHashMap::default();
    forms
        .iter()
        .zip(measures)
        .map(|(form, measure)| match form {
            Some(form) if *measure == Some("none") => *known.entry(form).or_insert_with(|| suspension(form)),
            _ => None,
        })
        .collect()
}

/// The other records of the same candidate, seen from one of them.
struct Others<'a> {
    pairs: &'a [Pair],
    decided: &'a [Bounds],
    regime: &'a [Option<&'a str>],
    measure: &'a [Option<&'a str>],
    is_annulled: &'a dyn Fn(usize) -> bool,
}

impl Others<'_> {
    /// Whether the test holds for any other record of the candidate that stands; None: it depends on a date or an open identity.
    fn any(&self, at: usize, test: impl Fn(usize) -> Option<bool>) -> Option<bool> {
        let mut is_open = false;
        for other in self.of_candidate(at) {
            match test(other) {
                Some(false) => {}
                Some(true) if self.pairs[other].state == State::Link => return Some(true),
                Some(true) | None => is_open = true,
            }
        }
        (!is_open).then_some(false)
    }

    /// The other decisions that may be the candidate's and stand.
    fn of_candidate(&self, at: usize) -> impl Iterator<Item = usize> {
        let candidate = self.pairs[at].candidate;
        // Pairs are in the order of candidates, so a candidate's pairs stand together.
        let first = self.pairs[..at].iter().rposition(|pair| pair.candidate != candidate).map_or(0, |before| before + 1);
        let stands = |other: usize| !(self.is_annulled)(other) && self.measure[other] != Some("none");
        (first..self.pairs.len())
            .take_while(move |other| self.pairs[*other].candidate == candidate)
            .filter(move |other| *other != at && !self.pairs[*other].is_other_person() && stands(*other))
    }

    /// Months to the next decision on another affair that is taken as the candidate's; unknown where there is none.
    fn months_to_next(&self, at: usize) -> Bounds {
        self.of_candidate(at)
            .filter(|other| self.pairs[*other].state == State::Link && self.is_relapse(at, *other) == Some(true))
            .map(|other| {
                let (here, there) = (self.decided[at], self.decided[other]);
                let months = |from: Option<i32>, to: Option<i32>| Some(months_between(day(from?)?, day(to?)?));
                Bounds { min: months(here.max, there.min), max: months(here.min, there.max) }
            })
            .min_by_key(|months| (months.min, months.max))
            .unwrap_or_default()
    }

    /// Whether both are on one affair: one of the Party, one of the State, a few days apart.
    fn is_one_affair(&self, at: usize, other: usize) -> Option<bool> {
        let (Some(one), Some(two)) = (self.regime[at], self.regime[other]) else { return None };
        if one == two {
            return Some(false);
        }
        let ((a, b), (c, d)) = (self.decided[at].both()?, self.decided[other].both()?);
        let nearest = (a - d).max(c - b).max(0);
        let farthest = (b - c).max(d - a);
        if farthest <= AFFAIR_DAYS { Some(true) } else { (nearest > AFFAIR_DAYS).then_some(false) }
    }

    /// Whether `at` is the later decision on the affair of `other`; of two on one day the State's is the second.
    fn is_second(&self, at: usize, other: usize) -> Option<bool> {
        if self.is_one_affair(at, other) == Some(false) {
            return Some(false);
        }
        let is_later = if self.decided[at] == self.decided[other] && self.decided[at] != Bounds::UNKNOWN {
            Some(self.regime[at] == Some("state"))
        } else {
            self.decided[other].is_before(self.decided[at])
        };
        match (is_later, self.is_one_affair(at, other)) {
            (Some(false), _) => Some(false),
            (Some(true), known) => known,
            (None, _) => None,
        }
    }

    /// Whether `other` is a later decision on another affair.
    fn is_relapse(&self, at: usize, other: usize) -> Option<bool> {
        match (self.decided[at].is_before(self.decided[other]), self.is_one_affair(at, other)) {
            (Some(false), _) | (_, Some(true)) => Some(false),
            (Some(true), Some(false)) => Some(true),
            _ => None,
        }
    }
}

/// The posts held when disciplined.
struct PostsThen<'a> {
    title: Vec<Option<&'a str>>,
    titles: Titles,
}

impl<'a> PostsThen<'a> {
    fn read(records: &'a DataFrame, people: &'a DataFrame, pairs: &[Pair], roster: &Roster, decided: &[Bounds]) -> Result<Self> {
        let (said, today) = (texts(records, "position")?, texts(people, "position")?);
        let title: Vec<Option<&str>> = pairs
            .iter()
            .enumerate()
            .map(|(at, pair)| {
                let was_in_post = || roster.position_since[pair.candidate as usize].is_before(decided[at]) == Some(true);
                said[at].or_else(|| today[at].filter(|_| was_in_post()))
            })
            .collect();
        // The level of the present post fills in only where that post is the one meant.
        let levels = pairs.iter().enumerate().map(|(at, pair)| {
            let is_todays = said[at].is_none() || said[at] == today[at];
            is_todays.then(|| roster.held.main(pair.candidate as usize)?.level).flatten()
        });
        let titles = Titles::read(title.iter().copied().zip(levels));
        Ok(Self { title, titles })
    }
}

/// What everybody on the roster of a congress stands for at least: a seat on its committee.
fn least_post(congress: CongressLevel) -> Vec<Post> {
    let level: Level = level_of(congress);
    posts("ủy viên ban chấp hành", Some(level))
}

/// Whether the post sought is higher than the one held then; None: nothing can be said.
fn seeks_higher(sought: &[Post], then: &[Post], least: Option<&[Post]>, candidacy: Option<&str>) -> Option<bool> {
    if !sought.is_empty() {
        return step(sought, then).map(|step| step == Step::Higher);
    }
    // The roster does not say what for. A new seat on the committee may itself be the higher post; a seat already held may not.
    let is_seat_higher = step(least?, then) == Some(Step::Higher);
    (is_seat_higher && candidacy == Some("first_time")).then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_post_is_seen_only_where_titles_say_so() {
        let read = |title: &str| posts(title, None);
        let least = least_post(CongressLevel::Province);
        for (sought, then, candidacy, expected) in [
            ("Phó Bí thư Tỉnh ủy", "Tỉnh ủy viên", None, Some(true)),
            ("Tỉnh ủy viên", "Tỉnh ủy viên", None, Some(false)),
            ("Tỉnh ủy viên", "Bí thư Huyện ủy", None, None),
            ("", "Huyện ủy viên", Some("first_time"), Some(true)),
            ("", "Huyện ủy viên", Some("re_election"), None),
            ("", "Tỉnh ủy viên", Some("first_time"), None),
            ("", "", Some("first_time"), None),
            ("Tỉnh ủy viên", "", None, None),
        ] {
            let found = seeks_higher(&read(sought), &read(then), Some(&least), candidacy);
            assert_eq!(found, expected, "{sought} against {then}, {candidacy:?}");
        }
        assert_eq!(seeks_higher(&[], &read("Huyện ủy viên"), None, Some("first_time")), None);
    }

    #[test]
    fn the_kinds_of_suspension_are_those_of_the_facts() {
        assert_eq!(crate::table::facts::SUSPENSIONS, crate::vn::suspension::KINDS);
        let forms = [Some("đình chỉ sinh hoạt Đảng"), Some("cảnh cáo, đình chỉ sinh hoạt Đảng"), None];
        assert_eq!(suspensions(&forms, &[Some("none"), Some("warning"), None]), [Some("party_activities"), None, None]);
    }

    #[test]
    fn every_measure_of_the_facts_has_a_rank() {
        let codes: Vec<Option<&str>> = crate::table::facts::MEASURES.iter().map(|code| Some(*code)).collect();
        let ranks = ranks(&codes);
        assert!(ranks.iter().all(Option::is_some), "{ranks:?}");
        assert_eq!((ranks[0], ranks[1], ranks.last().copied().flatten()), (Some(1), Some(2), Some(0)));
    }
}
