//! Every word that the core and the command say to a person, in both languages.
//!
//! Texts are made from typed values by exhaustive `match`, so that a missing one does not compile. Decides
//! nothing: what is wrong was decided where the value was made.

mod capture;
mod check;
mod error;
mod lang;
mod notice;
mod open;
mod reference;
mod refusal;
mod variable;

pub use lang::Lang;
pub use reference::{Belief, Reference, Verdict, reference};

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

impl Problem {
    fn new(code: &'static str, message: String) -> Problem {
        Problem { code, message, subject: None, hint: None }
    }

    fn about(self, subject: impl ToString) -> Problem {
        Problem { subject: Some(subject.to_string()), ..self }
    }

    fn hint(self, hint: impl Into<String>) -> Problem {
        Problem { hint: Some(hint.into()), ..self }
    }
}

/// What can be told to a person as a [`Problem`].
pub trait Tell {
    fn tell(&self, lang: Lang) -> Problem;
}

/// What can be told to a person in one sentence.
pub trait Say {
    fn say(&self, lang: Lang) -> String;
}

#[cfg(test)]
pub(crate) mod tests {
    /// Full-width punctuation between Chinese characters, a space between Chinese and Latin.
    pub(crate) fn assert_chinese(text: &str) {
        let chars: Vec<char> = text.chars().collect();
        let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        for pair in chars.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            assert!(!(han(a) && ",.;:!?()".contains(b)), "half-width {b:?} in {text}");
            let latin = |c: char| c.is_ascii_alphanumeric() || c == '`';
            assert!(!(han(a) && latin(b) || latin(a) && han(b)), "no space at {a}{b} in {text}");
            assert!(!"!！".contains(b), "exclamation mark in {text}");
        }
    }
}
