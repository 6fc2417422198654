//! The desktop session's environment, from whoever knows it on this system.

use bstr::BString;
use go_rules::environ::Environ;

use super::{AskerId, CaptureError, Captured, Source};

/// See [`super::desktop_session`].
pub fn ask(process: &Environ, home: Option<BString>) -> Result<Captured, CaptureError> {
    let (source, environ) = session(process, home.as_ref())?;
    let start = Environ::new(process.os(), []);
    Ok(Captured { asker: AskerId::Desktop, source, shell: None, environ, start, home })
}

/// systemd's user manager, else the running session's leader. Without either no session runs; if there are files
/// that only a session reads, what they say is what the next one gets.
#[cfg(target_os = "linux")]
fn session(process: &Environ, home: Option<&BString>) -> Result<(Source, Environ), CaptureError> {
    use bstr::ByteSlice;

    use super::{dump, systemd, terminal};
    use crate::env::session_files::{Scope, assignments, evaluate};
    use crate::system::{DiskFiles, session};

    if let Some(environ) = systemd::manager_environ(process) {
        return Ok((Source::Systemd, environ));
    }
    if let Some((pid, block)) = session::leader_environ() {
        return Ok((Source::SessionProcess(pid), dump::parse_block(&block)));
    }
    let home = home.map(|h| h.as_bstr());
    let base = terminal::handed_down(process);
    let of_any_log_in = assignments(Scope::LogIn, home, &base, &DiskFiles).len();
    if assignments(Scope::Session, home, &base, &DiskFiles).len() == of_any_log_in {
        return Err(CaptureError::NoDesktopSession);
    }
    let environ = terminal::with_path(evaluate(Scope::Session, home, &base, &DiskFiles));
    Ok((Source::SessionFiles, environ))
}

/// launchd's user domain. It tells one variable at a time: Go's are asked for.
#[cfg(target_os = "macos")]
fn session(process: &Environ, _home: Option<&BString>) -> Result<(Source, Environ), CaptureError> {
    use go_rules::vars::registry::VARIABLES;

    use super::terminal;
    use crate::system::launchd;

    /// What decides besides where Go and its files are found, and how it reaches the network.
    const ALSO: [&str; 6] = ["PATH", "XDG_CONFIG_HOME", "ZDOTDIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];
    let names: Vec<&str> = VARIABLES.iter().map(|v| v.name).chain(ALSO).collect();
    let told = launchd::variables(&names, process)
        .map_err(|reason| CaptureError::Unreadable { source_name: "launchd".to_owned(), reason })?;
    let base = terminal::handed_down(process);
    let environ = told.iter().fold(base, |environ, (name, value)| environ.with(name, Some(value)));
    Ok((Source::Launchd, terminal::with_path(environ)))
}

/// What Explorer hands to what it starts.
#[cfg(windows)]
fn session(process: &Environ, _home: Option<&BString>) -> Result<(Source, Environ), CaptureError> {
    Ok((Source::Registry, super::windows::environ(&super::windows::read()?, process).0))
}

/// Other systems keep no such environment that Burrow knows of.
#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn session(_process: &Environ, _home: Option<&BString>) -> Result<(Source, Environ), CaptureError> {
    Err(CaptureError::NoDesktopSession)
}
