//! What is wished, what would come of it, what came of it.

use std::path::PathBuf;

use go_rules::env_file;
use go_rules::refusal::Refusal;

use super::reach::Reach;
use crate::env::edit::diff::diff;
use crate::env::edit::{self, DiffLine, Target};
use crate::error::CoreError;
use crate::place::Place;
use crate::sdk::probe::Finding;

pub use crate::env::edit::Severity;

/// How a toolchain is switched to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// GOTOOLCHAIN in the GOENV file.
    Setting,
    /// The `current` link.
    Link,
    /// The `toolchain` line of go.mod or go.work.
    Project,
}

impl Way {
    /// Its word in `state.db` and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Way::Setting => "setting",
            Way::Link => "link",
            Way::Project => "project",
        }
    }

    pub(super) fn from_code(code: &str) -> Way {
        match code {
            "link" => Way::Link,
            "project" => Way::Project,
            _ => Way::Setting,
        }
    }
}

/// What a person wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// This toolchain by default; `None`: no longer any. A bare name becomes `NAME+auto`: projects may still ask for
    /// a newer one. `exact`: they may not. A value of GOTOOLCHAIN that is no bare name is taken as it is.
    Setting { toolchain: Option<String>, exact: bool },
    /// The `current` link leads to this folder; `None`: there is no link.
    Link { goroot: Option<PathBuf> },
    /// The toolchain line of the go.mod or go.work that go reads in the folder of the question; `None`: no line.
    Project { toolchain: Option<String> },
    /// Take back an earlier switch.
    Undo { id: i64 },
}

/// What there is to say about a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckKind {
    /// What `go env -w` says against it.
    Go(Box<Refusal>),
    /// What stands against changing the GOENV file back.
    Goenv(Box<edit::Check>),
    /// No value of GOTOOLCHAIN: go would stop at it.
    NoToolchainName { text: String },
    /// Toolchains before Go 1.21 are not offered as modules: go cannot switch to them by name.
    TooOldForName { toolchain: String },
    /// This `go` is older than 1.21 and looks at neither GOTOOLCHAIN nor a toolchain line.
    GoTooOld { go: PathBuf, version: String },
    /// It is not where go looks for it: the next go command downloads it.
    WillDownload { toolchain: String },
    /// What go would say from then on, in its words.
    GoWouldStop { text: String },
    /// With `GOENV=off` go does not read the file.
    GoenvOff,
    /// There is no Go that would read it.
    NoGo,
    /// Neither go.mod nor go.work counts in this folder.
    NoModule { dir: PathBuf },
    /// Go does not read the file: its words, much as go says them.
    BadModFile { text: String },
    /// Another toolchain runs all the same: a newer one is asked for, or the local one is newer.
    AnotherRuns { wanted: String, runs: String, because: Option<String> },
    /// The folder is no SDK that could be linked to.
    NoGoThere { goroot: PathBuf, finding: Finding },
    /// Burrow writes no line for this shell: the person puts this folder first on PATH.
    NoLine { shell: Option<String>, bin: PathBuf },
    /// A file is no longer as the switch left it, so it is not put back.
    Moved { file: PathBuf },
    /// It was taken back already.
    AlreadyUndone { by: i64 },
    /// What stood there held a secret, which is kept nowhere.
    NotKept { file: PathBuf },
}

/// One check of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub severity: Severity,
    pub kind: CheckKind,
    pub place: Option<Place>,
}

impl Check {
    pub(super) fn new(severity: Severity, kind: CheckKind) -> Check {
        Check { severity, kind, place: None }
    }

    pub(super) fn refused(kind: CheckKind) -> Check {
        Check::new(Severity::Refused, kind)
    }

    pub(super) fn at(self, place: Place) -> Check {
        Check { place: Some(place), ..self }
    }
}

/// One step of carrying a plan out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Some names of the GOENV file, or its whole text.
    Goenv { target: Target, before: Option<Vec<u8>>, change: edit::Change, undoes: Option<i64> },
    /// A whole file. `after: None`: it goes.
    File { target: Target, before: Option<Vec<u8>>, after: Option<Vec<u8>> },
    /// The link leads elsewhere. `None`: there is no link.
    Link { link: PathBuf, before: Option<PathBuf>, after: Option<PathBuf> },
}

/// What a file becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// As it was found; links are followed when it is written.
    pub place: Place,
    /// It is not there yet.
    pub new: bool,
    /// It goes.
    pub gone: bool,
    pub diff: Vec<DiffLine>,
}

