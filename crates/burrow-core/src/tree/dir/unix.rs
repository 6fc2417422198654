//! Unix: the handle is a file descriptor.

use std::ffi::{CStr, OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::fs::{AtFlags, FileType, Mode, OFlags, Timespec, Timestamps};

use super::{Facts, Form, plain};

/// Reading only; never through a link.
const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// A folder held open.
#[derive(Debug)]
pub struct Dir {
    handle: OwnedFd,
    /// What tells the volume that the folder is on from everything that is mounted in it.
    volume: u64,
}

impl Dir {
    /// Opens a folder by its path. The last part must be no link; whether the parts above are is the caller's affair.
    ///
    /// # Errors
    /// It is missing, no folder, a link, or may not be read.
    pub fn open(path: &Path) -> io::Result<Dir> {
        Dir::of(rustix::fs::open(path, FOLDER, Mode::empty())?)
    }

    fn of(handle: OwnedFd) -> io::Result<Dir> {
        let volume = volume::of(handle.as_fd())?;
        Ok(Dir { handle, volume })
    }

    /// A second handle for the same folder.
    ///
    /// # Errors
    /// There are too many handles.
    pub fn again(&self) -> io::Result<Dir> {
        Ok(Dir { handle: self.handle.try_clone()?, volume: self.volume })
    }

    /// A folder in this one.
    ///
    /// # Errors
    /// It is missing, no folder, a link, on another volume, or may not be read.
    pub fn folder(&self, name: &OsStr) -> io::Result<Dir> {
        let handle = match volume::open_within(self.handle.as_fd(), plain(name)?, FOLDER) {
            // A link is no folder, whatever the system calls it.
            Err(why) if why.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
                return Err(io::ErrorKind::NotADirectory.into());
            }
            opened => opened?,
        };
        let folder = Dir { handle, volume: self.volume };
        if !volume::KERNEL_KEEPS_WITHIN && volume::of(folder.handle.as_fd())? != self.volume {
            return Err(io::ErrorKind::CrossesDevices.into());
        }
        Ok(folder)
    }

    /// As [`Dir::folder`], also when its mode forbids its owner to read it: then that is changed first.
    ///
    /// # Errors
    /// As [`Dir::folder`].
    pub fn folder_unlocked(&self, name: &OsStr) -> io::Result<Dir> {
        match self.folder(name) {
            Err(why) if why.kind() == io::ErrorKind::PermissionDenied => {
                volume::unlock(self.handle.as_fd(), plain(name)?)?;
                self.folder(name)
            }
            opened => opened,
        }
    }

    /// Whether both are on the same volume, so that a rename can lead from one to the other.
    #[must_use]
    pub fn shares_volume(&self, other: &Dir) -> bool {
        let device = |dir: &Dir| rustix::fs::fstat(&dir.handle).map(|stat| stat.st_dev).ok();
        self.volume == other.volume && device(self).is_some() && device(self) == device(other)
    }

    /// What there is to know of the folder itself.
    ///
    /// # Errors
    /// The system's.
    pub fn facts(&self) -> io::Result<Facts> {
        Ok(facts(&rustix::fs::fstat(&self.handle)?, false))
    }

    /// What there is to know of a name; `None` when there is none.
    ///
    /// # Errors
    /// The system's.
    pub fn look(&self, name: &OsStr) -> io::Result<Option<Facts>> {
        match volume::look(self.handle.as_fd(), plain(name)?, self.volume) {
            Ok(facts) => Ok(Some(facts)),
            Err(rustix::io::Errno::NOENT) => Ok(None),
            Err(why) => Err(why.into()),
        }
    }

    /// The names in the folder and what they stand for, as far as the folder itself tells; in the order in which the
    /// system keeps what they stand for, so that what is done to all of them goes through the disk once.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn entries(&self) -> io::Result<Vec<(OsString, Option<Form>)>> {
        let mut all = Vec::new();
        volume::each_entry(self.handle.as_fd(), |name, kind, inode| {
            all.push((inode, OsString::from_vec(name.to_bytes().to_vec()), form(kind)));
        })?;
        all.sort_unstable_by_key(|(inode, ..)| *inode);
        Ok(all.into_iter().map(|(_, name, form)| (name, form)).collect())
    }

    /// Tells every name with what there is to know of it; what vanishes meanwhile is not told.
    ///
    /// # Errors
    /// The folder cannot be read, or a name in it not be looked at.
    pub fn each(&self, mut tell: impl FnMut(&OsStr, &Facts)) -> io::Result<()> {
        let mut trouble = None;
        volume::each_entry(self.handle.as_fd(), |name, _, _| {
            match volume::look(self.handle.as_fd(), name, self.volume) {
                Ok(facts) => tell(OsStr::from_bytes(name.to_bytes()), &facts),
                Err(rustix::io::Errno::NOENT) => {}
                Err(why) => trouble = Some(why),
            }
        })?;
        trouble.map_or(Ok(()), |why| Err(why.into()))
    }

    /// Makes a folder, with these permission bits less those that the process masks.
    ///
    /// # Errors
    /// The name is taken, or the system's.
    pub fn make(&self, name: &OsStr, mode: u32) -> io::Result<()> {
        Ok(rustix::fs::mkdirat(&self.handle, plain(name)?, Mode::from_raw_mode(mode as _))?)
    }

    /// Moves a name into another folder; nothing that is there is replaced.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`], or the system's.
    pub fn put(&self, name: &OsStr, to: &Dir, new: &OsStr) -> io::Result<()> {
        let (name, new) = (plain(name)?, plain(new)?);
        match volume::put(self.handle.as_fd(), name, to.handle.as_fd(), new) {
            // A file system that knows only the plain call: a look beforehand must do.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {
                if to.look(new)?.is_some() {
                    return Err(io::ErrorKind::AlreadyExists.into());
                }
                Ok(rustix::fs::renameat(&self.handle, name, &to.handle, new)?)
            }
            done => Ok(done?),
        }
    }

    /// Moves a file over whatever file has the name.
    ///
    /// # Errors
    /// The system's.
    pub fn replace(&self, name: &OsStr, new: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.handle, plain(name)?, &self.handle, plain(new)?)?)
    }

    /// Exchanges two names in one step.
    ///
    /// # Errors
    /// One is missing, the system cannot, or the system's.
    pub fn exchange(&self, name: &OsStr, to: &Dir, other: &OsStr) -> io::Result<()> {
        Ok(volume::exchange(self.handle.as_fd(), plain(name)?, to.handle.as_fd(), plain(other)?)?)
    }

    /// Removes a name that stands for no folder.
    ///
    /// # Errors
    /// The system's.
    pub fn unlink(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.handle, plain(name)?, AtFlags::empty())?)
    }

    /// Removes an empty folder.
    ///
    /// # Errors
    /// It is not empty, or the system's.
    pub fn remove_empty(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.handle, plain(name)?, AtFlags::REMOVEDIR)?)
    }

    /// Sets the permission bits of the folder itself.
    ///
    /// # Errors
    /// The system's.
    pub fn set_mode(&self, mode: u32) -> io::Result<()> {
        Ok(rustix::fs::fchmod(&self.handle, Mode::from_raw_mode(mode as _))?)
    }

    /// Gives the folder itself to another owner and group.
    ///
    /// # Errors
    /// This account may not.
    pub fn set_owner(&self, (user, group): (u32, u32)) -> io::Result<()> {
        let (user, group) = (rustix::fs::Uid::from_raw(user), rustix::fs::Gid::from_raw(group));
        Ok(rustix::fs::fchown(&self.handle, Some(user), Some(group))?)
    }

    /// Sets when the content of the folder itself changed last.
    ///
    /// # Errors
    /// The system's.
    pub fn set_modified(&self, time: SystemTime) -> io::Result<()> {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let omit = Timespec { tv_sec: 0, tv_nsec: rustix::fs::UTIME_OMIT };
        let modified = Timespec { tv_sec: since.as_secs() as _, tv_nsec: since.subsec_nanos() as _ };
        let times = Timestamps { last_access: omit, last_modification: modified };
        Ok(rustix::fs::futimens(&self.handle, &times)?)
    }

    /// Opens a file in the folder for reading.
    ///
    /// # Errors
    /// It is missing, a link, or the system's.
    pub fn read(&self, name: &OsStr) -> io::Result<File> {
        self.file(name, OFlags::RDONLY)
    }

    /// Makes a file that was not there.
    ///
    /// # Errors
    /// The name is taken, or the system's.
    pub fn create(&self, name: &OsStr) -> io::Result<File> {
        self.file(name, OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL)
    }

    /// Opens a file for writing at its end; makes it when it is missing.
    ///
    /// # Errors
    /// It is a link, or the system's.
    pub fn append(&self, name: &OsStr) -> io::Result<File> {
        self.file(name, OFlags::WRONLY | OFlags::CREATE | OFlags::APPEND)
    }

    /// Opens a file to be locked, as go does; makes it when it is missing.
    ///
    /// # Errors
    /// It is a link, or the system's.
    pub fn lock_file(&self, name: &OsStr) -> io::Result<File> {
        match self.file(name, OFlags::RDWR | OFlags::CREATE) {
            Err(why) if why.kind() == io::ErrorKind::PermissionDenied => self.file(name, OFlags::RDONLY),
            opened => opened,
        }
    }

    fn file(&self, name: &OsStr, flags: OFlags) -> io::Result<File> {
        // A pipe that somebody put there must not be waited for.
        let flags = flags | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        Ok(File::from(rustix::fs::openat(&self.handle, plain(name)?, flags, Mode::from_raw_mode(0o666))?))
    }

    /// Makes the system keep the folder's names over a loss of power.
    ///
    /// # Errors
    /// The system's.
    pub fn sync(&self) -> io::Result<()> {
        Ok(rustix::fs::fsync(&self.handle)?)
    }
}

