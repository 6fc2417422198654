//! What one folder of a cache holds, so that it can be told again without looking into it.

use bstr::{BString, ByteSlice};

use crate::cache::{Kind, ModuleVersion};
use crate::tree::{Facts, Size, Time};

/// One folder; of a module that is unpacked, all that is below it too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// From the root, elements parted by `/`; empty for the root.
    pub path: BString,
    pub stamp: Stamp,
    /// What the disk holds for the folder itself.
    pub own: u64,
    pub shape: Shape,
    pub counts: Vec<Count>,
    /// Entries of the build cache by the day (since 1970) of their last use.
    pub ages: Vec<(i64, Size)>,
    /// Files with several names. Their bytes are in no count: which name they go to is known at the end.
    pub named: Vec<Named>,
    /// Folders here that could not be read.
    pub unread: u64,
    /// When the look at it began.
    pub read_at: Time,
}

/// What changes when names in the folder change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    pub inode: u64,
    pub modified: Time,
    pub changed: Time,
}

impl Stamp {
    pub fn of(facts: &Facts) -> Stamp {
        Stamp { inode: facts.inode, modified: facts.modified, changed: facts.changed }
    }
}

/// What the folder itself is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// It goes to this kind.
    Of(Kind),
    /// The way to modules: it goes to the kind of what it leads to.
    Path,
    /// A module, unpacked: what the folder takes is in its count.
    Module,
}

/// Files of one kind, and of one version where they are of any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub kind: Kind,
    pub version: Option<ModuleVersion>,
    pub size: Size,
    /// Their oldest and youngest modification.
    pub oldest: Option<Time>,
    pub newest: Option<Time>,
    /// When the version came, and how well that is known: the smallest number is the best.
    pub fetched: Option<(u8, Time)>,
    /// Whether the hash of its zip is there, which go takes for "whole".
    pub has_hash: bool,
    /// Whether go is unpacking it, or was.
    pub is_partial: bool,
}

impl Count {
    pub fn new(kind: Kind, version: Option<ModuleVersion>) -> Count {
        Count {
            kind,
            version,
            size: Size::default(),
            oldest: None,
            newest: None,
            fetched: None,
            has_hash: false,
            is_partial: false,
        }
    }

    pub fn see(&mut self, modified: Time) {
        self.oldest = Some(self.oldest.map_or(modified, |oldest| oldest.min(modified)));
        self.newest = self.newest.max(Some(modified));
    }

    pub fn fetched(&mut self, rank: u8, modified: Time) {
        let better = self.fetched.is_none_or(|(known, _)| rank < known);
        if better {
            self.fetched = Some((rank, modified));
        }
    }
}

/// A file with several names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    pub inode: u64,
    /// Which of the row's counts it belongs to.
    pub count: usize,
    pub size: Size,
    /// The day of its last use, for entries of the build cache.
    pub day: Option<i64>,
}

impl Row {
    pub fn new(path: BString, facts: &Facts, shape: Shape) -> Row {
        Row {
            path,
            stamp: Stamp::of(facts),
            own: facts.disk_bytes,
            shape,
            counts: Vec::new(),
            ages: Vec::new(),
            named: Vec::new(),
            unread: 0,
            read_at: Time::default(),
        }
    }

    /// The path of a name in this folder.
    pub fn below(&self, name: &[u8]) -> BString {
        if self.path.is_empty() { name.into() } else { bstr::join("/", [self.path.as_slice(), name]).into() }
    }

    /// The count of a kind that is of no version.
    pub fn of_kind(&mut self, kind: Kind) -> usize {
        let known = self.counts.iter().position(|count| count.kind == kind && count.version.is_none());
        known.unwrap_or_else(|| self.begin(kind, None))
    }

    pub fn begin(&mut self, kind: Kind, version: Option<ModuleVersion>) -> usize {
        self.counts.push(Count::new(kind, version));
        self.counts.len() - 1
    }

    /// Counts a file.
    pub fn add(&mut self, count: usize, facts: &Facts, day: Option<i64>) {
        let mut size = facts.size();
        if facts.names > 1 {
            self.named.push(Named { inode: facts.inode, count, size, day });
            size = Size { files: size.files, ..Size::default() };
        }
        let entry = &mut self.counts[count];
        entry.size += size;
        entry.see(facts.modified);
        if let Some(day) = day {
            self.age(day, size);
        }
    }

    pub fn age(&mut self, day: i64, size: Size) {
        match self.ages.iter_mut().find(|(known, _)| *known == day) {
            Some((_, sum)) => *sum += size,
            None => self.ages.push((day, size)),
        }
    }

    /// The folder that this one is in; `None` for the root.
    pub fn above(&self) -> Option<&[u8]> {
        if self.path.is_empty() {
            return None;
        }
        Some(self.path.rfind_byte(b'/').map_or(b"", |end| &self.path[..end]))
    }

    /// The youngest modification of its files.
    pub fn youngest(&self) -> Option<Time> {
        self.counts.iter().filter_map(|count| count.newest).max()
    }

    /// All that was counted here, the folder itself included.
    pub fn size(&self) -> Size {
        let counted: Size = self.counts.iter().map(|count| count.size).sum();
        counted + Size { disk_bytes: self.own, ..Size::default() }
    }
}

/// The day (UTC, since 1970) of a time.
pub fn day(time: Time) -> i64 {
    time.seconds.div_euclid(86_400)
}
