//! Is a text like a pattern?

/// A `LIKE` pattern: `%` is any text, `_` any one character; capitals count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// No `%` or `_`.
    Is(String),
    /// `x%`
    Starts(String),
    /// `%x`
    Ends(String),
    /// `%x%`
    Contains(String),
    /// Anything else.
    Any(String),
}

impl Pattern {
    /// The pattern written in a rule.
    pub fn new(text: &str) -> Self {
        let is_plain = |part: &str| !part.contains(['%', '_']);
        match (text.strip_prefix('%'), text.strip_suffix('%')) {
            _ if is_plain(text) => Self::Is(text.to_owned()),
            (_, Some(part)) if is_plain(part) => Self::Starts(part.to_owned()),
            (Some(part), _) if is_plain(part) => Self::Ends(part.to_owned()),
            (Some(part), Some(_)) if part.strip_suffix('%').is_some_and(is_plain) => {
                Self::Contains(part[..part.len() - 1].to_owned())
            }
            _ => Self::Any(text.to_owned()),
        }
    }

    /// Whether `text` is like this.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::Is(part) => text == part,
            Self::Starts(part) => text.starts_with(part.as_str()),
            Self::Ends(part) => text.ends_with(part.as_str()),
            Self::Contains(part) => text.contains(part.as_str()),
            Self::Any(pattern) => is_like(pattern, text),
        }
    }
}

/// Greedy matching with one point of return, the last `%`: linear in practice, never exponential.
fn is_like(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('%') => {
                back = Some((p + 1, t));
                p += 1;
            }
            Some(&c) if c == '_' || c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match back {
                Some((after, from)) => {
                    p = after;
                    t = from + 1;
                    back = Some((after, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == '%')
}
