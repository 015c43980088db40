//! What does the batch file ask for?
//!
//! [`Batch::load`] is the one place where what a person wrote becomes what the program needs: every mistake of the file is
//! reported at once, each underlined, and past that point nothing can be wrong. The stages take the fields as plain arguments.

mod document;
mod paths;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use toml::Spanned;

use crate::diag::{Diagnostic, Level, SourceText};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::table::raw::InputKind;
use crate::table::run::{CongressLevel, ShowIds};
use document::{Mistakes, Section};

/// Pairs at or above are shown to a reviewer, where the batch says nothing else.
pub const DEFAULT_ASK: f64 = 0.05;
/// Pairs at or above count as one person, where the batch says nothing else.
pub const DEFAULT_LINK: f64 = 0.95;
/// The rules, where the batch names none.
pub const DEFAULT_PACK: &str = "congress-14";

/// What a batch may say of a header whose column is not wanted.
const UNUSED: &str = "unused";

/// A batch, as the run needs it: paths resolved, globs expanded, defaults filled in.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The batch file.
    pub path: PathBuf,
    /// What the congress is called.
    pub title: String,
    /// The date of judgement.
    pub as_of: NaiveDate,
    /// The day the congress opens. None: not given.
    pub opens_on: Option<NaiveDate>,
    /// The level of the congress. None: not given.
    pub level: Option<CongressLevel>,
    /// The files to read, in the order of the batch file.
    pub inputs: Vec<Input>,
    /// Which rules.
    pub rules: Rules,
    /// When two rows are one person.
    pub link: Link,
    /// The run's folder.
    pub out: PathBuf,
    /// How identity numbers are shown.
    pub ids: ShowIds,
    /// What the report's letterhead says.
    pub letter: Letter,
    /// The Word document that the report is written into. None: the shipped one.
    pub template: Option<PathBuf>,
    /// Answers of earlier runs. None: no review is kept.
    pub ledger: Option<PathBuf>,
    /// Remarks on a file that can be used all the same.
    pub warnings: Vec<Diagnostic>,
}

/// One `[[input]]`: the files of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// What they list.
    pub kind: InputKind,
    /// The files, each with the name that messages and reports use: relative to the batch file where it lies below it.
    pub files: Vec<(PathBuf, String)>,
    /// The only sheet to read. None: every sheet with a recognised header.
    pub sheet: Option<String>,
    /// Headers that the automatic mapping cannot know, each with its canonical column, or `unused`.
    pub columns: BTreeMap<String, String>,
}

/// Which rules judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Packs by name (shipped with the program) or by folder, in order.
    pub packs: Vec<String>,
    /// The folder that packs given by folder are looked up in.
    pub base: PathBuf,
    /// The province's parameters. None: the packs as they are.
    pub overlay: Option<PathBuf>,
}

/// When two rows are one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Pairs at or above are shown to a reviewer, 0..=1.
    pub ask: f64,
    /// Pairs at or above count as one person, `ask`..=1.
    pub link: f64,
    /// A trained model. None: the shipped one.
    pub model: Option<PathBuf>,
    /// Labelled pairs to calibrate with. None: uncalibrated.
    pub answers: Option<PathBuf>,
}

/// What the report's letterhead says; None: left open, or made from the title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// The committee above: `TỈNH ỦY HÀ GIANG`.
    pub superior: Option<String>,
    /// The commission that reports: `ỦY BAN KIỂM TRA`.
    pub commission: Option<String>,
    /// The place in the date line: `Hà Giang`.
    pub place: Option<String>,
    /// Who signs.
    pub signer: Option<String>,
}

/// What the command line says instead of the batch file.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The date of judgement.
    pub as_of: Option<NaiveDate>,
    /// The run's folder.
    pub out: Option<PathBuf>,
}

