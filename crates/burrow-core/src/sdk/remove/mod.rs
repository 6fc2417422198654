//! Removing an SDK: only what is proven to be one that a person may delete, and nothing beside it.
//!
//! `proof` says what stands against it, `layout` what belongs to it in its manager's place, `carry_out` does it:
//! looked at once more, put aside under another name in one step, then deleted, so that there is never half an SDK
//! that looks whole. Finding SDKs is `inventory`'s affair.

mod carry_out;
mod layout;
mod proof;
#[cfg(all(test, unix))]
mod tests;

use std::path::{Path, PathBuf};

use bstr::BString;

use super::inventory::{Sdk, Source};
use super::size::{Size, measure};
use crate::env::edit::Severity;
use crate::job::{Cancel, Cancelled};
use crate::place::Place;
use crate::project::find::Project;
use crate::system::trash::TrashError;
use crate::system::{rights, volume};

pub use carry_out::remove;
pub(crate) use proof::is_sdk;

/// What a removal is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Premises<'a> {
    /// Every SDK of the machine (`inventory::hunt`).
    pub sdks: &'a [Sdk],
    /// The working directory: it and what is above it stays.
    pub dir: &'a Path,
    pub home: Option<&'a Path>,
    /// Folders that an SDK must not hold: GOPATH's entries, GOMODCACHE, GOCACHE.
    pub caches: &'a [PathBuf],
    pub gomodcache: Option<&'a Path>,
    /// Burrow's own `current` link.
    pub current: Option<&'a Path>,
    /// Projects that are known.
    pub projects: &'a [Project],
    /// Not to the trash, although there is one.
    pub for_good: bool,
}

/// Where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// To the system's trash.
    Trash,
    /// For good.
    Delete,
}

/// Something that goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goes {
    /// The SDK, or the folder in which its manager keeps just that.
    Folder(PathBuf),
    /// A link that leads to it.
    Link(PathBuf),
    /// A file that belongs to it.
    File(PathBuf),
}

impl Goes {
    pub fn path(&self) -> &Path {
        match self {
            Goes::Folder(path) | Goes::Link(path) | Goes::File(path) => path,
        }
    }
}

/// What there is to say about a removal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckKind {
    /// No SDK that Burrow found lies there.
    NotAnSdk,
    /// Too little in it is an SDK's.
    NotProven,
    /// It is another's to remove.
    Managed { by: Source, command: Option<String> },
    /// It lies in no manager's place and in no folder that the person added.
    InNobodysPlace,
    /// Its manager's place only links to it.
    ThroughLink { link: PathBuf },
    /// It holds the home, the working directory, a cache, another SDK.
    Holds { what: PathBuf },
    /// Besides the SDK other things lie there.
    OtherThings { what: PathBuf },
    /// It is a git work tree: changes in it could be lost.
    WorkTree { git: PathBuf },
    /// Something is mounted there.
    Mount { point: PathBuf },
    /// This account may not.
    NoRight { dir: PathBuf },
    /// A link that its manager, or Burrow, keeps leads to it: another must be chosen first.
    Current { link: PathBuf, command: Option<String> },
    /// A terminal runs this one.
    Active,
    /// There is no trash for it: it goes for good.
    NoTrash,
    /// Projects ask for it: go would download it anew.
    Needed { projects: usize },
    /// The program of golang.org/dl stays; it offers to download the SDK again.
    WrapperStays { program: PathBuf },
    /// The checksum database's records stay: the other toolchains need them.
    RecordsStay,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub severity: Severity,
    pub kind: CheckKind,
    pub place: Option<Place>,
}

impl Check {
    fn new(severity: Severity, kind: CheckKind) -> Check {
        Check { severity, kind, place: None }
    }

    fn refused(kind: CheckKind) -> Check {
        Check::new(Severity::Refused, kind)
    }
}

/// What removing one SDK would do, complete and exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalPlan {
    pub goroot: PathBuf,
    pub version: Option<BString>,
    /// Whose place it lies in; `None`: nobody's.
    pub source: Option<Source>,
    pub how: How,
    pub size: Size,
    /// The first is the folder.
    pub goes: Vec<Goes>,
    /// Known projects that ask for this very version.
    pub projects: Vec<Project>,
    pub checks: Vec<Check>,
    /// Device and number of the folder that goes and of the SDK in it.
    identity: Option<[(u64, u64); 2]>,
    /// The lock file of a toolchain module.
    lock: Option<PathBuf>,
}

impl RemovalPlan {
    /// No check refuses it.
    pub fn is_applicable(&self) -> bool {
        self.refusal().is_none()
    }

