//! How does a folder appear whole or not at all?

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::table::run::Digest;

/// A folder being written under a hidden name beside its place; dropped before [`Folder::finish`], nothing of it is left.
pub(super) struct Folder {
    target: PathBuf,
    part: TempDir,
    /// SHA-256 by name of the files written by [`Folder::write`].
    written: Mutex<BTreeMap<String, String>>,
}

/// A file on its way to the disk.
pub(super) type Out = BufWriter<Hashed>;

/// A file whose digest is taken as it is written, while its bytes are at hand.
pub(super) struct Hashed {
    file: File,
    hasher: Sha256,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Folder {
    /// A new folder that will become `target`; folders above it are made.
    ///
    /// # Errors
    /// `target` exists and is not an empty folder, or its parent cannot be written.
    pub(super) fn create(target: &Path) -> Result<Self> {
        refuse_existing(target)?;
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let not_made =
            |cause: std::io::Error| Error::new(Text::new("E202-folder-not-made")).at(Place::file(target)).because(cause);
        fs::create_dir_all(parent).map_err(not_made)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".thamdinh-").suffix(".part");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let part = builder.tempdir_in(parent).map_err(not_made)?;
        Ok(Self { target: target.to_owned(), part, written: Mutex::default() })
    }

    /// A new file `name` in it, readable by its owner alone.
    pub(super) fn file(&self, name: &str) -> Result<File> {
        let path = self.part.path().join(name);
        let shown = self.target.join(name);
        if let Some(above) = path.parent().filter(|above| *above != self.part.path()) {
            make_private_dir(above).map_err(|cause| Error::writing(&shown, cause))?;
        }
        let mut options = OpenOptions::new();
        options.write(true).read(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(|cause| Error::writing(&shown, cause))
    }

    /// Writes the file `name` by `write`, buffered.
    pub(super) fn write<E: std::fmt::Display>(
        &self,
        name: &str,
        write: impl FnOnce(&mut Out) -> std::result::Result<(), E>,
    ) -> Result<()> {
        let failed = |cause: &dyn std::fmt::Display| Error::writing(&self.target.join(name), cause);
        let mut out = BufWriter::with_capacity(1 << 18, Hashed { file: self.file(name)?, hasher: Sha256::new() });
        write(&mut out).map_err(|cause| failed(&cause))?;
        let hashed = out.into_inner().map_err(|cause| failed(&cause))?;
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.insert(name.to_owned(), hex(&hashed.hasher.finalize()));
        Ok(())
    }

    /// Flushes to the drive what has been written so far, while other files are being made.
    pub(super) fn flush(&self) -> Result<()> {
        let names: Vec<String> = self.written.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect();
        names.iter().try_for_each(|name| self.flush_file(name))
    }

    fn flush_file(&self, name: &str) -> Result<()> {
        let file = File::open(self.part.path().join(name));
        file.and_then(|file| file.sync_all()).map_err(|cause| Error::writing(&self.target, cause))
    }

    /// Where large intermediate files may go: inside the folder, so that nothing personal is left elsewhere.
    pub(super) fn path(&self) -> &Path {
        self.part.path()
    }

    /// Name and SHA-256 of every file written so far, sorted by name.
    pub(super) fn digests(&self) -> Result<Vec<Digest>> {
        let mut names = Vec::new();
        list(self.part.path(), "", &mut names).map_err(|cause| Error::reading(&self.target, &cause))?;
        names.sort();
        names.into_iter().map(|name| self.digest(name)).collect()
    }

    fn digest(&self, name: String) -> Result<Digest> {
        if let Some(sha256) = self.written.lock().unwrap_or_else(PoisonError::into_inner).get(&name) {
            return Ok(Digest { sha256: sha256.clone(), name });
        }
        let failed = |cause: std::io::Error| Error::reading(&self.target.join(&name), &cause);
        let mut file = File::open(self.part.path().join(&name)).map_err(failed)?;
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            match file.read(&mut buffer).map_err(failed)? {
                0 => break,
                n => hasher.update(&buffer[..n]),
            }
        }
        let sha256 = hex(&hasher.finalize());
        Ok(Digest { name, sha256 })
    }

