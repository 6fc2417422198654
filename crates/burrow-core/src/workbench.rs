//! Owns the state: captures, resolves, publishes an immutable [`Snapshot`], turns drafts into plans and plans
//! into changes, and announces what differs. Asks nothing of the person and draws nothing.
//!
//! `askers` holds the environments, `ask` puts Go's question, `build` makes the picture, `change` plans and
//! applies, `work` guards the state, `listen` hears of shells and disks, `publish` tells what differs, `past` keeps
//! the history, `toolchains` is the section of the Toolchains page.

mod ask;
mod askers;
mod bench;
mod build;
mod caches;
mod change;
mod doctor;
mod keeping;
mod listen;
mod pace;
mod past;
mod private;
mod profiles;
mod projects;
mod proxies;
mod publish;
mod report;
mod shown;
mod snapshot;
mod team;
mod team_plan;
#[cfg(test)]
mod tests;
mod toolchains;
mod welcome;
mod wishes;
mod work;

pub use askers::{Environments, GivenEnvironment, SystemEnvironments};
pub use bench::{BenchNow, BenchWish};
pub use caches::{
    BudgetState, CacheAge, CacheDisk, CacheFolder, CacheKind, CacheProjects, CacheRow, CacheRows, Caches,
    Checked, CleanError, CleanGroup, CleanPlan, CleaningShown, KnownProject, PlanError, Reclaimable,
    RepairFailure,
};
pub use doctor::{CheckNow, CheckState, Deed, DoctorNow, finding_key};
pub use keeping::{CheckedForm, ProfileForm, ReadProfile};
pub use profiles::{KnownProfile, Profiles};
pub use projects::{BuildOutput, ProjectNow, Projects, Trouble as ProjectTrouble};
pub use proxies::{
    Finding, Fix, Gone, Health, HopState, Kept, Part, ProfileShown, ProfilesShown, Proxies, ProxyTarget,
    RouteError, ServerState, Shadow, Way, Wrong,
};
pub use snapshot::{
    Asker, AskerState, Context, ContextChoice, Found, GoenvFile, GoenvState, IgnoredLine, Lockout, Notice,
    Snapshot, Toolchain, ToolchainProblem,
};
pub use team_plan::TeamPlan;
pub use toolchains::{CurrentLink, KnownSdk, SwitchMade, Toolchains};
pub use welcome::{Because, Network, Welcome, WelcomeFolder};

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, PoisonError};

use bstr::ByteSlice;
use go_rules::environ::Environ;

use crate::env::capture::Captured;
use crate::env::compare::{self, Comparison};
use crate::env::copy::{self, CopyForm};
use crate::env::edit::{self, Applied, Draft, Plan, PlanId};
use crate::env::history::{Author, HistoryEntry};
use crate::error::{CoreError, GoenvError};
use crate::secret::Masked;
use crate::settings::Settings;
use crate::system::keychain::{Keychain, SystemKeychain};
use crate::system::{self, state_dir::data_dir, state_dir::state_dir};
use crate::text::{self, Lang, Reference};
use work::Inner;

/// What a workbench is opened with. Everything ambient is in here, so that tests bring their own.
#[derive(Clone)]
pub struct Options {
    /// Where environments come from.
    pub environments: Arc<dyn Environments>,
    /// The environment of this process, as `environments` gave it.
    pub environ: Environ,
    /// The folder of the question until one is chosen; `None`: the home.
    pub directory: Option<PathBuf>,
    /// Where go is started, when it is sent to the folder of the question from elsewhere (`-C`).
    pub started_in: Option<PathBuf>,
    pub home: Option<PathBuf>,
    /// Where `state.db` and the locks lie; `None`: nothing is kept.
    pub state_dir: Option<PathBuf>,
    /// Where the `current` link is kept; `None`: there is none.
    pub data_dir: Option<PathBuf>,
    /// Where the secrets of profiles are kept.
    pub keychain: Arc<dyn Keychain>,
    /// In whose name changes are recorded.
    pub author: Author,
    /// Watch the disk and announce changes.
    pub watch: bool,
    /// Ask the login shell and the desktop in the background.
    pub ask: bool,
    /// May wait for the shell when its files alone do not tell where a value was set.
    pub trace: bool,
}

