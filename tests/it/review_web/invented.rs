//! A ledger of invented people to review, and browsers without a socket to do it with.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Method, Request, Response, StatusCode, header};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use tempfile::TempDir;
use thamdinh::lang::Lang;
use thamdinh::review::item::{Comparison, Field, Record, RuleSeen};
use thamdinh::review::web::access_log::AccessLog;
use thamdinh::review::web::accounts::Accounts;
use thamdinh::review::web::address::Address;
use thamdinh::review::web::app::App;
use thamdinh::review::web::role::Role;
use thamdinh::review::web::router;
use thamdinh::review::{Evidence, Ledger, Material, NewItem, NewRun};
use thamdinh::table::answers::Subject;
use tower::ServiceExt as _;

/// The password of every account here.
pub const PASSWORD: &str = "sông Lô chảy mãi";
/// Names that would like to be code, or to look like other names.
pub const ODD_NAMES: [&str; 3] = ["<script>alert(1)</script>", "Lò Thị \u{202e}iaM", "\"><img src=x onerror=alert(1)>"];

/// The day on which the invented run was recorded.
pub fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_757_900_000, 0).unwrap()
}

/// The ordinary name of the `n`th candidate.
pub fn name(n: usize) -> String {
    let family = ["Nguyễn", "Lò", "Vàng", "Hoàng", "Triệu"][n % 5];
    let middle = ["Văn", "Thị", "Mí", "Đình"][n / 5 % 4];
    let given = ["Hùng", "Mai", "Sính", "Tuấn", "Dế", "Phương", "Lâm"][n / 20 % 7];
    format!("{family} {middle} {given}")
}

fn fields(pairs: &[(&str, &str)]) -> Vec<Field> {
    pairs.iter().map(|(name, value)| Field { name: (*name).to_owned(), value: Some((*value).to_owned()) }).collect()
}

fn item(n: usize, subject: Subject, name: &str, probability: Option<f64>) -> NewItem {
    let (candidate_id, record_id) = (format!("HG{n:04}"), format!("KL{n:04}"));
    let candidate = fields(&[
        ("full_name", name),
        ("born", "12/03/1968"),
        ("home_place", "xã Lũng Cú, huyện Đồng Văn, tỉnh Hà Giang"),
        ("national_id", "•••••••••234"),
        ("organisation", "Huyện ủy Đồng Văn"),
        ("position", "Phó Bí thư"),
        ("standing_for", "Ủy viên Ban Chấp hành"),
    ]);
    let misspelt = name.replace('ấ', "â");
    let record = Record {
        id: record_id.clone(),
        source: "discipline".to_owned(),
        fields: fields(&[
            ("full_name", misspelt.as_str()),
            ("born", "12/08/1968"),
            ("home_place", "xã Lũng Táo, huyện Đồng Văn, tỉnh Hà Giang"),
            ("organisation", "Huyện ủy Đồng Văn"),
            ("decision_no", "214-QĐ/UBKTTU"),
            ("decided", "04/06/2024"),
            ("form_raw", "Cảnh cáo"),
        ]),
    };
    let weights = [
        ("prior", -8.1, "Mức xuất phát"),
        ("name", 11.4, "Họ tên trùng khớp, tên ít gặp"),
        ("birth", 2.6, "Ngày sinh lệch một chữ số"),
    ];
    let comparisons = weights.map(|(name, weight, sentence)| Comparison {
        name: name.to_owned(),
        rung: "x".to_owned(),
        weight,
        left: None,
        right: None,
        sentence: sentence.to_owned(),
    });
    // As the shipped rules about open links do.
    let asks_for_link = n % 4 == 3;
    let rule = (subject == Subject::Flag).then(|| RuleSeen {
        id: "TD102".to_owned(),
        version: "2025-04-14".to_owned(),
        title: "Đang trong thời hạn chưa được giới thiệu ứng cử".to_owned(),
        reason: if asks_for_link {
            "xác suất hồ sơ kỷ luật này là của ứng viên: 0,41".to_owned()
        } else {
            "Bị cảnh cáo ngày 04/06/2024, chưa đủ 30 tháng.".to_owned()
        },
        basis: "Quy định 377-QĐ/TW, Điều 12".to_owned(),
        confidence: "partly".to_owned(),
        facts: if asks_for_link {
            json!({ "link_prob": probability, "link_state": "ask" }).as_object().unwrap().clone()
        } else {
            let months = json!({ "months_since_decision_min": 15, "months_since_decision_max": 15, "is_under_complaint": false,
                "months_to_next_case": null, "standing_step": "higher" });
            months.as_object().unwrap().clone()
        },
        missing: Vec::new(),
    });
    let material = [("candidate.full_name", name), ("record.decided", "04/06/2024")];
    NewItem {
        subject,
        candidate_id,
        record_ids: Some(record_id),
        source: (subject == Subject::Link).then(|| "discipline".to_owned()),
        flag_id: (subject == Subject::Flag).then(|| format!("flag{n:012}")),
        rule_id: rule.as_ref().map(|rule| rule.id.clone()),
        outcome: if subject == Subject::Flag { "review" } else { "ask" }.to_owned(),
        severity: ["stop", "look", "note"][n % 3].to_owned(),
        probability,
        name: Some(name.to_owned()),
        unit: Some(["Huyện ủy Đồng Văn", "Sở Nội vụ", "Huyện ủy Mèo Vạc"][n % 3].to_owned()),
        province: "02".to_owned(),
        material: Material(material.map(|(name, value)| (name.to_owned(), value.to_owned())).into()),
        evidence: Evidence {
            lang: "vi".to_owned(),
            candidate,
            records: vec![record],
            comparisons: comparisons.into(),
            match_weight: Some(5.9),
            conflict: None,
            rule,
        },
    }
}

