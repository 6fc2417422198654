//! Doing it. The folder is put aside by one rename, looked at once more under its new name, and only then deleted. A
//! Burrow that is killed leaves either the whole SDK where it was, or a folder aside that nobody takes for one; the
//! next removal in the same place clears that away.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::proof::is_sdk;
use super::{Goes, How, RemovalError, RemovalPlan, Removed};
use crate::job::{Cancel, Doing, Progress, Step};
use crate::system::rights::{self, unlock};
use crate::system::trash::to_trash;
use crate::system::{clock, dir_link};

const ASIDE: &str = ".burrow-removing-";
/// The SDK's name in the folder aside: no manager looks for one there.
const INSIDE: &str = "sdk";
/// What lies aside for longer than this is nobody's work of this moment.
const ABANDONED: Duration = Duration::from_secs(600);

/// Does what a plan showed. Can be cancelled until the first file is gone.
///
/// # Errors
/// Nothing was removed: the plan is refused, something moved, the trash or the system says no.
pub fn remove(plan: &RemovalPlan, cancel: &Cancel, progress: &dyn Progress) -> Result<Removed, RemovalError> {
    let Some(Goes::Folder(unit)) = plan.goes.first().filter(|_| plan.is_applicable()) else {
        return Err(RemovalError::NotApplicable);
    };
    let _lock = lock(plan)?;
    look_again(plan, unit)?;
    cancel.check()?;
    let left = match plan.how {
        How::Trash => {
            progress.report(Step::begin(Doing::Trashing, Some(1)));
            unlock(unit).map_err(|e| failed(unit, &e))?;
            to_trash(unit)?;
            None
        }
        How::Delete => delete(plan, unit, cancel, progress)?,
    };
    // From here on the SDK is gone: what is left of the rest harms nobody.
    for one in &plan.goes[1..] {
        match one {
            Goes::Link(link) if fs::read_link(link).is_ok() => drop(dir_link::point(link, None)),
            Goes::File(file) if file.symlink_metadata().is_ok_and(|facts| facts.is_file()) => {
                let _ = fs::remove_file(file);
            }
            _ => {}
        }
    }
    Ok(Removed { how: plan.how, left })
}

