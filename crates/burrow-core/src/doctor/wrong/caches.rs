//! What can be wrong with the caches.

use std::path::PathBuf;

use crate::cache::Cache;

/// One of those. Sizes in bytes.
#[derive(Debug, Clone, PartialEq)]
pub enum CachesWrong {
    /// The volume of these caches is nearly full.
    VolumeFull { caches: Vec<Cache>, free: u64, total: u64 },
    /// Go cannot write where a cache is, or would be.
    ReadOnly {
        cache: Cache,
        why: ReadOnly,
        /// There are modules in it, which can be read all the same.
        filled: bool,
    },
    /// A cache lies in memory.
    Volatile { cache: Cache, file_system: String },
    /// A cache lies on another machine.
    Network { cache: Cache, file_system: String },
    /// A cache is larger than the person wanted.
    OverBudget { cache: Cache, size: u64, budget: u64 },
    /// There are several module caches with something in them.
    Split { own: PathBuf, others: usize },
    /// Module versions that Go does not repair by itself.
    Damaged { count: usize, checked: u64 },
}

/// Why nothing can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReadOnly {
    /// The volume is mounted so.
    Volume,
    /// This account may not.
    Rights,
    /// Something else stands in its place, or in that of a folder above it.
    NoFolder,
}
