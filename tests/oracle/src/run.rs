//! Starting programs with exactly the environment of a case, and no longer than a limit.

use crate::native::os;
use bstr::BString;
use std::io;
use std::process::{Command, Stdio};
use std::time::Duration;

/// What a program said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub ok: bool,
    pub stdout: BString,
    pub stderr: BString,
}

/// A program, its arguments and where it starts.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    pub program: BString,
    pub args: Vec<BString>,
    pub cwd: &'a [u8],
    pub env: &'a [(BString, BString)],
}

/// Longer than this and something hangs: go asks no server in any case that is generated.
const LIMIT: Duration = Duration::from_secs(60);

/// # Errors
/// When the program cannot be started or takes longer than the limit.
pub fn run(call: &Call) -> io::Result<Said> {
    let mut command = Command::new(os(&call.program));
    command.args(call.args.iter().map(|a| os(a))).current_dir(os(call.cwd));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).env_clear();
    if has_duplicates(call.env) {
        exact_environment(&mut command, call);
    } else {
        command.envs(call.env.iter().map(|(n, v)| (os(n), os(v))));
        keep_what_the_system_needs(&mut command);
    }
    let child = spawn(&mut command)?;
    let guard = Guard::watch(child.id());
    let output = child.wait_with_output()?;
    if guard.end() {
        return Err(io::Error::new(io::ErrorKind::TimedOut, "did not end in time"));
    }
    Ok(Said { ok: output.status.success(), stdout: output.stdout.into(), stderr: output.stderr.into() })
}

/// A script that was just written can be "busy" for a moment, while another thread starts a program of its own.
fn spawn(command: &mut Command) -> io::Result<std::process::Child> {
    for _ in 0..50 {
        match command.spawn() {
            Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy => {
                std::thread::sleep(Duration::from_millis(2));
            }
            other => return other,
        }
    }
    command.spawn()
}

fn has_duplicates(env: &[(BString, BString)]) -> bool {
    env.iter().enumerate().any(|(i, (name, _))| env[..i].iter().any(|(earlier, _)| earlier == name))
}

/// Windows programs do not start, or find no random bytes, without these.
fn keep_what_the_system_needs(command: &mut Command) {
    if cfg!(windows) {
        for name in ["SystemRoot", "SystemDrive", "WINDIR"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
    }
}

/// `Command` knows each name once; duplicates must be handed to the system by hand.
#[cfg(unix)]
fn exact_environment(command: &mut Command, call: &Call) {
    use std::ffi::{CString, c_char};
    use std::os::unix::process::CommandExt;
    let c = |bytes: &[u8]| CString::new(bytes).unwrap_or_default();
    let program = c(&call.program);
    let argv: Vec<CString> = std::iter::once(program.clone()).chain(call.args.iter().map(|a| c(a))).collect();
    let envp: Vec<CString> = call.env.iter().map(|(n, v)| c(&[n, &b"="[..], v].concat())).collect();
    // SAFETY: the child has only forked; what is called is async-signal-safe and everything it reads was built before.
    // Vectors of pointers are made in the child from memory reserved here, so nothing is allocated there.
    let mut argv_pointers: Vec<usize> = Vec::with_capacity(argv.len() + 1);
    let mut envp_pointers: Vec<usize> = Vec::with_capacity(envp.len() + 1);
    unsafe {
        command.pre_exec(move || {
            argv_pointers.extend(argv.iter().map(|s| s.as_ptr() as usize));
            argv_pointers.push(0);
            envp_pointers.extend(envp.iter().map(|s| s.as_ptr() as usize));
            envp_pointers.push(0);
            libc::execve(
                program.as_ptr(),
                argv_pointers.as_ptr().cast::<*const c_char>(),
                envp_pointers.as_ptr().cast::<*const c_char>(),
            );
            Err(io::Error::last_os_error())
        });
    }
}

#[cfg(not(unix))]
fn exact_environment(command: &mut Command, call: &Call) {
    command.envs(call.env.iter().rev().map(|(n, v)| (os(n), os(v))));
    keep_what_the_system_needs(command);
}

/// Ends a program that hangs, so that one case cannot hold up the run.
struct Guard {
    done: std::sync::mpsc::Sender<()>,
    thread: std::thread::JoinHandle<bool>,
}

impl Guard {
    fn watch(pid: u32) -> Guard {
        let (done, wait) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let late = wait.recv_timeout(LIMIT) == Err(std::sync::mpsc::RecvTimeoutError::Timeout);
            if late {
                end(pid);
            }
            late
        });
        Guard { done, thread }
    }

    /// Whether it had to be ended.
    fn end(self) -> bool {
        let _ = self.done.send(());
        self.thread.join().unwrap_or(false)
    }
}

#[cfg(unix)]
fn end(pid: u32) {
    // SAFETY: kill touches no memory; the process is our child and has not been waited for.
    unsafe { libc::kill(pid as libc::pid_t, libc::SIGKILL) };
}

#[cfg(not(unix))]
fn end(_pid: u32) {}
