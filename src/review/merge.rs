//! How do the ledgers of two offices become one?
//!
//! The other ledger is verified first. Its people may answer here from now on; its questions are asked here as well; its answers come
//! in as those of a file do, closed ones closed, each bound to the evidence it relied on. Who says the contrary of whom is listed, and
//! the rules of four eyes leave such an item to a third person.

use std::collections::BTreeSet;
use std::path::Path;

use super::exchange::{Beside, Incoming, Options, Taken};
use super::known::shown;
use super::ledger::Ledger;
use crate::error::{Error, Place, Result};
use crate::lang::Text;

/// The first bytes of every SQLite file.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Whether the file is a ledger by its first bytes, whatever its name.
///
/// # Errors
/// It cannot be read.
pub fn is_ledger(path: &Path) -> Result<bool> {
    use std::io::Read as _;
    let failed = |cause: std::io::Error| Error::reading(path, &cause);
    let mut head = Vec::new();
    std::fs::File::open(path).map_err(failed)?.take(16).read_to_end(&mut head).map_err(failed)?;
    Ok(head == MAGIC)
}

/// The name of the copy.
const COPY: &str = "other.sqlite";

/// A copy of the ledger `other`, with what is not yet in its main file, in a folder that only its owner can read.
fn copied(other: &Path) -> Result<tempfile::TempDir> {
    let failed = |cause: std::io::Error| Error::reading(other, &cause);
    let dir = tempfile::tempdir().map_err(failed)?;
    std::fs::copy(other, dir.path().join(COPY)).map_err(failed)?;
    let mut log = other.as_os_str().to_owned();
    log.push("-wal");
    if Path::new(&log).is_file() {
        std::fs::copy(&log, dir.path().join(format!("{COPY}-wal"))).map_err(failed)?;
    }
    // A copied file keeps its rights, which may be those of a medium that cannot be written.
    make_writable(&dir.path().join(COPY)).map_err(failed)?;
    Ok(dir)
}

fn make_writable(path: &Path) -> std::io::Result<()> {
    let mut rights = std::fs::metadata(path)?.permissions();
    #[cfg(unix)]
    std::os::unix::fs::PermissionsExt::set_mode(&mut rights, 0o600);
    #[cfg(not(unix))]
    rights.set_readonly(false);
    std::fs::set_permissions(path, rights)
}

impl Ledger {
    /// Takes in everything that the ledger `other` knows and this one does not.
    ///
    /// # Errors
    /// One of them cannot be read or written, or the other is not what was written.
    pub fn merge(&mut self, other: &Path, options: &Options<'_>) -> Result<Taken> {
        let same = |a: &Path, b: &Path| matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b);
        if same(other, &self.path) {
            return Err(Error::new(Text::new("E641-ledger-with-itself")).at(Place::file(other)));
        }
        // Read from a copy, so that nothing is written to a file, or on a medium, that is not ours.
        let copy = copied(other)?;
        let theirs = Self::open_existing(&copy.path().join(COPY))?;
        let verified = theirs.verify(None)?;
        if let Some(fault) = verified.faults.first() {
            let text = Text::new("E642-other-not-whole").count("count", verified.faults.len()).with("fault", fault.clone());
            return Err(Error::new(text).at(Place::file(other)));
        }
        let beside = theirs.beside()?;
        let rows = theirs.incoming()?;
        let name = other.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // Its people answered there under the same rules.
        self.take(&rows, &beside, &name, &verified.hash, &Options { may_admit: true, ..*options })
    }

    /// Its questions, as they look now and as they looked when they were answered.
    fn beside(&self) -> Result<Beside> {
        let failed = self.failed();
        let read = || -> rusqlite::Result<Beside> {
            let mut out = Beside::default();
            let mut items = self.connection.prepare("SELECT id, fingerprint, entry, is_current FROM item ORDER BY id")?;
            let mut rows = items.query([])?;
            while let Some(row) = rows.next()? {
                let id: String = row.get(0)?;
                if row.get(3)? {
                    out.current.insert(id.clone());
                }
                if let Some(item) = shown(&self.connection, row.get(2)?)? {
                    out.items.push((id, row.get(1)?, item));
                }
            }
            let answered: BTreeSet<(String, String)> = self
                .connection
                .prepare("SELECT item, fingerprint FROM answer")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            let mut version = self.connection.prepare("SELECT entry FROM version WHERE item = ?1 AND fingerprint = ?2")?;
            for (id, fingerprint) in answered {
                let mut found = version.query([&id, &fingerprint])?;
                if let Some(row) = found.next()?
                    && let Some(item) = shown(&self.connection, row.get(0)?)?
                {
                    out.versions.push((id, fingerprint, item));
                }
            }
            Ok(out)
        };
        read().map_err(failed)
    }

    /// Its answers as rows of a file.
    fn incoming(&self) -> Result<Vec<Incoming>> {
        let rows = self.rows()?;
        Ok(rows
            .into_iter()
            .map(|row| Incoming {
                place: Place::file(&self.path),
                cells: row
                    .into_iter()
                    .filter_map(|(name, value)| {
                        value.as_str().filter(|text| !text.is_empty()).map(|text| (name, text.to_owned()))
                    })
                    .collect(),
            })
            .collect())
    }
}
