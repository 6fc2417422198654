//! Asking a login shell for its environment, once, within limits. Unix only.

use std::time::Duration;

use bstr::{BStr, BString};
use go_rules::environ::Environ;

use super::CaptureError;
use super::dump::Marker;
use super::shell::{Shell, ShellKind};
use super::terminal::GUARD;
use crate::system::process::{End, Limits, Program, listen};

/// More than any environment and its noise, less than what hurts.
const MOST_OUTPUT: usize = 8 * 1024 * 1024;
/// The most that one read brings, see [`Marker::closed`].
const ONE_READ: usize = 64 * 1024;

/// Starts `shell` in `start` as an interactive login shell and has it print its environment.
pub fn ask(shell: &Shell, start: &Environ, home: &BStr, limit: Duration) -> Result<Environ, CaptureError> {
    let marker = Marker::random();
    let name = || shell.program.to_string();
    let program = Program {
        path: shell.program.clone(),
        called: called(shell),
        args: arguments(shell, marker.command().into()),
        environ: start,
        dir: Some(home.into()),
    };
    let limits = Limits { time: limit, output: MOST_OUTPUT };
    let heard = listen(&program, limits, |printed| marker.closed(printed, ONE_READ))
        .map_err(|e| CaptureError::NotStarted { program: name(), reason: e.to_string() })?;
    match (marker.environ(&heard.stdout), heard.end) {
        (Some(environ), _) => Ok(without_our_own(environ)),
        (None, End::TimedOut) => Err(CaptureError::TimedOut { program: name(), limit }),
        (None, End::TooMuch) => Err(CaptureError::TooMuchOutput { program: name(), limit: MOST_OUTPUT }),
        (None, End::Exited(status)) => Err(CaptureError::NoAnswer { program: name(), status }),
        // The markers are there with nothing between: no program on this system can print an environment.
        (None, End::Enough) => Err(CaptureError::Unreadable {
            source_name: name(),
            reason: "no env -0, /proc or perl".to_owned(),
        }),
    }
}

/// How it knows that it is a login shell where it takes no option for that.
fn called(shell: &Shell) -> Option<BString> {
    matches!(shell.kind, ShellKind::Posix | ShellKind::Csh).then(|| format!("-{}", shell.name()).into())
}

fn arguments(shell: &Shell, command: BString) -> Vec<BString> {
    let options: &[&str] = match shell.kind {
        ShellKind::Bash | ShellKind::Zsh | ShellKind::Fish | ShellKind::Other => &["-l", "-i", "-c"],
        ShellKind::Posix => &["-i", "-c"],
        // An interactive csh without a terminal complains on every start.
        ShellKind::Csh => &["-c"],
    };
    options.iter().map(|&o| o.into()).chain([command]).collect()
}

