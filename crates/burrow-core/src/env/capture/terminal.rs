//! What a new terminal starts its shell with.
//!
//! A terminal that is opened from the desktop inherits the session's environment; a console or SSH log-in gets
//! what PAM makes of `/etc/environment`. In neither is anything of the terminal in which Burrow may have been
//! started: an export that was typed there must not look like the shell's own. So a session that can be asked is
//! taken whole; without one, of Burrow's own environment only such names are taken that a log-in sets and a
//! shell's start files usually do not.
//!
//! - Linux: the session (systemd's user manager, its leader, or its files), else the names below and what
//!   `/etc/environment` says. A terminal adds TERM.
//! - macOS: launchd starts Terminal with the account's basics and what `launchctl setenv` added; PATH is launchd's.
//! - Windows: no shell is asked, see `desktop`.

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::{Environ, Os};

use crate::system::account::Account;

/// Start files that want to be fast, or must not run without a terminal, can look for this.
pub const GUARD: &str = "BURROW_RESOLVING";

/// What log-in itself, the session and the display hand down. No XDG_CONFIG_HOME among them when a session is
/// known (it says so itself), and never ZDOTDIR: `~/.zshenv` sets that, and with it zsh would not read that file.
const HANDED_DOWN: [&str; 26] = [
    "HOME",
    "USER",
    "LOGNAME",
    "LANG",
    "LANGUAGE",
    "TZ",
    "TMPDIR",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "DBUS_SESSION_BUS_ADDRESS",
    "SSH_AUTH_SOCK",
    "XDG_RUNTIME_DIR",
    "XDG_SESSION_ID",
    "XDG_SESSION_TYPE",
    "XDG_SESSION_CLASS",
    "XDG_CURRENT_DESKTOP",
    "XDG_DATA_DIRS",
    "XDG_CONFIG_DIRS",
    "XDG_SEAT",
    "XDG_VTNR",
    "WSL_DISTRO_NAME",
    "WSL_INTEROP",
    "WSLENV",
    "__CF_USER_TEXT_ENCODING",
    "__CFBundleIdentifier",
];

/// Where a person's files lie, handed down only when no session can tell whether it has them.
const LIKELY: [&str; 4] = ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"];

/// The environment in which a new terminal starts `shell`. `process` is Burrow's own, `session` the desktop
/// session's where it is known, `files` what `/etc/environment` gives where it is not.
pub fn start_environ(
    process: &Environ,
    session: Option<&Environ>,
    files: &Environ,
    account: Option<&Account>,
    shell: &BStr,
) -> Environ {
    let mut start = match session {
        Some(session) => session.clone(),
        None => chain(handed_down(process), files),
    };
    let mut set = |name: &str, value: Option<&BStr>, always: bool| {
        if let Some(value) = value.filter(|_| always || start.set(name).is_none()) {
            start = start.with(name, Some(value));
        }
    };
    // The home that this process was given stands above the account's: so does every shell see it.
    set("HOME", process.set("HOME").or(account.map(|a| a.home.as_bstr())), true);
    let user = process.set("USER").or(account.map(|a| a.name.as_bstr()));
    set("USER", user, false);
    set("LOGNAME", user, false);
    set("SHELL", Some(shell), true);
    set("TERM", Some(b"xterm-256color".as_bstr()), true);
    set(GUARD, Some(b"1".as_bstr()), true);
    // Left from whoever started the session: a shell counts from one.
    let start = with_path(start);
    ["SHLVL", "_", "PWD", "OLDPWD", "INVOCATION_ID", "JOURNAL_STREAM"]
        .iter()
        .fold(start, |e, n| e.with(n, None))
}

/// What a log-in has, picked from `process`.
pub fn handed_down(process: &Environ) -> Environ {
    let wanted = |name: &BStr| {
        HANDED_DOWN.iter().chain(&LIKELY).any(|n| name == n.as_bytes()) || name.starts_with(b"LC_")
    };
    let entries = process.iter().filter(|(name, _)| wanted(name));
    Environ::new(process.os(), entries.map(|(n, v)| (BString::from(n), BString::from(v))))
}

/// With the PATH of a log-in, unless `environ` has one.
pub fn with_path(environ: Environ) -> Environ {
    match environ.set("PATH") {
        Some(_) => environ,
        None => environ.with("PATH", Some(default_path(environ.os()))),
    }
}

/// Before any file added to it.
fn default_path(os: Os) -> &'static BStr {
    match os {
        Os::MacOs => b"/usr/bin:/bin:/usr/sbin:/sbin".as_bstr(),
        _ => b"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".as_bstr(),
    }
}

/// One environment on top of another.
fn chain(below: Environ, above: &Environ) -> Environ {
    above.iter().fold(below, |environ, (name, value)| environ.with(name, Some(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environ(entries: &[(&str, &str)]) -> Environ {
        Environ::new(Os::Linux, entries.iter().map(|(n, v)| ((*n).into(), (*v).into())))
    }

    const SHELL: &[u8] = b"/bin/zsh";

    #[test]
    fn an_export_typed_in_the_starting_terminal_is_not_handed_down() {
        let process =
            environ(&[("HOME", "/h"), ("GOPROXY", "off"), ("PATH", "/my/go/bin"), ("ZDOTDIR", "/z")]);
        let start = start_environ(&process, None, &environ(&[]), None, SHELL.as_bstr());
        assert_eq!((start.get("GOPROXY"), start.get("ZDOTDIR")), (None, None));
        assert_eq!(start.get("PATH"), Some(default_path(Os::Linux)));
        assert_eq!(start.get("HOME").unwrap(), "/h");
        assert_eq!(start.get("SHELL").unwrap(), "/bin/zsh");
    }

    #[test]
    fn a_session_hands_down_what_it_has() {
        let session = environ(&[("GOPROXY", "direct"), ("HOME", "/old"), ("PATH", "/s"), ("SHLVL", "3")]);
        let process = environ(&[("HOME", "/h"), ("XDG_CONFIG_HOME", "/c")]);
        let start = start_environ(&process, Some(&session), &environ(&[]), None, SHELL.as_bstr());
        assert_eq!(start.get("GOPROXY").unwrap(), "direct");
        assert_eq!(start.get("HOME").unwrap(), "/h", "the home that Burrow was given stands above");
        assert_eq!(start.get("PATH").unwrap(), "/s");
        assert_eq!((start.get("SHLVL"), start.get("XDG_CONFIG_HOME")), (None, None));
    }

    #[test]
    fn without_a_session_the_log_in_files_are_handed_down() {
        let files = environ(&[("GOSUMDB", "off"), ("PATH", "/etc/path")]);
        let start = start_environ(&environ(&[]), None, &files, None, SHELL.as_bstr());
        assert_eq!(start.get("GOSUMDB").unwrap(), "off");
        assert_eq!(start.get("PATH").unwrap(), "/etc/path");
    }

    #[test]
    fn the_account_fills_in_what_the_environment_lacks() {
        let account = Account { name: "ada".into(), home: "/home/ada".into(), shell: "/bin/sh".into() };
        let start = start_environ(&environ(&[]), None, &environ(&[]), Some(&account), SHELL.as_bstr());
        assert_eq!(start.get("HOME").unwrap(), "/home/ada");
        assert_eq!((start.get("USER").unwrap(), start.get("LOGNAME").unwrap()), ("ada".into(), "ada".into()));
    }
}
