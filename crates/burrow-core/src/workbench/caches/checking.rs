//! The whole module cache against its checksums, when a person wants it.

use std::sync::Arc;

use super::super::Workbench;
use super::super::work::Inner;
use crate::cache::verify::{self, Ask, Damaged, Repair, Verified, VerifyError};
use crate::job::{Cancel, Progress};
use crate::system::clock;

/// What a check has found, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Unix ms.
    pub at: u64,
    pub found: Verified,
}

impl Checked {
    /// What go does not repair by itself.
    pub fn damaged(&self) -> impl Iterator<Item = &Damaged> {
        self.found.damaged.iter().filter(|damaged| !damaged.heals_itself)
    }

    /// How many damages there is something to be done about.
    #[must_use]
    pub fn repairable(&self) -> usize {
        self.damaged().filter(|damaged| damaged.repair != Repair::None).count()
    }
}

impl Workbench {
    /// Compares every module version with its checksums and with the go.sum files of known projects; blocks for as
    /// long as that takes.
    ///
    /// # Errors
    /// [`VerifyError`]: what was found before still holds.
    pub fn verify_modules(
        &self,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Arc<Checked>, VerifyError> {
        self.inner.verify_modules(cancel, progress)
    }

    /// What the last check has found; `None`: there was none.
    pub fn damage(&self) -> Option<Arc<Checked>> {
        self.inner.caches.known().checked.clone()
    }
}

impl Inner {
    fn verify_modules(&self, cancel: &Cancel, progress: &dyn Progress) -> Result<Arc<Checked>, VerifyError> {
        let roots = self.cache_roots();
        let found = match roots.gomodcache.folder() {
            Some(root) => {
                let ask = Ask { root: root.to_path_buf(), sums: Vec::new(), only: None };
                verify::verify(&ask, cancel, progress)?
            }
            None => Verified::default(),
        };
        let checked = Arc::new(Checked { at: clock::now_ms(), found });
        let mut known = self.caches.known();
        if known.roots.as_ref() == Some(&roots) {
            known.checked = Some(Arc::clone(&checked));
        }
        drop(known);
        self.show_caches();
        Ok(checked)
    }
}
