//! One program, run to its end: how long a person waits, and how much the processors worked.

use std::io;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a run took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Taken {
    pub wall: Duration,
    /// User and system, of all threads and of what the program started itself.
    pub cpu: Duration,
}

/// Runs it and throws away what it says.
///
/// # Errors
/// When it cannot be started or fails.
#[cfg(unix)]
pub fn run(command: &mut Command) -> io::Result<Taken> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let began = Instant::now();
    let child = command.spawn()?;
    let mut status = 0;
    // SAFETY: rusage is plain numbers, for which zeros are a value; both pointers are to variables that live on.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        if libc::wait4(child.id() as libc::pid_t, &mut status, 0, &mut usage) < 0 {
            return Err(io::Error::last_os_error());
        }
        usage
    };
    let wall = began.elapsed();
    if !libc::WIFEXITED(status) || libc::WEXITSTATUS(status) != 0 {
        return Err(io::Error::other(format!("{command:?} failed ({status})")));
    }
    let time = |t: libc::timeval| Duration::new(t.tv_sec as u64, t.tv_usec as u32 * 1000);
    Ok(Taken { wall, cpu: time(usage.ru_utime) + time(usage.ru_stime) })
}

/// Runs it and hands back what it says.
///
/// # Errors
/// As [`run`].
pub fn told(command: &mut Command) -> io::Result<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!("{command:?} failed ({})", output.status)));
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}

/// What some work in this very program takes, of all its threads.
///
/// # Errors
/// Its own.
pub fn here<T>(work: impl FnOnce() -> io::Result<T>) -> io::Result<(Taken, T)> {
    let (before, began) = (own_cpu(), Instant::now());
    let done = work()?;
    Ok((Taken { wall: began.elapsed(), cpu: own_cpu().saturating_sub(before) }, done))
}

/// What the processors have worked for this program so far.
#[cfg(unix)]
pub fn own_cpu() -> Duration {
    // SAFETY: rusage is plain numbers, for which zeros are a value; the pointer is to a variable that lives on.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &mut usage);
        usage
    };
    let time = |t: libc::timeval| Duration::new(t.tv_sec as u64, t.tv_usec as u32 * 1000);
    time(usage.ru_utime) + time(usage.ru_stime)
}

#[cfg(not(unix))]
pub fn own_cpu() -> Duration {
    Duration::ZERO
}

/// Waits until everything that was written is on the disk.
#[cfg(unix)]
pub fn settle() {
    // SAFETY: takes nothing and cannot fail.
    unsafe { libc::sync() }
}

#[cfg(not(unix))]
pub fn settle() {}

#[cfg(not(unix))]
pub fn run(_command: &mut Command) -> io::Result<Taken> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "measured on Unix only"))
}

/// Takes every privilege away from what is started: even the administrator is then held by read-only folders.
#[cfg(target_os = "linux")]
pub fn ordinary(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    // SAFETY: the child only makes system calls before it becomes the program.
    unsafe {
        command.pre_exec(|| {
            let mut privilege: libc::c_ulong = 0;
            while libc::prctl(libc::PR_CAPBSET_DROP, privilege, 0, 0, 0) == 0 {
                privilege += 1;
            }
            Ok(())
        });
    }
}

#[cfg(not(target_os = "linux"))]
pub fn ordinary(_command: &mut Command) {}
