//! What go remembers while it goes: what it was answered (`modfetch.cachingRepo`, `sumdb.Client`), and what already
//! lies in the module cache. Two moments with the same memory go on alike.

use std::collections::{BTreeMap, BTreeSet};

use bstr::BString;

/// Why there is nothing, as go tells it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lack {
    /// `fs.ErrNotExist`: the next entry has its turn.
    Absent,
    /// Anything else.
    Failed,
}

/// What was asked of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Stat,
    Mod,
    List,
    Latest,
    /// What the list's own times chose, for `@latest`.
    Dated,
}

/// In which walk along the entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    Query,
    Retractions,
    Mod,
    Supported,
    Zip,
}

/// Where the checksum database is asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Base {
    /// Through this entry.
    Hop(usize),
    Itself,
    /// Go gave up looking.
    Nowhere,
}

/// Everything that what comes next depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Memory {
    /// The entry that has its turn, in each walk that is on.
    pub place: Vec<(Phase, usize)>,
    /// Of the entries that were asked whether they pass the database on, one failed.
    pub offers_failed: bool,
    /// By the text of an entry.
    pub answers: BTreeMap<(BString, Kind, BString), Result<BString, Lack>>,
    /// Versions whose `.info` and `.mod` lie in the module cache.
    pub stats: BTreeSet<BString>,
    pub mods: BTreeMap<BString, Option<BString>>,
    /// What the module's own server answered.
    pub direct: Option<Result<(), Lack>>,
    pub base: Option<Base>,
    /// Whether the record of a version was had.
    pub records: BTreeMap<BString, bool>,
    /// What the newest go.mod says is retracted, once somebody has looked.
    pub retracted: Option<Vec<(BString, BString)>>,
}

impl Memory {
    /// The version is known: no list and no `.info` is asked for any more.
    pub fn forget_queries(&mut self) {
        self.answers.retain(|(_, kind, _), _| *kind == Kind::Mod);
        self.stats.clear();
        self.retracted = None;
    }

    /// The go.mod is here: only the zip is missing.
    pub fn forget_mods(&mut self) {
        self.answers.clear();
        self.mods.clear();
    }
}
