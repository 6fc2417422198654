//! Those whose environment can be asked, as far as they have answered.

use std::collections::BTreeMap;
use std::time::Duration;

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Environ;
use go_rules::vars::registry;

use crate::env::capture::{self, AskerId, CaptureError, Captured, SHELL_TIME_LIMIT, Source};
use crate::env::origin::{Located, Locator, Untold};
use crate::system::DiskFiles;
use crate::system::files::path_to_bytes;
use crate::watch::{Why, Wish};
use crate::workbench::snapshot::{Asker, AskerState};

/// The door to the environments. The system's in the app and the command, a test's own in tests.
pub trait Environments: Send + Sync {
    fn process(&self) -> Captured;
    /// May block for some seconds.
    ///
    /// # Errors
    /// See [`CaptureError`].
    fn login_shell(&self) -> Result<Captured, CaptureError>;
    /// May block for some seconds.
    ///
    /// # Errors
    /// See [`CaptureError`].
    fn desktop(&self) -> Result<Captured, CaptureError>;
    /// How long a shell may be traced to tell where a value was set; `None`: only its files are read.
    fn trace_limit(&self) -> Option<Duration> {
        None
    }
}

/// The environments of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEnvironments;

impl Environments for SystemEnvironments {
    fn process(&self) -> Captured {
        capture::capture_process()
    }

    fn login_shell(&self) -> Result<Captured, CaptureError> {
        capture::ask_login_shell(SHELL_TIME_LIMIT)
    }

    fn desktop(&self) -> Result<Captured, CaptureError> {
        capture::desktop_session()
    }

    fn trace_limit(&self) -> Option<Duration> {
        Some(SHELL_TIME_LIMIT)
    }
}

/// One environment that is given, and nobody else to ask: for tests, and wherever nothing ambient may count.
#[derive(Debug, Clone)]
pub struct GivenEnvironment {
    captured: Captured,
}

impl GivenEnvironment {
    pub fn new(environ: Environ, home: Option<&std::path::Path>) -> GivenEnvironment {
        let start = Environ::new(environ.os(), []);
        let captured = Captured {
            asker: AskerId::Process,
            source: Source::Process,
            shell: None,
            environ,
            start,
            home: home.map(path_to_bytes),
        };
        GivenEnvironment { captured }
    }
}

impl Environments for GivenEnvironment {
    fn process(&self) -> Captured {
        self.captured.clone()
    }

    fn login_shell(&self) -> Result<Captured, CaptureError> {
        Err(CaptureError::NoShell)
    }

    fn desktop(&self) -> Result<Captured, CaptureError> {
        Err(CaptureError::NoDesktopSession)
    }
}

/// An environment, and where the values in it were set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answered {
    pub captured: Captured,
    places: BTreeMap<BString, Located>,
    start_files: Vec<std::path::PathBuf>,
}

impl Answered {
    /// Finds the places of Go's variables. With a `trace` this can block for about as long.
    pub fn locate(captured: Captured, trace: Option<Duration>) -> Answered {
        let locator = Locator::new(&captured, &DiskFiles);
        let locator = match trace {
            Some(limit) => locator.with_trace(limit),
            None => locator,
        };
        let mut places = BTreeMap::new();
        for facts in registry::VARIABLES {
            if let Some(value) = captured.environ.get(facts.name) {
                places.insert(facts.name.into(), locator.locate(BStr::new(facts.name), value));
            }
        }
        let start_files = locator.start_files();
        Answered { captured, places, start_files }
    }

    /// Whether reading start files did not tell where some value was set; asking the shell might.
    pub fn is_undecided(&self) -> bool {
        self.places.values().any(|located| located.untold == Some(Untold::Undecided))
    }

    /// Where a variable of this environment was set; `None` when it is not one of Go's, or not there.
    pub fn places(&self, name: &BStr) -> Option<&Located> {
        self.places.get(name)
    }

    pub fn wishes(&self) -> impl Iterator<Item = Wish> {
        self.start_files.iter().map(|file| Wish::new(file, Why::StartFile))
    }
}

/// What is known of one asker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slot {
    /// It is not asked here (the command asks only whom it was told to).
    Unasked,
    Asking,
    Ready(Box<Answered>),
    Failed(CaptureError),
}

impl Slot {
    pub fn ready(&self) -> Option<&Answered> {
        match self {
            Slot::Ready(answered) => Some(answered),
            _ => None,
        }
    }

    fn state(&self) -> Option<AskerState> {
        match self {
            Slot::Unasked => None,
            Slot::Asking => Some(AskerState::Asking),
            Slot::Ready(_) => Some(AskerState::Ready),
            Slot::Failed(error) => Some(AskerState::Failed(error.clone())),
        }
    }
}

/// All three of them.
#[derive(Debug, Clone)]
pub(super) struct Slots {
    pub login_shell: Slot,
    pub desktop: Slot,
    pub process: Slot,
}

impl Slots {
    pub fn get(&self, id: AskerId) -> &Slot {
        match id {
            AskerId::LoginShell => &self.login_shell,
            AskerId::Desktop => &self.desktop,
            AskerId::Process => &self.process,
        }
    }

    pub fn get_mut(&mut self, id: AskerId) -> &mut Slot {
        match id {
            AskerId::LoginShell => &mut self.login_shell,
            AskerId::Desktop => &mut self.desktop,
            AskerId::Process => &mut self.process,
        }
    }

    /// In the order in which they are shown.
    pub fn iter(&self) -> impl Iterator<Item = (AskerId, &Slot)> {
        [
            (AskerId::LoginShell, &self.login_shell),
            (AskerId::Desktop, &self.desktop),
            (AskerId::Process, &self.process),
        ]
        .into_iter()
    }

    /// The askers whose environment is known.
    pub fn ready(&self) -> impl Iterator<Item = (AskerId, &Answered)> {
        self.iter().filter_map(|(id, slot)| Some((id, slot.ready()?)))
    }

    /// Whom a question is asked for: the chosen one, else the login shell once it has answered.
    pub fn chosen(&self, choice: Option<AskerId>) -> Option<(AskerId, &Answered)> {
        let wanted = choice.unwrap_or(AskerId::LoginShell);
        [wanted, AskerId::Process, AskerId::LoginShell]
            .into_iter()
            .find_map(|id| Some((id, self.get(id).ready()?)))
    }

    pub fn shown(&self) -> Vec<Asker> {
        self.iter()
            .filter_map(|(id, slot)| {
                let shell = slot.ready().filter(|_| id == AskerId::LoginShell);
                let shell = shell.and_then(|a| a.captured.shell.as_ref()).map(|s| s.name());
                Some(Asker { id, shell, state: slot.state()? })
            })
            .collect()
    }
}

/// The home directory by an environment.
pub(super) fn home(captured: &Captured) -> Option<std::path::PathBuf> {
    captured.home.as_ref().and_then(|home| crate::system::files::path_from_bytes(home.as_bstr()))
}
