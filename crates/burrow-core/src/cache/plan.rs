//! What a cleaning would take, complete and exact, before it is done.

use std::path::PathBuf;
use std::time::SystemTime;

use super::Cache;
use crate::tree::Size;

/// A cleaning that was not done yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// No path contains another's.
    pub items: Vec<Item>,
    /// Of all items; `disk_bytes` is what the volume gets back.
    pub size: Size,
    /// What was asked for and stays.
    pub left: Vec<Left>,
}

/// A file or a folder that is wholly taken or wholly left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub cache: Cache,
    /// In the folder of the cache, links followed up to there.
    pub path: PathBuf,
    pub size: Size,
    pub reason: Reason,
    pub safety: Safety,
    /// It stays when it was used (mtime) after this; looked at again when it is taken.
    pub unless_used_since: Option<SystemTime>,
}

/// What it costs to take something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// No build notices but by its time.
    Safe,
    /// Something may have to be downloaded again.
    NeedsNetwork,
    /// It may not be there any more: a private module, or one that no server has.
    Private,
}

/// Why an item is in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// A person chose its kind.
    Kind(super::Kind),
}

/// Something that stays, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub path: PathBuf,
    pub reason: LeftReason,
}

/// Why something stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LeftReason {
    /// Go did not put it there.
    Stray,
}
