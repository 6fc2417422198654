//! A folder held open, and what can be done in it by name: looking, moving, removing. Every name is one component; no
//! link is ever followed, and no other volume entered, whatever is put in the way meanwhile.
//!
//! On Unix each call goes through the handle (`openat`, `renameat`, `unlinkat`), so that a folder that is exchanged for
//! a link between two calls changes nothing. Elsewhere a path stands in for the handle and is looked at before each
//! call. What the names mean is decided elsewhere.

#[cfg(not(unix))]
#[path = "other.rs"]
mod system;
#[cfg(unix)]
#[path = "unix.rs"]
mod system;

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Component, Path};
use std::time::{Duration, SystemTime};

pub use system::Dir;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    Folder,
    File,
    /// A symbolic link; on Windows every reparse point.
    Link,
    /// A socket, a pipe, a device.
    Other,
}

/// What there is to know of a name without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub form: Form,
    /// Volume and number; zeros where the system has none.
    pub identity: (u64, u64),
    /// Its permission bits; 0 where the system has none.
    pub mode: u32,
    /// Owner and group; zeros where the system has none.
    pub owner: (u32, u32),
    /// The length; of a folder the system's own.
    pub bytes: u64,
    /// What the disk holds for it.
    pub disk_bytes: u64,
    /// How many names it has.
    pub names: u64,
    /// When its content changed last.
    pub modified: SystemTime,
    /// When anything about it changed last, its names included; nothing can set it. `None` where the system keeps no such
    /// time.
    pub changed: Option<SystemTime>,
    /// Something else is mounted there.
    pub is_mount: bool,
}

impl Facts {
    /// Whether both are the same thing, perhaps under another name.
    #[must_use]
    pub fn is_same(&self, other: &Facts) -> bool {
        self.form == other.form && self.identity == other.identity
    }
}

/// A folder as it was when its names were read: for as long as it looks the same, they are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmoved {
    identity: (u64, u64),
    modified: SystemTime,
    changed: SystemTime,
}

impl Unmoved {
    /// Of what the open folder told at this time, before its names were read. `None`: its times would not tell, because
    /// the system keeps none that nothing can set, or because they are younger than the grain of some clocks.
    #[must_use]
    pub fn of(facts: &Facts, at: SystemTime) -> Option<Unmoved> {
        const GRAIN: Duration = Duration::from_secs(3);
        let is_old = |time: SystemTime| time.checked_add(GRAIN).is_some_and(|since| since < at);
        let changed = facts.changed.filter(|changed| is_old(*changed) && is_old(facts.modified))?;
        Some(Unmoved { identity: facts.identity, modified: facts.modified, changed })
    }

    /// Whether it still looks the same, perhaps after a rename of the folder itself, which `changed` tells as well.
    #[must_use]
    pub fn is(&self, facts: &Facts) -> bool {
        facts.identity == self.identity
            && facts.modified == self.modified
            && facts.changed == Some(self.changed)
    }
}

/// Whether a name is one plain component: nothing that leads up, nowhere or further.
#[must_use]
pub fn is_plain(name: &OsStr) -> bool {
    let mut parts = Path::new(name).components();
    matches!((parts.next(), parts.next()), (Some(Component::Normal(part)), None) if part == name)
}

impl Dir {
    /// The folder at a relative path below this one, opened step by step.
    ///
    /// # Errors
    /// A step is missing, no folder, a link or on another volume.
    pub fn below(&self, path: &Path) -> io::Result<Dir> {
        let mut dir = self.again()?;
        for part in path.components() {
            match part {
                Component::Normal(name) => dir = dir.folder(name)?,
                Component::CurDir => {}
                _ => return Err(io::ErrorKind::InvalidInput.into()),
            }
        }
        Ok(dir)
    }

    /// As [`Dir::below`]; makes the folders that are missing, as the system makes new ones.
    ///
    /// # Errors
    /// As [`Dir::below`], or a folder cannot be made.
    pub fn made_below(&self, path: &Path) -> io::Result<Dir> {
        let mut dir = self.again()?;
        for part in path.components() {
            let Component::Normal(name) = part else { return Err(io::ErrorKind::InvalidInput.into()) };
            match dir.make(name, 0o777) {
                Err(why) if why.kind() != io::ErrorKind::AlreadyExists => return Err(why),
                _ => dir = dir.folder(name)?,
            }
        }
        Ok(dir)
    }

    /// The names in the folder, in no order.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn names(&self) -> io::Result<Vec<OsString>> {
        Ok(self.entries()?.into_iter().map(|(name, _)| name).collect())
    }
}

/// Refuses what is no plain name before the system sees it.
fn plain(name: &OsStr) -> io::Result<&OsStr> {
    if is_plain(name) { Ok(name) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

#[cfg(test)]
mod tests;