/// Without what is there only because Burrow asked.
fn without_our_own(environ: Environ) -> Environ {
    [GUARD, "_"].iter().fold(environ, |e, name| e.with(name, None))
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use bstr::ByteSlice;

    use super::*;
    use crate::env::real_shells::{self, Home};

    /// The file that an interactive login shell of this name reads in a home.
    const START_FILES: [(&str, &str); 5] = [
        ("bash", ".bash_profile"),
        ("zsh", ".zshrc"),
        ("fish", ".config/fish/config.fish"),
        ("dash", ".profile"),
        ("sh", ".profile"),
    ];

    fn answer(shell: &Shell, home: &Home, limit: Duration) -> Result<Environ, CaptureError> {
        ask(shell, &home.start(shell), home.path().as_bstr(), limit)
    }

    fn long() -> Duration {
        Duration::from_secs(60)
    }

    fn each_shell(test: impl Fn(Shell, &str)) {
        for (name, file) in START_FILES {
            if let Some(shell) = real_shells::shell(name) {
                test(shell, file);
            }
        }
    }

    #[test]
    fn every_shell_answers_with_what_its_start_file_exports() {
        each_shell(|shell, file| {
            let home = Home::with(&[(file, b"export GOPROXY='https://a b'\nexport GOFLAGS=-x\n")]);
            let environ = answer(&shell, &home, long()).unwrap();
            assert_eq!(environ.get("GOPROXY").unwrap(), "https://a b", "{}", shell.name());
            assert_eq!(environ.get("GOFLAGS").unwrap(), "-x");
            assert_eq!(environ.get("HOME").unwrap(), &home.path());
            assert_eq!(environ.get(GUARD), None);
        });
    }

    #[test]
    fn noise_before_and_after_changes_nothing() {
        each_shell(|shell, file| {
            let noise =
                b"echo GOPROXY=noise; printf 'a\\000b'; echo GOPROXY=noise >&2; export GOPROXY=direct\n";
            let environ = answer(&shell, &Home::with(&[(file, noise)]), long()).unwrap();
            assert_eq!(environ.get("GOPROXY").unwrap(), "direct", "{}", shell.name());
        });
    }

    #[test]
    fn values_with_newlines_and_bytes_that_are_no_text_arrive_whole() {
        each_shell(|shell, file| {
            let home = Home::with(&[(file, b"export GOFLAGS='two\nlines \xff\xfe'\n")]);
            let environ = answer(&shell, &home, long()).unwrap();
            assert_eq!(environ.get("GOFLAGS").unwrap(), b"two\nlines \xff\xfe".as_bstr(), "{}", shell.name());
        });
    }

    #[test]
    fn a_hanging_shell_is_given_up_at_the_limit() {
        each_shell(|shell, file| {
            let start = Instant::now();
            let home = Home::with(&[(file, b"sleep 30\n")]);
            let limit = Duration::from_millis(700);
            let name = shell.program.to_string();
            assert_eq!(answer(&shell, &home, limit), Err(CaptureError::TimedOut { program: name, limit }));
            assert!(start.elapsed() < Duration::from_secs(20));
        });
    }

    #[test]
    fn a_shell_that_prints_without_end_is_cut_off() {
        let Some(shell) = real_shells::shell("dash") else { return };
        let home =
            Home::with(&[(".profile", b"while :; do echo 0123456789012345678901234567890123456789; done\n")]);
        assert!(matches!(answer(&shell, &home, long()), Err(CaptureError::TooMuchOutput { .. })));
    }

    #[test]
    fn a_start_file_that_ends_the_shell_is_told_with_its_status() {
        each_shell(|shell, file| {
            // In fish it ends only the start file.
            if shell.kind != ShellKind::Fish {
                let home = Home::with(&[(file, b"exit 7\n")]);
                let expected = CaptureError::NoAnswer { program: shell.program.to_string(), status: Some(7) };
                assert_eq!(answer(&shell, &home, long()), Err(expected));
            }
        });
    }

    #[test]
    fn a_background_process_that_keeps_the_output_open_is_not_waited_for() {
        each_shell(|shell, file| {
            let start = Instant::now();
            let home = Home::with(&[(file, b"sleep 25 &\nexport GOFLAGS=-x\n")]);
            assert_eq!(answer(&shell, &home, long()).unwrap().get("GOFLAGS").unwrap(), "-x");
            assert!(start.elapsed() < Duration::from_secs(20), "{}", shell.name());
        });
    }

    #[test]
    fn a_start_file_that_reads_input_or_the_terminal_does_not_hang() {
        each_shell(|shell, file| {
            let home = Home::with(&[(file, b"read answer\ncat </dev/tty\nexport GOFLAGS=-x\n")]);
            let environ = answer(&shell, &home, long()).unwrap();
            assert_eq!(environ.get("GOFLAGS").unwrap(), "-x", "{}", shell.name());
        });
    }

    #[test]
    fn start_files_can_tell_that_burrow_asks() {
        each_shell(|shell, file| {
            let home = Home::with(&[(file, b"test -n \"$BURROW_RESOLVING\" && export GOFLAGS=-asked\n")]);
            assert_eq!(
                answer(&shell, &home, long()).unwrap().get("GOFLAGS").unwrap(),
                "-asked",
                "{}",
                shell.name()
            );
        });
    }

    #[test]
    fn a_path_that_a_start_file_empties_does_not_stop_the_answer() {
        each_shell(|shell, file| {
            let home = Home::with(&[(file, b"export PATH=/nowhere GOFLAGS=-x\n")]);
            if shell.kind != ShellKind::Fish {
                assert_eq!(
                    answer(&shell, &home, long()).unwrap().get("PATH").unwrap(),
                    "/nowhere",
                    "{}",
                    shell.name()
                );
            }
        });
    }

    #[test]
    fn a_shell_that_is_not_there_cannot_be_started() {
        let shell = Shell::new("/no/such/zsh");
        assert!(matches!(answer(&shell, &Home::with(&[]), long()), Err(CaptureError::NotStarted { .. })));
    }
}
