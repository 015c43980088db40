//! Which of a thousand rows may be one person with this one, all seen at once?
//!
//! Whoever is held against a whole table is a stranger to nearly all of it. Here the parts of glances stand in columns, and the same few
//! steps without a choice in them are taken for every row, which a processor does for several rows at a time. What is left, a few rows of a
//! hundred, is for [`Looker::may_reach`] to see: nothing that it lets through is thrown out here, which a test holds.

use super::bits::Bits;
use super::glance::{
    CARD_HIGH, CARD_KIND, CARD_LOW, DAY, DOUBTFUL, FAMILY, GIVEN, Glance, HOME, ID_HIGH, ID_KIND, ID_LOW, LENGTH, OPEN,
    OTHER_SEX, OTHER_SEX_STEP, Part, SECOND, SEVERAL, SEX, WORK, YEAR,
};
use super::levels;
use super::looker::{DAY_AND_MONTH, Looker, ONE_SLIP, ORIGIN, REST, SAME_OFFICE, Worth, wide};

/// Rows that are seen at once: their columns stay in the processor's nearest memory.
pub const ROWS: usize = 1_024;

type Column = [i16; ROWS];

/// The parts of the glances of some rows.
#[derive(Debug)]
pub struct Sieve {
    rows: usize,
    /// Family name, second syllable, given name; [`OPEN_PART`]: not to be judged.
    names: [Column; 3],
    length: Column,
    year: Column,
    month: Column,
    day: Column,
    /// What another sex takes away, where the looker is a man, a woman, neither known.
    sexes: [Column; 3],
    id_kind: Column,
    /// Two groups of digits, and the digits that are as they were where a slip changed both.
    id: [Column; 3],
    card_kind: Column,
    card: [Column; 2],
    /// Areas, as glances have them.
    home: Column,
    work: Column,
}

/// A part of a name that is the same as any.
const OPEN_PART: i16 = -1;
/// Never met in a column.
const NONE: i16 = -2;
/// [`YEAR`] of a row whose year may be either.
#[expect(clippy::cast_possible_truncation, reason = "below 128")]
const EITHER: i16 = DOUBTFUL as i16;
/// Areas from here on are of several provinces.
#[expect(clippy::cast_possible_truncation, reason = "below 128")]
const WIDE: i16 = SEVERAL as i16;

/// All bits where it holds, else none.
fn mask(holds: bool) -> i16 {
    i16::from(holds).wrapping_neg()
}

/// One of two numbers by the bits of a mask.
fn pick(mask: i16, yes: i16, no: i16) -> i16 {
    (yes ^ no) & mask ^ no
}

/// Steps of 1/64 of a bit, and never less than it was.
fn coarse(bits: Bits) -> i16 {
    i16::try_from((bits.0 + 15) >> 4).unwrap_or(if bits.0 < 0 { i16::MIN / 8 } else { i16::MAX / 8 })
}

/// The digits around the two that a slip between the groups can change.
fn outer_digits(glance: Glance) -> i16 {
    narrow(ID_HIGH.get(glance) / 10 * 100 + ID_LOW.get(glance) % 100)
}

fn narrow(value: u64) -> i16 {
    i16::try_from(value).unwrap_or(i16::MAX)
}

impl Sieve {
    /// Of at most [`ROWS`] rows.
    pub fn of(glances: &[Glance]) -> Self {
        let column = |value: &dyn Fn(Glance) -> i16| {
            let mut column = [0; ROWS];
            column.iter_mut().zip(glances).for_each(|(to, &glance)| *to = value(glance));
            column
        };
        let part = |part: Part| column(&|glance| narrow(part.get(glance)));
        let name = |open: u64, part: Part| {
            column(&|glance| if OPEN.get(glance) >> open & 1 == 1 { OPEN_PART } else { narrow(part.get(glance)) })
        };
        let taken_by = |sex: u64| {
            let is_other = move |glance: Glance| sex > 0 && SEX.get(glance) > 0 && SEX.get(glance) != sex;
            column(&|glance| if is_other(glance) { narrow(OTHER_SEX.get(glance)) * coarse(OTHER_SEX_STEP) } else { 0 })
        };
        Self {
            rows: glances.len().min(ROWS),
            names: [name(0, FAMILY), name(1, SECOND), name(2, GIVEN)],
            length: part(LENGTH),
            year: part(YEAR),
            month: column(&|glance| narrow(DAY.get(glance) >> 5)),
            day: column(&|glance| narrow(DAY.get(glance) & 31)),
            sexes: [taken_by(0), taken_by(1), taken_by(2)],
            id_kind: part(ID_KIND),
            id: [part(ID_HIGH), part(ID_LOW), column(&outer_digits)],
            card_kind: part(CARD_KIND),
            card: [part(CARD_HIGH), part(CARD_LOW)],
            home: part(HOME),
            work: part(WORK),
        }
    }

