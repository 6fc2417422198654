//! Every word that the core and the command say to a person, in both languages.
//!
//! Texts are made from typed values by exhaustive `match`, so that a missing one does not compile. Decides
//! nothing: what is wrong was decided where the value was made.

mod lang;
mod open;
mod reference;

pub use lang::Lang;
pub use reference::{Belief, Reference, Verdict};

/// Something a person should know, in their language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Stable, for tests and scripts (`goenv-denied`).
    pub code: &'static str,
    /// What happened, to what.
    pub message: String,
    /// The file, variable or program it is about.
    pub subject: Option<String>,
    /// What to do next.
    pub hint: Option<String>,
}

/// What can be told to a person as a [`Problem`].
pub trait Tell {
    fn tell(&self, lang: Lang) -> Problem;
}

/// What can be told to a person in one sentence.
pub trait Say {
    fn say(&self, lang: Lang) -> String;
}
