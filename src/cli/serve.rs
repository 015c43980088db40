//! `review serve`: the page on which people answer.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::Utc;

use super::terminal::Terminal;
use super::{Ended, Outcome};
use crate::config::{Batch, Overrides};
use crate::error::{Error, Place, Result};
use crate::lang::{Lang, Text};
use crate::review::Ledger;
use crate::review::web::access_log::AccessLog;
use crate::review::web::accounts::Accounts;
use crate::review::web::address::Address;
use crate::review::web::app::{App, Single};
use crate::review::web::role::Role;
use crate::review::web::{secret, server};

/// What was typed after `review serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "BATCH.toml")]
    batch: PathBuf,
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8750", hide_default_value = true)]
    listen: SocketAddr,
    #[arg(long, value_name = "NAME")]
    single_user: Option<String>,
    #[arg(long, value_name = "FILE", requires = "key")]
    cert: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,
    #[arg(long, value_name = "IP", conflicts_with = "cert")]
    behind_proxy: Option<IpAddr>,
    #[arg(long, value_name = "URL")]
    origin: Option<String>,
}

/// Serves the page until it is closed.
pub fn run(args: &Args, terminal: &Terminal) -> Ended {
    let batch = Batch::load(&args.batch, &Overrides::default())?;
    terminal.warn(&batch.warnings);
    let path =
        batch.ledger.as_ref().ok_or_else(|| Error::new(Text::new("E650-batch-names-no-ledger")).at(Place::file(&args.batch)))?;
    // Everything that can be wrong is told before anybody is let in.
    check(args)?;
    let tls = match (&args.cert, &args.key) {
        (Some(cert), Some(key)) => Some(server::tls(cert, key)?),
        _ => None,
    };
    let mut ledger = Ledger::open_existing(path)?;
    let (accounts, single) = accounts(args, path, &mut ledger)?;
    let listener = server::listen(args.listen)?;
    let bound = listener.local_addr().unwrap_or(args.listen);
    let address = address(args, bound)?;
    let lang = language(terminal.lang, &ledger)?;
    drop(ledger);

    let log = AccessLog::open(&AccessLog::path_for(path))?;
    let mut app = App::new(path, accounts, log, address, lang, Arc::new(Utc::now))?;
    app.title = batch.title;
    app.single = single;
    let enter = match &app.single {
        Some(single) => format!("{}/enter/{}", app.address.origin(), single.secret),
        None => format!("{}/", app.address.origin()),
    };
    terminal.print(&Text::new("serve-open").with("address", enter).render(terminal.lang))?;
    let who = if app.single.is_some() { "serve-open-secret" } else { "serve-open-accounts" };
    terminal.remark(&terminal.lang.say_code(who));
    server::serve(&Arc::new(app), listener, tls)?;
    Ok(Outcome::Done)
}

/// A page goes on a network with TLS only, and a page without log-in never does.
fn check(args: &Args) -> Result<()> {
    let is_alone = args.listen.ip().to_canonical().is_loopback();
    let has_tls = args.cert.is_some() || args.behind_proxy.is_some();
    if args.single_user.is_some() && (!is_alone || has_tls) {
        return Err(Error::new(Text::new("E712-not-alone")));
    }
    if args.behind_proxy.is_some() && args.origin.is_none() {
        return Err(Error::new(Text::new("E717-proxy-without-origin")));
    }
    if !is_alone && !has_tls {
        return Err(Error::new(Text::new("E713-no-tls")));
    }
    Ok(())
}

fn address(args: &Args, bound: SocketAddr) -> Result<Address> {
    match (args.behind_proxy, &args.origin) {
        (Some(proxy), Some(origin)) => Address::behind_proxy(bound, proxy, origin),
        _ if args.cert.is_some() => Address::tls(bound, args.origin.as_deref()),
        _ => Ok(Address::loopback(bound.port())),
    }
}

/// Who may come in; everybody who answers is made known to the ledger.
fn accounts(args: &Args, path: &std::path::Path, ledger: &mut Ledger) -> Result<(Accounts, Option<Single>)> {
    let now = Utc::now();
    let (accounts, single) = match &args.single_user {
        Some(name) => {
            let accounts = Accounts::in_memory()?;
            let account = accounts.add_without_password(name, Role::Approver, now)?;
            (accounts, Some(Single { name: account.name, secret: secret::token()? }))
        }
        None => (Accounts::open(&Accounts::path_for(path))?, None),
    };
    let known: Vec<_> = accounts.list()?.into_iter().filter(|account| !account.is_disabled).collect();
    if known.is_empty() {
        let ledger = path.display().to_string();
        return Err(Error::new(Text::new("E714-no-accounts").with("ledger", ledger)));
    }
    for account in known.iter().filter(|account| account.role.can_answer()) {
        ledger.admit(&account.name, &account.name, now)?;
    }
    Ok((accounts, single))
}

/// The language of whoever chooses none: what `--lang` says, else the run's, in which its sentences are written.
fn language(typed: Lang, ledger: &Ledger) -> Result<Lang> {
    let is_typed = std::env::args_os().any(|word| word.to_string_lossy().starts_with("--lang"));
    let of_run = ledger.latest_run()?.and_then(|run| [Lang::Vi, Lang::En].into_iter().find(|lang| lang.code() == run.lang));
    Ok(of_run.filter(|_| !is_typed).unwrap_or(typed))
}
