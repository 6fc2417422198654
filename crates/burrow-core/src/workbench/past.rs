//! What the history is told of the GOENV file, and what it tells.

use std::path::PathBuf;

use super::build::Picture;
use super::work::Inner;
use crate::env::edit;
use crate::env::history::HistoryEntry;

impl Inner {
    /// Lets the history see what the GOENV file holds. Waits for a Burrow that is just writing it, so that its
    /// change is not taken for an outsider's.
    pub fn observe(&self, picture: &Picture) {
        let (Some(path), Ok(_)) = (self.goenv_of(picture), &picture.goenv) else { return };
        let Ok(target) = edit::Target::of(&path) else { return };
        let Ok(_lock) = target.lock(self.options.state_dir.as_deref()) else { return };
        let Ok(bytes) = edit::file::read(&target.file) else { return };
        // A history that cannot be written is told by the store's notice; the picture stands.
        let _ = self.history.observe(&target.file, bytes.as_deref(), target.modified_ms());
    }

    pub fn newest(&self, picture: &Picture) -> Option<i64> {
        let target = edit::Target::of(&self.goenv_of(picture)?).ok()?;
        self.history.newest(&target.file).ok().flatten()
    }

    fn goenv_of(&self, picture: &Picture) -> Option<PathBuf> {
        picture.context()?.goenv_for_writing()
    }

    /// The file that a change would be written to.
    pub fn goenv_for_writing(&self) -> Option<PathBuf> {
        self.goenv_of(&self.state().picture)
    }

    /// See [`super::Workbench::history`].
    pub fn entries(&self) -> Vec<HistoryEntry> {
        let Some(path) = self.goenv_for_writing() else { return Vec::new() };
        let Ok(target) = edit::Target::of(&path) else { return Vec::new() };
        self.history.entries(&target.file).unwrap_or_default()
    }
}
