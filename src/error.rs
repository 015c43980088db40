//! What went wrong, where, and how to mend it.
//!
//! One error type for the library. A bad *row* is not an error but a reject (`table::rejects`); an author's mistakes in a
//! batch file or a rule are [`Diagnostic`]s, all of them at once.

use std::fmt;
use std::path::Path;

use crate::diag::Diagnostic;
use crate::lang::{Lang, Text};

/// The library's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Where something is: each part is None where it does not apply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file, as the user wrote it.
    pub file: Option<String>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row as the office program counts it, from 1.
    pub row: Option<u32>,
    /// The column's header as it stands in the file.
    pub column: Option<String>,
}

impl Place {
    /// A whole file.
    pub fn file(path: impl AsRef<Path>) -> Self {
        Self { file: Some(path.as_ref().display().to_string()), ..Self::default() }
    }

    /// The same place, on a sheet.
    #[must_use]
    pub fn sheet(mut self, sheet: impl Into<String>) -> Self {
        self.sheet = Some(sheet.into());
        self
    }

    /// The same place, in a row counted from 1.
    #[must_use]
    pub fn row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// The same place, in a column.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// `fixtures/a.xlsx, sheet DS1, row 2, column Số CCCD`, in `lang`. Empty when nothing is known.
    pub fn render(&self, lang: Lang) -> String {
        let mut parts = Vec::new();
        if let Some(file) = &self.file {
            parts.push(file.clone());
        }
        if let Some(sheet) = &self.sheet {
            parts.push(Text::new("place-sheet").with("sheet", sheet).render(lang));
        }
        if let Some(row) = self.row {
            parts.push(Text::new("place-row").with("row", row).render(lang));
        }
        if let Some(column) = &self.column {
            parts.push(Text::new("place-column").with("column", column).render(lang));
        }
        parts.join(", ")
    }
}

/// An error of the library: what, where, how to mend (the message's `.help`), and the cause another program gave.
pub struct Error(Box<Inner>);

enum Inner {
    Plain { what: Text, place: Place, cause: Option<String> },
    Authored(Vec<Diagnostic>),
}

impl Error {
    /// An error whose sentence and help are the message `what`.
    pub fn new(what: Text) -> Self {
        Self(Box::new(Inner::Plain { what, place: Place::default(), cause: None }))
    }

    /// All the mistakes found in files that a person wrote.
    pub fn authored(diagnostics: Vec<Diagnostic>) -> Self {
        Self(Box::new(Inner::Authored(diagnostics)))
    }

    /// The same error at a place.
    #[must_use]
    pub fn at(mut self, at: Place) -> Self {
        if let Inner::Plain { place, .. } = &mut *self.0 {
            *place = at;
        }
        self
    }

    /// The same error with what the system or a library said. Never pass cell contents: identity numbers stay out of errors.
    #[must_use]
    pub fn because(mut self, because: impl fmt::Display) -> Self {
        if let Inner::Plain { cause, .. } = &mut *self.0 {
            *cause = Some(because.to_string());
        }
        self
    }

    /// The identifier of the message; `authored` for mistakes in a person's file.
    pub fn id(&self) -> &'static str {
        match &*self.0 {
            Inner::Plain { what, .. } => what.id(),
            Inner::Authored(_) => "authored",
        }
    }

    /// What went wrong, without the place: for readers who are not at this machine. None: mistakes in a person's file.
    pub fn text(&self) -> Option<&Text> {
        match &*self.0 {
            Inner::Plain { what, .. } => Some(what),
            Inner::Authored(_) => None,
        }
    }

    /// The mistakes in a person's files. Empty: another kind of error.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match &*self.0 {
            Inner::Plain { .. } => &[],
            Inner::Authored(diagnostics) => diagnostics,
        }
    }

    /// What, where and help, each on its line, as the terminal shows it.
    pub fn render(&self, lang: Lang) -> String {
        match &*self.0 {
            Inner::Plain { what, place, cause } => {
                let mut out = what.render(lang);
                let place = place.render(lang);
                if !place.is_empty() {
                    out.push_str("\n  ");
                    out.push_str(&place);
                }
                if let Some(cause) = cause {
                    out.push_str("\n  ");
                    out.push_str(&Text::new("error-cause").with("cause", cause).render(lang));
                }
                if let Some(help) = what.help(lang) {
                    out.push_str("\n  ");
                    out.push_str(&Text::new("error-help").with("help", help).render(lang));
                }
                out
            }
            Inner::Authored(diagnostics) => crate::diag::render_all(diagnostics, lang),
        }
    }

    /// Reading `path` failed.
    pub fn reading(path: &Path, cause: &std::io::Error) -> Self {
        let what = match cause.kind() {
            std::io::ErrorKind::NotFound => return Self::new(Text::new("E001-file-not-found")).at(Place::file(path)),
            std::io::ErrorKind::PermissionDenied => Text::new("E002-file-not-readable"),
            _ => Text::new("E003-file-not-read"),
        };
        Self::new(what).at(Place::file(path)).because(cause)
    }

    /// Writing `path` failed.
    pub fn writing(path: &Path, cause: impl fmt::Display) -> Self {
        Self::new(Text::new("E004-file-not-written")).at(Place::file(path)).because(cause)
    }
}

impl From<polars::prelude::PolarsError> for Error {
    /// A table operation failed: a mistake of ours, reported as such.
    fn from(cause: polars::prelude::PolarsError) -> Self {
        Self::new(Text::new("E005-internal")).because(cause)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Lang::En))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
