//! Where the quarantine of a root lies, and who may work in it: beside the cache, or in its root where the folder above
//! is another volume or cannot be written. One Burrow at a time.

use std::ffi::OsStr;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::prove::ProvenRoot;
use super::{QuarantineError, cleaning};
use crate::system::rights;
use crate::tree::dir::{Dir, Form};

/// The name of the folder.
pub const NAME: &str = ".burrow-quarantine";
/// Held while something is moved there.
const LOCK: &str = "lock";
const PAUSE: Duration = Duration::from_millis(10);

/// A quarantine that is there.
#[derive(Debug)]
pub(super) struct Place {
    /// The folder that it lies in.
    above: Dir,
    pub path: PathBuf,
    pub dir: Dir,
}

impl Place {
    fn open(above: &Path, owner: Option<u32>) -> io::Result<Option<Place>> {
        let path = above.join(NAME);
        let above = Dir::open(above)?;
        let Some(facts) = above.look(OsStr::new(NAME))? else { return Ok(None) };
        let dir = match facts.form {
            Form::Folder if !facts.is_mount => above.folder(OsStr::new(NAME))?,
            _ => return Ok(None),
        };
        // What somebody else has put up, or may write to, is no safe place for what this person has.
        let facts = dir.facts()?;
        let theirs = owner.is_some_and(|owner| owner != facts.owner.0) && !rights::is_own_id(facts.owner.0);
        if theirs || facts.mode & 0o022 != 0 {
            return Ok(None);
        }
        Ok(Some(Place { above, path, dir }))
    }

    /// Waits until no other Burrow works there. `None`: the other one has left nothing in it, and taken it away.
    ///
    /// # Errors
    /// [`QuarantineError::Busy`] when that takes longer than `patience`.
    pub fn lock(&self, patience: Duration) -> Result<Option<Lock>, QuarantineError> {
        let began = Instant::now();
        let failed = |why: &io::Error| QuarantineError::io(&self.path.join(LOCK), why);
        loop {
            let file = match self.dir.lock_file(OsStr::new(LOCK)) {
                Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(None),
                file => file.map_err(|why| failed(&why))?,
            };
            match file.try_lock() {
                // The file may have been removed with its quarantine between the two calls.
                Ok(()) if is_still(&self.dir, OsStr::new(LOCK), &file) => {
                    return Ok(Some(Lock { _file: Some(file) }));
                }
                Ok(()) => {}
                // A file system without locks: better to go on than to refuse every cleaning.
                Err(TryLockError::Error(_)) => return Ok(Some(Lock { _file: None })),
                Err(TryLockError::WouldBlock) => {}
            }
            if began.elapsed() >= patience {
                return Err(QuarantineError::Busy(self.path.clone()));
            }
            sleep(PAUSE);
        }
    }

    /// Removes the quarantine when nothing is left in it.
    pub fn remove_if_empty(&self, lock: Lock) {
        let only_lock = self.dir.names().is_ok_and(|names| names.iter().all(|name| name == LOCK));
        if only_lock {
            let _ = self.dir.unlink(OsStr::new(LOCK));
            drop(lock);
            let _ = self.above.remove_empty(OsStr::new(NAME));
        }
    }
}

/// The right to work in a quarantine, until dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: Option<File>,
}

/// Whether the name still is the file that was opened.
#[cfg(unix)]
fn is_still(dir: &Dir, name: &OsStr, file: &File) -> bool {
    let of_file = file.metadata().ok().and_then(|facts| rights::identity(&facts));
    dir.look(name).ok().flatten().map(|facts| facts.identity) == of_file
}

/// A file that is open keeps its name there.
#[cfg(not(unix))]
fn is_still(_dir: &Dir, _name: &OsStr, _file: &File) -> bool {
    true
}

/// Whether there can be a quarantine of a root, by its name alone.
pub(super) fn may_be_there(root: &Path) -> bool {
    let real = dunce::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
    let mut above = [real.parent(), Some(real.as_path())].into_iter().flatten();
    above.any(|above| above.join(NAME).symlink_metadata().is_ok())
}

/// The quarantines that can hold something of a root.
///
/// # Errors
/// One is there and cannot be read.
pub(super) fn existing(root: &ProvenRoot) -> Result<Vec<Place>, QuarantineError> {
    let owner = root.is_there().then(|| root.open().ok()?.facts().ok()).flatten().map(|facts| facts.owner.0);
    let mut places = Vec::new();
    for above in [root.path().parent(), Some(root.path())].into_iter().flatten() {
        match Place::open(above, owner) {
            Ok(place) => places.extend(place),
            Err(why) if absent(&why) => {}
            Err(why) => return Err(QuarantineError::io(&above.join(NAME), &why)),
        }
    }
    Ok(places)
}

fn absent(why: &io::Error) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};
    matches!(why.kind(), NotFound | NotADirectory | PermissionDenied)
}

/// Whether a quarantine says that something of this very root lies in it.
pub(super) fn has_cleaning_of(root: &Path) -> bool {
    let above = [root.parent(), Some(root)].into_iter().flatten();
    let places = above.filter_map(|above| Place::open(above, None).ok().flatten());
    places.into_iter().any(|place| cleaning::any_of(&place, root))
}

/// The quarantine that takes what is cleaned from a root; made when it is missing.
///
/// # Errors
/// [`QuarantineError::NoPlace`].
pub(super) fn made(root: &ProvenRoot, dir: &Dir) -> Result<Place, QuarantineError> {
    let owner = dir.facts().ok().map(|facts| facts.owner.0);
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for above in [root.path().parent(), Some(root.path())].into_iter().flatten() {
        match made_in(above, dir, owner) {
            Ok(Some(place)) => return Ok(place),
            Ok(None) => {}
            Err(why) => last = why,
        }
    }
    Err(QuarantineError::NoPlace { root: root.path().to_path_buf(), reason: last.to_string() })
}

fn made_in(above: &Path, root: &Dir, owner: Option<u32>) -> io::Result<Option<Place>> {
    let folder = Dir::open(above)?;
    if !folder.shares_volume(root) {
        return Ok(None);
    }
    match folder.make(OsStr::new(NAME), 0o700) {
        Err(why) if why.kind() != io::ErrorKind::AlreadyExists => return Err(why),
        _ => {}
    }
    let place = Place::open(above, owner)?;
    Ok(place.filter(|place| place.dir.shares_volume(root) && is_writable(&place.dir)))
}

fn is_writable(dir: &Dir) -> bool {
    dir.lock_file(OsStr::new(LOCK)).is_ok()
}
