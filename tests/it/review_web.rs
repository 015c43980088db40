//! The review page, called without a socket: status, what stands on the page, and the row in the ledger.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::format_collect,
    reason = "a test that cannot go on fails"
)]

mod browser;
mod command;
mod invented;
mod load;

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use chrono::TimeDelta;
use thamdinh::lang::Lang;
use thamdinh::review::web::address::Address;
use thamdinh::review::{Filter, State};
use thamdinh::table::answers::Verdict;

use invented::{Browser, ODD_NAMES, PASSWORD, World, items, record, run, start};

/// The identifier of the `n`th link.
fn link(world: usize, n: usize) -> String {
    items(world)[2 * n].id()
}

/// The identifier of the `n`th flag.
fn flag(world: usize, n: usize) -> String {
    items(world)[2 * n + 1].id()
}

fn state(world: &World, id: &str) -> State {
    world.ledger().line(id).unwrap().unwrap().state
}

/// What tells a reader more than the evidence itself.
fn tells(page: &str) -> Vec<&'static str> {
    ["0,973", "waterfall", "11,4", "Mức xuất phát", "Bình", "Cần thêm người thứ hai"]
        .into_iter()
        .filter(|word| page.contains(word))
        .collect()
}

#[test]
fn nobody_sees_anything_without_logging_in() {
    run(async {
        let world = World::new(2);
        let mut browser = world.browser();
        let id = link(2, 0);
        for path in [
            "/inbox",
            "/progress",
            "/changes",
            "/answers",
            "/export/csv",
            &format!("/item/{id}"),
            &format!("/item/{id}/file"),
            "/password",
        ] {
            let answer = browser.get(path).await;
            assert_eq!((answer.status, answer.location().as_str()), (StatusCode::SEE_OTHER, "/login"), "{path}");
            assert!(answer.body.is_empty(), "{path}");
        }
        for path in
            ["/next", "/import", &format!("/item/{id}/answer"), &format!("/item/{id}/undo"), &format!("/item/{id}/assign")]
        {
            let answer = browser.upload(path, &[("token", ""), ("answer", "same")], &[]).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        }
        assert_eq!(state(&world, &id), State::Open);
    });
}

