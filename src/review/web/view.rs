//! What does this reader get to see of an item?
//!
//! The first read is blind: until somebody has answered, probability, weights and the answers of others are not hidden in the page,
//! they are not in it.

mod rule;
mod sides;
mod why;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

pub use rule::RuleView;
pub use sides::{Pair, RecordView, pair};
pub use why::Why;

use super::shell::{Reader, Shell};
use crate::error::Result;
use crate::lang::Text;
use crate::review::item::item_id;
use crate::review::{Filter, Given, Item, Ledger, Line, State, person};
use crate::table::answers::{Subject, Verdict};
use crate::table::show;

/// An item as a page shows it.
pub struct ItemView {
    /// Its line.
    pub line: LineView,
    /// What is asked.
    pub ask: String,
    /// What a rule says; None: the question is whether two rows are one person.
    pub rule: Option<RuleView>,
    /// A contradiction between number and person, and its two readings. Empty: there is none.
    pub conflict: Vec<String>,
    /// What the roster says beyond what is compared.
    pub candidate: Vec<Pair>,
    /// The records, each beside the candidate.
    pub records: Vec<RecordView>,
    /// What differs from the evidence that was answered before.
    pub differences: Vec<DifferenceView>,
    /// The reader's own standing answer.
    pub mine: Option<AnswerView>,
    /// The reader's answer to earlier evidence, which no longer counts.
    pub mine_before: Option<AnswerView>,
    /// How sure the computer is, and why; None: hidden, or there is no link.
    pub why: Option<Why>,
    /// All answers ever given; empty while hidden.
    pub history: Vec<AnswerView>,
    /// Whether something is hidden until the reader has answered.
    pub is_blind: bool,
    /// Whether the probability waits for the reader's answer to another question: whether the record is the candidate's.
    pub waits_for_link: bool,
    /// The answers to choose from; empty where the reader may give none.
    pub choices: Vec<Choice>,
    /// Why the reader may give no answer. Empty: they may.
    pub closed: String,
    /// What an answer will rely on.
    pub fingerprint: String,
}

/// One line of a list, as a page shows it.
pub struct LineView {
    /// The item's identifier.
    pub id: String,
    /// Link or flag, in words.
    pub subject_word: String,
    /// The candidate.
    pub name: String,
    /// Where they work.
    pub unit: String,
    /// What is asked.
    pub question: String,
    /// `stop`, `look`, `note`.
    pub severity: String,
    /// In words.
    pub severity_word: String,
    /// `waiting` where the reader may not know more.
    pub state: &'static str,
    /// In words.
    pub state_word: String,
    /// What it was settled as. Empty: not settled.
    pub verdict_word: String,
    /// Days it has waited.
    pub days: String,
    /// Since when.
    pub since: String,
    /// Who has it. Empty: nobody.
    pub assignee: String,
}

/// An answer as a page shows it.
pub struct AnswerView {
    /// `same`, `different`, …
    pub code: &'static str,
    /// In words.
    pub word: String,
    /// Who gave it.
    pub by: String,
    /// When.
    pub at: String,
    /// What they wrote.
    pub note: String,
    /// What the candidate explained.
    pub explanation: String,
    /// Papers.
    pub papers: Vec<String>,
    /// `withdrawn`, `other evidence` in words; empty: it counts.
    pub void: String,
}

/// One part of the evidence before and now.
pub struct DifferenceView {
    /// Which.
    pub label: String,
    /// Before, cut into equal and differing stretches.
    pub before: Vec<show::words::Piece>,
    /// Now.
    pub after: Vec<show::words::Piece>,
}

/// A button.
pub struct Choice {
    /// The verdict's word in the form.
    pub code: &'static str,
    /// On the button.
    pub word: String,
    /// The key that presses it.
    pub key: &'static str,
}

/// Whether two names are one person's, as the ledger compares them.
pub fn is_same_person(left: &str, right: &str) -> bool {
    person::key(left) == person::key(right)
}

