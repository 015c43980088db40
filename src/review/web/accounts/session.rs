//! Who is this, after the log-in?
//!
//! A session's token is bound to the address the page is served under: a cookie that another port's server set, or was sent, is no
//! good here, although browsers do not tell ports apart.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension as _, params};

use super::Accounts;
use crate::error::Result;
use crate::review::person::key;
use crate::review::web::role::Role;
use crate::review::web::secret;

/// Minutes without a request after which a session ends.
pub const IDLE_MINUTES: i64 = 30;
/// Hours after which a session ends in any case: a working day.
pub const LONGEST_HOURS: i64 = 10;
/// Seconds between two notes of when a session was last used: not every request need write.
const NOTED_EVERY: i64 = 60;

/// Somebody who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The account's name.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// What every form of this session must bring back.
    pub form_token: String,
}

impl Accounts {
    /// Begins a session of `name` under the address `bound`, and gives the token for its cookie.
    ///
    /// # Errors
    /// The file cannot be written, or the system gives no random bytes.
    pub fn begin_session(&self, name: &str, bound: &str, now: DateTime<Utc>) -> Result<String> {
        let token = secret::token()?;
        let connection = self.lock();
        let write = || -> rusqlite::Result<()> {
            connection.execute(
                "DELETE FROM session WHERE seen_at < ?1 OR started_at < ?2",
                params![now.timestamp() - IDLE_MINUTES * 60, now.timestamp() - LONGEST_HOURS * 3600],
            )?;
            connection.execute(
                "INSERT INTO session(digest, key, started_at, seen_at) VALUES (?1, ?2, ?3, ?3)",
                params![secret::digest(&["session", bound, &token]), key(name), now.timestamp()],
            )?;
            Ok(())
        };
        write().map_err(|cause| self.broken(&cause))?;
        drop(connection);
        Ok(token)
    }

    /// The session whose cookie holds `token`. None: there is none, it has ended, or it belongs to another address.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn session(&self, token: &str, bound: &str, now: DateTime<Utc>) -> Result<Option<Session>> {
        let digest = secret::digest(&["session", bound, token]);
        let now = now.timestamp();
        let connection = self.lock();
        let read = || -> rusqlite::Result<Option<Session>> {
            let mut query = connection.prepare_cached(
                "SELECT name, role, seen_at FROM session JOIN account USING (key)
                 WHERE digest = ?1 AND seen_at >= ?2 AND started_at >= ?3 AND is_disabled = 0",
            )?;
            let since = params![digest, now - IDLE_MINUTES * 60, now - LONGEST_HOURS * 3600];
            let found = query
                .query_row(since, |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?)))
                .optional()?;
            let Some((name, role, seen_at)) = found else { return Ok(None) };
            if now - seen_at >= NOTED_EVERY {
                connection.prepare_cached("UPDATE session SET seen_at = ?2 WHERE digest = ?1")?.execute(params![digest, now])?;
            }
            let form_token = secret::digest(&["form", bound, token]);
            Ok(Some(Session { name, role: Role::parse(&role).unwrap_or(Role::Reader), form_token }))
        };
        read().map_err(|cause| self.broken(&cause))
    }

    /// Ends the session whose cookie holds `token`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn end_session(&self, token: &str, bound: &str) -> Result<()> {
        let digest = secret::digest(&["session", bound, token]);
        let ended = self.lock().execute("DELETE FROM session WHERE digest = ?1", [digest]);
        ended.map(drop).map_err(|cause| self.broken(&cause))
    }

    /// Ends every session of an account.
    pub(super) fn end_sessions(&self, name: &str) -> Result<()> {
        let ended = self.lock().execute("DELETE FROM session WHERE key = ?1", [key(name)]);
        ended.map(drop).map_err(|cause| self.broken(&cause))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    const HERE: &str = "http:8750";

    fn accounts(now: DateTime<Utc>) -> Accounts {
        let accounts = Accounts::in_memory().unwrap();
        accounts.add_without_password("An", Role::Reviewer, now).unwrap();
        accounts
    }

    #[test]
    fn a_session_ends_when_idle_and_after_a_day_of_work() {
        let start = DateTime::from_timestamp(1_757_900_000, 0).unwrap();
        let accounts = accounts(start);
        let token = accounts.begin_session("an", HERE, start).unwrap();
        let mut now = start;
        // Used every twenty minutes it lives ten hours, and no longer.
        while now + TimeDelta::minutes(20) <= start + TimeDelta::hours(LONGEST_HOURS) {
            now += TimeDelta::minutes(20);
            assert_eq!(accounts.session(&token, HERE, now).unwrap().map(|session| session.name), Some("An".to_owned()), "{now}");
        }
        assert_eq!(accounts.session(&token, HERE, now + TimeDelta::minutes(20)).unwrap(), None);
        let token = accounts.begin_session("an", HERE, now).unwrap();
        assert_eq!(accounts.session(&token, HERE, now + TimeDelta::minutes(IDLE_MINUTES + 1)).unwrap(), None);
    }

    #[test]
    fn a_token_is_good_at_its_own_address_only_and_is_not_kept() {
        let now = DateTime::from_timestamp(1_757_900_000, 0).unwrap();
        let accounts = accounts(now);
        let token = accounts.begin_session("An", HERE, now).unwrap();
        assert_eq!(accounts.session(&token, "http:8751", now).unwrap(), None);
        assert_eq!(accounts.session(&format!("{token}0"), HERE, now).unwrap(), None);
        let kept: String = accounts.lock().query_row("SELECT digest FROM session", [], |row| row.get(0)).unwrap();
        assert_ne!(kept, token);
        let session = accounts.session(&token, HERE, now).unwrap().unwrap();
        assert!(session.form_token != token && session.form_token != kept);
    }

    #[test]
    fn logging_out_and_disabling_end_sessions() {
        let now = DateTime::from_timestamp(1_757_900_000, 0).unwrap();
        let accounts = accounts(now);
        let (one, other) = (accounts.begin_session("An", HERE, now).unwrap(), accounts.begin_session("An", HERE, now).unwrap());
        accounts.end_session(&one, HERE).unwrap();
        assert_eq!(accounts.session(&one, HERE, now).unwrap(), None);
        assert!(accounts.session(&other, HERE, now).unwrap().is_some());
        accounts.disable("An").unwrap();
        assert_eq!(accounts.session(&other, HERE, now).unwrap(), None);
    }
}
