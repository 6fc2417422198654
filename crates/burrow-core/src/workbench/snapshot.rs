//! What the workbench shows: one immutable, numbered picture of the environment, built section by section.

use std::path::PathBuf;

use go_rules::env_file::Ignored;
use go_rules::refusal::Refusal;
use go_rules::vars::lockout::{Reach, Reason};

use crate::env::capture::{AskerId, CaptureError};
use crate::env::edit::Draft;
use crate::env::view::Variable;
use crate::error::GoenvError;
use crate::place::Place;
use crate::secret::Masked;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskerState {
    Ready,
    /// It is being asked.
    Asking,
    Failed(CaptureError),
}

/// One whose environment can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    pub id: AskerId,
    /// Of a login shell: `zsh`, `bash` …
    pub shell: Option<String>,
    pub state: AskerState,
}

/// How a toolchain was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The first `go` on the asker's PATH.
    Path,
    /// The GOROOT variable names it.
    Goroot,
    /// It lies where Go is usually installed.
    UsualPlace,
    /// The person chose its folder.
    Chosen,
    /// GOTOOLCHAIN, go.mod or go.work of the directory ask for it.
    Switched,
}

/// What is wrong with a toolchain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToolchainProblem {
    /// `go` is a script, or for another system: its version cannot be told.
    NotAGoProgram { go: PathBuf },
    /// The directory asks for a toolchain that is not on this machine; go would download it.
    NotOnMachine { wanted: String },
    /// Go would stop instead of answering; its own words.
    GoRefuses { text: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolchain {
    pub goroot: PathBuf,
    /// The `go` program that was found.
    pub go: PathBuf,
    /// `go1.27.3`; `None` when `go` is a script or broken.
    pub version: Option<String>,
    pub found: Found,
    pub problem: Option<ToolchainProblem>,
}

/// What every answer is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    pub asker: AskerId,
    /// `None`: no Go was found.
    pub toolchain: Option<Toolchain>,
    pub directory: PathBuf,
}

/// A choice of context. `None` leaves that part to Burrow: the login shell when it can be asked (until it has
/// answered, this process), what a terminal gets, the home.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContextChoice {
    pub asker: Option<AskerId>,
    pub goroot: Option<PathBuf>,
    pub directory: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoenvState {
    Present,
    Missing,
    /// `GOENV=off`.
    Off,
    /// Neither a home nor a config directory: nothing to read or write.
    Nowhere,
    /// There, but not readable as a file.
    Broken(GoenvError),
}

/// A line of the GOENV file that Go ignores (comments and blank lines are not told).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoredLine {
    pub line: u32,
    pub text: Masked,
    pub why: Ignored,
}

/// The GOENV file of the context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoenvFile {
    pub place: Option<Place>,
    pub state: GoenvState,
    pub ignored: Vec<IgnoredLine>,
}

/// A value that locks a person out of `go`, and the draft that mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lockout {
    pub name: String,
    pub value: Masked,
    pub reach: Reach,
    pub reason: Reason,
    /// What go says here and now; empty when something else stops it first.
    pub text: String,
    pub place: Option<Place>,
    /// `None` when the value is not in the GOENV file and cannot be mended by changing that.
    pub mend: Option<Draft>,
}

/// A section that failed, or something a person should know about the whole; the rest stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// No Go on this machine, as far as Burrow looked.
    NoGo,
    /// Go would stop instead of answering `go env`. The ladder is shown all the same.
    GoRefuses { refusal: Box<Refusal> },
    /// The system has no more watches: changes are seen on focus.
    OutOfWatches,
    /// Watching does not work here.
    NotWatching { detail: String },
    /// `state.db` was damaged and set aside.
    StateDamaged { aside: PathBuf },
    /// `state.db` is of a later Burrow; this one keeps its history in memory.
    StateNewer { file: PathBuf },
    /// No place, or no right, to keep `state.db`: history lasts until Burrow ends.
    StateInMemory { detail: String },
    /// No home directory.
    NoHome,
}

/// Everything the Environment page shows for one context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    pub revision: u64,
    pub context: Context,
    /// Always login shell, desktop, process, in this order, as far as the system has them.
    pub askers: Vec<Asker>,
    /// Toolchains at hand, the context's first.
    pub toolchains: Vec<Toolchain>,
    pub goenv: GoenvFile,
    pub variables: Vec<Variable>,
    pub lockouts: Vec<Lockout>,
    pub notices: Vec<Notice>,
    /// When something last changed on disk (Unix ms).
    pub changed_at: Option<u64>,
    /// The home directory, to shorten paths with `~`.
    pub home: Option<PathBuf>,
}
