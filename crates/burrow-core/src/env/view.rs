//! The variables as a person sees them: every layer with its place, what shadows what, what other askers see.
//!
//! Values here are masked and made for reading. What Go makes of them was decided by `go-rules`; words are in
//! `text`.

mod build;
mod problem;

use go_rules::pattern::Flaw;
use go_rules::vars::registry::Group;
use go_rules::vars::{Kind, Layer, Origin};

use super::capture::AskerId;
use crate::place::Place;
use crate::secret::Masked;

pub use build::{Inputs, variables};
pub use problem::{problem_of, problems_of_value};

/// One rung of the ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    pub layer: Layer,
    /// `None`: the layer has no such name.
    pub value: Option<Masked>,
    pub place: Option<Place>,
    /// Further places that set the same name for this layer and lose to `place`.
    pub also: Vec<Place>,
    pub effective: bool,
    pub note: Option<RungNote>,
}

/// What is odd about a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RungNote {
    /// Go treats an empty process variable as unset.
    EmptyCountsAsUnset,
    /// An empty line in the GOENV file hides `go.env`'s value (Go 1.21 and later).
    EmptyMasksGoEnv,
    /// It is set, but no file that Burrow knows gives this value.
    PlaceUnknown,
    /// Several start files may have given it, and which one did could not be told.
    PlaceUndecided,
    /// The start files of this shell are in a language that Burrow does not read.
    PlaceUnreadable,
    /// Go does not read this name from a file.
    NotReadFromFile,
    /// Several lines of the file set it: the last one counts.
    LastOfSeveral,
    /// Several lines of `go.env` set it: the first one counts.
    FirstOfSeveral,
}

/// Why the GOENV file cannot set a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fixed {
    /// Go computes it.
    Computed,
    /// Go reads it from the process environment only.
    ProcessOnly,
    /// Go reads it from the file, but `go env -w` refuses to write it there.
    NotWritten,
    /// This Go does not know the name.
    UnknownToGo,
    /// There is no GOENV file and no place for one.
    NoFile,
}

/// The value another asker sees, where it differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    pub asker: AskerId,
    pub value: Masked,
}

/// A value that stops Go from working, or that Go ignores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VariableProblem {
    /// It locks the person out of `go`, wholly or in part.
    LocksOut { name: String },
    /// GOPROXY has no entry: downloads fail.
    EmptyProxy,
    /// GOSUMDB is empty: downloads fail.
    EmptySumdb,
    /// An entry of a list of patterns that can never match a module's path.
    NeverMatches { name: String, pattern: Masked, flaw: Flaw },
    /// A password stands in the value.
    SecretInValue { name: String },
}

/// A variable in one context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    pub name: String,
    /// In effect.
    pub value: Masked,
    pub origin: Origin,
    pub kind: Kind,
    /// `None`: it is in the GOENV file, unknown to this Go.
    pub group: Option<Group>,
    /// Process, user, goroot, default: always all four.
    pub rungs: Vec<Rung>,
    pub shadowed: Vec<Layer>,
    /// As `go env -changed`.
    pub changed: bool,
    /// Why the GOENV file cannot set it; `None`: it can.
    pub fixed: Option<Fixed>,
    pub elsewhere: Vec<Elsewhere>,
    pub problem: Option<VariableProblem>,
    /// The file or folder that the value names, when it is there.
    pub target: Option<Place>,
    /// When it last changed on disk under this window (Unix ms).
    pub touched_at: Option<u64>,
}
