//! One step: a file's bytes are replaced as a whole, or not at all.
//!
//! A temporary file beside it, synced, renamed over it. Just before the rename the file is read once more: when
//! it moved, nothing is done. Who tries again, and what is checked afterwards, is `write`'s affair.

use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

use super::{file, mode};
use crate::error::GoenvError;

const TEMP_PREFIX: &str = ".burrow-";
const TEMP_SUFFIX: &str = ".tmp";
/// Windows refuses to replace a file that somebody has open at that moment.
const RENAME_TRIES: u32 = 40;
const RENAME_PAUSE: Duration = Duration::from_millis(5);

/// What came of a step.
#[derive(Debug)]
pub(super) enum Step {
    /// Done. The file that was replaced, still open, when there was one and the system lets it be held.
    Done(Option<File>),
    /// The file no longer held `before`: nothing was done.
    Moved,
}

/// Replaces `before` by `after` in the file at `target` (links already followed).
pub(super) fn replace(target: &Path, before: Option<&[u8]>, after: &[u8]) -> Result<Step, GoenvError> {
    let dir = target.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let old = match before {
        Some(_) => match open_existing(target)? {
            Some(old) => Some(old),
            None => return Ok(Step::Moved),
        },
        None => {
            fs::create_dir_all(dir).map_err(|e| write_error(dir, &e))?;
            None
        }
    };
    sweep(dir);
    let temp = match prepare(dir, after, old.as_ref()) {
        Ok(temp) => temp,
        // The file may be written though its folder may not (a single file mounted into a container).
        Err(e) if old.is_some() && folder_refuses(&e) => return in_place(target, before, after),
        Err(e) => return Err(write_error(target, &e)),
    };
    if file::peek(target)?.as_deref() != before {
        return Ok(Step::Moved);
    }
    match old {
        None => create(temp, target, dir),
        Some(old) => {
            let held = mode::CAN_HOLD_REPLACED.then_some(old);
            match rename(temp, target) {
                Ok(()) => {
                    mode::sync_dir(dir);
                    Ok(Step::Done(held))
                }
                Err(e) if folder_refuses(&e) => in_place(target, before, after),
                Err(e) => Err(write_error(target, &e)),
            }
        }
    }
}

/// The existing file, opened so that a file that must not be written is refused as go would refuse it.
fn open_existing(target: &Path) -> Result<Option<File>, GoenvError> {
    match File::options().read(true).write(true).open(target) {
        Ok(file) => Ok(Some(file)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(write_error(target, &e)),
    }
}

fn prepare(dir: &Path, bytes: &[u8], like: Option<&File>) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(TEMP_PREFIX).suffix(TEMP_SUFFIX);
    let new_mode = mode::of_new_file().filter(|_| like.is_none());
    if let Some(permissions) = &new_mode {
        builder.permissions(permissions.clone());
    }
    let mut temp = builder.tempfile_in(dir)?;
    if let Some(like) = like {
        mode::keep(temp.as_file(), &like.metadata()?)?;
    }
    temp.write_all(bytes)?;
    temp.as_file().sync_all()?;
    Ok(temp)
}

/// Gives a new file its name, unless somebody else was first.
fn create(temp: NamedTempFile, target: &Path, dir: &Path) -> Result<Step, GoenvError> {
    match temp.persist_noclobber(target) {
        Ok(_) => {
            mode::sync_dir(dir);
            Ok(Step::Done(None))
        }
        Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => Ok(Step::Moved),
        Err(e) => Err(write_error(target, &e.error)),
    }
}

fn rename(temp: NamedTempFile, target: &Path) -> io::Result<()> {
    // Closed first: Windows renames no open file.
    let temp = temp.into_temp_path();
    let mut tries = 0;
    loop {
        tries += 1;
        match fs::rename(&temp, target) {
            Ok(()) => {
                // The name is gone already; dropping the guard would only try to remove it again.
                let _ = temp.keep();
                return Ok(());
            }
            Err(e)
                if cfg!(windows) && tries < RENAME_TRIES && e.kind() == io::ErrorKind::PermissionDenied =>
            {
                sleep(RENAME_PAUSE);
            }
            Err(e) => return Err(e),
        }
    }
}

fn folder_refuses(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem | ResourceBusy | CrossesDevices)
}

/// Writes over the file where it cannot be replaced: the way go does it, but without emptying it first.
fn in_place(target: &Path, before: Option<&[u8]>, after: &[u8]) -> Result<Step, GoenvError> {
    if file::peek(target)?.as_deref() != before {
        return Ok(Step::Moved);
    }
    let write = || {
        let mut file = File::options().write(true).open(target)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(after)?;
        file.set_len(after.len() as u64)?;
        file.sync_all()
    };
    write().map_err(|e| write_error(target, &e))?;
    Ok(Step::Done(None))
}

/// Removes what a Burrow that was killed left behind. Only called with the lock held.
fn sweep(dir: &Path) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(TEMP_PREFIX) && name.ends_with(TEMP_SUFFIX) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn write_error(path: &Path, error: &io::Error) -> GoenvError {
    let path = PathBuf::from(path);
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => GoenvError::NotWritable(path),
        io::ErrorKind::IsADirectory => GoenvError::Directory(path),
        _ => GoenvError::Io { file: path, reason: error.to_string() },
    }
}
