//! What came of a warm-up, and why a module did not come.

use std::path::PathBuf;
use std::time::Duration;

use bstr::BString;

use super::figures::{Hop, HopFigures};
use crate::cache::ModuleVersion;
use crate::job::Cancelled;
use crate::project::ready::{Action, Step};
use crate::secret::Masked;

/// Why a module did not come, or the whole did not begin. What it means and what to do is in [`crate::text`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Every hop that was asked says that there is no such version (404, 410).
    NotFound,
    /// GOPROXY is `off`, or ends in it.
    ProxyOff,
    /// GOPROXY is empty, or an entry of it is no URL.
    ProxyInvalid,
    /// 401, 403 or 407, or git was asked for a password.
    Credentials {
        /// `None`: git said it.
        status: Option<u16>,
    },
    /// Another status that go does not go on after.
    Status(u16),
    /// The name of the host is not known.
    NameNotFound,
    /// Nobody is there.
    Refused,
    /// It took too long, or the way is cut.
    Unreachable,
    /// Its certificate is not trusted.
    Tls,
    /// A redirect, or a page, that is no answer of a module proxy; or a broken zip.
    NotAModule,
    /// What came is not what go.sum names.
    GoSumMismatch,
    /// go.sum has no line for it, and go would have to write one.
    GoSumMissing,
    /// What came is not what the checksum database names.
    SumdbMismatch,
    /// The checksum database has not answered.
    Sumdb,
    /// The go.mod or go.work, or one of a dependency, is not what go takes.
    GoMod,
    /// A `replace` leads to a folder that is not there.
    ReplacementMissing,
    /// A toolchain that the project needs cannot be had.
    Toolchain,
    /// A setting keeps go from starting.
    Settings,
    /// `git`, or the program of another repository, is not installed.
    NoProgram { program: String },
    /// The volume of the cache is full.
    DiskFull,
    /// The cache may not be written.
    Denied,
    /// Something else, in go's words.
    Other,
}

impl Why {
    /// Stable, for scripts and the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Why::NotFound => "not-found",
            Why::ProxyOff => "proxy-off",
            Why::ProxyInvalid => "proxy-invalid",
            Why::Credentials { .. } => "credentials",
            Why::Status(_) => "status",
            Why::NameNotFound => "name-not-found",
            Why::Refused => "refused",
            Why::Unreachable => "unreachable",
            Why::Tls => "tls",
            Why::NotAModule => "not-a-module",
            Why::GoSumMismatch => "go-sum-mismatch",
            Why::GoSumMissing => "go-sum-missing",
            Why::SumdbMismatch => "sumdb-mismatch",
            Why::Sumdb => "sumdb-unreachable",
            Why::GoMod => "go-mod",
            Why::ReplacementMissing => "replacement-missing",
            Why::Toolchain => "toolchain",
            Why::Settings => "settings",
            Why::NoProgram { .. } => "no-program",
            Why::DiskFull => "disk-full",
            Why::Denied => "denied",
            Why::Other => "other",
        }
    }
}

/// The step of [`crate::project::ready`] that would mend a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayOut {
    /// A toolchain that go could not fetch; its name, where go told it.
    InstallToolchain {
        version: Option<BString>,
    },
    /// This variable.
    MendSettings {
        name: &'static str,
    },
    /// Nothing to log in to this host with, or what there is is refused.
    AddCredential {
        host: String,
    },
    RepairModules {
        version: ModuleVersion,
    },
    FixGoSum,
    FixGoMod,
    /// Nothing is wrong here: the same once more, later.
    Download,
}

impl WayOut {
    /// As in `steps` of `burrow project --json`.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            WayOut::InstallToolchain { .. } => "install-toolchain",
            WayOut::MendSettings { .. } => "mend-settings",
            WayOut::AddCredential { .. } => "add-credential",
            WayOut::RepairModules { .. } => "repair-modules",
            WayOut::FixGoSum => "fix-go-sum",
            WayOut::FixGoMod => "fix-go-mod",
            WayOut::Download => "download",
        }
    }

    /// What of the app takes it; `None`: a file of the project is a person's own affair.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        match self {
            WayOut::InstallToolchain { version } => {
                Some(Action::InstallToolchain { version: version.clone() })
            }
            WayOut::AddCredential { host } => Some(Action::Credentials { host: host.clone() }),
            WayOut::RepairModules { version } => Some(Action::RepairModules(vec![version.clone()])),
            WayOut::Download => Some(Action::Warm),
            WayOut::MendSettings { .. } | WayOut::FixGoSum | WayOut::FixGoMod => None,
        }
    }
}

/// A module that did not come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Empty: it is about no single module.
    pub module: BString,
    pub version: BString,
    /// Who was asked last for it; `None`: nobody was.
    pub hop: Option<Hop>,
    pub why: Why,
    /// In go's words, without secrets.
    pub said: Masked,
    /// What would mend it; `None`: nothing that Burrow could do.
    pub way_out: Option<WayOut>,
}

/// What came of a warm-up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Warmed {
    /// The vendor folder has all there is to need: nothing was asked.
    pub vendored: bool,
    /// Module versions that the project needs; of a replaced one the replacement.
    pub needed: u64,
    /// Of them, in the cache now.
    pub present: u64,
    /// Of them, fetched by this warm-up.
    pub fetched: u64,
    /// Bytes of their zips.
    pub bytes: u64,
    pub elapsed: Duration,
    pub hops: Vec<HopFigures>,
    pub failures: Vec<Failure>,
    /// What is still in the way of a build that asks nobody.
    pub left: Vec<Step>,
    /// Somebody wanted it to end; the next warm-up goes on from here.
    pub cancelled: bool,
}

impl Warmed {
    /// Whether all that the project needs is there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.failures.is_empty() && !self.cancelled
    }
}

/// Why nothing could be begun.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WarmError {
    #[error("there is no go that could download")]
    NoGo,
    /// Neither go.mod nor go.work counts in this folder.
    #[error("{} is in no module", .0.display())]
    NoModule(PathBuf),
    /// A file of the project cannot be read.
    #[error("{}: {reason}", .file.display())]
    File { file: PathBuf, reason: String },
    /// go, or a folder for it, cannot be had; in the system's words.
    #[error("{reason}")]
    Start { reason: String },
    #[error("cancelled")]
    Cancelled(#[from] Cancelled),
}
