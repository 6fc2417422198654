//! The walk by handles: each folder is opened relative to the one above it, its names are read in large pieces, and each
//! is looked at by one `statx`. One task a folder.
//!
//! A folder stays open until those in it are opened. Where that would take too many handles (a tree of ten thousand
//! levels with something beside each), one thread walks on from there with two, and comes back by `..`.

use std::ffi::{CStr, CString};
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bstr::{BStr, ByteSlice};
use rayon::{Scope, ThreadPool};
use rustix::fs::{self as sys, AtFlags, Mode, OFlags, RawDir, StatxAttributes, StatxFlags};

use super::walk::{RootError, Visit};
use super::{Facts, Time, What, threads};
use crate::job::Cancel;

/// Folders that may wait for those in them with a handle each.
const OPEN: usize = 256;
/// What the kernel is asked for at once.
const NAMES: usize = 64 * 1024;
/// In a folder of very many names it is asked this often whether somebody cancelled.
const BREATH: usize = 4096;

thread_local! {
    static BUFFER: std::cell::RefCell<Vec<MaybeUninit<u8>>> = const { std::cell::RefCell::new(Vec::new()) };
}

pub fn walk<V: Visit>(
    root: &Path,
    visit: &V,
    first: impl FnOnce(&Facts) -> V::Folder,
    pool: Option<&ThreadPool>,
    cancel: &Cancel,
) -> Result<(), RootError> {
    let handle = sys::openat(sys::CWD, root, folder_only(), Mode::empty()).map_err(io::Error::from)?;
    // Of the folder that is open, whatever the name leads to by now.
    let facts = Facts::of(&std::fs::File::from(handle.try_clone()?).metadata()?);
    let walk = Walk {
        visit,
        cancel,
        device: facts.device,
        open: AtomicUsize::new(0),
        watch: threads::Watch::start(),
    };
    let folder = first(&facts);
    match pool {
        Some(pool) => pool.scope(|scope| walk.task(handle, folder, scope)),
        None => {
            let inner = walk.read(handle.as_fd(), folder);
            walk.alone(&handle, inner);
        }
    }
    Ok(())
}

/// What a path is, the last element not followed; `None`: something is mounted there.
pub fn look_at(path: &Path) -> io::Result<Option<Facts>> {
    use std::os::unix::ffi::OsStrExt;
    let name = CString::new(path.as_os_str().as_bytes())?;
    Ok(look(sys::CWD, &name)?)
}

/// Many looks below one folder, the way to which is gone once. It is no link itself.
pub struct Below(OwnedFd);

impl Below {
    /// # Errors
    /// It is not there, no folder, or must not be entered.
    pub fn new(root: &Path) -> io::Result<Below> {
        let flags = OFlags::PATH | folder_only();
        Ok(Below(sys::openat(sys::CWD, root, flags, Mode::empty())?))
    }

    /// [`super::look`] at what has this path below it; the empty one is its own.
    ///
    /// # Errors
    /// What the system says.
    pub fn look(&self, path: &BStr) -> io::Result<Option<Facts>> {
        let name = if path.is_empty() { c".".to_owned() } else { CString::new(path.as_bytes())? };
        Ok(look(self.0.as_fd(), &name)?)
    }
}

struct Walk<'a, V: Visit> {
    visit: &'a V,
    cancel: &'a Cancel,
    /// The volume of the root.
    device: u64,
    /// Folders that are open for those in them.
    open: AtomicUsize,
    watch: threads::Watch,
}

/// Folders that are still to be entered.
type Inner<F> = Vec<(CString, F)>;

