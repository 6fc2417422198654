//! What leads to a build: each step with its facts, and the action of the app that takes it. A step is there for as
//! long as what it mends is so: whoever mends it, the list shortens.

use std::path::PathBuf;

use bstr::BString;
use go_rules::module::ModuleVersion;

use super::report::SumLine;
use crate::env::edit::Draft;
use crate::place::Place;

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// There is no Go. `wanted`: what the project asks for, if it asks.
    InstallGo {
        wanted: Option<BString>,
    },
    /// This toolchain is not on the machine.
    InstallToolchain {
        version: BString,
    },
    /// GOTOOLCHAIN keeps go from the toolchain that the project needs.
    SetToolchain {
        wanted: BString,
        held: Held,
        draft: Draft,
    },
    /// A setting stops go, or keeps it from what it must fetch.
    MendSettings {
        name: &'static str,
        why: String,
        held: Held,
        draft: Option<Draft>,
    },
    /// The team's file proposes what is not so here.
    FollowTeamProfile {
        file: PathBuf,
    },
    /// A file that go does not take, go.mod lines that are missing or out of date.
    FixGoMod {
        why: Vec<String>,
        mend: Mend,
    },
    /// The modules of a workspace: go builds nothing beside them.
    ChooseModule {
        folders: Vec<PathBuf>,
    },
    FixVendor {
        why: Vec<String>,
        mend: Mend,
    },
    FixGoSum {
        missing: Vec<SumLine>,
        mismatched: Vec<SumLine>,
        mend: Mend,
    },
    /// These are damaged in the module cache, and go does not mend them itself.
    RepairModules {
        versions: Vec<ModuleVersion>,
    },
    /// Nothing is known to log in to this host with.
    AddCredential {
        host: String,
        modules: Vec<BString>,
    },
    /// Only a person can mend it: a source file, a folder that is gone.
    FixSource {
        why: Vec<String>,
        place: Option<Place>,
    },
    Download {
        modules: usize,
    },
    /// Files of versions that are there are gone or half made, a zip for instance: builds do not miss them, and
    /// go puts them there again when it downloads.
    CompleteDownloads {
        modules: usize,
    },
}

/// Where the value stands that is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// In a file that `go env -u` writes, or nowhere.
    File,
    /// There too, and it keeps `go env -u` itself from working.
    LockedFile,
    /// In the process environment: no file changes anything.
    Environment,
}

/// How a file of the project is mended. Burrow writes none of them itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mend {
    /// This go command does it, in this folder.
    Go { folder: PathBuf, words: Vec<String> },
    /// A person has to look there.
    Open(Place),
}

/// The action of the app that takes a step; each previews what it does, and can be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Installs a toolchain; without a version, the newest.
    InstallToolchain { version: Option<BString> },
    /// Edits the GOENV file.
    Settings(Draft),
    /// Shows what the team's file would change.
    TeamProfile { file: PathBuf },
    /// Opens the credentials of a host.
    Credentials { host: String },
    /// Repairs these versions in the module cache.
    RepairModules(Vec<ModuleVersion>),
    /// Shows a go command that mends a file of the project, to be run by the person.
    Go { folder: PathBuf, words: Vec<String> },
    /// Opens a file where it is wrong.
    Open(Place),
    /// Downloads what is missing.
    Warm,
}

impl Step {
    /// Stable, for scripts and the wire.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Step::InstallGo { .. } => "install-go",
            Step::InstallToolchain { .. } => "install-toolchain",
            Step::SetToolchain { .. } => "set-toolchain",
            Step::MendSettings { .. } => "mend-settings",
            Step::FollowTeamProfile { .. } => "follow-team-profile",
            Step::FixGoMod { .. } => "fix-go-mod",
            Step::ChooseModule { .. } => "choose-module",
            Step::FixVendor { .. } => "fix-vendor",
            Step::FixGoSum { .. } => "fix-go-sum",
            Step::RepairModules { .. } => "repair-modules",
            Step::AddCredential { .. } => "add-credential",
            Step::FixSource { .. } => "fix-source",
            Step::Download { .. } => "download",
            Step::CompleteDownloads { .. } => "complete-downloads",
        }
    }

    /// What the app does for it. `None`: only a person can.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        Some(match self {
            Step::InstallGo { wanted } => Action::InstallToolchain { version: wanted.clone() },
            Step::InstallToolchain { version } => Action::InstallToolchain { version: Some(version.clone()) },
            Step::SetToolchain { draft, .. } => Action::Settings(draft.clone()),
            Step::MendSettings { draft, .. } => Action::Settings(draft.clone()?),
            Step::FollowTeamProfile { file } => Action::TeamProfile { file: file.clone() },
            Step::FixGoMod { mend, .. } | Step::FixVendor { mend, .. } | Step::FixGoSum { mend, .. } => {
                match mend {
                    Mend::Go { folder, words } => Action::Go { folder: folder.clone(), words: words.clone() },
                    Mend::Open(place) => Action::Open(place.clone()),
                }
            }
            Step::ChooseModule { .. } => return None,
            Step::RepairModules { versions } => Action::RepairModules(versions.clone()),
            Step::AddCredential { host, .. } => Action::Credentials { host: host.clone() },
            Step::FixSource { place, .. } => Action::Open(place.clone()?),
            Step::Download { .. } | Step::CompleteDownloads { .. } => Action::Warm,
        })
    }
}