/// Keeps go from unpacking this very toolchain meanwhile.
fn lock(plan: &RemovalPlan) -> Result<Option<File>, RemovalError> {
    let Some(path) = &plan.lock else { return Ok(None) };
    // go keeps these files: they stay.
    let Ok(file) = File::options().create(true).truncate(false).write(true).open(path) else {
        return Ok(None);
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(RemovalError::Busy(plan.goroot.clone())),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// It must still be what the plan was made from.
fn look_again(plan: &RemovalPlan, unit: &Path) -> Result<(), RemovalError> {
    let inside = plan.goroot.strip_prefix(unit).unwrap_or(Path::new(""));
    match is_the_same(plan, unit, inside) && rights::mount_within(unit).is_none() {
        true => Ok(()),
        false => Err(RemovalError::Moved(unit.to_path_buf())),
    }
}

fn is_the_same(plan: &RemovalPlan, unit: &Path, inside: &Path) -> bool {
    let goroot = if inside.as_os_str().is_empty() { unit.to_path_buf() } else { unit.join(inside) };
    let facts = [unit.symlink_metadata(), goroot.symlink_metadata()];
    let [Ok(unit), Ok(sdk)] = facts else { return false };
    let now = rights::identity(&unit).zip(rights::identity(&sdk)).map(|(a, b)| [a, b]);
    unit.is_dir() && sdk.is_dir() && now == plan.identity && is_sdk(&goroot)
}

/// Deletes for good. Returns what could not be removed.
fn delete(
    plan: &RemovalPlan,
    unit: &Path,
    cancel: &Cancel,
    progress: &dyn Progress,
) -> Result<Option<PathBuf>, RemovalError> {
    let parent = unit.parent().ok_or(RemovalError::NotApplicable)?;
    sweep(parent);
    let aside =
        tempfile::Builder::new().prefix(ASIDE).tempdir_in(parent).map_err(|e| failed(parent, &e))?.keep();
    let moved = aside.join(INSIDE);
    let back = |error: RemovalError| {
        let _ = fs::remove_dir(&aside);
        Err(error)
    };
    // The entry `..` of a folder changes with its place: a read-only one cannot be moved.
    let mode = unit.symlink_metadata().map(|facts| facts.permissions());
    if let Err(e) = unlock(unit) {
        return back(failed(unit, &e));
    }
    if let Err(e) = fs::rename(unit, &moved) {
        if let Ok(mode) = mode {
            let _ = fs::set_permissions(unit, mode);
        }
        return back(failed(unit, &e));
    }
    let inside = plan.goroot.strip_prefix(unit).unwrap_or(Path::new(""));
    if !is_the_same(plan, &moved, inside) {
        let _ = fs::rename(&moved, unit);
        return back(RemovalError::Moved(unit.to_path_buf()));
    }
    if cancel.is_cancelled() {
        let _ = fs::rename(&moved, unit);
        if let Ok(mode) = mode {
            let _ = fs::set_permissions(unit, mode);
        }
        return back(RemovalError::Cancelled(crate::job::Cancelled));
    }
    clear(&moved, plan.size.files, progress);
    let _ = fs::remove_dir(&aside);
    Ok(aside.symlink_metadata().is_ok().then_some(aside))
}

/// Removes a tree that nobody else knows, in pieces, for progress. Links in it go, never what they lead to.
fn clear(tree: &Path, files: u64, progress: &dyn Progress) {
    progress.report(Step::begin(Doing::Deleting, Some(files)));
    let mut done = 0;
    for piece in pieces(tree, 2) {
        done += unlocked(&piece);
        // The standard library's deletes by handles, and so never beyond a link.
        let gone = match piece.symlink_metadata() {
            Ok(facts) if facts.is_dir() => fs::remove_dir_all(&piece),
            Ok(_) => fs::remove_file(&piece),
            Err(e) => Err(e),
        };
        drop(gone);
        progress.report(Step { doing: Doing::Deleting, done: done.min(files), total: Some(files) });
    }
    let _ = fs::remove_dir_all(tree);
}

/// What lies some levels below a folder, the inner first.
fn pieces(dir: &Path, levels: usize) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let _ = unlock(dir);
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && levels > 1 {
            all.extend(pieces(&entry.path(), levels - 1));
        }
        all.push(entry.path());
    }
    all
}

/// Makes every folder of a tree writable; counts the other names.
fn unlocked(path: &Path) -> u64 {
    match path.symlink_metadata() {
        Ok(facts) if facts.is_dir() => {}
        Ok(_) => return 1,
        Err(_) => return 0,
    }
    let _ = unlock(path);
    fs::read_dir(path).into_iter().flatten().flatten().map(|entry| unlocked(&entry.path())).sum()
}

/// What a Burrow that was killed left aside.
fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let path = entry.path();
        let ours = entry.file_name().to_string_lossy().starts_with(ASIDE);
        let only_sdk = || {
            let names: Vec<_> =
                fs::read_dir(&path).into_iter().flatten().flatten().map(|e| e.file_name()).collect();
            names.iter().all(|name| name == INSIDE)
        };
        let age = entry.metadata().and_then(|facts| facts.modified()).ok();
        let old = age.and_then(|at| clock::now().duration_since(at).ok()).is_some_and(|age| age > ABANDONED);
        if ours && old && entry.file_type().is_ok_and(|kind| kind.is_dir()) && only_sdk() {
            clear(&path.join(INSIDE), 0, &());
            let _ = fs::remove_dir(&path);
        }
    }
}

fn failed(path: &Path, error: &io::Error) -> RemovalError {
    RemovalError::Io { path: path.to_path_buf(), reason: error.to_string() }
}
