//! Bringing back what was taken, each item to its place. What lies there now stays: it is newer, and somebody's.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::cleaning::{self, Open, number};
use super::golock::GoLock;
use super::manifest::{Form, Record};
use super::names::{Takeable, takeable};
use super::place::{self, Place};
use super::prove::ProvenRoot;
use super::take::{PATIENCE, failed};
use super::{QuarantineError, Undone, Why, expire};
use crate::cache::Cache;
use crate::job::{Cancel, Doing, Progress, Step};
use crate::tree::dir::{Dir, Facts, Form as DiskForm};
use crate::tree::remove;

/// Brings back the cleaning with this id, by default the last one; from both caches when it took from both.
///
/// # Errors
/// There is no such cleaning, another Burrow is at work, or the root cannot be made anew.
pub fn undo(
    roots: &[ProvenRoot],
    id: Option<&str>,
    cancel: &Cancel,
    progress: &dyn Progress,
) -> Result<Undone, QuarantineError> {
    let all = super::cleanings(roots)?;
    let last = all.first().map(|cleaning| cleaning.id.clone());
    let Some(id) = id.map(str::to_owned).or(last) else { return Ok(Undone::default()) };
    let of_id: Vec<_> = all.iter().filter(|cleaning| cleaning.id == id).collect();
    if of_id.is_empty() {
        return Err(QuarantineError::Unknown(id));
    }
    let total = of_id.iter().map(|cleaning| cleaning.items.len() as u64).sum();
    progress.report(Step::begin(Doing::BringingBack, Some(total)));
    let mut undone = Undone::default();
    for root in roots {
        for place in place::existing(root)? {
            let Some(lock) = place.lock(PATIENCE)? else { continue };
            for open in cleaning::of_root(&place, root)? {
                if open.name.id == id && !open.name.purging {
                    one(&place, root, open, (cancel, progress, total), &mut undone)?;
                }
            }
            place.remove_if_empty(lock);
        }
    }
    undone.cancelled = cancel.is_cancelled();
    Ok(undone)
}

type Watched<'a> = (&'a Cancel, &'a dyn Progress, u64);

fn one(
    place: &Place,
    root: &ProvenRoot,
    mut open: Open,
    (cancel, progress, total): Watched<'_>,
    undone: &mut Undone,
) -> Result<(), QuarantineError> {
    let dir = root_dir(root)?;
    open.note_begun().map_err(|why| QuarantineError::io(&place.path, &why))?;
    // Locks are taken once a version: what belongs to one stands together in the manifest.
    let mut held: Option<(PathBuf, Option<GoLock>)> = None;
    for record in 0..open.manifest.records.len() {
        if cancel.is_cancelled() {
            break;
        }
        let Some(size) = open.held(record) else { continue };
        let Some(of) = open.record(record).cloned() else { continue };
        let items = open.items(record);
        let at = root.path().join(&of.path);
        match lock_for(&dir, &mut open, &of, &mut held).and_then(|()| back(&dir, &mut open, record, &of)) {
            Ok(Back::Done) => {
                undone.items += items.len() as u64;
                undone.size += size;
            }
            Ok(Back::Conflict) => undone.conflicts.push(at),
            Ok(Back::Conflicts(paths)) => {
                undone.conflicts.extend(paths.iter().map(|path| root.path().join(path)));
            }
            Err(why) => undone.failed.push(failed(&at, why)),
        }
        let so_far = undone.items + undone.conflicts.len() as u64 + undone.failed.len() as u64;
        progress.report(Step { doing: Doing::BringingBack, done: so_far.min(total), total: Some(total) });
    }
    let _ = open.note_settled();
    open.remove_if_empty(place);
    Ok(())
}

