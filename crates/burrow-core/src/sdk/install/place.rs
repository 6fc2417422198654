//! Where a toolchain is put together before it appears: a folder beside its destination, on the same volume, from
//! which it is renamed in one go. Locked, so that no two of us do the same; what a killed run has left is removed.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::destinations::Layout;
use super::error::InstallError;

const PREFIX: &str = ".burrow-";
const FOLDER: &str = ".partial";
const LOCK: &str = ".lock";
/// Says whose folder it is, before anything else is in it.
const MARK: &str = "made-by-burrow";
const MARK_TEXT: &str =
    "An installation by Burrow that is not finished. Burrow removes it at its next one.\n";

/// The right to install to one place, and the folder to do it in. Dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct Place {
    layout: Layout,
    /// `.burrow-NAME.partial`, beside the destination.
    work: PathBuf,
    lock: Option<Lock>,
    /// Folders that were made for it, the innermost first.
    made: Vec<PathBuf>,
    placed: bool,
}

#[derive(Debug)]
struct Lock {
    path: PathBuf,
    file: File,
}

impl Place {
    /// # Errors
    /// [`InstallError::Occupied`], [`InstallError::Busy`], or what the disk says.
    pub fn take(layout: Layout) -> Result<Place, InstallError> {
        if is_occupied(&layout.unit) {
            return Err(InstallError::Occupied(layout.unit));
        }
        let (Some(parent), Some(name)) = (layout.unit.parent(), layout.unit.file_name()) else {
            return Err(InstallError::Occupied(layout.unit));
        };
        let name = name.to_string_lossy().into_owned();
        let parent = parent.to_path_buf();
        let made = make_folders(&parent)?;
        let work = parent.join(format!("{PREFIX}{name}{FOLDER}"));
        let mut place = Place { layout, work, lock: None, made, placed: false };
        place.lock = Some(lock(&parent.join(format!("{PREFIX}{name}{LOCK}")), &place.layout.unit)?);
        // Somebody may have been faster between the first look and the lock.
        if is_occupied(&place.layout.unit) {
            return Err(InstallError::Occupied(place.layout.unit.clone()));
        }
        clear(&parent, Some(&place.work));
        place.begin()?;
        Ok(place)
    }

    fn begin(&self) -> Result<(), InstallError> {
        if is_ours(&self.work) {
            remove_tree(&self.work).map_err(|e| InstallError::io(&self.work, &e))?;
        }
        fs::create_dir(&self.work).map_err(|e| InstallError::io(&self.work, &e))?;
        let mark = self.work.join(MARK);
        fs::write(&mark, MARK_TEXT).map_err(|e| InstallError::io(&mark, &e))?;
        let goroot = self.goroot();
        fs::create_dir_all(&goroot).map_err(|e| InstallError::io(&goroot, &e))
    }

    /// Where to unpack to: what is to become the GOROOT.
    pub fn goroot(&self) -> PathBuf {
        let tree = self.work.join("tree");
        if self.layout.inner.as_os_str().is_empty() { tree } else { tree.join(&self.layout.inner) }
    }

    /// Makes it appear at its destination, whole.
    ///
    /// # Errors
    /// Something is there by now, or the disk says no.
    pub fn put(mut self) -> Result<PathBuf, InstallError> {
        let unit = &self.layout.unit;
        if let Some(marker) = self.layout.marker {
            let marker = self.goroot().join(marker);
            fs::write(&marker, "").map_err(|e| InstallError::io(&marker, &e))?;
        }
        if is_occupied(unit) {
            return Err(InstallError::Occupied(unit.clone()));
        }
        // An empty folder in its place gives way. Elsewhere than on Unix a rename would not do that.
        match fs::remove_dir(unit) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(InstallError::io(unit, &e)),
            _ => {}
        }
        rename(&self.work.join("tree"), unit).map_err(|e| InstallError::io(unit, &e))?;
        self.placed = true;
        let inner = &self.layout.inner;
        // Joined to nothing, a path would get a separator at its end.
        Ok(if inner.as_os_str().is_empty() { unit.clone() } else { unit.join(inner) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What stays is recognised and removed by the next installation.
        if self.lock.is_some() && is_ours(&self.work) {
            let _ = remove_tree(&self.work);
        }
        drop(self.lock.take());
        if !self.placed {
            for dir in &self.made {
                // Only empty ones go.
                let _ = fs::remove_dir(dir);
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is held: whoever opened it meanwhile notices that it is gone.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

/// Removes what killed runs have left in a folder, unless they are not dead. `but`: not this.
pub fn clear(parent: &Path, but: Option<&Path>) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(name) = name.strip_prefix(PREFIX) else { continue };
        if let Some(name) = name.strip_suffix(FOLDER)
            && but != Some(path.as_path())
            && is_ours(&path)
            && let Ok(_lock) = lock(&parent.join(format!("{PREFIX}{name}{LOCK}")), &path)
        {
            let _ = remove_tree(&path);
        } else if name.ends_with(LOCK) {
            // Taken and dropped: dropped, it removes the file.
            drop(lock(&path, &path));
        }
    }
}

/// A folder of ours: with our mark, or killed before it had one.
fn is_ours(work: &Path) -> bool {
    let real = fs::symlink_metadata(work).is_ok_and(|facts| facts.is_dir());
    real && (work.join(MARK).is_file() || is_empty(work))
}

fn is_empty(dir: &Path) -> bool {
    fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none())
}

/// Something is there that is more than an empty folder.
fn is_occupied(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Err(_) => false,
        Ok(facts) => !(facts.is_dir() && is_empty(path)),
    }
}

/// Makes a folder with those above it, and tells which were not there, the innermost first.
fn make_folders(dir: &Path) -> Result<Vec<PathBuf>, InstallError> {
    let missing: Vec<PathBuf> =
        dir.ancestors().take_while(|dir| !dir.exists()).map(Path::to_path_buf).collect();
    fs::create_dir_all(dir).map_err(|e| InstallError::io(dir, &e))?;
    Ok(missing)
}

fn lock(path: &Path, target: &Path) -> Result<Lock, InstallError> {
    // The one who held it may remove it between our opening and locking it: then it is another file.
    for _ in 0..16 {
        let open = File::options().create(true).truncate(false).write(true).open(path);
        let file = open.map_err(|e| InstallError::io(path, &e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(InstallError::Busy(target.to_path_buf())),
            // A file system without locks: better to go on than to refuse every installation.
            Err(TryLockError::Error(_)) => return Ok(Lock { path: path.to_path_buf(), file }),
        }
        if is_still_there(&file, path) {
            return Ok(Lock { path: path.to_path_buf(), file });
        }
    }
    Err(InstallError::Busy(target.to_path_buf()))
}

#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |facts: &fs::Metadata| (facts.dev(), facts.ino());
    let there = fs::metadata(path).ok().as_ref().map(id);
    there.is_some() && there == file.metadata().ok().as_ref().map(id)
}

#[cfg(not(unix))]
fn is_still_there(_file: &File, path: &Path) -> bool {
    path.exists()
}

/// On Windows somebody (a virus scanner) may look into a new file for a moment, which forbids the rename.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    let mut tries = if cfg!(windows) { 40 } else { 0 };
    loop {
        match fs::rename(from, to) {
            Err(e) if tries > 0 && e.kind() == io::ErrorKind::PermissionDenied => {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            done => return done,
        }
        tries -= 1;
    }
}

/// Removes a folder, also one with read-only folders in it. Links in it go themselves, not what they lead to.
pub fn remove_tree(dir: &Path) -> io::Result<()> {
    match fs::remove_dir_all(dir) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(_) => {
            make_writable(dir);
            fs::remove_dir_all(dir)
        }
    }
}