    /// The rows that are left for a looker, in order.
    pub fn sift(&self, sought: &Sought, out: &mut Vec<usize>) {
        out.clear();
        let is_left = sought.may_reach(self);
        for (first, eight) in is_left.chunks_exact(8).enumerate() {
            // Most often none.
            if eight.iter().any(|&is_left| is_left != 0) {
                let rows = (first * 8..).zip(eight).filter(|&(row, &is_left)| is_left != 0 && row < self.rows);
                out.extend(rows.map(|(row, _)| row));
            }
        }
    }
}

/// What a looker seeks, as the columns have it, and what it is worth at most.
#[derive(Debug)]
pub struct Sought {
    /// What all parts together must weigh.
    least: i16,
    names: [i16; 3],
    /// Bits of its own names that are not to be judged.
    open: [i16; 3],
    length: i16,
    /// By which names are the same.
    name_worth: [i16; 16],
    year: i16,
    /// The year before, and the year after.
    next_years: [i16; 2],
    month: i16,
    day: i16,
    /// All bits where its year may be either, where its day is not known.
    is_year_open: i16,
    is_day_open: i16,
    /// Birth dates that agree in the year or in all the rest, in something, in nothing.
    births: [i16; 3],
    sex: usize,
    id_kind: i16,
    id: [i16; 3],
    id_same: i16,
    id_differs: i16,
    card: [i16; 2],
    card_same: i16,
    card_differs: i16,
    home: Area,
    work: Area,
    /// Native provinces that may be one, that are two where one side lives in the other's, that are two, that are not known.
    homes: [i16; 4],
    works: [i16; 2],
}

/// An area that a looker comes from or works in.
#[derive(Debug)]
struct Area {
    own: i16,
    is_known: i16,
    /// Of several provinces: any other may have one in common with it.
    is_wide: i16,
}

impl Area {
    fn of(glance: Glance, part: Part) -> Self {
        let own = part.get(glance);
        Self { own: if own > 0 { narrow(own) } else { NONE }, is_known: mask(own > 0), is_wide: mask(own >= SEVERAL) }
    }

    /// Whether it may have a province in common with a row's area that is known.
    #[inline]
    fn may_meet(&self, other: i16) -> i16 {
        (mask(other == self.own) | mask(other >= WIDE) | self.is_wide) & self.is_known & mask(other != 0)
    }
}

impl Sought {
    /// By a looker for whom pairs below `floor` are not worth comparing.
    pub fn of(worth: &Worth<'_>, looker: &Looker, floor: Bits) -> Self {
        let own = looker.glance;
        let part = |part: Part| narrow(part.get(own));
        let known = |part: Part| if part.get(own) > 0 { narrow(part.get(own)) } else { NONE };
        let (id_kind, card_kind) = (ID_KIND.get(own), CARD_KIND.get(own));
        let (year, day) = (YEAR.get(own), DAY.get(own) & 31);
        let id = worth.id[usize::try_from(id_kind).unwrap_or(0) & 3];
        let residence = wide(looker.residence);
        let level = looker.levels.iter().copied().fold(0, i8::max);
        let unseen = REST + Bits(levels::EIGHTH.0 * i32::from(level));
        let same_home = wide(looker.commune.max(looker.district)).max(wide(looker.province) + residence);
        let if_dated = |bits: Bits| if year > 0 { coarse(bits) } else { 0 };
        Self {
            // Each of the sums is rounded up: what is less than this is less than the floor.
            least: coarse(floor - unseen).saturating_sub(1),
            names: [FAMILY, SECOND, GIVEN].map(part),
            open: [0, 1, 2].map(|open| mask(OPEN.get(own) >> open & 1 == 1)),
            length: known(LENGTH),
            name_worth: looker.names.map(|bits| coarse(wide(bits))),
            year: part(YEAR),
            next_years: [part(YEAR) - 1, part(YEAR) + 1],
            month: narrow(DAY.get(own) >> 5),
            day: narrow(day),
            is_year_open: mask(year == DOUBTFUL),
            is_day_open: mask(day == 0),
            births: [
                if_dated(wide(looker.year).max(ONE_SLIP) + DAY_AND_MONTH),
                if_dated(worth.birth_slips),
                if_dated(worth.birth_differs),
            ],
            sex: usize::try_from(SEX.get(own)).unwrap_or(0) % 3,
            id_kind: known(ID_KIND),
            id: [part(ID_HIGH), part(ID_LOW), outer_digits(own)],
            id_same: coarse(id.same.max(id.slip)),
            // Ten digits and eleven do not contradict each other.
            id_differs: if id_kind == 3 { 0 } else { coarse(id.differs) },
            card: [known(CARD_HIGH), known(CARD_LOW)],
            card_same: coarse(worth.card.same.max(worth.card.slip)),
            card_differs: if card_kind == 1 { coarse(worth.card.differs) } else { 0 },
            home: Area::of(own, HOME),
            work: Area::of(own, WORK),
            homes: [same_home, worth.home_differs + residence.max(ORIGIN), worth.home_differs + ORIGIN, ORIGIN].map(coarse),
            works: [coarse(SAME_OFFICE), coarse(worth.work_differs)],
        }
    }