/// The reader's standing answer to the present evidence.
pub fn own_answer<'a>(item: &'a Item, name: &str) -> Option<&'a Given> {
    item.history.iter().rev().find(|given| given.counts && is_same_person(&given.by, name))
}

/// Whether probability, weights and the answers of others are hidden from this reader.
pub fn is_blind(item: &Item, reader: &Reader) -> bool {
    reader.role.can_answer() && item.line.state.is_waiting() && item.line.is_current && own_answer(item, &reader.name).is_none()
}

/// Whether the link that a flag relies on is a question of its own which the reader may still answer: then the flag does not tell how
/// likely that link is, whether it was answered or not.
///
/// # Errors
/// The ledger cannot be read.
pub fn waits_for_link(ledger: &Ledger, item: &Item, reader: &Reader) -> Result<bool> {
    if !reader.role.can_answer() || item.line.subject == Subject::Link {
        return Ok(false);
    }
    let states = State::ALL.into_iter().filter(|state| state.is_waiting()).collect();
    let links = Filter {
        states,
        subject: Some(Subject::Link),
        candidate: Some(item.line.candidate_id.clone()),
        not_answered_by: Some(reader.name.clone()),
        ..Filter::default()
    };
    let records = item.line.record_ids.as_deref().unwrap_or_default();
    let is_relied_on = |line: &Line| records.split_whitespace().any(|record| line.record_ids.as_deref() == Some(record));
    Ok(ledger.list(&links)?.lines.iter().any(is_relied_on))
}

/// The states in which an item waits for a reader of this role.
pub fn waiting_for(reader: &Reader) -> Vec<State> {
    let all = State::ALL.into_iter().filter(|state| state.is_waiting());
    all.filter(|state| *state != State::Third || reader.role.can_settle()).collect()
}

impl ItemView {
    /// What `reader` gets to see of `item` at `now`.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn of(s: &Shell, reader: &Reader, ledger: &Ledger, item: &Item, now: DateTime<Utc>) -> Result<Self> {
        let is_blind = is_blind(item, reader);
        let waits_for_link = waits_for_link(ledger, item, reader)?;
        let own = own_answer(item, &reader.name);
        let before = item.history.iter().rev().find(|given| given.closed_at.is_none() && is_same_person(&given.by, &reader.name));
        let closed = closed(item, reader, own.is_some()).map(|text| s.say(text)).unwrap_or_default();
        let (candidate, mut records) = sides::compare(s, &item.evidence, &item.material);
        if item.line.subject == Subject::Flag {
            for (view, record) in records.iter_mut().zip(&item.evidence.records) {
                let link = item_id(Subject::Link, &item.line.candidate_id, &record.id, &record.source);
                if let Some(own) = ledger.item(&link)?.as_ref().and_then(|link| own_answer(link, &reader.name)) {
                    let answer = s.of_code("answer", own.verdict.name());
                    view.said_before = s.text(&Text::new("web-link-answered").with("answer", answer));
                }
            }
        }
        Ok(Self {
            ask: s.say(ask(item)),
            line: LineView::of(s, &item.line, !is_blind, now),
            rule: item.evidence.rule.as_ref().map(|rule| RuleView::of(s, rule, &item.line.outcome, is_blind || waits_for_link)),
            conflict: item.evidence.conflict.as_deref().map(|code| conflict(s, code)).unwrap_or_default(),
            candidate,
            records,
            differences: item.differences.iter().map(|difference| DifferenceView::of(s, difference)).collect(),
            mine: own.map(|given| AnswerView::of(s, given)),
            mine_before: before.filter(|_| own.is_none()).map(|given| AnswerView::of(s, given)),
            why: if is_blind || waits_for_link { None } else { Why::of(s, item) },
            history: if is_blind { Vec::new() } else { item.history.iter().map(|given| AnswerView::of(s, given)).collect() },
            is_blind,
            waits_for_link,
            choices: if closed.is_empty() { choices(s, item.line.subject) } else { Vec::new() },
            closed,
            fingerprint: item.line.fingerprint.clone(),
        })
    }
}

