//! What the system tells of one name, without following a link.

use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::Size;

/// What a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    Folder,
    File,
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// A time of the file system: seconds since 1970 and the nanoseconds in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time {
    pub seconds: i64,
    pub nanos: u32,
}

impl Time {
    /// As the clock has it; `None` where no clock goes so far.
    #[must_use]
    pub fn system(self) -> Option<SystemTime> {
        let whole = Duration::from_secs(self.seconds.unsigned_abs());
        let second =
            if self.seconds < 0 { UNIX_EPOCH.checked_sub(whole) } else { UNIX_EPOCH.checked_add(whole) };
        second?.checked_add(Duration::from_nanos(self.nanos.into()))
    }
}

impl From<SystemTime> for Time {
    fn from(time: SystemTime) -> Time {
        let seconds = |since: Duration| i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
        match time.duration_since(UNIX_EPOCH) {
            Ok(since) => Time { seconds: seconds(since), nanos: since.subsec_nanos() },
            Err(before) => {
                let before = before.duration();
                match before.subsec_nanos() {
                    0 => Time { seconds: -seconds(before), nanos: 0 },
                    nanos => Time { seconds: -seconds(before) - 1, nanos: 1_000_000_000 - nanos },
                }
            }
        }
    }
}

/// What the system tells of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    pub what: What,
    pub len: u64,
    pub disk_bytes: u64,
    /// How many names the file has; 1 where the system does not tell, and for folders of no meaning.
    pub names: u64,
    /// What tells files of one volume apart; 0 where the system does not tell.
    pub inode: u64,
    pub device: u64,
    pub modified: Time,
    /// When anything about it changed last, names and rights included; nothing can set it. 0 where the system keeps no
    /// such time.
    pub changed: Time,
}

impl Facts {
    /// What it takes by itself, as [`Size`] counts.
    #[must_use]
    pub fn size(&self) -> Size {
        let has_length = matches!(self.what, What::File | What::Link);
        Size {
            bytes: if has_length { self.len } else { 0 },
            disk_bytes: self.disk_bytes,
            files: u64::from(self.what != What::Folder),
        }
    }

    /// What the standard library's answer says.
    #[must_use]
    pub fn of(facts: &Metadata) -> Facts {
        let kind = facts.file_type();
        let what = match () {
            () if kind.is_symlink() => What::Link,
            () if kind.is_dir() => What::Folder,
            () if kind.is_file() => What::File,
            () => What::Other,
        };
        let modified = facts.modified().map(Time::from).unwrap_or_default();
        native(
            facts,
            Facts {
                what,
                len: facts.len(),
                disk_bytes: facts.len(),
                names: 1,
                inode: 0,
                device: 0,
                modified,
                changed: Time::default(),
            },
        )
    }
}

#[cfg(unix)]
fn native(facts: &Metadata, plain: Facts) -> Facts {
    use std::os::unix::fs::MetadataExt;
    Facts {
        disk_bytes: facts.blocks() * 512,
        names: facts.nlink(),
        inode: facts.ino(),
        device: facts.dev(),
        changed: Time {
            seconds: facts.ctime(),
            nanos: u32::try_from(facts.ctime_nsec()).unwrap_or_default(),
        },
        ..plain
    }
}

/// Windows tells inode and names only of an opened file, and go makes no second names there.
#[cfg(not(unix))]
fn native(_facts: &Metadata, plain: Facts) -> Facts {
    plain
}

/// The facts of one path, the last element not followed.
///
/// # Errors
/// What the system says.
pub fn facts_of(path: &Path) -> io::Result<Facts> {
    path.symlink_metadata().map(|facts| Facts::of(&facts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_before_1970_come_back_too() {
        // Windows keeps a tenth of a microsecond.
        for (seconds, nanos) in [(0, 0), (1_750_000_000, 999_999_900), (-1, 0), (-5, 300)] {
            let time = Time { seconds, nanos };
            assert_eq!(Time::from(time.system().unwrap()), time);
        }
        assert!(Time { seconds: -1, nanos: 5 } < Time::default());
    }

    #[test]
    #[cfg(unix)]
    fn a_link_has_a_length_and_a_pipe_has_none() {
        let dir = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("12345", dir.path().join("link")).unwrap();
        let link = facts_of(&dir.path().join("link")).unwrap();
        assert_eq!((link.what, link.size().bytes, link.size().files), (What::Link, 5, 1));
        let folder = facts_of(dir.path()).unwrap();
        assert_eq!((folder.what, folder.size().bytes, folder.size().files), (What::Folder, 0, 0));
    }
}
