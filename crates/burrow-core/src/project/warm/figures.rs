//! How far a warm-up is, as values that can be shown while it runs.

use std::time::Duration;

use crate::cache::ModuleVersion;
use crate::secret::Masked;

/// Who is asked, or has answered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hop {
    /// A module proxy of GOPROXY, as a URL without secrets.
    Proxy(Masked),
    /// The checksum database, as a URL without secrets.
    Sumdb(Masked),
    /// The origin of a module: the host that its code lies on.
    Direct {
        /// `github.com`; empty where go did not say.
        host: String,
    },
}

/// What of a module is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Which version is meant.
    Info,
    /// Its go.mod.
    Mod,
    /// Its files.
    Zip,
    /// Its versions.
    List,
    /// Its hashes, from the checksum database.
    Sum,
    /// A repository is fetched.
    Repository,
    /// A toolchain, which is a module too.
    Toolchain,
}

/// A question of go's that has no answer yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// `None`: it is about no single module.
    pub module: Option<ModuleVersion>,
    pub part: Part,
    pub hop: Hop,
    pub since: Duration,
}

/// What one hop has answered so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HopFigures {
    pub hop: Hop,
    /// Module versions whose files came from it.
    pub modules: u64,
    /// Questions that it answered with what was asked for.
    pub answered: u64,
    /// Questions that it answered with anything else, or not at all.
    pub refused: u64,
}

/// How far a warm-up is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Module versions whose files are in the cache, of those that the project needs.
    pub done: u64,
    /// Of how many; `None`: go has not told yet, and the files at hand do not either.
    pub total: Option<u64>,
    /// Module versions that were fetched by this warm-up.
    pub fetched: u64,
    /// Bytes of zips that have come so far, half ones too.
    pub bytes: u64,
    /// Bytes a second over the last seconds; `None`: nothing came for long enough to tell.
    pub rate: Option<u64>,
    /// What go waits for, the longest first.
    pub waiting: Vec<Waiting>,
    /// Who has answered, in the order in which they first did.
    pub hops: Vec<HopFigures>,
    pub elapsed: Duration,
}