/// `count` links and as many flags, the probability of the links 0,973 by turns with 0,412, about people with ordinary names and then
/// those of [`ODD_NAMES`].
pub fn items(count: usize) -> Vec<NewItem> {
    let of = |n: usize| {
        let name = match n.checked_sub(count.saturating_sub(ODD_NAMES.len())) {
            Some(odd) if count > 6 => ODD_NAMES[odd].to_owned(),
            _ => name(n),
        };
        let p = if n.is_multiple_of(2) { 0.9734 } else { 0.4118 };
        [item(n, Subject::Link, &name, Some(p)), item(n, Subject::Flag, &name, Some(p))]
    };
    (0..count).flat_map(of).collect()
}

/// Records a run of `items` on the day `at` into the ledger in the file `path`.
pub fn record(path: &Path, items: Vec<NewItem>, at: DateTime<Utc>) {
    let run = NewRun {
        title: "Đại hội Đảng bộ tỉnh Hà Giang".to_owned(),
        as_of: NaiveDate::from_ymd_opt(2025, 9, 15).unwrap(),
        folder: PathBuf::from("out"),
        province: None,
        model: "0".repeat(64),
        lang: "vi".to_owned(),
        at,
    };
    Ledger::open(path).unwrap().record(&run, items).unwrap();
}

/// A page over a ledger of invented people, its clock in the hands of the test.
pub struct World {
    /// The ledger's folder.
    pub home: TempDir,
    /// The page.
    pub app: Arc<App>,
    router: Router,
    seconds: Arc<AtomicI64>,
}

impl World {
    /// A page with `count` links and flags, and the accounts Hà and Bình (reviewers), Dung (approver) and Em (reader).
    pub fn new(count: usize) -> Self {
        Self::at(count, Address::loopback(8750))
    }

    /// The same under another address.
    pub fn at(count: usize, address: Address) -> Self {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("ledger.sqlite");
        record(&path, items(count), start());
        let accounts = Accounts::open(&Accounts::path_for(&path)).unwrap();
        let mut ledger = Ledger::open(&path).unwrap();
        for (name, role) in [("Hà", Role::Reviewer), ("Bình", Role::Reviewer), ("Dung", Role::Approver), ("Em", Role::Reader)] {
            accounts.add(name, role, PASSWORD, start()).unwrap();
            ledger.admit(name, name, start()).unwrap();
        }
        let seconds = Arc::new(AtomicI64::new(start().timestamp() + 3 * 86_400));
        let clock = {
            let seconds = Arc::clone(&seconds);
            Arc::new(move || DateTime::from_timestamp(seconds.load(Ordering::SeqCst), 0).unwrap())
        };
        let log = AccessLog::open(&AccessLog::path_for(&path)).unwrap();
        let mut app = App::new(&path, accounts, log, address, Lang::Vi, clock).unwrap();
        app.title = String::from("Đại hội Đảng bộ tỉnh Hà Giang");
        let app = Arc::new(app);
        Self { home, router: router(Arc::clone(&app)), app, seconds }
    }