impl Options {
    /// This machine's: the app's, watching and asking.
    pub fn of_app() -> Options {
        Options { watch: true, ask: true, ..Options::of(Arc::new(SystemEnvironments), Author::Burrow) }
    }

    /// This machine's: the command's, which asks what it needs and ends.
    pub fn of_command() -> Options {
        let options = Options::of(Arc::new(SystemEnvironments), Author::Command);
        Options { directory: system::working_dir().ok(), ..options }
    }

    /// With environments of one's own; neither watching nor asking.
    pub fn of(environments: Arc<dyn Environments>, author: Author) -> Options {
        let process = environments.process();
        Options {
            home: askers::home(&process),
            state_dir: state_dir(&process.environ),
            data_dir: data_dir(&process.environ),
            keychain: Arc::new(SystemKeychain),
            environ: process.environ,
            environments,
            directory: None,
            started_in: None,
            author,
            watch: false,
            ask: false,
            trace: false,
        }
    }
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
    Toolchains,
    Programs,
    Caches,
    /// The chain, its health, and the profiles.
    Proxies,
    /// The projects, their readiness, downloads and builds.
    Projects,
    Doctor,
    /// What the wizard of the first run has found out.
    Welcome,
}

/// The state of this machine's Go environment. Cheap to clone: all clones are the same workbench.
#[derive(Clone)]
pub struct Workbench {
    inner: Arc<Inner>,
}

impl Workbench {
    /// Opens the workbench. Never fails and never waits for a shell or a network: what cannot be had is said in
    /// the snapshot.
    pub fn open(options: Options) -> Workbench {
        Workbench { inner: Inner::start(options, None) }
    }

    /// Opens it on one environment that was asked already (`burrow env … --login-shell`).
    pub fn open_as(options: Options, captured: Captured) -> Workbench {
        Workbench { inner: Inner::start(options, Some(captured)) }
    }

    /// The newest picture.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.inner.published.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Announcements from now on. The channel ends with the workbench.
    pub fn subscribe(&self) -> Receiver<Changed> {
        let (sender, receiver) = channel();
        self.inner.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        receiver
    }

    /// Looks from another context.
    ///
    /// # Errors
    /// [`CoreError::NoFolder`], [`CoreError::NoGo`]: the choice is not there; the context stays as it was.
    pub fn look(&self, choice: ContextChoice) -> Result<Arc<Snapshot>, CoreError> {
        if let Some(folder) = choice.directory.as_ref().filter(|dir| !dir.is_dir()) {
            return Err(CoreError::NoFolder(folder.clone()));
        }
        if let Some(goroot) = &choice.goroot {
            ask::check_goroot(goroot)?;
        }
        Ok(self.inner.look(choice))
    }

    /// Asks everything anew, for when watching is not possible. Shells are asked in the background.
    pub fn refresh(&self) -> Arc<Snapshot> {
        self.inner.refresh()
    }

    /// What a draft would do. Writes nothing.
    ///
    /// # Errors
    /// When there is no plan to show at all: the file cannot be read, the entry does not exist.
    pub fn plan(&self, draft: &Draft) -> Result<Plan, CoreError> {
        self.inner.plan(draft)
    }

    /// Does what a plan showed, if nothing moved since.
    ///
    /// # Errors
    /// [`CoreError::BaseMoved`] and those of the file; then nothing was changed.
    pub fn apply(&self, plan: &PlanId) -> Result<Applied, CoreError> {
        self.inner.apply(plan)
    }

    /// Plans a draft on whatever the file holds by then and, unless this is a rehearsal, does it in the same
    /// breath: for a command, where nobody looks at the plan in between. `None` when the plan refuses or changes
    /// nothing.
    ///
    /// # Errors
    /// As [`Workbench::plan`] and [`Workbench::apply`].
    pub fn change(&self, draft: &Draft, rehearse: bool) -> Result<(Plan, Option<Applied>), CoreError> {
        self.inner.change(draft, rehearse)
    }

