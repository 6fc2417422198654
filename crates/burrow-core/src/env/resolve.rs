//! From a context to an answer: which `go` is asked, from where, and what it would print.

use std::fmt;

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Environ;
use go_rules::files::Files;
use go_rules::go_command::GoCommand;
use go_rules::look_path::against;
use go_rules::refusal::Refusal;
use go_rules::vars::{self, Question, Resolved, Tolerant, Wanted};

use crate::sdk::at_hand::{self, Candidate};
use crate::sdk::probe::Finding;

/// Whose environment is asked about, from where, and for which toolchain.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub environ: &'a Environ,
    /// The working directory without links.
    pub dir: &'a BStr,
    /// Where go is started, when `-C` leads it to `dir`. `None`: in `dir`.
    pub started_in: Option<&'a BStr>,
    /// The folder whose `bin/go` is asked; `None`: what a terminal with this environment gets.
    pub goroot: Option<&'a BStr>,
}

impl<'a> Asked<'a> {
    /// The question for everything, to one `go`.
    pub fn question(&self, go: Option<&'a GoCommand>, files: &'a dyn Files) -> Question<'a> {
        Question { started_in: self.started_in, ..Question::new(self.environ, self.dir, go, files) }
    }
}

/// The `go` that is asked, and what stood before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtHand {
    /// `None`: no toolchain was found.
    pub go: Option<GoCommand>,
    /// Everything that was come upon as far as the toolchain, which is the last when there is one.
    pub candidates: Vec<Candidate>,
}

impl AtHand {
    /// Looks for the `go` of a question.
    pub fn find(asked: &Asked<'_>, files: &dyn Files) -> AtHand {
        let os = asked.environ.os();
        let candidates = match asked.goroot {
            Some(goroot) => {
                vec![at_hand::chosen(os, against(os, asked.dir, goroot).as_bstr(), files)]
            }
            None => at_hand::first(asked.environ, asked.dir, files),
        };
        let go = candidates.iter().find_map(|c| c.go.as_ref().ok()).cloned();
        AtHand { go, candidates }
    }

    /// Why the first `go` that a terminal would run is not the one that is asked.
    pub fn passed_over(&self) -> Option<(&BStr, &Finding)> {
        let first = self.candidates.first()?;
        first.go.as_ref().err().map(|why| (first.path.as_bstr(), why))
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unanswered {
    /// No toolchain; with what was found instead of one.
    NoGo(Option<(BString, Finding)>),
    /// Go would say this.
    Refused(Box<Refusal>),
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unanswered::NoGo(None) => write!(f, "no Go was found on this machine"),
            Unanswered::NoGo(Some((path, why))) => write!(f, "no Go was found: {path}: {why}"),
            Unanswered::Refused(refusal) => refusal.fmt(f),
        }
    }
}

impl std::error::Error for Unanswered {}

/// What `go env` would print, or why there is no answer.
///
/// # Errors
/// There is no Go, or it would refuse.
pub fn resolve(asked: &Asked<'_>, wanted: Wanted<'_>, files: &dyn Files) -> Result<Resolved, Unanswered> {
    resolve_at(asked, &AtHand::find(asked, files), wanted, files)
}

/// As [`resolve`], by a `go` that was found already.
///
/// # Errors
/// There is no Go, or it would refuse.
pub fn resolve_at(
    asked: &Asked<'_>,
    at_hand: &AtHand,
    wanted: Wanted<'_>,
    files: &dyn Files,
) -> Result<Resolved, Unanswered> {
    let Some(go) = &at_hand.go else {
        let instead = at_hand.passed_over().map(|(path, why)| (path.into(), why.clone()));
        return Err(Unanswered::NoGo(instead));
    };
    vars::resolve(&Question { wanted, ..asked.question(Some(go), files) })
        .map_err(|refusal| Unanswered::Refused(Box::new(refusal)))
}

/// As [`resolve`], with every layer even where go refuses, and by the newest rules where there is no Go.
pub fn resolve_tolerantly(asked: &Asked<'_>, files: &dyn Files) -> (Tolerant, AtHand) {
    let at_hand = AtHand::find(asked, files);
    let tolerant = vars::resolve_tolerantly(&asked.question(at_hand.go.as_ref(), files));
    (tolerant, at_hand)
}
