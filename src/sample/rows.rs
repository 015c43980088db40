//! The rows of an invented batch, each made on its own from the seed and its place.

use std::fmt::Write as _;

use chrono::{Datelike, Days, Months};

use super::damage::{Damage, Hand, Kinds, Written};
use super::mix::Mix;
use super::names::{Names, middle_and_given};
use super::organisation::{Level, MapOf, Post, post};
use super::person::{Person, Wanted, day_between};
use super::plan::{Owner, Plan};
use super::random::{Rng, Stream};
use super::register::{Complaint, Decision, Inspection, written};
use super::{Options, as_of};

/// The columns of `roster.csv`.
pub const ROSTER: [&str; 17] = [
    "candidate_id",
    "full_name",
    "other_names",
    "date_of_birth",
    "sex",
    "home_place",
    "national_id",
    "party_card",
    "party_joined_on",
    "party_official_on",
    "organisation",
    "position",
    "position_since",
    "level",
    "candidacy",
    "standing_for",
    "province_code",
];
/// The columns of `discipline.csv`.
pub const DISCIPLINE: [&str; 17] = [
    "record_id",
    "full_name",
    "other_names",
    "date_of_birth",
    "sex",
    "home_place",
    "national_id",
    "party_card",
    "organisation",
    "position",
    "decision_no",
    "decided_on",
    "announced_on",
    "form",
    "violation",
    "authority",
    "status",
];
/// The columns of `organisations.csv`.
pub const ORGANISATIONS: [&str; 7] = ["organisation", "form", "decision_no", "decided_on", "announced_on", "head", "status"];
/// The columns of `complaints.csv`.
pub const COMPLAINTS: [&str; 10] = [
    "complaint_id",
    "respondent",
    "date_of_birth",
    "national_id",
    "party_card",
    "organisation",
    "kind",
    "received_on",
    "status",
    "conclusion",
];
/// The columns of `inspections.csv`.
pub const INSPECTIONS: [&str; 6] = ["inspection_id", "subject", "started_on", "concluded_on", "conclusion", "proposed_form"];

/// The batch file of an invented batch.
pub fn batch(title: &str, seed: u64) -> String {
    let mut out = format!(
        "# Dữ liệu bịa, không có người thật; tạo bằng `thamdinh sample` với seed {seed}.\n\
         title    = \"{title}\"\nas_of    = 2025-09-15\nopens_on = 2025-10-01\nlevel    = \"province\"\n"
    );
    for kind in ["roster", "discipline", "organisations", "complaints", "inspections"] {
        let _ = write!(out, "\n[[input]]\nkind = \"{kind}\"\npath = \"{kind}.csv\"\n");
    }
    out.push_str("\n[rules]\npacks = [\"congress-14\"]\n");
    out
}

/// Everything rows are made from.
pub struct World<'a> {
    mix: &'a Mix,
    plan: &'a Plan,
    names: Names,
    seed: u64,
    candidates: usize,
}

/// Appends `cells` to a CSV as one row.
pub fn append(out: &mut Vec<u8>, cells: &[impl AsRef<str>]) {
    for (i, cell) in cells.iter().map(AsRef::as_ref).enumerate() {
        if i > 0 {
            out.push(b',');
        }
        if cell.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
            out.push(b'"');
            for byte in cell.bytes() {
                if byte == b'"' {
                    out.push(b'"');
                }
                out.push(byte);
            }
            out.push(b'"');
        } else {
            out.extend_from_slice(cell.as_bytes());
        }
    }
    out.push(b'\n');
}

/// A row of a register, and the rows of the roster on which its person stands, each with what is damaged on either side.
pub struct Told<const N: usize> {
    /// The cells.
    pub cells: [String; N],
    /// Row of the roster, kinds of damage as the truth lists them.
    pub truth: Vec<(usize, String)>,
}

impl<const N: usize> Told<N> {
    /// Appends the row to `out`, and the lines of truth to `truth`.
    pub fn append(&self, out: &mut Vec<u8>, truth: &mut Vec<u8>) {
        append(out, &self.cells);
        for (row, kinds) in &self.truth {
            append(truth, &[&candidate_id(*row), &self.cells[0], kinds]);
        }
    }
}

