//! The workbench's section of toolchains: every SDK of the machine, which one runs in the folder of the context, and
//! why. What an SDK is and which one runs is decided in `sdk`.
//!
//! Until somebody has asked once nothing is looked for. From then on the section is kept as the disk is: `look` makes
//! it, `hunter` is the thread that hears when to look again, `figures` measures sizes behind everything else.
//! `switching`, `installing` and `removing` are what the window does with it;
//! `programs` is a section of its own, by the same means.

mod figures;
mod hunter;
mod installing;
mod look;
mod programs;
mod projects;
mod removing;
mod switching;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, Weak};

use super::shown::Shown;
use super::snapshot::Notice;
use super::work::Inner;
use crate::error::CoreError;
use crate::sdk::inventory::{Hunt, Sdk};
use crate::sdk::programs::Programs;
use crate::sdk::remove::Check;
use crate::sdk::size::Size;
use crate::sdk::switch::SwitchUndo;
use crate::sdk::which::Which;
use crate::system::clock;

use figures::Figures;
pub(super) use hunter::{Errand, spawn_hunter};
use projects::Projects;
pub use switching::SwitchMade;

/// One SDK, and what only the whole machine tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownSdk {
    pub sdk: Sdk,
    /// `None` while it is being measured.
    pub size: Option<Size>,
    /// It is the one that would run in the folder of the context.
    pub runs: bool,
    /// Known projects whose go.mod or go.work asks for this version.
    pub projects: Vec<PathBuf>,
    /// Why it cannot be removed from here.
    pub kept: Option<Check>,
}

/// The `current` link that Burrow keeps, where it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentLink {
    pub link: PathBuf,
    /// `None`: it leads nowhere.
    pub goroot: Option<PathBuf>,
}

/// Everything that is known of toolchains, for one context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolchains {
    pub revision: u64,
    /// The first hunt is still on: the list may grow.
    pub looking: bool,
    /// The newest first.
    pub sdks: Vec<KnownSdk>,
    pub which: Which,
    /// Folders that the person added.
    pub folders: Vec<PathBuf>,
    pub current: Option<CurrentLink>,
    /// The newest switch that can be taken back.
    pub undo: Option<SwitchUndo>,
    /// Why what comes and goes may not be seen by itself.
    pub notices: Vec<Notice>,
}

/// The section's share of the workbench.
pub(super) struct Section {
    shown: RwLock<Option<Arc<Toolchains>>>,
    memory: Mutex<Memory>,
    figures: Figures,
    switches: Mutex<Shown<switching::Prepared>>,
    removals: Mutex<Shown<crate::sdk::remove::RemovalPlan>>,
    projects: Projects,
    /// For work that must not keep the workbench open.
    inner: OnceLock<Weak<Inner>>,
    programs: RwLock<Option<Arc<Programs>>>,
    errands: Mutex<Sender<Errand>>,
}

/// What was found last, and by what it was looked for. Held while one looks.
#[derive(Default)]
struct Memory {
    hunt: Option<Hunt>,
    sdks: Vec<Sdk>,
    kept: HashMap<PathBuf, Check>,
}

/// What the threads of the section are started with.
pub(super) struct Inboxes {
    errands: Receiver<Errand>,
    orders: Receiver<figures::Order>,
}

impl Section {
    pub fn new() -> (Section, Inboxes) {
        let (sender, errands) = channel();
        let (figures, orders) = Figures::new();
        let section = Section {
            shown: RwLock::default(),
            memory: Mutex::default(),
            figures,
            switches: Mutex::default(),
            removals: Mutex::default(),
            projects: Projects::default(),
            inner: OnceLock::new(),
            programs: RwLock::default(),
            errands: Mutex::new(sender),
        };
        (section, Inboxes { errands, orders })
    }

    fn shown(&self) -> Option<Arc<Toolchains>> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The SDKs that are known.
    pub fn known_roots(&self) -> Vec<PathBuf> {
        let shown = self.shown();
        shown.iter().flat_map(|shown| &shown.sdks).map(|known| known.sdk.goroot.clone()).collect()
    }

    fn programs_are_shown(&self) -> bool {
        self.programs.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // What a panic left is what was found before.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Has the section looked at again in the background, if anybody ever asked for it.
    pub fn errand(&self, errand: Errand) {
        if self.section.shown().is_some() || self.section.programs_are_shown() {
            // Without a thread to hear it the workbench is closing.
            let _ = self.section.errands.lock().unwrap_or_else(PoisonError::into_inner).send(errand);
        }
    }

    /// See [`super::Workbench::toolchains`].
    pub fn toolchains(&self) -> Arc<Toolchains> {
        if let Some(shown) = self.section.shown() {
            return shown;
        }
        let first = self.first_toolchains();
        self.errand(Errand::Disk);
        first
    }

    /// See [`super::Workbench::add_sdk_folder`].
    pub fn add_sdk_folder(&self, folder: &Path) -> Result<Arc<Toolchains>, CoreError> {
        let real = dunce::canonicalize(folder).ok().filter(|real| real.is_dir());
        let real = real.ok_or_else(|| CoreError::NoFolder(folder.to_path_buf()))?;
        self.store.add_sdk_folder(&real, clock::now_ms())?;
        Ok(self.look_for_toolchains(true))
    }

    /// See [`super::Workbench::forget_sdk_folder`].
    pub fn forget_sdk_folder(&self, folder: &Path) -> Result<Arc<Toolchains>, CoreError> {
        self.store.forget_sdk_folder(folder)?;
        Ok(self.look_for_toolchains(true))
    }
}