/// The root, made anew when go has removed it meanwhile.
fn root_dir(root: &ProvenRoot) -> Result<Dir, QuarantineError> {
    if root.is_there() {
        return root.open();
    }
    let failed = |why: io::Error| QuarantineError::io(root.path(), &why);
    let (Some(above), Some(name)) = (root.path().parent(), root.path().file_name()) else {
        return Err(QuarantineError::Moved(root.path().to_path_buf()));
    };
    let above = Dir::open(above).map_err(failed)?;
    match above.make(name, 0o777) {
        Err(why) if why.kind() != io::ErrorKind::AlreadyExists => Err(failed(why)),
        _ => above.folder(name).map_err(failed),
    }
}

fn lock_for(
    dir: &Dir,
    open: &mut Open,
    record: &Record,
    held: &mut Option<(PathBuf, Option<GoLock>)>,
) -> Result<(), Why> {
    let Some(Takeable::OfVersion { lock, .. }) = takeable(open.manifest.cache, &record.path) else {
        *held = None;
        return Ok(());
    };
    if held.as_ref().is_none_or(|(path, _)| *path != lock) {
        *held = None;
        *held = Some((lock.clone(), GoLock::take(dir, &lock, open)?));
    }
    Ok(())
}

/// What came of one item.
pub(super) enum Back {
    Done,
    Conflict,
    /// These of it, from the root; the rest of it is back.
    Conflicts(Vec<PathBuf>),
}

/// Brings one item back.
pub(super) fn back(root: &Dir, open: &mut Open, record: usize, of: &Record) -> Result<Back, Why> {
    let io = |why: io::Error| Why::io(&why);
    match of.form {
        Form::TestExpiry => expire::back(root, open, record).map_err(io),
        Form::File | Form::Folder => match whole_back(root, open, record, of).map_err(io)? {
            Back::Conflict if takeable(open.manifest.cache, &of.path) == Some(Takeable::Above) => {
                open.note_back(record).map_err(io)?;
                merge_above(root, open, record, of).map_err(io)
            }
            result => Ok(result),
        },
        Form::EntryFolder | Form::Entries => {
            open.note_back(record).map_err(io)?;
            merge_back(root, open, record).map_err(io)?;
            Ok(Back::Done)
        }
    }
}

