//! The two caches and the kinds of what is in them: their names, their order, and where each begins. Which name in a
//! cache is of which kind is `go_rules::cache`'s affair.

use std::path::{Path, PathBuf};

/// One of the two folders that Go keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cache {
    /// GOCACHE.
    Build,
    /// GOMODCACHE.
    Modules,
}

impl Cache {
    pub const ALL: [Cache; 2] = [Cache::Build, Cache::Modules];

    /// Stable, for scripts and the wire: the variable's name in small letters.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Cache::Build => "gocache",
            Cache::Modules => "gomodcache",
        }
    }

    /// The variable that says where it is.
    #[must_use]
    pub fn variable(self) -> &'static str {
        match self {
            Cache::Build => "GOCACHE",
            Cache::Modules => "GOMODCACHE",
        }
    }

    /// The kinds that this cache can hold, in the order in which they are told.
    #[must_use]
    pub fn kinds(self) -> &'static [Kind] {
        match self {
            Cache::Build => &[Kind::Build, Kind::Test, Kind::Fuzz, Kind::Other],
            Cache::Modules => {
                &[Kind::Modules, Kind::Downloads, Kind::Vcs, Kind::Sumdb, Kind::Toolchains, Kind::Other]
            }
        }
    }
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

impl Kind {
    /// Stable, for scripts and the wire.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Kind::Build => "build",
            Kind::Test => "test",
            Kind::Fuzz => "fuzz",
            Kind::Modules => "modules",
            Kind::Downloads => "downloads",
            Kind::Vcs => "vcs",
            Kind::Sumdb => "sumdb",
            Kind::Toolchains => "toolchains",
            Kind::Other => "other",
        }
    }

    /// The innermost folder that holds all of this kind, in the cache at `root`.
    #[must_use]
    pub fn folder(self, root: &Path) -> PathBuf {
        match self {
            Kind::Build | Kind::Test | Kind::Modules | Kind::Other => root.to_path_buf(),
            Kind::Fuzz => root.join("fuzz"),
            Kind::Downloads => root.join("cache").join("download"),
            Kind::Vcs => root.join("cache").join("vcs"),
            Kind::Sumdb => root.join("cache").join("download").join("sumdb"),
            // Their downloads lie elsewhere, and so does nobody's who only wants to look.
            Kind::Toolchains => root.join("golang.org"),
        }
    }
}
