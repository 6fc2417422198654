//! Fixes that no other part of the app makes: planned, shown, done, taken back. Today that is one: a file is closed to
//! others.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::finding_key;
use crate::doctor::Remedy;
use crate::env::edit::PlanId;
use crate::error::CoreError;
use crate::remedy::{FOR_OWNER, close_to_others, restore_mode};
use crate::system::rights;
use crate::workbench::Workbench;
use crate::workbench::shown::Shown;

/// A fix that was shown, or made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub file: PathBuf,
    /// The mode it has, or had; `None`: the system has no modes.
    pub before: Option<u32>,
    pub after: u32,
}

/// Deeds that may still be done, and those that may be taken back.
#[derive(Default)]
pub(super) struct Deeds {
    shown: Mutex<Shown<Deed>>,
    done: Mutex<Shown<Deed>>,
}

impl Deeds {
    fn shown(&self) -> MutexGuard<'_, Shown<Deed>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn done(&self) -> MutexGuard<'_, Shown<Deed>> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Workbench {
    /// What a fix of a finding would do, and its id. Changes nothing.
    ///
    /// # Errors
    /// [`CoreError::NotApplicable`]: the finding is gone, or its fix is not made here.
    pub fn plan_deed(&self, finding: &str, fix: &str) -> Result<(PlanId, Deed), CoreError> {
        let now = self.doctor();
        let found = now.findings.iter().find(|one| finding_key(one) == finding);
        let fix = found.and_then(|found| found.fixes.iter().find(|one| one.id() == fix));
        let Some(Remedy::Mode { file }) = fix else { return Err(CoreError::NotApplicable) };
        let deed = Deed { file: file.clone(), before: mode(file), after: FOR_OWNER };
        let id = self.inner.doctor.deeds.shown().keep("deed", deed.clone());
        Ok((id, deed))
    }

    /// Does what was shown; the answer is what takes it back.
    ///
    /// # Errors
    /// [`CoreError::NotApplicable`]: nobody was shown it, or the file is another by now, or not this account's.
    pub fn do_deed(&self, id: &PlanId) -> Result<PlanId, CoreError> {
        let deeds = &self.inner.doctor.deeds;
        let deed = deeds.shown().take(id).ok_or(CoreError::NotApplicable)?;
        if mode(&deed.file) != deed.before {
            return Err(CoreError::NotApplicable);
        }
        let before = close_to_others(&deed.file).map_err(|_| CoreError::NotApplicable)?;
        let done = deeds.done().keep("done", Deed { before: Some(before), ..deed });
        self.inner.doctor.look();
        Ok(done)
    }

    /// Takes a deed back, as long as nobody has changed the file again.
    ///
    /// # Errors
    /// [`CoreError::NotApplicable`].
    pub fn undo_deed(&self, id: &PlanId) -> Result<(), CoreError> {
        let deed = self.inner.doctor.deeds.done().take(id).ok_or(CoreError::NotApplicable)?;
        let before = deed.before.filter(|_| mode(&deed.file) == Some(deed.after));
        restore_mode(&deed.file, before.ok_or(CoreError::NotApplicable)?)
            .map_err(|_| CoreError::NotApplicable)?;
        self.inner.doctor.look();
        Ok(())
    }
}

fn mode(file: &Path) -> Option<u32> {
    std::fs::metadata(file).ok().and_then(|facts| rights::mode(&facts)).map(|mode| mode & 0o7777)
}
