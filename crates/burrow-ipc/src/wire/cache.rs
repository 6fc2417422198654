//! Go's caches.

use burrow_core::workbench::Caches as Known;

use super::Wire;
use crate::dto::cache::{CacheProjects, CacheSize, Caches};

impl Wire<'_> {
    /// The whole page.
    pub fn caches(&self, from: &Known) -> Caches {
        Caches {
            revision: from.revision,
            rows_revision: 0,
            measuring: None,
            as_of: None,
            stale: false,
            size: CacheSize::default(),
            disks: Vec::new(),
            caches: Vec::new(),
            kinds: Vec::new(),
            tests_known: false,
            ages: Vec::new(),
            leftovers: Vec::new(),
            reclaimable: None,
            cleanings: Vec::new(),
            budgets: Vec::new(),
            grace_days: 7,
            running: Vec::new(),
            projects: CacheProjects::default(),
            verified: None,
            notices: Vec::new(),
        }
    }
}
