//! The lock that go takes while it downloads or unpacks a version. Only what is there is locked: looking changes nothing.

use std::fs::{File, TryLockError};
use std::path::Path;

/// Nobody changes the version while this lives, as far as that can be had.
pub struct Quiet {
    _lock: Option<File>,
}

/// `None`: a go is at it just now. A lock that cannot be opened or taken for another reason keeps nobody away.
pub fn quiet(lock: &Path) -> Option<Quiet> {
    // Some network file systems give an exclusive lock, which a shared one must wait for, to writers only.
    let open = File::options().read(true).write(true).open(lock).or_else(|_| File::open(lock));
    let Ok(file) = open else { return Some(Quiet { _lock: None }) };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => None,
        Err(TryLockError::Error(_)) => Some(Quiet { _lock: None }),
        Ok(()) => Some(Quiet { _lock: Some(file) }),
    }
}
