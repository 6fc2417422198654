//! Runs a program of the machine to its end, on every system: a long one, that may be cancelled.
//!
//! It has no terminal and no standard input. What it says is kept as far as a limit goes (the end of it: that is
//! where errors stand). [`super::process`] listens to programs that may not be trusted to end; this one is for
//! programs that a person wants to run.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use go_rules::environ::Environ;

use super::files::path_from_bytes;
use crate::job::Cancel;

/// How much of what it says is kept.
const KEPT: usize = 64 * 1024;
/// How often it is looked whether it has ended.
pub(super) const BEAT: Duration = Duration::from_millis(20);
/// How long it may clean up after it was asked to end.
const FAREWELL: Duration = Duration::from_secs(3);

/// What is run.
#[derive(Debug, Clone)]
pub struct Run<'a> {
    pub program: &'a Path,
    pub args: Vec<OsString>,
    /// Its whole environment: nothing is inherited.
    pub environ: &'a Environ,
    pub dir: &'a Path,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// `None`: by a signal, or because it was cancelled.
    pub status: Option<i32>,
    pub cancelled: bool,
    /// The end of what it said, both outputs as they came.
    pub said: Vec<u8>,
}

impl Ran {
    #[must_use]
    pub fn ok(&self) -> bool {
        self.status == Some(0) && !self.cancelled
    }
}

/// Runs it. When it is cancelled, it and what it started are asked to end, and killed when they do not.
///
/// # Errors
/// When it cannot be started.
pub fn run(run: &Run<'_>, cancel: &Cancel) -> io::Result<Ran> {
    let mut child = command(run).spawn()?;
    let said = Arc::new(Mutex::new(VecDeque::new()));
    let outputs: [Option<Box<dyn Read + Send>>; 2] = [
        child.stdout.take().map(|o| Box::new(o) as Box<dyn Read + Send>),
        child.stderr.take().map(|o| Box::new(o) as Box<dyn Read + Send>),
    ];
    let listeners: Vec<JoinHandle<()>> = outputs
        .into_iter()
        .flatten()
        .map(|output| {
            let said = Arc::clone(&said);
            std::thread::spawn(move || listen(output, &said))
        })
        .collect();
    let (status, cancelled) = wait(&mut child, cancel)?;
    // What it left in the background may keep an output open: not waited for longer than for its farewell.
    let deadline = Instant::now() + FAREWELL;
    while listeners.iter().any(|l| !l.is_finished()) && Instant::now() < deadline {
        std::thread::sleep(BEAT);
    }
    let said = said.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect();
    Ok(Ran { status, cancelled, said })
}