/// The two names that every folder has for itself and for the one above.
fn is_dots(name: &CStr) -> bool {
    matches!(name.to_bytes(), b"." | b"..")
}

fn form(kind: FileType) -> Option<Form> {
    Some(match kind {
        FileType::Directory => Form::Folder,
        FileType::RegularFile => Form::File,
        FileType::Symlink => Form::Link,
        FileType::Unknown => return None,
        _ => Form::Other,
    })
}

#[allow(
    clippy::unnecessary_cast,
    clippy::useless_conversion,
    reason = "the types differ from system to system"
)]
fn facts(stat: &rustix::fs::Stat, is_mount: bool) -> Facts {
    let form = form(FileType::from_raw_mode(stat.st_mode as _)).unwrap_or(Form::Other);
    let time =
        |seconds: i64, nanos: u32| UNIX_EPOCH + Duration::new(u64::try_from(seconds).unwrap_or(0), nanos);
    Facts {
        form,
        identity: (stat.st_dev as u64, stat.st_ino as u64),
        mode: u32::from(stat.st_mode) & 0o7777,
        owner: (stat.st_uid, stat.st_gid),
        bytes: u64::try_from(stat.st_size).unwrap_or(0),
        disk_bytes: u64::try_from(stat.st_blocks).unwrap_or(0) * 512,
        names: stat.st_nlink as u64,
        modified: time(stat.st_mtime as i64, stat.st_mtime_nsec as u32),
        changed: Some(time(stat.st_ctime as i64, stat.st_ctime_nsec as u32)),
        is_mount,
    }
}