impl Batch {
    /// The batch in the file `path`, with `overrides` put over it.
    ///
    /// # Errors
    /// The file cannot be read; or a person's mistakes in it, all of them at once.
    pub fn load(path: &Path, overrides: &Overrides) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|cause| Error::reading(path, &cause))?;
        let text = String::from_utf8(bytes).map_err(|_| Error::new(Text::new("C019-not-utf8")).at(Place::file(path)))?;
        // Notepad writes a byte order mark, which TOML does not know.
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let source = SourceText::new(path.display().to_string(), text);
        let mut wrong = Mistakes::new(&source);
        let batch = read(text, path, overrides, &mut wrong);
        let (mistakes, warnings): (Vec<_>, Vec<_>) = wrong.found.into_iter().partition(|found| found.level == Level::Error);
        match batch {
            Some(batch) if mistakes.is_empty() => Ok(Self { warnings, ..batch }),
            _ => Err(Error::authored(mistakes)),
        }
    }
}

/// The batch; None where a mistake in `wrong` says why not.
fn read(text: &str, path: &Path, overrides: &Overrides, wrong: &mut Mistakes) -> Option<Batch> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let root = document::parse(text, wrong);
    let keys = ["title", "as_of", "opens_on", "level", "input", "rules", "link", "report", "review"];
    let top = Section::new(root.get_ref(), 0..0, &keys, wrong);
    top.require("title", "title = \"Đại hội Đảng bộ tỉnh …\"", wrong);
    if overrides.as_of.is_none() {
        top.require("as_of", "as_of = 2025-09-15", wrong);
    }
    let title = top.text("title", wrong);
    let as_of = overrides.as_of.or(top.date("as_of", wrong).map(Spanned::into_inner));
    let opens_on = top.date("opens_on", wrong);
    let level = top.word("level", &LEVELS, wrong).map(Spanned::into_inner);
    if let (Some(opens_on), Some(as_of)) = (&opens_on, as_of)
        && *opens_on.get_ref() < as_of
    {
        let text = Text::new("C017-opens-before-judgement").with("opens", *opens_on.get_ref()).with("judged", as_of);
        wrong.warning(text, opens_on.span());
    }
    let batch = Batch {
        path: path.to_owned(),
        title: String::new(),
        as_of: as_of.unwrap_or_default(),
        opens_on: opens_on.map(Spanned::into_inner),
        level,
        inputs: inputs(&top, folder, wrong),
        rules: rules(&top, folder, wrong),
        link: link(&top, folder, wrong),
        out: folder.join("out"),
        ids: ShowIds::Masked,
        letter: Letter::default(),
        template: None,
        ledger: None,
        warnings: Vec::new(),
    };
    let report = top.section("report", &["dir", "ids", "superior", "commission", "place", "signer", "template"], wrong);
    let dir = report.text("dir", wrong).and_then(|dir| paths::local(dir.get_ref(), dir.span(), folder, wrong));
    let ids = report.word("ids", &SHOW_IDS, wrong).map(Spanned::into_inner);
    let template = file(&report, "template", folder, wrong);
    let mut letter = |key: &str| report.text(key, wrong).map(Spanned::into_inner);
    let letter = Letter {
        superior: letter("superior"),
        commission: letter("commission"),
        place: letter("place"),
        signer: letter("signer"),
    };
    let review = top.section("review", &["ledger"], wrong);
    let ledger = review.text("ledger", wrong).and_then(|ledger| paths::local(ledger.get_ref(), ledger.span(), folder, wrong));
    // Said only where nothing else is wrong: a mistyped kind may have been meant as the roster.
    if !batch.inputs.iter().any(|input| input.kind == InputKind::Roster)
        && wrong.found.iter().all(|found| found.level != Level::Error)
    {
        wrong.error(Text::new("C020-no-roster"), 0..0);
    }
    Some(Batch {
        title: title?.into_inner(),
        as_of: as_of?,
        out: overrides.out.clone().or(dir).unwrap_or(batch.out),
        ids: ids.unwrap_or(batch.ids),
        letter,
        template,
        ledger,
        ..batch
    })
}

