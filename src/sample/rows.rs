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

pub const ROSTER: &str = "candidate_id,full_name,other_names,date_of_birth,sex,home_place,national_id,party_card,party_joined_on,\
party_official_on,organisation,position,position_since,level,candidacy,standing_for,province_code\n";
pub const DISCIPLINE: &str = "record_id,full_name,other_names,date_of_birth,sex,home_place,national_id,party_card,organisation,\
position,decision_no,decided_on,announced_on,form,violation,authority,status\n";
pub const ORGANISATIONS: &str = "organisation,form,decision_no,decided_on,announced_on,head,status\n";
pub const COMPLAINTS: &str =
    "complaint_id,respondent,date_of_birth,national_id,party_card,organisation,kind,received_on,status,conclusion\n";
pub const INSPECTIONS: &str = "inspection_id,subject,started_on,concluded_on,conclusion,proposed_form\n";
pub const TRUTH: &str = "candidate_id,record_id,kinds\n";
pub const TRUTH_COMPLAINTS: &str = "candidate_id,complaint_id,kinds\n";
pub const TRUTH_INSPECTIONS: &str = "candidate_id,inspection_id,kinds\n";

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

/// Appends cells to a CSV.
struct Row<'a> {
    out: &'a mut Vec<u8>,
    is_first: bool,
}