/// Why the reader may give no answer to the item, as a message. None: they may.
pub fn closed(item: &Item, reader: &Reader, has_own: bool) -> Option<&'static str> {
    if !reader.role.can_answer() {
        Some("web-closed-reader")
    } else if !item.line.is_current {
        Some("web-closed-gone")
    } else if has_own || reader.role.can_settle() {
        // One's own answer can be changed, and an approver may object to what is settled.
        None
    } else if item.line.state == State::Third {
        Some("web-closed-third")
    } else if item.line.state.is_waiting() {
        None
    } else {
        Some("web-closed-settled")
    }
}

/// The question, as a message. A rule that says no more than that a link is open asks what the link asks.
fn ask(item: &Item) -> &'static str {
    match &item.evidence.rule {
        None => "web-ask-link",
        Some(rule) if rule.facts.get("link_state").is_some_and(|state| state == "ask") => "web-ask-whose",
        Some(_) if item.line.outcome == "undecided" => "web-ask-undecided",
        Some(_) => "web-ask-flag",
    }
}

fn choices(s: &Shell, subject: Subject) -> Vec<Choice> {
    let verdicts = match subject {
        Subject::Link => [Verdict::Same, Verdict::Different, Verdict::Unsure],
        Subject::Flag => [Verdict::Confirmed, Verdict::Dismissed, Verdict::Unsure],
    };
    // Digits are where they are on every keyboard, and no Vietnamese input method makes letters of them outside a field.
    let keys = ["1", "2", "3"];
    verdicts
        .into_iter()
        .zip(keys)
        .map(|(verdict, key)| Choice { code: verdict.name(), word: s.of_code("answer", verdict.name()), key })
        .collect()
}

fn conflict(s: &Shell, code: &str) -> Vec<String> {
    ["conflict", "reading-same", "reading-other"].into_iter().map(|group| s.of_code(group, code)).collect()
}

impl LineView {
    /// A line; where it waits, its state is told only to those who have answered or never will.
    pub fn of(s: &Shell, line: &Line, knows: bool, now: DateTime<Utc>) -> Self {
        let tell = knows || !line.state.is_waiting() || line.state == State::Reopened;
        let state = if !line.is_current {
            "gone"
        } else if tell {
            line.state.name()
        } else {
            "waiting"
        };
        let since = DateTime::parse_from_rfc3339(&line.since).ok().map(|at| at.with_timezone(&Utc));
        let days = since.map_or(0, |since| (now - since).num_days().max(0));
        let visible = |text: Option<&str>| show::visible(text.unwrap_or_default()).into_owned();
        let question = match line.subject {
            Subject::Flag => format!("{} {}", visible(line.rule_id.as_deref()), visible(line.title.as_deref())),
            Subject::Link => {
                let register = s.of_code("register", line.source.as_deref().unwrap_or("discipline"));
                let record = visible(line.record_ids.as_deref());
                s.text(&Text::new("web-question-link").with("register", register).with("record", record))
            }
        };
        Self {
            id: line.id.clone(),
            subject_word: s.of_code("subject", line.subject.name()),
            name: visible(line.name.as_deref().or(Some(&line.candidate_id))),
            unit: visible(line.unit.as_deref()),
            question,
            severity: line.severity.clone(),
            severity_word: s.of_code("severity", &line.severity),
            state,
            state_word: s.of_code("state", state),
            verdict_word: line
                .verdict
                .filter(|_| !line.state.is_waiting())
                .map(|verdict| s.of_code("answer", verdict.name()))
                .unwrap_or_default(),
            days: s.text(&Text::new("web-days").with("days", days)),
            since: since.map(|since| s.lang.date(since.date_naive())).unwrap_or_default(),
            assignee: visible(line.assignee.as_deref()),
        }
    }
}

