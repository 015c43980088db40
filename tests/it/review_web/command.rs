//! `review serve` and `review account` as they are typed: what is refused before anybody is let in, and TLS.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::thread;

use chrono::Utc;
use thamdinh::lang::Lang;
use thamdinh::review::web::access_log::AccessLog;
use thamdinh::review::web::accounts::Accounts;
use thamdinh::review::web::address::Address;
use thamdinh::review::web::app::App;
use thamdinh::review::web::server;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::browser::{account, batch};
use super::invented::{items, record, start};
use crate::support::{Workspace, root};

#[test]
fn a_page_that_would_be_open_to_strangers_is_not_opened() {
    let workspace = batch();
    let pem = |name: &str| root().join("tests/it/review_web").join(name).display().to_string();
    let (cert, key) = (pem("cert.pem"), pem("key.pem"));
    let cases: &[(&[&str], &str)] = &[
        (&[], "no account to log in"),
        (&["--listen", "0.0.0.0:0"], "needs TLS"),
        (&["--listen", "0.0.0.0:0", "--single-user", "An"], "this machine alone"),
        (&["--listen", "[::]:0", "--single-user", "An"], "this machine alone"),
        (&["--single-user", "An", "--cert", &cert, "--key", &key], "this machine alone"),
        (&["--single-user", "<script>"], "name"),
        (&["--listen", "0.0.0.0:0", "--behind-proxy", "10.0.0.1"], "--origin"),
        (&["--listen", "0.0.0.0:0", "--behind-proxy", "10.0.0.1", "--origin", "http://a.example"], "https://"),
        (&["--listen", "0.0.0.0:0", "--cert", &cert, "--key", &cert], "cannot be used"),
        (&["--listen", "0.0.0.0:0", "--cert", "nothing.pem", "--key", &key], "cannot be used"),
        (&["--listen", "0.0.0.0:0", "--cert", &cert], "--key"),
        (&["--listen", "somewhere"], "--listen"),
    ];
    for (more, word) in cases {
        // With accounts the refusals that follow are about the address alone.
        if !more.is_empty() && !workspace.path("ledger.accounts.sqlite").exists() {
            account(&workspace, "Hà", "reviewer");
        }
        let mut arguments = vec!["review", "serve", "batch.toml"];
        arguments.extend(*more);
        workspace.run(&arguments).exits(2).complains(&[word]);
        if more.is_empty() {
            std::fs::remove_file(workspace.path("ledger.accounts.sqlite")).unwrap();
        }
    }
}

#[test]
fn a_port_in_use_and_a_batch_without_a_ledger_are_told() {
    let workspace = batch();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let serve = ["review", "serve", "batch.toml", "--single-user", "An", "--listen", address.as_str()];
    workspace.run(&serve).exits(2).complains(&["cannot listen"]);
    std::fs::remove_file(workspace.path("ledger.sqlite")).unwrap();
    workspace.run(&serve).exits(2).complains(&["ledger"]);
    let text = workspace.read("batch.toml");
    workspace.write("batch.toml", text.split("[review]").next().unwrap());
    workspace.run(&serve).exits(2).complains(&["names no ledger", "[review]"]);
}

#[test]
fn accounts_are_made_listed_and_disabled() {
    let workspace = Workspace::new();
    let list = ["review", "account", "list", "ledger.sqlite"];
    workspace.run(&list).exits(0).says(&["No accounts yet"]);
    account(&workspace, "Lò Thị Mai", "approver");
    account(&workspace, "Bình", "reader");
    workspace.run(&list).exits(0).says(&["Lò Thị Mai  approver", "Bình  reader"]);
    let add = ["review", "account", "add", "ledger.sqlite"];
    for (more, word) in [
        (&["LÒ THỊ MAI"][..], "exists already"),
        (&["An"][..], "no password"),
        (&["=HYPERLINK(1)"][..], "name"),
        (&["An", "--role", "king"][..], "reviewer"),
    ] {
        workspace.run(&[&add[..], more].concat()).exits(2).complains(&[word]);
    }
    workspace.run(&["review", "account", "disable", "ledger.sqlite", "bình"]).exits(0);
    workspace.run(&["review", "account", "disable", "ledger.sqlite", "Nobody"]).exits(2).complains(&["no account `Nobody`"]);
    let listed = workspace.run(&[&list[..], &["--format", "json"]].concat()).exits(0).json();
    assert_eq!(listed["accounts"][0]["is_disabled"], true, "{listed}");
    assert!(!listed.to_string().contains("argon2"));
}

#[test]
fn the_page_is_served_through_tls_and_not_beside_it() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("ledger.sqlite");
    record(&path, items(1), start());
    let pem = |name: &str| root().join("tests/it/review_web").join(name);
    let tls = server::tls(&pem("cert.pem"), &pem("key.pem")).unwrap();
    let listener = server::listen(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let at = listener.local_addr().unwrap();
    let address = Address::tls(at, Some(&format!("https://localhost:{}", at.port()))).unwrap();
    let app = App::new(&path, Accounts::in_memory().unwrap(), AccessLog::none(), address, Lang::Vi, Arc::new(Utc::now)).unwrap();
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let serving =
        thread::spawn(move || server::serve_until(&Arc::new(app), listener, Some(tls), || async { _ = ended.await }).unwrap());

    let request = format!("GET /login HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", at.port());
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(pem("cert.pem")).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let client = ClientConnection::new(Arc::new(config), ServerName::try_from("localhost").unwrap()).unwrap();
    let mut stream = StreamOwned::new(client, TcpStream::connect(at).unwrap());
    stream.write_all(request.as_bytes()).unwrap();
    let mut page = Vec::new();
    // The peer may end the connection without TLS's own goodbye.
    let _ = stream.read_to_end(&mut page);
    let page = String::from_utf8_lossy(&page);
    assert!(
        page.starts_with("HTTP/1.1 200") && page.contains("strict-transport-security") && page.contains("Đăng nhập"),
        "{page}"
    );

    let mut plain = TcpStream::connect(at).unwrap();
    plain.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer);
    assert!(!String::from_utf8_lossy(&answer).contains("HTTP/1.1 200"), "no page without TLS");
    drop(end);
    serving.join().unwrap();
}
