//! Many reviewers at once over real HTTP: nothing that was acknowledged is lost, and nobody waits.
//!
//! `THAMDINH_LOAD_SECONDS=60 cargo test --release --test it review_web::load -- --nocapture` is the full load; the ordinary run takes
//! three seconds of it beside the other tests, and does not hold the machine to the fast answers of an idle one.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use chrono::Utc;
use thamdinh::lang::Lang;
use thamdinh::review::Ledger;
use thamdinh::review::web::access_log::AccessLog;
use thamdinh::review::web::accounts::Accounts;
use thamdinh::review::web::address::Address;
use thamdinh::review::web::app::App;
use thamdinh::review::web::role::Role;
use thamdinh::review::web::server;
use thamdinh::table::answers::Verdict;

use super::invented::{PASSWORD, items, record, start};

/// A page on a port of its own, and its ledger's folder.
struct Served {
    home: tempfile::TempDir,
    address: SocketAddr,
    end: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Served {
    fn new(questions: usize, people: usize) -> Self {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("ledger.sqlite");
        record(&path, items(questions), start());
        let accounts = Accounts::open(&Accounts::path_for(&path)).unwrap();
        let mut ledger = Ledger::open(&path).unwrap();
        for n in 0..people {
            accounts.add(&person(n), Role::Reviewer, PASSWORD, start()).unwrap();
            ledger.admit(&person(n), "test", start()).unwrap();
        }
        let listener = server::listen(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let address = listener.local_addr().unwrap();
        let log = AccessLog::open(&AccessLog::path_for(&path)).unwrap();
        let app =
            Arc::new(App::new(&path, accounts, log, Address::loopback(address.port()), Lang::Vi, Arc::new(Utc::now)).unwrap());
        let (end, ended) = tokio::sync::oneshot::channel();
        let thread = thread::spawn(move || server::serve_until(&app, listener, None, || async { _ = ended.await }).unwrap());
        Self { home, address, end: Some(end), thread: Some(thread) }
    }

    fn ledger(&self) -> Ledger {
        Ledger::open_existing(&self.home.path().join("ledger.sqlite")).unwrap()
    }

    /// Ends the page as Ctrl-C does, and waits for it.
    fn close(&mut self) {
        drop(self.end.take());
        self.thread.take().unwrap().join().unwrap();
    }
}

fn person(n: usize) -> String {
    format!(
        "Cán bộ {}",
        ["Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười"][n % 10].to_owned()
            + if n >= 10 { " B" } else { "" }
    )
}

/// A browser with one connection that stays open.
struct Client {
    stream: BufReader<TcpStream>,
    address: SocketAddr,
    cookie: String,
    token: String,
}

/// What was acknowledged: item and person.
type Given = BTreeMap<(String, String), Verdict>;

/// Status, where it leads, body.
type Response = (u16, String, String);

impl Client {
    fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::new(stream), address, cookie: String::new(), token: String::new() }
    }

    fn log_in(&mut self, name: &str) {
        let (status, _, body) = self.post("/login", &[("name", name), ("password", PASSWORD)]);
        assert_eq!(status, 303, "{body}");
        let page = self.get("/inbox").2;
        self.token = String::from(page.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap());
    }

    fn get(&mut self, path: &str) -> Response {
        self.send("GET", path, "")
    }

    fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Response {
        let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let mut body = format!("token={}", self.token);
        for (name, value) in fields {
            _ = write!(body, "&{name}={}", encode(value));
        }
        self.send("POST", path, &body)
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> Response {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.cookie,
            body.len(),
            host = self.address,
        );
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        let status = line.split(' ').nth(1).unwrap_or_else(|| panic!("no answer to {method} {path}")).parse().unwrap();
        let (mut length, mut location) = (0, String::new());
        loop {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            match name {
                "content-length" => length = value.parse().unwrap(),
                "location" => value.clone_into(&mut location),
                "set-cookie" => value.split(';').next().unwrap().clone_into(&mut self.cookie),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        (status, location, String::from_utf8(body).unwrap())
    }
}

/// Everything that was acknowledged is in the ledger, once, and the chain is whole.
fn nothing_is_lost(served: &Served, acknowledged: &Given) {
    let ledger = served.ledger();
    let standing: Given = ledger
        .answers(None)
        .unwrap()
        .into_iter()
        .filter(|given| given.closed_at.is_none())
        .map(|given| ((given.item, given.by), given.verdict))
        .collect();
    for (question, verdict) in acknowledged {
        assert_eq!(standing.get(question), Some(verdict), "{question:?}");
    }
    assert_eq!(standing.len(), acknowledged.len(), "an answer that nobody gave");
    let verified = ledger.verify(None).unwrap();
    assert!(verified.faults.is_empty(), "{:?}", verified.faults);
}

#[test]
fn two_reviewers_at_once_lose_nothing() {
    let mut served = Served::new(40, 2);
    let ids: Vec<String> = items(40).iter().map(thamdinh::review::NewItem::id).collect();
    // Both answer every question, at the same moment, in the same order.
    let barrier = Barrier::new(2);
    let acknowledged: Given = thread::scope(|scope| {
        let threads: Vec<_> = (0..2)
            .map(|n| {
                let (address, ids, barrier) = (served.address, &ids, &barrier);
                scope.spawn(move || {
                    let mut client = Client::new(address);
                    client.log_in(&person(n));
                    let mut given = BTreeMap::new();
                    for (i, id) in ids.iter().enumerate() {
                        let verdict = if i % 2 == 1 { Verdict::Confirmed } else { Verdict::Same };
                        barrier.wait();
                        let (status, _, body) =
                            client.post(&format!("/item/{id}/answer"), &[("answer", verdict.name()), ("then", "stay")]);
                        // A link that one person has settled is closed to the other: that is told, and not taken for an answer.
                        match status {
                            303 => _ = given.insert((id.clone(), person(n)), verdict),
                            status => assert!(status == 409 && verdict == Verdict::Same, "{status} {body}"),
                        }
                    }
                    given
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    served.close();
    assert!(acknowledged.len() >= 120 - 40, "{}", acknowledged.len());
    let flags = acknowledged.values().filter(|verdict| **verdict == Verdict::Confirmed).count();
    assert_eq!(flags, 80, "each flag by both");
    nothing_is_lost(&served, &acknowledged);
}

#[test]
fn twenty_reviewers_and_fifty_requests_a_second() {
    const PEOPLE: usize = 20;
    const A_SECOND: f64 = 50.0;
    let asked = std::env::var("THAMDINH_LOAD_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let seconds: f64 = asked.unwrap_or(3.0);
    let mut served = Served::new(1500, PEOPLE);
    let barrier = Barrier::new(PEOPLE);
    let (acknowledged, mut waited): (Given, Vec<Duration>) = thread::scope(|scope| {
        let threads: Vec<_> = (0..PEOPLE)
            .map(|n| {
                let (address, barrier) = (served.address, &barrier);
                scope.spawn(move || {
                    let mut client = Client::new(address);
                    client.log_in(&person(n));
                    barrier.wait();
                    review(&mut client, &person(n), n as f64 / A_SECOND, PEOPLE as f64 / A_SECOND, seconds)
                })
            })
            .collect();
        let mut all = (BTreeMap::new(), Vec::new());
        for thread in threads {
            let (given, waited) = thread.join().unwrap();
            all.0.extend(given);
            all.1.extend(waited);
        }
        all
    });
    served.close();
    nothing_is_lost(&served, &acknowledged);
    waited.sort();
    let at = |share: f64| waited[((waited.len() as f64 * share) as usize).min(waited.len() - 1)];
    println!(
        "{} requests in {seconds} s by {PEOPLE} people, {} answers: p50 {:?}, p90 {:?}, p99 {:?}, longest {:?}",
        waited.len(),
        acknowledged.len(),
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    );
    assert!(waited.len() as f64 >= 0.95 * A_SECOND * seconds, "{} requests", waited.len());
    let most = Duration::from_millis(if asked.is_some() { 50 } else { 1000 });
    assert!(at(0.99) < most, "p99 {:?}", at(0.99));
}

/// One person at work, a request every `every` seconds from `first` on: takes an item, reads it, answers it, looks at the list. How long
/// each answer took is counted from when its request was due, so that a slow one makes those behind it late too.
fn review(client: &mut Client, name: &str, first: f64, every: f64, seconds: f64) -> (Given, Vec<Duration>) {
    let (mut given, mut waited) = (BTreeMap::new(), Vec::new());
    let begun = Instant::now();
    let (mut item, mut turn) = (String::new(), 0_u32);
    loop {
        let due = first + every * f64::from(turn);
        if due >= seconds {
            return (given, waited);
        }
        let due = begun + Duration::from_secs_f64(due);
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let verdict = Verdict::Unsure;
        let (status, location, body) = match turn % 4 {
            _ if item.is_empty() => client.post("/next", &[]),
            1 => client.get(&format!("/item/{item}")),
            2 => client.post(&format!("/item/{item}/answer"), &[("answer", verdict.name()), ("note", "đã xem")]),
            3 => client.get("/inbox?severity=stop"),
            _ => client.get("/progress"),
        };
        waited.push(due.elapsed());
        assert!(status == 200 || status == 303, "{status} {body}");
        if turn % 4 == 2 && !item.is_empty() {
            given.insert((item.clone(), name.to_owned()), verdict);
            item.clear();
        }
        if let Some(next) = location.strip_prefix("/item/") {
            item = String::from(&next[..16]);
        }
        turn += 1;
    }
}