pub(super) fn command(run: &Run<'_>) -> Command {
    #[expect(clippy::disallowed_methods, reason = "this is the door through which programs are started")]
    let mut command = Command::new(run.program);
    let can_be_given = |name: &[u8], value: &[u8]| {
        !name.is_empty() && !name.contains(&b'=') && !name.contains(&0) && !value.contains(&0)
    };
    // Of duplicate names the first counts for Go, the last for Command.
    let entries: Vec<_> = run.environ.iter().filter(|(name, value)| can_be_given(name, value)).collect();
    command.args(&run.args).current_dir(run.dir).env_clear();
    for (name, value) in entries.into_iter().rev() {
        if let (Some(name), Some(value)) = (path_from_bytes(name), path_from_bytes(value)) {
            command.env(name, value);
        }
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    apart(&mut command);
    command
}

fn listen(mut output: Box<dyn Read + Send>, said: &Mutex<VecDeque<u8>>) {
    let mut chunk = [0; 8 * 1024];
    loop {
        match output.read(&mut chunk) {
            Ok(0) => return,
            Ok(n) => {
                let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
                said.extend(&chunk[..n]);
                let surplus = said.len().saturating_sub(KEPT);
                said.drain(..surplus);
            }
            Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

fn wait(child: &mut Child, cancel: &Cancel) -> io::Result<(Option<i32>, bool)> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((status.code(), false));
        }
        if cancel.is_cancelled() {
            end(child)?;
            return Ok((None, true));
        }
        std::thread::sleep(BEAT);
    }
}

/// Asks it to end, and kills it when it does not in time.
pub(super) fn end(child: &mut Child) -> io::Result<()> {
    ask_to_end(child);
    let deadline = Instant::now() + FAREWELL;
    while Instant::now() < deadline {
        if child.try_wait()?.is_some() {
            kill_group(child);
            return Ok(());
        }
        std::thread::sleep(BEAT);
    }
    kill_group(child);
    // Fails when it has ended by now.
    let _ = child.kill();
    child.wait().map(drop)
}

/// A group of its own: what it starts can be ended with it, and Ctrl-C in the terminal reaches Burrow alone.
#[cfg(unix)]
fn apart(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(unix)]
fn ask_to_end(child: &mut Child) {
    signal(child, nix::sys::signal::Signal::SIGINT);
}

#[cfg(unix)]
pub(super) fn kill_group(child: &Child) {
    signal(child, nix::sys::signal::Signal::SIGKILL);
}

/// Fails when the group is gone, which is what is wanted.
#[cfg(unix)]
fn signal(child: &Child, signal: nix::sys::signal::Signal) {
    let group = nix::unistd::Pid::from_raw(child.id().cast_signed());
    let _ = nix::sys::signal::killpg(group, signal);
}

#[cfg(windows)]
fn apart(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    /// No window flashes up when a program of the console is started from the app.
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

/// There is no way to ask; compilers that it started end by themselves.
#[cfg(windows)]
fn ask_to_end(child: &mut Child) {
    let _ = child.kill();
}

#[cfg(windows)]
pub(super) fn kill_group(_child: &Child) {}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use go_rules::environ::Os;

    use super::*;

    fn sh(script: &str, cancel: &Cancel) -> Ran {
        let environ = Environ::new(
            Os::host(),
            [("PATH", "/usr/bin:/bin"), ("X", "first"), ("X", "second")].map(|(n, v)| (n.into(), v.into())),
        );
        let args = vec!["-c".into(), script.into()];
        run(&Run { program: Path::new("/bin/sh"), args, environ: &environ, dir: Path::new("/") }, cancel)
            .unwrap()
    }

    #[test]
    fn what_it_says_and_how_it_ends_is_told() {
        let ran = sh("echo out $X; echo err >&2; exit 3", &Cancel::new());
        assert_eq!((ran.status, ran.ok()), (Some(3), false));
        let said = String::from_utf8(ran.said).unwrap();
        assert!(said.contains("out first\n") && said.contains("err\n"), "{said}");
        assert!(sh("true", &Cancel::new()).ok());
    }

    #[test]
    fn only_the_end_of_much_talk_is_kept() {
        let ran = sh("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done", &Cancel::new());
        assert!(ran.said.len() <= KEPT && ran.said.ends_with(b"line 19999\n"));
    }

    #[test]
    fn cancelled_it_ends_with_all_that_it_started_also_when_it_does_not_want_to() {
        let cancel = Cancel::new();
        let clone = cancel.clone();
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(200));
            clone.cancel();
        });
        let started = Instant::now();
        let ran = sh("trap '' INT; sleep 60 & echo $!; wait; sleep 60", &cancel);
        assert!(ran.cancelled && !ran.ok());
        assert!(started.elapsed() < Duration::from_secs(20));
        let pid = String::from_utf8(ran.said).unwrap().trim().parse().unwrap();
        let pid = nix::unistd::Pid::from_raw(pid);
        let gone = (0..200).any(|_| {
            std::thread::sleep(Duration::from_millis(20));
            let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            nix::sys::signal::kill(pid, None).is_err() || stat.contains(") Z ")
        });
        assert!(gone, "{pid} still runs");
    }
}
