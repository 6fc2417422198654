//! Where a variable of an environment was set: the file and the line, or why that cannot be told.
//!
//! The rule that stands above all: a place is named only when it gives exactly the value in effect. Start files
//! are read and evaluated as far as that is certain; what reading cannot decide is asked of the shell itself, if
//! the caller allows it. The GOENV file and `go.env` are not looked at here: they are `go-rules`' layers.

use std::path::PathBuf;
use std::time::Duration;

use bstr::BStr;
use go_rules::files::Files;

use super::capture::Captured;
use crate::place::Place;

/// Why no place could be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untold {
    /// No start file gives this value: typed by hand, or given by the program that started this one (direnv, an
    /// editor, a container).
    NotInStartFiles,
    /// Several places may have given it, and which one did could not be asked.
    Undecided,
    /// This shell's start files are written in a language that Burrow does not read.
    UnknownShell,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The place that gives the value first, then others that set the same name and lose to it, the latest first.
    /// Empty when it could not be told. A Windows registry key has no line.
    pub places: Vec<Place>,
    /// Set exactly when `places` is empty.
    pub untold: Option<Untold>,
}

impl Located {
    /// The place that gives the value.
    pub fn winner(&self) -> Option<&Place> {
        self.places.first()
    }
}

/// Answers where the variables of one environment were set. Reads start files once; make a new one when they
/// changed.
pub struct Locator<'a> {
    captured: &'a Captured,
    files: &'a dyn Files,
    trace_limit: Option<Duration>,
}

impl<'a> Locator<'a> {
    /// Reads start files, never runs anything.
    pub fn new(captured: &'a Captured, files: &'a dyn Files) -> Locator<'a> {
        Locator { captured, files, trace_limit: None }
    }

    /// May also run the login shell once, with a trace of what it executes, when reading does not decide. Then
    /// [`Locator::locate`] can block for about `limit`.
    pub fn with_trace(self, limit: Duration) -> Locator<'a> {
        Locator { trace_limit: Some(limit), ..self }
    }

    /// Where `name` got `value`. Without such a value in the environment the answer is `NotInStartFiles`.
    pub fn locate(&self, name: &BStr, value: &BStr) -> Located {
        let _ = (self.captured, self.files, self.trace_limit, name, value);
        Located { places: Vec::new(), untold: Some(Untold::Undecided) }
    }
}

/// Every file that can set a variable for this asker, there or not, and those that they include: what a watcher
/// should watch.
pub fn start_files(captured: &Captured, files: &dyn Files) -> Vec<PathBuf> {
    let _ = (captured, files);
    Vec::new()
}