/// A folder that is open for those in it.
struct Held<'a> {
    handle: OwnedFd,
    open: &'a AtomicUsize,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<V: Visit> Walk<'_, V> {
    fn task<'s>(&'s self, handle: OwnedFd, folder: V::Folder, scope: &Scope<'s>) {
        let inner = self.read(handle.as_fd(), folder);
        if inner.is_empty() {
            return;
        }
        if self.open.fetch_add(1, Ordering::Relaxed) >= OPEN {
            self.open.fetch_sub(1, Ordering::Relaxed);
            return self.alone(&handle, inner);
        }
        let above = Arc::new(Held { handle, open: &self.open });
        for (name, folder) in inner {
            let above = Arc::clone(&above);
            scope.spawn(move |scope| match self.enter(above.handle.as_fd(), &name) {
                Ok(handle) => {
                    drop(above);
                    self.task(handle, folder, scope);
                }
                Err(why) => self.visit.unread(folder, &why),
            });
        }
    }

    /// Goes on from a folder with two handles, however deep it is.
    fn alone(&self, top: &OwnedFd, inner: Inner<V::Folder>) {
        let Ok(id) = identity(top.as_fd()) else { return self.give_up(inner) };
        let mut levels = vec![(id, inner)];
        let mut here: Option<OwnedFd> = None;
        while let Some((_, inner)) = levels.last_mut() {
            let at = here.as_ref().unwrap_or(top).as_fd();
            if let Some((name, folder)) = inner.pop() {
                match self.enter(at, &name) {
                    Ok(handle) => {
                        let inner = self.read(handle.as_fd(), folder);
                        match identity(handle.as_fd()) {
                            _ if inner.is_empty() => {}
                            Ok(id) => {
                                levels.push((id, inner));
                                here = Some(handle);
                            }
                            Err(_) => self.give_up(inner),
                        }
                    }
                    Err(why) => self.visit.unread(folder, &why),
                }
                continue;
            }
            levels.pop();
            here = match levels.len() {
                0 | 1 => None,
                _ => match self.back(at, levels.last().map(|(id, _)| *id)) {
                    Some(above) => Some(above),
                    None => {
                        // Moved away: what is above it now is not what was above it. The topmost is still open.
                        levels.drain(1..).for_each(|(_, inner)| self.give_up(inner));
                        None
                    }
                },
            };
        }
    }

    fn back(&self, at: BorrowedFd<'_>, wanted: Option<(u64, u64)>) -> Option<OwnedFd> {
        let above = sys::openat(at, c"..", folder_only(), Mode::empty()).ok()?;
        (identity(above.as_fd()).ok() == wanted).then_some(above)
    }

    fn give_up(&self, inner: Inner<V::Folder>) {
        let why = io::Error::from(io::ErrorKind::NotFound);
        inner.into_iter().for_each(|(_, folder)| self.visit.unread(folder, &why));
    }

    fn enter(&self, above: BorrowedFd<'_>, name: &CStr) -> io::Result<OwnedFd> {
        if self.cancel.is_cancelled() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        Ok(sys::openat(above, name, folder_only(), Mode::empty())?)
    }

    /// Tells all names of an open folder, and gives the folders among them that are to be entered.
    fn read(&self, handle: BorrowedFd<'_>, mut folder: V::Folder) -> Inner<V::Folder> {
        let mut inner = Vec::new();
        let done = BUFFER.with_borrow_mut(|buffer| {
            buffer.resize(NAMES, MaybeUninit::uninit());
            self.names(handle, buffer, &mut folder, &mut inner)
        });
        self.watch.look();
        match done {
            Ok(()) => self.visit.read(folder),
            Err(why) => self.visit.unread(folder, &why),
        }
        inner
    }

    fn names(
        &self,
        handle: BorrowedFd<'_>,
        buffer: &mut [MaybeUninit<u8>],
        folder: &mut V::Folder,
        inner: &mut Inner<V::Folder>,
    ) -> io::Result<()> {
        let mut entries = RawDir::new(handle, buffer);
        let mut count = 0;
        let mut trouble = None;
        while let Some(entry) = entries.next() {
            let entry = entry?;
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            count += 1;
            if count % BREATH == 0 && self.cancel.is_cancelled() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let facts = match look(handle, name) {
                Ok(Some(facts)) => facts,
                // Mounted; or gone since its name was read: it is nobody's any more.
                Ok(None) | Err(rustix::io::Errno::NOENT) => continue,
                Err(why) => {
                    trouble = Some(why);
                    continue;
                }
            };
            if facts.what != What::Folder {
                self.visit.file(folder, name.to_bytes(), &facts);
            } else if facts.device == self.device
                && let Some(next) = self.visit.folder(folder, name.to_bytes(), &facts)
            {
                inner.push((name.to_owned(), next));
            }
        }
        trouble.map_or(Ok(()), |why| Err(why.into()))
    }
}

/// `None`: something is mounted there.
fn look(handle: BorrowedFd<'_>, name: &CStr) -> rustix::io::Result<Option<Facts>> {
    let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::NO_AUTOMOUNT;
    let wanted = StatxFlags::TYPE
        | StatxFlags::NLINK
        | StatxFlags::INO
        | StatxFlags::SIZE
        | StatxFlags::BLOCKS
        | StatxFlags::MTIME
        | StatxFlags::CTIME;
    match sys::statx(handle, name, flags, wanted) {
        Ok(told) if told.stx_attributes.contains(StatxAttributes::MOUNT_ROOT) => Ok(None),
        Ok(told) => Ok(Some(Facts {
            what: what(sys::FileType::from_raw_mode(told.stx_mode.into())),
            len: told.stx_size,
            disk_bytes: told.stx_blocks * 512,
            names: told.stx_nlink.into(),
            inode: told.stx_ino,
            device: sys::makedev(told.stx_dev_major, told.stx_dev_minor),
            modified: time(told.stx_mtime),
            changed: time(told.stx_ctime),
        })),
        // Before Linux 4.11, and where a sandbox forbids what it does not know.
        Err(rustix::io::Errno::NOSYS) => older(handle, name, flags).map(Some),
        Err(why) => Err(why),
    }
}

fn folder_only() -> OFlags {
    OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC
}

fn identity(handle: BorrowedFd<'_>) -> rustix::io::Result<(u64, u64)> {
    let facts = sys::fstat(handle)?;
    Ok((facts.st_dev, facts.st_ino))
}

fn time(time: sys::StatxTimestamp) -> Time {
    Time { seconds: time.tv_sec, nanos: time.tv_nsec }
}

fn what(kind: sys::FileType) -> What {
    match kind {
        sys::FileType::Directory => What::Folder,
        sys::FileType::RegularFile => What::File,
        sys::FileType::Symlink => What::Link,
        _ => What::Other,
    }
}

#[allow(clippy::unnecessary_cast, reason = "the types differ from machine to machine")]
fn older(handle: BorrowedFd<'_>, name: &CStr, flags: AtFlags) -> rustix::io::Result<Facts> {
    let told = sys::statat(handle, name, flags)?;
    let time = |seconds: i64, nanos: u64| Time { seconds, nanos: u32::try_from(nanos).unwrap_or_default() };
    Ok(Facts {
        what: what(sys::FileType::from_raw_mode(told.st_mode)),
        len: u64::try_from(told.st_size).unwrap_or_default(),
        disk_bytes: told.st_blocks as u64 * 512,
        names: told.st_nlink as u64,
        inode: told.st_ino as u64,
        device: told.st_dev as u64,
        modified: time(told.st_mtime as i64, told.st_mtime_nsec as u64),
        changed: time(told.st_ctime as i64, told.st_ctime_nsec as u64),
    })
}