fn whole_back(root: &Dir, open: &Open, record: usize, of: &Record) -> io::Result<Back> {
    let (Some(above), Some(name)) = (of.path.parent(), of.path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let parent = match root.made_below(above) {
        Ok(parent) => parent,
        // Something else lies where a folder on the way was.
        Err(why) if is_in_the_way(&why) => return Ok(Back::Conflict),
        Err(why) => return Err(why),
    };
    match open.dir.put(&number(record), &parent, name) {
        Ok(()) => {}
        Err(why) if why.kind() == io::ErrorKind::AlreadyExists => return Ok(Back::Conflict),
        Err(why) => return Err(why),
    }
    restore_mode(&parent, name, of);
    Ok(Back::Done)
}

/// A folder above versions that is there again: what is in it comes back one by one.
pub(super) fn merge_above(root: &Dir, open: &Open, record: usize, of: &Record) -> io::Result<Back> {
    let new = number(record);
    let from = open.dir.folder(&new)?;
    let mut conflicts = Vec::new();
    match root.below(&of.path) {
        Ok(into) => merge_folder(open.manifest.cache, &from, &into, &of.path, &mut conflicts)?,
        Err(_) => return Ok(Back::Conflict),
    }
    if conflicts.is_empty() {
        open.dir.remove_empty(&new)?;
        return Ok(Back::Done);
    }
    Ok(Back::Conflicts(conflicts))
}

fn merge_folder(
    cache: Cache,
    from: &Dir,
    into: &Dir,
    path: &Path,
    conflicts: &mut Vec<PathBuf>,
) -> io::Result<()> {
    for name in from.names()? {
        let below = path.join(&name);
        match from.put(&name, into, &name) {
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {}
            Err(why) if why.kind() == io::ErrorKind::PermissionDenied => {
                put_unlocked(from, into, &name)?;
                continue;
            }
            done => {
                done?;
                continue;
            }
        }
        let both = (from.folder(&name), into.folder(&name));
        match (takeable(cache, &below), both) {
            (Some(Takeable::Above), (Ok(from_below), Ok(into_below))) => {
                let before = conflicts.len();
                merge_folder(cache, &from_below, &into_below, &below, conflicts)?;
                if conflicts.len() == before {
                    from.remove_empty(&name)?;
                }
            }
            _ => conflicts.push(below),
        }
    }
    Ok(())
}

/// A read-only folder moves only while it is writable; its mode is put back under its new name.
fn put_unlocked(from: &Dir, into: &Dir, name: &OsStr) -> io::Result<()> {
    let folder = from.folder(name)?;
    let mode = folder.facts()?.mode;
    folder.set_mode(mode | 0o700)?;
    let done = from.put(name, into, name);
    folder.set_mode(mode)?;
    done
}

fn is_in_the_way(why: &io::Error) -> bool {
    use io::ErrorKind::{AlreadyExists, CrossesDevices, NotADirectory};
    matches!(why.kind(), AlreadyExists | CrossesDevices | NotADirectory)
}

/// Gives a folder the mode that it had, if it is the very one.
pub(super) fn restore_mode(parent: &Dir, name: &OsStr, of: &Record) {
    if !matches!(of.form, Form::Folder | Form::EntryFolder) {
        return;
    }
    if let Ok(folder) = parent.folder(name)
        && let Ok(facts) = folder.facts()
        && facts.identity.1 == of.inode
        && facts.mode == of.mode | 0o700
        && facts.mode != of.mode
    {
        let _ = folder.set_mode(of.mode);
    }
}

/// Brings entries back into their folder, in one step where nothing new is in it, else one by one. Names are hashes of
/// contents: of two with the same name the one that is there is kept.
pub(super) fn merge_back(root: &Dir, open: &Open, record: usize) -> io::Result<()> {
    let Some(of) = open.record(record) else { return Ok(()) };
    let (name, new) = (of.path.as_os_str(), number(record));
    match open.dir.look(&new)? {
        Some(there) if there.form == DiskForm::Folder => {}
        _ => return Ok(()),
    }
    let from = open.dir.folder(&new)?;
    let names = from.names()?;
    let whole = of.form == Form::EntryFolder && from.facts()?.identity.1 == of.inode;
    let missing = whole && root.look(name)?.is_none();
    if names.is_empty() && !missing {
        return open.dir.remove_empty(&new);
    }
    if missing && open.dir.put(&new, root, name).is_ok() {
        restore_mode(root, name, of);
        return Ok(());
    }
    let into = made_again(root, name, &from.facts()?)?;
    if whole && into.names()?.is_empty() && open.dir.exchange(&new, root, name).is_ok() {
        // What a build wrote between the look and the exchange.
        return merge_names(&open.dir.folder(&new)?, &root.folder(name)?, &open.dir, &new);
    }
    merge_names(&from, &into, &open.dir, &new)
}

/// A folder of entries, made where it is gone altogether: `go clean -cache` removes it.
pub(super) fn made_again(root: &Dir, name: &OsStr, like: &Facts) -> io::Result<Dir> {
    match root.make(name, 0o777) {
        Err(why) if why.kind() == io::ErrorKind::AlreadyExists => return root.folder(name),
        done => done?,
    }
    let made = root.folder(name)?;
    if made.facts()?.owner != like.owner {
        let _ = made.set_owner(like.owner);
    }
    Ok(made)
}

/// Outputs come before the records that name them.
fn merge_names(from: &Dir, into: &Dir, above: &Dir, name: &OsStr) -> io::Result<()> {
    let mut names = from.names()?;
    names.sort_by_key(|name| name.as_encoded_bytes().ends_with(b"-a"));
    for entry in names {
        match from.put(&entry, into, &entry) {
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {
                remove::tree(from, &entry, &Cancel::new()).result()?;
            }
            done => done?,
        }
    }
    above.remove_empty(name)
}
