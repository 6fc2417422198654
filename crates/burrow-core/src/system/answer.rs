//! Asks a program of the machine something and hears its answer, on every system: a short one, with a time limit.
//!
//! It may be told something on standard input, has no terminal, and both outputs are heard apart, as far as a limit
//! goes. What it says may be secret: nothing of it is kept or logged here. [`super::run`] is for what takes long.

use std::io::{self, Read, Write};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use super::run::{BEAT, Run, command, kill_group};
use crate::job::Cancel;

/// How much of each output is heard.
const MOST: u64 = 1 << 20;
/// How long an output may stay open after the program has ended: what it left in the background may hold it.
const FAREWELL: Duration = Duration::from_millis(500);

/// What a program answered. Holds secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Answered {
    /// `None`: by a signal, or it was ended.
    pub status: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    /// It took too long, or nobody wants to know any more.
    pub late: bool,
}

/// Secrets are not printed, by no way of printing.
impl std::fmt::Debug for Answered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answered")
            .field("status", &self.status)
            .field("late", &self.late)
            .finish_non_exhaustive()
    }
}

impl Answered {
    #[must_use]
    pub fn ok(&self) -> bool {
        self.status == Some(0) && !self.late
    }
}

/// Asks. Later than after `limit` it is killed, with what it started.
///
/// # Errors
/// When it cannot be started.
pub fn answer(run: &Run<'_>, told: &[u8], limit: Duration, cancel: &Cancel) -> io::Result<Answered> {
    let mut child = command(run).stdin(Stdio::piped()).spawn()?;
    tell(&mut child, told);
    let stdout = child.stdout.take().map(|from| hear(Box::new(from)));
    let stderr = child.stderr.take().map(|from| hear(Box::new(from)));
    let deadline = Instant::now() + limit;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break Some(status);
        }
        if Instant::now() >= deadline || cancel.is_cancelled() {
            kill_group(&child);
            // Fails when it has ended by now.
            let _ = child.kill();
            child.wait()?;
            break None;
        }
        std::thread::sleep(BEAT.min(Duration::from_millis(5)));
    };
    let until = Instant::now() + FAREWELL;
    let heard = |output: Option<Receiver<Vec<u8>>>| collect(output, until);
    let (stdout, stderr) = (heard(stdout), heard(stderr));
    Ok(Answered { status: status.and_then(|status| status.code()), stdout, stderr, late: status.is_none() })
}

/// On a thread of its own: a program that does not read must not keep anybody.
fn tell(child: &mut Child, told: &[u8]) {
    let Some(mut to) = child.stdin.take() else { return };
    let told = told.to_vec();
    // One that does not want to know is no failure.
    std::thread::spawn(move || to.write_all(&told).and_then(|()| to.flush()));
}

fn hear(from: Box<dyn Read + Send>) -> Receiver<Vec<u8>> {
    let (tell, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let mut from = from.take(MOST);
        let mut chunk = vec![0; 8 * 1024];
        while let Ok(length @ 1..) = from.read(&mut chunk) {
            if tell.send(chunk[..length].to_vec()).is_err() {
                return;
            }
        }
    });
    heard
}

fn collect(output: Option<Receiver<Vec<u8>>>, until: Instant) -> Vec<u8> {
    let mut all = Vec::new();
    let Some(output) = output else { return all };
    while let Ok(more) = output.recv_timeout(until.saturating_duration_since(Instant::now())) {
        all.extend(more);
    }
    all
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::path::Path;

    use go_rules::environ::{Environ, Os};

    use super::*;

    fn sh(script: &str, told: &[u8], limit: Duration) -> Answered {
        let environ = Environ::new(Os::host(), [("PATH".into(), "/usr/bin:/bin".into())]);
        let run = Run {
            program: Path::new("/bin/sh"),
            args: vec!["-c".into(), script.into()],
            environ: &environ,
            dir: Path::new("/"),
        };
        answer(&run, told, limit, &Cancel::default()).unwrap()
    }

    #[test]
    fn it_hears_what_it_is_told_and_both_outputs_are_heard_apart() {
        let answered = sh("cat; echo err >&2; exit 3", b"told\n", Duration::from_secs(20));
        assert_eq!((answered.status, answered.late), (Some(3), false));
        assert_eq!((answered.stdout.as_slice(), answered.stderr.as_slice()), (&b"told\n"[..], &b"err\n"[..]));
        assert!(!format!("{answered:?}").contains("told"));
    }

    #[test]
    fn one_that_hangs_is_ended_with_its_children() {
        let begun = Instant::now();
        let answered = sh("echo some; sleep 30 & sleep 30", b"", Duration::from_millis(200));
        assert!(answered.late && answered.status.is_none());
        assert_eq!(answered.stdout, b"some\n");
        assert!(begun.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn one_that_reads_nothing_is_not_waited_for() {
        let answered = sh("exit 0", &vec![b'x'; 1 << 20], Duration::from_secs(20));
        assert!(answered.ok());
    }
}
