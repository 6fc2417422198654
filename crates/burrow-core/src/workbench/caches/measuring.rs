//! Asks the disk what the caches hold: at once where that was remembered, with growing figures where it was not.

use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use bstr::ByteSlice;

use super::super::Workbench;
use super::super::pace::Pace;
use super::super::work::Inner;
use super::CacheErrand;
use crate::cache::measure::{self, Growing, Measure, MeasureError, Measured};
use crate::cache::{Cache, Roots};
use crate::job::{Cancel, Doing, Progress, Step};
use crate::tree::Size;

/// The shortest time between two pictures of a measuring.
const BETWEEN: Duration = Duration::from_millis(100);

impl Workbench {
    /// Measures both caches; the figures grow in [`Workbench::caches`] meanwhile. Blocks for as long as that takes.
    /// `fresh`: nothing is believed that was remembered.
    ///
    /// # Errors
    /// [`MeasureError::Cancelled`]: the figures are those of before. What else is wrong with a cache is said with it.
    pub fn measure_caches(
        &self,
        fresh: bool,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Size, MeasureError> {
        self.inner.measure_caches(fresh, cancel, progress)
    }
}

impl Inner {
    fn measure_caches(
        &self,
        fresh: bool,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Size, MeasureError> {
        let _turn = self.turn_to_measure();
        let roots = self.cache_roots();
        progress.report(Step::begin(Doing::Measuring, None));
        self.caches.known().growing = Some(Size::default());
        let pace = Pace::new(BETWEEN);
        self.show_caches();
        let mut whole = Size::default();
        let mut all = Vec::new();
        for cache in Cache::ALL {
            let grow = |growing: &Growing| {
                let now = whole + growing.size;
                progress.report(Step { doing: Doing::Measuring, done: now.files, total: None });
                self.grow(now, &pace);
            };
            let index = self.cache_index();
            let asked = Measure { roots: &roots, cache, tests: false, index, fresh };
            match measure::measure(&asked, cancel, &grow) {
                Err(MeasureError::Cancelled(cancelled)) => {
                    self.caches.known().growing = None;
                    self.show_caches();
                    return Err(cancelled.into());
                }
                told => {
                    whole += told.as_ref().map_or(Size::default(), |measured| measured.total);
                    all.push((cache, told));
                }
            }
        }
        // All at once: what is cancelled half-way leaves the figures of before.
        for (cache, told) in all {
            self.take_measured(&roots, cache, told);
        }
        let mut known = self.caches.known();
        known.growing = None;
        known.asked = true;
        drop(known);
        self.show_caches();
        self.cache_errand(CacheErrand::Measured);
        Ok(whole)
    }

    /// Measures both caches anew, without a word about how far it is. Not when somebody measures already: what they find
    /// is as new.
    pub(super) fn measure_quietly(&self) {
        let roots = self.cache_roots();
        for cache in Cache::ALL {
            self.measure_again(&roots, cache);
        }
    }

    /// The same for one cache that was measured before.
    pub(super) fn measure_again(&self, roots: &Roots, cache: Cache) {
        let Ok(_turn) = self.caches.turn.try_lock() else { return };
        if !self.caches.known().measured.contains_key(&cache) {
            return;
        }
        let asked = Measure { roots, cache, tests: false, index: self.cache_index(), fresh: false };
        match measure::measure(&asked, &self.caches.ending, &|_| ()) {
            Err(MeasureError::Cancelled(_)) => {}
            told => self.take_measured(roots, cache, told),
        }
        self.cache_errand(CacheErrand::Moved);
    }

    /// Asks for what the last measuring left to be known. `true`: there is no such thing, or not for all.
    pub(super) fn look_at_caches(&self) -> bool {
        let _turn = self.turn_to_measure();
        self.cache_roots();
        self.caches.known().measured.len() < Cache::ALL.len()
    }

    /// Where the caches of the context are; what was known of others is forgotten.
    pub(in crate::workbench) fn cache_roots(&self) -> Roots {
        let question = self.sdk_question();
        let roots = Roots::seen(&question.environ, question.dir.as_bstr(), &question.resolved);
        let mut known = self.caches.known();
        if known.roots.as_ref() != Some(&roots) {
            known.roots = Some(roots.clone());
            known.measured.clear();
            known.results = None;
            known.needs = None;
            known.standard = None;
            known.reclaimable = None;
            known.refusals.clear();
            known.cleanings.clear();
            known.checked = None;
            known.asked = false;
            known.rows_revision += 1;
        }
        roots
    }

    /// Waits for whoever measures.
    fn turn_to_measure(&self) -> MutexGuard<'_, ()> {
        self.caches.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows how far a measuring is, ten times a second at most; the first figure at once.
    fn grow(&self, size: Size, pace: &Pace) {
        self.caches.known().growing = Some(size);
        if size.files > 0 && pace.is_due() {
            self.show_caches();
        }
    }

    /// Takes a result in, unless the context is another by now.
    pub(super) fn take_measured(&self, roots: &Roots, cache: Cache, told: Result<Measured, MeasureError>) {
        let mut known = self.caches.known();
        if known.roots.as_ref() != Some(roots) {
            return;
        }
        let told = told.map(Arc::new).map_err(Arc::new);
        let same = match (known.measured.get(&cache), &told) {
            (Some(Ok(before)), Ok(now)) => before.modules == now.modules,
            _ => false,
        };
        if !same {
            known.rows_revision += 1;
        }
        known.measured.insert(cache, told);
        drop(known);
        self.show_caches();
    }

    pub(super) fn cache_index(&self) -> Option<&std::path::Path> {
        self.options.state_dir.as_deref()
    }
}