    /// The check that refuses it.
    pub fn refusal(&self) -> Option<&Check> {
        self.checks.iter().find(|check| check.severity == Severity::Refused)
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    pub how: How,
    /// What could not be removed and lies aside, under a name that nobody takes for an SDK.
    pub left: Option<PathBuf>,
}

/// Why an SDK was not removed. Nothing was, unless it says so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RemovalError {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A check refuses the plan.
    #[error("the plan cannot be carried out")]
    NotApplicable,
    /// It is no longer what the plan was made from.
    #[error("{0} has changed since")]
    Moved(PathBuf),
    /// go is fetching or unpacking this very toolchain.
    #[error("go is busy with {0}")]
    Busy(PathBuf),
    #[error(transparent)]
    Trash(#[from] TrashError),
    #[error("{path}: {reason}", path = .path.display())]
    Io { path: PathBuf, reason: String },
}

/// Works out what removing the SDK at `goroot` would do. Removes nothing; takes as long as measuring it does.
///
/// # Errors
/// [`RemovalError::Cancelled`].
pub fn plan(goroot: &Path, premises: &Premises<'_>, cancel: &Cancel) -> Result<RemovalPlan, RemovalError> {
    let mut plan = judged(goroot, premises);
    if plan.is_applicable() {
        plan.size = measured(&plan.goes, cancel)?;
    }
    Ok(plan)
}

/// What stands against removing the SDK at `goroot`; `None`: nothing. Measures nothing.
pub fn refusal(goroot: &Path, premises: &Premises<'_>) -> Option<Check> {
    judged(goroot, premises).refusal().cloned()
}

/// The plan, but for its size.
fn judged(goroot: &Path, premises: &Premises<'_>) -> RemovalPlan {
    let real = dunce::canonicalize(goroot).unwrap_or_else(|_| goroot.to_path_buf());
    let mut plan = RemovalPlan {
        goroot: real.clone(),
        version: None,
        source: None,
        how: How::Delete,
        size: Size::default(),
        goes: Vec::new(),
        projects: Vec::new(),
        checks: Vec::new(),
        identity: None,
        lock: None,
    };
    let Some(sdk) = premises.sdks.iter().find(|sdk| sdk.goroot == real) else {
        plan.checks.push(Check::refused(CheckKind::NotAnSdk));
        return plan;
    };
    plan.version = sdk.version.clone();
    let wants = |project: &&Project| project.asks_for().is_some() && project.asks_for() == sdk.version;
    plan.projects = premises.projects.iter().filter(wants).cloned().collect();
    match layout::of(sdk, premises) {
        Ok(layout) => {
            plan.source = Some(layout.source);
            plan.lock = layout.lock.clone();
            plan.checks.extend(proof::against(sdk, &layout, premises));
            plan.checks.extend(layout.notes);
            plan.identity = identity(&layout.unit, &real);
            plan.how = how(&layout.unit, layout.source, premises);
            plan.goes.push(Goes::Folder(layout.unit));
            plan.goes.extend(layout.beside);
        }
        Err(check) => plan.checks.push(check),
    }
    plan.checks.extend(worth_saying(sdk, &plan));
    plan.checks.sort_by_key(|check| check.severity);
    plan
}

fn worth_saying(sdk: &Sdk, plan: &RemovalPlan) -> Vec<Check> {
    let mut checks = Vec::new();
    if sdk.active {
        checks.push(Check::new(Severity::Warning, CheckKind::Active));
    }
    if !plan.projects.is_empty() {
        let kind = CheckKind::Needed { projects: plan.projects.len() };
        checks.push(Check::new(Severity::Warning, kind));
    }
    if plan.how == How::Delete && !plan.goes.is_empty() {
        checks.push(Check::new(Severity::Note, CheckKind::NoTrash));
    }
    checks
}

fn measured(goes: &[Goes], cancel: &Cancel) -> Result<Size, RemovalError> {
    let mut size = Size::default();
    for one in goes {
        match one {
            Goes::Folder(path) => size += measure(path, cancel)?,
            Goes::File(path) | Goes::Link(path) => {
                let bytes = path.symlink_metadata().map_or(0, |facts| facts.len());
                size += Size { bytes, disk_bytes: bytes, files: 1 };
            }
        }
    }
    Ok(size)
}

fn identity(unit: &Path, goroot: &Path) -> Option<[(u64, u64); 2]> {
    let of = |path: &Path| rights::identity(&path.symlink_metadata().ok()?);
    Some([of(unit)?, of(goroot)?])
}

/// A toolchain module is a copy of what a proxy has: nobody wants it from the trash.
fn how(unit: &Path, source: Source, premises: &Premises<'_>) -> How {
    let near_home = premises.home.and_then(|home| volume::same_volume(home, unit)) == Some(true);
    let has_trash = cfg!(any(windows, target_os = "macos")) || near_home;
    match has_trash && source != Source::ModuleCache && !premises.for_good {
        true => How::Trash,
        false => How::Delete,
    }
}