    /// Gives the folder its name. What is on disk then is complete: files are flushed to the drive first.
    pub(super) fn finish(self) -> Result<()> {
        let failed = |cause: std::io::Error| Error::writing(&self.target, cause);
        let mut names = Vec::new();
        list(self.part.path(), "", &mut names).map_err(failed)?;
        names.iter().try_for_each(|name| self.flush_file(name))?;
        // An empty folder of that name may have appeared or been there; anything else makes the rename fail.
        if self.target.is_dir() {
            fs::remove_dir(&self.target).map_err(failed)?;
        }
        fs::rename(self.part.path(), &self.target).map_err(failed)?;
        #[cfg(unix)]
        if let Some(parent) = self.target.canonicalize().ok().as_deref().and_then(Path::parent) {
            // Not every file system can flush a folder; the files themselves are safe by now.
            let _ = File::open(parent).and_then(|folder| folder.sync_all());
        }
        // Renamed: nothing is left to clean up under the old name.
        let _ = self.part.keep();
        Ok(())
    }
}

/// Bytes in lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        for nibble in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        out
    })
}

fn refuse_existing(target: &Path) -> Result<()> {
    let exists = || Error::new(Text::new("E201-folder-exists")).at(Place::file(target));
    match fs::read_dir(target) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                Err(exists())
            } else {
                Ok(())
            }
        }
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(()),
        Err(cause) if cause.kind() == ErrorKind::NotADirectory && target.symlink_metadata().is_ok() => Err(exists()),
        Err(cause) => Err(Error::new(Text::new("E202-folder-not-made")).at(Place::file(target)).because(cause)),
    }
}

fn make_private_dir(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// The files below `dir`, as paths with `/` relative to the first call's folder.
fn list(dir: &Path, prefix: &str, names: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_appears_only_when_finished() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("a/out");
        let folder = Folder::create(&target).unwrap();
        folder.write("facts/x.txt", |out| out.write_all(b"abc")).unwrap();
        assert!(!target.exists());
        folder.file("y.txt").unwrap().write_all(b"abc").unwrap();
        let digests = folder.digests().unwrap();
        assert_eq!((digests[0].name.as_str(), digests[1].name.as_str()), ("facts/x.txt", "y.txt"));
        assert_eq!(digests[0].sha256, digests[1].sha256, "taken while writing or by reading");
        folder.finish().unwrap();
        assert_eq!(fs::read(target.join("facts/x.txt")).unwrap(), b"abc");
        assert_eq!(fs::read_dir(home.path().join("a")).unwrap().count(), 1, "no part is left");
    }

    #[test]
    fn an_unfinished_folder_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::create(&home.path().join("out")).unwrap();
        folder.write("x", |out| out.write_all(b"abc")).unwrap();
        drop(folder);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_with_something_in_it_is_refused_and_an_empty_one_used() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("out");
        fs::create_dir(&target).unwrap();
        Folder::create(&target).unwrap().finish().unwrap();
        fs::write(target.join("kept"), "x").unwrap();
        for refused in [&target, &target.join("kept")] {
            assert_eq!(Folder::create(refused).err().map(|error| error.id()), Some("E201-folder-exists"));
        }
        assert!(target.join("kept").exists());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("out");
        let folder = Folder::create(&target).unwrap();
        folder.write("facts/x", |out| out.write_all(b"abc")).unwrap();
        folder.finish().unwrap();
        for (path, mode) in [(target.clone(), 0o700), (target.join("facts"), 0o700), (target.join("facts/x"), 0o600)] {
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode, "{}", path.display());
        }
    }

    #[test]
    fn bytes_are_written_as_sha256sum_writes_them() {
        assert_eq!(hex(&Sha256::digest(b"abc"))[..16], *"ba7816bf8f01cfea");
    }
}
