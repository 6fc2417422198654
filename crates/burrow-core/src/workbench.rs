//! Owns the state: captures, resolves, publishes an immutable [`Snapshot`], turns drafts into plans and plans
//! into changes, and announces what differs. Asks nothing of the person and draws nothing.

mod snapshot;

pub use snapshot::{
    Asker, AskerState, Context, ContextChoice, Found, GoenvFile, GoenvState, IgnoredLine, Lockout,
    LockoutReach, Notice, Snapshot, Toolchain, ToolchainProblem,
};

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use go_rules::environ::Environ;

use crate::env::compare::Comparison;
use crate::env::copy::CopyForm;
use crate::env::edit::{Applied, Draft, Plan, PlanId};
use crate::env::history::{Author, HistoryEntry};
use crate::error::CoreError;
use crate::secret::Masked;
use crate::settings::Settings;
use crate::text::{Lang, Reference};

/// What a workbench is opened with. Everything ambient is in here, so that tests bring their own.
#[derive(Debug, Clone)]
pub struct Options {
    /// The environment of this process.
    pub environ: Environ,
    /// The working directory of this process.
    pub directory: PathBuf,
    pub home: Option<PathBuf>,
    /// Where `state.db` and the locks lie; `None`: nothing is kept.
    pub state_dir: Option<PathBuf>,
    /// In whose name changes are recorded.
    pub author: Author,
    /// Watch the disk and announce changes.
    pub watch: bool,
    /// Ask the login shell and the desktop in the background.
    pub ask: bool,
}

/// What differs since the revision before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub revision: u64,
    pub topics: Vec<Topic>,
}

/// A part of the state that a front end holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    Environment,
    History,
    Settings,
}

/// The state of this machine's Go environment. Cheap to clone: all clones are the same workbench.
#[derive(Clone)]
pub struct Workbench {}

impl Workbench {
    /// Opens the workbench. Never fails and never waits for a shell or a network: what cannot be had is said in
    /// the snapshot.
    pub fn open(_options: Options) -> Workbench {
        Workbench {}
    }

    /// The newest picture.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        unimplemented!("lands with the next commits")
    }

    /// Announcements from now on. The channel ends with the workbench.
    pub fn subscribe(&self) -> Receiver<Changed> {
        unimplemented!("lands with the next commits")
    }

    /// Looks from another context.
    ///
    /// # Errors
    /// [`CoreError::NoFolder`], [`CoreError::NoGo`]: the choice is not there; the context stays as it was.
    pub fn look(&self, _choice: ContextChoice) -> Result<Arc<Snapshot>, CoreError> {
        unimplemented!("lands with the next commits")
    }

    /// Asks everything anew, for when watching is not possible.
    pub fn refresh(&self) -> Arc<Snapshot> {
        unimplemented!("lands with the next commits")
    }

    /// What a draft would do. Writes nothing.
    ///
    /// # Errors
    /// When there is no plan to show at all: the file cannot be read, the entry does not exist.
    pub fn plan(&self, _draft: &Draft) -> Result<Plan, CoreError> {
        unimplemented!("lands with the next commits")
    }

    /// Does what a plan showed, if nothing moved since.
    ///
    /// # Errors
    /// [`CoreError::BaseMoved`] and those of the file; then nothing was changed.
    pub fn apply(&self, _plan: &PlanId) -> Result<Applied, CoreError> {
        unimplemented!("lands with the next commits")
    }

    /// The GOENV file as text, secrets masked; `None` when there is none.
    ///
    /// # Errors
    /// [`CoreError::Goenv`]: it cannot be shown as text.
    pub fn goenv_text(&self) -> Result<Option<Masked>, CoreError> {
        unimplemented!("lands with the next commits")
    }

    /// Every known change of the GOENV file, newest first.
    pub fn history(&self) -> Vec<HistoryEntry> {
        unimplemented!("lands with the next commits")
    }

    /// This machine against a pasted `go env`.
    ///
    /// # Errors
    /// [`CoreError::NotGoEnv`].
    pub fn compare(&self, _text: &str) -> Result<Comparison, CoreError> {
        unimplemented!("lands with the next commits")
    }

    /// A variable as lines for shells.
    ///
    /// # Errors
    /// [`CoreError::UnknownVariable`].
    pub fn copy_forms(&self, _name: &str) -> Result<Vec<CopyForm>, CoreError> {
        unimplemented!("lands with the next commits")
    }

    /// What each variable is, for the whole registry.
    pub fn reference(&self, _lang: Lang) -> Vec<Reference> {
        unimplemented!("lands with the next commits")
    }

    pub fn settings(&self) -> Settings {
        unimplemented!("lands with the next commits")
    }

    /// Keeps the person's choices; where they cannot be kept they hold until Burrow ends.
    pub fn set_settings(&self, _settings: Settings) {
        unimplemented!("lands with the next commits")
    }
}
