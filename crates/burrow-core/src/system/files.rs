//! The disk, as `go-rules` asks about it.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use bstr::{BStr, BString};
use go_rules::files::{FileKind, Files, ReadError};

/// No file that Burrow reads whole is larger for a good reason.
const MOST: u64 = 64 * 1024 * 1024;

/// The files of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct DiskFiles;

/// A path from Go's bytes. `None`: Windows has no file of that name.
pub fn path_from_bytes(path: &BStr) -> Option<PathBuf> {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        Some(PathBuf::from(std::ffi::OsStr::from_bytes(path)))
    }
    #[cfg(not(unix))]
    {
        use bstr::ByteSlice;
        path.to_path().ok().map(Path::to_path_buf)
    }
}

/// A path in Go's bytes (WTF-8 on Windows).
pub fn path_to_bytes(path: &Path) -> BString {
    path.as_os_str().as_encoded_bytes().into()
}

impl Files for DiskFiles {
    fn kind(&self, path: &BStr) -> Option<FileKind> {
        let facts = fs::metadata(path_from_bytes(path)?).ok()?;
        Some(if facts.is_dir() {
            FileKind::Directory
        } else if facts.is_file() {
            FileKind::File { executable: is_executable(&facts) }
        } else {
            FileKind::Other
        })
    }

    fn read(&self, path: &BStr) -> Result<Vec<u8>, ReadError> {
        let (file, len) = open(path)?;
        read_whole(file, len)
    }

    fn read_at(&self, path: &BStr, offset: u64, len: usize) -> Result<Vec<u8>, ReadError> {
        let (mut file, whole) = open(path)?;
        file.seek(SeekFrom::Start(offset)).map_err(|e| reason(&e))?;
        // The asker may have the length from the file itself: no memory for what is not there.
        let there = usize::try_from(whole.saturating_sub(offset)).unwrap_or(usize::MAX);
        let mut bytes = Vec::with_capacity(len.min(there));
        file.take(len as u64).read_to_end(&mut bytes).map_err(|e| reason(&e))?;
        Ok(bytes)
    }

    fn canonical(&self, path: &BStr) -> Option<BString> {
        // As Go writes it: without the `\\?\` that Windows puts in front.
        let canonical = dunce::canonicalize(path_from_bytes(path)?).ok()?;
        Some(path_to_bytes(&canonical))
    }

    fn same(&self, a: &BStr, b: &BStr) -> bool {
        match (path_from_bytes(a), path_from_bytes(b)) {
            (Some(a), Some(b)) => is_same(&a, &b),
            _ => false,
        }
    }

    fn list(&self, dir: &BStr) -> Vec<BString> {
        let entries = path_from_bytes(dir).and_then(|dir| fs::read_dir(dir).ok());
        let mut names: Vec<BString> = entries
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.file_name().into_encoded_bytes().into()))
            .collect();
        names.sort_unstable();
        names
    }

    /// Asked by itself: folders of programs have thousands of names.
    fn has_name(&self, dir: &BStr, name: &BStr) -> bool {
        let paths = path_from_bytes(dir).zip(path_from_bytes(name));
        paths.is_some_and(|(dir, name)| dir.join(name).symlink_metadata().is_ok())
    }
}

/// A file of about this length.
pub(super) fn read_whole(file: File, len: u64) -> Result<Vec<u8>, ReadError> {
    if len > MOST {
        return Err(ReadError::TooLarge);
    }
    // One byte more than there should be: what is read at once need not be asked for its end.
    let mut bytes = Vec::with_capacity(len as usize + 1);
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(|e| reason(&e))?;
    if bytes.len() as u64 > MOST { Err(ReadError::TooLarge) } else { Ok(bytes) }
}

/// A regular file and its size: opening a pipe or a terminal could wait for ever.
fn open(path: &BStr) -> Result<(File, u64), ReadError> {
    let path = path_from_bytes(path).ok_or(ReadError::Missing)?;
    let facts = fs::metadata(&path).map_err(|e| reason(&e))?;
    match (facts.is_dir(), facts.is_file()) {
        (true, _) => Err(ReadError::Directory),
        (_, false) => Err(ReadError::Other),
        _ => Ok((File::open(&path).map_err(|e| reason(&e))?, facts.len())),
    }
}

pub(super) fn reason(error: &io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound => ReadError::Missing,
        io::ErrorKind::NotADirectory => ReadError::BelowAFile,
        io::ErrorKind::PermissionDenied => ReadError::Denied,
        io::ErrorKind::IsADirectory => ReadError::Directory,
        _ if is_link_loop(error) => ReadError::LinkLoop,
        _ => ReadError::Other,
    }
}

#[cfg(unix)]
fn is_link_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(nix::errno::Errno::ELOOP as i32)
}

#[cfg(not(unix))]
fn is_link_loop(_error: &io::Error) -> bool {
    false
}

#[cfg(unix)]
pub(super) fn is_executable(facts: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    facts.permissions().mode() & 0o111 != 0
}

/// Windows has no such bit: the name decides, which is the asker's affair.
#[cfg(not(unix))]
pub(super) fn is_executable(_facts: &fs::Metadata) -> bool {
    true
}

#[cfg(unix)]
fn is_same(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |path: &Path| fs::metadata(path).ok().map(|m| (m.dev(), m.ino()));
    id(a).is_some_and(|a| Some(a) == id(b))
}

/// Without links, one file has one canonical path.
#[cfg(not(unix))]
fn is_same(a: &Path, b: &Path) -> bool {
    fs::canonicalize(a).is_ok_and(|a| fs::canonicalize(b).is_ok_and(|b| a == b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_and_a_missing_file_are_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| path_to_bytes(&dir.path().join(name));
        fs::write(dir.path().join("f"), "text").unwrap();
        assert_eq!(DiskFiles.read(at("f").as_ref()).unwrap(), b"text");
        assert_eq!(DiskFiles.read_at(at("f").as_ref(), 1, 2).unwrap(), b"ex");
        assert_eq!(DiskFiles.read(at("none").as_ref()), Err(ReadError::Missing));
        // Windows does not tell that from a missing folder.
        let below = if cfg!(windows) { ReadError::Missing } else { ReadError::BelowAFile };
        assert_eq!(DiskFiles.read(at("f/below").as_ref()), Err(below));
        assert_eq!(DiskFiles.read(path_to_bytes(dir.path()).as_ref()), Err(ReadError::Directory));
        assert_eq!(DiskFiles.list(path_to_bytes(dir.path()).as_ref()), ["f"]);
        assert!(DiskFiles.same(at("f").as_ref(), at("./f").as_ref()));
    }
}
