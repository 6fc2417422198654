//! `go clean -testcache`: nothing is deleted; `testexpire.txt` says that results from before now do not count
//! (`cmd/go/internal/clean`). Written under go's own lock of that file, in the form that go writes.

use std::ffi::OsStr;
use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant, UNIX_EPOCH};

use super::cleaning::{Open, number};
use super::manifest::{Form, Record};
use super::names::TEST_EXPIRY;
use super::undo::Back;
use crate::system::clock;
use crate::tree::Size;
use crate::tree::dir::Dir;

/// go writes the file in a moment.
const PATIENCE: Duration = Duration::from_secs(2);
/// There was no file.
const NONE: &str = "none";
const WAS: &str = "was ";

/// The line of a manifest for it.
pub(super) fn record(path: &Path) -> Record {
    Record { form: Form::TestExpiry, mode: 0, inode: 0, size: Size::default(), path: path.to_path_buf() }
}

/// Makes test results from before now count no more. What the file held is kept in the cleaning.
pub(super) fn expire(root: &Dir, open: &mut Open, record: usize) -> io::Result<()> {
    let name = OsStr::new(TEST_EXPIRY);
    let missing = root.look(name)?.is_none();
    let mut file = locked(root, name)?;
    let before = text(&mut file)?;
    let now = clock::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let later = before.trim().parse::<u128>().is_ok_and(|before| before >= now);
    let after = if later { before.clone() } else { format!("{now}\n") };
    let mut kept = open.dir.create(&number(record))?;
    let was = if missing { NONE.to_owned() } else { format!("{WAS}{before}") };
    kept.write_all(format!("{}\n{was}", after.trim()).as_bytes())?;
    kept.sync_data()?;
    put(&mut file, &after)?;
    open.note_took(record, Size::default())
}

/// Puts back what the file held, unless somebody has written to it since.
pub(super) fn back(root: &Dir, open: &mut Open, record: usize) -> io::Result<Back> {
    let name = OsStr::new(TEST_EXPIRY);
    let mut kept = String::new();
    open.dir.read(&number(record))?.take(1 << 20).read_to_string(&mut kept)?;
    let Some((wrote, was)) = kept.split_once('\n') else {
        open.dir.unlink(&number(record))?;
        return Ok(Back::Done);
    };
    if root.look(name)?.is_some() {
        let mut file = locked(root, name)?;
        let now = text(&mut file)?;
        let is_old = was.strip_prefix(WAS) == Some(now.as_str());
        if now.trim() != wrote && !is_old {
            return Ok(Back::Conflict);
        }
        match was.strip_prefix(WAS) {
            Some(was) => put(&mut file, was)?,
            None => root.unlink(name)?,
        }
    } else if let Some(was) = was.strip_prefix(WAS) {
        put(&mut locked(root, name)?, was)?;
    }
    open.dir.unlink(&number(record))?;
    Ok(Back::Done)
}

fn locked(root: &Dir, name: &OsStr) -> io::Result<File> {
    let file = root.lock_file(name)?;
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(file),
            Err(TryLockError::WouldBlock) if began.elapsed() > PATIENCE => {
                return Err(io::ErrorKind::ResourceBusy.into());
            }
            Err(TryLockError::WouldBlock) => sleep(Duration::from_millis(10)),
        }
    }
}

fn text(file: &mut File) -> io::Result<String> {
    let mut text = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(1 << 16).read_to_end(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Whoever is killed here leaves the old number, the new one, or one that go does not read: it wants the line's end.
fn put(file: &mut File, text: &str) -> io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    file.write_all(text.as_bytes())?;
    file.set_len(text.len() as u64)
}
