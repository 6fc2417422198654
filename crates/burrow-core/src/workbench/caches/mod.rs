//! The workbench's section of caches: what they hold, what still needs it, what could go, what was cleaned. What is
//! true of a cache is decided in `cache` and `project`.
//!
//! Until somebody has asked once nothing is looked at. `model` is the picture that is shown, `show` makes and announces
//! it, `measuring` asks the disk, `keeper` is the thread that follows builds while the page is on the screen and hears of
//! everything else (`following` is what it does meanwhile); `thinker` finds out behind it what takes longer: what `projects` need, what can go safely
//! (`planning`), `background` what nobody waits for. `cleaning` and `checking` are what the window does with it, `rows` is its long list.

mod background;
mod budgets;
mod checking;
mod cleaning;
mod following;
mod keeper;
mod measuring;
mod model;
mod planning;
mod projects;
mod rows;
mod show;
mod thinker;

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Instant;

use super::Workbench;
use super::shown::Shown;
use super::work::Inner;
use crate::cache::measure::leftovers::Leftover;
use crate::cache::measure::{KindRow, MeasureError, Measured};
use crate::cache::plan::Plan;
use crate::cache::quarantine::{Cleaning, RootRefusal};
use crate::cache::running::Running;
use crate::cache::{Cache, Roots};
use crate::job::Cancel;
use crate::project::needs::Needs;
use crate::settings::CacheSettings;
use crate::tree::Size;

use background::Chore;
pub use budgets::BudgetState;
pub use checking::{Checked, RepairFailure};
pub use cleaning::{CleanError, CleaningShown, PlanError};
pub(super) use keeper::{CacheErrand, spawn_keeper};
pub use model::{CacheAge, CacheDisk, CacheFolder, CacheKind, Caches};
pub use planning::{CleanGroup, CleanPlan, Reclaimable};
pub use projects::{CacheProjects, KnownProject};
pub use rows::{CacheRow, CacheRows};
use thinker::Thought;

/// The section's share of the workbench.
pub(super) struct CacheSection {
    shown: RwLock<Option<Arc<Caches>>>,
    known: Mutex<Known>,
    /// Held by whoever measures.
    turn: Mutex<()>,
    errands: Mutex<Sender<CacheErrand>>,
    thoughts: Mutex<Sender<Thought>>,
    chores: Mutex<Sender<Chore>>,
    plans: Mutex<Shown<Arc<CleanPlan>>>,
    /// Ends what the threads of the section do when the workbench ends.
    ending: Cancel,
}

/// What the picture is made of.
struct Known {
    /// Of the context; `None` before the first look.
    roots: Option<Roots>,
    measured: BTreeMap<Cache, Result<Arc<Measured>, Arc<MeasureError>>>,
    /// What of the build cache are results of tests; `None`: they were not told apart yet.
    results: Option<KindRow>,
    /// The disk was asked since the page was opened.
    asked: bool,
    growing: Option<Size>,
    rows_revision: u64,
    /// Why a root is not cleaned.
    refusals: BTreeMap<Cache, RootRefusal>,
    cleanings: Vec<Cleaning>,
    projects: CacheProjects,
    leftovers: Vec<Leftover>,
    /// Folders of which something else was remembered than is there.
    corrected: u64,
    /// What projects need of the module cache; `None`: it cannot be told.
    needs: Option<Arc<Needs>>,
    /// What can go safely; `None`: not known yet.
    standard: Option<Arc<Plan>>,
    reclaimable: Option<Reclaimable>,
    /// The last check of the module cache.
    checked: Option<Arc<Checked>>,
    /// Programs of Go that run now.
    running: Vec<Running>,
    /// A budget that is kept by itself may be exceeded: nobody has looked since it was measured.
    due: bool,
    due_at: Option<Instant>,
    settings: CacheSettings,
}

/// What the threads of the section are started with.
pub(super) struct Inboxes {
    errands: Receiver<CacheErrand>,
    thoughts: Receiver<Thought>,
    chores: Receiver<Chore>,
}

impl Drop for CacheSection {
    fn drop(&mut self) {
        self.ending.cancel();
    }
}

impl CacheSection {
    pub fn new(settings: CacheSettings) -> (CacheSection, Inboxes) {
        let (sender, errands) = channel();
        let (thinking, thoughts) = channel();
        let (choring, chores) = channel();
        let known = Known {
            roots: None,
            measured: BTreeMap::new(),
            results: None,
            asked: false,
            growing: None,
            rows_revision: 0,
            refusals: BTreeMap::new(),
            cleanings: Vec::new(),
            projects: CacheProjects::default(),
            leftovers: Vec::new(),
            corrected: 0,
            needs: None,
            standard: None,
            reclaimable: None,
            checked: None,
            due: false,
            due_at: None,
            running: Vec::new(),
            settings,
        };
        let section = CacheSection {
            shown: RwLock::default(),
            known: Mutex::new(known),
            turn: Mutex::default(),
            errands: Mutex::new(sender),
            thoughts: Mutex::new(thinking),
            chores: Mutex::new(choring),
            plans: Mutex::default(),
            ending: Cancel::new(),
        };
        (section, Inboxes { errands, thoughts, chores })
    }

    fn shown(&self) -> Option<Arc<Caches>> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // What a panic left is what was known before.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, errand: CacheErrand) {
        // Without a thread to hear it the workbench is closing.
        let _ = self.errands.lock().unwrap_or_else(PoisonError::into_inner).send(errand);
    }

    fn chore(&self, chore: Chore) {
        // As above.
        let _ = self.chores.lock().unwrap_or_else(PoisonError::into_inner).send(chore);
    }

    fn think(&self, thought: Thought) {
        // As above.
        let _ = self.thoughts.lock().unwrap_or_else(PoisonError::into_inner).send(thought);
    }
}

impl Workbench {
    /// The caches as far as they are known. The first time, a look at what was remembered begins with this; what it
    /// finds is announced. Nothing is measured that never was.
    pub fn caches(&self) -> Arc<Caches> {
        match self.inner.caches.shown() {
            Some(shown) => shown,
            None => {
                let first = self.inner.first_caches();
                self.inner.caches.send(CacheErrand::Look);
                first
            }
        }
    }

    /// The page is on the screen, or no longer: from then on the figures follow what builds write. `true`: somebody has
    /// to measure first ([`Workbench::measure_caches`]).
    pub fn watch_caches(&self, on: bool) -> bool {
        self.caches();
        self.inner.caches.send(CacheErrand::Watch(on));
        on && self.inner.look_at_caches()
    }
}

impl Inner {
    /// Has the section look at something again, if anybody ever asked for it.
    pub fn cache_errand(&self, errand: CacheErrand) {
        if self.caches.shown().is_some() {
            self.caches.send(errand);
        }
    }

    fn set_cache_settings(&self, change: impl FnOnce(&mut CacheSettings)) {
        let mut known = self.caches.known();
        change(&mut known.settings);
        // What cannot be kept holds until Burrow ends; the store's notice has said so.
        let _ = self.store.set_cache_settings(&known.settings);
        drop(known);
        self.show_caches();
    }
}