fn make_writable(path: &Path) {
    let Ok(facts) = fs::symlink_metadata(path) else { return };
    if facts.is_dir() {
        set_writable(path, &facts);
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            make_writable(&entry.path());
        }
    } else if facts.is_file() && cfg!(windows) {
        set_writable(path, &facts);
    }
}

#[cfg(unix)]
fn set_writable(path: &Path, _facts: &fs::Metadata) {
    use std::os::unix::fs::PermissionsExt;
    let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o700));
}

#[cfg(not(unix))]
fn set_writable(path: &Path, facts: &fs::Metadata) {
    let mut permissions = facts.permissions();
    #[allow(clippy::permissions_set_readonly_false, reason = "not on Unix")]
    permissions.set_readonly(false);
    let _ = fs::set_permissions(path, permissions);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(unit: &Path) -> Layout {
        Layout { unit: unit.to_path_buf(), inner: PathBuf::new(), marker: Some(".whole") }
    }

    fn names(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_was_put_together_appears_whole_and_alone() {
        let dir = tempfile::tempdir().unwrap();
        let unit = dir.path().join("sdk").join("go1.27.3");
        fs::create_dir_all(&unit).unwrap();
        let place = Place::take(layout(&unit)).unwrap();
        fs::write(place.goroot().join("VERSION"), "go1.27.3").unwrap();
        assert_eq!(place.put().unwrap(), unit);
        assert_eq!(names(&unit), [".whole", "VERSION"]);
        assert_eq!(names(&dir.path().join("sdk")), ["go1.27.3"]);
        assert!(matches!(Place::take(layout(&unit)), Err(InstallError::Occupied(_))));
    }

    #[test]
    fn what_is_given_up_leaves_nothing_not_even_the_folders_above() {
        let dir = tempfile::tempdir().unwrap();
        let unit = dir.path().join("a").join("b").join("go1.27.3");
        let place = Place::take(Layout { inner: "go".into(), ..layout(&unit) }).unwrap();
        fs::write(place.goroot().join("VERSION"), "go1.27.3").unwrap();
        drop(place);
        assert_eq!(names(dir.path()), [] as [&str; 0]);
    }

    #[test]
    fn only_one_installs_to_a_place_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let unit = dir.path().join("go1.27.3");
        let first = Place::take(layout(&unit)).unwrap();
        assert!(matches!(Place::take(layout(&unit)), Err(InstallError::Busy(_))));
        let _other = Place::take(layout(&dir.path().join("go1.26.6"))).unwrap();
        assert!(first.goroot().is_dir(), "the other one cleared what is alive");
        drop(first);
        assert!(Place::take(layout(&unit)).is_ok());
    }

    #[test]
    fn what_killed_runs_have_left_goes_and_what_is_not_ours_stays() {
        let dir = tempfile::tempdir().unwrap();
        let old = dir.path().join(".burrow-go1.25.5.partial");
        fs::create_dir_all(old.join("tree").join("bin")).unwrap();
        fs::write(old.join(MARK), MARK_TEXT).unwrap();
        fs::write(dir.path().join(".burrow-go1.25.5.lock"), "").unwrap();
        fs::create_dir(dir.path().join(".burrow-go1.24.0.partial")).unwrap();
        let foreign = dir.path().join(".burrow-notes.partial");
        fs::create_dir(&foreign).unwrap();
        fs::write(foreign.join("diary"), "mine").unwrap();
        drop(Place::take(layout(&dir.path().join("go1.27.3"))).unwrap());
        assert_eq!(names(dir.path()), [".burrow-notes.partial"]);
    }
}
