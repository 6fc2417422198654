//! The workbench's section of projects: those that are known, and whether each would build. What that means is decided
//! in `project::ready`; which folders are looked into is one list, shared with the caches.
//!
//! Until somebody has asked once nothing is looked at. `keeper` is the thread that looks: first which projects there
//! are, then at one after the other, and again at those whose files, settings or modules moved. `looking` is one look,
//! with a limit of time, so that none holds up or stops another.

mod keeper;
mod looking;
mod show;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bstr::BString;

use super::shown::Shown;
use super::team_plan::TeamPlan;
use super::work::Inner;
use super::{Topic, Workbench};
use crate::error::CoreError;
use crate::job::Cancel;
use crate::project::ProjectFile;
use crate::project::known::KnownFolder;
use crate::project::offered::Offer;
use crate::project::ready::ProjectReport;

pub(super) use keeper::{ProjectErrand, spawn_projects};
pub use looking::Trouble;
pub use work::BuildOutput;

use looking::Key;

/// Every known project, for one context.
#[derive(Debug, Clone, PartialEq)]
pub struct Projects {
    pub revision: u64,
    /// They are still being looked for, or looked at.
    pub looking: bool,
    /// What the person named.
    pub folders: Vec<KnownFolder>,
    pub offers: Vec<Offer>,
    /// Those that need something first, then by name.
    pub projects: Vec<Arc<ProjectNow>>,
}

/// One project.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectNow {
    pub file: ProjectFile,
    /// What go.mod calls it.
    pub module: Option<BString>,
    /// The named folder that it was found in.
    pub named: PathBuf,
    /// It is being looked at; the report is of before.
    pub looking: bool,
    /// What was seen last.
    pub report: Option<Arc<ProjectReport>>,
    /// Why nothing was seen.
    pub trouble: Option<Trouble>,
    /// When it was looked at (Unix ms).
    pub at: u64,
    /// There is a team file that counts for it.
    pub team: bool,
}

/// The section's share of the workbench.
pub(super) struct ProjectSection {
    known: Mutex<Known>,
    errands: Mutex<Sender<ProjectErrand>>,
    /// Ends looks with the workbench.
    ending: Cancel,
    /// What builds have written.
    outputs: work::Outputs,
    /// Team files that may still be written.
    team_plans: Mutex<Shown<TeamPlan>>,
}

#[derive(Default)]
struct Known {
    asked: bool,
    /// The folders were looked into at least once.
    found: bool,
    looking: bool,
    folders: Vec<KnownFolder>,
    offers: Vec<Offer>,
    projects: BTreeMap<PathBuf, Entry>,
    /// Projects whose details somebody has asked for since what the cache holds for them was last hashed.
    open: BTreeSet<PathBuf>,
    /// How often the module cache is known to have changed, and how often something came that was lacking.
    cache: u64,
    came: u64,
}

/// A project, and what was seen when it was looked at.
struct Entry {
    now: Arc<ProjectNow>,
    key: Option<Key>,
}

impl Drop for ProjectSection {
    fn drop(&mut self) {
        self.ending.cancel();
    }
}

impl ProjectSection {
    pub fn new() -> (ProjectSection, Receiver<ProjectErrand>) {
        let (sender, errands) = channel();
        let section = ProjectSection {
            known: Mutex::default(),
            errands: Mutex::new(sender),
            ending: Cancel::new(),
            outputs: work::Outputs::default(),
            team_plans: Mutex::default(),
        };
        (section, errands)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // What a panic left is what was known before.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn team_plans(&self) -> MutexGuard<'_, Shown<TeamPlan>> {
        self.team_plans.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the thread look again, if anybody ever asked.
    pub fn errand(&self, errand: ProjectErrand) {
        if self.known().asked {
            // Without a thread to hear it the workbench is closing.
            let _ = self.errands.lock().unwrap_or_else(PoisonError::into_inner).send(errand);
        }
    }

    /// Others of the workbench's topics differ: whether projects have to be looked at again.
    pub fn heard(&self, topics: &[Topic]) {
        if topics.iter().any(|topic| matches!(topic, Topic::Environment | Topic::Toolchains)) {
            self.errand(ProjectErrand::Files);
        }
    }
}

impl Workbench {
    /// Every known project as far as it is known by now. The first time, the looking begins with this; what it finds
    /// is announced, and from then on whatever comes and goes.
    pub fn projects(&self) -> Projects {
        self.inner.ask_for_projects();
        self.inner.show_projects()
    }

    /// One of them, by its folder. What the module cache holds for it is hashed next, if it was not.
    ///
    /// # Errors
    /// [`CoreError::NoFolder`]: there is no such project.
    pub fn project(&self, folder: &Path) -> Result<Arc<ProjectNow>, CoreError> {
        self.inner.ask_for_projects();
        // As in the list: one whose folder is named no longer is gone at once.
        let named = self.inner.store.project_folders().unwrap_or_default();
        let mut known = self.inner.projects.known();
        let mut entries = known.projects.values().filter(|entry| named.contains(&entry.now.named));
        let found = entries.find(|entry| entry.now.file.folder() == folder);
        let found = found.map(|entry| (Arc::clone(&entry.now), entry.key.is_none() || entry.lacks_hashes()));
        let (found, wants) = found.ok_or_else(|| CoreError::NoFolder(folder.to_path_buf()))?;
        let new = wants && known.open.insert(found.file.path().to_path_buf());
        drop(known);
        if new {
            self.inner.projects.errand(ProjectErrand::Files);
        }
        Ok(found)
    }

    /// Work has changed what the module cache holds: projects are looked at again.
    pub fn modules_moved(&self) {
        self.inner.modules_moved();
    }
}

impl Inner {
    fn ask_for_projects(&self) {
        let first = !std::mem::replace(&mut self.projects.known().asked, true);
        if first {
            self.projects.known().looking = true;
            self.projects.errand(ProjectErrand::Folders);
        }
    }

    /// See [`Workbench::modules_moved`].
    pub fn modules_moved(&self) {
        self.projects.known().cache += 1;
        self.projects.errand(ProjectErrand::Files);
    }

    /// Something has come into the module cache that a project lacks.
    pub fn module_came(&self) {
        self.projects.known().came += 1;
        self.projects.errand(ProjectErrand::Files);
    }
}
