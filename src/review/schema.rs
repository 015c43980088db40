//! Which tables does a ledger have, and which version of them?
//!
//! `entry` is the ledger; its triggers refuse every change but an append and a purge. The other tables follow from the entries, are
//! there so that lists are fast, and are rebuilt from the entries by `verify`.

use rusqlite::Connection;

/// Marks the file as a ledger of ours: `TDLG`.
pub(super) const APPLICATION: i32 = 0x5444_4c47;
/// The version of the tables below, kept in the file.
pub(super) const VERSION: i32 = 1;

/// What is never changed.
pub(super) const ENTRIES: &str = "
CREATE TABLE entry (
  number       INTEGER PRIMARY KEY,
  kind         TEXT NOT NULL,
  item         TEXT,
  written_at   TEXT NOT NULL,
  payload      TEXT,
  payload_hash TEXT NOT NULL,
  previous     TEXT NOT NULL,
  hash         TEXT NOT NULL
) STRICT;
CREATE INDEX entry_item ON entry (item) WHERE item IS NOT NULL;
CREATE TABLE gate (is_open INTEGER NOT NULL) STRICT;
CREATE TRIGGER entry_appended BEFORE INSERT ON entry
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM entry)
  OR (NEW.number > 1 AND NEW.previous IS NOT (SELECT hash FROM entry ORDER BY number DESC LIMIT 1))
BEGIN SELECT RAISE(ABORT, 'the ledger is only appended to'); END;
CREATE TRIGGER entry_not_changed BEFORE UPDATE ON entry
WHEN NOT EXISTS (SELECT 1 FROM gate) OR NEW.payload IS NOT NULL OR NEW.number IS NOT OLD.number OR NEW.kind IS NOT OLD.kind
  OR NEW.item IS NOT OLD.item OR NEW.written_at IS NOT OLD.written_at OR NEW.payload_hash IS NOT OLD.payload_hash
  OR NEW.previous IS NOT OLD.previous OR NEW.hash IS NOT OLD.hash
BEGIN SELECT RAISE(ABORT, 'the ledger is only appended to'); END;
CREATE TRIGGER entry_not_removed BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the ledger is only appended to'); END;
";

/// What follows from the entries.
pub(super) const DERIVED: &str = "
CREATE TABLE head (
  number INTEGER NOT NULL,
  hash   TEXT NOT NULL
) STRICT;
CREATE TABLE person (
  key    TEXT PRIMARY KEY,
  name   TEXT NOT NULL,
  number INTEGER NOT NULL
) STRICT;
CREATE TABLE run (
  number   INTEGER PRIMARY KEY,
  title    TEXT NOT NULL,
  as_of    TEXT NOT NULL,
  folder   TEXT NOT NULL,
  province TEXT,
  model    TEXT NOT NULL,
  lang     TEXT NOT NULL,
  at       TEXT NOT NULL,
  items    INTEGER NOT NULL
) STRICT;
CREATE TABLE item (
  id             TEXT PRIMARY KEY,
  subject        TEXT NOT NULL,
  candidate_id   TEXT NOT NULL,
  record_ids     TEXT,
  source         TEXT,
  flag_id        TEXT,
  rule_id        TEXT,
  title          TEXT,
  outcome        TEXT NOT NULL,
  severity       TEXT NOT NULL,
  gravity        INTEGER NOT NULL,
  probability    REAL,
  name           TEXT,
  name_key       TEXT NOT NULL,
  unit           TEXT,
  province       TEXT NOT NULL,
  fingerprint    TEXT NOT NULL,
  entry          INTEGER NOT NULL,
  since          TEXT NOT NULL,
  run            INTEGER NOT NULL,
  is_current     INTEGER NOT NULL,
  state          TEXT NOT NULL,
  urgency        INTEGER NOT NULL,
  verdict        TEXT,
  answers        INTEGER NOT NULL,
  assignee       TEXT,
  assigned_at    TEXT,
  is_taken       INTEGER NOT NULL
) STRICT;
CREATE INDEX item_urgency ON item (is_current, urgency, gravity, since, candidate_id, subject DESC, id);
CREATE INDEX item_candidate ON item (candidate_id);
CREATE TABLE flag (
  flag_id TEXT PRIMARY KEY,
  item    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE version (
  item        TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  entry       INTEGER NOT NULL,
  PRIMARY KEY (item, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE TABLE answer (
  number      INTEGER PRIMARY KEY,
  item        TEXT NOT NULL,
  subject     TEXT NOT NULL,
  verdict     TEXT NOT NULL,
  note        TEXT,
  explanation TEXT,
  attachments TEXT NOT NULL,
  by          TEXT NOT NULL,
  by_key      TEXT NOT NULL,
  at          TEXT NOT NULL,
  closed_at   TEXT,
  closed_by   TEXT,
  fingerprint TEXT NOT NULL
) STRICT;
CREATE INDEX answer_item ON answer (item);
CREATE UNIQUE INDEX answer_standing ON answer (item, by_key) WHERE closed_at IS NULL;
";

/// The tables of [`DERIVED`] that are compared with what the entries say; `head` is looked at by itself.
pub(super) const DERIVED_TABLES: [&str; 6] = ["person", "run", "item", "flag", "version", "answer"];

/// Makes the tables of a new ledger.
pub(super) fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(ENTRIES)?;
    connection.execute_batch(DERIVED)?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", VERSION)
}
