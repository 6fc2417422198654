//! Cleaning from the window: what is planned is kept until it is done, what was cleaned until its time is over.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use super::super::Workbench;
use super::super::work::Inner;
use super::CacheErrand;
use super::planning::CleanPlan;
use crate::cache::plan::{PlanRefusal, Wish};
use crate::cache::quarantine::{
    self, Cleaning, Done, How, Pace, ProvenRoot, Purged, QuarantineError, RootRefusal, Surroundings, Undone,
};
use crate::cache::running::{Running, may_build, running, wait_until_none};
use crate::cache::{Cache, Roots};
use crate::env::edit::PlanId;
use crate::job::{Cancel, Doing, Progress, Step};
use crate::system::clock;
use crate::tree::Size;

/// The shortest time between two looks at what runs.
const BETWEEN: Duration = Duration::from_secs(5);
/// The shortest time between two looks at quarantines.
const PAUSE: Duration = Duration::from_secs(60);

/// A cleaning that can come back; of both caches when it took from both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleaningShown {
    pub id: String,
    pub caches: Vec<Cache>,
    pub time: SystemTime,
    /// When it goes for good.
    pub expires: Option<SystemTime>,
    pub size: Size,
    pub items: Vec<PathBuf>,
}

/// Why nothing was cleaned.
#[derive(Debug, thiserror::Error)]
pub enum CleanError {
    #[error(transparent)]
    Refused(#[from] RootRefusal),
    #[error(transparent)]
    Quarantine(#[from] QuarantineError),
}

impl Workbench {
    /// What a wish would take. Takes as long as a look at the disk, and changes nothing.
    ///
    /// # Errors
    /// [`PlanError`]: there is no plan.
    pub fn plan_cleaning(&self, wish: &Wish, cancel: &Cancel) -> Result<(PlanId, Arc<CleanPlan>), PlanError> {
        let inner = &self.inner;
        let roots = inner.cache_roots();
        let plan = CleanPlan::of(inner.plan_of(&roots, wish, cancel)?, roots);
        // Said before anything is shown that could never be done.
        proven_for(&plan)?;
        let plan = Arc::new(plan);
        let mut plans = inner.caches.plans.lock().unwrap_or_else(PoisonError::into_inner);
        Ok((plans.keep("clean", Arc::clone(&plan)), plan))
    }

    /// Does what a plan says; blocks for as long as that takes. `wait`: begins when no program of Go runs but what
    /// lasts as long as an editor.
    ///
    /// # Errors
    /// [`CleanError`]: nothing was taken.
    pub fn clean(
        &self,
        plan: &CleanPlan,
        purge: bool,
        wait: bool,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Done, CleanError> {
        if wait {
            let seen = |running: &[Running]| {
                let programs = running.iter().map(|one| one.command.clone()).collect();
                progress.report(Step::begin(Doing::Waiting { programs }, None));
            };
            wait_until_none(cancel, seen).map_err(QuarantineError::from)?;
        }
        let how = How { purge, beside_builds: may_build() };
        let roots = proven_for(plan)?;
        let done = quarantine::take(&plan.plan, &roots, how, cancel, progress);
        self.inner.cleaned();
        Ok(done?)
    }

    /// Brings a cleaning back.
    ///
    /// # Errors
    /// [`QuarantineError`].
    pub fn undo_cleaning(
        &self,
        id: &str,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Undone, QuarantineError> {
        let undone = quarantine::undo(&self.inner.proven_roots(), Some(id), cancel, progress);
        self.inner.cleaned();
        undone
    }

    /// Deletes a cleaning for good, or all of them.
    ///
    /// # Errors
    /// [`QuarantineError`].
    pub fn purge_cleaning(
        &self,
        id: Option<&str>,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Purged, QuarantineError> {
        let purged = quarantine::purge(&self.inner.proven_roots(), id, Pace::Now, cancel, progress);
        self.inner.cleaned();
        purged
    }
}

impl Inner {
    /// Looks what of Go runs, now and then.
    pub(super) fn see_running(&self, last: &mut Option<Instant>) {
        if last.is_some_and(|at| at.elapsed() < BETWEEN) {
            return;
        }
        *last = Some(Instant::now());
        self.caches.known().running = running();
        self.show_caches();
    }

    /// Ends what a killed Burrow began, and deletes what nobody took back in time: behind everything else.
    pub(super) fn tend_quarantines(&self) {
        let roots = self.proven_roots();
        let cancel = self.caches.ending.clone();
        // What cannot be ended now is tried again at the next start.
        let _ = quarantine::recover(&roots, &cancel);
        let grace = self.caches.known().settings.grace();
        let _ = quarantine::purge_older_than(&roots, grace, Pace::Background, &cancel, &());
        self.list_cleanings();
        self.caches.send(CacheErrand::Tended);
    }

    /// How long until the time of a cleaning is over.
    pub(super) fn next_expiry(&self) -> Option<Duration> {
        let known = self.caches.known();
        let shown = shown(&known.cleanings, known.settings.grace());
        let first = shown.iter().filter_map(|cleaning| cleaning.expires).min()?;
        let left = first.duration_since(clock::now()).unwrap_or_default();
        // What cannot be deleted now is not tried over and over.
        Some(left.max(PAUSE))
    }

    /// Looks what can come back.
    pub(super) fn list_cleanings(&self) {
        let cleanings = quarantine::cleanings(&self.proven_roots()).unwrap_or_default();
        self.caches.known().cleanings = cleanings;
        self.show_caches();
    }

    /// The roots that may be cleaned; why others may not is shown with them.
    fn proven_roots(&self) -> Vec<ProvenRoot> {
        let roots = self.cache_roots();
        let told = Cache::ALL.map(|cache| (cache, prove(&roots, cache)));
        let mut known = self.caches.known();
        known.refusals.clear();
        let mut proven = Vec::new();
        for (cache, told) in told {
            match told {
                Some(Ok(root)) => proven.push(root),
                Some(Err(refusal)) => drop(known.refusals.insert(cache, refusal)),
                None => {}
            }
        }
        proven
    }

    /// Something was taken or came back.
    pub(super) fn cleaned(&self) {
        self.modules_moved();
        self.list_cleanings();
        self.caches.send(CacheErrand::Cleaned);
    }
}

/// The roots that a plan takes from, proven anew.
fn proven_for(plan: &CleanPlan) -> Result<Vec<ProvenRoot>, RootRefusal> {
    let takes = |cache: &Cache| {
        let expires = *cache == Cache::Build && plan.plan.expires_tests.is_some();
        expires || plan.plan.items.iter().any(|item| item.cache == *cache)
    };
    Cache::ALL.into_iter().filter(takes).filter_map(|cache| prove(&plan.roots, cache)).collect()
}

/// The root of one cache, proven anew; a cache that is nowhere is refused as one that is no folder.
pub(super) fn proven(roots: &Roots, cache: Cache) -> Result<ProvenRoot, RootRefusal> {
    prove(roots, cache).unwrap_or_else(|| Err(RootRefusal::NotAFolder(PathBuf::new())))
}

fn prove(roots: &Roots, cache: Cache) -> Option<Result<ProvenRoot, RootRefusal>> {
    Some(quarantine::prove(roots.root(cache).folder()?, cache, &Surroundings::of(roots)))
}

/// What was cleaned, each cleaning once, the newest first.
pub(super) fn shown(cleanings: &[Cleaning], grace: Duration) -> Vec<CleaningShown> {
    let mut shown: Vec<CleaningShown> = Vec::new();
    for cleaning in cleanings {
        match shown.iter_mut().find(|one| one.id == cleaning.id) {
            Some(one) => {
                one.caches.push(cleaning.cache);
                one.size += cleaning.size;
                one.items.extend_from_slice(&cleaning.items);
            }
            None => shown.push(CleaningShown {
                id: cleaning.id.clone(),
                caches: vec![cleaning.cache],
                time: cleaning.time,
                expires: cleaning.time.checked_add(grace),
                size: cleaning.size,
                items: cleaning.items.clone(),
            }),
        }
    }
    shown
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error(transparent)]
    Plan(#[from] PlanRefusal),
    #[error(transparent)]
    Refused(#[from] RootRefusal),
}
