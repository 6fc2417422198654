//! The index against the whole disk, when nobody waits: what its rules would have believed, and is not so, is replaced
//! and counted. On one thread, behind everything else that runs.

use std::path::Path;
use std::time::{Duration, SystemTime};

use bstr::BStr;

use super::renew::holds_by;
use super::{Known, is_believed, load, remember};
use crate::cache::measure::row::Row;
use crate::cache::measure::scope::Scope;
use crate::cache::{Cache, Kind, ModuleVersion};
use crate::job::Cancel;
use crate::system::clock;
use crate::system::priority::lowest;
use crate::tree::{Pace, Size, WalkError};

/// How often is enough, unless something was cleaned.
const BETWEEN: Duration = Duration::from_secs(24 * 60 * 60);

/// What a proof came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Proof {
    /// Folders that were looked at.
    pub folders: u64,
    /// Folders of which something else was remembered, and would have been believed.
    pub differing: u64,
}

/// Looks at all of a cache, whose root has no link in it. `None`: nothing is remembered, or it is never believed, or
/// everything was looked at less than a day ago and it is not wanted `anyway`.
///
/// # Errors
/// As [`crate::tree::walk`].
pub fn prove(
    state: &Path,
    cache: Cache,
    root: &Path,
    anyway: bool,
    cancel: &Cancel,
) -> Result<Option<Proof>, WalkError> {
    let Some(before) = load(state, cache, root).filter(|_| is_believed(root)) else { return Ok(None) };
    let now = clock::now();
    if !anyway && !is_due(&before, now) {
        return Ok(None);
    }
    let scope = Scope {
        root,
        from: BStr::new(""),
        not: &|_| false,
        at: now.into(),
        pace: Pace::Alone,
        cancel,
        grown: None,
    };
    let (now, believed) = lowest(|| Known::whole(cache, &scope))?;
    let proof = Proof { folders: now.rows.len() as u64, differing: differing(&before, &now) };
    remember(Some(state).filter(|_| believed), &scope, &now);
    Ok(Some(proof))
}

fn is_due(known: &Known, now: SystemTime) -> bool {
    // A clock that was set back makes it due, too.
    known.walked_at.system().and_then(|at| now.duration_since(at).ok()).is_none_or(|age| age >= BETWEEN)
}

/// What would have been believed, and is not so. What moved meanwhile would have been read again.
fn differing(before: &Known, now: &Known) -> u64 {
    let differs = |row: &&Row| {
        let seen = now.rows.get(&row.path);
        before.is_ever_believed(row)
            && seen.is_some_and(|seen| holds_by(row, seen.stamp) && sizes(row) != sizes(seen))
    };
    before.rows.values().filter(differs).count() as u64
}

/// Bytes and files of each kind and version.
type Sizes<'a> = Vec<(Kind, Option<&'a ModuleVersion>, Size)>;

/// What is shown of a folder. Last uses move in place, and are never taken for proven.
fn sizes(row: &Row) -> (u64, Sizes<'_>) {
    let mut sizes: Vec<_> =
        row.counts.iter().map(|count| (count.kind, count.version.as_ref(), count.size)).collect();
    sizes.sort_by_key(|(kind, version, _)| (*kind, *version));
    (row.own, sizes)
}
