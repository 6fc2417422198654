//! Whose environment is asked, and the asking: this process, a new terminal's login shell, the desktop session.
//!
//! Everything here blocks, at most as long as its time limit; call it on a thread. It is not the place for what
//! Go makes of an environment (`go-rules`), nor for where a value was set (`origin`).

mod desktop;
#[cfg(unix)]
pub(super) mod dump;
#[cfg(unix)]
pub(super) mod login_shell;
mod shell;
#[cfg(target_os = "linux")]
mod systemd;
pub(super) mod terminal;
pub mod windows;

use std::time::Duration;

use bstr::BString;
#[cfg(unix)]
use bstr::{BStr, ByteSlice};
use go_rules::environ::{Environ, Os};
#[cfg(unix)]
use go_rules::files::{FileKind, Files};

#[cfg(unix)]
use crate::system::DiskFiles;
use crate::system::account::account;
use crate::system::process_environ;

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
    let environ = process_environ();
    Captured {
        asker: AskerId::Process,
        source: Source::Process,
        shell: login_shell_of(&environ),
        start: Environ::new(environ.os(), []),
        home: home_of(&environ),
        environ,
    }
}

/// The environment that a new terminal's login shell ends up with. Blocks for at most about `limit`.
///
/// It is asked as an interactive login shell (`-l -i`), because that is what reads every start file: macOS'
/// Terminal, consoles and SSH start it so; a Linux terminal's non-login shell inherits the log-in's part from its
/// session. On Windows no shell is asked: a new terminal gets what the registry holds.
///
/// # Errors
/// When there is no such shell, or it gave no answer within the limits.
#[cfg(unix)]
pub fn ask_login_shell(limit: Duration) -> Result<Captured, CaptureError> {
    let process = process_environ();
    let shell = login_shell_of(&process).ok_or(CaptureError::NoShell)?;
    let home = home_of(&process);
    let start = start_of(&shell, &process, home.as_ref());
    let dir = home.clone().filter(|h| is_directory(h.as_bstr())).unwrap_or_else(|| "/".into());
    let environ = login_shell::ask(&shell, &start, dir.as_bstr(), limit)?;
    Ok(Captured {
        asker: AskerId::LoginShell,
        source: Source::Shell,
        shell: Some(shell),
        environ,
        start,
        home,
    })
}

/// See the Unix form.
///
/// # Errors
/// When the registry cannot be read.
#[cfg(not(unix))]
pub fn ask_login_shell(_limit: Duration) -> Result<Captured, CaptureError> {
    Ok(Captured { asker: AskerId::LoginShell, ..desktop_session()? })
}

/// The environment that the desktop session hands to what it starts.
///
/// # Errors
/// When there is no session, or it would not tell.
pub fn desktop_session() -> Result<Captured, CaptureError> {
    let process = process_environ();
    let home = home_of(&process);
    desktop::ask(&process, home)
}

/// What a new terminal would start `shell` with.
#[cfg(unix)]
fn start_of(shell: &Shell, process: &Environ, home: Option<&BString>) -> Environ {
    use crate::env::session_files::{Scope, evaluate};

    let session = desktop::ask(process, home.cloned()).ok().map(|captured| captured.environ);
    let nothing = Environ::new(process.os(), []);
    let files = evaluate(Scope::LogIn, home.map(|h| h.as_bstr()), &nothing, &DiskFiles);
    terminal::start_environ(process, session.as_ref(), &files, account().as_ref(), shell.program.as_bstr())
}

#[cfg(unix)]
fn is_directory(path: &BStr) -> bool {
    DiskFiles.kind(path) == Some(FileKind::Directory)
}

/// `$SHELL`, else the account's.
fn login_shell_of(environ: &Environ) -> Option<Shell> {
    if environ.os() == Os::Windows {
        return None;
    }
    let program = environ.set("SHELL").map(BString::from).or_else(|| account().map(|a| a.shell))?;
    Some(Shell::new(program)).filter(|s| !matches!(s.name().as_str(), "" | "nologin" | "false" | "true"))
}

/// `$HOME` (on Windows `%USERPROFILE%`), else the account's.
fn home_of(environ: &Environ) -> Option<BString> {
    let name = if environ.os() == Os::Windows { "USERPROFILE" } else { "HOME" };
    environ.set(name).map(BString::from).or_else(|| account().map(|a| a.home).filter(|h| !h.is_empty()))
}