/// What the `current` link becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkChange {
    pub link: PathBuf,
    pub before: Option<PathBuf>,
    pub after: Option<PathBuf>,
}

/// What would happen, complete and exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitchPlan {
    pub way: Way,
    /// The toolchain, or the folder, before and after.
    pub before: Option<String>,
    pub after: Option<String>,
    pub checks: Vec<Check>,
    pub reach: Vec<Reach>,
    /// What is done, in this order.
    pub deeds: Vec<Deed>,
    /// The switch that it takes back.
    pub undoes: Option<i64>,
}

impl SwitchPlan {
    /// Nothing would change.
    pub fn is_empty(&self) -> bool {
        self.deeds.iter().all(|deed| match deed {
            Deed::Goenv { before, change, .. } => {
                let before = before.as_deref().unwrap_or_default();
                change.on(before) == before
            }
            Deed::File { before, after, .. } => before == after,
            Deed::Link { before, after, .. } => before == after,
        })
    }

    /// No check refuses it, and there is something to do.
    pub fn is_applicable(&self) -> bool {
        self.refusal().is_none() && !self.is_empty()
    }

    /// The check that refuses it.
    pub fn refusal(&self) -> Option<&Check> {
        self.checks.iter().find(|check| check.severity == Severity::Refused)
    }

    /// Every file that changes, with its difference; secrets masked.
    pub fn files(&self) -> Vec<FileChange> {
        let change = |target: &Target, before: &Option<Vec<u8>>, after: Option<&[u8]>| FileChange {
            place: Place::file(target.path.clone()),
            new: before.is_none(),
            gone: after.is_none(),
            diff: diff(before.as_deref().unwrap_or_default(), after.unwrap_or_default()),
        };
        self.deeds
            .iter()
            .filter_map(|deed| match deed {
                Deed::Goenv { target, before, change: edits, .. } => {
                    let after = edits.on(before.as_deref().unwrap_or_default());
                    Some(change(target, before, Some(&after)))
                }
                Deed::File { target, before, after } => Some(change(target, before, after.as_deref())),
                Deed::Link { .. } => None,
            })
            .filter(|change| !change.diff.is_empty())
            .collect()
    }

    /// The `current` link, when it changes.
    pub fn link(&self) -> Option<LinkChange> {
        self.deeds.iter().find_map(|deed| match deed {
            Deed::Link { link, before, after } if before != after => {
                Some(LinkChange { link: link.clone(), before: before.clone(), after: after.clone() })
            }
            _ => None,
        })
    }
}

/// Edits of the GOENV file that set or remove GOTOOLCHAIN.
pub(super) fn gotoolchain(value: Option<&str>) -> Vec<env_file::Edit> {
    let name = "GOTOOLCHAIN".into();
    vec![match value {
        Some(value) => env_file::Edit::Set { name, value: value.into() },
        None => env_file::Edit::Unset { name },
    }]
}

/// A switch that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switched {
    /// Its number, to take it back by; `None`: it was made, but could not be kept.
    pub id: Option<i64>,
}

/// A switch that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitchUndo {
    pub id: i64,
    /// Unix ms.
    pub at: u64,
    pub way: Way,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Why there is no plan, or a switch was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SwitchError {
    /// No environment is known to ask in.
    #[error("no environment is known")]
    NobodyAsks,
    /// A file could not be read or written, or moved since the plan was made.
    #[error(transparent)]
    Core(#[from] CoreError),
    /// No folder for Burrow's own data is known.
    #[error("no folder for data is known")]
    NoDataDir,
    /// A check refuses the plan, or it would change nothing.
    #[error("the plan cannot be applied")]
    NotApplicable,
    /// No such switch is kept.
    #[error("no switch {0} is known")]
    Unknown(i64),
    /// No switch is kept that still stands.
    #[error("there is no switch to take back")]
    NothingToUndo,
    /// The `current` link could not be read or moved.
    #[error("{link}: {reason}")]
    Link { link: PathBuf, reason: String },
}

impl From<crate::error::GoenvError> for SwitchError {
    fn from(error: crate::error::GoenvError) -> SwitchError {
        SwitchError::Core(error.into())
    }
}

impl From<crate::store::StoreError> for SwitchError {
    fn from(error: crate::store::StoreError) -> SwitchError {
        SwitchError::Core(error.into())
    }
}
