//! Is the password right, and was it guessed at too often?
//!
//! A try is noted before the password is looked at and taken back when it was right, so that a thousand tries at once are not a
//! thousand guesses. Names that are no account lock as accounts do: a stranger learns nothing from it.

use chrono::{DateTime, Utc};
use rusqlite::{TransactionBehavior, params};

use super::Accounts;
use crate::error::Result;
use crate::review::person::key;

/// Wrong passwords in a row that an account may get.
pub const TRIES: i64 = 5;
/// Wrong passwords for any accounts that may come from one address: an office shares one, a guesser too.
const TRIES_FROM_ADDRESS: i64 = 50;
/// Minutes for which an account stays locked after its last wrong password.
const LOCKED_MINUTES: i64 = 15;

/// How a log-in ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Login {
    /// The token for the session's cookie.
    In(String),
    /// The name or the password is wrong, or the account is disabled.
    Wrong,
    /// Too many wrong passwords: nothing was looked at.
    Locked {
        /// Minutes until the next try.
        minutes: i64,
    },
}

impl Accounts {
    /// Logs `name` in under the address `bound`; `address` is where the request came from.
    ///
    /// Takes as long for a name that is no account. Costs 19 MiB and some hundredths of a second: call it off the async threads.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn log_in(&self, name: &str, password: &str, bound: &str, address: &str, now: DateTime<Utc>) -> Result<Login> {
        if let Some(minutes) = self.note_try(name, address, now)? {
            return Ok(Login::Locked { minutes });
        }
        let kept = self.password_of(name)?;
        if !crate::review::web::password::is_right(password, kept.as_deref()) {
            return Ok(Login::Wrong);
        }
        self.forget_failures(name)?;
        Ok(Login::In(self.begin_session(name, bound, now)?))
    }

    /// Notes a try; or says for how many minutes there may be none.
    fn note_try(&self, name: &str, address: &str, now: DateTime<Utc>) -> Result<Option<i64>> {
        let now = now.timestamp();
        let mut connection = self.lock();
        let write = || -> rusqlite::Result<Option<i64>> {
            let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            step.execute("DELETE FROM failure WHERE at <= ?1", [now - LOCKED_MINUTES * 60])?;
            let tries = |column: &str, value: &str| {
                let query = format!("SELECT COUNT(*), MAX(at) FROM failure WHERE {column} = ?1");
                step.query_row(&query, [value], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?)))
            };
            for (found, most) in [(tries("key", &key(name))?, TRIES), (tries("address", address)?, TRIES_FROM_ADDRESS)] {
                if let (count, Some(last)) = found
                    && count >= most
                {
                    return Ok(Some(((last + LOCKED_MINUTES * 60 - now) / 60).max(0) + 1));
                }
            }
            step.execute("INSERT INTO failure(key, address, at) VALUES (?1, ?2, ?3)", params![key(name), address, now])?;
            step.commit()?;
            Ok(None)
        };
        let mut write = write;
        let noted = write();
        drop(connection);
        noted.map_err(|cause| self.broken(&cause))
    }

    /// The account was proved to be its owner's.
    pub(super) fn forget_failures(&self, name: &str) -> Result<()> {
        let forgotten = self.lock().execute("DELETE FROM failure WHERE key = ?1", [key(name)]);
        forgotten.map(drop).map_err(|cause| self.broken(&cause))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::review::web::role::Role;

    const PASSWORD: &str = "sông Lô chảy mãi";

    #[test]
    fn five_wrong_passwords_lock_an_account_for_a_quarter_of_an_hour() {
        let start = DateTime::from_timestamp(1_757_900_000, 0).unwrap();
        let accounts = Accounts::in_memory().unwrap();
        accounts.add("An", Role::Reviewer, PASSWORD, start).unwrap();
        let log_in = |name: &str, password: &str, now| accounts.log_in(name, password, "here", "10.0.0.1", now).unwrap();
        for name in ["An", "Nobody"] {
            for i in 0..TRIES {
                assert_eq!(log_in(name, "wrong", start), Login::Wrong, "{name} {i}");
            }
            assert_eq!(log_in(name, PASSWORD, start), Login::Locked { minutes: 16 });
            assert_eq!(log_in(name, PASSWORD, start + TimeDelta::minutes(14)), Login::Locked { minutes: 2 });
        }
        let later = start + TimeDelta::minutes(15);
        assert!(matches!(log_in("an", PASSWORD, later), Login::In(_)));
        // The right password wipes the slate.
        for _ in 0..TRIES - 1 {
            assert_eq!(log_in("An", "wrong", later), Login::Wrong);
        }
        assert!(matches!(log_in("An", PASSWORD, later), Login::In(_)));
        assert_eq!(log_in("An", "wrong", later), Login::Wrong);
    }

    #[test]
    fn tries_at_once_are_not_more_guesses() {
        let now = DateTime::from_timestamp(1_757_900_000, 0).unwrap();
        let accounts = Accounts::in_memory().unwrap();
        let looked_at = std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..12).map(|_| scope.spawn(|| accounts.log_in("An", "wrong", "here", "10.0.0.1", now).unwrap())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).filter(|login| *login == Login::Wrong).count()
        });
        assert_eq!(looked_at, usize::try_from(TRIES).unwrap());
    }

    #[test]
    fn one_address_cannot_try_every_account() {
        let now = DateTime::from_timestamp(1_757_900_000, 0).unwrap();
        let accounts = Accounts::in_memory().unwrap();
        for i in 0..TRIES_FROM_ADDRESS {
            accounts.note_try(&format!("n{i}"), "10.0.0.1", now).unwrap();
        }
        assert!(accounts.note_try("somebody", "10.0.0.1", now).unwrap().is_some());
        assert!(accounts.note_try("somebody", "10.0.0.2", now).unwrap().is_none());
    }
}