#[test]
fn every_answer_forbids_what_is_not_ours() {
    run(async {
        let world = World::new(2);
        let mut browser = world.logged_in("Hà").await;
        for path in ["/inbox", "/nothing", "/progress"] {
            let answer = browser.get(path).await;
            let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
            assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store", "{path}");
            assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert!(answer.headers.contains_key(header::X_FRAME_OPTIONS));
            let page = answer.text();
            assert!(!page.contains("<script>") && !page.contains(" style=") && !page.contains(" onclick"), "{path}");
        }
        let page = browser.get("/inbox").await.text();
        let assets: Vec<&str> = page.split('"').filter(|part| part.starts_with("/assets/")).collect();
        assert_eq!(assets.len(), 3, "{assets:?}");
        for asset in assets {
            let answer = browser.get(asset).await;
            assert_eq!(answer.status, StatusCode::OK, "{asset}");
            assert!(answer.headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        }
    });
}

#[test]
fn a_session_cookie_is_out_of_reach_and_good_at_its_own_address_only() {
    run(async {
        let world = World::new(2);
        let mut browser = world.browser();
        let answer = browser.post("/login", &[("name", " hà "), ("password", PASSWORD)]).await;
        let set = answer.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
        assert!(set.starts_with("thamdinh-8750=") && set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
        assert_eq!(browser.get("/inbox").await.status, StatusCode::OK);

        // The same ledger and accounts served from another port: browsers would send it the cookie, under its own name and a stolen one.
        let token = browser.cookies[0].1.clone();
        for (port, name, status) in [(8750, "thamdinh-8750", 200), (8751, "thamdinh-8750", 303), (8751, "thamdinh-8751", 303)] {
            let mut thief = world.served_again(Address::loopback(port));
            thief.cookies = vec![(name.to_owned(), token.clone())];
            assert_eq!(thief.get("/inbox").await.status.as_u16(), status, "{port} {name}");
        }

        let listen = SocketAddr::from(([10, 0, 0, 5], 8750));
        let secure = World::at(2, Address::tls(listen, Some("https://tham-dinh.example")).unwrap());
        let mut browser = secure.browser();
        let answer = browser.post("/login", &[("name", "Hà"), ("password", PASSWORD)]).await;
        let set = answer.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(set.starts_with("__Host-thamdinh-8750=") && set.ends_with("Secure"), "{set}");
        assert!(answer.headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    });
}

#[test]
fn sessions_end_and_five_wrong_passwords_lock() {
    run(async {
        let world = World::new(2);
        let mut browser = world.logged_in("Hà").await;
        world.pass(29 * 60);
        assert_eq!(browser.get("/inbox").await.status, StatusCode::OK);
        world.pass(31 * 60);
        assert_eq!(browser.get("/inbox").await.location(), "/login");

        let mut browser = world.logged_in("Hà").await;
        assert_eq!(browser.submit("/logout", &[]).await.location(), "/login");
        assert_eq!(browser.get("/inbox").await.location(), "/login");

        for (i, expected) in [401, 401, 401, 401, 401, 429, 429].into_iter().enumerate() {
            let password = if i == 6 { PASSWORD } else { "wrong password" };
            let answer = browser.post("/login", &[("name", "Bình"), ("password", password)]).await;
            assert_eq!(answer.status.as_u16(), expected, "{i}");
        }
        assert!(browser.post("/login", &[("name", "Bình"), ("password", PASSWORD)]).await.text().contains("Thử lại sau"));
        world.pass(15 * 60);
        assert_eq!(browser.post("/login", &[("name", "Bình"), ("password", PASSWORD)]).await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_form_of_another_page_changes_nothing() {
    run(async {
        let world = World::new(2);
        let id = link(2, 0);
        let path = format!("/item/{id}/answer");
        let browser = world.logged_in("Hà").await;
        let token = browser.clone().token().await;
        let cases: [(&str, Option<&str>, &str); 5] = [
            ("another origin", Some("http://evil.example"), &token),
            ("an origin that is hidden", Some("null"), &token),
            ("another port", Some("http://127.0.0.1:8751"), &token),
            ("no origin at all", None, &token),
            ("another session's token", Some("http://127.0.0.1:8750"), "0000"),
        ];
        for (what, origin, token) in cases {
            let mut other = browser.clone();
            other.origin = origin.map(str::to_owned);
            for answer in [
                other.post(&path, &[("token", token), ("answer", "same")]).await,
                other.upload(&path, &[("token", token), ("answer", "same")], &[]).await,
            ] {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
                assert!(answer.text().contains("Chưa có gì được ghi"), "{what}");
            }
        }
        // A name of somebody else's that points at this machine.
        let mut other = browser.clone();
        other.host = "evil.example:8750".to_owned();
        assert_eq!(other.get("/inbox").await.status, StatusCode::MISDIRECTED_REQUEST);
        // The token behind the answer, where it would be read last.
        let mut other = browser.clone();
        let answer = other.upload(&path, &[("answer", "same"), ("token", &token)], &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(state(&world, &id), State::Open);
        let mut own = browser.clone();
        assert_eq!(own.upload(&path, &[("token", &token), ("answer", "same")], &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(state(&world, &id), State::Settled);
    });
}

#[test]
fn each_role_does_what_it_may() {
    run(async {
        let world = World::new(3);
        let id = flag(3, 0);
        let answer = format!("/item/{id}/answer");
        let assign = format!("/item/{id}/assign");
        // Rows: role; may answer, may take, may give to another, may export, may import.
        for (name, may) in [
            ("Em", [false, false, false, true, false]),
            ("Hà", [true, true, false, false, false]),
            ("Dung", [true, true, true, true, true]),
        ] {
            let mut browser = world.logged_in(name).await;
            let allowed = |status: StatusCode| status != StatusCode::FORBIDDEN;
            let answered = allowed(browser.submit(&answer, &[("answer", "unsure")]).await.status);
            let took = allowed(browser.submit("/next", &[]).await.status);
            let gave = allowed(browser.submit(&assign, &[("to", "Bình")]).await.status);
            let exported = allowed(browser.get("/export/csv").await.status);
            let token = browser.token().await;
            let file: (&str, &str, &[u8]) =
                ("file", "answers.csv", b"subject,candidate_id,record_id,flag_id,answer,note,by,at,closed_at\n");
            let imported = allowed(browser.upload("/import", &[("token", &token)], &[file]).await.status);
            assert_eq!([answered, took, gave, exported, imported], may, "{name}");
            if !may[0] {
                assert!(!browser.get(&format!("/item/{id}")).await.text().contains("name=\"answer\""), "{name}");
            }
        }
    });
}

#[test]
fn the_first_read_is_blind_and_the_second_too() {
    run(async {
        let world = World::new(4);
        let id = link(4, 0);
        let path = format!("/item/{id}");
        let mut ha = world.logged_in("Hà").await;
        let mut binh = world.logged_in("Bình").await;

        // Bình answers; a likely link is not dismissed by one person.
        binh.submit(&format!("{path}/answer"), &[("answer", "different"), ("note", "khác quê"), ("then", "stay")]).await;
        assert_eq!(state(&world, &id), State::Second);
        let seen = binh.get(&path).await.main();
        assert!(seen.contains("0,973") && seen.contains("waterfall") && seen.contains("khác quê"), "{seen}");

        // Hà sees none of it, wherever the item is shown.
        for page in [path.clone(), format!("{path}/file"), "/inbox".to_owned(), "/inbox?part=all".to_owned()] {
            let seen = ha.get(&page).await.main();
            assert_eq!(tells(&seen), Vec::<&str>::new(), "{page}");
            assert!(seen.contains("Chờ trả lời"), "{page}");
        }
        assert!(ha.get(&path).await.main().contains("<mark>"), "the differences are evidence");
        assert_eq!(ha.get("/export/csv").await.status, StatusCode::FORBIDDEN);

        ha.answer(&id, "different").await;
        let seen = ha.get(&path).await.main();
        assert!(seen.contains("0,973") && seen.contains("Bình") && seen.contains("khác quê"));
        assert_eq!(state(&world, &id), State::Settled);

        // A rule that asks about a link tells its probability in its reason and its facts.
        let asks = flag(4, 3);
        let seen = ha.get(&format!("/item/{asks}")).await.main();
        assert!(!seen.contains("0,41") && seen.contains("hiện sau khi bạn trả lời"), "{seen}");
        // Nor after that answer, as long as the link itself is a question that Hà may answer.
        ha.submit(&format!("/item/{asks}/answer"), &[("answer", "confirmed")]).await;
        for page in [format!("/item/{asks}"), format!("/item/{asks}/file"), format!("/inbox?done={asks}")] {
            let seen = ha.get(&page).await.main();
            assert!(!seen.contains("0,41") && !seen.contains("waterfall"), "{page}: {seen}");
        }
        ha.answer(&link(4, 3), "same").await;
        let seen = ha.get(&format!("/item/{asks}")).await.main();
        assert!(seen.contains("là của ứng viên: 0,41") && seen.contains("waterfall"), "{seen}");

        // A reader never answers, and is told everything.
        let mut em = world.logged_in("Em").await;
        assert!(em.get(&format!("/item/{}", link(4, 1))).await.main().contains("0,412"));
    });
}

#[test]
fn four_eyes_confirm_and_a_disagreement_goes_to_a_third() {
    run(async {
        let world = World::new(2);
        let id = flag(2, 0);
        let mut ha = world.logged_in("Hà").await;
        let mut binh = world.logged_in("Bình").await;
        let mut dung = world.logged_in("Dung").await;
        ha.answer(&id, "confirmed").await;
        assert_eq!(state(&world, &id), State::Second);
        // Once more by the same person is still one person.
        ha.answer(&id, "confirmed").await;
        assert_eq!(state(&world, &id), State::Second);
        binh.answer(&id, "dismissed").await;
        assert_eq!(state(&world, &id), State::Third);

        // Only an approver, who reads blindly too.
        assert!(dung.get("/inbox?part=third").await.main().contains(&id));
        let page = dung.get(&format!("/item/{id}")).await.main();
        // Beside the question an approver may choose among all people.
        assert_eq!(tells(page.split("<aside").next().unwrap()), Vec::<&str>::new());
        dung.answer(&id, "dismissed").await;
        let line = world.ledger().line(&id).unwrap().unwrap();
        assert_eq!((line.state, line.verdict), (State::Settled, Some(Verdict::Dismissed)));
        assert_eq!(world.ledger().history(&id).unwrap().len(), 4, "nothing was overwritten");
        // What is settled is not a reviewer's to open again, but for the two who have answered.
        let mut em = world.logged_in("Em").await;
        assert_eq!(em.answer(&id, "confirmed").await.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_third_reviewer_without_the_role_is_told_to_wait() {
    run(async {
        let world = World::new(2);
        let id = flag(2, 0);
        let accounts = &world.app.accounts;
        accounts.add("Giang", thamdinh::review::web::role::Role::Reviewer, PASSWORD, start()).unwrap();
        world.ledger().admit("Giang", "Giang", start()).unwrap();
        world.logged_in("Hà").await.answer(&id, "confirmed").await;
        world.logged_in("Bình").await.answer(&id, "dismissed").await;
        let mut giang = world.logged_in("Giang").await;
        let page = giang.get(&format!("/item/{id}")).await.main();
        assert!(page.contains("người phê duyệt sẽ kết luận") && !page.contains("name=\"answer\""), "{page}");
        assert_eq!(giang.answer(&id, "confirmed").await.status, StatusCode::CONFLICT);
        assert_eq!(state(&world, &id), State::Third);
    });
}

#[test]
fn an_answer_leads_to_the_next_item_and_can_be_taken_back() {
    run(async {
        let world = World::new(3);
        let mut ha = world.logged_in("Hà").await;
        let first = ha.submit("/next", &[]).await.location();
        let id = first.strip_prefix("/item/").unwrap().to_owned();
        assert_eq!(world.ledger().line(&id).unwrap().unwrap().assignee.as_deref(), Some("Hà"));
        // What Hà has taken is not given to Bình.
        let mut binh = world.logged_in("Bình").await;
        assert_ne!(binh.submit("/next", &[]).await.location(), first);

        let next = ha.submit(&format!("{first}/answer"), &[("answer", "unsure"), ("note", "chưa đủ căn cứ")]).await.location();
        assert!(next.ends_with(&format!("?done={id}")) && !next.starts_with(&first), "{next}");
        let banner = ha.get(&next).await.main();
        assert!(
            banner.contains("Chưa rõ")
                && banner.contains("Cần thêm người thứ hai")
                && banner.contains(&format!("/item/{id}/undo"))
        );

        assert_eq!(ha.submit(&format!("/item/{id}/undo"), &[]).await.location(), first);
        assert_eq!(state(&world, &id), State::Open);
        let history = world.ledger().history(&id).unwrap();
        assert_eq!((history.len(), history[0].note.as_deref()), (1, Some("chưa đủ căn cứ")));
        assert!(history[0].closed_at.is_some(), "withdrawn, and kept");
        assert!(!ha.get(&next).await.main().contains("/undo"), "what was taken back is not offered again");
        // There is nothing left to take back.
        assert_eq!(ha.submit(&format!("/item/{id}/undo"), &[]).await.status, StatusCode::CONFLICT);
    });
}

#[test]
fn taking_the_next_goes_through_everything_once_and_ends() {
    run(async {
        let world = World::new(4);
        let mut ha = world.logged_in("Hà").await;
        let mut seen = BTreeSet::new();
        let mut at = ha.submit("/next", &[]).await.location();
        while let Some(id) = at.strip_prefix("/item/").map(|id| id[..16].to_owned()) {
            assert!(seen.insert(id.clone()), "{id} twice");
            at = ha.submit(&format!("/item/{id}/answer"), &[("answer", "unsure")]).await.location();
        }
        assert_eq!((seen.len(), at.split('?').next().unwrap()), (8, "/inbox"));
        assert!(ha.get(&at).await.main().contains("Không có câu hỏi nào"));
    });
}

#[test]
fn an_answer_to_evidence_that_has_changed_meanwhile_is_refused() {
    run(async {
        let world = World::new(1);
        let id = link(1, 0);
        let mut ha = world.logged_in("Hà").await;
        let page = ha.get(&format!("/item/{id}")).await.main();
        let seen = page.split("name=\"fingerprint\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let mut changed = items(1);
        changed[0].material.0.insert("record.status".to_owned(), "annulled".to_owned());
        record(&world.home.path().join("ledger.sqlite"), changed, start() + TimeDelta::days(1));
        let answer = ha.submit(&format!("/item/{id}/answer"), &[("answer", "same"), ("fingerprint", &seen)]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert_eq!(state(&world, &id), State::Open);
    });
}

#[test]
fn changed_evidence_re_opens_with_the_difference_shown() {
    run(async {
        let world = World::new(3);
        let mut ha = world.logged_in("Hà").await;
        for n in 0..2 {
            ha.answer(&link(3, n), "same").await;
        }
        // The second run: one settled link as before, one with other evidence, one question gone.
        let mut second = items(3);
        second[0].material.0.insert("candidate.full_name".to_owned(), "Nguyễn Văn Hừng".to_owned());
        let gone = second.pop().unwrap().id();
        record(&world.home.path().join("ledger.sqlite"), second, start() + TimeDelta::days(4));
        let page = ha.get(&format!("/item/{}", link(3, 0))).await.main();
        for part in
            ["Mở lại", "Chứng cứ đã thay đổi", "Nguyễn Văn H<mark>ừ</mark>ng", "Trước khi chứng cứ thay đổi, bạn đã trả lời"]
        {
            assert!(page.contains(part), "{part}\n{page}");
        }
        assert_eq!(tells(&page), Vec::<&str>::new(), "blind once more");
        let changes = ha.get("/changes").await.main();
        let section =
            |code: &str| changes.split(&format!("id=\"{code}\"")).nth(1).unwrap().split("</section>").next().unwrap().to_owned();
        assert!(
            section("reopened").contains(&link(3, 0))
                && section("carried").contains(&link(3, 1))
                && section("gone").contains(&gone)
        );
        assert!(ha.get(&format!("/item/{gone}")).await.main().contains("không còn hỏi câu này"));
    });
}

#[test]
fn the_list_narrows_and_counts() {
    run(async {
        let world = World::new(9);
        let mut ha = world.logged_in("Hà").await;
        for (query, found) in [
            ("", 18),
            ("?subject=link", 9),
            ("?severity=stop", 6),
            ("?unit=S%E1%BB%9F%20N%E1%BB%99i%20v%E1%BB%A5", 6),
            ("?severity=stop&subject=flag", 3),
            ("?text=lo%20van", 2),
            ("?age=1", 18),
            ("?age=7", 0),
            ("?part=settled", 0),
            ("?part=mine", 0),
            ("?page=2", 18),
            ("?page=nonsense&age=x&sort=%00&subject=%3Cscript%3E", 18),
        ] {
            let page = ha.get(&format!("/inbox{query}")).await.main();
            assert!(page.contains(&format!("{found} câu hỏi")), "{query}: {page}");
        }
        ha.answer(&link(9, 0), "different").await;
        ha.answer(&flag(9, 1), "dismissed").await;
        for (part, found) in [("todo", 16), ("answered", 1), ("settled", 1)] {
            assert!(ha.get(&format!("/inbox?part={part}")).await.main().contains(&format!("{found} câu hỏi")), "{part}");
        }
        let progress = ha.get("/progress").await.main();
        assert!(progress.contains("1 / 18 đã kết luận") && progress.contains("Huyện ủy Mèo Vạc"), "{progress}");
        assert_eq!(world.ledger().list(&Filter { answered_by: Some("HÀ".to_owned()), ..Filter::default() }).unwrap().total, 2);
    });
}

#[test]
fn names_that_would_be_code_are_text() {
    run(async {
        let world = World::new(8);
        let mut ha = world.logged_in("Hà").await;
        let mut pages = vec!["/inbox".to_owned(), "/changes".to_owned()];
        for n in 5..8 {
            pages.extend([format!("/item/{}", link(8, n)), format!("/item/{}/file", flag(8, n))]);
        }
        for path in &pages {
            let page = ha.get(path).await.text();
            assert!(!page.contains("<script>") && !page.contains("<img"), "{path}");
            assert!(!page.contains('\u{202e}'), "{path}");
        }
        let page = ha.get(&pages[2]).await.text();
        assert!(page.contains("&#60;script&#62;alert(1)") || page.contains("&lt;script&gt;alert(1)"), "{page}");
        assert!(ha.get(&pages[4]).await.text().contains("[U+202E]"));
        let id = link(8, 5);
        let note = format!("{} \u{202e}", ODD_NAMES[0]);
        ha.submit(&format!("/item/{id}/answer"), &[("answer", "same"), ("note", &note), ("then", "stay")]).await;
        let page = ha.get(&format!("/item/{id}")).await.text();
        assert!(!page.contains("<script>") && page.contains("[U+202E]"));
        // What was typed into the search comes back as text too.
        let page = ha.get("/inbox?text=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await.text();
        assert!(!page.contains("<script>"));
    });
}

#[test]
fn a_form_of_fifty_megabytes_is_refused_with_a_word() {
    run(async {
        let world = World::new(1);
        let mut ha = world.logged_in("Hà").await;
        let token = ha.token().await;
        let big = vec![b'a'; 50 << 20];
        let id = link(1, 0);
        let answer = format!("/item/{id}/answer");
        let answer = answer.as_str();
        for (path, announces) in [("/login", true), ("/next", true), (answer, true), ("/login", false), (answer, false)] {
            let is_file = path.ends_with("answer");
            let kind = if is_file { "multipart/form-data; boundary=x" } else { "application/x-www-form-urlencoded" };
            let head = "--x\r\nContent-Disposition: form-data; name=";
            let fields = format!("{head}\"token\"\r\n\r\n{token}\r\n{head}\"papers\"; filename=\"a\"\r\n\r\n");
            let mut body = fields.into_bytes();
            if !is_file {
                body = b"name=".to_vec();
            }
            body.extend(&big);
            let mut request = Request::builder().method(Method::POST).uri(path).header(header::CONTENT_TYPE, kind);
            if announces {
                request = request.header(header::CONTENT_LENGTH, body.len());
            }
            let answer = ha.send(request, Body::from(body)).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path} {announces}");
            assert!(answer.text().contains("quá lớn"), "{path}");
        }
        assert_eq!(state(&world, &id), State::Open);
        assert!(world.ledger().history(&id).unwrap().is_empty());
    });
}

#[test]
fn an_answer_keeps_note_explanation_and_the_hashes_of_papers() {
    run(async {
        let world = World::new(1);
        let id = flag(1, 0);
        let mut ha = world.logged_in("Hà").await;
        let token = ha.token().await;
        let fields =
            [("token", token.as_str()), ("answer", "dismissed"), ("note", "đã xác minh"), ("explanation", "Quyết định đã hủy")];
        let files: [(&str, &str, &[u8]); 2] = [("papers", "C:\\quyet-dinh.pdf", b"abc"), ("papers", "", b"")];
        ha.upload(&format!("/item/{id}/answer"), &fields, &files).await;
        let given = world.ledger().history(&id).unwrap().pop().unwrap();
        assert_eq!((given.note.as_deref(), given.explanation.as_deref()), (Some("đã xác minh"), Some("Quyết định đã hủy")));
        assert_eq!(given.attachments.len(), 1);
        let paper = &given.attachments[0];
        assert_eq!((paper.name.as_str(), paper.bytes, &paper.sha256[..8]), ("quyet-dinh.pdf", 3, "ba7816bf"));
        let long = "x".repeat(4001);
        let refused = ha.submit(&format!("/item/{id}/answer"), &[("answer", "confirmed"), ("note", &long)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn answers_go_out_to_a_file_and_come_back() {
    run(async {
        let (one, other) = (World::new(2), World::new(2));
        let id = flag(2, 1);
        one.logged_in("Hà").await.answer(&id, "dismissed").await;
        let mut dung = one.logged_in("Dung").await;
        for end in ["csv", "xlsx", "json"] {
            let file = dung.get(&format!("/export/{end}")).await;
            let name = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().to_owned();
            let hash = file.headers["x-ledger-hash"].to_str().unwrap().to_owned();
            assert!(name.contains(&hash[..12]) && name.ends_with(&format!(".{end}\"")), "{name}");
            let mut there = other.logged_in("Dung").await;
            let token = there.token().await;
            let files: [(&str, &str, &[u8]); 1] = [("file", &format!("answers.{end}"), &file.body)];
            let taken = there.upload("/import", &[("token", &token)], &files).await;
            let word = if end == "csv" { "Đã nhận 1 kết luận" } else { "1 kết luận đã có sẵn" };
            assert!(taken.status == StatusCode::OK && taken.text().contains(word), "{end}: {} {}", taken.status, taken.main());
        }
        assert_eq!(state(&other, &id), State::Settled);
        assert_eq!(dung.get("/export/exe").await.status, StatusCode::NOT_FOUND);

        // Somebody without an account, and a question that nobody asked: all of it is told, nothing is taken in.
        let rows = "subject,candidate_id,record_id,flag_id,answer,note,by,at,closed_at\n\
                    link,HG0000,KL0000,,same,,Người Lạ,2025-09-18,\nlink,HG0000,KL9999,,same,,Hà,2025-09-18,\n";
        let mut dung = other.logged_in("Dung").await;
        let token = dung.token().await;
        let refused = dung.upload("/import", &[("token", &token)], &[("file", "a.csv", rows.as_bytes())]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Không nhận gì: 2 dòng có lỗi"), "{}", refused.main());
        assert_eq!(state(&other, &link(2, 0)), State::Open);
        let empty = dung.upload("/import", &[("token", &token)], &[("file", "", b"")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn work_is_given_taken_and_given_back() {
    run(async {
        let world = World::new(2);
        let id = link(2, 1);
        let assignee = || world.ledger().line(&id).unwrap().unwrap().assignee;
        let assign = format!("/item/{id}/assign");
        let mut dung = world.logged_in("Dung").await;
        dung.submit(&assign, &[("to", "Bình")]).await;
        assert_eq!(assignee().as_deref(), Some("Bình"));
        let mut ha = world.logged_in("Hà").await;
        assert_eq!(ha.submit(&assign, &[("to", "Hà")]).await.status, StatusCode::FORBIDDEN, "it is Bình's");
        let mut binh = world.logged_in("Bình").await;
        assert!(binh.get("/inbox?part=mine").await.main().contains(&id));
        binh.submit(&assign, &[("to", "")]).await;
        assert_eq!(assignee(), None);
        ha.submit(&assign, &[("to", "Hà")]).await;
        assert_eq!(assignee().as_deref(), Some("Hà"));
    });
}

#[test]
fn every_access_is_logged_without_what_was_searched_for() {
    run(async {
        let world = World::new(2);
        let mut ha = world.logged_in("Hà").await;
        ha.get("/inbox?text=002068001234").await;
        ha.get("/nothing").await;
        let id = link(2, 0);
        ha.answer(&id, "same").await;
        world.browser().get("/progress").await;
        let log = world.log();
        for line in [
            "-\tPOST /login\t303",
            "Hà\tGET /inbox\t200",
            "Hà\tGET /…\t404",
            &format!("Hà\tPOST /item/{id}/answer\t303"),
            "-\tGET /progress\t303",
        ] {
            assert!(log.contains(line), "{line}\n{log}");
        }
        assert!(!log.contains("002068001234") && !log.contains(PASSWORD), "{log}");
    });
}

#[test]
fn after_a_purge_no_file_of_the_page_names_the_person() {
    run(async {
        let world = World::new(2);
        let mut dung = world.logged_in("Dung").await;
        let (name, unit) = (invented::name(0), "Huyện ủy Đồng Văn");
        dung.get(&format!("/inbox?text={}", name.replace(' ', "%20"))).await;
        for path in [format!("/item/{}", link(2, 0)), format!("/item/{}/file", link(2, 0)), "/item/HG0000".to_owned()] {
            dung.get(&path).await;
        }
        dung.get(&format!("/{}", name.replace(' ', "_"))).await;
        let note = [("answer", "different"), ("note", "họ hàng của HG0000, số 002068001234"), ("then", "stay")];
        dung.submit(&format!("/item/{}/answer", link(2, 0)), &note).await;
        dung.submit(&format!("/item/{}/assign", flag(2, 0)), &[("to", "Hà")]).await;
        let purged = world.ledger().purge(start().date_naive() + TimeDelta::days(400), start() + TimeDelta::days(400)).unwrap();
        assert_eq!(purged.items, 4);

        let bytes = |path: &std::path::Path| std::fs::read(path).unwrap();
        let files: Vec<_> = std::fs::read_dir(world.home.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(files.iter().any(|path| path.to_string_lossy().ends_with("access.log")), "{files:?}");
        for path in &files {
            for told in [name.as_str(), &name.replace(' ', "_"), "HG0000", "KL0000", "002068001234", unit, "214-QĐ/UBKTTU"] {
                let is_in = bytes(path).windows(told.len()).any(|window| window == told.as_bytes());
                assert!(!is_in, "{} holds `{told}`", path.display());
            }
        }
        // Who looked at which question stays, under a number that only the ledger could tell of.
        assert!(world.log().contains(&link(2, 0)));
    });
}

#[test]
fn a_fact_is_said_with_its_unit_in_words_and_an_absent_one_with_what_that_means() {
    run(async {
        let world = World::new(2);
        let mut ha = world.logged_in("Hà").await;
        let path = format!("/item/{}", flag(2, 0));
        for (lang, parts) in
            [("vi", ["15 tháng", "– (không có quyết định nào)", ">cao hơn<"]), ("en", ["15 mo", "– (there is none)", ">higher<"])]
        {
            ha.lang = Some(lang);
            let seen = ha.get(&path).await.main();
            for part in parts {
                assert!(seen.contains(part), "{part}: {seen}");
            }
            assert!(!seen.contains("trống:") && !seen.contains("null:"), "{seen}");
        }
    });
}

#[test]
fn a_flag_asks_what_can_be_answered_and_tells_what_its_reader_said_of_the_record() {
    run(async {
        let world = World::new(4);
        let mut ha = world.logged_in("Hà").await;
        let (asks, rests) = (format!("/item/{}", flag(4, 3)), format!("/item/{}", flag(4, 0)));
        let seen = ha.get(&asks).await.main();
        assert!(
            seen.contains("Hồ sơ này có phải của ứng viên không?") && !seen.contains("Cảnh báo này có đúng không?"),
            "{seen}"
        );
        assert!(ha.get(&rests).await.main().contains("Cảnh báo này có đúng không?"));
        // Somebody else's word is not told; one's own is, without the probability that goes with it.
        let mut binh = world.logged_in("Bình").await;
        binh.answer(&link(4, 0), "different").await;
        assert!(!ha.get(&rests).await.main().contains("bạn đã trả lời"));
        ha.answer(&link(4, 0), "different").await;
        let seen = ha.get(&rests).await.main();
        assert!(seen.contains("Hồ sơ này với ứng viên, bạn đã trả lời: Khác người."), "{seen}");
        assert_eq!(tells(&seen), Vec::<&str>::new());
    });
}

#[test]
fn a_password_is_changed_with_the_old_one_and_ends_other_sessions() {
    run(async {
        let world = World::new(1);
        let (mut here, mut elsewhere) = (world.logged_in("Hà").await, world.logged_in("Hà").await);
        let new = "một câu dài khác hẳn";
        for (old, new, again) in [("wrong", new, new), (PASSWORD, new, "another one quite"), (PASSWORD, "ngắn", "ngắn")] {
            let answer = here.submit("/password", &[("old", old), ("new", new), ("again", again)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{old} {new} {again}");
        }
        let changed = here.submit("/password", &[("old", PASSWORD), ("new", new), ("again", new)]).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER);
        assert_eq!(here.get("/inbox").await.status, StatusCode::OK);
        assert_eq!(elsewhere.get("/inbox").await.location(), "/login");
        let answer = elsewhere.post("/login", &[("name", "Hà"), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn both_languages_say_everything() {
    run(async {
        let world = World::new(2);
        let mut ha: Browser = world.logged_in("Hà").await;
        ha.answer(&link(2, 0), "same").await;
        let paths = [
            "/inbox",
            "/progress",
            "/changes",
            "/answers",
            "/password",
            &format!("/item/{}", link(2, 0)),
            &format!("/item/{}/file", flag(2, 1)),
        ];
        for lang in ["vi", "en"] {
            ha.lang = Some(lang);
            for path in paths {
                let page = ha.get(path).await.text();
                assert!(page.contains(&format!("<html lang=\"{lang}\"")), "{path}");
                // A message that is missing shows as its identifier.
                let missing: Vec<&str> = page.split(['>', '<', '"', ' ']).filter(|word| word.starts_with("web-")).collect();
                assert!(missing.is_empty(), "{lang} {path}: {missing:?}");
            }
        }
        let kept = ha.submit("/look", &[("lang", "en"), ("back", "//evil.example")]).await;
        assert_eq!(kept.location(), "/inbox");
    });
}

#[test]
fn every_message_that_a_page_names_exists() {
    let src = crate::support::root().join("src/review/web");
    let mut missing = BTreeSet::new();
    for path in [".rs", ".html"].iter().flat_map(|end| crate::support::files(&src, end)) {
        let text = std::fs::read_to_string(&path).unwrap();
        let ids = text.split('"').filter(|part| {
            part.starts_with("web-") && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        });
        missing.extend(ids.filter(|id| !id.ends_with('-') && !Lang::Vi.has(id)).map(str::to_owned));
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_page_for_one_person_opens_with_the_address_of_the_terminal_only() {
    run(async {
        use std::sync::Arc;
        use thamdinh::review::web::access_log::AccessLog;
        use thamdinh::review::web::accounts::Accounts;
        use thamdinh::review::web::app::{App, Single};
        use thamdinh::review::web::{role::Role, router};

        let world = World::new(1);
        let accounts = Accounts::in_memory().unwrap();
        accounts.add_without_password("Hà", Role::Approver, start()).unwrap();
        let path = world.home.path().join("ledger.sqlite");
        let mut app = App::new(&path, accounts, AccessLog::none(), Address::loopback(8750), Lang::En, Arc::new(start)).unwrap();
        app.single = Some(Single { name: "Hà".to_owned(), secret: "0123456789".to_owned() });
        let mut browser = world.browser();
        browser.set_router(router(Arc::new(app)));
        for (path, status) in [("/inbox", 401), ("/login", 401), ("/enter/0123456788", 404), ("/enter/", 404)] {
            assert_eq!(browser.get(path).await.status.as_u16(), status, "{path}");
        }
        assert_eq!(browser.get("/enter/0123456789").await.location(), "/");
        let id = link(1, 0);
        assert_eq!(browser.answer(&id, "same").await.status, StatusCode::SEE_OTHER);
        assert_eq!(world.ledger().history(&id).unwrap()[0].by, "Hà");
        assert_eq!(browser.get("/password").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn behind_a_proxy_nobody_else_may_connect() {
    run(async {
        let listen = SocketAddr::from(([10, 0, 0, 5], 8750));
        let proxy = IpAddr::from([10, 0, 0, 1]);
        let world = World::at(1, Address::behind_proxy(listen, proxy, "https://tham-dinh.example").unwrap());
        // Without a socket a request comes from 127.0.0.1.
        assert_eq!(world.browser().get("/login").await.status, StatusCode::FORBIDDEN);
    });
}
