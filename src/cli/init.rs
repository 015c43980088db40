//! `init`: a batch folder to start from, with the letter that the report is written into.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::terminal::Terminal;
use super::{Ended, Outcome};
use crate::error::{Error, Place, Result};
use crate::lang::{Lang, Text};
use crate::report::Template;

/// What was typed after `init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// Writes a commented batch file and the folders it names, in the user's language.
pub fn run(args: &Args, terminal: &Terminal) -> Ended {
    let batch = write(&args.dir, terminal.lang)?;
    let shown = batch.display().to_string();
    terminal.answer(
        Outcome::Done,
        || Text::new("init-written").with("path", shown.clone()).render(terminal.lang),
        || json!({ "batch": shown }),
    )
}

/// The path of the batch file written into `dir`.
///
/// # Errors
/// There is one already, or it cannot be written.
fn write(dir: &Path, lang: Lang) -> Result<PathBuf> {
    let (text, folders) = match lang {
        Lang::Vi => (include_str!("init/batch.vi.toml"), ["danh-sach", "ky-luat", "to-chuc", "don-thu", "kiem-tra"]),
        Lang::En => (include_str!("init/batch.en.toml"), ["rosters", "discipline", "organisations", "complaints", "inspections"]),
    };
    let path = dir.join("batch.toml");
    if path.exists() {
        return Err(Error::new(Text::new("E430-batch-exists")).at(Place::file(&path)));
    }
    for folder in folders {
        let folder = dir.join(folder);
        fs::create_dir_all(&folder).map_err(|cause| Error::writing(&folder, cause))?;
    }
    let letter = dir.join("letter.docx");
    if !letter.exists() {
        fs::write(&letter, Template::shipped_bytes(lang)?).map_err(|cause| Error::writing(&letter, cause))?;
    }
    fs::write(&path, text).map_err(|cause| Error::writing(&path, cause))?;
    Ok(path)
}
