//! The one place that moves and deletes what Go's caches hold.
//!
//! `prove` judges a root before anything else; `names` says what may be taken from it at all. `take` renames items into
//! `.burrow-quarantine` beside the cache (`place`), after a `manifest` that says where each was has reached the disk;
//! `undo` brings them back, `purge` deletes them for good, and `recover` ends what a killed Burrow began. All of it
//! goes by [`crate::tree::dir`]: no link is followed, no other volume entered. What should go is `plan`'s affair.
//!
//! On the disk: `.burrow-quarantine/<id>.<cache>/` holds `manifest` (written once, before the first rename), `journal`
//! (what was finished since) and the items under their numbers. An item is held when its number is there; one that goes
//! entry by entry only once the journal says so. While a cleaning is deleted its folder ends in `.purging`.

mod cleaning;
mod entries;
mod expire;
mod golock;
mod manifest;
mod names;
mod place;
mod prove;
mod purge;
mod recover;
mod take;
mod undo;

#[cfg(all(test, unix))]
mod tests;

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::Cache;
use crate::job::Cancelled;
use crate::tree::Size;

pub use place::NAME;
pub use prove::{ProvenRoot, RootRefusal, Surroundings, prove, prove_all};
pub use purge::{Pace, purge, purge_older_than};
pub use recover::{Recovered, recover, recover_quietly};
pub use take::take;
pub use undo::undo;

/// How something is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct How {
    /// Deleted at once; nothing is kept for undo.
    pub purge: bool,
    /// Programs of Go run beside it: an emptied folder of the build cache is there at every moment. Else it goes with
    /// what is in it, as `go clean -cache` does.
    pub beside_builds: bool,
}

/// What a cleaning has really done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Done {
    /// For `undo` and `purge`; of a cleaning that was purged only a name.
    pub id: String,
    /// How many items went, each wholly.
    pub items: u64,
    /// What they took.
    pub size: Size,
    /// What stays, and why.
    pub failed: Vec<Failed>,
    /// Somebody cancelled: what was not taken by then stays.
    pub cancelled: bool,
}

/// An item that stays where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    pub path: PathBuf,
    pub why: Why,
}

/// Why an item stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It was used since the plan was made, or within the time that the plan leaves alone.
    Used,
    /// go holds the lock of this version: it is downloading or unpacking it.
    Locked,
    /// Its name is none that go gives to such a thing.
    NotGos,
    /// It is no longer what the plan was made from: a link, a file for a folder.
    Changed,
    /// Something else is mounted there.
    Mount,
    /// What the system says.
    Io(String),
}

impl Why {
    fn io(error: &io::Error) -> Why {
        Why::Io(error.to_string())
    }
}

/// A cleaning that can still be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaning {
    /// One cleaning of both caches has the same id in both.
    pub id: String,
    pub cache: Cache,
    /// The root that it was taken from, links followed.
    pub root: PathBuf,
    pub time: SystemTime,
    pub size: Size,
    /// Where each item was.
    pub items: Vec<PathBuf>,
}

/// What came of `undo`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Undone {
    pub items: u64,
    pub size: Size,
    /// Something new lies there: it stays, and the old one stays quarantined.
    pub conflicts: Vec<PathBuf>,
    /// Could not be brought back, and stays quarantined.
    pub failed: Vec<Failed>,
    /// Somebody cancelled; what was not brought back by then stays quarantined.
    pub cancelled: bool,
}

/// What came of `purge`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Purged {
    pub items: u64,
    pub size: Size,
    /// What the system did not let go.
    pub failed: Vec<Failed>,
    /// Somebody cancelled; the next command goes on.
    pub cancelled: bool,
}

/// Why the quarantine could do nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuarantineError {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// Another Burrow cleans, brings back or deletes there.
    #[error("another Burrow is busy with {path}", path = .0.display())]
    Busy(PathBuf),
    /// No cleaning has this id.
    #[error("there is no cleaning {0}")]
    Unknown(String),
    /// The root is no longer the folder that was proven.
    #[error("{path} has changed since", path = .0.display())]
    Moved(PathBuf),
    /// There is no place for a quarantine beside the cache or in it.
    #[error("no quarantine can be made for {root}: {reason}", root = .root.display())]
    NoPlace { root: PathBuf, reason: String },
    #[error("{path}: {reason}", path = .path.display())]
    Io { path: PathBuf, reason: String },
}

impl QuarantineError {
    fn io(path: &Path, error: &io::Error) -> QuarantineError {
        QuarantineError::Io { path: path.to_path_buf(), reason: error.to_string() }
    }
}

/// Everything that can still be taken back, the newest first. Finishes nothing: see [`recover`].
///
/// # Errors
/// A quarantine cannot be read.
pub fn cleanings(roots: &[ProvenRoot]) -> Result<Vec<Cleaning>, QuarantineError> {
    let mut all = Vec::new();
    for root in roots {
        for place in place::existing(root)? {
            all.extend(cleaning::listed(&place, root));
        }
    }
    all.sort_by(|a, b| (b.time, &b.id, a.cache).cmp(&(a.time, &a.id, b.cache)));
    Ok(all)
}
