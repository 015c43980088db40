//! What did a finished run keep?

use std::fs::File;
use std::path::Path;

use polars::prelude::DataFrame;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;

use crate::error::{Error, Place, Result};
use crate::lang::Text;

/// The table `name` (`links`, `flags`, …) in the folder of the run `run`.
///
/// # Errors
/// `run` is no run's folder, or the table cannot be read.
pub fn table(run: &Path, name: &str) -> Result<DataFrame> {
    let path = path(run, &format!("{name}.parquet"))?;
    let file = File::open(&path).map_err(|cause| Error::reading(&path, &cause))?;
    ParquetReader::new(file)
        .finish()
        .map_err(|cause| Error::new(Text::new("E451-table-broken")).at(Place::file(&path)).because(cause))
}

/// Some columns of the table `name` in the folder of the run `run`: a table of facts has a hundred, a rule reads three.
///
/// # Errors
/// `run` is no run's folder, the table cannot be read, or the run kept no such column.
pub fn columns(run: &Path, name: &str, columns: Vec<String>) -> Result<DataFrame> {
    let path = path(run, &format!("{name}.parquet"))?;
    let file = File::open(&path).map_err(|cause| Error::reading(&path, &cause))?;
    let broken = |cause| Error::new(Text::new("E451-table-broken")).at(Place::file(&path)).because(cause);
    let mut reader = ParquetReader::new(file);
    let schema = reader.schema().map_err(broken)?;
    if let Some(name) = columns.iter().find(|name| schema.get(name.as_str()).is_none()) {
        return Err(Error::new(Text::new("E456-fact-not-kept").with("fact", name)).at(Place::file(&path)));
    }
    reader.with_columns(Some(columns)).finish().map_err(broken)
}

/// The document `name` (`manifest`, `summary`) in the folder of the run `run`.
///
/// # Errors
/// `run` is no run's folder, or the document cannot be read.
pub fn document(run: &Path, name: &str) -> Result<serde_json::Value> {
    let path = path(run, &format!("{name}.json"))?;
    let file = File::open(&path).map_err(|cause| Error::reading(&path, &cause))?;
    serde_json::from_reader(std::io::BufReader::new(file))
        .map_err(|cause| Error::new(Text::new("E451-table-broken")).at(Place::file(&path)).because(cause))
}

fn path(run: &Path, name: &str) -> Result<std::path::PathBuf> {
    if run.join("manifest.json").is_file() {
        Ok(run.join(name))
    } else {
        Err(Error::new(Text::new("E450-no-run")).at(Place::file(run)))
    }
}