const LEVELS: [(&str, CongressLevel); 4] = [
    ("central", CongressLevel::Central),
    ("province", CongressLevel::Province),
    ("commune", CongressLevel::Commune),
    ("grassroots", CongressLevel::Grassroots),
];
const SHOW_IDS: [(&str, ShowIds); 2] = [("masked", ShowIds::Masked), ("full", ShowIds::Full)];

fn inputs(top: &Section, folder: &Path, wrong: &mut Mistakes) -> Vec<Input> {
    let kinds = InputKind::ALL.map(|kind| (kind.name(), kind));
    let mut out: Vec<Input> = Vec::new();
    let sections = top.sections("input", &["kind", "path", "sheet", "columns"], wrong);
    for section in &sections {
        section.require("kind", "kind = \"roster\"", wrong);
        section.require("path", "path = \"danh-sach/*.xlsx\"", wrong);
        let kind = section.word("kind", &kinds, wrong).map(Spanned::into_inner);
        let path = section.text("path", wrong);
        let sheet = section.text("sheet", wrong).map(Spanned::into_inner);
        let pairs = section.pairs("columns", wrong);
        let files = path.as_ref().map(|path| paths::inputs(path.get_ref(), &path.span(), folder, wrong)).unwrap_or_default();
        let (Some(kind), Some(path)) = (kind, path) else { continue };
        let mut columns = BTreeMap::new();
        for (header, column) in pairs {
            if column.get_ref() == UNUSED || kind.columns().contains(&column.get_ref().as_str()) {
                columns.insert(header, column.into_inner());
            } else {
                wrong.error(document::unknown_value(&header, column.get_ref(), kind.columns()), column.span());
            }
        }
        for (file, name) in &files {
            let is_twice = out.iter().any(|other: &Input| {
                (other.sheet.is_none() || other.sheet == sheet) && other.files.iter().any(|(path, _)| path == file)
            });
            if is_twice {
                wrong.error(Text::new("C018-file-named-twice").with("path", name), path.span());
            }
        }
        out.push(Input { kind, files, sheet, columns });
    }
    out
}

fn rules(top: &Section, folder: &Path, wrong: &mut Mistakes) -> Rules {
    let section = top.section("rules", &["packs", "overlay"], wrong);
    let mut packs = Vec::new();
    for pack in section.texts("packs", wrong).unwrap_or_default() {
        if paths::local(pack.get_ref(), pack.span(), folder, wrong).is_some() {
            packs.push(pack.into_inner());
        }
    }
    if packs.is_empty() {
        packs.push(DEFAULT_PACK.to_owned());
    }
    Rules { packs, base: folder.to_owned(), overlay: file(&section, "overlay", folder, wrong) }
}

fn link(top: &Section, folder: &Path, wrong: &mut Mistakes) -> Link {
    let section = top.section("link", &["ask", "link", "model", "answers"], wrong);
    let ask = section.share("ask", wrong);
    let link = section.share("link", wrong);
    let ask_at = ask.as_ref().map_or(DEFAULT_ASK, |ask| *ask.get_ref());
    let link_at = link.as_ref().map_or(DEFAULT_LINK, |link| *link.get_ref());
    if ask_at > link_at
        && let Some(written) = ask.or(link)
    {
        let text = Text::new("C021-ask-above-link").with("ask", ask_at.to_string()).with("link", link_at.to_string());
        wrong.error(text, written.span());
    }
    let model = file(&section, "model", folder, wrong);
    let answers = file(&section, "answers", folder, wrong);
    Link { ask: ask_at, link: link_at, model, answers }
}

/// The file under `key`, which must exist. None: none is named, or a mistake was noted.
fn file(section: &Section, key: &str, folder: &Path, wrong: &mut Mistakes) -> Option<PathBuf> {
    let written = section.text(key, wrong)?;
    paths::existing(written.get_ref(), written.span(), folder, wrong)
}