    /// For each row whether it may weigh enough: all bits, or none.
    fn may_reach(&self, sieve: &Sieve) -> Column {
        let mut out = [0; ROWS];
        let taken = &sieve.sexes[self.sex];
        for (row, out) in out.iter_mut().enumerate() {
            let of_person = self.name(sieve, row).wrapping_add(self.birth(sieve, row)).wrapping_add(self.numbers(sieve, row));
            let sum = of_person.wrapping_add(self.places(sieve, row)).wrapping_sub(taken[row]);
            *out = mask(sum >= self.least);
        }
        out
    }

    #[inline]
    fn name(&self, sieve: &Sieve, row: usize) -> i16 {
        let same = |at: usize| {
            let part = sieve.names[at][row];
            mask(part == self.names[at]) | mask(part == OPEN_PART) | self.open[at]
        };
        let (family, second, given) = (same(0), same(1), same(2));
        let is_one_length = mask(sieve.length[row] == self.length);
        let worth = &self.name_worth;
        let by_family = |at: usize| pick(family, worth[at + 1], worth[at]);
        let by_second = |at: usize| pick(second, by_family(at + 2), by_family(at));
        let by_given = |at: usize| pick(given, by_second(at + 4), by_second(at));
        pick(is_one_length, by_given(0), by_given(8))
    }

    #[inline]
    fn birth(&self, sieve: &Sieve, row: usize) -> i16 {
        let (year, month, day) = (sieve.year[row], sieve.month[row], sieve.day[row]);
        let is_month = mask(month == self.month);
        let is_day = mask(day == self.day);
        let is_day_open = mask(day == 0) | self.is_day_open;
        let is_year = mask(year == self.year) | mask(year == EITHER) | self.is_year_open;
        // A year off is worth more than other years where it is all that differs.
        let is_next_year = mask(year == self.next_years[0]) | mask(year == self.next_years[1]);
        let is_near = is_year | is_month & is_day | is_next_year & is_day_open;
        let [near, slips, far] = self.births;
        pick(is_near, near, pick(is_month | is_day | is_day_open, slips, far)) & mask(year != 0)
    }

    #[inline]
    fn numbers(&self, sieve: &Sieve, row: usize) -> i16 {
        let same = |at: usize| mask(sieve.id[at][row] == self.id[at]);
        let id = pick(same(0) | same(1) | same(2), self.id_same, self.id_differs) & mask(sieve.id_kind[row] == self.id_kind);
        let same = |at: usize| mask(sieve.card[at][row] == self.card[at]);
        let differs = self.card_differs & mask(sieve.card_kind[row] == 1);
        id.wrapping_add(pick(same(0) | same(1), self.card_same, differs))
    }

    #[inline]
    fn places(&self, sieve: &Sieve, row: usize) -> i16 {
        let (home, work) = (sieve.home[row], sieve.work[row]);
        let lives_there = self.home.may_meet(work) | self.work.may_meet(home);
        let [same, residence, differs, unknown] = self.homes;
        let if_known = pick(self.home.may_meet(home), same, pick(lives_there, residence, differs));
        let of_home = pick(self.home.is_known & mask(home != 0), if_known, unknown);
        let is_elsewhere = self.work.is_known & mask(work != 0) & !self.work.may_meet(work);
        of_home.wrapping_add(pick(is_elsewhere, self.works[1], self.works[0]))
    }
}