impl<'a> World<'a> {
    /// The world of one batch.
    pub fn new(options: &Options, mix: &'a Mix, plan: &'a Plan) -> Self {
        let names = Names::new(&mix.families, mix.people.minorities, mix.people.regional_given);
        Self { mix, plan, names, seed: options.seed, candidates: options.candidates }
    }

    /// The person in row `row` of the roster.
    fn candidate(&self, row: usize) -> Person {
        let person = self.plan.twins.get(&(row as u32)).map_or(row, |&earlier| earlier as usize);
        let mut rng = Rng::new(self.seed, Stream::Candidate, person);
        let wanted = Wanted { women: self.mix.people.women, born: self.mix.people.born, serial: person };
        Person::invent(&mut rng, self.mix, &self.names, wanted)
    }

    /// Stranger number `stranger`: now and then somebody whom the register already has, or somebody easily taken for a candidate.
    fn stranger(&self, stranger: usize) -> Person {
        let mut rng = Rng::new(self.seed, Stream::Stranger, stranger);
        let register = &self.mix.register;
        if stranger > 0 && rng.chance(register.again) {
            let earlier = rng.below(stranger);
            rng = Rng::new(self.seed, Stream::Stranger, earlier);
            let _ = earlier > 0 && rng.chance(register.again);
        }
        let serial = self.candidates + stranger;
        let wanted = Wanted { women: register.women, born: register.born, serial };
        let mut person = Person::invent(&mut rng, self.mix, &self.names, wanted);
        let ticket = rng.unit();
        if self.candidates == 0 || ticket >= register.homonyms + register.siblings + register.near_twins {
            return person;
        }
        let other = rng.below(self.candidates);
        let other = self.candidate(other);
        person.sex = other.sex;
        if ticket < register.homonyms {
            person.name = other.name;
        } else if ticket < register.homonyms + register.siblings {
            let given = middle_and_given(&mut rng, other.sex).1;
            if other.name.given == given {
                return person;
            }
            person.name = other.name;
            given.clone_into(&mut person.name.given);
            (person.home, person.work) = (other.home, other.work);
            let years = rng.between(-9, 9);
            let born = other.born.with_year(other.born.year() + years).unwrap_or(other.born);
            let born = born + Days::new(rng.below(200) as u64);
            person.rebirth(&mut rng, born, serial);
            return person;
        } else {
            person.name = other.name;
            if rng.chance(0.5) {
                // The same year, a neighbouring commune.
                (person.home, person.work) = (other.home.in_same_district(&mut rng), other.work);
            } else {
                person.home = other.home.in_same_province(&mut rng);
            }
            let first = other.born.with_ordinal(1).unwrap_or(other.born);
            let born = first + Days::new(rng.below(364) as u64);
            person.rebirth(&mut rng, if born == other.born { first } else { born }, serial);
            return person;
        }
        let born = person.born;
        person.rebirth(&mut rng, born, serial);
        person
    }

    /// Row `row` of the roster as written, its post, and what is damaged.
    fn written(&self, row: usize, person: &Person) -> (Written, Kinds, Post, Rng) {
        let mut rng = Rng::new(self.seed, Stream::RosterRow, row);
        let level = match rng.unit() {
            x if x < 0.04 => Level::Central,
            x if x < 0.3 => Level::Province,
            x if x < 0.9 => Level::Commune,
            _ => Level::Grassroots,
        };
        let post = post(&mut rng, level, person.work, MapOf::New, 1.8);
        let (written, kinds) = Damage::new(&self.mix.rates, Hand::Roster, &mut rng).write(person, &post.organisation);
        (written, kinds, post, rng)
    }

