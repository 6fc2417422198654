//! Why a toolchain was not installed. Words are in [`crate::text`]; no secret gets in here.

use std::path::PathBuf;

use crate::job::Cancelled;
use crate::proxy::FetchError;

/// What is wrong with an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// No zip or tar.gz at all, or one that ends too early.
    Unreadable(String),
    /// An entry that would be written outside the SDK, or has no place in it.
    Path(String),
    /// A link that leads out of the SDK.
    Link { name: String, target: String },
    /// Neither file nor folder nor link.
    Special(String),
    /// Two entries of one name, or names that some systems take for one.
    Twice(String),
    /// More entries than any SDK has.
    TooManyEntries(u64),
    /// More bytes than it says, or than any SDK has.
    TooLarge { name: String },
    /// Something that belongs to every SDK is missing.
    Missing(&'static str),
}

/// Why a toolchain was not installed, or versions not listed. URLs are without userinfo.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstallError {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    #[error(transparent)]
    Fetch(FetchError),
    /// GOPROXY=off, or it holds nothing to ask.
    #[error("module lookup disabled by GOPROXY={0}")]
    ProxyOff(String),
    /// Go would not take this GOPROXY; Go's words, masked.
    #[error("{0}")]
    BadProxy(String),
    /// The checksum database is off or cannot be asked: a toolchain is not taken without it.
    #[error("checksum database: {0}")]
    NoSumdb(String),
    /// The checksum database answers what its own key or its own past contradicts.
    #[error("checksum database {name}: {reason}")]
    SumdbUntrusted { name: String, reason: String },
    /// The text is no version of Go.
    #[error("{0} is no version of Go")]
    BadVersion(String),
    /// The source does not have it for this system.
    #[error("{source_name} has no {version}")]
    UnknownVersion { version: String, source_name: String },
    /// The source has no list of its versions.
    #[error("{url} has no list of versions")]
    NoList { url: String },
    /// Nothing tells which checksum the archive must have.
    #[error("no checksum for {file}")]
    NoChecksum { file: String },
    #[error("{file}: checksum mismatch")]
    ChecksumMismatch { file: String, expected: String, received: String },
    #[error("{file}: {flaw:?}")]
    BadArchive { file: String, flaw: Flaw },
    /// The program in the archive is another version, or made for another system.
    #[error("wanted {wanted}, found {found}")]
    OtherVersion { wanted: String, found: String },
    /// Something is there already.
    #[error("{0} is there already")]
    Occupied(PathBuf),
    /// Another Burrow, or go, installs there.
    #[error("{0} is being installed by another program")]
    Busy(PathBuf),
    #[error("no room in {folder}: {needed} bytes needed, {free} free")]
    DiskFull { folder: PathBuf, needed: u64, free: u64 },
    /// The disk said no.
    #[error("{file}: {reason}")]
    Io { file: PathBuf, denied: bool, reason: String },
    /// Only a module can go into the module cache.
    #[error("{0} offers archives, which the module cache does not take")]
    NotAModule(String),
    #[error("no source {0}")]
    UnknownSource(String),
    #[error("no destination {0}")]
    UnknownDestination(String),
}

impl From<FetchError> for InstallError {
    fn from(error: FetchError) -> InstallError {
        match error {
            FetchError::Cancelled(cancelled) => InstallError::Cancelled(cancelled),
            error => InstallError::Fetch(error),
        }
    }
}

impl InstallError {
    /// What the disk said about `file`; a full one, where it says that.
    pub(crate) fn io(file: &std::path::Path, error: &std::io::Error) -> InstallError {
        if error.kind() == std::io::ErrorKind::StorageFull {
            let free = crate::system::volume::free_bytes(file).unwrap_or(0);
            let folder = file.parent().unwrap_or(file).to_path_buf();
            return InstallError::DiskFull { folder, needed: 0, free };
        }
        InstallError::Io {
            file: file.to_path_buf(),
            denied: error.kind() == std::io::ErrorKind::PermissionDenied,
            reason: error.to_string(),
        }
    }
}
