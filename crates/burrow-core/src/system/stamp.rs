//! Whether a file is still the one that was read, told by what the disk keeps of it.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Disks keep times as coarsely as this; a file may change twice within it and look the same.
const COARSEST: Duration = Duration::from_secs(3);

/// What changes whenever a file's content does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    /// Which file it is and when anything of it last changed: a time of modification can be put back, a file
    /// replaced by another.
    id: Id,
}

impl Stamp {
    pub fn of(facts: &Metadata) -> Stamp {
        Stamp { len: facts.len(), modified: facts.modified().ok(), id: Id::of(facts) }
    }

    /// Of what lies there now; `None`: nothing, or it cannot be looked at.
    pub fn at(file: &Path) -> Option<Stamp> {
        std::fs::metadata(file).ok().map(|facts| Stamp::of(&facts))
    }

    /// How many bytes the file had.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether a later change cannot hide behind the same times: they were long enough ago at `now`.
    pub fn is_settled(&self, now: SystemTime) -> bool {
        let long_ago = |time: SystemTime| now.duration_since(time).is_ok_and(|age| age > COARSEST);
        self.modified.is_some_and(long_ago) && self.id.changed().is_none_or(long_ago)
    }

    /// Whether both are the same file, as far as this system tells by its facts.
    pub fn same_file(&self, other: &Stamp) -> Option<bool> {
        self.id.same_file(&other.id)
    }
}

#[cfg(unix)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Id {
    device: u64,
    inode: u64,
    changed: (i64, i64),
}

#[cfg(unix)]
impl Id {
    fn of(facts: &Metadata) -> Id {
        use std::os::unix::fs::MetadataExt;
        Id { device: facts.dev(), inode: facts.ino(), changed: (facts.ctime(), facts.ctime_nsec()) }
    }

    fn changed(&self) -> Option<SystemTime> {
        let (seconds, nanos) = (u64::try_from(self.changed.0).ok()?, u32::try_from(self.changed.1).ok()?);
        SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanos))
    }

    fn same_file(&self, other: &Id) -> Option<bool> {
        Some((self.device, self.inode) == (other.device, other.inode))
    }
}

#[cfg(not(unix))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Id {
    created: Option<SystemTime>,
}

#[cfg(not(unix))]
impl Id {
    fn of(facts: &Metadata) -> Id {
        Id { created: facts.created().ok() }
    }

    fn changed(&self) -> Option<SystemTime> {
        self.created
    }

    fn same_file(&self, _other: &Id) -> Option<bool> {
        None
    }
}