    /// Lets `seconds` pass.
    pub fn pass(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    /// A browser that nobody is logged in to.
    pub fn browser(&self) -> Browser {
        let origin = self.app.address.origin().to_owned();
        let host = origin.split("//").nth(1).unwrap().to_owned();
        Browser { router: self.router.clone(), cookies: Vec::new(), origin: Some(origin), host, lang: None }
    }

    /// A browser at another page over the same ledger and accounts.
    pub fn served_again(&self, address: Address) -> Browser {
        let path = self.home.path().join("ledger.sqlite");
        let accounts = Accounts::open(&Accounts::path_for(&path)).unwrap();
        let host = address.origin().split("//").nth(1).unwrap().to_owned();
        let clock = Arc::clone(&self.app.clock);
        let app = App::new(&path, accounts, AccessLog::none(), address, Lang::Vi, clock).unwrap();
        Browser { router: router(Arc::new(app)), host, ..self.browser() }
    }

    /// A browser in which `name` is logged in.
    pub async fn logged_in(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.post("/login", &[("name", name), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        browser
    }

    /// The ledger as it is on disk.
    pub fn ledger(&self) -> Ledger {
        Ledger::open_existing(&self.home.path().join("ledger.sqlite")).unwrap()
    }

    /// The log of accesses.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.home.path().join("ledger.access.log")).unwrap()
    }
}

/// Keeps cookies and sends what browsers send.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    /// Name and value.
    pub cookies: Vec<(String, String)>,
    /// What it says as `Origin` with a form. None: nothing.
    pub origin: Option<String>,
    /// What it says as `Host`.
    pub host: String,
    /// The language to ask for. None: the page's own.
    pub lang: Option<&'static str>,
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: axum::http::HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Where it leads.
    pub fn location(&self) -> String {
        self.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    /// The part of the page between its header and its footer.
    pub fn main(&self) -> String {
        let text = self.text();
        let main = text.split("<main").nth(1).unwrap_or_else(|| panic!("no page: {} {text}", self.status));
        main.split("</main>").next().unwrap().to_owned()
    }
}

impl Browser {
    /// Talks to another page from now on.
    pub fn set_router(&mut self, router: Router) {
        self.router = router;
    }

    /// `GET path`.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = Request::builder().method(Method::GET).uri(path);
        self.send(request, Body::empty()).await
    }

    /// `POST path` with fields.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let body = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&");
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::CONTENT_LENGTH, body.len());
        self.send(request, Body::from(body)).await
    }

    /// `POST path` with fields and files, as a form with files sends them.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (name, file, bytes) in files {
            let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n");
            body.extend(head.bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--x--\r\n");
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .header(header::CONTENT_LENGTH, body.len());
        self.send(request, Body::from(body)).await
    }

    /// Sends any request, with this browser's cookies.
    pub async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let mut cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if let Some(lang) = self.lang {
            cookies.push(format!("thamdinh-look={lang}.auto"));
        }
        let mut request = request.header(header::HOST, &self.host).header(header::COOKIE, cookies.join("; "));
        let is_form = request.method_ref() == Some(&Method::POST);
        if let Some(origin) = self.origin.as_ref().filter(|_| is_form) {
            request = request.header(header::ORIGIN, origin);
        }
        let response: Response<Body> = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        for set in response.headers().get_all(header::SET_COOKIE) {
            let (name, rest) = set.to_str().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            let value = rest.split(';').next().unwrap();
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let (parts, body) = response.into_parts();
        Answer { status: parts.status, headers: parts.headers, body: to_bytes(body, usize::MAX).await.unwrap() }
    }

    /// The token that the forms of this browser's pages hold.
    pub async fn token(&mut self) -> String {
        let page = self.get("/inbox").await.text();
        page.split("name=\"token\" value=\"").nth(1).expect("a form").split('"').next().unwrap().to_owned()
    }

    /// Sends a form of this session's.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        let mut all = vec![("token", token.as_str())];
        all.extend(fields);
        self.post(path, &all).await
    }

    /// Answers an item and stays on its page.
    pub async fn answer(&mut self, id: &str, verdict: &str) -> Answer {
        self.submit(&format!("/item/{id}/answer"), &[("answer", verdict), ("then", "stay")]).await
    }
}

/// Runs a test's requests.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(test)
}
