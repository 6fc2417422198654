//! Go's own lock of a module version (`modfetch.lockVersion`, `lockedfile`): held while go downloads or unpacks it. A
//! reader takes none. The lock files themselves stay: go keeps them.

use std::ffi::{OsStr, OsString};
use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use super::Why;
use crate::tree::dir::Dir;

/// Go's lock of one version, until dropped.
#[derive(Debug)]
pub(super) struct GoLock {
    _file: File,
    /// It was not there: nobody misses it afterwards.
    made: Option<(Dir, OsString)>,
}

impl GoLock {
    /// Takes the lock without waiting; `None` where there is none to be taken: no folder for it, or a file system
    /// without locks, on which go does without as well.
    ///
    /// # Errors
    /// [`Why::Locked`].
    pub fn take(root: &Dir, path: &Path) -> Result<Option<GoLock>, Why> {
        let (Some(above), Some(name)) = (path.parent(), path.file_name()) else { return Ok(None) };
        let dir = match root.below(above) {
            Ok(dir) => dir,
            Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(why) => return Err(Why::io(&why)),
        };
        let missing = dir.look(name).map_err(|why| Why::io(&why))?.is_none();
        let file = match dir.lock_file(name) {
            Ok(file) => file,
            // A cache that may not be written: what moves in it is refused by itself.
            Err(why) if missing && why.kind() == io::ErrorKind::PermissionDenied => return Ok(None),
            Err(why) => return Err(Why::io(&why)),
        };
        match file.try_lock() {
            Ok(()) => {
                let made = missing.then(|| (dir, OsStr::to_os_string(name)));
                Ok(Some(GoLock { _file: file, made }))
            }
            Err(TryLockError::WouldBlock) => Err(Why::Locked),
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }
}

impl Drop for GoLock {
    fn drop(&mut self) {
        if let Some((dir, name)) = &self.made {
            let _ = dir.unlink(name);
        }
    }
}
