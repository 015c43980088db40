//! `review account`: who may open the review page.

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;

use chrono::{SecondsFormat, Utc};
use serde_json::json;

use super::terminal::Terminal;
use super::{Ended, Outcome};
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::review::Ledger;
use crate::review::web::accounts::Accounts;
use crate::review::web::role::Role;

/// What was typed after `review account`.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Add(Add),
    Password(One),
    Disable(One),
    List(All),
}

/// An account to be made.
#[derive(Debug, clap::Args)]
pub struct Add {
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    #[arg(value_name = "NAME")]
    name: String,
    #[arg(long, value_name = "ROLE", default_value = "reviewer", hide_default_value = true)]
    role: Role,
}

/// An account of a ledger.
#[derive(Debug, clap::Args)]
pub struct One {
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    #[arg(value_name = "NAME")]
    name: String,
}

/// The accounts of a ledger.
#[derive(Debug, clap::Args)]
pub struct All {
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
}

/// Carries the command out.
pub fn run(command: &Command, terminal: &Terminal) -> Ended {
    let lang = terminal.lang;
    let now = Utc::now();
    let done = |text: Text, name: &str| terminal.answer(Outcome::Done, || text.render(lang), || json!({ "account": name }));
    match command {
        Command::Add(add) => {
            let accounts = Accounts::open(&Accounts::path_for(&add.ledger))?;
            // Said before a password is asked for.
            accounts.check_new(&add.name)?;
            let account = accounts.add(&add.name, add.role, &password(&add.name, lang)?, now)?;
            if account.role.can_answer() && add.ledger.exists() {
                Ledger::open_existing(&add.ledger)?.admit(&account.name, &account.name, now)?;
            }
            let role = lang.say_code(&format!("web-role-{}", account.role.name()));
            done(Text::new("account-added").with("name", account.name.clone()).with("role", role), &account.name)
        }
        Command::Password(one) => {
            let accounts = Accounts::open(&Accounts::path_for(&one.ledger))?;
            accounts.set_password(&one.name, &password(&one.name, lang)?, now)?;
            done(Text::new("account-password-set").with("name", one.name.clone()), &one.name)
        }
        Command::Disable(one) => {
            Accounts::open(&Accounts::path_for(&one.ledger))?.disable(&one.name)?;
            done(Text::new("account-disabled").with("name", one.name.clone()), &one.name)
        }
        Command::List(all) => list(&Accounts::open(&Accounts::path_for(&all.ledger))?, terminal),
    }
}

fn list(accounts: &Accounts, terminal: &Terminal) -> Ended {
    let (lang, accounts) = (terminal.lang, accounts.list()?);
    let text = || {
        if accounts.is_empty() {
            return lang.say("account-none");
        }
        let line = |account: &crate::review::web::accounts::Account| {
            let role = lang.say_code(&format!("web-role-{}", account.role.name()));
            let disabled = if account.is_disabled { format!(", {}", lang.say("account-is-disabled")) } else { String::new() };
            format!("{}  {role}{disabled}", account.name)
        };
        accounts.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    let json = || {
        let one = |account: &crate::review::web::accounts::Account| {
            json!({
                "name": account.name, "role": account.role.name(), "is_disabled": account.is_disabled,
                "created_at": account.created_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            })
        };
        json!({ "accounts": accounts.iter().map(one).collect::<Vec<_>>() })
    };
    terminal.answer(Outcome::Done, text, json)
}

/// The password, never from the command line, where other users of the machine would see it: typed twice unseen, or the first line of
/// standard input where that is no terminal.
fn password(name: &str, lang: Lang) -> Result<String> {
    let none = |cause: std::io::Error| Error::new(Text::new("E716-no-password")).because(cause);
    let stdin = std::io::stdin();
    let password = if stdin.is_terminal() {
        let ask = |text: Text| rpassword::prompt_password(format!("{} ", text.render(lang))).map_err(none);
        let typed = ask(Text::new("serve-ask-password").with("name", name.to_owned()))?;
        if ask(Text::new("serve-ask-again"))? != typed {
            return Err(Error::new(Text::new("E718-passwords-differ")));
        }
        typed
    } else {
        let mut line = String::new();
        stdin.lock().read_line(&mut line).map_err(none)?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    if password.is_empty() { Err(Error::new(Text::new("E716-no-password"))) } else { Ok(password) }
}
