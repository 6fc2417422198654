//! Go's caches.

use burrow_core::cache;
use burrow_core::settings;
use burrow_core::text::{self, Say};
use burrow_core::tree::Size;
use burrow_core::workbench::{self as core, BudgetState};
use std::time::{SystemTime, UNIX_EPOCH};

use super::{Wire, problem, same_names};
use crate::dto::cache::{
    Budget, CacheAge, CacheBudget, CacheDisk, CacheFolder, CacheId, CacheKind, CacheKindRow, CacheMeasuring,
    CacheSafety, CacheSize, Caches,
};

same_names!(cache::Kind => CacheKind {
    Build, Test, Fuzz, Modules, Downloads, Vcs, Sumdb, Toolchains, Other,
});
same_names!(cache::plan::Safety => CacheSafety { Safe, NeedsNetwork, Private });

impl From<cache::Cache> for CacheId {
    fn from(from: cache::Cache) -> Self {
        match from {
            cache::Cache::Build => CacheId::Gocache,
            cache::Cache::Modules => CacheId::Gomodcache,
        }
    }
}

impl From<CacheId> for cache::Cache {
    fn from(from: CacheId) -> Self {
        match from {
            CacheId::Gocache => cache::Cache::Build,
            CacheId::Gomodcache => cache::Cache::Modules,
        }
    }
}

impl From<Size> for CacheSize {
    fn from(from: Size) -> Self {
        CacheSize { bytes: from.bytes, disk_bytes: from.disk_bytes, files: from.files }
    }
}

impl From<settings::Budget> for Budget {
    fn from(from: settings::Budget) -> Self {
        Budget { bytes: from.bytes, automatic: from.automatic }
    }
}

impl From<Budget> for settings::Budget {
    fn from(from: Budget) -> Self {
        settings::Budget { bytes: from.bytes, automatic: from.automatic }
    }
}

impl Wire<'_> {
    /// The whole page; `job` measures right now.
    pub fn caches(&self, from: &core::Caches, job: Option<u64>) -> Caches {
        Caches {
            revision: from.revision,
            rows_revision: from.rows_revision,
            measuring: from.measuring.map(|size| self.measuring(size, job)),
            as_of: from.as_of,
            stale: from.stale,
            size: from.size.into(),
            disks: from.disks.iter().map(|disk| self.disk(disk)).collect(),
            caches: from.folders.iter().map(|folder| self.folder(folder)).collect(),
            kinds: from.kinds.iter().map(|kind| self.kind(kind)).collect(),
            tests_known: from.tests_known,
            ages: from.ages.iter().map(|age| self.age(age)).collect(),
            leftovers: from.leftovers.iter().map(|one| self.leftover(one)).collect(),
            reclaimable: from.reclaimable.as_ref().map(|plan| self.reclaimable(plan)),
            cleanings: from.cleanings.iter().map(|cleaning| self.cleaning(cleaning)).collect(),
            budgets: from.budgets.iter().map(|budget| self.budget(budget)).collect(),
            grace_days: from.grace_days,
            running: from.running.iter().map(|one| self.go_process(one)).collect(),
            projects: self.cache_projects(&from.projects),
            verified: from.checked.as_ref().map(|checked| self.cache_verified(checked)),
            notices: Vec::new(),
        }
    }

    fn measuring(&self, size: Size, job: Option<u64>) -> CacheMeasuring {
        let sentence = text::measured_so_far(size, self.lang);
        CacheMeasuring { job, files: size.files, bytes: size.bytes, sentence }
    }

    fn disk(&self, from: &core::CacheDisk) -> CacheDisk {
        let volume = &from.volume;
        CacheDisk {
            caches: from.caches.iter().map(|cache| (*cache).into()).collect(),
            total: volume.total,
            free: volume.free,
            file_system: Some(volume.file_system.clone()).filter(|name| !name.is_empty()),
            notes: text::volume_notes(volume, self.lang).into_iter().map(problem).collect(),
        }
    }

    fn folder(&self, from: &core::CacheFolder) -> CacheFolder {
        let nowhere = text::no_folder(from.cache, &from.root, self.lang).map(problem);
        CacheFolder {
            cache: from.cache.into(),
            label: from.cache.say(self.lang),
            place: from.root.folder().map(|folder| self.path(folder)),
            points_to: from.points_to.as_ref().map(|folder| self.path(folder)),
            size: from.size.into(),
            problem: nowhere.or_else(|| from.problem.as_ref().map(|error| self.problem(&**error))),
            refusal: from.refusal.as_ref().map(|refusal| self.problem(refusal)),
        }
    }

    fn kind(&self, from: &core::CacheKind) -> CacheKindRow {
        let row = &from.row;
        CacheKindRow {
            cache: from.cache.into(),
            kind: row.kind.into(),
            label: row.kind.say(self.lang),
            note: row.kind.note(self.lang).to_owned(),
            place: Some(self.path(&row.path)),
            size: row.size.into(),
            oldest: row.oldest.and_then(unix_ms),
            newest: row.newest.and_then(unix_ms),
            safety: from.safety.into(),
            reclaimable: from.reclaimable,
            cleanable: row.kind != cache::Kind::Other,
        }
    }

    fn age(&self, from: &core::CacheAge) -> CacheAge {
        CacheAge {
            cache: from.cache.into(),
            from_days: from.from_days,
            label: from.say(self.lang),
            size: from.size.into(),
        }
    }

    fn budget(&self, from: &BudgetState) -> CacheBudget {
        CacheBudget {
            cache: from.cache.into(),
            label: from.cache.say(self.lang),
            budget: from.budget.map(Into::into),
            over: from.over(),
            notice: from.notice(self.lang),
        }
    }
}

pub(super) fn unix_ms(at: SystemTime) -> Option<u64> {
    u64::try_from(at.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
}
