//! The module cache against the hashes that Go keeps in it: every version that is there, not only those of one build
//! list as `go mod verify` looks at. What is damaged is named with what mends it; what moves it is
//! [`repair`], and what deletes is [`super::quarantine`].
//!
//! A version is what three things say that should agree: its zip, the hash beside it, and the folder that was unpacked
//! from it. [`judge`] knows what Go makes of each state; nothing else here decides.

mod content;
mod database;
mod fetch;
mod find;
mod folder;
mod judge;
mod locked;
mod repair;
mod run;
mod sums;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use bstr::BString;
use go_rules::module_zip::Flaw;

use super::ModuleVersion;
use crate::job::Cancelled;

pub use database::{Database, NotAsked, Proven, Unvouched, ask_database};
pub use fetch::{Fetched, Fetcher, NotFetched, NotFetchedWhy};
pub use find::Places;
pub use repair::{RepairError, Repaired, repair};
pub use run::verify;
pub use sums::{Odd, SumMismatch, sum_files};

/// What is to be verified.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// GOMODCACHE.
    pub root: PathBuf,
    /// go.sum and go.work.sum files of projects; those that are not there say nothing.
    pub sums: Vec<PathBuf>,
    /// Only these versions; `None` is all that are there.
    pub only: Option<Vec<ModuleVersion>>,
    /// What the checksum database is known to say; it outweighs all else.
    pub proven: Proven,
}

/// What there was to verify, and what of it is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// Module versions that were looked at.
    pub checked: u64,
    /// By module and version, each with what comes first for Go.
    pub damaged: Vec<Damaged>,
    /// Versions that a go is downloading or unpacking just now; nothing is said of them.
    pub busy: Vec<ModuleVersion>,
    /// Lines of go.sum that disagree with a version which agrees with itself.
    pub sums: Vec<SumMismatch>,
    /// What no go.sum vouches for; a checksum database might.
    pub unvouched: Vec<Unvouched>,
    /// What came of asking one; `None`: nobody wanted it asked.
    pub database: Option<Database>,
}

impl Verified {
    /// Takes what was found of these versions by another look.
    fn replace(&mut self, by: Verified, versions: &[ModuleVersion]) {
        let others = |version: &ModuleVersion| versions.binary_search(version).is_err();
        self.damaged.retain(|one| others(&one.version));
        self.busy.retain(&others);
        self.sums.retain(|one| others(&one.version));
        self.damaged.extend(by.damaged);
        self.busy.extend(by.busy);
        self.sums.extend(by.sums);
        self.sort();
    }

    fn sort(&mut self) {
        self.damaged.sort_by(|a, b| a.version.cmp(&b.version));
        self.busy.sort();
        self.sums.sort();
        self.unvouched.sort();
    }
}

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged {
    pub version: ModuleVersion,
    /// What is damaged or missing.
    pub path: PathBuf,
    pub damage: Damage,
    pub detail: Detail,
    /// Whether go alone repairs it, perhaps by downloading.
    pub heals_itself: bool,
    pub repair: Repair,
}

/// The kinds of damage, as `cache verify --json` has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Damage {
    /// The zip is not there; what was unpacked from it still builds.
    ZipMissing,
    /// The zip is there without its hash, or with one that is none.
    ZiphashMissing,
    /// A folder is there, but neither zip nor hash.
    DownloadMissing,
    ModMissing,
    InfoMissing,
    /// The zip is there and was not unpacked, or the folder is gone.
    DirMissing,
    /// A go began to unpack and was ended.
    PartialStale,
    /// Something in the folder is not what was unpacked.
    DirModified,
    /// Something that was unpacked is no longer in the folder.
    DirMissingFile,
    ZipCorrupt,
    ZiphashWrong,
    ModWrong,
}

impl Damage {
    /// Stable, for scripts and the wire.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Damage::ZipMissing => "zip-missing",
            Damage::ZiphashMissing => "ziphash-missing",
            Damage::DownloadMissing => "download-missing",
            Damage::ModMissing => "mod-missing",
            Damage::InfoMissing => "info-missing",
            Damage::DirMissing => "dir-missing",
            Damage::PartialStale => "partial-stale",
            Damage::DirModified => "dir-modified",
            Damage::DirMissingFile => "dir-missing-file",
            Damage::ZipCorrupt => "zip-corrupt",
            Damage::ZiphashWrong => "ziphash-wrong",
            Damage::ModWrong => "mod-wrong",
        }
    }
}

/// What a person wants to know besides the kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Detail {
    #[default]
    None,
    /// Why the zip is none.
    Flaw(Flaw),
    /// The zip is a zip, but holds something else.
    OtherContent,
    /// Zip and hash disagree, and nothing tells which is right.
    NobodyTells,
    /// What is there is no hash.
    NotAHash,
    /// Files of the folder, as far as they can be told.
    Files(Differing),
    /// The folder is a link to one.
    Link,
    /// The folder is a link that leads nowhere.
    Nowhere,
    /// The folder cannot be listed; what the system says.
    Unreadable(String),
    /// Something stands where the folder should be.
    NotAFolder,
    /// go.sum has another hash.
    NotAsInGoSum,
    /// The checksum database has another hash.
    NotAsInDatabase,
    /// The zip or the folder has another go.mod.
    NotAsInZip,
    /// It is no go.mod.
    NotAGoMod,
}

/// How a folder differs from its zip; names in it, with `/`. No more than [`Differing::MOST`] of each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Differing {
    pub changed: Vec<BString>,
    pub missing: Vec<BString>,
    pub added: Vec<BString>,
    /// How many in all.
    pub count: u64,
}

impl Differing {
    /// How many names of each kind are kept.
    pub const MOST: usize = 20;

    fn put(list: &mut Vec<BString>, count: &mut u64, name: &[u8]) {
        *count += 1;
        if list.len() < Differing::MOST {
            list.push(name.into());
        }
    }

    fn change(&mut self, name: &[u8]) {
        Differing::put(&mut self.changed, &mut self.count, name);
    }

    fn miss(&mut self, name: &[u8]) {
        Differing::put(&mut self.missing, &mut self.count, name);
    }

    fn add(&mut self, name: &[u8]) {
        Differing::put(&mut self.added, &mut self.count, name);
    }
}

/// What mends a damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Repair {
    /// Go does it.
    None,
    DeleteDir,
    DeleteZip,
    DeleteZiphash,
    /// The zip first: a hash without a zip harms nobody, but go would make a new hash of a wrong zip.
    DeleteZipAndZiphash,
    DeleteMod,
}

impl Repair {
    /// Stable, for scripts and the wire.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Repair::None => "none",
            Repair::DeleteDir => "delete-dir",
            Repair::DeleteZip | Repair::DeleteZipAndZiphash => "delete-zip",
            Repair::DeleteZiphash => "delete-ziphash",
            Repair::DeleteMod => "delete-mod",
        }
    }
}

/// Why nothing was verified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The cache is there and cannot be listed.
    #[error("{}: {reason}", path.display())]
    Unreadable { path: PathBuf, reason: String },
}
