//! What somebody wants to go.

use std::path::PathBuf;

use bstr::BString;

use super::super::{Cache, Kind, ModuleVersion};

/// What somebody wants to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Whole kinds, as `go clean` takes them.
    Kinds {
        targets: Vec<Target>,
        /// Only what no build beside it notices.
        safe: bool,
    },
    /// The standard plan: what Go itself would throw away, the downloads of what is unpacked, and versions that no known
    /// project needs and a server has. Nothing of the last [`Wish::GRACE_DAYS`] days, nothing that may not come back,
    /// nothing that a known project needs to build without a network.
    Standard {
        /// Entries of the build cache that were not used for so many days; never less than [`Wish::GRACE_DAYS`].
        idle_days: u32,
    },
    /// What a person chose, one by one.
    Selection(Vec<Selected>),
    /// What a rule finds.
    Rule(Rule),
    /// Module versions that no project refers to.
    Prune(Prune),
}

impl Wish {
    /// Go keeps what was used within so many days, and so does everything that is done without being chosen.
    pub const GRACE_DAYS: u32 = 5;
}

/// A kind that can be cleaned as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// What `go clean -cache` takes.
    Build,
    /// What `go clean -testcache` does: results of tests are no longer believed, and nothing goes.
    Test,
    /// What `go clean -fuzzcache` takes.
    Fuzz,
    /// Modules, unpacked.
    Modules,
    /// Their zips, and what downloads left behind.
    Downloads,
    /// Clones.
    Vcs,
    /// Records of checksum databases.
    Sumdb,
    /// Toolchains that go fetched.
    Toolchains,
    /// What `go clean -modcache` takes.
    Modcache,
}

impl Target {
    pub const ALL: [Target; 9] = [
        Target::Build,
        Target::Test,
        Target::Fuzz,
        Target::Modules,
        Target::Downloads,
        Target::Vcs,
        Target::Sumdb,
        Target::Toolchains,
        Target::Modcache,
    ];

    /// Stable, for scripts and the wire.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Target::Build => "build",
            Target::Test => "test",
            Target::Fuzz => "fuzz",
            Target::Modules => "modules",
            Target::Downloads => "downloads",
            Target::Vcs => "vcs",
            Target::Sumdb => "sumdb",
            Target::Toolchains => "toolchains",
            Target::Modcache => "modcache",
        }
    }

    /// The target of that name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Target> {
        Target::ALL.into_iter().find(|target| target.id() == id)
    }

    /// The cache that it is in.
    #[must_use]
    pub fn cache(self) -> Cache {
        match self {
            Target::Build | Target::Test | Target::Fuzz => Cache::Build,
            _ => Cache::Modules,
        }
    }
}

/// Something that was chosen in a picture or a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Selected {
    /// A whole kind.
    Kind(Kind),
    /// All versions of a module: their folders and downloads.
    Module(BString),
    /// One version, its folder and downloads.
    Version(ModuleVersion),
    /// What can go at or below a path (`github.com`, `fuzz/example.com/x`), relative to the root of the cache.
    Path(Cache, PathBuf),
}

/// What a rule takes: entries of the build cache and module versions for which everything holds that is set. Versions
/// that a known project needs are never taken by a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rule {
    /// Module versions that no known project needs. (No entry of the build cache.)
    pub unused: bool,
    /// Module versions of which a newer one is in the cache. (No entry of the build cache.)
    pub older_versions: bool,
    /// Last used (build cache) or fetched (modules) at least so many days ago.
    pub not_used_for_days: Option<u32>,
    /// Only in this cache, and only so much, oldest first, that it comes under a size.
    pub keep_under: Option<KeepUnder>,
}

/// A size that a cache shall not exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepUnder {
    pub cache: Cache,
    /// Neither its bytes nor what the disk holds for it are to be more.
    pub bytes: u64,
}

/// How far unreferenced module versions go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Prune {
    /// What was fetched within so many days stays.
    pub keep_days: Option<u32>,
    /// Only so many, oldest first, that the module cache comes under so many bytes.
    pub max_size: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_its_own_name() {
        for target in Target::ALL {
            assert_eq!(Target::from_id(target.id()), Some(target));
        }
        assert_eq!(Target::from_id("other"), None);
    }
}
