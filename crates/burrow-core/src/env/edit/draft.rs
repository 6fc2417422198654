//! What is wished, what would come of it, what came of it.

use go_rules::refusal::Refusal;
use go_rules::vars::Origin;

use super::super::capture::AskerId;
use super::super::history::HistoryEntry;
use super::super::view::VariableProblem;
use crate::place::Place;
use crate::secret::Masked;

/// One wish. `value: None` removes the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub name: String,
    pub value: Option<String>,
}

/// A change that is not written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Draft {
    Edits(Vec<Edit>),
    /// The whole file as text.
    Text(String),
    /// Take back one entry of the history.
    Undo {
        entry: i64,
    },
}

/// Names a plan; good until the file or the context changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PlanId(pub String);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffSign {
    Same,
    Removed,
    Added,
}

/// One line of the file's diff; lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    pub sign: DiffSign,
    pub text: Masked,
    pub old_line: Option<u32>,
    pub new_line: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It cannot be applied.
    Refused,
    /// It can be applied, but will not do what was meant, or breaks something.
    Warning,
    Note,
}

/// What there is to say about a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckKind {
    /// `go env -w` or `-u` refuses this.
    Go(Box<Refusal>),
    /// The file already holds, or the text sets, what `go env -w` would refuse. Go reads it all the same.
    GoWouldRefuse(Box<Refusal>),
    /// The value is, or will be, a problem.
    Problem(VariableProblem),
    /// For this asker something stronger wins.
    Shadowed { name: String, asker: AskerId },
    /// The empty line hides the value of `go.env`; removing the line would bring it back.
    EmptyMasks { name: String },
    /// `GOENV=off`: go writes the default file all the same, and does not read it.
    GoenvOff,
    /// A line that Go will ignore.
    IgnoredLine { line: u32 },
    /// Undo: the value is no longer the one that entry left.
    Moved { name: String, now: Option<Masked>, expected: Option<Masked> },
    /// Undo: only comments or order changed then, and the file has changed since.
    TextMoved,
    /// Undo: the value then held a secret that is kept nowhere.
    SecretGone { name: String },
    /// `***` stands for a secret that Burrow does not know.
    SecretUnknown { name: String },
    /// The entry was taken back already.
    AlreadyUndone { entry: i64 },
    /// The entry is about another file than the one go uses now.
    OtherFile,
}

/// One check of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub severity: Severity,
    /// The variable it is about.
    pub name: Option<String>,
    pub kind: CheckKind,
    pub place: Option<Place>,
}

/// What one asker sees of a variable, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub name: String,
    pub asker: AskerId,
    pub before: Masked,
    pub after: Masked,
    pub origin: Origin,
    /// The new setting has no effect for this asker.
    pub shadowed: bool,
    /// The place that wins, where it can be told.
    pub winner: Option<Place>,
}

/// What would happen, complete and exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub id: PlanId,
    pub file: Option<Place>,
    pub diff: Vec<DiffLine>,
    pub checks: Vec<Check>,
    pub outcomes: Vec<Outcome>,
    /// False when a check refuses or there is nothing to change.
    pub applicable: bool,
    /// The file would be the same afterwards.
    pub empty: bool,
}

/// A change that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub revision: u64,
    pub entry: HistoryEntry,
}
