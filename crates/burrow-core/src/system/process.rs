//! Running a program of the machine and hearing what it says, within limits. Unix only: on Windows Burrow asks
//! the registry instead of programs.
//!
//! A program that is run here can do nothing to Burrow: it has no terminal, no standard input, a time limit and
//! an output limit, and a background process that keeps its output open is not waited for.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use bstr::BString;
use go_rules::environ::Environ;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// How long a program that has said enough may take to end by itself before it is ended.
const FAREWELL: Duration = Duration::from_millis(500);

/// What is run.
#[derive(Debug, Clone)]
pub struct Program<'a> {
    pub path: BString,
    /// What it is told to be its name, where that matters (`-sh` is a login shell).
    pub called: Option<BString>,
    pub args: Vec<BString>,
    /// Its whole environment: nothing is inherited.
    pub environ: &'a Environ,
    /// Where it starts; `None`: where Burrow is.
    pub dir: Option<BString>,
}

/// When it is ended, whatever it does.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub time: Duration,
    /// Bytes of standard output, and as many of standard error.
    pub output: usize,
}

/// How listening ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The program ended, with this status (`None`: by a signal).
    Exited(Option<i32>),
    /// It had said enough.
    Enough,
    TimedOut,
    TooMuch,
}

/// What was heard.
#[derive(Debug, Clone)]
pub struct Heard {
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    pub end: End,
}

/// Runs `program` until it ends, `enough` of its standard output was heard, or a limit is reached. In the last
/// case its whole process group is killed. What it left in the background is left alone otherwise, as a terminal
/// that is used on would.
///
/// # Errors
/// When it cannot be started, or the system refuses a pipe.
pub fn listen(program: &Program<'_>, limits: Limits, enough: impl Fn(&[u8]) -> bool) -> io::Result<Heard> {
    let deadline = Instant::now() + limits.time;
    let (gone, alive) = io::pipe()?;
    let mut child = command(program).spawn()?;
    let group = Pid::from_raw(child.id().cast_signed());
    let mut outputs = [
        Output::new(child.stdout.take().map(OwnedFd::from)),
        Output::new(child.stderr.take().map(OwnedFd::from)),
    ];
    let exit = Exit { gone, status: reap(child, alive) };

    let end = hear(&mut outputs, &exit, deadline, limits.output, enough);
    let ended_itself = match end {
        Ok(End::Exited(_)) => true,
        Ok(End::Enough) => exit.within(FAREWELL),
        _ => false,
    };
    if !ended_itself {
        // Fails when the group is gone by now, which is what is wanted.
        let _ = killpg(group, Signal::SIGKILL);
    }
    let [stdout, stderr] = outputs.map(|o| o.heard);
    Ok(Heard { stdout, stderr, end: end? })
}

fn command(program: &Program<'_>) -> Command {
    #[expect(clippy::disallowed_methods, reason = "this is the door through which programs are started")]
    let mut command = Command::new(OsStr::from_bytes(&program.path));
    command
        .args(program.args.iter().map(|a| OsStr::from_bytes(a)))
        .env_clear()
        .envs(distinct(program.environ))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if let Some(name) = &program.called {
        command.arg0(OsStr::from_bytes(name));
    }
    if let Some(dir) = &program.dir {
        command.current_dir(OsStr::from_bytes(dir));
    }
    // SAFETY: setsid is async-signal-safe and touches no memory of this process.
    unsafe {
        // A session of its own: no controlling terminal to stop at or to read from, and one group to kill.
        command.pre_exec(|| nix::unistd::setsid().map(drop).map_err(io::Error::from));
    }
    command
}

/// The environment without what no program can be given: names that are empty or hold `=`, NUL bytes.
fn distinct(environ: &Environ) -> impl Iterator<Item = (OsString, OsString)> + '_ {
    environ
        .iter()
        .filter(|(n, v)| !n.is_empty() && !n.contains(&b'=') && !n.contains(&0) && !v.contains(&0))
        .map(|(n, v)| (OsStr::from_bytes(n).to_owned(), OsStr::from_bytes(v).to_owned()))
}

/// One of the program's outputs and what came through it.
struct Output {
    from: Option<File>,
    heard: Vec<u8>,
}

impl Output {
    fn new(from: Option<OwnedFd>) -> Output {
        Output { from: from.map(File::from), heard: Vec::new() }
    }

