//! Go's caches on this machine: what is in them, what still needs it, and taking back exactly what is chosen.
//!
//! What names in a cache mean is `go_rules::cache`; how a tree is walked is [`crate::tree`]. Rooms: `measure` tells
//! what is there, `plan` what could go and what that costs, `quarantine` alone moves and deletes, `verify` finds
//! damage. Nothing here draws or asks.

pub mod plan;

pub use go_rules::module::ModuleVersion;

/// One of the two folders that Go keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cache {
    /// GOCACHE.
    Build,
    /// GOMODCACHE.
    Modules,
}

/// What a file in a cache is; each file is of exactly one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Entries of the build cache: `-a`, `-d`, and what lies in a `-d/`.
    Build,
    /// Results of tests among these; known only after the entries were read.
    Test,
    /// Corpora that fuzzing has found: `fuzz/`.
    Fuzz,
    /// Modules, unpacked.
    Modules,
    /// What came from proxies: `cache/download/`.
    Downloads,
    /// Clones: `cache/vcs/`.
    Vcs,
    /// Records of checksum databases.
    Sumdb,
    /// Toolchains that go fetched, with their downloads.
    Toolchains,
    /// Everything else: README, locks, strays.
    Other,
}
