//! Go's own lock of a module version (`modfetch.lockVersion`, `lockedfile`): held while go downloads or unpacks it. A
//! reader takes none. The lock files themselves stay: go keeps them.

use std::ffi::{OsStr, OsString};
use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use super::Why;
use super::cleaning::Open;
use crate::tree::dir::{Dir, Facts, Form};

/// Go's lock of one version, until dropped.
#[derive(Debug)]
pub(super) struct GoLock {
    _file: File,
    /// It was not there: nobody misses it afterwards.
    made: Option<(Dir, OsString)>,
}

impl GoLock {
    /// Takes the lock without waiting; `None` where there is none to be taken: no folder for it, or a file system
    /// without locks, on which go does without as well. A file that has to be made for it is noted in `work` before, so
    /// that it goes also when Burrow is killed.
    ///
    /// # Errors
    /// [`Why::Locked`].
    pub fn take(root: &Dir, path: &Path, work: &mut Open) -> Result<Option<GoLock>, Why> {
        let io = |why: io::Error| Why::io(&why);
        let Some((dir, name)) = found(root, path).map_err(io)? else { return Ok(None) };
        let missing = dir.look(name).map_err(io)?.is_none();
        if missing {
            work.note_lock(path).map_err(io)?;
        }
        let made = match missing.then(|| dir.create(name)) {
            Some(Ok(_)) => true,
            // A cache that may not be written: what moves in it is refused by itself.
            Some(Err(why)) if why.kind() == io::ErrorKind::PermissionDenied => return Ok(None),
            Some(Err(why)) if why.kind() != io::ErrorKind::AlreadyExists => return Err(io(why)),
            _ => false,
        };
        GoLock::of(dir, name, made)
    }

    /// Takes away what a killed Burrow had made for a lock; not when go holds it, or it is not empty.
    pub fn sweep(root: &Dir, path: &Path) {
        let Ok(Some((dir, name))) = found(root, path) else { return };
        let is_empty = |facts: &Facts| facts.form == Form::File && facts.bytes == 0;
        if dir.look(name).ok().flatten().is_some_and(|facts| is_empty(&facts)) {
            drop(GoLock::of(dir, name, true));
        }
    }

    fn of(dir: Dir, name: &OsStr, made: bool) -> Result<Option<GoLock>, Why> {
        let file = dir.lock_file(name).map_err(|why| Why::io(&why))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(GoLock { _file: file, made: made.then(|| (dir, name.to_os_string())) })),
            Err(TryLockError::WouldBlock) => Err(Why::Locked),
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }
}

/// The folder in which the lock lies, where there is one, and its name.
fn found<'a>(root: &Dir, path: &'a Path) -> io::Result<Option<(Dir, &'a OsStr)>> {
    let (Some(above), Some(name)) = (path.parent(), path.file_name()) else { return Ok(None) };
    match root.below(above) {
        Ok(dir) => Ok(Some((dir, name))),
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(why) => Err(why),
    }
}

impl Drop for GoLock {
    fn drop(&mut self) {
        if let Some((dir, name)) = &self.made {
            let _ = dir.unlink(name);
        }
    }
}
