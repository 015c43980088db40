//! What did people answer: are these two rows one person, does this flag hold?
//!
//! One row an answer, as an answers file and the ledger have them. Answers are closed, never changed: an answer with a `closed_at`
//! no longer counts, and stays.

use std::collections::BTreeMap;

use super::Type::Text;
use super::{Column, always, maybe};

/// The columns of an answers file, in their order.
pub const ANSWER: &[Column] = &[
    always("subject", Text, "what was asked: link or flag"),
    always("candidate_id", Text, "the candidate"),
    maybe("record_id", Text, "the record of a link; null: the answer is about a flag"),
    maybe("flag_id", Text, "the flag; null: the answer is about a link"),
    always("answer", Text, "same, different, unsure of a link; confirmed, dismissed, unsure of a flag"),
    maybe("note", Text, "what the reviewer wrote beside it"),
    maybe("by", Text, "who answered"),
    maybe("at", Text, "when, UTC: 2025-09-15T08:30:00Z, or the day alone"),
    maybe("closed_at", Text, "when the answer was withdrawn or replaced; null: it stands"),
];

/// What was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Whether a candidate and a record are one person.
    Link,
    /// Whether a flag holds.
    Flag,
}

impl Subject {
    /// Both, in the order of the contract.
    pub const ALL: [Self; 2] = [Self::Link, Self::Flag];

    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Flag => "flag",
        }
    }
}

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Both rows are one person.
    Same,
    /// They are two people.
    Different,
    /// The flag holds.
    Confirmed,
    /// It does not.
    Dismissed,
    /// It cannot be told, of a link or a flag.
    Unsure,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Same, Self::Different, Self::Confirmed, Self::Dismissed, Self::Unsure];

    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Confirmed => "confirmed",
            Self::Dismissed => "dismissed",
            Self::Unsure => "unsure",
        }
    }

    /// Whether such an answer can be given to such a question.
    pub fn fits(self, subject: Subject) -> bool {
        match self {
            Self::Same | Self::Different => subject == Subject::Link,
            Self::Confirmed | Self::Dismissed => subject == Subject::Flag,
            Self::Unsure => true,
        }
    }
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What was asked.
    pub subject: Subject,
    /// The candidate.
    pub candidate_id: String,
    /// The record. None: the answer is about a flag.
    pub record_id: Option<String>,
    /// The flag. None: the answer is about a link.
    pub flag_id: Option<String>,
    /// What was answered.
    pub verdict: Verdict,
    /// What the reviewer wrote beside it.
    pub note: Option<String>,
    /// Who answered. None: the file does not say.
    pub by: Option<String>,
    /// When, UTC, in a form that sorts: `2025-09-15T08:30:00Z` or `2025-09-15`. None: the file does not say.
    pub at: Option<String>,
    /// When it was withdrawn or replaced. None: it stands.
    pub closed_at: Option<String>,
}

/// Answers of people, in the order in which they were given or stand in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(pub Vec<Answer>);

/// What people say of a pair, all their standing answers together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// One person.
    Same,
    /// Two people.
    Different,
    /// Two people answered against each other: nobody has settled it.
    Disputed,
}

impl Answers {
    /// The pairs (candidate, record) that standing answers speak of. The last word of each person counts, and whoever is unsure says
    /// nothing.
    pub fn settled(&self) -> BTreeMap<(&str, &str), Settled> {
        let mut last: BTreeMap<(&str, &str, Option<&str>), &Answer> = BTreeMap::new();
        for answer in &self.0 {
            let (Subject::Link, Some(record), None) = (answer.subject, &answer.record_id, &answer.closed_at) else { continue };
            let entry = last.entry((&answer.candidate_id, record, answer.by.as_deref())).or_insert(answer);
            if answer.at >= entry.at {
                *entry = answer;
            }
        }
        let mut settled = BTreeMap::new();
        for ((candidate, record, _), answer) in last {
            let said = match answer.verdict {
                Verdict::Same => Settled::Same,
                Verdict::Different => Settled::Different,
                _ => continue,
            };
            settled
                .entry((candidate, record))
                .and_modify(|before| {
                    if *before != said {
                        *before = Settled::Disputed;
                    }
                })
                .or_insert(said);
        }
        settled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(record: &str, verdict: Verdict, by: &str, at: &str) -> Answer {
        Answer {
            subject: Subject::Link,
            candidate_id: "C1".to_owned(),
            record_id: Some(record.to_owned()),
            flag_id: None,
            verdict,
            note: None,
            by: Some(by.to_owned()),
            at: Some(at.to_owned()),
            closed_at: None,
        }
    }

    #[test]
    fn the_last_word_of_each_person_counts_and_two_people_may_disagree() {
        let closed = Answer { closed_at: Some("2025-09-03".to_owned()), ..answer("R5", Verdict::Same, "An", "2025-09-01") };
        let answers = Answers(vec![
            answer("R1", Verdict::Different, "An", "2025-09-02"),
            answer("R1", Verdict::Same, "An", "2025-09-01"),
            answer("R2", Verdict::Same, "An", "2025-09-01"),
            answer("R2", Verdict::Different, "Bình", "2025-09-01"),
            answer("R3", Verdict::Same, "An", "2025-09-01"),
            answer("R3", Verdict::Unsure, "Bình", "2025-09-02"),
            answer("R4", Verdict::Unsure, "An", "2025-09-02"),
            closed,
        ]);
        let settled = answers.settled();
        let expected = [(("C1", "R1"), Settled::Different), (("C1", "R2"), Settled::Disputed), (("C1", "R3"), Settled::Same)];
        assert_eq!(settled, BTreeMap::from(expected));
    }

    #[test]
    fn an_answer_fits_its_question() {
        for verdict in Verdict::ALL {
            assert!(Subject::ALL.into_iter().any(|subject| verdict.fits(subject)), "{}", verdict.name());
        }
        assert!(!Verdict::Same.fits(Subject::Flag) && !Verdict::Dismissed.fits(Subject::Link));
    }
}
