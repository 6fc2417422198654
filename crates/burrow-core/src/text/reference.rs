//! What each variable is, and what people believe of it (go-semantics §8); does not depend on a context.

/// What people believe of a variable, and what is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belief {
    pub claim: String,
    pub verdict: Verdict,
    pub truth: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    False,
    Partly,
    True,
}

/// What a variable is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub name: String,
    pub summary: String,
    /// First Go version that lists it (`1.21`); `None` for the oldest supported.
    pub since: Option<String>,
    /// Accepted values where they are a fixed list.
    pub accepted: Vec<String>,
    /// The default rule in words.
    pub default_rule: String,
    /// Go's own documentation.
    pub link: String,
    pub beliefs: Vec<Belief>,
}
