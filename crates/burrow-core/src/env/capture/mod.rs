//! Whose environment is asked, and the asking: this process, a new terminal's login shell, the desktop session.
//!
//! Everything here blocks, at most as long as its time limit; call it on a thread. It is not the place for what
//! Go makes of an environment (`go-rules`), nor for where a value was set (`origin`).

mod shell;

use std::time::Duration;

use bstr::BString;
use go_rules::environ::Environ;

pub use shell::{Shell, ShellKind};

/// How long a login shell may take, unless the caller says otherwise.
pub const SHELL_TIME_LIMIT: Duration = Duration::from_secs(5);

/// Whose environment a question is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AskerId {
    /// What a new terminal gets.
    LoginShell,
    /// What the desktop session hands to the programs it starts.
    Desktop,
    /// Burrow's own process.
    Process,
}

/// How an environment was come by: it decides how far it can be trusted, and where its values may be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Handed to this process.
    Process,
    /// Printed by the login shell.
    Shell,
    /// The systemd user manager's own list.
    Systemd,
    /// Of the running session's leader, from `/proc`.
    SessionProcess(u32),
    /// No session was found: what the files that a session reads would give.
    SessionFiles,
    /// launchd's user domain; only Go's variables are asked for.
    Launchd,
    /// The Windows registry, machine and user.
    Registry,
}

/// An environment and what is known about the way it came to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    pub asker: AskerId,
    pub source: Source,
    /// The login shell; for this process the shell that it was most likely started from. `None` for a desktop
    /// session and on Windows.
    pub shell: Option<Shell>,
    pub environ: Environ,
    /// What the shell was started with: values that are already here were not set by its start files. Empty
    /// unless a shell was asked.
    pub start: Environ,
    /// The home directory whose files count.
    pub home: Option<BString>,
}

/// Why an environment could not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaptureError {
    /// Neither SHELL nor the account names one.
    #[error("no login shell is known for this account")]
    NoShell,
    #[error("{program} cannot be started: {reason}")]
    NotStarted { program: String, reason: String },
    /// Start files that wait for something do this.
    #[error("{program} gave no answer within {} s", limit.as_secs_f32())]
    TimedOut { program: String, limit: Duration },
    /// It prints without end.
    #[error("{program} printed more than {limit} bytes")]
    TooMuchOutput { program: String, limit: usize },
    /// It ended before its environment was printed: a start file that ends the shell or replaces it (`exec`).
    #[error("{program} ended without an answer{}", status.map(|s| format!(" (status {s})")).unwrap_or_default())]
    NoAnswer { program: String, status: Option<i32> },
    /// No desktop session runs, and no file tells what one would get.
    #[error("no desktop session was found")]
    NoDesktopSession,
    /// The system keeps it, and would not tell.
    #[error("{source_name} cannot be read: {reason}")]
    Unreadable { source_name: String, reason: String },
}

/// This process's own environment.
pub fn capture_process() -> Captured {
    todo_process()
}

/// The environment that a new terminal's login shell ends up with. Blocks for at most about `limit`.
///
/// On Windows there is no such shell: a new terminal gets what the registry holds.
pub fn ask_login_shell(limit: Duration) -> Result<Captured, CaptureError> {
    let _ = limit;
    Err(CaptureError::NoShell)
}

/// The environment that the desktop session hands to what it starts.
pub fn desktop_session() -> Result<Captured, CaptureError> {
    Err(CaptureError::NoDesktopSession)
}

fn todo_process() -> Captured {
    let os = go_rules::environ::Os::host();
    let nothing = Environ::new(os, []);
    Captured {
        asker: AskerId::Process,
        source: Source::Process,
        shell: None,
        environ: nothing.clone(),
        start: nothing,
        home: None,
    }
}
