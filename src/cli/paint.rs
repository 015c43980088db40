//! A little colour, where a person is looking and has not asked for none.

use std::io::IsTerminal;

/// Marks for bold and coloured text; none of them where nobody would see them.
#[derive(Debug, Clone, Copy)]
pub struct Paint(bool);

impl Paint {
    /// Colour on stdout: only on a terminal, and not with NO_COLOR set to anything or TERM=dumb.
    pub fn stdout() -> Self {
        Self::when(std::io::stdout().is_terminal())
    }

    /// Likewise on stderr.
    pub fn stderr() -> Self {
        Self::when(std::io::stderr().is_terminal())
    }

    fn when(is_terminal: bool) -> Self {
        let is_refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self(is_terminal && !is_refused && !is_dumb)
    }

    /// A heading.
    pub fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    /// What must be looked at.
    pub fn red(self, text: &str) -> String {
        self.wrap("1;31", text)
    }

    /// What should be looked at.
    pub fn yellow(self, text: &str) -> String {
        self.wrap("33", text)
    }

    fn wrap(self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
