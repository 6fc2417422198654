//! Makes the picture of what is known, sees whether it differs, and says so.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use super::super::Topic;
use super::super::work::Inner;
use super::budgets::BudgetState;
use super::cleaning;
use super::model::{self, CacheDisk, CacheFolder, Caches};
use super::{CacheAge, Known};
use crate::cache::Cache;
use crate::cache::measure::{KindRow, Measured};
use crate::tree::Size;

/// A day, in seconds.
const DAY: u64 = 24 * 60 * 60;

impl Inner {
    /// The picture for whoever asks first; from then on it is kept.
    pub(super) fn first_caches(&self) -> Arc<Caches> {
        let state = self.state();
        let mut shown = self.caches.shown.write().unwrap_or_else(PoisonError::into_inner);
        let picture = || Arc::new(Caches { revision: state.revision, ..self.caches.known().picture() });
        Arc::clone(shown.get_or_insert_with(picture))
    }

    /// Puts together what is known, and announces it if it differs from what was shown. Nobody is told who never asked.
    pub(super) fn show_caches(&self) {
        // In this order: a picture that was made earlier never replaces a later one.
        let mut state = self.state();
        let mut shown = self.caches.shown.write().unwrap_or_else(PoisonError::into_inner);
        let Some(before) = shown.as_ref() else { return };
        let mut new = Caches { revision: before.revision, ..self.caches.known().picture() };
        if **before == new {
            return;
        }
        state.revision += 1;
        new.revision = state.revision;
        *shown = Some(Arc::new(new));
        self.announce(state.revision, vec![Topic::Caches]);
    }
}

impl Known {
    fn picture(&self) -> Caches {
        let measured = || Cache::ALL.into_iter().filter_map(|cache| self.measured(cache));
        let whole: Size = measured().map(|measured| measured.total).sum();
        let apart = self.build_kinds_apart();
        let asked_at = measured().map(|measured| measured.at).min();
        Caches {
            revision: 0,
            rows_revision: self.rows_revision,
            measuring: self.growing,
            as_of: asked_at.and_then(unix_ms),
            stale: !self.asked,
            size: whole,
            disks: disks(measured()),
            folders: Cache::ALL.into_iter().filter_map(|cache| self.folder(cache)).collect(),
            kinds: measured()
                .flat_map(|measured| {
                    let rows = apart.as_ref().filter(|_| measured.cache == Cache::Build);
                    model::kinds(measured.cache, rows.unwrap_or(&measured.kinds), self.standard.as_deref())
                })
                .collect(),
            tests_known: apart.is_some(),
            ages: measured().flat_map(ages).collect(),
            budgets: Cache::ALL.map(|cache| self.budget(cache)).into(),
            grace_days: self.settings.grace_days,
            running: self.running.clone(),
            reclaimable: self.reclaimable,
            cleanings: cleaning::shown(&self.cleanings, self.settings.grace()),
            projects: self.projects.clone(),
            leftovers: self.leftovers.clone(),
            corrected: self.corrected,
            checked: self.checked.clone(),
        }
    }

    /// The kinds of the build cache with results of tests told apart, where that is known.
    fn build_kinds_apart(&self) -> Option<Vec<KindRow>> {
        model::apart(&self.measured(Cache::Build)?.kinds, self.results.as_ref()?)
    }

    fn measured(&self, cache: Cache) -> Option<&Measured> {
        self.measured.get(&cache)?.as_deref().ok()
    }

    fn folder(&self, cache: Cache) -> Option<CacheFolder> {
        let root = self.roots.as_ref()?.root(cache).clone();
        let problem = self.measured.get(&cache).and_then(|told| told.as_ref().err()).cloned();
        Some(CacheFolder {
            cache,
            points_to: root.folder().and_then(points_to),
            size: self.measured(cache).map_or(Size::default(), |measured| measured.total),
            problem,
            refusal: self.refusals.get(&cache).cloned(),
            root,
        })
    }

    pub(super) fn budget(&self, cache: Cache) -> BudgetState {
        let size = self.measured(cache).map_or(Size::default(), |measured| measured.total);
        BudgetState::of(cache, self.settings.budget(cache), size)
    }
}

/// Where a root really is, when it is a link itself.
fn points_to(root: &Path) -> Option<PathBuf> {
    fs::symlink_metadata(root).ok().filter(|facts| facts.file_type().is_symlink())?;
    dunce::canonicalize(root).ok()
}

fn disks<'a>(measured: impl Iterator<Item = &'a Measured>) -> Vec<CacheDisk> {
    let mut disks: Vec<CacheDisk> = Vec::new();
    for one in measured {
        let Some(volume) = &one.disk else { continue };
        match disks.iter_mut().find(|disk| disk.volume.mount_point == volume.mount_point) {
            Some(disk) => disk.caches.push(one.cache),
            None => disks.push(CacheDisk { caches: vec![one.cache], volume: volume.clone() }),
        }
    }
    disks
}

/// By the last use in the build cache; a module is as old as its download.
fn ages(measured: &Measured) -> Vec<CacheAge> {
    let entries = measured.ages.iter().map(|age| (age.days, age.size));
    let fetched = measured.modules.iter().filter_map(|row| {
        let age = measured.at.duration_since(row.fetched_at?).unwrap_or_default();
        Some((u32::try_from(age.as_secs() / DAY).unwrap_or(u32::MAX), row.size))
    });
    model::ages(measured.cache, entries.chain(fetched))
}

fn unix_ms(at: SystemTime) -> Option<u64> {
    u64::try_from(at.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
}
