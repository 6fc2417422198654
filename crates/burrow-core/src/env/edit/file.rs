//! The GOENV file on the disk: found through its links, read whole, believed only when it holds still.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::MAX_BYTES;
use crate::error::GoenvError;
use crate::system::clock;

/// Links followed before a chain counts as a circle (Linux's own limit).
const MAX_LINKS: usize = 40;
/// go truncates and then writes: an empty file younger than this may be in the middle of that.
const EMPTY_DOUBT: Duration = Duration::from_millis(400);
/// How long an empty file is doubted at most, whatever its time says (clocks of file servers are off).
const EMPTY_PATIENCE: Duration = Duration::from_millis(1500);
const EMPTY_PAUSE: Duration = Duration::from_millis(4);

/// Where the links of `path` end. The last file need not exist.
///
/// # Errors
/// [`GoenvError::LinkLoop`].
pub fn resolve_links(path: &Path) -> Result<PathBuf, GoenvError> {
    Ok(links(path)?.pop().unwrap_or_else(|| path.to_path_buf()))
}

/// `path` and every file that it leads to by links, the last one being the file itself.
///
/// # Errors
/// [`GoenvError::LinkLoop`].
pub fn links(path: &Path) -> Result<Vec<PathBuf>, GoenvError> {
    let mut chain = vec![path.to_path_buf()];
    while let Some(last) = chain.last() {
        let Ok(next) = fs::read_link(last) else { return Ok(chain) };
        if chain.len() > MAX_LINKS {
            break;
        }
        let next = last.parent().map_or(next.clone(), |dir| dir.join(&next));
        chain.push(next);
    }
    Err(GoenvError::LinkLoop(path.to_path_buf()))
}

/// The whole file; `None` when there is none. An empty file that was touched a moment ago is read again after
/// a pause: go may be between truncating and writing it.
///
/// # Errors
/// Any but [`GoenvError::NotUtf8`]: bytes are bytes here.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, GoenvError> {
    let began = Instant::now();
    loop {
        let Some((bytes, meta)) = read_once(path)? else { return Ok(None) };
        if !bytes.is_empty() || began.elapsed() > EMPTY_PATIENCE || !touched_just_now(&meta) {
            return Ok(Some(bytes));
        }
        sleep(EMPTY_PAUSE);
    }
}

fn touched_just_now(meta: &Metadata) -> bool {
    let Ok(modified) = meta.modified() else { return false };
    match clock::now().duration_since(modified) {
        Ok(age) => age < EMPTY_DOUBT,
        // From the future: the clocks differ, so the time tells nothing.
        Err(_) => true,
    }
}

/// The file as it is at this moment, not doubted.
pub(super) fn peek(path: &Path) -> Result<Option<Vec<u8>>, GoenvError> {
    Ok(read_once(path)?.map(|(bytes, _)| bytes))
}

fn read_once(path: &Path) -> Result<Option<(Vec<u8>, Metadata)>, GoenvError> {
    let meta = match fs::metadata(path) {
        Ok(meta) => meta,
        Err(e) if is_absent(&e) => return Ok(None),
        Err(e) => return Err(read_error(path, &e)),
    };
    if meta.is_dir() {
        return Err(GoenvError::Directory(path.to_path_buf()));
    }
    // Opening a pipe would wait for its other end.
    if !meta.is_file() {
        return Err(GoenvError::NotAFile(path.to_path_buf()));
    }
    match File::open(path) {
        Ok(file) => read_open(path, &file).map(Some),
        Err(e) if is_absent(&e) => Ok(None),
        Err(e) => Err(read_error(path, &e)),
    }
}

/// The whole of an open file, from its beginning.
pub(super) fn read_open(path: &Path, file: &File) -> Result<(Vec<u8>, Metadata), GoenvError> {
    let meta = file.metadata().map_err(|e| read_error(path, &e))?;
    if meta.len() > MAX_BYTES {
        return Err(GoenvError::TooLarge { file: path.to_path_buf(), bytes: meta.len() });
    }
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|e| read_error(path, &e))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(GoenvError::TooLarge { file: path.to_path_buf(), bytes: bytes.len() as u64 });
    }
    Ok((bytes, meta))
}

/// No such file, or something that is no folder stands in its way.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn read_error(path: &Path, error: &io::Error) -> GoenvError {
    match error.kind() {
        io::ErrorKind::PermissionDenied => GoenvError::Denied(path.to_path_buf()),
        io::ErrorKind::IsADirectory => GoenvError::Directory(path.to_path_buf()),
        _ => GoenvError::Io { file: path.to_path_buf(), reason: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_no_error_and_a_folder_is() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(&dir.path().join("env")), Ok(None));
        assert_eq!(read(dir.path()), Err(GoenvError::Directory(dir.path().to_path_buf())));
    }

    #[test]
    fn a_file_below_a_file_is_missing() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("go"), "x").unwrap();
        assert_eq!(read(&dir.path().join("go/env")), Ok(None));
    }

    #[test]
    fn fifty_megabytes_are_refused_without_reading_them() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("env");
        File::create(&path).unwrap().set_len(50_000_000).unwrap();
        let began = Instant::now();
        assert_eq!(read(&path), Err(GoenvError::TooLarge { file: path.clone(), bytes: 50_000_000 }));
        assert!(began.elapsed() < Duration::from_secs(1));
    }

    #[test]
    fn an_empty_file_that_is_filled_a_moment_later_is_read_full() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("env");
        File::create(&path).unwrap();
        let writer = std::thread::spawn({
            let path = path.clone();
            move || {
                sleep(Duration::from_millis(120));
                fs::write(path, "GOPROXY=direct\n").unwrap();
            }
        });
        assert_eq!(read(&path).unwrap().unwrap(), b"GOPROXY=direct\n");
        writer.join().unwrap();
    }

    #[test]
    fn an_empty_file_that_stays_empty_is_believed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("env");
        File::create(&path).unwrap();
        assert_eq!(read(&path).unwrap().unwrap(), b"");
    }

    #[cfg(unix)]
    mod unix {
        use std::os::unix::fs::symlink;

        use super::*;

        #[test]
        fn links_are_followed_to_a_file_that_need_not_be_there() {
            let dir = tempfile::tempdir().unwrap();
            symlink("b", dir.path().join("a")).unwrap();
            symlink("sub/c", dir.path().join("b")).unwrap();
            assert_eq!(resolve_links(&dir.path().join("a")).unwrap(), dir.path().join("sub/c"));
        }

        #[test]
        fn a_circle_of_links_is_said() {
            let dir = tempfile::tempdir().unwrap();
            let (a, b) = (dir.path().join("a"), dir.path().join("b"));
            symlink(&b, &a).unwrap();
            symlink(&a, &b).unwrap();
            assert_eq!(resolve_links(&a), Err(GoenvError::LinkLoop(a.clone())));
            assert!(read(&a).is_err());
        }

        #[test]
        fn a_pipe_is_refused_without_waiting_for_it() {
            let dir = tempfile::tempdir().unwrap();
            let socket = dir.path().join("env");
            let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
            assert_eq!(read(&socket), Err(GoenvError::NotAFile(socket.clone())));
        }
    }
}
