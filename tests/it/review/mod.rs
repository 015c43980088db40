//! The ledger, from outside: real SQLite on disk.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

/// Files and ledgers that cannot be used: a clear word, and nothing half-written.
mod bad;
/// The chain: whatever is changed, removed or inserted is named.
mod chain;
/// The commands, over an invented batch.
mod commands;
/// The shipped example: what it asks, and its working list filled in and sent back.
mod example;
/// Answers to a file and back.
mod exchange;
/// Who must answer, and what that comes to.
mod four_eyes;
/// Killed in the middle of writes, a few hundred times.
mod killed;
/// Two offices' ledgers become one.
mod merge;
/// Persons' data leave, the chain holds.
mod purge;
/// From run to run: carried, re-opened, gone.
mod runs;

use std::path::PathBuf;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use tempfile::TempDir;
use thamdinh::review::item::{Comparison, Evidence, Field, Record, RuleSeen};
use thamdinh::review::{Ledger, Line, Material, NewAnswer, NewItem, NewRun, Receipt, Recorded};
use thamdinh::table::answers::{Subject, Verdict};

/// The people who may answer in these tests; nobody here exists.
pub const PEOPLE: [&str; 4] = ["Lê An", "Trần Bình", "Phạm Chi", "Đỗ Dung"];

/// A moment: noon of the first of September 2025, and so many minutes.
pub fn at(minutes: i64) -> DateTime<Utc> {
    "2025-09-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::minutes(minutes)
}

/// A ledger in a folder of its own, and a clock that moves a minute with each deed.
pub struct Desk {
    pub dir: TempDir,
    pub ledger: Ledger,
    pub minutes: i64,
}

impl Desk {
    /// An empty ledger that knows [`PEOPLE`].
    pub fn new() -> Self {
        let dir = tempfile::Builder::new().prefix("thamdinh-test-").tempdir().unwrap();
        let mut ledger = Ledger::open(&dir.path().join("ledger.sqlite")).unwrap();
        for name in PEOPLE {
            ledger.admit(name, "test", at(0)).unwrap();
        }
        Self { dir, ledger, minutes: 0 }
    }

    /// A ledger into which a run has put `items`.
    pub fn with(items: Vec<NewItem>) -> Self {
        let mut desk = Self::new();
        desk.run(items);
        desk
    }

    pub fn path(&self) -> PathBuf {
        self.ledger.path().to_owned()
    }

    pub fn now(&mut self) -> DateTime<Utc> {
        self.minutes += 1;
        at(self.minutes)
    }

    /// Records a run over everybody.
    pub fn run(&mut self, items: Vec<NewItem>) -> Recorded {
        let run = self.new_run(None);
        self.ledger.record(&run, items).unwrap()
    }

    pub fn new_run(&mut self, province: Option<&str>) -> NewRun {
        NewRun {
            title: "Đại hội thử".to_owned(),
            as_of: NaiveDate::from_ymd_opt(2025, 9, 15).unwrap(),
            folder: PathBuf::from("out"),
            province: province.map(str::to_owned),
            model: "m1".to_owned(),
            lang: "vi".to_owned(),
            at: self.now(),
        }
    }

    /// An answer of one of [`PEOPLE`].
    pub fn says(&mut self, who: usize, item: &str, verdict: Verdict) -> Receipt {
        let answer = answer(item, PEOPLE[who], verdict, self.now());
        self.ledger.answer(&answer).unwrap()
    }

    /// How an item stands.
    pub fn line(&self, item: &str) -> Line {
        self.ledger.line(item).unwrap().unwrap()
    }

    /// Fails, naming the faults, unless the ledger is whole.
    #[track_caller]
    pub fn is_whole(&self) {
        let verified = self.ledger.verify(None).unwrap();
        assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    }
}

/// A bare answer.
pub fn answer(item: &str, by: &str, verdict: Verdict, at: DateTime<Utc>) -> NewAnswer {
    NewAnswer {
        item: item.to_owned(),
        verdict,
        note: None,
        explanation: None,
        attachments: Vec::new(),
        by: by.to_owned(),
        at,
        fingerprint: None,
    }
}

fn material(parts: &[(&str, &str)]) -> Material {
    Material(parts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

/// Whether the candidate `n` is the person in record `n`.
pub fn link(n: usize, probability: f64) -> NewItem {
    let field = |name: &str, value: String| Field { name: name.to_owned(), value: Some(value) };
    let name = format!("Nguyễn Văn Thử {n}");
    NewItem {
        subject: Subject::Link,
        candidate_id: format!("C{n}"),
        record_ids: Some(format!("R{n}")),
        source: Some("discipline".to_owned()),
        flag_id: None,
        rule_id: None,
        outcome: "ask".to_owned(),
        severity: "look".to_owned(),
        probability: Some(probability),
        name: Some(name.clone()),
        unit: Some("Huyện ủy Yên Thử".to_owned()),
        province: "02".to_owned(),
        material: material(&[("candidate.full_name", &name), ("record.full_name", &name), ("model", "m1")]),
        evidence: Evidence {
            lang: "vi".to_owned(),
            candidate: vec![field("full_name", name.clone())],
            records: vec![Record {
                id: format!("R{n}"),
                source: "discipline".to_owned(),
                fields: vec![field("full_name", name)],
            }],
            comparisons: vec![Comparison {
                name: "name".to_owned(),
                rung: "same".to_owned(),
                weight: 0.1 + n as f64 / 7.0,
                left: None,
                right: None,
                sentence: "cùng họ tên".to_owned(),
            }],
            match_weight: Some(0.1 + n as f64 / 7.0),
            conflict: None,
            rule: None,
        },
    }
}

/// Whether a rule's flag on candidate `n` holds.
pub fn flag(n: usize) -> NewItem {
    let mut item = link(n, 0.97);
    item.subject = Subject::Flag;
    item.source = None;
    item.flag_id = Some(format!("{n:016x}"));
    item.rule_id = Some("TD102".to_owned());
    "review".clone_into(&mut item.outcome);
    "stop".clone_into(&mut item.severity);
    item.material = material(&[("rule.id", "TD102"), ("rule.version", "2025-04-14"), ("fact.measure", "warning")]);
    item.evidence.rule = Some(RuleSeen {
        id: "TD102".to_owned(),
        version: "2025-04-14".to_owned(),
        title: "Bị cảnh cáo gần đây".to_owned(),
        reason: "bị cảnh cáo".to_owned(),
        basis: "QĐ 22".to_owned(),
        confidence: "verified".to_owned(),
        facts: serde_json::Map::new(),
        missing: Vec::new(),
    });
    item
}