impl<'a> Row<'a> {
    fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, is_first: true }
    }

    fn cell(&mut self, text: &str) -> &mut Self {
        if !std::mem::take(&mut self.is_first) {
            self.out.push(b',');
        }
        if text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
            self.out.push(b'"');
            for byte in text.bytes() {
                if byte == b'"' {
                    self.out.push(b'"');
                }
                self.out.push(byte);
            }
            self.out.push(b'"');
        } else {
            self.out.extend_from_slice(text.as_bytes());
        }
        self
    }

    fn end(&mut self) {
        self.out.push(b'\n');
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

    /// Appends row `row` of the roster.
    pub fn roster_row(&self, row: usize, out: &mut Vec<u8>) {
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
        Row::new(out)
            .cell(&candidate_id(row))
            .cell(&w.full_name)
            .cell(&w.other_names)
            .cell(&w.date_of_birth)
            .cell(&w.sex)
            .cell(&w.home_place)
            .cell(&w.national_id)
            .cell(&w.party_card)
            .cell(&written(person.joined))
            .cell(&written(person.official))
            .cell(&w.organisation)
            .cell(&post.position)
            .cell(&written(since))
            .cell(post.level.code())
            .cell(if is_again { "re_election" } else { "first_time" })
            .cell(standing_for)
            .cell(person.work.province().successor.0)
            .end();
    }

    /// Appends record `place` of the discipline register, and the pairs that are true.
    pub fn record(&self, place: usize, out: &mut Vec<u8>, truth: &mut Vec<u8>) {
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
        let hand = if decision.decided.year() < 2005 { Hand::OldRegister } else { Hand::Register };
        let (w, kinds) = Damage::new(&self.mix.rates, hand, &mut rng).write(&person, &decision.post.organisation);
        let id = format!("R{:08}", place + 1);
        Row::new(out)
            .cell(&id)
            .cell(&w.full_name)
            .cell(&w.other_names)
            .cell(&w.date_of_birth)
            .cell(&w.sex)
            .cell(&w.home_place)
            .cell(&w.national_id)
            .cell(&w.party_card)
            .cell(&w.organisation)
            .cell(&decision.post.position)
            .cell(&decision.number)
            .cell(&written(decision.decided))
            .cell(&decision.announced.map(written).unwrap_or_default())
            .cell(decision.form)
            .cell(decision.violation)
            .cell(&decision.authority)
            .cell(decision.status)
            .end();
        if let Owner::Candidate(row, _) = owner {
            self.tell(row, &id, kinds, truth);
        }
    }

    /// Appends that row `row` of the roster, and every other row of that person, and record `id` are one person.
    fn tell(&self, row: u32, id: &str, of_record: Kinds, truth: &mut Vec<u8>) {
        for row in self.plan.rows_of(row) {
            let person = self.candidate(row as usize);
            let (_, of_candidate, ..) = self.written(row as usize, &person);
            let mut kinds = String::new();
            for (side, kind) in of_record.iter().map(|kind| ("rec", kind)).chain(of_candidate.iter().map(|kind| ("cand", kind))) {
                let _ = write!(kinds, "{}{side}.{}", if kinds.is_empty() { "" } else { "|" }, kind.name());
            }
            Row::new(truth).cell(&candidate_id(row as usize)).cell(id).cell(&kinds).end();
        }
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

    /// Appends a complaint, and the pairs that are true.
    pub fn complaint(&self, place: usize, out: &mut Vec<u8>, truth: &mut Vec<u8>) {
        let mut rng = Rng::new(self.seed, Stream::Complaint, place);
        let (row, person) = self.somebody(&mut rng, 0.35);
        let complaint = Complaint::invent(&mut rng, as_of());
        let post = post(&mut rng, Level::Commune, person.work, super::register::map_on(complaint.received), 1.5);
        let (mut w, kinds) = Damage::new(&self.mix.rates, Hand::Register, &mut rng).write(&person, &post.organisation);
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
        let id = format!("K{:07}", place + 1);
        Row::new(out)
            .cell(&id)
            .cell(&w.full_name)
            .cell(&w.date_of_birth)
            .cell(&w.national_id)
            .cell(&w.party_card)
            .cell(&w.organisation)
            .cell(complaint.kind)
            .cell(&written(complaint.received))
            .cell(complaint.status)
            .cell(complaint.conclusion)
            .end();
        if let Some(row) = row {
            self.tell(row as u32, &id, kinds, truth);
        }
    }

    /// Appends an inspection of a person or a body, and the pairs that are true.
    pub fn inspection(&self, place: usize, out: &mut Vec<u8>, truth: &mut Vec<u8>) {
        let mut rng = Rng::new(self.seed, Stream::Inspection, place);
        let is_of_person = rng.chance(0.5);
        let (row, person) = self.somebody(&mut rng, 0.4);
        let inspection = Inspection::invent(&mut rng, as_of());
        let body = post(&mut rng, Level::Commune, person.work, MapOf::New, 1.0).organisation;
        let (w, kinds) = Damage::new(&self.mix.rates, Hand::Register, &mut rng).write(&person, &body);
        let id = format!("T{:07}", place + 1);
        Row::new(out)
            .cell(&id)
            .cell(if is_of_person { &w.full_name } else { &body })
            .cell(&written(inspection.started))
            .cell(&inspection.concluded.map(written).unwrap_or_default())
            .cell(inspection.conclusion)
            .cell(inspection.proposed)
            .end();
        if let (Some(row), true) = (row, is_of_person) {
            self.tell(row as u32, &id, kinds, truth);
        }
    }

    /// Appends a decision on an organisation; its head is a candidate as often as not.
    pub fn organisation_row(&self, place: usize, out: &mut Vec<u8>) {
        let mut rng = Rng::new(self.seed, Stream::Organisation, place);
        let (row, person) = self.somebody(&mut rng, 0.5);
        let decided = day_between(&mut rng, as_of() - Months::new(12 * 8), as_of());
        let organisation = match row {
            Some(row) => self.written(row, &person).2.organisation,
            None => post(&mut rng, Level::Commune, person.work, super::register::map_on(decided), 1.0).organisation,
        };
        let (authority_number, form) = (rng.between(1, 400), *rng.pick(&["Khiển trách", "Khiển trách", "Cảnh cáo"]));
        let is_lapsed = decided + Months::new(12) <= as_of();
        Row::new(out)
            .cell(&organisation)
            .cell(if rng.chance(0.01) { "Giải tán" } else { form })
            .cell(&format!("{authority_number}-QĐ/UBKTTU"))
            .cell(&written(decided))
            .cell(&written((decided + Days::new(rng.below(20) as u64)).min(as_of())))
            .cell(&person.name.full())
            .cell(if is_lapsed { "lapsed" } else { "in_force" })
            .end();
    }
}

fn candidate_id(row: usize) -> String {
    format!("C{:08}", row + 1)
}

/// The number of a candidate's record among all streams of records.
fn place_of(row: u32, number: u8) -> usize {
    row as usize * 4 + usize::from(number)
}
