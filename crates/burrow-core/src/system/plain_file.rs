//! Reads a file that somebody else has put there: a plain one, no larger than it should be, and nothing else. A link is
//! not followed, and what would make a reader wait (a pipe, a device) is not read.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Why nothing was read.
#[derive(Debug)]
pub enum NotRead {
    /// Nothing is there.
    Missing,
    /// A link, a folder, a pipe, a device.
    NotPlain,
    Io(io::Error),
}

/// The beginning of a file: all of it, or `most` bytes and one more.
///
/// # Errors
/// [`NotRead`].
pub fn read_plain(path: &Path, most: usize) -> Result<Vec<u8>, NotRead> {
    // Looked at before it is opened: opening a device may have an effect already.
    let before = fs::symlink_metadata(path).map_err(why)?;
    if !before.is_file() {
        return Err(NotRead::NotPlain);
    }
    let file = open(path).map_err(why)?;
    if !file.metadata().map_err(NotRead::Io)?.is_file() {
        return Err(NotRead::NotPlain);
    }
    let mut bytes = Vec::new();
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(NotRead::Io)?;
    Ok(bytes)
}

fn why(error: io::Error) -> NotRead {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => NotRead::Missing,
        _ => NotRead::Io(error),
    }
}

/// What took its place since it was looked at is neither followed nor waited for.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    File::options().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(windows)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt;
    /// The link itself is opened, and found to be none.
    const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
    File::options().read(true).custom_flags(FILE_FLAG_OPEN_REPARSE_POINT).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_far_as_it_may_be_long() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read_plain(&path, 5).unwrap(), b"12345");
        assert_eq!(read_plain(&path, 3).unwrap(), b"1234");
        assert!(matches!(read_plain(&dir.path().join("g"), 3), Err(NotRead::Missing)));
        assert!(matches!(read_plain(dir.path(), 3), Err(NotRead::NotPlain)));
    }

    #[cfg(unix)]
    #[test]
    fn links_pipes_and_devices_are_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link, pipe) = (dir.path().join("f"), dir.path().join("l"), dir.path().join("p"));
        fs::write(&file, "x").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
        for path in [link.as_path(), pipe.as_path(), Path::new("/dev/null")] {
            assert!(matches!(read_plain(path, 3), Err(NotRead::NotPlain)), "{}", path.display());
        }
    }
}