    /// Row `row` of the roster.
    pub fn roster(&self, row: usize) -> [String; ROSTER.len()] {
        let person = self.candidate(row);
        let (w, _, post, mut rng) = self.written(row, &person);
        let is_again = rng.chance(0.55);
        let standing_for = match (post.level, is_again) {
            (Level::Central, _) => "Ủy viên Ban Chấp hành Trung ương",
            (Level::Province, true) => "Ủy viên Ban Chấp hành Đảng bộ tỉnh",
            (Level::Province, false) => "Ủy viên Ban Thường vụ Tỉnh ủy",
            (_, true) => post.position.as_str(),
            (_, false) => "Ủy viên Ban Chấp hành Đảng bộ tỉnh",
        };
        let earliest = person.official.max(as_of() - Months::new(12 * 9)).min(as_of());
        let since = day_between(&mut rng, earliest, as_of()).with_day(1).unwrap_or(as_of());
        [
            candidate_id(row),
            w.full_name,
            w.other_names,
            w.date_of_birth,
            w.sex,
            w.home_place,
            w.national_id,
            w.party_card,
            written(person.joined),
            written(person.official),
            w.organisation,
            post.position.clone(),
            written(since),
            post.level.code().to_owned(),
            if is_again { "re_election" } else { "first_time" }.to_owned(),
            standing_for.to_owned(),
            person.work.province().successor.0.to_owned(),
        ]
    }

    /// Record `place` of the discipline register.
    pub fn record(&self, place: usize) -> Told<{ DISCIPLINE.len() }> {
        let owner = self.plan.records[place];
        let years = self.mix.register.decided;
        let (person, decision, mut rng) = match owner {
            Owner::Candidate(row, number) => {
                let person = self.candidate(row as usize);
                // A second record is often the State's decision on the same affair: it is made from the first.
                let mut first = Rng::new(self.seed, Stream::Record, place_of(row, 0));
                let mut rng = Rng::new(self.seed, Stream::Record, place_of(row, number));
                let of_state = if number == 1 && rng.chance(0.4) {
                    Decision::invent(&mut first, &person, years, as_of(), true).of_the_state(&mut rng, as_of())
                } else {
                    None
                };
                let decision = of_state.unwrap_or_else(|| Decision::invent(&mut rng, &person, years, as_of(), true));
                (person, decision, rng)
            }
            Owner::Stranger(stranger) => {
                let person = self.stranger(stranger as usize);
                let mut rng = Rng::new(self.seed, Stream::Record, usize::MAX - stranger as usize);
                let decision = Decision::invent(&mut rng, &person, years, as_of(), false);
                (person, decision, rng)
            }
        };
        let hand = Hand::Register(decision.decided.year());
        let (w, kinds) = Damage::new(&self.mix.rates, hand, &mut rng).write(&person, &decision.post.organisation);
        let id = format!("R{:08}", place + 1);
        let truth = match owner {
            Owner::Candidate(row, _) => self.truth(row as usize, kinds),
            Owner::Stranger(_) => Vec::new(),
        };
        let cells = [
            id,
            w.full_name,
            w.other_names,
            w.date_of_birth,
            w.sex,
            w.home_place,
            w.national_id,
            w.party_card,
            w.organisation,
            decision.post.position,
            decision.number,
            written(decision.decided),
            decision.announced.map(written).unwrap_or_default(),
            decision.form.to_owned(),
            decision.violation.to_owned(),
            decision.authority,
            decision.status.to_owned(),
        ];
        Told { cells, truth }
    }

    /// Every row of the roster on which the person of row `row` stands, with what is damaged there and in the record.
    fn truth(&self, row: usize, of_record: Kinds) -> Vec<(usize, String)> {
        let rows = self.plan.rows_of(row as u32).map(|row| {
            let person = self.candidate(row as usize);
            let (_, of_candidate, ..) = self.written(row as usize, &person);
            let mut kinds = String::new();
            for (side, kind) in of_record.iter().map(|kind| ("rec", kind)).chain(of_candidate.iter().map(|kind| ("cand", kind))) {
                let _ = write!(kinds, "{}{side}.{}", if kinds.is_empty() { "" } else { "|" }, kind.name());
            }
            (row as usize, kinds)
        });
        rows.collect()
    }

    /// Somebody a letter or an inspection is about: a candidate (with the row) or a stranger.
    fn somebody(&self, rng: &mut Rng, candidates: f64) -> (Option<usize>, Person) {
        if self.candidates > 0 && rng.chance(candidates) {
            let row = rng.below(self.candidates);
            // Twins' rows are told from the first of them.
            let row = self.plan.twins.get(&(row as u32)).map_or(row, |&earlier| earlier as usize);
            (Some(row), self.candidate(row))
        } else {
            (None, self.stranger(rng.below(1 << 20)))
        }
    }