/// Linux tells mounts apart by a number of their own: a bind mount shares the device of what it shows.
#[cfg(target_os = "linux")]
mod volume {
    use super::{
        AtFlags, BorrowedFd, CStr, Duration, Facts, FileType, Form, Mode, OFlags, OsStr, OwnedFd, UNIX_EPOCH,
        facts, form, io, is_dots,
    };
    use rustix::fs::{RenameFlags, ResolveFlags, Statx, StatxFlags, StatxTimestamp};
    use rustix::io::Errno;
    use rustix::path::Arg;

    /// `openat2` refuses to leave the mount by itself; where it is missing `open_within` looks.
    pub const KERNEL_KEEPS_WITHIN: bool = true;

    /// The number of the mount, or where the kernel has none (before 5.8) the device.
    pub fn of(folder: BorrowedFd<'_>) -> io::Result<u64> {
        let flags = StatxFlags::BASIC_STATS | StatxFlags::MNT_ID;
        match rustix::fs::statx(folder, c"", AtFlags::EMPTY_PATH, flags) {
            Ok(facts) if facts.stx_mask & StatxFlags::MNT_ID.bits() != 0 => Ok(facts.stx_mnt_id),
            _ => Ok(rustix::fs::fstat(folder)?.st_dev),
        }
    }

