//! The whole module cache against its checksums, when a person wants it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bstr::ByteSlice;

use super::super::Workbench;
use super::super::work::Inner;
use super::projects::KnownProject;
use crate::cache::Cache;
use crate::cache::quarantine::RootRefusal;
use crate::cache::verify::{
    self, Ask, Damaged, Fetcher, Repair, RepairError, Repaired, Verified, VerifyError, ask_database, repair,
};
use crate::doctor::CheckId;
use crate::job::{Cancel, Progress};
use crate::proxy::Settings;
use crate::system::clock;
use crate::system::files::path_from_bytes;

/// What a check has found, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Unix ms.
    pub at: u64,
    pub found: Verified,
}

/// Why nothing was repaired.
#[derive(Debug, thiserror::Error)]
pub enum RepairFailure {
    #[error(transparent)]
    Refused(#[from] RootRefusal),
    #[error(transparent)]
    Repair(#[from] RepairError),
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
    /// Compares every module version with its checksums and with the go.sum files of known projects, `online` also with
    /// the checksum database; blocks for as long as that takes.
    ///
    /// # Errors
    /// [`VerifyError`]: what was found before still holds.
    pub fn verify_modules(
        &self,
        online: bool,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Arc<Checked>, VerifyError> {
        self.inner.verify_modules(online, cancel, progress)
    }

    /// What the last check has found; `None`: there was none.
    pub fn damage(&self) -> Option<Arc<Checked>> {
        self.inner.caches.known().checked.clone()
    }

    /// Takes away what is damaged, and just that; with `fetch` go downloads it again. Blocks for as long as that takes.
    ///
    /// # Errors
    /// [`RepairFailure`]: nothing was taken away.
    pub fn repair_modules(
        &self,
        fetch: bool,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Repaired, RepairFailure> {
        let inner = &self.inner;
        let roots = inner.cache_roots();
        let Some(checked) = self.damage() else { return Ok(Repaired::default()) };
        let root = super::cleaning::proven(&roots, Cache::Modules)?;
        let mut ask = inner.verify_ask(root.asked());
        // What the database has told holds for the repair, too.
        ask.proven = checked.found.database.as_ref().map(|told| told.proven.clone()).unwrap_or_default();
        let fetcher = if fetch { Some(inner.fetcher()?) } else { None };
        let repaired = repair(&ask, &checked.found.damaged, &root, fetcher.as_ref(), cancel, progress)?;
        inner.repaired(&checked, &repaired);
        inner.doctor_mended(CheckId::ModuleDamaged);
        inner.modules_moved();
        Ok(repaired)
    }
}

impl Inner {
    fn verify_ask(&self, root: &Path) -> Ask {
        Ask { root: root.to_path_buf(), sums: self.known_sums(), ..Ask::default() }
    }

    /// The go of this context.
    fn fetcher(&self) -> Result<Fetcher, RepairError> {
        let question = self.sdk_question();
        let go = question.go.as_ref().and_then(|go| path_from_bytes(go.found.as_bstr()));
        Fetcher::of(go, &question.environ)
    }

    /// Whom to ask in this context.
    pub(in crate::workbench) fn proxy_settings(&self) -> Settings {
        let question = self.sdk_question();
        Settings::of(&question.environ, &question.resolved)
    }

    /// The go.sum files of the known projects.
    fn known_sums(&self) -> Vec<PathBuf> {
        let known = self.caches.known();
        let beside = |project: &KnownProject| {
            let folder = project.file.parent().map(Path::to_path_buf).unwrap_or_default();
            ["go.sum", "go.work.sum"].map(|name| folder.join(name))
        };
        known.projects.projects.iter().flat_map(beside).collect()
    }

    /// What is left of what was found.
    fn repaired(&self, before: &Checked, repaired: &Repaired) {
        let left = repaired.left(&before.found.damaged).into_iter().cloned();
        let heals = before.found.damaged.iter().filter(|damaged| damaged.heals_itself).cloned();
        let found = Verified { damaged: left.chain(heals).collect(), ..before.found.clone() };
        self.caches.known().checked = Some(Arc::new(Checked { at: clock::now_ms(), found }));
        self.cleaned();
    }

    fn verify_modules(
        &self,
        online: bool,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Arc<Checked>, VerifyError> {
        let roots = self.cache_roots();
        let found = match roots.gomodcache.folder() {
            Some(root) => {
                let ask = self.verify_ask(root);
                let found = verify::verify(&ask, cancel, progress)?;
                match online {
                    true => ask_database(&ask, found, &self.proxy_settings(), cancel, progress)?,
                    false => found,
                }
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