    /// A complaint.
    pub fn complaint(&self, place: usize) -> Told<{ COMPLAINTS.len() }> {
        let mut rng = Rng::new(self.seed, Stream::Complaint, place);
        let (row, person) = self.somebody(&mut rng, 0.35);
        let complaint = Complaint::invent(&mut rng, as_of());
        let post = post(&mut rng, Level::Commune, person.work, super::register::map_on(complaint.received), 1.5);
        let (mut w, kinds) =
            Damage::new(&self.mix.rates, Hand::Register(as_of().year()), &mut rng).write(&person, &post.organisation);
        // Who writes a letter knows neither numbers nor, mostly, the day of birth.
        if rng.chance(0.8) {
            w.national_id.clear();
        }
        if rng.chance(0.8) {
            w.party_card.clear();
        }
        if rng.chance(0.45) {
            w.date_of_birth = if rng.chance(0.5) { String::new() } else { person.born.year().to_string() };
        }
        let cells = [
            format!("K{:07}", place + 1),
            w.full_name,
            w.date_of_birth,
            w.national_id,
            w.party_card,
            w.organisation,
            complaint.kind.to_owned(),
            written(complaint.received),
            complaint.status.to_owned(),
            complaint.conclusion.to_owned(),
        ];
        Told { cells, truth: row.map_or_else(Vec::new, |row| self.truth(row, kinds)) }
    }

    /// An inspection of a person or a body.
    pub fn inspection(&self, place: usize) -> Told<{ INSPECTIONS.len() }> {
        let mut rng = Rng::new(self.seed, Stream::Inspection, place);
        let is_of_person = rng.chance(0.5);
        let (row, person) = self.somebody(&mut rng, 0.4);
        let inspection = Inspection::invent(&mut rng, as_of());
        let body = post(&mut rng, Level::Commune, person.work, MapOf::New, 1.0).organisation;
        let (w, kinds) = Damage::new(&self.mix.rates, Hand::Register(as_of().year()), &mut rng).write(&person, &body);
        let cells = [
            format!("T{:07}", place + 1),
            if is_of_person { w.full_name } else { body },
            written(inspection.started),
            inspection.concluded.map(written).unwrap_or_default(),
            inspection.conclusion.to_owned(),
            inspection.proposed.to_owned(),
        ];
        let truth = row.filter(|_| is_of_person).map_or_else(Vec::new, |row| self.truth(row, kinds));
        Told { cells, truth }
    }

    /// A decision on an organisation; its head is a candidate as often as not.
    pub fn organisation(&self, place: usize) -> [String; ORGANISATIONS.len()] {
        let mut rng = Rng::new(self.seed, Stream::Organisation, place);
        let (row, person) = self.somebody(&mut rng, 0.5);
        let decided = day_between(&mut rng, as_of() - Months::new(12 * 8), as_of());
        let organisation = match row {
            Some(row) => self.written(row, &person).2.organisation,
            None => post(&mut rng, Level::Commune, person.work, super::register::map_on(decided), 1.0).organisation,
        };
        let (number, form) = (rng.between(1, 400), *rng.pick(&["Khiển trách", "Khiển trách", "Cảnh cáo"]));
        let is_lapsed = decided + Months::new(12) <= as_of();
        [
            organisation,
            if rng.chance(0.01) { "Giải tán" } else { form }.to_owned(),
            format!("{number}-QĐ/UBKTTU"),
            written(decided),
            written((decided + Days::new(rng.below(20) as u64)).min(as_of())),
            person.name.full(),
            if is_lapsed { "lapsed" } else { "in_force" }.to_owned(),
        ]
    }
}

/// The identifier of row `row` of the roster.
pub fn candidate_id(row: usize) -> String {
    format!("C{:08}", row + 1)
}

/// The number of a candidate's record among all streams of records.
fn place_of(row: u32, number: u8) -> usize {
    row as usize * 4 + usize::from(number)
}