    pub fn open_within(folder: BorrowedFd<'_>, name: &OsStr, flags: OFlags) -> io::Result<OwnedFd> {
        let within = ResolveFlags::NO_XDEV | ResolveFlags::NO_SYMLINKS | ResolveFlags::BENEATH;
        match rustix::fs::openat2(folder, name, flags, Mode::empty(), within) {
            // An old kernel, or a container that forbids the call.
            Err(Errno::NOSYS | Errno::PERM) => {
                let opened = rustix::fs::openat(folder, name, flags, Mode::empty())?;
                if of(folder)? != of(std::os::fd::AsFd::as_fd(&opened))? {
                    return Err(io::ErrorKind::CrossesDevices.into());
                }
                Ok(opened)
            }
            done => Ok(done?),
        }
    }

    /// Only a name that something is mounted on has another mount than its folder.
    pub fn look(folder: BorrowedFd<'_>, name: impl Arg + Copy, volume: u64) -> Result<Facts, Errno> {
        let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::NO_AUTOMOUNT;
        match rustix::fs::statx(folder, name, flags, StatxFlags::BASIC_STATS | StatxFlags::MNT_ID) {
            Ok(found) => Ok(of_statx(&found, volume)),
            Err(Errno::NOSYS | Errno::PERM) => {
                let stat = rustix::fs::statat(folder, name, flags)?;
                Ok(facts(&stat, stat.st_dev != volume))
            }
            Err(why) => Err(why),
        }
    }

    fn of_statx(found: &Statx, volume: u64) -> Facts {
        let device = rustix::fs::makedev(found.stx_dev_major, found.stx_dev_minor);
        let mount = match found.stx_mask & StatxFlags::MNT_ID.bits() != 0 {
            true => found.stx_mnt_id,
            false => device,
        };
        let time = |time: StatxTimestamp| {
            UNIX_EPOCH + Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), time.tv_nsec)
        };
        Facts {
            form: form(FileType::from_raw_mode(found.stx_mode.into())).unwrap_or(Form::Other),
            identity: (device, found.stx_ino),
            mode: u32::from(found.stx_mode) & 0o7777,
            owner: (found.stx_uid, found.stx_gid),
            bytes: found.stx_size,
            disk_bytes: found.stx_blocks * 512,
            names: found.stx_nlink.into(),
            modified: time(found.stx_mtime),
            changed: Some(time(found.stx_ctime)),
            is_mount: mount != volume,
        }
    }

    /// Reads the handle itself: a second one would need the right to enter the folder.
    pub fn each_entry(folder: BorrowedFd<'_>, mut each: impl FnMut(&CStr, FileType, u64)) -> io::Result<()> {
        rustix::fs::seek(folder, rustix::fs::SeekFrom::Start(0))?;
        let mut buffer = Vec::with_capacity(32 * 1024);
        let mut entries = rustix::fs::RawDir::new(folder, buffer.spare_capacity_mut());
        while let Some(entry) = entries.next() {
            let entry = entry?;
            if !is_dots(entry.file_name()) {
                each(entry.file_name(), entry.file_type(), entry.ino());
            }
        }
        Ok(())
    }

    pub fn put(from: BorrowedFd<'_>, name: &OsStr, to: BorrowedFd<'_>, new: &OsStr) -> Result<(), Errno> {
        rustix::fs::renameat_with(from, name, to, new, RenameFlags::NOREPLACE)
    }

    pub fn exchange(
        from: BorrowedFd<'_>,
        name: &OsStr,
        to: BorrowedFd<'_>,
        other: &OsStr,
    ) -> Result<(), Errno> {
        rustix::fs::renameat_with(from, name, to, other, RenameFlags::EXCHANGE)
    }

    /// A folder that its owner may not read: the mode is changed through a handle that needs no right to read.
    pub fn unlock(folder: BorrowedFd<'_>, name: &OsStr) -> io::Result<()> {
        use std::os::fd::AsRawFd;
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let handle = open_within(folder, name, flags)?;
        let itself = format!("/proc/self/fd/{}", handle.as_raw_fd());
        Ok(rustix::fs::chmod(itself, Mode::RWXU)?)
    }
}