    /// One read of what is there; at the end the output is let go.
    fn hear(&mut self) -> io::Result<()> {
        let Some(from) = &mut self.from else { return Ok(()) };
        let mut chunk = [0; 16 * 1024];
        match from.read(&mut chunk) {
            Ok(0) => self.from = None,
            Ok(n) => self.heard.extend_from_slice(&chunk[..n]),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
        Ok(())
    }
}

/// Tells when the program itself has ended, whatever it left in the background.
struct Exit {
    /// Reaches its end when the program has ended.
    gone: io::PipeReader,
    status: mpsc::Receiver<Option<i32>>,
}

impl Exit {
    fn within(&self, time: Duration) -> bool {
        self.status.recv_timeout(time).is_ok()
    }
}

/// Waits for the program on a thread of its own, and drops `alive` when it has ended.
fn reap(mut child: Child, alive: io::PipeWriter) -> mpsc::Receiver<Option<i32>> {
    let (tell, status) = mpsc::channel();
    std::thread::spawn(move || {
        let code = child.wait().ok().and_then(|s| s.code());
        // Nobody may be listening any more.
        let _ = tell.send(code);
        drop(alive);
    });
    status
}

/// Hears both outputs until there is a reason to stop.
fn hear(
    outputs: &mut [Output; 2],
    exit: &Exit,
    deadline: Instant,
    most: usize,
    enough: impl Fn(&[u8]) -> bool,
) -> io::Result<End> {
    loop {
        let wait = deadline.saturating_duration_since(Instant::now());
        let ready = ready(outputs, exit, wait)?;
        for (output, _) in outputs.iter_mut().zip(ready.outputs).filter(|(_, ready)| *ready) {
            output.hear()?;
        }
        if outputs.iter().any(|o| o.heard.len() > most) {
            return Ok(End::TooMuch);
        }
        if ready.outputs[0] && enough(&outputs[0].heard) {
            // What was said on standard error before that is in its pipe by now.
            while outputs[1].heard.len() <= most && self::ready(outputs, exit, Duration::ZERO)?.outputs[1] {
                outputs[1].hear()?;
            }
            return Ok(End::Enough);
        }
        // What it said before it ended is in the pipes by now: the end counts once these are empty.
        if ready.gone && !ready.outputs.contains(&true) {
            return Ok(End::Exited(exit.status.recv().unwrap_or(None)));
        }
        if wait.is_zero() {
            return Ok(End::TimedOut);
        }
    }
}

/// What can be heard without waiting.
struct Ready {
    outputs: [bool; 2],
    gone: bool,
}

fn ready(outputs: &[Output; 2], exit: &Exit, wait: Duration) -> io::Result<Ready> {
    let open: Vec<usize> = (0..outputs.len()).filter(|&i| outputs[i].from.is_some()).collect();
    let mut fds = vec![PollFd::new(exit.gone.as_fd(), PollFlags::POLLIN)];
    fds.extend(
        outputs.iter().filter_map(|o| o.from.as_ref()).map(|f| PollFd::new(f.as_fd(), PollFlags::POLLIN)),
    );
    // Rounded up, or the last millisecond would be spent in a busy loop.
    let wait = PollTimeout::try_from(wait.as_millis() + 1).unwrap_or(PollTimeout::MAX);
    match poll(&mut fds, wait) {
        Ok(_) | Err(nix::errno::Errno::EINTR) => {}
        Err(e) => return Err(e.into()),
    }
    let mut ready = Ready { outputs: [false; 2], gone: fds[0].any().unwrap_or(false) };
    for (fd, i) in fds[1..].iter().zip(open) {
        ready.outputs[i] = fd.any().unwrap_or(false);
    }
    Ok(ready)
}

#[cfg(test)]
mod tests {
    use go_rules::environ::Os;

    use super::*;

    fn sh(script: &str, time: Duration, enough: impl Fn(&[u8]) -> bool) -> Heard {
        let environ = Environ::new(Os::host(), [("PATH".into(), "/usr/bin:/bin".into())]);
        let program = Program {
            path: "/bin/sh".into(),
            called: None,
            args: vec!["-c".into(), script.into()],
            environ: &environ,
            dir: Some("/".into()),
        };
        listen(&program, Limits { time, output: 100_000 }, enough).unwrap()
    }

    fn soon() -> Duration {
        Duration::from_secs(20)
    }

    #[test]
    fn both_outputs_and_the_status_are_heard() {
        let heard = sh("echo out; echo err >&2; exit 3", soon(), |_| false);
        assert_eq!((heard.stdout.as_slice(), heard.stderr.as_slice()), (&b"out\n"[..], &b"err\n"[..]));
        assert_eq!(heard.end, End::Exited(Some(3)));
    }

    #[test]
    fn a_background_process_that_keeps_the_pipe_open_is_not_waited_for() {
        let start = Instant::now();
        let heard = sh("sleep 30 & echo done", soon(), |_| false);
        assert_eq!(heard.end, End::Exited(Some(0)));
        assert_eq!(heard.stdout, b"done\n");
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn enough_ends_the_listening_and_a_program_that_stays_is_ended() {
        let start = Instant::now();
        let heard = sh("echo $$; echo mark; sleep 30; echo more", soon(), |out| out.ends_with(b"mark\n"));
        assert_eq!(heard.end, End::Enough);
        assert!(start.elapsed() < Duration::from_secs(10));
        let pid: i32 = String::from_utf8_lossy(&heard.stdout).lines().next().unwrap().parse().unwrap();
        wait_until_gone(pid);
    }

    #[test]
    fn a_hanging_program_and_its_children_are_killed_at_the_limit() {
        let heard = sh("sleep 40 & echo $!; exec sleep 30", Duration::from_millis(300), |_| false);
        assert_eq!(heard.end, End::TimedOut);
        wait_until_gone(String::from_utf8_lossy(&heard.stdout).trim().parse().unwrap());
    }

    #[test]
    fn output_without_end_is_cut_off() {
        let heard = sh("while :; do echo yes; done", soon(), |_| false);
        assert_eq!(heard.end, End::TooMuch);
    }

    #[test]
    fn there_is_no_terminal_and_no_input() {
        let heard = sh("read x || echo nothing; (: </dev/tty) 2>/dev/null || echo no tty", soon(), |_| false);
        assert_eq!(heard.stdout, b"nothing\nno tty\n");
    }

    #[test]
    fn a_program_that_is_not_there_is_an_error() {
        let environ = Environ::new(Os::host(), []);
        let program = Program {
            path: "/no/such/program".into(),
            called: None,
            args: vec![],
            environ: &environ,
            dir: None,
        };
        let limits = Limits { time: soon(), output: 10 };
        assert_eq!(listen(&program, limits, |_| false).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    /// A killed process may still be seen for a moment, as a zombie until its parent has looked.
    fn wait_until_gone(pid: i32) {
        let runs = || nix::sys::signal::kill(Pid::from_raw(pid), None).is_ok() && !is_zombie(pid);
        for _ in 0..200 {
            if !runs() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("{pid} still runs");
    }

    fn is_zombie(pid: i32) -> bool {
        std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|s| s.contains(") Z "))
    }
}
