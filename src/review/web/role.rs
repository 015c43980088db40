//! Who may do what on the page?

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Role {
    /// Reads everything, answers nothing.
    Reader,
    /// Answers, as the first or the second person.
    Reviewer,
    /// Also has the last word where two people disagree, gives work to others, and takes answers from files.
    Approver,
}

impl Role {
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::Reader, Self::Reviewer, Self::Approver];

    /// The word on the command line and in the file of accounts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Reviewer => "reviewer",
            Self::Approver => "approver",
        }
    }

    /// The role called `name`. None: there is none.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether the role gives answers.
    pub fn can_answer(self) -> bool {
        self >= Self::Reviewer
    }

    /// Whether the role settles disagreements, gives work to others and imports answers.
    pub fn can_settle(self) -> bool {
        self == Self::Approver
    }
}
