//! A file that is no GOENV file (a shell's start file, a go.mod) is replaced as a whole, or not at all.
//!
//! Nothing in it is understood here: if it no longer holds what the plan was made from, nothing is done.

use std::fs;
use std::path::Path;

use super::file;
use super::replace::{Step, replace};
use crate::error::{CoreError, GoenvError};

/// Replaces `before` (`None`: no file) by `after` in the file at `target` (links followed, lock held). Mode and
/// owner stay.
///
/// # Errors
/// [`CoreError::BaseMoved`], or why the file could not be read or written; then it is as it was.
pub fn write_whole(target: &Path, before: Option<&[u8]>, after: &[u8]) -> Result<(), CoreError> {
    if file::read(target)?.as_deref() != before {
        return Err(CoreError::BaseMoved);
    }
    match replace(target, before, after)? {
        Step::Done(_) => Ok(()),
        Step::Moved => Err(CoreError::BaseMoved),
    }
}

/// Removes a file that still holds `before`.
///
/// # Errors
/// As [`write_whole`].
pub fn remove_whole(target: &Path, before: &[u8]) -> Result<(), CoreError> {
    if file::read(target)?.as_deref() != Some(before) {
        return Err(CoreError::BaseMoved);
    }
    fs::remove_file(target)
        .map_err(|e| GoenvError::Io { file: target.to_path_buf(), reason: e.to_string() }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_moved_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("go.mod");
        fs::write(&file, "module a\n").unwrap();
        assert_eq!(write_whole(&file, Some(b"module b\n"), b"x"), Err(CoreError::BaseMoved));
        assert_eq!(write_whole(&file, None, b"x"), Err(CoreError::BaseMoved));
        assert_eq!(remove_whole(&file, b"module b\n"), Err(CoreError::BaseMoved));
        assert_eq!(fs::read(&file).unwrap(), b"module a\n");
        write_whole(&file, Some(b"module a\n"), b"module c\n").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"module c\n");
        remove_whole(&file, b"module c\n").unwrap();
        assert!(!file.exists());
    }
}
