//! Runs a program of the machine to its end, as [`super::run`] does, and hears every line of it as it comes.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::run::{Ran, Run, command, end, kill_group};
use crate::job::Cancel;

/// A longer line comes in pieces: nobody reads more of it, and memory is not for what a program says without end.
const LONGEST: u64 = 64 * 1024;
/// How often whoever hears is told that time has passed, also when nothing is said.
pub const TICK: Duration = Duration::from_millis(100);
/// How long outputs are waited for that something else still holds open.
const FAREWELL: Duration = Duration::from_secs(3);

/// What is heard of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A line of its standard output, with its end.
    Out(Vec<u8>),
    /// A line of its standard error, with its end.
    Err(Vec<u8>),
    /// Some time has passed.
    Tick,
}

/// Runs it. `hear` is called on this thread. When it is cancelled, it and what it started are asked to end, and killed
/// when they do not. What it said is not kept: [`Ran::said`] is empty.
///
/// # Errors
/// When it cannot be started.
pub fn run_told(run: &Run<'_>, cancel: &Cancel, hear: &mut dyn FnMut(Heard)) -> io::Result<Ran> {
    let mut child = command(run).spawn()?;
    let (sender, lines) = mpsc::channel();
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let listeners = [
        out.map(|out| listen(out, sender.clone(), Heard::Out)),
        err.map(|err| listen(err, sender, Heard::Err)),
    ];
    let mut ended: Option<(Option<i32>, bool, Instant)> = None;
    let mut ticked = Instant::now();
    loop {
        let over = match lines.recv_timeout(TICK) {
            Ok(line) => {
                hear(line);
                false
            }
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => true,
        };
        if ticked.elapsed() >= TICK {
            ticked = Instant::now();
            hear(Heard::Tick);
        }
        if ended.is_none() {
            if let Some(status) = child.try_wait()? {
                ended = Some((status.code(), false, Instant::now()));
            } else if cancel.is_cancelled() {
                end(&mut child)?;
                ended = Some((None, true, Instant::now()));
            } else if over {
                // It has closed its outputs and goes on: nothing more will be heard.
                std::thread::sleep(TICK);
            }
        }
        if let Some((status, cancelled, at)) = ended
            && (over || at.elapsed() >= FAREWELL)
        {
            // What it left behind would hold the outputs open for ever.
            kill_group(&child);
            drop(listeners);
            return Ok(Ran { status, cancelled, said: Vec::new() });
        }
    }
}

fn listen(
    output: impl Read + Send + 'static,
    sender: Sender<Heard>,
    as_heard: fn(Vec<u8>) -> Heard,
) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let mut output = BufReader::new(output);
        loop {
            let mut line = Vec::new();
            match output.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
                Ok(0) => return,
                Ok(_) if sender.send(as_heard(line)).is_err() => return,
                Ok(_) => {}
                Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
    })
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::path::Path;

    use go_rules::environ::{Environ, Os};

    use super::*;

    fn sh(script: &str, cancel: &Cancel, hear: &mut dyn FnMut(Heard)) -> Ran {
        let environ = Environ::new(Os::host(), [("PATH".into(), "/usr/bin:/bin".into())]);
        let args = vec!["-c".into(), script.into()];
        let run = Run { program: Path::new("/bin/sh"), args, environ: &environ, dir: Path::new("/") };
        run_told(&run, cancel, hear).unwrap()
    }

    #[test]
    fn every_line_is_heard_as_it_comes_and_silence_too() {
        let (begin, mut all, mut ticks) = (Instant::now(), Vec::new(), 0);
        let ran =
            sh("echo a; sleep 1; echo b >&2; printf c; exit 3", &Cancel::new(), &mut |heard| match heard {
                Heard::Tick => ticks += 1,
                line => all.push((line, begin.elapsed())),
            });
        assert_eq!((ran.status, ran.cancelled), (Some(3), false));
        assert_eq!(all[0].0, Heard::Out(b"a\n".to_vec()));
        assert!(all[0].1 < Duration::from_millis(900), "{all:?}");
        let rest: Vec<&Heard> = all[1..].iter().map(|(line, _)| line).collect();
        assert!(rest.contains(&&Heard::Err(b"b\n".to_vec())) && rest.contains(&&Heard::Out(b"c".to_vec())));
        assert!(ticks >= 4, "{ticks}");
    }

    #[test]
    fn an_output_that_something_else_holds_open_is_not_waited_for() {
        let begin = Instant::now();
        let ran = sh("sleep 60 & echo done", &Cancel::new(), &mut |_| {});
        assert_eq!(ran.status, Some(0));
        assert!(begin.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn cancelled_it_ends_also_when_it_says_nothing() {
        let cancel = Cancel::new();
        let mut ticks = 0;
        let clone = cancel.clone();
        let ran = sh("sleep 60", &cancel, &mut |_| {
            ticks += 1;
            if ticks == 2 {
                clone.cancel();
            }
        });
        assert!(ran.cancelled && !ran.ok());
    }

    #[test]
    fn a_line_without_end_comes_in_pieces() {
        let mut longest = 0;
        sh("head -c 300000 /dev/zero", &Cancel::new(), &mut |heard| {
            if let Heard::Out(line) = heard {
                longest = longest.max(line.len() as u64);
            }
        });
        assert_eq!(longest, LONGEST);
    }
}
