//! Ending what a killed Burrow began: every item is wholly in the cache or wholly quarantined afterwards, and what was
//! being deleted is gone. Every `cache` command and the app's start begin with it.

use std::time::Duration;

use super::cleaning::{self, Open, Progress as Noted, number};
use super::golock::GoLock;
use super::manifest::Form;
use super::place::{self, Place};
use super::prove::{ProvenRoot, Surroundings, prove};
use super::purge::{self, Pace};
use super::undo::{back, merge_above, merge_back, restore_mode};
use super::{Purged, QuarantineError, Why};
use crate::cache::{Cache, Roots};
use crate::job::Cancel;
use crate::tree::Size;
use crate::tree::dir::{Dir, Form as DiskForm};

/// What was found and ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recovered {
    /// Cleanings that had been broken off.
    pub ended: u64,
    /// What had been half deleted.
    pub purged: Purged,
    /// Another Burrow is at work in a quarantine: nothing was looked at there.
    pub busy: bool,
}

/// Ends whatever was broken off in the quarantines of these roots.
///
/// # Errors
/// A quarantine cannot be read.
pub fn recover(roots: &[ProvenRoot], cancel: &Cancel) -> Result<Recovered, QuarantineError> {
    let mut recovered = Recovered::default();
    for root in roots {
        for place in place::existing(root)? {
            let lock = match place.lock(Duration::ZERO) {
                Ok(Some(lock)) => lock,
                Ok(None) => continue,
                Err(QuarantineError::Busy(_)) => {
                    recovered.busy = true;
                    continue;
                }
                Err(why) => return Err(why),
            };
            clear_unfinished(&place)?;
            let dir = if root.is_there() { Some(root.open()?) } else { None };
            let mut half_deleted = Vec::new();
            for open in cleaning::of_root(&place, root)? {
                if open.name.purging {
                    half_deleted.push(open);
                } else if !open.is_settled() {
                    settle(&place, dir.as_ref(), open);
                    recovered.ended += 1;
                } else {
                    // Killed after all of it was back, and before its papers went.
                    open.remove_if_empty(&place);
                }
            }
            // The lock is let go: deleting may take long, and has a lock of its own.
            drop(lock);
            for open in half_deleted {
                recovered.purged.add(purge::delete(&place, open, Pace::Now, cancel, &()));
            }
            if let Ok(Some(lock)) = place.lock(Duration::ZERO) {
                place.remove_if_empty(lock);
            }
        }
    }
    Ok(recovered)
}

/// As [`recover`], for whoever only looks at the caches of a context: where there is no quarantine nothing is judged, and
/// what cannot be ended now is left to the next command.
pub fn recover_quietly(roots: &Roots, around: &Surroundings, cancel: &Cancel) {
    for cache in Cache::ALL {
        let folder = roots.root(cache).folder().filter(|folder| place::may_be_there(folder));
        if let Some(Ok(root)) = folder.map(|folder| prove(folder, cache, around)) {
            let _ = recover(&[root], cancel);
        }
    }
}

/// Folders that never got a manifest.
fn clear_unfinished(place: &Place) -> Result<(), QuarantineError> {
    let names = cleaning::names(place).map_err(|why| QuarantineError::io(&place.path, &why))?;
    for name in names {
        cleaning::remove_unfinished(place, &name);
    }
    Ok(())
}

/// Brings every item of a cleaning to one of its two states.
fn settle(place: &Place, root: Option<&Dir>, mut open: Open) {
    let mut whole = true;
    for record in 0..open.manifest.records.len() {
        whole &= one(root, &mut open, record).is_ok();
    }
    if let Some(root) = root {
        open.locks().iter().for_each(|lock| GoLock::sweep(root, lock));
    }
    if whole {
        let _ = open.note_settled();
    }
    open.remove_if_empty(place);
}

fn one(root: Option<&Dir>, open: &mut Open, record: usize) -> Result<(), Why> {
    let Some(of) = open.record(record).cloned() else { return Ok(()) };
    let io = |why: std::io::Error| Why::io(&why);
    let there = open.dir.look(&number(record)).map_err(io)?;
    match of.form {
        Form::Folder if there.is_some() && open.progress(record) == Some(Noted::Back) => match root {
            Some(root) => merge_above(root, open, record, &of).map(drop).map_err(io),
            None => Ok(()),
        },
        Form::File | Form::Folder => {
            // Killed between the change of its mode and its move, there or back.
            if let (None, Some(root)) = (there, root)
                && let (Some(above), Some(name)) = (of.path.parent(), of.path.file_name())
                && let Ok(parent) = root.below(above)
            {
                restore_mode(&parent, name, &of);
            }
            Ok(())
        }
        Form::TestExpiry => match (there, open.progress(record), root) {
            (Some(_), None, Some(root)) => back(root, open, record, &of).map(drop),
            _ => Ok(()),
        },
        Form::Entries if open.progress(record).is_none() => {
            // Each entry is an item of its own, and each that lies here is wholly here.
            let size = counted(open, record).map_err(io)?;
            open.note_took(record, size).map_err(io)
        }
        Form::Entries | Form::EntryFolder => match (open.progress(record), root) {
            (_, Some(root)) if there.is_none() => {
                if let Some(name) = of.path.file_name() {
                    restore_mode(root, name, &of);
                }
                Ok(())
            }
            (None | Some(Noted::Back), Some(root)) if there.is_some() => {
                open.note_back(record).map_err(io)?;
                merge_back(root, open, record).map_err(io)
            }
            _ => Ok(()),
        },
    }
}

fn counted(open: &Open, record: usize) -> std::io::Result<Size> {
    let Some(facts) = open.dir.look(&number(record))? else { return Ok(Size::default()) };
    if facts.form != DiskForm::Folder {
        return Ok(Size::default());
    }
    size_of(&open.dir.folder(&number(record))?)
}

fn size_of(folder: &Dir) -> std::io::Result<Size> {
    let mut size = Size::default();
    for name in folder.names()? {
        let Some(facts) = folder.look(&name)? else { continue };
        match facts.form {
            DiskForm::Folder => {
                size.disk_bytes += facts.disk_bytes;
                size += size_of(&folder.folder(&name)?)?;
            }
            _ => {
                let disk_bytes = if facts.names > 1 { 0 } else { facts.disk_bytes };
                size += Size { bytes: facts.bytes, disk_bytes, files: 1 };
            }
        }
    }
    Ok(size)
}