    /// The GOENV file as text, secrets masked; `None` when there is none.
    ///
    /// # Errors
    /// [`CoreError::Goenv`]: it cannot be shown as text.
    pub fn goenv_text(&self) -> Result<Option<Masked>, CoreError> {
        let Some(path) = self.inner.goenv_for_writing() else { return Ok(None) };
        let target = edit::file::resolve_links(&path)?;
        let Some(bytes) = edit::file::read(&target)? else { return Ok(None) };
        if let Err(error) = bytes.to_str() {
            return Err(GoenvError::NotUtf8 { file: path, at: error.valid_up_to() }.into());
        }
        Ok(Some(Masked::file(&bytes)))
    }

    /// Every known change of the GOENV file in use, newest first. Empty where the history cannot be read.
    pub fn history(&self) -> Vec<HistoryEntry> {
        self.inner.entries()
    }

    /// This machine against a pasted `go env`.
    ///
    /// # Errors
    /// [`CoreError::NotGoEnv`].
    pub fn compare(&self, text: &str) -> Result<Comparison, CoreError> {
        let state = self.inner.state();
        let Some(context) = state.picture.context() else { return compare::compare(&[], text) };
        let snapshot = self.snapshot();
        let values: Vec<(String, String, bool)> = build::everything(context)
            .into_iter()
            .map(|variable| {
                let name = variable.name.to_str_lossy().into_owned();
                let editable = snapshot.variables.iter().any(|v| v.name == name && v.fixed.is_none());
                (name, variable.value.to_str_lossy().into_owned(), editable)
            })
            .collect();
        let here: Vec<compare::Here<'_>> = values
            .iter()
            .map(|(name, value, editable)| compare::Here { name, value, editable: *editable })
            .collect();
        let comparison = compare::compare(&here, text)?;
        // A value of theirs may be taken over while its secret is masked on screen.
        if let Ok(there) = compare::parse(text) {
            for (name, value) in &there {
                self.inner.history.remember_foreign(name, value.as_bytes());
            }
        }
        Ok(comparison)
    }

    /// A variable as lines for shells.
    ///
    /// # Errors
    /// [`CoreError::UnknownVariable`].
    pub fn copy_forms(&self, name: &str) -> Result<Vec<CopyForm>, CoreError> {
        let snapshot = self.snapshot();
        let variable = snapshot.variables.iter().find(|v| v.name == name);
        let variable = variable.ok_or_else(|| CoreError::UnknownVariable(name.to_owned()))?;
        Ok(copy::forms(name, &variable.value, self.inner.options.environ.os()))
    }

    /// What each variable is, for the whole registry.
    pub fn reference(&self, lang: Lang) -> Vec<Reference> {
        text::reference(lang)
    }

    /// The environments that are known: this process's first, then those of whoever has answered.
    pub fn environs(&self) -> Vec<Environ> {
        let state = self.inner.state();
        let answered = state.slots.ready().map(|(_, answered)| answered.captured.environ.clone());
        std::iter::once(self.inner.options.environ.clone()).chain(answered).collect()
    }

    /// Every toolchain as far as it is known by now. The first time, the search only begins with this; what it
    /// finds is announced, and from then on whatever comes and goes.
    pub fn toolchains(&self) -> Arc<Toolchains> {
        self.inner.toolchains()
    }

    /// Looks for toolchains again in the background, if anybody ever asked for them: for what is not watched.
    pub fn look_for_toolchains(&self) {
        self.inner.errand(toolchains::Errand::Disk);
    }

    /// Looks for toolchains in one more folder: an SDK, or a folder of SDKs.
    ///
    /// # Errors
    /// [`CoreError::NoFolder`]; [`CoreError::Store`]: it cannot be kept.
    pub fn add_sdk_folder(&self, folder: &Path) -> Result<Arc<Toolchains>, CoreError> {
        self.inner.add_sdk_folder(folder)
    }

    /// No longer looks in a folder that was added.
    ///
    /// # Errors
    /// [`CoreError::Store`]: it cannot be forgotten.
    pub fn forget_sdk_folder(&self, folder: &Path) -> Result<Arc<Toolchains>, CoreError> {
        self.inner.forget_sdk_folder(folder)
    }

    pub fn settings(&self) -> Settings {
        self.inner.settings()
    }

    /// Keeps the person's choices; where they cannot be kept they hold until Burrow ends.
    pub fn set_settings(&self, settings: Settings) {
        self.inner.set_settings(settings);
    }
}
