//! One Burrow at a time changes a GOENV file, across threads and processes.
//!
//! The lock is a file in Burrow's own state directory, named after the file it guards: nothing is left beside
//! the GOENV file. go itself takes no lock; `write` deals with that.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::error::GoenvError;
use crate::store::Fingerprint;

/// How long another Burrow may hold the lock before this one gives up. A write takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(2);

/// The right to change one GOENV file, until dropped.
#[derive(Debug)]
pub struct Lock {
    /// `None`: the state directory cannot be written, so there is nothing to lock. The write is still atomic
    /// and still looks again before it replaces anything.
    _file: Option<File>,
}

impl Lock {
    /// Waits for the lock of the file at `target` (links already followed).
    ///
    /// # Errors
    /// [`GoenvError::Busy`] after ten seconds.
    pub fn take(state_dir: Option<&Path>, target: &Path) -> Result<Lock, GoenvError> {
        let Some(file) = state_dir.and_then(|dir| open(dir, target)) else { return Ok(Lock { _file: None }) };
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Lock { _file: Some(file) }),
                // A file system without locks: better to go on than to refuse every change.
                Err(TryLockError::Error(_)) => return Ok(Lock { _file: None }),
                Err(TryLockError::WouldBlock) if began.elapsed() > PATIENCE => {
                    return Err(GoenvError::Busy(target.to_path_buf()));
                }
                Err(TryLockError::WouldBlock) => sleep(PAUSE),
            }
        }
    }
}

fn open(state_dir: &Path, target: &Path) -> Option<File> {
    let dir = state_dir.join("locks");
    fs::create_dir_all(&dir).ok()?;
    let name = Fingerprint::of(canonical(target).as_os_str().as_encoded_bytes());
    File::options().create(true).truncate(false).write(true).open(dir.join(format!("{name}.lock"))).ok()
}

/// The one spelling of a path whose last parts need not exist.
fn canonical(path: &Path) -> PathBuf {
    match (fs::canonicalize(path), path.parent(), path.file_name()) {
        (Ok(there), _, _) => there,
        (Err(_), Some(parent), Some(name)) => canonical(parent).join(name),
        _ => path.to_path_buf(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_is_held_by_one_at_a_time_however_the_path_is_spelt() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("sub")).unwrap();
        let (plain, odd) = (dir.path().join("env"), dir.path().join("sub").join("..").join("env"));
        let first = Lock::take(Some(dir.path()), &plain).unwrap();
        let second = std::thread::spawn({
            let state = dir.path().to_path_buf();
            move || {
                let began = Instant::now();
                Lock::take(Some(&state), &odd).unwrap();
                began.elapsed()
            }
        });
        sleep(Duration::from_millis(60));
        drop(first);
        assert!(second.join().unwrap() >= Duration::from_millis(40));
    }

    #[test]
    fn files_beside_each_other_do_not_wait_for_each_other() {
        let dir = tempfile::tempdir().unwrap();
        let _first = Lock::take(Some(dir.path()), &dir.path().join("a")).unwrap();
        let began = Instant::now();
        let _second = Lock::take(Some(dir.path()), &dir.path().join("b")).unwrap();
        assert!(began.elapsed() < Duration::from_secs(1));
    }

    #[test]
    fn without_a_place_for_locks_a_change_is_still_possible() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("state"), "a file").unwrap();
        assert!(Lock::take(Some(&dir.path().join("state")), &dir.path().join("env")).is_ok());
        assert!(Lock::take(None, &dir.path().join("env")).is_ok());
    }
}
