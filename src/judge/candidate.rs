//! What do the rules read of a candidate?

use chrono::NaiveDate;
use polars::prelude::*;
use rustc_hash::FxHashSet;

use super::sheet::{Bounds, Sheet, date_bounds, day, days, texts};
use super::title::Titles;
use crate::error::Result;
use crate::table::facts::Scope;
use crate::table::people::Candidates;
use crate::table::run::CongressLevel;
use crate::vn::calendar::months_between;
use crate::vn::post::{Level, Post, Step, step};
use crate::vn::retirement::Schedule;
use crate::vn::sex::Sex;

/// A person joins the Party at 18 (Điều lệ Đảng 2011 Điều 1 khoản 2).
const JOINING_AGE_MONTHS: i32 = 18 * 12;

/// What the registers say of each candidate.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub cases: Vec<i32>,
    pub affairs: Vec<i32>,
    pub open_cases: Vec<i32>,
    pub conflicts: Vec<i32>,
    pub open_complaints: Vec<i32>,
    pub open_inspections: Vec<i32>,
}

/// What is read of the roster once and used in several scopes.
pub(super) struct Roster {
    /// The posts held.
    pub held: Titles,
    /// The posts stood for.
    pub sought: Titles,
    /// Who stands for re-election to a post of the very name that they hold.
    pub is_same_seat: Vec<bool>,
    /// The start in the post held.
    pub position_since: Vec<Bounds>,
}

/// The level that posts of a congress have where their title does not say.
pub(super) fn level_of(congress: CongressLevel) -> Level {
    match congress {
        CongressLevel::Central => Level::Central,
        CongressLevel::Province => Level::Province,
        CongressLevel::Commune => Level::Commune,
        CongressLevel::Grassroots => Level::Grassroots,
    }
}

impl Roster {
    /// The titles and the time in post of every candidate.
    ///
    /// # Errors
    /// A column is missing: a mistake of ours.
    pub fn read(candidates: &Candidates, congress: Option<CongressLevel>) -> Result<Self> {
        let frame = candidates.frame();
        let levels = texts(frame, "level")?;
        let (positions, standing_for, candidacy) =
            (texts(frame, "position")?, texts(frame, "standing_for")?, texts(frame, "candidacy")?);
        let levels: Vec<Option<Level>> = levels.into_iter().map(|level| level.and_then(Level::of_name)).collect();
        let is_same_seat: Vec<bool> =
            (0..frame.height()).map(|row| is_same_seat(candidacy[row], positions[row], standing_for[row])).collect();
        let congress = congress.map(level_of);
        // "Phó Bí thư", held in a commune and stood for again, is the commune's, at whichever congress.
        let level = |row: usize| if is_same_seat[row] { levels[row] } else { congress };
        let (held, (sought, position_since)) = rayon::join(
            || Titles::read(positions.iter().copied().zip(levels.iter().copied())),
            || {
                let sought = Titles::read(standing_for.iter().enumerate().map(|(row, title)| (*title, level(row))));
                (sought, date_bounds(frame, "position_since"))
            },
        );
        Ok(Self { held, sought, is_same_seat, position_since: position_since? })
    }
}

/// Whether somebody stands again for the post that they hold, as far as its name tells.
fn is_same_seat(candidacy: Option<&str>, position: Option<&str>, standing_for: Option<&str>) -> bool {
    let same = |title: &str| Some(title.to_lowercase()) == position.map(str::to_lowercase);
    candidacy == Some("re_election") && standing_for.is_some_and(same)
}