/// Elsewhere the device of a folder tells it from what is mounted on it.
#[cfg(not(target_os = "linux"))]
mod volume {
    use super::{
        AtFlags, BorrowedFd, CStr, Facts, FileType, Mode, OFlags, OsStr, OwnedFd, facts, io, is_dots,
    };
    use rustix::io::Errno;
    use rustix::path::Arg;

    pub const KERNEL_KEEPS_WITHIN: bool = false;

    #[allow(clippy::unnecessary_cast, reason = "the types differ from system to system")]
    pub fn of(folder: BorrowedFd<'_>) -> io::Result<u64> {
        Ok(rustix::fs::fstat(folder)?.st_dev as u64)
    }

    pub fn open_within(folder: BorrowedFd<'_>, name: &OsStr, flags: OFlags) -> io::Result<OwnedFd> {
        Ok(rustix::fs::openat(folder, name, flags, Mode::empty())?)
    }

    #[allow(clippy::unnecessary_cast, reason = "the types differ from system to system")]
    pub fn look(folder: BorrowedFd<'_>, name: impl Arg, volume: u64) -> Result<Facts, Errno> {
        let stat = rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
        Ok(facts(&stat, stat.st_dev as u64 != volume))
    }

    pub fn each_entry(folder: BorrowedFd<'_>, mut each: impl FnMut(&CStr, FileType, u64)) -> io::Result<()> {
        for entry in rustix::fs::Dir::read_from(folder)? {
            let entry = entry?;
            if !is_dots(entry.file_name()) {
                each(entry.file_name(), entry.file_type(), entry.ino());
            }
        }
        Ok(())
    }

    #[cfg(target_vendor = "apple")]
    pub fn put(from: BorrowedFd<'_>, name: &OsStr, to: BorrowedFd<'_>, new: &OsStr) -> Result<(), Errno> {
        rustix::fs::renameat_with(from, name, to, new, rustix::fs::RenameFlags::NOREPLACE)
    }

    #[cfg(not(target_vendor = "apple"))]
    pub fn put(_: BorrowedFd<'_>, _: &OsStr, _: BorrowedFd<'_>, _: &OsStr) -> Result<(), Errno> {
        Err(Errno::NOSYS)
    }

    #[cfg(target_vendor = "apple")]
    pub fn exchange(
        from: BorrowedFd<'_>,
        name: &OsStr,
        to: BorrowedFd<'_>,
        other: &OsStr,
    ) -> Result<(), Errno> {
        rustix::fs::renameat_with(from, name, to, other, rustix::fs::RenameFlags::EXCHANGE)
    }

    #[cfg(not(target_vendor = "apple"))]
    pub fn exchange(_: BorrowedFd<'_>, _: &OsStr, _: BorrowedFd<'_>, _: &OsStr) -> Result<(), Errno> {
        Err(Errno::NOSYS)
    }

    pub fn unlock(folder: BorrowedFd<'_>, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::chmodat(folder, name, Mode::RWXU, AtFlags::SYMLINK_NOFOLLOW)?)
    }
}
