//! What a plan is made of: what goes, what that costs, and what stays.

use std::path::PathBuf;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::super::{Cache, Kind, ModuleVersion};
use super::Target;
use crate::tree::Size;
use crate::tree::dir::Unmoved;

/// A cleaning that was not done yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// No path contains another's. They are taken in this order: a record of the build cache goes before its output.
    pub items: Vec<Item>,
    /// Of all items; `disk_bytes` is what the volume gets back.
    pub size: Size,
    /// What was asked for and stays.
    pub left: Vec<Left>,
    /// The `testexpire.txt` to write, so that go believes no test result that is older.
    pub expires_tests: Option<PathBuf>,
}

impl Plan {
    /// Nothing would be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.expires_tests.is_none()
    }

    /// Names the plan: two that do the same have the same name.
    #[must_use]
    pub fn id(&self) -> String {
        let mut all = Sha256::new();
        let mut add = |path: &PathBuf, bytes: u64| {
            all.update(path.as_os_str().as_encoded_bytes());
            all.update([0]);
            all.update(bytes.to_le_bytes());
        };
        self.items.iter().for_each(|item| add(&item.path, item.size.bytes));
        self.expires_tests.iter().for_each(|file| add(file, 0));
        let digest = all.finalize();
        digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A file or a folder that is wholly taken or wholly left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub cache: Cache,
    pub kind: Kind,
    /// In the folder of the cache, links followed up to there.
    pub path: PathBuf,
    /// The version that it is all of or a part of; `None` where it is of none or of several.
    pub version: Option<ModuleVersion>,
    /// `disk_bytes` is what the volume gets back. A file with several names in the plan counts in one item.
    pub size: Size,
    pub reason: Reason,
    pub safety: Safety,
    /// It stays when it was used (mtime) after this; looked at again when it is taken.
    pub unless_used_since: Option<SystemTime>,
    /// The `@v/<version>.lock` files under which go fetches and unpacks what is in here, held while it is taken. They
    /// need not be there.
    pub locks: Vec<PathBuf>,
    /// Of a folder of entries: by what it is known, when it is taken, that nothing came into it since it was read.
    pub unmoved: Option<Unmoved>,
}

/// What it costs to take something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// No build notices but by its time.
    Safe,
    /// A build that runs now may fail, and something may have to be downloaded again.
    NeedsNetwork,
    /// It may not be there any more: a private module, or one that no server has.
    Private,
}

impl Safety {
    /// Stable, for scripts and the wire.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::NeedsNetwork => "needs-network",
            Safety::Private => "private",
        }
    }
}

/// Why an item is in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Its kind was chosen.
    Kind(Target),
    /// A person chose just this.
    Chosen,
    /// A download that did not end, or was not cleared away.
    LeftOver,
    /// Not used for so many days.
    Idle { days: u32 },
    /// The download of a version that lies there unpacked.
    Unpacked,
    /// No known project refers to it.
    Unreferenced,
    /// A newer version of the module is there.
    Older,
    /// The oldest of a cache that is larger than it shall be.
    OverSize,
    /// It is not what go has put there, and go does not repair it.
    Damaged,
}

impl Reason {
    /// Stable, for scripts and the wire.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Reason::Kind(kind) => kind.id(),
            Reason::Chosen => "chosen",
            Reason::LeftOver => "left-over",
            Reason::Idle { .. } => "idle",
            Reason::Unpacked => "unpacked",
            Reason::Unreferenced => "unreferenced",
            Reason::Older => "older-version",
            Reason::OverSize => "over-size",
            Reason::Damaged => "damaged",
        }
    }
}

/// Something that stays, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub cache: Cache,
    /// Nothing of the plan lies below it.
    pub path: PathBuf,
    pub reason: LeftReason,
}

/// Why something stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftReason {
    /// Go did not put it there.
    Stray,
    /// Go holds its locks by this file.
    Lock,
    /// It could not be looked at.
    Unreadable,
    /// Another volume begins there, or in it.
    Mount,
    /// It was used or fetched within so many days.
    Lately { days: u32 },
    /// Known projects refer to it.
    Needed,
    /// A go.sum names its `.mod`, or a build list is made with it.
    ModNeeded,
    /// Only what is safe was asked for.
    NotSafe(Safety),
    /// It may not be there any more when it is wanted again.
    MayBeGone,
    /// No project is known: what is needed cannot be told.
    NoProjects,
}

impl LeftReason {
    /// Stable, for scripts and the wire.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            LeftReason::Stray => "stray",
            LeftReason::Lock => "lock",
            LeftReason::Unreadable => "unreadable",
            LeftReason::Mount => "mount",
            LeftReason::Lately { .. } => "used-lately",
            LeftReason::Needed => "needed",
            LeftReason::ModNeeded => "mod-needed",
            LeftReason::NotSafe(_) => "not-safe",
            LeftReason::MayBeGone => "may-be-gone",
            LeftReason::NoProjects => "no-projects",
        }
    }
}
