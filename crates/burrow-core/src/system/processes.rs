//! The programs that run on this machine now, as far as this account may see them.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use sysinfo::{ProcessRefreshKind, ProcessesToUpdate, System, UpdateKind};

/// A program that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    pub pid: u32,
    pub parent: Option<u32>,
    /// As the system calls it.
    pub name: OsString,
    /// Its file; `None`: the system does not tell this account.
    pub file: Option<PathBuf>,
    /// What it was told, its own name first.
    pub args: Vec<OsString>,
    pub dir: Option<PathBuf>,
    pub since: SystemTime,
}

/// Everything that runs now.
#[must_use]
pub fn processes() -> Vec<Process> {
    let wanted = ProcessRefreshKind::nothing()
        .with_exe(UpdateKind::Always)
        .with_cmd(UpdateKind::Always)
        .with_cwd(UpdateKind::Always)
        .without_tasks();
    // A system that tells nothing about programs has none for Burrow.
    let Ok(mut system) = System::new() else { return Vec::new() };
    system.refresh_processes_specifics(ProcessesToUpdate::All, true, wanted);
    let process = |(pid, process): (&sysinfo::Pid, &sysinfo::Process)| Process {
        pid: pid.as_u32(),
        parent: process.parent().map(sysinfo::Pid::as_u32),
        name: process.name().to_owned(),
        file: process.exe().map(Into::into),
        args: process.cmd().to_vec(),
        dir: process.cwd().map(Into::into),
        since: SystemTime::UNIX_EPOCH + Duration::from_secs(process.start_time()),
    };
    system.processes().iter().map(process).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_test_is_among_them() {
        let own = processes().into_iter().find(|process| process.pid == std::process::id());
        let own = own.unwrap();
        assert!(own.file.is_some_and(|file| file.is_absolute()));
        assert!(own.since > SystemTime::UNIX_EPOCH);
    }
}