/// The facts of every candidate, in the roster's order.
///
/// # Errors
/// A column is missing or of another type: a mistake of ours.
pub(super) fn facts(
    candidates: &Candidates,
    roster: &Roster,
    twins: &[(String, String)],
    counts: &Counts,
    as_of: NaiveDate,
    opens_on: Option<NaiveDate>,
    congress: Option<CongressLevel>,
) -> Result<DataFrame> {
    let frame = candidates.frame();
    let mut sheet = Sheet::new(Scope::Candidate, frame.height());
    sheet.same_day("as_of", Some(as_of));
    sheet.same_day("opens_on", opens_on);
    sheet.same_text("congress_level", congress.map(CongressLevel::name));
    sheet.copy(frame, &["candidacy", "organisation", "position", "standing_for"])?;
    // Three groups that do not need each other, each walking millions of rows.
    let (times, (numbers, posts)) =
        rayon::join(|| times(frame, roster, as_of), || rayon::join(|| numbers(frame), || posts(frame, roster)));
    for group in [times, numbers, posts] {
        sheet.absorb(group?);
    }
    for (name, of) in [
        ("is_born_known", "born_from"),
        ("is_sex_known", "sex"),
        ("is_candidacy_known", "candidacy"),
        ("is_standing_for_known", "standing_for"),
        ("has_position", "position"),
        ("has_position_since", "position_since_from"),
        ("has_organisation", "organisation"),
        ("has_home_place", "home_place"),
        ("has_party_joined", "party_joined_from"),
        ("has_party_official", "party_official_from"),
        ("has_party_card", "party_card_raw"),
        ("has_national_id", "national_id"),
    ] {
        sheet.is_known(name, frame, of)?;
    }
    // A column that the whole roster lacks is one remark on the roster, not one on each person.
    for (name, of) in [
        ("roster_gives_candidacy", "candidacy"),
        ("roster_gives_standing_for", "standing_for"),
        ("roster_gives_position_since", "position_since_from"),
    ] {
        let gives = frame.column(of)?.null_count() < frame.height();
        sheet.bools(name, std::iter::repeat_n(Some(gives), frame.height()));
    }
    let doubled: FxHashSet<&str> = twins.iter().flat_map(|(a, b)| [a.as_str(), b.as_str()]).collect();
    sheet.bools("is_twin", texts(frame, "id")?.iter().map(|id| Some(id.is_some_and(|id| doubled.contains(id)))));
    for (name, values) in [
        ("case_count", &counts.cases),
        ("affair_count", &counts.affairs),
        ("open_case_count", &counts.open_cases),
        ("conflict_count", &counts.conflicts),
        ("open_complaint_count", &counts.open_complaints),
        ("open_inspection_count", &counts.open_inspections),
    ] {
        sheet.ints(name, values.iter().map(|count| Some(*count)));
    }
    // The province is no fact that a rule may ask about: it is kept so that who is affected can be told by province.
    let province = frame.column("province_code")?.clone();
    sheet.finish(vec![frame.column("id")?.clone().with_name("candidate_id".into()), province], None)
}

/// The present post and the one stood for.
fn posts(frame: &DataFrame, roster: &Roster) -> Result<Sheet> {
    let mut sheet = Sheet::new(Scope::Candidate, frame.height());
    let rows = 0..frame.height();
    let Roster { held, sought, is_same_seat, .. } = roster;
    let said = texts(frame, "level")?;
    let of_title = |row: usize| held.main(row).and_then(|post| post.level).map(Level::name);
    sheet.texts("level", said.iter().enumerate().map(|(row, level)| level.or_else(|| of_title(row))));
    sheet.texts("post_rank", rows.clone().map(|row| held.main(row).map(|post| post.rank)));
    sheet.texts("standing_level", rows.clone().map(|row| sought.main(row)?.level.map(Level::name)));
    sheet.texts("standing_rank", rows.clone().map(|row| sought.main(row).map(|post| post.rank)));
    let steps = |row: usize| {
        if is_same_seat[row] { Some(Step::Same) } else { step(sought.posts(row), held.posts(row)) }
    };
    sheet.texts("standing_step", rows.clone().map(|row| steps(row).map(Step::name)));
    // Whatever an unknown title means, nobody in a commune's post is secretary of a district, or deputy secretary of a province.
    let level = |row: usize| said[row].and_then(Level::of_name);
    let not_below = |row: usize, least: Level| level(row).filter(|level| *level > least).map(|_| false);
    let is_secretary_up = |post: &Post| match (post.line, post.rank, post.level) {
        ("party", "head", None) => None,
        (line, rank, level) => Some(line == "party" && rank == "head" && level <= Some(Level::District)),
    };
    sheet.bools(
        "is_district_secretary_up",
        rows.clone().map(|row| held.any(row, is_secretary_up).or_else(|| not_below(row, Level::District))),
    );
    let is_province_deputy = |post: &Post| match (post.line, post.rank, post.level) {
        ("party", "deputy", None) => None,
        (line, rank, level) => Some(line == "party" && rank == "deputy" && level == Some(Level::Province)),
    };
    sheet.bools(
        "is_province_deputy_secretary",
        rows.clone().map(|row| held.any(row, is_province_deputy).or_else(|| not_below(row, Level::Province))),
    );
    let is_state_post =
        |post: &Post| Some(matches!(post.line, "state" | "assembly" | "front") && matches!(post.rank, "head" | "deputy"));
    sheet.bools("stands_for_state_post", rows.map(|row| sought.any(row, is_state_post)));
    Ok(sheet)
}

