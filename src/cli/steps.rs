//! `--keep-steps`: every table that a stage hands over, kept as parquet to look into.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use polars::prelude::DataFrame;
use polars_io::parquet::write::ParquetWriter;

use crate::error::{Error, Result};

/// A folder that takes tables. They hold personal data in full, so it and they are readable by their owner alone.
#[derive(Debug)]
pub struct Steps(PathBuf);

impl Steps {
    /// The folder `dir`, made where it is not there yet.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn open(dir: &Path) -> Result<Self> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(dir).map_err(|cause| Error::writing(dir, cause))?;
        Ok(Self(dir.to_owned()))
    }

    /// Keeps `table` as `NAME.parquet`, in the place of an earlier one.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep(&self, name: &str, table: &DataFrame) -> Result<()> {
        let path = self.0.join(format!("{name}.parquet"));
        let failed = |cause: &dyn std::fmt::Display| Error::writing(&path, cause);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|cause| failed(&cause))?;
        // A table shares its columns, so this copies nothing.
        let mut table = table.clone();
        ParquetWriter::new(file).finish(&mut table).map_err(|cause| failed(&cause))?;
        Ok(())
    }
}
