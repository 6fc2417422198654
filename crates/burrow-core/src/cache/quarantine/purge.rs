//! Giving space back for good: only what a manifest of Burrow's names. A cleaning is renamed before its first file goes,
//! so that nobody takes the rest for one that can come back; whoever comes next ends what was begun.

use std::fs::File;
use std::time::{Duration, SystemTime};

use super::cleaning::{self, Open, number};
use super::place::{self, Place};
use super::prove::ProvenRoot;
use super::take::{PATIENCE, failed};
use super::{Purged, QuarantineError, Why};
use crate::job::{Cancel, Doing, Progress, Step};
use crate::system::clock;
use crate::system::priority::lowest;
use crate::tree::Size;
use crate::tree::remove;

/// How fast it shall go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Somebody waits for the space.
    Now,
    /// Behind everything else that runs: one thread.
    Background,
}

impl Pace {
    fn threads(self) -> usize {
        match self {
            Pace::Now => std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 4),
            Pace::Background => 1,
        }
    }
}

/// Deletes the cleaning with this id, or all of them.
///
/// # Errors
/// There is no such cleaning, or another Burrow is at work.
pub fn purge(
    roots: &[ProvenRoot],
    id: Option<&str>,
    pace: Pace,
    cancel: &Cancel,
    progress: &dyn Progress,
) -> Result<Purged, QuarantineError> {
    if let Some(id) = id
        && super::cleanings(roots)?.iter().all(|cleaning| cleaning.id != id)
    {
        return Err(QuarantineError::Unknown(id.to_owned()));
    }
    those(roots, &|open| id.is_none_or(|id| open.name.id == id), pace, cancel, progress)
}

/// Deletes the cleanings whose time for undo is over.
///
/// # Errors
/// Another Burrow is at work.
pub fn purge_older_than(
    roots: &[ProvenRoot],
    age: Duration,
    pace: Pace,
    cancel: &Cancel,
    progress: &dyn Progress,
) -> Result<Purged, QuarantineError> {
    let before = clock::now().checked_sub(age).unwrap_or(SystemTime::UNIX_EPOCH);
    those(roots, &|open| open.manifest.time < before, pace, cancel, progress)
}

fn those(
    roots: &[ProvenRoot],
    wanted: &dyn Fn(&Open) -> bool,
    pace: Pace,
    cancel: &Cancel,
    progress: &dyn Progress,
) -> Result<Purged, QuarantineError> {
    let mut all = Purged::default();
    for root in roots {
        for place in place::existing(root)? {
            let Some(lock) = place.lock(PATIENCE)? else { continue };
            let mut going = Vec::new();
            for open in cleaning::of_root(&place, root)? {
                if !open.name.purging && wanted(&open) {
                    going.push(open.into_purging(&place)?);
                }
            }
            drop(lock);
            for open in going {
                all.add(delete(&place, open, pace, cancel, progress));
            }
            if let Ok(Some(lock)) = place.lock(Duration::ZERO) {
                place.remove_if_empty(lock);
            }
        }
    }
    all.cancelled |= cancel.is_cancelled();
    Ok(all)
}

impl Purged {
    pub(super) fn add(&mut self, other: Purged) {
        self.items += other.items;
        self.size += other.size;
        self.failed.extend(other.failed);
        self.cancelled |= other.cancelled;
    }
}

/// The right to delete a cleaning; `None`: another Burrow is at it.
fn claim(open: &Open) -> Option<File> {
    let file = open.lock_file().ok()?;
    match file.try_lock() {
        Err(std::fs::TryLockError::WouldBlock) => None,
        _ => Some(file),
    }
}

/// Deletes a cleaning that is marked for it.
pub(super) fn delete(
    place: &Place,
    open: Open,
    pace: Pace,
    cancel: &Cancel,
    progress: &dyn Progress,
) -> Purged {
    let Some(lock) = claim(&open) else { return Purged::default() };
    let records = open.manifest.records.len();
    let shown = open.shown();
    let (items, size) = shown.map_or((0, Size::default()), |shown| (shown.items.len() as u64, shown.size));
    progress.report(Step::begin(Doing::Deleting, Some(size.files)));
    let names: Vec<_> = (0..records).map(number).collect();
    let gone = |files: u64| {
        let done = files.min(size.files);
        progress.report(Step { doing: Doing::Deleting, done, total: Some(size.files) });
    };
    let remove = || remove::trees(&open.dir, &names, pace.threads(), cancel, &gone);
    let removed = match pace {
        Pace::Now => remove(),
        Pace::Background => lowest(remove),
    };
    let at = place.path.join(open.name.text());
    let stays: Vec<_> =
        removed.failed.iter().map(|(path, why)| failed(&at.join(path), Why::io(why))).collect();
    if removed.cancelled || !stays.is_empty() {
        // What is gone by now is told by whoever deletes the rest.
        return Purged { cancelled: removed.cancelled, failed: stays, ..Purged::default() };
    }
    open.remove_papers(place, Some(lock));
    Purged { items, size, ..Purged::default() }
}