/// Ages and times.
fn times(frame: &DataFrame, roster: &Roster, as_of: NaiveDate) -> Result<Sheet> {
    let mut sheet = Sheet::new(Scope::Candidate, frame.height());
    let since = |bounds: &[Bounds]| bounds.iter().map(|bounds| bounds.months_to(as_of)).collect::<Vec<_>>();
    let born = date_bounds(frame, "born")?;
    sheet.bools("is_birth_day_known", born.iter().map(|born| Some(born.min.is_some() && born.min == born.max)));
    sheet.int_bounds("age_months", &since(&born));
    sheet.int_bounds("months_in_post", &since(&roster.position_since));

    let schedule = Schedule::on(as_of);
    let sexes = texts(frame, "sex")?;
    let months: Vec<Bounds> = born.iter().zip(&sexes).map(|(born, sex)| retirement(*born, *sex, schedule)).collect();
    sheet.date_bounds("retirement_month", &months);
    drop(months);

    let joined = date_bounds(frame, "party_joined")?;
    sheet.int_bounds("party_months", &since(&joined));
    sheet.bools("is_joined_before_18", born.iter().zip(&joined).map(|(born, joined)| is_joined_early(*born, *joined)));
    let official = date_bounds(frame, "party_official")?;
    sheet.int_bounds("months_since_official", &since(&official));
    sheet.bools("is_official_before_joined", official.iter().zip(&joined).map(|(official, joined)| official.is_before(*joined)));
    Ok(sheet)
}

/// The months in which a person born within `born` can reach the retirement age; both schedules where the sex is not known.
fn retirement(born: Bounds, sex: Option<&str>, schedule: Schedule) -> Bounds {
    let Some((Some(first), Some(last))) = born.both().map(|(first, last)| (day(first), day(last))) else {
        return Bounds::UNKNOWN;
    };
    let (early, late) = match sex {
        Some("M") => (Sex::Male, Sex::Male),
        Some("F") => (Sex::Female, Sex::Female),
        // Women reach their age no later than men born on the same day, in every year of the schedule.
        _ => (Sex::Female, Sex::Male),
    };
    let min = schedule.month(first, early).map(days);
    let max = if (first, early) == (last, late) { min } else { schedule.month(last, late).map(days) };
    Bounds { min, max }
}

fn is_joined_early(born: Bounds, joined: Bounds) -> Option<bool> {
    let months = |born: Option<i32>, joined: Option<i32>| Some(months_between(day(born?)?, day(joined?)?));
    let least = months(born.max, joined.min)?;
    let is_exact = born.min == born.max && joined.min == joined.max;
    let most = if is_exact { least } else { months(born.min, joined.max)? };
    if most < JOINING_AGE_MONTHS { Some(true) } else { (least >= JOINING_AGE_MONTHS).then_some(false) }
}

