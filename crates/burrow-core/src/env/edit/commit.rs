//! A change with everything that belongs to it: the lock, the history before and after, the write in between.

use std::path::{Path, PathBuf};

use super::{Base, Change, Lock, file, write};
use crate::env::history::History;
use crate::error::{CoreError, GoenvError};
use crate::system::clock;

/// A GOENV file, found through its links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// As go spells it.
    pub path: PathBuf,
    /// Where its links end, in one spelling: what is written, locked, and named in the history.
    pub file: PathBuf,
}

impl Target {
    /// Follows the links of an absolute path. The file, and folders on the way, need not exist.
    ///
    /// # Errors
    /// [`GoenvError::LinkLoop`].
    pub fn of(path: &Path) -> Result<Target, GoenvError> {
        let end = file::resolve_links(path)?;
        let folder = end.parent().and_then(|dir| std::fs::canonicalize(dir).ok());
        let file = match (folder, end.file_name()) {
            (Some(folder), Some(name)) => folder.join(name),
            _ => end,
        };
        Ok(Target { path: path.to_path_buf(), file })
    }

    /// Keeps other Burrows from changing the file until the lock is dropped.
    ///
    /// # Errors
    /// [`GoenvError::Busy`].
    pub fn lock(&self, state_dir: Option<&Path>) -> Result<Lock, GoenvError> {
        Lock::take(state_dir, &self.file)
    }

    /// When it changed (Unix ms), as far as it tells; now, where there is no file.
    pub fn modified_ms(&self) -> u64 {
        let modified = std::fs::metadata(&self.file).and_then(|meta| meta.modified());
        let now = clock::now_ms();
        modified.map_or(now, clock::unix_ms).min(now)
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The entry in the history; `None` when the file held it already.
    pub entry: Option<i64>,
    /// The history could not be written; the file was.
    pub unrecorded: Option<CoreError>,
}

/// Makes a change. Whoever holds the lock next finds it in the history already, and does not take it for an
/// outsider's.
///
/// # Errors
/// [`CoreError::BaseMoved`], or why the file could not be read or written; then it is as it was.
pub fn commit(
    history: &History,
    target: &Target,
    change: &Change,
    base: Base<'_>,
    undoes: Option<i64>,
    _lock: &Lock,
) -> Result<Committed, CoreError> {
    let mut announce = |before: Option<&[u8]>, after: &[u8]| {
        history.announce(&target.file, before, after, target.modified_ms(), undoes);
    };
    let written = write(&target.file, change, base, &mut announce)?;
    if written.before.as_deref() == Some(written.after.as_slice()) {
        return Ok(Committed { entry: None, unrecorded: None });
    }
    Ok(match history.record(&target.file, &written, clock::now_ms(), undoes) {
        Ok(id) => Committed { entry: Some(id), unrecorded: None },
        Err(error) => Committed { entry: None, unrecorded: Some(error) },
    })
}
