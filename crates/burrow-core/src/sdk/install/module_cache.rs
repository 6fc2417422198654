//! A toolchain in the module cache, as go itself leaves it there: the zip with its hash under `cache/download`, the
//! folder read-only. With the records of the checksum database beside it, go takes it without a network.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::error::InstallError;
use super::place::remove_tree;
use crate::job::Cancel;

/// The module that toolchains are versions of.
pub const MODULE: &str = "golang.org/toolchain";
/// What the names of files begin with that are not written to their end; the version and `~` follow.
const UNFINISHED: &str = ".burrow-";
/// How long go may hold its lock before we give up.
const PATIENCE: Duration = Duration::from_secs(30);

/// The files of one version under `cache/download`, locked against go.
#[derive(Debug)]
pub struct Records {
    dir: PathBuf,
    version: String,
    _lock: File,
}

impl Records {
    /// Waits for the lock that go takes while it downloads or unpacks this version.
    ///
    /// # Errors
    /// [`InstallError::Busy`], cancelled, or what the disk says.
    pub fn take(gomodcache: &Path, version: &str, cancel: &Cancel) -> Result<Records, InstallError> {
        let dir = gomodcache.join("cache/download").join(MODULE).join("@v");
        fs::create_dir_all(&dir).map_err(|e| InstallError::io(&dir, &e))?;
        let path = dir.join(format!("{version}.lock"));
        let open = File::options().create(true).truncate(false).write(true).open(&path);
        let lock = open.map_err(|e| InstallError::io(&path, &e))?;
        let began = Instant::now();
        while let Err(TryLockError::WouldBlock) = lock.try_lock() {
            cancel.check()?;
            if began.elapsed() > PATIENCE {
                return Err(InstallError::Busy(path));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        clear_unfinished(&dir, version);
        Ok(Records { dir, version: version.to_owned(), _lock: lock })
    }

    fn file(&self, kind: &str) -> PathBuf {
        self.dir.join(format!("{}.{kind}", self.version))
    }

    /// Removes a folder that go has begun to unpack and never finished.
    ///
    /// # Errors
    /// What the disk says.
    pub fn clear_partial(&self, goroot: &Path) -> Result<(), InstallError> {
        let partial = self.file("partial");
        if partial.exists() {
            remove_tree(goroot).map_err(|e| InstallError::io(goroot, &e))?;
            fs::remove_file(&partial).map_err(|e| InstallError::io(&partial, &e))?;
        }
        Ok(())
    }

    /// Puts the zip where go looks for it, then its hash: go takes a zip without a hash for unproven.
    ///
    /// # Errors
    /// What the disk says.
    pub fn keep(&self, zip: &Path, hash: &str, also: &[(&str, Vec<u8>)]) -> Result<(), InstallError> {
        for (kind, content) in also {
            self.write(kind, |file| io::Write::write_all(file, content))?;
        }
        self.write("zip", |file| io::copy(&mut File::open(zip)?, file).map(drop))?;
        self.write("ziphash", |file| io::Write::write_all(file, hash.as_bytes()))
    }

    /// A whole file or none.
    fn write(&self, kind: &str, fill: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), InstallError> {
        let target = self.file(kind);
        let written = || -> io::Result<()> {
            let prefix = format!("{UNFINISHED}{}~", self.version);
            let mut new = tempfile::Builder::new().prefix(&prefix).suffix(".tmp").tempfile_in(&self.dir)?;
            fill(new.as_file_mut())?;
            as_open_as_others(new.path())?;
            new.persist(&target)?;
            Ok(())
        };
        written().map_err(|e| InstallError::io(&target, &e))
    }
}

/// Removes what killed runs have left of `version`, whose lock is ours, and of versions that nobody has locked.
fn clear_unfinished(dir: &Path, version: &str) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let of = name.strip_prefix(UNFINISHED).and_then(|rest| rest.split_once('~')).map(|(of, _)| of);
        let Some(of) = of.filter(|_| name.ends_with(".tmp")) else { continue };
        let free = || {
            let lock = File::options().write(true).open(dir.join(format!("{of}.lock")));
            lock.is_ok_and(|lock| lock.try_lock().is_ok())
        };
        if of == version || free() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Temporary files are for one person only; what go keeps is not.
#[cfg(unix)]
fn as_open_as_others(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn as_open_as_others(_file: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes every folder below read-only, as go leaves them, but not the outermost: a folder that is to be renamed must
/// be writable.
///
/// # Errors
/// What the disk says.
#[cfg(unix)]
pub fn make_read_only(goroot: &Path) -> Result<(), InstallError> {
    for entry in fs::read_dir(goroot).map_err(|e| InstallError::io(goroot, &e))?.flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            make_read_only(&entry.path())?;
            seal(&entry.path())?;
        }
    }
    Ok(())
}

/// Makes one folder read-only.
///
/// # Errors
/// What the disk says.
#[cfg(unix)]
pub fn seal(dir: &Path) -> Result<(), InstallError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(dir, fs::Permissions::from_mode(0o555)).map_err(|e| InstallError::io(dir, &e))
}

/// Folders cannot be read-only there.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn make_read_only(_goroot: &Path) -> Result<(), InstallError> {
    Ok(())
}

/// See [`make_read_only`].
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn seal(_dir: &Path) -> Result<(), InstallError> {
    Ok(())
}
