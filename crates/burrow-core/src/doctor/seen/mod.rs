//! What checks look at: each fact worked out once, when the first check asks for it.

mod caches;
mod network;
mod settings;
mod toolchains;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Environ;

use crate::env::capture::{CaptureError, Captured};
use crate::env::resolve::Asked;
use crate::job::Cancel;
use crate::store::Store;
use crate::system::files::path_to_bytes;

pub use caches::{Laid, is_filled};
pub use settings::SetBy;
pub use toolchains::{OnPath, ProjectChoice};

/// How the desktop session's environment is come by; it may block for some seconds.
pub type AskDesktop = Box<dyn Fn() -> Result<Captured, CaptureError> + Send + Sync>;

/// Where is looked. Everything ambient is in here.
pub struct Ground {
    /// Whose environment it is.
    pub captured: Captured,
    /// The desktop session's.
    pub desktop: AskDesktop,
    /// The folder of the question, without links.
    pub directory: PathBuf,
    /// Where go is started, when it is sent to `directory` from elsewhere (`-C`).
    pub started_in: Option<PathBuf>,
    /// The folder whose `bin/go` is asked; `None`: what a terminal gets.
    pub goroot: Option<PathBuf>,
    pub home: Option<PathBuf>,
    /// What Burrow remembers; `None`: nothing, or it cannot be read.
    pub store: Option<Arc<Store>>,
    /// Where Burrow keeps the `current` link.
    pub data_dir: Option<PathBuf>,
    /// Unix ms.
    pub now: u64,
    /// Ends checks that take long.
    pub cancel: Cancel,
}

/// The machine as checks see it. Shared between their threads.
pub struct Seen {
    ground: Ground,
    dir: BString,
    started_in: Option<BString>,
    goroot: Option<BString>,
    settings: settings::Cells,
    network: network::Cells,
    caches: caches::Cells,
    toolchains: toolchains::Cells,
}

impl Seen {
    /// Looks at nothing yet.
    #[must_use]
    pub fn new(ground: Ground) -> Seen {
        Seen {
            dir: path_to_bytes(&ground.directory),
            started_in: ground.started_in.as_deref().map(path_to_bytes),
            goroot: ground.goroot.as_deref().map(path_to_bytes),
            settings: settings::Cells::default(),
            network: network::Cells::default(),
            caches: caches::Cells::default(),
            toolchains: toolchains::Cells::default(),
            ground,
        }
    }

    /// The same machine with this memory.
    #[cfg(test)]
    pub(super) fn with_store(self, store: Store) -> Seen {
        Seen::new(Ground { store: Some(Arc::new(store)), ..self.ground })
    }

    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    pub fn environ(&self) -> &Environ {
        &self.ground.captured.environ
    }

    /// The question that everything is about.
    pub fn asked(&self) -> Asked<'_> {
        self.asked_for(self.environ())
    }

    /// The same question for another environment.
    pub fn asked_for<'a>(&'a self, environ: &'a Environ) -> Asked<'a> {
        let bytes = |path: &'a Option<BString>| path.as_ref().map(|path| BStr::new(path.as_slice()));
        Asked {
            environ,
            dir: self.dir.as_bstr(),
            started_in: bytes(&self.started_in),
            goroot: bytes(&self.goroot),
        }
    }
}

/// A fact that is worked out when it is first asked for.
type Once<T> = OnceLock<T>;