/// Identity and card numbers: what does not fit.
fn numbers(frame: &DataFrame) -> Result<Sheet> {
    let mut sheet = Sheet::new(Scope::Candidate, frame.height());
    let (raw, number) = (texts(frame, "national_id_raw")?, texts(frame, "national_id")?);
    let findings = texts(frame, "id_findings")?;
    let is_cccd = |row: usize| number[row].is_some_and(|number| number.len() == 12);
    let has = |row: usize, what: &str| findings[row].is_some_and(|found| found.split(',').any(|one| one.trim() == what));
    let rows = 0..frame.height();
    let kind = |number: &str| match number.len() {
        12 => Some("cccd"),
        9 => Some("cmnd"),
        _ => None,
    };
    sheet.texts("national_id_kind", number.iter().map(|number| number.and_then(kind)));
    for (name, finding) in [("id_length_wrong", "length"), ("id_is_placeholder", "placeholder")] {
        sheet.bools(name, rows.clone().map(|row| raw[row].is_some().then(|| has(row, finding))));
    }
    for (name, finding, other) in [
        ("id_birth_year_differs", "birth_year", "born_from"),
        ("id_sex_differs", "sex", "sex"),
        ("id_province_differs", "province", "home_codes"),
    ] {
        let is_known = frame.column(other)?.as_materialized_series().is_not_null();
        let answers = rows.clone().zip(is_known.iter());
        sheet.bools(name, answers.map(|(row, known)| (is_cccd(row) && known == Some(true)).then(|| has(row, finding))));
    }
    let (card_raw, card) = (texts(frame, "party_card_raw")?, texts(frame, "party_card")?);
    let is_wrong = |card: Option<&str>| !card.is_some_and(|card| matches!(card.len(), 8 | 12));
    sheet.bools("card_format_wrong", card_raw.iter().zip(card).map(|(raw, card)| raw.map(|_| is_wrong(card))));
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(from: &str, to: &str) -> Bounds {
        let at = |text: &str| Some(days(text.parse().expect("a day")));
        Bounds { min: at(from), max: at(to) }
    }

    #[test]
    fn who_stands_again_for_the_post_they_hold_does_not_rise() {
        for (candidacy, position, standing_for, expected) in [
            (Some("re_election"), Some("Phó Giám đốc"), Some("Phó giám đốc"), true),
            (Some("re_election"), Some("Phó Giám đốc"), Some("Giám đốc"), false),
            (Some("first_time"), Some("Phó Bí thư"), Some("Phó Bí thư"), false),
            (None, Some("Phó Bí thư"), Some("Phó Bí thư"), false),
            (Some("re_election"), None, None, false),
        ] {
            assert_eq!(is_same_seat(candidacy, position, standing_for), expected, "{candidacy:?} {position:?} {standing_for:?}");
        }
    }

    #[test]
    fn an_unknown_sex_leaves_the_retirement_month_between_both() {
        let born = of("1968-09-12", "1968-09-12");
        let month = |sex| retirement(born, sex, Schedule::Decree135);
        assert_eq!(month(Some("M")), of("2030-09-01", "2030-09-01"));
        let (woman, either) = (month(Some("F")), month(None));
        assert_eq!((either.min, either.max), (woman.min, month(Some("M")).max));
        assert_eq!(retirement(Bounds::UNKNOWN, Some("M"), Schedule::Decree135), Bounds::UNKNOWN);
    }

    #[test]
    fn women_never_reach_their_age_after_men() {
        for month in 0..(50 * 12) {
            let born = NaiveDate::from_ymd_opt(1945 + month / 12, (month % 12).cast_unsigned() + 1, 1).expect("a day");
            for schedule in [Schedule::Flat, Schedule::Decree135] {
                assert!(schedule.month(born, Sex::Female) <= schedule.month(born, Sex::Male), "{born}");
            }
        }
    }

    #[test]
    fn joining_before_eighteen_is_seen_to_the_day_and_open_within_a_year() {
        let born = of("1970-05-20", "1970-05-20");
        for (joined, expected) in [
            (of("1988-05-19", "1988-05-19"), Some(true)),
            (of("1988-05-20", "1988-05-20"), Some(false)),
            (of("1988-01-01", "1988-12-31"), None),
            (Bounds::UNKNOWN, None),
        ] {
            assert_eq!(is_joined_early(born, joined), expected, "{joined:?}");
        }
    }
}
