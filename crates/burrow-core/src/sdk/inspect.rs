//! What one SDK is, told from its files.

use std::path::PathBuf;

use bstr::BString;

use super::sources::Way;
use crate::secret::Masked;

/// A folder that is a Go SDK, or the remains of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sdk {
    /// Canonical: every folder is in a list once, however many ways lead to it.
    pub goroot: PathBuf,
    /// `go1.27.3`, from the build info of `bin/go`; as are the next two.
    pub version: Option<BString>,
    pub goos: Option<BString>,
    pub goarch: Option<BString>,
    pub problems: Vec<SdkProblem>,
    /// In the order in which they were found; never empty.
    pub ways: Vec<Way>,
    /// The `go` that a terminal finds belongs to it.
    pub active: bool,
    /// Where its `go.env` departs from what Go's own builds of that version have there.
    pub patches: Vec<Patch>,
    /// Whether cgo is on by default, with this environment; `None` where it cannot be told.
    pub cgo: Option<bool>,
}

impl Sdk {
    /// Whether it can be used.
    pub fn state(&self) -> SdkState {
        match self.problems.iter().all(SdkProblem::is_harmless) {
            true => SdkState::Complete,
            false => SdkState::Broken,
        }
    }
}

/// Whether an SDK can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SdkState {
    /// `bin/go` is a Go toolchain for this system, and `pkg/tool` is a folder.
    Complete,
    Broken,
}

impl SdkState {
    /// The name in JSON and on the wire.
    pub fn id(self) -> &'static str {
        match self {
            SdkState::Complete => "complete",
            SdkState::Broken => "broken",
        }
    }
}

/// What is wrong with an SDK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SdkProblem {
    /// `bin/go` is missing, or no file.
    NoGo,
    /// `bin/go` is a file, but not the go command: a script, or without build info.
    NotGo { script: bool },
    /// `bin/go` is made for another system.
    Foreign { goos: BString, goarch: BString },
    /// There is no `pkg/tool`.
    NoTools,
    /// The file VERSION says something else than the build info of `bin/go`. The SDK works nevertheless.
    VersionFile { file: BString, program: BString },
}

impl SdkProblem {
    /// The name in JSON and on the wire.
    pub fn code(&self) -> &'static str {
        match self {
            SdkProblem::NoGo => "no-go",
            SdkProblem::NotGo { .. } => "not-go",
            SdkProblem::Foreign { .. } => "foreign",
            SdkProblem::NoTools => "no-tools",
            SdkProblem::VersionFile { .. } => "version-file",
        }
    }

    /// Whether the SDK works in spite of it.
    pub fn is_harmless(&self) -> bool {
        matches!(self, SdkProblem::VersionFile { .. })
    }
}

/// A setting of an SDK's `go.env` that is not upstream's. `None`: not set there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    pub name: String,
    pub upstream: Option<Masked>,
    pub here: Option<Masked>,
}