impl AnswerView {
    /// An answer, with what was written beside it.
    pub fn of(s: &Shell, given: &Given) -> Self {
        let visible = |text: &Option<String>| show::visible(text.as_deref().unwrap_or_default()).into_owned();
        let void = if given.closed_at.is_some() {
            s.say("web-answer-withdrawn")
        } else if given.counts {
            String::new()
        } else {
            s.say("web-answer-other-evidence")
        };
        Self {
            code: given.verdict.name(),
            word: s.of_code("answer", given.verdict.name()),
            by: show::visible(&given.by).into_owned(),
            at: moment(s, &given.at),
            note: visible(&given.note),
            explanation: visible(&given.explanation),
            papers: given
                .attachments
                .iter()
                .map(|paper| {
                    let digest = paper.sha256.get(..16).unwrap_or(&paper.sha256);
                    format!("{} (SHA-256 {digest}…)", show::visible(&paper.name))
                })
                .collect(),
            void,
        }
    }
}

/// A moment of the ledger in words, by the clock of Vietnam: `15/09/2025 15:30`, or the day alone where there is no more.
pub fn moment(s: &Shell, at: &str) -> String {
    // One time for the whole country, the same all year.
    let vietnam = FixedOffset::east_opt(7 * 3600);
    if let (Ok(at), Some(vietnam)) = (DateTime::parse_from_rfc3339(at), vietnam) {
        let at = at.with_timezone(&vietnam);
        return format!("{} {}", s.lang.date(at.date_naive()), at.format("%H:%M"));
    }
    NaiveDate::parse_from_str(at, "%Y-%m-%d").map_or_else(|_| show::visible(at).into_owned(), |day| s.lang.date(day))
}

impl DifferenceView {
    fn of(s: &Shell, difference: &crate::review::Difference) -> Self {
        let (whose, field) = difference.name.split_once('.').unwrap_or((&difference.name, ""));
        let word = |value: &Option<String>| match (whose, value.as_deref()) {
            (_, None) => "–".to_owned(),
            // A hash tells a person nothing but that it is another one.
            ("model", Some(value)) => show::visible(value.get(..12).unwrap_or(value)).into_owned(),
            ("outcome", Some(value)) => s.of_code("outcome", value),
            ("missing", Some(names)) => names.split_whitespace().map(|name| rule::fact(s, name)).collect::<Vec<_>>().join("; "),
            ("candidate" | "record", Some(value)) => match value.split_once('#') {
                // Behind a masked number stand digits of its hash, so that a changed hidden digit is seen.
                Some((number, digits)) if number.contains('•') => {
                    format!("{} ({})", show::visible(number), show::visible(digits))
                }
                _ => days(s, value),
            },
            ("fact", Some(value)) => rule::text(s, value),
            (_, Some(value)) => days(s, value),
        };
        let (before, after) = show::words::difference(&word(&difference.before), &word(&difference.after));
        let label = match (whose, field) {
            ("fact", name) => {
                let base = name.strip_suffix("_min").or_else(|| name.strip_suffix("_max")).unwrap_or(name);
                rule::fact(s, base)
            }
            (whose, "") => s.of_code("whose", whose),
            (whose, field) => format!("{}: {}", s.of_code("whose", whose), s.of_code("field", field)),
        };
        Self { label, before, after }
    }
}

/// The text with each day in it day first.
fn days(s: &Shell, text: &str) -> String {
    let day = |word: &str| NaiveDate::parse_from_str(word, "%Y-%m-%d").ok().map(|day| s.lang.date(day));
    let words = text.split_inclusive([' ', '…', '–', '/']).map(|part| {
        let word = part.trim_end_matches([' ', '…', '–', '/']);
        day(word).map_or_else(|| part.to_owned(), |day| format!("{day}{}", &part[word.len()..]))
    });
    show::visible(&words.collect::<String>()).into_owned()
}
